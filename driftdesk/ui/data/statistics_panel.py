"""Statistics: every column of a version at a glance, and one of them large."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import (
    QCheckBox,
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QHeaderView,
    QLabel,
    QSplitter,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import ColumnSummary, DatasetVersion, Kind, Role, ValueCount
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.profile_cache import ProfileCache
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.data.tables import IconTableModel, inset
from driftdesk.ui.plots.distribution import DistributionPlot, Mode
from driftdesk.ui.plots.mini_histogram import MiniHistogram
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, ElidedLabel, Segmented, label, line
from driftdesk.ui.widgets.list_table import Field, ListTableModel
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
        self.table.setModel(self._model)
        self.table.setItemDelegateForColumn(_DISTRIBUTION, MiniHistogram(self.table))
        self.table.set_widths(140, 84, 64, 72, 70, 66, 60, 60)
        self.table.horizontalHeader().setStretchLastSection(False)
        self.table.horizontalHeader().setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.table.remember_widths(workspace, "data/statistics")
        self.table.selectionModel().currentRowChanged.connect(self._on_row_changed)
        self.versions = QComboBox()
        self.versions.setMinimumWidth(22 * S)
        self.versions.activated.connect(lambda i: self.show_version(self.versions.itemData(i)))
        self._shape = label("", "muted")
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S + 4, 3 * S, S + 4)
        bar.setSpacing(S)
        bar.addWidget(self.versions)
        bar.addWidget(self._shape, 1)
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
        column.addWidget(self._splitter, 1)
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
        row = self._model.row_of(name)
        if row is not None:
            self._wanted_column = ""
            self.table.selectRow(row)

    def _show(self, version: DatasetVersion) -> None:
        self._version = version
        self.versions.setCurrentIndex(self.versions.findData(version.number))
        self._shape.setText(f"{words.rows(version.rows)} · {words.columns(len(version.columns.columns))}")
        self.start_reading(self._read(version))

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

    def _on_row_changed(self) -> None:
        row = self.table.current_row()
        self.detail.show_column(self._model.things[row] if 0 <= row < len(self._model.things) else None)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Statistics of columns"))
        self.versions.setAccessibleName(self.tr("Version"))
        self.detail.retranslate()
        self._model.retranslate()


class ColumnDetail(QWidget):
    """One column large: its histogram, its figures and its most frequent values."""

    def __init__(self) -> None:
        super().__init__()
        self._column: ColumnSummary | None = None
        self._name, self._what = ElidedLabel("", "heading"), label("", "caption")
        self._warnings = label("", "muted", wrap=True)
        self._mode = Segmented()
        self._mode.chosen.connect(lambda _key: self._draw())
        self._log = QCheckBox()
        self._log.toggled.connect(lambda _on: self._draw())
        self._about = label("", "caption")
        self.plot = DistributionPlot()
        self.plot.setMinimumHeight(22 * S)
        self._grid = QGridLayout()
        self._grid.setHorizontalSpacing(2 * S)
        self._grid.setVerticalSpacing(4)
        self._grid.setColumnStretch(1, 1)
        self._grid.setColumnStretch(3, 1)
        self._cells = [(label("", "caption"), _figure_label()) for _ in range(10)]
        for i, (caption, value) in enumerate(self._cells):
            self._grid.addWidget(caption, i // 2, 2 * (i % 2))
            self._grid.addWidget(value, i // 2, 2 * (i % 2) + 1)
        self._top = ListTableModel[ValueCount](
            [
                Field(self._top_title, lambda v: v.value),
                Field(lambda: self.tr("Rows"), lambda v: figures.count(v.rows), number=True),
                Field(lambda: self.tr("Share"), self._share, number=True),
            ],
            lambda v: v.value,
            self,
        )
        self.top = DataTable()
        self.top.setModel(self._top)
        header = self.top.horizontalHeader()
        header.setStretchLastSection(False)
        header.setSectionResizeMode(0, QHeaderView.ResizeMode.Stretch)
        self.top.setColumnWidth(1, 9 * S)
        self.top.setColumnWidth(2, 9 * S)
        head = QHBoxLayout()
        head.setSpacing(S)
        head.addWidget(self._name)
        head.addWidget(self._what, 1)
        tools = QHBoxLayout()
        tools.setSpacing(2 * S)
        tools.addWidget(self._mode)
        tools.addWidget(self._log)
        tools.addWidget(self._about, 1, Qt.AlignmentFlag.AlignRight)
        column = QVBoxLayout(self)
        column.setContentsMargins(2 * S, S // 2, 2 * S, S)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._warnings)
        column.addLayout(tools)
        column.addWidget(self.plot, 3)
        column.addWidget(line())
        column.addLayout(self._grid)
        column.addWidget(self.top, 2)

    def show_column(self, column: ColumnSummary | None) -> None:
        self._column = column
        self._name.setText(column.name if column else "")
        self._what.setText(f"{words.kind(column.kind)} · {words.role(column.role)}" if column else "")
        self._warnings.setText(words.quality_of(column) if column else "")
        self._warnings.setVisible(bool(self._warnings.text()))
        self._about.setText(self.tr("length in characters") if column and column.kind is Kind.TEXT else "")
        self._top.show(column.top if column else [])
        self._top.retranslate()
        self.top.setVisible(bool(column and column.top))
        self._fill_grid(column)
        self._draw()

    def _fill_grid(self, column: ColumnSummary | None) -> None:
        pairs: list[tuple[str, str]] = []
        if column is not None:
            known = column.rows - column.missing
            pairs = [
                (self.tr("Rows"), figures.count(column.rows)),
                (
                    self.tr("Missing"),
                    f"{figures.count(column.missing)} · {figures.percent(column.missing / column.rows if column.rows else 0.0)}",
                ),
                (self.tr("Distinct"), distinct(column)),
            ]
            if column.mean is not None and known:
                pairs += [
                    (self.tr("Mean"), written(column, column.mean)),
                    (self.tr("Median"), written(column, statistic(column, "median"))),
                    (self.tr("Min"), written(column, column.minimum)),
                    (self.tr("Max"), written(column, column.maximum)),
                ]
                if column.kind is not Kind.DATETIME:
                    pairs += [
                        (self.tr("Deviation"), figures.figure(column.deviation)),
                        (self.tr("Skewness"), figures.figure(column.skew)),
                    ]
                if column.kind is Kind.NUMERIC:
                    pairs.append((self.tr("Zeros"), figures.percent(column.zeros / known)))
        for (caption, value), (name, text) in zip(
            self._cells, pairs + [("", "")] * (len(self._cells) - len(pairs)), strict=True
        ):
            caption.setText(name)
            value.setText(text)
            caption.setVisible(bool(name))
            value.setVisible(bool(name))

    def _draw(self) -> None:
        column = self._column
        if column is None:
            self.plot.show_distributions(None, None, Kind.NUMERIC)
            return
        # A text's distribution is that of its lengths: numbers.
        kind = Kind.NUMERIC if column.kind is Kind.TEXT else column.kind
        mode: Mode = "ecdf" if self._mode.key() == "ecdf" else "histogram"
        self.plot.show_distributions(None, column.distribution, kind, mode, log=self._log.isChecked())
        self._mode.setVisible(self.plot.is_binned)
        self._log.setVisible(self.plot.is_binned)
        self._log.setEnabled(self.plot.can_log)

    def _share(self, value: ValueCount) -> str:
        known = self._column.rows - self._column.missing if self._column else 0
        return figures.percent(value.rows / known) if known else ""

    def _top_title(self) -> str:
        if self._column is not None and self._column.kind is Kind.TEXT:
            return self.tr("Most frequent words")
        return self.tr("Most frequent values")

    def retranslate(self) -> None:
        self._mode.set_options([("histogram", self.tr("Histogram")), ("ecdf", self.tr("Cumulative"))])
        self._mode.setAccessibleName(self.tr("How to draw"))
        self._log.setText(self.tr("Log scale"))
        self.plot.setAccessibleName(self.tr("Distribution"))
        self.plot.set_words(
            self.tr("share of rows"), self.tr("No values"), self.tr("Nearly every row has a value of its own")
        )
        self.top.setAccessibleName(self.tr("Most frequent values"))
        self.show_column(self._column)


def _figure_label() -> QLabel:
    made = label()
    made.setTextInteractionFlags(Qt.TextInteractionFlag.TextSelectableByMouse)
    return made


def statistic(column: ColumnSummary, name: str) -> float | None:
    """One of the figures of a column; the median is the middle quantile of its distribution."""
    if name == "median":
        found = column.distribution.quantiles
        return found[len(found) // 2] if found else None
    value: float | None = getattr(column, name)
    return value


def written(column: ColumnSummary, value: float | None, *, short: bool = False) -> str:
    """A figure in the column's own terms: times as times (``short``: the month); nothing for categories."""
    if value is None:
        return ""
    if column.kind is Kind.DATETIME:
        return figures.instant(value)[:7] if short else figures.instant(value)
    return figures.figure(value)


def distinct(column: ColumnSummary) -> str:
    return ("" if column.distinct_is_exact else "≈ ") + figures.count(column.distinct)


def distinct_shortly(column: ColumnSummary) -> str:
    """As ``distinct``, but never wider than a narrow cell."""
    if column.distinct < 100_000 and column.distinct_is_exact:
        return figures.count(column.distinct)
    return ("" if column.distinct_is_exact else "≈ ") + figures.figure(column.distinct)
