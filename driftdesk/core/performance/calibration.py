"""Scores as probabilities: isotonic regression on the reference, and only where that helps.

Isotonic regression (Zadrozny and Elkan 2002) follows any monotone relation, and so takes scores of any range. Whether it
helps is asked as NannyML does: by the expected calibration error (Naeini, Cooper and Hauskrecht 2015) on rows that were
held out. scikit-learn is imported when it begins.
"""

from collections.abc import Callable
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.context import Context
from driftdesk.core.training.evaluation.measured import Floats, Ints

_FOLDS = 5
_BINS = 10
_SEED = 0

Curve = Callable[[Floats], Floats]


@dataclass(frozen=True)
class Calibration:
    """``before`` and ``after``: expected calibration error on held out rows. ``held_out``: the reference's own rows
    (rows x classes), each calibrated by the others."""

    curves: tuple[Curve, ...] | None
    before: float
    after: float
    held_out: Floats

    @property
    def helps(self) -> bool:
        return self.curves is not None

    def __call__(self, scores: Floats) -> Floats:
        """rows x classes of probabilities that add up to 1."""
        return normed(scores) if self.curves is None else _apply(self.curves, scores)


def calibrate(scores: Floats, truth: Ints, context: Context) -> Calibration:
    """Learn from the reference: ``scores`` rows x classes, ``truth`` class numbers of which there are at least two."""
    context.progress(0, None, "calibrating")
    fold = np.random.default_rng(_SEED).permutation(len(truth)) % _FOLDS
    held_out = np.empty(scores.shape)
    for number in range(_FOLDS):
        context.check()
        inside = fold != number
        held_out[~inside] = _apply(_curves(scores[inside], truth[inside]), scores[~inside])
    plain = normed(scores)
    before, after = (expected_error(p, truth) for p in (plain, held_out))
    are_probabilities = bool(((scores >= 0) & (scores <= 1)).all())
    if are_probabilities and before <= after:
        return Calibration(None, before, after, plain)
    return Calibration(_curves(scores, truth), before, after, held_out)


def expected_error(probabilities: Floats, truth: Ints) -> float:
    """Mean distance between what was said and what happened, in ten groups of as many rows each; over the classes the
    mean (of two classes, both are the same)."""
    errors = []
    for number in range(probabilities.shape[1]):
        said, happened = probabilities[:, number], truth == number
        groups = np.array_split(np.argsort(said, kind="stable"), min(_BINS, len(truth)))
        errors.append(sum(len(g) * abs(said[g].mean() - happened[g].mean()) for g in groups) / len(truth))
    return float(np.mean(errors))


def normed(scores: Floats) -> Floats:
    """Scores as shares of their sum; rows of nothing but zeros are undecided between all classes."""
    kept = np.clip(scores, 0.0, 1.0)
    total = kept.sum(axis=1, keepdims=True)
    even = np.full(kept.shape, 1 / kept.shape[1])
    shares: Floats = np.divide(kept, total, out=even, where=total > 0)
    return shares


def _apply(curves: tuple[Curve, ...], scores: Floats) -> Floats:
    if len(curves) == 1:  # of two classes one tells both
        positive = curves[0](scores[:, 1])
        return np.column_stack([1 - positive, positive])
    return normed(np.column_stack([curve(scores[:, i]) for i, curve in enumerate(curves)]))


def _curves(scores: Floats, truth: Ints) -> tuple[Curve, ...]:
    wanted = (1,) if scores.shape[1] == 2 else range(scores.shape[1])
    return tuple(_isotonic(scores[:, number], truth == number) for number in wanted)


def _isotonic(score: Floats, happened: NDArray[np.bool_]) -> Curve:
    """Upon the distinct scores: between them it is linear, beyond them constant."""
    from sklearn.isotonic import IsotonicRegression

    at, place, rows = np.unique(score, return_inverse=True, return_counts=True)
    share = np.bincount(place, happened, minlength=len(at)) / rows
    fitted = IsotonicRegression(y_min=0.0, y_max=1.0).fit_transform(at, share, sample_weight=rows)
    return lambda scores: np.interp(scores, at, fitted)
