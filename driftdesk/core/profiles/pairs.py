"""How columns go together, from the samples of their rows: one strength between 0 and 1 for each pair, whatever the kinds.

- Two numbers (times, lengths of texts): Pearson's r, and Spearman's rank correlation; the strength is the larger of
  their absolute values, so that a bent but rising relation counts.
- Two categories: Cramér's V, corrected for bias (Bergsma 2013), which is 0 on average where nothing relates.
- A number and a category: the correlation ratio, corrected for the number of categories (epsilon; Kelley 1935).
- What is missing together: the phi coefficient of the two indicators.

Values that are missing in either column are left out of a pair (pairwise deletion).
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
from scipy.stats import rankdata

from driftdesk.core.entities import Column, PairStrength
from driftdesk.core.profiles.ordered import Floats
from driftdesk.core.profiles.sample import Sample, is_coded

CATEGORIES = 50
"""The most frequent ones; the others count as one."""
FEWEST_ROWS = 10
_RARE = 5
"""A category needs as many sampled rows to count on its own."""

Codes = npt.NDArray[np.intp]


@dataclass(frozen=True)
class _Coded:
    codes: Codes
    """-1: missing."""
    levels: int


def pair_strengths(columns: Sequence[Column], samples: Sequence[Sample]) -> list[PairStrength]:
    """Each pair of ``columns`` once, in their order; pairs with fewer than FEWEST_ROWS common rows have no strength."""
    missing = np.stack([_is_missing(s) for s in samples])
    together = _phi(missing)
    common = (~missing).astype(np.float64) @ (~missing).astype(np.float64).T
    numbers = [i for i, c in enumerate(columns) if not is_coded(c.kind)]
    coded = {i: _coded(samples[i]) for i, c in enumerate(columns) if is_coded(c.kind)}
    table = np.stack([_finite(samples[i]) for i in numbers]) if numbers else np.empty((0, 0))
    pearson = dict(zip(numbers, _correlations(table), strict=True))
    spearman = dict(zip(numbers, _correlations(_ranks(table)), strict=True))
    place = {i: at for at, i in enumerate(numbers)}
    ratios = {i: _ratios(c, table) for i, c in coded.items()}
    found = []
    for a in range(len(columns)):
        for b in range(a + 1, len(columns)):
            method, value, ranked = "pearson", float("nan"), None
            if a in coded and b in coded:
                method, value = "cramers_v", _cramers_v(coded[a], coded[b])
            elif a in coded or b in coded:
                category, number = (a, b) if a in coded else (b, a)
                method, value = "correlation_ratio", float(ratios[category][place[number]])
            else:
                value, ranked = float(pearson[a][place[b]]), _or_none(float(spearman[a][place[b]]))
            enough = common[a, b] >= FEWEST_ROWS
            found.append(
                PairStrength(
                    first=columns[a].name,
                    second=columns[b].name,
                    method=method,
                    value=_or_none(value) if enough else None,
                    rank=ranked if enough else None,
                    rows=int(common[a, b]),
                    missing_together=_or_none(float(together[a, b])),
                )
            )
    return found


def _or_none(x: float) -> float | None:
    return round(x, 6) + 0.0 if np.isfinite(x) else None


def _is_missing(sample: Sample) -> npt.NDArray[np.bool_]:
    return np.isnan(sample) if sample.dtype.kind == "f" else sample == 0


def _finite(sample: Sample) -> Floats:
    """Infinities say nothing about a line: they are left out."""
    return np.where(np.isfinite(sample), sample, np.nan)


def _ranks(table: Floats) -> Floats:
    """Of each row's present values; ties share the mean of their ranks."""
    if not table.size:
        return table
    return np.stack([rankdata(row, nan_policy="omit") for row in table])


def _correlations(table: Floats) -> Floats:
    """Pearson's r of all rows with all, over the places where both are present; NaN where one is constant."""
    if not table.size:
        return np.full((len(table), len(table)), np.nan)
    present = ~np.isnan(table)
    mask = present.astype(np.float64)
    scaled = _scaled(np.where(present, table, 0.0), present)
    centre = scaled.sum(axis=1, keepdims=True) / np.maximum(mask.sum(axis=1, keepdims=True), 1)
    scaled = _scaled(np.where(present, scaled - centre, 0.0), present)
    n = np.maximum(mask @ mask.T, 1)
    sums, squares, products = scaled @ mask.T, (scaled**2) @ mask.T, scaled @ scaled.T
    covariance = products - sums * sums.T / n
    variance = squares - sums**2 / n
    flat = np.minimum(variance, variance.T) <= 1e-12 * n
    with np.errstate(invalid="ignore", divide="ignore"):
        r = np.clip(covariance / np.sqrt(variance * variance.T), -1.0, 1.0)
    correlations: Floats = np.where(flat, np.nan, r)
    return correlations


def _scaled(table: Floats, present: npt.NDArray[np.bool_]) -> Floats:
    """Each row between -1 and 1, so that no sum of squares overflows."""
    largest = np.max(np.abs(table), axis=1, keepdims=True, initial=0.0, where=present)
    scaled: Floats = table / np.where(largest > 0, largest, 1.0)
    return scaled


def _coded(sample: Sample) -> _Coded:
    """Numbers for categories: the most frequent ones apart, all others as one."""
    values, codes, counts = np.unique(sample, return_inverse=True, return_counts=True)
    order = [int(i) for i in np.argsort(-counts, kind="stable") if values[i] != 0]
    shown = [i for i in order if counts[i] >= _RARE][:CATEGORIES] if len(order) > 2 else order
    place = np.full(values.size, len(shown), np.intp)
    place[shown] = np.arange(len(shown))
    place[values == 0] = -1
    return _Coded(place[codes], len(shown) + (len(shown) < len(order)))


def _cramers_v(a: _Coded, b: _Coded) -> float:
    """Corrected for bias (Bergsma 2013, eq. 8 to 10)."""
    both = (a.codes >= 0) & (b.codes >= 0)
    n = int(both.sum())
    if n < 2:
        return float("nan")
    cells = np.bincount(a.codes[both] * b.levels + b.codes[both], minlength=a.levels * b.levels)
    table = cells.reshape(a.levels, b.levels).astype(np.float64)
    table = table[table.sum(axis=1) > 0][:, table.sum(axis=0) > 0]
    r, k = table.shape
    if min(r, k) < 2:
        return float("nan")
    expected = table.sum(axis=1, keepdims=True) * table.sum(axis=0, keepdims=True) / n
    phi2 = float(((table - expected) ** 2 / expected).sum()) / n
    corrected = max(0.0, phi2 - (r - 1) * (k - 1) / (n - 1))
    smaller = min(r - (r - 1) ** 2 / (n - 1), k - (k - 1) ** 2 / (n - 1)) - 1
    return float(min(1.0, np.sqrt(corrected / smaller))) if smaller > 0 else float("nan")


def _ratios(category: _Coded, table: Floats) -> Floats:
    """The correlation ratio of each row of numbers with one category: epsilon, which takes off what categories explain
    by chance."""
    ratios = np.full(len(table), np.nan)
    known = category.codes >= 0
    for at, row in enumerate(table):
        both = known & ~np.isnan(row)
        n = int(both.sum())
        codes, values = category.codes[both], row[both]
        if n < 2:
            continue
        values = values - values.mean()
        scale = np.abs(values).max()
        if scale == 0:
            continue
        values = values / scale
        counts = np.bincount(codes, minlength=category.levels)
        used = counts > 0
        k = int(used.sum())
        if k < 2 or n <= k:
            continue
        sums = np.bincount(codes, weights=values, minlength=category.levels)
        total = float((values**2).sum())
        between = float((sums[used] ** 2 / counts[used]).sum())
        explained = 1 - (total - between) / total * (n - 1) / (n - k)
        ratios[at] = np.sqrt(min(1.0, max(0.0, explained)))
    return ratios


def _phi(missing: npt.NDArray[np.bool_]) -> Floats:
    """Correlation of being missing; NaN where a column has no gap, or nothing else."""
    return _correlations(missing.astype(np.float64))
