"""Intervals by drawing rows again: what a metric might have been on other rows of the same law.

Up to ``PLAIN_ROWS`` rows this is Efron's bootstrap (1979): of ``n`` rows ``n`` are drawn with replacement, ``REPLICATES``
times, and the interval is between percentiles of the metric. Of more rows it is the *bag of little bootstraps* (Kleiner,
Talwalkar, Sarkar and Jordan 2014): up to ``SUBSETS`` disjoint subsets of ``n ** 0.7`` rows (at least ``LEAST_ROWS``), with
the classes in their shares, each drawn up to ``n`` rows; the deviations from each subset's own figure, pooled, lie about
the figure of all rows. A drawn sample is never copied: it is a weight a row, and metrics are weighted sums.

Up to ``CORRECTED_ROWS`` rows the percentiles are corrected for bias and skewness (BCa: Efron 1987), by the metric without each
row (the jackknife), and taken as far out as Student's t with n - 1 degrees of freedom and n / (n - 1) of the variance ask for
(Hesterberg, "What teachers should know about the bootstrap", 2015): plain ones are too short there.

Several outcomes of the same rows are drawn together, so that the differences of their metrics are paired.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from driftdesk.core.entities import Interval
from driftdesk.core.training.evaluation.outcomes import UNIT_INTERVAL, Outcome, metrics
from driftdesk.core.training.metrics import Floats, Ints

REPLICATES = 1000
LEVEL = 0.95
PLAIN_ROWS = 20_000
CORRECTED_ROWS = 2_000
LEAST_ROWS = 10_000
SUBSETS = 10
_POWER = 0.7
_CELLS = 2_000_000
"""Weights at once: 16 MB."""

Weighted = Callable[[Floats], dict[str, Floats]]
"""Weights (draws x rows) -> by metric, one figure a draw; NaN where a draw does not define it."""


@dataclass(frozen=True)
class Drawn:
    """``values``: the metrics of all rows; ``deviations``: by metric, of each draw from it; ``without``: by metric, with each
    row left out, where the rows are few."""

    values: dict[str, float]
    deviations: dict[str, Floats] = field(repr=False)
    without: dict[str, Floats] = field(default_factory=dict, repr=False)

    def interval(self, name: str, level: float = LEVEL) -> Interval | None:
        """None where too few draws define the metric, or all draws agree: drawing rows again then tells nothing."""
        known = self.deviations[name][np.isfinite(self.deviations[name])]
        if known.size < 100:
            return None
        tails = np.array([(1 - level) / 2, (1 + level) / 2])
        if name in self.without:
            tails = _corrected(tails, known, self.without[name])
        low, high = np.quantile(known, tails) + self.values[name]
        if name in UNIT_INTERVAL:
            low, high = max(low, 0.0), min(high, 1.0)
        return (float(low), float(high)) if low < high else None


def _corrected(tails: Floats, deviations: Floats, without: Floats) -> Floats:
    """The shares of draws at which the ends of the interval lie."""
    from scipy.special import ndtr, ndtri, stdtrit

    rows = without.size
    below = np.mean(deviations < -1e-12) + np.mean(np.abs(deviations) <= 1e-12) / 2
    least = 1 / (deviations.size + 1)
    bias = ndtri(np.clip(below, least, 1 - least))
    pulls = np.mean(without[np.isfinite(without)]) - without[np.isfinite(without)]
    squares = float(np.sum(pulls**2))
    skew = float(np.sum(pulls**3)) / (6 * squares**1.5) if squares > 0 else 0.0
    far = bias + stdtrit(rows - 1, tails) * np.sqrt(rows / (rows - 1))
    found: Floats = ndtr(bias + far / np.maximum(1 - skew * far, 0.1))
    return found


def draw(
    outcomes: Sequence[Outcome],
    seed: int = 0,
    replicates: int = REPLICATES,
    check: Callable[[], None] = lambda: None,
) -> list[Drawn]:
    """The same draws of rows for each of ``outcomes``, which have the same truth."""
    found = [metrics(outcome) for outcome in outcomes]
    deviations: list[dict[str, list[Floats]]] = [{name: [] for name in values} for values in found]
    random = np.random.default_rng(seed)
    without = [_without_each(outcome) for outcome in outcomes]
    subsets = _subsets(outcomes[0], random)
    each = -(-replicates // len(subsets))
    size = len(outcomes[0])
    for subset in subsets:
        parts = outcomes if subset is None else [outcome.take(subset) for outcome in outcomes]
        centres = found if subset is None else [metrics(part) for part in parts]
        figures = [weighted(part) for part in parts]
        for weights in _weights(len(parts[0]), size, each, random):
            check()
            for at, figure in enumerate(figures):
                drawn = figure(weights)
                for name, into in deviations[at].items():
                    into.append(drawn[name] - centres[at].get(name, np.nan))
    return [
        Drawn(values, {name: np.concatenate(parts) for name, parts in of.items()}, left)
        for values, of, left in zip(found, deviations, without, strict=True)
    ]


def _without_each(outcome: Outcome) -> dict[str, Floats]:
    """By metric, one figure a row that is left out; none where the rows are many."""
    rows = len(outcome)
    if not 2 < rows <= min(CORRECTED_ROWS, PLAIN_ROWS):
        return {}
    figure, each = weighted(outcome), np.arange(rows)
    parts = [figure(1.0 - (some[:, None] == each)) for some in np.array_split(each, -(-rows // 500))]
    return {name: np.concatenate([p[name] for p in parts]) for name in parts[0]}


def _subsets(outcome: Outcome, random: np.random.Generator) -> list[Ints | None]:
    """None: all rows."""
    rows = len(outcome)
    if rows <= PLAIN_ROWS:
        return [None]
    count = max(2, rows // max(LEAST_ROWS, round(rows**_POWER)))
    order = random.permutation(rows)
    if not outcome.is_regression:
        order = order[np.argsort(outcome.labels[order], kind="stable")]
    return [np.sort(order[at::count]) for at in range(min(count, SUBSETS))]


def _weights(rows: int, size: int, replicates: int, random: np.random.Generator) -> Iterator[Floats]:
    """How often each of ``rows`` is among ``size`` that are drawn, some draws at once."""
    at_once = max(1, _CELLS // rows)
    for done in range(0, replicates, at_once):
        count = min(at_once, replicates - done)
        if size == rows:
            drawn = random.integers(0, rows, (count, rows))
            drawn += (np.arange(count) * rows)[:, None]
            yield np.bincount(drawn.ravel(), minlength=count * rows).reshape(count, rows).astype(np.float64)
        else:
            yield random.multinomial(size, np.full(rows, 1 / rows), count).astype(np.float64)


def weighted(outcome: Outcome) -> Weighted:
    """The metrics of ``outcome`` with each row counted so often; what can be sorted once is sorted now."""
    return _values(outcome) if outcome.is_regression else _classes(outcome)


def _values(outcome: Outcome) -> Weighted:
    truth = outcome.truth - outcome.truth.mean()
    error = outcome.predicted - outcome.truth
    sums = np.stack([error**2, np.abs(error), truth, truth**2], axis=1)

    def figure(weights: Floats) -> dict[str, Floats]:
        squares, sizes, first, second = ((weights @ sums) / weights.sum(axis=1, keepdims=True)).T
        spread = second - first**2
        with np.errstate(divide="ignore", invalid="ignore"):
            r2 = np.where(spread > 0, 1 - squares / spread, np.nan)
        return {"rmse": np.sqrt(squares), "mae": sizes, "r2": r2}

    return figure


def _classes(outcome: Outcome) -> Weighted:
    right = outcome.decided == outcome.labels
    sums = np.stack([right.astype(np.float64), outcome.losses(), outcome.briers()], axis=1)
    f1 = _f1(outcome)
    ranked = _ranked(outcome) if outcome.is_binary else None

    def figure(weights: Floats) -> dict[str, Floats]:
        means = (weights @ sums) / weights.sum(axis=1, keepdims=True)
        found = dict(zip(("accuracy", "log_loss", "brier"), means.T, strict=True))
        return found | {"f1": f1(weights)} | (ranked(weights) if ranked else {})

    return figure


def _f1(outcome: Outcome) -> Callable[[Floats], Floats]:
    """The macro mean over the classes that occur in a draw."""
    count = len(outcome.classes)
    cells, place = np.unique(outcome.labels * count + outcome.decided, return_inverse=True)
    truth, decided = cells // count, cells % count
    hits = np.zeros((cells.size, count))
    totals = np.zeros((cells.size, count))
    np.add.at(totals, (np.arange(cells.size), truth), 1.0)
    np.add.at(totals, (np.arange(cells.size), decided), 1.0)
    hits[truth == decided, truth[truth == decided]] = 2.0
    order = np.argsort(place, kind="stable")
    starts = np.searchsorted(place[order], np.arange(cells.size))

    def figure(weights: Floats) -> Floats:
        by_cell = np.add.reduceat(weights[:, order], starts, axis=1)
        top, all_ = by_cell @ hits, by_cell @ totals
        present = all_ > 0
        shares = np.divide(top, all_, out=np.zeros_like(top), where=present)
        found: Floats = shares.sum(axis=1) / present.sum(axis=1)
        return found

    return figure


def _ranked(outcome: Outcome) -> Weighted:
    """ROC AUC and average precision, over groups of equal scores from the highest on."""
    scores = outcome.predicted[:, 1]
    order = np.argsort(-scores, kind="stable")
    starts = np.flatnonzero(np.concatenate(([True], np.diff(scores[order]) != 0)))
    positive = (outcome.labels[order] == 1).astype(np.float64)
    has_ties = starts.size < order.size

    def figure(weights: Floats) -> dict[str, Floats]:
        drawn = weights[:, order]
        ones = drawn * positive
        zeros = drawn - ones
        if has_ties:
            ones, zeros = (np.add.reduceat(side, starts, axis=1) for side in (ones, zeros))
        hits, misses = np.cumsum(ones, axis=1), np.cumsum(zeros, axis=1)
        of_class, others = hits[:, -1], misses[:, -1]
        with np.errstate(divide="ignore", invalid="ignore"):
            above = np.einsum("ij,ij->i", ones, misses - zeros / 2)
            area = 1 - above / (of_class * others)
            precision = np.divide(hits, hits + misses, out=np.zeros_like(hits), where=hits > 0)
            mean = np.einsum("ij,ij->i", ones, precision) / of_class
        known = (of_class > 0) & (others > 0)
        return {
            "roc_auc": np.where(known, area, np.nan),
            "average_precision": np.where(known, mean, np.nan),
        }

    return figure
