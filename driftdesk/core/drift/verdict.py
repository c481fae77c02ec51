"""From tests to verdicts: an effect at its threshold or above, and evidence that outlives the number of tests."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from driftdesk.core.drift.compare import Comparison
from driftdesk.core.drift.methods.effects import Test, finite
from driftdesk.core.entities import ColumnDrift, Severity
from driftdesk.core.profiles.ordered import Floats


def benjamini_hochberg(p: npt.ArrayLike) -> Floats:
    """P-values adjusted by Benjamini and Hochberg (1995): rejecting those up to alpha bounds the expected share of
    false ones by alpha, and without any drift the chance of a single one."""
    values = np.asarray(p, dtype=np.float64)
    n = values.size
    order = np.argsort(values)
    stepped = values[order] * n / np.arange(1, n + 1)
    adjusted = np.empty(n)
    adjusted[order] = np.minimum.accumulate(stepped[::-1])[::-1]
    return np.minimum(adjusted, 1.0)


@dataclass(frozen=True)
class _Case:
    """How to read the tests: as they are, or at either end of their errors."""

    statistic: Callable[[Test], float]
    p: Callable[[Test], float]


_AS_IT_IS = _Case(lambda t: t.statistic, lambda t: t.p)
_AT_LEAST = _Case(lambda t: t.statistic - t.below, lambda t: t.p_bounds[1] if t.p_bounds else t.p)
_AT_MOST = _Case(lambda t: t.statistic + t.above, lambda t: t.p_bounds[0] if t.p_bounds else t.p)


def decide(comparisons: Sequence[Comparison], alpha: float) -> list[ColumnDrift]:
    """The verdict on each column, in the order given. ``undecided`` where it depends on the sketches' error."""
    adjusted = _adjusted(comparisons, _AS_IT_IS)
    least, most = _adjusted(comparisons, _AT_LEAST), _adjusted(comparisons, _AT_MOST)
    decided = []
    for i, comparison in enumerate(comparisons):
        lower = _severity(comparison, least[i], alpha, _AT_LEAST)
        upper = _severity(comparison, most[i], alpha, _AT_MOST)
        decided.append(_column(comparison, adjusted[i], alpha, undecided=lower is not upper))
    return decided


def decide_alone(comparison: Comparison, tests: int, alpha: float) -> ColumnDrift:
    """A first verdict while the other columns are not there yet: as if each of ``tests`` had this column's p-value
    (Bonferroni), so that nothing is called drifted that will not be in the end."""
    adjusted = [min(1.0, t.p * tests) for t in comparison.tests]
    return _column(comparison, adjusted, alpha, undecided=False)


def worst(columns: Sequence[ColumnDrift]) -> Severity:
    """The verdict on a whole dataset: that of its worst column, of those whose drift is not expected.
    ``insufficient_data`` where that is all there is."""
    counted = (c.severity for c in columns if c.expected is None)
    drifted = max(counted, key=lambda s: s.rank, default=Severity.NONE)
    if drifted.rank:
        return drifted
    judged = [c for c in columns if c.method != "not_judged"]
    if judged and all(c.severity is Severity.INSUFFICIENT_DATA for c in judged):
        return Severity.INSUFFICIENT_DATA
    return Severity.NONE


def ranked(columns: Sequence[ColumnDrift]) -> list[ColumnDrift]:
    """Most drifted first; what is not judged last."""
    return sorted(columns, key=lambda c: (-c.severity.rank, c.method == "not_judged", -c.strength))


def _adjusted(comparisons: Sequence[Comparison], case: _Case) -> list[list[float]]:
    """Adjusted p-values by comparison and test."""
    flat = benjamini_hochberg([case.p(t) for c in comparisons for t in c.tests]).tolist()
    taken = iter(flat)
    return [[next(taken) for _ in c.tests] for c in comparisons]


def _severity(comparison: Comparison, adjusted: Sequence[float], alpha: float, case: _Case) -> Severity:
    found = [
        t.severity(case.statistic(t)) if p <= alpha else Severity.NONE
        for t, p in zip(comparison.tests, adjusted, strict=True)
    ]
    highest = max(found, key=lambda s: s.rank, default=Severity.NONE)
    if not highest.rank and comparison.settled is not None:
        return comparison.settled
    return highest


def _column(
    comparison: Comparison, adjusted: Sequence[float], alpha: float, *, undecided: bool
) -> ColumnDrift:
    severity = _severity(comparison, adjusted, alpha, _AS_IT_IS)
    common = {
        "name": comparison.name,
        "kind": comparison.kind,
        "severity": severity,
        "results": comparison.results,
        "reference": comparison.reference,
        "current": comparison.current,
        "moved": comparison.moved,
        "computed_from": "rows" if comparison.from_rows else "profiles",
        "undecided": undecided,
    }
    if not comparison.tests or severity is comparison.settled:
        strength = 2.0 if severity.rank else 0.0
        return ColumnDrift(
            method=comparison.method, statistic=None, threshold=None, strength=strength, **common
        )

    def weight(pair: tuple[Test, float]) -> tuple[int, float]:
        test, p = pair
        rank = test.severity(test.statistic).rank if p <= alpha else 0
        return rank, test.statistic / test.thresholds[0]

    # the first test is that of the values: another one shows only if it weighs more in the verdict
    pairs = list(zip(comparison.tests, adjusted, strict=True))
    test, p = max(pairs, key=lambda pair: weight(pair)[0]) if severity.rank else pairs[0]
    error = max(test.below, test.above)
    return ColumnDrift(
        method=test.method,
        statistic=test.statistic,
        threshold=test.thresholds[0],
        critical_threshold=test.thresholds[1],
        p_value=test.p,
        p_adjusted=p,
        p_bounds=test.p_bounds,
        error_bound=finite(error),
        strength=weight((test, p))[1],
        **common,
    )
