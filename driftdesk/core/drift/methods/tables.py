"""Exact tests on categories: small tables (Fisher), and categories that are on one side only."""

import numpy as np
import numpy.typing as npt

from driftdesk.core.profiles.ordered import Floats

MOST_TABLES = 200_000
_SIMULATED = 20_000
_FEWEST_SEEN = 40


def fisher_p(a: npt.ArrayLike, b: npt.ArrayLike) -> float | None:
    """Fisher's exact test on a 2 x 2 table, Freeman and Halton's on a 2 x k one (two-sided: all tables that are at most
    as probable), as ``scipy.stats.fisher_exact``. None where there are more than ``MOST_TABLES`` tables: then a
    chi-square test is right enough."""
    from scipy.special import gammaln

    x, y = np.asarray(a, dtype=np.int64), np.asarray(b, dtype=np.int64)
    some = x + y > 0
    x, y = x[some], y[some]
    if x.size < 2 or not x.sum() or not y.sum():
        return 1.0
    if y.sum() < x.sum():
        x, y = y, x
    if x.size == 2:
        from scipy.stats import fisher_exact

        return float(fisher_exact(np.array([x, y]))[1])
    totals = x + y
    tables = _tables(totals, int(x.sum()))
    if tables is None:
        return None
    logs = np.sum(gammaln(totals + 1) - gammaln(tables + 1) - gammaln(totals - tables + 1), axis=1)
    seen = float(np.sum(gammaln(totals + 1) - gammaln(x + 1) - gammaln(y + 1)))
    rows, drawn = int(totals.sum()), int(x.sum())
    all_ = float(gammaln(rows + 1) - gammaln(drawn + 1) - gammaln(rows - drawn + 1))
    return float(min(np.sum(np.exp(logs[logs <= seen + 1e-7] - all_)), 1.0))


def _tables(totals: npt.NDArray[np.int64], drawn: int) -> npt.NDArray[np.int64] | None:
    """All first rows of tables with these column ``totals`` that add up to ``drawn``; None where they are too many."""
    made = np.zeros((1, 0), np.int64)
    left = np.array([drawn])
    after = np.append(np.cumsum(totals[::-1])[::-1], 0)
    for i, total in enumerate(totals.tolist()):
        low, high = np.maximum(left - after[i + 1], 0), np.minimum(left, total)
        counts = high - low + 1
        if int(counts.sum()) > MOST_TABLES:
            return None
        which = np.repeat(np.arange(left.size), counts)
        value = np.arange(which.size) - np.repeat(np.cumsum(counts) - counts, counts) + low[which]
        made = np.column_stack((made[which], value))
        left = left[which] - value
    return made


def unseen_rows(reference: npt.ArrayLike, current: npt.ArrayLike) -> int:
    """Rows of ``current`` in values that ``reference`` has not."""
    x, y = np.asarray(reference), np.asarray(current)
    return int(y[x == 0].sum())


def unseen_p(reference: npt.ArrayLike, current: npt.ArrayLike) -> float:
    """The chance of at least so many rows in values that only the current side has, where rows fall on either side at
    random and each value keeps its rows: rare values come and go without any drift.

    A value of t rows is on the current side alone with the chance of drawing them all there; values are taken as
    independent (in truth one's being there makes the other's less likely, so the chance is not too small). The sum over
    values is simulated from a fixed seed; where that sees it too rarely, Chernoff's bound on it counts.
    """
    from scipy.special import gammaln

    x, y = np.asarray(reference, dtype=np.int64), np.asarray(current, dtype=np.int64)
    n, m, seen = int(x.sum()), int(y.sum()), unseen_rows(x, y)
    if not seen or not n:
        return 1.0
    sizes, values = np.unique((x + y)[x + y > 0], return_counts=True)
    sizes, values = sizes[sizes <= m], values[sizes <= m]
    log = gammaln(n + m - sizes + 1) + gammaln(m + 1) - gammaln(m - sizes + 1) - gammaln(n + m + 1)
    chance = np.exp(np.minimum(log, 0.0))
    bound = _chernoff(seen, sizes.astype(np.float64), values.astype(np.float64), chance)
    if bound < 1e-3:
        return bound
    random = np.random.default_rng(_SIMULATED)
    sums = np.zeros(_SIMULATED)
    for size, count, p in zip(sizes.tolist(), values.tolist(), chance.tolist(), strict=True):
        if p * count > 1e-9:
            sums += size * random.binomial(count, p, _SIMULATED)
    reached = int(np.sum(sums >= seen))
    return (reached + 1) / (_SIMULATED + 1) if reached >= _FEWEST_SEEN else bound


def _chernoff(seen: int, sizes: Floats, values: Floats, chance: Floats) -> float:
    """min over s of exp(-s seen) E exp(s sum), for s in rows."""
    if seen <= float(np.sum(sizes * values * chance)):
        return 1.0
    steps = np.logspace(-6, 2, 200)[:, None]
    with np.errstate(over="ignore"):
        grown = np.where(steps * sizes > 600, np.inf, np.expm1(np.minimum(steps * sizes, 600)))
        exponent = np.sum(values * np.log1p(chance * grown), axis=1) - steps[:, 0] * seen
    return float(np.exp(min(float(np.min(exponent)), 0.0)))
