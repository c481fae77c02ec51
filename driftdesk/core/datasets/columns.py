"""The rows of a version under columns of other kinds: only the chunks of those are written anew."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.entities import Column, DatasetVersion, Kind, Schema, StoredChunk
from driftdesk.core.errors import SchemaError
from driftdesk.core.tables.service import RowGroup, TableService
from driftdesk.core.tables.values import convert, date_format_of

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.storage.store import Store


def add_rows_of(
    store: Store, version: DatasetVersion, columns: Schema, writer: VersionWriter, context: Context
) -> None:
    """Add the rows of a version to one whose ``columns`` may be of other kinds. Raises SchemaError where a value does
    not fit its new kind."""
    before = {c.id: c.kind for c in version.columns.columns}
    rewritten = [c for c in columns.columns if c.id in before and not _same_values(before[c.id], c.kind)]
    if rewritten:
        _rewrite(TableService(store), version, rewritten, writer, context)
    else:
        writer.add_pages_of(version)


def _same_values(before: Kind, after: Kind) -> bool:
    return before is after or (before.is_string and after.is_string)


def _rewrite(
    tables: TableService,
    version: DatasetVersion,
    columns: Sequence[Column],
    writer: VersionWriter,
    context: Context,
) -> None:
    """New chunks for the columns whose values change, all others shared."""
    groups = list(tables.groups(version))
    formats: dict[str, str] = {}
    for number, group in enumerate(groups):
        context.check()
        parts: dict[str, pa.Array | StoredChunk] = {
            c: chunk for c in group.page.column_ids if (chunk := group.chunk(c)) is not None
        }
        for column in columns:
            if column.id in parts:
                parts[column.id] = _converted(tables, group, column, formats)
        writer.add_group(parts, group.rows)
        context.progress(number + 1, len(groups), "converting")


def _converted(tables: TableService, group: RowGroup, column: Column, formats: dict[str, str]) -> pa.Array:
    array = tables.load(group, [column])[0]
    if column.kind is Kind.DATETIME and column.id not in formats and pa.types.is_string(array.type):
        formats[column.id] = date_format_of(array.slice(0, 1000))
    converted = convert(array, column.kind, formats.get(column.id, ""))
    if converted.bad is not None:
        value = array[int(np.flatnonzero(converted.bad)[0])].as_py()
        raise SchemaError(
            f"The column {column.name!r} cannot become {column.kind}: {str(value)[:60]!r} is not.",
            "Clean those values first, or choose another kind.",
        )
    return converted.array
