"""Metrics of rows whose truth is known for sure, or only by its chances: one computation for both.

Of each row ``truth`` holds the chance of each class. Where the label is known that is 1 for its class, and the metric is
the realised one; where calibrated scores stand in their place, it is the metric's expectation in the form that CBPE has
it: expected counts over expected counts (NannyML's documentation, "Confidence-based performance estimation"; Białek et
al., "Estimating model performance under covariate shift without labels", 2024).

The sampling error is the standard deviation of the metric over samples of as many rows, by the influence of each row
(the delta method: Hampel 1974; of ROC AUC: DeLong, DeLong and Clarke-Pearson 1988).
"""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Ints = NDArray[np.int64]

LEAST_PROBABILITY = 1e-15
"""As ``core/training/metrics.py`` keeps them for log loss."""


class Measured(NamedTuple):
    """A metric's value and the standard deviation of its sampling."""

    value: float
    error: float


@dataclass(frozen=True)
class Outcomes:
    """``truth``: rows x classes of chances that add up to 1; ``decided``: class numbers; ``scores``: rows x classes of
    what the model said, None where it gives none. Scores rank rows; only with ``are_probabilities`` do they have
    log loss and Brier score."""

    truth: Floats
    decided: Ints
    scores: Floats | None = None
    are_probabilities: bool = True

    def __len__(self) -> int:
        return len(self.decided)


class _Binary(NamedTuple):
    """One class against the rest: its chance, whether it was decided, its score."""

    chance: Floats
    decided: Floats
    score: Floats | None


class _Influence(NamedTuple):
    """A metric and the influence of each row on it, were the row not of the class (``off``), or of it (``on``)."""

    value: float
    off: Floats
    on: Floats


def certain(labels: Ints, classes: int) -> Floats:
    """rows x classes: 1 for the class that a row is known to have."""
    truth = np.zeros((len(labels), classes))
    truth[np.arange(len(labels)), labels] = 1.0
    return truth


def classification(outcomes: Outcomes, names: Sequence[str], *, binary: bool) -> dict[str, Measured]:
    """The metrics ``names`` that these rows define. Of two classes the second is the positive; ``f1`` is the mean over
    the classes, as are all but accuracy, Brier score and log loss where there are more than two."""
    if not len(outcomes):
        return {}
    found: dict[str, Measured] = {}
    for name in names:
        if name in _BY_ROW:
            measured = _of_rows(name, outcomes)
        elif binary and name != "f1":
            measured = _of_class(name, outcomes, 1)
        else:
            measured = _of_classes(name, outcomes)
        if measured is not None:
            found[name] = measured
    return found


def _of_rows(name: str, outcomes: Outcomes) -> Measured | None:
    """A mean over rows: ``loss`` is rows x classes, what the row adds were it of the class."""
    truth, scores = outcomes.truth, outcomes.scores
    if name == "accuracy":
        loss = certain(outcomes.decided, truth.shape[1])
    elif scores is None or not outcomes.are_probabilities:
        return None
    elif name == "score_bias":
        loss = scores[:, [1]] - np.array([[0.0, 1.0]])
    elif name == "log_loss":
        loss = -np.log(np.clip(scores, LEAST_PROBABILITY, 1.0))
    else:
        # of two classes the square of one of them counts, as in Brier (1950) for an event
        half = 0.5 if truth.shape[1] == 2 else 1.0
        loss = half * (np.sum(scores**2, axis=1, keepdims=True) - 2 * scores + 1)
    value = float(np.sum(truth * loss) / len(outcomes))
    variance = float(np.sum(truth * (loss - value) ** 2) / len(outcomes))
    return Measured(value, _root(variance / len(outcomes)))


_BY_ROW = ("accuracy", "brier", "log_loss", "score_bias")


def _of_class(name: str, outcomes: Outcomes, number: int) -> Measured | None:
    rows = _against_rest(outcomes, number)
    found = _influence(name, rows)
    if found is None:
        return None
    variance = np.mean((1 - rows.chance) * found.off**2 + rows.chance * found.on**2)
    return Measured(found.value, _root(float(variance) / len(outcomes)))


def _of_classes(name: str, outcomes: Outcomes) -> Measured | None:
    """The mean over the classes that the metric is defined for."""
    off = np.zeros(len(outcomes))
    added: dict[int, Floats] = {}
    values: list[float] = []
    for number in range(outcomes.truth.shape[1]):
        found = _influence(name, _against_rest(outcomes, number))
        if found is not None:
            values.append(found.value)
            off += found.off
            added[number] = found.on - found.off
    if not values:
        return None
    variance = np.zeros(len(outcomes))
    for number in range(outcomes.truth.shape[1]):
        influence = off + added[number] if number in added else off
        variance += outcomes.truth[:, number] * (influence / len(values)) ** 2
    return Measured(float(np.mean(values)), _root(float(variance.mean()) / len(outcomes)))


def _against_rest(outcomes: Outcomes, number: int) -> _Binary:
    score = None if outcomes.scores is None else outcomes.scores[:, number]
    return _Binary(outcomes.truth[:, number], (outcomes.decided == number).astype(np.float64), score)


def _influence(name: str, rows: _Binary) -> _Influence | None:
    if name == "roc_auc":
        return None if rows.score is None else _roc_auc(rows.chance, rows.score)
    decided, none, all_ = rows.decided, np.zeros(len(rows.decided)), np.ones(len(rows.decided))
    # numerator and denominator of a row that is not of the class, and of one that is
    shares = {
        "precision": (none, decided, decided, decided),
        "recall": (none, decided, none, all_),
        "specificity": (1 - decided, none, all_, none),
        "f1": (none, 2 * decided, decided, 1 + decided),
        "true_positives": (none, decided, all_, all_),
        "false_positives": (decided, none, all_, all_),
        "true_negatives": (1 - decided, none, all_, all_),
        "false_negatives": (none, 1 - decided, all_, all_),
    }
    return _share(rows.chance, *shares[name.removeprefix("positive_")])


def _share(
    chance: Floats, top_off: Floats, top_on: Floats, all_off: Floats, all_on: Floats
) -> _Influence | None:
    """Expected numerator over expected denominator; None where the latter is nothing."""
    whole = float(np.mean((1 - chance) * all_off + chance * all_on))
    if whole <= 0:
        return None
    value = float(np.mean((1 - chance) * top_off + chance * top_on)) / whole
    return _Influence(value, (top_off - value * all_off) / whole, (top_on - value * all_on) / whole)


def _roc_auc(chance: Floats, score: Floats) -> _Influence | None:
    """The chance that a row of the class scores higher than another one (ties count half); None of one class."""
    ones = float(chance.sum())
    others = len(chance) - ones
    if ones <= 1e-9 or others <= 1e-9:
        return None
    _, place = np.unique(score, return_inverse=True)
    of_class, of_rest = np.bincount(place, chance), np.bincount(place, 1 - chance)
    below_class = ((np.cumsum(of_class) - of_class / 2) / ones)[place]
    below_rest = ((np.cumsum(of_rest) - of_rest / 2) / others)[place]
    value = float(np.sum(chance * below_rest) / ones)
    share = ones / len(chance)
    return _Influence(value, (1 - below_class - value) / (1 - share), (below_rest - value) / share)


def regression(truth: Floats, predicted: Floats, names: Sequence[str]) -> dict[str, Measured]:
    """The metrics ``names`` of values, in the target's unit (``mape``: a share, over the rows whose target is not 0)."""
    found: dict[str, Measured] = {}
    for name in names:
        measured = r2(truth, predicted) if name == "r2" else of_losses(name, losses(name, truth, predicted))
        if measured is not None:
            found[name] = measured
    return found


def losses(name: str, truth: Floats, predicted: Floats) -> Floats:
    """What each row adds to a metric; of ``rmse`` the square. NaN where the row has no part in it."""
    error: Floats = np.abs(predicted - truth)
    if name == "mae":
        return error
    if name == "mape":
        share: Floats = np.divide(error, np.abs(truth), out=np.full(len(error), np.nan), where=truth != 0)
        return share
    with np.errstate(over="ignore"):  # an infinite loss is no loss that could be estimated
        squared: Floats = error**2
    return squared


def of_losses(name: str, loss: Floats, spread: float | None = None) -> Measured | None:
    """The metric of rows with these losses, or expected losses; ``spread``: the standard deviation of a single row's
    loss where expected ones do not show it."""
    loss = loss[np.isfinite(loss)]
    if not len(loss):
        return None
    mean = max(float(loss.mean()), 0.0)
    error = (float(loss.std()) if spread is None else spread) / float(np.sqrt(len(loss)))
    if name != "rmse":
        return Measured(mean, error)
    root = float(np.sqrt(mean))
    return Measured(root, error / (2 * root) if root > 0 else 0.0)


def r2(truth: Floats, predicted: Floats) -> Measured | None:
    """1 - (sum of squared errors) / (sum of squares about the mean); None where all of ``truth`` is the same."""
    if not len(truth):
        return None
    missed, spread = (predicted - truth) ** 2, (truth - truth.mean()) ** 2
    whole = float(spread.mean())
    if whole <= 0:
        return None
    share = float(missed.mean()) / whole
    influence = (missed - share * spread) / whole
    return Measured(1 - share, _root(float(np.mean(influence**2)) / len(truth)))


def _root(variance: float) -> float:
    return float(np.sqrt(max(variance, 0.0)))
