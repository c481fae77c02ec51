"""What a long look at rows reports to while the window waits for it: how far it is, and whether to go on. No Qt.

The thread that works writes, the window's thread reads now and then; nothing is locked, for a figure that is a moment old
does no harm.
"""

from driftdesk.core.context import Context
from driftdesk.core.errors import JobCancelledError


class Watched(Context):
    def __init__(self) -> None:
        self.done = 0.0
        self.total: float | None = None
        self._stopped = False

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        self.done, self.total = done, total

    def check(self) -> None:
        if self._stopped:
            raise JobCancelledError("This was cancelled.")

    def stop(self) -> None:
        """The next ``check`` ends the work."""
        self._stopped = True

    @property
    def is_stopped(self) -> bool:
        return self._stopped

    @property
    def share(self) -> float | None:
        """How much is done, 0 to 1; None: not known."""
        return min(self.done / self.total, 1.0) if self.total else None
