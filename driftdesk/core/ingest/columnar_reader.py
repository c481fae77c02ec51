"""Parquet, Arrow (files and streams) and Feather: typed columns, one batch of rows at a time."""

import json
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from typing import Any, BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.parquet as pq

from driftdesk.core.errors import FileError
from driftdesk.core.ingest.batches import SAMPLE_ROWS, Batch, ColumnPlan, assemble, text_of
from driftdesk.core.ingest.detection import FileFormat
from driftdesk.core.ingest.nested import at_way, flat_columns, list_lengths
from driftdesk.core.ingest.source import Source

BATCH_ROWS = 32_768
_BATCH_TEXT = 8 << 20
"""Bytes of a batch that may come out of dictionaries."""
_FREE_TEXT = 1 << 30
_TEXT_RATIO = 1000
"""Bytes of text that a byte of the file may become by dictionaries, once _FREE_TEXT are exceeded."""
_DICTIONARY = 4 << 20
"""Bytes of a usual dictionary of texts: those that write Parquet stop at 1 MB."""


class ColumnarReader:
    """Raises FileError for a damaged file or one without rows or columns."""

    def __init__(self, source: Source, form: FileFormat) -> None:
        self._source = source
        self.form = form
        self.warnings: list[str] = []
        self._open: Callable[[BinaryIO], _Opened] = _Parquet if form.format == "parquet" else _Arrow
        with source.whole() as stream:
            opened = self._opened(stream)
            self._rows = opened.rows
            self._lengths = self._vectors(opened) if form.lists == "json" else None
            flattened = flat_columns(opened.schema, form.flatten, self._lengths)
        self.names = tuple(name for name, _ in flattened)
        self._ways = tuple(way for _, way in flattened)
        if not self.names or self._rows == 0:
            raise FileError(f"{source.name} has no rows.", "Choose a file with at least one row.")
        self._step = max(256, min(BATCH_ROWS, (4 << 20) // len(self.names)))

    def _vectors(self, opened: "_Opened") -> dict[int, int]:
        """Columns whose lists have one length in the first rows."""
        if not any(pa.types.is_list(f.type) or pa.types.is_large_list(f.type) for f in opened.schema):
            return {}
        with self._damages():
            first = next(opened.batches(SAMPLE_ROWS), None)
        return list_lengths(first) if first is not None else {}

    def sample(self) -> pa.Table:
        with self._source.whole() as stream:
            batch = next(self._read(stream), None)
        if batch is None:
            raise FileError(f"{self._source.name} has no rows.", "Choose a file with at least one row.")
        columns = [self._column(batch, at)[0] for at in range(len(self.names))]
        return pa.table(columns, names=[str(i) for i in range(len(columns))]).slice(0, SAMPLE_ROWS)

    def position(self, rows: int) -> int:
        return self._source.size * rows // self._rows if self._rows else 0

    def batches(self, plans: Sequence[ColumnPlan]) -> Iterator[Batch]:
        first = 1
        with self._source.whole() as stream:
            for batch in self._read(stream):
                yield self._assembled(batch, plans, first)
                first += batch.num_rows

    def _assembled(self, batch: pa.RecordBatch, plans: Sequence[ColumnPlan], first: int) -> Batch:
        columns, broken = [], dict[int, str]()
        for plan in plans:
            column, unreadable = self._column(batch, plan.position)
            columns.append(column)
            way = self._ways[plan.position]
            what = "a list of another length" if way[-1] < 0 else "bytes that are no text"
            broken.update(dict.fromkeys(unreadable, f"{plan.column.name}: {what}"))

        def content(row: int) -> str:
            values = {p.column.name: c[row].as_py() for p, c in zip(plans, columns, strict=True)}
            return json.dumps(values, ensure_ascii=False, default=str)[:10_000]

        return assemble(columns, plans, lambda row: first + row, content_of=content, broken=broken)

    def _column(self, batch: pa.RecordBatch, at: int) -> tuple[pa.Array, list[int]]:
        with self._damages():
            way = self._ways[at]
            array = at_way(batch, way, self.form.lists)
            if way[-1] == -1 and (length := (self._lengths or {}).get(way[0])):
                other = pc.not_equal(pc.list_value_length(batch.column(way[0])), length)
                return array, np.flatnonzero(other.fill_null(False).to_numpy(zero_copy_only=False)).tolist()
            return text_of(array)

    def _read(self, stream: BinaryIO) -> Iterator[pa.RecordBatch]:
        """Batches of at most ``_step`` rows."""
        found = self._opened(stream).batches(self._step)
        text = 0
        while True:
            with self._damages():
                batch = next(found, None)
            if batch is None:
                return
            longest, size = _by_dictionaries(batch)
            text += size
            if text > max(_FREE_TEXT, _TEXT_RATIO * self._source.size):
                raise FileError(
                    f"{self._source.name} holds the same long text so often that it is {text >> 20:,} MB of text, over "
                    f"{_TEXT_RATIO} times its size.",
                    "Leave that column out.",
                )
            step = max(1, min(self._step, _BATCH_TEXT // max(1, longest)))
            for at in range(0, batch.num_rows, step):
                yield batch.slice(at, step)

    def _opened(self, stream: BinaryIO) -> "_Opened":
        with self._damages():
            return self._open(stream)

    @contextmanager
    def _damages(self) -> Iterator[None]:
        try:
            yield
        except (pa.ArrowException, OSError, UnicodeError, OverflowError, MemoryError) as problem:
            what = "Parquet" if self.form.format == "parquet" else "Arrow"
            raise FileError(
                f"{self._source.name} is damaged or no {what} file.",
                "Copy or download the file again; it may have been cut off.",
            ) from problem


class _Parquet:
    def __init__(self, stream: BinaryIO) -> None:
        metadata = pq.read_metadata(stream)
        stream.seek(0)
        self._file = pq.ParquetFile(stream, metadata=metadata, read_dictionary=_repeating(metadata))
        self.schema: pa.Schema = self._file.schema_arrow
        self.rows: int | None = self._file.metadata.num_rows

    def batches(self, step: int) -> Iterator[pa.RecordBatch]:
        yield from self._file.iter_batches(step)


class _Arrow:
    """A file that says where its batches are, or a stream of them. Their number of rows is not known before."""

    rows: int | None = None

    def __init__(self, stream: BinaryIO) -> None:
        is_file = stream.read(6) == b"ARROW1"
        stream.seek(0)
        self._file: Any = pa.ipc.open_file(stream) if is_file else pa.ipc.open_stream(stream)
        self._is_file = is_file
        self.schema: pa.Schema = self._file.schema

    def batches(self, step: int) -> Iterator[pa.RecordBatch]:
        """Checked before anything is read from them: what a damaged file says of offsets may be anywhere."""
        if self._is_file:
            found: Iterator[pa.RecordBatch] = (
                self._file.get_batch(at) for at in range(self._file.num_record_batches)
            )
        else:
            found = iter(self._file)
        for batch in found:
            batch.validate()
            for column in batch.columns:
                _check(column)
            yield batch


_Opened = _Parquet | _Arrow


def _repeating(metadata: pq.FileMetaData) -> list[str]:
    """The columns of texts that Parquet keeps as numbers into a list of them: read like that too, which is faster, and
    a long text that stands in a million rows is in memory once."""
    found: dict[str, None] = {}
    columns = [metadata.schema.column(at) for at in range(metadata.num_columns)]
    texts = [
        at
        for at, c in enumerate(columns)
        if c.physical_type == "BYTE_ARRAY"
        and c.logical_type.type in ("NONE", "STRING")
        and not c.max_repetition_level
    ]
    for group in range(metadata.num_row_groups):
        rows = metadata.row_group(group)
        for at in texts:
            chunk = rows.column(at)
            few = chunk.total_uncompressed_size <= _DICTIONARY + 4 * chunk.num_values
            if chunk.has_dictionary_page and few:
                found[chunk.path_in_schema] = None
    return list(found)


def _by_dictionaries(batch: pa.RecordBatch) -> tuple[int, int]:
    """The longest text in the dictionaries of a batch, and what all of them come to in its rows, in bytes."""
    longest = size = 0
    for column in batch.columns:
        if pa.types.is_dictionary(column.type) and _is_text(column.type.value_type):
            lengths = pc.binary_length(column.dictionary)
            longest = max(longest, pc.max(lengths).as_py() or 0)
            size += pc.sum(lengths.take(column.indices)).as_py() or 0
    return longest, size


def _is_text(kind: pa.DataType) -> bool:
    some = (pa.types.is_string, pa.types.is_large_string, pa.types.is_binary, pa.types.is_large_binary)
    return any(is_kind(kind) for is_kind in some)


def _check(array: pa.Array) -> None:
    """Raise ArrowInvalid where offsets or dictionary indices point outside; text is looked at later, by row."""
    if pa.types.is_string(array.type):
        array = array.view(pa.binary())
    elif pa.types.is_large_string(array.type):
        array = array.view(pa.large_binary())
    array.validate(full=True)
