"""A run's life: paused, finished early, stopped, taken up again, registered from its best; damage and a full disk."""

import random
from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.usage import uses
from driftdesk.core.entities import Dataset, DatasetVersion, JobState, Model, Run, RunState, Task
from driftdesk.core.errors import (
    ConflictError,
    JobCancelledError,
    JobPausedError,
    LeaseLostError,
    NotFoundError,
    StorageFullError,
)
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.training import callbacks
from driftdesk.core.training.service import TrainingService
from tests.integration.training.material import JobLike, claim, commit, enqueue
from tests.unit.core.training.material import churn

QUICK = {"hidden_sizes": (8,), "epochs": 4, "batch_size": 32}
Made = tuple[Model, Dataset, DatasetVersion]


class Finishing(JobLike):
    """Asked for a good end from the start, or from the ``after``-th check on."""

    after = 0

    @property
    def finishing(self) -> bool:
        return self.checks >= self.after


@pytest.fixture(autouse=True)
def _checkpoint_every_step(monkeypatch: pytest.MonkeyPatch) -> None:
    for name in ("seconds_between_epochs", "seconds_between_steps", "patience_for_cost"):
        monkeypatch.setattr(callbacks.Checkpoints, name, 0.0)


@pytest.fixture
def service(store: Store) -> TrainingService:
    return TrainingService(store, TableService(store))


@pytest.fixture
def made(store: Store, service: TrainingService) -> Made:
    table, columns = churn(400)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    return service.model_for("churn", dataset, version, "tester"), dataset, version


@pytest.fixture
def train(service: TrainingService, made: Made) -> Callable[..., Run]:
    def _train(context: Context, trainer: str = "mlp", **params: Any) -> Run:
        given = {**QUICK, **params} if trainer == "mlp" else params
        return service.train(made[0], made[2], trainer=trainer, params=given, seed=3, context=context)

    return _train


def artifacts(store: Store, service: TrainingService) -> tuple[set[str], set[str]]:
    """Ids of those that are stored, and of those that something refers to."""
    return {f.id for f in store.artifacts.list()}, service.artifacts_in_use()


def model_bytes(store: Store, run: Run) -> bytes:
    version = store.model_versions.first(run_id=run.id)
    assert version is not None
    return store.artifacts.read_bytes(version.artifact_id)


def let_go(store: Store, context: JobLike) -> None:
    """The job loses its worker."""
    assert context.fence
    store.jobs.heartbeat(context.fence, timedelta(seconds=-1))


def test_a_run_paused_at_random_steps_ends_as_one_left_alone(
    store: Store, service: TrainingService, made: Made, train: Callable[..., Run]
) -> None:
    whole = train(Context())
    job = enqueue(store)
    moments = random.Random(5)
    for pause in range(4):
        context = JobLike(store, claim(store, job), moments.randint(1, 9), JobPausedError("Pause."))
        with pytest.raises(JobPausedError):
            train(context)
        assert context.fence
        store.jobs.pause(job.id)
        store.jobs.release(context.fence, crashed=False)
        (run, *_) = service.runs(made[0])
        assert (run.state, run.number) == (RunState.PAUSED, 2), pause
        store.jobs.resume(job.id)
        assert service.run(run.id).state is RunState.QUEUED
    done = train(JobLike(store, claim(store, job)))
    assert done.state is RunState.SUCCEEDED and done.model_version == 2
    assert model_bytes(store, done) == model_bytes(store, whole)
    stored, used = artifacts(store, service)
    assert stored == used


def test_contact_that_is_lost_is_no_failure(
    store: Store, service: TrainingService, train: Callable[..., Run]
) -> None:
    job = enqueue(store)
    context = JobLike(store, claim(store, job), 9, LeaseLostError("The worker died."))
    with pytest.raises(LeaseLostError):
        train(context)
    run = store.runs.first(job_id=job.id)
    assert run and service.run(run.id).state is RunState.RUNNING
    let_go(store, context)
    lost = service.run(run.id)
    assert lost.state is RunState.LOST and lost.error is None
    assert lost.heard_at == store.jobs.get(job.id).heard_at
    claim(store, job)
    assert service.run(run.id).state is RunState.RUNNING


@pytest.mark.parametrize("trainer", ["mlp", "gradient-boosting", "linear"])
def test_a_run_asked_for_a_good_end_registers_what_it_has(
    store: Store, made: Made, service: TrainingService, train: Callable[..., Run], trainer: str
) -> None:
    context = Finishing(store, claim(store, enqueue(store)))
    context.after = 2
    run = train(context, trainer)
    assert run.state is RunState.SUCCEEDED and run.model_version == 1 and run.metrics
    if trainer == "mlp":
        assert run.epochs == 1
    if trainer == "gradient-boosting":
        assert run.epochs < 10
    version = service.predictor(store.model_versions.find()[0])
    assert version.problem.target.name == "churned"


def test_the_best_of_a_stopped_run_is_registered_without_a_further_step(
    store: Store, service: TrainingService, made: Made, train: Callable[..., Run]
) -> None:
    with pytest.raises(JobCancelledError):
        train(JobLike(store, claim(store, enqueue(store)), stop_at=25))
    (stopped,) = service.runs(made[0])
    assert stopped.state is RunState.ABORTED and stopped.checkpoint is not None
    assert stopped.checkpoint.step == 25 and stopped.checkpoint.best_epoch in (1, 2)
    points = service.series(stopped.id)
    job = enqueue(store)
    run = service.go_on(stopped.id, Finishing(store, claim(store, job)))
    assert (run.id, run.number, run.state, run.model_version) == (stopped.id, 1, RunState.SUCCEEDED, 1)
    assert run.job_id == job.id and run.checkpoint is None
    assert service.series(run.id) == points
    assert service.go_on(stopped.id, JobLike(store, job)) == run, (
        "a job that ran twice leaves what one run leaves"
    )
    with pytest.raises(ConflictError, match="ended well"):
        service.go_on(stopped.id, JobLike(store, claim(store, enqueue(store))))
    stored, used = artifacts(store, service)
    assert stored == used


def test_a_stopped_run_that_goes_on_ends_as_one_left_alone(
    store: Store, service: TrainingService, made: Made, train: Callable[..., Run]
) -> None:
    whole = train(Context())
    with pytest.raises(JobCancelledError):
        train(JobLike(store, claim(store, enqueue(store)), stop_at=17))
    run = service.go_on(service.runs(made[0])[0].id, JobLike(store, claim(store, enqueue(store))))
    assert run.model_version == 2
    assert model_bytes(store, run) == model_bytes(store, whole)


def test_a_run_that_another_job_does_is_not_taken_up(
    store: Store, service: TrainingService, made: Made, train: Callable[..., Run]
) -> None:
    context = JobLike(store, claim(store, enqueue(store)), 5, JobPausedError("Pause."))
    with pytest.raises(JobPausedError):
        train(context)
    (run,) = service.runs(made[0])
    with pytest.raises(ConflictError, match="has not ended"):
        service.go_on(run.id, JobLike(store, claim(store, enqueue(store))))
    assert service.run(run.id).job_id == context.job_id


def test_a_run_without_checkpoints_says_that_it_begins_again(
    store: Store, service: TrainingService, made: Made, train: Callable[..., Run]
) -> None:
    whole = train(Context(), "gradient-boosting")
    job = enqueue(store)
    first = JobLike(store, claim(store, job), 4, JobPausedError("Pause."))
    with pytest.raises(JobPausedError):
        train(first, "gradient-boosting")
    assert first.fence
    store.jobs.release(first.fence, crashed=False)
    again = JobLike(store, claim(store, job))
    run = train(again, "gradient-boosting")
    assert any("begins again from its seed" in warning for warning in again.warnings)
    assert run.metrics == whole.metrics
    steps = [p.step for p in service.series(run.id)]
    assert steps == sorted(set(steps))


def test_a_checkpoint_damaged_anywhere_is_given_up_with_a_warning(
    store: Store, service: TrainingService, made: Made, train: Callable[..., Run]
) -> None:
    """At 50 places, in content and in what describes it; the run then ends as one left alone."""
    from driftdesk.core.training.runs import RunMonitor

    whole = train(Context())
    job = enqueue(store)
    first = JobLike(store, claim(store, job), 21, JobPausedError("Pause."))
    with pytest.raises(JobPausedError):
        train(first)
    run = store.runs.first(job_id=job.id)
    assert run and run.checkpoint
    files, chunks = store.artifacts._files, store.artifacts._chunks  # damage comes from below
    piece = chunks.find_one({"files_id": run.checkpoint.artifact_id})
    assert piece is not None
    content, places = bytes(piece["data"]), random.Random(1)
    for _ in range(50):
        at, bit = places.randrange(len(content)), 1 << places.randrange(8)
        damaged = content[:at] + bytes([content[at] ^ bit]) + content[at + 1 :]
        chunks.update_one({"_id": piece["_id"]}, {"$set": {"data": damaged}})
        kept = run.checkpoint
        context = JobLike(store, job)
        monitor = RunMonitor(store, run, context)
        monitor.write = lambda **_: None  # type: ignore[method-assign]  # the run's own checkpoint stays
        assert monitor.saved() is None and len(context.warnings) == 1, at
        assert kept == run.checkpoint
    files.update_one({"_id": run.checkpoint.artifact_id}, {"$set": {"length": len(content) + 5}})
    assert first.fence
    store.jobs.release(first.fence, crashed=False)
    again = JobLike(store, claim(store, job))
    done = train(again)
    assert "begins again" in again.warnings[0]
    assert model_bytes(store, done) == model_bytes(store, whole)
    stored, used = artifacts(store, service)
    assert stored == used


def test_a_full_disk_costs_the_checkpoints_and_not_the_run(
    store: Store, service: TrainingService, train: Callable[..., Run], monkeypatch: pytest.MonkeyPatch
) -> None:
    put = store.artifacts.put_bytes

    def full(content: bytes, name: str) -> Any:
        if name.startswith("checkpoint"):
            raise StorageFullError("The disk of the database is full.", "Make room there.")
        return put(content, name)

    monkeypatch.setattr(store.artifacts, "put_bytes", full)
    context = JobLike(store, claim(store, enqueue(store)))
    run = train(context)
    assert run.state is RunState.SUCCEEDED
    assert [w for w in context.warnings if "disk" in w] == [
        "The disk of the database is full: the run goes on without checkpoints."
    ]


def test_a_disk_too_full_for_the_model_is_the_cause_and_the_run_can_be_registered_later(
    store: Store,
    service: TrainingService,
    made: Made,
    train: Callable[..., Run],
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    put = store.artifacts.put_bytes

    def full(content: bytes, name: str) -> Any:
        if name.startswith("model"):
            raise StorageFullError("The disk of the database is full.", "Make room there.")
        return put(content, name)

    monkeypatch.setattr(store.artifacts, "put_bytes", full)
    context = JobLike(store, claim(store, enqueue(store)))
    with pytest.raises(StorageFullError):
        train(context)
    (run,) = service.runs(made[0])
    assert run.state is RunState.FAILED and run.error is not None
    assert (run.error.code, run.error.hint) == ("storage_full", "Make room there.")
    monkeypatch.setattr(store.artifacts, "put_bytes", put)
    done = service.go_on(run.id, Finishing(store, claim(store, enqueue(store))))
    assert done.model_version == 1


def test_the_data_of_a_paused_run_stay(store: Store, made: Made) -> None:
    model, dataset, version = made
    job = enqueue(store, model_id=model.id, dataset_id=dataset.id, version=version.number)
    assert store.jobs.pause(job.id).state is JobState.PAUSED
    assert "the job 'Train' works on it" in uses(store, version)


def test_a_run_whose_data_version_is_gone_says_so(
    store: Store, service: TrainingService, made: Made, train: Callable[..., Run]
) -> None:
    with pytest.raises(JobCancelledError):
        train(JobLike(store, claim(store, enqueue(store)), stop_at=9))
    store.versions.delete(made[2].id)
    job = JobLike(store, claim(store, enqueue(store)))
    with pytest.raises(NotFoundError, match=r"data version 1 .* is gone"):
        service.go_on(service.runs(made[0])[0].id, job)
