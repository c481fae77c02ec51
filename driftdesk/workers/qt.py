"""The same runner inside the window, which hears of it by signals."""

from PySide6.QtCore import QObject, Signal

from driftdesk.core.entities import Job
from driftdesk.desk import Desk
from driftdesk.workers.runner import HANDLERS, Change, Runner


class WindowRunner(QObject):
    """Runs jobs in the window's process: the runner's loops in threads that may outlast this object, where the database does
    not answer (a QThread that is destroyed while it runs ends the process), the work itself in children.

    ``start`` it after the first paint: from then on children start and warm up. Signals arrive in the thread that
    made this object.
    """

    job_started = Signal(object)
    job_finished = Signal(object)
    worker_state_changed = Signal(object)
    """Ids of the jobs that run here now."""

    def __init__(
        self, desk: Desk, slots: int, parent: QObject | None = None, *, handlers: str = HANDLERS
    ) -> None:
        super().__init__(parent)
        self._runner = Runner(desk, slots=slots, place="window", handlers=handlers, on_change=self._on_change)

    @property
    def worker_id(self) -> str:
        """How this worker is called in the store."""
        return self._runner.worker.id

    def start(self) -> None:
        """Start claiming jobs."""
        self._runner.start()

    def stop(self, timeout: float = 20.0) -> bool:
        """Give running jobs back to the queue and end; whether all threads ended within ``timeout`` seconds."""
        self._runner.stop()
        return self._runner.join(timeout)

    def _on_change(self, change: Change, job: Job | None) -> None:
        """Called in the runner's threads; emitting queues."""
        if change == "job_started":
            self.job_started.emit(job)
        elif change == "job_finished":
            self.job_finished.emit(job)
        else:
            self.worker_state_changed.emit(self._runner.busy)
