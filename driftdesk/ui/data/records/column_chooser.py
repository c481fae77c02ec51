"""Which columns are shown: a list with a search and check boxes, in the order of the table."""

from collections.abc import Sequence

from PySide6.QtCore import QPoint, QSize, Qt, Signal
from PySide6.QtGui import QKeyEvent
from PySide6.QtWidgets import (
    QAbstractItemView,
    QFrame,
    QHBoxLayout,
    QLineEdit,
    QListWidget,
    QListWidgetItem,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Column
from driftdesk.ui.data import words
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import button

_ID = Qt.ItemDataRole.UserRole


class ColumnChooser(QFrame):
    """``changed`` carries all ids in their order and those that are hidden, whenever a box or the order changes."""

    changed = Signal(list, set)
    column_asked = Signal(str)
    """A name was chosen with Enter or a double click: go there."""

    def __init__(self, parent: QWidget) -> None:
        super().__init__(parent, Qt.WindowType.Popup)
        self.setProperty("area", "raised")
        self.search = QLineEdit()
        self.search.setProperty("kind", "search")
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._filter)
        self.list = QListWidget()
        self.list.setDragDropMode(QAbstractItemView.DragDropMode.InternalMove)
        self.list.setUniformItemSizes(True)
        self.list.setIconSize(QSize(15, 15))
        self.list.itemChanged.connect(self._tell)
        self.list.model().rowsMoved.connect(self._tell)
        self.list.itemActivated.connect(self._on_activated)
        self._everything, self._nothing = button("", "quiet"), button("", "quiet")
        self._everything.clicked.connect(lambda: self._check(Qt.CheckState.Checked))
        self._nothing.clicked.connect(lambda: self._check(Qt.CheckState.Unchecked))
        ends = QHBoxLayout()
        ends.addWidget(self._everything)
        ends.addWidget(self._nothing)
        ends.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(S, S, S, S)
        column.setSpacing(S // 2)
        column.addWidget(self.search)
        column.addWidget(self.list, 1)
        column.addLayout(ends)
        self.resize(40 * S, 52 * S)

    def retranslate(self) -> None:
        """Say everything in the window's language."""
        self.setAccessibleName(self.tr("Columns"))
        self.list.setAccessibleName(self.tr("Columns"))
        self.search.setPlaceholderText(self.tr("Find a column"))
        self.search.setAccessibleName(self.tr("Find a column"))
        self._everything.setText(self.tr("Show all"))
        self._nothing.setText(self.tr("Hide all"))

    def open(self, at: QPoint, columns: Sequence[Column], hidden: frozenset[str]) -> None:
        """Show ``columns`` in their order."""
        self.list.blockSignals(True)
        self.list.clear()
        for column in columns:
            item = QListWidgetItem(icon(column.kind.value), column.name)
            item.setData(_ID, column.id)
            item.setToolTip(words.column_tooltip(column))
            item.setFlags(item.flags() | Qt.ItemFlag.ItemIsUserCheckable)
            item.setCheckState(Qt.CheckState.Unchecked if column.id in hidden else Qt.CheckState.Checked)
            self.list.addItem(item)
        self.list.blockSignals(False)
        self.search.clear()
        self.retranslate()
        self.list.setCurrentRow(0)
        self.move(at)
        self.show()
        self.search.setFocus()

    def _items(self) -> list[QListWidgetItem]:
        return [self.list.item(at) for at in range(self.list.count())]

    def _filter(self, text: str) -> None:
        found = None
        for item in self._items():
            item.setHidden(text.lower() not in item.text().lower())
            if found is None and not item.isHidden():
                found = item
        if found is not None:
            self.list.setCurrentItem(found)

    def _check(self, state: Qt.CheckState) -> None:
        """All those that the search leaves."""
        self.list.blockSignals(True)
        for item in self._items():
            if not item.isHidden():
                item.setCheckState(state)
        self.list.blockSignals(False)
        self._tell()

    def _tell(self) -> None:
        items = self._items()
        hidden = {i.data(_ID) for i in items if i.checkState() == Qt.CheckState.Unchecked}
        self.changed.emit([i.data(_ID) for i in items], hidden)

    def _on_activated(self, item: QListWidgetItem) -> None:
        self.column_asked.emit(item.text())
        self.hide()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        """From the search: Down goes to the list, Enter to the column; Alt+Up and Alt+Down move it."""
        alt = event.modifiers() & Qt.KeyboardModifier.AltModifier
        current = self.list.currentRow()
        if alt and event.key() in (Qt.Key.Key_Up, Qt.Key.Key_Down) and current >= 0:
            to = current + (1 if event.key() == Qt.Key.Key_Down else -1)
            if 0 <= to < self.list.count():
                self.list.blockSignals(True)
                self.list.insertItem(to, self.list.takeItem(current))
                self.list.setCurrentRow(to)
                self.list.blockSignals(False)
                self._tell()
        elif event.key() == Qt.Key.Key_Down and self.search.hasFocus():
            self.list.setFocus()
        elif event.key() in (Qt.Key.Key_Return, Qt.Key.Key_Enter) and current >= 0:
            self._on_activated(self.list.currentItem())
        else:
            super().keyPressEvent(event)
