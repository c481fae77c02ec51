"""Columns by points in time: when did which column begin to drift?

A wide cell says its figure, a narrow one its severity by a sign, a very narrow one by how far it is filled: colour alone
says nothing. Only what is seen is asked for, so thousands of columns and points cost nothing.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, QRectF, QSize, Qt
from PySide6.QtGui import QColor, QPainter, QPaintEvent
from PySide6.QtWidgets import QHeaderView, QStyle, QStyledItemDelegate, QStyleOptionViewItem, QWidget

from driftdesk.core.entities import Severity
from driftdesk.ui.plots.matrix import CELL_HEIGHT, CELL_WIDTH, MatrixPlot
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.icons import paint_glyph
from driftdesk.ui.theme.style import CAPTION, ui_font

Index = QModelIndex | QPersistentModelIndex
CELL_ROLE = Qt.ItemDataRole.UserRole + 41
_STRONG = 3.0
"""From this many times its threshold on, a cell is filled with the full colour."""
_FIGURES, _SIGNS, _NARROWEST = 48, 16, 7
"""Narrower cells have no room for a figure, for a sign; and none is narrower."""
_FILLED = {Severity.CRITICAL: 1.0, Severity.WARNING: 0.55, Severity.INSUFFICIENT_DATA: 0.12}
"""How far up a very narrow cell is filled."""
_LABEL_ROOM = 8


@dataclass(frozen=True)
class HeatCell:
    """``figure`` is what stands in the cell, ``strength`` the statistic over its threshold. ``is_plain``: it was not
    judged, and says no severity."""

    severity: Severity
    strength: float
    figure: str
    is_plain: bool = False


CellAt = Callable[[int, int], HeatCell | None]
"""The cell of a row and a column, by number; None: there is none."""
TipAt = Callable[[int, int], str]
"""All that is to be said of it, when the pointer rests there."""


def _no_cell(_row: int, _column: int) -> HeatCell | None:
    return None


def _no_tip(_row: int, _column: int) -> str:
    return ""


class HeatMapModel(QAbstractTableModel):
    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._rows: tuple[str, ...] = ()
        self._columns: tuple[str, ...] = ()
        self._cell_at: CellAt = _no_cell
        self._tip_at: TipAt = _no_tip

    def show_cells(self, rows: Sequence[str], columns: Sequence[str], cell_at: CellAt, tip_at: TipAt) -> None:
        """``cell_at`` is asked whenever a cell is painted."""
        self._tip_at = tip_at
        if (tuple(rows), tuple(columns)) == (self._rows, self._columns) and self._rows and self._columns:
            self._cell_at = cell_at
            self.dataChanged.emit(self.index(0, 0), self.index(len(self._rows) - 1, len(self._columns) - 1))
            return
        self.beginResetModel()
        self._rows, self._columns, self._cell_at = tuple(rows), tuple(columns), cell_at
        self.endResetModel()

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._rows)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        row, column = index.row(), index.column()
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return cell.figure if (cell := self._cell_at(row, column)) is not None else None
            case Qt.ItemDataRole.ToolTipRole | Qt.ItemDataRole.AccessibleTextRole:
                return self._tip_at(row, column) or None
            case _ if role == CELL_ROLE:
                return self._cell_at(row, column)
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
        width = option.rect.width()
        gap = 1 if width >= _SIGNS else 0.5
        area = QRectF(option.rect).adjusted(gap, 1, -gap, -1)
        cell: HeatCell | None = index.data(CELL_ROLE)
        ground, ink = _look(cell)
        if cell is not None and width < _SIGNS:
            _fill(painter, area, cell)
        else:
            painter.fillRect(area, QColor(ground))
        if cell is not None and width >= _SIGNS:
            self._paint_words(painter, area, cell, ink)
        if option.state & QStyle.StateFlag.State_Selected:
            painter.setPen(QColor(now.accent))
            painter.drawRect(area.adjusted(0, 0, -1, -1))

    def _paint_words(self, painter: QPainter, area: QRectF, cell: HeatCell, ink: str) -> None:
        wide = area.width() >= _FIGURES - 2
        text_area = area.adjusted(4, 0, -4, 0)
        if cell.severity.rank:
            left = area.left() + 6 if wide else area.center().x() - 6
            mark = QRectF(left, area.center().y() - 6, 12, 12)
            paint_glyph(painter, mark, cell.severity.value, QColor(ink))
            text_area.setLeft(mark.right() + 2)
        if wide:
            painter.setFont(
                ui_font(CAPTION, 600 if cell.severity is Severity.CRITICAL else 400, tabular=True)
            )
            painter.setPen(QColor(ink))
            painter.drawText(
                text_area, Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter, cell.figure
            )

    def sizeHint(self, option: QStyleOptionViewItem, index: Index) -> QSize:
        return QSize(CELL_WIDTH, CELL_HEIGHT)


def _fill(painter: QPainter, area: QRectF, cell: HeatCell) -> None:
    """A cell with no room for words."""
    now = colours()
    if cell.is_plain:
        painter.fillRect(QRectF(area.left(), area.center().y(), area.width(), 1), QColor(now.border))
        return
    painter.fillRect(area, QColor(now.grid))
    if filled := _FILLED.get(cell.severity, 0.0):
        colour = {Severity.CRITICAL: now.critical, Severity.WARNING: now.warning}.get(
            cell.severity, now.muted
        )
        painter.fillRect(area.adjusted(0, area.height() * (1 - filled), 0, 0), QColor(colour))


def _look(cell: HeatCell | None) -> tuple[str, str]:
    """(ground, ink) of a cell."""
    now = colours()
    if cell is None or cell.is_plain:
        return now.surface, now.muted
    strong = cell.strength >= _STRONG
    match cell.severity:
        case Severity.CRITICAL:
            return (now.critical, now.surface) if strong else (now.critical_soft, now.critical)
        case Severity.WARNING:
            return now.warning_soft, now.warning
        case _:
            return now.grid, now.muted


class _SparseHeader(QHeaderView):
    """Where sections are too narrow for their names, every so many have theirs, over those that follow."""

    def __init__(self) -> None:
        super().__init__(Qt.Orientation.Horizontal)
        self.setSectionsClickable(False)

    def paintEvent(self, event: QPaintEvent) -> None:
        size, model = self.defaultSectionSize(), self.model()
        if size >= CELL_WIDTH or not self.count():
            super().paintEvent(event)
            return
        painter = QPainter(self.viewport())
        painter.fillRect(event.rect(), QColor(colours().surface))
        painter.setFont(ui_font(CAPTION, tabular=True))
        painter.setPen(QColor(colours().muted))
        first, last = max(self.visualIndexAt(0), 0), self.visualIndexAt(self.viewport().width() - 1)
        last = self.count() - 1 if last < 0 else last
        names = [str(model.headerData(i, Qt.Orientation.Horizontal)) for i in (0, self.count() - 1)]
        widest = max(painter.fontMetrics().horizontalAdvance(name) for name in names) + 2 * _LABEL_ROOM
        step = max(1, -(-widest // size))
        for i in range(first - first % step, last + 1, step):
            at = QRectF(self.sectionViewportPosition(i), 0, step * size - _LABEL_ROOM, self.height())
            name = str(model.headerData(i, Qt.Orientation.Horizontal))
            painter.fillRect(QRectF(at.left(), self.height() - 4, 1, 4), QColor(colours().line))
            painter.drawText(
                at.adjusted(2, 0, 0, 0), Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter, name
            )
        painter.end()


class HeatMapPlot(MatrixPlot):
    """``cell_clicked`` carries (row name, column name); Enter on a cell does the same."""

    narrowest = _NARROWEST

    def __init__(self, parent: QWidget | None = None) -> None:
        self._cells = HeatMapModel()
        super().__init__(self._cells, _CellDelegate(), parent, across=_SparseHeader())

    def show_cells(self, rows: Sequence[str], columns: Sequence[str], cell_at: CellAt, tip_at: TipAt) -> None:
        """See ``HeatMapModel.show_cells``."""
        self._cells.show_cells(rows, columns, cell_at, tip_at)
        self.fit()
