"""95 % intervals by formula, which hold for few rows, where drawing rows again does not: a class of five rows, all of them right.

- Shares: Wilson's score interval (1927).
- F1 of a class: f = 2j / (1 + j), where j is the share of hits among the rows that are of the class or were taken for it.
  That is a share, so it has Wilson's interval; f rises with j, and its ends are those of j.
- Macro F1: from the intervals of the classes, put together by their correlation (MOVER: Zou and Donner, "Construction of
  confidence limits about effect measures", Statistics in Medicine 2008; correlations by the delta method, 1 where a class
  shows none).
- ROC AUC: Newcombe, "Confidence intervals for an effect size measure based on the Mann-Whitney statistic, part 2",
  Statistics in Medicine 2006, method 5: the areas whose distance is within the variance that they themselves have.
"""

from collections.abc import Callable

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.entities import Interval
from driftdesk.core.training.metrics import Floats

Z = 1.959963984540054
FEW = 50
"""Rows of the rarer class below which the interval of ROC AUC is Newcombe's."""
_STEPS = 60


def wilson(hits: float, rows: int) -> Interval:
    """Of a share: ``hits`` of ``rows``."""
    share = hits / rows
    middle = (share + Z * Z / (2 * rows)) / (1 + Z * Z / rows)
    half = Z / (1 + Z * Z / rows) * float(np.sqrt(share * (1 - share) / rows + Z * Z / (4 * rows * rows)))
    return max(0.0, middle - half), min(1.0, middle + half)


def of_class(hits: int, decided: int, rows: int) -> dict[str, Interval]:
    """Precision, recall and F1 of a class: ``hits`` of the ``decided`` ones and of its ``rows``; what these do not define
    is left out."""
    found: dict[str, Interval] = {}
    if decided:
        found["precision"] = wilson(hits, decided)
    if rows:
        found["recall"] = wilson(hits, rows)
    if either := decided + rows - hits:
        low, high = wilson(hits, either)
        found["f1"] = (2 * low / (1 + low), 2 * high / (1 + high))
    return found


def of_macro_f1(confusion: NDArray[np.int64]) -> Interval:
    """Of the mean F1 over the classes that occur; ``confusion``: truth x decided."""
    of_truth, of_decided = confusion.sum(axis=1), confusion.sum(axis=0)
    hits, sums = np.diag(confusion), of_truth + of_decided
    there = np.flatnonzero(sums)
    f1 = 2 * hits[there] / sums[there]
    ends = np.array([of_class(int(hits[i]), int(of_decided[i]), int(of_truth[i]))["f1"] for i in there])
    alike = _correlations(confusion, there, f1)
    below, above = f1 - ends[:, 0], ends[:, 1] - f1
    down, up = (float(np.sqrt(max(0.0, d @ alike @ d))) / len(there) for d in (below, above))
    middle = float(f1.mean())
    return max(0.0, middle - down), min(1.0, middle + up)


def _correlations(confusion: NDArray[np.int64], there: NDArray[np.intp], f1: Floats) -> Floats:
    """Of the F1 of these classes: what a row of each cell moves each of them by, over all rows."""
    classes = len(confusion)
    moves = np.zeros((len(there), classes, classes))
    for at, number in enumerate(there):
        moves[at, number, :] -= f1[at]
        moves[at, :, number] -= f1[at]
        moves[at, number, number] += 2
    flat = moves.reshape(len(there), -1)
    covariance = (flat * confusion.ravel()) @ flat.T
    deviation = np.sqrt(np.diag(covariance))
    product = np.outer(deviation, deviation)
    found: Floats = np.divide(covariance, product, out=np.ones_like(covariance), where=product > 1e-12)
    np.fill_diagonal(found, 1.0)
    return found


def of_area(area: float, ones: int, others: int) -> Interval:
    """Of the area under the ROC curve, between ``ones`` rows of a class and ``others``; of an area of 1 or 0, too."""

    def within(theta: float) -> bool:
        spread = 1 + ((ones + others) / 2 - 1) * ((1 - theta) / (2 - theta) + theta / (1 + theta))
        return (area - theta) ** 2 <= Z * Z * theta * (1 - theta) * spread / (ones * others)

    return _farthest(area, 0.0, within), _farthest(area, 1.0, within)


def _farthest(inside: float, outside: float, within: Callable[[float], bool]) -> float:
    for _ in range(_STEPS):
        middle = (inside + outside) / 2
        inside, outside = (middle, outside) if within(middle) else (inside, middle)
    return outside
