"""One evaluation: what to distrust, its metrics with their intervals, its figures."""

from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QGridLayout, QHBoxLayout, QVBoxLayout, QWidget

from driftdesk.core.entities import Evaluation
from driftdesk.ui import figures
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.evaluate.fields import between
from driftdesk.ui.training.evaluate.figures_view import FiguresView
from driftdesk.ui.training.evaluate.scenes import Named
from driftdesk.ui.widgets.basics import label
from driftdesk.ui.workspace import Workspace

_WARNINGS = 3
"""Said at once; the others in the tooltip."""


class EvaluationView(QWidget):
    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._evaluation: Evaluation | None = None
        self._title = label("", "heading")
        self._note = label("", "muted", wrap=True)
        self._warnings = label("", "error", wrap=True)
        self._metrics = QGridLayout()
        self._metrics.setHorizontalSpacing(3 * S)
        self._metrics.setVerticalSpacing(0)
        self.figures = FiguresView(workspace)
        row = QHBoxLayout()
        row.addLayout(self._metrics)
        row.addStretch(1)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        column.addWidget(self._title)
        column.addWidget(self._note)
        column.addWidget(self._warnings)
        column.addLayout(row)
        column.addWidget(self.figures, 1)

    def show_evaluation(self, evaluation: Evaluation | None) -> None:
        self._evaluation = evaluation
        self._show_metrics()
        self.figures.show_evaluations([] if evaluation is None else [Named("", evaluation)])
        if evaluation is None:
            for each in (self._title, self._note, self._warnings):
                each.setText("")
            return
        named = self.tr("v{model} on data v{data}")
        self._title.setText(named.format(model=evaluation.model_version, data=evaluation.dataset_version))
        self._note.setText(self._what_rows(evaluation))
        told = [f"⚠ {w.text}" for w in evaluation.warnings]
        more = len(told) - _WARNINGS
        shown = told[:_WARNINGS] + ([self.tr("and {n} more").format(n=more)] if more > 0 else [])
        self._warnings.setText("\n".join(shown))
        self._warnings.setToolTip("\n".join(f"{w.text} {w.hint}" for w in evaluation.warnings))
        self._warnings.setVisible(bool(told))

    def _what_rows(self, evaluation: Evaluation) -> str:
        notes = [self.tr("{n} rows").format(n=figures.count(evaluation.rows))]
        if evaluation.excluded_training_rows:
            left_out = self.tr("{n} rows left out because the model was trained on them")
            notes.append(left_out.format(n=figures.count(evaluation.excluded_training_rows)))
        if evaluation.sampled_out:
            sampled = self.tr("{n} rows left out at random, as there are too many")
            notes.append(sampled.format(n=figures.count(evaluation.sampled_out)))
        if evaluation.duplicate_training_rows:
            equal = self.tr("equal to a training row: {n}")
            notes.append(equal.format(n=figures.count(evaluation.duplicate_training_rows)))
        return " · ".join(notes)

    def _show_metrics(self) -> None:
        while self._metrics.count():
            item = self._metrics.takeAt(0)
            widget = item.widget() if item else None
            if widget is not None:
                widget.deleteLater()
        if self._evaluation is None:
            return
        for at, (name, value) in enumerate(self._evaluation.metrics.items()):
            ends = self._evaluation.intervals.get(name)
            interval = label(between(*ends) if ends else "", "caption")
            interval.setToolTip(self.tr("95 % interval, by drawing the rows again (bootstrap)"))
            self._metrics.addWidget(label(words.metric(name), "caption"), 0, at)
            self._metrics.addWidget(label(figures.figure(value), "title"), 1, at)
            self._metrics.addWidget(interval, 2, at)

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.show_evaluation(self._evaluation)
        super().changeEvent(event)
