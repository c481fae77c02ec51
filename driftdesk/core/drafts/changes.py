"""What a draft's edits come to, in figures and names."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

from driftdesk.core.drafts.edits import DraftChanges, Edit, LoggedEdit

if TYPE_CHECKING:
    from driftdesk.core.drafts.state import State


def changes(state: State, edits: Sequence[Edit], position: int) -> DraftChanges:
    """``edits`` with those that were undone: all behind ``position``."""
    base = state.base.version
    before = {c.id: c for c in base.columns.columns}
    now = {c.id: c for c in state.columns.columns}
    kept = sum(state.group_rows[: len(state.base.groups)])
    return DraftChanges(
        edits=tuple(LoggedEdit(number=n, text=e.text, is_done=n <= position) for n, e in enumerate(edits, 1)),
        rows_before=base.rows,
        rows=state.rows,
        added_rows=state.rows - kept,
        deleted_rows=base.rows - kept,
        added_columns=tuple(c.name for i, c in now.items() if i not in before),
        removed_columns=tuple(c.name for i, c in before.items() if i not in now),
        changed_columns=tuple(
            c.name for i, c in now.items() if i in before and (c != before[i] or state.layers.get(i))
        ),
    )
