"""The runner with real children on the real database, with handlers made for tests."""

import os
from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path

import pytest

from driftdesk.core.entities import Job, JobKind, JobState
from driftdesk.core.errors import ConflictError, JobCancelledError, JobFailedError, ParameterError
from driftdesk.core.jobs.params import ProfileJob
from driftdesk.desk import Desk
from driftdesk.workers import slot
from driftdesk.workers.local import run_here
from driftdesk.workers.runner import Runner
from tests.support.processes import is_running
from tests.support.waiting import until

HANDLERS = "tests.support.handlers"


@pytest.fixture(autouse=True)
def _children_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))


@pytest.fixture
def start(desk: Desk) -> Iterator[Callable[..., Runner]]:
    runners: list[Runner] = []

    def _start(**options: object) -> Runner:
        runner = Runner(desk, **{"slots": 1, "handlers": HANDLERS, **options})
        runners.append(runner)
        runner.start()
        return runner

    yield _start
    for runner in runners:
        runner.stop()
        assert runner.join(timeout=20)


def enqueue(desk: Desk, what: str, times: int = 0) -> Job:
    return desk.jobs.enqueue(JobKind.PROFILE, what, ProfileJob(dataset_id=what, version=times))


def test_a_job_runs_in_another_process_and_its_result_is_stored(
    desk: Desk, start: Callable[..., Runner]
) -> None:
    start()
    job = desk.jobs.wait(enqueue(desk, "echo:hello").id, timeout=30)
    assert job.result is not None
    assert job.result["echo"] == "hello"
    assert job.result["pid"] != os.getpid()
    assert job.finished_at is not None


def test_events_are_numbered_without_gaps_from_started_to_finished(
    desk: Desk, start: Callable[..., Runner]
) -> None:
    start()
    events = []
    job = desk.jobs.wait(enqueue(desk, "echo:hello", 3).id, events.append, timeout=30)
    assert [e.number for e in events] == list(range(len(events)))
    assert [events[0].type, events[-1].type] == ["job_started", "job_finished"]
    assert events == desk.jobs.events(job.id)
    assert events[-1].result == job.result
    assert job.progress.done == 3


def test_what_libraries_print_does_not_disturb_the_replies(desk: Desk, start: Callable[..., Runner]) -> None:
    start()
    events = []
    desk.jobs.wait(enqueue(desk, "talk", 20).id, events.append, timeout=30)
    assert "careful" in [e.message for e in events if e.type == "job_warned"]
    printed = (desk.settings.log_dir / "children.out").read_text()
    assert "from a library in C" in printed
    assert "and from one in Python" in printed


def test_metrics_are_all_stored_and_announced_by_their_latest(
    desk: Desk, start: Callable[..., Runner]
) -> None:
    start()
    events = []
    desk.jobs.wait(enqueue(desk, "talk", 20).id, events.append, timeout=30)
    assert [p.step for p in desk.store.metrics.series("run")] == list(range(20))
    recorded = [e for e in events if e.type == "metrics_recorded"]
    assert recorded[-1].step == 19


def test_a_handler_that_refuses_leaves_its_code_message_and_hint(
    desk: Desk, start: Callable[..., Runner]
) -> None:
    start()
    with pytest.raises(JobFailedError) as caught:
        desk.jobs.wait(enqueue(desk, "fail:input").id, timeout=30)
    error = caught.value
    assert (error.cause_code, error.cause_exit) == ("bad_parameter", 2)
    assert (error.message, error.hint) == ("Too much.", "Ask for less.")


def test_a_bug_in_a_handler_is_logged_beside_the_error_id_that_is_shown(
    desk: Desk, start: Callable[..., Runner]
) -> None:
    start()
    job = enqueue(desk, "fail:bug")
    with pytest.raises(JobFailedError):
        desk.jobs.wait(job.id, timeout=30)
    error = desk.jobs.get(job.id).error
    assert error is not None
    assert error.code == "unexpected"
    log = (desk.settings.log_dir / "driftdesk.log").read_text()
    assert error.error_id in log
    assert "ZeroDivisionError" in log


def test_a_running_job_that_is_asked_to_stop_is_aborted(desk: Desk, start: Callable[..., Runner]) -> None:
    start()
    job = enqueue(desk, "wait:")
    until(lambda: desk.jobs.get(job.id).progress.done > 2)
    desk.jobs.stop(job.id)
    with pytest.raises(JobCancelledError):
        desk.jobs.wait(job.id, timeout=5)
    assert desk.jobs.get(job.id).state is JobState.ABORTED
    assert desk.jobs.events(job.id)[-1].type == "job_finished"


@pytest.mark.parametrize("kill", [True, False])
def test_a_job_that_does_not_listen_is_killed_with_all_it_started(
    desk: Desk, start: Callable[..., Runner], tmp_path: Path, monkeypatch: pytest.MonkeyPatch, kill: bool
) -> None:
    monkeypatch.setattr(slot, "GRACE", 0.2)
    start()
    helper = tmp_path / "pid"
    job = enqueue(desk, f"deaf:{helper}")
    until(lambda: desk.jobs.get(job.id).progress.stage == "deaf")
    pid = int(helper.read_text())
    assert is_running(pid)
    desk.jobs.stop(job.id, kill=kill)
    with pytest.raises(JobCancelledError):
        desk.jobs.wait(job.id, timeout=10)
    assert desk.jobs.get(job.id).state is JobState.ABORTED
    until(lambda: not is_running(pid))


def test_a_job_whose_process_died_is_tried_again(desk: Desk, start: Callable[..., Runner]) -> None:
    start()
    job = desk.jobs.wait(enqueue(desk, "die", 2).id, timeout=60)
    assert job.result == {"attempt": 3}
    assert job.crashes == 2


def test_a_job_whose_process_died_five_times_has_failed(desk: Desk, start: Callable[..., Runner]) -> None:
    start()
    job = enqueue(desk, "die", 99)
    with pytest.raises(
        JobFailedError, match=r"The process died \(signal 9: killed, perhaps out of memory\) 5 times\."
    ):
        desk.jobs.wait(job.id, timeout=60)
    assert desk.jobs.get(job.id).attempt == 5


def test_a_runner_that_stops_gives_its_job_back_and_another_resumes_it(
    desk: Desk, start: Callable[..., Runner], tmp_path: Path
) -> None:
    first = start()
    go = tmp_path / "go"
    job = enqueue(desk, f"wait:{go}")
    until(lambda: len(desk.jobs.get(job.id).steps) > 3)
    first.stop()
    assert first.join(timeout=20)
    given_back = desk.jobs.get(job.id)
    assert (given_back.state, given_back.crashes) == (JobState.QUEUED, 0)
    go.touch()
    start()
    result = desk.jobs.wait(job.id, timeout=30).result
    assert result == {"steps": len(given_back.steps), "resumed_at": len(given_back.steps), "attempt": 2}


def test_a_paused_job_frees_its_slot_and_goes_on_at_another_worker(
    desk: Desk, start: Callable[..., Runner], tmp_path: Path
) -> None:
    first = start()
    go = tmp_path / "go"
    job = enqueue(desk, f"wait:{go}")
    until(lambda: len(desk.jobs.get(job.id).steps) > 3)
    assert desk.jobs.pause(job.id).state is JobState.RUNNING
    until(lambda: desk.jobs.get(job.id).state is JobState.PAUSED)
    paused = desk.jobs.get(job.id)
    assert (paused.stop, paused.worker, paused.crashes) == (None, None, 0)
    assert desk.jobs.events(job.id)[-1].type == "job_paused"
    assert desk.jobs.pause(job.id) == paused, "twice is once"
    desk.jobs.wait(enqueue(desk, "echo:meanwhile").id, timeout=30)
    first.stop()
    assert first.join(timeout=20)
    second = start()
    go.touch()
    assert desk.jobs.resume(job.id).state is JobState.QUEUED
    done = desk.jobs.wait(job.id, timeout=30)
    assert done.result == {"steps": len(paused.steps), "resumed_at": len(paused.steps), "attempt": 2}
    started = [e.worker for e in desk.jobs.events(job.id) if e.type == "job_started"]
    assert started == [first.worker.id, second.worker.id]
    for ask in (desk.jobs.pause, desk.jobs.resume):
        with pytest.raises(ConflictError, match="has ended"):
            ask(job.id)


def test_a_job_that_does_not_listen_is_paused_without_its_process(
    desk: Desk, start: Callable[..., Runner], tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(slot, "GRACE", 0.2)
    start()
    job = enqueue(desk, f"deaf:{tmp_path / 'pid'}")
    until(lambda: desk.jobs.get(job.id).progress.stage == "deaf")
    desk.jobs.pause(job.id)
    until(lambda: desk.jobs.get(job.id).state is JobState.PAUSED)
    assert desk.jobs.get(job.id).crashes == 0
    desk.jobs.stop(job.id)
    assert desk.jobs.get(job.id).state is JobState.ABORTED


def test_only_a_training_that_began_can_be_asked_for_a_good_end(desk: Desk) -> None:
    with pytest.raises(ParameterError, match="cannot end early"):
        desk.jobs.finish(enqueue(desk, "echo:").id)
    training = desk.jobs.enqueue(JobKind.TRAIN, "Train", ProfileJob(dataset_id="d", version=1))
    with pytest.raises(ConflictError, match="has not begun"):
        desk.jobs.finish(training.id)
    desk.jobs.stop(training.id)
    with pytest.raises(ConflictError, match="has ended"):
        desk.jobs.finish(training.id)


def test_a_job_that_was_taken_over_is_left_alone(
    desk: Desk, start: Callable[..., Runner], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIFTDESK_LEASE_SECONDS", "2")
    runner = start()
    job = enqueue(desk, "wait:")
    until(lambda: len(desk.jobs.get(job.id).steps) > 1)
    desk.store.jobs.update(job.id, lease_until=job.created_at - timedelta(hours=1))
    taken = desk.store.jobs.claim("another", timedelta(minutes=5), job_id=job.id)
    if taken is None:  # a heartbeat came between
        pytest.skip("the lease was renewed")
    until(lambda: not runner.busy)
    after = desk.jobs.get(job.id)
    assert (after.state, after.worker, after.attempt) == (JobState.RUNNING, "another", 2)
    assert all(step["attempt"] == 1 for step in after.steps.values())


def test_a_draining_runner_ends_when_the_queue_is_empty(desk: Desk, start: Callable[..., Runner]) -> None:
    jobs = [enqueue(desk, f"echo:{i}") for i in range(4)]
    runner = start(slots=2)
    runner.drain()
    assert runner.join(timeout=60)
    assert {desk.jobs.get(j.id).state for j in jobs} == {JobState.SUCCEEDED}
    assert desk.store.workers.count() == 0


def test_one_warm_child_serves_many_jobs(desk: Desk, start: Callable[..., Runner]) -> None:
    start()
    pids = {desk.jobs.wait(enqueue(desk, "echo:").id, timeout=30).result["pid"] for _ in range(3)}  # type: ignore[index]
    assert len(pids) == 1


def test_a_command_runs_its_own_job_where_no_worker_lives(desk: Desk) -> None:
    other = enqueue(desk, "echo:other")
    job = run_here(desk, enqueue(desk, "echo:mine"), handlers=HANDLERS)
    assert job.state is JobState.SUCCEEDED
    assert desk.jobs.get(other.id).state is JobState.QUEUED


def test_a_command_leaves_its_job_to_a_worker_that_is_free(desk: Desk, start: Callable[..., Runner]) -> None:
    runner = start()
    until(lambda: desk.store.workers.count() == 1)
    job = run_here(desk, enqueue(desk, "echo:mine"), handlers=HANDLERS)
    assert job.worker == runner.worker.id
