"""Writing a version: tables in, row groups of content-addressed chunks with their profiles out.

Chunks and profiles are stored while rows arrive; pages stay in memory until ``DatasetService.commit`` puts them in
the store together with the version. So what fails half-way leaves only chunks that a sweep removes.

A few row groups are on their way at once: while the database takes one, the next one is hashed, compressed and
profiled, and the caller makes the rows of the one after that.
"""

from collections import deque
from collections.abc import Mapping, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass, field
from typing import NamedTuple

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.compute.threads import thread_count
from driftdesk.core.context import Context
from driftdesk.core.datasets.lease import WriterLease
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    DatasetVersion,
    ManifestPage,
    Schema,
    StoredChunk,
    WrittenGroup,
)
from driftdesk.core.errors import SchemaError
from driftdesk.core.profiles.encoding import chunk_key, chunk_sample_key, to_bytes
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.profiles.sample import sample_array, sample_to_bytes
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.bounds import UNKNOWN, pack
from driftdesk.core.tables.values import null_array, unify

GROUP_ROWS = 65_536
GROUP_BYTES = 64 << 20
CHUNK_BYTES = 8 << 20
"""Uncompressed; a document may have 16 MiB."""
PAGE_GROUPS = 256
PAGE_BYTES = 4 << 20

GROUPS_AT_ONCE = 2
"""Row groups that are being stored; the rows of one more may wait."""

RowIds = npt.NDArray[np.int64]


@dataclass(frozen=True)
class WrittenVersion:
    """What ``DatasetService.commit`` needs. ``pages`` are the new ones; ``page_ids`` all, in row order."""

    columns: Schema
    pages: tuple[ManifestPage, ...]
    page_ids: tuple[str, ...]
    page_rows: tuple[int, ...]
    rows: int
    new_rows: int
    """Rows that got a new row id."""
    first_row_id: int
    next_row_id: int
    byte_count: int
    lease: str | None = None
    """Of a writer without a job: ``DatasetService.commit`` releases it."""


@dataclass
class _OpenPage:
    column_ids: tuple[str, ...]
    group_rows: list[int] = field(default_factory=list)
    digests: bytearray = field(default_factory=bytearray)
    bounds: bytearray = field(default_factory=bytearray)

    @property
    def is_full(self) -> bool:
        return len(self.group_rows) >= PAGE_GROUPS or len(self.digests) >= PAGE_BYTES


class VersionWriter:
    """One version being written. Rows come out in the order in which they are added."""

    def __init__(self, store: Store, columns: Schema, *, first_row_id: int, context: Context) -> None:
        self._store = store
        self._columns = columns
        self._context = context
        self._lease = None if context.job_id else WriterLease(store)
        self._first_row_id = self._next_row_id = first_row_id
        self._waiting: list[pa.Table] = []
        self._waiting_bytes = 0
        self._storing: deque[Future[WrittenGroup]] = deque()
        self._groups = ThreadPoolExecutor(GROUPS_AT_ONCE, thread_name_prefix="driftdesk-groups")
        self._chunks = ThreadPoolExecutor(thread_count(), thread_name_prefix="driftdesk-chunks")
        self._page: _OpenPage | None = None
        self._pages: list[ManifestPage] = []
        self._page_ids: list[str] = []
        self._page_rows: list[int] = []
        self._byte_count = 0
        self._settled: list[WrittenGroup] = []

    def write(self, table: pa.Table, row_ids: RowIds | None = None) -> None:
        """Add rows: columns by name (those of the version that the table lacks are missing values, and take no
        space). ``row_ids`` None gives new, consecutive ids."""
        if not table.num_rows:
            return
        if row_ids is None:
            row_ids = np.arange(self._next_row_id, self._next_row_id + table.num_rows, dtype=np.int64)
            self._next_row_id += table.num_rows
        given = set(table.column_names)
        names = [n for n in self._columns.names if n in given]
        rows = table.select(names).append_column(ROW_ID, pa.array(row_ids, pa.int64()))
        if self._waiting and self._waiting[0].column_names != rows.column_names:
            self._flush()
        self._waiting.append(rows)
        self._waiting_bytes += rows.nbytes
        while self._waiting_is_enough():
            self._write_waiting()

    def add_group(self, parts: Mapping[str, pa.Array | StoredChunk], rows: int) -> None:
        """Add one row group by column id (ROW_ID included): new values, or a chunk that is there."""
        self._flush()
        columns = tuple(c for c in self._columns.columns if c.id in parts)
        new = {cid: part for cid, part in parts.items() if not isinstance(part, StoredChunk)}
        kept = {cid: part for cid, part in parts.items() if isinstance(part, StoredChunk)}
        self._submit(columns, rows, new, kept)

    def restore(self, groups: Sequence[WrittenGroup]) -> None:
        """Go on behind rows that an earlier attempt wrote with new row ids: the first ones of this version, or those
        behind the pages that it shares."""
        for group in groups:
            self._next_row_id += group.rows
            self._add_to_page(group)

    def forget_settled(self) -> None:
        """What was added so far stays out of what ``take_settled`` gives."""
        self._settle()
        self._settled = []

    def take_settled(self) -> list[WrittenGroup]:
        """The row groups that came to be in the store since this was last asked, in order."""
        settled, self._settled = self._settled, []
        return settled

    def add_page(self, page_id: str, rows: int) -> None:
        """Share a stored page as it is."""
        self._settle()
        self._close_page()
        self._page_ids.append(page_id)
        self._page_rows.append(rows)

    def add_pages_of(self, version: DatasetVersion) -> None:
        """Share all pages of a version."""
        for page_id, rows in zip(version.pages, version.page_rows, strict=True):
            self.add_page(page_id, rows)
        self._byte_count += version.byte_count

    def finish(self) -> WrittenVersion:
        """Store what waits; nothing can be written any more. Raises StorageError, SchemaError."""
        self._settle()
        self._close_page()
        self._groups.shutdown()
        self._chunks.shutdown()
        return WrittenVersion(
            columns=self._columns,
            pages=tuple(self._pages),
            page_ids=tuple(self._page_ids),
            page_rows=tuple(self._page_rows),
            rows=sum(self._page_rows),
            new_rows=self._next_row_id - self._first_row_id,
            first_row_id=self._first_row_id,
            next_row_id=self._next_row_id,
            byte_count=self._byte_count,
            lease=self._lease.id if self._lease else None,
        )

    def abandon(self) -> None:
        """Instead of ``finish``: there will be no version. What is on its way is waited for, and the lease released, so
        that a sweep may remove it all."""
        self._groups.shutdown(cancel_futures=True)
        self._chunks.shutdown()
        if self._lease and self._lease.id:
            self._store.leases.release(self._lease.id)

    def _waiting_is_enough(self) -> bool:
        rows = sum(t.num_rows for t in self._waiting)
        return bool(rows >= GROUP_ROWS or self._waiting_bytes >= GROUP_BYTES)

    def _flush(self) -> None:
        while self._waiting:
            self._write_waiting()

    def _settle(self) -> None:
        """Until all rows are in the store."""
        self._flush()
        while self._storing:
            self._settle_first()

    def _settle_first(self) -> None:
        group = self._storing.popleft().result()
        self._add_to_page(group)
        self._settled.append(group)

    def _write_waiting(self) -> None:
        """Write one row group of what waits."""
        rows = min(GROUP_ROWS, sum(t.num_rows for t in self._waiting))
        taken, left = _split(self._waiting, rows)
        given = set(taken[0].column_names)
        columns = tuple(c for c in self._columns.columns if c.name in given)
        arrays = self._joined(columns, taken)
        fitting = _fitting_rows(list(arrays.values()), rows)
        if fitting < rows:
            taken, more = _split(taken, fitting)
            left = more + left
            arrays = self._joined(columns, taken)
        self._waiting = left
        self._waiting_bytes = sum(t.nbytes for t in left)
        self._submit(columns, fitting, arrays, {})

    def _submit(
        self,
        columns: tuple[Column, ...],
        rows: int,
        new: Mapping[str, pa.Array],
        kept: Mapping[str, StoredChunk],
    ) -> None:
        """Begin to store a row group, once there are few enough on their way."""
        self._context.check()
        if self._lease:
            self._lease.hold()
        if new:
            self._storing.append(self._groups.submit(self._store_group, columns, rows, new, kept))
        else:
            shared: Future[WrittenGroup] = Future()
            shared.set_result(self._store_group(columns, rows, new, kept))
            self._storing.append(shared)
        while len(self._storing) > GROUPS_AT_ONCE:
            self._settle_first()

    def _joined(self, columns: tuple[Column, ...], tables: list[pa.Table]) -> dict[str, pa.Array]:
        """One array a column, of one type."""
        joined = {}
        for column in columns:
            chunks = [chunk for t in tables for chunk in t.column(column.name).chunks]
            typed = [null_array(column.kind, len(c)) if pa.types.is_null(c.type) else c for c in chunks]
            joined[column.id] = _single(unify(typed, column.kind))
        joined[ROW_ID] = _single(pa.chunked_array([c for t in tables for c in t.column(ROW_ID).chunks]))
        return joined

    def _store_group(
        self,
        columns: tuple[Column, ...],
        rows: int,
        new: Mapping[str, pa.Array],
        kept: Mapping[str, StoredChunk],
    ) -> WrittenGroup:
        """Store chunks and their profiles side by side."""
        chunks = dict(kept)
        if new:
            described = {c: self._chunks.submit(_describe, new[c.id], c) for c in columns if c.id in new}
            digests = dict(zip(new, self._store.chunks.put(list(new.values()), self._chunks), strict=True))
            if ROW_ID in new:
                chunks[ROW_ID] = StoredChunk(digests[ROW_ID], pack(new[ROW_ID]))
            profiles: list[tuple[str, bytes]] = []
            for column, work in described.items():
                digest, described_as = digests[column.id], work.result()
                chunks[column.id] = StoredChunk(digest, described_as.bounds)
                profiles.append((chunk_key(digest, column.kind), described_as.profile))
                profiles.append((chunk_sample_key(digest, column.kind), described_as.sample))
            self._store.chunk_profiles.put(profiles)
        ids = (*(c.id for c in columns), ROW_ID)
        return WrittenGroup(
            column_ids=ids,
            rows=rows,
            digests=b"".join(chunks[cid].digest for cid in ids),
            bounds=b"".join(chunks[cid].bounds or UNKNOWN for cid in ids),
            byte_count=sum(int(a.nbytes) for a in new.values()),
        )

    def _add_to_page(self, group: WrittenGroup) -> None:
        if self._page is not None and self._page.column_ids != group.column_ids:
            self._close_page()
        self._page = self._page or _OpenPage(group.column_ids)
        self._page.group_rows.append(group.rows)
        self._page.digests += group.digests
        self._page.bounds += group.bounds or UNKNOWN * len(group.column_ids)
        self._byte_count += group.byte_count
        if self._page.is_full:
            self._close_page()

    def _close_page(self) -> None:
        if self._page is None:
            return
        page = ManifestPage(
            dataset_id="",
            column_ids=self._page.column_ids,
            group_rows=tuple(self._page.group_rows),
            digests=bytes(self._page.digests),
            bounds=bytes(self._page.bounds),
        )
        self._pages.append(page)
        self._page_ids.append(page.id)
        self._page_rows.append(sum(page.group_rows))
        self._page = None


class _Described(NamedTuple):
    """What is kept of a chunk beside it."""

    profile: bytes
    sample: bytes
    """Of its rows."""
    bounds: bytes


def _describe(array: pa.Array, column: Column) -> _Described:
    profile = profile_array(array, column.kind)
    sample = sample_to_bytes(sample_array(array, column.kind))
    return _Described(to_bytes(profile), sample, pack(array, profile))


def _single(array: pa.ChunkedArray) -> pa.Array:
    """One contiguous array that owns no more than its values."""
    whole = array.chunk(0) if array.num_chunks == 1 else array.combine_chunks()
    return pa.concat_arrays([whole]) if whole.offset else whole


def _split(tables: list[pa.Table], rows: int) -> tuple[list[pa.Table], list[pa.Table]]:
    """The first ``rows`` rows, and the rest."""
    taken: list[pa.Table] = []
    left: list[pa.Table] = []
    for table in tables:
        here = min(rows, table.num_rows)
        if here:
            taken.append(table.slice(0, here))
        if here < table.num_rows:
            left.append(table.slice(here))
        rows -= here
    return taken, left


def _fitting_rows(arrays: list[pa.Array], rows: int) -> int:
    """How many of the rows fit into one row group. Raises SchemaError where a single row does not."""
    while True:
        sizes = [int(a.slice(0, rows).nbytes) for a in arrays]
        excess = max(max(sizes) / CHUNK_BYTES, sum(sizes) / GROUP_BYTES)
        if excess <= 1:
            return rows
        if rows == 1:
            if max(sizes) > CHUNK_BYTES:
                raise SchemaError(
                    f"A single value takes {max(sizes) >> 20} MB; at most {CHUNK_BYTES >> 20} MB can be stored.",
                    "Shorten it, or store it outside and keep a reference.",
                )
            return 1
        rows = max(1, int(rows / excess * 0.9))
