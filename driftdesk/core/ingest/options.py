"""What a user may say about a file instead of leaving it to detection."""

from typing import Literal

from pydantic import Field

from driftdesk.core.entities import Kind, Record, Role, Task

OnRetyped = Literal["refuse", "reject", "missing", "text"]


class ImportOptions(Record):
    """How to read a file and what its columns are; None and empty mean: found out from the file."""

    encoding: str | None = None
    """A Python codec name such as ``cp949``."""
    delimiter: str | None = None
    """One character; ``tab`` for a tab."""
    quote: str | None = None
    """One character, or empty: quotes mean nothing."""
    header: bool | None = None
    decimal: str | None = None
    """``.`` or ``,``."""
    thousands: str | None = None
    """What groups digits (a comma, a point, a space or ``'``), or empty: nothing does."""
    comment: str | None = None
    """What comment lines begin with, one character; empty: there are none."""
    skip_rows: int | None = Field(default=None, ge=0)
    """Lines (in a workbook: rows) before the table."""
    sheet: str | None = None
    """Of a workbook, by name or by number from 1; None: the first that holds rows."""
    member: str | None = None
    """Of a zip archive: a name, or a pattern such as ``2024-*.csv``; None: all."""
    records: str | None = None
    """Of a JSON object: the key whose array holds the rows, such as ``result.items``."""
    flatten: str = "."
    """What joins the names of nested objects (``address.city``); empty: they stay JSON text in one column."""
    lists: Literal["json", "count"] = "json"
    """Lists inside of a row: JSON text, or how many elements they have."""
    kinds: dict[str, Kind] = Field(default_factory=dict)
    roles: dict[str, Role] = Field(default_factory=dict)
    task: Task | None = None
    target: str | None = None
    timestamp: str | None = None
    as_before: bool = False
    """Kinds, roles and task that are not given are those that were chosen for a file of the same columns before."""
    mode: Literal["append", "replace"] = "append"
    """Into a dataset that exists: the new version holds its rows and the file's, or the file's alone."""
    missing_columns: Literal["refuse", "null"] = "refuse"
    """Columns of the dataset that the file lacks: an error, or missing values."""
    new_columns: Literal["refuse", "add", "ignore"] = "refuse"
    """Columns of the file that the dataset lacks: an error, added (missing in the old rows), or left out."""
    retyped_columns: OnRetyped = "refuse"
    """Columns that the file holds as another kind than the dataset: an error; the rows whose values do not fit are
    rejected; those values are missing; or the dataset's column becomes text."""
