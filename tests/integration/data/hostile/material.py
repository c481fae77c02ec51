"""Files to be made hostile, in memory."""

import io
import random
import zipfile
import zlib
from collections.abc import Callable, Iterable, Mapping
from pathlib import Path
from typing import Any

import openpyxl
import pyarrow as pa
import pyarrow.parquet as pq

MB = 1 << 20
CSV = "a,b\n1,x\n2,y\n"
PLAIN = {"a": [1, 2], "b": ["x", "y"]}
"""What CSV holds, by column."""


def repeated(start: str | bytes, part: bytes, times: int, end: bytes = b"") -> Callable[[Path], None]:
    """Writes a large file piece by piece."""

    def write(path: Path) -> None:
        with path.open("wb") as file:
            file.write(start.encode() if isinstance(start, str) else start)
            for _ in range(times):
                file.write(part)
            file.write(end)

    return write


def parquet(table: pa.Table, **options: Any) -> bytes:
    out = io.BytesIO()
    pq.write_table(table, out, **options)
    return out.getvalue()


def arrow(
    table: pa.Table, *, stream: bool = False, compression: str | None = None, rows: int | None = None
) -> bytes:
    """An Arrow file (or stream); with compression it is Feather."""
    out = io.BytesIO()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with (pa.ipc.new_stream if stream else pa.ipc.new_file)(out, table.schema, options=options) as writer:
        writer.write_table(table, max_chunksize=rows)
    return out.getvalue()


def zstd(data: bytes) -> bytes:
    return bytes(pa.Codec("zstd").compress(data, asbytes=True))


def zipped(files: Mapping[str, bytes | str], method: int = zipfile.ZIP_DEFLATED) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", method) as archive:
        for name, data in files.items():
            archive.writestr(name, data)
    return out.getvalue()


def workbook(rows: Iterable[Iterable[object]] = (("a", "b"), (1, "x"), (2, "y")), **more: Any) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "first"
    for row in rows:
        book.active.append(tuple(row))
    for title, others in more.items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


SHEET = "xl/worksheets/sheet1.xml"


def with_part(data: bytes, name: str, change: Callable[[bytes], bytes | None]) -> bytes:
    """The workbook with one part changed by a function of its bytes (b"": it is new; None: it is removed)."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in dict.fromkeys([*old.namelist(), name]):
            content: bytes | None = old.read(part) if part in old.namelist() else b""
            if part == name:
                content = change(content or b"")
            if content is not None:
                new.writestr(part, content)
    return out.getvalue()


def sheet(inner: bytes, start: bytes = b"") -> bytes:
    """A workbook whose sheet data are this XML; ``start`` stands before its root element."""
    name = b"http://schemas.openxmlformats.org/spreadsheetml/2006/main"
    xml = b'<?xml version="1.0"?>' + start + b'<worksheet xmlns="' + name + b'"><sheetData>'
    return with_part(workbook(), SHEET, lambda _: xml + inner + b"</sheetData></worksheet>")


def cell(text: str, at: str = "") -> bytes:
    place = f' r="{at}"' if at else ""
    return f'<c{place} t="inlineStr"><is><t>{text}</t></is></c>'.encode()


def row(*cells: bytes) -> bytes:
    return b"<row>" + b"".join(cells) + b"</row>"


def lazily(make: Callable[[], bytes]) -> Callable[[Path], None]:
    """Writes what is only made when it is needed."""

    def write(path: Path) -> None:
        path.write_bytes(make())

    return write


def deflated(start: bytes, part: bytes, times: int, *, gzipped: bool = True) -> bytes:
    """``start`` and ``times`` parts, compressed (each part once: after a full flush a block stands for itself). With
    a header of gzip, and without its checksum."""
    packer = zlib.compressobj(9, zlib.DEFLATED, -15)
    first = packer.compress(start) + packer.flush(zlib.Z_FULL_FLUSH)
    again = packer.compress(part) + packer.flush(zlib.Z_FULL_FLUSH)
    header = b"\x1f\x8b\x08\0\0\0\0\0\0\xff" if gzipped else b""
    return header + first + again * times + packer.flush()


def squeezed(start: bytes, part: bytes, times: int) -> bytes:
    """The same by zstd: one frame a part."""
    return zstd(start) + zstd(part) * times


def damaged(data: bytes, how: str, seed: str) -> bytes:
    """Flipped bits, zeros, or the file cut off somewhere; the same each time."""
    dice = random.Random(seed)
    changed, at = bytearray(data), dice.randrange(len(data))
    if how == "cut":
        del changed[at:]
    elif how == "zeros":
        changed[at : at + 16] = bytes(len(changed[at : at + 16]))
    else:
        for _ in range(20):
            changed[dice.randrange(len(changed))] ^= 1 << dice.randrange(8)
    return bytes(changed)
