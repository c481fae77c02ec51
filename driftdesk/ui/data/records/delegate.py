"""How a cell of the records is painted: skeletons, missing values, bars, what was found and what was changed."""

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, QPointF, QRectF, Qt
from PySide6.QtGui import QColor, QFontMetrics, QPainter, QPolygonF
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.ui.data.records.model import (
    ADDED_ROLE,
    BAR_ROLE,
    CHANGED_ROLE,
    LOADING_ROLE,
    MISSING_ROLE,
)
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, S, ui_font

Index = QModelIndex | QPersistentModelIndex
_CORNER = 7.0


class CellPainter(QStyledItemDelegate):
    """``search`` is marked where it stands in a cell."""

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self.search = ""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        area = QRectF(option.rect)
        if index.data(ADDED_ROLE):
            ground = QColor(colours().accent)
            ground.setAlphaF(0.08)
            painter.fillRect(area, ground)
        self._paint_bar(painter, area, index)
        if self.search:
            self._paint_found(painter, area, index)
        super().paint(painter, option, index)
        if index.data(LOADING_ROLE):
            _paint_skeleton(painter, area, index)
        elif index.data(MISSING_ROLE):
            self._paint_missing(painter, area, index)
        if index.data(CHANGED_ROLE):
            _paint_corner(painter, area)

    def _paint_missing(self, painter: QPainter, area: QRectF, index: Index) -> None:
        painter.save()
        painter.setFont(ui_font(CAPTION))
        painter.setPen(QColor(colours().muted))
        side = index.data(Qt.ItemDataRole.TextAlignmentRole)
        painter.drawText(area.adjusted(S, 0, -S, 0), side, self.tr("missing"))
        painter.restore()

    def _paint_bar(self, painter: QPainter, area: QRectF, index: Index) -> None:
        share = index.data(BAR_ROLE)
        if share is None:
            return
        faint = QColor(colours().reference)
        faint.setAlphaF(0.22)
        inner = area.adjusted(2, 4, -2, -4)
        painter.fillRect(QRectF(inner.left(), inner.top(), share * inner.width(), inner.height()), faint)

    def _paint_found(self, painter: QPainter, area: QRectF, index: Index) -> None:
        """A ground behind what is searched for; where it is cut out of a long text, behind the dots."""
        text = str(index.data() or "")
        if self.search.lower() not in text.lower():
            return
        metrics = QFontMetrics(ui_font())
        inner = area.adjusted(S, 0, -S, 0)
        shown = metrics.elidedText(text, Qt.TextElideMode.ElideMiddle, int(inner.width()))
        at, length = shown.lower().find(self.search.lower()), len(self.search)
        if at < 0:
            at, length = shown.find("…"), 1
        right = bool(index.data(Qt.ItemDataRole.TextAlignmentRole) & Qt.AlignmentFlag.AlignRight)
        start = inner.right() - metrics.horizontalAdvance(shown) if right else inner.left()
        left = start + metrics.horizontalAdvance(shown[:at])
        wide = metrics.horizontalAdvance(shown[at : at + length])
        ground = QColor(colours().accent)
        ground.setAlphaF(0.22)
        painter.fillRect(QRectF(left - 1, inner.center().y() - 9, wide + 2, 18), ground)


def _paint_skeleton(painter: QPainter, area: QRectF, index: Index) -> None:
    inner = area.adjusted(S, 0, -S, 0)
    wide = min(inner.width(), 30 + (index.row() * 37 + index.column() * 53) % 50)
    painter.save()
    painter.setRenderHint(QPainter.RenderHint.Antialiasing)
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours().hover))
    painter.drawRoundedRect(QRectF(inner.left(), inner.center().y() - 4, wide, 8), 4, 4)
    painter.restore()


def _paint_corner(painter: QPainter, area: QRectF) -> None:
    """The mark of a cell that the draft changed."""
    corner = area.topRight() + QPointF(0, 1)
    painter.save()
    painter.setPen(Qt.PenStyle.NoPen)
    painter.setBrush(QColor(colours().accent))
    painter.drawPolygon(QPolygonF([corner, corner - QPointF(_CORNER, 0), corner + QPointF(0, _CORNER)]))
    painter.restore()
