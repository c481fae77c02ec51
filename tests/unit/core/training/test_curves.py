"""Curves as they are looked at: the smoothing does not depend on how often a run spoke, nor the drawing on how much it said."""

import numpy as np
import pytest

from driftdesk.core.storage.series import RunSeries, extremes
from driftdesk.core.training.curves import Curve, Smoother, drawn, stretch_of


def smoothed(steps: np.ndarray, values: np.ndarray, stretch: float) -> np.ndarray:
    return Smoother(stretch).add(steps.astype(float), values)


def test_smoothing_is_the_weighted_mean_that_its_formula_says() -> None:
    steps, values = np.array([3.0, 4.0, 9.0, 10.0]), np.array([1.0, 5.0, 2.0, 8.0])
    made = smoothed(steps, values, 4.0)
    gaps = np.array([3, 1, 5, 1])
    for n in range(4):
        weights = (1 - np.exp(-gaps / 4))[: n + 1] * np.exp(-(steps[n] - steps[: n + 1]) / 4)
        assert made[n] == pytest.approx((weights * values[: n + 1]).sum() / weights.sum())


@pytest.mark.parametrize("every", [10, 37])
def test_a_subsampled_curve_is_smoothed_as_the_whole_one(every: int) -> None:
    steps = np.arange(1, 20_001)
    values = np.exp(-steps / 4_000) + 0.1 * np.sin(steps / 900)
    whole = smoothed(steps, values, 500)
    part = smoothed(steps[every - 1 :: every], values[every - 1 :: every], 500)
    assert np.abs(part - whole[every - 1 :: every]).max() < 0.06 * every * 0.1


def test_pieces_are_smoothed_as_the_whole_however_long_it_is() -> None:
    random = np.random.default_rng(0)
    steps, values = np.cumsum(random.integers(1, 5, 50_000)).astype(float), random.normal(size=50_000)
    whole = smoothed(steps, values, 7.0)
    assert np.isfinite(whole).all()
    smoother = Smoother(7.0)
    pieces = [smoother.add(steps[n : n + 333], values[n : n + 333]) for n in range(0, 50_000, 333)]
    assert np.allclose(np.concatenate(pieces), whole, rtol=1e-9, atol=1e-9)


def test_smoothing_begins_at_the_first_value_and_passes_over_what_is_no_number() -> None:
    values = np.array([2.0, np.nan, 2.0, np.inf, 1e300, 2.0])
    assert np.allclose(smoothed(np.arange(1, 7), values, 50), 2.0)
    assert np.isnan(smoothed(np.array([1.0]), np.array([np.nan]), 5)).all()


def test_a_gap_longer_than_all_memory_begins_anew() -> None:
    made = smoothed(np.array([1.0, 2.0, 1e9]), np.array([5.0, 5.0, 1.0]), 1.0)
    assert made.tolist() == pytest.approx([5.0, 5.0, 1.0])


def test_a_stretch_is_a_round_number_of_steps() -> None:
    assert [stretch_of(s, 12_345) for s in (0, 0.01, 0.02, 0.05, 0.1)] == [0, 100, 200, 500, 1000]
    assert stretch_of(0.05, 3) == 1
    assert stretch_of(0.1, 0) == 0


def series(first: int, last: int) -> RunSeries:
    steps = np.arange(first, last)
    return RunSeries(steps, steps / 10, steps / 20, {"loss": (np.arange(len(steps)), np.sin(steps / 9))})


def test_a_curve_grows_forgets_and_is_smoothed_again() -> None:
    curve = Curve()
    curve.smooth_over(20)
    for first in range(0, 2_000, 100):
        curve.extend(series(max(0, first - 7), first + 100), "loss")
    curve.extend(series(0, 5), "other")
    assert curve.steps.tolist() == list(range(2_000))
    assert np.allclose(curve.smooth, smoothed(curve.steps, curve.values, 20))
    curve.truncate(999)
    assert len(curve) == 1_000
    curve.extend(series(1_000, 1_500), "loss")
    curve.smooth_over(5)
    assert np.allclose(curve.smooth, smoothed(curve.steps, curve.values, 5))
    curve.smooth_over(0)
    assert np.array_equal(curve.smooth, curve.values)
    assert curve.along("time")[-1] == 1_499 / 20


def test_what_is_drawn_keeps_every_peak_in_few_points() -> None:
    x = np.arange(1_000_000, dtype=float)
    y = np.sin(x / 50_000)
    y[123_456], y[777_777], y[500] = 9.0, -9.0, np.nan
    made = drawn(x, y, y, (-1e9, 1e9), columns=800)
    assert made.sampled
    assert made.seen == 1_000_000
    assert made.x.size <= 1_602
    assert (made.y.max(), made.y.min()) == (9.0, -9.0)
    assert np.isfinite(made.y).all()
    assert (made.x[0], made.x[-1]) == (0.0, 999_999.0)


def test_a_part_that_is_zoomed_in_is_drawn_with_all_its_points_and_goes_on_beyond() -> None:
    x = np.arange(1_000_000, dtype=float)
    made = drawn(x, x, x, (500.5, 600.5), columns=800)
    assert not made.sampled
    assert made.seen == 100
    assert (made.x[0], made.x[-1]) == (500.0, 601.0)


def test_the_first_decades_of_a_logarithmic_axis_are_not_lost() -> None:
    x = np.arange(1, 1_000_001, dtype=float)
    made = drawn(x, x, x, (1, 1e6), columns=600, log=True)
    assert {1.0, 2.0, 3.0, 10.0} <= {*made.x.tolist()}


def test_extremes_keep_ends_lowest_and_highest() -> None:
    values = np.zeros(10_001)
    values[4_000], values[4_001], values[10_000] = 5, -5, 1
    kept = extremes(values, 100)
    assert {0, 4_000, 4_001, 10_000} <= {*kept.tolist()}
    assert kept.size <= 104
    assert extremes(values[:3], 100).tolist() == [0, 1, 2]
