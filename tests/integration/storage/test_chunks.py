"""Column chunks and profiles: stored once, swept only when nobody needs them."""

import threading
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.errors import CorruptDataError, ParameterError
from driftdesk.core.storage.store import Store, SweepResult

NOW = timedelta(seconds=-1)
"""A grace that is over."""
HOUR = timedelta(hours=1)

ARRAYS = [
    pa.array([1, None, 3], pa.int64()),
    pa.array([1.0, float("nan"), float("inf"), None], pa.float64()),
    pa.array(["가나다", "", None, "a\x00b"], pa.string()),
    pa.array([True, False, None], pa.bool_()),
    pa.array([0, -1, None, 2**60], pa.timestamp("us")),
    pa.array([], pa.string()),
    pa.nulls(3, pa.float64()),
]


def nothing(_key: object) -> bool:
    return False


def test_arrays_of_every_kind_come_back_in_order(store: Store) -> None:
    digests = store.chunks.put(ARRAYS)
    assert all(len(digest) == 32 for digest in digests)
    back = store.chunks.get([*reversed(digests), digests[0]])
    for array, expected in zip(back, [*reversed(ARRAYS), ARRAYS[0]], strict=True):
        assert array.type == expected.type
        assert str(array) == str(expected)  # unlike equals, takes NaN for NaN


def test_equal_content_is_stored_once_but_types_differ(store: Store) -> None:
    whole = pa.array(range(100), pa.int64())
    one, two, three, other = store.chunks.put(
        [
            whole.slice(10, 5),
            pa.array(range(10, 15), pa.int64()),
            whole,
            pa.array(range(10, 15), pa.float64()),
        ]
    )
    assert one == two
    assert len({one, three, other}) == 3
    assert store.chunks.sweep(nothing, NOW, dry_run=True).chunks == 3


def test_a_missing_chunk_is_named(store: Store) -> None:
    [digest] = store.chunks.put([pa.array([1])])
    with pytest.raises(CorruptDataError, match="1 chunks of data are missing"):
        store.chunks.get([digest, b"\x01" * 32])


def test_a_damaged_chunk_is_reported(store: Store) -> None:
    [digest] = store.chunks.put([pa.array(range(1000))])
    store._database.dataset_chunks.update_one({"_id": digest}, {"$set": {"data": b"nonsense"}})
    with pytest.raises(CorruptDataError, match="damaged"):
        store.chunks.get([digest])


def test_an_array_over_the_limit_of_a_document_is_refused_before_it_is_sent(store: Store) -> None:
    rng = np.random.default_rng(0)
    with pytest.raises(ParameterError, match="16 MB"):
        store.chunks.put([pa.array(rng.normal(size=3_000_000))])


def test_more_bytes_than_one_message_holds_are_sent_in_several(store: Store) -> None:
    rng = np.random.default_rng(0)
    arrays = [pa.array(rng.normal(size=500_000)) for _ in range(20)]
    digests = store.chunks.put(arrays)
    assert all(a.equals(b) for a, b in zip(arrays, store.chunks.get(digests), strict=True))


def test_a_sweep_removes_what_is_neither_referenced_nor_recent(store: Store) -> None:
    digests = store.chunks.put([pa.array([i] * 100) for i in range(10)])
    kept = set(digests[:4])
    assert store.chunks.sweep(nothing, HOUR) == SweepResult(0, 0)
    would = store.chunks.sweep(kept.__contains__, NOW, dry_run=True)
    assert would.chunks == 6
    assert store.chunks.sweep(kept.__contains__, NOW) == would
    assert store.chunks.sweep(kept.__contains__, NOW) == SweepResult(0, 0)
    store.chunks.get(digests[:4])
    with pytest.raises(CorruptDataError):
        store.chunks.get(digests)


def test_what_is_used_again_during_a_sweep_stays(store: Store) -> None:
    """The sweep has decided on a chunk; before it deletes, someone puts the same content."""
    array = pa.array(range(1000))
    [digest] = store.chunks.put([array])
    past = {"touched": store._database.client.admin.command("hello")["localTime"] - 2 * HOUR}
    store._database.dataset_chunks.update_one({"_id": digest}, {"$set": past})

    def used_meanwhile(_digest: bytes) -> bool:
        store.chunks.put([array])
        return False

    assert store.chunks.sweep(used_meanwhile, HOUR) == SweepResult(0, 0)
    assert store.chunks.get([digest])[0].equals(array)


def test_sweeping_and_writing_at_once_never_loses_what_was_put(store: Store) -> None:
    arrays = [pa.array([i]) for i in range(50)]
    done = threading.Event()

    def sweep() -> None:
        while not done.is_set():
            store.chunks.sweep(nothing, timedelta(milliseconds=250))

    sweeper = threading.Thread(target=sweep)
    sweeper.start()
    try:
        for _ in range(10):
            digests = store.chunks.put(arrays)
            assert len(store.chunks.get(digests)) == 50
    finally:
        done.set()
        sweeper.join()


def test_writers_of_the_same_content_do_not_hinder_each_other(store: Store) -> None:
    arrays = [pa.array([i] * 1000) for i in range(100)]
    results: list[list[bytes]] = []
    threads = [threading.Thread(target=lambda: results.append(store.chunks.put(arrays))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert len(results) == 4
    assert all(result == results[0] for result in results)
    assert store.chunks.sweep(nothing, NOW, dry_run=True).chunks == 100


def test_profiles_are_found_by_key_replaced_and_swept(store: Store) -> None:
    store.chunk_profiles.put((f"key.{i}$", bytes([i])) for i in range(20))
    store.chunk_profiles.put([("key.3$", b"new")])
    store.chunk_profiles.put([])
    assert store.chunk_profiles.get(["key.3$", "key.4$", "absent"]) == {"key.3$": b"new", "key.4$": b"\x04"}
    assert store.chunk_profiles.get([]) == {}
    assert store.chunk_profiles.sweep(lambda key: key == "key.3$", NOW) == SweepResult(19, 19)
    assert store.chunk_profiles.get(["key.3$", "key.4$"]) == {"key.3$": b"new"}
