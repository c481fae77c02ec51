"""Slices of few rows are called different as often as they should be, whatever the law of the losses."""

import numpy as np
from scipy.stats import binom, permutation_test

from driftdesk.core.training.evaluation.permuting import p_of_area, p_of_mean
from driftdesk.core.training.evaluation.slices import Cut, judged
from tests.unit.core.training.evaluation.test_intervals import rare


def test_slices_with_few_rows_of_a_class_raise_few_false_alarms() -> None:
    """By the law of large numbers every fourth of these was called different."""
    outcome = rare(2_000, 3)
    random = np.random.default_rng(4)
    alarms = 0
    for _ in range(100):
        rows = np.zeros(2_000, bool)
        rows[random.choice(2_000, 50, replace=False)] = True
        found = judged(Cut("", "", rows), outcome)
        alarms += found.p_value is not None and found.p_value <= 0.05
    assert alarms <= binom.ppf(0.999, 100, 0.05)


def test_a_slice_whose_scores_mean_nothing_is_told() -> None:
    random = np.random.default_rng(5)
    good = random.normal(2.5, 1, 60), random.normal(0, 1, 900)
    noise = random.normal(0, 1, 15), random.normal(0, 1, 60)
    assert p_of_area(noise, good) < 0.001
    assert p_of_area((good[0][:15], good[1][:60]), (good[0][15:], good[1][60:])) > 0.05


def test_the_p_value_of_a_mean_is_that_of_scipys_permutation_test() -> None:
    random = np.random.default_rng(6)
    inside, rest = random.exponential(1.8, 35), random.exponential(1.0, 400)
    expected = permutation_test(
        (inside, rest), lambda a, b: a.mean() - b.mean(), n_resamples=9_999, rng=np.random.default_rng(7)
    ).pvalue
    assert abs(p_of_mean(inside, rest) - expected) < 0.003 + 0.2 * expected
    assert abs(p_of_mean(rest, inside) - p_of_mean(inside, rest)) < 0.01
    assert p_of_mean(np.ones(40), np.ones(80)) == 1.0
