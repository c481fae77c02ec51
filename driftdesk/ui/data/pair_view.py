"""How the columns go together: all pairs at a glance, and those of one column in order."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QHeaderView, QSplitter, QStackedWidget, QVBoxLayout, QWidget

from driftdesk.core.entities import PairStrength, VersionPairs
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.plots.pair_matrix import PairMatrixPlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, EmptyState, Segmented, Skeleton, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field, ListTableModel
from driftdesk.ui.workspace import Workspace

Row = tuple[str, PairStrength]
"""Another column, and the pair with it."""

_MOST_WARNINGS = 4


class PairView(QWidget):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._found: VersionPairs | None = None
        self._column = ""
        self.measure = Segmented()
        self.measure.chosen.connect(self._show_matrix)
        self._sampled = label("", "muted")
        self._warnings = label("", "", wrap=True)
        self.matrix = PairMatrixPlot()
        self.matrix.cell_clicked.connect(self._on_cell_clicked)
        self._nothing = EmptyState("column", "")
        self._matrices = QStackedWidget()
        self._matrices.addWidget(self.matrix)
        self._matrices.addWidget(self._nothing)
        self._title = label("", "strong")
        self._rows: ListTableModel[Row] = ListTableModel(self._fields(), lambda row: row[0], self)
        self.table = DataTable()
        self.table.setModel(self._rows)
        self.table.set_widths(150, 116, 56, 56)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.remember_widths(workspace, "data/pairs")
        self._pages = QStackedWidget()
        self._pages.addWidget(Skeleton())
        self._pages.addWidget(self._body())
        outer = QVBoxLayout(self)
        outer.setContentsMargins(0, 0, 0, 0)
        outer.addWidget(self._pages)
        self.retranslate()

    def _body(self) -> QWidget:
        side = QWidget()
        column = QVBoxLayout(side)
        column.setContentsMargins(2 * S, 0, 0, 0)
        column.setSpacing(S)
        column.addWidget(self._title)
        column.addWidget(self.table, 1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self._matrices)
        splitter.addWidget(side)
        splitter.setSizes([600, 400])
        splitter.setStretchFactor(0, 3)
        splitter.setStretchFactor(1, 2)
        side.setMinimumWidth(48 * S)
        splitter.setChildrenCollapsible(False)
        bar = QHBoxLayout()
        bar.setSpacing(2 * S)
        bar.addWidget(self.measure)
        bar.addWidget(self._sampled, 1)
        body = QWidget()
        whole = QVBoxLayout(body)
        whole.setContentsMargins(3 * S, 0, 3 * S, 2 * S)
        whole.setSpacing(S)
        whole.addLayout(bar)
        whole.addWidget(self._warnings)
        whole.addWidget(inset(splitter), 1)
        return body

    def _fields(self) -> list[Field[Row]]:
        return [
            Field(lambda: self.tr("With"), lambda row: row[0]),
            Field(
                lambda: self.tr("Measure"),
                lambda row: words.pair_measure(row[1]),
                tip=lambda row: self.tr("from {n} rows that have both").format(n=figures.count(row[1].rows)),
            ),
            Field(lambda: self.tr("Value"), lambda row: figures.coefficient(row[1].value), number=True),
            Field(
                lambda: self.tr("Rank"),
                lambda row: figures.coefficient(row[1].rank),
                number=True,
                tip=lambda _: self.tr("Spearman's rank correlation of two numbers"),
            ),
        ]

    def show_pairs(self, found: VersionPairs | None) -> None:
        """None: they are still being read."""
        self._found = found
        self._pages.setCurrentIndex(0 if found is None else 1)
        if found is None:
            return
        looked_at = (
            self.tr("All {rows} rows") if found.is_exact else self.tr("A sample of {sampled} of {rows} rows")
        )
        self._sampled.setText(
            looked_at.format(sampled=figures.count(found.sampled), rows=figures.count(found.rows))
        )
        told = [words.pair_warning(w) for w in found.warnings]
        if len(told) > _MOST_WARNINGS:
            more = self.tr("{n} more such pairs.").format(n=len(told) - _MOST_WARNINGS + 1)
            told = [*told[: _MOST_WARNINGS - 1], more]
        self._warnings.setText("\n".join(told))
        self._warnings.setVisible(bool(told))
        if self._column not in found.columns:
            self._column = found.target or next(iter(found.columns), "")
        self._show_matrix()
        self._show_column()

    def _show_matrix(self) -> None:
        self.matrix.show_pairs(self._found, "missing" if self.measure.key() == "missing" else "together")
        self._matrices.setCurrentWidget(self.matrix if self.matrix.names else self._nothing)
        self._nothing.set_texts(
            self.tr("No gaps in common")
            if self.measure.key() == "missing"
            else self.tr("Fewer than two columns to compare"),
            "",
        )

    def _show_column(self) -> None:
        found = self._found
        if found is None:
            return
        is_target = self._column == found.target
        what = self.tr("{column} (the target)") if is_target else "{column}"
        self._title.setText(what.format(column=self._column))
        self._rows.show(found.of(self._column))

    def _on_cell_clicked(self, row: str, column: str) -> None:
        self._column = row
        self._show_column()
        at = self._rows.row_of(column)
        if at is not None:
            self.table.selectRow(at)

    def retranslate(self) -> None:
        self.measure.set_options(
            [("together", self.tr("Go together")), ("missing", self.tr("Missing together"))]
        )
        self.measure.setAccessibleName(self.tr("What is compared"))
        self.matrix.setAccessibleName(self.tr("Pairs of columns"))
        self.table.setAccessibleName(self.tr("Columns that go with the chosen one"))
        self._rows.retranslate()
        self.show_pairs(self._found)
