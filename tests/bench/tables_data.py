"""Synthetic versions of any size, written straight through VersionWriter."""

from collections.abc import Iterator

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.datasets.writer import GROUP_ROWS, VersionWriter
from driftdesk.core.entities import Column, Dataset, DatasetVersion, Kind, Operation, OperationKind, Schema
from driftdesk.desk import Desk

DAY = 86_400_000_000
Kinds = dict[str, Kind]


def wide() -> Kinds:
    """15 floats, 5 integers, 4 categories and a date: as the CSV of the import benchmark."""
    return {
        **{f"real_{i}": Kind.NUMERIC for i in range(15)},
        **{f"whole_{i}": Kind.NUMERIC for i in range(5)},
        **{f"word_{i}": Kind.CATEGORICAL for i in range(4)},
        "day": Kind.DATETIME,
    }


def narrow() -> Kinds:
    """12 columns: 4 floats, 3 integers, 3 categories, a note in words, and the time, which rises."""
    return {
        **{f"real_{i}": Kind.NUMERIC for i in range(4)},
        **{f"whole_{i}": Kind.NUMERIC for i in range(3)},
        **{f"word_{i}": Kind.CATEGORICAL for i in range(3)},
        "note": Kind.CATEGORICAL,
        "at": Kind.DATETIME,
    }


def write(desk: Desk, name: str, kinds: Kinds, rows: int) -> DatasetVersion:
    """Make dataset ``name`` with one version of ``rows`` rows."""
    columns = Schema(
        columns=tuple(Column(id=f"c{i}", name=n, kind=k) for i, (n, k) in enumerate(kinds.items()))
    )
    writer = VersionWriter(desk.store, columns, first_row_id=0, context=Context())
    for table in tables(kinds, rows):
        writer.write(table)
    return desk.datasets.commit(
        None,
        writer.finish(),
        operation=Operation(kind=OperationKind.IMPORT),
        context=Context(),
        new=Dataset(name=name),
    )


def tables(kinds: Kinds, rows: int) -> Iterator[pa.Table]:
    random = np.random.default_rng(1)
    for first in range(0, rows, GROUP_ROWS):
        n = min(GROUP_ROWS, rows - first)
        yield pa.table({name: _column(name, first, n, random) for name in kinds})


def _column(name: str, first: int, n: int, random: np.random.Generator) -> pa.Array:
    what, _, number = name.partition("_")
    i = int(number or 0)
    if what == "real":
        return pa.array(np.round(random.normal(i, 1 + i, n), 4), mask=random.random(n) < 0.02)
    if what == "whole":
        return pa.array(random.integers(0, 10 ** (i + 1), n))
    if what == "word":
        return _picked([f"value {k}" for k in range(5 * 4**i)], n, random)
    if what == "note":
        return _picked([f"note {k} on something seen that day" for k in range(2000)], n, random)
    if what == "day":
        return pa.array(random.integers(0, 3000, n) * DAY + 16_436 * DAY, pa.timestamp("us"))
    return pa.array(np.arange(first, first + n) * 60_000_000 + 16_436 * DAY, pa.timestamp("us"))


def _picked(words: list[str], n: int, random: np.random.Generator) -> pa.Array:
    return pa.array(words).take(pa.array(random.integers(0, len(words), n)))
