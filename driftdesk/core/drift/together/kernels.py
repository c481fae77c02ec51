"""Sums of a kernel over the pairs of rows of each side, for the sides as they are and for all permutations at once.

A permutation only says which rows are on which side. So with a kernel matrix K and a matrix Z of sides (a column a
permutation, 1 for the reference), all that the permutations need is one product K Z. It is made block by block of K,
of which only the upper half is there, so that memory stays bounded.
"""

from dataclasses import dataclass
from typing import Literal

import numpy as np
import numpy.typing as npt

from driftdesk.core.context import Context
from driftdesk.core.drift.together.matrix import Matrix
from driftdesk.core.drift.together.nulls import Sides

Floats = npt.NDArray[np.float64]
Kernel = Literal["rbf", "distance"]

EXACT_ROWS = 20_000
"""Of both sides together, up to which all pairs of rows are looked at."""
FEATURES = 512
"""Random frequencies beyond that; each gives a cosine and a sine."""
_BLOCK = 512
_MEDIAN_ROWS = 2_000


@dataclass(frozen=True)
class Means:
    """Means of the kernel over pairs of different rows: both of the reference, both of the current side, one of each. One
    value a column of sides."""

    xx: Floats
    yy: Floats
    xy: Floats

    @property
    def discrepancy(self) -> Floats:
        """The unbiased squared maximum mean discrepancy (Gretton et al. 2012, eq. 3), as near to 0 from either side as
        chance has it where both laws are one."""
        squared: Floats = self.xx + self.yy - 2 * self.xy
        return squared


def median_squared_distance(x: Matrix, seed: int) -> float:
    """Of all pairs of different rows (of 2,000 of them where there are more), both sides together."""
    from scipy.spatial.distance import pdist

    if len(x) > _MEDIAN_ROWS:
        x = x[np.random.default_rng([seed, 11]).choice(len(x), _MEDIAN_ROWS, replace=False)]
    squared = pdist(x.astype(np.float64), "sqeuclidean")
    middle = float(np.median(squared)) if squared.size else 0.0
    return middle if middle > 1e-9 else float(squared.mean()) if squared.size else 0.0


def pair_means(x: Matrix, sides: Sides, kernel: Kernel, width: float, context: Context) -> Means:
    """Over all pairs of rows. ``rbf``: exp(-d² / ``width``); ``distance``: -d (Euclidean), whose discrepancy is the energy
    distance (Sejdinovic et al. 2013)."""
    import torch

    rows, z = torch.from_numpy(x), torch.from_numpy(sides)
    squares = (rows * rows).sum(1)
    firsts = range(0, len(x), _BLOCK)
    inside = np.zeros(sides.shape[1])
    reach = np.zeros(len(x))
    done, blocks = 0, len(firsts) * (len(firsts) + 1) // 2
    for a in firsts:
        left = slice(a, a + _BLOCK)
        for b in firsts[a // _BLOCK :]:
            right = slice(b, b + _BLOCK)
            k = torch.addmm(squares[None, right], rows[left], rows[right].T, alpha=-2.0)
            k.add_(squares[left, None]).clamp_min_(0.0)
            k = k.mul_(-1.0 / width).exp_() if kernel == "rbf" else k.sqrt_().neg_()
            if a == b:
                k.fill_diagonal_(0.0)
            twice = 1 if a == b else 2
            inside += twice * (z[left] * (k @ z[right])).sum(0, dtype=torch.float64).numpy()
            reach[left] += k.sum(1, dtype=torch.float64).numpy()
            if a != b:
                reach[right] += k.sum(0, dtype=torch.float64).numpy()
            done += 1
            context.progress(done, blocks, "comparing all pairs of rows")
            context.check()
    return _means(inside, sides.T.astype(np.float64) @ reach, float(reach.sum()), sides)


def feature_means(x: Matrix, sides: Sides, width: float, seed: int, context: Context) -> Means:
    """The means of an RBF kernel over so many rows that their pairs are too many: of its approximation by random Fourier
    features (Rahimi and Recht 2007), a kernel itself, so that the permutation test is as exact as with any."""
    import torch

    random = np.random.default_rng([seed, 13])
    frequencies = random.normal(0.0, np.sqrt(2.0 / width), (x.shape[1], FEATURES)).astype(np.float32)
    w, rows, z = torch.from_numpy(frequencies), torch.from_numpy(x), torch.from_numpy(sides)
    sums = torch.zeros(sides.shape[1], 2 * FEATURES, dtype=torch.float64)
    total = torch.zeros(2 * FEATURES, dtype=torch.float64)
    for at in range(0, len(x), _BLOCK):
        phase = rows[at : at + _BLOCK] @ w
        features = torch.cat([phase.cos(), phase.sin()], dim=1)
        sums += (z[at : at + _BLOCK].T @ features).to(torch.float64)
        total += features.sum(0, dtype=torch.float64)
        context.progress(min(at + _BLOCK, len(x)), len(x), "comparing features of rows")
        context.check()
    counts = sides.sum(0, dtype=np.float64)
    inside = (sums * sums).sum(1).numpy() / FEATURES - counts
    reach = (sums @ total).numpy() / FEATURES - counts
    return _means(inside, reach, float(total @ total) / FEATURES - len(x), sides)


def _means(inside: Floats, reach: Floats, all_pairs: float, sides: Sides) -> Means:
    """``inside``: sums over ordered pairs of the reference; ``reach``: from it to any row."""
    n = sides.sum(0, dtype=np.float64)
    m = len(sides) - n
    across = reach - inside
    outside = all_pairs - inside - 2 * across
    return Means(inside / np.maximum(n * (n - 1), 1), outside / np.maximum(m * (m - 1), 1), across / (n * m))
