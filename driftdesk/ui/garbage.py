"""Cyclic garbage is collected in the window's thread alone.

Python collects in whatever thread happens to allocate. Garbage holds widgets, and destroying a widget in a service
thread while the window delivers an event to it ends the process (seen: QObject::event on a deleted object).
"""

import gc
import time

from PySide6.QtCore import QObject, QTimer

_EVERY_MS = 500
_FULL_SECONDS = 60.0
"""A full collection looks at everything, so it comes no more often than this."""


class GarbageCollector(QObject):
    """Takes collecting over from Python until ``close``. Make it in the window's thread."""

    def __init__(self, parent: QObject) -> None:
        super().__init__(parent)
        self._full_at = time.monotonic()
        self._timer = QTimer(self)
        self._timer.setInterval(_EVERY_MS)
        self._timer.timeout.connect(self.collect)
        gc.disable()
        self._timer.start()

    def collect(self) -> None:
        """Collect what Python itself would have collected by now."""
        young, middle, old = (c > t for c, t in zip(gc.get_count(), gc.get_threshold(), strict=True))
        if old and time.monotonic() - self._full_at > _FULL_SECONDS:
            gc.collect(2)
            self._full_at = time.monotonic()
        elif middle or old:
            gc.collect(1)
        elif young:
            gc.collect(0)

    def close(self) -> None:
        """Leave collecting to Python again."""
        self._timer.stop()
        gc.enable()
        self.deleteLater()
