"""What a rule did, counted by comparing the rows before and after it; with examples."""

from __future__ import annotations

from collections.abc import Iterator
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.cleaning.planning import Planned
from driftdesk.core.cleaning.report import ChangedValue, RuleReport
from driftdesk.core.drafts.layers import Layer
from driftdesk.core.drafts.state import State
from driftdesk.core.entities import Column
from driftdesk.core.tables.arrays import Mask
from driftdesk.core.tables.equality import differ_as_read
from driftdesk.core.tables.values import text_at

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
    count, examples = 0, list[ChangedValue]()
    for group, rows in enumerate(after.group_rows):
        context.check()
        context.progress(group, after.group_count, "counting changes")
        if not rows or not any(layer.touches(after, group) for layer in layers):
            continue
        at = after.positions(group)
        old, new = (state.arrays(group, [column.id], at)[column.id] for state in (before, after))
        different = differ_as_read(old, new)
        count += int(different.sum())
        for place in np.flatnonzero(different)[: EXAMPLES - len(examples)]:
            where = np.array([place if at is None else at[place]], np.int64)
            was, is_now = (_text(side, int(place)) for side in (old, new))
            row_id = int(after.row_ids(group, where)[0])
            examples.append(ChangedValue(row_id=row_id, column=column.name, before=was, after=is_now))
    return count, examples


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
        texts = [[_text(found[c.id], i) for i in range(len(at))] for c in columns]
        for row in zip(*texts, strict=True):
            yield {c.name: text for c, text in zip(columns, row, strict=True)}


def _kept(state: State, group: int) -> Mask:
    return state.kept.get(group, np.ones(state.stored_rows(group), np.bool_))


def _text(array: pa.Array, row: int) -> str | None:
    text = text_at(array, row)
    return None if text is None else text[:_LONGEST]
