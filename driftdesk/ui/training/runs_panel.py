"""All runs of a model in a table; select several to overlay and compare them."""

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

from PySide6.QtCore import QEvent, Qt
from PySide6.QtWidgets import QHBoxLayout, QSplitter, QVBoxLayout, QWidget

from driftdesk.core.entities import Run
from driftdesk.ui.plots.live import LivePlot
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.training.tables import differing, run_fields, sortable_table
from driftdesk.ui.widgets.basics import EmptyState, label
from driftdesk.ui.widgets.data_table import inset
from driftdesk.ui.widgets.list_table import RECORD_ROLE, ListTableModel
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.storage.series import RunSeries

OVERLAID = 8
"""So many curves can still be told apart."""


class RunsPanel(QWidget):
    def __init__(self, workspace: Workspace, state: ModelState) -> None:
        super().__init__()
        self._workspace = workspace
        self._state = state
        self._model: ListTableModel[Run] = ListTableModel(run_fields(self._metric), lambda r: r.id, self)
        self._table = sortable_table(
            self._model, workspace, "training/runs", 80, 80, 160, 100, 100, 90, 90, 120
        )
        self._plot = LivePlot()
        self._caption = label("", "caption")
        self._differences = label("", "muted", wrap=True)
        self._empty = EmptyState("train", "")
        self._splitter = QSplitter(Qt.Orientation.Vertical)
        lower = QWidget()
        column = QVBoxLayout(lower)
        column.setContentsMargins(3 * S, S, 3 * S, 2 * S)
        column.setSpacing(S)
        head = QHBoxLayout()
        head.setSpacing(2 * S)
        head.addWidget(self._caption)
        head.addWidget(self._differences, 1)
        column.addLayout(head)
        column.addWidget(self._plot, 1)
        self._splitter.addWidget(inset(self._table))
        self._splitter.addWidget(lower)
        self._splitter.setSizes([300, 300])
        self._splitter.setChildrenCollapsible(False)
        whole = QVBoxLayout(self)
        whole.setContentsMargins(0, 0, 0, 0)
        whole.addWidget(self._splitter)
        whole.addWidget(self._empty)
        self._table.selectionModel().selectionChanged.connect(self._on_selection_changed)
        state.changed.connect(self._on_facts_changed)
        self.retranslate()

    def _metric(self) -> str:
        return self._state.facts.metric if self._state.facts else "accuracy"

    def _on_facts_changed(self) -> None:
        runs = self._state.facts.runs if self._state.facts else ()
        self._model.show(runs)
        self._splitter.setVisible(bool(runs))
        self._empty.setVisible(not runs)
        if runs and not self._table.selectionModel().hasSelection():
            self._table.selectRow(0)

    def _on_selection_changed(self) -> None:
        rows = self._table.selectionModel().selectedRows()
        runs: list[Run] = [index.data(RECORD_ROLE) for index in rows[:OVERLAID]]
        self._workspace.tasks.start(self._compare(runs), owner=self)

    async def _compare(self, runs: list[Run]) -> None:
        series = self._workspace.desk.training.curves
        loaded = await asyncio.gather(*(self._workspace.tasks.call(series, r.id, -1) for r in runs))
        name = f"validation_{self._metric()}"
        self._plot.show_series({f"#{r.number}": f"#{r.number}" for r in runs})
        for run, points in zip(runs, loaded, strict=True):
            self._overlay(f"#{run.number}", name, points)
        self._caption.setText(self.tr("{metric}, validation").format(metric=words.metric(self._metric())))
        self._differences.setText(self._what_differs(runs))

    def _overlay(self, label_text: str, name: str, series: "RunSeries") -> None:
        self._plot.extend(replace(series, values={label_text: series.values_of(name)}))

    def _what_differs(self, runs: list[Run]) -> str:
        if len(runs) < 2:
            return self.tr("Select several runs to compare them")
        differences = differing(runs)
        said = []
        for run in runs:
            values = ", ".join(f"{k} {v}" for k, v in differences[run.id].items() if v is not None)
            said.append(f"#{run.number}: {values or run.trainer}")
        return "   ".join(said)

    def retranslate(self) -> None:
        self._table.setAccessibleName(self.tr("Runs"))
        self._empty.set_texts(
            self.tr("No runs yet"),
            self.tr("Every training leaves a run here, with its parameters, curves and result."),
        )
        self._model.retranslate()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
