"""A desk of memory for tests of the window: the names of the real services, none of the database.

``FakeDesk(settings, datasets=FakeDatasets(...))``: every keyword becomes an attribute. ``desk.jobs`` is always there; tests
drive it by ``desk.jobs.add(job)``, ``desk.jobs.publish(event)`` and ``desk.jobs.announce("datasets", id)``.
"""

import queue
import threading
from collections.abc import Iterator, Sequence
from types import SimpleNamespace
from typing import Any

from driftdesk.core.entities import (
    AuditEntry,
    Job,
    JobEvent,
    JobFinished,
    JobKind,
    JobProgressed,
    JobStarted,
    JobState,
    Record,
    Stop,
    Worker,
    now,
)
from driftdesk.core.errors import NotFoundError
from driftdesk.core.settings import Settings


class FakeChange(SimpleNamespace):
    """``collection``, ``id``, ``job_id``, as storage's Change."""

    collection: str
    id: str
    job_id: str | None


class FakeRepository:
    """Records in a list, with the filters of ``Repository`` (field, field__in, __gte, __lt, __ne)."""

    def __init__(self, records: Sequence[Any] = ()) -> None:
        self.records = {r.id: r for r in records}

    def get(self, record_id: str) -> Any:
        if record_id not in self.records:
            raise NotFoundError(f"There is no {record_id}.", "Look at the list.")
        return self.records[record_id]

    def find(self, *, sort: str = "", limit: int = 0, skip: int = 0, **equals: Any) -> list[Any]:
        found = [r for r in self.records.values() if all(_matches(r, k, v) for k, v in equals.items())]
        if sort:
            name = sort.lstrip("-")
            found.sort(key=lambda r: getattr(r, name), reverse=sort.startswith("-"))
        return found[skip : skip + limit] if limit else found[skip:]

    def first(self, *, sort: str = "", **equals: Any) -> Any | None:
        return next(iter(self.find(sort=sort, **equals)), None)

    def count(self, **equals: Any) -> int:
        return len(self.find(**equals))

    def insert(self, record: Any, session: Any = None) -> None:
        self.records[record.id] = record

    def replace(self, record: Any, session: Any = None) -> None:
        self.records[record.id] = record

    def update(self, record_id: str, session: Any = None, **fields: Any) -> Any:
        fields.pop("expect", None)
        self.records[record_id] = self.get(record_id).model_copy(update=fields)
        return self.records[record_id]

    def delete(self, record_id: str, session: Any = None) -> bool:
        return self.records.pop(record_id, None) is not None


def _matches(record: Any, key: str, wanted: Any) -> bool:
    name, _, how = key.partition("__")
    value = getattr(record, name)
    match how:
        case "in":
            return value in wanted
        case "gte":
            return bool(value >= wanted)
        case "lt":
            return bool(value < wanted)
        case "ne":
            return bool(value != wanted)
    return bool(value == wanted)


class FakeJobs:
    """``JobService`` over memory. ``stopped`` lists what was asked to stop: (job id, kill)."""

    def __init__(self) -> None:
        self.repository = FakeRepository()
        self.stopped: list[tuple[str, bool]] = []
        self._events: list[JobEvent] = []
        self._changes: queue.Queue[FakeChange] = queue.Queue()

    def add(self, job: Job) -> Job:
        """Put a job in, or a newer state of it, and announce it."""
        self.repository.insert(job)
        self.announce("jobs", job.id, job.id)
        return job

    def publish(self, event: JobEvent) -> None:
        """Store an event, move the job along with it, and announce both."""
        self._events.append(event)
        job = self.repository.records.get(event.job_id)
        if job is not None:
            self.add(_moved(job, event))
        self.announce("job_events", f"{event.job_id}:{event.number}", event.job_id)

    def announce(self, collection: str, record_id: str = "", job_id: str | None = None) -> None:
        self._changes.put(FakeChange(collection=collection, id=record_id, job_id=job_id))

    def enqueue(
        self,
        kind: JobKind,
        title: str,
        params: Record,
        *,
        subject: str = "",
        dedupe: str | None = None,
        reserved_for: str | None = None,
    ) -> Job:
        made = Job(
            kind=kind, title=title, params=params.model_dump(mode="json"), subject=subject, dedupe=dedupe
        )
        return self.add(made)

    def get(self, job_id: str) -> Job:
        found: Job = self.repository.get(job_id)
        return found

    def list(self, state: JobState | None = None, limit: int = 0) -> list[Job]:
        equals = {"state": state} if state else {}
        return self.repository.find(sort="-created_at", limit=limit, **equals)

    def events(self, job_id: str, attempt: int = -1, number: int = -1) -> "list[JobEvent]":
        after = (attempt, number)
        return [e for e in tuple(self._events) if e.job_id == job_id and (e.attempt, e.number) > after]

    def stop(self, job_id: str, *, kill: bool = False) -> Job:
        self.stopped.append((job_id, kill))
        job = self.get(job_id)
        if job.state is JobState.QUEUED:
            return self.add(job.model_copy(update={"state": JobState.CANCELLED, "finished_at": now()}))
        return self.add(job.model_copy(update={"stop": Stop.KILL if kill else Stop.ASK}))

    def pause(self, job_id: str) -> Job:
        return self.add(self.get(job_id).model_copy(update={"stop": Stop.PAUSE}))

    def finish(self, job_id: str) -> Job:
        return self.add(self.get(job_id).model_copy(update={"stop": Stop.FINISH}))

    def watch(self, stop: threading.Event) -> Iterator[FakeChange]:
        while not stop.is_set():
            try:
                yield self._changes.get(timeout=0.02)
            except queue.Empty:
                continue


def _moved(job: Job, event: JobEvent) -> Job:
    match event:
        case JobStarted():
            fields: dict[str, Any] = {
                "state": JobState.RUNNING,
                "worker": event.worker,
                "started_at": event.at,
            }
            fields["attempt"] = event.attempt
        case JobProgressed():
            fields = {"progress": event.progress}
        case JobFinished():
            fields = {
                "state": event.state,
                "result": event.result,
                "error": event.error,
                "finished_at": event.at,
            }
        case _:
            fields = {}
    return job.model_copy(update=fields)


class FakeDesk:
    """What ``Workspace.desk`` is in tests. ``store`` has repositories by name (``desk.store.audit``), empty unless given."""

    def __init__(self, settings: Settings, **services: Any) -> None:
        self.settings = settings
        self.jobs = FakeJobs()
        names = (
            "datasets",
            "versions",
            "reports",
            "models",
            "presets",
            "runs",
            "model_versions",
            "evaluations",
        )
        more = ("workers", "policies", "audit")
        self.store = SimpleNamespace(
            jobs=self.jobs.repository,
            uri_shown="embedded MongoDB",
            availability=SimpleNamespace(listen=lambda heard: None),
            **{name: FakeRepository() for name in (*names, *more)},
        )
        self.closed = False
        for name, service in services.items():
            setattr(self, name, service)

    def __getattr__(self, name: str) -> Any:
        raise AttributeError(
            f"this test's FakeDesk has no {name!r}: give it as FakeDesk(settings, {name}=...)"
        )

    def close(self) -> None:
        self.closed = True

    def add_worker(self, worker: Worker) -> None:
        self.store.workers.insert(worker)
        self.jobs.announce("workers", worker.id)

    def add_audit(self, entry: AuditEntry) -> None:
        self.store.audit.insert(entry)
