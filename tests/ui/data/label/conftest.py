"""The Label tab, open on a dataset in memory whose first rows have no label."""

from collections.abc import Callable
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import (
    ROW_ID,
    Informativeness,
    Job,
    JobKind,
    LabelQueue,
    Suggestion,
    Task,
    ValueCount,
)
from driftdesk.core.errors import SchemaError
from driftdesk.core.labels.importing import ImportedLabels
from driftdesk.core.labels.todo import LabelProgress
from driftdesk.ui.data.label.panel import LabelPanel
from driftdesk.ui.data.tab import DataTab
from tests.ui.data.desk import SCHEMA, DataDesk

Key = Qt.Key
UNLABELLED = 6


@dataclass
class FakeTodo:
    """As much of a ``Todo`` as the window looks at."""

    source: Any
    target: Any
    queue: LabelQueue | None
    row_ids: tuple[int, ...]
    suggestions: dict[int, Suggestion]
    total: int
    asked: list[list[int]] = field(default_factory=list)

    def rows(self, row_ids: Any) -> list[dict[str, Any]]:
        self.asked.append(list(row_ids))
        rows = {r[ROW_ID]: r for r in self.source.table.to_pylist()}
        return [rows[i] for i in row_ids]


class FakeLabels:
    """Labels over the drafts of memory. ``queue`` is given; ``target`` may be taken away."""

    def __init__(self, desk: DataDesk) -> None:
        self._desk = desk
        self.queue: LabelQueue | None = None
        self.has_target = True
        self.exported: list[Any] = []
        self.told = ImportedLabels(
            tasks=3,
            labelled=2,
            changed=0,
            unchanged=1,
            without_label=0,
            conflicting=0,
            gone=0,
            foreign=1,
            unusable=0,
        )

    def _source(self, name: str) -> Any:
        if not self.has_target:
            raise SchemaError(f"{name} has no target column.")
        draft = self._desk.drafts.find(name)
        if draft is not None:
            return self._desk.drafts.source(draft)
        return self._desk.tables.source(self._desk.datasets.version(self._desk.datasets.get(name)))

    def todo(self, name: str, limit: int = 10_000, context: Any = None) -> FakeTodo:
        source = self._source(name)
        ids = [r[ROW_ID] for r in source.table.to_pylist() if r["churned"] is None]
        found = self.queue.suggestions() if self.queue is not None else {}
        order = [*(i for i in found if i in ids), *(i for i in ids if i not in found)]
        return FakeTodo(source, SCHEMA.target, self.queue, tuple(order), found, len(ids))

    def progress(self, name: str, context: Any = None) -> LabelProgress:
        values = [r["churned"] for r in self._source(name).table.to_pylist()]
        counts = {"false": values.count(False), "true": values.count(True)}
        classes = tuple(ValueCount(value=v, rows=n) for v, n in counts.items())
        return LabelProgress(rows=len(values), labelled=sum(counts.values()), classes=classes)

    def export_tasks(self, *asked: Any) -> Any:
        self.exported.append(asked)
        return SimpleNamespace(tasks=6, file=str(asked[1]), configuration="tasks.xml")

    def import_tasks(self, *asked: Any) -> ImportedLabels:
        return self.told


class Labels:
    """The panel, and hands for it."""

    def __init__(self, panel: LabelPanel, desk: DataDesk, qtbot: QtBot, settle: Callable[[], None]) -> None:
        self.panel, self.desk, self._qtbot, self.settle = panel, desk, qtbot, settle
        self.labelling, self.answers = panel.labelling, panel.answers

    def press(self, *keys: Qt.Key, held: Qt.KeyboardModifier = Qt.KeyboardModifier.NoModifier) -> None:
        for key in keys:
            self._qtbot.keyClick(self.panel, key, held)

    def store(self) -> None:
        """Let what was answered get into the draft."""
        self.labelling.flush()
        self.settle()

    def stored(self) -> dict[int, Any]:
        """The labels of the rows that had none."""
        draft = self.desk.drafts.find("churn")
        if draft is None:
            return {}
        rows = self.desk.drafts.source(draft).table.to_pylist()
        return {r[ROW_ID]: r["churned"] for r in rows if r[ROW_ID] < UNLABELLED and r["churned"] is not None}

    def edits(self) -> int:
        draft = self.desk.drafts.find("churn")
        return draft.position if draft is not None else 0


@pytest.fixture
def labels(desk: DataDesk) -> FakeLabels:
    made = FakeLabels(desk)
    desk.labels = made  # type: ignore[attr-defined]  # the fake desk has what a test gives it
    return made


def queue_of(dataset_id: str) -> LabelQueue:
    return LabelQueue(
        id=dataset_id,
        version=1,
        column_id="c4",
        model="model",
        model_id="m",
        number=3,
        by=Informativeness.MARGIN,
        total=UNLABELLED,
        row_ids=(4, 2),
        labels=(True, False),
        confidences=(0.52, 0.6),
    )


@pytest.fixture
def open_labels(
    desk: DataDesk,
    labels: FakeLabels,
    open_tab: Callable[[], DataTab],
    qtbot: QtBot,
    settle: Callable[[], None],
) -> Callable[..., Labels]:
    """Show the Label tab of a dataset of 50 rows, six of them without a label."""

    def make(*, suggested: bool = False, unlabelled: int = UNLABELLED) -> Labels:
        dataset = desk.add_dataset("churn", 50, task=Task.BINARY)
        version = desk.chain[dataset.id][0]
        table = desk.data[version.id]
        values = [None] * unlabelled + table.column("churned").to_pylist()[unlabelled:]
        at = table.column_names.index("churned")
        desk.data[version.id] = table.set_column(at, "churned", [values])
        labels.queue = queue_of(dataset.id) if suggested else None
        tab = open_tab()
        tab.open_dataset(dataset.id)
        settle()
        tab.view.show_panel("labels")
        settle()
        return Labels(tab.view.labels, desk, qtbot, settle)

    return make


def job_of(desk: DataDesk) -> Callable[..., Job]:
    def suggest_labels(name: str, model: str = "", *, by: str = "margin") -> Job:
        return desk.enqueue("suggest", JobKind.SUGGEST, "Suggest", (name, model, by))

    return suggest_labels
