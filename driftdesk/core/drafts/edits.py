"""What can be done to the rows and columns of a draft, as records that are stored.

Names and values stand in an edit as they are at its place in the log: a column is called what earlier edits called it,
and what ``EditService.apply`` found out (converted values, the id of a new column, the mean that fills gaps) is
written into it, so that it does the same whenever it is done again.
"""

from collections.abc import Mapping, Sequence
from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

import pyarrow as pa
from pydantic import Field, TypeAdapter

from driftdesk.core.entities import DatasetVersion, Kind, Record, Role
from driftdesk.core.errors import CorruptDataError, ParameterError

MOST_CELLS = 100_000
"""In one edit, be they set or added; more come in a file."""
MOST_BYTES = 8 << 20
"""Of one edit as it is stored."""

Value = bool | int | float | str | datetime | None
"""A cell; None is missing. Text becomes the column's kind as on import."""


class SetCells(Record):
    """New values of cells: for each of some columns one value for each of ``row_ids``."""

    kind: Literal["set_cells"] = "set_cells"
    row_ids: tuple[int, ...]
    values: dict[str, tuple[Value, ...]]
    """By name of column."""

    @property
    def text(self) -> str:
        return f"{_count(len(self.row_ids) * len(self.values), 'cell')} of {_names(self.values)} set"


class AddRows(Record):
    """New rows at the end; what a row does not name is missing in it."""

    kind: Literal["add_rows"] = "add_rows"
    rows: tuple[dict[str, Value], ...]
    first_id: int = 0
    """Set when it is applied: the (negative) row id of the first one; the others follow downwards."""

    @property
    def text(self) -> str:
        return f"{_count(len(self.rows), 'row')} added"


class DuplicateRows(Record):
    """Copies of rows at the end."""

    kind: Literal["duplicate_rows"] = "duplicate_rows"
    row_ids: tuple[int, ...]
    first_id: int = 0
    """As of ``AddRows``."""

    @property
    def text(self) -> str:
        return f"{_count(len(self.row_ids), 'row')} duplicated"


class DeleteRows(Record):
    """Rows go: those of ``row_ids``, or those that the filter ``where`` lets through."""

    kind: Literal["delete_rows"] = "delete_rows"
    row_ids: tuple[int, ...] = ()
    where: str = ""

    @property
    def text(self) -> str:
        return (
            f"Rows deleted where {self.where}"
            if self.where
            else f"{_count(len(self.row_ids), 'row')} deleted"
        )


class AddColumn(Record):
    """A new last column, which holds one ``value``, what an ``expression`` gives, or nothing."""

    kind: Literal["add_column"] = "add_column"
    name: str
    column_kind: Kind | None = None
    """None: that of the expression, else categorical."""
    role: Role = Role.FEATURE
    value: Value = None
    expression: str = ""
    column_id: str = ""
    """Set when it is applied."""

    @property
    def text(self) -> str:
        return f"{self.name} added" + (f" = {self.expression}" if self.expression else "")


class RenameColumn(Record):
    """Another name; the column stays the same one."""

    kind: Literal["rename_column"] = "rename_column"
    column: str
    name: str

    @property
    def text(self) -> str:
        return f"{self.column} renamed to {self.name}"


class RemoveColumn(Record):
    """A column goes, but the last one."""

    kind: Literal["remove_column"] = "remove_column"
    column: str

    @property
    def text(self) -> str:
        return f"{self.column} removed"


class Retype(Record):
    """Another kind of column. Values that do not fit it are refused, or become missing."""

    kind: Literal["retype"] = "retype"
    column: str
    to: Kind
    bad: Literal["refuse", "missing"] = "refuse"
    date_format: str | None = None
    """How its dates are written; None: found out when it is applied."""

    @property
    def text(self) -> str:
        return f"{self.column} made {self.to}"


class SetRole(Record):
    """There is one target and one timestamp: a column that had the role becomes a feature."""

    kind: Literal["set_role"] = "set_role"
    column: str
    role: Role

    @property
    def text(self) -> str:
        return f"{self.column} made {self.role}"


class Compute(Record):
    """A column becomes what an expression gives, in the rows that ``where`` lets through (empty: all)."""

    kind: Literal["compute"] = "compute"
    column: str
    expression: str
    where: str = ""

    @property
    def text(self) -> str:
        return f"{self.column} = {self.expression}{_where(self.where)}"


class FillHow(StrEnum):
    """What missing values are filled with, where it is not one value."""

    FORWARD = "forward"
    """With the value of the row before."""
    BACKWARD = "backward"
    MEAN = "mean"
    MEDIAN = "median"
    MODE = "mode"


class Fill(Record):
    """Missing values of a column become ``value``, or what ``how`` says."""

    kind: Literal["fill"] = "fill"
    column: str
    value: Value = None
    """With mean, median and mode set when it is applied."""
    how: FillHow | None = None
    where: str = ""

    @property
    def text(self) -> str:
        what = f" with {self.value}" if self.value is not None else ""
        how = f" ({self.how})" if self.how else ""
        return f"{self.column} filled{what}{how}{_where(self.where)}"


class Replace(Record):
    """Find and replace in text: ``find`` literally or as a regular expression (RE2, groups as ``\\1``), the ``whole``
    cell or any part of it. In columns that are no text: whole cells only, both sides as values of the column."""

    kind: Literal["replace"] = "replace"
    columns: tuple[str, ...] = ()
    """None: all that hold text."""
    find: str
    replacement: str = ""
    regex: bool = False
    whole: bool = False
    case: bool = True
    """Whether upper and lower case differ."""
    where: str = ""

    @property
    def text(self) -> str:
        return f"{self.find!r} replaced by {self.replacement!r} in {_names(self.columns) or 'all text'}{_where(self.where)}"


Edit = Annotated[
    SetCells
    | AddRows
    | DuplicateRows
    | DeleteRows
    | AddColumn
    | RenameColumn
    | RemoveColumn
    | Retype
    | SetRole
    | Compute
    | Fill
    | Replace,
    Field(discriminator="kind"),
]
EDIT: TypeAdapter[Edit] = TypeAdapter(Edit)


class LoggedEdit(Record):
    """A line of a draft's history."""

    number: int
    text: str
    is_done: bool
    """False: it was undone."""


class DraftChanges(Record):
    """What a draft's edits come to."""

    edits: tuple[LoggedEdit, ...]
    rows_before: int
    rows: int
    added_rows: int
    deleted_rows: int
    """Of the base's."""
    added_columns: tuple[str, ...] = ()
    removed_columns: tuple[str, ...] = ()
    changed_columns: tuple[str, ...] = ()
    """Whose name, kind or role is another, or whose values an edit touches."""

    @property
    def is_empty(self) -> bool:
        changed = self.added_rows or self.deleted_rows or self.added_columns or self.removed_columns
        return not changed and not self.changed_columns


class Overlap(Record):
    """A cell that both changed. ``mine`` and ``theirs`` as text; None is missing."""

    row_id: int
    column: str
    before: str | None
    mine: str | None
    theirs: str | None


class DraftConflict(Record):
    """What became of a draft's dataset since its base, and where both sides meet."""

    base: int
    head: int
    versions: tuple[DatasetVersion, ...]
    """Committed since, oldest first."""
    columns: tuple[str, ...] = ()
    """What happened to columns, as sentences."""
    added_rows: int = 0
    removed_rows: int = 0
    changed_cells: int = 0
    """By the others."""
    overlapping_cells: int = 0
    overlaps: tuple[Overlap, ...] = ()
    """The first of them."""
    dropped: tuple[str, ...] = ()
    """What of the draft's edits has no place any more: its rows or columns are gone."""

    @property
    def is_current(self) -> bool:
        """Nobody committed anything since."""
        return self.base == self.head


def pack(edit: Edit) -> bytes:
    """An edit as it is stored. Raises ParameterError where it is too large, or no text."""
    try:
        raw = EDIT.dump_json(edit)
    except ValueError as error:
        raise ParameterError(
            "A name or a text holds half of a character, which is no text.", "Type it anew."
        ) from error
    packed = pa.Codec("zstd", compression_level=3).compress(raw, asbytes=True)
    if len(packed) > MOST_BYTES:
        raise ParameterError(
            f"This edit holds {len(packed) >> 20} MB; one can hold {MOST_BYTES >> 20} MB.",
            "Bring so much data in as a file: import it.",
        )
    return len(raw).to_bytes(8, "little") + bytes(packed)


def unpack(content: bytes) -> Edit:
    """What ``pack`` was given. Raises CorruptDataError."""
    try:
        size = int.from_bytes(content[:8], "little")
        return EDIT.validate_json(pa.Codec("zstd").decompress(content[8:], size, asbytes=True))
    except (ValueError, OSError) as error:
        raise CorruptDataError(
            f"A stored edit cannot be read: {error}.", "Discard the draft, or use the program that wrote it."
        ) from error


def _names(names: Mapping[str, Any] | Sequence[str]) -> str:
    listed = list(names)
    return ", ".join(listed[:5]) + (f" and {len(listed) - 5} more" if len(listed) > 5 else "")


def _count(number: int, what: str) -> str:
    return f"{number:,} {what}{'' if number == 1 else 's'}"


def _where(where: str) -> str:
    return f" where {where}" if where else ""
