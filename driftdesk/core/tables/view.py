"""A view of rows: those that a filter and a search leave, in some order, a page anywhere at once.

What it needs to know of the rows is computed once, when ``TableService.view`` makes it: which rows match, and their
order. A page then reads only its own rows.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.entities import Schema
from driftdesk.core.tables.matches import Matches
from driftdesk.core.tables.source import Positions, RowSource, rows_at
from driftdesk.core.tables.spec import SortKey

if TYPE_CHECKING:
    from driftdesk.core.entities import VersionProfile
    from driftdesk.core.profiles.service import ProfileService
    from driftdesk.core.tables.statistics import Histogram

_ROWS_AT_ONCE = 65_536

Order = npt.NDArray[np.uint32] | npt.NDArray[np.int64]


class TableView:
    """Made by ``TableService.view``. Immutable; may be used from any thread."""

    def __init__(
        self,
        source: RowSource,
        columns: tuple[str, ...],
        matches: Matches,
        order: Order | None,
        profiles: ProfileService,
    ) -> None:
        self.source = source
        self.column_names = columns
        """The columns that are shown, and searched."""
        self.matches = matches
        self._order = order
        """Positions in the source, in the order of the view; None: the source's order."""
        self._profiles = profiles

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

    def batches(
        self, columns: Sequence[str] | None = None, *, with_row_ids: bool = False
    ) -> Iterator[pa.Table]:
        """All rows in the view's order, some at a time. A numeric column may be int64 in one and float64 in another."""
        raise NotImplementedError

    def statistics(
        self, columns: Sequence[str] | None = None, context: Context | None = None
    ) -> VersionProfile:
        """Statistics of the rows of the view."""
        raise NotImplementedError

    def histograms(
        self, columns: Sequence[str] | None = None, bins: int = 20, context: Context | None = None
    ) -> dict[str, Histogram]:
        """By column, the distribution of all rows of the source and of those of the view, on common bins."""
        raise NotImplementedError


__all__ = ["SortKey", "TableView"]
