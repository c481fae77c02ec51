"""The order summary: its errors are what it says, whatever was merged."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from scipy.stats import wasserstein_distance

from driftdesk.core.profiles import ordered
from driftdesk.core.profiles.ordered import POINTS, Ordered

SHAPES = ("normal", "cauchy", "whole", "ties")


def draw(random: np.random.Generator, shape: str, n: int) -> np.ndarray:
    match shape:
        case "cauchy":
            return random.standard_cauchy(n)
        case "whole":
            return random.integers(0, 10_000, n).astype(float)
        case "ties":
            return np.where(random.random(n) < 0.7, 3.0, random.normal(size=n))
        case _:
            return random.normal(size=n)


def summary(values: np.ndarray) -> Ordered:
    return ordered.of_sorted(np.sort(values))


def rank_gap(order: Ordered, values: np.ndarray) -> float:
    """The largest error of any cumulative share, looked for at every value and just before it."""
    rising = np.sort(values)
    at = np.unique(rising)
    at = np.concatenate((at, np.nextafter(at, -np.inf)))
    exact = np.searchsorted(rising, at, side="right") / rising.size
    return float(np.max(np.abs(order.cdf(at) - exact)))


@settings(max_examples=25)
@given(
    sizes=st.lists(st.integers(1, 12_000), min_size=1, max_size=6),
    shape=st.sampled_from(SHAPES),
    seed=st.integers(0, 1000),
)
def test_no_share_is_further_off_than_stated_and_no_work_is_left_out(
    sizes: list[int], shape: str, seed: int
) -> None:
    random = np.random.default_rng(seed)
    parts = [draw(random, shape, n) for n in sizes]
    rows = np.concatenate(parts)
    merged = ordered.merge([summary(p) for p in parts])
    assert merged.total == rows.size
    assert rank_gap(merged, rows) <= merged.rank_error + 1e-12
    weights = np.diff(merged.cumulative, prepend=0.0)
    distance = wasserstein_distance(rows, merged.values, v_weights=weights)
    assert distance <= merged.shift * (1 + 1e-9) + 1e-9


def test_few_distinct_values_are_exact_however_many_rows() -> None:
    random = np.random.default_rng(1)
    parts = [random.integers(0, 1000, 30_000).astype(float) for _ in range(3)]
    merged = ordered.merge([summary(p) for p in parts])
    values, counts = np.unique(np.concatenate(parts), return_counts=True)
    assert merged.is_exact
    assert np.array_equal(merged.values, values)
    assert merged.counts is not None
    assert np.array_equal(merged.counts, counts)


def test_picking_keeps_the_promised_error() -> None:
    order = summary(np.random.default_rng(2).normal(size=65_536))
    assert order.rank_error == 1 / (2 * POINTS)
    assert 0 < order.shift < 0.001


@pytest.mark.parametrize("shape", SHAPES)
@pytest.mark.parametrize("n", [1, 2, 7, 4000])
def test_exact_quantiles_are_numpys(shape: str, n: int) -> None:
    values = draw(np.random.default_rng(n), shape, n)
    shares = np.linspace(0, 1, 101)
    assert np.allclose(summary(values).quantiles(shares), np.quantile(values, shares), rtol=1e-12, atol=1e-12)


def test_the_result_does_not_depend_on_chance() -> None:
    values = np.random.default_rng(3).normal(size=20_000)
    assert np.array_equal(summary(values).values, summary(values[::-1].copy()).values)


def test_numbers_near_the_limit_make_the_shift_unknown_not_wrong() -> None:
    values = np.random.default_rng(4).uniform(-1, 1, 10_000) * 1.7e308
    assert summary(values).shift == float("inf")


def test_nothing_merged_with_nothing_is_nothing() -> None:
    assert ordered.merge([ordered.EMPTY, ordered.EMPTY]).total == 0
