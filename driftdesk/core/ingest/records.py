"""Where a record of delimited text ends: blocks of whole records, with quoted line breaks in mind.

Quoting is RFC 4180: a value that begins with ``"`` ends at the next lone ``"``; ``""`` inside it is a quote. A
quote in the middle of an unquoted value means nothing, as for pyarrow's parser, which reads the blocks.
"""

import codecs
import re
from collections.abc import Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from driftdesk.core.errors import FileError

BLOCK_BYTES = 4 << 20
LONGEST_RECORD = 64 << 20

Positions = npt.NDArray[np.int64]

_NEWLINE, _RETURN, _QUOTE = 10, 13, 34


@dataclass(frozen=True)
class Block:
    """Whole records as UTF-8; ``first_line`` is the number of its first line in the file, from 1."""

    data: bytes
    first_line: int


def utf8_parts(stream: BinaryIO, encoding: str, final: bool = True) -> Iterator[bytes]:
    """The stream in parts of about BLOCK_BYTES, as UTF-8 without byte order mark. What is no text in
    ``encoding`` comes through as invalid UTF-8, so that the rows that hold it can be told. ``final``: the stream
    ends where the text does."""
    return _with_newlines(_decoded(stream, encoding, final))


def _with_newlines(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Lines that end in a carriage return alone, as on old Macs, end in a line feed."""
    old_mac: bool | None = None
    for part in parts:
        if old_mac is None and (b"\n" in part or b"\r" in part[:-1]):
            old_mac = b"\n" not in part
        yield part.replace(b"\r", b"\n") if old_mac else part


def _decoded(stream: BinaryIO, encoding: str, final: bool) -> Iterator[bytes]:
    if encoding in ("utf-8", "utf-8-sig"):
        first = True
        while part := stream.read(BLOCK_BYTES):
            yield part.removeprefix(codecs.BOM_UTF8) if first else part
            first = False
        return
    decoder = codecs.getincrementaldecoder(encoding)("surrogateescape")
    try:
        while part := stream.read(BLOCK_BYTES):
            yield decoder.decode(part).encode("utf-8", "surrogateescape")
        yield decoder.decode(b"", final=final).encode("utf-8", "surrogateescape")
    except UnicodeError as problem:
        raise FileError(
            f"The file is not text in the encoding {encoding} ({problem.__class__.__name__}: {problem}).",
            "Name the encoding (--encoding), such as utf-8, cp949 or latin-1.",
        ) from problem


def record_blocks(parts: Iterator[bytes], delimiter: str) -> Iterator[Block]:
    """Cut the text into blocks of whole records. Raises FileError when a quote is never closed."""
    rest, line = b"", 1
    for part in parts:
        data = rest + part
        ends, _ = scan(data, delimiter)
        if not len(ends):
            if len(data) > LONGEST_RECORD:
                raise FileError(
                    f"The row that begins in line {line} does not end within {LONGEST_RECORD >> 20} MB.",
                    "Look for a quote there that is never closed, or another delimiter.",
                )
            rest = data
            continue
        cut = int(ends[-1])
        yield Block(data[:cut], line)
        line += data.count(b"\n", 0, cut)
        rest = data[cut:]
    if rest:
        _, open_at = scan(rest, delimiter)
        if open_at is not None:
            opened = line + rest.count(b"\n", 0, open_at)
            raise FileError(
                f"The quote that opens in line {opened} is never closed.",
                "Close it, or remove it, and import again.",
            )
        yield Block(rest, line)


def scan(data: bytes, delimiter: str) -> tuple[Positions, int | None]:
    """Where the records in ``data`` end (behind their line breaks), and where a quote is left open."""
    content = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(content == _NEWLINE)
    if b'"' not in data:
        return newlines + 1, None
    quotes = np.flatnonzero(content == _QUOTE)
    if not _well_formed(content, quotes, ord(delimiter)):
        return _scan_fields(data, delimiter)
    outside = np.searchsorted(quotes, newlines) % 2 == 0
    return newlines[outside] + 1, int(quotes[-1]) if len(quotes) % 2 else None


def _well_formed(content: npt.NDArray[np.uint8], quotes: Positions, delimiter: int) -> bool:
    """Whether quotes alternately open (at the start of a value) and close (at its end), so that counting them
    tells inside from outside. An escaped quote counts as a close and an open."""
    around = np.zeros(256, dtype=bool)
    around[[_NEWLINE, _RETURN, _QUOTE, delimiter]] = True
    opening, closing = quotes[::2], quotes[1::2]
    before = content[opening[opening > 0] - 1]
    after = content[closing[closing < len(content) - 1] + 1]
    return bool(around[before].all() and around[after].all())


def _scan_fields(data: bytes, delimiter: str) -> tuple[Positions, int | None]:
    """The same, value by value: for text with stray quotes."""
    d = re.escape(delimiter.encode())
    value = re.compile(rb'(?:"(?:[^"]|"")*+"(?!")|(?!"))[^\n' + d + rb"]*+(\n|" + d + rb"|\Z)")
    ends: list[int] = []
    at = 0
    while at < len(data):
        found = value.match(data, at)
        if found is None:
            return np.array(ends, dtype=np.int64), at
        at = found.end()
        if found.group(1) == b"\n":
            ends.append(at)
    return np.array(ends, dtype=np.int64), None


def record_lines(block: Block, delimiter: str) -> npt.NDArray[np.int64]:
    """The line in which each record of the block begins; empty lines are no records."""
    ends, _ = scan(block.data, delimiter)
    starts = np.concatenate([[0], ends])
    stops = np.concatenate([ends, [len(block.data)]])
    filled = [s for s, e in zip(starts, stops, strict=True) if block.data[s:e].strip(b"\r\n")]
    newlines = np.flatnonzero(np.frombuffer(block.data, np.uint8) == _NEWLINE)
    return np.searchsorted(newlines, np.array(filled, dtype=np.int64)) + block.first_line
