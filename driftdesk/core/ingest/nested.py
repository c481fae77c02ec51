"""Rows with objects and lists inside: flattened by rule into columns of plain values."""

import json
from collections.abc import Iterable, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

DEEPEST = 8
"""Objects that are nested deeper stay JSON text."""
MOST_DEPTH = 100
"""Rows that are nested deeper are rejected."""


def flat(row: dict[str, Any], separator: str, lists: str) -> tuple[dict[str, Any], str]:
    """A row whose objects became values under ``outer.inner``, and what is wrong with it (empty: nothing)."""
    if not any(isinstance(v, dict | list) for v in row.values()):
        return row, ""
    found: dict[str, Any] = {}
    waiting: list[tuple[str, Any, int]] = [(k, v, 1) for k, v in reversed(row.items())]
    while waiting:
        name, value, depth = waiting.pop()
        if isinstance(value, dict) and separator and depth <= DEEPEST:
            waiting += [(f"{name}{separator}{k}", v, depth + 1) for k, v in reversed(value.items())]
            continue
        if isinstance(value, list) and lists == "count":
            value = len(value)
        if found.get(name) is not None and value is not None:
            return row, f"two values for {name[:40]!r}"
        if value is not None or name not in found:
            found[name] = value
    return found, ""


def too_deep(value: Any) -> bool:
    """Whether objects and lists are nested more than MOST_DEPTH deep."""
    level = [value]
    for _ in range(MOST_DEPTH + 1):
        inner = (i for each in level for i in (each.values() if isinstance(each, dict) else each))
        level = [each for each in inner if isinstance(each, dict | list)]
        if not level:
            return False
    return True


def weight(row: dict[str, Any]) -> int:
    """About how many bytes a row takes."""
    total, level = 0, list(row.values())
    while level:
        total += 40 * len(level) + sum(len(v) for v in level if isinstance(v, str | bytes))
        nested = (v for v in level if isinstance(v, dict | list))
        level = [i for each in nested for i in (each.values() if isinstance(each, dict) else each)]
    return total


def leaves(names: Iterable[str], rows: Sequence[dict[str, Any]], separator: str) -> tuple[str, ...]:
    """``names`` without those that are no column: an object that is null in some rows."""
    kept = list(names)
    if not separator:
        return tuple(kept)
    outer = {name[:at] for name in kept for at in range(1, len(name)) if name.startswith(separator, at)}
    objects = {n for n in outer.intersection(kept) if all(row.get(n) is None for row in rows)}
    return tuple(n for n in kept if n not in objects)


def typed(values: list[Any]) -> pa.Array:
    """Values of one type as they are; anything mixed or nested as text."""
    try:
        array = pa.array(values)
    except (pa.ArrowInvalid, pa.ArrowTypeError, OverflowError, pa.ArrowNotImplementedError):
        return pa.array([as_text(v) for v in values], pa.string())
    except UnicodeEncodeError:  # half a surrogate pair
        return pa.array([_encodable(as_text(v)) for v in values], pa.string())
    if _is_plain(array.type):
        return array
    return pa.array([as_text(v) for v in values], pa.string())


def _is_plain(kind: pa.DataType) -> bool:
    return bool(
        pa.types.is_string(kind)
        or pa.types.is_null(kind)
        or pa.types.is_boolean(kind)
        or pa.types.is_floating(kind)
        or pa.types.is_integer(kind)
        or pa.types.is_timestamp(kind)
    )


def as_text(value: Any) -> str | None:
    """A value as a file would say it: ``true``, an ISO time, JSON."""
    if value is None or isinstance(value, str):
        return value
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, datetime | date | time):
        return value.isoformat(" ") if isinstance(value, datetime) else value.isoformat()
    if isinstance(value, timedelta):
        return str(value)
    return repr(value) if isinstance(value, int | float) else json.dumps(value, ensure_ascii=False)


def _encodable(text: str | None) -> str | None:
    return None if text is None else text.encode("utf-16", "surrogatepass").decode("utf-16", "replace")


def flat_columns(schema: pa.Schema, separator: str) -> list[tuple[str, tuple[int, ...]]]:
    """The columns that a typed schema flattens to: names, and the way to each through its structures."""
    found: list[tuple[str, tuple[int, ...]]] = []

    def walk(field: pa.Field, name: str, way: tuple[int, ...]) -> None:
        if separator and pa.types.is_struct(field.type) and field.type.num_fields and len(way) <= DEEPEST:
            for at in range(field.type.num_fields):
                inner = field.type.field(at)
                walk(inner, f"{name}{separator}{inner.name}", (*way, at))
        else:
            found.append((name, way))

    for at, field in enumerate(schema):
        walk(field, str(field.name), (at,))
    return found


def at_way(batch: pa.RecordBatch, way: tuple[int, ...], lists: str) -> pa.Array:
    """One flattened column of a batch. Lists, maps and bytes become JSON text, or numbers of elements."""
    array = batch.column(way[0])
    for step in way[1:]:
        array = pc.struct_field(array, [step])
    kind = array.type
    if lists == "count" and (pa.types.is_list(kind) or pa.types.is_large_list(kind)):
        return pc.list_value_length(array)
    if pa.types.is_dictionary(kind):
        array = array.dictionary_decode()
    elif pa.types.is_run_end_encoded(kind):
        array = pc.run_end_decode(array)
    if _is_value(array.type):
        return array
    return pa.array([None if v is None else _json(v) for v in array.to_pylist()], pa.string())


def _is_value(kind: pa.DataType) -> bool:
    return bool(
        _is_plain(kind)
        or pa.types.is_large_string(kind)
        or kind == pa.string_view()
        or pa.types.is_decimal(kind)
        or pa.types.is_date(kind)
    )


def _json(value: Any) -> str:
    return json.dumps(value, ensure_ascii=False, default=str)
