"""Metrics of rows whose truth is known are scikit-learn's; of chances, expectations; their errors are what samples show."""

import numpy as np
import pytest
from sklearn import metrics as sk

from driftdesk.core.performance.params import BINARY, MULTICLASS, REGRESSION
from driftdesk.core.training.evaluation.measured import (
    Outcomes,
    certain,
    classification,
    of_losses,
    regression,
)

RANDOM = np.random.default_rng(20261123)


def scored(rows: int, classes: int = 2) -> tuple[np.ndarray, np.ndarray]:
    """Labels, and probabilities of which they are drawn; some are equal."""
    raw = RANDOM.dirichlet(np.ones(classes), rows).round(2) + 0.001
    probabilities = raw / raw.sum(axis=1, keepdims=True)
    labels = (probabilities.cumsum(axis=1) < RANDOM.random((rows, 1))).sum(axis=1)
    return labels.clip(max=classes - 1), probabilities


def test_realised_metrics_of_two_classes_are_scikit_learns() -> None:
    y, p = scored(2_000)
    decided = (p[:, 1] > 0.4).astype(np.int64)
    found = {
        k: v.value
        for k, v in classification(Outcomes(certain(y, 2), decided, p), BINARY, binary=True).items()
    }
    assert set(found) == set(BINARY)
    matrix = sk.confusion_matrix(y, decided) / len(y)
    assert found == pytest.approx(
        {
            "roc_auc": sk.roc_auc_score(y, p[:, 1]),
            "accuracy": sk.accuracy_score(y, decided),
            "f1": sk.f1_score(y, decided, average="macro"),
            "positive_f1": sk.f1_score(y, decided),
            "precision": sk.precision_score(y, decided),
            "recall": sk.recall_score(y, decided),
            "specificity": sk.recall_score(y, decided, pos_label=0),
            "brier": sk.brier_score_loss(y, p[:, 1]),
            "log_loss": sk.log_loss(y, p),
            "score_bias": p[:, 1].mean() - y.mean(),
            "true_negatives": matrix[0, 0],
            "false_positives": matrix[0, 1],
            "false_negatives": matrix[1, 0],
            "true_positives": matrix[1, 1],
        },
        abs=1e-12,
    )


def test_realised_metrics_of_many_classes_are_scikit_learns() -> None:
    y, p = scored(2_000, 4)
    decided = p.argmax(axis=1)
    found = {
        k: v.value
        for k, v in classification(Outcomes(certain(y, 4), decided, p), MULTICLASS, binary=False).items()
    }
    assert found["f1"] == pytest.approx(sk.f1_score(y, decided, average="macro"))
    assert found["precision"] == pytest.approx(sk.precision_score(y, decided, average="macro"))
    assert found["recall"] == pytest.approx(sk.recall_score(y, decided, average="macro"))
    assert found["roc_auc"] == pytest.approx(sk.roc_auc_score(y, p, multi_class="ovr"))
    assert found["log_loss"] == pytest.approx(sk.log_loss(y, p))
    assert found["brier"] == pytest.approx(np.mean(np.sum((p - certain(y, 4)) ** 2, axis=1)))


def test_expected_metrics_are_what_labels_drawn_by_their_chances_have_on_average() -> None:
    _, p = scored(3_000)
    decided = (p[:, 1] > 0.5).astype(np.int64)
    told = classification(Outcomes(p, decided, p), BINARY, binary=True)
    drawn = []
    for _ in range(60):
        y = (RANDOM.random(len(p)) < p[:, 1]).astype(np.int64)
        found = classification(Outcomes(certain(y, 2), decided, p), BINARY, binary=True)
        drawn.append([found[name].value for name in BINARY])
    for name, mean in zip(BINARY, np.mean(drawn, axis=0), strict=True):
        assert told[name].value == pytest.approx(mean, abs=4 * told[name].error / np.sqrt(60) + 1e-9), name


@pytest.mark.parametrize("binary", [True, False])
def test_sampling_errors_are_the_deviation_of_metrics_over_samples(binary: bool) -> None:
    names = BINARY if binary else MULTICLASS
    size, classes = 400, 2 if binary else 3
    values, errors = [], []
    for _ in range(200):
        y, p = scored(size, classes)
        found = classification(Outcomes(certain(y, classes), p.argmax(axis=1), p), names, binary=binary)
        values.append([found[n].value for n in names])
        errors.append([found[n].error for n in names])
    ratio = np.mean(errors, axis=0) / np.std(values, axis=0)
    assert (np.abs(ratio - 1) < 0.25).all(), dict(zip(names, ratio.round(2), strict=True))


def test_metrics_of_values_are_scikit_learns_and_their_errors_those_of_samples() -> None:
    def drawn(rows: int) -> tuple[np.ndarray, np.ndarray]:
        y = RANDOM.normal(10, 2, rows)
        return y, y + RANDOM.normal(0.3, 1, rows)

    y, p = drawn(1_000)
    found = {k: v.value for k, v in regression(y, p, REGRESSION).items()}
    assert found == pytest.approx(
        {
            "rmse": sk.root_mean_squared_error(y, p),
            "mae": sk.mean_absolute_error(y, p),
            "mse": sk.mean_squared_error(y, p),
            "mape": sk.mean_absolute_percentage_error(y, p),
            "r2": sk.r2_score(y, p),
        }
    )
    many = [regression(*drawn(500), REGRESSION) for _ in range(200)]
    for name in REGRESSION:
        ratio = np.mean([m[name].error for m in many]) / np.std([m[name].value for m in many])
        assert 0.75 < ratio < 1.25, name


def test_what_rows_do_not_define_is_left_out() -> None:
    y, p = np.zeros(50, np.int64), np.tile([0.7, 0.3], (50, 1))
    found = classification(Outcomes(certain(y, 2), y, p), BINARY, binary=True)
    assert not {"roc_auc", "precision", "recall", "positive_f1"} & set(found)
    assert found["accuracy"].value == 1
    assert found["accuracy"].error == 0
    margins = classification(Outcomes(certain(y, 2), y, p * 9, are_probabilities=False), BINARY, binary=True)
    assert not {"brier", "log_loss", "score_bias"} & set(margins)
    assert "r2" not in regression(np.ones(9), np.ones(9), REGRESSION)
    assert "mape" not in regression(np.zeros(9), np.ones(9), REGRESSION)
    assert of_losses("mae", np.array([])) is None
    assert classification(Outcomes(certain(y[:0], 2), y[:0]), BINARY, binary=True) == {}
