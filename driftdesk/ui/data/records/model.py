"""The item model over the rows that are shown: pages through them and never waits.

Columns are those that are shown, in the order of the user. What is typed stands at once, until the edit is stored.
"""

from collections.abc import Awaitable, Callable, Coroutine, Mapping
from dataclasses import dataclass
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from driftdesk.core.entities import Column, Kind
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.records import sorting
from driftdesk.ui.data.records.bars import HeaderBars
from driftdesk.ui.data.records.pages import BLOCK_COLUMNS, BLOCK_ROWS, Block, Cells, RecordPages

Index = QModelIndex | QPersistentModelIndex
Roles = Qt.ItemDataRole

LOADING_ROLE = Roles.UserRole + 1
"""True for a cell that is not here yet; the delegate paints a skeleton there."""
MISSING_ROLE = Roles.UserRole + 2
"""True for a cell that is here and has no value."""
KIND_ROLE = Roles.UserRole + 3
"""The kind of a column, of its header and of its cells."""
CHANGED_ROLE = Roles.UserRole + 4
"""True for a cell that the draft changed."""
ADDED_ROLE = Roles.UserRole + 5
"""True for the cells of a new row."""
VALUE_ROLE = Roles.UserRole + 6
"""The value itself; None: missing, or not here yet."""
BARS_ROLE = Roles.UserRole + 7
"""The ``HeaderBars`` of a column, or None."""
SORT_ROLE = Roles.UserRole + 8
"""(number of the sort key, whether it falls) of a column, or None."""
COLUMN_ROLE = Roles.UserRole + 9
"""The ``Column``, in the header."""
BAR_ROLE = Roles.UserRole + 10
"""How far a number lies between the least and the greatest of its column, 0 to 1; None: no bar."""

_AT_ONCE = 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter
_MISSED = object()

Key = tuple[int, str]
"""(row id, name of the column)"""


@dataclass
class _Typed:
    """A value that was typed and is not read back yet. ``stored``: what is read from now on has it."""

    value: Any
    stored: bool = False


class RecordTableModel(QAbstractTableModel):
    """``fetch(block)`` reads a block elsewhere and gives its cells; ``start(coroutine)`` runs it on the event loop."""

    block_failed = Signal(object)
    cell_typed = Signal(object, object, int)
    """The ``Key`` of a cell, what was typed (a text, or None), and the row."""

    def __init__(
        self,
        fetch: Callable[[Block], Awaitable[Cells]],
        start: Callable[[Coroutine[Any, Any, None]], object],
        parent: QObject | None = None,
    ) -> None:
        super().__init__(parent)
        self._fetch = fetch
        self._start = start
        self._columns: tuple[Column, ...] = ()
        self._pages = RecordPages(0, ())
        self._typed: dict[Key, _Typed] = {}
        self._bars: Mapping[str, HeaderBars] = {}
        self._ranges: Mapping[str, tuple[float, float]] = {}
        self.sort_keys: sorting.Keys = ()
        self.is_editable = False

    # What is shown.

    def show_records(self, rows: int, columns: tuple[Column, ...]) -> None:
        """Forget what is here and page through other rows."""
        self.beginResetModel()
        self._columns = columns
        self._pages = RecordPages(rows, [c.name for c in columns])
        self._typed.clear()
        self.endResetModel()

    def renew(self) -> None:
        """The values have changed, not the rows and columns: what is here stays until the new has come."""
        self._pages.grow_old()
        self._tell_all()

    def show_bars(self, bars: Mapping[str, HeaderBars]) -> None:
        """The histograms of the header, by name of column."""
        self._bars = bars
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, max(0, len(self._columns) - 1))

    def show_ranges(self, ranges: Mapping[str, tuple[float, float]]) -> None:
        """Least and greatest value by name of column: their cells get bars."""
        self._ranges = ranges
        self._tell_all()

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def section(self, name: str) -> int:
        """Where a column is; -1: it is not shown."""
        return next((i for i, c in enumerate(self._columns) if c.name == name), -1)

    def row_id(self, row: int) -> int | None:
        """Of a row that is here."""
        cells = self._pages.cells(row, 0)
        return cells.row_ids[row % BLOCK_ROWS] if cells is not None and cells.row_ids else None

    def forget_typed(self, key: Key, *, stored: bool) -> None:
        """A typed value was stored (it stands until it is read back), or refused."""
        if stored and key in self._typed:
            self._typed[key].stored = True
        else:
            self._typed.pop(key, None)
            self._tell_all()

    # Qt's side.

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else self._pages.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def flags(self, index: Index) -> Qt.ItemFlag:
        found = super().flags(index)
        return found | Qt.ItemFlag.ItemIsEditable if self.is_editable and index.isValid() else found

    def data(self, index: Index, role: int = Roles.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.column()]
        if role == Roles.TextAlignmentRole:
            return _RIGHT if column.kind is Kind.NUMERIC else _LEFT
        if role == KIND_ROLE:
            return column.kind
        if role in _OF_CELLS:
            return self._of_cell(index.row(), index.column(), column, role)
        return None

    def _of_cell(self, row: int, at: int, column: Column, role: int) -> Any:
        cells = self._pages.cells(row, at)
        if self._pages.wants_some:
            self._fetch_more()
        if role == LOADING_ROLE:
            return cells is None
        if cells is None:
            return None
        place = (row % BLOCK_ROWS, at % BLOCK_COLUMNS)
        if role == ADDED_ROLE:
            return place[0] in cells.added
        typed = self._typed_value(cells, row, column) if self._typed else _MISSED
        if role == CHANGED_ROLE:
            return typed is not _MISSED or place in cells.changed
        value, text = cells.values[place[1]][place[0]], cells.texts[place[1]][place[0]]
        if typed is not _MISSED:
            value, text = typed, figures.cell(typed)
        if role in (VALUE_ROLE, Roles.EditRole):
            return value if text is not None else None
        if role == MISSING_ROLE:
            return text is None
        if role == BAR_ROLE:
            return self._share(column.name, value)
        if role == Roles.ToolTipRole:
            return text if text is not None and len(text) > 24 else None
        return text.replace("\n", " ⏎ ") if text is not None and "\n" in text else text

    def _typed_value(self, cells: Cells, row: int, column: Column) -> Any:
        if not cells.row_ids:
            return _MISSED
        found = self._typed.get((cells.row_ids[row % BLOCK_ROWS], column.name))
        return _MISSED if found is None else found.value

    def _share(self, name: str, value: Any) -> float | None:
        ends = self._ranges.get(name)
        if ends is None or isinstance(value, str | bool) or value is None or not ends[0] < ends[1]:
            return None
        return min(max((float(value) - ends[0]) / (ends[1] - ends[0]), 0.0), 1.0)

    def setData(self, index: Index, value: Any, role: int = Roles.EditRole) -> bool:
        """A cell was typed. It stands at once; whoever hears of it stores it."""
        row_id = self.row_id(index.row()) if index.isValid() and role == Roles.EditRole else None
        if row_id is None:
            return False
        if isinstance(value, str) and not value.strip():
            value = None
        key = (row_id, self._columns[index.column()].name)
        self._typed[key] = _Typed(value)
        self.dataChanged.emit(index, index)
        self.cell_typed.emit(key, value, index.row())
        return True

    def headerData(self, section: int, orientation: Qt.Orientation, role: int = Roles.DisplayRole) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return figures.count(section + 1) if role == Roles.DisplayRole else None
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        match role:
            case Roles.DisplayRole:
                return column.name
            case Roles.ToolTipRole:
                return words.column_tooltip(column)
            case Roles.TextAlignmentRole:
                return _RIGHT if column.kind is Kind.NUMERIC else _LEFT
            case _ if role == KIND_ROLE:
                return column.kind
            case _ if role == COLUMN_ROLE:
                return column
            case _ if role == BARS_ROLE:
                return self._bars.get(column.name)
            case _ if role == SORT_ROLE:
                return sorting.place(self.sort_keys, column.name)
        return None

    # Fetching.

    def _fetch_more(self) -> None:
        while self._pages.under_way < _AT_ONCE and (block := self._pages.next()):
            self._start(self._load(self._pages, block))

    async def _load(self, pages: RecordPages, block: Block) -> None:
        was_stored = {key for key, typed in self._typed.items() if typed.stored}
        try:
            cells = await self._fetch(block)
        except BaseException as error:
            pages.give_up(block)
            if pages is self._pages and isinstance(error, Exception):
                self.block_failed.emit(error)
                return
            raise
        pages.put(block, cells)
        if pages is not self._pages:
            return
        ids = set(cells.row_ids)
        for key in was_stored:
            if key[0] in ids and key[1] in block.names:
                self._typed.pop(key, None)
        last = self.index(block.offset + block.limit - 1, block.first_column + len(block.names) - 1)
        self.dataChanged.emit(self.index(block.offset, block.first_column), last)
        self._fetch_more()

    def _tell_all(self) -> None:
        if self._pages.rows and self._columns:
            self.dataChanged.emit(self.index(0, 0), self.index(self._pages.rows - 1, len(self._columns) - 1))


_OF_CELLS = frozenset(
    {
        Roles.DisplayRole,
        Roles.EditRole,
        Roles.ToolTipRole,
        LOADING_ROLE,
        MISSING_ROLE,
        CHANGED_ROLE,
        ADDED_ROLE,
        VALUE_ROLE,
        BAR_ROLE,
    }
)
