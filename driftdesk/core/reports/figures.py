"""Numbers as a reader wants them."""

import math
from collections.abc import Sequence
from datetime import UTC, datetime

NOTHING = "–"


def number(value: float | None) -> str:
    """Up to four significant digits, thousands apart; a dash for None and NaN."""
    if value is None or not math.isfinite(value):
        return NOTHING
    if value and (abs(value) >= 1e15 or abs(value) < 1e-4):
        return f"{value:.1e}"
    if abs(value) >= 1000 or value == int(value):
        return f"{value:,.0f}"
    return f"{value:.4g}"


def p_value(value: float | None) -> str:
    """``< 0.001`` for the very small."""
    if value is None or not math.isfinite(value):
        return NOTHING
    return "< 0.001" if value < 0.001 else f"{value:.3f}"


def percent(share: float) -> str:
    """A share of 1: ``4.1 %``, ``38 %``, ``< 0.1 %``."""
    if 0 < share < 0.001:
        return "< 0.1 %"
    return f"{100 * share:.1f} %" if share < 0.1 else f"{100 * share:.0f} %"


def seconds(value: float) -> str:
    """``18 ms``, ``1.3 s``, ``1.5 min``."""
    if value < 1:
        return f"{1000 * value:.0f} ms"
    return f"{value:.1f} s" if value < 60 else f"{value / 60:.1f} min"


def tick(value: float, step: float, largest: float, *, is_time: bool = False) -> str:
    """A label on an axis up to ``largest`` whose ticks are ``step`` apart; years get no thousands separator."""
    if is_time:
        form = "%Y-%m-%d" if step >= 86_400 else "%m-%d %H:%M"
        try:
            return datetime.fromtimestamp(value, UTC).strftime(form)
        except (ValueError, OverflowError, OSError):
            return number(value)
    if largest >= 1e6:
        return f"{value:.3g}"
    decimals = max(0, -math.floor(math.log10(step))) if step > 0 else 0
    separated = f"{value:,.{decimals}f}" if largest >= 10_000 else f"{value:.{decimals}f}"
    return "0" if float(separated.replace(",", "")) == 0 else separated


def along(edges: Sequence[float]) -> list[float]:
    """Edges in order as shares of their axis, 0 to 1: whatever their size, no difference of them overflows."""
    largest = max(map(abs, edges), default=0.0) or 1.0
    scaled = [edge / largest for edge in edges]
    span = (scaled[-1] - scaled[0]) or 1.0
    return [(edge - scaled[0]) / span for edge in scaled]


def nice_ticks(low: float, high: float, about: int = 5, least: float = 0.0) -> tuple[list[float], float]:
    """Round values within [low, high], and their distance: 1, 2 or 5 times a power of ten, at least ``least``."""
    span = high - low
    if not math.isfinite(span) or span <= 0:
        return [low], 1.0
    rough = max(span / about, least)
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(power * m for m in (1, 2, 5, 10) if power * m >= rough * 0.999)
    first = math.ceil(low / step - 1e-9)
    return [i * step for i in range(first, math.floor(high / step + 1e-9) + 1)], step
