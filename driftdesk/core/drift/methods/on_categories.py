"""Every method on two samples of categories or booleans."""

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np
import numpy.typing as npt

from driftdesk.core.drift import evidence
from driftdesk.core.drift.evidence import Evidence
from driftdesk.core.drift.methods import counts, tables
from driftdesk.core.drift.methods.effects import (
    NEEDS_ROWS,
    OVERFLOW,
    TOO_MANY,
    Effect,
    Test,
    absent,
    tested,
    wanted,
)
from driftdesk.core.drift.params import ColumnChoice
from driftdesk.core.drift.views import Categories, aligned
from driftdesk.core.entities import Kind

_INFINITE = float("inf")
_MOST_FOR_FISHER = 12


class CategoryPair:
    """Rows of each value on both sides; by the hash of the value where a profile does not know all values. On hashes
    p-values are valid as they are, and distances that only fall when values are put together are lower bounds."""

    def __init__(self, reference: Categories, current: Categories) -> None:
        self.is_truncated = reference.buckets is not None or current.buckets is not None
        self.x: npt.NDArray[np.int64]
        self.y: npt.NDArray[np.int64]
        if self.is_truncated:
            self.values: list[str] = []
            self.x, self.y = reference.hashed(), current.hashed()
        else:
            self.values, self.x, self.y = aligned(reference, current)

    @property
    def rows(self) -> float:
        """nm / (n + m): what statistics of tests grow with."""
        n, m = int(self.x.sum()), int(self.y.sum())
        return n * m / max(n + m, 1)

    @cached_property
    def proof(self) -> Evidence:
        return evidence.of_counts(self.x, self.y)


def category_tests(
    reference: Categories,
    current: Categories,
    kind: Kind,
    choice: ColumnChoice,
    learned: tuple[float, float] | None = None,
) -> list[Test]:
    """The chosen method first, then those that are shown."""
    pair = CategoryPair(reference, current)
    return [tested(name, COMPUTE[name](pair), pair.proof, choice, learned) for name in wanted(kind, choice)]


def _distance(
    compute: Callable[[npt.ArrayLike, npt.ArrayLike], float], largest: float
) -> Callable[[CategoryPair], Effect]:
    """A distance up to ``largest`` that never grows when values are put together."""

    def effect(pair: CategoryPair) -> Effect:
        found = compute(pair.x, pair.y)
        return Effect(found, above=max(largest - found, 0.0) if pair.is_truncated else 0.0)

    return effect


def _test(
    compute: Callable[[npt.ArrayLike, npt.ArrayLike], tuple[float, float]],
) -> Callable[[CategoryPair], Effect]:
    """The law of the test holds where enough rows are expected of every value: else the shared evidence counts."""

    def effect(pair: CategoryPair) -> Effect:
        statistic, p = compute(pair.x, pair.y)
        above = _INFINITE if pair.is_truncated else 0.0
        own = Evidence(p) if counts.fewest_expected(pair.x, pair.y) >= counts.FEWEST_EXPECTED else None
        return Effect(statistic, above=above, own=own, scale=pair.rows)

    return effect


def _fixed(pair: CategoryPair) -> Effect:
    """A value that the reference has not makes the statistic infinite: shown as the largest number."""
    statistic, p = counts.chi_square_fixed(pair.x, pair.y)
    found = min(statistic, counts.LARGEST)
    return Effect(found, above=_INFINITE if pair.is_truncated else 0.0, own=Evidence(p), scale=pair.rows)


def _l_infinity(pair: CategoryPair) -> Effect:
    return absent(NEEDS_ROWS) if pair.is_truncated else Effect(counts.l_infinity(pair.x, pair.y))


def _fisher(pair: CategoryPair) -> Effect:
    if pair.x.size > _MOST_FOR_FISHER:
        return absent(TOO_MANY)
    p = tables.fisher_p(pair.x, pair.y)
    return absent(TOO_MANY) if p is None else Effect(counts.total_variation(pair.x, pair.y), own=Evidence(p))


def _new(pair: CategoryPair) -> Effect:
    return absent(NEEDS_ROWS) if pair.is_truncated else _unseen(pair.x, pair.y)


def _gone(pair: CategoryPair) -> Effect:
    return absent(NEEDS_ROWS) if pair.is_truncated else _unseen(pair.y, pair.x)


def _unseen(known: npt.NDArray[np.int64], looked: npt.NDArray[np.int64]) -> Effect:
    share = tables.unseen_rows(known, looked) / max(int(looked.sum()), 1)
    return Effect(share, own=Evidence(tables.unseen_p(known, looked)))


def _proportions(pair: CategoryPair) -> Effect:
    """Of ``true``, or of the value that comes first where there is none of that name."""
    if pair.is_truncated or pair.x.size > 2:
        return absent(TOO_MANY)
    if not pair.x.size:
        return absent(OVERFLOW)
    which = pair.values.index("true") if "true" in pair.values else 0
    a, b, n, m = int(pair.x[which]), int(pair.y[which]), int(pair.x.sum()), int(pair.y.sum())
    return Effect(abs(a / n - b / m), own=Evidence(counts.proportions_z(a, n, b, m)[1]))


COMPUTE: Mapping[str, Callable[[CategoryPair], Effect]] = {
    "jensen_shannon": _distance(counts.jensen_shannon, 1.0),
    "jensen_shannon_nat": _distance(counts.jensen_shannon_nat, float(np.sqrt(np.log(2)))),
    "psi": _distance(counts.population_stability, _INFINITE),
    "hellinger": _distance(counts.hellinger, 1.0),
    "kl": _distance(counts.kullback_leibler, _INFINITE),
    "total_variation": _distance(counts.total_variation, 1.0),
    "l_infinity": _l_infinity,
    "chi_square": _test(counts.chi_square),
    "chi_square_fixed": _fixed,
    "g_test": _test(counts.g_test),
    "fisher": _fisher,
    "new_categories": _new,
    "gone_categories": _gone,
    "proportions": _proportions,
}
