"""The profiles of chunks of a version's rows: merged from stored ones where row groups lie within a chunk, made of the rows
elsewhere. A few columns at a time, each read once; memory does not grow with the rows."""

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.drift.timeline.chunking import Chunking
from driftdesk.core.entities import Column, DatasetVersion, Kind
from driftdesk.core.profiles.ordered import POINTS
from driftdesk.core.profiles.profile import ColumnProfile, empty, merge, profile_array
from driftdesk.core.tables.service import RowGroup, TableService
from driftdesk.core.tables.values import unify

_ROWS_AT_ONCE = 1 << 20
"""Rows that are cut together: scattered stamps make many small pieces of each stretch."""
_MERGE_AFTER = 16
_BUDGET = 256 << 20
_MOST_COLUMNS = 64
_KEPT_TWICE = 3
"""Chunks' profiles, and what their merges keep."""
_FIXED, _TEXT = 6_000, 100_000

Profiles = list[list[ColumnProfile]]
"""By column and chunk."""


def column_blocks(columns: Sequence[Column], chunks: int, rows: int) -> Iterator[Sequence[Column]]:
    """Columns whose profiles of all chunks are in memory together: a quarter of a gigabyte at most, or one column."""
    points = min(POINTS, rows // max(chunks, 1) + 1)
    block: list[Column] = []
    size = 0
    for column in columns:
        each = chunks * _KEPT_TWICE * (_FIXED + 8 * points + (_TEXT if column.kind is Kind.TEXT else 0))
        if block and (size + each > _BUDGET or len(block) >= _MOST_COLUMNS):
            yield block
            block, size = [], 0
        block.append(column)
        size += each
    if block:
        yield block


def profile_chunks(
    tables: TableService,
    version: DatasetVersion,
    columns: Sequence[Column],
    chunking: Chunking,
    context: Context | None = None,
) -> Profiles:
    """The profile of each chunk, by column and chunk."""
    context = context or Context()
    parts: list[list[list[ColumnProfile]]] = [[[] for _ in chunking.chunks] for _ in columns]

    def add(column: int, chunk: int, found: Sequence[ColumnProfile]) -> None:
        there = parts[column][chunk]
        there.extend(found)
        if len(there) >= _MERGE_AFTER:
            there[:] = [merge(there)]

    cut: list[_Stretch] = []
    for stretch in _stretches(tables, version, chunking):
        context.check()
        if stretch.chunk is None:
            cut.append(stretch)
            continue
        stored = tables.profiles(stretch.groups, columns)
        for i, column in enumerate(columns):
            add(i, stretch.chunk, stored[column.name])
    for found in ordered_map(lambda stretch: _profiled(tables, columns, chunking, stretch), cut):
        context.check()
        for i, by_chunk in enumerate(found):
            for chunk, profile in by_chunk:
                add(i, chunk, [profile])
    return [
        [merge(found) if found else empty(column.kind) for found in by_chunk]
        for column, by_chunk in zip(columns, parts, strict=True)
    ]


class _Stretch:
    """Row groups one after another from row ``first`` on: all of one chunk, or (None) to be cut."""

    def __init__(self, groups: Sequence[RowGroup], first: int, chunk: int | None) -> None:
        self.groups, self.first, self.chunk = groups, first, chunk
        self.stop = first + sum(g.rows for g in groups)


def _stretches(tables: TableService, version: DatasetVersion, chunking: Chunking) -> Iterator[_Stretch]:
    open_: list[RowGroup] = []
    first = at = 0
    chunk: int | None = None
    for group in tables.groups(version):
        if not group.rows:
            continue
        now = chunking.whole(at, at + group.rows)
        if open_ and (now != chunk or at - first >= _ROWS_AT_ONCE):
            yield _Stretch(open_, first, chunk)
            open_, first = [], at
        open_.append(group)
        chunk = now
        at += group.rows
    if open_:
        yield _Stretch(open_, first, chunk)


def _profiled(
    tables: TableService, columns: Sequence[Column], chunking: Chunking, stretch: _Stretch
) -> list[list[tuple[int, ColumnProfile]]]:
    """By column, the chunks and profiles of the pieces of a stretch."""
    pieces = chunking.pieces(stretch.first, stretch.stop)
    order = None if pieces.order is None else pa.array(np.asarray(pieces.order, dtype=np.int64))
    loaded = [tables.load(group, columns) for group in stretch.groups]
    found = []
    for i, column in enumerate(columns):
        array = unify([group[i] for group in loaded], column.kind).combine_chunks()
        for group in loaded:
            group[i] = None
        if order is not None:
            array = array.take(order)
        found.append(
            [
                (chunk, profile_array(array.slice(start, end - start), column.kind))
                for chunk, start, end in zip(pieces.chunks, pieces.starts, pieces.ends, strict=True)
            ]
        )
    return found
