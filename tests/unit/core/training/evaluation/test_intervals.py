"""Intervals by formula: textbook figures, and that they hold for classes of few rows what drawing rows again cannot."""

import numpy as np
import pytest
from scipy.stats import binom

from driftdesk.core.entities import Task
from driftdesk.core.training.evaluation.intervals import of_area, of_class, of_macro_f1, wilson
from driftdesk.core.training.evaluation.outcomes import Outcome, metrics
from driftdesk.core.training.metrics import confusion
from tests.unit.core.training.evaluation.material import several


def test_the_interval_of_a_share_is_wilsons() -> None:
    """Newcombe 1998, table I: 81 of 263, and 0 of 20."""
    assert wilson(81, 263) == pytest.approx((0.2553, 0.3662), abs=5e-5)
    assert wilson(0, 20) == pytest.approx((0.0, 0.1611), abs=5e-5)


def test_the_interval_of_an_area_solves_newcombes_equation() -> None:
    low, high = of_area(0.8, 12, 30)
    for theta in (low, high):
        spread = 1 + 20 * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        z = (0.8 - theta) / np.sqrt(theta * (1 - theta) * spread / 360)
        assert abs(z) == pytest.approx(1.96, abs=1e-4)
    assert low < 0.8 < high
    assert of_area(1.0, 5, 40)[1] == 1.0 and 0.5 < of_area(1.0, 5, 40)[0] < 0.95
    assert of_area(0.5, 20, 20)[0] == pytest.approx(1 - of_area(0.5, 20, 20)[1])


def test_intervals_of_classes_hold_their_figures() -> None:
    outcome = several(800)
    counts = confusion(outcome.labels, outcome.decided, 4)
    for i in range(4):
        found = of_class(int(counts[i, i]), int(counts[:, i].sum()), int(counts[i].sum()))
        recall = counts[i, i] / counts[i].sum()
        f1 = 2 * counts[i, i] / (counts[i].sum() + counts[:, i].sum())
        assert found["recall"][0] < recall < found["recall"][1]
        assert found["f1"][0] < f1 < found["f1"][1]
    assert of_class(0, 0, 3).keys() == {"recall", "f1"}
    assert of_class(0, 0, 0) == {}


def test_of_many_rows_the_interval_of_macro_f1_is_that_of_the_delta_method() -> None:
    from driftdesk.core.training.evaluation.outcomes import measured

    outcome = several(20_000)
    low, high = of_macro_f1(confusion(outcome.labels, outcome.decided, 4))
    found = measured(outcome)["f1"]
    assert (low, high) == pytest.approx(
        (found.value - 1.96 * found.error, found.value + 1.96 * found.error), abs=2e-4
    )


def rare(rows: int, seed: int) -> Outcome:
    """One row in twelve is positive, and half of those are found."""
    random = np.random.default_rng(seed)
    truth = (random.random(rows) < 1 / 12).astype(np.int64)
    odds = random.normal(size=rows) + 2.4 * truth - 2.4
    score = 1 / (1 + np.exp(-odds))
    return Outcome(Task.BINARY, ("no", "yes"), truth, np.stack([1 - score, score], axis=1))


def test_a_class_of_few_rows_has_intervals_that_hold_what_they_promise() -> None:
    truth = metrics(rare(400_000, 99))
    held = dict.fromkeys(("f1", "roc_auc"), 0)
    samples = 0
    for seed in range(1_000):
        outcome = rare(60, seed)
        ones = int(outcome.truth.sum())
        if not ones:
            continue
        samples += 1
        counts = confusion(outcome.labels, outcome.decided, 2)
        for name, (low, high) in {
            "f1": of_macro_f1(counts),
            "roc_auc": of_area(metrics(outcome)["roc_auc"], ones, 60 - ones),
        }.items():
            held[name] += low <= truth[name] <= high
    assert all(
        binom.ppf(1e-3, samples, 0.94) <= n <= binom.ppf(1 - 1e-3, samples, 0.985) for n in held.values()
    ), (
        held,
        samples,
    )
