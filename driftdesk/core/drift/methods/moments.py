"""Two samples of numbers by their moments: has the mean moved, has the spread?

Means and standard deviations are exact in profiles too. Ties do not matter to either test; heavy tails make both lose
power, not level.
"""

import numpy as np

from driftdesk.core.drift.methods.numbers import Sample, mean_gap


def mean_shift(a: Sample, b: Sample, scale: float) -> float:
    """The difference of the means over ``scale`` (Glass 1976), without its sign."""
    return mean_gap(a, b) / scale


def welch_p(a: Sample, b: Sample) -> float:
    """Welch's t-test (1947), as ``scipy.stats.ttest_ind(equal_var=False)``."""
    from scipy.special import stdtr

    n, m = a.size, b.size
    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        x, y = a.deviation**2 / (n - 1), b.deviation**2 / (m - 1)
        apart, variance = mean_gap(a, b), x + y
        if not np.isfinite(variance) or not np.isfinite(apart):
            return float("nan")
        if variance == 0:
            return 1.0 if apart == 0 else 0.0
        t = apart / np.sqrt(variance)
        free = variance**2 / (x**2 / (n - 1) + y**2 / (m - 1))
    return float(min(2 * stdtr(free, -t), 1.0)) if np.isfinite(free) else float("nan")


def variance_shift(a: Sample, b: Sample) -> float:
    """The logarithm of the ratio of the standard deviations, without its sign; infinite where one is 0."""
    if a.deviation == b.deviation:
        return 0.0
    if not min(a.deviation, b.deviation) > 0:
        return float("inf")
    return abs(float(np.log(b.deviation / a.deviation)))


def brown_forsythe_p(a: Sample, b: Sample) -> tuple[float, tuple[float, float] | None]:
    """The test of Brown and Forsythe (1974), as ``scipy.stats.levene(center="median")``: of the distances from the
    median, whose mean a sketch knows to within its shift and whose squares it knows exactly. The p-value, and from
    sketches the interval in which it lies (with the sketch's median as centre)."""
    first, second = _from_median(a), _from_median(b)
    p = _equal_means_p(first, second, a.size, b.size, abs(first[0] - second[0]))
    shift = a.order.shift + b.order.shift
    if not shift:
        return p, None
    apart = abs(first[0] - second[0])
    low = _equal_means_p(first, second, a.size, b.size, apart + shift)
    high = _equal_means_p(first, second, a.size, b.size, max(apart - shift, 0.0))
    return p, (low, high)


def _from_median(side: Sample) -> tuple[float, float]:
    """Mean distance from the median, and mean square of it."""
    (centre,) = side.order.quantiles(np.array([0.5]))
    with np.errstate(over="ignore", invalid="ignore"):
        distances = np.abs(side.order.values - centre)
        mean = float(
            distances.mean() if side.order.counts is None else distances @ side.order.counts / side.size
        )
        return mean, side.deviation**2 + (side.mean - centre) ** 2


def _equal_means_p(a: tuple[float, float], b: tuple[float, float], n: int, m: int, apart: float) -> float:
    """F-test that two groups have one mean, from means and mean squares, their difference being ``apart``."""
    from scipy.special import fdtrc

    with np.errstate(over="ignore", invalid="ignore", divide="ignore"):
        within = n * max(a[1] - a[0] ** 2, 0.0) + m * max(b[1] - b[0] ** 2, 0.0)
        between = n * m / (n + m) * apart**2
        if not np.isfinite(within) or not np.isfinite(between):
            return float("nan")
        if within <= 1e-12 * (n * a[1] + m * b[1]):
            return 1.0 if between <= 1e-12 * (n * a[1] + m * b[1]) else 0.0
        return float(fdtrc(1, n + m - 2, between / within * (n + m - 2)))
