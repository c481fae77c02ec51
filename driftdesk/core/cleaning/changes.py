"""What a rule did, counted by comparing the rows before and after it; with examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from driftdesk.core.cleaning.planning import Planned
from driftdesk.core.cleaning.report import ChangedValue, RuleReport
from driftdesk.core.diff.sides import differ
from driftdesk.core.drafts.layers import Layer, Mask
from driftdesk.core.drafts.state import State
from driftdesk.core.entities import Column, Kind
from driftdesk.core.tables.values import to_text

if TYPE_CHECKING:
    from driftdesk.core.context import Context

EXAMPLES = 5
_SHOWN_COLUMNS = 12
_LONGEST = 200


def compare(before: State, planned: Planned, rule: str, context: Context) -> RuleReport:
    """What ``rule`` came to, from the state that it found."""
    after = planned.state
    left = {c.id for c in after.columns.columns}
    changed: dict[str, int] = {}
    examples: list[ChangedValue] = []
    for column in after.columns.columns:
        layers = _new_layers(before, after, column.id)
        if layers:
            changed[column.name], found = _of_column(before, after, column, layers, context)
            examples += found
    return RuleReport(
        rule=rule,
        removed_rows=before.rows - after.rows,
        changed={name: n for name, n in changed.items() if n},
        removed_columns=tuple(c.name for c in before.columns.columns if c.id not in left),
        columns=dict(planned.notes),
        examples=tuple(examples),
        gone=tuple(_gone(before, after)),
    )


def _new_layers(before: State, after: State, column_id: str) -> tuple[Layer, ...]:
    known = {id(layer) for layer in before.layers.get(column_id, ())}
    return tuple(layer for layer in after.layers.get(column_id, ()) if id(layer) not in known)


def _of_column(
    before: State, after: State, column: Column, layers: tuple[Layer, ...], context: Context
) -> tuple[int, list[ChangedValue]]:
    kind_before = next(c.kind for c in before.columns.columns if c.id == column.id)
    count, examples = 0, list[ChangedValue]()
    for group, rows in enumerate(after.group_rows):
        context.check()
        context.progress(group, after.group_count, "counting changes")
        if not rows or not any(layer.touches(after, group) for layer in layers):
            continue
        at = after.positions(group)
        old, new = (state.arrays(group, [column.id], at)[column.id] for state in (before, after))
        different = _differ(old, new, kind_before, column.kind)
        count += int(different.sum())
        for place in np.flatnonzero(different)[: EXAMPLES - len(examples)]:
            where = np.array([place if at is None else at[place]], np.int64)
            was, is_now = (_shown(side.slice(int(place), 1)) for side in (old, new))
            row_id = int(after.row_ids(group, where)[0])
            examples.append(ChangedValue(row_id=row_id, column=column.name, before=was, after=is_now))
    return count, examples


def _differ(old: pa.Array, new: pa.Array, before: Kind, after: Kind) -> Mask:
    """A value that was only read as another kind is the same one; one that could not be read is not."""
    if (before is Kind.DATETIME) != (after is Kind.DATETIME):
        lost: Mask = np.asarray(old.is_valid()) & np.asarray(new.is_null())
        return lost
    return differ(old, new)


def _gone(before: State, after: State) -> Iterator[dict[str, str | None]]:
    if before.rows == after.rows:
        return
    columns = before.columns.columns[:_SHOWN_COLUMNS]
    left = EXAMPLES
    for group in range(before.group_count):
        if not left or before.group_rows[group] == after.group_rows[group]:
            continue
        here, there = (_kept(state, group) for state in (before, after))
        at = np.flatnonzero(here & ~there)[:left]
        left -= len(at)
        found = before.arrays(group, [c.id for c in columns], at)
        texts = [[_shown(found[c.id].slice(i, 1)) for i in range(len(at))] for c in columns]
        for row in zip(*texts, strict=True):
            yield {c.name: text for c, text in zip(columns, row, strict=True)}


def _kept(state: State, group: int) -> Mask:
    return state.kept.get(group, np.ones(state.stored_rows(group), np.bool_))


def _shown(value: pa.Array) -> str | None:
    text: Any = to_text(value)[0].as_py()
    return None if text is None else str(text)[:_LONGEST]
