"""The rows that were left out, as a CSV file: line, reason, content."""

import csv
import io
import tempfile
from collections.abc import Iterable, Iterator
from types import TracebackType
from typing import TYPE_CHECKING, BinaryIO, Self, cast

from driftdesk.core.ingest.batches import Reject

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store


class RejectsFile:
    """Collects on disk; ``count`` rows so far."""

    def __init__(self) -> None:
        self.count = 0
        self._file = tempfile.TemporaryFile(prefix="driftdesk-rejects-")  # noqa: SIM115  # closed by __exit__
        self._file.write("\ufefffile,line,reason,content\r\n".encode())

    def add(self, file: str, rejects: Iterable[Reject]) -> None:
        """Rows of ``file`` that were left out."""
        text = io.StringIO(newline="")
        writer = csv.writer(text)
        for reject in rejects:
            self.count += 1
            writer.writerow([file, reject.line, reject.reason, reject.content])
        self._file.write(text.getvalue().encode("utf-8", "backslashreplace"))

    @property
    def size(self) -> int:
        """Bytes so far."""
        return self._file.seek(0, io.SEEK_END)

    def pieces(self, start: int, end: int, size: int) -> Iterator[bytes]:
        """What stands between two places, ``size`` bytes at a time."""
        for at in range(start, end, size):
            self._file.seek(at)
            yield self._file.read(min(size, end - at))
        self._file.seek(0, io.SEEK_END)

    def restore(self, texts: Iterable[bytes], count: int) -> None:
        """Put back what was read by ``pieces``: ``count`` rows now."""
        for text in texts:
            self._file.write(text)
        self.count = count

    def store(self, store: "Store", name: str, user: str) -> str | None:
        """The id of the stored file; None where nothing was rejected."""
        if not self.count:
            return None
        self._file.seek(0)
        return store.files.upload(cast("BinaryIO", self._file), name, format="csv", user=user).id

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._file.close()
