"""The table of records: like the others, but it never reads what is not here in order to copy it."""

import csv
import io

from PySide6.QtCore import QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QGuiApplication, QPainter
from PySide6.QtWidgets import QAbstractItemView, QHeaderView, QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.ui.data.records.header import RecordHeader
from driftdesk.ui.data.records.model import LOADING_ROLE, MISSING_ROLE
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, S, ui_font
from driftdesk.ui.widgets import DataTable

MOST_COPIED = 50_000
"""Cells that one copy takes; more belong into a file."""


class RecordTable(DataTable):
    def __init__(self) -> None:
        super().__init__()
        self.setItemDelegate(_CellDelegate(self))
        self.setSelectionBehavior(QAbstractItemView.SelectionBehavior.SelectItems)
        self.verticalHeader().show()
        self.verticalHeader().setDefaultAlignment(Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter)
        self.setHorizontalHeader(RecordHeader(self))
        self.horizontalHeader().setMinimumSectionSize(6 * S)
        self.horizontalHeader().setSectionResizeMode(QHeaderView.ResizeMode.Interactive)

    def copy(self) -> None:
        """The selected cells, with the names of their columns, as tab-separated values."""
        model = self.model()
        out = io.StringIO()
        writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
        left = MOST_COPIED
        chosen = self.selectionModel().selection()
        for area in (chosen.at(i) for i in range(chosen.count())):
            columns = range(area.left(), area.right() + 1)
            writer.writerow(model.headerData(c, Qt.Orientation.Horizontal) for c in columns)
            rows = min(area.height(), left // max(len(columns), 1))
            left -= rows * len(columns)
            for row in range(area.top(), area.top() + rows):
                writer.writerow(model.index(row, c).data() for c in columns)
        QGuiApplication.clipboard().setText(out.getvalue())


class _CellDelegate(QStyledItemDelegate):
    """A grey bar where a value is still coming, and a quiet word where there is none."""

    def paint(
        self, painter: QPainter, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().paint(painter, option, index)
        loading, missing = index.data(LOADING_ROLE), index.data(MISSING_ROLE)
        if not loading and not missing:
            return
        area = QRectF(option.rect).adjusted(S, 0, -S, 0)
        now = colours()
        painter.save()
        if loading:
            wide = min(area.width(), 30 + (index.row() * 37 + index.column() * 53) % 50)
            painter.setRenderHint(QPainter.RenderHint.Antialiasing)
            painter.setPen(Qt.PenStyle.NoPen)
            painter.setBrush(QColor(now.hover))
            painter.drawRoundedRect(QRectF(area.left(), area.center().y() - 4, wide, 8), 4, 4)
        else:
            painter.setFont(ui_font(CAPTION))
            painter.setPen(QColor(now.muted))
            side = index.data(Qt.ItemDataRole.TextAlignmentRole)
            painter.drawText(area, side, self.tr("missing"))
        painter.restore()
