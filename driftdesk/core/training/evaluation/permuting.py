"""Whether some rows differ from the others, by drawing again which rows they are.

Laws that hold for many rows call a slice of thirty rows, or with three rows of a class, different far too often. If the slice is
nothing special, its rows could be any of all rows (of ROC AUC: each of its rows any of the same class): as many are drawn, and the
share of draws at least as far out is the p-value, exact whatever the law of the losses (Fisher 1935; Phipson and Smyth, 2010, for
the one that is added). Ten times as many draws are taken only where the first ones do not settle it (Besag and Clifford 1991).
"""

from collections.abc import Callable

import numpy as np

from driftdesk.core.training.metrics import Floats, Ints

FIRST, MORE = 1_000, 9_000
_SETTLED = 0.1
_SEED = 20_001
_AT_ONCE = 2_000_000
_MOST = 2_000
"""Rows of a class that are drawn for an area: of more, so many tell enough, and a little too little rather than too much."""


def p_of_mean(inside: Floats, rest: Floats) -> float:
    """That the mean of ``inside`` is that of any of all rows."""
    pool = np.concatenate([inside, rest])
    few = min(len(inside), len(rest))
    side = inside if few == len(inside) else rest  # the sum over the others says the same

    def drawn(draws: int, random: np.random.Generator) -> Floats:
        return np.array([pool[_chosen(len(pool), few, random)].sum() for _ in range(draws)])

    return _p_value(float(side.sum()), drawn)


def p_of_area(inside: tuple[Floats, Floats], rest: tuple[Floats, Floats]) -> float:
    """That the area under the ROC curve of ``inside`` (scores of the class, and of the others) is that of any rows."""
    pools = [np.concatenate([a, b]) for a, b in zip(inside, rest, strict=True)]
    sizes = [min(len(a), _MOST) for a in inside]

    def drawn(draws: int, random: np.random.Generator) -> Floats:
        at_once = max(1, _AT_ONCE // sum(sizes))
        found = []
        for done in range(0, draws, at_once):
            count = min(at_once, draws - done)
            ones, others = (
                pool[np.array([_chosen(len(pool), size, random) for _ in range(count)])]
                for pool, size in zip(pools, sizes, strict=True)
            )
            found.append(_areas(ones, others))
        return np.concatenate(found)

    return _p_value(float(_areas(inside[0][None], inside[1][None])[0]), drawn)


def _chosen(rows: int, some: int, random: np.random.Generator) -> Ints:
    found: Ints = random.choice(rows, some, replace=False, shuffle=False)
    return found


def _areas(ones: Floats, others: Floats) -> Floats:
    """A draw a row: the share of pairs in the right order, ties half."""
    from scipy.stats import rankdata

    m, n = ones.shape[1], others.shape[1]
    ranks = rankdata(np.concatenate([ones, others], axis=1), axis=1)[:, :m].sum(axis=1)
    found: Floats = (ranks - m * (m + 1) / 2) / (m * n)
    return found


def _p_value(observed: float, drawn: Callable[[int, np.random.Generator], Floats]) -> float:
    """Two-sided."""
    random = np.random.default_rng(_SEED)
    values = drawn(FIRST, random)
    if (p := _two_sided(observed, values)) > _SETTLED:
        return p
    return _two_sided(observed, np.concatenate([values, drawn(MORE, random)]))


def _two_sided(observed: float, values: Floats) -> float:
    close = 1e-9 * max(1.0, abs(observed))
    least = min(int(np.sum(values <= observed + close)), int(np.sum(values >= observed - close)))
    return min(1.0, 2 * (1 + least) / (1 + values.size))
