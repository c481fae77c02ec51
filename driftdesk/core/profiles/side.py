"""A side of a comparison that is not stored as a version: a file's rows, profiled as they stream by."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass

import pyarrow as pa

from driftdesk.core.entities import Schema
from driftdesk.core.profiles.profile import ColumnProfile, empty, merge, profile_array

_MERGE_AFTER = 32


@dataclass(frozen=True)
class FileSide:
    """``read(name)`` gives all values of one column, in the order of the rows; it may be called from any thread."""

    name: str
    rows: int
    schema: Schema
    profiles: dict[str, ColumnProfile]
    read: Callable[[str], pa.ChunkedArray]


def profile_tables(tables: Iterable[pa.Table], schema: Schema) -> tuple[int, dict[str, ColumnProfile]]:
    """Rows and profiles of ``tables`` (streamed; all with the columns of ``schema``), in bounded memory."""
    parts: dict[str, list[ColumnProfile]] = {c.name: [] for c in schema.columns}
    rows = 0
    for table in tables:
        rows += table.num_rows
        for column in schema.columns:
            found = parts[column.name]
            found.append(profile_array(table.column(column.name), column.kind))
            if len(found) >= _MERGE_AFTER:
                found[:] = [merge(found)]
    profiles = {c.name: merge(parts[c.name]) if parts[c.name] else empty(c.kind) for c in schema.columns}
    return rows, profiles
