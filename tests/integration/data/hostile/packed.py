"""gzip, zstd and zip: bombs, lies about sizes, odd names, packings in packings."""

import gzip
import io
import struct
import zipfile

from tests.integration.data.hostile.case import Case, Read, Refused, case
from tests.integration.data.hostile.material import (
    CSV,
    MB,
    PLAIN,
    deflated,
    squeezed,
    workbook,
    zipped,
    zstd,
)

LINES = (b"1," + b"x" * 1021 + b"\n") * 1024
"""A megabyte."""


def bomb(times: int = 2048) -> bytes:
    """A gzip file that unpacks to 2 GB."""
    return deflated(b"a,b\n", LINES, times)


def zip_bomb(times: int = 2048) -> bytes:
    """A zip archive of one member that unpacks to 2 GB."""
    packed = deflated(b"a,b\n", LINES, times, gzipped=False)
    return archive([("a.csv", packed, 4 + times * MB)])


def archive(
    files: list[tuple[str, bytes, int]], *, claimed: int | None = None, at: int | None = None
) -> bytes:
    """An archive of members that are deflated already (name, bytes, size). ``claimed``: the packed size that its
    directory says; ``at``: where all members begin."""
    out, directory = io.BytesIO(), io.BytesIO()
    for name, packed, size in files:
        start = out.tell() if at is None else at
        kept = len(packed) if claimed is None else claimed
        coded = name.encode()
        fixed = struct.pack("<HHHHHIIIHH", 20, 0, 8, 0, 33, 0, kept, min(size, 2**32 - 2), len(coded), 0)
        if at is None or out.tell() == at:
            out.write(b"PK\x03\x04" + fixed + coded + packed)
        directory.write(b"PK\x01\x02\x14\x00" + fixed + struct.pack("<HHHII", 0, 0, 0, 0, start) + coded)
    begins, size = out.tell(), directory.tell()
    end = struct.pack("<HHHHIIH", 0, 0, len(files) & 0xFFFF, len(files) & 0xFFFF, size, begins, 0)
    return out.getvalue() + directory.getvalue() + b"PK\x05\x06" + end


def overlapping() -> bytes:
    """100 members that are one and the same 20 MB."""
    packed = deflated(b"a,b\n", LINES, 20, gzipped=False)
    return archive([("a.csv", packed, 4 + 20 * MB)] * 100, at=0)


def locked() -> bytes:
    data = bytearray(zipped({"a.csv": CSV}))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def by_method(method: int) -> bytes:
    data = bytearray(zipped({"a.csv": CSV}))
    data[8:10] = data[data.index(b"PK\x01\x02") + 10 :][:2] = struct.pack("<H", method)
    at = data.index(b"PK\x01\x02") + 10
    data[at : at + 2] = struct.pack("<H", method)
    return bytes(data)


def many(number: int) -> bytes:
    return zipped({f"{i}.csv": CSV for i in range(number)}, zipfile.ZIP_STORED)


def nested_zip(levels: int) -> bytes:
    data = zip_bomb(64)
    for level in range(levels):
        data = zipped({f"{level}.zip": data})
    return data


BOMBS: list[Case] = [
    case("a bomb of gzip", "a.csv.gz", bomb(), Refused("times its size")),
    case("a bomb of gzip in many parts", "a.csv.gz", gzip.compress(b"a,b\n" + LINES * 8) * 256, Refused("times its size")),
    case("a bomb of gzip that is one line", "a.csv.gz", deflated(b"a,b\n", b"1" * MB, 2048), Refused("does not end within")),
    case("a bomb of gzip that is JSON", "a.json.gz", deflated(b'[{"a": 1}', (b',{"a": "' + b'x' * 1000 + b'"}') * 1000, 2000), Refused("times its size")),
    case("a bomb of gzip that is NUL bytes", "a.csv.gz", deflated(b"", bytes(MB), 2048), Refused("binary")),
    case("a bomb of gzip that is newlines", "a.csv.gz", deflated(b"a,b\n1,x\n", b"\n" * MB, 2048), Refused("times its size")),
    case("a bomb of gzip that is Parquet", "a.parquet.gz", deflated(b"PAR1", bytes(MB), 2048), Refused("times its size")),
    case("a bomb of zstd", "a.csv.zst", squeezed(b"a,b\n", LINES, 2048), Refused("times its size")),
    case("a bomb of zstd that is one line", "a.csv.zst", squeezed(b"a,b\n", b"1" * MB, 2048), Refused("does not end within")),
    case("zstd that wants a window of 2 GB", "a.csv.zst", b"\x28\xb5\x2f\xfd\x00\xa8" + bytes(100), Refused("damaged")),
    case("a bomb of zip", "a.zip", zip_bomb(), Refused("times its size")),
    case("a bomb of zip that claims to be small", "a.zip", archive([("a.csv", deflated(b"a,b\n", LINES, 2048, gzipped=False), 100)]), Refused("damaged")),
    case("a bomb of zip that claims to be packed badly", "a.zip", archive([("a.csv", deflated(b"a,b\n", LINES, 2048, gzipped=False), 4 + 2048 * MB)], claimed=2**31), Refused("times its size|damaged")),
    case("a bomb of zip of members that overlap", "a.zip", overlapping(), Refused("times its size|damaged")),
    case("a bomb of zip in zips", "a.zip", nested_zip(3), Refused("packed twice|packed in")),
    case("a zip that holds itself", "a.zip", zipped({"a.zip": zipped({"a.zip": zipped({"a.csv": CSV})})}), Refused("packed twice")),
    case("gzip in gzip", "a.csv.gz", gzip.compress(gzip.compress(CSV.encode())), Refused("packed twice")),
    case("gzip in zip", "a.zip", zipped({"a.csv.gz": gzip.compress(CSV.encode())}), Refused("packed twice")),
    case("zstd in gzip a hundred times", "a.gz", gzip.compress(zstd(gzip.compress(CSV.encode()))), Refused("packed twice")),
    case("11,000 members", "a.zip", many(11_000), Refused("11000 files")),
    case("a directory of 400,000 members", "a.zip", archive([(f"{i}.csv", b"", 0) for i in range(400_000)]), Refused("files|damaged")),
]  # fmt: skip

NAMES: list[Case] = [
    case("a member that climbs out", "a.zip", zipped({"../../../etc/cron.d/evil.csv": CSV}), Read(PLAIN)),
    case("a member with an absolute path", "a.zip", zipped({"/etc/passwd": CSV}), Read(PLAIN)),
    case("a member with backslashes and a drive", "a.zip", zipped({"C:\\Windows\\evil.csv": CSV}), Read(PLAIN)),
    case("a member whose name holds escapes of a terminal", "a.zip", zipped({"\x1b[2J\x07evil\n.csv": CSV}), Read(PLAIN)),
    case("a member with a name of 60 kB", "a.zip", zipped({"x" * 60_000 + ".csv": CSV}), Read(PLAIN)),
    case("two members of one name", "a.zip", archive([("a.csv", deflated(b"a,b\n1,x\n", b"", 0, gzipped=False), 8)] * 2), Refused("damaged|2 files|twice")),
    case("no members", "a.zip", zipped({}), Refused("no files")),
    case("only folders and what systems add", "a.zip", zipped({"x/": "", "__MACOSX/._a.csv": "x", ".DS_Store": "y"}), Refused("no files")),
    case("a member that is empty", "a.zip", zipped({"a.csv": ""}), Refused("empty")),
    case("a member that is a picture", "a.zip", zipped({"a.csv": b"\x89PNG" + bytes(50)}), Refused("a picture")),
    case("a pattern that no member fits", "a.zip", zipped({"a.csv": CSV}), Refused("no file"), member="*.json"),
    case("a password", "a.zip", locked(), Refused("password")),
    case("a method that nobody has", "a.zip", by_method(99), Refused("not supported")),
    case("a method that is another one", "a.zip", by_method(12), Refused("damaged")),
    case("a comment of 64 kB", "a.zip", zipped({"a.csv": CSV})[:-2] + b"\xff\xff" + b"x" * 65_535, Read(PLAIN)),
    case("text before the archive", "a.zip", b"MZ\x90\0" * 25 + zipped({"a.csv": CSV}), Refused("")),
    case("a workbook in a zip", "a.zip", zipped({"a.xlsx": workbook()}), Read(PLAIN)),
]  # fmt: skip

LYING: list[Case] = [
    case("CSV called Parquet", "a.parquet", CSV, Refused("not a Parquet file")),
    case("CSV called a workbook", "a.xlsx", CSV, Refused("not an Excel file")),
    case("CSV called gzip", "a.csv.gz", CSV, Read(PLAIN)),
    case("CSV called JSON", "a.json", CSV, Refused("not JSON")),
    case("gzip called CSV", "a.csv", gzip.compress(CSV.encode()), Read(PLAIN)),
    case("a workbook called CSV", "a.csv", workbook(), Read(PLAIN)),
    case("a picture called CSV", "a.csv", b"\x89PNG\r\n\x1a\n" + bytes(100), Refused("a picture")),
    case("a PDF called CSV", "a.csv", b"%PDF-1.7\n" + b"a,b\n" * 100, Refused("PDF")),
    case("a program called CSV", "a.csv", b"\x7fELF" + bytes(range(256)) * 4, Refused("a program")),
    case("an SQLite database called CSV", "a.csv", b"SQLite format 3\0" + bytes(500), Refused("SQLite")),
    case("a page of a web site called CSV", "a.csv", "<!DOCTYPE html>\n<html><body><p>x, y</p>\n</body></html>\n", Refused("web page")),
    case("a document of Word", "a.docx", zipped({"[Content_Types].xml": "<x/>", "word/document.xml": "<x/>"}), Refused("document of another program")),
    case("an old workbook", "a.xls", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + bytes(600), Refused("old Excel")),
    case("noise", "a.csv", bytes(range(256)) * 100, Refused("binary")),
]  # fmt: skip
