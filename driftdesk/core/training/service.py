"""Training, evaluation and prediction on the store. torch and scikit-learn are imported when work begins."""

from collections.abc import Iterable, Iterator, Mapping
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    DatasetVersion,
    Model,
    ModelVersion,
    Role,
    Run,
    RunState,
    Split,
    Streaming,
)
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.core.storage.store import Store, SweepResult
from driftdesk.core.training.fine_tuning import check_can_start, tuning_params
from driftdesk.core.training.life import adopt_run
from driftdesk.core.training.models import ModelService
from driftdesk.core.training.params import default_trainer, parse_params, trainer_info
from driftdesk.core.training.runs import RunMonitor, begin_run
from driftdesk.core.training.search.trials import TrialMonitor, TrialPrunedError, of_trial
from driftdesk.core.training.streaming.planning import plan

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.learning import Learned, Order
    from driftdesk.core.training.params import TrainerParams
    from driftdesk.core.training.trainers.base import Predictor
    from driftdesk.core.training.warm_start import Start


class TrainingService(ModelService):
    """May be used from any thread; ``train`` runs in the caller's."""

    def __init__(self, store: Store, tables: "TableService", memory_mb: int = 0) -> None:
        """``memory_mb``: what the data of a training may take where it is not said; 0: half of the machine's."""
        super().__init__(store)
        self._tables = tables
        self._memory_mb = memory_mb

    def train(
        self,
        model: Model,
        version: DatasetVersion,
        *,
        trainer: str = "",
        params: Mapping[str, Any] | None = None,
        seed: int = 0,
        split: str = "",
        start: int | None = None,
        preset: str = "",
        study_id: str | None = None,
        trial: int | None = None,
        stream: bool | None = None,
        memory_mb: int = 0,
        processes: int = 1,
        sample_rows: int = 0,
        context: Context,
        job_id: str | None = None,
    ) -> Run:
        """Train ``model`` on ``version`` and register the result: the new version is the challenger, or the champion
        where there is none yet.

        ``split`` names a stored split of the version; empty: by row ids, or as the parameter ``split`` says.
        ``trainer`` empty: the model's own, with its own parameters where ``params`` is None. ``start``: the version of the
        model to fine-tune, whose trainer and parameters it takes (see ``warm_start``). A job that is resumed
        goes on with its run from the last checkpoint; one that had finished only gives it back. The ``trial`` of a study
        is compared with the others while it runs, and not registered. ``stream``, ``memory_mb``, ``processes`` and
        ``sample_rows``: see ``streaming.planning``.

        Raises ParameterError, SchemaError, TrainingError; the run is then marked failed with the cause.
        """
        if start is not None:
            name, given = self._tuning(model, start, trainer, params or {})
        else:
            name = trainer or model.trainer or default_trainer(model.task)
            given = model.params if params is None and name == model.trainer else params or {}
        info = trainer_info(name, model.task)
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
            start_version=start,
            preset=preset,
            study_id=study_id,
            trial=trial,
            streaming=plan(
                info,
                version,
                stream=stream,
                memory_mb=memory_mb or self._memory_mb,
                processes=processes,
                sample_rows=sample_rows,
                fine_tunes=start is not None,
            ),
            sample_rows=sample_rows,
            job_id=job_id or context.job_id,
            created_by=context.user,
        )
        run = begin_run(self._store, run, context)
        ended = run.state in (RunState.SUCCEEDED, RunState.PRUNED)
        if ended:
            return run
        try:
            return self._learn(model, version, run, context)
        except TrialPrunedError:
            return self._store.runs.get(run.id)

    def go_on(self, run_id: str, context: Context) -> Run:
        """Take up a run that failed or was stopped: from its checkpoint, or from its seed where there is none. Where the
        context asks to finish, a run with a checkpoint takes no further step: its best state is tested and registered.

        Raises ConflictError where another job does it or it has ended well, and what ``train`` raises.
        """
        run = adopt_run(self._store, run_id, context)
        if run.state is RunState.SUCCEEDED:
            return run
        version = self._store.versions.first(dataset_id=run.dataset_id, number=run.dataset_version)
        if version is None:
            raise NotFoundError(
                f"The data version {run.dataset_version} that run {run.number} learned from is gone.",
                "Train a new run on another version.",
            )
        return self._learn(self.by_id(run.model_id), version, run, context)

    def _learn(self, model: Model, version: DatasetVersion, run: Run, context: Context) -> Run:
        from driftdesk.core.training.learning import Order, learn
        from driftdesk.core.training.memory import memory_told

        with self._monitor(run, context) as monitor, memory_told():
            context.progress(0, None, "reading")
            order = Order(
                schema=version.columns,
                task=model.task,
                target=model.target,
                trainer=run.trainer,
                params=parse_params(run.trainer, run.params),
                seed=run.seed,
                start=self._start(model, run.start_version),
                explain=run.study_id is None,
            )
            if run.streaming is not None:
                learned = self._learn_streamed(version, order, run.streaming, monitor)
            else:
                learned = learn(self._rows(model, version, monitor), order, monitor)
            if isinstance(monitor, TrialMonitor):
                return monitor.succeed_as_trial(learned)
            context.progress(0, None, "registering")
            made = self._store_model(version, order, learned, run)
            return monitor.succeed(made, learned.rows)

    def _rows(self, model: Model, version: DatasetVersion, monitor: RunMonitor) -> "pa.Table":
        """What a run learns from in memory; where it is to be a sample, the other rows are not held."""
        run, names = monitor.run, needed_columns(model, version)
        if not run.sample_rows:
            table = self._tables.read(version, names, with_row_ids=True)
            return self._with_parts(table, version, run.split) if run.split else table
        from driftdesk.core.training.streaming.sampling import sampled

        source = self._tables.source(version)
        parts = self._stored_parts(version, run.split) if run.split else None
        table = sampled(source, names, run.sample_rows, run.seed, parts=parts, monitor=monitor)
        monitor.warn(f"It learns from a seeded sample of {len(table):,} of {version.rows:,} rows.")
        return table

    def _learn_streamed(
        self, version: DatasetVersion, order: "Order", how: Streaming, monitor: RunMonitor
    ) -> "Learned":
        """Without holding the table; how well its rows were mixed is kept with the run."""
        from driftdesk.core.training.streaming.running import run_streamed
        from driftdesk.core.training.streaming.survey import Asked

        split = monitor.run.split
        stored = self._stored_parts(version, split) if split else None
        asked = Asked(self._tables.source(version), order, monitor, stored)
        learned, streaming = run_streamed(asked, how, self._store, version)
        monitor.write(streaming=streaming)
        return learned

    def _monitor(self, run: Run, context: Context) -> RunMonitor:
        if run.study_id is None:
            return RunMonitor(self._store, run, context)
        return TrialMonitor(self._store, run, context, *of_trial(self._store, run))

    def start_version(self, model: Model, which: int | str, trainer: str = "") -> ModelVersion:
        """The version ``which`` (number or alias) of ``model``, if a training by ``trainer`` (empty: its own) can begin with
        it. Raises NotFoundError, ParameterError."""
        found = self._registry.version(model, which)
        if trainer and trainer != found.trainer:
            raise ParameterError(
                f"v{found.number} was made by {found.trainer!r}, so {trainer!r} cannot go on from it.",
                "Leave the trainer out, or train without a start.",
            )
        check_can_start(trainer_info(found.trainer), model.task)
        return found

    def _tuning(
        self, model: Model, start: int, trainer: str, given: Mapping[str, Any]
    ) -> tuple[str, Mapping[str, Any]]:
        """Trainer and parameters of a fine-tuning."""
        before = self.start_version(model, start, trainer)
        run = self._store.runs.first(id=before.run_id)
        was_tuned = run is not None and run.start_version is not None
        return before.trainer, tuning_params(before.trainer, before.params, given, was_tuned=was_tuned)

    def _start(self, model: Model, number: int | None) -> "Start | None":
        if number is None:
            return None
        import numpy as np

        from driftdesk.core.training.row_ids import unpack_row_ids
        from driftdesk.core.training.warm_start import Start

        before = self._registry.version(model, number)
        seen = np.zeros(0, np.int64)
        if before.seen_row_ids_artifact and before.dataset_id == model.dataset_id:
            seen = unpack_row_ids(self._store.artifacts.read_bytes(before.seen_row_ids_artifact))
        return Start(f"{model.name} v{number}", self.predictor(before), seen)

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

        from driftdesk.core.training.split import PART

        return table.append_column(PART, pa.array(self._stored_parts(version, name)))

    def _stored_parts(self, version: DatasetVersion, name: str) -> Any:
        """Of each row, its part by a stored split: int8, a place in ``split.PARTS``."""
        from driftdesk.core.splits.service import read_parts
        from driftdesk.core.training.split import numbered

        split = self.stored_split(version, name)
        return numbered(list(split.spec.shares), read_parts(self._store, split))

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
    """Features, target, timestamp and weight, in the order of the schema; the others need not be read."""
    schema = version.columns
    used = {*schema.features, schema.timestamp, *schema.of_role(Role.WEIGHT)}
    return [c.name for c in schema.columns if c in used or c.name == model.target]


def _device(params: "TrainerParams") -> str:
    """What a trainer with these parameters computes on: those that cannot choose take the CPU."""
    wanted = getattr(params, "device", None)
    if wanted is None:
        return "cpu"
    from driftdesk.core.training.devices import choose_device

    return str(choose_device(wanted))
