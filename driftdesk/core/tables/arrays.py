"""Arrays of Arrow in numpy, and several of them together."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc

Mask = npt.NDArray[np.bool_]
Ints = npt.NDArray[np.int64]


def as_mask(array: pa.Array) -> Mask:
    """Truth values; missing ones count as false."""
    found: Mask = np.asarray(pc.fill_null(array, False).to_numpy(zero_copy_only=False), dtype=bool)
    return found


def joined(arrays: Sequence[pa.Array]) -> pa.Array:
    """One array after the other, as one. See ``same_type``."""
    return pa.concat_arrays(same_type(arrays))


def same_type(arrays: Sequence[pa.Array]) -> list[pa.Array]:
    """Integers beside floating point become that; arrays without any value become whatever the others are."""
    types = {a.type for a in arrays if a.null_count < len(a)} or {arrays[0].type}
    wanted = types.pop() if len(types) == 1 else pa.float64()
    return [_as_type(a, wanted) for a in arrays]


def _as_type(array: pa.Array, wanted: pa.DataType) -> pa.Array:
    if array.type == wanted:
        return array
    return pa.nulls(len(array), wanted) if array.null_count == len(array) else array.cast(wanted, safe=False)
