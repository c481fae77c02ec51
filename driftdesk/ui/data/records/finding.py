"""How many cells a replacement will change, and what becomes of the first ones: no Qt."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Kind
from driftdesk.core.errors import ParameterError
from driftdesk.ui import figures
from driftdesk.ui.data.records.shown import ShownRows

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import Replace

SHOWN = 20


@dataclass(frozen=True)
class Found:
    column: str
    before: str
    after: str


def count_matches(rows: ShownRows, edit: Replace, context: Context) -> tuple[int, list[Found]]:
    """Reads the columns once; runs in a thread. Raises ParameterError where it cannot be done so, JobCancelledError."""
    from driftdesk.core.drafts.values import check_regex
    from driftdesk.core.tables.equality import differ

    check_regex(edit)
    columns = rows.columns.select(edit.columns)
    ways = {c.name: _way(c, edit) for c in columns}
    assert rows.select is not None
    number, first = 0, list[Found]()
    for table in rows.select(edit.where).batches(list(ways)):
        context.check()
        for name, way in ways.items():
            for before in table.column(name).chunks:
                after = way(before)
                changed = differ(before, after)
                number += int(changed.sum())
                for at in changed.nonzero()[0][: SHOWN - len(first)].tolist():
                    said = figures.cell(before[at].as_py()), figures.cell(after[at].as_py())
                    first.append(Found(name, said[0] or figures.NOTHING, said[1] or figures.NOTHING))
    return number, first


def _way(column: Column, edit: Replace) -> Callable[[Any], Any]:
    """What the edit makes of an array of the column's values."""
    import pyarrow as pa
    import pyarrow.compute as pc

    from driftdesk.core.drafts.layers import Pattern
    from driftdesk.core.tables.values import convert

    if column.kind.is_string:
        pattern = Pattern(edit.find, edit.replacement, edit.regex, edit.whole, edit.case)
        return lambda array: convert(pattern.replace(array), Kind.TEXT).array
    if edit.regex or not edit.whole:
        raise ParameterError(
            f"{column.name} holds no text, so parts of its values cannot be replaced.",
            "Choose “Whole cells”.",
        )
    both = convert(pa.array([edit.find, edit.replacement or None], pa.string()), column.kind)
    if both.bad_count:
        raise ParameterError(f"{column.name} cannot hold this.", f"Its values are {column.kind}.")
    find, value = both.array[0], both.array[1]

    def exchange(array: Any) -> Any:
        same = pc.fill_null(pc.equal(array, find.cast(array.type)), False)
        return pc.if_else(same, pa.scalar(value.as_py(), array.type), array)

    return exchange
