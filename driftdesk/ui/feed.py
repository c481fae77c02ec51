"""One thread that follows the database's changes and turns them into signals of the window.

Stored events are the truth; a change only wakes the feed, which then reads on from the last number it has seen of that job.
"""

import threading
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QObject, Signal

if TYPE_CHECKING:
    from driftdesk.core.jobs.service import JobService
    from driftdesk.core.storage.store import Change

log = structlog.get_logger(__name__)

Position = tuple[int, int]
"""``(attempt, number)`` of the last event seen of a job."""

PATIENCE = 3.0
"""Seconds that the end of the window waits for a thread."""


class _Follower(QObject):
    """Reads in a thread of its own, which keeps it: a database that does not answer may hold that thread for longer than
    the window lives, and a QThread that is destroyed while it runs ends the process."""

    changed = Signal(object)
    job_event = Signal(object)

    def __init__(self, jobs: "JobService") -> None:
        super().__init__()
        self._jobs = jobs
        self._stop = threading.Event()
        self._seen: dict[str, Position] = {}
        self._thread = threading.Thread(target=self._run, name="feed", daemon=True)

    def start(self) -> None:
        self._thread.start()

    def ask_to_stop(self) -> None:
        self._stop.set()

    @property
    def is_running(self) -> bool:
        return self._thread.is_alive()

    def wait(self, seconds: float) -> None:
        """Until the thread has ended, but not for longer than this."""
        self._thread.join(seconds)

    def _run(self) -> None:
        while not self._stop.is_set():
            try:
                for change in self._jobs.watch(self._stop):
                    self._on_change(change)
            except Exception as exc:  # noqa: BLE001 - the thread's boundary: log, wait, follow again
                log.warning("feed_interrupted", error=repr(exc))
                self._stop.wait(1.0)

    def _on_change(self, change: "Change") -> None:
        if change.collection == "*":
            for job_id in tuple(self._seen):
                self._read_on(job_id)
        elif change.collection == "job_events" and change.job_id:
            self._read_on(change.job_id)
        self.changed.emit(change)

    def _read_on(self, job_id: str) -> None:
        """Emit the events of a job that were not seen yet, in order."""
        for event in self._jobs.events(job_id, *self._seen.get(job_id, (-1, -1))):
            self._seen[job_id] = (event.attempt, event.number)
            self.job_event.emit(event)


class EventFeed(QObject):
    """Live news of all jobs, here and on other machines, in the window's thread."""

    changed = Signal(object)
    """A ``Change(collection, id, job_id)``: something in that collection was written; ``collection == "*"``: the
    connection was lost for a while, so read again what you show."""
    job_event = Signal(object)
    """Every JobEvent (JobStarted, JobProgressed, MetricsRecorded, ColumnAnalysed, JobWarned, JobFinished), in order."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._follower: _Follower | None = None
        self._ending: list[_Follower] = []

    def start(self, jobs: "JobService") -> None:
        """Follow ``jobs``. One at a time."""
        self.stop()
        self._follower = follower = _Follower(jobs)
        follower.changed.connect(self.changed)
        follower.job_event.connect(self.job_event)
        follower.start()

    def stop(self) -> None:
        """Follow no more. Returns at once: the thread ends by itself, as the watch wakes twice a second."""
        if self._follower is not None:
            self._follower.changed.disconnect(self.changed)
            self._follower.job_event.disconnect(self.job_event)
            self._follower.ask_to_stop()
            self._ending = [f for f in (*self._ending, self._follower) if f.is_running]
            self._follower = None

    def close(self) -> None:
        """Stop, and wait for the threads: at the end of the window, when nobody looks any more."""
        self.stop()
        for follower in self._ending:
            follower.wait(PATIENCE)
