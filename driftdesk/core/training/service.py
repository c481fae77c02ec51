"""Training, evaluation and prediction on the store. torch and scikit-learn are imported when work begins."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    DatasetVersion,
    Model,
    ModelVersion,
    Run,
    RunState,
    Split,
)
from driftdesk.core.errors import ParameterError
from driftdesk.core.storage.store import Store, SweepResult
from driftdesk.core.training.models import ModelService
from driftdesk.core.training.params import default_trainer, parse_params, trainer_info
from driftdesk.core.training.runs import RunMonitor, begin_run

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.learning import Learned, Order
    from driftdesk.core.training.params import TrainerParams
    from driftdesk.core.training.trainers.base import Predictor


class TrainingService(ModelService):
    """May be used from any thread; ``train`` runs in the caller's."""

    def __init__(self, store: Store, tables: "TableService") -> None:
        super().__init__(store)
        self._tables = tables

    def train(
        self,
        model: Model,
        version: DatasetVersion,
        *,
        trainer: str = "",
        params: Mapping[str, Any] | None = None,
        seed: int = 0,
        split: str = "",
        context: Context,
        job_id: str | None = None,
    ) -> Run:
        """Train ``model`` on ``version`` and register the result: the new version is the challenger, or the champion
        where there is none yet.

        ``split`` names a stored split of the version; empty: by row ids, or as the parameter ``split`` says.
        ``trainer`` empty: the model's own, with its own parameters where ``params`` is None. A job that is resumed
        goes on with its run from the last checkpoint; one that had finished only gives it back.

        Raises ParameterError, SchemaError, TrainingError; the run is then marked failed with the cause.
        """
        name = trainer or model.trainer or default_trainer(model.task)
        trainer_info(name, model.task)
        given = model.params if params is None and name == model.trainer else params or {}
        if version.dataset_id != model.dataset_id:
            raise ParameterError(
                f"The model {model.name!r} learns from another dataset.", "Give a version of its own dataset."
            )
        if split:
            self.stored_split(version, split)
        run = Run(
            number=0,
            model_id=model.id,
            dataset_id=version.dataset_id,
            dataset_version=version.number,
            trainer=name,
            params=parse_params(name, given).model_dump(mode="json"),
            seed=seed,
            split=split,
            job_id=job_id or context.job_id,
            created_by=context.user,
        )
        run = begin_run(self._store, run, context)
        return run if run.state is RunState.SUCCEEDED else self._learn(model, version, run, context)

    def _learn(self, model: Model, version: DatasetVersion, run: Run, context: Context) -> Run:
        from driftdesk.core.training.learning import Order, learn

        order = Order(
            schema=version.columns,
            task=model.task,
            target=model.target,
            trainer=run.trainer,
            params=parse_params(run.trainer, run.params),
            seed=run.seed,
        )
        with RunMonitor(self._store, run, context) as monitor:
            context.progress(0, None, "reading")
            table = self._tables.read(version, needed_columns(model, version), with_row_ids=True)
            if run.split:
                table = self._with_parts(table, version, run.split)
            learned = learn(table, order, monitor)
            context.progress(0, None, "registering")
            made = self._store_model(version, order, learned, run)
            return monitor.succeed(made, learned.rows)

    def stored_split(self, version: DatasetVersion, name: str) -> Split:
        """A split that can be trained by. Raises NotFoundError, and ParameterError where its parts do not fit."""
        from driftdesk.core.datasets.names import no_such
        from driftdesk.core.training.split import check_parts

        there = self._store.splits.find(dataset_id=version.dataset_id, version=version.number)
        found = next((s for s in there if s.name == name), None)
        if found is None:
            raise no_such(f"split of v{version.number}", name, (s.name for s in there))
        check_parts(name, found.spec.shares)
        return found

    def _with_parts(self, table: "pa.Table", version: DatasetVersion, name: str) -> "pa.Table":
        import pyarrow as pa

        from driftdesk.core.splits.service import read_parts
        from driftdesk.core.training.split import PART, numbered

        split = self.stored_split(version, name)
        parts = numbered(list(split.spec.shares), read_parts(self._store, split))
        return table.append_column(PART, pa.array(parts))

    def _store_model(
        self, version: DatasetVersion, order: "Order", learned: "Learned", run: Run
    ) -> ModelVersion:
        """The artifacts, and the record that names them; it has no number yet."""
        from driftdesk.core.training.environment import code_version, environment
        from driftdesk.core.training.learning import pack_predictor
        from driftdesk.core.training.row_ids import pack_row_ids

        files = self._store.artifacts
        label = f"run {run.id}"
        return ModelVersion(
            model_id=run.model_id,
            number=0,
            run_id=run.id,
            dataset_id=version.dataset_id,
            dataset_version=version.number,
            columns=version.columns,
            trainer=run.trainer,
            params=run.params,
            seed=run.seed,
            metrics=learned.metrics,
            classes=learned.predictor.problem.classes,
            importance=learned.importance,
            artifact_id=files.put_bytes(pack_predictor(learned.predictor, order), f"model of {label}").id,
            test_row_ids_artifact=files.put_bytes(
                pack_row_ids(learned.test_row_ids), f"test rows of {label}"
            ).id,
            seen_row_ids_artifact=files.put_bytes(
                pack_row_ids(learned.seen_row_ids), f"seen rows of {label}"
            ).id,
            operation=version.operation,
            code_version=code_version(),
            environment=environment(_device(order.params)),
            created_by=run.created_by,
        )

    def predictor(self, version: ModelVersion) -> "Predictor":
        """The fitted model, ready to predict tables. Raises CorruptDataError, FormatError."""
        from driftdesk.core.training.learning import unpack_predictor

        return unpack_predictor(self._store.artifacts.read_bytes(version.artifact_id))

    def predict(self, version: ModelVersion, tables: Iterable["pa.Table"]) -> Iterator["pa.Table"]:
        """Each table with ``prediction``, ``prediction_score`` and ``probability_<class>`` (of a regression,
        ``prediction`` alone). Raises SchemaError naming missing columns."""
        from driftdesk.core.training.evaluation.predictions import predict_tables

        return predict_tables(self.predictor(version), tables)

    def sweep(self, grace: timedelta = timedelta(hours=1), dry_run: bool = False) -> SweepResult:
        """Delete artifacts older than ``grace`` that no run and no model version refers to, as killed processes
        leave them."""
        used = self.artifacts_in_use()
        return self._store.artifacts.sweep(lambda artifact_id: artifact_id in used, grace, dry_run)

    def artifacts_in_use(self) -> set[str]:
        """Ids of the artifacts that a run or model version refers to: what a sweep must leave."""
        used = {
            run.checkpoint.artifact_id for run in self._store.runs.find(checkpoint__ne=None) if run.checkpoint
        }
        for v in self._store.model_versions.find():
            used |= {v.artifact_id, v.test_row_ids_artifact or "", v.seen_row_ids_artifact or ""}
        return used - {""}


def needed_columns(model: Model, version: DatasetVersion) -> list[str]:
    """Features, target and timestamp, in the order of the schema; the others need not be read."""
    schema = version.columns
    used = {*schema.features, schema.timestamp}
    return [c.name for c in schema.columns if c in used or c.name == model.target]


def _device(params: "TrainerParams") -> str:
    """What a trainer with these parameters computes on: those that cannot choose take the CPU."""
    wanted = getattr(params, "device", None)
    if wanted is None:
        return "cpu"
    from driftdesk.core.training.devices import choose_device

    return str(choose_device(wanted))
