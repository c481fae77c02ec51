"""Overview: what this dataset is, what its columns look like, how it fares, and who learns from it."""

from PySide6.QtCore import Qt, Signal
from PySide6.QtWidgets import QFrame, QHBoxLayout, QLabel, QScrollArea, QVBoxLayout, QWidget

from driftdesk.core.entities import ColumnSummary, DatasetVersion, Model, VersionProfile
from driftdesk.ui import figures
from driftdesk.ui.data import words
from driftdesk.ui.data.column_detail import distinct, distinct_shortly
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.profile_cache import ProfileCache
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.data.tables import IconTableModel, SentenceDelegate
from driftdesk.ui.data.versions.lineage import LineageView
from driftdesk.ui.plots.mini_histogram import MiniHistogram
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import DataTable, ElidedLabel, SeverityLabel, button, label, line
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import Field
from driftdesk.ui.workspace import Workspace

_DISTRIBUTION, _WORDS = 2, 5


class OverviewPanel(DatasetPanel):
    """``panel_asked`` names a sub-tab to go to; ``column_asked`` a column whose statistics are wanted."""

    panel_asked = Signal(str)
    column_asked = Signal(str)

    def __init__(self, workspace: Workspace, state: DatasetState, profiles: ProfileCache) -> None:
        super().__init__(workspace, state)
        self._profiles = profiles
        self._facts_row = _FactsRow()
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
        self.table.set_widths(180, 88, 120, 72, 80)
        self.table.setItemDelegateForColumn(_WORDS, SentenceDelegate(self.table))
        self.table.remember_widths(workspace, "data/overview")
        self.table.activated.connect(lambda i: self.column_asked.emit(self._model.things[i.row()].name))
        self._columns_title = label("", "heading")
        left = QVBoxLayout()
        left.setContentsMargins(0, 0, 0, 0)
        left.setSpacing(0)
        head = QHBoxLayout()
        head.setContentsMargins(3 * S, 2 * S, 2 * S, S // 2)
        head.addWidget(self._columns_title)
        left.addLayout(head)
        left.addWidget(inset(self.table), 1)
        body = QHBoxLayout()
        body.setContentsMargins(0, 0, 0, 0)
        body.setSpacing(0)
        body.addLayout(left, 1)
        body.addWidget(line("v"))
        body.addWidget(self._build_side())
        column = QVBoxLayout(self.content)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._facts_row)
        column.addWidget(line())
        column.addLayout(body, 1)
        self.retranslate()

    def _build_side(self) -> QWidget:
        self._verdict_title, self._lineage_title, self._models_title = (
            label("", "heading") for _ in range(3)
        )
        self._severity = SeverityLabel()
        self._verdict = label("", wrap=True)
        self._verdict_basis = label("", "caption", wrap=True)
        self._to_drift = button("", "link")
        self._to_drift.clicked.connect(lambda: self.panel_asked.emit("drift"))
        self._to_versions = button("", "link")
        self._to_versions.clicked.connect(lambda: self.panel_asked.emit("versions"))
        self.lineage = LineageView()
        self.lineage.version_clicked.connect(lambda _number: self.panel_asked.emit("versions"))
        self._models = QVBoxLayout()
        self._models.setSpacing(2)
        inside = QWidget()
        inside.setProperty("area", "surface")
        column = QVBoxLayout(inside)
        column.setContentsMargins(2 * S, 2 * S, 2 * S, 2 * S)
        column.setSpacing(S // 2)
        column.addWidget(self._verdict_title)
        column.addSpacing(S // 2)
        column.addWidget(self._severity)
        column.addWidget(self._verdict)
        column.addWidget(self._verdict_basis)
        column.addWidget(self._to_drift)
        column.addSpacing(S)
        column.addWidget(line())
        column.addSpacing(S)
        column.addWidget(self._lineage_title)
        column.addWidget(self.lineage)
        column.addWidget(self._to_versions)
        column.addSpacing(S)
        column.addWidget(line())
        column.addSpacing(S)
        column.addWidget(self._models_title)
        column.addLayout(self._models)
        column.addStretch(1)
        scroll = QScrollArea()
        scroll.setWidget(inside)
        scroll.setWidgetResizable(True)
        scroll.setFrameShape(QFrame.Shape.NoFrame)
        scroll.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        scroll.setFixedWidth(38 * S)
        return scroll

    def _fields(self) -> list[Field[ColumnSummary]]:
        return [
            Field(
                lambda: self.tr("Column"), lambda c: c.name, tip=lambda c: f"{c.name}\n{words.kind(c.kind)}"
            ),
            Field(lambda: self.tr("Role"), lambda c: words.role(c.role)),
            Field(lambda: self.tr("Distribution"), lambda c: ""),
            Field(
                lambda: self.tr("Missing"),
                lambda c: figures.percent(c.missing / c.rows) if c.rows and c.missing else "",
                number=True,
            ),
            Field(lambda: self.tr("Distinct"), distinct_shortly, number=True, tip=distinct),
            Field(
                lambda: self.tr("Worth knowing"),
                words.quality_of,
            ),
        ]

    def clear(self) -> None:
        self._model.show([])

    def show_facts(self, facts: DatasetFacts) -> None:
        latest = facts.latest
        if latest is None:
            return
        self._facts_row.show_facts(facts, latest)
        self._show_verdict(facts)
        self.lineage.show_versions(facts.dataset, facts.versions[:8])
        self._to_versions.setVisible(len(facts.versions) > 8)
        self._show_models(facts.models)
        self._columns_title.setText(self.tr("Columns of v{number}").format(number=latest.number))
        self.start_reading(self._read_profile(latest))

    async def _read_profile(self, version: DatasetVersion) -> None:
        profile: VersionProfile = await self._profiles.summary(version)
        if self.facts and self.facts.latest and self.facts.latest.id == version.id:
            self._model.show(profile.columns)
            self.show_content()

    def _show_verdict(self, facts: DatasetFacts) -> None:
        report = facts.last_report
        self._severity.setVisible(report is not None)
        self._verdict_basis.setVisible(report is not None)
        if report is None:
            self._verdict.setText(
                self.tr("Never analysed. Compare two versions, or the latest with a file.")
                if len(facts.versions) > 1
                else self.tr("Nothing to compare yet: import newer data, or compare with a file.")
            )
            return
        self._severity.set_severity(report.severity)
        self._verdict.setText(words.verdict(report))
        self._verdict_basis.setText(words.basis(report))

    def _show_models(self, models: tuple[Model, ...]) -> None:
        while (item := self._models.takeAt(0)) is not None:
            if (old := item.widget()) is not None:
                old.hide()
                old.deleteLater()
        if not models:
            self._models.addWidget(label(self.tr("No model learns from it yet."), "muted", wrap=True))
        for model in models:
            row = QWidget()
            across = QHBoxLayout(row)
            across.setContentsMargins(0, 2, 0, 2)
            link = button(model.name, "link", "model")
            link.clicked.connect(lambda _=False, m=model.id: self._workspace.open("model", m))
            across.addWidget(link)
            across.addStretch(1)
            champion = self.tr("champion v{n}").format(n=model.champion) if model.champion else ""
            across.addWidget(label(champion or self.tr("no version yet"), "caption"))
            self._models.addWidget(row)

    def retranslate(self) -> None:
        self.table.setAccessibleName(self.tr("Columns"))
        self._verdict_title.setText(self.tr("Latest verdict"))
        self._to_drift.setText(self.tr("Go to drift"))
        self._lineage_title.setText(self.tr("Versions"))
        self._to_versions.setText(self.tr("All versions"))
        self._models_title.setText(self.tr("Models that learn from it"))
        self._facts_row.retranslate()
        self._model.retranslate()


class _FactsRow(QWidget):
    """Caption above figure, side by side."""

    def __init__(self) -> None:
        super().__init__()
        row = QHBoxLayout(self)
        row.setContentsMargins(3 * S, 2 * S, 3 * S, 2 * S)
        row.setSpacing(4 * S)
        self._captions: list[QLabel] = []
        self._values: list[ElidedLabel] = []
        for _ in range(6):
            pair = QVBoxLayout()
            pair.setSpacing(2)
            caption, value = label("", "caption"), ElidedLabel("", "heading")
            pair.addWidget(caption)
            pair.addWidget(value)
            row.addLayout(pair)
            self._captions.append(caption)
            self._values.append(value)
        row.addStretch(1)

    def show_facts(self, facts: DatasetFacts, latest: DatasetVersion) -> None:
        target = latest.columns.target
        for value, text in zip(
            self._values,
            (
                words.task(facts.dataset.task),
                target.name if target else figures.NOTHING,
                figures.count(latest.rows),
                figures.count(len(latest.columns.columns)),
                figures.byte_count(latest.byte_count),
                figures.moment(latest.created_at),
            ),
            strict=True,
        ):
            value.setText(text)
            value.setMinimumWidth(min(value.fontMetrics().horizontalAdvance(text) + 4, 26 * S))

    def retranslate(self) -> None:
        for caption, text in zip(
            self._captions,
            (
                self.tr("Task"),
                self.tr("Target"),
                self.tr("Rows"),
                self.tr("Columns"),
                self.tr("Size"),
                self.tr("Changed"),
            ),
            strict=True,
        ):
            caption.setText(text)
