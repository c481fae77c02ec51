"""The rows that are looked at, chunk by chunk: cut as timelines cut them, or by the version that brought them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.drift.timeline.chunking import by_period, by_place, period_keys
from driftdesk.core.drift.timeline.spec import Every, parse_every
from driftdesk.core.entities import ROW_ID, DatasetVersion, PerformanceChunk
from driftdesk.core.errors import InputError
from driftdesk.core.performance.rows import Rows
from driftdesk.core.performance.series import Group
from driftdesk.core.training.evaluation.measured import Ints
from driftdesk.core.training.row_ids import contains

if TYPE_CHECKING:
    from driftdesk.core.tables.service import TableService

DEFAULT = "parts:10"
MOST_CHUNKS = 2_000


def every_of(text: str) -> Every:
    """Raises ParameterError."""
    return parse_every(text or DEFAULT)


def cut(rows: Rows, every: Every, offset: int, added_by: Ints | None) -> list[Group]:
    """Chunks of ``rows``, whose numbers begin at ``offset``. ``added_by``: of each row the number of the version that
    brought it, for chunks by version. Raises InputError, ParameterError."""
    if not len(rows):
        raise InputError(
            "No row with a prediction is left beside the reference.",
            "Choose a later version, or a smaller reference.",
        )
    if every.unit == "version":
        assert added_by is not None
        pieces = [
            (f"v{number}", np.flatnonzero(added_by == number)) for number in np.unique(added_by).tolist()
        ]
    elif every.unit == "period":
        assert rows.stamps is not None
        keys = period_keys(rows.stamps, every.period)
        chunking, _ = by_period(every.period, keys)
        pieces = [(c.label, np.flatnonzero(keys == c.key)) for c in chunking.chunks]
    else:
        chunking_by_place = by_place(_fitting(every, len(rows)), len(rows))
        ends = np.cumsum([c.rows for c in chunking_by_place.chunks])[:-1]
        pieces = [
            (c.label, p)
            for c, p in zip(chunking_by_place.chunks, np.split(np.arange(len(rows)), ends), strict=True)
        ]
    if len(pieces) > MOST_CHUNKS:
        raise InputError(
            f"{every} makes {len(pieces):,} chunks; {MOST_CHUNKS:,} are the most.", "Choose longer chunks."
        )
    return [Group(p + offset, shown(label, rows, p)) for label, p in pieces]


def _fitting(every: Every, rows: int) -> Every:
    """Fewer parts where there are fewer rows."""
    return Every("parts", max(rows, 1)) if every.unit == "parts" and every.size > rows else every


def shown(label: str, rows: Rows, places: Ints, *, is_reference: bool = False) -> PerformanceChunk:
    """A chunk as it is told; its counts are not known yet."""
    start = end = None
    if rows.stamps is not None and len(places):
        moments = rows.stamps.take(pa.array(places)).drop_null()
        if len(moments) and pa.types.is_timestamp(moments.type):
            extremes = pc.min_max(moments).as_py()
            start, end = _stored(extremes["min"]), _stored(extremes["max"])
    return PerformanceChunk(label=label, rows=0, labelled=0, is_reference=is_reference, start=start, end=end)


def _stored(at: datetime) -> datetime:
    """UTC, to the millisecond, as times are stored."""
    return at.replace(microsecond=at.microsecond // 1000 * 1000, tzinfo=UTC)


def added_by(tables: TableService, versions: Sequence[DatasetVersion], ids: Ints) -> Ints:
    """The number of the first of ``versions`` (oldest first) that has each row."""
    found = np.zeros(len(ids), np.int64)
    for version in versions:
        there = np.sort(np.asarray(tables.read(version, [], with_row_ids=True)[ROW_ID].combine_chunks()))
        found[(found == 0) & contains(there, ids)] = version.number
    return found
