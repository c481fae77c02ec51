"""Training on rows that stay in the store, in one process and in two."""

import subprocess
from collections.abc import Mapping
from datetime import timedelta
from typing import Any

import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets import writer
from driftdesk.core.entities import DatasetVersion, Model, RunState, Task
from driftdesk.core.errors import LeaseLostError, ParameterError, TrainingError
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.training import callbacks
from driftdesk.core.training.distributed import ranks
from driftdesk.core.training.service import TrainingService
from tests.integration.training.material import JobLike, claim, commit, enqueue
from tests.unit.core.training.material import churn

QUICK = {"hidden_sizes": (8,), "epochs": 3, "batch_size": 64}


@pytest.fixture
def service(store: Store) -> TrainingService:
    return TrainingService(store, TableService(store))


@pytest.fixture
def made(
    store: Store, service: TrainingService, monkeypatch: pytest.MonkeyPatch
) -> tuple[Model, DatasetVersion]:
    monkeypatch.setattr(writer, "GROUP_ROWS", 400)
    table, columns = churn(2500)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    return service.model_for("churn", dataset, version, "tester"), version


Made = tuple[Model, DatasetVersion]


def test_a_streamed_run_is_registered_and_says_how_it_was_mixed(service: TrainingService, made: Made) -> None:
    model, version = made
    assert len(list(TableService(service._store).groups(version))) > 4
    streamed = service.train(model, version, trainer="mlp", params=QUICK, stream=True, context=Context())
    whole = service.train(model, version, trainer="mlp", params=QUICK, stream=False, context=Context())
    assert streamed.state is RunState.SUCCEEDED
    assert streamed.streaming is not None and whole.streaming is None
    assert streamed.streaming.buffer_rows > 0
    assert 0 < streamed.streaming.distance <= 1.2
    assert streamed.rows == whole.rows
    assert streamed.metrics["roc_auc"] == pytest.approx(whole.metrics["roc_auc"], abs=0.05)
    assert streamed.validation.keys() == whole.validation.keys()


def test_an_interrupted_streamed_run_goes_on_to_the_same_weights(
    store: Store, service: TrainingService, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("seconds_between_epochs", "seconds_between_steps", "patience_for_cost"):
        monkeypatch.setattr(callbacks.Checkpoints, name, 0.0)
    model, version = made
    alone = service.train(model, version, trainer="mlp", params=QUICK, stream=True, context=Context())
    job = enqueue(store)
    for stop_at in (50, 90):
        context = JobLike(store, claim(store, job, seconds=-1), stop_at, LeaseLostError("The worker died."))
        store.jobs.heartbeat(context.fence, timedelta(seconds=600))  # type: ignore[arg-type]
        with pytest.raises(LeaseLostError):
            service.train(model, version, trainer="mlp", params=QUICK, stream=True, context=context)
        store.jobs.heartbeat(context.fence, timedelta(seconds=-1))  # type: ignore[arg-type]
    last = JobLike(store, claim(store, job))
    run = service.train(model, version, trainer="mlp", params=QUICK, stream=True, context=last)
    assert run.metrics == alone.metrics
    contents = [store.artifacts.read_bytes(v.artifact_id) for v in store.model_versions.find(sort="number")]
    assert contents[0] == contents[1], "the same bytes as the run that was left alone"


def test_the_memory_of_the_settings_holds_where_none_is_given(store: Store, made: Made) -> None:
    model, version = made
    service = TrainingService(store, TableService(store), memory_mb=2)
    with pytest.raises(ParameterError, match="2 MB are too little"):
        service.train(model, version, trainer="mlp", context=Context())


@pytest.mark.parametrize(
    ("asked", "problem"),
    [
        ({"trainer": "gradient-boosting", "stream": True}, "cannot learn from a stream"),
        ({"trainer": "mlp", "memory_mb": 2}, "too little"),
        ({"trainer": "mlp", "processes": 0}, "cannot learn together"),
        ({"trainer": "mlp", "processes": 1_000_000}, "cannot learn together"),
        ({"trainer": "mlp", "processes": 2, "stream": False}, "learn from a stream"),
    ],
)
def test_what_cannot_be_streamed_is_refused_before_a_run_begins(
    store: Store, service: TrainingService, made: Made, asked: dict[str, Any], problem: str
) -> None:
    model, version = made
    with pytest.raises(ParameterError, match=problem):
        service.train(model, version, context=Context(), **asked)
    assert not store.runs.count(model_id=model.id)


def test_two_processes_learn_what_one_learns(service: TrainingService, made: Made) -> None:
    model, version = made
    asked = {**QUICK, "dropout": 0.0, "early_stopping": False, "epochs": 6}
    one = service.train(model, version, trainer="mlp", params=asked, stream=True, context=Context())
    two = service.train(model, version, trainer="mlp", params=asked, processes=2, context=Context())
    assert two.state is RunState.SUCCEEDED
    assert two.streaming is not None and two.streaming.processes == 2
    assert two.rows == one.rows
    assert two.last["train_loss"] == pytest.approx(one.last["train_loss"], abs=0.03)
    assert two.metrics["roc_auc"] == pytest.approx(one.metrics["roc_auc"], abs=0.03)


class Dying(JobLike):
    """Loses its lease at the end of the second epoch."""

    def metrics(self, run_id: str, step: int, epoch: float, values: Mapping[str, float]) -> None:
        super().metrics(run_id, step, epoch, values)
        if epoch >= 2:
            raise LeaseLostError("The worker died.")


def test_two_processes_that_were_interrupted_end_with_the_same_weights(
    store: Store, service: TrainingService, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    for name in ("seconds_between_epochs", "seconds_between_steps", "patience_for_cost"):
        monkeypatch.setattr(callbacks.Checkpoints, name, 0.0)
    model, version = made
    alone = service.train(model, version, trainer="mlp", params=QUICK, processes=2, context=Context())
    job = enqueue(store)
    context = Dying(store, claim(store, job, seconds=-1))
    store.jobs.heartbeat(context.fence, timedelta(seconds=600))  # type: ignore[arg-type]
    with pytest.raises(LeaseLostError):
        service.train(model, version, trainer="mlp", params=QUICK, processes=2, context=context)
    store.jobs.heartbeat(context.fence, timedelta(seconds=-1))  # type: ignore[arg-type]
    begun = store.runs.first(job_id=job.id)
    assert begun is not None and begun.checkpoint is not None
    run = service.train(
        model, version, trainer="mlp", params=QUICK, processes=2, context=JobLike(store, claim(store, job))
    )
    assert run.metrics == alone.metrics
    contents = [store.artifacts.read_bytes(v.artifact_id) for v in store.model_versions.find(sort="number")]
    assert contents[0] == contents[1], "the same bytes as the run that was left alone"


def test_a_process_that_is_killed_fails_the_run_with_the_cause(
    store: Store, service: TrainingService, made: Made, monkeypatch: pytest.MonkeyPatch
) -> None:
    begun: list[subprocess.Popen[str]] = []
    begin = ranks._Rank.begin

    def remember(rank: ranks._Rank, told: dict[str, Any]) -> None:
        begin(rank, told)
        assert rank._process is not None
        begun.append(rank._process)

    class Killing(Context):
        def metrics(self, run_id: str, step: int, epoch: float, values: Mapping[str, float]) -> None:
            begun[0].kill()

    monkeypatch.setattr(ranks._Rank, "begin", remember)
    model, version = made
    with pytest.raises(TrainingError, match="Process 1 of the training ended unexpectedly"):
        service.train(
            model, version, trainer="mlp", params={**QUICK, "epochs": 200}, processes=2, context=Killing()
        )
    assert begun[0].poll() is not None
    (run,) = store.runs.find(model_id=model.id)
    assert run.state is RunState.FAILED
    assert run.error is not None and "Process 1" in run.error.message


def test_a_trainer_that_cannot_stream_learns_from_a_sample_that_is_said(
    service: TrainingService, made: Made
) -> None:
    said: list[str] = []

    class Telling(Context):
        def warn(self, message: str, hint: str = "") -> None:
            said.append(message)

    model, version = made
    run = service.train(model, version, trainer="linear", sample_rows=800, context=Telling())
    assert run.state is RunState.SUCCEEDED and run.sample_rows == 800
    assert 700 < run.rows < 900
    assert f"It learns from a seeded sample of {run.rows} of 2,500 rows." in said
    again = service.train(model, version, trainer="linear", sample_rows=800, context=Context())
    assert again.metrics == run.metrics
    with pytest.raises(ParameterError, match="in one process"):
        service.train(model, version, trainer="mlp", sample_rows=800, processes=2, context=Context())
