"""Metrics: the same figures as scikit-learn's."""

import numpy as np
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sklearn import metrics as sk

from driftdesk.core.compute.ranking import roc_auc
from driftdesk.core.entities import PRIMARY_METRIC, Task
from driftdesk.core.training.metrics import confusion, roc_curve, score


@pytest.mark.parametrize("classes", [2, 3, 7])
def test_classification_agrees_with_scikit_learn(classes: int) -> None:
    random = np.random.default_rng(classes)
    truth = random.integers(0, classes, 300)
    predicted = random.dirichlet(np.ones(classes), 300)
    decided = predicted.argmax(axis=1)
    found = score(Task.BINARY if classes == 2 else Task.MULTICLASS, truth, predicted)
    assert found["accuracy"] == pytest.approx(sk.accuracy_score(truth, decided))
    assert found["f1"] == pytest.approx(sk.f1_score(truth, decided, average="macro"))
    assert found["log_loss"] == pytest.approx(sk.log_loss(truth, predicted))
    assert ("roc_auc" in found) == (classes == 2)
    assert (confusion(truth, decided, classes) == sk.confusion_matrix(truth, decided)).all()


def test_regression_agrees_with_scikit_learn() -> None:
    random = np.random.default_rng(0)
    truth = random.normal(5, 2, 200)
    predicted = truth + random.normal(0, 1, 200)
    found = score(Task.REGRESSION, truth, predicted)
    assert found["rmse"] == pytest.approx(sk.root_mean_squared_error(truth, predicted))
    assert found["mae"] == pytest.approx(sk.mean_absolute_error(truth, predicted))
    assert found["r2"] == pytest.approx(sk.r2_score(truth, predicted))


@settings(max_examples=50)
@given(st.lists(st.tuples(st.booleans(), st.integers(0, 5)), min_size=4, max_size=40))
def test_roc_auc_counts_ties_half(rows: list[tuple[bool, int]]) -> None:
    positive = np.array([True, False, *(p for p, _ in rows)])
    scores = np.array([3.0, 2.0, *(float(s) for _, s in rows)])
    assert roc_auc(positive, scores) == pytest.approx(sk.roc_auc_score(positive, scores))


def test_a_roc_curve_is_thinned_and_keeps_its_ends() -> None:
    random = np.random.default_rng(0)
    positive = random.random(5000) < 0.3
    curve = roc_curve(positive, random.normal(size=5000) + positive)
    assert len(curve) <= 200
    assert curve[0] == (0.0, 0.0) and curve[-1] == (1.0, 1.0)
    x, y = np.array(curve).T
    assert (np.diff(x) >= 0).all() and (np.diff(y) >= 0).all()
    assert roc_curve(np.ones(3, bool), np.ones(3)) == ()


def test_every_primary_metric_is_computed() -> None:
    truth = np.array([0, 1, 1, 0])
    predicted = np.array([[0.9, 0.1], [0.2, 0.8], [0.6, 0.4], [0.7, 0.3]])
    for task in (Task.BINARY, Task.MULTICLASS, Task.TEXT):
        assert PRIMARY_METRIC[task] in score(task, truth, predicted)
    assert PRIMARY_METRIC[Task.REGRESSION] in score(Task.REGRESSION, truth, truth * 1.5)


def test_roc_auc_is_left_out_where_only_one_class_occurs() -> None:
    assert "roc_auc" not in score(Task.BINARY, np.ones(3, np.int64), np.full((3, 2), 0.5))
