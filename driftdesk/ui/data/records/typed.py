"""What was typed or pasted, held against the kinds of its columns before it becomes an edit: no Qt.

Core converts it again when the edit is applied; here the answer names the cell.
"""

from collections.abc import Sequence

from driftdesk.core.entities import Column, Kind
from driftdesk.core.errors import ParameterError

_WANTED = {
    Kind.NUMERIC: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.DATETIME: "a date or time",
}


def checked(column: Column, texts: Sequence[str], first_row: int) -> tuple[str | None, ...]:
    """``texts`` as cells of ``column`` from row ``first_row`` (from 0) on; empty ones are missing. Raises ParameterError
    that names the first cell that does not fit."""
    import numpy as np
    import pyarrow as pa

    from driftdesk.core.tables.values import convert, date_format_of

    cells = tuple(text if text.strip() else None for text in texts)
    if column.kind not in _WANTED:
        return cells
    array = pa.array(cells, pa.string())
    date_format = date_format_of(array) if column.kind is Kind.DATETIME else ""
    converted = convert(array, column.kind, date_format)
    if converted.bad is None:
        return cells
    at = int(np.argmax(converted.bad))
    more = converted.bad_count - 1
    raise ParameterError(
        f"Row {first_row + at + 1:,}, column {column.name}: “{(cells[at] or '')[:60]}” is not "
        f"{_WANTED[column.kind]}." + (f" Nor are {more:,} others." if more else ""),
        "Nothing was changed. Correct it, or make the column text.",
    )


def without_header(block: list[list[str]], columns: Sequence[Column]) -> list[list[str]]:
    """A pasted block without its first line, if that says the names of the columns it goes to."""
    names = [c.name for c in columns[: len(block[0])]] if block else []
    return block[1:] if len(block) > 1 and block[0] == names else block
