"""What kind of file is this: format, encoding, delimiter, header. Found out from its first part alone."""

import codecs
import csv
import io
import re
from collections import Counter
from typing import Literal

from driftdesk.core.entities import Record
from driftdesk.core.errors import FileError, ParameterError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.source import Source

HEAD_BYTES = 1 << 20
_DELIMITERS = (",", "\t", ";", "|")
_NUMBERLIKE = re.compile(r"[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?|\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}([ T].*)?")
_FOREIGN = (
    (b"PK\x03\x04", "a ZIP archive or an Excel workbook", "Unpack it, or save the sheet as CSV."),
    (b"%PDF", "a PDF document", "Export its table as CSV."),
    (b"\x89PNG", "a picture", "Choose a data file."),
    (b"\xff\xd8\xff", "a picture", "Choose a data file."),
    (b"\xd0\xcf\x11\xe0", "an old Excel workbook", "Save the sheet as CSV."),
    (b"SQLite format 3", "an SQLite database", "Export its table as CSV."),
    (b"ARROW1", "an Arrow file", "Save it as Parquet."),
    (b"\x7fELF", "a program", "Choose a data file."),
    (b"\x28\xb5\x2f\xfd", "a zstd archive", "Unpack it first."),
)


class FileFormat(Record):
    """``encoding``, ``delimiter`` and ``header`` are those of text; Parquet has none."""

    format: Literal["csv", "json", "jsonl", "parquet"]
    encoding: str = ""
    delimiter: str = ""
    header: bool = True


def detect(source: Source, options: ImportOptions) -> FileFormat:
    """Look at the first part of the file. Raises FileError when it is empty or nothing that can be read."""
    head = source.head(HEAD_BYTES)
    if not head:
        raise FileError(f"{source.name} is empty.", "Choose a file with a header and at least one row.")
    if head.startswith(b"PAR1"):
        return FileFormat(format="parquet")
    for magic, what, hint in _FOREIGN:
        if head.startswith(magic):
            raise FileError(f"{source.name} is {what}, not a table.", hint)
    if source.suffix in (".parquet", ".pq"):
        raise FileError(f"{source.name} is not a Parquet file, whatever its name says.", "Check the file.")
    encoding = options.encoding or detect_encoding(head, source.name)
    text = decode_head(head, encoding, source.name)
    if not text.strip():
        raise FileError(f"{source.name} has no rows: it is blank.", "Choose a file with a header and rows.")
    if json_format := _json_format(text, source):
        return FileFormat(format=json_format, encoding=encoding)
    return _delimited(text, encoding, source, options)


def detect_encoding(head: bytes, name: str = "The file") -> str:
    """UTF-8 (with or without byte order mark), UTF-16, CP949, Windows/ISO Latin. Raises FileError for binary."""
    for mark, encoding in (
        (codecs.BOM_UTF8, "utf-8-sig"),
        (codecs.BOM_UTF16_LE, "utf-16"),
        (codecs.BOM_UTF16_BE, "utf-16"),
    ):
        if head.startswith(mark):
            return encoding
    if b"\0" in head:
        return _unmarked_utf16(head, name)
    controls = sum(head.count(bytes([c])) for c in range(32) if c not in (9, 10, 11, 12, 13, 27))
    if controls > len(head) / 100:
        raise _binary(name)
    if _decodes(head, "utf-8"):
        return "utf-8"
    if _decodes(head, "cp949") and _looks_korean(head):
        return "cp949"
    if _mostly_utf8(head):
        return "utf-8"
    return "cp1252" if _decodes(head, "cp1252") else "latin-1"


def decode_head(head: bytes, encoding: str, name: str) -> str:
    """The first part of a file as text; bytes that are none are replaced. Raises FileError (unknown encoding)."""
    try:
        b" ".decode(encoding, "replace")  # refuses codecs that are no text encodings
        return codecs.getincrementaldecoder(encoding)("replace").decode(head).removeprefix("\ufeff")
    except LookupError as problem:
        raise FileError(
            f"There is no encoding {encoding!r}.",
            "Use --encoding utf-8, utf-16, cp949 or latin-1, for example, or leave it out.",
        ) from problem
    except UnicodeError as problem:
        raise FileError(
            f"{name} is not text in the encoding {encoding}.", "Leave --encoding out: it is found out then."
        ) from problem


def _binary(name: str) -> FileError:
    return FileError(
        f"{name} is not text: it holds binary data.",
        "Import CSV, TSV, JSON, JSON lines or Parquet (CSV and JSON also as .gz).",
    )


def _unmarked_utf16(head: bytes, name: str) -> str:
    even, odd = head[::2].count(0), head[1::2].count(0)
    half = len(head) // 2 or 1
    if odd > half * 0.3 and even < half * 0.05:
        return "utf-16-le"
    if even > half * 0.3 and odd < half * 0.05:
        return "utf-16-be"
    if even + odd <= 2 and _decodes(head, "utf-8"):
        return "utf-8"
    raise _binary(name)


def _decodes(head: bytes, encoding: str) -> bool:
    try:
        codecs.getincrementaldecoder(encoding)("strict").decode(head, final=len(head) < HEAD_BYTES)
    except UnicodeError:
        return False
    return True


def _looks_korean(head: bytes) -> bool:
    """At least half of the bytes over 127 are Hangul of KS X 1001 (0xB0A1 to 0xC8FE): Latin text has single ones."""
    hangul = sum(len(m) for m in re.findall(rb"(?:[\xb0-\xc8][\xa1-\xfe])+", head))
    high = sum(len(m) for m in re.findall(rb"[\x80-\xff]+", head))
    return hangul >= high / 2


def _mostly_utf8(head: bytes) -> bool:
    """A few broken bytes in what is otherwise UTF-8 with characters beyond ASCII: their rows are rejected."""
    broken = head.decode("utf-8", "replace").count("\ufffd")
    whole = len(re.findall(rb"[\xc2-\xf4][\x80-\xbf]+", head))
    return whole > 10 * broken


def _json_format(text: str, source: Source) -> Literal["json", "jsonl"] | None:
    start = text.lstrip()
    named = source.suffix in (".json", ".jsonl", ".ndjson")
    if start[0] not in "[{" or source.suffix in (".csv", ".tsv"):
        if named:
            raise FileError(
                f"{source.name} is not JSON.", "It should hold an array of objects, or one object a line."
            )
        return None
    if start[0] == "{":
        return "jsonl"
    inner = start[1:].lstrip()
    if not inner or inner[0] in "{]":
        return "json"
    if not named:
        return None
    raise FileError(
        f"{source.name} is JSON, but no table.", "It should hold an array of objects: one object a row."
    )


def _delimited(text: str, encoding: str, source: Source, options: ImportOptions) -> FileFormat:
    lines = _records(text, source)
    delimiter = _given(options.delimiter) or _delimiter(lines, source)
    rows = [row for row in csv.reader(lines, delimiter=delimiter) if row]
    header = _has_header(rows) if options.header is None else options.header
    return FileFormat(format="csv", encoding=encoding, delimiter=delimiter, header=header)


def _given(delimiter: str | None) -> str | None:
    if delimiter is None:
        return None
    delimiter = {"\\t": "\t", "tab": "\t"}.get(delimiter, delimiter)
    if len(delimiter) != 1 or not delimiter.isascii() or delimiter in '"\n\r\0' or delimiter.isalnum():
        raise ParameterError(
            f"{delimiter!r} cannot be a delimiter.",
            "Give --delimiter one character, such as a comma or a semicolon, or tab.",
        )
    return delimiter


def _records(text: str, source: Source) -> list[str]:
    """The first lines that surely are whole."""
    csv.field_size_limit(HEAD_BYTES * 4)
    lines = io.StringIO(text.replace("\r\n", "\n").replace("\r", "\n").replace("\0", " ")).readlines()
    if len(lines) > 1 and len(text) >= HEAD_BYTES // 4:
        lines = lines[:-1]
    return lines[:200]


def _delimiter(lines: list[str], source: Source) -> str:
    """The candidate that splits most rows into the same number of parts, and into the most parts."""
    best, best_score = "\t" if source.suffix == ".tsv" else ",", (0.0, 0)
    for candidate in _DELIMITERS:
        widths = Counter(len(row) for row in csv.reader(lines, delimiter=candidate) if row)
        width, times = max(
            widths.items(), key=lambda item: (item[1] * (item[0] > 1), item[0]), default=(1, 0)
        )
        score = (round(times / max(1, widths.total()), 1), width)
        if width > 1 and score > best_score:
            best, best_score = candidate, score
    return best


def _has_header(rows: list[list[str]]) -> bool:
    """A header is assumed unless its cells look like the numbers and dates under them."""
    votes = 0
    first, below = rows[0], [row for row in rows[1:50] if len(row) == len(rows[0])]
    for at, cell in enumerate(first):
        values = [row[at].strip() for row in below if row[at].strip()]
        numbers = sum(bool(_NUMBERLIKE.fullmatch(v)) for v in values)
        if values and numbers >= 0.8 * len(values):
            votes += -1 if _NUMBERLIKE.fullmatch(cell.strip()) else 1
    return votes >= 0
