"""Curves and figures against scikit-learn's."""

import numpy as np
import pytest
from sklearn import metrics as sk
from sklearn.calibration import calibration_curve

from driftdesk.core.training.evaluation.curves import (
    POINTS,
    against_rest,
    calibration,
    curves_of,
    thinned,
)
from driftdesk.core.training.evaluation.outcomes import metrics
from driftdesk.core.training.evaluation.residuals import residuals_of, sampled
from tests.unit.core.training.evaluation.material import binary, several, values


@pytest.mark.parametrize("digits", [None, 1])
def test_areas_and_scores_are_those_of_scikit_learn(digits: int | None) -> None:
    outcome = binary(3_000, digits=digits)
    truth, scores = outcome.labels, outcome.predicted[:, 1]
    found, told = metrics(outcome), against_rest("yes", truth == 1, scores)
    assert found["average_precision"] == pytest.approx(sk.average_precision_score(truth, scores))
    assert found["brier"] == pytest.approx(sk.brier_score_loss(truth, scores))
    assert told.roc_auc == pytest.approx(sk.roc_auc_score(truth, scores))
    assert told.average_precision == pytest.approx(found["average_precision"])


def test_the_curves_pass_through_the_points_of_scikit_learn() -> None:
    outcome = binary(150, digits=1)  # so few scores that nothing is thinned
    truth, scores = outcome.labels, outcome.predicted[:, 1]
    told = against_rest("yes", truth == 1, scores)
    false_rate, true_rate, _ = sk.roc_curve(truth, scores, drop_intermediate=False)
    assert np.array(told.roc) == pytest.approx(np.stack([false_rate, true_rate], axis=1))
    precision, recall, cuts = sk.precision_recall_curve(truth, scores)
    ours = {(round(r, 9), round(p, 9)) for r, p in told.pr[1:]}
    theirs = {(round(r, 9), round(p, 9)) for r, p in zip(recall[:-1], precision[:-1], strict=True)}
    assert ours == theirs and len(cuts) == len(told.pr) - 1


def test_a_thinned_curve_keeps_its_ends_and_its_area() -> None:
    outcome = binary(50_000)
    told = curves_of(outcome)[0]
    assert len(told.roc) <= POINTS + 1 and told.roc[0] == (0.0, 0.0) and told.roc[-1] == (1.0, 1.0)
    x, y = np.array(told.roc).T
    assert np.trapezoid(y, x) == pytest.approx(told.roc_auc, abs=1e-3)
    assert thinned(np.array([0.0, 1.0]), np.array([0.0, 1.0])) == ((0.0, 0.0), (1.0, 1.0))


def test_calibration_is_that_of_quantile_bins() -> None:
    outcome = binary(4_000)
    positive, scores = outcome.labels == 1, outcome.predicted[:, 1]
    bins = calibration(positive, scores, 10)
    share, score = calibration_curve(positive, scores, n_bins=10, strategy="quantile")
    assert [b.share for b in bins] == pytest.approx(share, abs=0.004)
    assert [b.score for b in bins] == pytest.approx(score, abs=0.004)
    assert sum(b.rows for b in bins) == 4_000 and all(b.low <= b.share <= b.high for b in bins)


def test_the_best_threshold_has_the_highest_f1_of_all() -> None:
    outcome = binary(500)
    truth, scores = outcome.labels, outcome.predicted[:, 1]
    told = against_rest("yes", truth == 1, scores)
    tried = [sk.f1_score(truth, scores >= cut) for cut in np.unique(scores)]
    assert told.best_threshold is not None
    assert sk.f1_score(truth, scores >= told.best_threshold) == pytest.approx(max(tried))
    half = next(row for row in told.thresholds if row.threshold == 0.5)
    assert half.precision == pytest.approx(sk.precision_score(truth, scores >= 0.5))
    assert half.recall == pytest.approx(sk.recall_score(truth, scores >= 0.5))


def test_lift_begins_high_and_ends_at_one() -> None:
    told = curves_of(binary(5_000, noise=0.3))[0]
    assert told.lift[0][1] > 1.5 and told.lift[-1] == (1.0, 1.0) and told.gain[-1] == (1.0, 1.0)


def test_each_class_has_its_curves_against_the_rest() -> None:
    outcome = several(600)
    told = curves_of(outcome)
    assert [c.name for c in told] == ["c0", "c1", "c2", "c3"]
    one = outcome.predicted[:, 2]
    assert told[2].roc_auc == pytest.approx(sk.roc_auc_score(outcome.labels == 2, one))


def test_rows_of_one_class_have_no_curve() -> None:
    outcome = binary(100)
    assert curves_of(outcome.take(outcome.labels == 1)) == ()


def test_residuals_are_told_by_their_law_and_along_the_predictions() -> None:
    outcome = values(5_000)
    told = residuals_of(outcome)
    assert told.deviation == pytest.approx(4, rel=0.05) and abs(told.skewness) < 0.15
    assert sum(told.counts) + told.outside == 5_000
    x, y = np.array(told.normal).T
    assert np.corrcoef(x, y)[0, 1] > 0.998
    assert sum(b.rows for b in told.by_prediction) == 5_000 and len(told.by_prediction) == 10
    assert len(sampled(outcome)) == 500
