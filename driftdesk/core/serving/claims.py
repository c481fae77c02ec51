"""What an Arrow IPC stream claims to hold, read from its messages' heads before anything is decoded.

A stream is a row of messages: the word 0xFFFFFFFF, the length of the head, the head (a flatbuffer), the body. A hostile one
claims buffers that decompress to terabytes, dictionaries, or billions of rows of a type that takes no bytes at all. The heads
are read here by hand (https://arrow.apache.org/docs/format/Columnar.html, Message.fbs), bounds checked at every step; the
library decodes only what has passed.
"""

import struct
from collections.abc import Iterator
from dataclasses import dataclass

from driftdesk.core.errors import FileError, ParameterError

_SCHEMA, _DICTIONARY, _BATCH = 1, 2, 3
_CONTINUATION = 0xFFFFFFFF
_LARGEST_HEAD = 16 << 20
_VALUE_BYTES = 8
"""What a value takes at least once it is a number: a null or a truth value takes less, or nothing, in the stream."""

Bytes = memoryview


@dataclass
class Claims:
    rows: int = 0
    columns: int = 0
    batches: int = 0
    decoded: int = 0
    """Bytes of all buffers once decompressed."""


@dataclass(frozen=True)
class Allowed:
    rows: int
    columns: int
    decoded: int


def check_claims(content: Bytes, allowed: Allowed, name: str) -> Claims:
    """What the stream ``content`` (called ``name`` in errors) claims. Raises FileError where it is none,
    ParameterError where it claims more than is ``allowed``."""
    claims = Claims()
    try:
        for kind, head, body in _messages(content):
            if kind == _SCHEMA:
                _take_schema(head, claims, allowed, name)
            elif kind == _DICTIONARY:
                _take_batch(head.table(1), body, claims, allowed, name, is_dictionary=True)
            elif kind == _BATCH:
                _take_batch(head, body, claims, allowed, name)
            else:
                raise ValueError("a message of another kind")
    except (struct.error, ValueError, IndexError, OverflowError) as error:
        raise FileError(
            f"{name} is no Arrow stream, or a damaged one: {error}.",
            "Send an Arrow IPC stream (not a file), whole.",
        ) from error
    if not claims.columns:
        raise FileError(
            f"{name} is no Arrow stream: it has no schema.", "Send an Arrow IPC stream (not a file)."
        )
    return claims


def _take_schema(head: "_Table", claims: Claims, allowed: Allowed, name: str) -> None:
    if claims.columns:
        raise ValueError("two schemas")
    claims.columns = head.vector_length(1)
    if claims.columns > allowed.columns:
        raise ParameterError(
            f"{name} has {claims.columns:,} columns; this server takes {allowed.columns:,}.",
            "Send fewer columns at once.",
        )
    if not claims.columns:
        raise ValueError("no columns")


def _take_batch(
    head: "_Table", body: Bytes, claims: Claims, allowed: Allowed, name: str, *, is_dictionary: bool = False
) -> None:
    if not claims.columns:
        raise ValueError("rows before the schema")
    rows = head.int64(0)
    if rows < 0:
        raise ValueError("a negative number of rows")
    decoded = sum(_decoded_sizes(head, body))
    if not is_dictionary:
        claims.rows += rows
        claims.batches += 1
        decoded = max(decoded, rows * claims.columns * _VALUE_BYTES)
    claims.decoded += decoded
    if claims.rows > allowed.rows:
        raise ParameterError(
            f"{name} has more than {allowed.rows:,} rows.", "Send a sample, or profiles instead of rows."
        )
    if claims.decoded > allowed.decoded:
        raise ParameterError(
            f"{name} takes more than {allowed.decoded >> 20:,} MB once it is decoded.",
            "Send fewer columns at once, a sample, or profiles instead of rows.",
        )


def _decoded_sizes(head: "_Table", body: Bytes) -> Iterator[int]:
    """Of each buffer. A compressed one begins with its length (int64; -1: it is not compressed after all)."""
    compressed = head.has(3)
    at, count = head.vector(2, 16)
    for offset, length in struct.iter_unpack("<qq", head.content[at : at + 16 * count]):
        if offset < 0 or length < 0 or offset + length > len(body):
            raise ValueError("a buffer lies outside of its message")
        if not compressed or length == 0:
            yield length
            continue
        (plain,) = struct.unpack_from("<q", body, offset) if length >= 8 else (-2,)
        if plain < -1:
            raise ValueError("a compressed buffer of no length")
        yield length if plain == -1 else plain


def _messages(content: Bytes) -> Iterator[tuple[int, "_Table", Bytes]]:
    """Kind, head and body of each message."""
    at = 0
    while at < len(content):
        mark, size = struct.unpack_from("<Ii", content, at)
        if mark != _CONTINUATION:
            raise ValueError("the mark of a message is missing")
        at += 8
        if size == 0:
            return  # the end of the stream
        if not 8 <= size <= min(_LARGEST_HEAD, len(content) - at):
            raise ValueError("the head of a message is cut off or too large")
        message = _Table.root(content[at : at + size])
        at += size
        length = message.int64(3)
        if not 0 <= length <= len(content) - at:
            raise ValueError("a message is cut off")
        yield message.uint8(1), message.table(2), content[at : at + length]
        at += length


@dataclass(frozen=True)
class _Table:
    """A table of a flatbuffer: its fields by number (https://flatbuffers.dev/internals/)."""

    content: Bytes
    at: int

    @classmethod
    def root(cls, content: Bytes) -> "_Table":
        return cls(content, *struct.unpack_from("<I", content, 0))

    def _field(self, number: int) -> int:
        """Where the field is; 0 where it is left out."""
        (back,) = struct.unpack_from("<i", self.content, self.at)
        layout = self.at - back
        if not 0 <= layout <= len(self.content) - 4:
            raise ValueError("a head points outside of itself")
        (size,) = struct.unpack_from("<H", self.content, layout)
        slot = 4 + 2 * number
        if slot + 2 > size:
            return 0
        (offset,) = struct.unpack_from("<H", self.content, layout + slot)
        return self.at + offset if offset else 0

    def has(self, number: int) -> bool:
        return bool(self._field(number))

    def uint8(self, number: int) -> int:
        at = self._field(number)
        return int(struct.unpack_from("<B", self.content, at)[0]) if at else 0

    def int64(self, number: int) -> int:
        at = self._field(number)
        return int(struct.unpack_from("<q", self.content, at)[0]) if at else 0

    def table(self, number: int) -> "_Table":
        at = self._field(number)
        if not at:
            raise ValueError("a head lacks a part")
        return _Table(self.content, at + int(struct.unpack_from("<I", self.content, at)[0]))

    def vector(self, number: int, size: int) -> tuple[int, int]:
        """Where the elements (of ``size`` bytes) begin, and how many there are."""
        at = self._field(number)
        if not at:
            return 0, 0
        at += int(struct.unpack_from("<I", self.content, at)[0])
        (count,) = struct.unpack_from("<I", self.content, at)
        if at + 4 + count * size > len(self.content):
            raise ValueError("a list is longer than its message")
        return at + 4, count

    def vector_length(self, number: int) -> int:
        return self.vector(number, 4)[1]
