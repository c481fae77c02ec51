"""A sample of rows, kept column by column: what tells how columns go together without a second scan.

The sample of a chunk holds its values at positions that depend on nothing but the number of its rows. So the samples of
all columns of a row group, whoever wrote them and whenever, line up to whole rows, and an edit of one column leaves those
of the others as they are. Their order is random too: the first n values of a sample are themselves a sample of n rows,
which is how samples of groups of different sizes are merged in fair shares.

Values are float64 (numbers; seconds since 1970; lengths of texts; NaN is missing) or, for categorical and boolean columns,
hashes (uint32; 0 is missing): which values go together can be told without their names.
"""

import struct
from collections.abc import Sequence
from functools import lru_cache
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Kind
from driftdesk.core.errors import CorruptDataError
from driftdesk.core.profiles.hashing import hash_strings, mix

Sample = npt.NDArray[np.float64] | npt.NDArray[np.uint32]

CHUNK_ROWS = 4_096
MOST_ROWS = 16_384
"""Of a merged sample: a correlation's standard error is below 0.8 %."""

FORMAT = 1
_START = struct.Struct("<BcI")


def is_coded(kind: Kind) -> bool:
    """Whether samples of this kind hold hashes."""
    return kind in (Kind.CATEGORICAL, Kind.BOOLEAN)


def sample_array(array: pa.Array, kind: Kind) -> Sample:
    """The sample of one chunk."""
    return values_of(array.take(pa.array(_positions(len(array)))), kind)


def values_of(taken: pa.Array | pa.ChunkedArray, kind: Kind) -> Sample:
    """All values as samples hold them: numbers, or hashes."""
    if isinstance(taken, pa.ChunkedArray):  # of several chunks, or none
        taken = pa.concat_arrays(taken.chunks) if taken.num_chunks else pa.array([], taken.type)
    if pa.types.is_dictionary(taken.type):
        taken = taken.dictionary_decode()
    if is_coded(kind):
        return _codes(taken.cast(pa.string()))
    if kind is Kind.TEXT:
        taken = pc.utf8_length(taken.cast(pa.string()))
    elif kind is Kind.DATETIME:
        taken = pc.divide(taken.cast(pa.timestamp("us")).cast(pa.int64()).cast(pa.float64(), safe=False), 1e6)
    numbers = taken.cast(pa.float64(), safe=False)
    return np.asarray(pc.fill_null(numbers, float("nan")).to_numpy(zero_copy_only=False))


def missing_sample(kind: Kind, rows: int) -> Sample:
    """The sample of ``rows`` values that are all missing."""
    size = min(rows, CHUNK_ROWS)
    return np.zeros(size, np.uint32) if is_coded(kind) else np.full(size, np.nan)


def merge_samples(samples: Sequence[Sample], rows: Sequence[int]) -> Sample:
    """The sample of all rows: of each part (with so many rows) its fair share. Parts in the same order, with the same
    rows and sizes, give samples that line up."""
    total = max(sum(rows), 1)
    rate = min([MOST_ROWS / total, *(s.size / n for s, n in zip(samples, rows, strict=True) if s.size < n)])
    merged = np.concatenate(
        [s[: min(s.size, round(rate * n))] if rate < 1 else s for s, n in zip(samples, rows, strict=True)]
    )
    return merged if len(samples) == 1 else merged[_shuffled(merged.size)]


def sample_to_bytes(sample: Sample) -> bytes:
    """``sample_from_bytes`` gives the same sample back."""
    raw = sample.tobytes()
    packed: bytes = pa.compress(raw, codec="zstd", asbytes=True)
    return _START.pack(FORMAT, sample.dtype.kind.encode(), len(raw)) + packed


def sample_from_bytes(content: bytes) -> Sample:
    """Raises CorruptDataError where ``content`` is not a sample of this format."""
    try:
        version, kind, size = _START.unpack_from(content)
        if version != FORMAT:
            raise ValueError(f"format {version}")
        raw = pa.decompress(content[_START.size :], size, codec="zstd", asbytes=True)
        dtype: Any = {b"f": np.float64, b"u": np.uint32}[kind]
        return np.frombuffer(raw, dtype)
    except (struct.error, ValueError, KeyError, OSError, pa.ArrowException) as error:
        raise CorruptDataError(
            f"A stored sample of rows cannot be read: {error}.",
            "Delete it; it will be taken again when it is needed.",
        ) from error


def _codes(strings: pa.Array) -> npt.NDArray[np.uint32]:
    known = np.asarray(strings.is_valid().to_numpy(zero_copy_only=False))
    hashes = hash_strings(pc.fill_null(strings, ""))
    return np.where(known, np.maximum(hashes >> np.uint64(32), 1), 0).astype(np.uint32)


@lru_cache(maxsize=64)
def _positions(rows: int) -> npt.NDArray[np.int64]:
    return np.argsort(mix(np.arange(rows, dtype=np.uint64)), kind="stable")[:CHUNK_ROWS]


@lru_cache(maxsize=64)
def _shuffled(size: int) -> npt.NDArray[np.int64]:
    return np.argsort(mix(np.arange(size, dtype=np.uint64) + np.uint64(1 << 40)), kind="stable")
