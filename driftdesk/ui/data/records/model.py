"""The item model over the records of one version: pages through them and never waits."""

from collections.abc import Awaitable, Callable, Coroutine
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal

from driftdesk.core.entities import Column, Kind
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.records.pages import Block, Cells, RecordPages

Index = QModelIndex | QPersistentModelIndex
LOADING_ROLE = Qt.ItemDataRole.UserRole + 1
"""True for a cell that is not here yet; the delegate paints a skeleton there."""
MISSING_ROLE = Qt.ItemDataRole.UserRole + 2
"""True for a cell that is here and has no value."""
KIND_ROLE = Qt.ItemDataRole.UserRole + 3
"""The kind of a column, in the header."""

_AT_ONCE = 2
_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


class RecordTableModel(QAbstractTableModel):
    """``fetch(block)`` reads a block elsewhere and gives its cells; ``start(coroutine)`` runs it on the event loop."""

    block_failed = Signal(object)

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

    def show_records(self, rows: int, columns: tuple[Column, ...]) -> None:
        """Forget what is here and page through another version."""
        self.beginResetModel()
        self._columns = columns
        self._pages = RecordPages(rows, [c.name for c in columns])
        self.endResetModel()

    @property
    def columns(self) -> tuple[Column, ...]:
        return self._columns

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else self._pages.rows

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._columns)

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._columns[index.column()].kind is Kind.NUMERIC else _LEFT
        if role not in (
            Qt.ItemDataRole.DisplayRole,
            Qt.ItemDataRole.ToolTipRole,
            LOADING_ROLE,
            MISSING_ROLE,
        ):
            return None
        here, text = self._pages.text(index.row(), index.column())
        if not here:
            self._fetch_more()
        if role == LOADING_ROLE:
            return not here
        if role == MISSING_ROLE:
            return here and text is None
        if role == Qt.ItemDataRole.ToolTipRole:
            return text if text is not None and len(text) > 24 else None
        return text

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation == Qt.Orientation.Vertical:
            return figures.count(section + 1) if role == Qt.ItemDataRole.DisplayRole else None
        if not 0 <= section < len(self._columns):
            return None
        column = self._columns[section]
        if role == Qt.ItemDataRole.DisplayRole:
            return column.name
        if role == Qt.ItemDataRole.ToolTipRole:
            return words.column_tooltip(column)
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if column.kind is Kind.NUMERIC else _LEFT
        return column.kind if role == KIND_ROLE else None

    def _fetch_more(self) -> None:
        while self._pages.under_way < _AT_ONCE and (block := self._pages.next()):
            self._start(self._load(self._pages, block))

    async def _load(self, pages: RecordPages, block: Block) -> None:
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
        last = self.index(block.offset + block.limit - 1, block.first_column + len(block.names) - 1)
        self.dataChanged.emit(self.index(block.offset, block.first_column), last)
        self._fetch_more()
