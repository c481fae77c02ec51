"""One of two versions that are compared: its row groups, where they begin, and values at any of its rows.

Positions are row numbers in the version, from 0; whatever is read at once is bounded.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.entities import DIGEST_SIZE, Column, DatasetVersion
from driftdesk.core.tables.arrays import Ints

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.tables.service import RowGroup, TableService

Pair = tuple[Column, Column]
"""A column before and after: the same one, though its name, kind or role may have changed."""


class Side:
    """A version by its row groups."""

    def __init__(self, tables: TableService, version: DatasetVersion) -> None:
        self._tables = tables
        self.version = version
        self.groups: list[RowGroup] = list(tables.groups(version))
        self.starts: Ints = np.concatenate([[0], np.cumsum([g.rows for g in self.groups], dtype=np.int64)])

    @cached_property
    def _columns_of_pages(self) -> dict[str, dict[str, int]]:
        pages = {g.page.id: g.page for g in self.groups}
        return {key: {c: i for i, c in enumerate(page.column_ids)} for key, page in pages.items()}

    def digests(self, group: int, columns: Sequence[Column]) -> tuple[bytes | None, ...]:
        """Names of the chunks of some columns; None where the group lacks one."""
        found = self.groups[group]
        known = self._columns_of_pages[found.page.id]
        first = found.number * len(known)
        at = [known.get(c.id) for c in columns]
        packed, size = found.page.digests, DIGEST_SIZE
        return tuple(None if i is None else packed[(first + i) * size : (first + i + 1) * size] for i in at)

    def read(self, group: int, columns: Sequence[Column]) -> list[pa.Array]:
        """Some columns of one row group."""
        return self._tables.load(self.groups[group], columns)

    def rows_of(self, groups: Sequence[int]) -> Ints:
        """Positions of all rows of these groups."""
        parts = [np.arange(self.starts[g], self.starts[g + 1], dtype=np.int64) for g in groups]
        return np.concatenate(parts) if parts else np.zeros(0, np.int64)

    def group_of(self, positions: Ints) -> Ints:
        """The row group of each position."""
        return np.searchsorted(self.starts, positions, side="right") - 1

    def values(self, columns: Sequence[Column], positions: Ints) -> list[list[object]]:
        """Values of a few rows, column by column, in the order of ``positions``."""
        groups = self.group_of(positions)
        found: list[list[object]] = [[None] * len(positions) for _ in columns]
        for group in np.unique(groups):
            rows = np.flatnonzero(groups == group)
            at = pa.array(positions[rows] - self.starts[group])
            for column, array in zip(found, self.read(int(group), columns), strict=True):
                for row, value in zip(rows, array.take(at).to_pylist(), strict=True):
                    column[row] = value
        return found


@dataclass(frozen=True)
class Sides:
    """The two versions, and whom their comparison reports to."""

    before: Side
    after: Side
    context: Context
