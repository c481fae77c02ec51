"""A text anywhere in a row: in texts and categories, and in numbers, truth values and times by their text."""

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.tables.arrays import Mask, as_mask
from driftdesk.core.tables.values import to_text

_OF_NUMBERS = frozenset("0123456789.-+einf")
_OF_TIMES = frozenset("0123456789.-: ")
_REPEATING = 0.5
"""Share of distinct values up to which it pays to look at each only once."""


def found_in(table: pa.Table, text: str) -> Mask:
    """The rows of ``table`` in one of whose columns ``text`` is found, whether upper or lower case."""
    found: Mask = np.zeros(table.num_rows, bool)
    for column in table.columns:
        if found.all():
            break
        for first, chunk in _chunks(column):
            if _may_hold(chunk.type, text):
                found[first : first + len(chunk)] |= _holds(chunk, text)
    return found


def _chunks(column: pa.ChunkedArray) -> list[tuple[int, pa.Array]]:
    first, found = 0, []
    for chunk in column.chunks:
        found.append((first, chunk))
        first += len(chunk)
    return found


def _may_hold(kind: pa.DataType, text: str) -> bool:
    """Whether a value of this type can be written with the characters of ``text``."""
    used = set(text.lower())
    if pa.types.is_boolean(kind):
        return any(text.lower() in word for word in ("true", "false"))
    if pa.types.is_temporal(kind):
        return used <= _OF_TIMES
    return pa.types.is_string(kind) or used <= _OF_NUMBERS


def _holds(array: pa.Array, text: str) -> Mask:
    if pa.types.is_string(array.type):
        sample = array.slice(0, 1000)
        if len(sample) == 1000 and pc.count_distinct(sample).as_py() < _REPEATING * 1000:
            coded = array.dictionary_encode()
            hits = pc.match_substring(coded.dictionary, text, ignore_case=True)
            return as_mask(hits.take(coded.indices))
    return as_mask(pc.match_substring(to_text(array), text, ignore_case=True))
