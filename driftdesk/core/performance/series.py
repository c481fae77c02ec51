"""From a judge and chunks of rows to the points of each metric, and the verdict on them."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass

import numpy as np

from driftdesk.core.context import Context
from driftdesk.core.entities import PerformanceChunk, PerformancePoint, PerformanceSeries, Severity
from driftdesk.core.errors import InputError
from driftdesk.core.performance.judges import Judge
from driftdesk.core.performance.params import LOWER, RELATIVE, PerformanceParams
from driftdesk.core.performance.thresholds import WARNING_EFFECT, WARNING_SHARE, Band, learn_band
from driftdesk.core.training.evaluation.measured import Ints, Measured

MOST_REFERENCE_CHUNKS = 10


@dataclass(frozen=True)
class Group:
    """Rows (numbers as the judge has them) that are one chunk. ``shown`` says how it is called and where it lies."""

    rows: Ints
    shown: PerformanceChunk


@dataclass(frozen=True)
class _Measures:
    """Of one chunk, by metric."""

    rows: int
    labelled: int
    realised: Mapping[str, Measured]
    estimated: Mapping[str, Measured]


def reference_pieces(rows: int, typical: int, least: int) -> list[Ints]:
    """Reference rows in chunks of about the ``typical`` size, but up to ten of them, and two where that leaves each
    ``least`` rows."""
    count = min(max(rows // max(typical, 1), 2), MOST_REFERENCE_CHUNKS, max(rows // least, 1))
    return np.array_split(np.arange(rows), count)


def judge_chunks(
    judge: Judge,
    reference: Ints,
    groups: Sequence[Group],
    names: Sequence[str],
    *,
    params: PerformanceParams,
    context: Context,
) -> tuple[tuple[PerformanceChunk, ...], tuple[PerformanceSeries, ...]]:
    """``reference``: all of its rows; those of ``groups`` are its chunks and the others'. Metrics that the reference
    does not define are left out. Raises InputError where the reference has too few labelled rows."""
    known = judge.labelled(reference)
    if len(known) < params.min_rows:
        raise InputError(
            f"The reference has {len(known)} labelled rows with a prediction; {params.min_rows} are needed.",
            "Choose a larger reference, or label more of its rows.",
        )
    whole = judge.realised(known)
    measured: list[_Measures] = []
    for done, group in enumerate(groups):
        context.check()
        context.progress(done, len(groups), "measuring")
        measured.append(_measure(judge, group.rows, params.min_rows))
    chunks = tuple(
        g.shown.model_copy(update={"rows": m.rows, "labelled": m.labelled})
        for g, m in zip(groups, measured, strict=True)
    )
    of_reference = [m for m, c in zip(measured, chunks, strict=True) if c.is_reference]
    found = []
    for name in (n for n in names if n in whole):
        learned = [m.realised[name] for m in of_reference if name in m.realised]
        band = learn_band(name, whole[name], len(known), learned, params.deviations)
        points = tuple(_point(band, name, m, params.min_rows) for m in measured)
        found.append(
            PerformanceSeries(
                metric=name,
                lower_is_better=name in LOWER,
                reference=whole[name].value,
                reference_error=whole[name].error,
                severity=_worst([p for p, c in zip(points, chunks, strict=True) if not c.is_reference]),
                points=points,
            )
        )
    return chunks, tuple(found)


def _measure(judge: Judge, rows: Ints, least: int) -> _Measures:
    known = judge.labelled(rows)
    return _Measures(
        len(rows),
        len(known),
        judge.realised(known) if len(known) >= least else {},
        judge.estimated(rows) if len(rows) >= least else {},
    )


def _point(band: Band, name: str, chunk: _Measures, least: int) -> PerformancePoint:
    realised, estimated = chunk.realised.get(name), chunk.estimated.get(name)
    if realised is None and estimated is None:
        return PerformancePoint(severity=Severity.INSUFFICIENT_DATA)
    limits = band.limits(chunk.rows)
    grave = []
    if realised is not None:
        grave.append(band.severity(realised.value, chunk.labelled))
    if estimated is not None and (realised is None or chunk.labelled < chunk.rows):
        grave.append(band.severity(estimated.value, chunk.rows))
    return PerformancePoint(
        realised=realised and realised.value,
        realised_error=realised and realised.error,
        estimated=estimated and estimated.value,
        estimated_error=estimated and estimated.error,
        low=limits.low,
        high=limits.high,
        critical=limits.critical,
        severity=max(grave, key=lambda s: s.rank),
    )


def far_from_estimated(
    series: PerformanceSeries, chunks: Sequence[PerformanceChunk], deviations: float
) -> tuple[int, int]:
    """In how many of the labelled chunks beside the reference what was measured is not what was estimated, by more
    than sampling explains and more than a hundredth (of what it was on the reference, for metrics without a fixed range);
    and how many there are."""
    unit = abs(series.reference or 1.0) * WARNING_SHARE if series.metric in RELATIVE else WARNING_EFFECT
    far = there = 0
    for chunk, point in zip(chunks, series.points, strict=True):
        if chunk.is_reference or point.realised is None or point.estimated is None:
            continue
        there += 1
        chance = float(np.hypot(point.realised_error or 0.0, point.estimated_error or 0.0))
        far += abs(point.realised - point.estimated) > max(deviations * chance, unit)
    return far, there


def _worst(points: Sequence[PerformancePoint]) -> Severity:
    if all(p.severity is Severity.INSUFFICIENT_DATA for p in points):
        return Severity.INSUFFICIENT_DATA
    worst = max((p.severity for p in points), key=lambda s: s.rank)
    return worst if worst.rank else Severity.NONE


def summary(
    series: PerformanceSeries | None,
    chunks: Sequence[PerformanceChunk],
    title: Callable[[str], str],
) -> str:
    """The verdict in one sentence."""
    new = [] if series is None else [
        (c, p) for c, p in zip(chunks, series.points, strict=True) if not c.is_reference
    ]  # fmt: skip
    told = [(c, p) for c, p in new if p.realised is not None or p.estimated is not None]
    if series is None or not told:
        return "Too few rows in each chunk to say how well the model does."
    chunk, last = told[-1]
    value, how = (last.estimated, "is estimated at") if last.realised is None else (last.realised, "is")
    now = (
        f"{title(series.metric)} {how} {value:.3g} in {chunk.label} ({series.reference:.3g} on the reference)"
    )
    alerts = [c.label for c, p in told if p.severity.rank]
    if not alerts:
        return f"As expected: {now}."
    return f"Worse than expected in {len(alerts)} of {len(told)} chunks, first in {alerts[0]}: {now}."
