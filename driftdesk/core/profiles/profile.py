"""The mergeable statistics of one column: of a chunk, of a page, of a version, or of a file."""

from collections.abc import Sequence
from dataclasses import dataclass

import pyarrow as pa

from driftdesk.core.entities import Kind
from driftdesk.core.profiles.categories import CategoryCounts, count_values, merge_categories
from driftdesk.core.profiles.hashing import (
    Registers,
    distinct_estimate,
    hash_numbers,
    hash_strings,
    merge_registers,
    registers_of,
)
from driftdesk.core.profiles.numeric import NumericStats, merge_numeric, numbers, numeric_stats
from driftdesk.core.profiles.text import TextStats, merge_text, text_stats


@dataclass(frozen=True)
class ColumnProfile:
    """``numeric`` is there for numeric and datetime columns (seconds since 1970, UTC), ``categories`` for categorical
    and boolean ones, ``text`` for text. ``missing`` counts nulls and NaN."""

    kind: Kind
    rows: int
    missing: int
    registers: Registers
    numeric: NumericStats | None = None
    categories: CategoryCounts | None = None
    text: TextStats | None = None

    @property
    def distinct(self) -> int:
        """Number of distinct values: exact up to a few thousand, then within about 2 %."""
        if self.categories is not None and self.categories.is_exact:
            return len(self.categories.counts)
        if self.numeric is not None and self.numeric.order.is_exact:
            return int(self.numeric.order.values.size)
        return min(round(distinct_estimate(self.registers)), self.rows - self.missing)


def profile_array(array: pa.Array | pa.ChunkedArray, kind: Kind) -> ColumnProfile:
    """The profile of ``array``, taken as ``kind``; a chunked array's chunks are profiled and merged."""
    if isinstance(array, pa.ChunkedArray):
        parts = [profile_array(chunk, kind) for chunk in array.chunks]
        return merge(parts) if parts else profile_array(pa.array([], array.type), kind)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_null(array.type):
        array = array.cast(pa.float64() if kind in (Kind.NUMERIC, Kind.DATETIME) else pa.string())
    rows, missing = len(array), int(array.null_count)
    if kind in (Kind.NUMERIC, Kind.DATETIME):
        numeric, rising = numeric_stats(numbers(array))
        registers = registers_of(hash_numbers(numeric.order.values if numeric.order.is_exact else rising))
        return ColumnProfile(kind, rows, missing + numeric.nan, registers, numeric=numeric)
    strings = array.cast(pa.large_string())
    if kind is Kind.TEXT:
        registers = registers_of(hash_strings(strings.drop_null()))
        return ColumnProfile(kind, rows, missing, registers, text=text_stats(strings))
    categories, hashes = count_values(strings)
    return ColumnProfile(kind, rows, missing, registers_of(hashes), categories=categories)


def merge(profiles: Sequence[ColumnProfile]) -> ColumnProfile:
    """The profile of all rows of ``profiles`` (at least one, all of one kind)."""
    first = profiles[0]
    if len(profiles) == 1:
        return first
    numeric = [p.numeric for p in profiles if p.numeric is not None]
    categories = [p.categories for p in profiles if p.categories is not None]
    text = [p.text for p in profiles if p.text is not None]
    return ColumnProfile(
        first.kind,
        sum(p.rows for p in profiles),
        sum(p.missing for p in profiles),
        merge_registers([p.registers for p in profiles]),
        numeric=merge_numeric(numeric) if numeric else None,
        categories=merge_categories(categories) if categories else None,
        text=merge_text(text) if text else None,
    )


def missing(kind: Kind, rows: int) -> ColumnProfile:
    """The profile of ``rows`` values that are all missing."""
    return profile_array(pa.nulls(rows), kind)


def empty(kind: Kind) -> ColumnProfile:
    """The profile of no rows."""
    return missing(kind, 0)
