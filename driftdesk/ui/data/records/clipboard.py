"""Cells as spreadsheets put them on the clipboard: tab-separated, quoted where a cell holds a tab or a line break."""

import csv
import io
from collections.abc import Iterable, Sequence


def parse(text: str) -> list[list[str]]:
    """The rows of a block of cells, all as long as the longest. Quotes that no spreadsheet wrote are text."""
    text = text.removeprefix("\ufeff").replace("\r\n", "\n").replace("\r", "\n").replace("\0", "")
    text = text.removesuffix("\n")
    if not text:
        return []
    try:
        rows = list(csv.reader(io.StringIO(text, newline=""), dialect="excel-tab", strict=True))
    except csv.Error:  # a lone quote, or a very long cell
        rows = [line.split("\t") for line in text.split("\n")]
    width = max(len(row) for row in rows)
    return [[*row, *[""] * (width - len(row))] for row in rows]


def write(names: Sequence[str] | None, rows: Iterable[Sequence[str | None]]) -> str:
    """Cells as text for the clipboard, with a first line of ``names`` if there are any."""
    out = io.StringIO()
    writer = csv.writer(out, dialect="excel-tab", lineterminator="\n")
    if names is not None:
        writer.writerow(names)
    for row in rows:
        writer.writerow(["" if cell is None else cell for cell in row])
    return out.getvalue()
