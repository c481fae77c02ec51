"""Mergeable statistics of text: lengths, scripts, words, and the profile of its character n-grams.

The n-grams (two and three characters, lower case) of a document depend on one another, so their plain counts cannot
say how much a second sample of the same law would differ. Therefore *documents* are the unit here, twice:

- ``grams`` and ``squares`` are the sums over documents of the counts in 4,096 hash buckets and of their squares. From
  them follows how far apart two samples of one law are expected to be: what the distance is freed of.
- ``mean`` and ``scatter`` are the first two moments over documents of a vector in 48 dimensions: the document's
  n-grams added up with random signs (feature hashing, Weinberger et al. 2009) and normed to length 1. Hotelling's T²
  on them is a test whose null knows the dependence. Both merge exactly.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.profiles.hashing import mix
from driftdesk.core.profiles.numeric import NumericStats, merge_numeric, numeric_stats
from driftdesk.core.profiles.ordered import Floats

BUCKETS = 4_096
DIMENSIONS = 48
TOKENS = 200
SCRIPTS = ("hangul", "latin", "han", "kana", "cyrillic", "digit", "space", "punctuation", "other")
_TOKEN_BYTES = 60
_BLOCK_BYTES = 1 << 19
_LONGEST = 1 << 18
"""Characters of one document that are looked at: a longer one is judged by its beginning."""

Counts = npt.NDArray[np.uint64]

_RANGES: tuple[tuple[int, int, str], ...] = (
    (0x09, 0x0D, "space"),
    (0x20, 0x20, "space"),
    (0x21, 0x2F, "punctuation"),
    (0x30, 0x39, "digit"),
    (0x3A, 0x40, "punctuation"),
    (0x41, 0x5A, "latin"),
    (0x5B, 0x60, "punctuation"),
    (0x61, 0x7A, "latin"),
    (0x7B, 0x7E, "punctuation"),
    (0xA0, 0xA0, "space"),
    (0xA1, 0xBF, "punctuation"),
    (0xC0, 0x24F, "latin"),
    (0x400, 0x52F, "cyrillic"),
    (0x1100, 0x11FF, "hangul"),
    (0x2000, 0x200A, "space"),
    (0x2010, 0x206F, "punctuation"),
    (0x3000, 0x3000, "space"),
    (0x3001, 0x303F, "punctuation"),
    (0x3040, 0x30FF, "kana"),
    (0x3130, 0x318F, "hangul"),
    (0x3400, 0x4DBF, "han"),
    (0x4E00, 0x9FFF, "han"),
    (0xA960, 0xA97F, "hangul"),
    (0xAC00, 0xD7FF, "hangul"),
    (0xFF01, 0xFF0F, "punctuation"),
    (0xFF10, 0xFF19, "digit"),
)


@dataclass(frozen=True)
class TextStats:
    """``lengths`` in characters; ``scripts`` and ``tokens`` count characters and words (the most frequent ones)."""

    documents: int
    lengths: NumericStats
    scripts: Mapping[str, int]
    tokens: Mapping[str, int]
    grams: Counts
    squares: Counts
    mean: Floats
    scatter: Floats


def text_stats(strings: pa.Array) -> TextStats:
    """The statistics of the non-null ``strings``."""
    strings = pc.utf8_lower(strings.drop_null().cast(pa.large_string()))
    lengths = np.asarray(pc.utf8_length(strings).to_numpy(zero_copy_only=False), dtype=np.int64)
    if lengths.size and lengths.max() > _LONGEST:
        strings = pc.utf8_slice_codeunits(strings, 0, _LONGEST)
    seen = np.minimum(lengths, _LONGEST)
    scripts = np.zeros(len(SCRIPTS), np.int64)
    grams, squares = np.zeros(BUCKETS, np.uint64), np.zeros(BUCKETS, np.uint64)
    vectors = np.zeros((len(strings), DIMENSIONS))
    for first, last, text in _blocks(strings):
        points = np.frombuffer(text.encode("utf-32-le"), np.uint32)
        scripts += np.bincount(_scripts_of(points), minlength=len(SCRIPTS))
        document = np.repeat(np.arange(last - first), seen[first:last])
        owners, hashes = _grams(points, document)
        once, squared = _bucket_sums(owners, hashes)
        grams += once
        squares += squared
        vectors[first:last] = _directions(owners, hashes, last - first)
    mean = vectors.mean(axis=0) if len(strings) else np.zeros(DIMENSIONS)
    apart = vectors - mean
    return TextStats(
        len(strings),
        numeric_stats(lengths.astype(np.float64))[0],
        {s: int(n) for s, n in zip(SCRIPTS, scripts, strict=True) if n},
        _words(strings),
        grams,
        squares,
        mean,
        apart.T @ apart,
    )


def merge_text(parts: Sequence[TextStats]) -> TextStats:
    """Means and scatter by Chan, Golub and LeVeque (1983); counts added."""
    documents = np.array([p.documents for p in parts], dtype=np.float64)
    total = max(documents.sum(), 1.0)
    mean = np.sum([n * p.mean for n, p in zip(documents, parts, strict=True)], axis=0) / total
    scatter = np.sum([p.scatter for p in parts], axis=0)
    for n, p in zip(documents, parts, strict=True):
        scatter = scatter + n * np.outer(p.mean - mean, p.mean - mean)
    return TextStats(
        int(documents.sum()),
        merge_numeric([p.lengths for p in parts]),
        _summed([p.scripts for p in parts], len(SCRIPTS)),
        _summed([p.tokens for p in parts], TOKENS),
        np.sum([p.grams for p in parts], axis=0, dtype=np.uint64),
        np.sum([p.squares for p in parts], axis=0, dtype=np.uint64),
        mean,
        scatter,
    )


def _blocks(strings: pa.Array) -> Iterator[tuple[int, int, str]]:
    """Stretches of documents (first, last + 1) joined to one string, about half a megabyte each."""
    n = len(strings)
    if not n:
        return
    _, offset_buffer, data = strings.buffers()
    offsets = np.frombuffer(offset_buffer, np.int64)[strings.offset : strings.offset + n + 1]
    content = memoryview(data) if data is not None else memoryview(b"")
    first = 0
    while first < n:
        last = int(np.searchsorted(offsets, offsets[first] + _BLOCK_BYTES, side="left"))
        last = min(max(last, first + 1), n)
        yield first, last, bytes(content[offsets[first] : offsets[last]]).decode()
        first = last


def _scripts_of(points: npt.NDArray[np.uint32]) -> npt.NDArray[np.intp]:
    starts = np.array([r[0] for r in _RANGES], np.uint32)
    ends = np.array([r[1] for r in _RANGES], np.uint32)
    names = np.array([SCRIPTS.index(r[2]) for r in _RANGES])
    at = np.maximum(np.searchsorted(starts, points, side="right") - 1, 0)
    inside = (points >= starts[at]) & (points <= ends[at])
    return np.where(inside, names[at], SCRIPTS.index("other"))


def _grams(
    points: npt.NDArray[np.uint32], document: npt.NDArray[np.intp]
) -> tuple[npt.NDArray[np.intp], npt.NDArray[np.uint64]]:
    """Owner and hash of each n-gram of two and three characters within a document."""
    c = points.astype(np.uint64)
    two = c[:-1] | (c[1:] << np.uint64(21))
    three = two[:-1] | (c[2:] << np.uint64(42))
    in_two, in_three = document[:-1] == document[1:], document[:-2] == document[2:]
    owners = np.concatenate((document[:-1][in_two], document[:-2][in_three]))
    return owners, mix(np.concatenate((two[in_two], three[in_three])))


def _bucket_sums(owners: npt.NDArray[np.intp], hashes: npt.NDArray[np.uint64]) -> tuple[Counts, Counts]:
    """By bucket, the sums over documents of the counts and of their squares."""
    keys = owners.astype(np.uint64) * np.uint64(BUCKETS) + (hashes & np.uint64(BUCKETS - 1))
    keys.sort()
    starts = np.flatnonzero(np.diff(keys, prepend=np.uint64(2**64 - 1)))
    counts = np.diff(np.append(starts, keys.size)).astype(np.float64)
    bucket = (keys[starts] & np.uint64(BUCKETS - 1)).astype(np.intp)
    once = np.bincount(bucket, weights=counts, minlength=BUCKETS)
    squared = np.bincount(bucket, weights=counts * counts, minlength=BUCKETS)
    return once.astype(np.uint64), squared.astype(np.uint64)


def _directions(owners: npt.NDArray[np.intp], hashes: npt.NDArray[np.uint64], documents: int) -> Floats:
    """One vector of length 1 a document (0 where it has no n-gram)."""
    dimension = ((hashes >> np.uint64(16)) % np.uint64(DIMENSIONS)).astype(np.intp)
    sign = np.where(hashes >> np.uint64(63), 1.0, -1.0)
    summed = np.bincount(owners * DIMENSIONS + dimension, weights=sign, minlength=documents * DIMENSIONS)
    vectors = summed.reshape(documents, DIMENSIONS)
    lengths = np.sqrt(np.einsum("ij,ij->i", vectors, vectors))
    directions: Floats = vectors / np.maximum(lengths, 1e-12)[:, None]
    return directions


def _words(strings: pa.Array) -> dict[str, int]:
    words = pc.utf8_split_whitespace(strings).flatten()
    words = words.filter(
        pc.and_(pc.greater(pc.utf8_length(words), 0), pc.less(pc.binary_length(words), _TOKEN_BYTES))
    )
    table = words.value_counts()
    counts = np.asarray(table.field("counts").to_numpy())
    top = np.argsort(-counts, kind="stable")[:TOKENS]
    return dict(zip(table.field("values").take(pa.array(top)).to_pylist(), counts[top].tolist(), strict=True))


def _summed(parts: Sequence[Mapping[str, int]], limit: int) -> dict[str, int]:
    merged: dict[str, int] = {}
    for part in parts:
        for word, n in part.items():
            merged[word] = merged.get(word, 0) + n
    return dict(sorted(merged.items(), key=lambda pair: (-pair[1], pair[0]))[:limit])
