"""What a model said of rows whose truth is known, and the metrics of that."""

from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.compute.ranking import roc_auc
from driftdesk.core.entities import Task
from driftdesk.core.training.evaluation.measured import Measured, Outcomes, certain
from driftdesk.core.training.evaluation.measured import classification as measured_classes
from driftdesk.core.training.evaluation.measured import regression as measured_values
from driftdesk.core.training.metrics import Floats, Ints, log_loss, macro_f1, regression

LEAST_PROBABILITY = 1e-15
_MANY_CLASSES = 50
"""Above so many, a slice has no F1: it is a loop over the classes."""
UNIT_INTERVAL = frozenset({"accuracy", "f1", "roc_auc", "average_precision", "precision", "recall"})
"""Metrics between 0 and 1."""


@dataclass(frozen=True)
class Outcome:
    """``truth``: class numbers or values; ``predicted``: rows x classes of probabilities, or values."""

    task: Task
    classes: tuple[str, ...]
    truth: Ints | Floats
    predicted: Floats

    def __len__(self) -> int:
        return len(self.truth)

    @property
    def is_regression(self) -> bool:
        return self.task is Task.REGRESSION

    @property
    def is_binary(self) -> bool:
        return len(self.classes) == 2

    @property
    def decided(self) -> Ints:
        """The class of the highest probability; of equal ones the first."""
        found: Ints = self.predicted.argmax(axis=1)
        return found

    @property
    def labels(self) -> Ints:
        return self.truth.astype(np.int64, copy=False)

    def take(self, rows: NDArray[np.bool_] | Ints) -> "Outcome":
        return Outcome(self.task, self.classes, self.truth[rows], self.predicted[rows])

    def losses(self) -> Floats:
        """What each row costs: -ln of the probability of its class, or the squared error."""
        if self.is_regression:
            squared: Floats = (self.predicted - self.truth) ** 2
            return squared
        of_truth = self.predicted[np.arange(len(self)), self.labels]
        nats: Floats = -np.log(np.clip(of_truth, LEAST_PROBABILITY, 1.0))
        return nats

    def briers(self) -> Floats:
        """What each row adds to the Brier score."""
        return _briers(self.predicted, self.labels)


def _briers(probabilities: Floats, labels: Ints) -> Floats:
    """Of two classes the square of the positive one's distance (Brier 1950, for an event), else summed over classes."""
    of_truth = probabilities[np.arange(len(labels)), labels]
    half = 0.5 if probabilities.shape[1] == 2 else 1.0
    found: Floats = half * (np.sum(probabilities**2, axis=1) - 2 * of_truth + 1)
    return found


def metrics(outcome: Outcome) -> dict[str, float]:
    """All metrics of the rows; one that they do not define is left out.

    ``brier`` as scikit-learn's ``brier_score_loss``; ``average_precision`` as ``average_precision_score``; the others as in
    ``core/training/metrics.py``.
    """
    if outcome.is_regression:
        return regression(outcome.truth.astype(np.float64), outcome.predicted)
    labels, decided = outcome.labels, outcome.decided
    found = {
        "accuracy": float(np.mean(decided == labels)),
        "f1": macro_f1(labels, decided, len(outcome.classes)),
        "log_loss": log_loss(labels, outcome.predicted),
        "brier": float(outcome.briers().mean()),
    }
    positive = labels == 1
    if outcome.is_binary and 0 < np.count_nonzero(positive) < len(outcome):
        found["roc_auc"] = roc_auc(positive, outcome.predicted[:, 1])
        found["average_precision"] = average_precision(positive, outcome.predicted[:, 1])
    return found


def average_precision(positive: NDArray[np.bool_], scores: Floats) -> float:
    """Mean precision over the positives in falling score, ties together: sum of (R_n - R_(n-1)) P_n."""
    order = np.argsort(-scores, kind="stable")
    hits = np.cumsum(positive[order])
    last = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    precision = hits[last] / (last + 1)
    return float(np.sum(np.diff(hits[last], prepend=0) * precision) / hits[-1])


def measured(outcome: Outcome) -> dict[str, Measured]:
    """Metrics with the standard deviation of their sampling, by the delta method: for slices and periods, of which
    there are too many to draw samples of each."""
    if not len(outcome):
        return {}
    if outcome.is_regression:
        values = outcome.truth.astype(np.float64)
        return measured_values(values, outcome.predicted, ("rmse", "mae", "r2"))
    names = ["accuracy", "log_loss", "brier"]
    if len(outcome.classes) <= _MANY_CLASSES:
        names.append("f1")
    if outcome.is_binary:
        names.append("roc_auc")
    rows = Outcomes(certain(outcome.labels, len(outcome.classes)), outcome.decided, outcome.predicted)
    return measured_classes(rows, names, binary=outcome.is_binary)
