"""Decoded chunks kept near, so that single rows far apart are read at once.

A hundred rows of a sorted view lie in up to a hundred row groups; fetching and decompressing all their chunks takes a
second, reading a value of each from decoded ones a few milliseconds. Ten million rows decoded are a gigabyte, too much
to hold in memory, so they are written to temporary files that have no name (or none but until they are closed) and
mapped into memory: the system keeps of them what it has room for.
"""

from __future__ import annotations

import mmap
import tempfile
import threading
import weakref
from collections import OrderedDict
from collections.abc import Sequence
from pathlib import Path
from typing import IO, TYPE_CHECKING

import pyarrow as pa

from driftdesk.core.storage.chunks import opened

if TYPE_CHECKING:
    from driftdesk.core.storage.chunks import ChunkRepository

_SLAB_BYTES = 64 << 20
_ALIGNED = 64


class _Slab:
    """A file of decoded chunks. While it is filled, they are in memory too; then it is mapped."""

    def __init__(self, folder: Path | None) -> None:
        self._file: IO[bytes] = tempfile.TemporaryFile(dir=folder, prefix="driftdesk-")  # noqa: SIM115  # kept open
        weakref.finalize(self, self._file.close)
        self.size = 0
        self._mapped: pa.Buffer | None = None
        self._places: dict[bytes, tuple[int, int]] = {}
        self._arrays: dict[bytes, pa.Array] = {}

    @property
    def digests(self) -> Sequence[bytes]:
        return list(self._places)

    def add(self, digest: bytes, raw: pa.Buffer, array: pa.Array) -> None:
        """Raises OSError where the disk is full."""
        self._file.write(raw)
        self._places[digest] = (self.size, raw.size)
        self._arrays[digest] = array
        padding = -raw.size % _ALIGNED
        self._file.write(bytes(padding))
        self.size += raw.size + padding

    def get(self, digest: bytes) -> pa.Array:
        array = self._arrays.get(digest)
        if array is None:
            assert self._mapped is not None
            array = self._arrays[digest] = opened(self._mapped.slice(*self._places[digest]))
        return array

    def map(self) -> None:
        """From now on read from the file. The map lives as long as an array over it does."""
        self._file.flush()
        self._mapped = pa.py_buffer(mmap.mmap(self._file.fileno(), self.size, access=mmap.ACCESS_READ))
        self._file.close()
        self._arrays.clear()


class NearChunks:
    """Up to ``limit`` bytes of decoded chunks, those of this process. May be used from any thread."""

    def __init__(self, chunks: ChunkRepository, folder: Path | None, limit: int) -> None:
        self._chunks = chunks
        self._folder = folder
        self.limit = limit
        """Bytes; 0: nothing is kept."""
        self._slabs: OrderedDict[int, _Slab] = OrderedDict()
        """The least recently used first; the one that is being filled among them."""
        self._where: dict[bytes, int] = {}
        self._filling = -1
        self._lock = threading.Lock()

    def get(self, digests: Sequence[bytes]) -> list[pa.Array]:
        """The arrays of these digests; those that are far are fetched, and kept. Raises CorruptDataError."""
        found = self.find(digests)
        far = [d for d in dict.fromkeys(digests) if d not in found]
        if far:
            for digest, raw in zip(far, self._chunks.raw(far), strict=True):
                found[digest] = opened(raw)
                self._keep(digest, raw, found[digest])
        return [found[d] for d in digests]

    def find(self, digests: Sequence[bytes]) -> dict[bytes, pa.Array]:
        """Those of these that are near."""
        with self._lock:
            found = {}
            for digest in digests:
                number = self._where.get(digest)
                if number is not None:
                    self._slabs.move_to_end(number)
                    found[digest] = self._slabs[number].get(digest)
            return found

    def _keep(self, digest: bytes, raw: pa.Buffer, array: pa.Array) -> None:
        with self._lock:
            if digest in self._where or self.limit <= 0:
                return
            try:
                self._slab().add(digest, raw, array)
            except OSError:  # no room on the disk: then they are fetched each time
                self.limit = 0
                self._slabs.clear()
                self._where.clear()
                return
            self._where[digest] = self._filling

    def _slab(self) -> _Slab:
        """The one to add to. Where there are too many, those used longest ago are dropped."""
        slab = self._slabs.get(self._filling)
        if slab is not None and slab.size < min(_SLAB_BYTES, self.limit // 4 + 1):
            return slab
        if slab is not None:
            slab.map()
        while sum(s.size for s in self._slabs.values()) > self.limit - self.limit // 4:
            _, dropped = self._slabs.popitem(last=False)
            for digest in dropped.digests:
                del self._where[digest]
        self._filling += 1
        if self._folder is not None:
            self._folder.mkdir(parents=True, exist_ok=True)
        slab = self._slabs[self._filling] = _Slab(self._folder)
        return slab
