"""One thread that follows the database's changes and turns them into signals of the window.

Stored events are the truth; a change only wakes the feed, which then reads on from the last number it has seen of that job.
"""

import threading
from typing import TYPE_CHECKING

import structlog
from PySide6.QtCore import QObject, QThread, Signal

if TYPE_CHECKING:
    from driftdesk.core.jobs.service import JobService
    from driftdesk.core.storage.store import Change

log = structlog.get_logger(__name__)

Position = tuple[int, int]
"""``(attempt, number)`` of the last event seen of a job."""


class _FeedThread(QThread):
    changed = Signal(object)
    job_event = Signal(object)

    def __init__(self, jobs: "JobService", parent: QObject) -> None:
        super().__init__(parent)
        self._jobs = jobs
        self._stop = threading.Event()
        self._seen: dict[str, Position] = {}

    def ask_to_stop(self) -> None:
        self._stop.set()

    def run(self) -> None:
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
        self._thread: _FeedThread | None = None
        self._threads: list[_FeedThread] = []
        """That one, and those that are about to end."""

    def start(self, jobs: "JobService") -> None:
        """Follow ``jobs``. One at a time."""
        self.stop()
        thread = self._thread = _FeedThread(jobs, self)
        thread.changed.connect(self.changed)
        thread.job_event.connect(self.job_event)
        thread.finished.connect(self._on_ended)
        self._threads.append(thread)
        thread.start()

    def stop(self) -> None:
        """Follow no more. Returns at once: the thread ends by itself, as the watch wakes twice a second."""
        if self._thread is not None:
            self._thread.changed.disconnect(self.changed)
            self._thread.job_event.disconnect(self.job_event)
            self._thread.ask_to_stop()
            self._thread = None

    def close(self) -> None:
        """Stop, and wait for the threads: at the end of the window, when nobody looks any more."""
        self.stop()
        for thread in self._threads:
            thread.wait(3000)

    def _on_ended(self) -> None:
        for thread in [t for t in self._threads if t.isFinished()]:
            self._threads.remove(thread)
            thread.deleteLater()
