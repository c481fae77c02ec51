"""What the reference leads one to expect of a chunk, and how grave it is to miss that.

A metric of few rows swings more than that of many, so a chunk's thresholds know its size: their variance is that of the
sampling of so many rows, plus what the reference's chunks differ by beyond their own sampling. With a single reference
chunk the sampling remains, where NannyML's band has no width.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from driftdesk.core.entities import Severity
from driftdesk.core.performance.params import LOWER, NEUTRAL, RELATIVE, TWO_SIDED
from driftdesk.core.training.evaluation.measured import Measured

WARNING_EFFECT, CRITICAL_EFFECT = 0.01, 0.05
"""A loss below the first is no warning and one below the second not critical, however sure it is."""
WARNING_SHARE, CRITICAL_SHARE = 0.02, 0.10
"""The same of metrics without a fixed range, as shares of the reference's value."""


@dataclass(frozen=True)
class Limits:
    low: float
    high: float
    critical: float | None


@dataclass(frozen=True)
class Band:
    """``centre``: the metric of all reference rows; ``one``: the deviation of the sampling of a single row; ``between``:
    what chunks differ by beyond sampling; ``deviations``: half the band's width."""

    metric: str
    centre: float
    one: float
    between: float
    deviations: float

    def limits(self, rows: int) -> Limits:
        """For a chunk of so many rows."""
        chance = self.deviations * float(np.hypot(self.between, self.one / np.sqrt(max(rows, 1))))
        unit = abs(self.centre) if self.metric in RELATIVE else 1.0
        least, much = (
            (WARNING_SHARE, CRITICAL_SHARE) if self.metric in RELATIVE else (WARNING_EFFECT, CRITICAL_EFFECT)
        )
        half = max(chance, least * unit)
        far = max(chance, much * unit)
        bottom = -np.inf if self.metric == "r2" else -1.0 if self.metric in TWO_SIDED else 0.0
        top = np.inf if self.metric in RELATIVE else 1.0
        low, high = max(self.centre - half, bottom), min(self.centre + half, top)
        if self.metric in NEUTRAL | TWO_SIDED:
            return Limits(low, high, self.centre + far if self.metric in TWO_SIDED else None)
        worse = self.centre + far if self.metric in LOWER else self.centre - far
        return Limits(low, high, min(max(worse, bottom), top))

    def severity(self, value: float, rows: int) -> Severity:
        """Only what is worse than expected is grave."""
        if self.metric in NEUTRAL:
            return Severity.NONE
        limits = self.limits(rows)
        assert limits.critical is not None
        if self.metric in TWO_SIDED:
            warning = not limits.low <= value <= limits.high
            critical = abs(value - self.centre) > limits.critical - self.centre
        elif self.metric in LOWER:
            warning, critical = value > limits.high, value > limits.critical
        else:
            warning, critical = value < limits.low, value < limits.critical
        if not warning:
            return Severity.NONE
        return Severity.CRITICAL if critical else Severity.WARNING


def learn_band(
    metric: str, whole: Measured, rows: int, chunks: Sequence[Measured], deviations: float
) -> Band:
    """From the metric of all ``rows`` of the reference, and of its ``chunks``."""
    beyond = 0.0
    if len(chunks) > 1:
        spread = float(np.var([c.value for c in chunks], ddof=1))
        beyond = max(0.0, spread - float(np.mean([c.error**2 for c in chunks])))
    return Band(metric, whole.value, whole.error * float(np.sqrt(rows)), float(np.sqrt(beyond)), deviations)
