"""The parts of a workbook, watched while they are read: whatever their names and sizes claim, they hold no entities, no
cell longer than memory, no row wider than a sheet, and no more markup than a file of their size would.

openpyxl makes objects of all markup that it reads, whether it means anything or not.
"""

import codecs
import re
import zipfile
from collections.abc import Iterator, Mapping, Sequence
from types import TracebackType
from typing import Any, BinaryIO, Self

from openpyxl.worksheet._reader import WorkSheetParser

MOST_ROWS, MOST_COLUMNS = 1_048_576, 16_384
"""Of a sheet, as Excel has it."""
LONGEST_CELL = 8 << 20
"""Bytes of XML without a tag."""
MOST_WHOLE = 256 << 20
"""Bytes of XML of a part that is read whole: all but sheets."""
_FREE_WHOLE = 16 << 20
_WHOLE_RATIO = 100
"""Bytes that a packed byte of such a part may become, once _FREE_WHOLE came out."""
_FREE_TAGS = {True: 500_000, False: 4_000_000}
_TAGS_A_BYTE = {True: 2, False: 20}
"""By whether a part is read whole: the tags that it may hold, and those more for each packed byte."""
_TAGS_A_ROW = 300_000
_PROLOG = 4096
"""Bytes of a part within which its root element begins."""
_BLOCK = 1 << 20

_ROOT = re.compile(rb"\s*(<\?[^<]*\?>\s*)?(<!--[^<]*-->\s*)*<[A-Za-z_]")
_ROW_END = re.compile(rb"</(?:\w+:)?row\s*>|<(?:\w+:)?row\s*/>")


class ExcessError(Exception):
    """A part is none that a spreadsheet program writes: in what way."""


class Parts(zipfile.ZipFile):
    """The archive of a workbook for openpyxl; until ``sheets_only`` is set, what is opened is read whole."""

    def __init__(self, stream: BinaryIO) -> None:
        super().__init__(stream)
        self.sheets_only = False
        self._size = stream.seek(0, 2)

    def open(self, name: Any, mode: Any = "r", *args: Any, **more: Any) -> Any:
        info = name if isinstance(name, zipfile.ZipInfo) else self.getinfo(name)
        packed = min(info.compress_size, self._size)
        return _Watched(super().open(info, mode, *args, **more), packed, whole=not self.sheets_only)


class _Watched:
    """A part of XML. Raises ExcessError where it is too much."""

    def __init__(self, stream: Any, packed: int, *, whole: bool) -> None:
        self._stream = stream
        self._whole = whole
        self._most = min(MOST_WHOLE, max(_FREE_WHOLE, _WHOLE_RATIO * packed)) if whole else None
        self._most_tags = _FREE_TAGS[whole] + _TAGS_A_BYTE[whole] * packed
        self._read = self._tags = self._tags_in_row = self._since = 0
        self._tail = b""
        self._rows_count = not whole
        self._start = stream.read(_PROLOG)
        start = self._start.removeprefix(codecs.BOM_UTF8)
        if start.strip() and _ROOT.match(start) is None:
            raise ExcessError("it declares a document type or entities, or is no XML")

    def read(self, size: int = -1) -> bytes:
        return b"".join(self._blocks()) if size < 0 else self._part(size)

    def _blocks(self) -> Iterator[bytes]:
        while part := self._part(_BLOCK):
            yield part

    def _part(self, size: int) -> bytes:
        part: bytes = self._start[:size]
        self._start = self._start[size:]
        part = part or self._stream.read(size)
        self._look_at(part)
        return part

    def _look_at(self, part: bytes) -> None:
        self._read += len(part)
        if self._most is not None and self._read > self._most:
            raise ExcessError(f"a part unpacks to more than {self._most >> 20} MB")
        tags = part.count(b"<")
        self._tags += tags
        last = part.rfind(b"<")
        self._since = self._since + len(part) if last < 0 else len(part) - last
        if self._since > LONGEST_CELL:
            raise ExcessError(f"it has a cell longer than {LONGEST_CELL >> 20} MB")
        if self._rows_count and b"<!" in self._tail[-1:] + part:
            self._rows_count = False  # what looks like rows may stand in a comment
        ends = None
        if self._rows_count:
            ends = next(iter(_ROW_END.finditer(self._tail + part)), None)
        self._tags_in_row = tags if ends else self._tags_in_row + tags
        self._tail = part[-32:]
        if self._tags_in_row > _TAGS_A_ROW and not self._whole:
            raise ExcessError("it has more cells than a sheet can have")
        if self._tags > self._most_tags:
            raise ExcessError(f"a part of it has more than {self._most_tags:,} tags")

    def readable(self) -> bool:
        return True

    def close(self) -> None:
        self._stream.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()


def rows_of(sheet: Any) -> Iterator[tuple[int, tuple[Any, ...]]]:
    """The number of each row that a sheet holds, and its values: as many as it has, not as many as it claims. Raises
    ExcessError, and what openpyxl does for damaged ones."""
    book = sheet.parent
    before = 0
    with sheet._get_source() as source:
        parser = WorkSheetParser(
            source,
            sheet._shared_strings,
            data_only=True,
            epoch=book.epoch,
            date_formats=book._date_formats,
            timedelta_formats=book._timedelta_formats,
        )
        for number, cells in parser.parse():
            if number > MOST_ROWS:
                raise ExcessError("it has more cells than a sheet can have")
            if number <= before:
                raise ExcessError("its rows are out of order")
            before = number
            yield number, _values(cells)


def _values(cells: Sequence[Mapping[str, Any]]) -> tuple[Any, ...]:
    width = max((cell["column"] for cell in cells), default=0)
    if width > MOST_COLUMNS or len(cells) > MOST_COLUMNS:
        raise ExcessError("it has more cells than a sheet can have")
    values: list[Any] = [None] * width
    for cell in cells:
        values[cell["column"] - 1] = cell["value"]
    return tuple(values)
