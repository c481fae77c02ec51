"""Reading a version: whole, by row groups, a page anywhere, or a column. Only the chunks that are needed are read."""

from __future__ import annotations

import threading
from collections import OrderedDict
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Generic, TypeVar

import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID, Column, DatasetVersion, Kind, ManifestPage, StoredChunk
from driftdesk.core.tables.bounds import Bounds, all_missing, unpack
from driftdesk.core.tables.source import RowSource, VersionSource
from driftdesk.core.tables.values import null_array, unify

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.spec import SortKey
    from driftdesk.core.tables.view import TableView

_CACHE_BYTES = 64 << 20
_PAGES_KEPT_BYTES = 16 << 20
_CHUNKS_AT_ONCE = 64
_ROW_IDS = Column(id=ROW_ID, name=ROW_ID, kind=Kind.NUMERIC)

K = TypeVar("K")
V = TypeVar("V")


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

    def __init__(self, store: Store) -> None:
        self._store = store
        self._chunks: _Recent[bytes, pa.Array] = _Recent(_CACHE_BYTES)
        self._pages: _Recent[str, ManifestPage] = _Recent(_PAGES_KEPT_BYTES)

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
        return _table(wanted, self._arrays(groups, wanted))

    def batches(
        self, version: DatasetVersion, columns: Sequence[str] | None = None, *, with_row_ids: bool = False
    ) -> Iterator[pa.Table]:
        """One row group at a time, read ahead. A numeric column may be int64 in one and float64 in another."""
        wanted = self._wanted(version, columns, with_row_ids)
        return ordered_map(lambda group: _table(wanted, [self._load(group, wanted)]), self.groups(version))

    def page(
        self,
        version: DatasetVersion,
        offset: int,
        limit: int,
        columns: Sequence[str] | None = None,
        *,
        with_row_ids: bool = False,
    ) -> pa.Table:
        """Up to ``limit`` rows from ``offset``, cheap anywhere: chunks that were used lately are kept."""
        wanted = self._wanted(version, columns, with_row_ids)
        offset = max(0, offset)
        groups = list(self.groups(version, offset, offset + limit))
        needed = {d for g in groups for c in wanted if (d := g.digest(c.id))}
        chunks = {d: a for d in needed if (a := self._chunks.get(d)) is not None}
        absent = [d for d in needed if d not in chunks]
        for digest, array in zip(absent, self._store.chunks.get(absent) if absent else (), strict=True):
            chunks[digest] = array
            self._chunks.put(digest, array, int(array.nbytes))
        return _table(wanted, [[_part(g, c, chunks) for c in wanted] for g in groups])

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
        from driftdesk.core.profiles.service import ProfileService
        from driftdesk.core.tables.matches import everything, find
        from driftdesk.core.tables.view import TableView

        names = source.columns.names if columns is None else tuple(columns)
        source.columns.select(names)
        matches = everything(source)
        if where.strip() or search:
            matches = find(source, where, search, names, context or Context())
        return TableView(source, names, matches, None, ProfileService(self._store))

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
        return self._load(group, tuple(columns))

    def _wanted(
        self, version: DatasetVersion, columns: Sequence[str] | None, with_row_ids: bool
    ) -> tuple[Column, ...]:
        found = version.columns.columns if columns is None else version.columns.select(columns)
        return (*found, _ROW_IDS) if with_row_ids else found

    def _page(self, page_id: str) -> ManifestPage:
        page = self._pages.get(page_id)
        if page is None:
            page = self._store.pages.get(page_id)
            self._pages.put(page_id, page, len(page.digests) + 64 * len(page.column_ids))
        return page

    def _arrays(self, groups: list[RowGroup], wanted: tuple[Column, ...]) -> list[list[pa.Array]]:
        """Group by group, read in the same order by several threads."""
        step = max(1, _CHUNKS_AT_ONCE // max(1, len(wanted)))
        slices = [groups[i : i + step] for i in range(0, len(groups), step)]
        if len(slices) == 1:
            return self._load_several(slices[0], wanted)
        loaded = ordered_map(lambda some: self._load_several(some, wanted), slices)
        return [arrays for some in loaded for arrays in some]

    def _load_several(self, groups: list[RowGroup], wanted: tuple[Column, ...]) -> list[list[pa.Array]]:
        digests = list(dict.fromkeys(d for g in groups for c in wanted if (d := g.digest(c.id))))
        chunks = dict(zip(digests, self._store.chunks.get(digests) if digests else (), strict=True))
        return [[_part(g, c, chunks) for c in wanted] for g in groups]

    def _load(self, group: RowGroup, wanted: tuple[Column, ...]) -> list[pa.Array]:
        return self._load_several([group], wanted)[0]


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


class _Recent(Generic[K, V]):
    """What was used lately, up to so many bytes."""

    def __init__(self, limit: int) -> None:
        self._limit = limit
        self._size = 0
        self._items: OrderedDict[K, tuple[V, int]] = OrderedDict()
        self._lock = threading.Lock()

    def get(self, key: K) -> V | None:
        with self._lock:
            if key not in self._items:
                return None
            self._items.move_to_end(key)
            return self._items[key][0]

    def put(self, key: K, value: V, size: int) -> None:
        with self._lock:
            if key in self._items:
                return
            self._items[key] = (value, size)
            self._size += size
            while self._size > self._limit:
                _, (_, dropped) = self._items.popitem(last=False)
                self._size -= dropped
