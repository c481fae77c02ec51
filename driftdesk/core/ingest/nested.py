"""Rows with objects and lists inside: flattened by rule into columns of plain values."""

import json
from collections.abc import Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from typing import Any

import pyarrow as pa
import pyarrow.compute as pc

DEEPEST = 8
"""Objects that are nested deeper stay JSON text."""
MOST_DEPTH = 100
"""Rows that are nested deeper are rejected."""
SHORTEST_VECTOR = 3
"""Lists of so many numbers, and as many in every row, are vectors: a column for each component, ``emb[0]``, ``emb[1]``, ..."""
LONGEST_VECTOR = 4_096


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


def vectors_of(rows: Sequence[dict[str, Any]]) -> dict[str, int]:
    """The names whose values in all rows that have one are lists of as many numbers, and how many."""
    lengths: dict[str, int] = {}
    others: set[str] = set()
    for row in rows:
        for name, value in row.items():
            if value is None or name in others:
                continue
            if _is_vector(value) and lengths.setdefault(name, len(value)) == len(value):
                continue
            others.add(name)
    return {name: length for name, length in lengths.items() if name not in others}


def _is_vector(value: Any) -> bool:
    return (
        isinstance(value, list)
        and SHORTEST_VECTOR <= len(value) <= LONGEST_VECTOR
        and all(isinstance(v, int | float) and not isinstance(v, bool) for v in value)
    )


def with_components(row: dict[str, Any], vectors: Mapping[str, int]) -> tuple[dict[str, Any], str]:
    """The row with a value for each component of its ``vectors``, and what is wrong with it (empty: nothing)."""
    found: dict[str, Any] = {}
    for name, value in row.items():
        length = vectors.get(name)
        if length is None:
            found[name] = value
        elif value is None:
            found |= {f"{name}[{i}]": None for i in range(length)}
        elif _is_vector(value) and len(value) == length:
            found |= {f"{name}[{i}]": v for i, v in enumerate(value)}
        else:
            return row, f"{name[:40]!r} is no list of {length} numbers"
    return found, ""


def list_lengths(batch: pa.RecordBatch) -> dict[int, int]:
    """The columns of numeric lists that have as many elements in every row, and how many."""
    found: dict[int, int] = {}
    for at, column in enumerate(batch.columns):
        if not _is_numeric_list(column.type) or pa.types.is_fixed_size_list(column.type):
            continue
        lengths = pc.unique(pc.list_value_length(column).drop_null())
        if len(lengths) == 1 and SHORTEST_VECTOR <= lengths[0].as_py() <= LONGEST_VECTOR:
            found[at] = lengths[0].as_py()
    return found


def _is_numeric_list(kind: pa.DataType) -> bool:
    is_list = pa.types.is_list(kind) or pa.types.is_large_list(kind) or pa.types.is_fixed_size_list(kind)
    return bool(is_list and (pa.types.is_floating(kind.value_type) or pa.types.is_integer(kind.value_type)))


def flat_columns(
    schema: pa.Schema, separator: str, lengths: Mapping[int, int] | None = None
) -> list[tuple[str, tuple[int, ...]]]:
    """The columns that a typed schema flattens to: names, and the way to each through its structures; into a vector (one by
    its type, or of a column whose lists all have one of ``lengths``) it ends in -1 for the first component, and so on."""
    found: list[tuple[str, tuple[int, ...]]] = []

    def walk(field: pa.Field, name: str, way: tuple[int, ...]) -> None:
        if separator and pa.types.is_struct(field.type) and field.type.num_fields and len(way) <= DEEPEST:
            for at in range(field.type.num_fields):
                inner = field.type.field(at)
                walk(inner, f"{name}{separator}{inner.name}", (*way, at))
            return
        length = (lengths or {}).get(way[0], 0) if len(way) == 1 else 0
        if lengths is not None and pa.types.is_fixed_size_list(field.type) and _is_numeric_list(field.type):
            length = field.type.list_size
        if SHORTEST_VECTOR <= length <= LONGEST_VECTOR:
            found.extend((f"{name}[{i}]", (*way, -1 - i)) for i in range(length))
        else:
            found.append((name, way))

    for at, field in enumerate(schema):
        walk(field, str(field.name), (at,))
    return found


def at_way(batch: pa.RecordBatch, way: tuple[int, ...], lists: str) -> pa.Array:
    """One flattened column of a batch. Lists, maps and bytes become JSON text, or numbers of elements."""
    array = batch.column(way[0])
    for step in way[1:]:
        array = pc.struct_field(array, [step]) if step >= 0 else _component(array, -1 - step)
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


def _component(lists: pa.Array, at: int) -> pa.Array:
    """One component of each vector; missing where a list is too short to have it."""
    if not pa.types.is_fixed_size_list(lists.type):
        lists = pc.if_else(pc.greater(pc.list_value_length(lists), at), lists, pa.scalar(None, lists.type))
        short = pc.is_null(lists)
        if pc.any(short).as_py():
            values: list[Any] = [None if v is None else v[at] for v in lists.to_pylist()]
            return pa.array(values, lists.type.value_type)
    return pc.list_element(lists, at)


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
