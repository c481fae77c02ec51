"""Rows that equal an earlier row, over any number of row groups, in 16 bytes of memory a row.

Each row becomes two 64-bit hashes over its values (a value's own hash has 64 bits): the chance that two different
rows among ten million are taken for equal is about one in 400,000.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.profiles.hashing import hash_numbers, hash_strings, mix

Hashes = npt.NDArray[np.uint64]
Mask = npt.NDArray[np.bool_]

_MISSING = np.uint64(0xD1B54A32D192ED03)
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_EXACT = 1 << 53


def row_hashes(columns: Iterable[pa.Array]) -> tuple[Hashes, Hashes]:
    """Two hashes a row, from its values in order. Equal numbers are equal whether stored as integers or not."""
    first = second = np.zeros(1, np.uint64)
    for number, column in enumerate(columns):
        values = _value_hashes(column)
        first = mix(first * _FIRST + values)
        second = mix((second ^ mix(values + np.uint64(number))) * _SECOND)
    return first, second


def first_occurrences(first: Hashes, second: Hashes) -> Mask:
    """True for each row that equals none before it."""
    order = np.lexsort((second, first))
    same = (first[order][1:] == first[order][:-1]) & (second[order][1:] == second[order][:-1])
    keep = np.ones(len(first), dtype=bool)
    keep[order[1:][same]] = False
    return keep


def _value_hashes(column: pa.Array) -> Hashes:
    missing = np.asarray(column.is_null().to_numpy(zero_copy_only=False))
    if pa.types.is_string(column.type):
        hashes = hash_strings(pc.fill_null(column, ""))
    elif pa.types.is_floating(column.type):
        hashes = hash_numbers(pc.fill_null(column, 0.0).to_numpy())
    else:
        hashes = _integer_hashes(pc.fill_null(column.cast(pa.int64()), 0).to_numpy())
    return np.where(missing, _MISSING, hashes)


def _integer_hashes(values: npt.NDArray[np.int64]) -> Hashes:
    hashes = hash_numbers(values.astype(np.float64))
    large = (values > _EXACT) | (values < -_EXACT)
    return np.where(large, mix(values.view(np.uint64)), hashes) if large.any() else hashes
