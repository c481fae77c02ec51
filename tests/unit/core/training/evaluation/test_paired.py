"""Paired tests: against their textbooks, and against each other."""

import numpy as np
import pytest
from scipy.stats import binomtest

from driftdesk.core.training.evaluation.outcomes import Outcome
from driftdesk.core.training.evaluation.paired import compare, holm, mcnemar
from tests.unit.core.training.evaluation.material import binary, values


def noisier(outcome: Outcome, noise: float, seed: int = 9) -> Outcome:
    score = outcome.predicted[:, 1] + noise * np.random.default_rng(seed).normal(size=len(outcome))
    score = np.clip(score, 0.001, 0.999)
    return Outcome(outcome.task, outcome.classes, outcome.truth, np.stack([1 - score, score], axis=1))


@pytest.mark.parametrize(("first", "second"), [(3, 12), (10, 10), (0, 0), (0, 6)])
def test_mcnemar_is_the_binomial_test_of_the_disagreements(first: int, second: int) -> None:
    expected = binomtest(first, first + second).pvalue if first + second else 1.0
    assert mcnemar(first, second) == pytest.approx(expected)


def test_delong_agrees_with_the_bootstrap() -> None:
    one = binary(1_500, noise=0.3)
    drawn, differences, _ = compare([one, noisier(one, 0.15)])
    told = next(d for d in differences if d.metric == "roc_auc")
    moved = drawn[1].deviations["roc_auc"] - drawn[0].deviations["roc_auc"]
    low, high = np.quantile(moved, [0.025, 0.975]) + told.difference
    assert (told.high - told.low) == pytest.approx(high - low, rel=0.08)
    assert told.test == "delong" and told.low < told.difference < told.high


def test_a_model_that_is_the_same_is_not_better() -> None:
    one = binary(300)
    _, differences, (agreement,) = compare([one, one])
    assert all(d.difference == 0 and d.p_value == 1 and d.p_corrected == 1 for d in differences)
    assert agreement.only_first == agreement.only_second == 0


def test_a_clearly_worse_model_is_told_and_the_sign_is_second_less_first() -> None:
    one = binary(1_000, noise=0.1)
    _, differences, _ = compare([one, noisier(one, 0.6)])
    told = {d.metric: d for d in differences}
    assert told["roc_auc"].difference < 0 < told["log_loss"].difference
    assert told["roc_auc"].p_corrected < 0.01 and told["roc_auc"].high < 0


def test_without_a_difference_few_are_called_different() -> None:
    """Two models that see the same through noise of the same size: in 5 of 100 at most, but for chance."""
    called = 0
    for seed in range(40):
        one = binary(250, seed, noise=0.0)
        pair = [noisier(one, 0.2, 2 * seed + 1_000), noisier(one, 0.2, 2 * seed + 1_001)]
        _, differences, _ = compare(pair)
        called += any(d.p_corrected <= 0.05 for d in differences)
    assert called <= 6  # of 40, at a chance of 0.05 each: p < 0.01


def test_values_are_compared_by_the_same_draws() -> None:
    one = values(400)
    worse = Outcome(one.task, one.classes, one.truth, one.predicted + 3.0)
    _, differences, agreements = compare([one, worse])
    assert {d.metric for d in differences} == {"rmse", "mae", "r2"} and agreements == []
    assert all(d.p_value < 0.01 for d in differences)


def test_three_models_make_three_pairs() -> None:
    one = binary(200)
    _, differences, agreements = compare([one, noisier(one, 0.1), noisier(one, 0.2)])
    assert [(a.first, a.second) for a in agreements] == [(0, 1), (0, 2), (1, 2)]
    assert len(differences) == 3 * 6


def test_holm_is_the_textbooks() -> None:
    assert holm([0.01, 0.04, 0.03, 0.005]) == pytest.approx([0.03, 0.06, 0.06, 0.02])
    assert holm([]) == []
