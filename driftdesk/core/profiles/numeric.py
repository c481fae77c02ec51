"""Mergeable statistics of numbers: moments, extremes, zeros, and the order summary."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from driftdesk.core.profiles import ordered
from driftdesk.core.profiles.ordered import Floats, Ordered


@dataclass(frozen=True)
class NumericStats:
    """Of the finite values; ``nan`` and ``infinite`` are counted apart. ``m2`` and ``m3`` are the sums of the second
    and third powers of the deviations from the mean (infinite where they overflow)."""

    count: int
    nan: int
    infinite: int
    zeros: int
    mean: float
    m2: float
    m3: float
    minimum: float
    maximum: float
    order: Ordered

    @property
    def deviation(self) -> float:
        """The population's standard deviation, 0 without values, and exactly 0 of a constant: sums round."""
        if not self.count or self.minimum == self.maximum:
            return 0.0
        return float(np.sqrt(self.m2 / self.count))

    @property
    def skew(self) -> float | None:
        """Fisher's skewness; None where the values are constant or the sums overflow."""
        if self.count < 2 or not 0 < self.m2 < float("inf"):
            return None
        skew = float(np.sqrt(self.count)) * self.m3 / self.m2**1.5 if self.m2**1.5 > 0 else float("nan")
        return skew if np.isfinite(skew) else None


def numbers(array: pa.Array) -> Floats:
    """A numeric, boolean or timestamp array without its nulls as float64 (timestamps: seconds since 1970, UTC)."""
    if array.null_count:
        array = array.drop_null()
    if pa.types.is_timestamp(array.type) or pa.types.is_date(array.type):
        micros = array.cast(pa.timestamp("us")).cast(pa.int64())
        return np.asarray(micros.to_numpy(zero_copy_only=False)) / 1e6
    if pa.types.is_decimal(array.type) or pa.types.is_boolean(array.type):
        array = array.cast(pa.float64())
    return np.asarray(array.to_numpy(zero_copy_only=False), dtype=np.float64)


def only_finite(values: Floats) -> Floats:
    """``values`` without NaN and infinities."""
    good = np.isfinite(values)
    return values if good.all() else values[good]


def numeric_stats(values: Floats) -> tuple[NumericStats, Floats]:
    """The statistics of ``values`` (NaN and infinities allowed) and the sorted finite values."""
    finite = only_finite(values)
    nan = int(np.isnan(values).sum()) if finite.size < values.size else 0
    infinite = values.size - finite.size - nan
    rising = np.sort(finite) + 0.0
    n = rising.size
    if n == 0:
        return NumericStats(0, nan, infinite, 0, 0.0, 0.0, 0.0, 0.0, 0.0, ordered.EMPTY), rising
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(rising.mean())
        if not np.isfinite(mean):
            mean = float((rising / n).sum())
        apart = rising - mean
        squares = apart * apart
        # No dot product: BLAS would start threads beside those that profile columns, which doubles the time.
        m2, m3 = _or_infinite(float(squares.sum())), _or_infinite(float((squares * apart).sum()))
    zeros = int(np.searchsorted(rising, 0.0, "right") - np.searchsorted(rising, 0.0, "left"))
    low, high = float(rising[0]), float(rising[-1])
    stats = NumericStats(n, nan, infinite, zeros, mean, m2, m3, low, high, ordered.of_sorted(rising))
    return stats, rising


def merge_numeric(parts: Sequence[NumericStats]) -> NumericStats:
    """Moments by Chan, Golub and LeVeque (1979) and Pébay (2008, eq. 2.1, 3.1), many parts at once."""
    nan, infinite = sum(p.nan for p in parts), sum(p.infinite for p in parts)
    parts = [p for p in parts if p.count]
    if not parts:
        return NumericStats(0, nan, infinite, 0, 0.0, 0.0, 0.0, 0.0, 0.0, ordered.EMPTY)
    counts = np.array([p.count for p in parts], dtype=np.float64)
    n = int(counts.sum())
    with np.errstate(over="ignore", invalid="ignore"):
        mean = float(np.sum(np.array([p.mean for p in parts]) * (counts / n)))
        apart = np.array([p.mean for p in parts]) - mean
        m2s, m3s = np.array([p.m2 for p in parts]), np.array([p.m3 for p in parts])
        m2 = _or_infinite(float(np.sum(m2s + counts * apart**2)))
        m3 = _or_infinite(float(np.sum(m3s + 3 * apart * m2s + counts * apart**3)))
    return NumericStats(
        n,
        nan,
        infinite,
        sum(p.zeros for p in parts),
        mean,
        m2,
        m3,
        min(p.minimum for p in parts),
        max(p.maximum for p in parts),
        ordered.merge([p.order for p in parts]),
    )


def _or_infinite(x: float) -> float:
    return float("inf") if np.isnan(x) else x
