"""Where the bytes of a file come from: a path, or an original stored in the database."""

import gzip
import io
import zlib
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from pathlib import Path
from typing import BinaryIO, cast

from driftdesk.core.errors import FileError

_GZIP_MAGIC = b"\x1f\x8b"


@dataclass
class Source:
    """``open`` gives the stored bytes from the start each time; ``size`` is their number, ``position`` how many of
    them the content that is being read has taken so far."""

    name: str
    size: int
    open: Callable[[], BinaryIO]
    _stream: BinaryIO | None = None

    @property
    def position(self) -> int:
        return self._stream.tell() if self._stream is not None else 0

    @property
    def suffix(self) -> str:
        """What the name says about the format, such as ``.csv`` of ``a.csv.gz``."""
        return Path(self.name.lower().removesuffix(".gz")).suffix

    @contextmanager
    def content(self) -> Iterator[BinaryIO]:
        """The file's content, unpacked where it is gzip. Raises FileError when it cannot be read."""
        try:
            with self.open() as stored:
                packed = stored.read(2) == _GZIP_MAGIC
                stored.seek(0)
                self._stream = stored
                if packed:
                    with gzip.GzipFile(fileobj=stored) as unpacked:
                        yield cast("BinaryIO", unpacked)
                else:
                    yield stored
        except (EOFError, zlib.error, gzip.BadGzipFile) as problem:
            raise FileError(
                f"{self.name} is damaged: it cannot be unpacked ({problem}).",
                "Copy or download the file again; it may have been cut off.",
            ) from problem
        except OSError as problem:
            raise FileError(
                f"{self.name} cannot be read: {problem.strerror or problem}.", "Try again."
            ) from problem
        finally:
            self._stream = None

    def head(self, size: int) -> bytes:
        """The first ``size`` bytes of the content."""
        with self.content() as stream:
            return read_fully(stream, size)


def read_fully(stream: BinaryIO, size: int) -> bytes:
    """``size`` bytes, or as many as are left."""
    parts = io.BytesIO()
    while (missing := size - parts.tell()) > 0:
        part = stream.read(missing)
        if not part:
            break
        parts.write(part)
    return parts.getvalue()


def source_of(path: Path) -> Source:
    """The file at ``path``. Raises FileError where there is none, it is a folder, or it may not be read."""
    path = Path(path)
    try:
        if path.is_dir():
            raise FileError(f"{path} is a folder, not a file.", "Name the files in it.")
        size = path.stat().st_size
        with path.open("rb") as stream:
            stream.read(1)
    except FileNotFoundError as problem:
        raise FileError(f"There is no file {path}.", "Check the path.") from problem
    except PermissionError as problem:
        raise FileError(
            f"You may not read {path}.", "Ask for permission to read it, or copy it."
        ) from problem
    except OSError as problem:
        raise FileError(
            f"{path} cannot be read: {problem.strerror or problem}.", "Check the path."
        ) from problem
    return Source(path.name, size, lambda: path.open("rb"))
