"""Windows and stratified draws."""

from datetime import datetime

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftdesk.core.entities import Kind
from driftdesk.core.recomposition.selection import are_in, draw_stratified, latest, weights
from driftdesk.core.splits.strata import strata_of, times_of


def test_the_latest_rows_are_the_last_ones_where_there_is_no_time() -> None:
    assert latest(2, None, 5).tolist() == [False, False, False, True, True]
    assert latest(9, None, 3).all()


def test_the_latest_rows_are_those_with_the_latest_times_and_of_one_time_the_last() -> None:
    times = np.array([5, 1, 5, 5, 0])
    assert latest(2, times, 5).tolist() == [False, False, True, True, False]


@pytest.mark.parametrize(
    "column",
    [
        pa.chunked_array(
            [pa.array([datetime(2026, 1, 2), None], pa.timestamp("us")), [datetime(2025, 1, 1)]]
        ),
        pa.chunked_array([pa.array([3, None, 1], pa.int64())]),
        pa.chunked_array([pa.array([3.5, float("nan"), -1.0])]),
    ],
)
def test_times_sort_as_the_column_does_with_missing_ones_first(column: pa.ChunkedArray) -> None:
    assert np.argsort(times_of(column), kind="stable").tolist() == [1, 2, 0]


def test_strata_are_classes_or_tenths_of_the_values() -> None:
    classes = strata_of(pa.chunked_array([["a", "b"], ["a", None]]), Kind.CATEGORICAL)
    assert classes.tolist() == [0, 1, 0, -1]
    flags = strata_of(pa.chunked_array([[True, False, True]]), Kind.BOOLEAN)
    assert flags.tolist() == [0, 1, 0]
    values = strata_of(pa.chunked_array([np.arange(100.0)]), Kind.NUMERIC)
    assert np.bincount(values).tolist() == [10] * 10
    assert strata_of(pa.chunked_array([[1.0, float("nan"), None]]), Kind.NUMERIC).tolist()[1:] == [-1, -1]


def test_a_draw_keeps_the_shares_of_the_strata() -> None:
    strata = np.repeat([0, 1, 2], [700, 200, 100])
    chosen = draw_stratified(strata, 100, seed=0)
    assert np.bincount(strata[chosen]).tolist() == [70, 20, 10]


@given(
    sizes=st.lists(st.integers(1, 50), min_size=1, max_size=6),
    part=st.floats(0, 1.5),
    seed=st.integers(0, 2**32),
)
def test_a_draw_has_as_many_rows_as_asked_for_within_a_row_of_each_share(
    sizes: list[int], part: float, seed: int
) -> None:
    strata = np.random.default_rng(1).permutation(np.repeat(np.arange(len(sizes)), sizes))
    wanted = int(part * len(strata))
    chosen = draw_stratified(strata, wanted, seed)
    assert chosen.sum() == min(wanted, len(strata))
    if wanted < len(strata):
        drawn = np.bincount(strata[chosen], minlength=len(sizes))
        assert (np.abs(drawn - np.array(sizes) * wanted / len(strata)) < 1).all()


def test_one_seed_draws_the_same_rows_and_another_draws_others() -> None:
    strata = np.zeros(1000, np.int64)
    first, again, other = (draw_stratified(strata, 100, seed) for seed in (7, 7, 8))
    assert (first == again).all()
    assert (first != other).any()


def test_row_ids_are_found_among_others() -> None:
    assert are_in(np.array([1, 5, 9]), np.array([9, 1, 2])).tolist() == [True, False, True]


def test_new_rows_weigh_more_and_old_ones_fade() -> None:
    day = 86_400_000_000
    times = np.array([0, 10 * day, 20 * day, np.iinfo(np.int64).min])
    is_new = np.array([False, False, True, False])
    assert weights(is_new, None, 0, 3.0, None).tolist() == [1, 1, 3, 1]
    aged = weights(is_new, times, 20 * day, 3.0, 10.0)
    assert aged.tolist() == pytest.approx([0.25, 0.5, 3.0, 0.0], abs=1e-9)
    assert (aged > 0).all()
