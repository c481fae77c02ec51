"""Rows that two versions differ in, a page of them: values before and after side by side in their cell."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QPersistentModelIndex, QRectF, Qt
from PySide6.QtGui import QColor, QFont, QPainter
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.diff.records import DiffRow
from driftdesk.ui import figures
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.cells import paint_ground

Index = QModelIndex | QPersistentModelIndex
CHANGED_ROLE = Qt.ItemDataRole.UserRole + 40
"""(before, after) as text of a cell that changed; None elsewhere."""
_ARROW = " → "


class DiffRowModel(QAbstractTableModel):
    """``show(rows, names)``: the columns in the order of ``names``; the first column is the row's id."""

    def __init__(self) -> None:
        super().__init__()
        self._rows: Sequence[DiffRow] = ()
        self._names: Sequence[str] = ()

    def show(self, rows: Sequence[DiffRow], names: Sequence[str]) -> None:
        self.beginResetModel()
        self._rows, self._names = rows, names
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._names) + 1

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or role != Qt.ItemDataRole.DisplayRole:
            return None
        return self.tr("Row id") if section == 0 else self._names[section - 1]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row = self._rows[index.row()]
        if index.column() == 0:
            return str(row.row_id) if role == Qt.ItemDataRole.DisplayRole else None
        name = self._names[index.column() - 1]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            changed = self._changed(row, name)
            return _ARROW.join(changed) if changed else _text((row.after or row.before or {}).get(name))
        return self._changed(row, name) if role == CHANGED_ROLE else None

    def _changed(self, row: DiffRow, name: str) -> tuple[str, str] | None:
        if name not in row.changed or row.before is None or row.after is None:
            return None
        return _text(row.before.get(name)), _text(row.after.get(name))


def _text(value: Any) -> str:
    return figures.cell(value) or figures.NOTHING


class ChangeDelegate(QStyledItemDelegate):
    """What was, struck out in grey; what is, in the accent."""

    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        changed = index.data(CHANGED_ROLE)
        if changed is None:
            super().paint(painter, option, index)
            return
        shown = paint_ground(self, painter, option, index)
        now = colours()
        area = QRectF(option.rect).adjusted(S, 0, -S // 2, 0)
        struck = QFont(shown.font)
        struck.setStrikeOut(True)
        bold = QFont(shown.font)
        bold.setWeight(QFont.Weight.DemiBold)
        painter.save()
        painter.setClipRect(QRectF(option.rect))
        for text, font, colour in (
            (changed[0], struck, now.muted),
            (_ARROW, shown.font, now.muted),
            (changed[1], bold, now.accent),
        ):
            painter.setFont(font)
            painter.setPen(QColor(colour))
            part = painter.fontMetrics().elidedText(
                text, Qt.TextElideMode.ElideRight, int(max(area.width(), 0))
            )
            painter.drawText(area, Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, part)
            area.setLeft(area.left() + painter.fontMetrics().horizontalAdvance(part))
        painter.restore()
