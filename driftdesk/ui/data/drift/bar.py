"""The bar in the list of drifted columns: how far past its threshold a column is."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QPointF, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPen
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.entities import ColumnDrift, Severity
from driftdesk.ui import figures
from driftdesk.ui.data.drift.model import COLUMN_ROLE, SCALE_ROLE
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S, ui_font
from driftdesk.ui.widgets.cells import paint_ground

_FIGURE = 56


class DriftBar(QStyledItemDelegate):
    """A bar as long as statistic over threshold, a tick where the threshold is, and the statistic behind it."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_ground(self, painter, option, index)
        area = QRectF(option.rect).adjusted(S, 0, -S, 0)
        column: ColumnDrift | None = index.data(COLUMN_ROLE)
        now = colours()
        painter.save()
        track = QRectF(area.left(), area.center().y() - 3, area.width() - _FIGURE - S, 6)
        painter.setPen(Qt.PenStyle.NoPen)
        painter.setBrush(QColor(now.hover))
        painter.drawRect(track)
        if column is not None and column.statistic is not None:
            scale = float(index.data(SCALE_ROLE))
            painter.setBrush(QColor(_colour(column.severity if column.expected is None else Severity.NONE)))
            painter.drawRect(
                QRectF(track.left(), track.top(), track.width() * min(1.0, column.strength / scale), 6)
            )
            at = track.left() + track.width() / scale
            painter.setPen(QPen(QColor(now.text), 1))
            painter.drawLine(QPointF(at, track.top() - 3), QPointF(at, track.bottom() + 3))
        if column is not None:
            painter.setFont(ui_font(tabular=True))
            painter.setPen(QColor(now.text))
            spot = QRectF(area.right() - _FIGURE, area.top(), _FIGURE, area.height())
            painter.drawText(
                spot,
                Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter,
                figures.figure(column.statistic),
            )
        painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(200, 30)


def _colour(severity: Severity) -> str:
    now = colours()
    return {Severity.CRITICAL: now.critical, Severity.WARNING: now.warning}.get(severity, now.reference)
