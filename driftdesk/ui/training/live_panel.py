"""Parameters at the left; at the right the run in focus: its curves, live, and where it stands."""

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QWidget

from driftdesk.core.entities import Run
from driftdesk.ui.training.form import TrainingForm
from driftdesk.ui.training.run_panel import RunPanel
from driftdesk.ui.training.state import ModelFacts, ModelState
from driftdesk.ui.workspace import Workspace


class LivePanel(QWidget):
    """Train, and watch."""

    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._watched = ""
        self._newest = 0
        self.form = TrainingForm(workspace)
        self.run_panel = RunPanel(workspace)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(self.form)
        splitter.addWidget(self.run_panel)
        splitter.setStretchFactor(1, 1)
        splitter.setSizes([300, 900])
        splitter.setChildrenCollapsible(False)
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.addWidget(splitter)
        self.form.train_requested.connect(self.train)
        state.changed.connect(self._on_facts_changed)

    def watch(self, run_id: str) -> None:
        """Show this run, until another one begins."""
        self._watched = run_id
        self._on_facts_changed()

    def train(self) -> None:
        """Enqueue a training with what the form says."""
        if self._state.facts is not None and self.form.can_train():
            self._workspace.tasks.start(self._train(self._state.facts), owner=self)

    async def _train(self, facts: ModelFacts) -> None:
        form = self.form
        await self._workspace.tasks.call(
            self._workspace.desk.train,
            facts.model.name,
            f"{facts.dataset.name}@{form.version}",
            trainer=form.trainer,
            params=form.values(),
            preset=form.preset,
            seed=form.seed,
            processes=form.processes,
            split=form.split,
            start=form.start,
        )

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        if facts is None:
            self._watched, self._newest = "", 0
            self.run_panel.show_run(None, "")
            return
        self.form.show_facts(facts)
        self.run_panel.show_run(self._run_to_show(facts.runs), facts.metric)

    def _run_to_show(self, runs: tuple[Run, ...]) -> Run | None:
        """The one that was asked for, as long as none begins after it; else the one that runs, or the last."""
        newest = max((r.number for r in runs), default=0)
        if newest > self._newest:
            self._watched, self._newest = (self._watched if self._newest == 0 else ""), newest
        watched = next((r for r in runs if r.id == self._watched), None)
        running = next((r for r in runs if not r.state.is_final), None)
        return watched or running or next(iter(runs), None)
