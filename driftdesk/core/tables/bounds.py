"""What the values of a chunk lie between: enough to know, without reading it, that a filter lets none or all of its
rows through.

Packed in 20 bytes a chunk, little endian: minimum, maximum (float64, or 8 bytes of text), missing (uint32).
"""

from __future__ import annotations

import math
import struct
from dataclasses import dataclass

import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Kind
from driftdesk.core.profiles.profile import ColumnProfile

SIZE = 20
UNKNOWN = b"\xff" * SIZE
"""Of a chunk whose bounds nobody looked for: a version of format 1 wrote it."""
PREFIX = 8
"""Bytes of a text that count."""

_NUMBERS = struct.Struct("<ddI")
_TEXT = struct.Struct(f"<{PREFIX}s{PREFIX}sI")


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


def pack(array: pa.Array, profile: ColumnProfile | None = None) -> bytes:
    """The packed bounds of a chunk; its profile, where there is one, saves a look at its values."""
    missing = array.null_count
    if pa.types.is_string(array.type):
        low, high = _ends_of_text(array, profile)
        return _TEXT.pack(prefix(low), prefix(high), missing)
    if pa.types.is_floating(array.type):
        if profile is not None and (known := profile.numeric) is not None and not known.infinite:
            return _NUMBERS.pack(known.minimum, known.maximum, profile.missing)
        missing += pc.sum(pc.is_nan(array)).as_py() or 0
    elif pa.types.is_timestamp(array.type):
        array = array.cast(pa.timestamp("us")).view(pa.int64())
    if missing == len(array):
        return _NUMBERS.pack(0.0, 0.0, missing)
    ends = pc.min_max(array).as_py()
    return _NUMBERS.pack(at_most(ends["min"]), at_least(ends["max"]), missing)


def unpack(packed: bytes, kind: Kind, rows: int) -> Bounds | None:
    """The bounds of a chunk of ``rows`` values; None where they are not known."""
    if not packed or packed == UNKNOWN:
        return None
    low, high, missing = (_TEXT if kind.is_string else _NUMBERS).unpack(packed)
    return all_missing(rows) if missing == rows else Bounds(low, high, missing, rows)


def all_missing(rows: int) -> Bounds:
    """Of ``rows`` values without any."""
    return Bounds(None, None, rows, rows)


def missing_in(packed: bytes) -> int | None:
    """How many values of the chunk are missing; None where that is not known."""
    return None if not packed or packed == UNKNOWN else int(_NUMBERS.unpack(packed)[2])


def prefix(text: str) -> bytes:
    """The bytes of a text that count. Texts in order have prefixes in order, some of them equal."""
    return text[:PREFIX].encode(errors="surrogatepass")[:PREFIX].ljust(PREFIX, b"\0")


def _ends_of_text(array: pa.Array, profile: ColumnProfile | None) -> tuple[str, str]:
    counted = profile.categories if profile is not None else None
    if counted is not None and counted.is_exact:
        return min(counted.counts, default=""), max(counted.counts, default="")
    ends = pc.min_max(array).as_py()
    return ends["min"] or "", ends["max"] or ""


def at_most(value: float) -> float:
    """The largest float64 that is not above ``value`` (an int may have more digits)."""
    near = float(value)
    return near if near <= value else math.nextafter(near, -math.inf)


def at_least(value: float) -> float:
    """The smallest float64 that is not below ``value``."""
    near = float(value)
    return near if near >= value else math.nextafter(near, math.inf)
