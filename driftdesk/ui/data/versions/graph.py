"""The graph of versions beside their numbers: lanes, and a dot a version."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.datasets.history import GraphLine, GraphNode
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.cells import paint_ground
from driftdesk.ui.widgets.list_table import RECORD_ROLE

_LANE = 14.0
_DOT = 4.5
_MOST_LANES = 8

Index = QModelIndex | QPersistentModelIndex


class GraphDelegate(QStyledItemDelegate):
    """Paints the lanes before the text of a column whose records are ``GraphNode``. ``lanes`` and ``head`` (the number of
    the latest version) are set with the graph."""

    lanes = 1
    head = 0

    def graph_width(self) -> int:
        """Pixels that the lanes take."""
        return round(S + _LANE * min(self.lanes, _MOST_LANES))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return super().sizeHint(option, index) + QSize(self.graph_width(), 0)

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        shown = paint_ground(self, painter, option, index)
        node = index.data(RECORD_ROLE)
        if not isinstance(node, GraphNode):
            return
        above = (
            index.model().index(index.row() - 1, index.column()).data(RECORD_ROLE) if index.row() else None
        )
        area = QRectF(option.rect)
        painter.save()
        painter.setRenderHint(QPainter.RenderHint.Antialiasing)
        painter.setClipRect(area)
        self._paint_lines(painter, area, node.lines, top=False)
        if isinstance(above, GraphNode):
            self._paint_lines(painter, area, above.lines, top=True)
        self._paint_dot(painter, area, node)
        now = colours()
        painter.setPen(QColor(now.text if node.version else now.muted))
        painter.setFont(shown.font)
        spot = area.adjusted(self.graph_width() + S / 2, 0, -S / 2, 0)
        painter.drawText(spot, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, shown.text)
        painter.restore()

    def _x(self, area: QRectF, lane: float) -> float:
        return area.left() + S + _LANE * (min(lane, _MOST_LANES - 1) + 0.5) - 2

    def _paint_lines(
        self, painter: QPainter, area: QRectF, lines: tuple[GraphLine, ...], *, top: bool
    ) -> None:
        """One half of what runs between two rows: the upper of this row, or the lower."""
        middle = area.center().y()
        for line in lines:
            pen = QPen(QColor(colours().border), 1.5)
            if line.kind == "source":
                pen.setStyle(Qt.PenStyle.DotLine)
            painter.setPen(pen)
            between = self._x(area, (line.start + line.end) / 2)
            if top:
                painter.drawLine(QPointF(between, area.top()), QPointF(self._x(area, line.end), middle))
            else:
                painter.drawLine(
                    QPointF(self._x(area, line.start), middle), QPointF(between, area.bottom() + 1)
                )

    def _paint_dot(self, painter: QPainter, area: QRectF, node: GraphNode) -> None:
        now = colours()
        at = QPointF(self._x(area, node.lane), area.center().y())
        if node.version is None:  # gone
            painter.setPen(QPen(QColor(now.muted), 1.5))
            for slope in (-1, 1):
                reach = QPointF(3.5, 3.5 * slope)
                painter.drawLine(at - reach, at + reach)
            return
        is_head = node.number == self.head
        painter.setPen(QPen(QColor(now.accent if is_head else now.border), 1.5))
        painter.setBrush(QColor(now.accent if is_head else now.text if node.tags else now.surface))
        painter.drawEllipse(at, _DOT, _DOT)
