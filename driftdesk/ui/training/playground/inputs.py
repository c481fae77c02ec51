"""The values of the row that is asked about: a line a feature, or one text."""

from collections.abc import Sequence
from typing import Any

from PySide6.QtCore import QAbstractTableModel, QModelIndex, QObject, QPersistentModelIndex, Qt, Signal
from PySide6.QtWidgets import (
    QAbstractItemDelegate,
    QAbstractItemView,
    QApplication,
    QPlainTextEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Column, Kind
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable

Index = QModelIndex | QPersistentModelIndex


class ValuesModel(QAbstractTableModel):
    """Features down, their values beside them, as text; what is empty is missing."""

    edited = Signal()

    def __init__(self, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._columns: tuple[Column, ...] = ()
        self._values: dict[str, str] = {}

    def show(self, columns: Sequence[Column], values: dict[str, str]) -> None:
        self.beginResetModel()
        self._columns, self._values = tuple(columns), dict(values)
        self.endResetModel()

    @property
    def values(self) -> dict[str, str]:
        """Of this row, those that are not empty."""
        return {name: text for name, text in self._values.items() if text}

    def rowCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008  (Qt's own signature)
        return 0 if parent.isValid() else len(self._columns)

    def columnCount(self, parent: Index = QModelIndex()) -> int:  # noqa: B008
        return 0 if parent.isValid() else 2

    def headerData(
        self, section: int, orientation: Qt.Orientation, role: int = Qt.ItemDataRole.DisplayRole
    ) -> Any:
        if role != Qt.ItemDataRole.DisplayRole or orientation != Qt.Orientation.Horizontal:
            return None
        return (self.tr("Feature"), self.tr("Value"))[section]

    def data(self, index: Index, role: int = Qt.ItemDataRole.DisplayRole) -> Any:
        if not index.isValid():
            return None
        column = self._columns[index.row()]
        if role in (Qt.ItemDataRole.DisplayRole, Qt.ItemDataRole.EditRole):
            return column.name if index.column() == 0 else self._values.get(column.name, "")
        if role == Qt.ItemDataRole.ToolTipRole:
            return f"{column.name}: {column.kind.value}"
        return None

    def flags(self, index: Index) -> Qt.ItemFlag:
        given = super().flags(index)
        return given | Qt.ItemFlag.ItemIsEditable if index.column() == 1 else given

    def setData(self, index: Index, value: Any, role: int = Qt.ItemDataRole.EditRole) -> bool:
        if role != Qt.ItemDataRole.EditRole or index.column() != 1:
            return False
        self._values[self._columns[index.row()].name] = str(value).strip()
        self.dataChanged.emit(index, index)
        self.edited.emit()
        return True


class ValuesTable(DataTable):
    """Values are typed one after the other: Enter and Tab go on to the next, arrows walk, any key begins."""

    def __init__(self) -> None:
        super().__init__()
        triggers = QAbstractItemView.EditTrigger
        self.setEditTriggers(
            triggers.DoubleClicked
            | triggers.SelectedClicked
            | triggers.EditKeyPressed
            | triggers.AnyKeyPressed
        )
        self.setSelectionMode(QAbstractItemView.SelectionMode.SingleSelection)
        self.clicked.connect(lambda index: self.edit(index.siblingAtColumn(1)))

    def currentChanged(self, current: Index, previous: Index) -> None:
        """A name cannot be typed: its value is what is meant."""
        super().currentChanged(current, previous)
        if current.isValid() and current.column() == 0:
            self.setCurrentIndex(self.model().index(current.row(), 1))

    def closeEditor(self, editor: QWidget, hint: QAbstractItemDelegate.EndEditHint) -> None:
        hints = QAbstractItemDelegate.EndEditHint
        super().closeEditor(editor, hints.NoHint)
        step = {hints.EditNextItem: 1, hints.EditPreviousItem: -1, hints.SubmitModelCache: 1}.get(hint, 0)
        following = self.model().index(self.currentIndex().row() + step, 1)
        if step and following.isValid():
            self.setCurrentIndex(following)
            if hint is not hints.SubmitModelCache:
                self.edit(following)

    def commit(self) -> None:
        """What is being typed counts."""
        focused = QApplication.focusWidget()
        if focused is not None and focused is not self and self.isAncestorOf(focused):
            self.setFocus()


class RowInputs(QWidget):
    """Where one row is typed."""

    edited = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._model = ValuesModel(self)
        self.table = ValuesTable()
        self.table.setModel(self._model)
        self.table.set_widths(22 * S)
        self.text = QPlainTextEdit()
        self._stack = QStackedWidget()
        self._stack.addWidget(self.table)
        self._stack.addWidget(self.text)
        self._feature = ""
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.addWidget(self._stack)
        self._model.edited.connect(self.edited)
        self.text.textChanged.connect(self.edited)
        self.retranslate()

    def show_row(self, columns: Sequence[Column], values: dict[str, str]) -> None:
        """Offer these features with these values; one column of texts as a page to write on."""
        is_text = len(columns) == 1 and columns[0].kind is Kind.TEXT
        self._feature = columns[0].name if is_text else ""
        self._stack.setCurrentWidget(self.text if is_text else self.table)
        self.blockSignals(True)
        if is_text:
            self.text.setPlainText(values.get(self._feature, ""))
        else:
            self._model.show(columns, values)
        self.blockSignals(False)

    def values(self) -> dict[str, str]:
        """What is typed, by feature."""
        if not self._feature:
            return self._model.values
        text = self.text.toPlainText()
        return {self._feature: text} if text.strip() else {}

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Values of the row"))
        self.text.setAccessibleName(self.tr("Text"))
        self.text.setPlaceholderText(self.tr("Type or paste a text"))
        self._model.headerDataChanged.emit(Qt.Orientation.Horizontal, 0, 1)
