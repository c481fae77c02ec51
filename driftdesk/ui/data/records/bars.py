"""The small histograms in the header, and the filters that clicking on them makes: no Qt.

A click must give a filter that a person would have written: ``30 <= age < 40``, not ``29.866666666666667 <= age``.
"""

import math
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from itertools import pairwise

from driftdesk.core.entities import Distribution, Kind
from driftdesk.core.expressions.writing import between, literal, one_of, quoted
from driftdesk.ui import figures

REST = "…"
MOST_BARS = 24


@dataclass(frozen=True)
class HeaderBars:
    """Of one column. ``whole`` and ``shown`` are rows of each bar; the scale is the highest of ``whole``."""

    name: str
    kind: Kind
    whole: tuple[float, ...]
    shown: tuple[float, ...] | None
    """None: all rows are shown."""
    edges: tuple[float, ...] = ()
    labels: tuple[str, ...] = ()
    missing: float = 0.0
    """Share of the rows that are shown."""

    @property
    def count(self) -> int:
        return len(self.whole)

    def title(self, first: int, last: int) -> str:
        """What the bars from ``first`` to ``last`` stand for."""
        if self.labels:
            return ", ".join(self.labels[first : last + 1])
        low, high = self.edges[first], self.edges[last + 1]
        if self.kind is Kind.DATETIME:
            return f"{figures.instant(low)} – {figures.instant(high)}"
        return f"{figures.figure(low)} – {figures.figure(high)}"

    def rows(self, first: int, last: int) -> tuple[float, float | None]:
        """Rows in these bars: of all, and of those that are shown."""
        shown = None if self.shown is None else sum(self.shown[first : last + 1])
        return sum(self.whole[first : last + 1]), shown

    def clause(self, first: int, last: int) -> str:
        """The filter that lets through what these bars stand for; empty: there is none (the rest of the
        categories)."""
        if self.labels:
            labels = [label for label in self.labels[first : last + 1] if label != REST]
            if not labels:
                return ""
            truths = self.kind is Kind.BOOLEAN
            return one_of(self.name, [label == "true" for label in labels] if truths else labels)
        name = f"length({quoted(self.name)})" if self.kind is Kind.TEXT else quoted(self.name)
        opens, closes = first == 0, last == self.count - 1
        low, high, includes = self._ends(first, last)
        if opens and closes:
            return f"not is_missing({quoted(self.name)})"
        if opens:
            return f"{name} {'<=' if includes else '<'} {literal(high)}"
        if closes:
            return f"{name} >= {literal(low)}"
        if low == high:
            return f"{name} == {literal(low)}"
        if self.kind is Kind.TEXT:
            return f"{literal(low)} <= {name} {'<=' if includes else '<'} {literal(high)}"
        return between(self.name, low, high, last=includes)

    def _ends(self, first: int, last: int) -> tuple[float | datetime, float | datetime, bool]:
        """From, to, and whether the upper end belongs to it; rounded as the bars' width allows."""
        low, high = self.edges[first], self.edges[last + 1]
        width = min(b - a for a, b in pairwise(self.edges))
        if all((2 * e) % 2 == 1 for e in self.edges):  # whole numbers, in the middle of their bins
            return math.ceil(low), math.floor(high), True
        if self.kind is Kind.DATETIME:
            return _instant(low, width), _instant(high, width), False
        return _rounded(low, width), _rounded(high, width), False


def bars_of(
    name: str, kind: Kind, whole: Distribution, shown: Distribution | None = None
) -> HeaderBars | None:
    """The bars of a column whose distributions are on common bins or labels; None where there is nothing to draw."""
    if not whole.counts or sum(whole.counts) <= 0:
        return None
    seen = shown if shown is not None else whole
    missing = seen.missing / seen.rows if seen.rows else 0.0
    if whole.edges is not None and len(whole.edges) >= 2 and all(map(math.isfinite, whole.edges)):
        others = tuple(shown.counts) if shown is not None else None
        return HeaderBars(name, kind, tuple(whole.counts), others, tuple(whole.edges), (), missing)
    if not whole.labels:
        return None
    labels, counts = _largest(whole.labels, whole.counts)
    named = [n for label, n in zip(labels, counts, strict=True) if label != REST]
    if len(labels) >= 5 and max(named) < 0.005 * sum(whole.counts):
        return None  # nearly every row has a value of its own
    others = None
    if shown is not None:
        by_label = dict(zip(shown.labels or (), shown.counts, strict=False))
        seen_there = [by_label.get(label, 0.0) for label in labels if label != REST]
        beyond = (sum(shown.counts) - sum(seen_there),) if labels[-1] == REST else ()
        others = (*seen_there, *beyond)
    return HeaderBars(name, kind, tuple(counts), others, (), tuple(labels), missing)


def _largest(labels: Sequence[str], counts: Sequence[float]) -> tuple[list[str], list[float]]:
    pairs = [(label, n) for label, n in zip(labels, counts, strict=False) if label != REST]
    kept = pairs[:MOST_BARS]
    rest = sum(counts) - sum(n for _, n in kept)
    if rest > 0:
        kept.append((REST, rest))
    return [label for label, _ in kept], [n for _, n in kept]


def _rounded(x: float, width: float) -> float:
    """``x`` with a digit more than the bars' width can show."""
    digits = 1 - math.floor(math.log10(width)) if width > 0 else 6
    rounded = round(x, digits)
    return int(rounded) if digits <= 0 and abs(rounded) < 1e15 else rounded


def _instant(epoch: float, width: float) -> datetime:
    """The instant at or next to ``epoch`` (seconds, UTC) on whole days, hours or minutes, as the bars' width allows."""
    step = next((s for s in (86_400, 3_600, 60, 1) if width >= 4 * s), 0)
    seconds = round(epoch / step) * step if step else epoch
    return (datetime(1970, 1, 1, tzinfo=UTC) + timedelta(seconds=seconds)).replace(tzinfo=None)
