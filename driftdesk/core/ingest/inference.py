"""What the columns of a file are: names, kinds and roles, from a sample of its rows.

A kind is inferred when next to no value contradicts it (``tolerated``); the same rule holds for the rest of the
file, where rows that contradict are rejected until there are more of them than that.
"""

from collections import Counter
from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace

import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.datasets.schema import column_name
from driftdesk.core.entities import Kind
from driftdesk.core.ingest.notation import PLAIN, Notation
from driftdesk.core.tables.values import DATE_FORMATS, MISSING_WORDS, convert, date_format_of, to_text

_BOOLEAN_WORDS = pa.array(["true", "false", "yes", "no"])
_INTEGER = r"^[+-]?\d+$"
_TIMELIKE = r"\d\D+\d|\d{8}"
"""Whatever is a date has two numbers, or eight digits."""
_FEW = 3
_LEADING_ZERO = r"^0\d+$"


def tolerated(values: int) -> int:
    """How many of so many values may contradict a column's kind: 1 %, but up to three where that is within 5 %."""
    return max(values // 100, min(3, values // 20))


@dataclass(frozen=True)
class KindFound:
    """``values`` is the sample in that kind; ``note`` is what the user should know."""

    kind: Kind
    values: pa.Array
    integers: bool = False
    date_format: str = ""
    bad: int = 0
    note: str = ""


def safe_names(names: Sequence[str]) -> tuple[tuple[str, ...], list[str]]:
    """Unique, printable, non-empty names, and warnings about those that had to change."""
    found: list[str] = []
    warnings: list[str] = []
    taken: set[str] = set()
    numbers: Counter[str] = Counter()
    for at, given in enumerate(names):
        name = base = column_name(given)
        if not base:
            name = base = "index" if at == 0 else f"column_{at + 1}"
        while name in taken:
            numbers[base] += 1
            name = f"{base}_{numbers[base] + 1}"
        if name != given.strip():
            warnings.append(f"Column {at + 1}, called {given[:40]!r} in the file, is named {name!r}.")
        taken.add(name)
        found.append(name)
    if len(warnings) > 10:
        warnings = [*warnings[:10], f"{len(warnings) - 10} more columns were renamed."]
    return tuple(found), warnings


def find_kind(sample: pa.Array, notation: Notation = PLAIN) -> KindFound:
    """The kind of a column, from sampled raw values (text or typed)."""
    if not pa.types.is_string(sample.type) and not pa.types.is_null(sample.type):
        return _kind_of_typed(sample)
    text = pc.utf8_trim_whitespace(to_text(sample))
    present = text.filter(pc.invert(pc.is_in(text, value_set=pa.array([*MISSING_WORDS, None], pa.string()))))
    if not len(present):
        return KindFound(Kind.CATEGORICAL, _categories(sample), note="has no values")
    if found := _as_boolean(sample, present):
        return found
    if found := _as_number(notation.plain(sample), notation.plain(present)):
        return found if found.kind is Kind.NUMERIC else replace(found, values=_categories(sample))
    if found := _as_time(sample, present):
        return found
    values = _categories(sample)
    return KindFound(Kind.TEXT if looks_like_text(values) else Kind.CATEGORICAL, values)


def _categories(sample: pa.Array) -> pa.Array:
    return convert(sample, Kind.CATEGORICAL).array


def as_kind(sample: pa.Array, kind: Kind, notation: Notation = PLAIN) -> KindFound:
    """The sample taken as a given kind, with what does not fit counted."""
    if kind is Kind.NUMERIC:
        sample = notation.plain(sample)
    date_format = ""
    if kind is Kind.DATETIME and pa.types.is_string(sample.type):
        date_format = date_format_of(sample.drop_null().slice(0, 1000))
    converted = convert(sample, kind, date_format)
    integers = converted.array.type == pa.int64()
    return KindFound(kind, converted.array, integers, date_format, converted.bad_count)


def _kind_of_typed(sample: pa.Array) -> KindFound:
    if pa.types.is_boolean(sample.type):
        return KindFound(Kind.BOOLEAN, sample)
    if pa.types.is_timestamp(sample.type) or pa.types.is_date(sample.type):
        return KindFound(Kind.DATETIME, convert(sample, Kind.DATETIME).array)
    if (
        pa.types.is_integer(sample.type)
        or pa.types.is_floating(sample.type)
        or pa.types.is_decimal(sample.type)
    ):
        values = convert(sample, Kind.NUMERIC).array
        return KindFound(Kind.NUMERIC, values, integers=values.type == pa.int64())
    values = _categories(sample)
    if values.null_count == len(values):
        return KindFound(Kind.CATEGORICAL, values, note="has no values")
    return find_kind(values)


def _as_boolean(sample: pa.Array, present: pa.Array) -> KindFound | None:
    for some in (present.slice(0, 200), present):
        fitting = pc.sum(pc.is_in(pc.utf8_lower(some), value_set=_BOOLEAN_WORDS)).as_py()
        if len(some) - fitting > tolerated(max(200, len(some))):
            return None
    if len(present) - fitting > tolerated(len(present)):
        return None
    converted = convert(sample, Kind.BOOLEAN)
    return KindFound(Kind.BOOLEAN, converted.array, bad=converted.bad_count)


def _as_number(sample: pa.Array, present: pa.Array) -> KindFound | None:
    if convert(present.slice(0, 200), Kind.NUMERIC).bad_count > max(10, tolerated(200)):
        return None
    converted = convert(sample, Kind.NUMERIC)
    if converted.bad_count > tolerated(len(present)) or converted.bad_count == len(present):
        return None
    if pc.any(pc.match_substring_regex(present, _LEADING_ZERO)).as_py():
        return KindFound(
            Kind.CATEGORICAL,
            _categories(sample),
            note="has numbers with leading zeros: taken as codes, not as numbers",
        )
    integers = converted.array.type == pa.int64()
    note = ""
    if not integers and pc.all(pc.match_substring_regex(present, _INTEGER)).as_py():
        if pc.count_distinct(present).as_py() > 0.9 * len(present):
            return KindFound(
                Kind.CATEGORICAL,
                _categories(sample),
                note="has integers beyond 64 bits, nearly all different: taken as codes, not as numbers",
            )
        note = "has integers beyond 64 bits: kept as floating point, to about 16 digits"
    return KindFound(Kind.NUMERIC, converted.array, integers, bad=converted.bad_count, note=note)


def _as_time(sample: pa.Array, present: pa.Array) -> KindFound | None:
    first = present.slice(0, 50)
    if pc.sum(pc.invert(pc.match_substring_regex(first, _TIMELIKE))).as_py() > _FEW:
        return None
    for date_format in ("", *DATE_FORMATS[:-1]):
        if _misfits(first)(date_format) > _FEW:
            continue
        converted = convert(sample, Kind.DATETIME, date_format)
        if converted.bad_count > tolerated(len(present)) or converted.bad_count == len(present):
            continue
        note = ""
        if date_format == "%m/%d/%Y" and _misfits(present)("%d/%m/%Y") <= tolerated(len(present)):
            note = "has dates that could be month/day or day/month: read as month/day"
        return KindFound(Kind.DATETIME, converted.array, False, date_format, converted.bad_count, note)
    return None


def _misfits(present: pa.Array) -> Callable[[str], int]:
    return lambda date_format: convert(present, Kind.DATETIME, date_format).bad_count


def looks_like_text(values: pa.Array) -> bool:
    """Sentences rather than labels: long, of several words, and mostly different."""
    present = values.drop_null()
    if not len(present):
        return False
    length = pc.mean(pc.utf8_length(present)).as_py()
    spaced = pc.mean(pc.cast(pc.match_substring_regex(present, r"\S\s+\S"), pa.float64())).as_py()
    different = pc.count_distinct(present).as_py() / len(present)
    return bool((spaced >= 0.5 and length >= 12 and different >= 0.2) or (length >= 40 and different >= 0.05))
