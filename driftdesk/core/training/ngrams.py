"""Texts as hashed character n-grams: no tokenizer, no word list, no download. Works for Korean as for English.

A text is normalised (Unicode NFKC, lower case, runs of white space as one blank, a blank at both ends), and every
sequence of 1 to ``longest`` characters that is not a mere blank is hashed into a bucket. All in numpy: a polynomial
hash over code points, one array operation an n for all texts at once.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
from numpy.typing import NDArray

_SPACE = re.compile(r"\s+")
_BASE = np.uint64(0x9E3779B97F4A7C15)


@dataclass(frozen=True)
class Bags:
    """The buckets of all texts one after the other; those of text i are ``ids[offsets[i]:offsets[i + 1]]``."""

    ids: NDArray[np.int32]
    offsets: NDArray[np.int64]

    def __len__(self) -> int:
        return len(self.offsets) - 1

    def take(self, rows: NDArray[np.int64]) -> "Bags":
        """The bags of some texts, in the order of ``rows``."""
        lengths = (self.offsets[1:] - self.offsets[:-1])[rows]
        offsets = np.concatenate([[0], np.cumsum(lengths)])
        where = np.repeat(self.offsets[rows] - offsets[:-1], lengths) + np.arange(offsets[-1])
        return Bags(self.ids[where], offsets)


def normalise(text: str, max_length: int) -> str:
    """NFKC, lower case, single spaces, one at each end; cut to ``max_length`` characters first."""
    return f" {_SPACE.sub(' ', unicodedata.normalize('NFKC', text[:max_length]).lower()).strip()} "


def bags(texts: Sequence[str], longest: int, buckets: int, max_length: int) -> Bags:
    """The hashed n-grams of ``texts``, in [0, ``buckets``). Deterministic over machines and releases."""
    clean = [normalise(t, max_length) for t in texts]
    points, starts = _code_points(clean)
    text_of = np.repeat(np.arange(len(clean)), np.diff(starts))
    end = starts[1:][text_of]
    found_ids: list[NDArray[np.int32]] = []
    found_texts: list[NDArray[np.int64]] = []
    hashed = np.zeros(len(points), np.uint64)
    at = np.arange(len(points))
    with np.errstate(over="ignore"):
        for n in range(1, longest + 1):
            reach = len(points) - n + 1
            if reach <= 0:
                break
            hashed = hashed[:reach] * _BASE + points[n - 1 :] + np.uint64(1)
            inside = at[:reach] + n <= end[:reach]
            if n == 1:
                inside &= points != 32
            found_ids.append(_bucket(hashed, buckets)[inside])
            found_texts.append(text_of[:reach][inside])
    all_texts = np.concatenate(found_texts) if found_texts else np.zeros(0, np.int64)
    order = np.argsort(all_texts, kind="stable")
    ids_in_order = np.concatenate(found_ids)[order] if found_ids else np.zeros(0, np.int32)
    offsets = np.concatenate([[0], np.cumsum(np.bincount(all_texts, minlength=len(clean)))]).astype(np.int64)
    return Bags(ids_in_order, offsets)


def characters(texts: Sequence[str], buckets: int, max_length: int) -> Bags:
    """The hashed characters of ``texts`` in their order, blanks too, in [0, ``buckets``)."""
    points, starts = _code_points([normalise(t, max_length) for t in texts])
    with np.errstate(over="ignore"):
        return Bags(_bucket((points + np.uint64(1)) * _BASE, buckets), starts)


def _code_points(texts: list[str]) -> tuple[NDArray[np.uint64], NDArray[np.int64]]:
    """The characters of all texts one after the other, and where each text begins (and the last ends)."""
    joined = "".join(texts).encode("utf-32-le", "surrogatepass")
    starts = np.concatenate([[0], np.cumsum([len(t) for t in texts])]).astype(np.int64)
    return np.frombuffer(joined, dtype="<u4").astype(np.uint64), starts


def _bucket(hashed: NDArray[np.uint64], buckets: int) -> NDArray[np.int32]:
    mixed = (hashed ^ (hashed >> np.uint64(29))) * np.uint64(0xBF58476D1CE4E5B9)
    return ((mixed >> np.uint64(32)) % np.uint64(buckets)).astype(np.int32)
