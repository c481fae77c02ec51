"""The rows that columns are compared on together: the stored samples of a version, or drawn ones that are read."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.drift.engine import NOT_JUDGED
from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.drift.together.vectors import find_vectors
from driftdesk.core.entities import Column, DatasetVersion
from driftdesk.core.profiles.sample import MOST_ROWS, values_of
from driftdesk.core.profiles.samples import version_samples

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.profiles.side import FileSide
    from driftdesk.core.storage.store import Store

Pairs = tuple[tuple[Column, Column], ...]


def parted(both: Pairs, params: TogetherParams) -> tuple[Pairs, Pairs]:
    """The columns (reference's, current's) that are judged by themselves, all but the components of vectors; and those that
    are needed for what is asked of columns together, if anything is."""
    judged = tuple(pair for pair in both if pair[0].role not in NOT_JUDGED)
    vectors = find_vectors([r.name for r, _ in judged], [r.kind for r, _ in judged], params.vectors)
    places = {place for places in vectors.values() for place in places}
    components = {judged[place][0].id for place in places}
    alone = tuple(pair for pair in both if pair[0].id not in components)
    others = tuple(p for p in judged if p[0].id not in components)
    others = tuple(p for p in others if not params.columns or p[0].name in params.columns)
    jointly = others if params.chosen(len(others)) else ()
    if params.vector_methods:
        jointly += tuple(p for p in judged if p[0].id in components)
    return alone, jointly


def rows_of(
    store: Store,
    reader: Callable[[DatasetVersion | FileSide, str], Callable[[], pa.ChunkedArray]],
    side: DatasetVersion | FileSide,
    columns: Sequence[tuple[Column, Column]],
    params: TogetherParams,
    *,
    exact: bool,
    context: Context,
) -> Rows:
    """Rows of the second of each pair of ``columns`` under the name of the first. The stored sample of a version holds up to
    MOST_ROWS rows; where more are asked for (``exact``: in any case) ``params.rows_at_most`` are drawn and read, column by
    column, so that only what is drawn stays in memory."""
    names, kinds = tuple(r.name for r, _ in columns), tuple(c.kind for _, c in columns)
    if isinstance(side, DatasetVersion) and not exact and params.rows_at_most <= MOST_ROWS:
        samples = version_samples(store, side, [c for _, c in columns], context)
        return Rows(names, kinds, tuple(samples), side.rows)
    return read_rows(lambda name: reader(side, name)(), side.rows, columns, params, context)


def read_rows(
    read: Callable[[str], pa.ChunkedArray],
    rows: int,
    columns: Sequence[tuple[Column, Column]],
    params: TogetherParams,
    context: Context,
) -> Rows:
    """As ``rows_of``, drawn of ``rows`` rows whose columns ``read`` gives."""
    names, kinds = tuple(r.name for r, _ in columns), tuple(c.kind for _, c in columns)
    taken = None
    if rows > params.rows_at_most:
        random = np.random.default_rng([params.seed, rows])
        taken = pa.array(np.sort(random.choice(rows, params.rows_at_most, replace=False)))
    values = []
    for done, (_, column) in enumerate(columns, 1):
        array = read(column.name)
        values.append(values_of(array.take(taken) if taken is not None else array, column.kind))
        context.progress(done, len(columns), "reading rows")
        context.check()
    return Rows(names, kinds, tuple(values), rows)
