"""Renaming columns and changing their kinds and roles: a new version that shares all chunks whose values stay."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Record,
    Role,
    Schema,
    StoredChunk,
)
from driftdesk.core.errors import SchemaError
from driftdesk.core.tables.service import RowGroup, TableService
from driftdesk.core.tables.values import convert, date_format_of

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.storage.store import Store

_STRINGS = frozenset({Kind.CATEGORICAL, Kind.TEXT})
_ONE_ONLY = frozenset({Role.TARGET, Role.TIMESTAMP})


class ColumnChange(Record):
    """Of the column called ``name``; None leaves things as they are."""

    name: str
    new_name: str | None = None
    kind: Kind | None = None
    role: Role | None = None


def set_columns(
    store: Store, datasets: DatasetService, name: str, changes: Sequence[ColumnChange], context: Context
) -> DatasetVersion:
    """See ``DatasetService.set_columns``. Without any change: the version that is there."""
    dataset, version = datasets.resolve(name)
    columns = changed_schema(version.columns, changes)
    if columns == version.columns:
        return version
    writer = VersionWriter(store, columns, first_row_id=dataset.next_row_id, context=context)
    add_rows_of(store, version, columns, writer, context)
    operation = Operation(
        kind=OperationKind.EDIT, params={"columns": [c.model_dump(mode="json") for c in changes]}
    )
    message = f"Changed columns: {', '.join(c.name for c in changes)}"
    return datasets.commit(dataset, writer.finish(), operation=operation, message=message, context=context)


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


def changed_schema(schema: Schema, changes: Sequence[ColumnChange]) -> Schema:
    """Raises NotFoundError (no such column) and SchemaError (a name twice)."""
    columns = {c.name: c for c in schema.columns}
    for change in changes:
        fields = {"name": change.new_name, "kind": change.kind, "role": change.role}
        column = schema.column(change.name)
        columns[change.name] = column.model_copy(update={k: v for k, v in fields.items() if v is not None})
    for change in changes:
        if change.role in _ONE_ONLY:
            for name, column in columns.items():
                if name != change.name and column.role is change.role:
                    columns[name] = column.model_copy(update={"role": Role.FEATURE})
    names = [c.name.strip() for c in columns.values()]
    twice = {n for n in names if names.count(n) > 1 or not n or n == ROW_ID}
    if twice:
        raise SchemaError(
            f"Columns cannot be called {', '.join(map(repr, sorted(twice)))}.", "Names must be unique."
        )
    return Schema(columns=tuple(columns.values()))


def _same_values(before: Kind, after: Kind) -> bool:
    return before is after or {before, after} <= _STRINGS


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
