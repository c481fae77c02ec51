"""Two columns whose correlation drifts, by the methods for many columns together."""

from collections.abc import Sequence

import numpy as np

from driftdesk.core.drift.together.compare import together
from driftdesk.core.drift.together.params import TOGETHER, TogetherMethod, TogetherParams
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.drift.verdict import benjamini_hochberg
from driftdesk.core.entities import Kind
from tests.bench.studies.laws import Floats

METHODS: tuple[TogetherMethod, ...] = ("correlation", "mmd", "classifier")


def found(each: Sequence[tuple[Floats, Floats]]) -> tuple[dict[str, Floats], Floats]:
    """By method the p-values, negated; ``DriftDesk`` is what every analysis has: correlations. And its verdicts."""
    by_method: dict[str, list[float]] = {}
    verdicts = []
    for reference, current in each:
        results = together(
            rows_of(reference), rows_of(current), TogetherParams(methods=METHODS, permutations=60)
        )
        for result in results:
            name = "DriftDesk" if result.method == "correlation" else f"DriftDesk {result.method}"
            by_method.setdefault(name, []).append(-1.0 if result.p_value is None else -result.p_value)
            if result.method == "correlation":
                verdicts.append(is_drift(result.p_value, result.statistic))
    return {name: np.array(p) for name, p in by_method.items()}, np.array(verdicts, dtype=float)


def rows_of(columns: Floats) -> Rows:
    """Rows by columns, all numbers."""
    count = columns.shape[1]
    names = tuple(f"c{i}" for i in range(count))
    values = tuple(np.ascontiguousarray(columns[:, i]) for i in range(count))
    return Rows(names, (Kind.NUMERIC,) * count, values, len(columns))


def is_drift(p: float | None, effect: float | None) -> bool:
    """As in an analysis of these two columns, of which neither drifted alone."""
    if p is None or effect is None:
        return False
    corrected = float(benjamini_hochberg([p, 1.0, 1.0])[0])
    return corrected <= 0.05 and effect >= TOGETHER["correlation"].warning
