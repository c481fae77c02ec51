"""The order of rows by some of their columns: missing values last, equal ones as they are in the source.

Each column becomes dense ranks, the ranks of several columns one number, and that number with the row's position
behind it is sorted: one sort of 64-bit integers gives a stable order.
"""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Kind
from driftdesk.core.tables.matches import Matches
from driftdesk.core.tables.source import RowSource
from driftdesk.core.tables.spec import SortKey
from driftdesk.core.tables.values import unify

COMPARED = 100
"""Characters of a text by which it is sorted."""

Ranks = npt.NDArray[np.uint64]
Order = npt.NDArray[np.uint32] | npt.NDArray[np.int64]


def order_of(source: RowSource, matches: Matches, keys: Sequence[SortKey], context: Context) -> Order:
    """Positions in the source of the rows of ``matches``, sorted: uint32 where they fit. About 60 bytes a row are
    needed meanwhile. Raises NotFoundError (unknown column), JobCancelledError."""
    columns = source.columns.select(k.column for k in keys)
    if not matches.rows:
        return np.empty(0, np.uint32)
    ranks: Ranks = np.zeros(1, np.uint64)
    distinct = 1
    for number, (key, column) in enumerate(zip(keys, columns, strict=True)):
        more, count = ranks_of(_values(source, matches, column, context), descending=key.descending)
        if distinct * count >= 2**64:
            ranks, distinct = _dense(ranks)
        if distinct > 1:
            ranks *= np.uint64(count)
            more += ranks
        ranks, distinct = more, distinct * count
        del more
        context.check()
        context.progress(number + 1, len(keys), "sorting")
    order = _stable(ranks, distinct)
    return _in_source(matches, order, sum(source.group_rows))


def ranks_of(values: pa.ChunkedArray, *, descending: bool) -> tuple[Ranks, int]:
    """The rank of each value (texts: dictionary-encoded) among the distinct ones, missing (null and NaN) above all;
    and how many ranks there are."""
    if pa.types.is_dictionary(values.type):
        return _ranks_of_texts(values, descending=descending)
    if pa.types.is_boolean(values.type):
        values = values.cast(pa.int8()).cast(pa.int64())
    elif pa.types.is_timestamp(values.type):
        values = values.cast(pa.int64())
    missing = np.asarray(pc.is_null(values, nan_is_null=True).to_numpy())
    rising = _rising(np.array(pc.fill_null(values, 0).to_numpy()))
    del values  # each copy is 8 bytes a row
    if descending:
        np.invert(rising, out=rising)
    present = rising[~missing] if missing.any() else rising
    if not len(present):
        return np.zeros(len(missing), np.uint64), 1
    low = present.min()
    span = int(present.max()) - int(low)
    if span < 2 * len(missing):  # they are dense enough
        rising -= low
        rising[missing] = span + 1
        return rising, span + 2
    del rising
    dense, count = _dense(present)
    if len(dense) == len(missing):
        return dense, count + 1
    ranks = np.full(len(missing), count, np.uint64)
    ranks[~missing] = dense
    return ranks, count + 1


def _rising(numbers: npt.NDArray[np.int64] | npt.NDArray[np.float64]) -> Ranks:
    """Unsigned integers in the order of ``numbers``, whose place they take: of a float64 below zero all bits are
    turned, of all else the first one."""
    if numbers.dtype == np.float64:
        np.add(numbers, 0.0, out=numbers)  # -0.0 equals 0.0
        bits = numbers.view(np.int64)
        bits ^= (bits >> 63) & np.int64(2**63 - 1)
    rising = numbers.view(np.uint64)
    rising ^= np.uint64(1 << 63)
    return rising


def _dense(values: Ranks) -> tuple[Ranks, int]:
    """The rank of each value among the distinct ones, and their number."""
    order = np.argsort(values)
    rising = values[order]
    steps = np.zeros(len(values), np.uint64)
    np.cumsum(rising[1:] != rising[:-1], out=steps[1:])
    rising[order] = steps  # no longer needed: its place is taken
    return rising, int(steps[-1]) + 1


def _stable(ranks: Ranks, distinct: int) -> npt.NDArray[np.int64]:
    """The order of rows by rank, then position. ``ranks`` are used up."""
    shift = max(len(ranks) - 1, 1).bit_length()
    if distinct >= 2 ** (64 - shift):
        ranks, distinct = _dense(ranks)
    ranks <<= np.uint64(shift)
    ranks |= np.arange(len(ranks), dtype=np.uint64)
    ranks.sort()
    ranks &= np.uint64((1 << shift) - 1)
    return ranks.view(np.int64)


def _ranks_of_texts(values: pa.ChunkedArray, *, descending: bool) -> tuple[Ranks, int]:
    """By the distinct values alone: they are sorted by their UTF-8, which is the order of their characters."""
    coded = values.unify_dictionaries()
    words = coded.chunk(0).dictionary
    direction = "descending" if descending else "ascending"
    rising = pc.sort_indices(words, sort_keys=[("", direction)]).to_numpy()
    rank = np.empty(len(words) + 1, np.uint64)
    rank[rising] = np.arange(len(words), dtype=np.uint64)
    rank[len(words)] = len(words)
    parts = [rank[np.asarray(pc.fill_null(c.indices, len(words)).to_numpy())] for c in coded.chunks]
    return np.concatenate(parts), len(words) + 1


def _values(source: RowSource, matches: Matches, column: Column, context: Context) -> pa.ChunkedArray:
    """A column of the matching rows; texts as dictionaries, cut to what is compared."""
    groups = matches.groups()

    def read(group: int) -> pa.Array:
        table = source.read_group(group, [column.name], None)
        at = matches.in_group(group)
        values = (table if at is None else table.take(pa.array(at))).column(0)
        array = values.combine_chunks() if values.num_chunks != 1 else values.chunk(0)
        if column.kind is Kind.TEXT:
            array = pc.utf8_slice_codeunits(array, 0, COMPARED)
        return array.dictionary_encode() if pa.types.is_string(array.type) else array

    arrays = []
    for done, array in enumerate(ordered_map(read, groups), 1):
        arrays.append(array)
        context.check()
        context.progress(done, len(groups), f"reading {column.name}")
    return unify(arrays, column.kind)


def _in_source(matches: Matches, order: npt.NDArray[np.int64], rows: int) -> Order:
    """The order of matching rows as positions in the source."""
    positions = order
    if matches.rows < rows:
        positions = matches.positions(0, matches.rows)[order]
    return positions.astype(np.uint32) if rows < 2**32 else positions
