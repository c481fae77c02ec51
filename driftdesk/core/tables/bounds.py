"""What the values of a chunk lie between: enough to know, without reading it, that a filter lets none or all of its
rows through."""

from __future__ import annotations

from dataclasses import dataclass


@dataclass(frozen=True)
class Bounds:
    """Of one column in one row group. ``minimum`` and ``maximum`` are None where every value is missing; else no value
    lies outside: float64 for numbers, times (microseconds since 1970, UTC) and truth values (0, 1), widened
    where a value has more digits; of text the first 8 bytes (UTF-8), padded with zeros. ``missing`` counts nulls
    and NaN."""

    minimum: float | bytes | None
    maximum: float | bytes | None
    missing: int
    rows: int
