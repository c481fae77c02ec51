"""Distributions to plot: both sides of a comparison on common bins, in a range that a few outliers cannot stretch."""

from collections.abc import Mapping, Sequence

import numpy as np

from driftdesk.core.entities import Distribution
from driftdesk.core.profiles.ordered import Floats, Ordered
from driftdesk.core.profiles.profile import ColumnProfile

BINS = 30
MOST_BINS = 40
REST = "…"
_CENTRAL = np.array([0.005, 0.995])
_STRETCH = 3.0
_PERCENT = np.linspace(0.0, 1.0, 101)


def distribution(profile: ColumnProfile, edges: Floats | None = None, bins: int = BINS) -> Distribution:
    """The distribution of one profile: numbers (text: lengths) on ``edges`` or on ``bins`` bins, else bars."""
    order = order_of(profile)
    if order is not None:
        edges = common_edges([order], bins) if edges is None else edges
        return binned(order, edges, profile.rows, profile.missing)
    assert profile.categories is not None
    counts, total = profile.categories.counts, profile.categories.total
    return bars(counts, total, common_labels([counts]), profile.rows, profile.missing)


def order_of(profile: ColumnProfile) -> Ordered | None:
    """The sketch of a column's numbers, or of a text column's lengths; None where it has neither."""
    if profile.text is not None:
        return profile.text.lengths.order
    return profile.numeric.order if profile.numeric is not None else None


def common_edges(sides: Sequence[Ordered], bins: int = BINS) -> Floats:
    """Bin edges for all ``sides``: over the whole range, or the central 99 % of each where the range is over three
    times as long. Whole numbers get bins of whole width around them."""
    sides = [s for s in sides if s.total]
    if not sides:
        return np.array([0.0, 1.0])
    ends = np.array([s.quantiles(_CENTRAL) for s in sides])
    low, high = float(ends[:, 0].min()), float(ends[:, 1].max())
    whole_low = min(float(s.values[0]) for s in sides)
    whole_high = max(float(s.values[-1]) for s in sides)
    if whole_high - whole_low <= _STRETCH * (high - low) or high == low:
        low, high = whole_low, whole_high
    if low >= -1e15 and high <= 1e15 and all(np.array_equal(s.values, np.floor(s.values)) for s in sides):
        low, high = np.floor(low), np.ceil(high)
        width = max(1.0, np.ceil((high - low + 1) / MOST_BINS))
        edges: Floats = low - 0.5 + width * np.arange(int((high - low) // width) + 2)
        return edges
    if high == low:
        pad = abs(low) * 0.5 or 0.5
        return np.array([low - pad, low + pad])
    # halves, so that a range near the limits of float64 does not overflow
    edges = low / 2 + (high / 2 - low / 2) * np.linspace(0, 1, min(bins, MOST_BINS) + 1)
    return edges * 2


def binned(order: Ordered, edges: Floats, rows: int, missing: int) -> Distribution:
    """Rows in each bin (right-closed); what lies outside of the edges is counted in the bins at the ends."""
    shares = order.cdf(edges)
    shares[0], shares[-1] = 0.0, 1.0
    counts = np.maximum(np.diff(shares), 0.0) * order.total
    return Distribution(
        counts=tuple(np.round(counts, 3).tolist()),
        edges=tuple(edges.tolist()),
        quantiles=tuple(order.quantiles(_PERCENT).tolist()) if order.total else None,
        rows=rows,
        missing=missing,
    )


def common_labels(sides: Sequence[Mapping[str, int]]) -> tuple[str, ...]:
    """The most frequent values over all sides (by their shares), and REST where there are more than fit."""
    weight: dict[str, float] = {}
    for counts in sides:
        total = max(sum(counts.values()), 1)
        for value, rows in counts.items():
            weight[value] = weight.get(value, 0.0) + rows / total
    ranked = sorted(weight, key=lambda value: (-weight[value], value))
    return tuple(ranked) if len(ranked) <= MOST_BINS else (*ranked[: MOST_BINS - 1], REST)


def bars(
    counts: Mapping[str, int], total: int, labels: Sequence[str], rows: int, missing: int
) -> Distribution:
    """Rows of each label; REST takes all others of the ``total``."""
    shown = [float(counts.get(label, 0)) for label in labels]
    others = float(total) - sum(shown)
    if labels and labels[-1] == REST and REST not in counts:
        shown[-1] = others
    elif others > 0:
        labels, shown = (*labels, REST), [*shown, others]
    return Distribution(counts=tuple(shown), labels=tuple(labels), rows=rows, missing=missing)
