"""Both distributions of a column the size of a word: reference grey, current in the accent."""

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, QSize
from PySide6.QtGui import QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.entities import ColumnDrift
from driftdesk.ui.data.drift.model import COLUMN_ROLE
from driftdesk.ui.plots.mini_histogram import paint_mini_overlay
from driftdesk.ui.widgets.cells import paint_ground


class DriftShape(QStyledItemDelegate):
    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        paint_ground(self, painter, option, index)
        column: ColumnDrift | None = index.data(COLUMN_ROLE)
        if column is not None:
            painter.save()
            painter.setRenderHint(QPainter.RenderHint.Antialiasing, False)
            area = QRectF(option.rect).adjusted(4, 5, -8, -6)
            paint_mini_overlay(painter, area, column.reference, column.current)
            painter.restore()

    def sizeHint(self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex) -> QSize:
        return QSize(72, 30)
