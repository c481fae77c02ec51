"""The evidence that two samples of one column do not follow one law: a p-value for each kind of column.

Every method's effect is judged together with this evidence (``methods/effects.py``). What must hold of it: without
drift p <= alpha in a share alpha of all analyses at most, whatever the sizes and ties. How often it holds, and what it
finds beside other packages' tests, is measured in ``docs/detection-quality.md``.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from driftdesk.core.drift import rank_tests
from driftdesk.core.drift.largest_move import largest_move_p
from driftdesk.core.drift.methods import counts, numbers, texts
from driftdesk.core.drift.methods.numbers import Sample
from driftdesk.core.drift.rank_tests import Pooled, RankTest
from driftdesk.core.profiles.ordered import Floats
from driftdesk.core.profiles.text import TextStats

_FEW_VALUES, _COMMON = 10, 0.3
WEIGHTS = {"location": 0.25, "middle": 0.2, "any": 0.2, "spread": 0.15, "shape": 0.1, "far": 0.1}
"""How much each test of numbers counts. Chosen by the power study; those that cannot be had leave theirs to the others."""


@dataclass(frozen=True)
class Evidence:
    """``bounds``: where the p-value from rows lies, given the sketches' error; None where ``p`` is exact. ``leading``: of
    tests that were made one, the one that says most (see ``MethodResult.evidence``)."""

    p: float
    bounds: tuple[float, float] | None = None
    leading: str = ""


def by_ks(statistic: float, error: float, n: int, m: int) -> Evidence:
    """The p-value of the Kolmogorov-Smirnov test."""
    p = numbers.ks_p(statistic, n, m)
    if not error:
        return Evidence(p)
    return Evidence(p, (numbers.ks_p(statistic + error, n, m), numbers.ks_p(statistic - error, n, m)))


def of_numbers(a: Sample, b: Sample, ks: Evidence) -> Evidence:
    """Six tests as one p-value: ranks' location, middle, spread and shape, values far out, and a test for anything else."""
    by_value, groups = _by_value(a, b), rank_tests.pooled(a, b)
    tests = [_anything(groups, ks, by_value), *rank_tests.score_tests(groups)]
    if by_value is not None:  # chi-square sees shape and rare values alike, and knows about rare ones
        tests = [t for t in tests if t.name != "shape"]
    elif (far := rank_tests.far_test(a, b)) is not None:
        tests.append(far)
    combined = combine(tests, [t.p for t in tests])
    least, most = (combine(tests, [t.bounds[i] for t in tests]) for i in (0, 1))
    leading = min(tests, key=lambda t: t.p / WEIGHTS[t.name])
    return Evidence(combined, None if least == most else (least, most), leading.name)


def _anything(groups: Pooled, ks: Evidence, by_value: tuple[Floats, Floats] | None) -> RankTest:
    """The KS test; but ties take it its power. So chi-square where both sides together have ten values or fewer, and where
    one value has three rows in ten: of the rows below, at and above that one."""
    if by_value is None:
        rows = groups.together
        at = int(np.argmax(rows))
        if rows[at] < _COMMON * (groups.n + groups.m):
            return RankTest("any", ks.p, ks.bounds or (ks.p, ks.p))
        by_value = _around(groups.x, at), _around(groups.y, at)
    p = counts.homogeneity_p(*by_value)
    return RankTest("any", p, (p, p) if not groups.error else (0.0, 1.0))


def _around(rows: Floats, at: int) -> Floats:
    return np.round([rows[:at].sum(), rows[at], rows[at + 1 :].sum()])


def combine(tests: Sequence[RankTest], p: Sequence[float]) -> float:
    """Their ``p`` as one."""
    return harmonic(p, [WEIGHTS[t.name] for t in tests])


def harmonic(p: Sequence[float], weights: Sequence[float]) -> float:
    """The weighted harmonic mean of p-values (Wilson 2019), which holds for dependent tests; made a p-value for
    independent ones, for which it is smallest: ``h (1 + 4 h)`` is its simulated law up to 0.1 within 2 %."""
    if len(p) == 1:
        return p[0]
    mean = sum(weights) / sum(w / max(one, 1e-300) for w, one in zip(weights, p, strict=True))
    return min(1.0, mean * (1 + 4 * mean))


def of_counts(x: npt.ArrayLike, y: npt.ArrayLike) -> Evidence:
    """Chi-square on two rows of counts, kept honest for rare values, and the largest move of a frequent one, as one
    p-value: categories, hash buckets, bins."""
    p = counts.homogeneity_p(x, y)
    largest = largest_move_p(x, y)
    if largest is None:
        return Evidence(p, leading="any")
    return Evidence(harmonic([p, largest], [0.5, 0.5]), leading="any" if p <= largest else "largest move")


def of_texts(a: TextStats, b: TextStats) -> Evidence:
    """Hotelling's T² over documents."""
    return Evidence(texts.document_p(a, b))


def of_shares(a: int, n: int, b: int, m: int) -> Evidence:
    """That ``a`` of ``n`` and ``b`` of ``m`` have one share: missing values."""
    return Evidence(counts.proportions_p(a, n, b, m))


def _by_value(a: Sample, b: Sample) -> tuple[Floats, Floats] | None:
    """Rows of each value where both sides together have only a few; their number is the same whichever rows are on
    which side, so that choosing the test by it leaves the test's level as it is."""
    looked = [side.order.values[:: max(1, side.order.values.size // (4 * _FEW_VALUES))] for side in (a, b)]
    if np.unique(np.concatenate(looked)).size > _FEW_VALUES:  # a glance is enough for most columns
        return None
    values = np.unique(np.concatenate([np.unique(side.order.values) for side in (a, b)]))
    if values.size > _FEW_VALUES or not (a.order.is_exact and b.order.is_exact):
        return None
    x, y = (np.round(np.diff(side.order.cdf(values), prepend=0.0) * side.size) for side in (a, b))
    return x, y
