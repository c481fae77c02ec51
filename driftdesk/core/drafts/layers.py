"""What edits do to the values of one column, row by row, when they are looked at.

A draft keeps for each column the layers that lie upon the base's values; only those that can matter to the rows at hand
are evaluated. A layer that reads other columns reads them as they were when it was laid.
"""

from __future__ import annotations

import re
from abc import ABC, abstractmethod
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import ROW_ID, Kind
from driftdesk.core.expressions.expression import Expression, Match
from driftdesk.core.tables.arrays import Ints, Mask, as_mask, joined, same_type
from driftdesk.core.tables.values import convert

if TYPE_CHECKING:
    from driftdesk.core.drafts.state import Rows, State

Ids = Ints
"""Of rows."""
Values = Mapping[str, pa.Array]
"""By column id, of the rows at hand."""


@dataclass(frozen=True)
class Term:
    """An expression with the columns (by id) that its names mean."""

    expression: Expression
    ids: Mapping[str, str]

    def evaluate(self, values: Values, rows: int) -> pa.Array:
        """Its value in each of ``rows`` rows."""
        found = self.expression.evaluate(self._table(values, rows))
        return found.combine_chunks() if isinstance(found, pa.ChunkedArray) else found

    def mask(self, values: Values, rows: int) -> Mask:
        """In which of ``rows`` rows it is true."""
        return self.expression.mask(self._table(values, rows))

    def match(self, before: State, group: int) -> Match:
        """What is known of the filter in a row group of ``before`` without reading it."""
        return self.expression.prune(lambda name: before.bounds(group, self.ids[name]))

    def _table(self, values: Values, rows: int) -> pa.Table:
        columns = {name: values[column_id] for name, column_id in self.ids.items()}
        return pa.table(columns or {ROW_ID: pa.nulls(rows, pa.int64())})


@dataclass(frozen=True, eq=False)
class Layer(ABC):
    """What one edit makes of the values of one column."""

    number: int
    """Of the edit that laid it."""
    column: str
    """Its id."""

    @property
    def inputs(self) -> frozenset[str]:
        """Ids of the columns that it reads."""
        return frozenset()

    @property
    def needs_group(self) -> bool:
        """Whether it can only be evaluated for a whole row group."""
        return False

    @abstractmethod
    def touches(self, state: State, group: int) -> bool:
        """Whether it can change a value of a row group."""

    @abstractmethod
    def apply(self, values: Values, rows: Rows) -> pa.Array:
        """The column's new values."""


@dataclass(frozen=True, eq=False)
class Cells(Layer):
    """Values of some rows."""

    row_ids: Ids
    """Rising."""
    values: pa.Array

    def touches(self, state: State, group: int) -> bool:
        low, high = state.id_range(group)
        at = int(np.searchsorted(self.row_ids, low))
        return at < len(self.row_ids) and bool(self.row_ids[at] <= high)

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        at, hit = look_up(self.row_ids, rows.ids)
        return put(values[self.column], hit, self.values.take(pa.array(at[hit])))

    def over(self, older: Cells) -> Cells:
        """Both in one, where nothing was laid between them."""
        is_new = ~look_up(self.row_ids, older.row_ids)[1]
        ids = np.concatenate((older.row_ids[is_new], self.row_ids))
        values = joined([older.values.filter(pa.array(is_new)), self.values])
        order = np.argsort(ids)
        return Cells(self.number, self.column, ids[order], values.take(pa.array(order)))


@dataclass(frozen=True, eq=False)
class Constant(Layer):
    """One value in all rows, of which there is one in ``value``."""

    value: pa.Array

    def touches(self, state: State, group: int) -> bool:
        return True

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        return repeated(self.value, rows.count)


@dataclass(frozen=True, eq=False)
class Conditional(Layer):
    """Where a filter holds (None: everywhere)."""

    where: Term | None
    before: State = field(repr=False)
    """The rows as they were when it was laid."""

    @property
    def inputs(self) -> frozenset[str]:
        return frozenset(self.where.ids.values()) if self.where else frozenset()

    def touches(self, state: State, group: int) -> bool:
        return self.where is None or self.where.match(self.before, group) is not Match.NONE

    def chosen(self, values: Values, rows: Rows) -> Mask | None:
        """None: all."""
        return self.where.mask(values, rows.count) if self.where else None


@dataclass(frozen=True, eq=False)
class Computed(Conditional):
    """What an expression gives."""

    term: Term
    kind: Kind

    @property
    def inputs(self) -> frozenset[str]:
        return super().inputs | frozenset(self.term.ids.values())

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        found = convert(self.term.evaluate(values, rows.count), self.kind).array
        chosen = self.chosen(values, rows)
        return found if chosen is None else put(values[self.column], chosen, found.filter(pa.array(chosen)))


@dataclass(frozen=True, eq=False)
class Filled(Conditional):
    """One value (in ``value``) in the place of missing ones."""

    value: pa.Array

    def touches(self, state: State, group: int) -> bool:
        bounds = self.before.bounds(group, self.column)
        return (bounds is None or bounds.missing > 0) and super().touches(state, group)

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        empty = as_mask(values[self.column].is_null())
        chosen = self.chosen(values, rows)
        return put_one(values[self.column], empty if chosen is None else empty & chosen, self.value)


@dataclass(frozen=True, eq=False)
class Carried(Conditional):
    """Missing values become the last one before them, or the next one behind them, in rows that are not deleted."""

    forward: bool
    _ends: dict[int, pa.Array | None] = field(default_factory=dict, repr=False)
    """By row group: the value nearest to the border at which the next group begins, there or further away."""

    @property
    def needs_group(self) -> bool:
        return True

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        array = values[self.column]
        kept = self.before.kept.get(rows.group)
        sources = array if kept is None else pc.if_else(pa.array(kept), array, pa.scalar(None, array.type))
        filled = self._filled(sources)
        beyond = self._beyond(rows.group)
        if beyond is not None and filled.null_count:
            filled = put_one(filled, as_mask(filled.is_null()), beyond)
        empty = as_mask(array.is_null())
        chosen = self.chosen(values, rows)
        change = empty if chosen is None else empty & chosen
        return put(array, change, filled.filter(pa.array(change)))

    def _filled(self, array: pa.Array) -> pa.Array:
        return pc.fill_null_forward(array) if self.forward else pc.fill_null_backward(array)

    def _beyond(self, group: int) -> pa.Array | None:
        """The nearest value in the row groups on the other side of the border."""
        step, stop = (-1, -1) if self.forward else (1, self.before.group_count)
        found: pa.Array | None = None
        seen = []
        for other in range(group + step, stop, step):
            if other in self._ends:
                found = self._ends[other]
                break
            seen.append(other)
            found = self._end(other)
            if found is not None:
                break
        self._ends.update(dict.fromkeys(seen, found))
        return found

    def _end(self, group: int) -> pa.Array | None:
        bounds = self.before.bounds(group, self.column)
        if bounds is not None and bounds.missing == bounds.rows:
            return None
        array = self.before.arrays(group, [self.column], self.before.positions(group))[self.column]
        present = array.drop_null()
        if not len(present):
            return None
        return present.slice(len(present) - 1 if self.forward else 0, 1)


@dataclass(frozen=True)
class Pattern:
    """What is found in text, and what comes in its place."""

    find: str
    replacement: str
    regex: bool
    whole: bool
    case: bool

    def replace(self, array: pa.Array) -> pa.Array:
        """Raises ArrowInvalid for what is no regular expression."""
        if not self.regex and self.case:
            if self.whole:
                same = pc.fill_null(pc.equal(array, self.find), False)
                return pc.if_else(same, pa.scalar(self.replacement, array.type), array)
            return pc.replace_substring(array, self.find, self.replacement)
        pattern = self.find if self.regex else re.escape(self.find)
        pattern = rf"\A(?:{pattern})\z" if self.whole else pattern
        replacement = self.replacement if self.regex else self.replacement.replace("\\", "\\\\")
        return pc.replace_substring_regex(
            array, pattern=pattern if self.case else f"(?i){pattern}", replacement=replacement
        )


@dataclass(frozen=True, eq=False)
class Replaced(Conditional):
    """Text in the place of other text; what is empty then is missing."""

    pattern: Pattern

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        array = values[self.column]
        found = convert(self.pattern.replace(array), Kind.TEXT).array
        chosen = self.chosen(values, rows)
        return found if chosen is None else put(array, chosen, found.filter(pa.array(chosen)))


@dataclass(frozen=True, eq=False)
class Exchanged(Conditional):
    """A value (one in each) in the place of another one."""

    find: pa.Array
    value: pa.Array

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        array = values[self.column]
        same = as_mask(pc.equal(array, self.find[0]))
        chosen = self.chosen(values, rows)
        return put_one(array, same if chosen is None else same & chosen, self.value)


@dataclass(frozen=True, eq=False)
class Retyped(Layer):
    """Another kind; values that do not fit it are missing then."""

    kind: Kind
    date_format: str

    def touches(self, state: State, group: int) -> bool:
        return True

    def apply(self, values: Values, rows: Rows) -> pa.Array:
        return convert(values[self.column], self.kind, self.date_format).array


def look_up(rising: Ids, wanted: Ids) -> tuple[Ids, Mask]:
    """For each of ``wanted`` where it is in ``rising``, and whether it is there at all."""
    if not len(rising):
        return np.zeros(len(wanted), np.int64), np.zeros(len(wanted), np.bool_)
    at = np.minimum(np.searchsorted(rising, wanted), len(rising) - 1)
    return at, rising[at] == wanted


def put(array: pa.Array, mask: Mask, values: pa.Array) -> pa.Array:
    """``values``, one after the other, where ``mask`` is set."""
    if not mask.any():
        return array
    array, values = same_type([array, values])
    return pc.replace_with_mask(array, pa.array(mask), values)


def put_one(array: pa.Array, mask: Mask, value: pa.Array) -> pa.Array:
    """One value wherever ``mask`` is set."""
    return put(array, mask, repeated(value, int(mask.sum()))) if mask.any() else array


def repeated(value: pa.Array, times: int) -> pa.Array:
    """The one value of an array, so many times."""
    return value.take(pa.array(np.zeros(times, np.int64)))
