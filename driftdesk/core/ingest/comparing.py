"""A file that is compared without being imported: profiled as it streams by, its rows at hand for whoever asks."""

from collections.abc import Callable, Iterator

import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.ingest.reader import TableFile
from driftdesk.core.profiles.side import FileSide, profile_tables
from driftdesk.core.tables.values import unify

_KEPT_BYTES = 512 << 20
"""Rows are kept in memory up to this size; of a larger file each column that is asked for is read again."""


def side_of(opened: Callable[[], TableFile], context: Context) -> FileSide:
    """``opened`` opens the file, from its start each time. Raises FileError, SchemaError."""
    table = opened()
    kept: list[pa.Table] = []

    def batches() -> Iterator[pa.Table]:
        size = 0
        for batch in table.batches():
            context.check()
            context.progress(table.progress, table.source.size, "reading")
            size += batch.table.nbytes
            if size <= _KEPT_BYTES:
                kept.append(batch.table)
            else:
                kept.clear()
            yield batch.table

    rows, profiles = profile_tables(batches(), table.columns)
    if table.counted.rejected:
        context.warn(
            f"{table.counted.rejected} rows of {table.source.name} cannot be used.",
            "Import it to see which, and why.",
        )

    def again(name: str) -> Iterator[pa.Table]:
        file = opened() if table.counted.rejected else opened().only(name)
        return (batch.table for batch in file.batches())

    def read(name: str) -> pa.ChunkedArray:
        arrays = [chunk for t in kept or again(name) for chunk in t.column(name).chunks]
        return unify(arrays, table.columns.column(name).kind)

    return FileSide(table.source.name, rows, table.columns, profiles, read)
