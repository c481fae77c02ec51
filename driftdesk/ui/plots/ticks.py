"""Where ticks stand on axes that are not plainly linear: decades, and times."""

import math
from datetime import UTC, datetime

from driftdesk.ui import figures

Ticks = list[tuple[float, str]]


def decades(low: float, high: float) -> Ticks:
    """Ticks for an axis in log10 units from ``low`` to ``high``: powers of ten, with 2 and 5 where there is room."""
    first, last = math.floor(low), math.ceil(high)
    step = max(1, math.ceil((last - first) / 6))
    steps = (1, 2, 5) if last - first <= 2 else (1,)
    found = [
        (math.log10(m * 10.0**e), figures.figure(m * 10.0**e))
        for e in range(first, last + 1, step)
        for m in steps
    ]
    return [t for t in found if low - 1e-9 <= t[0] <= high + 1e-9]


def logarithmic(low: float, high: float, unit: float = 1.0) -> Ticks:
    """Like ``decades``; where less than two of them are seen, round figures between the ends. A figure is written as
    ``unit`` times what it is."""
    found = [(at, figures.figure(unit * 10**at)) for at, _ in decades(low, high)]
    if len(found) >= 2:
        return found
    least, most = 10**low, 10**high
    rough = (most - least) / 4
    if not 0 < rough < math.inf:
        return found
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    first, last = math.ceil(least / step), math.floor(most / step)
    values = [n * step for n in range(max(first, 1), last + 1)]
    texts = [figures.figure(unit * value) for value in values]
    if len({*texts}) < len(texts):  # ends so near to each other that three digits do not tell them apart
        places = max(0, -math.floor(math.log10(unit * step)))
        texts = [f"{unit * value:.{places}f}" for value in values]
    return [(math.log10(value), text) for value, text in zip(values, texts, strict=True)]


def times(low: float, high: float, most: int = 5) -> Ticks:
    """Ticks for an axis in seconds since 1970 (UTC), written as short as the span allows."""
    span = high - low
    layout = "%Y" if span > 5 * 366 * 86400 else "%Y-%m" if span > 150 * 86400 else "%Y-%m-%d"
    if span < 3 * 86400:
        layout = "%m-%d %H:%M"
    if span <= 0:
        layout = "%Y-%m-%d %H:%M"
    count = most if span > 0 else 1
    found = [low + span * i / max(count - 1, 1) for i in range(count)]
    return [(t, _written(t, layout)) for t in found]


def _written(t: float, layout: str) -> str:
    try:
        return datetime.fromtimestamp(t, UTC).strftime(layout)
    except (OverflowError, OSError, ValueError):
        return figures.figure(t)


_SPANS = (1, 2, 5, 10, 15, 30, 60, 120, 300, 600, 900, 1800, 3600, 7200, 14_400, 21_600, 43_200, 86_400)


def spans(low: float, high: float, most: int = 6) -> Ticks:
    """Ticks for an axis in seconds since something began: ``45 s``, ``2:30``, ``1:00:00``."""
    wanted = max((high - low) / most, 1e-9)
    if wanted < 0.5:
        step = 10 ** math.ceil(math.log10(wanted))
    else:
        step = next((s for s in _SPANS if s >= wanted), 86_400 * math.ceil(wanted / 86_400))
    first, last = math.ceil(low / step), math.floor(high / step)
    return [(i * step, _span(i * step, high)) for i in range(first, last + 1) if i >= 0]


def _span(seconds: float, longest: float) -> str:
    if longest < 60:
        return f"{figures.figure(seconds)} s"
    minutes, rest = divmod(round(seconds), 60)
    if longest < 3600:
        return f"{minutes}:{rest:02}"
    hours, minutes = divmod(minutes, 60)
    return f"{hours}:{minutes:02}:{rest:02}" if longest < 6 * 3600 else f"{hours}:{minutes:02}"
