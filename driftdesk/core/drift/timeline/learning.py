"""Thresholds that a dataset's own chunks teach: how far chunks without drift lie from the whole that they are of.

As NannyML has it: a warning lies three (population) standard deviations above the mean of the chunks' statistics. One chunk has no
deviation, and a threshold of width zero alarms always: fewer than ``FEWEST_CHUNKS`` are refused.
"""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.drift.compare import compare
from driftdesk.core.drift.engine import NOT_JUDGED
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.timeline.cutting import cut
from driftdesk.core.drift.timeline.references import Merges, Window
from driftdesk.core.drift.timeline.slices import column_blocks, profile_chunks
from driftdesk.core.drift.views import view_of_profile
from driftdesk.core.entities import Column, DatasetVersion
from driftdesk.core.errors import ParameterError
from driftdesk.core.profiles.profile import ColumnProfile

if TYPE_CHECKING:
    from driftdesk.core.drift.timeline.service import Sources

FEWEST_CHUNKS = 5
_FLOOR = 0.1
"""No threshold is lower than this share of the default one: chunks that are all alike must not make every breath an alarm."""

Learned = dict[str, dict[str, object]]


def learn(
    sources: Sources,
    version: DatasetVersion,
    every: str,
    by: str,
    *,
    deviations: float,
    params: DriftParams,
    context: Context,
) -> tuple[int, Learned, dict[str, str]]:
    """The number of chunks; by column, its thresholds; and why others have none. Raises ParameterError where there are
    too few chunks."""
    made = cut(sources, version, every, by)
    count = len(made.chunks)
    check_enough(count)
    wanted = [
        c
        for c in version.columns.columns
        if c.role not in NOT_JUDGED and (not params.columns or c.name in params.columns)
    ]
    learned: Learned = {}
    left_out: dict[str, str] = {}
    for block in column_blocks(wanted, count, version.rows):
        context.progress(len(learned) + len(left_out), len(wanted), "reading rows")
        parts = profile_chunks(sources.tables, version, block, made.chunking, context)
        pairs = zip(block, parts, strict=True)
        for column, found in zip(
            block, ordered_map(lambda pair: statistics(*pair, params), pairs), strict=True
        ):
            context.check()
            method, seen, defaults = found
            if len(seen) < FEWEST_CHUNKS:
                left_out[column.name] = f"{len(seen)} of {count} chunks have enough values"
            else:
                learned[column.name] = thresholds(method, seen, defaults, deviations)
            context.progress(len(learned) + len(left_out), len(wanted), "comparing")
    if wanted and not learned:
        raise ParameterError(
            f"No column has {FEWEST_CHUNKS} chunks with {params.min_rows} values or more.",
            "Cut the rows into larger chunks.",
        )
    return count, learned, left_out


def thresholds(
    method: str, statistics: Sequence[float], defaults: tuple[float, float], deviations: float
) -> dict[str, object]:
    """``warning``: so many ``deviations`` above the mean, ``critical``: twice as many; each a tenth of the default at
    least."""
    mean, deviation = float(np.mean(statistics)), float(np.std(statistics))
    return {
        "method": method,
        "warning": max(mean + deviations * deviation, _FLOOR * defaults[0]),
        "critical": max(mean + 2 * deviations * deviation, _FLOOR * defaults[1]),
        "mean": mean,
        "deviation": deviation,
        "chunks": len(statistics),
    }


def statistics(
    column: Column, parts: Sequence[ColumnProfile], params: DriftParams
) -> tuple[str, list[float], tuple[float, float]]:
    """The deciding method, its statistic of each chunk against all of them, and its thresholds. Chunks with too few
    values have none, nor those with less than half the usual rows: a week that had just begun is no week."""
    params = params.model_copy(update={"methods": "deciding", "learn": None})
    whole = view_of_profile(Merges(parts).of(Window(0, len(parts))))
    method, defaults, found = "", (1.0, 1.0), []
    least = float(np.median([part.rows for part in parts])) / 2
    for part in parts:
        if part.rows < least:
            continue
        tests = compare(column.name, whole, view_of_profile(part), params).tests
        values = next((t for t in tests if t.method != "missing"), None)
        if values is not None:
            method, defaults = values.method, values.thresholds
            found.append(values.statistic)
    return method, found, defaults


def of_reference(
    column: Column, parts: Sequence[ColumnProfile], params: DriftParams
) -> tuple[float, float] | None:
    """The thresholds that the chunks of a reference teach; None where too few of them have enough values."""
    assert params.learn is not None
    method, found, defaults = statistics(column, parts, params)
    if len(found) < FEWEST_CHUNKS:
        return None
    learned = thresholds(method, found, defaults, params.learn.deviations)
    return float(str(learned["warning"])), float(str(learned["critical"]))


def check_enough(count: int) -> None:
    """Raises ParameterError where so many chunks are too few."""
    if count < FEWEST_CHUNKS:
        noun = "chunk" if count == 1 else "chunks"
        raise ParameterError(
            f"{count} {noun} cannot teach thresholds: their deviation would say nothing.",
            f"Cut the rows finer, into {FEWEST_CHUNKS} chunks at least; ten are better.",
        )
