"""Transactions: compare-and-set of a head, and the fence around what a job writes."""

import threading
from datetime import timedelta

import pytest

from driftdesk.core.entities import Dataset, Fence, Job, JobKind, JobState
from driftdesk.core.errors import ConflictError, LeaseLostError
from driftdesk.core.storage.store import Session, Store

LEASE = timedelta(seconds=30)


def running(store: Store, lease: timedelta = LEASE) -> Fence:
    store.jobs.enqueue(Job(kind=JobKind.IMPORT, title="import"))
    job = store.jobs.claim("w", lease)
    assert job
    return Fence(job_id=job.id, attempt=job.attempt)


def test_of_writers_at_the_same_time_each_moves_the_head_once(store: Store) -> None:
    dataset = Dataset(name="churn")
    store.datasets.insert(dataset)
    conflicts: list[ConflictError] = []

    def advance(session: Session) -> None:
        head = store.datasets.get(dataset.id).head
        store.datasets.update(dataset.id, session, expect={"head": head}, head=head + 1)

    def commit() -> None:
        while True:
            try:
                store.run_in_transaction(advance)
            except ConflictError as error:
                conflicts.append(error)
            else:
                return

    threads = [threading.Thread(target=commit) for _ in range(8)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert store.datasets.get(dataset.id).head == 8


def test_what_a_running_job_writes_is_accepted(store: Store) -> None:
    fence = running(store)
    store.run_in_transaction(lambda session: store.datasets.insert(Dataset(name="a"), session), fence)
    assert store.datasets.count() == 1
    assert store.jobs.get(fence.job_id).state is JobState.RUNNING


@pytest.mark.parametrize("how", ["expired", "taken over", "finished", "unknown"])
def test_a_job_that_lost_its_lease_writes_nothing(store: Store, how: str) -> None:
    fence = running(store, timedelta(seconds=-1) if how in ("expired", "taken over") else LEASE)
    if how == "taken over":
        assert store.jobs.claim("other", LEASE)
    elif how == "finished":
        store.jobs.finish(fence, JobState.SUCCEEDED, {}, None)
    elif how == "unknown":
        fence = Fence(job_id="nobody", attempt=1)
    with pytest.raises(LeaseLostError):
        store.run_in_transaction(lambda session: store.datasets.insert(Dataset(name="a"), session), fence)
    assert store.datasets.count() == 0


def test_a_claim_during_the_transaction_waits_for_it(store: Store) -> None:
    fence = running(store, timedelta(milliseconds=300))
    inside, claims = threading.Event(), []

    def take_over() -> None:
        inside.wait()
        while not (job := store.jobs.claim("other", LEASE)):
            pass
        claims.append(job)

    other = threading.Thread(target=take_over)
    other.start()

    def work(session: Session) -> None:
        inside.set()
        other.join(0.6)
        assert not claims
        store.datasets.insert(Dataset(name="a"), session)

    store.run_in_transaction(work, fence)
    other.join()
    assert store.datasets.count() == 1
    assert claims[0].attempt == 2


def test_a_name_that_is_taken_conflicts_inside_a_transaction_too(store: Store) -> None:
    store.datasets.insert(Dataset(name="a"))
    with pytest.raises(ConflictError) as caught:
        store.run_in_transaction(lambda session: store.datasets.insert(Dataset(name="a"), session))
    assert "name a" in caught.value.message
