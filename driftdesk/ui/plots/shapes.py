"""What a plot of distributions draws: shares, steps, ECDFs, quantiles and paired categories. No Qt.

Input are the stored ``Distribution``s, which may be missing, empty, or binned differently on the two sides.
"""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from driftdesk.core.entities import Distribution

Array = npt.NDArray[np.float64]
REST = "…"
"""The label under which a distribution keeps what has no bar of its own."""


@dataclass(frozen=True)
class Pair:
    """One category: its share (0 to 1) on each side; None where that side is not there at all."""

    label: str
    reference: float | None
    current: float | None

    @property
    def largest(self) -> float:
        return max(self.reference or 0.0, self.current or 0.0)


def is_empty(distribution: Distribution | None) -> bool:
    """Whether there is no value in it."""
    return distribution is None or not distribution.counts or sum(distribution.counts) <= 0


def is_binned(distribution: Distribution | None) -> bool:
    """Whether it has bins on a number line (and not categories)."""
    return distribution is not None and distribution.edges is not None and len(distribution.edges) >= 2


def is_scattered(distribution: Distribution | None) -> bool:
    """Whether no category is frequent enough to draw: ids, mostly."""
    if distribution is None or distribution.labels is None or is_empty(distribution):
        return False
    named = [s for label, s in zip(distribution.labels, shares(distribution), strict=False) if label != REST]
    return len(named) >= 5 and max(named) < 0.005


def is_drawable(distribution: Distribution | None) -> bool:
    """Whether there is something to see in it."""
    return not is_empty(distribution) and not is_scattered(distribution)


def shares(distribution: Distribution) -> Array:
    """Counts as shares of what is not missing; they add up to 1 unless all are 0."""
    counts = np.asarray(distribution.counts, dtype=np.float64)
    total = counts.sum()
    return counts / total if total > 0 else counts


def finite_edges(distribution: Distribution) -> Array:
    """Edges with open ends (infinite first or last edge) closed at one neighbouring bin's width."""
    edges = np.asarray(distribution.edges, dtype=np.float64).copy()
    inner = edges[np.isfinite(edges)]
    if len(inner) == 0:
        return np.linspace(0.0, 1.0, len(edges))
    width = float(np.diff(inner).mean()) if len(inner) > 1 else 1.0
    if not np.isfinite(edges[0]):
        edges[0] = inner[0] - (width or 1.0)
    if not np.isfinite(edges[-1]):
        edges[-1] = inner[-1] + (width or 1.0)
    if edges[-1] <= edges[0]:
        edges = edges[0] + np.linspace(-0.5, 0.5, len(edges))
    return edges


def same_bins(a: Distribution | None, b: Distribution | None) -> bool:
    return a is None or b is None or (a.edges == b.edges and len(a.counts) == len(b.counts))


def bar_heights(distribution: Distribution, *, density: bool) -> Array:
    """Share per bin, or, where the two sides are binned differently, share per unit of the axis."""
    heights = shares(distribution)
    if not density:
        return heights
    widths = np.diff(finite_edges(distribution))
    return np.divide(heights, widths, out=np.zeros_like(heights), where=widths > 0)


def outline(edges: Array, heights: Array) -> tuple[Array, Array]:
    """The points of a histogram's outline, from the base line up, over the bins, and down again."""
    x = np.repeat(edges, 2)
    y = np.concatenate(([0.0], np.repeat(heights, 2), [0.0]))
    return x, y


def ecdf(distribution: Distribution) -> tuple[Array, Array] | None:
    """Points (value, share of rows at or below it): from the 101 quantiles, else from the bins."""
    if distribution.quantiles is not None and len(distribution.quantiles) >= 2:
        values = np.asarray(distribution.quantiles, dtype=np.float64)
        known = np.isfinite(values)
        return values[known], np.linspace(0.0, 1.0, len(values))[known]
    if is_binned(distribution) and not is_empty(distribution):
        return finite_edges(distribution), np.concatenate(([0.0], np.cumsum(shares(distribution))))
    return None


def quantiles(distribution: Distribution) -> tuple[Array, Array] | None:
    """Points (share, value), the ECDF turned over."""
    points = ecdf(distribution)
    return None if points is None else (points[1], points[0])


def value_range(*sides: Distribution | None) -> tuple[float, float] | None:
    """The range of the number line that holds all sides."""
    ends = [finite_edges(s) for s in sides if s is not None and is_binned(s) and not is_empty(s)]
    if not ends:
        return None
    return float(min(e[0] for e in ends)), float(max(e[-1] for e in ends))


def is_positive(*sides: Distribution | None) -> bool:
    """Whether a logarithmic value axis can show all sides."""
    found = [points for s in sides if s is not None and (points := ecdf(s)) is not None]
    return bool(found) and all(len(points[0]) > 0 and float(points[0][0]) > 0 for points in found)


def pairs(
    reference: Distribution | None, current: Distribution | None, top: int = 20, *, by_change: bool = False
) -> list[Pair]:
    """Categories of both sides, the largest first, or those whose share changed most; what lies beyond the ``top`` is one
    ``REST``."""
    left, right = _by_label(reference), _by_label(current)
    labels = [label for label in dict.fromkeys([*left, *right]) if label != REST]
    size = {n: max(left.get(n, 0.0), right.get(n, 0.0)) for n in labels}
    change = {n: abs(left.get(n, 0.0) - right.get(n, 0.0)) if by_change else 0.0 for n in labels}
    labels.sort(key=lambda label: (-change[label], -size[label]))
    there = (not is_empty(reference), not is_empty(current))

    def pair(label: str, names: list[str]) -> Pair:
        return Pair(
            label,
            sum(left.get(n, 0.0) for n in names) if there[0] else None,
            sum(right.get(n, 0.0) for n in names) if there[1] else None,
        )

    found = [pair(label, [label]) for label in labels[:top]]
    rest = pair(REST, [*labels[top:], REST])
    return [*found, rest] if rest.largest > 0 else found


@dataclass(frozen=True)
class MovedRange:
    """Neighbouring bins ``first`` to ``last`` (inclusive) that together gained or lost: shares before and after."""

    first: int
    last: int
    before: float
    after: float

    @property
    def change(self) -> float:
        return self.after - self.before


def moved_ranges(
    reference: Distribution | None, current: Distribution | None, most: int = 3, least: float = 0.02
) -> list[MovedRange]:
    """Where the mass went: the runs of bins that gained or lost most, at least ``least`` of all rows and a quarter of what
    the first one did; none where the sides are binned differently. Each is the run with the largest sum of changes
    (Kadane's algorithm) outside of those before it."""
    if not (is_binned(reference) and is_binned(current) and same_bins(reference, current)):
        return []
    assert reference is not None
    assert current is not None
    p, q = shares(reference), shares(current)
    change = q - p
    found: list[MovedRange] = []
    while len(found) < most:
        runs = [_largest_run(sign * change) for sign in (1.0, -1.0)]
        first, last, size = max(runs, key=lambda run: run[2])
        if size < max(least, abs(found[0].change) / 4 if found else 0.0):
            break
        inside = slice(first, last + 1)
        found.append(MovedRange(first, last, float(p[inside].sum()), float(q[inside].sum())))
        change[inside] = np.nan
    return found


def _largest_run(values: Array) -> tuple[int, int, float]:
    """First and last index and sum of the run with the largest sum; NaN ends a run."""
    best, start, total = (0, 0, 0.0), 0, 0.0
    for i, value in enumerate(values.tolist()):
        if total <= 0 or np.isnan(total):
            start, total = i, 0.0
        total += value
        if total > best[2]:
            best = (start, i, total)
    return best


def _by_label(distribution: Distribution | None) -> dict[str, float]:
    if distribution is None or distribution.labels is None:
        return {}
    by_label: dict[str, float] = {}
    for label, share in zip(distribution.labels, shares(distribution), strict=False):
        by_label[label] = by_label.get(label, 0.0) + float(share)
    return by_label


def table(
    names: Sequence[str], reference: Distribution | None, current: Distribution | None, most: int
) -> tuple[tuple[str, ...], list[tuple[object, ...]]]:
    """What is drawn, as a header and rows to copy: bins with their rows, or the ``most`` largest categories with
    their shares."""
    if not is_binned(reference or current):
        return ("category", *names), [
            (p.label, p.reference, p.current) for p in pairs(reference, current, most)
        ]
    rows: list[tuple[object, ...]] = []
    for name, one in zip(names, (reference, current), strict=True):
        if one is not None:
            edges = finite_edges(one)
            bins = zip(edges[:-1], edges[1:], one.counts, strict=True)
            rows += [(name, float(low), float(high), count) for low, high, count in bins]
    return ("side", "from", "to", "rows"), rows
