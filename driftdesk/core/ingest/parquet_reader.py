"""Parquet, one batch of rows at a time."""

import json
from collections.abc import Iterator, Sequence
from contextlib import contextmanager

import pyarrow as pa
import pyarrow.parquet as pq

from driftdesk.core.errors import FileError
from driftdesk.core.ingest.batches import SAMPLE_ROWS, Batch, ColumnPlan, assemble
from driftdesk.core.ingest.source import Source

BATCH_ROWS = 32_768


class ParquetReader:
    """Raises FileError for a damaged file or one without rows or columns."""

    def __init__(self, source: Source) -> None:
        self._source = source
        with self._file() as file:
            self.names = tuple(str(n) for n in file.schema_arrow.names)
            if not self.names or not file.metadata.num_rows:
                raise FileError(f"{source.name} has no rows.", "Choose a file with at least one row.")
            self._rows: int = file.metadata.num_rows
            self._step = max(256, min(BATCH_ROWS, (4 << 20) // len(self.names)))

    @contextmanager
    def _file(self) -> Iterator[pq.ParquetFile]:
        try:
            with self._source.open() as stream, pq.ParquetFile(stream) as file:
                yield file
        except (pa.ArrowException, OSError) as problem:
            raise FileError(
                f"{self._source.name} is damaged or no Parquet file ({str(problem)[:200]}).",
                "Copy or download the file again; it may have been cut off.",
            ) from problem

    def sample(self) -> pa.Table:
        with self._file() as file:
            batch = next(file.iter_batches(min(SAMPLE_ROWS, self._step)))
            columns = [_simple(c) for c in batch.columns]
        return pa.table(columns, names=[str(i) for i in range(len(columns))])

    def position(self, rows: int) -> int:
        return self._source.size * rows // self._rows

    def batches(self, plans: Sequence[ColumnPlan]) -> Iterator[Batch]:
        with self._file() as file:
            first = 1
            for batch in file.iter_batches(self._step):
                columns = [_simple(batch.column(p.position)) for p in plans]
                yield _assembled(columns, plans, first)
                first += batch.num_rows


def _assembled(columns: list[pa.Array], plans: Sequence[ColumnPlan], first: int) -> Batch:
    def content(row: int) -> str:
        values = {p.column.name: c[row].as_py() for p, c in zip(plans, columns, strict=True)}
        return json.dumps(values, ensure_ascii=False, default=str)[:10_000]

    return assemble(columns, plans, lambda row: first + row, content_of=content)


def _simple(array: pa.Array) -> pa.Array:
    """Lists, structures and bytes as JSON text; anything else as it is."""
    if pa.types.is_nested(array.type) or pa.types.is_binary(array.type) or pa.types.is_time(array.type):
        return pa.array(
            [
                None if v is None else json.dumps(v, ensure_ascii=False, default=str)
                for v in array.to_pylist()
            ],
            pa.string(),
        )
    return array
