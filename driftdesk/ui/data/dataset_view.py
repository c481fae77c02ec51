"""The open dataset: its name and verdict, what can be done with it, and its sub-tabs."""

import importlib
from collections.abc import Callable
from functools import cached_property, partial
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

from PySide6.QtCore import QEvent, Signal
from PySide6.QtGui import QAction, QKeySequence
from PySide6.QtWidgets import QFileDialog, QHBoxLayout, QMenu, QStackedWidget, QTabBar, QVBoxLayout, QWidget

from driftdesk.core.entities import DatasetVersion, DriftReport, Job, Model, Recipe
from driftdesk.ui.data import words
from driftdesk.ui.data.notice_bar import NoticeBar
from driftdesk.ui.data.panel import DatasetPanel
from driftdesk.ui.data.profile_cache import ProfileCache
from driftdesk.ui.data.state import DatasetFacts, DatasetState
from driftdesk.ui.stored_words import job_title
from driftdesk.ui.theme.icons import icon
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets import Header, button, line
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.ui.data.drift.panel import DriftPanel
    from driftdesk.ui.data.file_panel import FilePanel
    from driftdesk.ui.data.label.panel import LabelPanel
    from driftdesk.ui.data.overview_panel import OverviewPanel
    from driftdesk.ui.data.records.panel import RecordPanel
    from driftdesk.ui.data.statistics_panel import StatisticsPanel
    from driftdesk.ui.data.versions.panel import VersionPanel

PANELS = ("overview", "records", "labels", "statistics", "drift", "versions", "files")
"""Keys of the sub-tabs, in their order; also what the attributes are called."""

P = TypeVar("P", bound=DatasetPanel)


def import_panels() -> None:
    """Import what the panels need, in a thread, while nothing else is to be done."""
    for name in (
        "statistics_panel",
        "drift.panel",
        "records.panel",
        "label.panel",
        "versions.panel",
        "file_panel",
    ):
        importlib.import_module(f"driftdesk.ui.data.{name}")


class DatasetView(QWidget):
    """``import_asked`` carries the name of the dataset that rows are wanted for."""

    import_asked = Signal(str)
    storage_asked = Signal()

    def __init__(self, workspace: Workspace, state: DatasetState) -> None:
        super().__init__()
        self.setProperty("area", "surface")
        self._workspace, self._state = workspace, state
        self._profiles = ProfileCache(workspace)
        self._build_header()
        self._build_tabs()
        state.opened.connect(self._on_opened)
        state.changed.connect(self._on_changed)
        self.retranslate()
        self.show_panel(workspace.state("data/panel", "overview"))

    # Panels are made when they are first looked at: plots take a while to import.

    @cached_property
    def overview(self) -> "OverviewPanel":
        from driftdesk.ui.data.overview_panel import OverviewPanel

        made = OverviewPanel(self._workspace, self._state, self._profiles)
        made.panel_asked.connect(self.show_panel)
        made.column_asked.connect(self._on_column_asked)
        return self._add_panel(made)

    @cached_property
    def records(self) -> "RecordPanel":
        from driftdesk.ui.data.records.panel import RecordPanel

        return self._add_panel(RecordPanel(self._workspace, self._state, self._profiles))

    @cached_property
    def labels(self) -> "LabelPanel":
        from driftdesk.ui.data.label.panel import LabelPanel

        made = LabelPanel(self._workspace, self._state)
        made.records_asked.connect(lambda: self.show_panel("records"))
        return self._add_panel(made)

    @cached_property
    def statistics(self) -> "StatisticsPanel":
        from driftdesk.ui.data.statistics_panel import StatisticsPanel

        return self._add_panel(StatisticsPanel(self._workspace, self._state, self._profiles))

    @cached_property
    def drift(self) -> "DriftPanel":
        from driftdesk.ui.data.drift.panel import DriftPanel

        made = DriftPanel(self._workspace, self._state)
        made.rows_asked.connect(self._on_rows_asked)
        made.answer_asked.connect(self.answer)
        return self._add_panel(made)

    @cached_property
    def versions(self) -> "VersionPanel":
        from driftdesk.ui.data.versions.panel import VersionPanel

        made = VersionPanel(self._workspace, self._state)
        made.records_asked.connect(self._on_records_asked)
        made.compare_asked.connect(self._on_compare_asked)
        made.clean_asked.connect(self.clean)
        made.recompose_asked.connect(self.recompose)
        return self._add_panel(made)

    @cached_property
    def files(self) -> "FilePanel":
        from driftdesk.ui.data.file_panel import FilePanel

        made = FilePanel(self._workspace, self._state)
        made.storage_asked.connect(self.storage_asked)
        return self._add_panel(made)

    def _add_panel(self, panel: P) -> P:
        panel.import_asked.connect(self._on_import)
        self._stack.addWidget(panel)
        return panel

    def _build_header(self) -> None:
        self.header = Header()
        self._import = button("", "", "import")
        self._import.clicked.connect(self._on_import)
        self._analyse = button("", "", "analyse")
        self._analyse.clicked.connect(self.analyse)
        self._primary = button("", "primary", "retrain")
        self._primary.setProperty("menu", True)
        self._menu = QMenu(self)
        self._menu.aboutToShow.connect(self._fill_menu)
        self._primary.setMenu(self._menu)
        self.header.set_actions([self._import, self._analyse, self._primary])

    def _build_tabs(self) -> None:
        self.notice = NoticeBar()
        self._tabs = QTabBar()
        self._tabs.setDrawBase(False)
        self._tabs.setExpanding(False)
        self._stack = QStackedWidget()
        for _ in PANELS:
            self._tabs.addTab("")
        self._tabs.currentChanged.connect(self._on_tab_changed)
        tabs = QHBoxLayout()
        tabs.setContentsMargins(3 * S, 0, 3 * S, 0)
        tabs.addWidget(self._tabs)
        tabs.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self.header)
        column.addWidget(self.notice)
        column.addLayout(tabs)
        column.addWidget(line())
        column.addWidget(self._stack, 1)

    # Sub-tabs ---------------------------------------------------------------------------------------------------

    def panels(self) -> list[tuple[str, str]]:
        """(key, title) of the sub-tabs."""
        titles = (
            self.tr("Overview"),
            self.tr("Records"),
            self.tr("Label"),
            self.tr("Statistics"),
            self.tr("Drift"),
            self.tr("Versions"),
            self.tr("Files"),
        )
        return list(zip(PANELS, titles, strict=True))

    def show_panel(self, key: str) -> None:
        at = PANELS.index(key) if key in PANELS else 0
        self._tabs.setCurrentIndex(at)
        self._on_tab_changed(at)

    def go_to_panel(self, key: str) -> None:
        """Show a sub-tab and give it the focus: to what it says itself, or to the tabs, where arrows lead on."""
        self.show_panel(key)
        panel: QWidget = getattr(self, PANELS[self._tabs.currentIndex()])
        (panel.focusProxy() or self._tabs).setFocus()

    def _on_tab_changed(self, index: int) -> None:
        self._stack.setCurrentWidget(getattr(self, PANELS[index]))
        self._workspace.remember("data/panel", PANELS[index])

    def _on_column_asked(self, name: str) -> None:
        self.statistics.show_column(name)
        self.show_panel("statistics")

    def _on_records_asked(self, number: int) -> None:
        self.records.show_version(number)
        self.show_panel("records")

    def _on_rows_asked(self, number: int, where: str) -> None:
        self.records.show_version(number, where)
        self.show_panel("records")

    def _on_compare_asked(self, reference: int, current: int) -> None:
        self.show_panel("drift")
        self.drift.compare(reference, current)

    def show_version(self, number: int) -> None:
        """Show a version of the open (or opening) dataset among its others."""
        self.show_panel("versions")
        self.versions.choose(number)

    def show_report(self, report: DriftReport) -> None:
        """Show a stored report of the open (or opening) dataset."""
        self.show_panel("drift")
        self.drift.show_report(report)

    # What is open -----------------------------------------------------------------------------------------------

    @property
    def facts(self) -> DatasetFacts | None:
        return self._state.facts

    def _on_opened(self) -> None:
        self.notice.hide()
        self.header.set_title("")
        self.header.set_subtitle(" ")
        self.header.set_severity(None)
        for made in (self._import, self._analyse, self._primary):
            made.setEnabled(False)

    def _on_changed(self) -> None:
        facts = self.facts
        if facts is None:
            return
        self.header.set_title(facts.dataset.name)
        report = facts.last_report
        if report is None:
            self.header.set_severity(None)
            self.header.set_subtitle(self._first_step(facts))
        else:
            self.header.set_severity(report.severity)
            self.header.set_subtitle(words.verdict(report))
        self._import.setEnabled(True)
        for made in (self._analyse, self._primary):
            made.setEnabled(facts.latest is not None)
        self._primary.setText(self.tr("Recompose and retrain") if facts.models else self.tr("Recompose"))

    def _first_step(self, facts: DatasetFacts) -> str:
        latest = facts.latest
        return self.tr("{task}, {rows}, not analysed yet").format(
            task=words.task(facts.dataset.task), rows=words.rows(latest.rows if latest else 0)
        )

    def _fill_menu(self) -> None:
        self._menu.clear()
        facts = self.facts
        if facts is None:
            return
        for model in facts.models:
            self._add(
                self.tr("Retrain {model}").format(model=model.name), partial(self._retrain, model), "retrain"
            )
        if facts.models:
            self._menu.addSeparator()
        self._add(self.tr("Recompose…"), self.recompose, "recompose")
        self._add(self.tr("Clean…"), self.clean, "clean")
        if not facts.models:
            self._menu.addSeparator()
            self._add(self.tr("Train a model…"), partial(self._workspace.open, "tab", "training"), "train")

    def _add(self, text: str, run: Callable[[], object], icon_name: str) -> None:
        action = QAction(icon(icon_name), text, self._menu)
        action.triggered.connect(lambda _checked=False: run())
        self._menu.addAction(action)

    # Doing ------------------------------------------------------------------------------------------------------

    def analyse(self) -> None:
        """Go to drift and compare what stands there."""
        self.show_panel("drift")
        self.drift.analyse()

    def _on_import(self) -> None:
        if self.facts is not None:
            self.import_asked.emit(self.facts.dataset.name)

    def _retrain(self, model: Model) -> None:
        self._enqueue(partial(self._workspace.desk.retrain, model.name))

    def answer(self, report: DriftReport) -> None:
        """Ask once, then recompose and retrain because of a report; only recompose where no model is in use."""
        from driftdesk.ui.data.retrain_dialog import RetrainDialog

        models = [m for m in self.facts.models if m.champion is not None] if self.facts else []
        if not models:
            self.recompose(report.current.version)
            return
        dialog = RetrainDialog(models, report, self)
        dialog.confirmed.connect(
            lambda name: self._enqueue(lambda: self._workspace.desk.retrain(name, force=True))
        )
        dialog.open()

    def recompose(self, number: int | None = None) -> None:
        from driftdesk.ui.data.recompose_dialog import RecomposeDialog

        facts = self.facts
        if facts is None or facts.latest is None:
            return
        dialog = RecomposeDialog(self._workspace, facts, number or facts.latest.number, self)
        dialog.confirmed.connect(partial(self._recompose, facts.dataset.name))
        dialog.open()

    def _recompose(self, name: str, recipe: Recipe, reference: int, current: int) -> None:
        self._enqueue(
            lambda: self._workspace.desk.recompose(name, recipe, reference=reference, current=current)
        )

    def clean(self, number: int | None = None) -> None:
        facts = self.facts
        if facts is not None and (version := facts.version(number) or facts.latest) is not None:
            self._workspace.tasks.start(self._open_clean(facts, version), owner=self)

    async def _open_clean(self, facts: DatasetFacts, version: DatasetVersion) -> None:
        from driftdesk.ui.data.cleaning.dialog import CleanDialog

        profile = await self._profiles.summary(version)
        dialog = CleanDialog(self._workspace, facts.dataset.name, version, profile, self)
        ref = f"{facts.dataset.name}@{version.number}"
        dialog.confirmed.connect(lambda rules: self._enqueue(lambda: self._workspace.desk.clean(ref, rules)))
        dialog.open()

    def _enqueue(self, verb: Callable[[], Job]) -> None:
        self._workspace.tasks.start(self._tell(verb), owner=self)

    async def _tell(self, verb: Callable[[], Job]) -> None:
        job = await self._workspace.tasks.call(verb)
        self._workspace.notifications.info(job_title(job), link=("job", job.id))

    # After an import --------------------------------------------------------------------------------------------

    def show_import(self, result: dict[str, Any]) -> None:
        """Say what came of an import, and offer the rejected rows."""
        rejected, file_id = int(result.get("rejected") or 0), result.get("rejects_file")
        done = self.tr("Imported {rows} as v{number}").format(
            rows=words.rows(int(result.get("rows") or 0)), number=result.get("version")
        )
        self._workspace.notifications.success(done)
        if rejected and file_id:
            text = self.tr("{rows} of the last import were rejected.").format(rows=words.rows(rejected))
            self.notice.offer(
                text, self.tr("Save rejected rows…"), partial(self._save_rejected, str(file_id))
            )

    def _save_rejected(self, file_id: str) -> None:
        name = f"{self.facts.dataset.name if self.facts else 'import'}-rejected.csv"
        dialog = QFileDialog(self, self.tr("Save rejected rows"), name)
        dialog.setAcceptMode(QFileDialog.AcceptMode.AcceptSave)
        dialog.fileSelected.connect(
            lambda path: self._workspace.tasks.start(self._download(file_id, Path(path)), owner=self)
        )
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    async def _download(self, file_id: str, path: Path) -> None:
        await self._workspace.tasks.call(self._workspace.desk.store.files.download, file_id, path)
        self._workspace.notifications.success(self.tr("Saved {name}").format(name=path.name))
        self.notice.hide()

    def retranslate(self) -> None:
        for i, (_, title) in enumerate(self.panels()):
            self._tabs.setTabText(i, title)
            self._tabs.setTabToolTip(
                i, QKeySequence(f"Alt+{i + 1}").toString(QKeySequence.SequenceFormat.NativeText)
            )
        self._tabs.setAccessibleName(self.tr("Parts of the dataset"))
        self._import.setText(self.tr("Import more…"))
        self._analyse.setText(self.tr("Analyse drift"))
        self._on_changed()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
