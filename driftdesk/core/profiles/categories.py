"""Mergeable counts of values: exact up to a thousand values, and hashed beyond, still exactly mergeable.

A column with more values keeps its thousand most frequent ones to show, and counts *every* value in one of 1,024
buckets by its hash. The buckets are a coarser but exact categorical column, the same on both sides of a drift
analysis: a test on them has an honest null, and no distance on them exceeds the one on the values themselves.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.profiles.hashing import Hashes, hash_strings

LIMIT = 1_000
BUCKETS = 1_024
_SHOWN_BYTES = 200
"""Longer values are kept shortened once the counts are truncated, so that a profile stays small."""


@dataclass(frozen=True)
class CategoryCounts:
    """``counts``: value -> rows, most frequent first, of all values (``rest`` 0) or of the most frequent ones.
    ``buckets``: rows by hash of the value, where truncated. ``rest`` is the rows that ``counts`` does not show; a shown
    count is short by at most ``error`` rows (what other chunks may have hidden in their rest)."""

    counts: Mapping[str, int]
    rest: int = 0
    error: int = 0
    buckets: npt.NDArray[np.uint64] | None = None

    @property
    def total(self) -> int:
        return sum(self.counts.values()) + self.rest

    @property
    def is_exact(self) -> bool:
        return self.buckets is None

    def hashed(self) -> npt.NDArray[np.uint64]:
        """The rows in each of the BUCKETS, whether truncated or not."""
        if self.buckets is not None:
            return self.buckets
        values = pa.array(list(self.counts), pa.large_string())
        return in_buckets(hash_strings(values), np.fromiter(self.counts.values(), np.int64, len(self.counts)))


def count_values(strings: pa.Array) -> tuple[CategoryCounts, Hashes]:
    """Counts of the non-null ``strings``, and the hashes of the distinct ones."""
    table = strings.value_counts()
    values, rows = table.field("values"), np.asarray(table.field("counts").to_numpy())
    if values.null_count:
        known = np.asarray(values.is_valid().to_numpy(zero_copy_only=False))
        values, rows = values.drop_null(), rows[known]
    hashes = hash_strings(values)
    if len(values) <= LIMIT and int(pc.sum(pc.binary_length(values)).as_py() or 0) <= LIMIT * _SHOWN_BYTES:
        return CategoryCounts(_by_frequency(values.to_pylist(), rows)), hashes
    top = np.argsort(-rows, kind="stable")[:LIMIT]
    buckets = in_buckets(hashes, rows)
    return _truncated(values.take(pa.array(top)).to_pylist(), rows[top], int(rows.sum()), 0, buckets), hashes


def merge_categories(parts: Sequence[CategoryCounts]) -> CategoryCounts:
    """Exact where all parts are and the values fit; else the most frequent ones, the rest counted together."""
    merged: dict[str, int] = {}
    for part in parts:
        for value, rows in part.counts.items():
            merged[value] = merged.get(value, 0) + rows
    values, counts = list(merged), np.fromiter(merged.values(), np.int64, len(merged))
    size = sum(len(v) for v in values)
    if all(p.is_exact for p in parts) and len(values) <= LIMIT and size <= LIMIT * _SHOWN_BYTES:
        return CategoryCounts(_by_frequency(values, counts))
    buckets: npt.NDArray[np.uint64] = np.add.reduce([p.hashed() for p in parts])
    top = np.argsort(-counts, kind="stable")[:LIMIT]
    # what one part hides of a value is at most the smallest count that it shows
    error = sum(p.error + min(p.counts.values(), default=0) for p in parts if not p.is_exact)
    total = sum(p.total for p in parts)
    return _truncated([values[i] for i in top], counts[top], total, error, buckets)


def _truncated(
    values: list[str], rows: npt.NDArray[np.int64], total: int, error: int, buckets: npt.NDArray[np.uint64]
) -> CategoryCounts:
    shown: dict[str, int] = {}
    for value, n in zip(values, rows.tolist(), strict=True):
        short = value if len(value) <= _SHOWN_BYTES else value[: _SHOWN_BYTES - 1] + "…"
        shown[short] = shown.get(short, 0) + n
    return CategoryCounts(shown, total - sum(shown.values()), error, buckets)


def _by_frequency(values: list[str], rows: npt.NDArray[np.int64]) -> dict[str, int]:
    pairs = sorted(zip(values, rows.tolist(), strict=True), key=lambda pair: (-pair[1], pair[0]))
    return dict(pairs)


def in_buckets(hashes: Hashes, rows: npt.NDArray[np.int64]) -> npt.NDArray[np.uint64]:
    """``rows`` added up in BUCKETS by the hash of their value."""
    index = (hashes & np.uint64(BUCKETS - 1)).astype(np.intp)
    counts = np.bincount(index, weights=rows.astype(np.float64), minlength=BUCKETS)
    return np.asarray(counts, dtype=np.uint64)
