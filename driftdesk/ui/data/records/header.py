"""The header of the records: the kind's icon beside each name, on the side where the values stand."""

from PySide6.QtCore import QPointF, QRect, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter
from PySide6.QtWidgets import QHeaderView, QWidget

from driftdesk.core.entities import Kind
from driftdesk.ui.data.records.model import KIND_ROLE
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import CAPTION, ROW, S, ui_font

_GLYPH = 13.0


class RecordHeader(QHeaderView):
    def __init__(self, parent: QWidget) -> None:
        super().__init__(Qt.Orientation.Horizontal, parent)
        self.setSectionsClickable(True)
        self.setSectionsMovable(True)
        self.setFixedHeight(ROW)

    def paintSection(self, painter: QPainter, rect: QRect, logicalIndex: int) -> None:  # noqa: N803  (Qt's name)
        now = colours()
        area = QRectF(rect)
        painter.save()
        painter.fillRect(area, QColor(now.surface))
        painter.setPen(QColor(now.line))
        painter.drawLine(QPointF(area.left(), area.bottom()), QPointF(area.right(), area.bottom()))
        model = self.model()
        name = str(model.headerData(logicalIndex, Qt.Orientation.Horizontal) or "")
        kind = model.headerData(logicalIndex, Qt.Orientation.Horizontal, KIND_ROLE)
        font = ui_font(CAPTION, 500)
        room = area.width() - 2 * S - _GLYPH - 4
        shown = QFontMetrics(font).elidedText(name, Qt.TextElideMode.ElideMiddle, int(room))
        wide = QFontMetrics(font).horizontalAdvance(shown)
        left = area.right() - S - wide - _GLYPH - 4 if kind is Kind.NUMERIC else area.left() + S
        if kind is not None:
            glyph = QRectF(left, area.center().y() - _GLYPH / 2, _GLYPH, _GLYPH)
            paint_glyph(painter, glyph, kind.value, QColor(now.muted))
        painter.setFont(font)
        painter.setPen(QColor(now.muted))
        spot = QRectF(left + _GLYPH + 4, area.top(), wide + 2, area.height())
        painter.drawText(spot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown)
        painter.restore()
