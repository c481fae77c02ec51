"""Excel workbooks (.xlsx): one sheet, row by row, with the types that its cells have.

openpyxl reads a sheet as a stream, so that memory does not grow with its rows, and a hostile sheet that claims to be
of seventeen billion cells costs nothing. A part that declares a document type, and with it entities, is refused before
anything is parsed (defusedxml does the same for what is parsed whole, but in Python: ten times slower for a sheet). What
openpyxl reads is watched (``workbook_parts.py``).
"""

import json
import warnings
import zipfile
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from itertools import islice
from typing import Any, BinaryIO
from xml.etree import ElementTree

import pyarrow as pa
from openpyxl.reader import strings as shared_strings
from openpyxl.reader.excel import ExcelReader as Package
from openpyxl.utils import get_column_letter
from openpyxl.utils.exceptions import InvalidFileException
from openpyxl.worksheet import _reader as sheet_parser
from openpyxl.worksheet._read_only import ReadOnlyWorksheet

from driftdesk.core.errors import FileError
from driftdesk.core.ingest.batches import SAMPLE_BYTES, SAMPLE_ROWS, Batch, ColumnPlan, Reject, assemble
from driftdesk.core.ingest.detection import FileFormat
from driftdesk.core.ingest.layout import has_header
from driftdesk.core.ingest.nested import as_text, typed
from driftdesk.core.ingest.packing import FREE, RATIO
from driftdesk.core.ingest.source import Source
from driftdesk.core.ingest.workbook_parts import MOST_ROWS, ExcessError, Parts, rows_of

for _module in (sheet_parser, shared_strings):
    _module.iterparse = ElementTree.iterparse  # the parser in C; see above
ReadOnlyWorksheet._get_size = lambda _: (
    None
)  # reads a sheet that does not say its size whole, on opening the workbook

BATCH_ROWS = 4_096
_BATCH_BYTES = 16 << 20
_MOST_PARTS = 10_000
_SCANNED = 64 << 20
_LOOKED_AT = 200
"""Rows that the beginning of the table is found from."""
_SAMPLED_CELLS = 60_000
_TAKEN = 200
"""Rows that are asked for at once."""
_ERRORS = {"#NULL!", "#DIV/0!", "#VALUE!", "#REF!", "#NAME?", "#NUM!", "#N/A", "#GETTING_DATA"}

_DAMAGES = (
    ArithmeticError,
    AttributeError,
    EOFError,
    InvalidFileException,
    LookupError,
    MemoryError,
    NotImplementedError,
    OSError,
    ElementTree.ParseError,
    RuntimeError,
    TypeError,
    ValueError,
    zipfile.BadZipFile,
    zlib.error,
)
"""What openpyxl raises on workbooks that are none."""

Row = tuple[int, tuple[Any, ...]]
"""Its number in the sheet, from 1, and its values, as many as there are."""


class ExcelReader:
    """``form`` says which sheet was taken, ``sheets`` which there are. Raises FileError for a damaged workbook or one
    without rows."""

    def __init__(self, source: Source, form: FileFormat) -> None:
        self._source = source
        self.warnings: list[str] = []
        self._claimed = 0
        """Rows of the sheet, about."""
        with self._workbook() as book:
            sheets = tuple(str(s.title) for s in book.worksheets)
            sheet = _chosen(source.name, sheets, form.sheet) if form.sheet else self._first_filled(book)
            head = list(islice(self._rows(book[sheet], form.skip_rows or 0), _LOOKED_AT))
            self._look_over(book, book[sheet])
        if not head:
            raise FileError(f"{source.name} has no rows in the sheet {sheet!r}.", "Choose another (--sheet).")
        start = 0 if form.skip_rows is not None else _start(head)
        table = head[start:]
        texts = [[_name(v) for v in values] for _, values in table]
        header = has_header(_even(texts)) if form.header is None else form.header
        self._from = table[0][0] + (1 if header else 0)
        self._positions = _filled(texts)
        first = texts[0]
        self.names = tuple(
            (first[at] if at < len(first) else "") if header else f"column_{number + 1}"
            for number, at in enumerate(self._positions)
        )
        skipped = table[0][0] - 1
        self.form = form.model_copy(
            update={"sheet": sheet, "sheets": sheets, "header": header, "skip_rows": skipped}
        )

    def sample(self) -> pa.Table:
        most = max(_LOOKED_AT, min(SAMPLE_ROWS, _SAMPLED_CELLS // len(self.names)))
        with self._workbook() as book:
            rows = next(_batched(self._table(book), most, SAMPLE_BYTES), [])
        if not rows:
            raise FileError(
                f"The sheet {self.form.sheet!r} of {self._source.name} holds no rows, only a header.",
                "If its only row is data, import it without a header.",
            )
        columns = [typed([_at(values, p) for _, values in rows]) for p in self._positions]
        return pa.table(columns, names=[str(i) for i in range(len(columns))])

    def position(self, rows: int) -> int:
        return int(self._source.size * min(1.0, rows / self._claimed)) if self._claimed else 0

    def batches(self, plans: Sequence[ColumnPlan]) -> Iterator[Batch]:
        size, most = 0, max(FREE, RATIO * self._source.size)
        with self._workbook() as book:
            for rows in _batched(self._table(book), BATCH_ROWS, _BATCH_BYTES):
                size += sum(len(v) for _, values in rows for v in values if isinstance(v, str))
                if size > most:
                    raise FileError(
                        f"{self._source.name} holds more text than {most >> 20} MB, over {RATIO} times its size.",
                        "Save the sheet as CSV or Parquet.",
                    )
                yield self._batch(rows, plans)

    def _batch(self, rows: Sequence[Row], plans: Sequence[ColumnPlan]) -> Batch:
        inside = set(self._positions)
        good: list[Row] = []
        bad: list[Reject] = []
        for number, values in rows:
            outside = next((at for at, v in enumerate(values) if v is not None and at not in inside), None)
            if outside is None:
                good.append((number, values))
            else:
                reason = f"a value in column {get_column_letter(outside + 1)}, beside the table"
                bad.append(Reject(number, reason, _content(values)))
        columns = [typed([_at(values, self._positions[p.position]) for _, values in good]) for p in plans]
        return assemble(
            columns,
            plans,
            lambda row: good[row][0],
            content_of=lambda row: _content(good[row][1]),
            ragged=bad,
        )

    def _table(self, book: Any) -> Iterator[Row]:
        return self._rows(book[self.form.sheet], self._from - 1)

    def _rows(self, sheet: Any, skip: int) -> Iterator[Row]:
        """The rows of a sheet that are not blank, behind the first ``skip`` ones."""
        found = rows_of(sheet)
        while True:
            with self._damages():
                taken = list(islice(found, _TAKEN))
            if not taken:
                return
            for number, values in taken:
                if number <= skip:
                    continue
                cells = tuple(None if v == "" or (isinstance(v, str) and v in _ERRORS) else v for v in values)
                if any(v is not None for v in cells):
                    yield number, cells

    def _first_filled(self, book: Any) -> str:
        """The first sheet that holds rows."""
        once = {sheet._worksheet_path: sheet for sheet in reversed(book.worksheets)}
        for sheet in reversed(once.values()):
            if next(islice(self._rows(sheet, 0), 1), None) is not None:
                return str(sheet.title)
        raise FileError(f"{self._source.name} has no rows in any sheet.", "Choose a workbook with a table.")

    @contextmanager
    def _workbook(self) -> Iterator[Any]:
        with self._source.whole() as stream:
            with self._damages():
                self._check_parts(stream)
                stream.seek(0)
                book = _opened(stream)
            try:
                yield book
            finally:
                book.close()

    def _check_parts(self, stream: BinaryIO) -> None:
        """Raise FileError where the workbook unpacks to more than a workbook should."""
        with zipfile.ZipFile(stream) as archive:
            parts = archive.infolist()
        if len(parts) > _MOST_PARTS:
            raise self._damaged(": it has too many parts")
        if any(part.flag_bits & 1 for part in parts):
            raise FileError(f"{self._source.name} is protected by a password.", "Save it without one.")
        size = sum(part.file_size for part in parts)
        packed = min(stream.seek(0, 2), sum(part.compress_size for part in parts))
        if size > max(FREE, RATIO * packed):
            raise FileError(
                f"{self._source.name} unpacks to {size >> 20} MB, more than a workbook should.",
                "Save the sheet as CSV or Parquet.",
            )

    def _look_over(self, book: Any, sheet: Any) -> None:
        """How many rows there are, about, and whether cells are merged, as far as was looked."""
        merged, read, rows, before = False, 0, 0, b""
        with self._damages(), sheet._get_source() as xml:
            while read < _SCANNED and (part := xml.read(1 << 20)):
                read += len(part)
                rows += part.count(b"<row ")
                merged = merged or b"<mergeCell " in before + part
                before = part[-16:]
            size = book._archive.getinfo(sheet._worksheet_path).file_size
        self._claimed = min(MOST_ROWS, rows * size // max(1, read))
        if merged:
            self.warnings.append("Cells are merged: only the first cell of those holds their value.")

    @contextmanager
    def _damages(self) -> Iterator[None]:
        try:
            with warnings.catch_warnings():
                warnings.simplefilter("ignore")
                yield
        except ExcessError as problem:
            raise self._damaged(f": {problem}") from problem
        except _DAMAGES as problem:
            raise self._damaged() from problem

    def _damaged(self, what: str = "") -> FileError:
        return FileError(
            f"{self._source.name} is damaged or no workbook{what}.",
            "Open it in a spreadsheet program and save it again.",
        )


def _opened(stream: BinaryIO) -> Any:
    """The workbook, as ``openpyxl.load_workbook`` gives it, from parts that are watched."""
    package = Package(stream, read_only=True, data_only=True, keep_links=False)
    parts = Parts(stream)
    package.archive = parts
    package.read()
    parts.sheets_only = True
    return package.wb


def _batched(rows: Iterable[Row], most: int, most_bytes: int) -> Iterator[list[Row]]:
    """So many rows at a time, or fewer where they are wide or long."""
    batch: list[Row] = []
    size = 0
    for row in rows:
        batch.append(row)
        size += sum(40 + (len(v) if isinstance(v, str) else 0) for v in row[1])
        if len(batch) >= most or size >= most_bytes:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


def _chosen(name: str, sheets: Sequence[str], wanted: str) -> str:
    """A sheet by name, or by number from 1. Raises FileError."""
    for sheet in sheets:
        if wanted.casefold() == sheet.casefold():
            return sheet
    if wanted.isdecimal() and 0 < int(wanted) <= len(sheets):
        return sheets[int(wanted) - 1]
    raise FileError(f"{name} has no sheet {wanted!r}.", f"Its sheets are: {', '.join(sheets[:20])}.")


def _start(head: Sequence[Row]) -> int:
    """Which of these rows the table begins with: titles and notes fill fewer cells than its rows."""
    filled = [sum(v is not None for v in values) for _, values in head]
    most = max(filled[:50])
    return next(at for at, cells in enumerate(filled) if cells * 2 > most)


def _filled(texts: Sequence[Sequence[str]]) -> list[int]:
    """The columns of the sheet that hold anything."""
    width = max(len(row) for row in texts)
    return [at for at in range(width) if any(at < len(row) and row[at] for row in texts)]


def _even(texts: Sequence[Sequence[str]]) -> list[list[str]]:
    width = max(len(row) for row in texts)
    return [[*row, *[""] * (width - len(row))] for row in texts]


def _name(value: Any) -> str:
    return as_text(value) or ""


def _at(values: tuple[Any, ...], position: int) -> Any:
    return values[position] if position < len(values) else None


def _content(values: tuple[Any, ...]) -> str:
    return json.dumps(values, ensure_ascii=False, default=str)[:10_000]
