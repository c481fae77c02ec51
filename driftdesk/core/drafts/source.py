"""The rows of a draft: those of its base with the edits done, read like those of a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa

from driftdesk.core.drafts.state import State
from driftdesk.core.entities import ROW_ID, Column, Schema
from driftdesk.core.tables.arrays import Mask
from driftdesk.core.tables.bounds import Bounds
from driftdesk.core.tables.equality import differ_as_read
from driftdesk.core.tables.source import Positions
from driftdesk.core.tables.statistics import StoredProfiles


@dataclass(frozen=True)
class Marks:
    """What is new in some rows: whole rows, and cells by name of column."""

    new_rows: Mask
    cells: Mapping[str, Mask]


class DraftSource:
    """A ``RowSource``. New rows have negative row ids, -1 the first. May be used from any thread."""

    def __init__(self, state: State, key: str) -> None:
        self.state = state
        self.key = key
        """That of the base's own rows where there is no edit."""
        self._groups = [g for g, rows in enumerate(state.group_rows) if rows]
        self._ends = np.cumsum([state.group_rows[g] for g in self._groups], dtype=np.int64)

    @property
    def columns(self) -> Schema:
        return self.state.columns

    @property
    def rows(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    @property
    def group_rows(self) -> Sequence[int]:
        return [self.state.group_rows[g] for g in self._groups]

    def read_group(
        self, group: int, columns: Sequence[str], at: Positions | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """See ``RowSource``. Raises NotFoundError for an unknown column."""
        wanted = self.columns.select(columns)
        stored, at = self._stored(group, at)
        found = self.state.arrays(stored, [c.id for c in wanted], at)
        arrays = [found[c.id] for c in wanted]
        names = [c.name for c in wanted]
        if with_row_ids:
            arrays.append(pa.array(self.state.row_ids(stored, at)))
            names.append(ROW_ID)
        return pa.table(arrays, names=names)

    def bounds(self, group: int, column: str) -> Bounds | None:
        """See ``RowSource``. Raises NotFoundError for an unknown column."""
        stored = self._groups[group]
        column_id = self.columns.column(column).id
        return None if stored in self.state.kept else self.state.bounds(stored, column_id)

    def profiles(self, groups: Sequence[int], columns: Sequence[Column]) -> dict[str, StoredProfiles]:
        """See ``Profiled``: what no edit touches has the stored profiles of the base."""
        found = {}
        for column in columns:
            same = [g for g in groups if self._is_as_stored(self._groups[g], column)]
            parts = self.state.base.profiles([self._groups[g] for g in same], column).parts if same else ()
            found[column.name] = StoredProfiles(parts, same)
        return found

    def _is_as_stored(self, stored: int, column: Column) -> bool:
        base = self.state.base
        if stored >= len(base.groups) or stored in self.state.kept or not base.holds(column):
            return False
        return not self.state.is_touched(stored, column.id)

    def marks(self, positions: Positions, columns: Sequence[str]) -> Marks:
        """Which of the rows at ``positions`` of the source are new, and which of their cells differ from the base's.
        Cells of new columns do, of columns of another kind only where they can be compared."""
        new_rows = np.zeros(len(positions), np.bool_)
        cells = {name: np.zeros(len(positions), np.bool_) for name in columns}
        groups = np.searchsorted(self._ends, positions, side="right")
        starts = np.concatenate(([0], self._ends))
        for group in np.unique(groups):
            here = np.flatnonzero(groups == group)
            stored, at = self._stored(int(group), positions[here] - starts[group])
            if stored >= len(self.state.base.groups):
                new_rows[here] = True
                continue
            for name, mask in self._marks_of(stored, at, columns).items():
                cells[name][here] = mask
        return Marks(new_rows, cells)

    def _marks_of(self, stored: int, at: Positions | None, columns: Sequence[str]) -> dict[str, Mask]:
        wanted = self.columns.select(columns)
        touched = [c for c in wanted if c.id in self.state.new_kinds or self.state.is_touched(stored, c.id)]
        now = self.state.arrays(stored, [c.id for c in touched], at)
        before = self.state.base.arrays(stored, [c.id for c in touched], at)
        return {
            c.name: differ_as_read(before[c.id], now[c.id])
            if c.id in before
            else np.ones(len(now[c.id]), dtype=np.bool_)
            for c in touched
        }

    def _stored(self, group: int, at: Positions | None) -> tuple[int, Positions | None]:
        """A group, and positions in it, as the state counts: with deleted rows."""
        stored = self._groups[group]
        positions = self.state.positions(stored)
        if positions is None:
            return stored, at
        return stored, positions if at is None else positions[at]
