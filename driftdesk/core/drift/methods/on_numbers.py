"""Every method on two samples of numbers or times. What several methods need is computed once."""

from collections.abc import Callable, Mapping
from functools import cached_property

import numpy as np

from driftdesk.core.drift import evidence
from driftdesk.core.drift.evidence import Evidence
from driftdesk.core.drift.methods import counts, dates, moments, numbers, ranks
from driftdesk.core.drift.methods.effects import (
    NEEDS_ROWS,
    OVERFLOW,
    UNDERFLOW,
    Effect,
    Test,
    absent,
    tested,
    wanted,
)
from driftdesk.core.drift.methods.numbers import Sample
from driftdesk.core.drift.params import ColumnChoice
from driftdesk.core.entities import Kind
from driftdesk.core.profiles.ordered import Floats

_EQUAL_WIDTH_VALUES, _EQUAL_WIDTH_SHARE = 50, 0.1
_MOST_WIDTH_BINS = 10_000


class NumberPair:
    """The two samples."""

    def __init__(self, reference: Sample, current: Sample) -> None:
        self.a, self.b = reference, current

    @property
    def rows(self) -> float:
        """nm / (n + m): what statistics of tests grow with."""
        return self.a.size * self.b.size / (self.a.size + self.b.size)

    @property
    def is_exact(self) -> bool:
        return self.a.order.is_exact and self.b.order.is_exact

    @cached_property
    def gap(self) -> tuple[float, float]:
        """The Kolmogorov-Smirnov statistic and its error."""
        return numbers.ks(self.a.order, self.b.order)

    @cached_property
    def ks(self) -> Evidence:
        return evidence.by_ks(*self.gap, self.a.size, self.b.size)

    @cached_property
    def proof(self) -> Evidence:
        """The evidence that the methods on numbers share."""
        return evidence.of_numbers(self.a, self.b, self.ks)

    @cached_property
    def scale(self) -> float:
        with np.errstate(over="ignore", invalid="ignore"):
            return numbers.scale_of(self.a, self.b)

    @cached_property
    def distance(self) -> tuple[float, float]:
        """The Wasserstein distance and its error."""
        return numbers.wasserstein(self.a.order, self.b.order)

    @cached_property
    def edges(self) -> Floats:
        return numbers.bin_edges(self.a.order)

    @cached_property
    def bins(self) -> tuple[Floats, Floats]:
        return numbers.binned(self.a.order, self.edges), numbers.binned(self.b.order, self.edges)

    @cached_property
    def binned_proof(self) -> Evidence:
        x, y = self.bins
        return evidence.of_counts(np.round(x), np.round(y))

    @cached_property
    def pooled(self) -> ranks.Pooled:
        return ranks.pooled(self.a.order, self.b.order)


def number_tests(
    reference: Sample,
    current: Sample,
    kind: Kind,
    choice: ColumnChoice,
    learned: tuple[float, float] | None = None,
) -> list[Test]:
    """The chosen method first, then those that are shown."""
    pair = NumberPair(reference, current)
    return [
        tested(name, effect, pair.proof, choice, learned)
        for name in wanted(kind, choice)
        for effect in (COMPUTE[name](pair),)
    ]


def normed(pair: NumberPair) -> Effect:
    """The Wasserstein distance over the reference's deviation (the pooled one where that is 0)."""
    if pair.scale == 0:
        return absent(UNDERFLOW) if pair.distance[0] else Effect(0.0)
    if not np.isfinite(pair.scale):
        return absent(OVERFLOW)
    distance, error = pair.distance
    return Effect(distance / pair.scale, error / pair.scale, error / pair.scale)


def _raw(pair: NumberPair) -> Effect:
    distance, error = pair.distance
    return Effect(distance, error, error, scale=pair.scale or 1.0)


def _ks(pair: NumberPair) -> Effect:
    gap, error = pair.gap
    return Effect(gap, error, error, own=pair.ks)


def _cramer_von_mises(pair: NumberPair) -> Effect:
    """T where there are no ties; else (and from sketches) the plain integral. From sketches: with F - G known to within e, and the ranks at which it is looked at too, the mean square gap is
    known to within e² + 10 e times the largest gap."""
    n, m = pair.a.size, pair.b.size
    no_ties = pair.pooled.values.size == n + m
    t = ranks.cramer_von_mises(pair.pooled) if no_ties else ranks.mean_square_gap(pair.pooled)
    p = ranks.cramer_von_mises_p(t, n, m)
    gap, e = pair.gap
    if not e:
        return Effect(t, own=Evidence(p), scale=pair.rows)
    error = pair.rows * (e**2 + 10 * e * gap) + 1.0
    low, high = ranks.cramer_von_mises_p(t + error, n, m), ranks.cramer_von_mises_p(max(t - error, 0), n, m)
    return Effect(t, min(error, t), error, Evidence(p, (low, high)), pair.rows)


def _anderson_darling(pair: NumberPair) -> Effect:
    """A sketch's error in the tails, which count most, has no useful bound: it needs rows."""
    if not pair.is_exact:
        return absent(NEEDS_ROWS)
    standardised, plain = ranks.anderson_darling(pair.pooled)
    return Effect(standardised, own=Evidence(ranks.anderson_darling_p(plain)), scale=pair.rows)


def _energy(pair: NumberPair) -> Effect:
    distance, error = ranks.energy(pair.pooled, pair.gap[0], pair.a.order, pair.b.order)
    with np.errstate(invalid="ignore"):
        return Effect(distance, error, error, scale=float(np.sqrt(pair.scale)) or 1.0)


def _binned(method: str) -> Callable[[NumberPair], Effect]:
    def compute(pair: NumberPair) -> Effect:
        statistic = numbers.binned_distance(method, *pair.bins)
        error = numbers.binned_error(method, pair.a.order, pair.b.order, pair.edges)
        return Effect(statistic, error, error, own=pair.binned_proof)

    return compute


def _equal_width(pair: NumberPair) -> Effect:
    """Jensen-Shannon as NannyML 0.13 has it: on values where there are at most 50 and they are a tenth of the rows or
    fewer, else on Doane's bins of the reference, and one bin for what lies outside of them."""
    a, b = pair.a, pair.b
    values = np.unique(a.order.values) if a.order.is_exact else None
    if values is not None and values.size <= min(_EQUAL_WIDTH_VALUES, _EQUAL_WIDTH_SHARE * a.size):
        x, y = _by_value(a, values), _by_value(b, values)
        error = 0.0
    else:
        edges = numbers.doane_edges(a)
        if edges is None or edges.size > _MOST_WIDTH_BINS:
            return absent(OVERFLOW)
        x, y = numbers.histogram(a.order, edges), numbers.histogram(b.order, edges)
        error = numbers.shares_error(x, y, a.order.rank_error, b.order.rank_error)
    x, y = np.append(x, max(a.size - x.sum(), 0.0)), np.append(y, max(b.size - y.sum(), 0.0))
    return Effect(counts.jensen_shannon(x, y), error, error)


def _by_value(side: Sample, values: Floats) -> Floats:
    up_to, before = side.order.cdf_both(values)
    return np.round((up_to - before) * side.size)


def _mean_shift(pair: NumberPair) -> Effect:
    if pair.scale == 0:
        return Effect(0.0, own=Evidence(1.0))
    if not np.isfinite(pair.scale):
        return absent(OVERFLOW)
    return Effect(
        moments.mean_shift(pair.a, pair.b, pair.scale), own=Evidence(moments.welch_p(pair.a, pair.b))
    )


def _variance_shift(pair: NumberPair) -> Effect:
    statistic = moments.variance_shift(pair.a, pair.b)
    if not np.isfinite(statistic) and not np.isfinite(pair.a.deviation + pair.b.deviation):
        return absent(OVERFLOW)
    p, bounds = moments.brown_forsythe_p(pair.a, pair.b)
    return Effect(min(statistic, counts.LARGEST), own=Evidence(p, bounds))


def _range(pair: NumberPair) -> Effect:
    """Exact but for the current side's sketch: the reference's extremes are known."""
    low, high = pair.a.extremes
    up_to, before = pair.b.order.cdf_both(np.array([low, high]))
    share = float(before[0] + 1 - up_to[1])
    error = 2 * pair.b.order.rank_error
    n, m = pair.a.size, pair.b.size
    p = numbers.out_of_range_p(round(share * m), n, m)
    if not error:
        return Effect(share, own=Evidence(p))
    most = numbers.out_of_range_p(int(max(share - error, 0) * m), n, m)
    least = numbers.out_of_range_p(int(np.ceil(min(share + error, 1) * m)), n, m)
    return Effect(share, min(error, share), error, Evidence(p, (least, most)))


def _gaps(pair: NumberPair) -> Effect:
    if not pair.is_exact:
        return absent(NEEDS_ROWS)
    between = NumberPair(dates.gaps(pair.a), dates.gaps(pair.b))
    found = normed(between)
    return Effect(found.statistic, own=between.ks, note=found.note)


def _rhythm(bins: Callable[[Sample], Floats]) -> Callable[[NumberPair], Effect]:
    def compute(pair: NumberPair) -> Effect:
        if not pair.is_exact:
            return absent(NEEDS_ROWS)
        x, y = bins(pair.a), bins(pair.b)
        return Effect(counts.jensen_shannon(x, y), own=evidence.of_counts(x, y))

    return compute


COMPUTE: Mapping[str, Callable[[NumberPair], Effect]] = {
    "wasserstein_normed": normed,
    "wasserstein": _raw,
    "ks": _ks,
    "cramer_von_mises": _cramer_von_mises,
    "anderson_darling": _anderson_darling,
    "energy": _energy,
    "psi": _binned("psi"),
    "jensen_shannon": _binned("jensen_shannon"),
    "jensen_shannon_nat": _binned("jensen_shannon_nat"),
    "hellinger": _binned("hellinger"),
    "kl": _binned("kl"),
    "jensen_shannon_width": _equal_width,
    "mean_shift": _mean_shift,
    "variance_shift": _variance_shift,
    "range": _range,
    "gaps": _gaps,
    "hours": _rhythm(dates.hours),
    "weekdays": _rhythm(dates.weekdays),
}
