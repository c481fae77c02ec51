"""Rows of grey bars where data is still coming, so that nothing jumps when it arrives."""

from PySide6.QtCore import QRectF, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import ROW, S

_WIDTHS = (0.34, 0.22, 0.41, 0.28, 0.37, 0.19, 0.31)


class Skeleton(QWidget):
    """Stands where a table, list or plot will be. It does not move: motion is for progress."""

    def __init__(self, rows: int = 8, *, row_height: int = ROW) -> None:
        super().__init__()
        self._rows = rows
        self._height = row_height
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Expanding)
        self.setAccessibleName(self.tr("Loading"))

    def paintEvent(self, event: QPaintEvent) -> None:
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setPen(Qt.PenStyle.NoPen)
        colour = QColor(colours().hover)
        width = self.width() - 4 * S
        for row in range(self._rows):
            colour.setAlphaF(1.0 - 0.8 * row / self._rows)
            painter.setBrush(colour)
            top = S + row * self._height + (self._height - 10) / 2
            at = 2.0 * S
            for part in range(3):
                length = width * _WIDTHS[(row + 2 * part) % len(_WIDTHS)] * 0.8
                painter.drawRoundedRect(QRectF(at, top, length, 10), 4, 4)
                at += width / 3
