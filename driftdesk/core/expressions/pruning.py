"""What a filter does to rows of which only the bounds are known: it lets none of them through, all, or some.

Intervals go up the tree (the bounds of a computed number, rounded outwards), outcomes come out of conditions: which of
true, false and missing some row may have. Whatever is not known may be anything, so a wrong answer is never given.
"""

from __future__ import annotations

import math
from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from enum import Flag, StrEnum
from typing import Any

from driftdesk.core.expressions.tree import Call, ColumnNode, Constant, Family, Literal, Node, OneOf
from driftdesk.core.tables.bounds import PREFIX, Bounds, at_least, at_most, prefix


class Match(StrEnum):
    """How many of a row group's rows a filter can let through, as far as their bounds tell."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


class _Outcome(Flag):
    TRUE = 1
    FALSE = 2
    MISSING = 4
    ANY = 7


_TRUE, _FALSE, _MISSING, _NEVER = _Outcome.TRUE, _Outcome.FALSE, _Outcome.MISSING, _Outcome(0)
BoundsOf = Callable[[str], Bounds | None]


@dataclass(frozen=True)
class _Span:
    """Where values lie, both ends included: floats, or the first bytes of text. ``low`` is no matter where there is
    no value (``is_present`` False)."""

    low: Any
    high: Any
    is_missing: bool
    """Whether some may be missing, as ``is_present``: whether some may be there."""
    is_present: bool = True


def prune(root: Node, bounds_of: BoundsOf) -> Match:
    """See ``Expression.prune``."""
    found = _outcomes(root, bounds_of)
    if not found & _TRUE:
        return Match.NONE
    return Match.ALL if found == _TRUE else Match.SOME


def _outcomes(node: Node, bounds_of: BoundsOf) -> _Outcome:
    if isinstance(node, OneOf):
        return _one_of(node, _span(node.value, bounds_of))
    if isinstance(node, Call):
        if node.name in _LOGICAL:
            return _logical(node.name, [_outcomes(a, bounds_of) for a in node.arguments])
        if node.name in _COMPARED:
            return _compared(node, *(_span(a, bounds_of) for a in node.arguments))
        if node.name in ("is_missing", "is_present"):
            return _presence(node.name == "is_present", _span(node.arguments[0], bounds_of))
        if node.name == "starts_with":
            return _starts_with(node, _span(node.arguments[0], bounds_of))
        return _Outcome.ANY
    return _of_truth(_span(node, bounds_of))


def _of_truth(span: _Span | None) -> _Outcome:
    if span is None:
        return _Outcome.ANY
    found = _MISSING if span.is_missing else _NEVER
    if span.is_present:
        found |= (_TRUE if span.high >= 1 else _NEVER) | (_FALSE if span.low <= 0 else _NEVER)
    return found


# Conditions.


def _logical(name: str, parts: list[_Outcome]) -> _Outcome:
    """What Kleene's logic makes of any combination."""
    if name == "not":
        turned = parts[0] & _MISSING
        return turned | (_FALSE if parts[0] & _TRUE else _NEVER) | (_TRUE if parts[0] & _FALSE else _NEVER)
    decides, neutral = (_FALSE, _TRUE) if name == "and" else (_TRUE, _FALSE)
    found = _NEVER
    if any(p & decides for p in parts):
        found |= decides
    if all(p & neutral for p in parts):
        found |= neutral
    if any(p & _MISSING for p in parts) and all(p & (neutral | _MISSING) for p in parts):
        found |= _MISSING
    return found


def _compared(node: Call, a: _Span | None, b: _Span | None) -> _Outcome:
    if a is None or b is None:
        return _Outcome.ANY
    found = _MISSING if a.is_missing or b.is_missing else _NEVER
    if not (a.is_present and b.is_present):
        return found
    is_text = node.arguments[0].family is Family.TEXT
    holds, fails = _COMPARED[node.name](a, b, is_text)
    return found | (_TRUE if holds else _NEVER) | (_FALSE if fails else _NEVER)


def _less(a: _Span, b: _Span, is_text: bool) -> tuple[bool, bool]:
    """Whether ``<`` may hold, and may fail. Texts with equal first bytes may be in either order."""
    return a.low <= b.high if is_text else a.low < b.high, bool(a.high >= b.low)


def _at_most(a: _Span, b: _Span, is_text: bool) -> tuple[bool, bool]:
    return bool(a.low <= b.high), a.high >= b.low if is_text else a.high > b.low


def _equal(a: _Span, b: _Span, is_text: bool) -> tuple[bool, bool]:
    is_one = a.low == a.high == b.low == b.high and not is_text
    return bool(a.low <= b.high and b.low <= a.high), not is_one


_COMPARED: dict[str, Callable[[_Span, _Span, bool], tuple[bool, bool]]] = {
    "==": _equal,
    "!=": lambda a, b, is_text: _equal(a, b, is_text)[::-1],
    "<": _less,
    "<=": _at_most,
    ">": lambda a, b, is_text: _less(b, a, is_text),
    ">=": lambda a, b, is_text: _at_most(b, a, is_text),
}
_LOGICAL = frozenset({"and", "or", "not"})


def _one_of(node: OneOf, span: _Span | None) -> _Outcome:
    if span is None:
        return _Outcome.ANY
    found = _MISSING if span.is_missing else _NEVER
    if not span.is_present:
        return found
    is_text = node.value.family is Family.TEXT
    options = [_constant(o) for o in node.options]
    pairs = [_equal(span, option, is_text) for option in options]
    found |= _TRUE if any(holds for holds, _ in pairs) else _NEVER
    return found | (_FALSE if all(fails for _, fails in pairs) else _NEVER)


def _presence(wanted: bool, span: _Span | None) -> _Outcome:
    if span is None:
        return _TRUE | _FALSE
    present, missing = (_TRUE, _FALSE) if wanted else (_FALSE, _TRUE)
    return (present if span.is_present else _NEVER) | (missing if span.is_missing else _NEVER)


def _starts_with(node: Call, span: _Span | None) -> _Outcome:
    _, part, *ignore_case = node.arguments
    if span is None or not isinstance(part, Literal) or not isinstance(part.value, str) or ignore_case:
        return _Outcome.ANY
    found = _MISSING if span.is_missing else _NEVER
    if not span.is_present:
        return found
    first = prefix(part.value)
    length = len(part.value.encode(errors="surrogatepass"))
    last = first[:length].ljust(PREFIX, b"\xff")
    if span.high < first or span.low > last:
        return found | _FALSE
    # zeros fill up short texts, and may stand in the part
    is_certain = length <= PREFIX and b"\0" not in first[:length] and span.low >= first and span.high <= last
    return found | (_TRUE if is_certain else _TRUE | _FALSE)


# Values.


def _span(node: Node, bounds_of: BoundsOf) -> _Span | None:
    """Where the values of a node lie; None: not known."""
    if isinstance(node, Literal):
        return _constant(node.value)
    if isinstance(node, ColumnNode):
        bounds = bounds_of(node.name)
        if bounds is None:
            return None
        return _Span(bounds.minimum, bounds.maximum, bounds.missing > 0, bounds.missing < bounds.rows)
    if node.family is Family.TRUTH:
        return _truth_span(_outcomes(node, bounds_of))
    if not isinstance(node, Call) or node.name not in _COMPUTED:
        return None
    if any(a.family is Family.TEXT for a in node.arguments):
        return None
    spans = [_span(a, bounds_of) for a in node.arguments]
    known = [s for s in spans if s is not None]
    if len(known) < len(spans):
        return None
    if not all(s.is_present for s in known):
        return _Span(None, None, is_missing=True, is_present=False)
    ends = _COMPUTED[node.name](*known)
    if ends is None or any(math.isnan(e) for e in ends):
        return None
    return _Span(ends[0], ends[1], any(s.is_missing for s in known))


def _truth_span(found: _Outcome) -> _Span:
    low, high = 0.0 if found & _FALSE else 1.0, 1.0 if found & _TRUE else 0.0
    return _Span(low, high, bool(found & _MISSING), bool(found & (_TRUE | _FALSE)))


def _constant(value: Constant) -> _Span:
    if value is None:
        return _Span(None, None, is_missing=True, is_present=False)
    if isinstance(value, str):
        return _Span(prefix(value), prefix(value), is_missing=False)
    if isinstance(value, datetime):
        value = (value.replace(tzinfo=UTC) - _EPOCH) // timedelta(microseconds=1)
    return _Span(at_most(value), at_least(value), is_missing=False)


_EPOCH = datetime.fromtimestamp(0, UTC)
_DAY = 86_400_000_000
_Ends = tuple[float, float] | None


def _outwards(*values: float) -> _Ends:
    """The ends of what is computed of ends, a step wider, for it is rounded."""
    if not all(map(math.isfinite, values)):
        return None
    return math.nextafter(min(values), -math.inf), math.nextafter(max(values), math.inf)


def _product(a: _Span, b: _Span) -> _Ends:
    return _outwards(a.low * b.low, a.low * b.high, a.high * b.low, a.high * b.high)


def _quotient(a: _Span, b: _Span) -> _Ends:
    if b.low <= 0 <= b.high:
        return None
    return _outwards(a.low / b.low, a.low / b.high, a.high / b.low, a.high / b.high)


def _absolute(a: _Span) -> _Ends:
    low, high = sorted((abs(a.low), abs(a.high)))
    return (0.0 if a.low <= 0 <= a.high else low), high


def _year(a: _Span) -> _Ends:
    try:
        low, high = (_EPOCH + timedelta(microseconds=end) for end in (a.low, a.high))
    except (OverflowError, ValueError):
        return None
    return float(low.year), float(high.year)


def _day(a: _Span) -> _Ends:
    if max(abs(a.low), abs(a.high)) > 2.0**53:
        return None
    return float(a.low // _DAY * _DAY), float(a.high // _DAY * _DAY)


_COMPUTED: dict[str, Callable[..., _Ends]] = {
    "+": lambda a, b: _outwards(a.low + b.low, a.high + b.high),
    "-": lambda a, b: _outwards(a.low - b.high, a.high - b.low),
    "*": _product,
    "/": _quotient,
    "negative": lambda a: (-a.high, -a.low),
    "abs": _absolute,
    "year": _year,
    "date": _day,
}
"""Functions of which the ends are known from the ends of what they take. Whatever they make of a value is there
(a quotient by something other than zero, too)."""
