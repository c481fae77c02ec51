"""Content that is packed: gzip, zstd, and the members of a zip archive, unpacked as they are read.

What a small file may unpack to is bounded, so that a file that was made to fill disks is refused while it is read.
"""

import gzip
import io
import struct
import zipfile
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from typing import BinaryIO, Literal, cast

import pyarrow as pa

from driftdesk.core.errors import FileError

Packing = Literal["", "gzip", "zstd", "zip"]

RATIO = 200
"""Bytes that a packed byte may unpack to, once FREE bytes came out."""
FREE = 64 << 20
MOST_BYTES = 1 << 40
MOST_MEMBERS = 10_000
MOST_DIRECTORY = 8 << 20
"""Bytes of the directory of an archive, which is read whole."""

_MAGIC: tuple[tuple[bytes, Packing], ...] = (
    (b"\x1f\x8b", "gzip"),
    (b"\x28\xb5\x2f\xfd", "zstd"),
    (b"PK\x03\x04", "zip"),
    (b"PK\x05\x06", "zip"),
)
_METHODS = (zipfile.ZIP_STORED, zipfile.ZIP_DEFLATED, zipfile.ZIP_BZIP2)
_DAMAGES = (
    EOFError,
    zlib.error,
    gzip.BadGzipFile,
    zipfile.BadZipFile,
    struct.error,
    NotImplementedError,
    UnicodeError,
    OSError,
    ValueError,
    KeyError,
    IndexError,
    OverflowError,
)
"""What the unpackers raise on bytes that are not theirs."""


def packing_of(start: bytes) -> Packing:
    """How a file that begins with these bytes is packed."""
    return next((packing for magic, packing in _MAGIC if start.startswith(magic)), "")


@dataclass(frozen=True)
class Member:
    """A file in a zip archive; sizes in bytes, ``at`` where it begins in the archive."""

    name: str
    size: int
    packed: int
    at: int


class Unpacked:
    """A stream to be read once, from its start."""

    def __init__(self, stream: BinaryIO, packed: Callable[[], int], name: str) -> None:
        self._stream = stream
        self._packed = packed
        self._name = name
        self._total = 0

    def read(self, size: int = -1) -> bytes:
        """Raises FileError where the packed bytes are damaged, or become more than they should."""
        try:
            part = self._stream.read(size)
        except _DAMAGES as problem:
            raise _damaged(self._name, problem) from problem
        self._total += len(part)
        if self._total > min(MOST_BYTES, max(FREE, RATIO * self._packed())):
            raise FileError(
                f"{self._name} unpacks to more than {self._total >> 20} MB, over {RATIO} times its size.",
                "If it should, unpack it yourself and import what comes out.",
            )
        return bytes(part)


@contextmanager
def unpacked(stored: BinaryIO, name: str, member: str) -> Iterator[BinaryIO]:
    """The content of an open file: unpacked where it is packed, as it is otherwise. Raises FileError."""
    packing = packing_of(stored.read(4))
    size = stored.seek(0, io.SEEK_END)
    stored.seek(0)
    if member:
        with archive(stored, name) as found:
            info = found.getinfo(member)
            packed = min(info.compress_size, size)
            with _opened(found, info, name) as stream:
                yield _reading(stream, lambda: packed, name)
    elif packing == "gzip":
        with gzip.GzipFile(fileobj=stored) as stream:
            yield _reading(cast("BinaryIO", stream), stored.tell, name)
    elif packing == "zstd":
        raw = pa.PythonFile(stored, "r")
        with pa.CompressedInputStream(raw, "zstd") as stream:
            yield _reading(stream, stored.tell, name)
    else:
        yield stored


@contextmanager
def archive(stored: BinaryIO, name: str) -> Iterator[zipfile.ZipFile]:
    """An open zip archive. Raises FileError where it is damaged."""
    if _directory_size(stored) > MOST_DIRECTORY:
        raise FileError(f"{name} holds more files than {MOST_MEMBERS}.", "Unpack it, and import its folder.")
    try:
        found = zipfile.ZipFile(stored)
    except _DAMAGES as problem:
        raise _damaged(name, problem) from problem
    with found:
        yield found


def members(stored: BinaryIO, name: str) -> list[Member]:
    """The files in a zip archive, but those that an operating system adds. Raises FileError."""
    stored_size = stored.seek(0, io.SEEK_END)
    with archive(stored, name) as found:
        files = [info for info in found.infolist() if not info.is_dir() and _is_data(info.filename)]
    if len(files) > MOST_MEMBERS:
        raise FileError(
            f"{name} holds {len(files)} files, more than {MOST_MEMBERS}.", "Unpack it, and import its folder."
        )
    size = sum(info.file_size for info in files)
    packed = sum(info.compress_size for info in files)
    if size > max(FREE, RATIO * min(packed, stored_size)):  # members may overlap, and their sizes lie
        raise FileError(
            f"{name} unpacks to {size >> 20} MB, over {RATIO} times its size.",
            "If it should, unpack it yourself and import what comes out.",
        )
    return [Member(i.filename, i.file_size, i.compress_size, i.header_offset) for i in files]


def is_workbook(stored: BinaryIO) -> bool:
    """Whether an open zip archive is one of the office formats."""
    try:
        if _directory_size(stored) > MOST_DIRECTORY:
            return False
        with zipfile.ZipFile(stored) as found:
            names = set(found.namelist())
    except _DAMAGES:
        return False
    finally:
        stored.seek(0)
    return "[Content_Types].xml" in names or "mimetype" in names


def _directory_size(stored: BinaryIO) -> int:
    """What the end of a zip archive says, or its 64-bit end that stands before; 0 where there is none."""
    end = stored.seek(0, io.SEEK_END)
    stored.seek(max(0, end - (1 << 16) - 22 - 76))
    tail = stored.read()
    stored.seek(0)
    at = tail.rfind(b"PK\x05\x06")
    if at < 0 or len(tail) < at + 22:
        return 0
    size = int.from_bytes(tail[at + 12 : at + 16], "little")
    if at >= 76 and tail[at - 20 : at - 16] == b"PK\x06\x07":
        size = int.from_bytes(tail[at - 36 : at - 28], "little")
    return size


def _is_data(name: str) -> bool:
    parts = name.split("/")
    return not (parts[0] == "__MACOSX" or parts[-1].startswith(".") or parts[-1] == "Thumbs.db")


def _reading(stream: BinaryIO, packed: Callable[[], int], name: str) -> BinaryIO:
    return cast("BinaryIO", Unpacked(stream, packed, name))


def _opened(found: zipfile.ZipFile, info: zipfile.ZipInfo, name: str) -> BinaryIO:
    if info.flag_bits & 1:
        raise FileError(f"{name} is protected by a password.", "Unpack it, and import what comes out.")
    if info.compress_type not in _METHODS:
        raise FileError(
            f"{name} is packed by a method that is not supported ({info.compress_type}).",
            "Pack it as an ordinary zip archive, or import it unpacked.",
        )
    try:
        return cast("BinaryIO", found.open(info))
    except _DAMAGES as problem:
        raise _damaged(name, problem) from problem


def _damaged(name: str, problem: Exception) -> FileError:
    what = (
        "cannot be unpacked, for it ends too early" if isinstance(problem, EOFError) else "cannot be unpacked"
    )
    return FileError(
        f"{name} is damaged: it {what}.",
        "Copy or download the file again; it may have been cut off.",
    )
