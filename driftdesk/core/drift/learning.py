"""Thresholds of one column, learned from chunks of its reference, as NannyML has them.

Each chunk is compared with the whole reference; what lies more than so many (population) standard deviations above the
mean of the chunks' statistics is more than the reference itself shows. A timeline learns from chunks of any cut:
``timeline/learning.py``.
"""

import numpy as np
import pyarrow as pa

from driftdesk.core.drift.compare import value_tests
from driftdesk.core.drift.params import DriftParams, LearnParams
from driftdesk.core.drift.views import view_of_rows
from driftdesk.core.entities import Kind

_LEAST = 1e-9
"""No threshold is 0: identical samples would reach it."""


def learned_thresholds(
    name: str, kind: Kind, rows: pa.ChunkedArray, params: DriftParams, learn: LearnParams
) -> tuple[float, float] | None:
    """Where the method that decides on the column warns and is critical; None where there are too few rows to cut. What
    the division leaves over is a chunk of its own, as in NannyML."""
    size = len(rows) // learn.chunks
    if size < params.min_rows:
        return None
    whole = view_of_rows(rows, kind)
    found = []
    for start in range(0, len(rows), size):
        part = view_of_rows(rows.slice(start, size), kind)
        if part.known:
            found.append(value_tests(name, whole, part, params)[0].statistic)
    usable = np.array([s for s in found if np.isfinite(s)])
    if usable.size < learn.chunks:
        return None
    mean, deviation = float(usable.mean()), float(usable.std()) * learn.deviations
    warning = max(float(np.nextafter(mean + deviation, np.inf)), _LEAST)  # above it, not at it
    return warning, max(mean + 2 * deviation, warning)
