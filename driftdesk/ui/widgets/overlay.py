"""A veil over the window with one box on it: the palette and the notification centre."""

from PySide6.QtCore import QEvent, QObject, Qt, Signal
from PySide6.QtGui import QColor, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QApplication, QFrame, QWidget

from driftdesk.ui.theme.colours import colours


class Overlay(QWidget):
    """Covers ``window`` while it is open; closes on Escape or a press beside its box, and gives the focus back."""

    closed = Signal()

    def __init__(self, window: QWidget, box_name: str) -> None:
        super().__init__(window)
        self._window = window
        self._focus_before: QWidget | None = None
        self.box = QFrame(self)
        self.box.setObjectName(box_name)
        self.hide()
        window.installEventFilter(self)

    def open(self) -> None:
        self._focus_before = QApplication.focusWidget()
        self.resize(self._window.size())
        self.show()
        self.raise_()
        self.place()

    def dismiss(self) -> None:
        if not self.isVisible():
            return
        self.hide()
        if self._focus_before is not None and self._focus_before.isVisible():
            self._focus_before.setFocus()
        self._focus_before = None
        self.closed.emit()

    def place(self) -> None:
        """Put the box where it belongs; override."""

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize and self.isVisible():
            self.resize(self._window.size())
            self.place()
        return False

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if not self.box.geometry().contains(event.position().toPoint()):
            self.dismiss()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() == Qt.Key.Key_Escape:
            self.dismiss()
        else:
            super().keyPressEvent(event)

    def paintEvent(self, event: QPaintEvent) -> None:
        veil = QColor("#000000")
        veil.setAlphaF(0.5 if colours().dark else 0.22)
        QPainter(self).fillRect(self.rect(), veil)
