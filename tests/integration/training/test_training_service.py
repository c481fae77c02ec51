"""Training on the real store: what is registered, what a resumed job leaves, who may write."""

from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import (
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    Model,
    Role,
    RunState,
    Schema,
    Task,
    folds,
)
from driftdesk.core.errors import (
    ConflictError,
    JobCancelledError,
    LeaseLostError,
    NotFoundError,
    ParameterError,
    SchemaError,
    TrainingError,
)
from driftdesk.core.splits.service import SplitService, make_spec
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.training import callbacks
from driftdesk.core.training.row_ids import unpack_row_ids
from driftdesk.core.training.service import TrainingService
from tests.integration.training.material import JobLike, claim, commit, enqueue
from tests.unit.core.training.material import churn, houses, schema

QUICK = {"hidden_sizes": (8,), "epochs": 4, "batch_size": 32}


@pytest.fixture
def service(store: Store) -> TrainingService:
    return TrainingService(store, TableService(store))


@pytest.fixture
def made(store: Store, service: TrainingService) -> tuple[Model, Dataset, DatasetVersion]:
    table, columns = churn(400)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    return service.model_for("churn", dataset, version, "tester"), dataset, version


@pytest.fixture
def _checkpoint_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seconds_between_epochs", "seconds_between_steps", "patience_for_cost"):
        monkeypatch.setattr(callbacks.Checkpoints, name, 0.0)


Made = tuple[Model, Dataset, DatasetVersion]


def test_the_first_version_becomes_champion_and_the_next_challenger(
    store: Store, service: TrainingService, made: Made
) -> None:
    model, _, version = made
    first = service.train(model, version, trainer="mlp", params=QUICK, context=Context())
    assert first.state is RunState.SUCCEEDED and first.number == 1 and first.model_version == 1
    assert first.rows == 400 and set(first.metrics) == {"accuracy", "f1", "log_loss", "roc_auc"}
    now = service.by_id(model.id)
    assert (now.champion, now.challenger, now.head) == (1, None, 1)
    second = service.train(now, version, context=Context())
    assert (second.trainer, second.params) == (first.trainer, first.params), (
        "the model's own, as nothing was said"
    )
    now = service.by_id(model.id)
    assert (now.champion, now.challenger, now.head) == (1, 2, 2)
    kept = store.model_versions.first(model_id=model.id, number=2)
    assert kept is not None and kept.run_id == second.id and kept.columns == version.columns
    assert sum(kept.importance.values()) == pytest.approx(1)
    entries = store.audit.find(action="model version registered", sort="at")
    assert [e.what for e in entries] == ["churn@1", "churn@2"]


def test_a_run_has_its_series_with_a_job(store: Store, service: TrainingService, made: Made) -> None:
    model, _, version = made
    job = claim(store, enqueue(store))
    run = service.train(model, version, trainer="mlp", params=QUICK, context=JobLike(store, job))
    assert run.job_id == job.id and run.created_by == "tester"
    series = service.series(run.id)
    losses = [p.values["validation_loss"] for p in series if "validation_loss" in p.values]
    assert len(losses) == 4 and run.epochs == 4
    assert run.best["validation_loss"] == min(losses) and run.last["validation_loss"] == losses[-1]
    assert run.best["validation_accuracy"] == max(
        p.values["validation_accuracy"] for p in series if "validation_loss" in p.values
    )
    assert service.series(run.id, after_step=series[-2].step) == series[-1:]


@pytest.mark.usefixtures("_checkpoint_every_step")
def test_a_resumed_job_leaves_what_one_run_leaves(store: Store, service: TrainingService, made: Made) -> None:
    model, _, version = made
    whole = service.train(model, version, trainer="mlp", params=QUICK, seed=3, context=Context())
    job = enqueue(store)
    for stop_at in (13, 20):
        context = JobLike(store, claim(store, job, seconds=-1), stop_at, LeaseLostError("The worker died."))
        store.jobs.heartbeat(context.fence, timedelta(seconds=600))  # type: ignore[arg-type]
        with pytest.raises(LeaseLostError):
            service.train(model, version, trainer="mlp", params=QUICK, seed=3, context=context)
        store.jobs.heartbeat(context.fence, timedelta(seconds=-1))  # type: ignore[arg-type]
    begun = store.runs.first(job_id=job.id)
    assert begun is not None and begun.state is RunState.RUNNING and begun.checkpoint is not None
    last = JobLike(store, claim(store, job))
    run = service.train(model, version, trainer="mlp", params=QUICK, seed=3, context=last)
    assert run.id == begun.id and run.state is RunState.SUCCEEDED
    assert run.metrics == whole.metrics
    steps = [p.step for p in service.series(run.id)]
    assert steps == sorted(set(steps))
    assert store.runs.count(job_id=job.id) == 1
    assert store.model_versions.count(run_id=run.id) == 1
    versions = store.model_versions.find(sort="number")
    contents = [store.artifacts.read_bytes(v.artifact_id) for v in versions]
    assert contents[0] == contents[1], "the same bytes as the run that was left alone"
    assert {f.id for f in store.artifacts.list()} == service.artifacts_in_use(), "no checkpoint is left"
    again = service.train(model, version, trainer="mlp", params=QUICK, seed=3, context=last)
    assert again == run, "a job that ran twice leaves what one run leaves"


@pytest.mark.usefixtures("_checkpoint_every_step")
def test_a_worker_that_lost_its_lease_writes_nothing(
    store: Store, service: TrainingService, made: Made
) -> None:
    model, _, version = made
    job = enqueue(store)
    late = JobLike(store, claim(store, job, seconds=-1))
    claim(store, job)  # another worker took the job over
    with pytest.raises(LeaseLostError):
        service.train(model, version, trainer="mlp", params=QUICK, context=late)
    assert store.runs.count() == store.model_versions.count() == 0
    assert store.artifacts.list() == []


@pytest.mark.usefixtures("_checkpoint_every_step")
def test_a_lease_lost_in_the_middle_leaves_the_run_to_the_next_attempt(
    store: Store, service: TrainingService, made: Made
) -> None:
    model, _, version = made
    job = enqueue(store)

    class Stolen(JobLike):
        def check(self) -> None:
            super().check()
            if self.checks == 10:
                store.jobs.heartbeat(self.fence, timedelta(seconds=-1))  # type: ignore[arg-type]
                claim(store, job)

    with pytest.raises(LeaseLostError):
        service.train(model, version, trainer="mlp", params=QUICK, context=Stolen(store, claim(store, job)))
    run = store.runs.first(job_id=job.id)
    assert run is not None and run.state is RunState.RUNNING and run.checkpoint is not None
    assert run.checkpoint.step == 9
    assert [f.id for f in store.artifacts.list()] == [run.checkpoint.artifact_id]


def test_a_cancelled_run_is_aborted_and_registers_nothing(
    store: Store, service: TrainingService, made: Made
) -> None:
    model, _, version = made
    context = JobLike(store, claim(store, enqueue(store)), stop_at=5)
    with pytest.raises(JobCancelledError):
        service.train(model, version, trainer="mlp", params=QUICK, context=context)
    (run,) = service.runs(model)
    assert run.state is RunState.ABORTED and run.finished_at is not None and run.model_version is None
    assert service.by_id(model.id).head == 0
    assert run.checkpoint is not None, "it can be taken up again"
    assert [f.id for f in store.artifacts.list()] == [run.checkpoint.artifact_id]


def test_a_failed_run_says_its_cause(store: Store, service: TrainingService) -> None:
    table, columns = houses(60)
    table = table.slice(0, 10)
    dataset, version = commit(store, "houses", table, columns, Task.REGRESSION)
    model = service.model_for("houses", dataset, version)
    with pytest.raises(TrainingError):
        service.train(model, version, context=Context())
    (run,) = service.runs(model)
    assert run.state is RunState.FAILED and run.error and "10 rows" in run.error.message
    assert service.by_id(model.id).head == 0


def test_bad_parameters_make_no_run(service: TrainingService, made: Made, store: Store) -> None:
    model, _, version = made
    for asked in ({"trainer": "mlp", "params": {"epochs": "0"}}, {"trainer": "text"}, {"trainer": "nope"}):
        with pytest.raises(ParameterError):
            service.train(model, version, context=Context(), **asked)  # type: ignore[arg-type]
    assert store.runs.count() == 0


def test_a_damaged_checkpoint_begins_again_with_a_warning(
    store: Store, service: TrainingService, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("seconds_between_epochs", "seconds_between_steps", "patience_for_cost"):
        monkeypatch.setattr(callbacks.Checkpoints, name, 0.0)
    model, _, version = made
    job = enqueue(store)
    context = JobLike(store, claim(store, job), 10, LeaseLostError("The worker died."))
    with pytest.raises(LeaseLostError):
        service.train(model, version, trainer="mlp", params=QUICK, context=context)
    run = store.runs.first(job_id=job.id)
    assert run is not None and run.checkpoint is not None
    store.artifacts.delete(run.checkpoint.artifact_id)
    store.jobs.heartbeat(context.fence, timedelta(seconds=-1))  # type: ignore[arg-type]
    again = JobLike(store, claim(store, job))
    assert (
        service.train(model, version, trainer="mlp", params=QUICK, context=again).state is RunState.SUCCEEDED
    )
    assert "begins again" in again.warnings[0]


def test_predictions_are_added_to_the_columns(store: Store, service: TrainingService, made: Made) -> None:
    model, _, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    kept = store.model_versions.find(model_id=model.id)[0]
    (predicted,) = service.predict(kept, [TableService(store).read(version)])
    assert predicted.column_names[-4:] == [
        "prediction",
        "prediction_score",
        "probability_false",
        "probability_true",
    ]
    assert len(predicted) == 400
    assert set(predicted["prediction"].to_pylist()) == {True, False}
    assert predicted["prediction_score"].to_pylist() == predicted["probability_true"].to_pylist()
    (again,) = service.predict(kept, [predicted])
    assert again.column_names == predicted.column_names, "predictions are replaced, not added twice"
    unlabelled = predicted.select(["logins", "plan", "active", "joined", "noise"])
    assert next(iter(service.predict(kept, [unlabelled])))["prediction"].equals(predicted["prediction"])


def test_a_regression_predicts_values(store: Store, service: TrainingService) -> None:
    table, columns = houses(200)
    dataset, version = commit(store, "houses", table, columns, Task.REGRESSION)
    model = service.model_for("houses", dataset, version)
    run = service.train(model, version, trainer="linear", context=Context())
    assert set(run.metrics) == {"rmse", "mae", "r2"}
    kept = store.model_versions.find(model_id=model.id)[0]
    (predicted,) = service.predict(kept, [TableService(store).read(version)])
    assert predicted.column_names[-1] == "prediction"


def test_a_model_is_made_for_the_datasets_task_and_target(
    store: Store, service: TrainingService, made: Made
) -> None:
    model, dataset, version = made
    assert (model.task, model.target, model.dataset_id) == (Task.BINARY, "churned", dataset.id)
    assert service.model_for("churn", dataset, version) == model
    with pytest.raises(ConflictError, match="already a model"):
        service.create_model("churn", dataset, Task.BINARY, "churned")
    with pytest.raises(ParameterError, match="cannot be the name of a model"):
        service.create_model("a@b", dataset, Task.BINARY, "churned")
    table, columns = houses(30)
    other, fresh = commit(store, "houses", table, columns, Task.REGRESSION)
    with pytest.raises(ConflictError, match="another dataset"):
        service.model_for("churn", other, fresh)
    no_target = schema({c.name: c.kind for c in columns.columns}, "")
    with pytest.raises(SchemaError, match="no target"):
        service.model_for("new", other, fresh.model_copy(update={"columns": no_target}))


def test_a_run_whose_process_died_for_good_is_shown_as_its_job_is(
    store: Store, service: TrainingService, made: Made
) -> None:
    model, _, version = made
    job = enqueue(store)
    context = JobLike(store, claim(store, job), 5, LeaseLostError("The worker died."))
    with pytest.raises(LeaseLostError):
        service.train(model, version, trainer="mlp", params=QUICK, context=context)
    assert service.runs(model)[0].state is RunState.RUNNING
    assert context.fence
    from driftdesk.core.entities import ErrorInfo, JobState

    error = ErrorInfo(code="job", message="Its process died five times.")
    store.jobs.finish(context.fence, JobState.FAILED, None, error)
    run = service.runs(model)[0]
    assert run.state is RunState.FAILED and run.error and run.error.message == "Its process died five times."


def test_a_sweep_deletes_what_no_run_and_no_version_names(
    store: Store, service: TrainingService, made: Made
) -> None:
    model, _, version = made
    service.train(model, version, trainer="linear", params={}, context=Context())
    lost = store.artifacts.put_bytes(b"left by a killed process", "model of run 7")
    none, all_ages = timedelta(hours=1), timedelta(seconds=-10)
    assert service.sweep(none).chunks == 0
    assert service.sweep(all_ages, dry_run=True).chunks == 1
    assert service.sweep(all_ages).chunks == 1
    assert lost.id not in {f.id for f in store.artifacts.list()}
    assert {f.id for f in store.artifacts.list()} == service.artifacts_in_use()


def test_a_training_learns_by_a_stored_split(store: Store, service: TrainingService, made: Made) -> None:
    model, _, version = made
    tables = TableService(store)
    splits = SplitService(store, DatasetService(store, "tester"), tables)
    shares = {"train": 0.6, "validation": 0.1, "test": 0.3}
    stored = splits.create("churn", "mine", make_spec("stratified", shares))
    run = service.train(model, version, trainer="linear", split="mine", context=Context())
    assert (run.state, run.split) == (RunState.SUCCEEDED, "mine")
    kept = store.model_versions.first(model_id=model.id, number=1)
    assert kept is not None and kept.test_row_ids_artifact is not None
    tested = unpack_row_ids(store.artifacts.read_bytes(kept.test_row_ids_artifact))
    ids = tables.read(version, [], with_row_ids=True)["_row_id"].to_numpy()
    assert np.array_equal(tested, np.sort(ids[splits.parts(stored) == 2]))
    with pytest.raises(NotFoundError, match="no split of v1 'other'"):
        service.train(model, version, split="other", context=Context())
    splits.create("churn", "folds", make_spec("random", folds(3)))
    with pytest.raises(ParameterError, match="has the parts"):
        service.stored_split(version, "folds")


def test_the_weights_of_a_version_are_read_and_bad_ones_fail_the_run(
    store: Store, service: TrainingService
) -> None:
    table, given = churn(300)
    column = Column(id="w", name="w", kind=Kind.NUMERIC, role=Role.WEIGHT)
    weighing = Schema(columns=(*given.columns, column))
    metrics = []
    for weight in (1.0, 5.0, -1.0):
        weights = np.where(np.asarray(table["churned"]), weight, 1.0)
        dataset, version = commit(
            store, f"weighing {weight}", table.append_column("w", pa.array(weights)), weighing, Task.BINARY
        )
        model = service.create_model(f"model {weight}", dataset, Task.BINARY, "churned")
        if weight < 0:
            with pytest.raises(TrainingError, match="negative weight in 'w'"):
                service.train(model, version, trainer="linear", context=Context())
            assert service.runs(model)[0].state is RunState.FAILED
        else:
            run = service.train(model, version, trainer="linear", context=Context())
            metrics.append(run.metrics["log_loss"])
    assert metrics[0] != metrics[1]
