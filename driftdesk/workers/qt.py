"""The same runner inside QThreads, for the window."""

from collections.abc import Callable

from PySide6.QtCore import QObject, QThread, Signal

from driftdesk.core.entities import Job
from driftdesk.desk import Desk
from driftdesk.workers.runner import HANDLERS, Change, Runner


class WindowRunner(QObject):
    """Runs jobs in the window's process: a QThread for each of the runner's loops, the work itself in children.

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
        self._threads: list[RunnerThread] = []

    @property
    def worker_id(self) -> str:
        """How this worker is called in the store."""
        return self._runner.worker.id

    def start(self) -> None:
        """Start claiming jobs."""
        for name, loop in self._runner.loops().items():
            thread = RunnerThread(loop, self)
            thread.setObjectName(name)
            self._threads.append(thread)
            thread.start()

    def stop(self, timeout: float = 20.0) -> bool:
        """Give running jobs back to the queue and end; whether all threads ended within ``timeout`` seconds."""
        self._runner.stop()
        return all(thread.wait(round(timeout * 1000)) for thread in self._threads)

    def _on_change(self, change: Change, job: Job | None) -> None:
        """Called in the runner's threads; emitting queues."""
        if change == "job_started":
            self.job_started.emit(job)
        elif change == "job_finished":
            self.job_finished.emit(job)
        else:
            self.worker_state_changed.emit(self._runner.busy)


class RunnerThread(QThread):
    """One loop of the runner."""

    def __init__(self, loop: Callable[[], None], parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._loop = loop

    def run(self) -> None:
        """The loop, until the runner stops."""
        self._loop()
