"""Enqueue jobs, look at them, stop them, wait for them."""

import builtins
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from datetime import datetime
from typing import TYPE_CHECKING, Any

from driftdesk.core.entities import (
    ErrorInfo,
    Fence,
    Job,
    JobEvent,
    JobFinished,
    JobKind,
    JobState,
    Record,
    Stop,
)
from driftdesk.core.errors import (
    ConflictError,
    DatabaseUnavailableError,
    JobCancelledError,
    JobFailedError,
    LeaseLostError,
    ParameterError,
)

if TYPE_CHECKING:
    from driftdesk.core.storage.events import Change
    from driftdesk.core.storage.store import Store

FINISHABLE = frozenset({JobKind.TRAIN, JobKind.RETRAIN})
"""Kinds of jobs that can be asked for a good end before their end."""

OnEvent = Callable[[JobEvent], None]

_POLL = 0.5
"""Seconds after which a waiter looks by itself, should the change stream be late or forbidden."""

_PATIENCE = 60.0
"""Seconds for which a waiter bears that the database does not answer."""


class JobService:
    """``user`` stands in the jobs that are enqueued here. May be used from any thread."""

    def __init__(self, store: "Store", user: str) -> None:
        self._store = store
        self._user = user

    def enqueue(
        self,
        kind: JobKind,
        title: str,
        params: Record,
        *,
        subject: str = "",
        dedupe: str | None = None,
        reserved_for: str | None = None,
        parent: str | None = None,
        stop: Stop | None = None,
    ) -> Job:
        """Put a job in the queue. With ``dedupe``, the job that already has it is returned instead. ``parent``: the job
        that waits for it. ``stop``: what it is asked before it begins."""
        job = Job(
            kind=kind,
            title=title,
            params=params.model_dump(mode="json"),
            subject=subject,
            dedupe=dedupe,
            reserved_for=reserved_for,
            parent=parent,
            stop=stop,
            created_by=self._user,
        )
        return self._store.jobs.enqueue(job)

    def get(self, job_id: str) -> Job:
        """Raises NotFoundError."""
        return self._store.jobs.get(job_id)

    def stop(self, job_id: str, *, kill: bool = False) -> Job:
        """Cancel a job that waits; ask one that runs to end, or kill its process. Its children are stopped too."""
        stop = Stop.KILL if kill else Stop.ASK
        job = self._store.jobs.request_stop(job_id, stop)
        for child in self.children(job_id):
            if not child.state.is_final:
                self._store.jobs.request_stop(child.id, stop)
        return job

    def children(self, job_id: str) -> builtins.list[Job]:
        """The jobs that a job enqueued and waits for, oldest first."""
        return self._store.jobs.find(parent=job_id, sort="created_at")

    def pause(self, job_id: str) -> Job:
        """Free the job's slot, and leave it as it is until it is resumed; a training keeps a checkpoint first.
        Raises ConflictError where it has ended or is being stopped, NotFoundError."""
        job = self._store.jobs.pause(job_id)
        if job.state.is_final:
            raise _has_ended(job)
        if job.stop is not None and job.stop.ends:
            raise ConflictError(
                f"The job {job.title!r} is being stopped.", "What is stopped cannot be paused."
            )
        return job

    def resume(self, job_id: str) -> Job:
        """Let a paused job go on, by whichever worker has a free slot. Raises ConflictError where it has ended,
        NotFoundError."""
        job = self._store.jobs.resume(job_id)
        if job.state.is_final:
            raise _has_ended(job)
        return job

    def finish(self, job_id: str) -> Job:
        """Ask a training for a good end: it stops after the epoch (or block of trees) under way, and registers the best
        that it has. Raises ConflictError where it has not begun or has ended, ParameterError where the job is
        none that trains, NotFoundError."""
        kind = self.get(job_id).kind
        if kind not in FINISHABLE:
            raise ParameterError(
                f"A job of the kind {kind} cannot end early with a result.", "Stop it, or let it run."
            )
        job = self._store.jobs.request_finish(job_id)
        if job.state.is_final:
            raise _has_ended(job)
        if not job.attempt:
            raise ConflictError(f"The job {job.title!r} has not begun.", "Cancel it, or wait until it runs.")
        if job.stop is not None and job.stop.ends:
            raise ConflictError(f"The job {job.title!r} is being stopped.", "It ends without a result.")
        return job

    def lost(self) -> dict[str, datetime]:
        """Running jobs to whose worker contact is lost: when it was last heard of, by the job's id. By the database's
        clock. Each goes on by itself when a worker claims it."""
        return self._store.jobs.lost()

    def events(self, job_id: str, attempt: int = -1, number: int = -1) -> list[JobEvent]:
        """What the job said after event ``number`` of ``attempt``."""
        return self._store.events.after(job_id, attempt, number)

    def watch(self, stop: threading.Event) -> Iterator["Change"]:
        """What changes in the store, as it changes, until ``stop`` is set."""
        return self._store.events.watch(stop)

    def conclude(
        self,
        fence: Fence,
        state: JobState,
        *,
        result: dict[str, object] | None = None,
        error: ErrorInfo | None = None,
        events: int | None = None,
    ) -> bool:
        """Write the end of an attempt, and its last event as number ``events`` (None: found out). False where the
        job is no longer this attempt's."""
        if events is None:
            events = 1 + max((e.number for e in self.events(fence.job_id, fence.attempt)), default=-1)
        last = JobFinished(
            job_id=fence.job_id, attempt=fence.attempt, number=events, state=state, result=result, error=error
        )
        try:
            self._store.events.append([last], fence)
        except LeaseLostError:
            return False
        return self._store.jobs.finish(fence, state, result, error)

    def wait(self, job_id: str, on_event: OnEvent | None = None, timeout: float | None = None) -> Job:
        """Wait until the job ended well, and return it; ``on_event`` gets all its events in order.

        Raises JobFailedError with the cause, JobCancelledError, TimeoutError.
        """
        deadline = None if timeout is None else time.monotonic() + timeout
        answered = time.monotonic()
        tell = on_event or _ignore
        seen = (-1, -1)
        with self._woken() as changed:
            while True:
                changed.clear()
                try:
                    job = self.get(job_id)  # before the events: those of a job that ended are then complete
                    events = self.events(job_id, *seen) if on_event else []
                    answered = time.monotonic()
                except DatabaseUnavailableError:  # a server that restarts is no reason to leave
                    if time.monotonic() > answered + _PATIENCE:
                        raise
                    changed.wait(_POLL)
                    continue
                for event in events:
                    seen = (event.attempt, event.number)
                    tell(event)
                if job.state.is_final:
                    return _ended_well(job)
                if deadline is not None and time.monotonic() > deadline:
                    raise TimeoutError(f"The job {job.title!r} is still {job.state}.")
                changed.wait(_POLL)

    def list(self, state: JobState | None = None, limit: int = 0) -> list[Job]:
        """Newest first."""
        equals: dict[str, Any] = {"state": state} if state else {}
        return self._store.jobs.find(sort="-created_at", limit=limit, **equals)

    @contextmanager
    def _woken(self) -> Iterator[threading.Event]:
        """An event that is set when something changed in the store."""
        changed, stop = threading.Event(), threading.Event()

        def listen() -> None:
            for _ in self.watch(stop):
                changed.set()

        threading.Thread(target=listen, name="job-wait", daemon=True).start()
        try:
            yield changed
        finally:
            stop.set()  # the thread ends a little later: nobody needs to wait for it


def _ignore(_event: JobEvent) -> None:
    """What is done with events that nobody wants."""


def _has_ended(job: Job) -> ConflictError:
    return ConflictError(
        f"The job {job.title!r} has ended: {job.state}.", "`driftdesk runs` shows what came of a training."
    )


def _ended_well(job: Job) -> Job:
    if job.state is JobState.SUCCEEDED:
        return job
    if job.error:
        e = job.error
        raise JobFailedError(e.message, e.hint, cause_code=e.code, cause_exit=e.exit_code)
    if job.state is JobState.FAILED:
        raise JobFailedError(f"The job {job.title!r} failed.", "See `driftdesk jobs show` and the log.")
    raise JobCancelledError(f"The job {job.title!r} was stopped.")
