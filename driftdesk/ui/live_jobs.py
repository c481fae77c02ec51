"""The jobs that the window knows of, kept up to date by the feed: for the status strip, Activity, and whoever waits.

While the database is away nothing is read, which the window says by itself; the feed has all read anew when it is back.
"""

from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from driftdesk.core.entities import Job, JobEvent, JobFinished, JobProgressed, JobState, now
from driftdesk.core.errors import DatabaseUnavailableError, NotFoundError
from driftdesk.ui.feed import EventFeed
from driftdesk.ui.tasks import Tasks

if TYPE_CHECKING:
    from driftdesk.core.jobs.service import JobService
    from driftdesk.core.storage.events import Change

KNOWN = 500
"""Jobs that are read when the window opens, newest first."""
LOOK_MS = 3_000
"""How often it is seen whether a worker was not heard of for longer than its lease: nothing is written when that happens."""
GATHER_MS = 120
"""Changes within this time are read together."""


class LiveJobs(QObject):
    """``jobs()`` newest first; ``active()`` those that wait or run."""

    changed = Signal()
    """Some job is new or different."""
    job_changed = Signal(str)
    """The id of one job that is new or different."""
    finished = Signal(object)
    """A Job, when it ended while the window looked on."""

    def __init__(self, tasks: Tasks, feed: EventFeed, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._tasks = tasks
        self._service: JobService | None = None
        self._jobs: dict[str, Job] = {}
        self._stale: set[str] = set()
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(GATHER_MS)
        self._timer.timeout.connect(self._on_gathered)
        self._lost: set[str] = set()
        self._clock = QTimer(self, interval=LOOK_MS)
        self._clock.timeout.connect(self._on_look)
        self._clock.start()
        feed.changed.connect(self._on_changed)
        feed.job_event.connect(self._on_event)

    def follow(self, service: "JobService | None") -> None:
        """Read the jobs of another desk; None: of none."""
        self._service = service
        self._jobs = {}
        self._stale = set()
        self.changed.emit()
        if service is not None:
            self._tasks.start(self._read_all(service), owner=self)

    def jobs(self) -> list[Job]:
        return sorted(self._jobs.values(), key=lambda j: (j.created_at, j.id), reverse=True)

    def active(self) -> list[Job]:
        """Those that run, then those that wait, oldest first."""
        found = [j for j in self._jobs.values() if not j.state.is_final]
        return sorted(found, key=lambda j: (j.state is not JobState.RUNNING, j.created_at))

    def job(self, job_id: str) -> Job | None:
        return self._jobs.get(job_id)

    def _on_changed(self, change: "Change") -> None:
        if self._service is None:
            return
        if change.collection == "*":
            self._tasks.start(self._read_all(self._service), owner=self)
        elif change.collection == "jobs":
            self._stale.add(change.id)
            if not self._timer.isActive():
                self._timer.start()

    def _on_event(self, event: JobEvent) -> None:
        """Progress and the end are shown at once, without reading the job again."""
        job = self._jobs.get(event.job_id)
        if job is None or event.attempt < job.attempt or job.state.is_final:
            return
        if isinstance(event, JobProgressed):
            self._put(job.model_copy(update={"progress": event.progress}))
        elif isinstance(event, JobFinished):
            ended = {
                "state": event.state,
                "error": event.error,
                "result": event.result,
                "finished_at": event.at,
            }
            self._put(job.model_copy(update=ended))

    def _on_look(self) -> None:
        """A lease ran out, or another worker took a job up, since the last look."""
        at = now()
        over = {
            j.id
            for j in self._jobs.values()
            if j.state is JobState.RUNNING and j.lease_until is not None and j.lease_until < at
        }
        changed, self._lost = over ^ self._lost, over
        for job_id in changed:
            self.job_changed.emit(job_id)
        if changed:
            self.changed.emit()

    def _on_gathered(self) -> None:
        stale, self._stale = self._stale, set()
        if self._service is not None:
            self._tasks.start(self._read(self._service, stale), owner=self)

    async def _read_all(self, service: "JobService") -> None:
        try:
            recent = await self._tasks.call(service.list, None, KNOWN)
            waiting = [
                job
                for state in (JobState.QUEUED, JobState.PAUSED, JobState.WAITING)
                for job in await self._tasks.call(service.list, state)
            ]
        except DatabaseUnavailableError:
            return
        if service is not self._service:
            return
        self._jobs = {j.id: j for j in (*waiting, *recent)}
        self.changed.emit()

    async def _read(self, service: "JobService", ids: set[str]) -> None:
        def read() -> list[Job]:
            found = []
            for job_id in ids:
                try:
                    found.append(service.get(job_id))
                except NotFoundError:
                    continue
            return found

        try:
            jobs = await self._tasks.call(read)
        except DatabaseUnavailableError:
            self._stale |= ids
            return
        for job in jobs:
            self._put(job)

    def _put(self, job: Job) -> None:
        before = self._jobs.get(job.id)
        if (
            before is not None
            and before.state.is_final
            and not job.state.is_final
            and job.attempt <= before.attempt
        ):
            return  # read before it ended, arrived after
        self._jobs[job.id] = job
        self.job_changed.emit(job.id)
        self.changed.emit()
        if job.state.is_final and (before is None or not before.state.is_final):
            self.finished.emit(job)
