"""The left side of a drift analysis: its columns, most drifted first, searched and ordered; or many of them together."""

from collections.abc import Sequence

from PySide6.QtCore import QModelIndex, QTimer, Signal
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QLineEdit,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Column, ColumnDrift, JointDrift
from driftdesk.ui import figures
from driftdesk.ui.data.drift.bar import DriftBar
from driftdesk.ui.data.drift.model import DRIFT, EVIDENCE, NAME, SEVERITY, SHAPE, DriftColumnModel
from driftdesk.ui.data.drift.shape import DriftShape
from driftdesk.ui.data.drift.together import DriftTogether
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, Segmented, label

FEW = 12
"""With no more columns than this there is nothing to search for."""
_GATHER = 60
"""Milliseconds in which analysed columns are gathered before they are shown together."""


class DriftColumns(QWidget):
    """``column_changed``: another column is current, or the same one reads otherwise; ``row`` tells which."""

    column_changed = Signal()

    def __init__(self) -> None:
        super().__init__()
        self._picked = ""
        """The column that the user chose; the most drifted one is current until then."""
        self._gathered: list[ColumnDrift] = []
        self._timer = QTimer(self)
        self._timer.setSingleShot(True)
        self._timer.setInterval(_GATHER)
        self._timer.timeout.connect(self._put_gathered)
        self.model = DriftColumnModel(self)
        self.table = self._build_table()
        self.view = Segmented()
        self.view.chosen.connect(self._on_view_chosen)
        self.search = QLineEdit()
        self.search.setClearButtonEnabled(True)
        self.search.addAction(icon("search"), QLineEdit.ActionPosition.LeadingPosition)
        self.search.textChanged.connect(self._arrange)
        self.order = QComboBox()
        self.order.activated.connect(self._arrange)
        self.found = label("", "caption")
        self.together = DriftTogether()
        self._has_together = False
        self._pages = QStackedWidget()
        self._pages.addWidget(self.table)
        self._pages.addWidget(self.together)
        self._tools = QWidget()
        row = QHBoxLayout(self._tools)
        row.setContentsMargins(2 * S, S // 2, S, S // 2)
        row.setSpacing(S)
        row.addWidget(self.view)
        row.addWidget(self.search, 1)
        row.addWidget(self.found)
        row.addWidget(self.order)
        row.addStretch()
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._tools)
        column.addWidget(self._pages, 1)
        self.setFocusProxy(self.table)
        self.retranslate()

    def _build_table(self) -> DataTable:
        table = DataTable()
        table.setModel(self.model)
        table.setSelectionMode(DataTable.SelectionMode.SingleSelection)
        table.setItemDelegateForColumn(SHAPE, DriftShape(table))
        table.setItemDelegateForColumn(DRIFT, DriftBar(table))
        header = table.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(NAME, QHeaderView.ResizeMode.Stretch)
        for section, width in ((SEVERITY, 11 * S), (SHAPE, 9 * S), (DRIFT, 17 * S), (EVIDENCE, 13 * S)):
            table.setColumnWidth(section, width)
        table.setMinimumWidth(50 * S)
        table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        return table

    # What stands there ------------------------------------------------------------------------------------------

    def show_report(self, columns: Sequence[ColumnDrift]) -> None:
        """The columns of a finished report; the one that the user chose stays current."""
        self._forget_gathered()
        self.model.show_report(columns)
        self._after_change()

    def await_columns(self, columns: Sequence[Column]) -> None:
        """An analysis of ``columns`` has begun."""
        self._forget_gathered()
        self.model.await_columns(columns)
        self._show_tools()

    def put(self, column: ColumnDrift) -> None:
        """A column was analysed: it is shown at once, and those that follow it closely together."""
        self._gathered.append(column)
        if not self._timer.isActive():
            self._put_gathered()
            self._timer.start()

    def forget_choice(self) -> None:
        """Another dataset: its most drifted column is shown first, and nothing is searched for."""
        self._picked = ""
        self.search.clear()

    def pick(self, name: str) -> None:
        """Make a column current, as if the user had clicked it."""
        self._picked = name
        self._select()

    def current(self) -> ColumnDrift | None:
        return self.model.column_at(self.table.current_row())

    def progress(self) -> tuple[int, int]:
        """How many columns are analysed, of how many."""
        fresh = {c.name for c in self._gathered}
        return self.model.total - self.model.awaited + len(fresh), self.model.total

    def show_together(self, found: Sequence[JointDrift]) -> None:
        """What is to be seen of many columns together (nothing: none), offered beside the columns."""
        self._has_together = bool(found)
        self.together.show_verdicts(found)
        if not found:
            self.view.set_key("columns")
        self._show_tools()

    # Doing ------------------------------------------------------------------------------------------------------

    def _put_gathered(self) -> None:
        gathered, self._gathered = self._gathered, []
        if gathered:
            self.model.put(*gathered)
            self._after_change()

    def _forget_gathered(self) -> None:
        self._timer.stop()
        self._gathered = []

    def _arrange(self) -> None:
        self.model.arrange(self.order.currentData() or "drift", self.search.text())
        self._after_change()

    def _after_change(self) -> None:
        self._select()
        self._show_tools()
        self.column_changed.emit()

    def _select(self) -> None:
        """Make the chosen column current, or the first where it is not there."""
        if self.model.rowCount():
            picked = self._picked
            row = self.model.row_of(picked) or 0
            if self.table.current_row() != row:
                self.table.selectRow(row)
            self._picked = picked

    def _show_tools(self) -> None:
        many = self.model.total > FEW
        has_importance = self.model.has_importance
        self.order.setVisible(many or has_importance)
        if (self.order.findData("importance") >= 0) != has_importance:
            self._fill_orders()
        shown = self.model.rowCount()
        self.found.setText(
            self.tr("{n} of {total}").format(n=figures.count(shown), total=figures.count(self.model.total))
            if self.search.text()
            else ""
        )
        self.search.setVisible(many)
        self.found.setVisible(many)
        self.view.setVisible(self._has_together)
        is_together = self._has_together and self.view.key() == "together"
        self._pages.setCurrentWidget(self.together if is_together else self.table)
        for tool in (self.search, self.order):
            tool.setEnabled(not is_together)
        self._tools.setVisible(many or has_importance or self._has_together)

    def _on_view_chosen(self, _key: str) -> None:
        self._show_tools()

    def _on_row_changed(self, now: QModelIndex) -> None:
        column = self.model.column_at(now.row())
        if column is not None:
            self._picked = column.name
            self.column_changed.emit()

    def _fill_orders(self) -> None:
        chosen = self.order.currentData()
        self.order.clear()
        self.order.addItem(self.tr("Most drifted first"), "drift")
        if self.model.has_importance:
            self.order.addItem(self.tr("Drift × importance"), "importance")
        self.order.addItem(self.tr("By name"), "name")
        self.order.setCurrentIndex(max(0, self.order.findData(chosen)))

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Columns, most drifted first"))
        self.view.set_options([("columns", self.tr("Columns")), ("together", self.tr("Together"))])
        self.view.setAccessibleName(self.tr("What is shown"))
        self.search.setPlaceholderText(self.tr("Search columns"))
        self.search.setAccessibleName(self.tr("Search columns"))
        self.order.setAccessibleName(self.tr("Order of the columns"))
        self._fill_orders()
        self.model.retranslate()
        self._show_tools()
