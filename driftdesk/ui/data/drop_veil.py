"""What lies over the tab while files are dragged onto it."""

from pathlib import Path

from PySide6.QtCore import QMimeData, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent, QPen
from PySide6.QtWidgets import QWidget

from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import HEADING, S, ui_font


def dropped_paths(data: QMimeData) -> list[Path]:
    """The local files and folders in what is dragged."""
    return [Path(u.toLocalFile()) for u in data.urls() if u.isLocalFile()]


class DropVeil(QWidget):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent)
        self._text = ""
        self.setAttribute(Qt.WidgetAttribute.WA_TransparentForMouseEvents)
        self.hide()
        self.retranslate()

    def retranslate(self) -> None:
        self._text = self.tr("Drop to import")

    def lower_over(self, widget: QWidget) -> None:
        self.setGeometry(widget.rect())
        self.show()
        self.raise_()

    def paintEvent(self, event: QPaintEvent) -> None:
        now = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        ground = QColor(now.surface)
        ground.setAlphaF(0.88)
        painter.fillRect(self.rect(), ground)
        painter.setPen(QPen(QColor(now.accent), 2, Qt.PenStyle.DashLine))
        painter.drawRoundedRect(self.rect().adjusted(2 * S, 2 * S, -2 * S, -2 * S), 8, 8)
        painter.setFont(ui_font(HEADING, 600))
        painter.setPen(QColor(now.accent))
        painter.drawText(self.rect(), Qt.AlignmentFlag.AlignCenter, self._text)
