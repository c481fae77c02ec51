"""Distances of two samples of many columns, each with permutations as its evidence.

All three effects have one unit: the shift of mean, in standard deviations, which, in *every* column at once and the columns
being normal and independent, gives the same distance. So 0.1 and 0.25 mean of many columns what the normed Wasserstein
distance means of one, and any other kind of difference (spread, shape, dependence) counts by what it would be worth.
All are unbiased: without drift they are as near to 0 for fifty rows as for a million.
"""

from collections.abc import Callable

import numpy as np

from driftdesk.core.context import Context
from driftdesk.core.drift.together.finding import NOTHING, Finding, most_of_it, shares
from driftdesk.core.drift.together.kernels import (
    EXACT_ROWS,
    Means,
    feature_means,
    median_squared_distance,
    pair_means,
)
from driftdesk.core.drift.together.matrix import Both, Floats
from driftdesk.core.drift.together.nulls import (
    Sides,
    observed_sides,
    p_value,
    permuted_sides,
    share_at_least,
)
from driftdesk.core.drift.together.params import TogetherParams

_AT_ONCE = 1 << 24
_LARGEST = 1e6
_GLANCE = 4_096


def maximum_mean_discrepancy(both: Both, params: TogetherParams, context: Context) -> Finding:
    """MMD with a Gaussian kernel exp(-d² / w), w the median squared distance of both sides together (Gretton et al. 2012):
    of all pairs up to EXACT_ROWS rows, of random features beyond."""
    width = median_squared_distance(both.x, params.seed)
    if not width:
        return NOTHING
    exact = len(both.x) <= EXACT_ROWS

    def measure(sides: Sides) -> Means:
        if exact:
            return pair_means(both.x, sides, "rbf", width, context)
        return feature_means(both.x, sides, width, params.seed, context)

    means, null = _permuted(both, params, measure)
    squared = float(means.discrepancy[0])
    part = min(max(squared / max(float(means.xx[0] + means.yy[0]), 1e-12), 0.0), 1 - 1e-12)
    effect = float(np.sqrt(-2 * np.log1p(-part) * (width / 2 + 2) / both.columns))
    figures = {"mmd2": squared, "bandwidth": float(np.sqrt(width / 2))}
    return _finding(both, effect, squared, null, figures=figures, whole=exact)


def energy_distance(both: Both, params: TogetherParams, context: Context) -> Finding:
    """2 E|X - Y| - E|X - X'| - E|Y - Y'| (Székely and Rizzo 2004) over all pairs, of EXACT_ROWS drawn rows at most. The
    effect is twice the root of its share of 2 E|X - Y|."""
    drawn = _drawn(both, params.seed)

    def measure(sides: Sides) -> Means:
        return pair_means(drawn.x, sides, "distance", 1.0, context)

    means, null = _permuted(drawn, params, measure)
    squared, apart = float(means.discrepancy[0]), -2 * float(means.xy[0])
    if apart <= 0:
        return NOTHING
    effect = 2 * float(np.sqrt(max(squared, 0.0) / apart))
    return _finding(drawn, effect, squared, null, figures={"energy": squared}, whole=drawn is both)


def centroid_shift(both: Both, params: TogetherParams, context: Context) -> Finding:
    """The distance of both sides' means. Its evidence is Hotelling's T², whose law is taken from permutations and not from
    normality; where there are fewer than five rows a feature, the plain distance."""
    rows = len(both.x)
    n, m = both.n, both.m
    x = both.x.astype(np.float64)
    gap = x[:n].mean(axis=0) - x[n:].mean(axis=0)
    noise = x[:n].var(axis=0) / max(n - 1, 1) + x[n:].var(axis=0) / max(m - 1, 1)
    excess = gap**2 - noise
    effect = float(np.sqrt(max(excess.sum(), 0.0) / both.columns))
    white = _whitened(x) if rows >= 5 * x.shape[1] else both.x
    total = white.sum(axis=0, dtype=np.float64)

    def squared_gap(sides: Sides) -> Floats:
        sums = sides.T @ white
        apart = sums / n - (total - sums) / m
        squared: Floats = (apart.astype(np.float64) ** 2).sum(axis=1)
        return squared

    observed = float(squared_gap(observed_sides(rows, n))[0])
    random = np.random.default_rng([params.seed, 17])
    null = []
    for size in _batches(params.permutations, rows):
        null.append(squared_gap(permuted_sides(rows, n, size, random)))
        context.check()
    figures = {"t2": observed * n * m / rows} if white is not both.x else {}
    return _finding(both, effect, observed, np.concatenate(null), figures=figures, whole=True)


def _whitened(x: Floats) -> np.ndarray:
    """In the principal directions of both sides together, each with variance one: there the squared distance of two means
    orders permutations as T² does, whose within-covariance would have to be made for each of them."""
    values, directions = np.linalg.eigh(x.T @ x / len(x))
    kept = values > 1e-6 * max(float(values.max(initial=0.0)), 1e-12)
    white: np.ndarray = (x @ (directions[:, kept] / np.sqrt(values[kept]))).astype(np.float32)
    return white


def _permuted(both: Both, params: TogetherParams, measure: Callable[[Sides], Means]) -> tuple[Means, Floats]:
    """The sides as they are, and the discrepancies of permutations, in batches that fit into memory."""
    rows = len(both.x)
    random = np.random.default_rng([params.seed, 17])
    first: Means | None = None
    null = []
    for size in _batches(params.permutations, rows):
        sides = permuted_sides(rows, both.n, size, random)
        if first is None:
            sides = np.concatenate([observed_sides(rows, both.n), sides], axis=1)
        means = measure(sides)
        null.append(means.discrepancy[1:] if first is None else means.discrepancy)
        first = first or means
    assert first is not None
    return first, np.concatenate(null)


def _batches(permutations: int, rows: int) -> list[int]:
    size = max(16, _AT_ONCE // max(rows, 1))
    return [min(size, permutations - at) for at in range(0, permutations, size)]


def _finding(
    both: Both, effect: float, statistic: float, null: Floats, *, figures: dict[str, float], whole: bool
) -> Finding:
    apart = _apart(both)
    responsible = shares(both.names, both.owner, apart)
    alone = float(np.sqrt(apart.sum() / both.columns)) >= effect / 2
    moved = most_of_it(responsible) if alone else ("how columns go together, rather than any by itself",)
    counted = {"permutations": float(null.size), "p_permutation": share_at_least(statistic, null)}
    return Finding(
        min(effect, _LARGEST),
        p_value(statistic, null, both.n, both.m),
        figures | counted,
        moved,
        responsible if alone else {},
        not whole,
    )


def _apart(both: Both) -> Floats:
    """How far apart the sides are in each feature by itself: squared gaps of quantiles (the squared Wasserstein-2 distance),
    of some thousand rows, which is enough to order columns."""
    at = np.linspace(0.01, 0.99, 50)
    random = np.random.default_rng(23)

    def quantiles(side: np.ndarray) -> Floats:
        some = side if len(side) <= _GLANCE else side[random.choice(len(side), _GLANCE, replace=False)]
        return np.asarray(np.quantile(some, at, axis=0), np.float64)

    squared: Floats = ((quantiles(both.x[: both.n]) - quantiles(both.x[both.n :])) ** 2).mean(axis=0)
    return squared


def _drawn(both: Both, seed: int) -> Both:
    """EXACT_ROWS rows at most, of each side its share (and two at least)."""
    rows = len(both.x)
    if rows <= EXACT_ROWS:
        return both
    random = np.random.default_rng([seed, 19])
    n = min(max(2, EXACT_ROWS * both.n // rows), both.n, EXACT_ROWS - 2)
    m = min(EXACT_ROWS - n, both.m)
    left = random.choice(both.n, n, replace=False)
    right = both.n + random.choice(both.m, m, replace=False)
    return Both(both.x[np.concatenate([left, right])], n, both.owner, both.names)
