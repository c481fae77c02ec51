"""Rows of either side that are looked at for an explanation: a sample, spread over a version's row groups."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.profiles.side import FileSide
from driftdesk.core.tables.source import VersionSource, joined

ROWS = 20_000
"""Of a side, at most."""
_GROUPS = 64
"""Row groups of a version that are read at most: evenly spread."""


@dataclass(frozen=True)
class Looked:
    """``positions``: where the rows of ``table`` are in the version or file."""

    table: pa.Table
    positions: npt.NDArray[np.int64]


def of_version(
    source: VersionSource, columns: Sequence[str], start: int, seed: int, context: Context
) -> Looked:
    """A sample of the rows of ``source``, whose first row is row ``start`` of the version."""
    sizes = np.asarray(source.group_rows, dtype=np.int64)
    starts = start + np.concatenate(([0], np.cumsum(sizes)))
    groups = np.unique(np.linspace(0, max(sizes.size - 1, 0), min(sizes.size, _GROUPS)).astype(np.int64))
    random = np.random.default_rng(seed)
    rate = min(1.0, ROWS / max(int(sizes[groups].sum()), 1)) if groups.size else 1.0
    tables: list[pa.Table] = []
    positions = [np.empty(0, np.int64)]
    for done, group in enumerate(groups.tolist()):
        context.check()
        context.progress(done, groups.size, "reading rows")
        at = np.sort(random.permutation(int(sizes[group]))[: max(1, round(rate * sizes[group]))])
        tables.append(source.read_group(group, columns).take(pa.array(at)))
        positions.append(starts[group] + at)
    return Looked(
        joined(tables, source.columns.select(columns), with_row_ids=False), np.concatenate(positions)
    )


def of_file(side: FileSide, columns: Sequence[str], seed: int, context: Context) -> Looked:
    """A sample of the rows of a file."""
    at = np.sort(np.random.default_rng(seed).permutation(side.rows)[:ROWS]).astype(np.int64)
    arrays = []
    for done, name in enumerate(columns):
        context.check()
        context.progress(done, len(columns), "reading rows")
        arrays.append(side.read(name).take(pa.array(at)))
    return Looked(pa.table(arrays, names=list(columns)), at)
