"""One class against the rest, by score: ROC, precision and recall, lift and gain, calibration, thresholds.

Exact figures (areas, calibration error, the best threshold) are of all rows; only what is drawn is thinned: to at most
``POINTS`` points at equal steps along the curve (its length in |dx| + |dy|), the ends included.
"""

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.compute.ranking import roc_auc
from driftdesk.core.entities import CalibrationBin, ClassCurves, Points, ThresholdRow
from driftdesk.core.training.evaluation.intervals import wilson
from driftdesk.core.training.evaluation.outcomes import Outcome, average_precision
from driftdesk.core.training.metrics import Floats, Ints

POINTS = 200
CLASSES = 20
"""With more than two classes, curves are of so many, the most frequent ones."""
BINS = 15
_SHARES = np.linspace(0.01, 1.0, 100)
_THRESHOLDS = np.round(np.linspace(0.0, 1.0, 101), 2)

Mask = NDArray[np.bool_]


def curves_of(outcome: Outcome) -> tuple[ClassCurves, ...]:
    """Of two classes the positive one's, else of the most frequent classes. A class that all rows have, or none, has none."""
    counts = np.bincount(outcome.labels, minlength=len(outcome.classes))
    chosen = [1] if outcome.is_binary else np.sort(np.argsort(-counts, kind="stable")[:CLASSES]).tolist()
    return tuple(
        against_rest(outcome.classes[number], outcome.labels == number, outcome.predicted[:, number])
        for number in chosen
        if 0 < counts[number] < len(outcome)
    )


def against_rest(name: str, positive: Mask, scores: Floats) -> ClassCurves:
    """``scores``: probabilities of the class. There must be rows of the class, and others."""
    order = np.argsort(-scores, kind="stable")
    falling = scores[order]
    last = np.append(np.flatnonzero(np.diff(falling)), len(scores) - 1)
    hits = np.cumsum(positive[order])[last]
    misses = last + 1 - hits
    ones, zeros = int(hits[-1]), int(misses[-1])
    bins = calibration(positive, scores)
    thresholds, best = _thresholds(falling[last], hits, misses, ones, len(scores))
    found = np.interp(_SHARES, np.append(0, last + 1) / len(scores), np.append(0, hits) / ones)
    first = hits[0] / (last[0] + 1)
    return ClassCurves(
        name=name,
        positives=ones,
        rows=len(scores),
        roc_auc=roc_auc(positive, scores),
        average_precision=average_precision(positive, scores),
        calibration_error=float(sum(abs(b.score - b.share) * b.rows for b in bins) / len(scores)),
        brier=float(np.mean((scores - positive) ** 2)),
        roc=thinned(np.append(0.0, misses / zeros), np.append(0.0, hits / ones)),
        pr=thinned(np.append(0.0, hits / ones), np.append(first, hits / (hits + misses))),
        lift=tuple(zip(_SHARES.tolist(), (found / _SHARES).tolist(), strict=True)),
        gain=((0.0, 0.0), *zip(_SHARES.tolist(), found.tolist(), strict=True)),
        calibration=bins,
        thresholds=thresholds,
        best_threshold=best,
    )


def thinned(x: Floats, y: Floats, points: int = POINTS) -> Points:
    """At most ``points`` of the points, at equal steps along the curve."""
    if len(x) > points:
        along = np.concatenate(([0.0], np.cumsum(np.abs(np.diff(x)) + np.abs(np.diff(y)))))
        steps = np.linspace(0.0, along[-1], points)
        keep = np.unique(np.concatenate([[0], np.searchsorted(along, steps).clip(max=len(x) - 1)]))
        keep = keep if keep[-1] == len(x) - 1 else np.append(keep[:-1], len(x) - 1)
        x, y = x[keep], y[keep]
    return tuple(zip(x.tolist(), y.tolist(), strict=True))


def calibration(positive: Mask, scores: Floats, bins: int = BINS) -> tuple[CalibrationBin, ...]:
    """Up to ``bins`` bins of about as many rows (equal scores stay together), with Wilson's interval (1927) of the share."""
    cuts = np.unique(np.quantile(scores, np.linspace(0, 1, bins + 1)[1:-1]))
    place = np.searchsorted(cuts, scores, side="right")
    rows = np.bincount(place, minlength=cuts.size + 1)
    sums = np.bincount(place, scores, cuts.size + 1)
    hits = np.bincount(place, positive, cuts.size + 1)
    found = []
    for n, score, k in zip(rows.tolist(), sums.tolist(), hits.tolist(), strict=True):
        if n:
            low, high = wilson(k, n)
            found.append(CalibrationBin(score=score / n, share=k / n, rows=n, low=low, high=high))
    return tuple(found)


def _thresholds(
    scores: Floats, hits: Ints, misses: Ints, ones: int, rows: int
) -> tuple[tuple[ThresholdRow, ...], float]:
    """``scores``: the distinct ones, falling; ``hits`` and ``misses`` from the highest to each of them."""
    best = float(scores[np.argmax(2 * hits / (hits + misses + ones))])
    rising = scores[::-1]
    at = len(scores) - np.searchsorted(rising, _THRESHOLDS, side="left")
    tp, fp = np.append(0, hits)[at], np.append(0, misses)[at]
    found = [
        ThresholdRow(
            threshold=t,
            precision=p / (p + f) if p + f else 0.0,
            recall=p / ones,
            f1=2 * p / (p + f + ones),
            share=(p + f) / rows,
        )
        for t, p, f in zip(_THRESHOLDS.tolist(), tp.tolist(), fp.tolist(), strict=True)
    ]
    return tuple(found), best
