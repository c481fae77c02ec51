"""Columns of which a service tells how far their means moved: what our thresholds, and chance, make of that."""

import math
from collections.abc import Mapping

from driftdesk.core.detection.sides import Moments
from driftdesk.core.detection.thresholds import Thresholds
from driftdesk.core.drift.verdict import benjamini_hochberg
from driftdesk.core.entities import ColumnDrift, Kind, Severity

METHOD = "mean_shift"


def judged(
    shifts: Mapping[str, float | None],
    reference: Mapping[str, Moments],
    current: Mapping[str, Moments],
    thresholds: Thresholds,
    alpha: float,
) -> list[ColumnDrift]:
    """The verdict on each column, most drifted first. ``shifts``: of the mean, in standard deviations of the reference
    (signed). It counts from the thresholds on where it is no chance either: by a two-sample z-test with the deviations and
    counts that we know (Welch 1947, normal approximation), corrected over the columns by Benjamini and Hochberg (1995).
    """
    known = {name: shift for name, shift in shifts.items() if shift is not None}
    raw = {name: _p_value(shift, reference[name], current[name]) for name, shift in known.items()}
    adjusted = dict(zip(raw, benjamini_hochberg([*raw.values()]).tolist(), strict=True)) if raw else {}
    columns = []
    for name, shift in shifts.items():
        told = shift is not None
        at = abs(shift) if shift is not None else None
        severity = thresholds.severity(at) if at is not None else Severity.INSUFFICIENT_DATA
        if told and adjusted[name] > alpha:
            severity = Severity.NONE
        columns.append(
            ColumnDrift(
                name=name,
                kind=Kind.NUMERIC,
                severity=severity,
                method=METHOD,
                statistic=at,
                threshold=thresholds.warning_at,
                critical_threshold=thresholds.critical_at,
                p_value=raw.get(name),
                p_adjusted=adjusted.get(name),
                strength=at / thresholds.warning_at if at is not None else 0.0,
                moved=(_moved(shift, reference[name]),) if shift is not None and severity.rank else (),
                computed_from="service",
            )
        )
    return sorted(columns, key=lambda c: (-c.severity.rank, -c.strength))


def _p_value(shift: float, reference: Moments, current: Moments) -> float:
    ratio = current.deviation / reference.deviation
    error = math.sqrt(1 / reference.count + ratio**2 / current.count)
    return math.erfc(abs(shift) / error / math.sqrt(2))


def _moved(shift: float, reference: Moments) -> str:
    return f"mean {reference.mean:.4g} -> {reference.mean + shift * reference.deviation:.4g}"
