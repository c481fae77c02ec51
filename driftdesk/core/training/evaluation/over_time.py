"""The metrics of a model period by period."""

from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.drift.timeline.chunking import by_period, by_place, period_keys
from driftdesk.core.drift.timeline.spec import PERIODS, Every, parse_every
from driftdesk.core.entities import TimeChunk
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.evaluation.outcomes import Outcome, measured
from driftdesk.core.training.evaluation.slices import Check, figures

MOST = 40
"""Periods are chosen so that there are at most so many."""
MOST_ASKED = 400
_NONE = np.iinfo(np.int64).min


def chosen_every(text: str) -> Every | None:
    """What was asked for; None: what suits. Raises ParameterError."""
    if not text:
        return None
    every = parse_every(text)
    if every.unit == "version":
        raise ParameterError("An evaluation is of one version.", "Write period:month, parts:10 or rows:5000.")
    return every


def chunks_of(stamps: pa.Array, outcome: Outcome, every: Every | None, check: Check) -> tuple[TimeChunk, ...]:
    """``stamps`` of the rows of ``outcome``; rows without one are left out. Raises ParameterError where there are too many."""
    known = np.asarray(stamps.is_valid().to_numpy(zero_copy_only=False))
    if not known.any():
        return ()
    every = every or _suiting(stamps)
    if every.unit == "period":
        keys = period_keys(stamps, every.period)
        chunking, _ = by_period(every.period, keys)
        cuts = [(c.label, c.start, np.flatnonzero(keys == c.key)) for c in chunking.chunks]
    else:
        at = np.flatnonzero(known)
        micros = stamps.cast(pa.timestamp("us")).cast(pa.int64()).fill_null(_NONE)
        order = at[np.argsort(np.asarray(micros)[at], kind="stable")]
        how = Every("parts", len(order)) if every.unit == "parts" and every.size > len(order) else every
        ends = np.cumsum([c.rows for c in by_place(how, len(order)).chunks])[:-1]
        cuts = [_named(part, stamps) for part in np.split(order, ends)]
    if len(cuts) > MOST_ASKED:
        raise ParameterError(
            f"{every} makes {len(cuts):,} chunks; an evaluation has {MOST_ASKED} at most.",
            "Choose longer ones.",
        )
    found = []
    for label, start, rows in cuts:
        check()
        part = outcome.take(rows)
        told = {name: figures(name, m, part) for name, m in measured(part).items()}
        found.append(TimeChunk(label=label, start=start, rows=len(rows), metrics=told))
    return tuple(found)


def _named(rows: NDArray[np.intp], stamps: pa.Array) -> tuple[str, datetime, NDArray[np.intp]]:
    """Parts are called by their first stamp."""
    first: datetime = stamps[int(rows[0])].as_py()
    aware = first if first.tzinfo else first.replace(tzinfo=UTC)
    return f"{first:%Y-%m-%d %H:%M}", aware, rows


def _suiting(stamps: pa.Array) -> Every:
    """The shortest periods that are not too many; ten parts where years are."""
    for period in PERIODS:
        keys = period_keys(stamps, period)
        if np.unique(keys[keys != _NONE]).size <= MOST:
            return Every("period", period=period)
    return Every("parts", 10)
