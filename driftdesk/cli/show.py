"""How answers look in a terminal."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime
from typing import Any

from rich import box
from rich.table import Table
from rich.text import Text

_SEVERITY = {"critical": "bold red", "warning": "yellow", "insufficient_data": "dim", "none": "green"}


def table(columns: Sequence[str], rows: Iterable[Sequence[Any]], title: str = "") -> Table:
    """A table; a column whose name ends in ``>`` is right-aligned and, as one that ends in ``!``, never cut."""
    result = Table(title=title or None, title_justify="left", box=box.SIMPLE_HEAD, pad_edge=False)
    for column in columns:
        kept = column.rstrip(">!")
        result.add_column(kept, justify="right" if column.endswith(">") else "left", no_wrap=kept != column)
    for row in rows:
        result.add_row(*(cell if isinstance(cell, Text) else Text(plain(cell)) for cell in row))
    return result


def facts(values: Mapping[str, Any]) -> Table:
    """Names and values, one a line."""
    result = Table(box=None, show_header=False, pad_edge=False)
    result.add_column(style="dim")
    result.add_column()
    for name, value in values.items():
        result.add_row(name.replace("_", " "), Text(plain(value)))
    return result


def severity(word: str) -> Text:
    """A verdict in its colour."""
    return Text(word.replace("_", " "), style=_SEVERITY.get(word, ""))


def plain(value: Any) -> str:
    """A value as people read it: four significant digits, a dash for nothing."""
    if value is None or value == "":
        return "-"
    if isinstance(value, bool):
        return "yes" if value else "no"
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, int):
        return f"{value:,}".replace(",", " ")
    if isinstance(value, datetime):
        try:
            return f"{value.astimezone():%Y-%m-%d %H:%M}"
        except (ValueError, OverflowError):  # at either end of the calendar
            return value.isoformat(" ", "minutes")
    if isinstance(value, Mapping):
        return "  ".join(f"{k} {plain(v)}" for k, v in value.items()) or "-"
    if isinstance(value, list | tuple):
        return ", ".join(plain(v) for v in value) or "-"
    return str(value)
