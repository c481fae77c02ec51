"""A draft's rows and columns as its edits leave them: immutable, each edit makes the next one from the last.

Base rows are not copied: a state knows which of them are deleted and which layers lie upon each column, so that a page
anywhere costs its own rows. Row groups keep their number whatever is deleted; rows that were added come behind them.
"""

from __future__ import annotations

import math
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace
from functools import cached_property
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.drafts.layers import Cells, Ids, Layer, look_up
from driftdesk.core.entities import ROW_ID, ROW_IDS, Column, DatasetVersion, Kind, Schema
from driftdesk.core.tables.arrays import Mask, joined
from driftdesk.core.tables.bounds import Bounds
from driftdesk.core.tables.service import RowGroup, TableService
from driftdesk.core.tables.source import Positions
from driftdesk.core.tables.values import null_array

if TYPE_CHECKING:
    from driftdesk.core.tables.source import VersionSource
    from driftdesk.core.tables.statistics import StoredProfiles

_SMALL = 4096
"""Added rows go into the last group while it has no more rows than this."""


class Base:
    """The version that is edited."""

    def __init__(self, tables: TableService, version: DatasetVersion) -> None:
        self.version = version
        self.groups: list[RowGroup] = list(tables.groups(version))
        self._tables = tables
        self._source: VersionSource = tables.source(version)
        self._by_id = {c.id: c for c in version.columns.columns}
        self._ranges: list[tuple[int, int] | None] = [self._stored_range(g) for g in self.groups]

    def arrays(self, group: int, column_ids: Collection[str], at: Positions | None) -> dict[str, pa.Array]:
        """By column id (be it ROW_ID), without those that the version lacks."""
        held = [self._by_id[c] for c in column_ids if c in self._by_id]
        ids = [c.id for c in held] + ([ROW_ID] if ROW_ID in column_ids else [])
        if not ids:
            return {}
        table = self._source.read_group(group, [c.name for c in held], at, with_row_ids=ROW_ID in column_ids)
        return dict(zip(ids, (_whole(c) for c in table.columns), strict=True))

    def row_ids(self, group: int) -> Ids:
        """Kept near: most edits look some up."""
        found: Ids = self._tables.load_near(self.groups[group], [ROW_IDS])[0].to_numpy()
        return found

    def bounds(self, group: int, column_id: str) -> Bounds | None:
        """None where they are not known, or the version lacks the column."""
        column = self._by_id.get(column_id)
        return self._source.bounds(group, column.name) if column else None

    def profiles(self, groups: Sequence[int], column: Column) -> StoredProfiles:
        """Of row groups of a column, be it by another name now."""
        stored = self._by_id[column.id]
        return self._source.profiles(groups, [stored])[stored.name]

    def holds(self, column: Column) -> bool:
        """Whether the version has the column, of that kind."""
        return column.id in self._by_id and self._by_id[column.id].kind is column.kind

    def id_range(self, group: int) -> tuple[int, int]:
        """Between which the group's row ids lie; read only where the pages do not tell."""
        found = self._ranges[group]
        if found is None:
            ids = self.row_ids(group)
            found = self._ranges[group] = (int(ids.min()), int(ids.max())) if len(ids) else (0, -1)
        return found

    def _stored_range(self, group: RowGroup) -> tuple[int, int] | None:
        bounds = group.bounds(ROW_IDS)
        if bounds is None or not isinstance(bounds.minimum, float) or not isinstance(bounds.maximum, float):
            return None
        return math.floor(bounds.minimum), math.ceil(bounds.maximum)


@dataclass(frozen=True, eq=False)
class NewRows:
    """A row group that the draft added. The layers of edits up to ``number`` are in its values already."""

    number: int
    row_ids: Ids
    """Negative."""
    values: Mapping[str, pa.Array]
    """By column id."""


@dataclass(eq=False)
class Rows:
    """Some rows of one group: those at ``at`` (None: all)."""

    state: State
    group: int
    at: Positions | None

    @cached_property
    def ids(self) -> Ids:
        return self.state.row_ids(self.group, self.at)

    @cached_property
    def count(self) -> int:
        return self.state.stored_rows(self.group) if self.at is None else len(self.at)


@dataclass(frozen=True, eq=False)
class State:
    """``number`` is that of the last edit. May be used from any thread."""

    base: Base
    columns: Schema
    number: int = 0
    layers: Mapping[str, tuple[Layer, ...]] = field(default_factory=dict)
    """By column id, oldest first; also of columns that were removed, for others may have been computed from them."""
    kept: Mapping[int, Mask] = field(default_factory=dict)
    """By row group, where some of its rows are deleted."""
    added: tuple[NewRows, ...] = ()
    next_id: int = -1
    new_kinds: Mapping[str, Kind] = field(default_factory=dict)
    """Of the columns that the draft added, by id, as they were added: below their layers everything is missing."""
    read_at: Mapping[str, int] = field(default_factory=dict)
    """By column id: the last edit whose layer reads the column. Layers below it stay as they are."""

    # Rows.

    @property
    def group_count(self) -> int:
        return len(self.base.groups) + len(self.added)

    def stored_rows(self, group: int) -> int:
        """Rows of a group, deleted ones included."""
        new = self._new(group)
        return self.base.groups[group].rows if new is None else len(new.row_ids)

    @cached_property
    def group_rows(self) -> list[int]:
        """Rows of each group that are not deleted."""
        return [
            int(self.kept[g].sum()) if g in self.kept else self.stored_rows(g)
            for g in range(self.group_count)
        ]

    @property
    def rows(self) -> int:
        return sum(self.group_rows)

    def positions(self, group: int) -> Positions | None:
        """Where the rows are that are not deleted; None: everywhere."""
        kept = self.kept.get(group)
        return None if kept is None else np.flatnonzero(kept)

    def row_ids(self, group: int, at: Positions | None = None) -> Ids:
        """Of the stored rows of a group, deleted ones too, or of those at ``at``."""
        new = self._new(group)
        ids = self.base.row_ids(group) if new is None else new.row_ids
        return ids if at is None else ids[at]

    def id_range(self, group: int) -> tuple[int, int]:
        """See ``Base.id_range``."""
        new = self._new(group)
        return self.base.id_range(group) if new is None else (int(new.row_ids.min()), int(new.row_ids.max()))

    def locate(self, row_ids: Ids) -> dict[int, tuple[Positions, Positions]]:
        """By row group: where in ``row_ids`` (which do not repeat), and where in the group. Rows that are not there, or
        deleted, are left out."""
        order = np.argsort(row_ids)
        rising = row_ids[order]
        found: dict[int, tuple[Positions, Positions]] = {}
        left = len(rising)
        for group in range(self.group_count):
            low, high = self.id_range(group)
            at = int(np.searchsorted(rising, low))
            if not left:
                break
            if at == len(rising) or rising[at] > high:
                continue
            where, hit = look_up(rising, self.row_ids(group))
            left -= int(hit.sum())
            if group in self.kept:
                hit &= self.kept[group]
            if hit.any():
                found[group] = order[where[hit]], np.flatnonzero(hit)
        return found

    # Values.

    def arrays(
        self, group: int, column_ids: Collection[str], at: Positions | None = None
    ) -> dict[str, pa.Array]:
        """The values of some columns, by id, of the rows at positions ``at`` of a group (None: all its rows, deleted
        ones included)."""
        live = self._live(group, column_ids)
        if at is None or not any(layer.needs_group for layer in live):
            return self._evaluate(group, column_ids, live, at)
        found: dict[str, pa.Array] = {}
        for column_id in column_ids:  # only those that need their row group get it
            live = self._live(group, [column_id])
            if any(layer.needs_group for layer in live):
                whole = self._evaluate(group, [column_id], live, None)
                found[column_id] = whole[column_id].take(pa.array(at))
            else:
                found.update(self._evaluate(group, [column_id], live, at))
        return found

    def bounds(self, group: int, column_id: str) -> Bounds | None:
        """None where no more is known than that it was edited. Deleted rows may count."""
        if self._new(group) is not None or self.is_touched(group, column_id):
            return None
        return self.base.bounds(group, column_id)

    def column(self, column_id: str) -> Iterator[pa.Array]:
        """One column's values, without deleted rows, group by group."""
        for group, rows in enumerate(self.group_rows):
            if rows:
                yield self.arrays(group, [column_id], self.positions(group))[column_id]

    def take(
        self, row_ids: Ids, column_ids: Collection[str] | None = None
    ) -> tuple[Ids, dict[str, pa.Array]]:
        """Those of the rows that are there, in the order given: their ids, and the values of columns (None: all) by
        id."""
        columns = {c.id: c.kind for c in self.columns.columns if column_ids is None or c.id in column_ids}
        order: list[Positions] = []
        parts: dict[str, list[pa.Array]] = {c: [] for c in columns}
        for group, (given, at) in self.locate(row_ids).items():
            order.append(given)
            for column_id, array in self.arrays(group, columns, at).items():
                parts[column_id].append(array)
        if not order:
            return row_ids[:0], {c: null_array(kind, 0) for c, kind in columns.items()}
        found = np.concatenate(order)
        back = np.argsort(found)
        return row_ids[np.sort(found)], {c: joined(a).take(pa.array(back)) for c, a in parts.items()}

    def _evaluate(
        self, group: int, column_ids: Collection[str], live: list[Layer], at: Positions | None
    ) -> dict[str, pa.Array]:
        rows = Rows(self, group, at)
        needed = dict.fromkeys([*column_ids, *(c for layer in live for c in (layer.column, *layer.inputs))])
        values = self._below(group, needed, at)
        for layer in live:
            values[layer.column] = layer.apply(values, rows)
        return {c: values[c] for c in column_ids}

    def _new(self, group: int) -> NewRows | None:
        at = group - len(self.base.groups)
        return self.added[at] if at >= 0 else None

    def _below(self, group: int, column_ids: Collection[str], at: Positions | None) -> dict[str, pa.Array]:
        """The values that the layers lie upon."""
        new = self._new(group)
        if new is None:
            found = self.base.arrays(group, column_ids, at)
        else:
            found = {c: new.values[c] for c in column_ids if c in new.values}
            if at is not None:
                found = {c: a.take(pa.array(at)) for c, a in found.items()}
        rows = self.stored_rows(group) if at is None else len(at)
        return {c: found[c] if c in found else null_array(self.new_kinds[c], rows) for c in column_ids}

    def _live(self, group: int, column_ids: Collection[str]) -> list[Layer]:
        """The layers that matter to columns of a group, in the order in which they were laid."""
        new = self._new(group)
        born = 0 if new is None else new.number
        found: dict[int, Layer] = {}
        seen: dict[str, float] = {}
        waiting: list[tuple[str, float]] = [(c, math.inf) for c in column_ids]
        while waiting:
            column_id, below = waiting.pop()
            if seen.get(column_id, -1) >= below:
                continue
            seen[column_id] = below
            for layer in self.layers.get(column_id, ()):
                if born < layer.number < below and id(layer) not in found and layer.touches(self, group):
                    found[id(layer)] = layer
                    waiting += [(c, layer.number) for c in layer.inputs]
        return sorted(found.values(), key=lambda layer: layer.number)

    def is_touched(self, group: int, column_id: str) -> bool:
        """Whether a column's values in a group can differ from those that they were at first."""
        new = self._new(group)
        born = 0 if new is None else new.number
        return any(x.number > born and x.touches(self, group) for x in self.layers.get(column_id, ()))

    # The next state.

    def with_columns(self, columns: Schema) -> State:
        """The same rows with changed, fewer or (behind the others) more columns."""
        known = {*self.new_kinds, *(c.id for c in self.columns.columns)}
        more = {c.id: c.kind for c in columns.columns if c.id not in known}
        return replace(self, columns=columns, new_kinds={**self.new_kinds, **more})

    def with_layer(self, layer: Layer) -> State:
        """One more layer upon its column. Cells that are set one after the other are kept together, so that the layers
        stay few: each has over twice the cells of the next."""
        below = list(self.layers.get(layer.column, ()))
        while below and isinstance(layer, Cells) and isinstance(last := below[-1], Cells):
            if len(last.row_ids) > 2 * len(layer.row_ids) or last.number <= self.read_at.get(layer.column, 0):
                break
            layer = layer.over(last)
            below.pop()
        return replace(
            self,
            layers={**self.layers, layer.column: (*below, layer)},
            read_at={**self.read_at, **dict.fromkeys(layer.inputs, layer.number)},
        )

    def with_kept(self, kept: Mapping[int, Mask]) -> State:
        """Without more rows: where ``kept`` is not set."""
        both = {g: mask & self.kept[g] if g in self.kept else mask for g, mask in kept.items()}
        return replace(self, kept={**self.kept, **both})

    def with_rows(self, row_ids: Ids, values: Mapping[str, pa.Array], number: int) -> State:
        """With new rows at the end, made by edit ``number``."""
        added, kept = list(self.added), dict(self.kept)
        last = self.group_count - 1
        if added and self.group_rows[last] + len(row_ids) <= _SMALL:
            at = self.positions(last)
            before = self.arrays(last, [c.id for c in self.columns.columns], at)
            values = {c: joined([before[c], array]) for c, array in values.items()}
            row_ids = np.concatenate((self.row_ids(last, at), row_ids))
            added.pop()
            kept.pop(last, None)
        added.append(NewRows(number, row_ids, values))
        next_id = min(self.next_id, int(row_ids.min()) - 1)
        return replace(self, added=tuple(added), kept=kept, next_id=next_id)


def _whole(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()
