"""Files in memory, and tables out of them."""

import io

import pyarrow as pa

from driftdesk.core.entities import Schema
from driftdesk.core.ingest.batches import Reject
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.reader import TableFile, open_table
from driftdesk.core.ingest.source import Source


def source(name: str, data: bytes) -> Source:
    return Source(name, len(data), lambda: io.BytesIO(data))


def opened(name: str, data: bytes | str, schema: Schema | None = None, **options: object) -> TableFile:
    content = data.encode() if isinstance(data, str) else data
    return open_table(source(name, content), ImportOptions.model_validate(options), schema)


def imported(name: str, data: bytes | str, **options: object) -> tuple[pa.Table, list[Reject]]:
    """All rows of a file, and those that were rejected."""
    tables, rejects = [], []
    for batch in opened(name, data, **options).batches():
        tables.append(batch.table)
        rejects += batch.rejects
    return pa.concat_tables(tables, promote_options="permissive"), rejects
