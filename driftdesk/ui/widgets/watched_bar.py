"""A bar that shows how far a call is that the window waits for."""

from PySide6.QtCore import QTimer
from PySide6.QtWidgets import QProgressBar

from driftdesk.ui.watched import Watched

_EVERY = 100
_STEPS = 1000


class WatchedBar(QProgressBar):
    """Hidden while there is nothing to follow."""

    def __init__(self) -> None:
        super().__init__()
        self._watched: Watched | None = None
        self._clock = QTimer(self)
        self._clock.setInterval(_EVERY)
        self._clock.timeout.connect(self._tell)
        self.hide()

    def follow(self, watched: Watched | None) -> None:
        """Show how far ``watched`` is, from now on; None: nothing is under way."""
        self._watched = watched
        self.setVisible(watched is not None)
        if watched is None:
            self._clock.stop()
        else:
            self._tell()
            self._clock.start()

    def _tell(self) -> None:
        share = self._watched.share if self._watched is not None else None
        self.setRange(0, 0 if share is None else _STEPS)
        self.setValue(round(_STEPS * (share or 0)))
