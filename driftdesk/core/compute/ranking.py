"""How well scores rank."""

import numpy as np
import numpy.typing as npt


def roc_auc(positive: npt.NDArray[np.bool_], scores: npt.NDArray[np.float64]) -> float:
    """The area under the receiver operating characteristic: the chance that a positive row scores higher than a negative
    one, ties counting half (Mann and Whitney's U over the pairs). There must be rows of both."""
    _, where, counts = np.unique(scores, return_inverse=True, return_counts=True)
    below = np.cumsum(counts) - counts
    ranks = (below + (counts + 1) / 2)[where]
    ones = int(positive.sum())
    zeros = positive.size - ones
    return float((ranks[positive].sum() - ones * (ones + 1) / 2) / (ones * zeros))
