"""Small additions to the window's tables that the Data tab needs: icons and histograms in cells."""

from collections.abc import Callable, Sequence
from typing import Any, TypeVar

from PySide6.QtCore import QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QIcon
from PySide6.QtWidgets import QStyledItemDelegate, QStyleOptionViewItem

from driftdesk.core.entities import Distribution
from driftdesk.ui.plots.mini_histogram import DISTRIBUTION_ROLE
from driftdesk.ui.widgets.list_table import Field, Index, ListTableModel

R = TypeVar("R")


class IconTableModel(ListTableModel[R]):
    """A list of records whose first column has an icon, and one of whose columns may be a small histogram."""

    def __init__(
        self,
        fields: Sequence[Field[R]],
        key: Callable[[R], object],
        icon_of: Callable[[R], QIcon],
        distribution_of: Callable[[R], Distribution | None] | None = None,
        parent: QObject | None = None,
    ) -> None:
        super().__init__(fields, key, parent)
        self._icon_of = icon_of
        self._distribution_of = distribution_of

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if index.isValid() and index.row() < len(self._things):
            if role == Qt.ItemDataRole.DecorationRole:
                return self._icon_of(self._things[index.row()]) if index.column() == 0 else None
            if role == DISTRIBUTION_ROLE:
                thing = self._things[index.row()]
                return self._distribution_of(thing) if self._distribution_of else None
        return super().data(index, role)


class SentenceDelegate(QStyledItemDelegate):
    """Sentences are cut at their end, not in the middle as names are."""

    def initStyleOption(
        self, option: QStyleOptionViewItem, index: QModelIndex | QPersistentModelIndex
    ) -> None:
        super().initStyleOption(option, index)
        option.textElideMode = Qt.TextElideMode.ElideRight
