"""Tests by pooled ranks and by moments: scipy's to 1e-9, and their laws where scipy has none."""

import warnings

import numpy as np
import pytest
from hypothesis import assume, given, settings
from hypothesis import strategies as st
from scipy import stats

from driftdesk.core.drift.methods import moments, ranks
from driftdesk.core.drift.methods.numbers import Sample, ks, of_rows
from driftdesk.core.profiles.numeric import numeric_stats


def sketched(values: np.ndarray) -> Sample:
    found = numeric_stats(values)[0]
    return Sample(found.order, found.mean, found.deviation)


samples = {
    "n": st.integers(5, 200),
    "m": st.integers(5, 200),
    "digits": st.sampled_from([0, 1, 9]),
    "seed": st.integers(0, 10_000),
}


def draw(n: int, m: int, digits: int, seed: int) -> tuple[np.ndarray, np.ndarray]:
    random = np.random.default_rng(seed)
    return np.round(random.standard_t(3, n), digits), np.round(random.normal(0.3, 1.2, m), digits)


@settings(max_examples=40)
@given(**samples)
def test_tests_by_ranks_are_scipys(n: int, m: int, digits: int, seed: int) -> None:
    x, y = draw(n, m, digits, seed)
    for side in (of_rows, sketched):
        a, b = side(x).order, side(y).order
        both = ranks.pooled(a, b)
        expected = stats.cramervonmises_2samp(x, y, method="asymptotic")
        found = ranks.cramer_von_mises(both)
        assert found == pytest.approx(expected.statistic, abs=1e-9)
        assert ranks.cramer_von_mises_p(found, n, m) == pytest.approx(expected.pvalue, abs=1e-7)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore")
            anderson = stats.anderson_ksamp([x, y])
        assert ranks.anderson_darling(both)[0] == pytest.approx(anderson.statistic, abs=1e-9)
        distance, error = ranks.energy(both, ks(a, b)[0], a, b)
        assert error == 0
        assert distance == pytest.approx(stats.energy_distance(x, y), abs=1e-9)


@settings(max_examples=40)
@given(**samples)
def test_tests_by_moments_are_scipys(n: int, m: int, digits: int, seed: int) -> None:
    x, y = draw(n, m, digits, seed)
    assume(min(x.std(), y.std()) > 0)  # of constants scipy says NaN, with a warning
    for side in (of_rows, sketched):
        a, b = side(x), side(y)
        assert moments.welch_p(a, b) == pytest.approx(stats.ttest_ind(x, y, equal_var=False).pvalue, abs=1e-9)
        p, bounds = moments.brown_forsythe_p(a, b)
        assert p == pytest.approx(stats.levene(x, y, center="median").pvalue, abs=1e-9)
        assert bounds is None
        assert moments.mean_shift(a, b, x.std()) == pytest.approx(abs(x.mean() - y.mean()) / x.std())
        assert moments.variance_shift(a, b) == pytest.approx(abs(np.log(x.std() / y.std())))


def test_the_law_of_anderson_and_darling_is_the_tabled_one() -> None:
    """Points of the limit law (Lewis 1961; Marsaglia and Marsaglia 2004)."""
    for z, p in ((1.248, 0.25), (1.933, 0.10), (2.492, 0.05), (3.8781, 0.01)):
        assert ranks.anderson_darling_p(z) == pytest.approx(p, rel=2e-3)
    assert ranks.anderson_darling_p(8.0) == pytest.approx(ranks.anderson_darling_p(8.0001), rel=5e-3)
    assert 0 < ranks.anderson_darling_p(200.0) < 1e-80


def test_the_tail_of_cramer_and_von_mises_goes_on_where_the_law_ends() -> None:
    at_two = [ranks.cramer_von_mises_p(z, 10**6, 10**6) for z in (1.9999, 2.0002)]
    assert at_two[0] == pytest.approx(at_two[1], rel=1e-2)
    assert 0 < ranks.cramer_von_mises_p(20.0, 10**6, 10**6) < 1e-40


def test_tests_from_sketches_keep_their_bounds() -> None:
    random = np.random.default_rng(5)
    x, y = random.normal(size=70_000), random.normal(0.01, 1.005, 90_000)
    a, b = sketched(x), sketched(y)
    distance, error = ranks.energy(ranks.pooled(a.order, b.order), ks(a.order, b.order)[0], a.order, b.order)
    assert 0 < error < 0.02
    assert abs(distance - stats.energy_distance(x, y)) <= error
    _, bounds = moments.brown_forsythe_p(a, b)
    assert bounds is not None
    assert bounds[0] <= stats.levene(x, y, center="median").pvalue <= bounds[1]


def test_p_values_without_drift_are_spread_evenly() -> None:
    random = np.random.default_rng(2)
    found = []
    for _ in range(300):
        a, b = of_rows(random.normal(size=80)), of_rows(random.normal(size=120))
        both = ranks.pooled(a.order, b.order)
        found.append(
            (
                ranks.anderson_darling_p(ranks.anderson_darling(both)[1]),
                ranks.cramer_von_mises_p(ranks.cramer_von_mises(both), 80, 120),
                moments.welch_p(a, b),
                moments.brown_forsythe_p(a, b)[0],
            )
        )
    assert np.all(np.mean(np.array(found) <= 0.05, axis=0) <= 0.09)
    assert np.all(np.abs(np.mean(np.array(found) <= 0.5, axis=0) - 0.5) <= 0.09)
