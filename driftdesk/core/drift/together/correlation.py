"""Which pairs of columns go together otherwise than before."""

from collections.abc import Iterator
from dataclasses import dataclass

import numpy as np

from driftdesk.core.context import Context
from driftdesk.core.drift.together.association import (
    Codes,
    Ranked,
    Squares,
    category_with_category,
    category_with_numbers,
    rank_correlations,
    ranked,
)
from driftdesk.core.drift.together.finding import NOTHING, Finding
from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.profiles.sample import Sample

MOST_COLUMNS = 200
ROWS = 8_192
"""Rows of a side: a change of correlation by 0.1 is six deviations of its error then."""
LEVELS = 50
_FEWEST = 10
_COMMON = 10
_NAMED = 5
_SPLITS = np.linspace(0.05, 0.95, 19)


@dataclass(frozen=True)
class Change:
    """Of one pair: its association on both sides (-1 to 1 for numbers, 0 to 1 where a category is in it)."""

    first: str
    second: str
    before: float
    after: float
    p: float

    @property
    def gap(self) -> float:
        return abs(self.after - self.before)


def correlation_change(
    reference: Rows, current: Rows, params: TogetherParams, alpha: float, context: Context
) -> Finding:
    """The effect is the largest change of an association among the pairs whose change is proven (by Benjamini and Hochberg
    over all pairs, at ``alpha``), or of the likeliest one where none is; the p-value is Simes' (1986) of all pairs."""
    drawn = list(range(min(len(reference.names), MOST_COLUMNS)))
    left = reference.only(drawn).at_most(ROWS, params.seed)
    right = current.only(drawn).at_most(ROWS, params.seed + 1)
    found = list(changes(left, right, context))
    if not found:
        return NOTHING
    p = np.array([c.p for c in found])
    order = np.argsort(p, kind="stable")
    stepped = p[order] * p.size / np.arange(1, p.size + 1)
    proven = order[: int(np.flatnonzero(stepped <= alpha).max(initial=-1)) + 1]
    shown = sorted((found[i] for i in proven), key=lambda c: -c.gap) or [found[order[0]]]
    responsible: dict[str, float] = {}
    for change in shown if proven.size else ():
        for name in (change.first, change.second):
            responsible.setdefault(name, round(change.gap, 6))
    return Finding(
        shown[0].gap,
        float(max(stepped.min(), 1e-300)),
        {"pairs": float(p.size), "changed": float(proven.size)},
        tuple(_words(c) for c in shown[:_NAMED]) if proven.size else (),
        dict(list(responsible.items())[:50]),
        left.size < reference.total or right.size < current.total or len(drawn) < len(reference.names),
    )


def changes(left: Rows, right: Rows, context: Context) -> Iterator[Change]:
    """Every pair of columns that varies on both sides and has ten common rows there.

    Numbers: Spearman's coefficients, by Fisher's z. A category of two values is a number. Other categories: Cramér's V, or
    the correlation ratio of ranks.
    """
    numbers, categories = [], []
    kept: list[tuple[Sample, Sample]] = []
    for at, (a, b) in enumerate(zip(left.values, right.values, strict=True)):
        if a.dtype.kind == "f":
            numbers.append(at)
            kept.append((a, b))
        elif (values := np.setdiff1d(np.union1d(a, b), [0])).size <= 2:
            numbers.append(at)
            kept.append((_as_number(a, values), _as_number(b, values)))
        else:
            categories.append(at)
    sides = ranked([a for a, _ in kept]), ranked([b for _, b in kept])
    yield from _of_numbers(left, numbers, sides)
    context.check()
    codes = {}
    for at in categories:
        codes[at] = _codes(left.values[at], right.values[at])
    for place, at in enumerate(categories):
        one, two, levels = codes[at]
        ratios = zip(
            *(category_with_numbers(c, levels, s) for c, s in zip((one, two), sides, strict=True)),
            strict=True,
        )
        for number, (before, after) in zip(numbers, ratios, strict=True):
            yield from _of_squares(left.names[at], left.names[number], before, after)
        for other in categories[place + 1 :]:
            c, d, more = codes[other]
            before = category_with_category(one, c, (levels, more))
            after = category_with_category(two, d, (levels, more))
            yield from _of_squares(left.names[at], left.names[other], before, after)
        context.check()


def _as_number(values: Sample, known: Sample) -> Sample:
    number = np.where(values == (known[-1] if known.size else 1), 1.0, 0.0)
    number[values == 0] = np.nan
    return number


def _codes(a: Sample, b: Sample) -> tuple[Codes, Codes, int]:
    """Both sides' categories by the same numbers (-1: missing), and how many there are: those with ten rows on each side, the
    LEVELS most frequent at most; all others are one, as the variances of associations need rows in each of them."""
    values, places, counts = np.unique(np.concatenate([a, b]), return_inverse=True, return_counts=True)
    left = np.bincount(places[: a.size], minlength=values.size)
    common = np.flatnonzero((np.minimum(left, counts - left) >= _COMMON) & (values != 0))
    kept = common[np.argsort(-counts[common], kind="stable")][:LEVELS]
    code = np.full(values.size, kept.size)
    code[kept] = np.arange(kept.size)
    code[values == 0] = -1
    found = code[places]
    return found[: a.size], found[a.size :], kept.size + 1


def _of_numbers(rows: Rows, numbers: list[int], sides: tuple[Ranked, Ranked]) -> Iterator[Change]:
    from scipy.stats import norm

    if len(numbers) < 2:
        return
    before, after = (rank_correlations(side) for side in sides)
    i, j = np.triu_indices(len(numbers), 1)
    usable = np.isfinite(before.values[i, j]) & np.isfinite(after.values[i, j])
    usable &= (before.rows[i, j] >= _FEWEST) & (after.rows[i, j] >= _FEWEST)
    i, j = i[usable], j[usable]
    z, variance = np.zeros(i.size), np.zeros(i.size)
    for side, sign in ((before, -1), (after, 1)):
        r, n = np.clip(side.values[i, j], -0.9999, 0.9999), side.rows[i, j]
        z += sign * np.arctanh(r)
        variance += side.variances[i, j] / (1 - r**2) ** 2 * n / (n - 3)
    p = 2 * norm.sf(np.abs(z) / np.sqrt(np.maximum(variance, 1e-12)))
    for a, b, x, y, found in zip(i, j, before.values[i, j], after.values[i, j], p, strict=True):
        yield Change(rows.names[numbers[a]], rows.names[numbers[b]], float(x), float(y), float(found))


def _of_squares(first: str, second: str, before: Squares | None, after: Squares | None) -> Iterator[Change]:
    if before is None or after is None or min(before.rows, after.rows) < _FEWEST:
        return
    values = [float(np.sqrt(min(max(s.value, 0.0), 1.0))) for s in (before, after)]
    yield Change(first, second, values[0], values[1], squares_p(before, after))


def squares_p(before: Squares, after: Squares) -> float:
    """That two squared associations are one. Their difference is a normal part and, where little relates, a chi-square one:
    whatever share of the difference the first is left to explain, the chance of either is a bound; the smallest counts."""
    from scipy.stats import chi2, norm

    gap = abs(before.value - after.value)
    normal = np.sqrt(before.variance + after.variance)
    freedom = max(before.freedom, after.freedom)
    curved = np.sqrt(2 * freedom) * np.hypot(1 / before.rows, 1 / after.rows)
    by_line = 2 * norm.sf(gap * _SPLITS / max(normal, 1e-12))
    by_curve = 2 * chi2.sf(freedom + np.sqrt(2 * freedom) * gap * (1 - _SPLITS) / curved, freedom)
    return float(min(1.0, (by_line + by_curve).min()))


def _words(change: Change) -> str:
    return f"{change.first} and {change.second}: {change.before:.2f} → {change.after:.2f}"
