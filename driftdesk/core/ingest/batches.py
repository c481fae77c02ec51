"""What the readers of all formats have in common: raw values to typed columns, and the rows that do not fit."""

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Literal, Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Column, Kind
from driftdesk.core.ingest.marks import Mark
from driftdesk.core.ingest.notation import PLAIN, Notation
from driftdesk.core.tables.arrays import Mask
from driftdesk.core.tables.values import convert

if TYPE_CHECKING:
    from driftdesk.core.ingest.detection import FileFormat

LONGEST_VALUE = 4 << 20
"""Bytes of one value; a row with a longer one is rejected."""

MOST_COLUMNS = 10_000
"""Of a table."""

_WANTED = {
    Kind.NUMERIC: "a number",
    Kind.BOOLEAN: "true or false",
    Kind.DATETIME: "a date or time",
    Kind.CATEGORICAL: "text",
    Kind.TEXT: "text",
}


@dataclass(frozen=True)
class ColumnPlan:
    """How one column of the file becomes a column of the dataset. ``position`` counts in the file."""

    position: int
    column: Column
    integers: bool = False
    """Numeric: the sample held nothing but integers."""
    date_format: str = ""
    """Datetime: one of DATE_FORMATS; empty is ISO 8601."""
    notation: Notation = PLAIN
    """Numeric: how the file writes numbers."""
    misfits: Literal["reject", "missing"] = "reject"
    """Values that are not of the kind: their rows are left out, or they are missing values."""


@dataclass(frozen=True)
class Reject:
    """A row that was left out. ``line`` counts from 1 (in a JSON array and in Parquet: the row)."""

    line: int
    reason: str
    content: str = ""


@dataclass(frozen=True)
class Batch:
    """Rows that fit, by the names of the dataset's columns, and those that do not."""

    table: pa.Table
    rejects: tuple[Reject, ...] = ()
    contradictions: Counter[str] = field(default_factory=Counter)
    """By column: values that are not of its kind."""
    infinite: Counter[str] = field(default_factory=Counter)
    mark: Mark | None = None
    """Where it begins; None: only its number tells."""

    @property
    def rows_read(self) -> int:
        return int(self.table.num_rows) + len(self.rejects)


class FormatReader(Protocol):
    """One open file of one format."""

    form: "FileFormat"
    """As detected, with what only the reader finds out."""
    names: tuple[str, ...]
    """The columns as the file names them, in order."""
    warnings: list[str]

    def sample(self) -> pa.Table:
        """The first rows (20,000 or 8 MB), columns named ``0``, ``1``, ...: text, or what the format says."""

    def batches(self, plans: Sequence[ColumnPlan]) -> Iterator[Batch]: ...

    def position(self, rows: int) -> int:
        """About how many bytes of the file as stored were read for the first ``rows`` rows."""


SAMPLE_ROWS = 20_000
SAMPLE_BYTES = 8 << 20


def assemble(
    raw: Sequence[pa.Array],
    plans: Sequence[ColumnPlan],
    line_of: Callable[[int], int],
    *,
    content_of: Callable[[int], str],
    ragged: Sequence[Reject] = (),
    broken: dict[int, str] | None = None,
) -> Batch:
    """Type the raw columns (in the order of ``plans``) and leave out the rows with a value that does not fit.

    ``broken`` gives rows that are known to be unusable, with the reason.
    """
    rows = len(raw[0]) if raw else 0
    reasons: dict[int, str] = dict(broken or {})
    contradictions: Counter[str] = Counter()
    arrays: list[pa.Array] = []
    for array, plan in zip(raw, plans, strict=True):
        numbers = plan.notation.plain(array) if plan.column.kind is Kind.NUMERIC else array
        converted = convert(numbers, plan.column.kind, plan.date_format)
        arrays.append(converted.array)
        if converted.bad is not None:
            contradictions[plan.column.name] += converted.bad_count
            for row in np.flatnonzero(converted.bad).tolist() if plan.misfits == "reject" else ():
                value = _shown(array[row].as_py())
                reasons.setdefault(row, f"{plan.column.name}: {value} is not {_WANTED[plan.column.kind]}")
        for row in _too_long(converted.array):
            reasons.setdefault(row, f"{plan.column.name}: a value longer than {LONGEST_VALUE >> 20} MB")
    rejects = [Reject(line_of(row), reason, content_of(row)) for row, reason in reasons.items()]
    if reasons:
        keep: Mask = np.ones(rows, dtype=bool)
        keep[list(reasons)] = False
        arrays = [a.filter(pa.array(keep)) for a in arrays]
    table = pa.table(arrays, names=[p.column.name for p in plans])
    every = tuple(sorted([*ragged, *rejects], key=lambda r: r.line))
    return Batch(table, every, contradictions, count_infinite(table))


def text_of(array: pa.Array) -> tuple[pa.Array, list[int]]:
    """Bytes, or strings that nobody checked, as strings; and the rows with bytes that are none (missing there).
    Other types are left as they are."""
    if pa.types.is_large_string(array.type) or array.type == pa.string_view():
        array = array.cast(pa.string())
    if not pa.types.is_string(array.type) and not pa.types.is_binary(array.type):
        return array, []
    raw = array.view(pa.binary()) if pa.types.is_string(array.type) else array
    try:
        return raw.cast(pa.string()), []
    except pa.ArrowInvalid:
        pass
    texts, broken = [], []
    for row, value in enumerate(raw.to_pylist()):
        try:
            texts.append(None if value is None else value.decode("utf-8"))
        except UnicodeDecodeError:
            texts.append(None)
            broken.append(row)
    return pa.array(texts, pa.string()), broken


def count_infinite(table: pa.Table) -> Counter[str]:
    """By column: how many values are infinite."""
    found: Counter[str] = Counter()
    for name, column in zip(table.column_names, table.columns, strict=True):
        if pa.types.is_floating(column.type) and (number := pc.sum(pc.is_inf(column)).as_py()):
            found[name] = number
    return found


def _shown(value: object) -> str:
    text = repr(value)
    return text if len(text) <= 60 else text[:57] + "..."


def _too_long(array: pa.Array) -> list[int]:
    if not pa.types.is_string(array.type) or array.nbytes <= LONGEST_VALUE:
        return []
    long = pc.greater(pc.binary_length(array), LONGEST_VALUE)
    return [int(i) for i in np.flatnonzero(pc.fill_null(long, False).to_numpy(zero_copy_only=False))]
