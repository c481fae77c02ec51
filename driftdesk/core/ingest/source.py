"""Where the bytes of a file come from: a path, or an original stored in the database."""

import fnmatch
import io
import shutil
import stat
import tempfile
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import TYPE_CHECKING, BinaryIO, cast

from driftdesk.core.errors import FileError
from driftdesk.core.ingest.packing import Packing, is_workbook, members, packing_of, unpacked

if TYPE_CHECKING:
    from driftdesk.core.ingest.batches import FormatReader
    from driftdesk.core.ingest.options import ImportOptions

_PACKED = (".gz", ".zst", ".zstd", ".zip")
_COPIED = 4 << 20
_SPARED = 1 << 30
"""Bytes of the disk that unpacking leaves free."""


@dataclass
class Source:
    """``open`` gives the stored bytes from the start each time; ``size`` is their number, ``position`` how many of
    them the content that is being read has taken so far. ``member`` names a file in a zip archive."""

    name: str
    size: int
    open: Callable[[], BinaryIO]
    member: str = ""
    begins: int = 0
    """Where the member begins in its archive."""
    reader: "Callable[[ImportOptions], FormatReader] | None" = None
    """Of what is no file: how it is read."""
    description: str = ""
    """For the dataset that is made of it."""
    _stream: BinaryIO | None = None

    @property
    def position(self) -> int:
        if self._stream is None or self._stream.closed:
            return 0
        return min(max(0, self._stream.tell() - self.begins), self.size)

    @property
    def suffix(self) -> str:
        """What the name says about the format, such as ``.csv`` of ``a.csv.gz``."""
        path = Path(self.name.lower())
        return Path(path.stem if path.suffix in _PACKED else path.name).suffix

    @property
    def packing(self) -> Packing:
        """How its content is packed. A workbook is a zip archive, but not packed."""
        if self.member or self.reader is not None:
            return "zip" if self.member else ""
        with self.stored() as stored:
            packing = packing_of(stored.read(4))
            stored.seek(0)
            return "" if packing == "zip" and is_workbook(stored) else packing

    @contextmanager
    def content(self) -> Iterator[BinaryIO]:
        """The file's content, unpacked where it is packed. Raises FileError when it cannot be read."""
        with self.stored() as stored:
            self._stream = stored
            try:
                with unpacked(stored, self.name, self.member) as content:
                    yield content
            finally:
                self._stream = None

    @contextmanager
    def whole(self) -> Iterator[BinaryIO]:
        """The content to be read at any place: unpacked into a temporary file where it is packed."""
        if not self.packing:
            with self.stored() as stored:
                yield stored
            return
        with tempfile.TemporaryFile(prefix="driftdesk-unpacked-") as copy:
            with self.content() as content:
                while part := content.read(_COPIED):
                    copy.write(part)
                    if shutil.disk_usage(tempfile.gettempdir()).free < _SPARED:
                        raise FileError(
                            f"{self.name} cannot be unpacked: the disk of temporary files is nearly full.",
                            "Free space there, or import the unpacked file.",
                        )
            copy.seek(0)
            yield cast("BinaryIO", copy)

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes of the content."""
        with self.content() as stream:
            return read_fully(stream, size)

    def parts(self, pattern: str | None = None) -> "list[Source]":
        """The files in a zip archive whose names match ``pattern``, each as a source; of any other file itself.
        Raises FileError."""
        if self.packing != "zip" or self.member:
            return [self]
        with self.stored() as stored:
            found = members(stored, self.name)
        if not found:
            raise FileError(f"{self.name} holds no files.", "Choose an archive with data files in it.")
        chosen = [
            m for m in found if pattern is None or m.name == pattern or fnmatch.fnmatch(m.name, pattern)
        ]
        if not chosen:
            listed = ", ".join(m.name for m in found[:10])
            raise FileError(f"{self.name} holds no file {pattern!r}.", f"It holds: {listed}.")
        return [Source(f"{self.name}/{m.name}", max(1, m.packed), self.open, m.name, m.at) for m in chosen]

    def only(self, pattern: str | None = None) -> "Source":
        """The one file that ``parts`` gives. Raises FileError where there are several."""
        found = self.parts(pattern)
        if len(found) > 1:
            listed = ", ".join(p.member for p in found[:10])
            raise FileError(
                f"{self.name} holds {len(found)} files: {listed}.", "Choose one of them (--member)."
            )
        return found[0]

    @contextmanager
    def stored(self) -> Iterator[BinaryIO]:
        """The bytes as they are stored. Raises FileError when they cannot be read."""
        try:
            with self.open() as stored:
                yield stored
        except OSError as problem:
            raise FileError(
                f"{self.name} cannot be read: {problem.strerror or 'it ends too early'}.", "Try again."
            ) from problem


def read_fully(stream: BinaryIO, size: int) -> bytes:
    """``size`` bytes, or as many as are left."""
    parts = io.BytesIO()
    while (missing := size - parts.tell()) > 0:
        part = stream.read(missing)
        if not part:
            break
        parts.write(part)
    return parts.getvalue()


def unreadable(path: Path, problem: OSError | ValueError) -> FileError:
    """A path that cannot be looked at: too long, links in a circle, a NUL in it."""
    why = problem.strerror if isinstance(problem, OSError) and problem.strerror else "no such path can be"
    shown = ascii(str(path)[:200])[1:-1]
    return FileError(f"{shown} cannot be read: {why}.", "Check the path.")


def source_of(path: Path) -> Source:
    """The file at ``path``. Raises FileError where there is none, it is a folder, or it may not be read."""
    path = Path(path)
    try:
        if path.is_dir():
            raise FileError(f"{path} is a folder, not a file.", "Name the files in it.")
        found = path.stat()
        if not stat.S_ISREG(found.st_mode):
            raise FileError(
                f"{path} is no file, but a pipe, a socket or a device.",
                "Save what comes out of it as a file.",
            )
        size = found.st_size
        with path.open("rb") as stream:
            stream.read(1)
    except FileNotFoundError as problem:
        raise FileError(f"There is no file {path}.", "Check the path.") from problem
    except PermissionError as problem:
        raise FileError(
            f"You may not read {path}.", "Ask for permission to read it, or copy it."
        ) from problem
    except (OSError, ValueError) as problem:
        raise unreadable(path, problem) from problem
    return Source(path.name, size, lambda: path.open("rb"))
