"""Categories of two sides as pairs of bars, named and with their figures, on a ``DistributionPlot``."""

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QCoreApplication

from driftdesk.ui.plots.base import brush
from driftdesk.ui.plots.shapes import Pair

if TYPE_CHECKING:
    from driftdesk.ui.plots.distribution import DistributionPlot

PAIR_HEIGHT = 22
"""Pixels that a pair of bars needs to be told apart."""
_FEWEST_PAIRS = 4
"""Bars do not grow thicker than they would be with so many categories."""
_ROOMY_PAIR = 30
"""Pixels from which on there is room for figures at the bars."""


def draw_pairs(
    plot: "DistributionPlot",
    box: Any,
    found: Sequence[Pair],
    names: tuple[str, str],
    written: Callable[[float], str],
) -> None:
    """Bars of each pair, the first at the top; ``written`` says a share. What is on one side only is marked."""
    sides = [[p.reference for p in found], [p.current for p in found]]
    both = all(any(v is not None for v in side) for side in sides)
    y = np.arange(len(found), dtype=float)
    thick = 0.36 if both else 0.62
    for token, offset, values in zip(("reference", "current"), (-0.19, 0.19), sides, strict=True):
        if any(v is not None for v in values):
            plot.add_drawn(
                pg.BarGraphItem(
                    x0=0, y=y + (offset if both else 0.0), width=[(v or 0.0) * 100 for v in values], height=thick,
                    pen=None, brush=brush(token, 0.75 if token == "reference" else 0.9),
                )
            )  # fmt: skip
    longest = max((p.largest for p in found), default=1.0) * 100 or 1.0
    box.invertY(True)
    roomy = box.height() / max(len(found), _FEWEST_PAIRS) >= _ROOMY_PAIR
    box.setRange(
        xRange=(0, longest * (1.35 if roomy else 1.2)),
        yRange=(-0.6, max(len(found), _FEWEST_PAIRS) - 0.4),
        padding=0.0,
    )
    plot.getPlotItem().getAxis("left").setTicks([[(i, short(p.label)) for i, p in enumerate(found)]])
    if roomy:
        _write_figures(plot, found, both, names, written)
        return
    if both:  # the names stand in the corner that short bars leave free
        (_, right), (_, bottom) = box.viewRange()
        plot.add_label(names[0], "reference", right, bottom, (1.0, 2.0))
        plot.add_label(names[1], "current", right, bottom, (1.0, 1.0))
        for i, pair in enumerate(found):
            if mark := one_sided(pair):
                token = "reference" if pair.reference else "current"
                plot.add_label(mark, token, pair.largest * 100, i, (-0.05, 0.5))


def _write_figures(
    plot: "DistributionPlot",
    found: Sequence[Pair],
    both: bool,
    names: tuple[str, str],
    written: Callable[[float], str],
) -> None:
    for i, pair in enumerate(found):
        for token, offset, share, name in (
            ("reference", -0.19 if both else 0.0, pair.reference, names[0]),
            ("current", 0.19 if both else 0.0, pair.current, names[1]),
        ):
            if share is not None:
                mark = one_sided(pair) if both and share == pair.largest else ""
                text = "  ".join(filter(None, (written(share), mark, name if i == 0 and both else "")))
                plot.add_label(text, token, share * 100, i + offset, (-0.02, 0.5))


def one_sided(pair: Pair) -> str:
    """``new`` or ``gone`` where a category is on one side only; else nothing."""
    if pair.reference == 0 and pair.current:
        return QCoreApplication.translate("DistributionPlot", "new")
    if pair.current == 0 and pair.reference:
        return QCoreApplication.translate("DistributionPlot", "gone")
    return ""


def short(text: str, most: int = 18) -> str:
    """``text`` cut in the middle to at most ``most`` characters."""
    if len(text) <= most:
        return text
    half = (most - 1) // 2
    return f"{text[: most - 1 - half]}…{text[-half:]}"
