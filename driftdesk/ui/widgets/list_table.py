"""An item model over a list of records: what most small tables of the window are made of."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from typing import Any, Generic, TypeVar

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QBrush, QColor

R = TypeVar("R")
Index = QModelIndex | QPersistentModelIndex

RECORD_ROLE = Qt.ItemDataRole.UserRole + 20
"""The record of a row, whichever the column."""
SORT_ROLE = Qt.ItemDataRole.UserRole + 21
"""What a proxy sorts by: numbers as numbers."""

_RIGHT = Qt.AlignmentFlag.AlignRight | Qt.AlignmentFlag.AlignVCenter
_LEFT = Qt.AlignmentFlag.AlignLeft | Qt.AlignmentFlag.AlignVCenter


@dataclass(frozen=True)
class Field(Generic[R]):
    """A column: what it is called, how a record reads in it, and by what it sorts (its text unless said)."""

    title: Callable[[], str]
    text: Callable[[R], str]
    sort: Callable[[R], Any] | None = None
    number: bool = False
    tip: Callable[[R], str] | None = None
    colour: Callable[[R], str | None] | None = None
    """``#rrggbb`` of the text; None: as all."""


class ListTableModel(QAbstractTableModel, Generic[R]):
    """Adapts a list of records; owns none. ``key`` tells whether a record is the one that was shown before."""

    def __init__(
        self, fields: Sequence[Field[R]], key: Callable[[R], object], parent: QObject | None = None
    ) -> None:
        super().__init__(parent)
        self._fields = tuple(fields)
        self._key = key
        self._things: list[R] = []

    def show(self, things: Sequence[R]) -> None:
        """Show these records. Where they are the same ones, only their cells change: selection and scroll stay."""
        same = [self._key(t) for t in things] == [self._key(t) for t in self._things]
        if same:
            self._things = list(things)
            if things:
                self.dataChanged.emit(self.index(0, 0), self.index(len(things) - 1, len(self._fields) - 1))
            return
        self.beginResetModel()
        self._things = list(things)
        self.endResetModel()

    def set_fields(self, fields: Sequence[Field[R]]) -> None:
        """Show these columns instead."""
        self.beginResetModel()
        self._fields = tuple(fields)
        self.endResetModel()

    def retranslate(self) -> None:
        self.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, len(self._fields) - 1)
        self.show(self._things)

    @property
    def things(self) -> Sequence[R]:
        return self._things

    def row_of(self, key: object) -> int | None:
        """The row of the record with this key."""
        return next((i for i, t in enumerate(self._things) if self._key(t) == key), None)

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._things)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else len(self._fields)

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if orientation != Qt.Orientation.Horizontal or not 0 <= section < len(self._fields):
            return None
        if role == Qt.ItemDataRole.DisplayRole:
            return self._fields[section].title()
        if role == Qt.ItemDataRole.TextAlignmentRole:
            return _RIGHT if self._fields[section].number else _LEFT
        return None

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid() or index.row() >= len(self._things):
            return None
        thing, field = self._things[index.row()], self._fields[index.column()]
        match role:
            case Qt.ItemDataRole.DisplayRole:
                return field.text(thing)
            case Qt.ItemDataRole.ToolTipRole:
                return field.tip(thing) if field.tip else field.text(thing)
            case Qt.ItemDataRole.TextAlignmentRole:
                return _RIGHT if field.number else _LEFT
            case Qt.ItemDataRole.ForegroundRole:
                return _brush(field.colour(thing)) if field.colour else None
            case _ if role == RECORD_ROLE:
                return thing
            case _ if role == SORT_ROLE:
                return field.sort(thing) if field.sort else field.text(thing)
        return None


def _brush(colour: str | None) -> QBrush | None:
    return QBrush(QColor(colour)) if colour else None
