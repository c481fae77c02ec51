"""Test a model version on a data version, and look at the results so far."""

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import (
    QComboBox,
    QGridLayout,
    QHBoxLayout,
    QSplitter,
    QStackedWidget,
    QVBoxLayout,
    QWidget,
)

from driftdesk.core.entities import Evaluation
from driftdesk.ui import figures
from driftdesk.ui.plots.confusion import ConfusionPlot
from driftdesk.ui.plots.curve import CurvePlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.choices import refill
from driftdesk.ui.training.state import ModelFacts, ModelState
from driftdesk.ui.training.tables import evaluation_fields, sortable_table
from driftdesk.ui.widgets.basics import EmptyState, button, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import RECORD_ROLE, ListTableModel
from driftdesk.ui.workspace import Workspace


class EvaluationView(QWidget):
    """One evaluation: its metrics, where it errs, and its curve."""

    def __init__(self) -> None:
        super().__init__()
        self._evaluation: Evaluation | None = None
        self._title = label("", "heading")
        self._note = label("", "muted", wrap=True)
        self._metrics = QGridLayout()
        self._metrics.setHorizontalSpacing(4 * S)
        self._metrics.setVerticalSpacing(0)
        self._confusion = ConfusionPlot()
        self._curve = CurvePlot()
        plots = QHBoxLayout()
        plots.setSpacing(2 * S)
        plots.addWidget(self._confusion, 1)
        plots.addWidget(self._curve, 1)
        row = QHBoxLayout()
        row.addLayout(self._metrics)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addLayout(row)
        column.addLayout(plots, 1)

    def show_evaluation(self, evaluation: Evaluation | None) -> None:
        self._evaluation = evaluation
        while self._metrics.count():
            item = self._metrics.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        if evaluation is None:
            self._title.setText("")
            self._note.setText("")
            return
        e = evaluation
        self._title.setText(
            self.tr("v{model} on data v{data}").format(model=e.model_version, data=e.dataset_version)
        )
        note = self.tr("{n} rows").format(n=figures.count(e.rows))
        if e.excluded_training_rows:
            left_out = self.tr("{n} rows left out because the model was trained on them")
            note += " · " + left_out.format(n=figures.count(e.excluded_training_rows))
        self._note.setText(note)
        for at, (name, value) in enumerate(e.metrics.items()):
            self._metrics.addWidget(label(words.metric(name), "caption"), 0, at)
            self._metrics.addWidget(label(figures.figure(value), "title"), 1, at)
        self._confusion.setVisible(e.confusion is not None)
        if e.confusion is not None:
            self._confusion.show_confusion(e.classes, e.confusion)
        self._curve.setVisible(e.roc is not None or e.residuals is not None)
        if e.roc is not None:
            self._curve.show_roc(e.roc)
        elif e.residuals is not None:
            self._curve.show_residuals(e.residuals)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.show_evaluation(self._evaluation)
        super().changeEvent(event)


class EvaluatePanel(QWidget):
    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._versions = QComboBox()
        self._data = QComboBox()
        self._run = button("", "primary", "evaluate")
        self._model_label, self._data_label = label(), label()
        self._model: ListTableModel[Evaluation] = ListTableModel(
            evaluation_fields(self._metric), lambda e: e.id, self
        )
        self._table = sortable_table(self._model, workspace, "training/evaluations", 72, 64, 80, 80)
        self._view = EvaluationView()
        self._empty = EmptyState("evaluate", "")
        self._stack = QStackedWidget()
        self._lay_out()
        self._run.clicked.connect(self._on_run_clicked)
        self._table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        state.changed.connect(self._on_facts_changed)
        self.retranslate()

    def _lay_out(self) -> None:
        bar = QHBoxLayout()
        bar.setContentsMargins(3 * S, S, 3 * S, S)
        bar.setSpacing(S)
        for widget in (self._model_label, self._versions, self._data_label, self._data, self._run):
            bar.addWidget(widget)
        bar.addStretch(1)
        splitter = QSplitter(Qt.Orientation.Horizontal)
        splitter.addWidget(inset(self._table))
        splitter.addWidget(self._view)
        splitter.setSizes([440, 800])
        splitter.setStretchFactor(1, 1)
        splitter.setChildrenCollapsible(False)
        self._stack.addWidget(self._empty)
        self._stack.addWidget(splitter)
        column = QVBoxLayout(self)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addLayout(bar)
        column.addWidget(self._stack, 1)

    def _metric(self) -> str:
        return self._state.facts.metric if self._state.facts else "accuracy"

    def _on_facts_changed(self) -> None:
        facts = self._state.facts
        self._run.setEnabled(facts is not None and bool(facts.versions))
        if facts is None:
            return
        refill(
            self._versions, [(f"v{v.number}{self._alias(facts, v.number)}", v.number) for v in facts.versions]
        )
        refill(self._data, [(words.data_version(v), v.number) for v in facts.data_versions])
        known = {e.id for e in self._model.things}
        self._model.show(facts.evaluations)
        self._stack.setCurrentIndex(1 if facts.evaluations else 0)
        if facts.evaluations and facts.evaluations[0].id not in known:
            self._table.selectRow(0)

    def _alias(self, facts: ModelFacts, number: int) -> str:
        if number == facts.model.champion:
            return "  ·  " + self.tr("champion")
        return "  ·  " + self.tr("challenger") if number == facts.model.challenger else ""

    def _on_selection_changed(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        self._view.show_evaluation(rows[0].data(RECORD_ROLE) if rows else None)

    def _on_run_clicked(self) -> None:
        facts = self._state.facts
        if facts is not None and self._versions.count() and self._data.count():
            model = f"{facts.model.name}@{self._versions.currentData()}"
            data = f"{facts.dataset.name}@{self._data.currentData()}"
            self._workspace.tasks.start(self._evaluate(model, data), owner=self)

    async def _evaluate(self, model: str, data: str) -> None:
        await self._workspace.tasks.call(self._workspace.desk.evaluate, model, data)

    def retranslate(self) -> None:
        self._model_label.setText(self.tr("Model version"))
        self._data_label.setText(self.tr("on data"))
        self._versions.setAccessibleName(self._model_label.text())
        self._data.setAccessibleName(self.tr("Data version"))
        self._run.setText(self.tr("Evaluate"))
        self._table.setAccessibleName(self.tr("Evaluations"))
        self._empty.set_texts(
            self.tr("No evaluations yet"),
            self.tr("Test a version on any data version; rows that it was trained on are left out."),
        )
        self._model.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
