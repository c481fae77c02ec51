"""Two samples of numbers by their pooled ranks: Cramér-von Mises, Anderson-Darling, energy distance, and their laws.

Ties are taken by midranks, as scipy does. The laws are the limits for columns without ties. With ties Anderson-Darling's
p-value errs to the larger side; Cramér-von Mises' statistic, as scipy has it, grows with the rows of a tie, even between
identical samples: there the plain integral (``mean_square_gap``) is to be taken, whose p-value errs to the larger side.
"""

from dataclasses import dataclass
from functools import lru_cache

import numpy as np

from driftdesk.core.profiles.ordered import Floats, Ordered

_LONGEST_SUM = 20_000_000
_FAR = 8.0
_ODD = np.array([1.0, 5.0, 9.0, 13.0, 17.0, 21.0])[:, None]
_BINOMIALS = np.array([1.0, -1 / 2, 3 / 8, -5 / 16, 35 / 128, -63 / 256])[:, None]
"""4 j + 1 and the binomial coefficients of -1/2 over j: the series of both laws."""


@dataclass(frozen=True)
class Pooled:
    """Both samples by the distinct values of both: rows of each at a value, and cumulative rows up to its middle."""

    values: Floats
    at_a: Floats
    at_b: Floats
    n: int
    m: int

    @property
    def mid_a(self) -> Floats:
        return np.cumsum(self.at_a) - self.at_a / 2

    @property
    def mid_b(self) -> Floats:
        return np.cumsum(self.at_b) - self.at_b / 2


def pooled(a: Ordered, b: Ordered) -> Pooled:
    """The pooled values of two samples: two sorted runs are merged, not sorted anew."""
    both = np.concatenate((a.values, b.values))
    order = np.argsort(both, kind="stable")
    both = both[order]
    from_a = np.concatenate((_rows(a), np.zeros(b.values.size)))[order]
    from_b = np.concatenate((np.zeros(a.values.size), _rows(b)))[order]
    is_first = np.concatenate(([True], both[1:] != both[:-1]))
    if not is_first.all():
        starts = np.flatnonzero(is_first)
        both = both[starts]
        from_a, from_b = np.add.reduceat(from_a, starts), np.add.reduceat(from_b, starts)
    return Pooled(both, from_a, from_b, a.total, b.total)


def _rows(side: Ordered) -> Floats:
    if side.counts is not None:
        return side.counts
    return np.full(side.values.size, side.total / side.values.size)


def cramer_von_mises(both: Pooled) -> float:
    """The criterion T (Anderson 1962), as ``scipy.stats.cramervonmises_2samp``. Points of a sketch, which stand for
    many rows, are taken as ties."""
    n, m = both.n, both.m
    x, y = both.at_a, both.at_b
    with np.errstate(over="ignore"):
        u = n * float(np.sum(x * both.mid_b**2 + x * (x**2 - 1) / 12))
        u += m * float(np.sum(y * both.mid_a**2 + y * (y**2 - 1) / 12))
    return u / (n * m * (n + m)) - (4 * n * m - 1) / (6 * (n + m))


def mean_square_gap(both: Pooled) -> float:
    """The same criterion by its definition, nm / N² times the sum over all rows of (F - G)², with shares up to the
    middle of a tie. Without ties it differs from T by less than 1 / 6N."""
    n, m = both.n, both.m
    gaps = both.mid_a / n - both.mid_b / m
    return float(np.sum((both.at_a + both.at_b) * gaps**2)) * n * m / (n + m) ** 2


def cramer_von_mises_p(statistic: float, n: int, m: int) -> float:
    """By the limit law (Csörgő and Faraway 1996, eq. 1.3), with the exact mean and variance of T, as
    ``method="asymptotic"`` of scipy. From 2 on by the law's tail, where scipy's difference from 1 loses its digits: the
    root of 2 times the first term's, with its next term."""
    from scipy.special import erfc, kve

    rows, product = n + m, n * m
    mean = (1 + 1 / rows) / 6
    variance: float = (rows + 1) * (4 * product * rows - 3 * (n**2 + m**2) - 2 * product)
    variance /= 45 * rows**2 * 4 * product
    z = 1 / 6 + (statistic - mean) / np.sqrt(45 * variance)
    if z < 0.003:
        return 1.0
    if z > 2.0:
        return float(np.sqrt(2) * erfc(np.pi * np.sqrt(z / 2)) * (1 + 0.375 / (np.pi**2 * z)))
    y = (_ODD**2 / (16 * z)).ravel()
    terms = np.abs(_BINOMIALS.ravel()) * np.sqrt(_ODD.ravel()) * np.exp(-2 * y) * kve(0.25, y)
    return float(np.clip(1 - terms.sum() / (np.pi * np.sqrt(z)), 0, 1))


def anderson_darling(both: Pooled) -> tuple[float, float]:
    """The two-sample statistic with midranks (Scholz and Stephens 1987, eq. 7): standardised, as
    ``scipy.stats.anderson_ksamp`` gives it, and plain, whose mean without drift is 1."""
    n, m = both.n, both.m
    rows = n + m
    ties = both.at_a + both.at_b
    middle = both.mid_a + both.mid_b
    apart = rows * both.mid_a - n * middle
    weight = middle * (rows - middle) - rows * ties / 4
    some = weight > 0
    plain = float(np.sum(ties[some] * apart[some] ** 2 / weight[some])) / rows
    plain *= (rows - 1) / rows * (1 / n + 1 / m)
    return (plain - 1) / _anderson_deviation(n, m), plain


@lru_cache(maxsize=256)
def _anderson_deviation(n: int, m: int) -> float:
    """The statistic's standard deviation without drift and ties (Scholz and Stephens 1987, eq. 4)."""
    rows = n + m
    if rows < 4:
        return 1.0
    inverse = 1 / n + 1 / m
    if rows <= _LONGEST_SUM:
        sums = np.cumsum(1.0 / np.arange(rows - 1, 1, -1))
        h, g = float(sums[-1]) + 1, float(np.sum(sums / np.arange(2, rows)))
    else:
        h, g = float(np.log(rows - 1) + np.euler_gamma), np.pi**2 / 6
    a = (4 * g - 6) + (10 - 6 * g) * inverse
    b = (2 * g - 4) * 4 + 16 * h + (2 * g - 14 * h - 4) * inverse - 8 * h + 4 * g - 6
    c = (6 * h + 2 * g - 2) * 4 + (4 * h - 4 * g + 6) * 2 + (2 * h - 6) * inverse + 4 * h
    d = (2 * h + 6) * 4 - 8 * h
    variance = (a * rows**3 + b * rows**2 + c * rows + d) / ((rows - 1.0) * (rows - 2) * (rows - 3))
    return float(np.sqrt(variance))


def anderson_darling_p(plain: float) -> float:
    """By the limit law of the sum of chi-squares over j (j + 1) (Anderson and Darling 1952), computed to 1e-10: scipy
    gives nothing below 0.001 and above 0.25. Beyond 8 by the law's tail, the root of 3 times the first term's, with
    its next term: within 0.5 %."""
    from scipy.special import erfc

    z = float(plain)
    if z <= 0.02:
        return 1.0
    if z > _FAR:
        return float(np.sqrt(3) * erfc(np.sqrt(z)) * (1 + 11 / (36 * z)))
    t = np.linspace(0, 7, 1_401)
    w = t * np.sqrt(8 * z) / (_ODD * np.pi)
    heights = np.exp(z / (8 * (w**2 + 1)) - t**2)
    areas = (heights.sum(axis=1, keepdims=True) - heights[:, :1] / 2) * t[1] * np.sqrt(8 * z) / (_ODD * np.pi)
    terms = _BINOMIALS * _ODD * np.exp(-((_ODD * np.pi) ** 2) / (8 * z)) * areas
    return float(np.clip(1 - np.sqrt(2 * np.pi) / z * terms.sum(), 0, 1))


def energy(both: Pooled, largest_gap: float, a: Ordered, b: Ordered) -> tuple[float, float]:
    """The energy distance, as ``scipy.stats.energy_distance``: the root of twice the integral of (F - G)²; and its
    largest error: the integral of a cumulative share's error is at most ``shift``."""
    with np.errstate(over="ignore", invalid="ignore"):
        gaps = np.cumsum(both.at_a) / both.n - np.cumsum(both.at_b) / both.m
        square = 2 * float(np.sum(gaps[:-1] ** 2 * np.diff(both.values)))
        shift = a.shift + b.shift
        apart = 2 * shift * (2 * largest_gap + a.rank_error + b.rank_error)
        distance = float(np.sqrt(square))
        error = float(np.sqrt(square + apart)) - distance
        return distance, max(error, distance - float(np.sqrt(max(square - apart, 0.0))))
