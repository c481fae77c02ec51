"""Which rows a recipe takes: row ids, targets and times in, masks out. Nothing here reads the store."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.entities import Kind

Bools = NDArray[np.bool_]
Ints = NDArray[np.int64]

QUANTILE_BINS = 10
"""Strata of a numeric target."""


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


def times_of(column: pa.ChunkedArray) -> Ints:
    """Microseconds or numbers that sort as the column does; missing values before all."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us")).cast(pa.int64())
    lowest = np.iinfo(np.int64).min
    if pa.types.is_floating(column.type):
        ranks = np.argsort(np.argsort(column.to_numpy(), kind="stable"), kind="stable").astype(np.int64)
        ranks[np.asarray(column.is_null(nan_is_null=True))] = lowest
        return ranks
    return np.asarray(pc.fill_null(column, lowest).to_numpy(), np.int64)


def strata_of(target: pa.ChunkedArray, kind: Kind) -> Ints:
    """A number for each row: its class, or the quantile bin of its value; rows without a target are one more."""
    if kind is Kind.NUMERIC:
        values = target.cast(pa.float64(), safe=False).to_numpy()
        known = np.isfinite(values)
        strata = np.full(len(values), -1, np.int64)
        if known.any():
            inner = np.linspace(0, 1, QUANTILE_BINS + 1)[1:-1]
            strata[known] = np.searchsorted(np.quantile(values[known], inner), values[known], side="right")
        return strata
    codes = target.combine_chunks().dictionary_encode().indices
    return np.asarray(pc.fill_null(codes, -1).to_numpy(zero_copy_only=False), np.int64)


def draw_stratified(strata: Ints, wanted: int, seed: int) -> Bools:
    """``wanted`` rows (all where there are fewer), each stratum with its share (largest remainders), at random."""
    chosen = np.zeros(len(strata), np.bool_)
    if wanted >= len(strata):
        return ~chosen
    rng = np.random.default_rng(seed)
    _, members, sizes = np.unique(strata, return_inverse=True, return_counts=True)
    for stratum, share in enumerate(_apportion(sizes, wanted)):
        rows = np.flatnonzero(members == stratum)
        chosen[rng.permutation(rows)[:share]] = True
    return chosen


def _apportion(sizes: Ints, wanted: int) -> Ints:
    """``wanted`` split in proportion to ``sizes`` (Hamilton's method)."""
    exact = sizes * (wanted / sizes.sum())
    shares: Ints = np.floor(exact).astype(np.int64)
    rest = np.argsort(shares - exact, kind="stable")[: wanted - int(shares.sum())]
    shares[rest] += 1
    return shares
