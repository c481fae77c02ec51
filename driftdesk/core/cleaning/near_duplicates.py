"""Texts that are nearly the same, among millions, without comparing each with each.

A text is the set of its pieces of three characters (lower case, white space as one). Sets that share much have, with
high probability, equal minima in many of 64 bins of one hash (one-permutation hashing: Li, Owen and Zhang 2012; empty
bins borrow from the next: Shrivastava and Li 2014), so texts with four equal minima in a row become candidates, and these are
compared exactly: no text goes whose Jaccard similarity is below the threshold. At 0.8 and above over 99 % of the pairs
are found, at 0.5 about two in three.
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.context import Context
from driftdesk.core.errors import ParameterError
from driftdesk.core.profiles.hashing import Hashes, mix
from driftdesk.core.tables.arrays import Ints, Mask

MOST_TEXTS = 4_000_000
_BINS = 64
_BAND = 4
_NEIGHBOURS = 10
"""Texts alike in four minima are sorted by the next four, and each is compared with so many behind it."""
_BLOCK_CHARACTERS = 4 << 20
_BORROWED = np.uint64(0x9E3779B97F4A7C15)
_EMPTY = np.uint64(2**64 - 1)


def near_duplicates(texts: pa.ChunkedArray, threshold: float, context: Context) -> Mask:
    """True for each text that is near an earlier one (missing ones are near nothing). Raises ParameterError for more
    than MOST_TEXTS different ones."""
    words = normal(texts)
    coded = words.dictionary_encode().unify_dictionaries().combine_chunks()
    if isinstance(coded, pa.ChunkedArray):
        coded = coded.chunk(0) if coded.num_chunks else pa.array([], coded.type)
    codes = np.asarray(coded.indices.fill_null(-1).to_numpy(zero_copy_only=False), np.int64)
    different = coded.dictionary
    if len(different) > MOST_TEXTS:
        raise ParameterError(
            f"There are {len(different):,} different texts; near duplicates are found among {MOST_TEXTS:,} at most.",
            "Look for exact duplicates, or clean a part of the data at a time.",
        )
    group = _components(_similar(different, threshold, context), len(different))
    known = codes >= 0
    of_row = np.where(known, group[codes] if len(group) else -1, -1)
    rows = np.flatnonzero(known)
    _, first = np.unique(of_row[rows], return_index=True)
    repeated = known.copy()
    repeated[rows[first]] = False
    return repeated


def normal(texts: pa.ChunkedArray) -> pa.ChunkedArray:
    """Lower case, white space as one."""
    return pc.utf8_trim_whitespace(
        pc.replace_substring_regex(pc.utf8_lower(texts.cast(pa.large_string())), r"\s+", " ")
    )


def jaccard(a: str, b: str) -> float:
    """Share of the pieces of three characters of either text that are in both."""
    left, right = _pieces(a), _pieces(b)
    return len(left & right) / max(len(left | right), 1)


def _pieces(text: str) -> set[str]:
    return {text[i : i + 3] for i in range(max(len(text) - 2, 1))}


def _similar(texts: pa.Array, threshold: float, context: Context) -> Ints:
    """Pairs of texts (two columns of indices) that are similar enough."""
    keys = np.concatenate([*_band_keys(texts, context), np.empty((0, _BINS // _BAND), np.uint64)])
    found = [np.empty((0, 2), np.int64)]
    for band in range(keys.shape[1]):
        order = np.lexsort((keys[:, (band + 1) % keys.shape[1]], keys[:, band]))
        for step in range(1, _NEIGHBOURS + 1):
            same = np.flatnonzero(keys[order[step:], band] == keys[order[:-step], band])
            if not same.size:
                break
            found.append(np.stack((order[same], order[same + step]), axis=1))
    pairs = np.unique(np.sort(np.concatenate(found), axis=1), axis=0)
    near = []
    for number, (a, b) in enumerate(pairs):
        if number % 1000 == 0:
            context.check()
            context.progress(number, len(pairs), "comparing texts")
        if jaccard(texts[int(a)].as_py(), texts[int(b)].as_py()) >= threshold:
            near.append((a, b))
    return np.array(near, np.int64).reshape(-1, 2)


def _band_keys(texts: pa.Array, context: Context) -> Iterator[npt.NDArray[np.uint64]]:
    lengths = np.asarray(pc.utf8_length(texts).to_numpy(zero_copy_only=False), np.int64)
    first = 0
    while first < len(texts):
        context.check()
        context.progress(first, len(texts), "looking at texts")
        ends = np.cumsum(lengths[first:])
        last = first + max(1, int(np.searchsorted(ends, _BLOCK_CHARACTERS, "right")))
        minima = _minima(texts.slice(first, last - first).to_pylist(), lengths[first:last])
        banded = minima.reshape(len(minima), _BINS // _BAND, _BAND)
        keys = np.zeros(banded.shape[:2], np.uint64)
        for at in range(_BAND):
            keys = mix(keys * np.uint64(31) + banded[:, :, at])
        yield mix(keys + np.arange(keys.shape[1], dtype=np.uint64))
        first = last


def _minima(texts: list[str], lengths: Ints) -> Hashes:
    """The smallest hash in each bin, for each text."""
    padded = "".join(t.ljust(3) for t in texts)
    points = np.frombuffer(padded.encode("utf-32-le"), np.uint32).astype(np.uint64)
    sizes = np.maximum(lengths, 3)
    owner = np.repeat(np.arange(len(texts)), sizes)
    pieces = mix(points[:-2] | (points[1:-1] << np.uint64(21)) | (points[2:] << np.uint64(42)))
    inside = owner[:-2] == owner[2:]
    pieces, owner = pieces[inside], owner[:-2][inside]
    place = owner * _BINS + (pieces & np.uint64(_BINS - 1)).astype(np.int64)
    order = np.lexsort((pieces, place))
    place, pieces = place[order], pieces[order]
    starts = np.flatnonzero(np.diff(place, prepend=-1))
    minima = np.full(len(texts) * _BINS, _EMPTY)
    minima[place[starts]] = pieces[starts]
    return _filled(minima.reshape(len(texts), _BINS))


def _filled(minima: Hashes) -> Hashes:
    """Empty bins borrow from the next that is not, marked by how far it is."""
    for _ in range(_BINS):
        empty = minima == _EMPTY
        if not empty.any():
            break
        nearest = np.roll(minima, -1, axis=1)
        borrowed = np.where(nearest == _EMPTY, _EMPTY, nearest + _BORROWED)
        minima = np.where(empty, borrowed, minima)
    return minima


def _components(pairs: Ints, size: int) -> Ints:
    """The smallest index that each one is connected with."""
    parent = np.arange(size)
    while len(pairs):
        low = np.minimum(parent[pairs[:, 0]], parent[pairs[:, 1]])
        before = parent.copy()
        np.minimum.at(parent, pairs[:, 0], low)
        np.minimum.at(parent, pairs[:, 1], low)
        parent = parent[parent]
        if np.array_equal(before, parent):
            break
    return parent
