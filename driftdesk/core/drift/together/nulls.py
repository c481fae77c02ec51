"""P-values from permutations: who is on which side is drawn again and again."""

from math import comb

import numpy as np
import numpy.typing as npt

Floats = npt.NDArray[np.float64]
Sides = npt.NDArray[np.float32]

_SEEN = 10
"""With as many permutations at or above the statistic their share is the p-value."""


def permuted_sides(rows: int, n: int, permutations: int, random: np.random.Generator) -> Sides:
    """(rows, permutations) of ones (reference, ``n`` in each column) and zeros."""
    ranked = random.random((permutations, rows), dtype=np.float32)
    chosen = np.argpartition(ranked, n - 1, axis=1)[:, :n]
    sides = np.zeros((permutations, rows), np.float32)
    np.put_along_axis(sides, chosen, 1.0, axis=1)
    return np.ascontiguousarray(sides.T)


def observed_sides(rows: int, n: int) -> Sides:
    """(rows, 1): the sides as they are."""
    return (np.arange(rows) < n).astype(np.float32)[:, None]


def share_at_least(statistic: float, null: Floats) -> float:
    """The p-value of a permutation test: (1 + as many as are at least as large) / (1 + all) (Phipson and Smyth 2010).
    Rounding makes no difference: what is as large to seven digits counts."""
    slack = 1e-7 * max(abs(statistic), float(np.abs(null).max(initial=0.0)))
    return float((1 + int((null >= statistic - slack).sum())) / (1 + null.size))


def p_value(statistic: float, null: Floats, n: int, m: int) -> float:
    """As ``share_at_least``; where the statistic is out in the tail, so that too few permutations reach it to tell how far,
    that of a Pearson type III law with the mean, deviation and skewness of the permutations (Mielke and Berry 2007):
    else no p-value of a few hundred permutations would outlive the correction over many tests. It is doubled, as its moments are
    themselves known from those permutations only. Never below what all permutations that there are could give.
    """
    from scipy.stats import pearson3

    counted = share_at_least(statistic, null)
    deviation = float(null.std())
    if counted * (1 + null.size) > _SEEN or deviation <= 1e-12 * max(abs(statistic), 1e-300):
        return counted
    skew = float(((null - null.mean()) ** 3).mean()) / deviation**3
    fitted = 2 * float(pearson3.sf(statistic, max(skew, 0.0), loc=null.mean(), scale=deviation))
    least = 1.0 / comb(n + m, n) if n + m < 60 else 0.0
    return float(min(counted, max(fitted, least, 1e-300)))
