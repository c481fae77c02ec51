"""When others committed first: what they changed, where that meets a draft's edits, and the edits done again upon it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.drafts.applying import Applying
from driftdesk.core.drafts.edits import Edit, Overlap
from driftdesk.core.drafts.layers import Cells, Ids, look_up
from driftdesk.core.drafts.lookup import Protected
from driftdesk.core.drafts.state import Base, State
from driftdesk.core.entities import ROW_ID, Column, Schema
from driftdesk.core.tables.arrays import Mask, joined
from driftdesk.core.tables.equality import differ
from driftdesk.core.tables.values import text_at

if TYPE_CHECKING:
    from driftdesk.core.context import Context

MOST_OVERLAPS = 1000


@dataclass(frozen=True)
class Theirs:
    """What became of a version, its rows compared by row id and its columns by column id."""

    columns: tuple[str, ...]
    """What happened to columns, as sentences."""
    changed_columns: frozenset[str]
    """Ids of those with another name, kind or role."""
    cells: dict[str, Ids]
    """By column id: rows (rising) whose value is another."""
    added_rows: int
    removed_rows: int

    @property
    def changed_cells(self) -> int:
        return sum(len(ids) for ids in self.cells.values())

    def protected(self) -> Protected:
        """What an edit must leave alone where their side is to win."""
        ids = list(self.cells.values())
        return Protected(
            np.unique(np.concatenate(ids)) if ids else np.empty(0, np.int64),
            self.changed_columns | frozenset(c for c, rows in self.cells.items() if len(rows)),
        )


@dataclass
class _Side:
    """The row groups of one version that the other one has not got as they are, joined by row id."""

    base: Base
    groups: list[int] = field(default_factory=list)

    def column(self, column: Column) -> pa.Array:
        return joined([_values(self.base, g, column) for g in self.groups])

    def row_ids(self) -> Ids:
        parts = [self.base.arrays(g, [ROW_ID], None)[ROW_ID].to_numpy() for g in self.groups]
        return np.concatenate(parts) if parts else np.empty(0, np.int64)


def compare(before: Base, after: Base, context: Context) -> Theirs:
    """What happened from one version to another. Row groups with the same chunks are not read."""
    both = [c for c in before.version.columns.columns if _kind_stays(c, after.version.columns)]
    cells: dict[str, list[Ids]] = {c.id: [] for c in both}
    old, new = _Side(before), _Side(after)
    aligned = _aligned(before, after)
    for number, (one, other) in enumerate(aligned):
        context.check()
        context.progress(number, len(aligned), "comparing")
        for column in both:
            if before.groups[one].digest(column.id) != after.groups[other].digest(column.id):
                changed = differ(_values(before, one, column), _values(after, other, column))
                cells[column.id].append(before.arrays(one, [ROW_ID], None)[ROW_ID].to_numpy()[changed])
    old.groups = sorted(set(range(len(before.groups))) - {one for one, _ in aligned})
    new.groups = sorted(set(range(len(after.groups))) - {other for _, other in aligned})
    old_ids, new_ids = old.row_ids(), new.row_ids()
    order = np.argsort(new_ids)
    at, there = look_up(new_ids[order], old_ids)
    for column in both:
        if there.any():
            context.check()
            was = old.column(column).filter(pa.array(there))
            became = new.column(column).take(pa.array(order[at[there]]))
            cells[column.id].append(old_ids[there][differ(was, became)])
    sentences, changed_columns = _columns(before.version.columns, after.version.columns)
    return Theirs(
        columns=sentences,
        changed_columns=changed_columns,
        cells={c: np.sort(np.concatenate(parts)) for c, parts in cells.items() if any(map(len, parts))},
        added_rows=len(new_ids) - int(there.sum()),
        removed_rows=int((~there).sum()),
    )


def replay(
    edits: Sequence[Edit], mine: State, head: Base, theirs: Theirs | None, context: Context
) -> tuple[State, list[str]]:
    """The edits, done upon the base of ``mine`` so far, done upon ``head``; and what of them has no place there. With
    ``theirs``, what the others changed stays as they left it."""
    own = State(mine.base, mine.base.version.columns)
    state = State(head, head.version.columns)
    dropped: list[str] = []
    protected = theirs.protected() if theirs is not None else None
    for edit in edits:
        context.check()
        names = _named(own.columns, state.columns)
        state, _ = Applying(state, context, names, dropped, protected).apply(edit)
        own, _ = Applying(own, context).apply(edit)
    if theirs is not None:
        state = _with_theirs(state, head, theirs)
    return state, dropped


def overlaps(mine: State, head: Base, theirs: Theirs) -> tuple[int, tuple[Overlap, ...]]:
    """How many cells both sides changed (to different values), and the first of them."""
    after = State(head, head.version.columns)
    before = State(mine.base, mine.base.version.columns)
    names = {c.id: c for c in mine.columns.columns}
    number = 0
    found: list[Overlap] = []
    for column_id, ids in theirs.cells.items():
        if column_id not in names:
            number += len(ids)  # the draft removed the column
            continue
        for some in _batches(ids):
            row_ids, was = _take(before, some, column_id)
            there, became = _take(after, row_ids, column_id)
            kept, own = _take(mine, row_ids, column_id)
            deleted = ~np.isin(row_ids, kept)
            own = _spread(own, ~deleted)
            meet = deleted | (differ(was, own) & differ(own, became))
            number += int(meet.sum())
            for i in np.flatnonzero(meet)[: MOST_OVERLAPS - len(found)]:
                before_value, own_value, their_value = (text_at(a, int(i)) for a in (was, own, became))
                found.append(
                    Overlap(
                        row_id=int(there[i]),
                        column=names[column_id].name,
                        before=before_value,
                        mine="(row deleted)" if deleted[i] else own_value,
                        theirs=their_value,
                    )
                )
    return number, tuple(found)


def _with_theirs(state: State, head: Base, theirs: Theirs) -> State:
    """What the others changed as they left it, upon all else."""
    after = State(head, head.version.columns)
    kinds = {c.id: c.kind for c in state.columns.columns}
    for column in head.version.columns.columns:
        ids = theirs.cells.get(column.id)
        if ids is None or kinds.get(column.id) is not column.kind:
            continue
        found, values = _take(after, ids, column.id)
        state = state.with_layer(Cells(state.number + 1, column.id, found, values))
    return replace(state, number=state.number + 1)


def _aligned(before: Base, after: Base) -> list[tuple[int, int]]:
    """Row groups of the same rows in the same order: those that share the chunk of row ids."""
    there = {g.digest(ROW_ID): i for i, g in enumerate(after.groups)}
    pairs = [(i, there[d]) for i, g in enumerate(before.groups) if (d := g.digest(ROW_ID)) in there]
    return list({other: (one, other) for one, other in pairs}.values())


def _values(base: Base, group: int, column: Column) -> pa.Array:
    return State(base, base.version.columns).arrays(group, [column.id])[column.id]


def _kind_stays(column: Column, after: Schema) -> bool:
    other = next((c for c in after.columns if c.id == column.id), None)
    return other is not None and other.kind is column.kind


def _columns(before: Schema, after: Schema) -> tuple[tuple[str, ...], frozenset[str]]:
    """What happened to columns, and the ids of those that are there still but changed."""
    old, new = ({c.id: c for c in side.columns} for side in (before, after))
    said = [f"{c.name} was removed" for c in before.columns if c.id not in new]
    said += [f"{c.name} was added" for c in after.columns if c.id not in old]
    changed = set()
    for was, now in ((old[i], new[i]) for i in old.keys() & new.keys()):
        if was != now:
            changed.add(was.id)
        if was.name != now.name:
            said.append(f"{was.name} was renamed to {now.name}")
        if was.kind is not now.kind:
            said.append(f"{now.name} was made {now.kind}")
        if was.role is not now.role:
            said.append(f"{now.name} was made {now.role}")
    return tuple(said), frozenset(changed)


def _named(own: Schema, other: Schema) -> Schema:
    """The columns of ``other`` that ``own`` has too, by the names that they have there."""
    names = {c.id: c.name for c in own.columns}
    return Schema(
        columns=tuple(c.model_copy(update={"name": names[c.id]}) for c in other.columns if c.id in names)
    )


def _take(state: State, row_ids: Ids, column_id: str) -> tuple[Ids, pa.Array]:
    """One column's values of those of the rows that are there, in their order."""
    found, values = state.take(row_ids, [column_id])
    return found, values[column_id]


def _spread(values: pa.Array, where: Mask) -> pa.Array:
    """One value after the other where ``where`` is set, missing elsewhere."""
    at = np.where(where, np.cumsum(where) - 1, 0)
    return values.take(pa.array(at, mask=~where)) if len(values) else pa.nulls(len(where), values.type)


def _batches(ids: Ids, size: int = 65_536) -> Iterator[Ids]:
    for at in range(0, len(ids), size):
        yield ids[at : at + size]
