"""The rows of a view as a file: CSV, JSON lines, Parquet, Arrow or Excel, some at a time."""

from __future__ import annotations

import json
import math
from collections.abc import Callable, Iterator, Sequence
from contextlib import AbstractContextManager, contextmanager
from pathlib import Path
from typing import IO, Any

import pyarrow as pa
import pyarrow.csv as pacsv
import pyarrow.parquet as pq

from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Kind
from driftdesk.core.tables.formulas import defused, defused_text
from driftdesk.core.tables.spec import ExportFormat
from driftdesk.core.tables.values import arrow_type
from driftdesk.core.tables.view import TableView
from driftdesk.core.whole_file import whole_file

Write = Callable[[pa.Table], None]
Open = Callable[[IO[bytes], Sequence[Column], dict[str, pa.DataType]], AbstractContextManager[Write]]


def export(
    view: TableView,
    path: Path,
    format: ExportFormat | None = None,
    columns: Sequence[str] | None = None,
    context: Context | None = None,
) -> int:
    """Write the rows of a view in its order; some columns (None: those shown). ``format`` None: as the name of the
    file says. A file that is there is replaced. Returns the rows.

    Raises FileError (it cannot be written), ParameterError (the format cannot hold the rows), NotFoundError (unknown
    column), JobCancelledError; no file is left then."""
    format = format or ExportFormat.of(path)
    wanted = view.source.columns.select(view.column_names if columns is None else columns)
    if format is ExportFormat.XLSX:
        from driftdesk.core.tables.workbook import check_size

        check_size(view.rows, len(wanted))
    types: dict[str, pa.DataType] = {}
    with whole_file(path) as partial:
        while not _written(view, partial, format, wanted, types=types, context=context or Context()):
            pass
    return view.rows


def _written(
    view: TableView,
    path: Path,
    format: ExportFormat,
    columns: Sequence[Column],
    *,
    types: dict[str, pa.DataType],
    context: Context,
) -> bool:
    """False where a numeric column turned out to have fractions after it had begun with whole numbers alone: then
    ``types`` know, and it is to be written again. That is rare; to look at all values first would always cost."""
    done = 0
    tables = view.batches([c.name for c in columns])
    with path.open("wb") as sink:
        first = next(tables, None)
        for column in columns:
            known = first.column(column.name).type if first is not None else arrow_type(column.kind)
            types.setdefault(column.name, known)
        with _OPEN[format](sink, columns, types) as write:
            for table in _and_then(first, tables):
                context.check()
                wider = [c for c in columns if _is_wider(table.column(c.name).type, types[c.name])]
                if wider and format in _TYPED:
                    types.update({c.name: pa.float64() for c in wider})
                    return False
                write(table)
                done += table.num_rows
                context.progress(done, view.rows, "writing")
    return True


def _and_then(first: pa.Table | None, others: Iterator[pa.Table]) -> Iterator[pa.Table]:
    if first is not None:
        yield first
    yield from others


def _is_wider(given: pa.DataType, begun: pa.DataType) -> bool:
    return bool(pa.types.is_floating(given) and pa.types.is_integer(begun))


def _schema(columns: Sequence[Column], types: dict[str, pa.DataType]) -> pa.Schema:
    return pa.schema([(c.name, types[c.name]) for c in columns])


@contextmanager
def _csv(sink: IO[bytes], columns: Sequence[Column], types: dict[str, pa.DataType]) -> Iterator[Write]:
    """Text in quotes, so that an empty one differs from a missing one."""
    names = [defused_text(c.name) for c in columns]
    empty = pa.schema([(name, types[c.name]) for name, c in zip(names, columns, strict=True)]).empty_table()
    pacsv.write_csv(empty, sink)

    def write(table: pa.Table) -> None:
        arrays = [
            pa.chunked_array([defused(chunk) for chunk in a.chunks], a.type)
            if pa.types.is_string(a.type)
            else a
            for a in table.columns
        ]
        pacsv.write_csv(pa.table(arrays, names=names), sink, pacsv.WriteOptions(include_header=False))

    yield write


@contextmanager
def _jsonl(sink: IO[bytes], columns: Sequence[Column], types: dict[str, pa.DataType]) -> Iterator[Write]:
    """One object a line; times in ISO 8601, infinity (which JSON does not have) as null."""
    encode = json.JSONEncoder(ensure_ascii=False, allow_nan=False).encode
    names = [c.name for c in columns]

    def write(table: pa.Table) -> None:
        values = [_plain(table.column(c.name), c.kind) for c in columns]
        rows = zip(*values, strict=True) if values else [()] * table.num_rows
        text = "".join(encode(dict(zip(names, row, strict=True))) + "\n" for row in rows)
        sink.write(text.encode(errors="surrogatepass"))

    yield write


def _plain(column: pa.ChunkedArray, kind: Kind) -> list[Any]:
    values: list[Any] = column.to_pylist()
    if kind is Kind.DATETIME:
        return [None if v is None else v.isoformat() for v in values]
    if pa.types.is_floating(column.type):
        return [v if v is not None and math.isfinite(v) else None for v in values]
    return values


@contextmanager
def _parquet(sink: IO[bytes], columns: Sequence[Column], types: dict[str, pa.DataType]) -> Iterator[Write]:
    schema = _schema(columns, types)
    with pq.ParquetWriter(sink, schema, compression="zstd") as writer:
        yield lambda table: writer.write_table(table.cast(schema, safe=False))


@contextmanager
def _arrow(sink: IO[bytes], columns: Sequence[Column], types: dict[str, pa.DataType]) -> Iterator[Write]:
    schema = _schema(columns, types)
    options = pa.ipc.IpcWriteOptions(compression="zstd")
    with pa.ipc.new_file(sink, schema, options=options) as writer:
        yield lambda table: writer.write_table(table.cast(schema, safe=False))


@contextmanager
def _xlsx(sink: IO[bytes], columns: Sequence[Column], types: dict[str, pa.DataType]) -> Iterator[Write]:
    from driftdesk.core.tables.workbook import new_workbook

    with new_workbook(sink, [c.name for c in columns]) as write:
        yield write


_TYPED = (ExportFormat.PARQUET, ExportFormat.ARROW)
_OPEN: dict[ExportFormat, Open] = {
    ExportFormat.CSV: _csv,
    ExportFormat.JSONL: _jsonl,
    ExportFormat.PARQUET: _parquet,
    ExportFormat.ARROW: _arrow,
    ExportFormat.XLSX: _xlsx,
}
