"""The series of runs: what is written in small pieces, again, and from several sides, reads as one series."""

import threading

import numpy as np
import pytest

from driftdesk.core.entities import MetricPoint
from driftdesk.core.errors import CorruptDataError
from driftdesk.core.storage.metrics import SMALL_BLOCKS, MetricRepository
from driftdesk.core.storage.series import BLOCK, of_points
from driftdesk.core.storage.store import Store


def points(first: int, last: int, add: float = 0.0, run_id: str = "r") -> list[MetricPoint]:
    """A loss at each step, a validation at each tenth."""
    return [
        MetricPoint(
            run_id=run_id,
            step=step,
            epoch=step / 10,
            seconds=step / 20,
            values={"train_loss": step + add} | ({"validation.f1$": -step + add} if step % 10 == 0 else {}),
        )
        for step in range(first, last)
    ]


def count(store: Store) -> int:
    return store.metrics._collection.count_documents({})


def test_what_is_appended_in_small_pieces_is_stored_in_few_blocks(store: Store) -> None:
    wanted = points(0, 3 * SMALL_BLOCKS)
    for point in wanted:
        store.metrics.append([point])
    assert count(store) <= 2
    assert store.metrics.series("r") == wanted
    store.metrics.append(points(192, 195))
    store.metrics.compact("r")
    assert count(store) == 1
    assert store.metrics.series("r") == points(0, 195)


def test_a_long_series_fills_blocks_and_comes_as_columns(store: Store) -> None:
    store.metrics.append_series("r", of_points(points(0, 2 * BLOCK + 5)))
    assert count(store) == 3
    found = store.metrics.columns("r", names=["validation.f1$"])
    assert list(found.values) == ["validation.f1$"]
    rows, of = found.values_of("validation.f1$")
    assert np.array_equal(found.steps[rows], -of)
    assert store.metrics.count("r") == 2 * BLOCK + 5
    assert [p.step for p in store.metrics.series("r", after_step=2 * BLOCK + 2)] == [
        2 * BLOCK + 3,
        2 * BLOCK + 4,
    ]


def test_steps_done_again_replace_what_they_left_wherever_it_lies(store: Store) -> None:
    store.metrics.append(points(0, BLOCK + 10))
    for point in points(BLOCK - 20, BLOCK, add=0.5):
        store.metrics.append([point])
    for _ in range(2):
        assert store.metrics.series("r") == [
            *points(0, BLOCK - 20), *points(BLOCK - 20, BLOCK, 0.5), *points(BLOCK, BLOCK + 10)
        ]  # fmt: skip
        store.metrics.compact("r")


def test_a_resumed_run_in_another_process_goes_on_after_what_it_cut_off(store: Store) -> None:
    store.metrics.append(points(0, 100))
    store.metrics.append(points(100, 120))
    other = MetricRepository(store.metrics._collection)
    other.truncate("r", 49)
    other.append(points(50, 60, add=0.25))
    assert other.series("r") == [*points(0, 50), *points(50, 60, 0.25)]
    other.truncate("r", -1)
    assert other.series("r") == []


def test_readers_miss_nothing_while_blocks_are_written_together(store: Store) -> None:
    ended = threading.Event()

    def write() -> None:
        for point in points(0, 6 * SMALL_BLOCKS):
            store.metrics.append([point])
        ended.set()

    thread = threading.Thread(target=write)
    thread.start()
    seen = 0
    while not ended.is_set():
        steps = store.metrics.columns("r").steps
        assert np.array_equal(steps, np.arange(steps.size))
        assert steps.size >= seen
        seen = steps.size
    thread.join()
    assert store.metrics.count("r") == 6 * SMALL_BLOCKS


def test_many_runs_are_read_by_one_query(store: Store) -> None:
    for n in range(5):
        store.metrics.append(points(0, 10 + n, run_id=f"r{n}"))
    found = dict(store.metrics.of_runs(["r1", "r3", "none"], ["train_loss"]))
    assert {run_id: len(series) for run_id, series in found.items()} == {"r1": 11, "r3": 13}
    store.metrics.delete("r1")
    assert [run_id for run_id, _ in store.metrics.of_runs(["r1", "r3"])] == ["r3"]


def test_an_envelope_keeps_the_extremes_of_a_stretch_of_steps(store: Store) -> None:
    series = points(0, 10_000)
    series[5_000].values["train_loss"] = 1e9
    store.metrics.append(series)
    steps, values = store.metrics.envelope("r", ["train_loss"], 200, low=999, high=8_999)["train_loss"]
    assert steps[0] == 1_000
    assert steps[-1] == 8_999
    assert values.max() == 1e9
    assert len(steps) <= 202
    assert store.metrics.envelope("r", ["none"], 200)["none"][0].size == 0


def test_a_damaged_block_is_named_as_such(store: Store) -> None:
    store.metrics.append(points(0, 10))
    store.metrics._collection.update_one({}, {"$set": {"epochs": b"12345678"}})
    with pytest.raises(CorruptDataError, match="lengths differ"):
        store.metrics.columns("r")
