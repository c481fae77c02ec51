"""Statistics: every column of a version at a glance, and one of them large."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QHeaderView,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
)

from driftdesk.core.entities import ColumnSummary, DatasetVersion, Role
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.column_detail import ColumnDetail, distinct, distinct_shortly, statistic, written
from driftdesk.ui.data.pair_view import PairView
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.profile_cache import ProfileCache
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.data.tables import IconTableModel
from driftdesk.ui.plots.mini_histogram import MiniHistogram
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, Segmented, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field
from driftdesk.ui.workspace import Workspace

_DISTRIBUTION = 1


class StatisticsPanel(DatasetPanel):
    def __init__(self, workspace: Workspace, state: DatasetState, profiles: ProfileCache) -> None:
        super().__init__(workspace, state)
        self._profiles = profiles
        self._version: DatasetVersion | None = None
        self._wanted_column = ""
        self._model = IconTableModel(
            self._fields(),
            lambda c: c.name,
            lambda c: icon(c.kind.value),
            lambda c: c.distribution,
            parent=self,
        )
        self.table = DataTable()
        self.setFocusProxy(self.table)
        self.table.setModel(self._model)
        self.table.setItemDelegateForColumn(_DISTRIBUTION, MiniHistogram(self.table))
        self.table.set_widths(124, 84, 60, 72, 84, 76, 72, 72)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.remember_widths(workspace, "data/statistics")
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.versions = QComboBox()
        self.versions.setMinimumWidth(22 * S)
        self.versions.activated.connect(lambda i: self.show_version(self.versions.itemData(i)))
        self._shape = label("", "muted")
        self.shown = Segmented()
        self.shown.chosen.connect(self._show_pairs_or_columns)
        self.pairs = PairView(workspace)
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        bar.setSpacing(S)
        bar.addWidget(self.versions)
        bar.addWidget(self._shape, 1)
        bar.addWidget(self.shown)
        self.detail = ColumnDetail()
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(inset(self.table))
        self._splitter.addWidget(self.detail)
        self._splitter.setSizes(workspace.state("data/statistics/splitter", [660, 380]))
        self._splitter.setStretchFactor(0, 3)
        self._splitter.setStretchFactor(1, 2)
        self._splitter.setChildrenCollapsible(False)
        self._splitter.splitterMoved.connect(
            lambda: workspace.remember("data/statistics/splitter", self._splitter.sizes())
        )
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        self._views = QStackedWidget()
        self._views.addWidget(self._splitter)
        self._views.addWidget(self.pairs)
        column.addWidget(self._views, 1)
        self.retranslate()

    def _fields(self) -> list[Field[ColumnSummary]]:
        def value(name: str) -> Field[ColumnSummary]:
            return Field(
                lambda: {
                    "mean": self.tr("Mean"),
                    "median": self.tr("Median"),
                    "minimum": self.tr("Min"),
                    "maximum": self.tr("Max"),
                }[name],
                lambda c: written(c, statistic(c, name), short=True),
                number=True,
                tip=lambda c: written(c, statistic(c, name)),
            )

        return [
            Field(
                lambda: self.tr("Column"), lambda c: c.name, tip=lambda c: f"{c.name}\n{words.kind(c.kind)}"
            ),
            Field(lambda: self.tr("Distribution"), lambda c: ""),
            Field(
                lambda: self.tr("Missing"),
                lambda c: figures.percent(c.missing / c.rows) if c.rows and c.missing else "",
                number=True,
            ),
            Field(lambda: self.tr("Distinct"), distinct_shortly, number=True, tip=distinct),
            value("mean"),
            value("median"),
            value("minimum"),
            value("maximum"),
        ]

    def clear(self) -> None:
        self._version = None
        self._model.show([])
        self.detail.show_column(None)

    def show_facts(self, facts: DatasetFacts) -> None:
        self.versions.clear()
        for offered in facts.versions:
            self.versions.addItem(words.version_label(facts.dataset, offered.number), offered.number)
        version = (facts.version(self._version.number) if self._version else None) or facts.latest
        if version is not None:
            self._show(version)

    def show_version(self, number: int) -> None:
        if self.facts and (version := self.facts.version(number)):
            self._show(version)

    def show_column(self, name: str) -> None:
        """Show this column large, now or as soon as the statistics are there."""
        self._wanted_column = name
        self.shown.set_key("columns")
        self._show_pairs_or_columns()
        row = self._model.row_of(name)
        if row is not None:
            self._wanted_column = ""
            self.table.selectRow(row)

    def _show(self, version: DatasetVersion) -> None:
        self._version = version
        self.versions.setCurrentIndex(self.versions.findData(version.number))
        self._shape.setText(f"{words.rows(version.rows)} · {words.columns(len(version.columns.columns))}")
        self.start_reading(self._read(version))
        self._show_pairs_or_columns()

    async def _read(self, version: DatasetVersion) -> None:
        profile = await self._profiles.summary(version)
        if self._version is None or self._version.id != version.id:
            return
        at = self.table.current_row()
        kept = self._wanted_column or (self._model.things[at].name if at >= 0 else "")
        self._model.show(profile.columns)
        self.show_content()
        row = self._model.row_of(kept)
        self._wanted_column = ""
        if profile.columns:
            first = next((i for i, c in enumerate(profile.columns) if c.role is not Role.ID), 0)
            self.table.selectRow(row if row is not None else first)
            self.detail.show_column(self._model.things[self.table.current_row()])

    def _show_pairs_or_columns(self) -> None:
        wants_pairs = self.shown.key() == "pairs"
        self._views.setCurrentWidget(self.pairs if wants_pairs else self._splitter)
        if wants_pairs and self._version is not None:
            self.start_reading(self._read_pairs(self._version))

    async def _read_pairs(self, version: DatasetVersion) -> None:
        if not self._profiles.has_pairs(version):
            self.pairs.show_pairs(None)
        found = await self._profiles.pairs(version)
        if self._version is not None and self._version.id == version.id:
            self.pairs.show_pairs(found)

    def _on_row_changed(self) -> None:
        row = self.table.current_row()
        self.detail.show_column(self._model.things[row] if 0 <= row < len(self._model.things) else None)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Statistics of columns"))
        self.versions.setAccessibleName(self.tr("Version"))
        self.shown.set_options([("columns", self.tr("Columns")), ("pairs", self.tr("Pairs"))])
        self.shown.setAccessibleName(self.tr("Statistics"))
        self.detail.retranslate()
        self.pairs.retranslate()
        self._model.retranslate()
