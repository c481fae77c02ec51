"""The model that the Training tab shows, with everything its panels read; loaded off the window's thread."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, QTimer, Signal

from driftdesk.core.entities import (
    PRIMARY_METRIC,
    Comparison,
    Dataset,
    DatasetVersion,
    Evaluation,
    Model,
    ModelVersion,
    PerformanceReport,
    Run,
    Split,
)
from driftdesk.ui.activity.words import Shown, shown_state
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk

PARTS = ("train", "validation", "test")
"""Of a split that a model can learn by."""

RELOAD_MS = 150
REPORTS = 20
"""So many of the last reports on performance can be chosen."""
_FOLLOWED = frozenset(
    {
        "*",
        "models",
        "runs",
        "model_versions",
        "evaluations",
        "comparisons",
        "dataset_versions",
        "datasets",
        "performance_reports",
    }
)


@dataclass(frozen=True)
class ModelFacts:
    """One consistent reading of a model and what belongs to it. Lists are newest first."""

    model: Model
    dataset: Dataset
    data_versions: tuple[DatasetVersion, ...]
    versions: tuple[ModelVersion, ...]
    runs: tuple[Run, ...]
    evaluations: tuple[Evaluation, ...]
    """Without their curves."""
    trashed_versions: tuple[ModelVersion, ...] = ()
    splits: tuple[Split, ...] = ()
    """Of the dataset's versions, those that a model can learn by."""
    comparisons: tuple[Comparison, ...] = ()
    performance: tuple[PerformanceReport, ...] = ()
    """The last ones: of the model, and of predictions that stand in its dataset."""

    @property
    def metric(self) -> str:
        """The metric that this model is judged by."""
        return PRIMARY_METRIC[self.model.task]

    def version(self, number: int | None) -> ModelVersion | None:
        return next((v for v in self.versions if v.number == number), None)

    @property
    def latest_performance(self) -> PerformanceReport | None:
        """The last look at the champion's performance."""
        champion = self.model.champion
        return next((r for r in self.performance if r.model_id and r.model_version == champion), None)

    @property
    def champion(self) -> ModelVersion | None:
        return self.version(self.model.champion)


def read_facts(desk: "Desk", model_id: str) -> ModelFacts:
    """Everything about a model, by a few queries. Raises NotFoundError."""
    model = desk.training.by_id(model_id)
    dataset = desk.datasets.by_id(model.dataset_id)
    return ModelFacts(
        model=model,
        dataset=dataset,
        data_versions=tuple(desk.datasets.versions(dataset.name)),
        versions=tuple(desk.registry.versions(model)),
        trashed_versions=tuple(desk.registry.versions(model, trash=True)),
        runs=tuple(desk.training.runs(model)),
        evaluations=tuple(desk.evaluations.summaries(model)),
        comparisons=tuple(desk.evaluations.comparisons(model)),
        splits=tuple(
            s for s in desk.splits.list(dataset.name) if {"train", "test"} <= {*s.spec.shares} <= {*PARTS}
        ),
        performance=_performance(desk, model, dataset),
    )


def _performance(desk: "Desk", model: Model, dataset: Dataset) -> tuple[PerformanceReport, ...]:
    found = [
        *desk.performance.reports(model, REPORTS),
        *desk.performance.reports_of_predictions(dataset, REPORTS),
    ]
    return tuple(sorted(found, key=lambda r: r.created_at, reverse=True)[:REPORTS])


class ModelState(QObject):
    """``facts`` of the open model; read again, at most a few times a second, when the store says that they changed."""

    changed = Signal()
    """``facts`` are new."""

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._model_id = ""
        self.facts: ModelFacts | None = None
        self._timer = QTimer(self, interval=RELOAD_MS, singleShot=True)
        self._timer.timeout.connect(self._reload)
        workspace.feed.changed.connect(self._on_store_changed)
        self._states: dict[str, Shown] = {}
        """Of the jobs of runs, by id, as they were last seen: a run stands as its job does."""
        workspace.jobs.job_changed.connect(self._on_job_changed)

    def open(self, model_id: str) -> None:
        if model_id != self._model_id:
            self._model_id = model_id
            self.facts = None
            self.changed.emit()
        self._reload()

    def refresh(self) -> None:
        """Something of the model is new."""
        self._reload()

    def _on_store_changed(self, change: object) -> None:
        if self._model_id and getattr(change, "collection", "") in _FOLLOWED and not self._timer.isActive():
            self._timer.start()

    def _on_job_changed(self, job_id: str) -> None:
        job = self._workspace.jobs.job(job_id)
        if self.facts is None or job is None or all(r.job_id != job_id for r in self.facts.runs):
            return
        shown = shown_state(job)
        if self._states.get(job_id) != shown and not self._timer.isActive():
            self._timer.start()
        self._states[job_id] = shown

    def _reload(self) -> None:
        if self._model_id:
            self._workspace.tasks.start(self._load(self._model_id), owner=self)

    async def _load(self, model_id: str) -> None:
        facts = await self._workspace.tasks.call(read_facts, self._workspace.desk, model_id)
        if model_id == self._model_id:
            self.facts = facts
            self.changed.emit()
