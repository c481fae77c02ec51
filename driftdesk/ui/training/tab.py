"""The Training tab: models at the left; the open one with its live run, runs, evaluations and versions."""

from collections.abc import Callable
from typing import Any

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QHBoxLayout,
    QPushButton,
    QSplitter,
    QStackedWidget,
    QTabWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Dataset, Model, Task
from driftdesk.core.training.lineage import LineageNode
from driftdesk.ui import figures
from driftdesk.ui.actions import Action
from driftdesk.ui.training import words
from driftdesk.ui.training.evaluate_panel import EvaluatePanel
from driftdesk.ui.training.exchange_commands import ExchangeCommands, datasets_with_latest
from driftdesk.ui.training.live_panel import LivePanel
from driftdesk.ui.training.model_side import ModelSide
from driftdesk.ui.training.new_model_dialog import NewModelDialog
from driftdesk.ui.training.performance_panel import PerformancePanel
from driftdesk.ui.training.playground_panel import PlaygroundPanel
from driftdesk.ui.training.run_trash import RunTrash
from driftdesk.ui.training.runs_panel import RunsPanel
from driftdesk.ui.training.search_panel import SearchPanel
from driftdesk.ui.training.state import ModelFacts, ModelState
from driftdesk.ui.training.versions_panel import VersionsPanel
from driftdesk.ui.widgets import EmptyState, Header, Skeleton, button
from driftdesk.ui.workspace import Workspace


class TrainingTab(QWidget):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = ModelState(workspace, self)
        self.side = ModelSide(workspace)
        self._list = self.side.list
        self._header = Header()
        self._retrain = button("", "", "retrain")
        self._train = button("", "", "train")
        self._promote = button("", "primary", "promote")
        self._header.set_actions([self._retrain, self._train, self._promote])
        self.live = LivePanel(workspace, self._state)
        self.runs = RunsPanel(workspace, self._state)
        self.search = SearchPanel(workspace, self._state)
        self._run_trash = RunTrash(workspace, self._state, self.runs)
        self.evaluate = EvaluatePanel(workspace, self._state)
        self.performance = PerformancePanel(workspace, self._state)
        self.versions = VersionsPanel(workspace, self._state)
        self.playground = PlaygroundPanel(workspace, self._state)
        self._exchange = ExchangeCommands(workspace, self)
        self._tabs = QTabWidget(documentMode=True)
        for panel in (
            self.live,
            self.runs,
            self.search,
            self.evaluate,
            self.performance,
            self.versions,
            self.playground,
        ):
            self._tabs.addTab(panel, "")
        self._empty = EmptyState("training", "")
        self._loading = Skeleton()
        self._stack = QStackedWidget()
        self._lay_out()
        self._connect()
        self.retranslate()
        self._reload()

    def _lay_out(self) -> None:
        opened = QWidget()
        opened.setProperty("area", "surface")
        column = QVBoxLayout(opened)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(self._header)
        column.addWidget(self._tabs, 1)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(opened)
        self._stack.addWidget(self._loading)
        self._stack.setCurrentWidget(self._loading)
        self._splitter = QSplitter(Qt.Orientation.Horizontal)
        self._splitter.addWidget(self.side)
        self._splitter.addWidget(self._stack)
        self._splitter.setStretchFactor(1, 1)
        self._splitter.setSizes([248, 1032])
        self._splitter.setChildrenCollapsible(False)
        kept = self._workspace.state("training/splitter")
        if kept is not None:
            self._splitter.restoreState(kept)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(self._splitter)

    def _connect(self) -> None:
        self.side.selected.connect(self._open_model)
        self.side.new_asked.connect(self.new_model)
        self.side.import_asked.connect(self.import_model)
        self.side.loaded.connect(self._on_models_loaded)
        self._empty.triggered.connect(self.new_model)
        self._empty.second_triggered.connect(self.import_model)
        self._train.clicked.connect(self._on_train_clicked)
        self._retrain.clicked.connect(
            lambda: self._do(self._workspace.desk.retrain, self._name(), force=True)
        )
        self._promote.clicked.connect(self._on_promote_clicked)
        self.runs.open_requested.connect(self._watch)
        self.runs.duplicate_requested.connect(self._train_like)
        self.versions.promote_requested.connect(self._promote_version)
        self.versions.rollback_requested.connect(self._on_rollback_requested)
        self.versions.node_opened.connect(self._on_node_opened)
        self.versions.compare_requested.connect(self._on_compare_requested)
        self.versions.commands.forked.connect(lambda model_id: self.open("model", model_id))
        self._state.changed.connect(self._on_facts_changed)
        self._workspace.feed.changed.connect(self._on_store_changed)
        self._splitter.splitterMoved.connect(
            lambda: self._workspace.remember("training/splitter", self._splitter.saveState())
        )

    # The contract of a tab.

    def actions(self) -> list[Action]:  # type: ignore[override]  # QWidget.actions is about QActions, which we do not use
        is_open = self._is_open
        return [
            Action("training.new", self.tr("New model…"), self.new_model, "Ctrl+Shift+N", icon="add"),
            Action("training.import", self.tr("Import a model…"), self.import_model, icon="import", keywords="bundle zip signature"),
            Action("training.train", self.tr("Train"), self.live.train, "Ctrl+T", is_open, "train"),
            Action("training.retrain", self.tr("Run the loop now"), self._retrain.click, "", is_open, "retrain"),
            Action("training.promote", self.tr("Promote the challenger"), self._promote.click, "", self._can_promote, "promote"),
            Action("training.purge", self.tr("Empty the trash of models…"), self.side.empty_trash, icon="delete", keywords="purge"),
            *self.versions.palette_actions(self._show_versions),
        ]  # fmt: skip

    def _show_versions(self) -> None:
        self._tabs.setCurrentWidget(self.versions)

    def open(self, kind: str, id: str) -> None:
        """Show a model, or the model of a run."""
        if kind == "model" and not self._list.select(id):
            self._open_model(id)
        elif kind == "run":
            self._workspace.tasks.start(self._open_run(id), owner=self)

    async def _open_run(self, run_id: str) -> None:
        run = await self._workspace.tasks.call(self._workspace.desk.training.run, run_id)
        self.open("model", run.model_id)
        self._watch(run_id)

    def _watch(self, run_id: str) -> None:
        self._tabs.setCurrentWidget(self.live)
        self.live.watch(run_id)

    def _train_like(self, run_id: str) -> None:
        """Offer what a run was trained with, to be changed and trained again."""
        facts = self._state.facts
        run = next((r for r in facts.runs if r.id == run_id), None) if facts is not None else None
        if run is not None:
            self._tabs.setCurrentWidget(self.live)
            self.live.form.fill(run)

    def _is_open(self) -> bool:
        return self._state.facts is not None

    def _can_promote(self) -> bool:
        return self._promote.isEnabled()

    def _name(self) -> str:
        return self._state.facts.model.name if self._state.facts else ""

    # Loading.

    def _on_store_changed(self, change: object) -> None:
        if getattr(change, "collection", "") in ("*", "models", "model_versions"):
            self._reload()

    def _reload(self) -> None:
        self.side.reload()

    def _on_models_loaded(self, there_are: bool) -> None:
        if not there_are:
            self._stack.setCurrentWidget(self._empty)

    def _open_model(self, model_id: str) -> None:
        self._workspace.remember("training/model", model_id)
        self._state.open(model_id)
        self._workspace.model_opened.emit(model_id)

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        if facts is None:
            return
        self._stack.setCurrentIndex(1)
        model = facts.model
        self._workspace.note_recent("model", model.id, model.name)
        self._header.set_title(model.name)
        self._header.set_subtitle(self._verdict(facts))
        candidate = self._candidate(facts)
        self._promote.setEnabled(candidate is not None)
        self._promote.setText(
            self.tr("Promote v{n}").format(n=candidate) if candidate else self.tr("Promote")
        )

    def _candidate(self, facts: ModelFacts) -> int | None:
        challenger = facts.model.challenger
        return challenger if challenger != facts.model.champion else None

    def _verdict(self, facts: ModelFacts) -> str:
        champion = facts.champion
        parts = [
            words.champion_line(
                facts.model, champion.metrics.get(facts.metric) if champion else None, facts.metric
            )
        ]
        if champion is not None:
            parts.append(
                self.tr("trained on {data} v{n}").format(data=facts.dataset.name, n=champion.dataset_version)
            )
        if facts.latest_performance is not None and (
            said := words.performance_line(facts.latest_performance)
        ):
            parts.append(said)
        candidate = self._candidate(facts)
        challenger = facts.version(candidate)
        if challenger is not None:
            parts.append(
                self.tr("challenger v{n} {metric} {value}").format(
                    n=challenger.number,
                    metric=words.metric(facts.metric),
                    value=figures.figure(challenger.metrics.get(facts.metric)),
                )
            )
        return "  ·  ".join(parts)

    # Doing.

    def _do(self, fn: Callable[..., Any], *args: Any, **kwargs: Any) -> None:
        self._workspace.tasks.start(self._workspace.tasks.call(fn, *args, **kwargs), owner=self)

    def _on_train_clicked(self) -> None:
        self._tabs.setCurrentWidget(self.live)
        self.live.train()

    def _on_promote_clicked(self) -> None:
        candidate = self._candidate(self._state.facts) if self._state.facts else None
        if candidate is not None:
            self._promote_version(candidate)

    def _promote_version(self, number: int) -> None:
        facts = self._state.facts
        if facts is not None:
            self._workspace.tasks.start(self._move_champion(facts.model, number), owner=self)

    async def _move_champion(self, model: Model, number: int) -> None:
        who = self._workspace.settings.user
        registry = self._workspace.desk.registry
        await self._workspace.tasks.call(registry.promote, model, number, who=who, why="by hand")
        self._workspace.notifications.success(
            self.tr("{model} v{n} is champion now").format(model=model.name, n=number)
        )

    def _on_rollback_requested(self) -> None:
        facts = self._state.facts
        if facts is not None:
            self._workspace.tasks.start(self._roll_back(facts.model), owner=self)

    async def _roll_back(self, model: Model) -> None:
        roll_back, who = self._workspace.desk.registry.rollback, self._workspace.settings.user
        back: Model = await self._workspace.tasks.call(roll_back, model, who=who, why="rolled back by hand")
        self._workspace.notifications.success(
            self.tr("{model} v{n} is champion again").format(model=model.name, n=back.champion)
        )

    def _on_node_opened(self, node: LineageNode) -> None:
        """Go where a node of the lineage lives."""
        match node.kind:
            case "file":
                self._workspace.open("files", node.thing)
            case "data":
                self._workspace.open("version", f"{node.thing}@{node.number}")
            case "predictions":
                self._workspace.open("job", node.thing)
            case "run" if not node.removed:
                self._watch(node.thing)
            case "run":
                self._run_trash.open_trash()
            case "version":
                self.open("model", node.thing)
            case "evaluation":
                self._tabs.setCurrentWidget(self.evaluate)
                self.evaluate.show_result(node.thing)
            case "performance":
                self._tabs.setCurrentWidget(self.performance)
                self.performance.show_report(node.thing)

    def _on_compare_requested(self, numbers: list[int]) -> None:
        self._tabs.setCurrentWidget(self.evaluate)
        self.evaluate.choose_versions(numbers)

    def new_model(self) -> None:
        """Ask what to learn from which dataset, and make the model."""
        self._workspace.tasks.start(self._new_model(), owner=self)

    def import_model(self) -> None:
        """Ask for a bundle, and make a version of a model of it."""
        facts = self._state.facts
        self._exchange.ask_import(facts.dataset.id if facts else "")

    async def _new_model(self) -> None:
        call, desk = self._workspace.tasks.call, self._workspace.desk
        datasets = await call(datasets_with_latest, desk)
        taken = {
            m.name for m in [*await call(desk.training.models), *await call(desk.training.models, trash=True)]
        }
        if not datasets:
            self._workspace.notifications.info(self.tr("Import a dataset first: models learn from one."))
            self._workspace.open("tab", "data")
            return
        dialog = NewModelDialog(datasets, taken, self)
        dialog.accepted.connect(lambda: self._create(dialog.name, dialog.dataset, dialog.task, dialog.target))
        dialog.finished.connect(dialog.deleteLater)
        dialog.open()

    def _create(self, name: str, dataset: Dataset, task: Task, target: str) -> None:
        self._workspace.tasks.start(self._create_and_open(name, dataset, task, target), owner=self)

    async def _create_and_open(self, name: str, dataset: Dataset, task: Task, target: str) -> None:
        create = self._workspace.desk.training.create_model
        who = self._workspace.settings.user
        model = await self._workspace.tasks.call(create, name, dataset, task, target, who)
        self.side.reload()
        self.open("model", model.id)

    def retranslate(self) -> None:
        for at, title in enumerate(
            (
                self.tr("Live"),
                self.tr("Runs"),
                self.tr("Search"),
                self.tr("Evaluate"),
                self.tr("Performance"),
                self.tr("Versions"),
                self.tr("Playground"),
            )
        ):
            self._tabs.setTabText(at, title)
        self._run_trash.retranslate()
        self._train.setText(self.tr("Train"))
        self._retrain.setText(self.tr("Run the loop"))
        self._retrain.setToolTip(self.tr("Drift, recompose, retrain, compare, and promote if better"))
        self._promote.setToolTip(self.tr("Make the challenger champion"))
        self._promote.setText(self.tr("Promote"))
        self._empty.set_texts(
            self.tr("No models yet"),
            self.tr(
                "A model learns one column of a dataset. Train it, compare its versions, and promote the best."
            ),
            self.tr("New model"),
            self.tr("Import a model…"),
        )
        self._on_facts_changed()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)

    def buttons(self) -> list[QPushButton]:
        """The header's buttons: run the loop, train, promote."""
        return [self._retrain, self._train, self._promote]
