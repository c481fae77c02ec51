"""How functions and operators are computed: on whole arrays, missing values in, missing values out.

Each kernel takes arrays and scalars (at least one array) and gives an array. Numbers are int64 or float64, without
NaN: what has no result is missing. Whole numbers stay whole while they fit 64 bits.
"""

from __future__ import annotations

from collections.abc import Callable
from functools import reduce
from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Kind
from driftdesk.core.tables.values import TIMESTAMP, convert, nan_to_null, to_text

Values = Any
"""pa.Array | pa.Scalar: pyarrow has no types."""
Kernel = Callable[..., Values]

_DAY = 86_400_000_000
_FALSE = pa.scalar(False)
_UNITS = ("year", "quarter", "month", "week", "day", "hour", "minute")


def _real(values: Values) -> Values:
    """As float64; whole numbers of more than 53 bits are rounded."""
    return values if values.type == pa.float64() else pc.cast(values, pa.float64(), safe=False)


def _whole(values: Values) -> Values:
    return pc.cast(values, pa.int64())


def _micros(values: Values) -> Values:
    return pc.cast(values, pa.int64())


def _is_whole(*values: Values) -> bool:
    return all(v.type == pa.int64() for v in values)


def _alike(*values: Values) -> tuple[Values, ...]:
    """Of one type: numbers stay whole only where all of them are."""
    return values if len({v.type for v in values}) == 1 else tuple(_real(v) for v in values)


def _missing_where(condition: Values, values: Values) -> Values:
    return pc.if_else(pc.coalesce(condition, _FALSE), pa.scalar(None, values.type), values)


# Arithmetic.


def _arithmetic(whole: Kernel, real: Kernel) -> Kernel:
    def kernel(*values: Values) -> Values:
        if _is_whole(*values):
            try:
                return whole(*values)
            except pa.ArrowInvalid:  # does not fit 64 bits
                pass
        return nan_to_null(real(*map(_real, values)))

    return kernel


def _divide(a: Values, b: Values) -> Values:
    a, b = _real(a), _real(b)
    return nan_to_null(_missing_where(pc.equal(b, 0.0), pc.divide(a, b)))


def _floored(function: Callable[[Any, Any], Any], *, overflows: bool) -> Kernel:
    """Division with the sign of the divisor, as in Python; numpy has it, Arrow truncates. ``overflows``: the result for
    -2**63 and -1 does not fit 64 bits."""

    def kernel(a: Values, b: Values) -> Values:
        a, b = _alike(a, b)
        valid = pc.and_(pc.and_(pc.is_valid(a), pc.is_valid(b)), pc.coalesce(pc.not_equal(b, 0), _FALSE))
        left, right = (_numpy(pc.if_else(valid, v, pa.scalar(1, v.type))) for v in (a, b))
        with np.errstate(all="ignore"):
            found = function(left, right)
            if (
                overflows
                and found.dtype == np.int64
                and ((right == -1) & (left == np.iinfo(np.int64).min)).any()
            ):
                found = function(left.astype(np.float64), right.astype(np.float64))
        array = pa.array(np.broadcast_to(found, len(valid)))
        return nan_to_null(pc.if_else(valid, array, pa.scalar(None, array.type)))

    return kernel


def _numpy(values: Values) -> Any:
    return values.to_numpy(zero_copy_only=False)


def _power(a: Values, b: Values) -> Values:
    found = _arithmetic(pc.power_checked, pc.power)(a, b)
    return _missing_where(pc.and_(pc.equal(a, 0), pc.less(b, 0)), found)


def _logarithm(function: Kernel) -> Kernel:
    return lambda x: function(_missing_where(pc.less_equal(x, 0), _real(x)))


def _round(x: Values, digits: Values = None) -> Values:
    places = 0 if digits is None else _count(digits, -15, 15, "digits")
    how = {"ndigits": places, "round_mode": "half_towards_infinity"}
    if _is_whole(x):
        try:
            return x if places >= 0 else pc.round(x, **how)
        except pa.ArrowInvalid:  # does not fit 64 bits
            x = _real(x)
    # beyond 53 bits there are no decimals to be rounded, and Arrow's powers of ten would overflow
    has_decimals = pc.less(pc.abs(x), 2.0**53)
    return (
        pc.if_else(has_decimals, pc.round(pc.if_else(has_decimals, x, 0.0), **how), x)
        if places > 0
        else pc.round(x, **how)
    )


def _step(function: Kernel) -> Kernel:
    return lambda x: x if _is_whole(x) else function(x)


# Conditions.


def _compare(function: Kernel) -> Kernel:
    return lambda a, b: function(*_alike(a, b))


def _all(function: Kernel) -> Kernel:
    return lambda *values: reduce(function, values)


def _if(condition: Values, then: Values, otherwise: Values = None) -> Values:
    if otherwise is None:
        otherwise = pa.scalar(None, then.type)
    return pc.if_else(pc.coalesce(condition, _FALSE), *_alike(then, otherwise))


def one_of(values: pa.Array, options: tuple[Any, ...]) -> pa.Array:
    """Whether each value is one of ``options``: exact, and missing where the value is."""
    if values.type == pa.int64():
        # a float that is no whole number of 64 bits equals none of them
        options = tuple(int(o) for o in options if -(2**63) <= o < 2**63 and int(o) == o)
    elif values.type == pa.float64():  # -0.0 + 0.0 is 0.0, which a set does not take for the same
        values, options = pc.add(values, 0.0), tuple(float(o) + 0.0 for o in options)
    found = pc.is_in(values, value_set=pa.array(options, values.type))
    return pc.if_else(pc.is_valid(values), found, pa.scalar(None, pa.bool_()))


# Text.


def _search(function: Kernel) -> Kernel:
    def kernel(text: Values, part: Values, ignore_case: Values = _FALSE) -> Values:
        return function(text, part.as_py(), ignore_case=bool(ignore_case.as_py()))

    return kernel


def _count(value: Values, low: int, high: int, name: str) -> int:
    """A fixed whole number. Raises ValueError out of ``low`` to ``high``."""
    found = value.as_py()
    if found is None or found != int(found) or not low <= found <= high:
        raise ValueError(f"{name} must be a whole number from {low} to {high}")
    return int(found)


def _left(text: Values, count: Values) -> Values:
    return pc.utf8_slice_codeunits(text, 0, _count(count, 0, 10**9, "count"))


def _right(text: Values, count: Values) -> Values:
    n = _count(count, 0, 10**9, "count")
    return pc.utf8_slice_codeunits(text, -n) if n else pc.utf8_slice_codeunits(text, 0, 0)


def _substring(text: Values, start: Values, count: Values = None) -> Values:
    first = _count(start, -(10**9), 10**9, "start")
    if first == 0:
        raise ValueError("start must not be 0: the first character is 1, the last one -1")
    rest = pc.utf8_slice_codeunits(text, first - 1 if first > 0 else first)
    return rest if count is None else _left(rest, count)


def _replace(text: Values, find: Values, replacement: Values) -> Values:
    if not find.as_py():
        raise ValueError("there is nothing to be found")
    return pc.replace_substring(text, find.as_py(), replacement.as_py())


def _replace_matches(text: Values, pattern: Values, replacement: Values) -> Values:
    return pc.replace_substring_regex(text, pattern.as_py(), replacement.as_py())


def _extract(text: Values, pattern: Values) -> Values:
    wanted = pattern.as_py()
    is_found = pc.match_substring_regex(text, wanted)
    try:
        pc.replace_substring_regex(pa.array([""]), wanted, r"\1")
    except pa.ArrowInvalid:  # it has no group
        wanted = f"({wanted})"
    found = pc.replace_substring_regex(text, f"(?s)^.*?(?:{wanted}).*$", r"\1")
    return pc.if_else(is_found, found, pa.scalar(None, pa.string()))


# Times.


def _start_of(time: Values, unit: Values) -> Values:
    if unit.as_py() not in _UNITS:
        raise ValueError(f"the unit must be one of {', '.join(_UNITS)}")
    return pc.cast(pc.floor_temporal(time, unit=unit.as_py()), TIMESTAMP)


def _days_between(start: Values, end: Values) -> Values:
    return pc.divide(pc.subtract(_real(_micros(end)), _real(_micros(start))), float(_DAY))


def _add_days(time: Values, days: Values) -> Values:
    added = pc.round(pc.multiply(_real(days), float(_DAY)))
    outside = pc.greater_equal(pc.abs(pc.add(_real(_micros(time)), added)), 2.0**63)
    outside = pc.or_(outside, pc.greater_equal(pc.abs(added), 2.0**63))
    micros = pc.cast(_missing_where(outside, added), pa.int64(), safe=False)
    return pc.cast(pc.add(_micros(time), micros), TIMESTAMP)


def _format_date(time: Values, layout: Values) -> Values:
    seconds = pc.cast(pc.floor_temporal(time, unit="second"), pa.timestamp("s"), safe=False)
    return pc.strftime(seconds, format=layout.as_py())


# Conversion.


def _datetime(value: Values, layout: Values = None) -> Values:
    if pa.types.is_timestamp(value.type):
        return value
    return convert(value, Kind.DATETIME, "" if layout is None else layout.as_py()).array


def _as_text(value: Values) -> Values:
    text = to_text(value)
    if pa.types.is_timestamp(value.type):
        return pc.replace_substring_regex(text, r"\.0+$", "")
    return text


def _sign(x: Values) -> Values:
    return _whole(pc.sign(x))


KERNELS: dict[str, Kernel] = {
    "+": _arithmetic(pc.add_checked, pc.add),
    "-": _arithmetic(pc.subtract_checked, pc.subtract),
    "*": _arithmetic(pc.multiply_checked, pc.multiply),
    "/": _divide,
    "//": _floored(np.floor_divide, overflows=True),
    "%": _floored(np.remainder, overflows=False),
    "**": _power,
    "negative": _arithmetic(pc.negate_checked, pc.negate),
    "join": lambda a, b: pc.binary_join_element_wise(a, b, ""),
    "==": _compare(pc.equal),
    "!=": _compare(pc.not_equal),
    "<": _compare(pc.less),
    "<=": _compare(pc.less_equal),
    ">": _compare(pc.greater),
    ">=": _compare(pc.greater_equal),
    "and": _all(pc.and_kleene),
    "or": _all(pc.or_kleene),
    "not": pc.invert,
    "is_missing": pc.is_null,
    "is_present": pc.is_valid,
    "coalesce": lambda *values: pc.coalesce(*_alike(*values)),
    "if": _if,
    "min": lambda *values: pc.min_element_wise(*_alike(*values)),
    "max": lambda *values: pc.max_element_wise(*_alike(*values)),
    "contains": _search(pc.match_substring),
    "starts_with": _search(pc.starts_with),
    "ends_with": _search(pc.ends_with),
    "matches": _search(pc.match_substring_regex),
    "lower": pc.utf8_lower,
    "upper": pc.utf8_upper,
    "trim": pc.utf8_trim_whitespace,
    "length": lambda text: _whole(pc.utf8_length(text)),
    "left": _left,
    "right": _right,
    "substring": _substring,
    "replace": _replace,
    "replace_matches": _replace_matches,
    "extract": _extract,
    "abs": _arithmetic(pc.abs_checked, pc.abs),
    "round": _round,
    "floor": _step(pc.floor),
    "ceil": _step(pc.ceil),
    "sqrt": lambda x: nan_to_null(pc.sqrt(_real(x))),
    "log": _logarithm(pc.ln),
    "log10": _logarithm(pc.log10),
    "exp": lambda x: pc.exp(_real(x)),
    "sign": _sign,
    "year": pc.year,
    "quarter": pc.quarter,
    "month": pc.month,
    "week": pc.iso_week,
    "day": pc.day,
    "weekday": lambda time: pc.day_of_week(time, count_from_zero=False),
    "hour": pc.hour,
    "minute": pc.minute,
    "second": pc.second,
    "date": lambda value: _start_of(_datetime(value), pa.scalar("day")),
    "start_of": _start_of,
    "days_between": _days_between,
    "add_days": _add_days,
    "format_date": _format_date,
    "number": lambda value: convert(value, Kind.NUMERIC).array,
    "text": _as_text,
    "boolean": lambda value: convert(value, Kind.BOOLEAN).array,
    "datetime": _datetime,
}
"""By the names of FUNCTIONS, and the operators."""
