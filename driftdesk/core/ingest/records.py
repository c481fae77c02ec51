"""Where a record of delimited text ends: blocks of whole records, with quoted line breaks in mind.

Quoting is RFC 4180: a value that begins with ``"`` ends at the next lone ``"``; ``""`` inside it is a quote. A
quote in the middle of an unquoted value means nothing, as for pyarrow's parser, which reads the blocks. Other dialects
have another quote or none, and a backslash before what is to be taken as it stands. Comment lines and lines to be
skipped are made empty (of carriage returns alone), so that the others keep their numbers and places.
"""

import codecs
import csv
import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import BinaryIO

import numpy as np
import numpy.typing as npt

from driftdesk.core.errors import FileError

BLOCK_BYTES = 4 << 20
LONGEST_RECORD = 64 << 20

Positions = npt.NDArray[np.int64]

_NEWLINE, _RETURN = 10, 13
_UTF8 = ("utf-8", "utf-8-sig")
_ESCAPED = re.compile(rb"\\.", re.DOTALL)


@dataclass(frozen=True)
class Dialect:
    """How delimited text is written. Empty ``quote``, ``escape``, ``comment``: there is none. ``skip_rows`` lines stand
    before the table."""

    delimiter: str = ","
    quote: str = '"'
    escape: str = ""
    comment: str = ""
    skip_rows: int = 0

    def rows(self, lines: Iterable[str]) -> Iterator[list[str]]:
        """The values of each record in ``lines`` (neither comments nor lines to be skipped)."""
        return csv.reader(
            lines,
            delimiter=self.delimiter,
            quotechar=self.quote or None,
            quoting=csv.QUOTE_MINIMAL if self.quote else csv.QUOTE_NONE,
            escapechar=self.escape or None,
        )


@dataclass(frozen=True)
class Block:
    """Whole records as UTF-8; ``first_line`` is the number of its first line in the file, from 1; ``offset`` how many
    bytes of UTF-8 text are before it."""

    data: bytes
    first_line: int
    offset: int = 0


def utf8_parts(
    stream: BinaryIO, encoding: str, final: bool = True, name: str = "The file"
) -> Iterator[bytes]:
    """The stream in parts of about BLOCK_BYTES, as UTF-8 without byte order mark. What is no text in
    ``encoding`` comes through as invalid UTF-8, so that the rows that hold it can be told. ``final``: the stream
    ends where the text does. Raises FileError where the encoding cannot do so."""
    return _with_newlines(_decoded(stream, encoding, final, name))


def utf8_parts_behind(
    stream: BinaryIO, encoding: str, offset: int, *, can_seek: bool, name: str = "The file"
) -> Iterator[bytes]:
    """The same parts without the first ``offset`` bytes of text; what is before is not even read where it can be
    passed over."""
    if can_seek and encoding in _UTF8:
        first = stream.read(BLOCK_BYTES)
        if b"\n" in first:
            at = offset + (len(codecs.BOM_UTF8) if first.startswith(codecs.BOM_UTF8) else 0)
            stream.seek(at)
            yield stream.read(BLOCK_BYTES - at % BLOCK_BYTES)
            while part := stream.read(BLOCK_BYTES):
                yield part
            return
        stream.seek(0)
    for part in utf8_parts(stream, encoding, name=name):
        if offset < len(part):
            yield part[offset:]
        offset = max(0, offset - len(part))


def _with_newlines(parts: Iterator[bytes]) -> Iterator[bytes]:
    """Lines that end in a carriage return alone, as on old Macs, end in a line feed."""
    old_mac: bool | None = None
    for part in parts:
        if old_mac is None and (b"\n" in part or b"\r" in part[:-1]):
            old_mac = b"\n" not in part
        yield part.replace(b"\r", b"\n") if old_mac else part


def _decoded(stream: BinaryIO, encoding: str, final: bool, name: str) -> Iterator[bytes]:
    if encoding in _UTF8:
        first = True
        while part := stream.read(BLOCK_BYTES):
            yield part.removeprefix(codecs.BOM_UTF8) if first else part
            first = False
        return
    decoder = codecs.getincrementaldecoder(encoding)(_UNDECODABLE)
    try:
        while part := stream.read(BLOCK_BYTES):
            yield decoder.decode(part).encode("utf-8", "surrogateescape")
        yield decoder.decode(b"", final=final).encode("utf-8", "surrogateescape")
    except UnicodeError as problem:
        raise FileError(
            f"{name} is not text in the encoding {encoding}.",
            "Name the encoding (--encoding), such as utf-8, cp949 or latin-1.",
        ) from problem


def _undecodable(problem: UnicodeError) -> tuple[str, int]:
    """Bytes as they are where that can be told of each (``surrogateescape``); one that is none for those, such as half
    a character of UTF-16, where it cannot."""
    if not isinstance(problem, UnicodeDecodeError):
        raise problem
    found = problem.object[problem.start : problem.end]
    return "".join(chr(0xDC00 + b) if b > 127 else "\udcff" for b in found), problem.end


_UNDECODABLE = "driftdesk-undecodable"
codecs.register_error(_UNDECODABLE, _undecodable)


def record_blocks(
    parts: Iterator[bytes], dialect: Dialect, *, offset: int = 0, line: int = 1, name: str = "the file"
) -> Iterator[Block]:
    """Cut the text into blocks of whole records; it begins ``offset`` bytes into the file, with line ``line``. Raises
    FileError when a quote is never closed."""
    rest, read, skip = b"", offset, 0 if offset else dialect.skip_rows
    for part in parts:
        read += len(part)
        data, skip = _without_lines(rest + part, skip)
        data = without_comments(data, dialect)
        cut = _last_end(data, dialect)
        if not cut:
            if len(data) > LONGEST_RECORD:
                raise FileError(
                    f"The row that begins in line {line} of {name} does not end within {LONGEST_RECORD >> 20} MB.",
                    "Look for a quote there that is never closed, or another delimiter.",
                )
            rest = data
            continue
        yield Block(data[:cut], line, offset)
        line += int(np.count_nonzero(np.frombuffer(data, np.uint8, cut) == _NEWLINE))
        rest = data[cut:]
        offset = read - len(rest)  # what was made empty stands before the last end
    if rest and not skip and not _is_comment(rest, dialect):
        _, open_at = scan(rest, dialect)
        if open_at is not None:
            opened = line + rest.count(b"\n", 0, open_at)
            raise FileError(
                f"The quote that opens in line {opened} of {name} is never closed.",
                "Close it, or remove it, and import again; where quotes mean nothing, say so (--quote none).",
            )
        yield Block(rest, line, offset)


def _last_end(data: bytes, dialect: Dialect) -> int:
    """Where the last whole record in ``data`` ends; 0 where none does."""
    quote = dialect.quote.encode()
    if dialect.escape or not quote or quote not in data:
        ends = scan(data, dialect)[0][-1:] if dialect.escape else [data.rfind(b"\n") + 1]
        return int(ends[0]) if len(ends) else 0
    content = np.frombuffer(data, np.uint8)
    quotes = np.flatnonzero(content == ord(quote))
    if not _well_formed(content, quotes, dialect):
        ends, _ = _scan_fields(data, dialect)
        return int(ends[-1]) if len(ends) else 0
    end = len(data)
    while (at := data.rfind(b"\n", 0, end)) >= 0:
        before = int(np.searchsorted(quotes, at))
        if before % 2 == 0:
            return at + 1
        end = int(quotes[before - 1])  # the line break stands in a value, which that quote opens
    return 0


def without_comments(data: bytes, dialect: Dialect, *, skip: int = 0) -> bytes:
    """``data``, which begins where a record does, with comment lines and the first ``skip`` lines made empty."""
    data, _ = _without_lines(data, skip)
    if not dialect.comment:
        return data
    found = re.finditer(rb"(?m)^" + re.escape(dialect.comment.encode()) + rb"[^\n]*\n", data)
    lines = [m.span() for m in found]
    if not lines:
        return data
    quote = dialect.quote.encode()
    if quote and any(quote in data[a:b] for a, b in lines):
        ends, _ = _scan_fields(data, dialect)
    else:
        ends, _ = scan(data, dialect)
    starts = {0, *ends.tolist()}
    kept, at = [], 0
    for start, stop in lines:
        if start in starts:  # else it stands inside a quoted value
            kept += [data[at:start], b"\r" * (stop - start - 1), b"\n"]
            at = stop
    return b"".join([*kept, data[at:]])


def _is_comment(rest: bytes, dialect: Dialect) -> bool:
    return bool(dialect.comment) and rest.startswith(dialect.comment.encode())


def _without_lines(data: bytes, skip: int) -> tuple[bytes, int]:
    """The first ``skip`` lines made empty, and how many of them are still to come."""
    if not skip:
        return data, 0
    at, done = 0, 0
    while done < skip and (end := data.find(b"\n", at)) >= 0:
        at, done = end + 1, done + 1
    return re.sub(rb"[^\n]", b"\r", data[:at]) + data[at:], skip - done


def scan(data: bytes, dialect: Dialect) -> tuple[Positions, int | None]:
    """Where the records in ``data`` end (behind their line breaks), and where a quote is left open."""
    if dialect.escape:
        data = _ESCAPED.sub(b"xx", data)
    content = np.frombuffer(data, np.uint8)
    newlines = np.flatnonzero(content == _NEWLINE)
    quote = dialect.quote.encode()
    if not quote or quote not in data:
        return newlines + 1, None
    quotes = np.flatnonzero(content == ord(quote))
    if not _well_formed(content, quotes, dialect):
        return _scan_fields(data, dialect)
    outside = np.searchsorted(quotes, newlines) % 2 == 0
    return newlines[outside] + 1, int(quotes[-1]) if len(quotes) % 2 else None


def _well_formed(content: npt.NDArray[np.uint8], quotes: Positions, dialect: Dialect) -> bool:
    """Whether quotes alternately open (at the start of a value) and close (at its end), so that counting them
    tells inside from outside. An escaped quote counts as a close and an open."""
    around = np.zeros(256, dtype=bool)
    around[[_NEWLINE, _RETURN, ord(dialect.quote), ord(dialect.delimiter)]] = True
    opening, closing = quotes[::2], quotes[1::2]
    before = content[opening[opening > 0] - 1]
    after = content[closing[closing < len(content) - 1] + 1]
    return bool(around[before].all() and around[after].all())


def _scan_fields(data: bytes, dialect: Dialect) -> tuple[Positions, int | None]:
    """The same, value by value: for text with stray quotes, also in comments."""
    if dialect.escape:
        data = _ESCAPED.sub(b"xx", data)
    d, q = re.escape(dialect.delimiter.encode()), re.escape(dialect.quote.encode())
    value = re.compile(
        rb"(?:" + q + rb"(?:[^" + q + rb"]|" + q + q + rb")*+" + q + rb"(?!" + q + rb")|(?!" + q + rb"))"
        rb"[^\n" + d + rb"]*+(\n|" + d + rb"|\Z)"
    )
    comment = dialect.comment.encode()
    ends: list[int] = []
    at, begins = 0, True
    while at < len(data):
        if begins and comment and data.startswith(comment, at):
            if (end := data.find(b"\n", at)) < 0:
                break
            at = end + 1
            ends.append(at)
            continue
        found = value.match(data, at)
        if found is None:
            return np.array(ends, dtype=np.int64), at
        at = found.end()
        begins = found.group(1) == b"\n"
        if begins:
            ends.append(at)
    return np.array(ends, dtype=np.int64), None


def record_lines(block: Block, dialect: Dialect) -> npt.NDArray[np.int64]:
    """The line in which each record of the block begins; empty lines are no records."""
    ends, _ = scan(block.data, dialect)
    starts = np.concatenate([[0], ends])
    stops = np.concatenate([ends, [len(block.data)]])
    filled = [s for s, e in zip(starts, stops, strict=True) if block.data[s:e].strip(b"\r\n")]
    newlines = np.flatnonzero(np.frombuffer(block.data, np.uint8) == _NEWLINE)
    return np.searchsorted(newlines, np.array(filled, dtype=np.int64)) + block.first_line
