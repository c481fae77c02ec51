"""A view of rows: those that a filter and a search leave, in some order, a page anywhere at once.

What it needs to know of the rows is computed once, when ``TableService.view`` makes it: which rows match, and their
order. A page then reads only its own rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence

import numpy as np
import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Schema, VersionProfile
from driftdesk.core.tables.matches import Matches, everything
from driftdesk.core.tables.ordering import Order
from driftdesk.core.tables.source import Positions, RowSource, rows_at
from driftdesk.core.tables.spec import SortKey
from driftdesk.core.tables.statistics import Histogram, histogram, profiles_of

_ROWS_AT_ONCE = 65_536
_PAGE = 100
"""Rows that are looked at at once."""
_FEW_GROUPS = 8
"""Row groups whose chunks are fetched for a page without being waited for."""


class TableView:
    """Made by ``TableService.view``. Immutable; may be used from any thread."""

    def __init__(
        self,
        source: RowSource,
        columns: tuple[str, ...],
        matches: Matches,
        order: Order | None,
    ) -> None:
        self.source = source
        self.column_names = columns
        """The columns that are shown, and searched."""
        self.matches = matches
        self._order = order
        """Positions in the source, in the order of the view; None: the source's order."""

    @property
    def rows(self) -> int:
        return self.matches.rows

    @property
    def columns(self) -> Schema:
        """Of the columns that are shown."""
        return Schema(columns=self.source.columns.select(self.column_names))

    def positions(self, offset: int, limit: int) -> Positions:
        """Where the rows from ``offset`` are in the source (up to ``limit`` of them; int64)."""
        if self._order is None:
            return self.matches.positions(offset, limit)
        offset = max(0, offset)
        return self._order[offset : offset + max(0, limit)].astype(np.int64)

    def page(
        self, offset: int, limit: int, columns: Sequence[str] | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """Up to ``limit`` rows from ``offset``; some columns (None: those shown), with ROW_ID last if asked for.
        Raises NotFoundError for an unknown column."""
        names = self.column_names if columns is None else tuple(columns)
        return rows_at(self.source, self.positions(offset, limit), names, with_row_ids=with_row_ids)

    def over(self, source: RowSource) -> TableView:
        """The same rows, in the same order, of a ``source`` whose values or columns have changed but not its rows: after
        an edit nothing jumps, even where a row would no longer match. Shows all of its columns."""
        return TableView(source, source.columns.names, self.matches, self._order)

    def batches(
        self, columns: Sequence[str] | None = None, *, with_row_ids: bool = False
    ) -> Iterator[pa.Table]:
        """All rows in the view's order, some at a time. A numeric column may be int64 in one and float64 in another."""
        names = self.column_names if columns is None else tuple(columns)
        self.source.columns.select(names)
        if self._order is not None:
            for offset in range(0, self.rows, _ROWS_AT_ONCE):
                yield self.page(offset, _ROWS_AT_ONCE, names, with_row_ids=with_row_ids)
            return

        def read(group: int) -> pa.Table:
            table = self.source.read_group(group, names, with_row_ids=with_row_ids)
            at = self.matches.in_group(group)
            return table if at is None else table.take(pa.array(at))

        yield from ordered_map(read, self.matches.groups())

    def bring_near(self, limit: int, context: Context) -> None:
        """Where a page's rows lie in many row groups, keep the columns that are shown (and the row ids) near, unless
        they are over ``limit`` bytes: then every page is read at once, and the waiting is done here, with progress."""
        groups = self.matches.groups()
        is_scattered = self._order is not None or self.rows < _PAGE / _FEW_GROUPS * len(groups)
        if not is_scattered or len(groups) <= _FEW_GROUPS:
            return

        def read(group: int, rows: int = 0) -> pa.Table:
            return self.source.read_group(group, self.column_names, np.arange(rows), with_row_ids=True)

        sample = read(groups[0], min(1000, self.source.group_rows[groups[0]]))
        rows = sum(self.source.group_rows[group] for group in groups)
        if sample.nbytes / sample.num_rows * rows > limit:
            return
        for done, _ in enumerate(ordered_map(read, groups), 1):
            context.check()
            context.progress(done, len(groups), "bringing rows near")

    def statistics(
        self, columns: Sequence[str] | None = None, context: Context | None = None
    ) -> VersionProfile:
        """Statistics of the rows of the view. Raises NotFoundError (unknown column), JobCancelledError."""
        from driftdesk.core.profiles.summary import summarize

        wanted = self._selected(columns)
        profiles = profiles_of(self.source, self.matches, wanted, context or Context())
        return VersionProfile(
            rows=self.rows, columns=tuple(summarize(c.name, profiles[c.name], c.role) for c in wanted)
        )

    def histograms(
        self, columns: Sequence[str] | None = None, bins: int = 20, context: Context | None = None
    ) -> dict[str, Histogram]:
        """By column, the distribution of all rows of the source and of those of the view, on common bins."""
        context = context or Context()
        wanted = self._selected(columns)
        shown = profiles_of(self.source, self.matches, wanted, context)
        if self.rows == sum(self.source.group_rows):
            whole = shown
        else:
            whole = profiles_of(self.source, everything(self.source), wanted, context)
        return {c.name: histogram(c, whole[c.name], shown[c.name], bins) for c in wanted}

    def _selected(self, columns: Sequence[str] | None) -> tuple[Column, ...]:
        return self.source.columns.select(self.column_names if columns is None else columns)


__all__ = ["SortKey", "TableView"]
