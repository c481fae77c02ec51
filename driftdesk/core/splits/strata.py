"""Numbers that rows can be grouped or sorted by: classes, bins, times; and shares in whole rows."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.entities import Kind
from driftdesk.core.tables.arrays import Ints

QUANTILE_BINS = 10
"""Strata of a numeric column."""


def times_of(column: pa.ChunkedArray) -> Ints:
    """Microseconds or numbers that sort as the column does; missing values before all."""
    if pa.types.is_timestamp(column.type):
        column = column.cast(pa.timestamp("us")).cast(pa.int64())
    lowest = np.iinfo(np.int64).min
    if pa.types.is_floating(column.type):
        ranks = np.unique(column.to_numpy(), return_inverse=True)[1].astype(np.int64)
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


def apportion(sizes: NDArray[np.int64] | NDArray[np.float64], wanted: int) -> Ints:
    """``wanted`` split in proportion to ``sizes`` (Hamilton's method)."""
    exact = sizes * (wanted / sizes.sum())
    shares: Ints = np.floor(exact).astype(np.int64)
    rest = np.argsort(shares - exact, kind="stable")[: wanted - int(shares.sum())]
    shares[rest] += 1
    return shares
