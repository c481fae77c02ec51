"""How strongly columns go together on one side, and how uncertain that is, without any law of the values assumed.

Variances are those of influence functions: what one row adds to a measure. They hold for any law, where Fisher's
1 / (n - 3) holds for two normal columns alone.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from driftdesk.core.drift.together.rows import Bools, is_missing
from driftdesk.core.profiles.sample import Sample

Floats = npt.NDArray[np.float64]
Codes = npt.NDArray[np.intp]

_TILE = 24
"""Columns whose pairs are looked at at once: what each row adds to each of them is in memory."""


@dataclass(frozen=True)
class Ranked:
    """Columns of numbers as centred mid-ranks between -1/2 and 1/2; 0 where missing. ``places``: of each row among the
    distinct values of its column (those behind the last: missing)."""

    ranks: npt.NDArray[np.float32]
    present: Bools
    places: npt.NDArray[np.intp]
    orders: npt.NDArray[np.intp]

    @property
    def columns(self) -> int:
        return len(self.ranks)


def ranked(samples: list[Sample]) -> Ranked:
    """Of one side's rows."""
    shape = (len(samples), samples[0].size if samples else 0)
    ranks, places = np.zeros(shape, np.float32), np.zeros(shape, np.intp)
    orders, present = np.zeros(shape, np.intp), np.zeros(shape, bool)
    for at, values in enumerate(samples):
        missing = is_missing(values)
        present[at] = ~missing
        order = np.argsort(np.where(missing, np.inf, values), kind="stable")
        known = int((~missing).sum())
        in_order = values[order[:known]]
        starts = (
            np.flatnonzero(np.concatenate([[True], in_order[1:] != in_order[:-1]])) if known else order[:0]
        )
        ends = np.append(starts[1:], known)
        group = np.repeat(np.arange(starts.size), ends - starts)
        middle = (starts + ends) / (2 * max(known, 1)) - 0.5
        places[at] = starts.size
        places[at, order[:known]] = group
        ranks[at, order[:known]] = middle[group]
        orders[at] = order
    return Ranked(ranks, present, places, orders)


@dataclass(frozen=True)
class Correlations:
    """Of all columns with all: ``values`` (NaN: none), their ``variances``, and common ``rows``."""

    values: Floats
    variances: Floats
    rows: Floats


def rank_correlations(side: Ranked) -> Correlations:
    """Spearman's, over the rows where both are present; variances by the influence function of Spearman's coefficient, of
    which the ranks themselves are a part (Croux and Dehon 2010), ties and gaps included."""
    d = side.columns
    values, variances = np.full((d, d), np.nan), np.full((d, d), np.nan)
    mask = side.present.astype(np.float32)
    rows = (mask @ mask.T).astype(np.float64)
    products = (side.ranks @ side.ranks.T).astype(np.float64) / np.maximum(rows, 1)
    squares = ((side.ranks**2) @ mask.T).astype(np.float64) / np.maximum(
        rows, 1
    )  # of the first, where both are there
    sums = (side.ranks @ mask.T).astype(np.float64) / np.maximum(rows, 1)
    covariance = products - sums * sums.T
    spread = squares - sums**2
    with np.errstate(invalid="ignore", divide="ignore"):
        flat = np.minimum(spread, spread.T) <= 1e-9
        values = np.where(flat, np.nan, np.clip(covariance / np.sqrt(spread * spread.T), -1, 1))
    own = np.stack([_carried(side, i, slice(i, i + 1))[0] for i in range(d)]) if d else side.ranks
    deviation = np.array([np.sqrt(max(products[i, i], 1e-12)) for i in range(d)], np.float32)
    quadratic = (side.ranks**2 + 2 * own) / deviation[:, None] ** 2 if d else own
    for a in range(0, d, _TILE):
        left = slice(a, min(a + _TILE, d))
        for b in range(a, d, _TILE):
            right = slice(b, min(b + _TILE, d))
            forth = np.stack([_carried(side, i, right) for i in range(left.start, left.stop)])
            back = np.stack([_carried(side, j, left) for j in range(right.start, right.stop)])
            for i in range(left.start, left.stop):
                added = side.ranks[i] * side.ranks[right] + forth[i - a] + back[:, i - a]
                added /= (deviation[i] * deviation[right])[:, None]
                r = np.nan_to_num(values[i, right]).astype(np.float32)[:, None]
                added -= r / 2 * (quadratic[i] + quadratic[right])
                added *= side.present[i] & side.present[right]
                n = np.maximum(rows[i, right], 1)
                mean = added.sum(axis=1, dtype=np.float64) / n
                found = (added**2).sum(axis=1, dtype=np.float64) / n - mean**2
                variances[i, right] = variances[right, i] = found / n
    return Correlations(values, variances, rows)


def _carried(side: Ranked, i: int, others: slice) -> npt.NDArray[np.float32]:
    """What a row of column ``i`` adds to products with the ``others`` by shifting the ranks of all rows above it: the mean of
    the others' ranks over rows with a larger value of ``i`` (an equal one counts half). (others, rows)."""
    order, place = side.orders[i], side.places[i]
    known = int(side.present[i].sum())
    in_order = np.take(side.ranks[others], order[:known], axis=1)
    levels = int(place[order[known - 1]]) + 1 if known else 0
    if not levels:
        return np.zeros_like(side.ranks[others])
    if levels < known:  # ties: added up first
        starts = np.searchsorted(place[order[:known]], np.arange(levels))
        in_order = np.add.reduceat(in_order, starts, axis=1)
    summed = np.cumsum(in_order[:, ::-1], axis=1)[:, ::-1]
    above = np.append(summed - in_order / 2, np.zeros((len(summed), 1), np.float32), axis=1)
    n = np.maximum((side.present[i] & side.present[others]).sum(axis=1, keepdims=True), 1).astype(np.float32)
    above /= n
    carried: npt.NDArray[np.float32] = np.take(above, place, axis=1)
    return carried


@dataclass(frozen=True)
class Squares:
    """A squared association (0 to 1), freed of what chance gives (so that it may be below 0). ``variance``: of first order,
    which vanishes where nothing relates; there it is chi-square with ``freedom`` over ``rows``, less its mean."""

    value: float
    variance: float
    freedom: int
    rows: int


def category_with_category(a: Codes, b: Codes, levels: tuple[int, int]) -> Squares | None:
    """Cramér's V squared of one side (-1: missing); its variance is the delta method's (Bishop, Fienberg and Holland 1975,
    section 11.3)."""
    both = (a >= 0) & (b >= 0)
    n = int(both.sum())
    cells = np.bincount(a[both] * levels[1] + b[both], minlength=levels[0] * levels[1])
    p = cells.reshape(levels).astype(np.float64) / max(n, 1)
    p = p[p.sum(axis=1) > 0][:, p.sum(axis=0) > 0]
    smaller = min(p.shape) - 1
    if smaller < 1:
        return None
    x, y = p.sum(axis=1, keepdims=True), p.sum(axis=0, keepdims=True)
    ratio = p / (x * y)
    slope = (
        2 * ratio - (p * ratio).sum(axis=1, keepdims=True) / x - (p * ratio).sum(axis=0, keepdims=True) / y
    )
    variance = float((p * slope**2).sum() - (p * slope).sum() ** 2) / n
    freedom = (p.shape[0] - 1) * (p.shape[1] - 1)
    phi2 = float((p * ratio).sum()) - 1 - freedom / n
    return Squares(phi2 / smaller, max(variance, 0.0) / smaller**2, freedom, n * smaller)


def category_with_numbers(codes: Codes, levels: int, side: Ranked) -> list[Squares | None]:
    """The correlation ratio squared of ranks (Kruskal and Wallis' H over n - 1) of each column of numbers with one
    category."""
    known = codes >= 0
    which = np.where(known, codes, levels)
    one = np.eye(levels + 1, dtype=np.float32)[which][:, :levels]
    counts = side.present.astype(np.float32) @ one
    sums = (side.ranks @ one).astype(np.float64)
    found: list[Squares | None] = []
    for at in range(side.columns):
        both = known & side.present[at]
        n, k = int(both.sum()), int((counts[at] > 0).sum())
        if n <= k or k < 2:
            found.append(None)
            continue
        means = sums[at] / np.maximum(counts[at], 1)
        y, group = side.ranks[at][both].astype(np.float64), means[codes[both]]
        centre = float(y.mean())
        spread = float(y.var())
        if spread <= 1e-9:
            found.append(None)
            continue
        ratio = float(((group - centre) ** 2).mean()) / spread
        added = (
            (group - centre) ** 2 + 2 * (group - centre) * (y - group) - ratio * (y - centre) ** 2
        ) / spread
        found.append(Squares(ratio - (k - 1) / n * (1 - ratio), float(added.var()) / n, k - 1, n))
    return found
