"""Reading a version: whole, by row groups, a column, or through a view. Only the chunks that are needed are read."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import groupby
from pathlib import Path
from typing import TYPE_CHECKING

import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID, ROW_IDS, Column, DatasetVersion, ManifestPage, StoredChunk
from driftdesk.core.tables.bounds import Bounds, all_missing, unpack
from driftdesk.core.tables.near import NearChunks
from driftdesk.core.tables.recent import Recent
from driftdesk.core.tables.source import RowSource, VersionSource
from driftdesk.core.tables.values import null_array, unify

if TYPE_CHECKING:
    from driftdesk.core.profiles.profile import ColumnProfile
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.matches import Matches
    from driftdesk.core.tables.ordering import Order
    from driftdesk.core.tables.spec import SortKey
    from driftdesk.core.tables.view import TableView

NEAR_BYTES = 4 << 30
"""Decoded chunks that are kept on the disk."""
_PAGES_KEPT_BYTES = 16 << 20
_VIEWS_KEPT_BYTES = 256 << 20


@dataclass(frozen=True)
class RowGroup:
    """A row group of a version. ``start`` and ``stop`` are the part of it that is meant."""

    page: ManifestPage
    number: int
    """Within the page."""
    start: int
    stop: int

    @property
    def rows(self) -> int:
        return self.stop - self.start

    @property
    def is_whole(self) -> bool:
        return self.rows == self.page.group_rows[self.number]

    def chunk(self, column_id: str) -> StoredChunk | None:
        """The column's chunk; None: the group lacks the column, its values are missing."""
        return self.page.chunk(self.number, column_id) if column_id in self.page.column_ids else None

    def digest(self, column_id: str) -> bytes | None:
        """The name of the column's chunk; None: the group lacks it."""
        chunk = self.chunk(column_id)
        return chunk and chunk.digest

    def bounds(self, column: Column) -> Bounds | None:
        """What the column's values lie between; None where that is not known (format 1, or a part of a group)."""
        if not self.is_whole:
            return None
        chunk = self.chunk(column.id)
        return unpack(chunk.bounds, column.kind, self.rows) if chunk else all_missing(self.rows)


class TableService:
    """Numeric columns come as int64 where all their chunks are integers, else as float64. May be used from any
    thread."""

    def __init__(self, store: Store, folder: Path | None = None, near_bytes: int = NEAR_BYTES) -> None:
        """``folder``: where decoded chunks are kept while the program runs (None: the system's folder of temporary
        files), up to ``near_bytes`` of them."""
        self._store = store
        self._near = NearChunks(store.chunks, folder, near_bytes)
        self._pages: Recent[str, ManifestPage] = Recent(_PAGES_KEPT_BYTES, _page_bytes)
        self._matches: Recent[tuple[object, ...], Matches] = Recent(
            _VIEWS_KEPT_BYTES, lambda made: made.byte_count
        )
        self._orders: Recent[tuple[object, ...], Order] = Recent(_VIEWS_KEPT_BYTES, lambda made: made.nbytes)

    def read(
        self,
        version: DatasetVersion,
        columns: Sequence[str] | None = None,
        *,
        with_row_ids: bool = False,
        start: int = 0,
        stop: int | None = None,
    ) -> pa.Table:
        """Rows ``start`` to ``stop`` (exclusive; None: all) of some columns (None: all), with ROW_ID last if asked
        for. Raises NotFoundError for an unknown column."""
        wanted = self._wanted(version, columns, with_row_ids)
        groups = list(self.groups(version, start, stop))
        return _table(wanted, self._load(groups, wanted, self._fetch))

    def batches(
        self, version: DatasetVersion, columns: Sequence[str] | None = None, *, with_row_ids: bool = False
    ) -> Iterator[pa.Table]:
        """One row group at a time, read ahead. A numeric column may be int64 in one and float64 in another."""
        wanted = self._wanted(version, columns, with_row_ids)
        return ordered_map(lambda group: _table(wanted, [self.load(group, wanted)]), self.groups(version))

    def source(self, version: DatasetVersion) -> VersionSource:
        """The rows of a version, to be looked at through ``view``."""
        return VersionSource(self, version)

    def view(
        self,
        source: RowSource,
        where: str = "",
        search: str = "",
        *,
        sort: Sequence[SortKey] = (),
        columns: Sequence[str] | None = None,
        context: Context | None = None,
    ) -> TableView:
        """The rows of ``source`` for which the filter ``where`` holds and in one of whose ``columns`` (None: all) the
        text ``search`` is found, sorted. Built once, with progress, and kept for the next time.

        Raises ExpressionError, NotFoundError (unknown column), JobCancelledError."""
        from driftdesk.core.tables.matches import everything, find
        from driftdesk.core.tables.ordering import order_of
        from driftdesk.core.tables.view import TableView

        context = context or Context()
        names = source.columns.names if columns is None else tuple(columns)
        source.columns.select([*names, *(key.column for key in sort)])
        spec = (source.key, where.strip(), search, names if search else ())
        matches, order = everything(source), None
        if where.strip() or search:
            look = partial(find, source, where, search, names, context)
            matches = self._matches.get(spec, look)
        if sort:
            arrange = partial(order_of, source, matches, tuple(sort), context)
            order = self._orders.get((*spec, *sort), arrange)
        view = TableView(source, names, matches, order)
        view.bring_near(self._near.limit, context)
        return view

    def column(self, version: DatasetVersion, name: str) -> pa.ChunkedArray:
        """All values of one column. Raises NotFoundError."""
        return self.read(version, [name]).column(0)

    def groups(self, version: DatasetVersion, start: int = 0, stop: int | None = None) -> Iterator[RowGroup]:
        """The row groups that hold rows ``start`` to ``stop``; pages without such rows are not read."""
        stop = version.rows if stop is None else min(stop, version.rows)
        first = 0
        for page_id, page_rows in zip(version.pages, version.page_rows, strict=True):
            if first + page_rows > start and first < stop:
                at = first
                page = self._page(page_id)
                for number, rows in enumerate(page.group_rows):
                    if at + rows > start and at < stop:
                        yield RowGroup(page, number, max(start - at, 0), min(stop - at, rows))
                    at += rows
            first += page_rows

    def load(self, group: RowGroup, columns: Sequence[Column]) -> list[pa.Array]:
        """The columns of one row group; missing values where it lacks one."""
        return self._load([group], columns, self._fetch)[0]

    def load_near(self, group: RowGroup, columns: Sequence[Column]) -> list[pa.Array]:
        """As ``load``, for who needs single rows: the decoded chunks are kept, so that the next time is a thousand
        times faster."""
        return self._load([group], columns, self._near.get)[0]

    def profiles(
        self, groups: Sequence[RowGroup], columns: Sequence[Column]
    ) -> dict[str, list[ColumnProfile]]:
        """By column name, stored profiles that together are of all rows of whole row groups, page after page."""
        from driftdesk.core.profiles.service import ProfileService

        service = ProfileService(self._store)
        parts: dict[str, list[ColumnProfile]] = {c.name: [] for c in columns}
        for _, some in groupby(groups, lambda group: group.page.id):
            of_page = list(some)
            found = service.of_groups(of_page[0].page, [g.number for g in of_page], columns)
            for column in columns:
                parts[column.name] += found[column.id]
        return parts

    def _wanted(
        self, version: DatasetVersion, columns: Sequence[str] | None, with_row_ids: bool
    ) -> tuple[Column, ...]:
        found = version.columns.columns if columns is None else version.columns.select(columns)
        return (*found, ROW_IDS) if with_row_ids else found

    def _page(self, page_id: str) -> ManifestPage:
        return self._pages.get(page_id, lambda: self._store.pages.get(page_id))

    def _load(
        self,
        groups: list[RowGroup],
        wanted: Sequence[Column],
        get: Callable[[Sequence[bytes]], list[pa.Array]],
    ) -> list[list[pa.Array]]:
        """Group by group, the arrays of the columns."""
        digests = list(dict.fromkeys(d for g in groups for c in wanted if (d := g.digest(c.id))))
        chunks = dict(zip(digests, get(digests), strict=True))
        return [[_part(g, c, chunks) for c in wanted] for g in groups]

    def _fetch(self, digests: Sequence[bytes]) -> list[pa.Array]:
        """From those that are near where they are, else from the store."""
        found = self._near.find(digests)
        far = [d for d in digests if d not in found]
        found.update(zip(far, self._store.chunks.get(far) if far else (), strict=True))
        return [found[d] for d in digests]


def _page_bytes(page: ManifestPage) -> int:
    return len(page.digests) + len(page.bounds) + 64 * len(page.column_ids)


def _part(group: RowGroup, column: Column, chunks: dict[bytes, pa.Array]) -> pa.Array:
    digest = group.digest(column.id)
    if digest is None:
        return null_array(column.kind, group.rows)
    array = chunks[digest]
    return array if group.is_whole else array.slice(group.start, group.rows)


def _table(wanted: tuple[Column, ...], groups: list[list[pa.Array]]) -> pa.Table:
    """One table of arrays given row group by row group."""
    columns = []
    for at, column in enumerate(wanted):
        if column.id == ROW_ID:
            columns.append(pa.chunked_array([g[at] for g in groups], pa.int64()))
        else:
            columns.append(unify([g[at] for g in groups], column.kind))
    return pa.table(columns, names=[c.name for c in wanted])
