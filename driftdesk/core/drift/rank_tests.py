"""What ranks tell of two samples of numbers: location, middle, spread, shape, values far out. Valid whatever the law.

All rows of both sides are ranked together and a row's score depends on its rank alone; without drift every choice of
``n`` of the rows for the reference is as likely as the one that was seen, ties or none. From that null come exact mean,
variance and skewness of the difference of the sides' mean scores; its p-value is Pearson's type III law with these
(for sides of one size the normal law). Rows are taken together at up to ``2 * CUTS`` cuts: nothing is sorted again.
Sources: Hájek, Šidák and Sen (1999), *Theory of Rank Tests*: normal scores (location; van der Waerden 1952), the ranks
(middle; Wilcoxon 1945), squares of normal scores (spread; Klotz 1962); sine and cosine of normal scores, freed of both, in the manner of Epps and Singleton (1986), for shape.
"""

from dataclasses import dataclass

import numpy as np

from driftdesk.core.drift.methods import counts
from driftdesk.core.drift.methods.numbers import Sample
from driftdesk.core.profiles.ordered import Floats, Ordered

CUTS = 1024
_FREQUENCY = 1.5
_MIDDLE = 2.5
_FENCE = 2.0
_FEWEST = 20.0
_SMOOTH = 0.5
_TELLING = 0.05

Bounds = tuple[float, float]


@dataclass(frozen=True)
class RankTest:
    """``p`` and the interval that it has to be in, given the sketches' error (a point where both sides are exact)."""

    name: str
    p: float
    bounds: Bounds


@dataclass(frozen=True)
class Pooled:
    """Rows of both sides between common cuts, and the share of all rows up to the middle of each."""

    x: Floats
    y: Floats
    n: float
    m: float
    error: float

    @property
    def together(self) -> Floats:
        return self.x + self.y

    @property
    def informative(self) -> float:
        """Rows expected on the smaller side that are not of the commonest value: with few of them the null of a score
        is a handful of steps, which no smooth law describes."""
        total = self.n + self.m
        return (total - float(self.together.max())) * min(self.n, self.m) / total


def pooled(a: Sample, b: Sample) -> Pooled:
    """Both sides, counted between the values of both (of more than ``2 * CUTS``: between ``CUTS`` quantiles of each)."""
    ends = [max(a.order.values[-1], b.order.values[-1])]
    cuts = np.unique(np.concatenate([_thinned(a.order), _thinned(b.order), ends]))
    x, y = (np.diff(side.order.cdf(cuts), prepend=0.0) * side.size for side in (a, b))
    return Pooled(x, y, float(a.size), float(b.size), a.order.rank_error + b.order.rank_error)


def _thinned(side: Ordered) -> Floats:
    size = side.values.size
    if size <= 2 * CUTS:
        return side.values
    picked: Floats = side.values[(np.arange(CUTS) * size + size // 2) // CUTS]
    return picked


def score_tests(groups: Pooled) -> list[RankTest]:
    """Location, middle, spread and shape; none where too few rows tell anything, no shape where single rows would decide."""
    if groups.informative < _FEWEST:
        return []
    from scipy.special import ndtri

    rows = groups.together
    ranks = (np.cumsum(rows) - rows / 2) / (groups.n + groups.m)
    z = ndtri(ranks)
    tests = [
        _by_score("location", groups, _freed(z, [], rows)),
        _by_score("middle", groups, _freed(ranks, [], rows)),
        _by_score("spread", groups, _freed(z**2, [], rows)),
    ]
    middle = np.clip(z, -_MIDDLE, _MIDDLE)
    first = _freed(middle, [], rows)
    known = [first, _freed(middle**2, [first], rows)]
    sine = _freed(np.sin(_FREQUENCY * middle), known, rows)
    cosine = _freed(np.cos(_FREQUENCY * middle), [*known, sine], rows)
    if all(_is_smooth(score, groups) for score in (sine, cosine)):
        tests.append(_both("shape", _by_score("shape", groups, sine), _by_score("shape", groups, cosine)))
    return tests


def _is_smooth(score: Floats, groups: Pooled) -> bool:
    """Whether no row outweighs the others, so that the sum of the smaller side's scores has the law that is assumed."""
    deviation = np.sqrt(float(score**2 @ groups.together) / (groups.n + groups.m))
    smaller = min(groups.n, groups.m)
    return bool(deviation > 1e-5 and np.abs(score).max() <= _SMOOTH * np.sqrt(smaller) * deviation)


def _freed(score: Floats, of: list[Floats], rows: Floats) -> Floats:
    """``score`` with mean 0, without what it has in common with ``of``, over all rows."""
    total = float(rows.sum())
    left: Floats = score - float(score @ rows) / total
    for other in of:
        size = float(other**2 @ rows)
        if size > total * 1e-12:
            left = left - other * (float((left * other) @ rows) / size)
    return left


def _by_score(name: str, groups: Pooled, score: Floats) -> RankTest:
    n, m, rows = groups.n, groups.m, groups.together
    total = n + m
    variance = float(score**2 @ rows) / total
    if variance <= 1e-9:
        return RankTest(name, 1.0, (1.0, 1.0))
    unit = np.sqrt(variance * total**2 / ((total - 1) * n * m))
    apart = float(groups.x @ score) / n - float(groups.y @ score) / m
    skew = float(score**3 @ rows) / total / variance**1.5 * (m - n) / np.sqrt(n * m * total)
    z = apart / unit
    p = _type_three(z, skew)
    if not groups.error:
        return RankTest(name, p, (p, p))
    error = (
        groups.error * float(np.abs(np.diff(score)).sum()) / unit
    )  # by parts: the difference of the shares, moved
    nearest = float(np.sign(z)) * max(abs(z) - error, 0.0)
    least = min(_type_three(z - error, skew), _type_three(z + error, skew))
    return RankTest(name, p, (min(least, p), max(_type_three(nearest, skew), p)))


def _type_three(z: float, skew: float) -> float:
    """Twice the smaller tail beyond ``z`` of Pearson's type III law with mean 0, deviation 1 and ``skew``."""
    upper = float(tails(np.array([abs(z)]), np.array([skew if z >= 0 else -skew]))[1][0])
    return min(1.0, 2 * upper, 2 * (1 - upper))


def tails(z: Floats, skew: Floats) -> tuple[Floats, Floats]:
    """The chances below ``-z`` and above ``z`` (not negative), by Pearson's type III law with mean 0, deviation 1."""
    from scipy.special import gammainc, gammaincc, ndtr

    steep = np.maximum(np.abs(skew), 1e-3)
    shape = 4 / steep**2
    far = gammaincc(shape, shape + z * np.sqrt(shape))  # on the side of the long tail
    near = gammainc(shape, np.maximum(shape - z * np.sqrt(shape), 0.0))
    even, right = ndtr(-z), skew > 0
    smooth = np.abs(skew) < 1e-3
    lower = np.where(smooth, even, np.where(right, near, far))
    upper = np.where(smooth, even, np.where(right, far, near))
    return lower, upper


def _both(name: str, one: RankTest, other: RankTest) -> RankTest:
    """Two uncorrelated scores as one test: the squares of their normal deviates, two degrees of freedom."""
    from scipy.special import chdtrc, ndtri

    def joined(p: float, q: float) -> float:
        square = sum(float(ndtri(max(v, 1e-300) / 2)) ** 2 for v in (p, q))
        return float(chdtrc(2, square))

    least, most = (joined(one.bounds[i], other.bounds[i]) for i in (0, 1))
    return RankTest(name, joined(one.p, other.p), (least, most))


def far_test(a: Sample, b: Sample) -> RankTest | None:
    """The shares of values far out, over twice the pooled interquartile range beyond the quartiles (Tukey 1977 draws
    his fences at 1.5 and 3): Fisher's exact test or chi-square. None where the quartiles are one, or so few values are
    there that even if all were on one side it would prove nothing.
    """
    low, high = _pooled_quartiles(a.order, b.order)
    with np.errstate(over="ignore", invalid="ignore"):
        fences = np.array([low - _FENCE * (high - low), high + _FENCE * (high - low)])
    if not high > low or not np.isfinite(fences).all():
        return None
    beyond = [round(_beyond(side.order, fences) * side.size) for side in (a, b)]
    error = 2 * (a.order.rank_error + b.order.rank_error)
    if not error and not _could_tell(sum(beyond), a.size, b.size):
        return None
    p = counts.proportions_p(beyond[0], a.size, beyond[1], b.size)
    return RankTest("far", p, (p, p) if not error else _far_bounds(beyond, (a.size, b.size), error, p))


def _could_tell(rows: int, n: int, m: int) -> bool:
    ends = ((min(rows, n), rows - min(rows, n)), (rows - min(rows, m), min(rows, m)))
    return bool(rows) and min(counts.proportions_p(x, n, y, m) for x, y in ends) <= _TELLING


def _beyond(side: Ordered, fences: Floats) -> float:
    up_to, before = side.cdf_both(fences)
    return float(before[0] + 1 - up_to[1])


def _far_bounds(beyond: list[int], sizes: tuple[int, int], error: float, p: float) -> Bounds:
    """The p-value at the shares farthest from and nearest to each other that the sketches allow."""
    shares = [found / size for found, size in zip(beyond, sizes, strict=True)]
    low, high = (0, 1) if shares[0] <= shares[1] else (1, 0)
    moved = [0, 0]
    moved[low] = int(max(shares[low] - error, 0.0) * sizes[low])
    moved[high] = int(np.ceil(min(shares[high] + error, 1.0) * sizes[high]))
    least = counts.proportions_p(moved[0], sizes[0], moved[1], sizes[1])
    if shares[high] - shares[low] <= 2 * error:
        return min(least, p), 1.0
    moved[low] = int(np.ceil((shares[low] + error) * sizes[low]))
    moved[high] = int((shares[high] - error) * sizes[high])
    return min(least, p), max(counts.proportions_p(moved[0], sizes[0], moved[1], sizes[1]), p)


def _pooled_quartiles(a: Ordered, b: Ordered) -> Bounds:
    """Quartiles of all rows of both, by bisection upon the values of both: a handful of searches."""
    total = a.total + b.total
    values = np.concatenate([_thinned(a), _thinned(b)])
    values.sort()
    shares = (a.cdf(values) * a.total + b.cdf(values) * b.total) / total
    low, high = np.minimum(np.searchsorted(shares, (0.25, 0.75)), values.size - 1)
    return float(values[low]), float(values[high])
