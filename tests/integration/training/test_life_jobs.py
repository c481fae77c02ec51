"""A run's life by the verbs, with a real worker: finished with its epoch, paused, stopped, registered, refused."""

from collections.abc import Iterator

import pytest

from driftdesk.core.entities import Job, JobState, Run, RunState, Task
from driftdesk.core.errors import ConflictError, JobCancelledError, NotFoundError
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner
from tests.integration.training.material import commit
from tests.support.waiting import until
from tests.unit.core.training.material import churn

LONG = {"hidden_sizes": [8], "epochs": 5_000, "early_stopping": False}


@pytest.fixture
def worker(desk: Desk) -> Iterator[Runner]:
    table, columns = churn(400)
    commit(desk.store, "churn", table, columns, Task.BINARY)
    runner = Runner(desk)
    runner.start()
    yield runner
    runner.stop()
    assert runner.join(timeout=20)


def _under_way(desk: Desk, job: Job) -> Run:
    """The run of the job, after its first epoch."""

    def run() -> Run | None:
        return desk.store.runs.first(job_id=job.id)

    until(lambda: (r := run()) is not None and bool(desk.training.series(r.id)), timeout=60)
    found = run()
    assert found is not None
    until(lambda: desk.training.series(found.id)[-1].epoch >= 1, timeout=60)
    return found


def _state(desk: Desk, run: Run) -> RunState:
    return desk.training.run(run.id).state


@pytest.mark.usefixtures("worker")
def test_a_run_is_paused_resumed_and_finished_with_its_epoch(desk: Desk) -> None:
    job = desk.train("m", "churn", trainer="mlp", params=LONG)
    run = _under_way(desk, job)
    with pytest.raises(ConflictError, match="has not ended"):
        desk.resume_run("m", run.number)
    desk.jobs.pause(job.id)
    until(lambda: _state(desk, run) is RunState.PAUSED)
    kept = desk.training.run(run.id).checkpoint
    assert kept is not None and kept.step > 0
    assert desk.resume_run("m", run.number).id == job.id
    until(lambda: _state(desk, run) is RunState.RUNNING)
    assert desk.register_run("m", run.number).id == job.id, "what is under way ends with its epoch"
    done = desk.jobs.wait(job.id, timeout=60)
    assert done.result is not None and done.result["model_version"] == 1
    ended = desk.training.run(run.id)
    assert ended.state is RunState.SUCCEEDED and 1 <= ended.epochs < 5_000
    with pytest.raises(ConflictError, match="It made v1"):
        desk.register_run("m", run.number)


@pytest.mark.usefixtures("worker")
def test_what_was_stopped_is_registered_from_its_checkpoint(desk: Desk) -> None:
    job = desk.train("m", "churn", trainer="mlp", params=LONG)
    run = _under_way(desk, job)
    desk.jobs.stop(job.id)
    with pytest.raises(JobCancelledError):
        desk.jobs.wait(job.id, timeout=60)
    stopped = desk.training.run(run.id)
    assert stopped.state is RunState.ABORTED and stopped.checkpoint is not None
    again = desk.register_run("m", run.number)
    assert again.id != job.id
    done = desk.jobs.wait(again.id, timeout=60)
    assert done.state is JobState.SUCCEEDED and done.result is not None
    assert (done.result["run"], done.result["model_version"]) == (1, 1)
    assert desk.training.run(run.id).epochs == pytest.approx(stopped.epochs)
    assert len(desk.training.runs(desk.training.model("m"))) == 1
    with pytest.raises(NotFoundError, match="no run 7"):
        desk.resume_run("m", 7)
