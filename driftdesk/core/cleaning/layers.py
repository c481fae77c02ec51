"""What cleaning lays upon a column beside what edits do: gaps, limits, other spellings."""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.drafts.layers import Layer, Values
from driftdesk.core.tables.arrays import Mask, as_mask, same_type
from driftdesk.core.tables.values import blanks_to_null

if TYPE_CHECKING:
    from driftdesk.core.cleaning.rules import Spelling
    from driftdesk.core.drafts.state import Rows, State

Limit = Any
"""A scalar of Arrow, or None."""


@dataclass(frozen=True)
class Limits:
    """Values between two (both belong to it; None: no limit on that side), of the column's own type."""

    low: Limit
    high: Limit

    def outside(self, array: pa.Array) -> Mask:
        """Which values lie outside; missing ones do not."""
        found = np.zeros(len(array), np.bool_)
        if self.low is not None:
            found |= as_mask(pc.less(array, self.low))
        if self.high is not None:
            found |= as_mask(pc.greater(array, self.high))
        return found

    def clipped(self, array: pa.Array) -> pa.Array:
        """The nearest values that lie inside. Integers stay integers where the limits are whole."""
        for limit, takes_over in ((self.low, pc.less), (self.high, pc.greater)):
            if limit is not None and pc.any(pc.fill_null(takes_over(array, limit), False)).as_py():
                over = pc.fill_null(takes_over(array, limit), False)
                value = pa.array([limit.as_py()], limit.type)
                array, value = same_type([array, _whole_where_it_can(value, array.type)])
                array = pc.if_else(over, value[0], array)
        return array


@dataclass(frozen=True, eq=False)
class Limited(Layer):
    """Values outside become missing, or are clipped."""

    limits: Limits
    clips: bool

    def touches(self, state: State, group: int) -> bool:
        return True

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        array = values[self.column]
        if self.clips:
            return self.limits.clipped(array)
        return pc.if_else(pa.array(~self.limits.outside(array)), array, pa.scalar(None, array.type))


@dataclass(frozen=True, eq=False)
class OnlyAllowed(Layer):
    """Values that are none of ``allowed`` become ``other`` (one, or a missing one)."""

    allowed: pa.Array
    other: pa.Array

    def touches(self, state: State, group: int) -> bool:
        return True

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        array, other = same_type([values[self.column], self.other])
        return pc.if_else(pa.array(not_in(values[self.column], self.allowed)), other[0], array)


@dataclass(frozen=True, eq=False)
class Renamed(Layer):
    """Values by other names; a missing one may be among them."""

    old: pa.Array
    new: pa.Array

    def touches(self, state: State, group: int) -> bool:
        return True

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        array = values[self.column]
        at = pc.index_in(array, value_set=self.old)
        return pc.if_else(pc.and_(pc.is_valid(at), pc.is_valid(array)), self.new.take(at), array)


@dataclass(frozen=True, eq=False)
class Spelled(Layer):
    """Each value spelled as a rule says, on its own."""

    rule: Spelling

    def touches(self, state: State, group: int) -> bool:
        return True

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        return spelled(values[self.column], self.rule)


def spelled(array: pa.Array, rule: Spelling) -> pa.Array:
    """White space, composition and case; what is empty then is missing."""
    array = pc.utf8_normalize(array, form="NFC")
    array = pc.utf8_trim_whitespace(pc.replace_substring_regex(array, r"[\s\x{00A0}\x{3000}]+", " "))
    cased = {"lower": pc.utf8_lower, "upper": pc.utf8_upper, "title": pc.utf8_title}.get(rule.case)
    return blanks_to_null(cased(array) if cased else array)


def not_in(array: pa.Array, allowed: pa.Array) -> Mask:
    """Which present values are none of ``allowed``."""
    return as_mask(pc.and_(pc.is_valid(array), pc.invert(pc.is_in(array, value_set=allowed))))


def _whole_where_it_can(value: pa.Array, wanted: pa.DataType) -> pa.Array:
    if pa.types.is_integer(wanted) and pa.types.is_floating(value.type) and value[0].as_py().is_integer():
        return value.cast(wanted)
    return value
