"""What moved, in plain words."""

from datetime import UTC, datetime

import numpy as np

from driftdesk.core.drift.methods.numbers import Sample
from driftdesk.core.drift.views import Rows, View
from driftdesk.core.entities import Kind
from driftdesk.core.profiles.text import TextStats

_FEW = 3
_LONG = 40


def figure(x: float) -> str:
    """Three significant digits; all digits before the point up to a billion."""
    if abs(x) >= 1e9 or 0 < abs(x) < 1e-4:
        return f"{x:.2e}"
    return f"{x:,.0f}" if abs(x) >= 1000 or x == int(x) else f"{x:.3g}"


def moment(seconds: float) -> str:
    """A time in epoch seconds as a date."""
    try:
        return datetime.fromtimestamp(seconds, UTC).strftime("%Y-%m-%d")
    except (ValueError, OverflowError, OSError):
        return figure(seconds)


def percent(share: float) -> str:
    """A share of 1: ``4.1 %``, ``38 %``, ``under 0.1 %``."""
    if 0 < share < 0.001:
        return "under 0.1 %"
    return f"{100 * share:.1f} %" if share < 0.1 and round(100 * share, 1) % 1 else f"{100 * share:.0f} %"


def missing_moved(reference: View, current: View) -> list[str]:
    """Where the share of missing values moved by half a per cent or more."""
    before, after = reference.missing / max(reference.rows, 1), current.missing / max(current.rows, 1)
    return [f"missing {percent(before)} → {percent(after)}"] if abs(after - before) >= 0.005 else []


def numbers_moved(reference: Sample, current: Sample, kind: Kind, unit: str = "") -> list[str]:
    """Median, spread and range, where they moved."""
    if not reference.size or not current.size:
        return []
    write = moment if kind is Kind.DATETIME else figure
    (before,) = reference.order.quantiles(np.array([0.5]))
    (after,) = current.order.quantiles(np.array([0.5]))
    moved = []
    if write(before) != write(after):
        moved.append(f"median{unit} {write(before)} → {write(after)}")
    elif write(reference.mean) != write(current.mean):
        moved.append(f"mean{unit} {write(reference.mean)} → {write(current.mean)}")
    if kind is Kind.DATETIME:
        return [*moved, f"until {write(reference.order.values[-1])} → {write(current.order.values[-1])}"]
    spread = (reference.deviation, current.deviation)
    if np.isfinite(spread).all() and min(spread) < 0.85 * max(spread):
        moved.append(f"deviation{unit} {figure(spread[0])} → {figure(spread[1])}")
    return moved


def categories_moved(values: list[str], x: Rows, y: Rows) -> list[str]:
    """New and vanished values, and the shares that moved most."""
    p, q = x / max(int(x.sum()), 1), y / max(int(y.sum()), 1)
    moved = []
    new, gone = np.flatnonzero(x == 0), np.flatnonzero(y == 0)
    for i in new[np.argsort(-q[new], kind="stable")][:_FEW]:
        moved.append(f"new category {_short(values[i])} ({percent(q[i])})")
    if new.size > _FEW:
        moved.append(f"{new.size - _FEW:,} more new categories")
    for i in gone[np.argsort(-p[gone], kind="stable")][:_FEW]:
        moved.append(f"category {_short(values[i])} is gone (was {percent(p[i])})")
    if gone.size > _FEW:
        moved.append(f"{gone.size - _FEW:,} more categories are gone")
    apart = np.where((x > 0) & (y > 0), np.abs(p - q), 0.0)
    for i in np.argsort(-apart, kind="stable")[:_FEW]:
        if apart[i] >= 0.01:
            moved.append(f"{_short(values[i])} {percent(p[i])} → {percent(q[i])}")
    return moved


def words_moved(reference: TextStats, current: TextStats) -> list[str]:
    """Frequent words that are new, and the script whose share moved most."""
    moved = []
    # a word counts as new only if it is frequent enough to have been in the reference's list
    if reference.tokens and current.documents:
        rarest = min(reference.tokens.values()) / max(reference.documents, 1)
        new = [
            (word, n)
            for word, n in current.tokens.items()
            if word not in reference.tokens and n / current.documents > 2 * rarest and n >= 5
        ]
        moved += [
            f"new word {_short(word)} ({figure(100 * n / current.documents)} in 100 texts)"
            for word, n in new[:_FEW]
        ]
    a, b = max(sum(reference.scripts.values()), 1), max(sum(current.scripts.values()), 1)
    for script in {**reference.scripts, **current.scripts}:
        before, after = reference.scripts.get(script, 0) / a, current.scripts.get(script, 0) / b
        if abs(after - before) >= 0.05:
            moved.append(f"{script} characters {percent(before)} → {percent(after)}")
    return moved


def _short(value: str) -> str:
    return value if len(value) <= _LONG else value[: _LONG - 1] + "…"
