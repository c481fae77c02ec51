"""How figures are written on the screen: three significant digits, tabular, without surprises.

Everything here is a pure function of its arguments, so that workers' threads may format whole pages of rows.
"""

import math
from datetime import UTC, datetime
from typing import Any

NOTHING = "–"
"""Shown where there is no figure."""

_UNITS = ((1e12, "T"), (1e9, "B"), (1e6, "M"), (1e3, "k"))


def figure(x: float | None) -> str:
    """A statistic with three significant digits: ``0.412``, ``38``, ``2015``, ``12346``, ``1.23 M``, ``4.1e-6``."""
    if x is None or math.isnan(x):
        return NOTHING
    if math.isinf(x):
        return "∞" if x > 0 else "−∞"
    size = abs(x)
    if size == 0:
        return "0"
    if size < 1e-4:
        mantissa, exponent = f"{x:.1e}".split("e")
        return _minus(f"{mantissa}e{int(exponent)}")
    if size < 999.5:
        return _minus(_significant(x))
    if size < 99_999.5:  # without a separator: it may be a year
        return _minus(f"{x:.0f}")
    for scale, unit in _UNITS:
        if size >= scale * 0.9995:
            return _minus(f"{_significant(x / scale)} {unit}")
    return _minus(f"{x:,.0f}")


def _significant(x: float) -> str:
    """Three significant digits without an exponent and without trailing zeros after the point."""
    size = abs(x)
    digits = 2 - math.floor(math.log10(size)) if size else 0
    text = f"{x:.{max(0, digits)}f}"
    return text.rstrip("0").rstrip(".") if "." in text else text


def _minus(text: str) -> str:
    return text.replace("-", "−", 1) if text.startswith("-") else text


def coefficient(x: float | None) -> str:
    """A figure between -1 and 1 with two digits; nothing where it is not known."""
    return "" if x is None else _minus(f"{x:.2f}")


def count(n: float | None) -> str:
    """A whole number in full, with thousands separated."""
    return NOTHING if n is None else f"{round(n):,}"


def percent(share: float | None) -> str:
    """A share of 1 as per cent: ``4.1 %``, ``< 0.1 %``, ``100 %``."""
    if share is None or math.isnan(share):
        return NOTHING
    if 0 < share < 0.001:
        return "< 0.1 %"
    if share in (0.0, 1.0):
        return f"{share * 100:.0f} %"
    if share > 0.999:
        return "> 99.9 %"
    return f"{share * 100:.1f} %"


def signed_percent(change: float) -> str:
    """A change of a share, in points of per cent: ``+12 %``, ``−3.1 %``."""
    size = abs(100 * change)
    return f"{'+' if change >= 0 else '−'}{size:.{0 if size >= 9.95 else 1}f} %"


def evidence(p: float | None) -> str:
    """A p-value as evidence: ``p = 0.002``, ``p < 1e-9``; nothing where there is none."""
    if p is None or math.isnan(p):
        return ""
    if p < 1e-9:
        return "p < 1e-9"
    if p < 1e-4:
        return f"p = {p:.0e}".replace("e-0", "e-")
    return f"p = {p:.2g}" if p < 0.1 else f"p = {p:.2f}"


def byte_count(n: float | None) -> str:
    """``812 B``, ``4.1 kB``, ``1.2 MB``."""
    if n is None:
        return NOTHING
    for scale, unit in ((1e9, "GB"), (1e6, "MB"), (1e3, "kB")):
        if n >= scale:
            return f"{_significant(n / scale)} {unit}"
    return f"{n:.0f} B"


def moment(at: datetime | None) -> str:
    """A stored time (UTC) in local time, to the minute."""
    if at is None:
        return NOTHING
    aware = at if at.tzinfo else at.replace(tzinfo=UTC)
    return aware.astimezone().strftime("%Y-%m-%d %H:%M")


def short_moment(at: datetime) -> str:
    """Month, day and time, for where the year is clear."""
    return moment(at)[5:]


def cell(value: Any) -> str | None:
    """A value of a record as text; None where it is missing. Numbers keep what the data says (17 digits at most)."""
    if value is None:
        return None
    if isinstance(value, bool):
        return "true" if value else "false"
    if isinstance(value, int):
        return f"{value}"
    if isinstance(value, float):
        return None if math.isnan(value) else f"{value:.10g}"
    if isinstance(value, datetime):
        return value.isoformat(" ", "seconds" if not value.microsecond else "milliseconds")
    text = str(value)
    return text if len(text) <= 2000 else text[:2000] + "…"


def instant(epoch: float) -> str:
    """Seconds since 1970 as the time that the data say (UTC), without what is zero."""
    try:
        at = datetime.fromtimestamp(epoch, UTC)
    except (OverflowError, OSError, ValueError):
        return figure(epoch)
    return at.strftime("%Y-%m-%d" if at.hour == at.minute == 0 else "%Y-%m-%d %H:%M")
