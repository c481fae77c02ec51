"""How good predictions are: the metrics of each task, in numpy alone (no scikit-learn needed to show a figure).

Definitions are those of scikit-learn 1.9 (``accuracy_score``, ``f1_score(average="macro")``, ``log_loss``,
``roc_auc_score``, ``root_mean_squared_error``, ``mean_absolute_error``, ``r2_score``), which the tests compare with.
"""

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.compute.ranking import roc_auc
from driftdesk.core.entities import Task

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]


def score(task: Task, truth: NDArray[np.generic], predicted: Floats) -> dict[str, float]:
    """Metrics of ``task`` by name.

    Classification: ``truth`` holds class numbers, ``predicted`` is rows x classes of probabilities. Regression: both
    hold values in the target's unit. A metric that the rows do not define (``roc_auc`` of one class) is left out.
    """
    if task is Task.REGRESSION:
        return regression(truth.astype(np.float64), predicted)
    return classification(truth.astype(np.int64), predicted)


def loss(task: Task, truth: NDArray[np.generic], predicted: Floats, weight: Floats | None = None) -> float:
    """What trainers minimise, comparable between them: log loss in nats, or squared error in the target's unit; each row
    by its ``weight``."""
    if task is Task.REGRESSION:
        return float(np.average((truth.astype(np.float64) - predicted) ** 2, weights=weight))
    return log_loss(truth.astype(np.int64), predicted, weight)


def classification(truth: Ints, probabilities: Floats) -> dict[str, float]:
    """``truth``: class numbers (rows); ``probabilities``: rows x classes."""
    decided = probabilities.argmax(axis=1)
    found = {
        "accuracy": float(np.mean(decided == truth)),
        "f1": macro_f1(truth, decided, probabilities.shape[1]),
        "log_loss": log_loss(truth, probabilities),
    }
    if probabilities.shape[1] == 2 and 0 < np.count_nonzero(truth == 1) < len(truth):
        found["roc_auc"] = roc_auc(truth == 1, probabilities[:, 1])
    return found


def regression(truth: Floats, predicted: Floats) -> dict[str, float]:
    """Both in the target's unit. ``r2`` is left out where all of ``truth`` is the same."""
    error = predicted - truth
    found = {"rmse": float(np.sqrt(np.mean(error**2))), "mae": float(np.mean(np.abs(error)))}
    spread = float(np.sum((truth - truth.mean()) ** 2))
    if spread > 0:
        found["r2"] = 1.0 - float(np.sum(error**2)) / spread
    return found


def log_loss(truth: Ints, probabilities: Floats, weight: Floats | None = None) -> float:
    """Mean of -ln(probability of the true class), in nats; probabilities are kept above 1e-15."""
    of_truth = probabilities[np.arange(len(truth)), truth]
    return float(-np.average(np.log(np.clip(of_truth, 1e-15, 1.0)), weights=weight))


def macro_f1(truth: Ints, decided: Ints, classes: int) -> float:
    """Mean over the classes that occur, as truth or as prediction, of 2 tp / (2 tp + fp + fn)."""
    counts = confusion(truth, decided, classes)
    hits = np.diag(counts)
    total = counts.sum(axis=0) + counts.sum(axis=1)
    present = total > 0
    return float(np.mean(2 * hits[present] / total[present]))


def confusion(truth: Ints, decided: Ints, classes: int) -> Ints:
    """classes x classes of counts: rows are the truth, columns the prediction."""
    return np.bincount(truth * classes + decided, minlength=classes * classes).reshape(classes, classes)


def roc_curve(
    positive: NDArray[np.bool_], scores: Floats, points: int = 200
) -> tuple[tuple[float, float], ...]:
    """(false positive rate, true positive rate) from (0, 0) to (1, 1), thinned to at most ``points``.

    Empty where only one class occurs.
    """
    ones = int(positive.sum())
    zeros = len(positive) - ones
    if not ones or not zeros:
        return ()
    order = np.argsort(-scores, kind="stable")
    last_of_tie = np.append(np.flatnonzero(np.diff(scores[order])), len(scores) - 1)
    true_rate = np.append(0.0, np.cumsum(positive[order])[last_of_tie] / ones)
    false_rate = np.append(0.0, np.cumsum(~positive[order])[last_of_tie] / zeros)
    keep = np.unique(np.linspace(0, len(true_rate) - 1, min(points, len(true_rate))).astype(np.int64))
    return tuple((float(f), float(t)) for f, t in zip(false_rate[keep], true_rate[keep], strict=True))
