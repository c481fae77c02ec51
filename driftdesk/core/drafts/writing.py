"""A draft's state as a version: what no edit touches is shared with the base, be it a page, a row group or a chunk."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from driftdesk.core.datasets.writer import CHUNK_BYTES, VersionWriter, WrittenVersion
from driftdesk.core.drafts.state import State
from driftdesk.core.entities import ROW_ID, Column, StoredChunk

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.storage.store import Store


def write(store: Store, state: State, next_row_id: int, context: Context) -> WrittenVersion:
    """Rows keep their ids; new ones get theirs from ``next_row_id`` on."""
    writer = VersionWriter(store, state.columns, first_row_id=next_row_id, context=context)
    replaced = _Writing(state, writer, context).write()
    written = writer.finish()
    return replace(written, byte_count=max(0, state.base.version.byte_count + written.byte_count - replaced))


class _Writing:
    def __init__(self, state: State, writer: VersionWriter, context: Context) -> None:
        self._state = state
        self._writer = writer
        self._context = context
        self._replaced = 0

    def write(self) -> int:
        """Returns the bytes of the base's chunks (uncompressed) that others took the place of."""
        base = self._state.base
        for (page_id, rows), groups in zip(
            zip(base.version.pages, base.version.page_rows, strict=True), self._pages(), strict=True
        ):
            touched = {g: self._touched(g) for g in groups}
            if not any(touched.values()) and not any(g in self._state.kept for g in groups):
                self._writer.add_page(page_id, rows)
                continue
            for group in groups:
                self._context.check()
                self._context.progress(group, self._state.group_count, "writing")
                self._write_group(group, touched[group])
        for group in range(len(base.groups), self._state.group_count):
            table = self._table(group, self._state.columns.columns)
            self._writer.write(table)
        return self._replaced

    def _pages(self) -> Iterator[list[int]]:
        """The numbers of the base's row groups, page by page."""
        at = 0
        for rows in self._state.base.version.page_rows:
            groups = len(self._state.base.groups[at].page.group_rows) if rows else 0
            yield list(range(at, at + groups))
            at += groups

    def _touched(self, group: int) -> list[Column]:
        return [c for c in self._state.columns.columns if self._state.is_touched(group, c.id)]

    def _write_group(self, group: int, touched: list[Column]) -> None:
        state, stored = self._state, self._state.base.groups[group]
        if not state.group_rows[group]:
            self._replaced += self._bytes(group, state.base.version.columns.columns)
            return
        if group in state.kept:
            self._replaced += self._bytes(group, state.base.version.columns.columns)
            self._rewrite(group)
            return
        arrays = state.arrays(group, [c.id for c in touched])
        if any(a.nbytes > CHUNK_BYTES for a in arrays.values()):
            self._rewrite(group)  # the writer cuts the group in pieces that can be stored
            return
        self._replaced += self._bytes(group, touched)
        parts: dict[str, pa.Array | StoredChunk] = dict(arrays)
        for column_id in (*(c.id for c in state.columns.columns), ROW_ID):
            if column_id not in parts and (chunk := stored.chunk(column_id)) is not None:
                parts[column_id] = chunk
        self._writer.add_group(parts, stored.rows)

    def _rewrite(self, group: int) -> None:
        """All of a row group's columns, without the rows that are deleted."""
        held = {*self._state.base.groups[group].page.column_ids, *(c.id for c in self._touched(group))}
        columns = [c for c in self._state.columns.columns if c.id in held] or self._state.columns.columns[:1]
        row_ids = self._state.row_ids(group, self._state.positions(group))
        self._writer.write(self._table(group, columns), row_ids)

    def _table(self, group: int, columns: tuple[Column, ...] | list[Column]) -> pa.Table:
        found = self._state.arrays(group, [c.id for c in columns], self._state.positions(group))
        return pa.table([found[c.id] for c in columns], names=[c.name for c in columns])

    def _bytes(self, group: int, columns: tuple[Column, ...] | list[Column]) -> int:
        """Of the base's chunks."""
        held = self._state.base.arrays(group, [c.id for c in columns], None)
        return sum(int(a.nbytes) for a in held.values())
