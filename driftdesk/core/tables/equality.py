"""When values, and when whole rows, are the same: compared one by one, or by hashes over any number of row groups.

By hashes it takes 16 bytes of memory a row. Each row becomes two 64-bit hashes over its values (a value's own hash has 64 bits): the chance that two different
rows among ten million are taken for equal is about one in 400,000.
"""

from collections.abc import Iterable

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.profiles.hashing import Hashes, hash_numbers, hash_strings, mix
from driftdesk.core.tables.arrays import Mask, as_mask
from driftdesk.core.tables.values import nan_to_null, to_text

_MISSING = np.uint64(0xD1B54A32D192ED03)
_FIRST, _SECOND = np.uint64(0x9E3779B97F4A7C15), np.uint64(0xC2B2AE3D27D4EB4F)
_EXACT = 1 << 53


def differ(before: pa.Array, after: pa.Array) -> Mask:
    """Where the values of two arrays differ. Missing equals missing, 1 equals 1.0; arrays of different kinds are
    compared as text."""
    before, after = nan_to_null(before), nan_to_null(after)
    if before.type != after.type and pa.types.is_integer(after.type) and pa.types.is_floating(before.type):
        before, after = after, before
    if pa.types.is_integer(before.type) and pa.types.is_floating(after.type):
        after, whole = _as_integers(after)
        equal = as_mask(pc.equal(before, after)) & whole
    else:
        if before.type != after.type:
            before, after = to_text(before), to_text(after)
        equal = as_mask(pc.equal(before, after))
    return ~(equal | as_mask(pc.and_(pc.is_null(before), pc.is_null(after))))


def differ_as_read(before: pa.Array, after: pa.Array) -> Mask:
    """As ``differ``, where ``after`` may be ``before`` read as another kind: a time is the text that it was read from, and
    only what could not be read has changed."""
    if pa.types.is_timestamp(before.type) != pa.types.is_timestamp(after.type):
        return as_mask(before.is_valid()) & as_mask(after.is_null())
    return differ(before, after)


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
    missing = as_mask(column.is_null())
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


def _as_integers(numbers: pa.Array) -> tuple[pa.Array, Mask]:
    """Floating point as int64 (nulls stay), and where that is exactly the number that it was."""
    values = np.asarray(pc.fill_null(numbers, 0.0))
    whole = (np.trunc(values) == values) & (values >= -(2.0**63)) & (values < 2.0**63)
    integers = np.where(whole, values, 0.0).astype(np.int64)
    return pa.array(integers, mask=as_mask(numbers.is_null())), whole
