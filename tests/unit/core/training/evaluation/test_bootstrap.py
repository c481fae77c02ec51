"""Intervals: that they hold what they promise, and that drawing weights is drawing rows."""

import numpy as np
import pytest
from scipy.stats import binom, norm

from driftdesk.core.training.evaluation import bootstrap
from driftdesk.core.training.evaluation.bootstrap import draw, weighted
from driftdesk.core.training.evaluation.outcomes import Outcome, metrics
from tests.unit.core.training.evaluation.material import binary, several, values

OUTCOMES = {"binary": binary(300, digits=1), "several": several(300), "values": values(300)}


@pytest.mark.parametrize("kind", OUTCOMES)
def test_a_weighted_figure_is_the_figure_of_the_rows_repeated(kind: str) -> None:
    outcome = OUTCOMES[kind]
    weights = np.random.default_rng(3).multinomial(300, np.full(300, 1 / 300), 4).astype(np.float64)
    figures = weighted(outcome)(weights)
    for at, row in enumerate(weights):
        repeated = metrics(outcome.take(np.repeat(np.arange(300), row.astype(int))))
        assert {n: figures[n][at] for n in repeated} == pytest.approx(repeated)


@pytest.mark.parametrize(("rows", "plain"), [(150, 20_000), (1_200, 1_000)])
def test_intervals_hold_the_truth_as_often_as_they_say(
    monkeypatch: pytest.MonkeyPatch, rows: int, plain: int
) -> None:
    """With all rows drawn again, and by little bootstraps (of 300 rows each)."""
    monkeypatch.setattr(bootstrap, "PLAIN_ROWS", plain)
    monkeypatch.setattr(bootstrap, "LEAST_ROWS", 300)
    truth = metrics(binary(400_000, seed=99))
    samples = 200
    held = dict.fromkeys(truth, 0)
    for seed in range(samples):
        drawn = draw([binary(rows, seed)], seed, replicates=300)[0]
        for name, value in truth.items():
            low, high = drawn.interval(name) or (np.nan, np.nan)
            held[name] += low <= value <= high
    least = int(binom.ppf(1e-3, samples, 0.92))
    assert all(n >= least for n in held.values()), held
    assert any(n < samples for n in held.values()), held


def test_little_bootstraps_are_as_wide_as_the_whole_one(monkeypatch: pytest.MonkeyPatch) -> None:
    outcome = binary(20_000)
    whole = draw([outcome], 0, 400)[0]
    monkeypatch.setattr(bootstrap, "PLAIN_ROWS", 10_000)
    monkeypatch.setattr(bootstrap, "LEAST_ROWS", 2_000)
    little = draw([outcome], 0, 400)[0]
    for name in whole.values:
        assert little.deviations[name].std() == pytest.approx(whole.deviations[name].std(), rel=0.2)


def test_the_interval_of_a_share_is_the_binomial_one() -> None:
    outcome = binary(2_000)
    low, high = draw([outcome])[0].interval("accuracy") or (0, 0)
    share = metrics(outcome)["accuracy"]
    half = norm.ppf(0.975) * np.sqrt(share * (1 - share) / 2_000)
    assert (low, high) == pytest.approx((share - half, share + half), abs=0.002)


def test_a_figure_that_hardly_any_draw_defines_has_no_interval() -> None:
    one = binary(60)
    truth = np.zeros(60, np.int64)
    outcome = Outcome(one.task, one.classes, truth, one.predicted)
    drawn = draw([outcome])[0]
    assert "roc_auc" not in drawn.values and drawn.interval("accuracy") is not None


def test_few_rows_with_long_tails_have_intervals_that_are_long_enough() -> None:
    """Plain percentiles hold the log loss of 40 such rows in nine cases of ten, and miss it nearly always below."""
    truth = metrics(sure(400_000, seed=99))["log_loss"]
    held = below = 0
    for seed in range(300):
        low, high = draw([sure(40, seed)], seed, replicates=400)[0].interval("log_loss") or (np.nan, np.nan)
        held, below = held + (low <= truth <= high), below + (high < truth)
    assert held >= binom.ppf(1e-3, 300, 0.93)
    assert below <= binom.ppf(1 - 1e-3, 300, 0.06)


def sure(rows: int, seed: int) -> Outcome:
    """A model that is too sure of itself."""
    one = binary(rows, seed, noise=0.3)
    odds = 2 * np.log(one.predicted[:, 1] / one.predicted[:, 0])
    score = 1 / (1 + np.exp(-odds))
    return Outcome(one.task, one.classes, one.truth, np.stack([1 - score, score], axis=1))


def test_the_same_seed_gives_the_same_interval() -> None:
    assert draw([binary(200)], 5)[0].interval("f1") == draw([binary(200)], 5)[0].interval("f1")
