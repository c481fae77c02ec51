"""Delimited text, block by block on all cores.

A block is first read straight into its types, which is fast and all that a clean file needs. Only where that
fails is it read again as text, and each value looked at, so that a bad value costs its row and not the file.
"""

import csv
import io
import re
from collections.abc import Iterator, Sequence
from dataclasses import replace
from itertools import chain
from typing import BinaryIO

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pyarrow.csv as pacsv

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.entities import Kind
from driftdesk.core.errors import FileError
from driftdesk.core.ingest.batches import (
    LONGEST_VALUE,
    SAMPLE_BYTES,
    SAMPLE_ROWS,
    Batch,
    ColumnPlan,
    Reject,
    assemble,
    count_infinite,
    text_of,
)
from driftdesk.core.ingest.detection import FileFormat
from driftdesk.core.ingest.marks import Mark
from driftdesk.core.ingest.records import (
    Block,
    record_blocks,
    record_lines,
    scan,
    utf8_parts,
    utf8_parts_behind,
    without_comments,
)
from driftdesk.core.ingest.source import Source, read_fully
from driftdesk.core.tables.values import (
    FALSE_WORDS,
    MISSING_WORDS,
    TIMESTAMP,
    TRUE_WORDS,
    blanks_to_null,
    convert,
)

_MARGIN = 1000
"""Records that are read for a sample beyond its rows: some may be uneven, or empty."""

_CONTENT = 10_000
"""Characters of a rejected row that are kept."""


_NO_TEXT = "\ufdd0"
"""Stands for a byte that is no text while pyarrow reads: it tells uneven rows only where they are text. No character."""


class _UnfitError(Exception):
    """Inside this module: a block needs to be looked at value by value."""


class CsvReader:
    """Raises FileError where there is no row at all."""

    def __init__(self, source: Source, form: FileFormat) -> None:
        self._source = source
        self.form = form
        self.warnings: list[str] = []
        self._dialect = form.dialect
        with source.content() as stream:
            head = read_fully(stream, SAMPLE_BYTES)
        final = len(head) < SAMPLE_BYTES
        text = b"".join(utf8_parts(io.BytesIO(head), form.encoding, final, source.name))
        self._head = without_comments(text, self._dialect, skip=self._dialect.skip_rows)
        self._complete = len(head) < SAMPLE_BYTES
        self._skip = 0
        first = self._first_record()
        self.names = tuple(first) if form.header else tuple(f"column_{i + 1}" for i in range(len(first)))

    def _first_record(self) -> list[str]:
        ends, _ = scan(self._head, self._dialect)
        start = 0
        for end in chain(map(int, ends), [len(self._head)]):
            record = self._head[start:end].decode("utf-8", "replace")
            if record.strip("\r\n"):
                self._skip = end if self.form.header else start
                return next(self._dialect.rows(io.StringIO(record, newline="")), [])
            start = end
        raise FileError(
            f"{self._source.name} has no rows: it is blank.", "Choose a file with a header and rows."
        )

    def sample(self) -> pa.Table:
        ends, _ = scan(self._head, self._dialect)
        whole = len(self._head) if self._complete or not len(ends) else int(ends[-1])
        if len(ends) > SAMPLE_ROWS + _MARGIN:
            whole = int(ends[SAMPLE_ROWS + _MARGIN])
        table, uneven = self._read_text(Block(self._head[self._skip : whole], 1), range(len(self.names)))
        if not table.num_rows:
            raise self._no_rows(uneven)
        columns, _ = _decode(table.slice(0, SAMPLE_ROWS))
        return pa.table(columns, names=[str(i) for i in range(len(columns))])

    def _no_rows(self, uneven: Sequence[Reject]) -> FileError:
        if not uneven and not self._complete:
            return FileError(
                f"The first row of {self._source.name} does not end within {SAMPLE_BYTES >> 20} MB.",
                "Look for a quote there that is never closed, or another delimiter.",
            )
        if not uneven:
            return FileError(
                f"{self._source.name} holds no rows, only a header.",
                "If its only line is data, import it without a header.",
            )
        return FileError(
            f"No row of {self._source.name} fits its first line, which has {len(self.names)} columns; "
            f"the next one has {uneven[0].reason}.",
            "Check the delimiter (--delimiter) and the header line.",
        )

    def batches(self, plans: Sequence[ColumnPlan]) -> Iterator[Batch]:
        with self._source.content() as stream:
            blocks = record_blocks(self._parts(stream), self._dialect, name=self._source.name)
            yield from ordered_map(lambda block: self._parse(block, plans), self._without_header(blocks))

    def batches_from(self, plans: Sequence[ColumnPlan], mark: Mark) -> Iterator[Batch]:
        """See ``Resumable``."""
        can_seek = not self._source.packing
        with self._source.content() as stream:
            name = self._source.name
            parts = utf8_parts_behind(stream, self.form.encoding, mark.offset, can_seek=can_seek, name=name)
            blocks = record_blocks(parts, self._dialect, offset=mark.offset, line=mark.line, name=name)
            yield from ordered_map(lambda block: self._parse(block, plans), blocks)

    def position(self, rows: int) -> int:
        return self._source.position

    def _parts(self, stream: BinaryIO) -> Iterator[bytes]:
        return utf8_parts(stream, self.form.encoding, name=self._source.name)

    def _without_header(self, blocks: Iterator[Block]) -> Iterator[Block]:
        skip = self._skip
        for block in blocks:
            if not skip:
                yield block
            elif rest := block.data[skip:]:
                yield Block(rest, block.first_line + block.data.count(b"\n", 0, skip), block.offset)
            skip = max(0, skip - len(block.data))

    def _parse(self, block: Block, plans: Sequence[ColumnPlan]) -> Batch:
        try:
            batch = self._parse_clean(block, plans)
        except (pa.ArrowInvalid, _UnfitError):
            batch = self._parse_carefully(block, plans)
        return replace(batch, mark=Mark(offset=block.offset, line=block.first_line))

    def _parse_clean(self, block: Block, plans: Sequence[ColumnPlan]) -> Batch:
        """Raises _UnfitError or ArrowInvalid when anything in the block does not fit."""
        table = self._read(block, {str(p.position): _direct_type(p) for p in plans}, None)
        arrays = [_finished(_single(c), p) for c, p in zip(table.columns, plans, strict=True)]
        named = pa.table(arrays, names=[p.column.name for p in plans])
        return Batch(named, infinite=count_infinite(named))

    def _parse_carefully(self, block: Block, plans: Sequence[ColumnPlan]) -> Batch:
        table, uneven = self._read_text(block, [p.position for p in plans])
        lines = record_lines(block, self._dialect)
        taken = np.zeros(max(len(lines), table.num_rows + len(uneven)), dtype=bool)
        taken[[r.line - 1 for r in uneven]] = True
        kept = np.flatnonzero(~taken)
        if len(lines) < len(taken):
            lines = np.arange(len(taken)) + block.first_line
        ragged = [Reject(int(lines[r.line - 1]), r.reason, r.content) for r in uneven]
        columns, broken = _decode(table)
        return assemble(
            columns,
            plans,
            lambda row: int(lines[kept[row]]),
            content_of=lambda row: self._row_text(table, row),
            ragged=ragged,
            broken=broken,
        )

    def _row_text(self, table: pa.Table, row: int) -> str:
        line = io.StringIO()
        values = [(c[row].as_py() or b"").decode("utf-8", "backslashreplace") for c in table.columns]
        csv.writer(line, delimiter=self.form.delimiter, lineterminator="").writerow(values)
        return line.getvalue()[:_CONTENT]

    def _read_text(self, block: Block, positions: Sequence[int]) -> tuple[pa.Table, list[Reject]]:
        """All columns as bytes; uneven rows apart, with their number among the block's rows as ``line``."""
        uneven: list[Reject] = []

        def note(row: pacsv.InvalidRow) -> str:
            reason = f"{row.actual_columns} values instead of {row.expected_columns}"
            text = (row.text or "")[:_CONTENT].replace(_NO_TEXT, "\ufffd")
            uneven.append(Reject(row.number, reason, text))
            return "skip"

        marked = _marked(block)
        table = self._read(marked, {str(p): pa.binary() for p in positions}, note)
        return table if marked is block else _unmarked(table), uneven

    def _read(self, block: Block, types: dict[str, pa.DataType], on_uneven: object) -> pa.Table:
        if not block.data.strip(b"\r\n"):
            return pa.table({name: pa.array([], kind) for name, kind in types.items()})
        return pacsv.read_csv(
            pa.py_buffer(block.data),
            read_options=pacsv.ReadOptions(
                column_names=[str(i) for i in range(len(self.names))],
                use_threads=False,
                block_size=len(block.data) + 1,
            ),
            parse_options=pacsv.ParseOptions(
                delimiter=self._dialect.delimiter,
                quote_char=self._dialect.quote or False,
                escape_char=self._dialect.escape or False,
                newlines_in_values=True,
                invalid_row_handler=on_uneven,
            ),
            convert_options=pacsv.ConvertOptions(
                include_columns=list(types),
                column_types=types,
                null_values=list(MISSING_WORDS),
                strings_can_be_null=False,
                true_values=list(TRUE_WORDS),
                false_values=list(FALSE_WORDS),
                decimal_point=self.form.decimal,
            ),
        )


def _direct_type(plan: ColumnPlan) -> pa.DataType:
    if plan.column.kind is Kind.NUMERIC:
        if plan.notation.thousands:
            return pa.string()
        return pa.int64() if plan.integers else pa.float64()
    if plan.column.kind is Kind.BOOLEAN:
        return pa.bool_()
    return TIMESTAMP if plan.column.kind is Kind.DATETIME and not plan.date_format else pa.string()


def _finished(array: pa.Array, plan: ColumnPlan) -> pa.Array:
    if not pa.types.is_string(array.type):
        return array
    if array.nbytes > LONGEST_VALUE:
        raise _UnfitError
    if plan.column.kind in (Kind.CATEGORICAL, Kind.TEXT):
        return blanks_to_null(array)
    numbers = plan.notation.plain(array) if plan.column.kind is Kind.NUMERIC else array
    converted = convert(numbers, plan.column.kind, plan.date_format)
    if converted.bad is not None:
        raise _UnfitError
    return converted.array


def _single(column: pa.ChunkedArray) -> pa.Array:
    return column.chunk(0) if column.num_chunks == 1 else column.combine_chunks()


def _marked(block: Block) -> Block:
    """The block as text, bytes that are none marked."""
    try:
        block.data.decode("utf-8")
    except UnicodeDecodeError:
        text = block.data.decode("utf-8", "surrogateescape")
        return Block(re.sub("[\udc80-\udcff]", _NO_TEXT, text).encode("utf-8"), block.first_line)
    return block


def _unmarked(table: pa.Table) -> pa.Table:
    """Bytes that are no text where the marks stand."""
    mark = _NO_TEXT.encode("utf-8")
    columns = [pc.replace_substring(c, mark, b"\xff") for c in table.columns]
    return pa.table(columns, names=table.column_names)


def _decode(table: pa.Table) -> tuple[list[pa.Array], dict[int, str]]:
    """Columns of bytes as text, and the rows with bytes that are none (missing there)."""
    broken: dict[int, str] = {}
    columns = []
    for column in table.columns:
        array, rows = text_of(_single(column))
        columns.append(array)
        broken.update(dict.fromkeys(rows, "bytes that are no text in the file's encoding"))
    return columns, broken
