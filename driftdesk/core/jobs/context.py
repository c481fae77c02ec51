"""The context of a running job: what its handler says becomes stored events, in small batches."""

import threading
import time
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    ColumnAnalysed,
    ColumnDrift,
    Fence,
    Job,
    JobEvent,
    JobPaused,
    JobProgressed,
    JobStarted,
    JobState,
    JobWarned,
    MetricPoint,
    MetricsRecorded,
    Progress,
    Stop,
    now,
)
from driftdesk.core.errors import (
    DriftDeskError,
    JobCancelledError,
    JobPausedError,
    LeaseLostError,
    StorageError,
)

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store

INTERVAL = 0.1
"""Seconds between two batches; the first event after a pause is written at once."""
SHARE = 0.005
"""Of a processor, at most, that writing batches takes: where they cost more, they come less often ..."""
LONGEST = 1.0
"""... but at least each so many seconds. While the writer computes, the handler's Python code waits for it."""


@dataclass
class Asked:
    """What the runner asked of a running job, set by another thread."""

    stop: Stop | None = None
    to_give_back: bool = False
    """The worker stops: leave all as it is, the job's next attempt goes on."""


class WaitForChildren(Exception):  # noqa: N818  # no error: how a handler frees its slot
    """Raised by a handler whose job's children go on: its next attempt begins when more of them have ended than the
    ``seen`` that it knew of."""

    def __init__(self, seen: int) -> None:
        super().__init__(f"{seen} children ended so far")
        self.seen = seen


_Pending = tuple[type[JobEvent], dict[str, Any]]


class JobContext(Context):
    """Events are numbered from 0 within the attempt and written by a thread of its own, so that the handler never
    waits for the database to report."""

    def __init__(self, store: "Store", job: Job, asked: Asked) -> None:
        self.fence = Fence(job_id=job.id, attempt=job.attempt)
        self.job_id = job.id
        self.user = job.created_by
        self.attempt = job.attempt
        self.written = 0
        """Events stored so far: the number of the next one."""
        self._store = store
        self._asked = asked
        self._steps = dict(job.steps)
        self._began = job.started_at or now()
        self._stage = _Stage("", 0.0)
        self._lock = threading.Lock()
        self._pending: list[_Pending] = []
        self._points: list[MetricPoint] = []
        self._failed: DriftDeskError | None = None
        """Why nothing can be written any more: above all, a lost lease."""
        self._wake = threading.Event()
        self._closed = threading.Event()
        self._writing = threading.Lock()
        self._writer = threading.Thread(target=self._write, name="job-events", daemon=True)
        self._writer.start()

    def started(self, worker: str) -> None:
        """The first event."""
        self._say(JobStarted, worker=worker)

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        self._enter(stage, done)
        left = self._stage.seconds_left(done, total)
        self._say(JobProgressed, progress=Progress(stage=stage, done=done, total=total, seconds_left=left))

    def rows_read(self, rows: int, done: float, total: float, stage: str) -> None:
        self._enter(stage, done, rows)
        now_at = self._stage
        progress = Progress(
            stage=stage,
            done=done,
            total=total,
            seconds_left=now_at.seconds_left(done, total),
            unit="bytes",
            per_second=now_at.rate(done - now_at.start),
            rows_per_second=now_at.rate(rows - now_at.rows),
        )
        self._say(JobProgressed, progress=progress)

    def _enter(self, stage: str, done: float, rows: int = 0) -> None:
        if stage != self._stage.name or done < self._stage.start:
            self._stage = _Stage(stage, done, rows)

    def metrics(self, run_id: str, step: int, epoch: float, values: Mapping[str, float]) -> None:
        seconds = max(0.0, (now() - self._began).total_seconds())
        point = MetricPoint(run_id=run_id, step=step, epoch=epoch, seconds=seconds, values=dict(values))
        with self._lock:
            self._points.append(point)
        self._say(MetricsRecorded, run_id=run_id, step=step, epoch=epoch, values=dict(values))

    def column(self, column: ColumnDrift) -> None:
        self._say(ColumnAnalysed, column=column)

    def warn(self, message: str, hint: str = "") -> None:
        self._say(JobWarned, message=message, hint=hint)

    def check(self) -> None:
        if self._failed:
            raise self._failed
        stop = self._asked.stop
        if stop is not None and stop.ends:
            raise JobCancelledError("The job was asked to stop.")
        if self._asked.to_give_back:
            raise JobPausedError("The worker stops and gives the job back.")
        if stop is Stop.PAUSE:
            raise JobPausedError("The job was asked to pause.")

    @property
    def finishing(self) -> bool:
        return self._asked.stop is Stop.FINISH

    def paused(self) -> None:
        """The last event of an attempt that was asked to pause."""
        if self._asked.stop is Stop.PAUSE:
            self._say(JobPaused)

    def step(self, name: str, result: dict[str, Any]) -> None:
        self.flush()
        self._store.jobs.set_step(self.fence_held, name, result)
        self._steps[name] = result

    def done_steps(self) -> Mapping[str, Any]:
        return self._steps

    @property
    def fence_held(self) -> Fence:
        """The fence of this job (never None, as in the base)."""
        assert self.fence is not None
        return self.fence

    def flush(self) -> None:
        """Write what is pending, now. Raises LeaseLostError, StorageError (what was pending stays so)."""
        with self._writing:
            self._write_batch()

    def close(self) -> None:
        """Write the rest and end. Raises LeaseLostError, StorageError."""
        self._closed.set()
        self._wake.set()
        self._writer.join()
        self.flush()

    def _say(self, event: type[JobEvent], **fields: Any) -> None:
        with self._lock:
            self._pending = [p for p in self._pending if not _replaces(event, fields, p)]
            self._pending.append((event, {**fields, "at": now()}))
        self._wake.set()

    def _write(self) -> None:
        while not self._closed.is_set():
            self._wake.wait()
            self._wake.clear()
            began = time.thread_time()
            try:
                self.flush()
            except StorageError:
                self._wake.set()  # the database is away: what is pending waits for it
            except DriftDeskError as error:
                self._failed = error
                return
            self._closed.wait(min(LONGEST, max(INTERVAL, (time.thread_time() - began) / SHARE)))

    def _write_batch(self) -> None:
        with self._lock:
            pending, self._pending = self._pending, []
            points, self._points = self._points, []
        if not pending:
            return
        events = [self._event(self.written + i, *p) for i, p in enumerate(pending)]
        progress = next((e.progress for e in reversed(events) if isinstance(e, JobProgressed)), None)
        try:
            if progress is not None:
                self._store.jobs.set_progress(self.fence_held, progress)
            if points:
                if progress is None:
                    self._check_fence()
                self._store.metrics.append(points)
            self._store.events.append(events, self.fence_held)
        except StorageError:
            with self._lock:
                self._pending, self._points = pending + self._pending, points + self._points
            raise
        self.written += len(events)

    def _check_fence(self) -> None:
        """Points carry no fence of their own; the progress that is mostly written before them does."""
        fence = self.fence_held
        if not self._store.jobs.count(id=fence.job_id, attempt=fence.attempt, state=JobState.RUNNING):
            raise LeaseLostError("This job was taken over by another worker, or ended.")

    def _event(self, number: int, event: type[JobEvent], fields: dict[str, Any]) -> JobEvent:
        return event(job_id=self.fence_held.job_id, attempt=self.attempt, number=number, **fields)


class _Stage:
    """Since when a stage runs, for its rate and the estimate of the time left."""

    def __init__(self, name: str, start: float, rows: int = 0) -> None:
        self.name = name
        self.start = start
        self.rows = rows
        self.began = time.monotonic()

    def rate(self, units: float) -> float | None:
        """So many units, a second."""
        elapsed = time.monotonic() - self.began
        return float(f"{units / elapsed:.3g}") if elapsed >= 0.5 and units > 0 else None

    def seconds_left(self, done: float, total: float | None) -> float | None:
        elapsed = time.monotonic() - self.began
        if not total or done <= self.start or elapsed < 0.5:
            return None
        return round(elapsed * (total - done) / (done - self.start), 1)


def _replaces(event: type[JobEvent], fields: Mapping[str, Any], pending: _Pending) -> bool:
    """Of progress, and of one run's metrics, only the latest is worth an event."""
    if event is not pending[0]:
        return False
    return event is JobProgressed or (event is MetricsRecorded and pending[1]["run_id"] == fields["run_id"])
