"""Sets of row ids as bytes: sorted, as differences, compressed. A million of them take about 0.3 MB."""

import zlib

import numpy as np
from numpy.typing import NDArray

Ints = NDArray[np.int64]


def pack_row_ids(row_ids: Ints) -> bytes:
    """Ascending int64."""
    return zlib.compress(np.diff(row_ids, prepend=np.int64(0)).astype("<i8").tobytes(), 6)


def unpack_row_ids(content: bytes) -> Ints:
    """What ``pack_row_ids`` was given: ascending int64."""
    return np.cumsum(np.frombuffer(zlib.decompress(content), "<i8")).astype(np.int64)


def contains(row_ids: Ints, asked: Ints) -> NDArray[np.bool_]:
    """Which of ``asked`` are in ``row_ids`` (ascending)."""
    if not len(row_ids):
        return np.zeros(len(asked), np.bool_)
    at = np.minimum(np.searchsorted(row_ids, asked), len(row_ids) - 1)
    found: NDArray[np.bool_] = row_ids[at] == asked
    return found
