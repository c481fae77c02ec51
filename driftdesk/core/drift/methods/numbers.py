"""Two samples of numbers: Kolmogorov-Smirnov, Wasserstein, PSI and Jensen-Shannon, from rows or from profiles.

Both come as ``Ordered``: sorted rows are one (``of_rows``), a profile has one. All methods share the sorted arrays:
nothing is sorted twice. Formulas and their sources: ``docs/drift.md``.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from driftdesk.core.drift.methods.counts import (
    hellinger,
    jensen_shannon,
    jensen_shannon_nat,
    kullback_leibler,
    population_stability,
)
from driftdesk.core.profiles.ordered import Floats, Ordered

BINS = 10
_EXACT_KS = 1_000
_MANY, _STRIDE = 8_192, 64
_SHARES = np.linspace(0, 1, BINS + 1)[1:-1]


@dataclass(frozen=True)
class Sample:
    """Finite values of one side, with their exact population standard deviation."""

    order: Ordered
    mean: float
    deviation: float
    low: float | None = None
    """The smallest and the largest value, and the skewness, where the points do not tell them: of a sketch."""
    high: float | None = None
    skew: float | None = None

    @property
    def size(self) -> int:
        return self.order.total

    @property
    def extremes(self) -> tuple[float, float]:
        values = self.order.values
        low = float(values[0]) if self.low is None else self.low
        return low, float(values[-1]) if self.high is None else self.high

    @property
    def skewness(self) -> float | None:
        """None where the sums overflow."""
        if self.skew is not None or not self.order.is_exact or not self.deviation > 0:
            return self.skew
        with np.errstate(over="ignore", invalid="ignore"):
            cubes = ((self.order.values - self.mean) / self.deviation) ** 3
            found = float(
                cubes.mean() if self.order.counts is None else cubes @ self.order.counts / self.size
            )
        return found if np.isfinite(found) else None


def of_rows(values: Floats) -> Sample:
    """A sample of finite ``values`` in any order."""
    rising = np.sort(values)
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(rising.mean()) if rising.size else 0.0
        is_constant = not rising.size or rising[0] == rising[-1]  # whose sums round
        deviation = 0.0 if is_constant else float(rising.std())
    return Sample(Ordered(rising, None, rising.size), mean, deviation)


def ks(a: Ordered, b: Ordered) -> tuple[float, float]:
    """The two-sample Kolmogorov-Smirnov statistic, and its largest error.

    The largest gap is reached at a point of the smaller sample, or just before one: only these are looked up in the
    other. Of many, every 64th is looked up first: shares only rise, so what lies between two of them cannot show a
    larger gap than their shares allow, and only stretches that could hold the largest are looked into.
    """
    small, big = (a, b) if a.values.size <= b.values.size else (b, a)
    size = small.values.size
    picks = np.arange(size) if size <= _MANY else np.append(np.arange(0, size - 1, _STRIDE), size - 1)
    up_to, before, big_up_to, big_before = _shares_at(small, big, picks)
    largest = _largest_gap(up_to, before, big_up_to, big_before)
    if size > _MANY:
        above, below = before[1:] - big_up_to[:-1], big_before[1:] - up_to[:-1]
        starts = picks[:-1][np.maximum(above, below) > largest]
        between = (starts[:, None] + np.arange(1, _STRIDE)).ravel()
        between = between[between < size]
        if between.size:
            largest = max(largest, _largest_gap(*_shares_at(small, big, between)))
    return largest, a.rank_error + b.rank_error


def _shares_at(
    small: Ordered, big: Ordered, points: npt.NDArray[np.intp]
) -> tuple[Floats, Floats, Floats, Floats]:
    """Shares up to and before some points of ``small``, in itself and in ``big``. Within ties those in itself are nearer
    to each other than they should be, except at the first and last of a tie: the largest gap is right."""
    if small.counts is None:
        up_to, before = (points + 1) / small.values.size, points / small.values.size
    else:
        all_up_to = small.cumulative / small.total
        up_to, before = all_up_to[points], np.concatenate(([0.0], all_up_to[:-1]))[points]
    return up_to, before, *big.cdf_both(small.values[points])


def _largest_gap(up_to: Floats, before: Floats, big_up_to: Floats, big_before: Floats) -> float:
    return max(float(np.max(up_to - big_up_to)), float(np.max(big_before - before)), 0.0)


def ks_p(statistic: float, n: int, m: int) -> float:
    """Its p-value, by the one-sample distribution at ``n * m / (n + m)`` rows (as scipy's ``method="asymp"``); with
    ties it is too large, never too small.

    Over 1,000 rows by Kolmogorov's limit with Vrbik's correction (2018), which there differs from the exact value by
    under 0.1 % where p is over 0.005 and errs to the larger side below; the exact value can take half a second.
    """
    from scipy.special import kolmogorov
    from scipy.stats import kstwo

    rows = max(round(n * m / (n + m)), 1)
    d = min(max(statistic, 0.0), 1.0)
    if rows <= _EXACT_KS:
        return float(np.clip(kstwo.sf(d, rows), 0.0, 1.0))
    z = np.sqrt(rows) * d
    return float(kolmogorov(max(z + 1 / (6 * np.sqrt(rows)) + (z - 1) / (4 * rows), 0.0)))


def wasserstein(a: Ordered, b: Ordered) -> tuple[float, float]:
    """The first Wasserstein distance (the area between the quantile functions), and its largest error."""
    error = a.shift + b.shift
    with np.errstate(over="ignore", invalid="ignore"):
        if a.counts is None and b.counts is None and a.values.size == b.values.size:
            return float(np.mean(np.abs(a.values - b.values))), error
        ends_a, ends_b = a.cumulative / a.total, b.cumulative / b.total
        ends = np.concatenate((ends_a, ends_b))
        ends.sort()
        widths = np.diff(ends, prepend=0.0)
        middles = ends - widths / 2
        gaps = np.abs(_at(a, ends_a, middles) - _at(b, ends_b, middles))
        return float(gaps @ widths), error


def _at(side: Ordered, ends: Floats, shares: Floats) -> Floats:
    last = side.values.size - 1
    if side.counts is None:
        where = np.minimum((shares * side.values.size).astype(np.intp), last)
    else:
        where = np.minimum(np.searchsorted(ends, shares), last)
    found: Floats = side.values[where]
    return found


def mean_gap(a: Sample, b: Sample) -> float:
    """The difference of the means without its sign; 0 between constants whose sums only rounded differently."""
    with np.errstate(over="ignore", invalid="ignore"):
        apart = abs(a.mean - b.mean)
        rounding = 1e-13 * max(abs(a.mean), abs(b.mean))
    return 0.0 if a.deviation == b.deviation == 0 and apart <= rounding else apart


def scale_of(reference: Sample, current: Sample) -> float:
    """What distances are normed by: the reference's standard deviation, or the pooled one where that is 0."""
    if reference.deviation > 0:
        return reference.deviation
    n, m = reference.size, current.size
    apart = mean_gap(reference, current)
    return float(np.sqrt((m * current.deviation**2 + n * m / (n + m) * apart**2) / (n + m)))


def bin_edges(reference: Ordered) -> Floats:
    """Inner edges of (at most) ten bins with equal shares of the reference; the outer bins are open.

    Where the reference has so few values that edges fall together, its smallest value gets a bin of its own, so that
    what lies below it is seen.
    """
    edges = np.unique(reference.quantiles(_SHARES))
    if edges.size < BINS - 1:
        edges = np.concatenate(([np.nextafter(reference.values[0], -np.inf)], edges))
    return np.unique(edges)


def binned(side: Ordered, edges: Floats) -> Floats:
    """Rows of ``side`` in each bin: up to and including the first edge, ..., above the last."""
    return np.diff(side.cdf(edges), prepend=0.0, append=1.0) * side.total


def binned_error(method: str, reference: Ordered, current: Ordered, edges: Floats) -> float:
    """How much the shares' error can move a distance on bins, to first order (each share moves by twice the error of a
    cumulative one)."""
    if not reference.rank_error + current.rank_error:
        return 0.0
    r = np.maximum(np.diff(reference.cdf(edges), prepend=0.0, append=1.0), 1e-4)
    c = np.maximum(np.diff(current.cdf(edges), prepend=0.0, append=1.0), 1e-4)
    e_r, e_c = 2 * reference.rank_error, 2 * current.rank_error
    if method == "psi":
        by_r, by_c = np.abs(np.log(c / r) + c / r - 1), np.abs(np.log(c / r) + 1 - r / c)
        return float(np.sum(e_r * by_r + e_c * by_c))
    if method == "kl":
        return float(np.sum(e_r * np.abs(np.log(r / c) + 1) + e_c * r / c))
    if method == "hellinger":
        ratio = np.sqrt(c / r)
        apart = float(np.sum(e_r * np.abs(1 - ratio) + e_c * np.abs(1 - 1 / ratio))) / 2
        distance = hellinger(r, c)
        return float(np.sqrt(distance**2 + apart) - distance)
    error = shares_error(r, c, reference.rank_error, current.rank_error)
    return error * float(np.sqrt(np.log(2))) if method == "jensen_shannon_nat" else error


def shares_error(r: Floats, c: Floats, r_error: float, c_error: float) -> float:
    """How much errors of the cumulative shares can move the Jensen-Shannon distance of ``r`` and ``c``."""
    if not r_error + c_error:
        return 0.0
    r, c = (
        np.maximum(r / max(float(r.sum()), 1e-300), 1e-9),
        np.maximum(c / max(float(c.sum()), 1e-300), 1e-9),
    )
    m = (r + c) / 2
    apart = float(np.sum(2 * r_error * np.abs(np.log2(r / m)) + 2 * c_error * np.abs(np.log2(c / m)))) / 2
    distance = jensen_shannon(r, c)
    return float(np.sqrt(distance**2 + apart) - distance)


_ON_BINS = {
    "psi": population_stability,
    "jensen_shannon": jensen_shannon,
    "jensen_shannon_nat": jensen_shannon_nat,
    "hellinger": hellinger,
    "kl": kullback_leibler,
}


def binned_distance(method: str, reference: Floats, current: Floats) -> float:
    """A distance of rows in bins."""
    return _ON_BINS[method](reference, current)


def doane_edges(reference: Sample) -> Floats | None:
    """The edges of bins of one width by Doane's rule (1976), as ``numpy.histogram_bin_edges(bins="doane")``; None where
    the sums overflow."""
    low, high = reference.extremes
    n, width = reference.size, high - low
    if not np.isfinite(width) or not np.isfinite(reference.deviation):
        return None
    if n <= 2 or width == 0 or reference.deviation == 0:
        return np.linspace(low - 0.5 * (width == 0), high + 0.5 * (width == 0), 2)
    skew = reference.skewness
    if skew is None:
        return None
    spread = float(np.sqrt(6.0 * (n - 2) / ((n + 1.0) * (n + 3))))
    count = int(np.ceil(np.log2(n) + 1 + np.log2(1 + abs(skew) / spread)))
    return np.linspace(low, high, count + 1)


def histogram(side: Ordered, edges: Floats) -> Floats:
    """Rows from each edge up to the next (the last one included), as ``numpy.histogram``."""
    up_to, before = side.cdf_both(edges)
    return np.diff(np.append(before[:-1], up_to[-1])) * side.total


def out_of_range_p(outside: int, n: int, m: int) -> float:
    """The chance that at least so many of ``m`` rows lie outside of the range of ``n`` others of the same law (of two
    samples in one order: C(N-k-1, n-1) / C(N-1, n-1) * (N + (n-1) k) / N). With ties it is too large."""
    from scipy.special import gammaln

    k, rows = outside, n + m
    if k <= 0 or n < 2:
        return 1.0
    log = gammaln(rows - k) + gammaln(rows - n + 1) - gammaln(rows) - gammaln(rows - k - n + 1)
    return float(min(np.exp(log) * (rows + (n - 1) * k) / rows, 1.0))
