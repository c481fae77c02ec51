"""From what stands in a file to what a column holds: text to numbers, truth values and times, and back.

Everything is done on whole arrays; only values that do not fit are looked at one by one.
"""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Kind
from driftdesk.core.tables.arrays import Mask, as_mask

MISSING_WORDS = (
    "", "NA", "N/A", "n/a", "na", "#N/A", "NaN", "nan", "NAN", "-nan", "null", "NULL", "Null",
    "None", "none", "NONE", "nil", "<NA>", "?", "-", "--", "NaT",
)  # fmt: skip
"""What a missing number, truth value or time is written as. In text and categories only the empty value is
missing: ``NA`` may be a country and ``none`` an answer."""

TRUE_WORDS = ("true", "True", "TRUE", "yes", "Yes", "YES")
FALSE_WORDS = ("false", "False", "FALSE", "no", "No", "NO")
_TRUE_MORE = ("true", "yes", "t", "y", "1", "1.0", "on")
_FALSE_MORE = ("false", "no", "f", "n", "0", "0.0", "off")

_NUMBER = r"^[+-]?(\d+\.?\d*([eE][+-]?\d+)?|\.\d+([eE][+-]?\d+)?|(?i:inf|infinity))$"

DATE_FORMATS = (
    "%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%m/%d/%Y", "%d/%m/%Y", "%d.%m.%Y", "%d-%m-%Y",
    "%d %b %Y", "%d-%b-%Y", "%b %d, %Y", "%d %B %Y", "%B %d, %Y", "%Y%m%d",
)  # fmt: skip
"""Dates that are read beside ISO 8601, each also with a time of day behind it."""
_TIMES = ("", " %H:%M:%S", " %H:%M", "T%H:%M:%S", "T%H:%M", " %I:%M:%S %p", " %I:%M %p")

TIMESTAMP = pa.timestamp("us")


@dataclass(frozen=True)
class Converted:
    """``bad`` marks the values that do not fit the kind (null in ``array``); None: all fit."""

    array: pa.Array
    bad: Mask | None = None

    @property
    def bad_count(self) -> int:
        return 0 if self.bad is None else int(self.bad.sum())


def arrow_type(kind: Kind) -> pa.DataType:
    """The type in which a column of ``kind`` is handed out where its chunks leave a choice (numeric: float64)."""
    return {
        Kind.NUMERIC: pa.float64(),
        Kind.BOOLEAN: pa.bool_(),
        Kind.DATETIME: TIMESTAMP,
        Kind.CATEGORICAL: pa.string(),
        Kind.TEXT: pa.string(),
    }[kind]


def null_array(kind: Kind, rows: int) -> pa.Array:
    """``rows`` missing values of a kind."""
    return pa.nulls(rows, arrow_type(kind))


def unify(arrays: list[pa.Array], kind: Kind) -> pa.ChunkedArray:
    """One array of one type: integers stay integers only where all of them are."""
    types = {a.type for a in arrays}
    if not arrays:
        return pa.chunked_array([], type=arrow_type(kind))
    if len(types) == 1:
        return pa.chunked_array(arrays)
    wanted = arrow_type(kind)
    return pa.chunked_array([a if a.type == wanted else a.cast(wanted, safe=False) for a in arrays])


def convert(array: pa.Array, kind: Kind, date_format: str = "") -> Converted:
    """``array`` (text, or any simple Arrow type) as values of ``kind``.

    ``date_format`` is a date of DATE_FORMATS; empty: ISO 8601. Infinity is kept, NaN is missing, integers that
    do not fit 64 bits become floating point.
    """
    array = _plain(array)
    if kind.is_string:
        return Converted(blanks_to_null(to_text(array)))
    if pa.types.is_null(array.type):
        return Converted(null_array(kind, len(array)))
    if not pa.types.is_string(array.type):
        typed = _FROM_TYPED[kind](array)
        if typed is not None:
            return typed
        array = to_text(array)
    trimmed = pc.utf8_trim_whitespace(array)
    text = pc.if_else(
        pc.is_in(trimmed, value_set=pa.array(MISSING_WORDS)), pa.scalar(None, pa.string()), trimmed
    )
    if kind is Kind.NUMERIC:
        return _numbers(text)
    return _truths(text) if kind is Kind.BOOLEAN else _times(text, date_format)


def date_format_of(text: pa.Array) -> str:
    """The format of DATE_FORMATS (or empty: ISO 8601) that fits most of these strings."""
    return min(("", *DATE_FORMATS), key=lambda f: convert(text, Kind.DATETIME, f).bad_count)


def to_text(array: pa.Array) -> pa.Array:
    """Any simple Arrow type as strings: ``true``/``false``, ISO times, ``1`` for 1.0."""
    if pa.types.is_string(array.type):
        return array
    if pa.types.is_null(array.type):
        return pa.nulls(len(array), pa.string())
    return array.cast(pa.string())


def text_at(array: pa.Array, row: int) -> str | None:
    """One value as text; None: it is missing."""
    text: str | None = to_text(array.slice(row, 1))[0].as_py()
    return text


def blanks_to_null(array: pa.Array) -> pa.Array:
    """Empty strings become missing."""
    lengths = pc.binary_length(array)
    if pc.min(lengths).as_py() != 0:
        return array
    return pc.if_else(pc.equal(lengths, 0), pa.scalar(None, pa.string()), array)


def nan_to_null(array: pa.Array) -> pa.Array:
    """NaN is missing, as a null is."""
    if not pa.types.is_floating(array.type) or not pc.any(pc.is_nan(array)).as_py():
        return array
    return pc.if_else(pc.is_nan(array), pa.scalar(None, array.type), array)


def _plain(array: pa.Array) -> pa.Array:
    if isinstance(array, pa.ChunkedArray):
        array = array.combine_chunks()
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_large_string(array.type) or array.type == pa.string_view():
        array = array.cast(pa.string())
    return array


def _typed_number(array: pa.Array) -> Converted | None:
    kind = array.type
    if pa.types.is_boolean(kind):
        return Converted(array.cast(pa.int64()))
    if pa.types.is_integer(kind):
        try:
            return Converted(array.cast(pa.int64()))
        except pa.ArrowInvalid:
            return Converted(array.cast(pa.float64(), safe=False))
    if pa.types.is_floating(kind) or pa.types.is_decimal(kind):
        return Converted(nan_to_null(array.cast(pa.float64())))
    return None


def _typed_truth(array: pa.Array) -> Converted | None:
    return Converted(array) if pa.types.is_boolean(array.type) else None


def _typed_time(array: pa.Array) -> Converted | None:
    if pa.types.is_timestamp(array.type):
        if array.type.tz:
            array = array.cast(pa.timestamp(array.type.unit, "UTC")).cast(pa.timestamp(array.type.unit))
        return Converted(array.cast(TIMESTAMP, safe=False))
    return Converted(array.cast(TIMESTAMP)) if pa.types.is_date(array.type) else None


_FROM_TYPED: dict[Kind, Callable[[pa.Array], Converted | None]] = {
    Kind.NUMERIC: _typed_number,
    Kind.BOOLEAN: _typed_truth,
    Kind.DATETIME: _typed_time,
}


def _numbers(text: pa.Array) -> Converted:
    for wanted in (pa.int64(), pa.float64()):
        try:
            return Converted(nan_to_null(text.cast(wanted)))
        except pa.ArrowInvalid:
            continue
    fits = pc.match_substring_regex(text, _NUMBER)
    kept = pc.if_else(fits, text, pa.scalar(None, pa.string()))
    bad = _and_present(pc.invert(fits), text)
    try:
        return Converted(kept.cast(pa.int64()), bad)
    except pa.ArrowInvalid:
        return Converted(kept.cast(pa.float64()), bad)


def _truths(text: pa.Array) -> Converted:
    lower = pc.utf8_lower(text)
    true = pc.is_in(lower, value_set=pa.array(_TRUE_MORE))
    false = pc.is_in(lower, value_set=pa.array(_FALSE_MORE))
    values = pc.if_else(pc.or_(true, false), true, pa.scalar(None, pa.bool_()))
    return _marked(values, text)


def _times(text: pa.Array, date_format: str) -> Converted:
    return _marked(_iso_times(text) if not date_format else _formatted_times(text, date_format), text)


def _iso_times(text: pa.Array) -> pa.Array:
    """ISO 8601, with or without a zone and fractions of a second; what does not fit is null."""
    for wanted in (TIMESTAMP, pa.timestamp("us", "UTC"), pa.timestamp("ns"), pa.timestamp("ns", "UTC")):
        try:
            return text.cast(wanted).cast(pa.timestamp(wanted.unit)).cast(TIMESTAMP, safe=False)
        except pa.ArrowInvalid:
            continue
    return pa.array([_iso_time(v) for v in text.to_pylist()], TIMESTAMP)


def _iso_time(value: str | None) -> datetime | None:
    if value is None:
        return None
    try:
        return pa.scalar(value).cast(pa.timestamp("us", "UTC")).cast(TIMESTAMP).as_py()  # type: ignore[no-any-return]  # pyarrow is untyped
    except pa.ArrowInvalid:
        pass
    try:
        return pa.scalar(value).cast(TIMESTAMP).as_py()  # type: ignore[no-any-return]  # pyarrow is untyped
    except pa.ArrowInvalid:
        return None


def _formatted_times(text: pa.Array, date_format: str) -> pa.Array:
    found = pa.nulls(len(text), TIMESTAMP)
    for time_format in _TIMES:
        left = pc.and_(pc.is_valid(text), pc.is_null(found))
        if not pc.any(left).as_py():
            break
        layout = date_format + time_format
        parsed = pc.strptime(
            pc.if_else(left, text, pa.scalar(None, pa.string())), format=layout, unit="us", error_is_null=True
        )
        found = pc.coalesce(found, _without_impossible_days(parsed, text, layout))
    return found


def _without_impossible_days(parsed: pa.Array, text: pa.Array, layout: str) -> pa.Array:
    """Arrow reads the 31st of February as the 3rd of March: what landed on the first three days is checked."""
    suspects = as_mask(pc.less_equal(pc.day(parsed), 3))
    wrong = np.zeros(len(parsed), dtype=bool)
    for row in np.flatnonzero(suspects):
        try:
            datetime.strptime(text[int(row)].as_py(), layout)  # only its validity counts
        except ValueError:
            wrong[row] = True
    return pc.if_else(pa.array(wrong), pa.scalar(None, TIMESTAMP), parsed) if wrong.any() else parsed


def _marked(values: pa.Array, text: pa.Array) -> Converted:
    bad = _and_present(pc.is_null(values), text)
    return Converted(values, bad if bad.any() else None)


def _and_present(flags: pa.Array, text: pa.Array) -> Mask:
    """``flags`` where ``text`` is not missing, as a numpy mask."""
    return as_mask(pc.and_kleene(flags, pc.is_valid(text)))
