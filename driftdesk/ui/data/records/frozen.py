"""The columns that stay at the left while the others scroll: a second look at the same rows, above the table."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, QModelIndex, QObject, QPersistentModelIndex, Qt
from PySide6.QtGui import QWheelEvent
from PySide6.QtWidgets import QAbstractItemView, QFrame, QHeaderView, QTableView

from driftdesk.ui.data.records.editors import CellEditor
from driftdesk.ui.data.records.header import RecordHeader
from driftdesk.ui.theme.style import ROW
from driftdesk.ui.widgets import line

if TYPE_CHECKING:
    from driftdesk.ui.data.records.table import RecordTable

Index = QModelIndex | QPersistentModelIndex


class FrozenColumns(QTableView):
    """Lies on ``table``, shares its model and selection, and never has the focus."""

    def __init__(self, table: "RecordTable") -> None:
        super().__init__(table)
        self._table = table
        self.count = 0
        self.setProperty("frozen", True)
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setShowGrid(False)
        self.setWordWrap(False)
        self.setTextElideMode(table.textElideMode())
        self.setFocusPolicy(Qt.FocusPolicy.NoFocus)
        self.setFocusProxy(table)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self.setVerticalScrollMode(QAbstractItemView.ScrollMode.ScrollPerPixel)
        self.setSelectionBehavior(table.selectionBehavior())
        self.setContextMenuPolicy(Qt.ContextMenuPolicy.CustomContextMenu)
        self.setMouseTracking(True)
        self.painter = CellEditor(parent=self)
        self.setItemDelegate(self.painter)
        self.header = RecordHeader(self)
        self.header.setSectionsMovable(False)
        self.header.setStretchLastSection(False)
        self.setHorizontalHeader(self.header)
        rows = self.verticalHeader()
        rows.hide()
        rows.setDefaultSectionSize(ROW)
        rows.setSectionResizeMode(QHeaderView.ResizeMode.Fixed)
        table.verticalScrollBar().valueChanged.connect(self.verticalScrollBar().setValue)
        table.horizontalHeader().sectionResized.connect(self._on_resized_there)
        self.header.sectionResized.connect(self._on_resized_here)
        table.viewport().installEventFilter(self)
        self._edge = line("v")
        self._edge.setParent(table)
        self._edge.hide()
        self.hide()

    def freeze(self, count: int) -> None:
        """Keep the first ``count`` columns in view; 0: none."""
        self.count = count
        if not count:
            self.hide()
            self._edge.hide()
            return
        if self.model() is not self._table.model():
            self.setModel(self._table.model())
        self.setSelectionModel(self._table.selectionModel())
        for at in range(self.model().columnCount()):
            self.setColumnHidden(at, at >= count)
            if at < count:
                self.setColumnWidth(at, self._table.columnWidth(at))
        self.header.show_bars(self._table.header.shows_bars)
        self.place()
        self.show()
        self.raise_()
        self._edge.show()
        self._edge.raise_()
        self.verticalScrollBar().setValue(self._table.verticalScrollBar().value())

    @property
    def wide(self) -> int:
        """Pixels of the table that are covered."""
        return sum(self.columnWidth(at) for at in range(self.count)) if self.isVisible() else 0

    def place(self) -> None:
        """Cover the columns of the table that are frozen."""
        if not self.count:
            return
        table = self._table
        wide = sum(table.columnWidth(at) for at in range(self.count))
        wide = min(wide, table.viewport().width() - 80)
        left = table.verticalHeader().width() + table.frameWidth()
        tall = table.viewport().height() + table.horizontalHeader().height()
        self.setGeometry(left, table.frameWidth(), wide, tall)
        self._edge.setGeometry(left + wide - 1, table.frameWidth(), 1, tall)

    def eventFilter(self, watched: QObject, event: QEvent) -> bool:
        if event.type() == QEvent.Type.Resize:
            self.place()
        return super().eventFilter(watched, event)

    def wheelEvent(self, event: QWheelEvent) -> None:
        self._table.wheelEvent(event)

    def scrollTo(
        self, index: Index, hint: QAbstractItemView.ScrollHint = QAbstractItemView.ScrollHint.EnsureVisible
    ) -> None:
        """The table scrolls; this follows."""

    def _on_resized_there(self, section: int, _old: int, new: int) -> None:
        if section < self.count and self.columnWidth(section) != new:
            self.setColumnWidth(section, new)
            self.place()

    def _on_resized_here(self, section: int, _old: int, new: int) -> None:
        if section < self.count and self._table.columnWidth(section) != new:
            self._table.setColumnWidth(section, new)
            self.place()
