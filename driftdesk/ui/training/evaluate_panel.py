"""Test a model version on a data version, or hold two against each other, and look at the results so far."""

from collections.abc import Sequence

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QHBoxLayout,
    QLineEdit,
    QProgressBar,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import (
    Comparison,
    Evaluation,
    Job,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobState,
)
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.stored_words import stored_word
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.choices import refill
from driftdesk.ui.training.evaluate.comparison_view import ComparisonView
from driftdesk.ui.training.evaluate.evaluation_view import EvaluationView
from driftdesk.ui.training.evaluate.fields import Result, result_fields
from driftdesk.ui.training.state import ModelFacts, ModelState
from driftdesk.ui.training.tables import sortable_table
from driftdesk.ui.widgets.basics import ElidedLabel, EmptyState, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import RECORD_ROLE, ListTableModel
from driftdesk.ui.widgets.skeleton import Skeleton
from driftdesk.ui.workspace import Workspace

_STEPS = 1000
_ALONE = 0
"""Instead of a second model version."""


class EvaluatePanel(QWidget):
    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._watch = JobWatch(workspace, self)
        self._versions, self._against, self._data = QComboBox(), QComboBox(), QComboBox()
        self._slices = QLineEdit()
        self._run = button("", "primary", "evaluate")
        self._stop = button("", "", "stop")
        self._bar = QProgressBar(textVisible=False, maximum=_STEPS)
        self._stage = ElidedLabel("", "muted")
        self._failed = label("", "error", wrap=True)
        self._failed.setContentsMargins(3 * S, 0, 3 * S, S)
        self._model_label, self._against_label, self._data_label = label(), label(), label()
        self._model: ListTableModel[Result] = ListTableModel(
            result_fields(self._metric), lambda e: e.id, self
        )
        self._table = sortable_table(self._model, workspace, "training/judgements", 64, 46, 74, 54, 94)
        self._table.stretch(0)
        self._view = EvaluationView(workspace)
        self._pair = ComparisonView(workspace)
        self._shown, self._empty = QStackedWidget(), EmptyState("evaluate", "")
        self._stack = QStackedWidget()
        self._wanted = ""
        self._lay_out()
        self._run.clicked.connect(self._on_run_clicked)
        self._stop.clicked.connect(self._on_stop_clicked)
        self._slices.returnPressed.connect(self._on_run_clicked)
        self._against.currentIndexChanged.connect(self._name_the_button)
        self._watch.happened.connect(self._on_event)
        self._table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        state.changed.connect(self._on_facts_changed)
        self._show_running(running=False)
        self.retranslate()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S, 3 * S, S)
        bar.setSpacing(S)
        for widget in (
            self._model_label, self._versions, self._against_label, self._against, self._data_label, self._data,
            self._slices, self._run, self._bar, self._stop, self._stage,
        ):  # fmt: skip
            bar.addWidget(widget)
        self._bar.setFixedWidth(12 * S)
        self._slices.setMinimumWidth(16 * S)
        for box in (self._versions, self._against, self._data):  # what they offer changes with the model
            box.setSizeAdjustPolicy(QComboBox.SizeAdjustPolicy.AdjustToContents)
        bar.addStretch(1)
        for page in (self._view, self._pair, Skeleton()):
            self._shown.addWidget(page)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(inset(self._table))
        splitter.addWidget(self._shown)
        splitter.setSizes([356, 776])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._failed)
        column.addWidget(self._stack, 1)

    def _metric(self) -> str:
        return self._state.facts.metric if self._state.facts else "accuracy"

    # What the store says.

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        self._run.setEnabled(facts is not None and bool(facts.versions))
        if facts is None:
            self._watch.forget()
            self._show_running(running=False)
            return
        named = [(words.version_label(facts.model, v.number), v.number) for v in facts.versions]
        refill(self._versions, named)
        chosen = self._against.currentData()
        refill(self._against, [(self.tr("nothing"), _ALONE), *named])
        if chosen is None:
            self._against.setCurrentIndex(0)
        refill(self._data, [(words.data_version(v), v.number) for v in facts.data_versions])
        known = {e.id for e in self._model.things}
        results = self._results(facts)
        self._model.show(results)
        self._stack.setCurrentIndex(1 if results else 0)
        if results and results[0].id not in known:
            self._table.selectRow(0)

    def choose_versions(self, numbers: Sequence[int]) -> None:
        """Let these versions (one, or two to be compared) be the ones that are evaluated next."""
        for box, number in zip((self._versions, self._against), numbers, strict=False):
            box.setCurrentIndex(max(0, box.findData(number)))

    def show_result(self, evaluation_id: str) -> None:
        """Choose an evaluation by its id, or the comparison that it belongs to."""
        rows = self._table.model()
        for row in range(rows.rowCount()):
            result: Result = rows.index(row, 0).data(RECORD_ROLE)
            within = [m.evaluation_id for m in result.members] if isinstance(result, Comparison) else []
            if evaluation_id in (result.id, *within):
                self._table.selectRow(row)

    def _results(self, facts: ModelFacts) -> list[Result]:
        """Newest first; an evaluation that belongs to a comparison is seen there."""
        within = {m.evaluation_id for c in facts.comparisons for m in c.members}
        alone = [e for e in facts.evaluations if e.id not in within]
        return sorted([*alone, *facts.comparisons], key=lambda r: r.created_at, reverse=True)

    # What is shown.

    def _on_selection_changed(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        result: Result | None = rows[0].data(RECORD_ROLE) if rows else None
        if result is None:
            self._wanted = ""
            self._view.show_evaluation(None)
            return
        self._wanted = result.id
        self._shown.setCurrentIndex(2)
        self._workspace.tasks.start(self._load(result), owner=self)

    async def _load(self, result: Result) -> None:
        """The whole records, with their curves: lists have them without."""
        ids = [result.id] if isinstance(result, Evaluation) else [m.evaluation_id for m in result.members]
        found: list[Evaluation] = await self._workspace.tasks.call(
            self._workspace.desk.evaluations.whole, ids
        )
        if result.id != self._wanted:
            return
        if isinstance(result, Comparison):
            self._pair.show_comparison(result, {e.id: e for e in found}, self._metric())
            self._shown.setCurrentWidget(self._pair)
        else:
            self._view.show_evaluation(found[0] if found else None)
            self._shown.setCurrentWidget(self._view)

    # Doing.

    def _on_run_clicked(self) -> None:
        facts = self._state.facts
        if facts is None or not self._versions.count() or not self._data.count() or self._stop.isVisible():
            return
        data = f"{facts.dataset.name}@{self._data.currentData()}"
        model = f"{facts.model.name}@{self._versions.currentData()}"
        against = self._against.currentData()
        if against in (_ALONE, None, self._versions.currentData()):
            slices = tuple(part.strip() for part in self._slices.text().split(";") if part.strip())
            self._workspace.tasks.start(self._evaluate(model, data, slices), owner=self)
        else:
            pair = (f"{facts.model.name}@{against}", model)
            self._workspace.tasks.start(self._compare(pair, data), owner=self)

    async def _evaluate(self, model: str, data: str, slices: tuple[str, ...]) -> None:
        desk = self._workspace.desk
        self._follow(await self._workspace.tasks.call(desk.evaluate, model, data, slices=slices))

    async def _compare(self, pair: tuple[str, str], data: str) -> None:
        self._follow(await self._workspace.tasks.call(self._workspace.desk.compare, pair, data))

    def _follow(self, job: Job) -> None:
        self._show_running(running=True)
        self._watch.follow(job)

    def _on_stop_clicked(self) -> None:
        job = self._watch.job
        if job is not None:
            jobs = self._workspace.desk.jobs
            self._workspace.tasks.start(self._workspace.tasks.call(jobs.stop, job.id), owner=self)

    def _on_event(self, event: JobEvent) -> None:
        if isinstance(event, JobProgressed):
            progress = event.progress
            self._bar.setRange(0, _STEPS if progress.total else 0)
            self._bar.setValue(round(_STEPS * progress.done / progress.total) if progress.total else 0)
            self._stage.setText(stored_word(progress.stage))
        elif isinstance(event, JobFinished):
            self._watch.forget()
            self._show_running(running=False)
            if event.state is JobState.SUCCEEDED:
                self._state.refresh()
            elif event.error is not None:
                self._failed.setText(f"{event.error.message} {event.error.hint}".strip())
                self._failed.show()

    def _show_running(self, *, running: bool) -> None:
        for widget in (self._bar, self._stop, self._stage):
            widget.setVisible(running)
        self._run.setVisible(not running)
        self._failed.hide()
        self._slices.setVisible(not running)
        if running:
            self._bar.setRange(0, 0)
            self._stage.setText("")

    def _name_the_button(self) -> None:
        alone = self._against.currentData() in (_ALONE, None)
        self._run.setText(self.tr("Evaluate") if alone else self.tr("Compare"))
        self._slices.setEnabled(alone)

    def retranslate(self) -> None:
        self._model_label.setText(self.tr("Version"))
        self._against_label.setText(self.tr("against"))
        self._data_label.setText(self.tr("on data"))
        self._versions.setAccessibleName(self.tr("Model version"))
        self._against.setAccessibleName(self.tr("Model version to compare with"))
        self._data.setAccessibleName(self.tr("Data version"))
        self._slices.setAccessibleName(self.tr("Slices"))
        self._slices.setPlaceholderText(self.tr("slices: plan; age > 60"))
        self._slices.setToolTip(
            self.tr(
                "Columns or filters, separated by semicolons: rows to be judged by themselves. The worst are found anyway."
            )
        )
        self._bar.setAccessibleName(self.tr("Progress"))
        self._stop.setText(self.tr("Stop"))
        self._table.setAccessibleName(self.tr("Evaluations and comparisons"))
        self._empty.set_texts(
            self.tr("No evaluations yet"),
            self.tr(
                "Test a version on any data version, or against another one; rows that it was trained on are left out."
            ),
        )
        self._name_the_button()
        self._model.retranslate()
        self._on_facts_changed()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
