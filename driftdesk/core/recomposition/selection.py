"""Which rows a recipe takes: row ids, targets and times in, masks out. Nothing here reads the store."""

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.splits.strata import apportion
from driftdesk.core.tables.arrays import Ints

Bools = NDArray[np.bool_]
Floats = NDArray[np.float64]
_DAY = 86_400e6
"""Microseconds."""


def are_in(row_ids: Ints, others: Ints) -> Bools:
    """Which of ``row_ids`` are among ``others``."""
    found: Bools = np.isin(row_ids, others, assume_unique=True)
    return found


def latest(rows: int, times: Ints | None, total: int) -> Bools:
    """The ``rows`` latest of ``total`` rows, by time (rows of one time by their order), else by order alone."""
    chosen = np.zeros(total, np.bool_)
    order = np.arange(total) if times is None else np.argsort(times, kind="stable")
    chosen[order[max(0, total - rows) :]] = True
    return chosen


def draw_stratified(strata: Ints, wanted: int, seed: int) -> Bools:
    """``wanted`` rows (all where there are fewer), each stratum with its share (largest remainders), at random."""
    chosen = np.zeros(len(strata), np.bool_)
    if wanted >= len(strata):
        return ~chosen
    rng = np.random.default_rng(seed)
    _, members, sizes = np.unique(strata, return_inverse=True, return_counts=True)
    for stratum, share in enumerate(apportion(sizes, wanted)):
        rows = np.flatnonzero(members == stratum)
        chosen[rng.permutation(rows)[:share]] = True
    return chosen


def weights(
    is_new: Bools, times: Ints | None, newest: int, new_weight: float, half_life: float | None
) -> Floats:
    """How much rows count: ``new_weight`` where new, else 1, halved for every ``half_life`` days (where given) that
    ``times`` (microseconds) are before ``newest``. A row without a time (the least number) counts as 100 half-lives
    old, which none is beyond."""
    found = np.where(is_new, new_weight, 1.0)
    if half_life is None or times is None:
        return found
    days = (float(newest) - times.astype(np.float64)) / _DAY
    aged: Floats = found * 0.5 ** np.clip(days / half_life, 0.0, 100.0)
    return aged
