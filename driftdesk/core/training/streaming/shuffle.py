"""The order of an epoch when rows come in row groups: groups in random order, rows mixed in a buffer.

Each arriving group takes the places of as many rows drawn from the buffer (without replacement), which go on in the
order in which they were drawn; what is left at the end goes on in random order. So every row is used exactly once an
epoch, and a row waits in the buffer for a time that is geometric, with the buffer's rows as its mean: neighbours in
the store end up about that far apart. All of it follows from (seed, epoch, lane) by numpy's PCG64.

That is not a full shuffle. ``quality`` measures by how much, by shuffling places instead of rows.
"""

from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from typing import NamedTuple

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]
Columns = tuple[NDArray[np.generic], ...]
"""Arrays of the same number of rows."""

_SIMULATED = 200_000
"""Rows that ``quality`` shuffles, about."""


class Piece(NamedTuple):
    """Training rows ``first`` to ``stop`` (exclusive) of row group ``group``, counted among its training rows."""

    group: int
    first: int
    stop: int

    @property
    def rows(self) -> int:
        return self.stop - self.first


def pieces(group_rows: Sequence[int], lane: int = 0, lanes: int = 1) -> tuple[Piece, ...]:
    """The part of lane ``lane`` of the training rows, given how many each row group has: neighbouring groups, the first and
    last of which may be shared with the next lane. All lanes have the same number of rows, for which at most one a lane
    is used twice."""
    ends = np.cumsum(np.asarray(group_rows, np.int64))
    total = int(ends[-1]) if len(ends) else 0
    share = -(-total // lanes)
    low = min(total * lane // lanes, total - share)
    high = low + share
    found = []
    for group, (end, rows) in enumerate(zip(ends.tolist(), group_rows, strict=True)):
        begin = end - rows
        first, stop = max(low, begin), min(high, end)
        if first < stop:
            found.append(Piece(group, first - begin, stop - begin))
    return tuple(found)


def generator(seed: int, epoch: int, lane: int) -> np.random.Generator:
    """The one source of chance of a lane's epoch."""
    return np.random.Generator(np.random.PCG64([seed & 0xFFFF_FFFF_FFFF_FFFF, epoch, lane]))


def mixed(blocks: Iterable[Columns], capacity: int, random: np.random.Generator) -> Iterator[Columns]:
    """The rows of ``blocks`` mixed in a buffer of ``capacity`` rows; what comes out is the caller's."""
    buffer: list[NDArray[np.generic]] = []
    filled = 0
    for block in blocks:
        rows = len(block[0])
        if not buffer:
            buffer = [np.empty((capacity, *column.shape[1:]), column.dtype) for column in block]
        at = 0
        while at < rows:
            if filled < capacity:
                taken = min(capacity - filled, rows - at)
                for place, column in zip(buffer, block, strict=True):
                    place[filled : filled + taken] = column[at : at + taken]
                filled += taken
            else:
                taken = min(rows - at, max(1, capacity // 2))
                drawn = random.permutation(capacity)[:taken]
                out = tuple(place[drawn] for place in buffer)
                for place, column in zip(buffer, block, strict=True):
                    place[drawn] = column[at : at + taken]
                yield out
            at += taken
    order = random.permutation(filled)
    for some in np.array_split(order, max(1, -(-filled // 65_536))):
        if len(some):
            yield tuple(place[some] for place in buffer)


def batches(blocks: Iterable[Columns], size: int) -> Iterator[Columns]:
    """``blocks`` cut and joined into batches of ``size`` rows; the last one may be shorter."""
    left: Columns | None = None
    for block in blocks:
        joined = block if left is None else tuple(np.concatenate(p) for p in zip(left, block, strict=True))
        rows = len(joined[0])
        whole = rows - rows % size
        for at in range(0, whole, size):
            yield tuple(column[at : at + size] for column in joined)
        left = tuple(column[whole:] for column in joined) if whole < rows else None
    if left is not None:
        yield left


@dataclass(frozen=True)
class ShuffleQuality:
    """How near the order of an epoch is to a full shuffle, by the places of rows. Of a full shuffle ``correlation`` is 0 and
    the others are 1."""

    correlation: float
    """Of the places of rows in the store and in the epoch (Pearson)."""
    distance: float
    """How far rows that are neighbours in the store are from each other in the epoch, on average, in shares of what a
    full shuffle gives (a third of the rows)."""
    spread: float
    """Standard deviation of the batches' mean place in the store, in shares of what a full shuffle gives: by so much
    more do batches differ in what is sorted in the store, such as time."""


def quality(group_rows: Sequence[int], capacity: int, batch: int, seed: int) -> ShuffleQuality:
    """Measured on the first epoch of one lane; of larger data with fewer rows in each group and in the buffer, which
    changes none of the three much."""
    total = sum(group_rows)
    by = max(1.0, total / _SIMULATED)
    rows = [max(1, round(n / by)) for n in group_rows if n]
    order = np.concatenate(list(_places(rows, max(1, round(capacity / by)), seed)))
    n = len(order)
    size = max(2, min(batch, n // 20))
    at = np.empty(n, np.int64)
    at[order] = np.arange(n)
    if n < 2 * size:
        return ShuffleQuality(0.0, 1.0, 1.0)
    means = order[: n - n % size].reshape(-1, size).mean(axis=1)
    full = np.sqrt((n**2 - 1) / 12 / size * (n - size) / max(1, n - 1))
    apart = float(np.abs(np.diff(at)).mean()) / (n / 3)
    correlation = float(np.corrcoef(np.arange(n), order)[0, 1])
    return ShuffleQuality(correlation, apart, float(np.sqrt(np.mean((means - (n - 1) / 2) ** 2)) / full))


def _places(rows: Sequence[int], capacity: int, seed: int) -> Iterator[Ints]:
    """The places of an epoch's rows, in its order."""
    random = generator(seed, 0, 0)
    starts = np.concatenate(([0], np.cumsum(rows)))
    blocks = ((np.arange(starts[g], starts[g + 1]),) for g in random.permutation(len(rows)))
    for (some,) in mixed(blocks, capacity, random):
        yield some.astype(np.int64)
