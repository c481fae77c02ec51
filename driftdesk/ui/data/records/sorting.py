"""What a click on a header does to the order of the rows: no Qt."""

from collections.abc import Sequence
from dataclasses import replace

from driftdesk.core.tables.spec import SortKey

Keys = tuple[SortKey, ...]


def clicked(keys: Keys, column: str, *, adds: bool = False) -> Keys:
    """Rising, falling, and not at all, in turn. ``adds`` (Shift): beside the other keys instead of in their place."""
    found = next((k for k in keys if k.column == column), None)
    if not adds:
        if found is None or len(keys) > 1:
            return (SortKey(column),)
        return () if found.descending else (replace(found, descending=True),)
    if found is None:
        return (*keys, SortKey(column))
    if found.descending:
        return tuple(k for k in keys if k is not found)
    return tuple(replace(k, descending=True) if k is found else k for k in keys)


def place(keys: Keys, column: str) -> tuple[int, bool] | None:
    """(number of the key from 1, whether it falls) of a column; None: the rows are not sorted by it."""
    return next(((n, k.descending) for n, k in enumerate(keys, 1) if k.column == column), None)


def kept(keys: Keys, names: Sequence[str]) -> Keys:
    """Those of columns that are there."""
    return tuple(k for k in keys if k.column in names)
