"""The largest move of a category's share, as a test: it finds a frequent value that grows where chi-square, which spreads
its attention over all values, does not."""

import numpy as np
import numpy.typing as npt

_FREQUENT = 20.0


def largest_move_p(a: npt.ArrayLike, b: npt.ArrayLike) -> float | None:
    """P-value of the largest change of a share among values of which 20 rows or more are expected on the smaller side.

    The chance, without drift, that any of them moves as far is at most the sum of the chances of each (Boole); each has
    the hypergeometric law given how often the value is there in both, taken as Pearson's type III with its mean, variance
    and skewness. Values apart in frequency make the sum sharp: where the largest move is one of a frequent value, rarer
    ones hardly ever move as far. None with fewer than three values, where it would say the same as chi-square.
    """
    from driftdesk.core.drift.rank_tests import tails

    x, y = np.asarray(a, dtype=np.float64), np.asarray(b, dtype=np.float64)
    n, m = float(x.sum()), float(y.sum())
    total = n + m
    frequent = (x + y) * min(n, m) / max(total, 1.0) >= _FREQUENT
    if np.count_nonzero(frequent) < 3 - (not frequent.all()):
        return None
    x, y = x[frequent], y[frequent]
    largest = float(np.abs(x / n - y / m).max())
    share = (x + y) / total
    unit = np.sqrt(share * (1 - share) * total**2 / ((total - 1) * n * m))
    skew = (1 - 2 * share) / np.sqrt(share * (1 - share)) * (m - n) / np.sqrt(n * m * total)
    lower, upper = tails(largest / unit, skew)
    return float(min(1.0, np.sum(lower + upper)))
