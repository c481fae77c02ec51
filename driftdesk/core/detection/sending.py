"""The body of a request for an analysis: parts of Arrow streams, made piece by piece as they are sent."""

import io
import json
import secrets
from collections.abc import AsyncIterator, Callable, Generator, Iterable, Iterator, Mapping, Sequence
from typing import Any

import anyio.to_thread
import pyarrow as pa

from driftdesk.core.detection.protocol import ARROW_TYPE, PROFILE_COLUMNS
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.entities import Column
from driftdesk.core.profiles.encoding import to_bytes
from driftdesk.core.profiles.profile import ColumnProfile
from driftdesk.core.tables.values import arrow_type

Pieces = Iterator[bytes]
_AT_ONCE = 64
"""Profiles of a batch."""
_PIECE = 1 << 20


class Multipart:
    """``multipart/form-data`` (RFC 7578) of a question and streams that are made while they are sent."""

    def __init__(self, question: Mapping[str, Any], streams: Mapping[str, Callable[[], Pieces]]) -> None:
        self._boundary = f"driftdesk-{secrets.token_hex(16)}"
        self._question = question
        self._streams = streams

    @property
    def content_type(self) -> str:
        return f"multipart/form-data; boundary={self._boundary}"

    async def content(self) -> AsyncIterator[bytes]:
        """From the beginning, each time it is called. What the streams read is read in a thread."""
        pieces = self._pieces()
        try:
            while (piece := await anyio.to_thread.run_sync(next, pieces, None)) is not None:
                yield piece
        finally:
            pieces.close()

    def _pieces(self) -> Generator[bytes, None, None]:
        yield self._head("analysis", "application/json")
        yield json.dumps(self._question, ensure_ascii=False, allow_nan=False).encode()
        for name, stream in self._streams.items():
            yield b"\r\n" + self._head(name, ARROW_TYPE)
            yield from _gathered(stream())
        yield f"\r\n--{self._boundary}--\r\n".encode()

    def _head(self, name: str, type_: str) -> bytes:
        disposition = f'Content-Disposition: form-data; name="{name}"; filename="{name}"'
        return f"--{self._boundary}\r\n{disposition}\r\nContent-Type: {type_}\r\n\r\n".encode()


def profiles_stream(profiles: Mapping[str, ColumnProfile]) -> Pieces:
    """One profile a row."""
    schema = pa.schema([(PROFILE_COLUMNS[0], pa.string()), (PROFILE_COLUMNS[1], pa.large_binary())])
    names = list(profiles)

    def batches() -> Iterator[pa.RecordBatch]:
        for first in range(0, len(names), _AT_ONCE):
            some = names[first : first + _AT_ONCE]
            packed = pa.array([to_bytes(profiles[n]) for n in some], pa.large_binary())
            yield pa.record_batch([pa.array(some), packed], schema=schema)

    return _stream(schema, batches(), compression=None)


def rows_stream(
    columns: Sequence[Column], tables: Iterable[pa.Table], on_rows: Callable[[int], None]
) -> Pieces:
    """The rows of ``tables``, compressed; numbers as floating point, as the engine takes them."""
    schema = pa.schema([(c.name, arrow_type(c.kind)) for c in columns])

    def batches() -> Iterator[pa.RecordBatch]:
        for table in tables:
            cast = [table.column(f.name).cast(f.type, safe=False) for f in schema]
            yield from pa.table(cast, schema=schema).combine_chunks().to_batches(max_chunksize=1 << 16)
            on_rows(table.num_rows)

    return _stream(schema, batches(), compression="zstd")


def sample_stream(rows: Rows) -> Pieces:
    """Rows of columns that are compared together."""
    table = pa.table(dict(zip(rows.names, map(pa.array, rows.values), strict=True)))
    return _stream(table.schema, table.to_batches(max_chunksize=1 << 16), compression="zstd")


def _stream(schema: pa.Schema, batches: Iterable[pa.RecordBatch], compression: str | None) -> Pieces:
    """An Arrow IPC stream, as far as it is written after each batch."""
    sink = _Sink()
    options = pa.ipc.IpcWriteOptions(compression=compression)
    with pa.ipc.new_stream(pa.PythonFile(sink, "w"), schema, options=options) as writer:
        for batch in batches:
            writer.write_batch(batch)
            yield sink.taken()
    yield sink.taken()


class _Sink(io.RawIOBase):
    def __init__(self) -> None:
        super().__init__()
        self._pieces: list[bytes] = []

    def writable(self) -> bool:
        return True

    def write(self, data: Any, /) -> int:
        self._pieces.append(bytes(data))
        return len(self._pieces[-1])

    def taken(self) -> bytes:
        pieces, self._pieces = self._pieces, []
        return b"".join(pieces)


def _gathered(pieces: Pieces) -> Pieces:
    """Not smaller than need be: each one costs a message."""
    waiting = bytearray()
    for piece in pieces:
        waiting += piece
        if len(waiting) >= _PIECE:
            yield bytes(waiting)
            waiting.clear()
    if waiting:
        yield bytes(waiting)
