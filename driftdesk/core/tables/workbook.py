"""Rows as an Excel workbook of one sheet, streamed.

Numbers, times and truth values are cells of their own kind. Text that Excel would take for a formula is marked as text
(the mark that a typed apostrophe leaves), so its value stays as it is and nothing runs.
"""

import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from datetime import datetime
from typing import IO, Any

import openpyxl
import pyarrow as pa
from openpyxl.cell import WriteOnlyCell
from openpyxl.cell.cell import ILLEGAL_CHARACTERS_RE

from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.formulas import BEGINNINGS

MOST_ROWS = 1_048_576
"""With the header's."""
MOST_COLUMNS = 16_384
MOST_CHARACTERS = 32_767

_MARKED = (*BEGINNINGS, "#")
"""Excel takes ``#N/A`` for an error."""
_EXACT = 2**53
"""Excel's numbers are float64: whole ones beyond are written as text."""
_BEGINNING_OF_TIME = datetime(1900, 3, 1)
"""Excel believes that 1900 was a leap year; times before are written as text."""


def check_size(rows: int, columns: int) -> None:
    """Raises ParameterError where a sheet cannot hold so many."""
    if rows >= MOST_ROWS:
        raise ParameterError(
            f"An Excel sheet holds {MOST_ROWS:,} rows with its header; these are {rows:,}.",
            "Filter them, or write CSV or Parquet.",
        )
    if columns > MOST_COLUMNS:
        raise ParameterError(
            f"An Excel sheet holds {MOST_COLUMNS:,} columns; these are {columns:,}.",
            "Choose fewer, or write CSV or Parquet.",
        )


@contextmanager
def new_workbook(sink: IO[bytes], names: Sequence[str]) -> Iterator[Callable[[pa.Table], None]]:
    """A function that adds the rows of a table. Raises ParameterError for a text that is too long for Excel."""
    book = openpyxl.Workbook(write_only=True)
    sheet = book.create_sheet("Rows")
    sheet.freeze_panes = "A2"
    sheet.append([_cell(sheet, name) for name in names])

    def write(table: pa.Table) -> None:
        for row in zip(*(column.to_pylist() for column in table.columns), strict=True):
            sheet.append([_cell(sheet, value) for value in row])

    try:
        yield write
    except BaseException:
        sheet.close()
        sheet._writer.cleanup()  # else its temporary file stays until the program ends
        raise
    book.save(sink)


def _cell(sheet: Any, value: Any) -> Any:
    if isinstance(value, str):
        return _text(sheet, value)
    if isinstance(value, float) and not math.isfinite(value):
        return str(value)
    if isinstance(value, int) and abs(value) > _EXACT:
        return _text(sheet, str(value))
    if isinstance(value, datetime) and value < _BEGINNING_OF_TIME:
        return value.isoformat(" ")
    return value


def _text(sheet: Any, text: str) -> Any:
    text = ILLEGAL_CHARACTERS_RE.sub(lambda found: f"_x{ord(found[0]):04X}_", text)
    if len(text) > MOST_CHARACTERS:
        raise ParameterError(
            f"A text of {len(text):,} characters is too long: an Excel cell holds {MOST_CHARACTERS:,}.",
            "Write CSV or Parquet, or leave its column out.",
        )
    if not text.startswith(_MARKED):
        return text
    cell = WriteOnlyCell(sheet)
    cell.value = text
    cell.data_type = "s"
    cell.quotePrefix = True
    return cell
