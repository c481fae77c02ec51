"""Single values in edits: what people type or paste as values of a column, and what stands for a column's values."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import datetime

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.drafts.edits import FillHow, Replace, Value
from driftdesk.core.drafts.layers import Pattern
from driftdesk.core.entities import Column, Kind
from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.arrays import Mask
from driftdesk.core.tables.values import convert, date_format_of, unify


def typed(values: Sequence[Value], kind: Kind) -> tuple[pa.Array, Mask]:
    """Values (text, or of whatever type) as a column of ``kind`` holds them, and where they do not fit."""
    array = _array(values)
    date_format = ""
    if kind is Kind.DATETIME and pa.types.is_string(array.type):
        date_format = date_format_of(array.slice(0, 1000))
    converted = convert(array, kind, date_format)
    bad = np.zeros(len(values), np.bool_) if converted.bad is None else converted.bad
    return converted.array, bad


def typical(parts: Sequence[pa.Array], column: Column, how: FillHow) -> Value:
    """The mean, the median (of integers the lower one of the two in the middle, so that they stay integers) or the most
    frequent value (of equally frequent ones the smallest) of a column. Raises ParameterError."""
    values = unify(list(parts), column.kind).drop_null()
    if not len(values):
        raise ParameterError(
            f"The column {column.name!r} has no value to take the {how} of.", "Fill with a value."
        )
    found: Value
    if how is FillHow.MODE:
        counted = pc.value_counts(values)
        counts = counted.field("counts")
        found = pc.min(counted.field("values").filter(pc.equal(counts, pc.max(counts)))).as_py()
        return found
    if column.kind is not Kind.NUMERIC:
        raise ParameterError(
            f"The column {column.name!r} is {column.kind}: there is no {how} of it.",
            "Fill with the most frequent value (mode), or with a value.",
        )
    if how is FillHow.MEAN:
        found = pc.mean(values).as_py()
        return found
    of_integers = pa.types.is_integer(values.type)
    found = pc.quantile(values, 0.5, interpolation="lower" if of_integers else "linear")[0].as_py()
    return found


def check_regex(edit: Replace) -> None:
    """Raises ParameterError where an edit's regular expression, or what comes in its place, is none."""
    try:
        Pattern(edit.find, edit.replacement, edit.regex, edit.whole, edit.case).replace(pa.array([""]))
    except pa.ArrowInvalid as error:
        raise ParameterError(
            f"{edit.find!r} with {edit.replacement!r} is no regular expression: {str(error)[:200]}.",
            "See https://github.com/google/re2/wiki/Syntax, or search for the text as it is.",
        ) from error


def _array(values: Sequence[Value]) -> pa.Array:
    """Values of one type as they are; of several, or too large for it, as text."""
    types = {bool if isinstance(v, bool) else type(v) for v in values if v is not None}
    if types <= {int, float} or len(types) == 1:
        try:
            return pa.array(values, from_pandas=True)
        except (pa.ArrowInvalid, OverflowError, UnicodeEncodeError):
            pass
    try:
        return pa.array([None if v is None else _text(v) for v in values], pa.string())
    except UnicodeEncodeError as error:
        raise ParameterError(
            "A value holds half of a character, which is no text.", "Type it anew."
        ) from error


def _text(value: Value) -> str:
    if isinstance(value, bool):
        return "true" if value else "false"
    return value.isoformat() if isinstance(value, datetime) else str(value)
