"""Rows that can be looked at: a version's, or those of a draft of edits. Views, exports and statistics read them alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.entities import ROW_ID, ROW_IDS, Column, DatasetVersion, Schema
from driftdesk.core.tables.bounds import Bounds
from driftdesk.core.tables.values import unify

if TYPE_CHECKING:
    from driftdesk.core.tables.service import RowGroup, TableService
    from driftdesk.core.tables.statistics import StoredProfiles

Positions = npt.NDArray[np.int64]


class RowSource(Protocol):
    """Row groups one after the other. May be used from any thread."""

    @property
    def key(self) -> str:
        """Changes whenever any value, row or column may have changed."""

    @property
    def columns(self) -> Schema: ...

    @property
    def group_rows(self) -> Sequence[int]:
        """Rows of each row group, in order."""

    def read_group(
        self, group: int, columns: Sequence[str], at: Positions | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """The rows of one group (``at`` None), or those at positions ``at`` within it, in that order; some columns,
        by name, with ROW_ID last where asked for. Who gives positions, even none, says that single rows of the group
        will be asked for again: what it takes to read them is kept near."""

    def bounds(self, group: int, column: str) -> Bounds | None:
        """What a column's values lie between in one group; None where that is not known."""


class VersionSource:
    """The rows of a stored version."""

    def __init__(self, tables: TableService, version: DatasetVersion) -> None:
        self._tables = tables
        self.version = version
        self._groups: list[RowGroup] = list(tables.groups(version))
        self.group_rows: Sequence[int] = [g.rows for g in self._groups]

    @property
    def key(self) -> str:
        return self.version.id

    @property
    def columns(self) -> Schema:
        return self.version.columns

    def read_group(
        self, group: int, columns: Sequence[str], at: Positions | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """See ``RowSource``. Raises NotFoundError for an unknown column."""
        wanted = self.version.columns.select(columns)
        if with_row_ids:
            wanted = (*wanted, ROW_IDS)
        if at is None:
            arrays = self._tables.load(self._groups[group], wanted)
        else:
            rows = pa.array(at)
            arrays = [a.take(rows) for a in self._tables.load_near(self._groups[group], wanted)]
        return pa.table(arrays, names=[c.name for c in wanted])

    def bounds(self, group: int, column: str) -> Bounds | None:
        """See ``RowSource``. Raises NotFoundError for an unknown column."""
        return self._groups[group].bounds(self.version.columns.column(column))

    def profiles(self, groups: Sequence[int], columns: Sequence[Column]) -> dict[str, StoredProfiles]:
        """See ``Profiled``: every row group has stored profiles."""
        from driftdesk.core.tables.statistics import StoredProfiles

        found = self._tables.profiles([self._groups[g] for g in groups], columns)
        return {name: StoredProfiles(parts, groups) for name, parts in found.items()}


SERIAL = 8
"""Row groups up to which threads do not pay."""


def rows_at(
    source: RowSource, positions: Positions, columns: Sequence[str], *, with_row_ids: bool = False
) -> pa.Table:
    """The rows of ``source`` at ``positions``, in that order. Raises NotFoundError for an unknown column."""
    wanted_columns = source.columns.select(columns)
    starts = np.concatenate(([0], np.cumsum(source.group_rows, dtype=np.int64)))
    order = np.argsort(positions, kind="stable")
    rising = positions[order]
    groups = np.searchsorted(starts, rising, side="right") - 1
    wanted = [
        (int(group), rising[first:last] - starts[group])
        for group, first, last in zip(*_stretches(groups), strict=True)
    ]

    def read(each: tuple[int, Positions]) -> pa.Table:
        return source.read_group(each[0], columns, each[1], with_row_ids=with_row_ids)

    tables = list(ordered_map(read, wanted) if len(wanted) > SERIAL else map(read, wanted))
    table = joined(tables, wanted_columns, with_row_ids=with_row_ids)
    if np.array_equal(rising, positions):
        return table
    back = np.empty(len(order), np.int64)
    back[order] = np.arange(len(order))
    return table.take(pa.array(back))


def _stretches(rising: Positions) -> tuple[Positions, Positions, Positions]:
    """The distinct values of ``rising``, and where each begins and ends."""
    values, firsts = np.unique(rising, return_index=True)
    return values, firsts, np.append(firsts, len(rising))[1:]


def joined(tables: Sequence[pa.Table], columns: Sequence[Column], *, with_row_ids: bool) -> pa.Table:
    """Tables of the same columns one after the other. Integers stay integers only where all of them are."""
    arrays = [
        unify([chunk for table in tables for chunk in table.column(at).chunks], column.kind)
        for at, column in enumerate(columns)
    ]
    names = [c.name for c in columns]
    if with_row_ids:
        chunks = [chunk for table in tables for chunk in table.column(ROW_ID).chunks]
        arrays.append(pa.chunked_array(chunks, pa.int64()))
        names.append(ROW_ID)
    return pa.table(arrays, names=names)
