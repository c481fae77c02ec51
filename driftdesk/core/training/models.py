"""Models, presets and what hangs on them: making, finding, listing."""

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.core.entities import (
    AuditEntry,
    Dataset,
    DatasetVersion,
    Evaluation,
    MetricPoint,
    Model,
    Run,
    Task,
)
from driftdesk.core.errors import ConflictError, NotFoundError, SchemaError
from driftdesk.core.storage.store import Session, Store
from driftdesk.core.training.life import as_seen
from driftdesk.core.training.registry import Registry, check_model_name

if TYPE_CHECKING:
    from driftdesk.core.storage.series import RunSeries
    from driftdesk.core.training.curves import Curve


class ModelService:
    """The part of ``TrainingService`` that only reads and writes records."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._registry = Registry(store)

    def create_model(self, name: str, dataset: Dataset, task: Task, target: str, who: str = "") -> Model:
        """Raises ConflictError where the name is taken, ParameterError where it cannot be a name."""
        model = self.new_model(name, dataset, task, target, who)
        try:
            self._store.run_in_transaction(lambda session: self.keep_model(model, dataset, session))
        except ConflictError as error:
            raise ConflictError(
                f"There is already a model called {name!r}.", "Choose another name."
            ) from error
        return model

    def new_model(self, name: str, dataset: Dataset, task: Task, target: str, who: str = "") -> Model:
        """A model that is not kept yet. Raises what ``create_model`` raises."""
        model = Model(
            name=check_model_name(name), task=task, dataset_id=dataset.id, target=target, created_by=who
        )
        self._registry.check_free(model.name)
        return model

    def keep_model(self, model: Model, dataset: Dataset, session: Session) -> None:
        """Store a new model, in the caller's transaction."""
        self._store.models.insert(model, session)
        entry = AuditEntry(
            who=model.created_by, action="model created", what=model.name, details={"dataset": dataset.name}
        )
        self._store.audit.insert(entry, session)

    def model_for(self, name: str, dataset: Dataset, version: DatasetVersion, who: str = "") -> Model:
        """The model called ``name``, made for the dataset's task and target where there is none.

        Raises TrashedError, ConflictError where it learns from another dataset, SchemaError where task or target are not known.
        """
        if self._store.models.first(name=name) is not None:
            found = self._registry.model(name)
            if found.dataset_id != dataset.id:
                raise ConflictError(
                    f"The model {name!r} learns from another dataset than {dataset.name!r}.",
                    "Choose another name for the new model.",
                )
            return found
        target = version.columns.target
        if dataset.task is None or target is None:
            lacks = "task" if dataset.task is None else "target column"
            raise SchemaError(
                f"The dataset {dataset.name!r} has no {lacks}, so it is not known what to learn.",
                "Import the data into a new dataset, with --task and --target.",
            )
        return self.create_model(name, dataset, dataset.task, target.name, who)

    def fork(
        self,
        ref: str,
        new_name: str,
        *,
        data: tuple[Dataset, DatasetVersion] | None = None,
        who: str = "",
    ) -> Model:
        """A model of its own that begins with a copy of ``ref``; see ``forking``."""
        from driftdesk.core.training.forking import fork

        return fork(self._store, ref, new_name, data=data, who=who)

    def models(self, *, trash: bool = False) -> list[Model]:
        """By name, without those in the trash; with ``trash`` those alone."""
        asked: dict[str, Any] = {"trashed_at__ne": None} if trash else {"trashed_at": None}
        return self._store.models.find(sort="name", **asked)

    def model(self, name: str) -> Model:
        """Raises NotFoundError with the nearest names in the hint."""
        return self._registry.model(name)

    def by_id(self, model_id: str) -> Model:
        return self._store.models.get(model_id)

    def runs(self, model: Model, *, trash: bool = False) -> list[Run]:
        """Newest first, without those in the trash; with ``trash`` those alone."""
        asked: dict[str, Any] = {"trashed_at__ne": None} if trash else {"trashed_at": None}
        return as_seen(self._store, self._store.runs.find(model_id=model.id, sort="-number", **asked))

    def run(self, run_id: str) -> Run:
        return as_seen(self._store, [self._store.runs.get(run_id)])[0]

    def numbered_run(self, model: Model, number: int) -> Run:
        """Raises NotFoundError."""
        found = self._store.runs.first(model_id=model.id, number=number)
        if found is None:
            raise NotFoundError(
                f"{model.name} has no run {number}.", f"`driftdesk runs {model.name}` lists them."
            )
        return as_seen(self._store, [found])[0]

    def series(self, run_id: str, after_step: int = -1, limit: int = 0) -> list[MetricPoint]:
        """Points of a run after a step, in order."""
        return self._store.metrics.series(run_id, after_step, limit)

    def curves(self, run_id: str, after_step: int = -1) -> "RunSeries":
        """The same as columns: the way to read long series."""
        return self._store.metrics.columns(run_id, after_step)

    def compared_curves(
        self, run_ids: Sequence[str], name: str, smoothing: float = 0.0
    ) -> "tuple[dict[str, Curve], int]":
        """One series of many runs, by one query, and over how many steps it is smoothed: ``smoothing`` is a share of the
        longest run. Runs without that series are left out."""
        from driftdesk.core.training.curves import compared, stretch_of

        stretch = stretch_of(smoothing, self._store.metrics.last_step(run_ids))
        return compared(self._store.metrics.of_runs(run_ids, [name]), name, stretch), stretch

    def evaluations(self, model: Model) -> list[Evaluation]:
        """Newest first."""
        return self._store.evaluations.find(model_id=model.id, sort="-created_at")
