"""What kind of file is this: format, encoding and how it is laid out. Found out from its first part alone."""

import json
import zipfile
from typing import Any, Literal

from driftdesk.core.entities import Record
from driftdesk.core.errors import FileError
from driftdesk.core.ingest.encodings import HEAD_BYTES, binary, decode_head, detect_encoding
from driftdesk.core.ingest.layout import find_layout
from driftdesk.core.ingest.notation import Notation
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.packing import Packing, packing_of
from driftdesk.core.ingest.records import Dialect
from driftdesk.core.ingest.source import Source

EACH = "*"
"""Instead of the key of an array: objects stand one after another."""

Format = Literal["csv", "json", "jsonl", "parquet", "arrow", "xlsx", "mongodb"]

SUFFIXES = (
    ".csv", ".tsv", ".tab", ".txt", ".json", ".jsonl", ".ndjson", ".parquet", ".pq", ".arrow", ".arrows", ".ipc",
    ".feather", ".xlsx", ".xlsm", ".gz", ".zst", ".zstd", ".zip",
)  # fmt: skip
"""Of files that are taken out of a folder."""

_FOREIGN = (
    (b"%PDF", "a PDF document", "Export its table as CSV."),
    (b"\x89PNG", "a picture", "Choose a data file."),
    (b"\xff\xd8\xff", "a picture", "Choose a data file."),
    (
        b"\xd0\xcf\x11\xe0",
        "an old Excel workbook, or one with a password",
        "Save it as .xlsx, without a password.",
    ),
    (b"SQLite format 3", "an SQLite database", "Export its table as CSV."),
    (b"FEA1", "a Feather file of the first version", "Save it as Feather 2 or Parquet."),
    (b"\x7fELF", "a program", "Choose a data file."),
    (b"BZh", "a bzip2 archive", "Unpack it first, or pack it with gzip or zstd."),
    (b"\xfd7zXZ", "an xz archive", "Unpack it first, or pack it with gzip or zstd."),
    (b"7z\xbc\xaf", "a 7-Zip archive", "Unpack it first, or pack it as zip."),
    (b"Rar!", "a RAR archive", "Unpack it first, or pack it as zip."),
    (b"ORC", "an ORC file", "Save it as Parquet."),
    (b"Obj\x01", "an Avro file", "Save it as Parquet."),
)
_ARROW_STREAM = b"\xff\xff\xff\xff"
_NAMED = {
    ".parquet": "Parquet", ".pq": "Parquet", ".arrow": "Arrow", ".arrows": "Arrow", ".ipc": "Arrow",
    ".feather": "Feather", ".xlsx": "Excel", ".xlsm": "Excel",
}  # fmt: skip


class FileFormat(Record):
    """How a file is read. What a format does not have is empty."""

    format: Format
    packing: Packing = ""
    encoding: str = ""
    delimiter: str = ""
    quote: str = ""
    escape: str = ""
    comment: str = ""
    skip_rows: int | None = None
    """None (a workbook): its reader finds it out."""
    decimal: str = "."
    thousands: str = ""
    header: bool | None = True
    """None (a workbook): its reader finds it out."""
    records: str = ""
    """JSON: the key whose array holds the rows; empty: the array stands alone; EACH: objects one after another."""
    sheet: str = ""
    sheets: tuple[str, ...] = ()
    flatten: str = "."
    lists: Literal["json", "count"] = "json"

    @property
    def dialect(self) -> Dialect:
        return Dialect(self.delimiter, self.quote, self.escape, self.comment, self.skip_rows or 0)

    @property
    def notation(self) -> Notation:
        return Notation(self.decimal, self.thousands)


def detect(source: Source, options: ImportOptions) -> FileFormat:
    """Look at the first part of the file. Raises FileError when it is empty or nothing that can be read."""
    packing = source.packing
    head = source.head(HEAD_BYTES)
    if not head:
        raise FileError(f"{source.name} is empty.", "Choose a file with a header and at least one row.")
    nested: dict[str, Any] = {"flatten": options.flatten, "lists": options.lists}
    if typed := _binary_format(head, source, packing):
        if typed == "xlsx":
            nested = {"header": options.header, "skip_rows": options.skip_rows, "sheet": options.sheet or ""}
        return FileFormat(format=typed, packing=packing, **nested)
    _check_foreign(head, source)
    encoding = options.encoding or detect_encoding(head, source.name)
    text = decode_head(head, encoding, source.name)
    if not text.strip():
        raise FileError(f"{source.name} has no rows: it is blank.", "Choose a file with a header and rows.")
    _check_markup(text, source)
    if found := _json_format(text, source, options):
        form, records = found
        return FileFormat(format=form, packing=packing, encoding=encoding, records=records, **nested)
    layout = find_layout(text, source.suffix, options, complete=len(head) < HEAD_BYTES)
    dialect = layout.dialect
    return FileFormat(
        format="csv",
        packing=packing,
        encoding=encoding,
        delimiter=dialect.delimiter,
        quote=dialect.quote,
        escape=dialect.escape,
        comment=dialect.comment,
        skip_rows=dialect.skip_rows,
        decimal=layout.notation.decimal,
        thousands=layout.notation.thousands,
        header=layout.header,
    )


def _binary_format(head: bytes, source: Source, packing: Packing) -> Format | None:
    if head.startswith(b"PAR1"):
        return "parquet"
    if head.startswith((b"ARROW1", _ARROW_STREAM)):
        return "arrow"
    if packing_of(head) != "zip":
        return None
    if _is_excel(source):
        return "xlsx"
    if packing:
        return None
    raise FileError(
        f"{source.name} is a document of another program, not a table.", "Save its table as .xlsx or CSV."
    )


def _is_excel(source: Source) -> bool:
    with source.whole() as content:
        try:
            with zipfile.ZipFile(content) as archive:
                return "xl/workbook.xml" in archive.namelist()
        except (zipfile.BadZipFile, ValueError, NotImplementedError, EOFError, OSError):
            return False


def _check_foreign(head: bytes, source: Source) -> None:
    if packing_of(head):
        raise FileError(f"{source.name} is packed twice.", "Unpack it first.")
    for magic, what, hint in _FOREIGN:
        if head.startswith(magic):
            raise FileError(f"{source.name} is {what}, not a table.", hint)
    if head[257:262] == b"ustar":
        raise FileError(f"{source.name} is a tar archive.", "Unpack it, and import its folder.")
    if named := _NAMED.get(source.suffix):
        raise FileError(
            f"{source.name} is not {'an' if named[0] in 'AE' else 'a'} {named} file, whatever its name says.",
            "Check the file.",
        )
    if head.count(0) > len(head) // 2 and len(head) > 16 and not head.strip(b"\0"):
        raise binary(source.name)


def _check_markup(text: str, source: Source) -> None:
    """Raise FileError for what comes where a file could not be downloaded, and for other markup."""
    start = text.lstrip()[:20].lower()
    if start.startswith(("<!doctype html", "<html")):
        raise FileError(
            f"{source.name} is a web page, not a table.",
            "Download the file itself: this may be the page on which one signs in.",
        )
    if start.startswith(("<?xml", "<!doctype")):
        raise FileError(f"{source.name} is an XML document, not a table.", "Export its table as CSV.")


def _json_format(
    text: str, source: Source, options: ImportOptions
) -> tuple[Literal["json", "jsonl"], str] | None:
    start = text.lstrip()
    named = source.suffix in (".json", ".jsonl", ".ndjson")
    if start[0] not in "[{" or source.suffix in (".csv", ".tsv"):
        if named:
            raise FileError(
                f"{source.name} is not JSON.", "It should hold an array of objects, or one object a line."
            )
        return None
    if start[0] == "{":
        return _json_objects(start, source, options)
    inner = start[1:].lstrip()
    if not inner or inner[0] in "{]":
        return "json", ""
    if not named:
        return None
    raise FileError(
        f"{source.name} is JSON, but no table.", "It should hold an array of objects: one object a row."
    )


def _json_objects(text: str, source: Source, options: ImportOptions) -> tuple[Literal["json", "jsonl"], str]:
    """One object a line, or one object with the rows in an array inside."""
    if options.records:
        return "json", options.records
    first, _, rest = text.partition("\n")
    whole = isinstance(_parsed(first), dict)
    if source.suffix in (".jsonl", ".ndjson") or (whole and rest.strip()):
        return "jsonl", ""
    if found := _array_key(text):
        return "json", found
    return ("jsonl", "") if whole or rest.lstrip().startswith("{") else ("json", EACH)


def _parsed(text: str) -> Any:
    try:
        return json.loads(text)
    except (ValueError, RecursionError):
        return None


def _array_key(text: str, depth: int = 3) -> str:
    """The path to the first array of objects in the object that ``text`` begins with; empty where there is none in
    what is seen of it."""
    decoder = json.JSONDecoder()
    at = 1
    try:
        while text[at := _behind(text, at, ",")] != "}":
            key, at = decoder.raw_decode(text, at)
            at = _behind(text, at, ":")
            if text[at] == "[" and text[_behind(text, at + 1)] == "{":
                return str(key)
            if text[at] == "{" and depth and (inner := _array_key(text[at:], depth - 1)):
                return f"{key}.{inner}"
            _, at = decoder.raw_decode(text, at)
    except (ValueError, IndexError, RecursionError):
        pass
    return ""


def _behind(text: str, at: int, sign: str = "") -> int:
    """Where white space and ``sign`` end."""
    while text[at].isspace() or text[at] == sign:
        at += 1
    return at
