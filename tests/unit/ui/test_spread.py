"""Hundreds of curves as a picture: what they cover, and which one is near."""

import numpy as np
import pytest

from driftdesk.ui.plots.spread import bundled, density, nearest, spread

EDGES = np.linspace(-1.0, 11.0, 25)


def test_columns_hold_what_a_curve_covers_between_its_points_and_nothing_beyond_its_ends() -> None:
    x = np.array([0.0, 5.0, 5.1, 10.0])
    found = spread(bundled({"a": (x, np.array([0.0, 10.0, -3.0, 0.0]))}), EDGES)
    assert np.isnan(found.low[0, :1]).all()
    assert np.isnan(found.low[0, -1:]).all()
    assert found.low[0, 2:4].tolist() == pytest.approx([0.0, 1.0])
    assert found.high[0, 2:4].tolist() == pytest.approx([1.0, 2.0])
    assert (np.nanmin(found.low), np.nanmax(found.high)) == (-3.0, 10.0)


def test_curves_at_the_same_steps_and_others_are_covered_alike() -> None:
    random = np.random.default_rng(0)
    curves = {}
    for n in range(40):
        size = int(random.integers(1, 60))
        x = np.sort(random.uniform(0, 10, size)) if n % 2 else np.arange(11.0)
        curves[str(n)] = (x, random.normal(size=x.size))
    together = spread(bundled(curves), EDGES)
    for at, key in enumerate(together.keys):
        alone = spread(bundled({key: curves[key]}), EDGES)
        np.testing.assert_array_equal(together.low[at], alone.low[0])
        np.testing.assert_array_equal(together.high[at], alone.high[0])


def test_no_peak_is_lost_and_values_that_are_no_numbers_are_gaps() -> None:
    x = np.linspace(0, 10, 100_000)
    y = np.zeros(x.size)
    y[54_321], y[777] = 7.0, np.nan
    found = spread(bundled({"a": (x, y)}), EDGES)
    assert np.nanmax(found.high) == 7.0
    assert np.isfinite(found.high[0, 2:-2]).all()
    none = spread(bundled({}), EDGES)
    assert none.low.shape == (0, 24)
    assert nearest(none, 3, 0.0) is None
    assert density(none, 0, 1, 10).sum() == 0


def test_the_picture_counts_curves_and_the_pointer_finds_the_closest() -> None:
    x = np.array([-1.0, 11.0])
    curves = {
        "low": (x, np.array([1.0, 1.0])),
        "same": (x, np.array([1.0, 1.0])),
        "high": (x, np.array([9.0, 9.0])),
    }
    found = spread(bundled(curves), EDGES)
    counted = density(found, 0.0, 10.0, 10)
    assert counted.shape == (10, 24)
    assert counted[:, 12].tolist() == [0, 2, 0, 0, 0, 0, 0, 0, 0, 1]
    assert nearest(found, 12, 8.0) == ("high", 1.0)
    assert nearest(found, 99, 8.0) is None
