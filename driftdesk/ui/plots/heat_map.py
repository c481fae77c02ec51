"""Columns by versions: when did which column begin to drift?

A cell says its figure, and its ground says the severity; colour alone says nothing.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter
from PySide6.QtWidgets import QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from driftdesk.core.entities import Severity
from driftdesk.ui.plots.matrix import CELL_HEIGHT, CELL_WIDTH, MatrixPlot
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import CAPTION, ui_font

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 41
_STRONG = 3.0
"""From this many times its threshold on, a cell is filled with the full colour."""


@dataclass(frozen=True)
class HeatCell:
    """``figure`` is what stands in the cell, ``strength`` the statistic over its threshold, ``tip`` the whole."""

    severity: Severity
    strength: float
    figure: str
    tip: str = ""


class HeatMapModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._cells: dict[tuple[str, str], HeatCell] = {}

    def show_cells(
        self, rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], HeatCell]
    ) -> None:
        """``cells`` by (row, column); pairs that are not there were not compared."""
        if (tuple(rows), tuple(columns)) == (self._rows, self._columns) and self._rows and self._columns:
            self._cells = cells
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self._rows, self._columns, self._cells = tuple(rows), tuple(columns), cells
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def cell(self, index: Index) -> HeatCell | None:
        return self._cells.get((self._rows[index.row()], self._columns[index.column()]))

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        cell = self.cell(index)
        if cell is None:
            return None
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.figure
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return cell.tip
            case _ if role == CELL_ROLE:
                return cell
        return None

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        names = self._columns if orientation == Qt.Orientation.Horizontal else self._rows
        if not 0 <= section < len(names):
            return None
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.ToolTipRole):
            return names[section]
        return None


class _CellDelegate(QStyledItemDelegate):
    def paint(self, painter: QPainter, option: QStyleOptionViewItem, index: Index) -> None:
        now = colours()
        area = QRectF(option.rect).adjusted(1, 1, -1, -1)
        cell: HeatCell | None = index.data(CELL_ROLE)
        ground, ink = _look(cell)
        painter.fillRect(area, QColor(ground))
        if cell is not None:
            painter.setFont(
                ui_font(CAPTION, 600 if cell.severity is Severity.CRITICAL else 400, tabular=True)
            )
            painter.setPen(QColor(ink))
            text_area = area.adjusted(4, 0, -4, 0)
            if cell.severity.rank:
                mark = QRectF(area.left() + 6, area.center().y() - 6, 12, 12)
                paint_glyph(painter, mark, cell.severity.value, QColor(ink))
                text_area.setLeft(mark.right() + 2)
            painter.drawText(
                text_area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cell.figure
            )
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(now.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(CELL_WIDTH, CELL_HEIGHT)


def _look(cell: HeatCell | None) -> tuple[str, str]:
    """(ground, ink) of a cell."""
    now = colours()
    if cell is None:
        return now.surface, now.muted
    strong = cell.strength >= _STRONG
    match cell.severity:
        case Severity.CRITICAL:
            return (now.critical, now.surface) if strong else (now.critical_soft, now.critical)
        case Severity.WARNING:
            return now.warning_soft, now.warning
        case _:
            return now.grid, now.muted


class HeatMapPlot(MatrixPlot):
    """``cell_clicked`` carries (row name, column name); Enter on a cell does the same."""

    def __init__(self, parent: QWidget | None = None) -> None:
        self._cells = HeatMapModel()
        super().__init__(self._cells, _CellDelegate(), parent)

    def show_cells(
        self, rows: Sequence[str], columns: Sequence[str], cells: dict[tuple[str, str], HeatCell]
    ) -> None:
        """See ``HeatMapModel.show_cells``."""
        self._cells.show_cells(rows, columns, cells)
        self.fit()
