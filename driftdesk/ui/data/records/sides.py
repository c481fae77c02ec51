"""What opens beside and below the table for its current cell: the statistics of the column, the whole of the cell."""

from PySide6.QtCore import QModelIndex, QObject
from PySide6.QtWidgets import QToolButton

from driftdesk.ui.data import words
from driftdesk.ui.data.records.browsing import Browsing
from driftdesk.ui.data.records.drawer import CellDetail, StatisticsDrawer
from driftdesk.ui.data.records.editors import written
from driftdesk.ui.data.records.model import VALUE_ROLE, RecordTableModel
from driftdesk.ui.data.records.table import RecordTable


class SideParts(QObject):
    """``opener`` is the button that shows whether the drawer is open."""

    def __init__(
        self, table: RecordTable, model: RecordTableModel, browsing: Browsing, opener: QToolButton
    ) -> None:
        super().__init__(table)
        self._table, self._model, self._browsing, self._opener = table, model, browsing, opener
        self.drawer, self.cell = StatisticsDrawer(), CellDetail()
        self.drawer.hide()
        self.cell.hide()
        self.drawer.closed.connect(self.toggle_statistics)
        self.cell.closed.connect(self.toggle_cell)
        opener.clicked.connect(self.toggle_statistics)
        browsing.statistics_changed.connect(self._show_statistics)
        table.detail_asked.connect(self.toggle_cell)
        model.dataChanged.connect(self._on_data_changed)
        table.selectionModel().currentChanged.connect(self._on_current_changed)

    def show_statistics(self, name: str) -> None:
        """Open the drawer on a column."""
        self.drawer.show()
        self._opener.setChecked(True)
        self._browsing.want_statistics(name)
        self._show_statistics()

    def toggle_statistics(self) -> None:
        if self.drawer.isVisible():
            self.drawer.hide()
            self._browsing.want_statistics("")
            self._table.setFocus()
        elif self._model.columns:
            self.show_statistics(self._model.columns[max(self._table.currentIndex().column(), 0)].name)
        self._opener.setChecked(self.drawer.isVisible())

    def toggle_cell(self) -> None:
        """Show the whole of the current cell below the table, or no more."""
        self.cell.setVisible(not self.cell.isVisible())
        if self.cell.isVisible():
            self._show_cell()
        else:
            self._table.setFocus()

    def rows_changed(self) -> None:
        """Other rows are shown, or other values of them."""
        if self.drawer.isVisible():
            self._show_statistics()
        if self.cell.isVisible():
            self._show_cell()

    def _show_statistics(self) -> None:
        found, rows = self._browsing.statistics, self._browsing.rows
        about = words.rows(rows.rows) if rows is not None else ""
        if rows is not None and rows.spec.selects:
            about = self.tr("Filtered: {rows}").format(rows=about)
        self.drawer.show_column(found.columns[0] if found is not None else None, about)

    def _show_cell(self) -> None:
        index = self._table.currentIndex()
        if index.isValid():
            value = index.data(VALUE_ROLE)
            text = None if value is None else written(value)
            self.cell.show_cell(self._model.columns[index.column()].name, index.row(), text)

    def _on_data_changed(self, first: QModelIndex, last: QModelIndex) -> None:
        """What is shown of the current cell was read, or changed."""
        here = self._table.currentIndex()
        inside = first.row() <= here.row() <= last.row() and first.column() <= here.column() <= last.column()
        if inside and self.cell.isVisible():
            self._show_cell()

    def _on_current_changed(self, index: QModelIndex) -> None:
        if index.isValid() and self.drawer.isVisible():
            self.show_statistics(self._model.columns[index.column()].name)
        if self.cell.isVisible():
            self._show_cell()

    def retranslate(self) -> None:
        self.drawer.retranslate()
        self.cell.retranslate()
