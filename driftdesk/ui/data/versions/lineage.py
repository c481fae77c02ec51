"""The chain of versions, small: a dot a version, newest on top."""

from collections.abc import Sequence

from PySide6.QtCore import QPointF, QRectF, QSize, Qt, Signal
from PySide6.QtGui import QColor, QFont, QKeyEvent, QMouseEvent, QPainter, QPaintEvent
from PySide6.QtWidgets import QSizePolicy, QWidget

from driftdesk.core.entities import Dataset, DatasetVersion
from driftdesk.ui.data import words
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import BODY, CAPTION, S, ui_font

_HEIGHT = 5 * S
_DOT = 9.0


class LineageView(QWidget):
    """``version_clicked`` carries a number."""

    version_clicked = Signal(int)

    def __init__(self) -> None:
        super().__init__()
        self._entries: list[tuple[int, str, str, bool]] = []
        self.setSizePolicy(QSizePolicy.Policy.Expanding, QSizePolicy.Policy.Fixed)
        self.setFocusPolicy(Qt.FocusPolicy.TabFocus)
        self.setCursor(Qt.CursorShape.PointingHandCursor)

    def show_versions(self, dataset: Dataset, versions: Sequence[DatasetVersion]) -> None:
        """Newest first."""
        self._entries = [
            (
                v.number,
                words.version_label(dataset, v.number),
                f"{words.operation(v)} · {words.rows(v.rows)}",
                bool(set(words.version_tags(dataset, v.number)) - {"latest"}),
            )
            for v in versions
        ]
        self.setAccessibleName("; ".join(f"{e[1]}: {e[2]}" for e in self._entries))
        self.setFixedHeight(self.sizeHint().height())
        self.update()

    def sizeHint(self) -> QSize:
        return QSize(20 * S, max(1, len(self._entries)) * _HEIGHT)

    def paintEvent(self, event: QPaintEvent) -> None:
        now = colours()
        painter = QPainter(self)
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        x = _DOT
        painter.setPen(QColor(now.border))
        if len(self._entries) > 1:
            painter.drawLine(QPointF(x, _HEIGHT / 2), QPointF(x, (len(self._entries) - 0.5) * _HEIGHT))
        for i, (_, title, caption, tagged) in enumerate(self._entries):
            middle = (i + 0.5) * _HEIGHT
            painter.setPen(QColor(now.accent if i == 0 else now.border))
            painter.setBrush(QColor(now.accent if i == 0 else now.text if tagged else now.surface))
            painter.drawEllipse(QPointF(x, middle), _DOT / 2, _DOT / 2)
            left = x + 2 * S
            wide = self.width() - left
            self._write(
                painter,
                title,
                QRectF(left, middle - 17, wide, 17),
                ui_font(BODY, QFont.Weight.Medium),
                now.text,
            )
            self._write(
                painter,
                caption,
                QRectF(left, middle + 1, wide, 15),
                ui_font(CAPTION, tabular=True),
                now.muted,
            )
        if self.hasFocus():
            painter.setPen(QColor(now.accent))
            painter.setBrush(Qt.BrushStyle.NoBrush)
            painter.drawRoundedRect(QRectF(self.rect()).adjusted(0.5, 0.5, -0.5, -0.5), 4, 4)

    def _write(self, painter: QPainter, text: str, area: QRectF, font: QFont, colour: str) -> None:
        painter.setFont(font)
        painter.setPen(QColor(colour))
        shown = painter.fontMetrics().elidedText(text, Qt.TextElideMode.ElideMiddle, int(area.width()))
        painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = int(event.position().y() // _HEIGHT)
        if 0 <= at < len(self._entries):
            self.version_clicked.emit(self._entries[at][0])

    def keyPressEvent(self, event: QKeyEvent) -> None:
        if event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter, Qt.Key.Key_Space) and self._entries:
            self.version_clicked.emit(self._entries[0][0])
        else:
            super().keyPressEvent(event)
