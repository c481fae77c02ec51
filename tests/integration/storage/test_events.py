"""Events in order, and being woken by changes."""

import queue
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import timedelta

import pytest
from pymongo import MongoClient
from pymongo.errors import OperationFailure

from driftdesk.core.entities import (
    Dataset,
    Fence,
    Job,
    JobEvent,
    JobKind,
    JobStarted,
    JobWarned,
    MetricsRecorded,
)
from driftdesk.core.errors import LeaseLostError
from driftdesk.core.storage.store import Change, Store

LEASE = timedelta(seconds=30)


def running(store: Store, lease: timedelta = LEASE) -> Fence:
    store.jobs.enqueue(Job(kind=JobKind.IMPORT, title="import"))
    job = store.jobs.claim("w", lease)
    assert job
    return Fence(job_id=job.id, attempt=job.attempt)


def warnings(fence: Fence, *numbers: int) -> list[JobEvent]:
    return [
        JobWarned(job_id=fence.job_id, attempt=fence.attempt, number=n, message=f"warning {n}")
        for n in numbers
    ]


@contextmanager
def watching(store: Store) -> Iterator["queue.Queue[Change]"]:
    """Changes as they come; the first, ``*``, is taken off already: the stream is open."""
    changes: queue.Queue[Change] = queue.Queue()
    stop = threading.Event()

    def watch() -> None:
        for change in store.events.watch(stop):
            changes.put(change)

    thread = threading.Thread(target=watch)
    thread.start()
    try:
        assert changes.get(timeout=10) == Change("*")
        yield changes
    finally:
        stop.set()
        thread.join(5)
        assert not thread.is_alive()


def until(changes: "queue.Queue[Change]", wanted: Change) -> None:
    while changes.get(timeout=10) != wanted:
        pass


def test_events_come_back_in_order_and_after_a_number(store: Store) -> None:
    first = running(store, timedelta(seconds=-1))
    start = JobStarted(job_id=first.job_id, attempt=1, number=0, worker="w")
    metrics = MetricsRecorded(
        job_id=first.job_id,
        attempt=1,
        number=1,
        run_id="r",
        step=1,
        epoch=0.5,
        values={"loss.a$": float("nan")},
    )
    store.events.append([start, metrics], first)
    assert store.jobs.claim("other", LEASE)
    second = Fence(job_id=first.job_id, attempt=2)
    later = warnings(second, 0, 1, 2)
    store.events.append(later, second)
    everything = store.events.after(first.job_id)
    assert [(e.attempt, e.number) for e in everything] == [(1, 0), (1, 1), (2, 0), (2, 1), (2, 2)]
    assert everything[0] == start
    assert everything[2:] == later
    assert store.events.after(first.job_id, 1, 1) == later
    assert store.events.after(first.job_id, 2, 0, limit=1) == later[1:2]
    assert store.events.after("nobody") == []


def test_a_batch_that_is_sent_again_leaves_what_one_leaves(store: Store) -> None:
    fence = running(store)
    store.events.append(warnings(fence, 0, 1, 2), fence)
    store.events.append(warnings(fence, 1, 2, 3, 4), fence)
    store.events.append([], fence)
    assert [e.number for e in store.events.after(fence.job_id)] == [0, 1, 2, 3, 4]


def test_a_late_worker_says_nothing(store: Store) -> None:
    fence = running(store, timedelta(seconds=-1))
    assert store.jobs.claim("other", LEASE)
    with pytest.raises(LeaseLostError):
        store.events.append(warnings(fence, 0), fence)
    assert store.events.after(fence.job_id) == []


def test_a_change_wakes_who_watches(store: Store) -> None:
    with watching(store) as changes:
        dataset = Dataset(name="a")
        store.datasets.insert(dataset)
        until(changes, Change("datasets", dataset.id))
        fence = running(store)
        until(changes, Change("jobs", fence.job_id))
        store.events.append(warnings(fence, 0), fence)
        change = changes.get(timeout=10)
        while change.collection != "job_events":
            change = changes.get(timeout=10)
        assert change.job_id == fence.job_id
        store.chunk_profiles.put([("k", b"v")])
        store.jobs.heartbeat(fence, LEASE)
        assert changes.get(timeout=10) == Change("jobs", fence.job_id)


def test_watching_goes_on_after_its_cursor_was_killed(store: Store) -> None:
    with watching(store) as changes, MongoClient(store.secret_uri.get_secret_value()) as client:
        killed = _kill_change_streams(client, store)
        assert killed
        dataset = Dataset(name="a")
        store.datasets.insert(dataset)
        until(changes, Change("datasets", dataset.id))


def _kill_change_streams(client: "MongoClient[dict[str, object]]", store: Store) -> list[object]:
    """Cursors of this store's database, open on the server, are closed under their reader."""
    database = store._database.name
    operations = client.admin.aggregate([{"$currentOp": {"idleCursors": True, "allUsers": True}}])
    cursors = [
        op["cursor"]["cursorId"]
        for op in operations
        if op.get("cursor") and str(op.get("ns", "")).startswith(f"{database}.")
    ]
    if cursors:
        client[database].command("killCursors", "$cmd.aggregate", cursors=cursors)
    return cursors


def test_where_change_streams_are_forbidden_it_looks_by_itself(
    store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    def forbidden(resume: object) -> None:
        raise OperationFailure("not authorized", 13)

    monkeypatch.setattr(store.events, "_open_stream", forbidden)
    monkeypatch.setattr("driftdesk.core.storage.events._POLL", 0.02)
    with watching(store) as changes:
        store.datasets.insert(Dataset(name="a"))
        assert changes.get(timeout=10) == Change("*")
        fence = running(store)
        assert changes.get(timeout=10) == Change("*")
        store.events.append(warnings(fence, 0), fence)
        assert changes.get(timeout=10) == Change("*")


def test_watching_ends_when_the_store_is_closed(store: Store) -> None:
    with watching(store):
        store.close()
