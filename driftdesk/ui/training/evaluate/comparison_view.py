"""Model versions held against each other on the same rows."""

from collections.abc import Mapping

from PySide6.QtCore import QEvent
from PySide6.QtGui import QResizeEvent
from PySide6.QtWidgets import QComboBox, QHBoxLayout, QVBoxLayout, QWidget

from driftdesk.core.entities import LOWER_IS_BETTER, Comparison, Evaluation, PairedDifference
from driftdesk.ui import figures
from driftdesk.ui.theme.style import ROW, S
from driftdesk.ui.training import words
from driftdesk.ui.training.choices import refill
from driftdesk.ui.training.evaluate.fields import TELLING, between, difference_fields, models_of, signed
from driftdesk.ui.training.evaluate.figures_view import FiguresView
from driftdesk.ui.training.evaluate.scenes import Named
from driftdesk.ui.training.tables import sortable_table
from driftdesk.ui.widgets.basics import label
from driftdesk.ui.widgets.list_table import ListTableModel
from driftdesk.ui.workspace import Workspace

_ALL_COLUMNS = 820
"""Pixels from which on the p-value before the correction has a column, too."""
_UNCORRECTED = 7
_TOKENS = ("reference", "current")


class ComparisonView(QWidget):
    """The first one is grey, the second one has the accent."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._comparison: Comparison | None = None
        self._evaluations: Mapping[str, Evaluation] = {}
        self._metric = ""
        self._two = ("", "")
        self._title = label("", "heading")
        self._pairs = QComboBox()
        self._verdict = label("", wrap=True)
        self._note = label("", "caption", wrap=True)
        self._model: ListTableModel[PairedDifference] = ListTableModel(
            difference_fields(lambda: self._comparison, lambda: self._two),
            lambda d: (d.first, d.second, d.metric),
            self,
        )
        self._table = sortable_table(
            self._model, workspace, "training/pairs", 130, 54, 54, 80, 142, 80, 122, 92
        )
        self._table.stretch(0)
        self.figures = FiguresView(workspace)
        self._lay_out()
        self._pairs.activated.connect(self._show_pair)
        self.retranslate()

    def _lay_out(self) -> None:
        head = QHBoxLayout()
        head.addWidget(self._title, 1)
        head.addWidget(self._pairs)
        column = QVBoxLayout(self)
        column.setContentsMargins(3 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        column.addLayout(head)
        column.addWidget(self._verdict)
        column.addWidget(self._note)
        column.addWidget(self._table)
        column.addWidget(self.figures, 1)

    def show_comparison(
        self, comparison: Comparison, evaluations: Mapping[str, Evaluation], metric: str
    ) -> None:
        """``evaluations`` of its members, by id; ``metric``: the one that the model is judged by."""
        self._comparison, self._evaluations, self._metric = comparison, evaluations, metric
        names = self._names(comparison)
        pairs = list(dict.fromkeys((d.first, d.second) for d in comparison.differences))
        refill(self._pairs, [(f"{names[a]} : {names[b]}", f"{a}:{b}") for a, b in pairs])
        self._pairs.setVisible(len(pairs) > 1)
        self._show_pair()

    def _names(self, comparison: Comparison) -> list[str]:
        several = len({m.model for m in comparison.members}) > 1
        return [f"{m.model} v{m.version}" if several else f"v{m.version}" for m in comparison.members]

    def _show_pair(self, *_: object) -> None:
        comparison = self._comparison
        if comparison is None:
            return
        chosen = str(self._pairs.currentData() or "0:1").split(":")
        pair = int(chosen[0]), int(chosen[1])
        names = self._names(comparison)
        told = [d for d in comparison.differences if (d.first, d.second) == pair]
        self._title.setText(
            self.tr("{models} on data v{data}").format(
                models=models_of(comparison), data=comparison.dataset_version
            )
        )
        self._verdict.setText(self._said(told, names))
        self._note.setText(self._rows(comparison, pair))
        self._two = names[pair[0]], names[pair[1]]
        self._model.show(told)
        self._model.retranslate()  # the names of the two stand in the header
        self._table.setFixedHeight((len(told) + 1) * ROW + 4)
        shown = [
            Named(names[at], self._evaluations[comparison.members[at].evaluation_id], token)
            for at, token in zip(pair, _TOKENS, strict=True)
            if comparison.members[at].evaluation_id in self._evaluations
        ]
        self.figures.show_evaluations(shown)

    def _said(self, told: list[PairedDifference], names: list[str]) -> str:
        """The verdict on the metric that judges."""
        judged = next((d for d in told if d.metric == self._metric), told[0] if told else None)
        if judged is None:
            return ""
        facts = {
            "first": names[judged.first],
            "second": names[judged.second],
            "metric": words.metric(judged.metric),
            "difference": signed(judged.difference),
            "interval": between(judged.low, judged.high),
            "p": figures.evidence(judged.p_corrected),
        }
        if judged.p_corrected > TELLING:
            said = self.tr(
                "No difference beyond chance: {metric} {difference} ({interval}) from {first} to {second}, {p}."
            )
        elif (judged.difference < 0) == (judged.metric in LOWER_IS_BETTER):
            said = self.tr("{second} is better than {first}: {metric} {difference} ({interval}), {p}.")
        else:
            said = self.tr("{second} is worse than {first}: {metric} {difference} ({interval}), {p}.")
        return said.format(**facts)

    def _rows(self, comparison: Comparison, pair: tuple[int, int]) -> str:
        notes = [
            self.tr("{n} rows that none of them was trained on").format(n=figures.count(comparison.rows)),
            self.tr("p is corrected for all differences (Holm)"),
        ]
        agreement = next((a for a in comparison.agreements if (a.first, a.second) == pair), None)
        if agreement is not None:
            alone = self.tr("right alone: {a} {first}, {b} {second}")
            names = self._names(comparison)
            counts = figures.count(agreement.only_first), figures.count(agreement.only_second)
            notes.insert(
                1, alone.format(a=names[pair[0]], b=names[pair[1]], first=counts[0], second=counts[1])
            )
        return " · ".join(notes)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        self._table.setColumnHidden(_UNCORRECTED, self.width() < _ALL_COLUMNS)

    def retranslate(self) -> None:
        self._table.setAccessibleName(self.tr("Differences"))
        self._pairs.setAccessibleName(self.tr("Which two"))
        self._model.retranslate()
        self._show_pair()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
