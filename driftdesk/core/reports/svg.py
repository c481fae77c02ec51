"""Two distributions over each other as SVG. Colours come from the page's CSS variables, so they follow its theme."""

from collections.abc import Sequence
from html import escape
from itertools import pairwise
from typing import NamedTuple

from driftdesk.core.entities import ColumnDrift, Distribution, Kind
from driftdesk.core.reports.figures import along, nice_ticks, percent, tick

WIDTH, HEIGHT = 560, 190
_AXIS = 24
_TOP = 8
_BARS = 12
"""Categories shown; the others are one bar."""
_ROW = 34
_FIGURES = 118
_REST = "…"


class _Box(NamedTuple):
    """Where a curve is drawn: from 0 to ``width``, from ``bottom`` up to ``top``."""

    width: float
    top: float
    bottom: float


def overlay(column: ColumnDrift) -> str:
    """The large picture of a column; empty where there is nothing to draw."""
    sides = _sides(column)
    if sides is None:
        return ""
    if sides[0].edges is not None:
        return _histogram(*sides, is_time=column.kind is Kind.DATETIME, name=column.name)
    return _bars(*sides, name=column.name)


def spark(column: ColumnDrift, width: int = 120, height: int = 26) -> str:
    """The small picture of a column, without words."""
    sides = _sides(column)
    if sides is None:
        return ""
    reference, current = (_shares(s) for s in sides)
    if sides[0].edges is None and len(reference) > 24:
        reference, current = reference[:24], current[:24]
    paths = _steps(reference, current, sides[0].edges, _Box(width, 1, height - 1))
    return f'<svg class="spark" viewBox="0 0 {width} {height}" aria-hidden="true">{paths}</svg>'


def _sides(column: ColumnDrift) -> tuple[Distribution, Distribution] | None:
    reference, current = column.reference, column.current
    if (
        reference is None
        or current is None
        or not reference.counts
        or len(reference.counts) != len(current.counts)
    ):
        return None
    return (reference, current) if sum(reference.counts) + sum(current.counts) else None


def _shares(side: Distribution) -> list[float]:
    total = sum(side.counts)
    return [c / total if total else 0.0 for c in side.counts]


def _histogram(reference: Distribution, current: Distribution, *, is_time: bool, name: str) -> str:
    edges = reference.edges or (0.0, 1.0)
    bottom = HEIGHT - _AXIS
    parts = []
    low, high = edges[0], edges[-1]
    whole = low % 1 == 0.5 and high % 1 == 0.5  # bins around whole numbers
    values, step = nice_ticks(low, high, about=4 if is_time else 6, least=1.0 if whole else 0.0)
    largest = max(abs(low), abs(high))
    for value in values:
        x = (value - low) / ((high - low) or 1) * WIDTH
        anchor = "start" if x < 16 else "end" if x > WIDTH - 16 else "middle"
        parts.append(f'<line class="grid" x1="{x:.1f}" x2="{x:.1f}" y1="{_TOP}" y2="{bottom}"/>')
        label = escape(tick(value, step, largest, is_time=is_time))
        parts.append(f'<text class="tick" x="{x:.1f}" y="{HEIGHT - 7}" text-anchor="{anchor}">{label}</text>')
    parts.append(_steps(_shares(reference), _shares(current), edges, _Box(WIDTH, _TOP, bottom)))
    parts.append(f'<line class="axis" x1="0" x2="{WIDTH}" y1="{bottom}" y2="{bottom}"/>')
    return _svg(HEIGHT, parts, name)


def _steps(
    reference: Sequence[float], current: Sequence[float], edges: Sequence[float] | None, box: _Box
) -> str:
    """Densities as steps: the reference filled, the current outlined over it."""
    borders = along(edges or [float(i) for i in range(len(reference) + 1)])
    widths = [(b - a) or 1 / 1000 for a, b in pairwise(borders)]
    grey = [share / width for share, width in zip(reference, widths, strict=True)]
    blue = [share / width for share, width in zip(current, widths, strict=True)]
    highest = max(*grey, *blue) or 1.0
    xs = [b * box.width for b in borders]

    def outline(side: list[float]) -> str:
        path = [f"M{xs[0]:.1f} {box.bottom:.1f}"]
        for i, height in enumerate(side):
            y = box.bottom - height / highest * (box.bottom - box.top)
            path.append(f"L{xs[i]:.1f} {y:.1f}L{xs[i + 1]:.1f} {y:.1f}")
        return "".join([*path, f"L{xs[-1]:.1f} {box.bottom:.1f}"])

    drawn = outline(blue)
    return (
        f'<path class="reference" d="{outline(grey)}Z"/><path class="current" d="{drawn}Z"/>'
        f'<path class="line" d="{drawn}"/>'
    )


def _bars(reference: Distribution, current: Distribution, *, name: str) -> str:
    """Categories as pairs of bars, the most changed first kept where there are too many."""
    labels = list(reference.labels or current.labels or ())
    pairs = list(zip(labels, _shares(reference), _shares(current), strict=False))
    if len(pairs) > _BARS:
        by_change = sorted(pairs, key=lambda p: (p[0] == _REST, -abs(p[1] - p[2])))
        kept, rest = by_change[: _BARS - 1], by_change[_BARS - 1 :]
        kept.sort(key=lambda p: -p[1])
        pairs = [*kept, (f"{len(rest)} others", sum(p[1] for p in rest), sum(p[2] for p in rest))]
    longest = max(max(a, b) for _, a, b in pairs) or 1.0
    names = [label if len(label) <= 20 else f"{label[:12]}…{label[-7:]}" for label, _, _ in pairs]
    left = min(max(_width(n) for n in names), 200) + 14
    room = WIDTH - left - _FIGURES
    parts = []
    for row, (text, (_, before, after)) in enumerate(zip(names, pairs, strict=True)):
        y = row * _ROW + 6
        parts.append(
            f'<text class="label" x="{left - 14}" y="{y + 15}" text-anchor="end">{escape(text)}</text>'
        )
        parts += [
            f'<rect class="{kind}" x="{left}" y="{y + at}" width="{max(share / longest * room, 1):.1f}" '
            f'height="9" rx="2"/>'
            for kind, share, at in (("reference", before, 0), ("solid", after, 11))
        ]
        words = f"{percent(before)} → {percent(after)}"
        parts.append(f'<text class="figure" x="{WIDTH}" y="{y + 15}" text-anchor="end">{words}</text>')
    return _svg(len(pairs) * _ROW + 4, parts, name)


def _width(text: str) -> float:
    """About how wide ``text`` is as a label; Korean, Chinese and Japanese characters are wider."""
    return sum(12.5 if ord(c) > 0x1100 else 8.6 for c in text)


def _svg(height: float, parts: Sequence[str], name: str) -> str:
    words = escape(f"Distribution of {name}: reference and current", quote=True)
    return f'<svg viewBox="0 0 {WIDTH} {height}" role="img" aria-label="{words}">{"".join(parts)}</svg>'
