"""The queue: one owner at a time, whatever dies."""

import threading
from datetime import timedelta

import pytest
from pymongo import MongoClient

from driftdesk.core.entities import ErrorInfo, Fence, Job, JobKind, JobState, Progress, Stop, new_id
from driftdesk.core.errors import ConflictError, LeaseLostError, NotFoundError
from driftdesk.core.settings import Settings
from driftdesk.core.storage.store import Session, Store

LEASE = timedelta(seconds=30)
OVER = timedelta(seconds=-1)
"""A lease that has run out."""


def job(**fields: object) -> Job:
    return Job.model_validate({"kind": JobKind.TRAIN, "title": "train", **fields})


def claimed(store: Store, worker: str = "w", lease: timedelta = LEASE, **fields: object) -> tuple[Job, Fence]:
    store.jobs.enqueue(job(**fields))
    found = store.jobs.claim(worker, lease)
    assert found
    return found, Fence(job_id=found.id, attempt=found.attempt)


def test_the_oldest_waiting_job_is_claimed_first(store: Store) -> None:
    first, second = store.jobs.enqueue(job()), store.jobs.enqueue(job())
    claim = store.jobs.claim("w", LEASE)
    assert claim and claim.id == first.id
    assert (claim.state, claim.attempt, claim.worker) == (JobState.RUNNING, 1, "w")
    assert claim.started_at and claim.lease_until
    assert claim.lease_until - claim.started_at == LEASE
    again = store.jobs.claim("w", LEASE)
    assert again and again.id == second.id
    assert store.jobs.claim("w", LEASE) is None


def test_only_the_kinds_and_the_job_asked_for_are_claimed(store: Store) -> None:
    a, b = store.jobs.enqueue(job()), store.jobs.enqueue(job(kind=JobKind.DRIFT))
    assert store.jobs.claim("w", LEASE, kinds=[JobKind.CLEAN]) is None
    assert store.jobs.claim("w", LEASE, job_id=new_id()) is None
    drift = store.jobs.claim("w", LEASE, kinds=[JobKind.DRIFT])
    assert drift and drift.id == b.id
    other = store.jobs.claim("w", LEASE, job_id=a.id)
    assert other and other.id == a.id


def test_many_workers_never_get_the_same_job(store: Store) -> None:
    jobs = [store.jobs.enqueue(job()) for _ in range(40)]
    got: list[str] = []

    def work(name: str) -> None:
        while found := store.jobs.claim(name, LEASE):
            got.append(found.id)

    threads = [threading.Thread(target=work, args=(f"w{i}",)) for i in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert sorted(got) == sorted(j.id for j in jobs)


def test_a_reserved_job_waits_for_its_worker(store: Store) -> None:
    reserved = store.jobs.enqueue(job(reserved_for="mine"))
    assert store.jobs.claim("other", LEASE) is None
    found = store.jobs.claim("mine", LEASE)
    assert found and found.id == reserved.id


def test_a_job_whose_reservation_is_old_is_for_anyone(store: Store) -> None:
    old = job(reserved_for="dead")
    store.jobs.enqueue(old.model_copy(update={"created_at": old.created_at - timedelta(minutes=2)}))
    assert store.jobs.claim("other", LEASE)


def test_a_job_whose_lease_ran_out_is_taken_over(store: Store) -> None:
    first, late = claimed(store, lease=OVER, reserved_for="w")
    second = store.jobs.claim("other", LEASE)
    assert second and second.id == first.id
    assert (second.attempt, second.worker, second.crashes) == (2, "other", 1)
    assert second.started_at == first.started_at
    assert store.jobs.heartbeat(late, LEASE) is None
    assert not store.jobs.finish(late, JobState.SUCCEEDED, {}, None)
    store.jobs.release(late, crashed=True)
    assert store.jobs.get(first.id) == second


def test_a_job_that_keeps_losing_its_worker_fails(store: Store) -> None:
    store.jobs.enqueue(job())
    attempts = 0
    while store.jobs.claim("w", OVER):
        attempts += 1
    failed = store.jobs.find()[0]
    assert attempts == 5
    assert failed.state is JobState.FAILED
    assert failed.error and failed.error.hint


def test_a_heartbeat_extends_the_lease_and_brings_the_stop(store: Store) -> None:
    claim, fence = claimed(store, lease=timedelta(seconds=1))
    assert claim.lease_until
    beat = store.jobs.heartbeat(fence, LEASE)
    assert beat and beat.lease_until and beat.lease_until > claim.lease_until
    assert beat.stop is None
    store.jobs.request_stop(claim.id, Stop.ASK)
    beat = store.jobs.heartbeat(fence, LEASE)
    assert beat and beat.stop is Stop.ASK


def test_the_same_work_is_enqueued_once(store: Store) -> None:
    first = store.jobs.enqueue(job(dedupe="policy 1, report 7"))
    assert store.jobs.enqueue(job(dedupe="policy 1, report 7")) == first
    assert store.jobs.enqueue(job(dedupe="policy 1, report 8")).id != first.id
    assert store.jobs.enqueue(job()).id != store.jobs.enqueue(job()).id
    assert store.jobs.count() == 4
    with pytest.raises(ConflictError):
        store.jobs.enqueue(first.model_copy(update={"dedupe": None}))


def test_a_waiting_job_is_cancelled_and_a_running_one_asked(store: Store) -> None:
    running, _ = claimed(store)
    waiting = store.jobs.enqueue(job())
    assert store.jobs.request_stop(waiting.id, Stop.ASK).state is JobState.CANCELLED
    assert store.jobs.get(waiting.id).finished_at
    asked = store.jobs.request_stop(running.id, Stop.KILL)
    assert (asked.state, asked.stop) == (JobState.RUNNING, Stop.KILL)
    assert store.jobs.request_stop(running.id, Stop.ASK).stop is Stop.KILL
    with pytest.raises(NotFoundError):
        store.jobs.request_stop(new_id(), Stop.ASK)


def test_stopping_a_job_whose_worker_is_dead_ends_it(store: Store) -> None:
    running, late = claimed(store, lease=OVER)
    assert store.jobs.request_stop(running.id, Stop.ASK).state is JobState.ABORTED
    assert not store.jobs.finish(late, JobState.SUCCEEDED, {}, None)


def test_a_finished_job_keeps_its_result_and_cannot_be_stopped(store: Store) -> None:
    _, fence = claimed(store)
    result = {"path": "$not.an.expression", "$a.b": [1, {"$add": [1, 2]}]}
    assert store.jobs.finish(fence, JobState.SUCCEEDED, result, None)
    done = store.jobs.get(fence.job_id)
    assert (done.state, done.result, done.lease_until) == (JobState.SUCCEEDED, result, None)
    assert done.finished_at
    assert store.jobs.request_stop(done.id, Stop.KILL) == done
    assert not store.jobs.finish(fence, JobState.FAILED, None, None)


def test_a_failed_job_keeps_its_error(store: Store) -> None:
    _, fence = claimed(store)
    error = ErrorInfo(code="training", message="NaN", hint="$lower the rate")
    store.jobs.finish(fence, JobState.FAILED, None, error)
    assert store.jobs.get(fence.job_id).error == error


def test_a_released_job_waits_again_and_fails_after_five_crashes(store: Store) -> None:
    _, fence = claimed(store)
    store.jobs.release(fence, crashed=False)
    assert store.jobs.get(fence.job_id).crashes == 0
    for crashes in range(1, 6):
        claim = store.jobs.claim("w", LEASE)
        assert claim
        store.jobs.release(Fence(job_id=claim.id, attempt=claim.attempt), crashed=True)
        assert store.jobs.get(claim.id).crashes == crashes
    failed = store.jobs.get(fence.job_id)
    assert failed.state is JobState.FAILED
    assert failed.error


def test_progress_and_steps_belong_to_the_attempt_that_runs(store: Store) -> None:
    _, late = claimed(store, lease=OVER)
    store.jobs.set_step(late, "import.v$1", {"version": 1, "$x": "$y"})
    store.jobs.set_progress(late, Progress(stage="$epoch", done=3, total=10))
    found = store.jobs.claim("other", LEASE)
    assert found
    assert found.steps == {"import.v$1": {"version": 1, "$x": "$y"}}
    assert found.progress.stage == "$epoch"
    with pytest.raises(LeaseLostError):
        store.jobs.set_step(late, "second", {})
    with pytest.raises(LeaseLostError):
        store.jobs.set_progress(late, Progress())
    assert store.jobs.get(found.id).steps == found.steps


def test_a_step_and_what_it_wrote_are_stored_together(store: Store) -> None:
    _, fence = claimed(store)
    other = job()

    def work(session: Session) -> None:
        store.jobs.set_step(fence, "done", {"n": 1}, session)
        store.jobs.insert(other, session)

    store.run_in_transaction(work, fence)
    assert store.jobs.get(fence.job_id).steps == {"done": {"n": 1}}
    assert store.jobs.count(id=other.id) == 1


def test_the_clock_of_this_machine_does_not_matter(
    store: Store, settings: Settings, monkeypatch: pytest.MonkeyPatch
) -> None:
    claimed(store)
    with MongoClient(store.secret_uri.get_secret_value()) as client:
        server_time = client.admin.command("hello")["localTime"]
    beat = store.jobs.find()[0]
    assert beat.lease_until
    assert abs((beat.lease_until.replace(tzinfo=None) - server_time) - LEASE) < timedelta(seconds=5)


def test_a_job_that_waits_is_paused_at_once_and_nobody_takes_it(store: Store) -> None:
    waiting = store.jobs.enqueue(job(reserved_for="a command"))
    assert store.jobs.pause(waiting.id).state is JobState.PAUSED
    assert store.jobs.pause(waiting.id).state is JobState.PAUSED, "twice is once"
    assert store.jobs.claim("w", LEASE) is None
    resumed = store.jobs.resume(waiting.id)
    assert (resumed.state, resumed.reserved_for) == (JobState.QUEUED, None)
    assert store.jobs.resume(waiting.id) == resumed, "twice is once"
    assert store.jobs.claim("w", LEASE)


def test_a_running_job_is_asked_to_pause_and_leaves_its_slot(store: Store) -> None:
    running, fence = claimed(store)
    assert store.jobs.pause(running.id).stop is Stop.PAUSE
    store.jobs.release(fence, crashed=False)
    paused = store.jobs.get(running.id)
    assert (paused.state, paused.stop, paused.worker, paused.lease_until) == (
        JobState.PAUSED,
        None,
        None,
        None,
    )
    assert store.jobs.claim("w", LEASE) is None
    store.jobs.resume(running.id)
    again = store.jobs.claim("another", LEASE)
    assert again and (again.id, again.attempt, again.worker) == (running.id, 2, "another")


def test_a_pause_is_taken_back_by_resuming_before_it_happened(store: Store) -> None:
    running, fence = claimed(store)
    store.jobs.pause(running.id)
    assert store.jobs.resume(running.id).stop is None
    store.jobs.release(fence, crashed=False)
    assert store.jobs.get(running.id).state is JobState.QUEUED, (
        "the worker had begun to pause: it goes on at once"
    )


def test_of_pause_and_finish_the_later_wish_holds_and_an_end_is_harder_than_both(store: Store) -> None:
    running, _ = claimed(store)
    assert store.jobs.request_finish(running.id).stop is Stop.FINISH
    assert store.jobs.pause(running.id).stop is Stop.PAUSE
    assert store.jobs.request_finish(running.id).stop is Stop.FINISH
    assert store.jobs.resume(running.id).stop is Stop.FINISH
    assert store.jobs.request_stop(running.id, Stop.ASK).stop is Stop.ASK
    assert store.jobs.pause(running.id).stop is Stop.ASK
    assert store.jobs.request_finish(running.id).stop is Stop.ASK


def test_a_job_whose_worker_died_while_it_should_pause_is_paused(store: Store) -> None:
    running, _ = claimed(store)
    store.jobs.pause(running.id)
    store.jobs.heartbeat(Fence(job_id=running.id, attempt=1), OVER)
    assert store.jobs.claim("w", LEASE) is None
    assert store.jobs.get(running.id).state is JobState.PAUSED
    dead, _ = claimed(store, lease=OVER)
    assert store.jobs.pause(dead.id).state is JobState.PAUSED, "at once, where its worker is dead already"


def test_a_paused_job_is_stopped_by_what_it_did(store: Store) -> None:
    unbegun = store.jobs.enqueue(job())
    store.jobs.pause(unbegun.id)
    assert store.jobs.request_stop(unbegun.id, Stop.ASK).state is JobState.CANCELLED
    begun, fence = claimed(store)
    store.jobs.pause(begun.id)
    store.jobs.release(fence, crashed=False)
    assert store.jobs.request_stop(begun.id, Stop.KILL).state is JobState.ABORTED


def test_a_paused_job_goes_on_to_come_to_a_good_end_if_it_had_begun(store: Store) -> None:
    unbegun = store.jobs.enqueue(job())
    assert store.jobs.request_finish(unbegun.id).stop is None
    store.jobs.request_stop(unbegun.id, Stop.ASK)
    begun, fence = claimed(store)
    store.jobs.pause(begun.id)
    store.jobs.release(fence, crashed=False)
    asked = store.jobs.request_finish(begun.id)
    assert (asked.state, asked.stop) == (JobState.QUEUED, Stop.FINISH)
    again = store.jobs.claim("w", LEASE)
    assert again and again.stop is Stop.FINISH


def test_contact_is_lost_with_the_lease_and_found_with_the_next_claim(store: Store) -> None:
    running, fence = claimed(store)
    assert running.heard_at and store.jobs.lost() == {}
    beat = store.jobs.heartbeat(fence, OVER)
    assert beat and store.jobs.lost() == {running.id: beat.heard_at}
    assert store.jobs.claim("another", LEASE)
    assert store.jobs.lost() == {}
