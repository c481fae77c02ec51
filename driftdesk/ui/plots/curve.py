"""A few named curves over one pair of axes: what an evaluation draws."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF, QResizeEvent

from driftdesk.ui import figures
from driftdesk.ui.plots.base import Plot, Table, brush, pen
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

Floats = NDArray[np.float64]
Range = tuple[float, float]


@dataclass(frozen=True)
class Curve:
    """Points in the order of ``x``. ``token``: its colour; ``low`` and ``high``: an interval at each point; ``dots``: points
    are marked, or, without ``lined``, are all there is. ``label_at``: which point carries the name, as a share of them."""

    name: str
    x: Sequence[float]
    y: Sequence[float]
    token: str = "current"
    dashed: bool = False
    low: Sequence[float] = ()
    high: Sequence[float] = ()
    dots: bool = False
    lined: bool = True
    label_at: float = 1.0
    label_right: bool = False
    """The name stands to the right of its point, not above it."""


@dataclass(frozen=True)
class Scene:
    """What a plot shows. ``ticks``: names below the x axis, from 0 on; ``mark``: a vertical line and its text."""

    x: str
    y: str
    curves: tuple[Curve, ...]
    x_range: Range | None = None
    y_range: Range | None = None
    ticks: tuple[str, ...] = ()
    mark: tuple[float, str] | None = None
    bars: tuple[tuple[float, ...], tuple[float, ...]] | None = None
    """Edges and heights of a histogram."""


class CurvePlot(Plot):
    """Each curve has its name beside it in its colour."""

    def __init__(self) -> None:
        self._scene: Scene | None = None
        self._drawn: list[object] = []
        super().__init__()
        self.data_table = self._table
        self.read_out = self._read_out

    def show_scene(self, scene: Scene) -> None:
        self._scene = scene
        self._draw()

    def restyle(self) -> None:
        super().restyle()
        if self._scene is not None:
            self._draw()

    def _draw(self) -> None:
        scene = self._scene
        if scene is None:
            return
        for item in self._drawn:
            self.removeItem(item)
        self._drawn = []
        self.clear_thresholds()
        if scene.bars is not None:
            edges, heights = (np.asarray(side) for side in scene.bars)
            self._add(
                pg.BarGraphItem(
                    x0=edges[:-1], x1=edges[1:], height=heights, pen=None, brush=brush("current", 0.8)
                )
            )
        for curve in scene.curves:
            self._draw_curve(curve)
        if scene.mark is not None:
            self.add_threshold(scene.mark[0], scene.mark[1], vertical=True, at_start=True)
        axis = self.getPlotItem().getAxis("bottom")
        axis.setTicks([_named(scene.ticks, self._most_names(scene.ticks))] if scene.ticks else None)
        self.set_axes(scene.x, scene.y)
        self._set_range(scene)

    def _most_names(self, names: Sequence[str]) -> int:
        """How many of them stand side by side."""
        metrics = QFontMetricsF(ui_font(CAPTION))
        widest = max(metrics.horizontalAdvance(name) for name in names)
        return max(2, min(7, int(0.85 * self.width() / (widest + 12))))

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if self._scene is not None and (ticks := self._scene.ticks):
            self.getPlotItem().getAxis("bottom").setTicks([_named(ticks, self._most_names(ticks))])

    def _draw_curve(self, curve: Curve) -> None:
        x, y = np.asarray(curve.x, dtype=float), np.asarray(curve.y, dtype=float)
        if not x.size:
            return
        if len(curve.low) == len(x):
            low, high = np.asarray(curve.low, dtype=float), np.asarray(curve.high, dtype=float)
            if curve.lined:
                edges = [pg.PlotCurveItem(x, side, pen=None) for side in (low, high)]
                for edge in edges:
                    self._add(edge)
                self._add(pg.FillBetweenItem(*edges, brush=brush(curve.token, 0.15)))
            else:
                middle, half = (low + high) / 2, high - low
                self._add(pg.ErrorBarItem(x=x, y=middle, height=half, beam=0, pen=pen(curve.token)))
        if curve.lined:
            self._add(pg.PlotCurveItem(x, y, pen=pen(curve.token, dashed=curve.dashed), connect="finite"))
        if curve.dots:
            size = 7 if len(x) <= 40 else 4
            alpha = 1.0 if len(x) <= 40 else 0.5
            self._add(pg.ScatterPlotItem(x, y, size=size, pen=None, brush=brush(curve.token, alpha)))
        if curve.name:
            self._name(curve, x, y)

    def _name(self, curve: Curve, x: Floats, y: Floats) -> None:
        at = round(curve.label_at * (len(x) - 1))
        text = pg.TextItem(
            curve.name, anchor=(-0.08, 0.2) if curve.label_right else (float(curve.label_at > 0.5), 1.1)
        )
        text.setFont(ui_font(CAPTION))
        text.setColor(QColor(getattr(colours(), curve.token)))
        text.setZValue(20)
        text.setPos(float(x[at]), float(y[at]))
        self._add(text)

    def _add(self, item: object) -> None:
        self.addItem(item, ignoreBounds=isinstance(item, pg.TextItem))
        self._drawn.append(item)

    def _set_range(self, scene: Scene) -> None:
        parts = [np.asarray(c.x, dtype=float) for c in scene.curves]
        tall = [np.asarray(side, dtype=float) for c in scene.curves for side in (c.y, c.low, c.high)]
        if scene.bars is not None:
            parts.append(np.asarray(scene.bars[0]))
            tall.append(np.append(np.asarray(scene.bars[1]), 0.0))
        self.setRange(xRange=scene.x_range or _span(parts), yRange=scene.y_range or _span(tall), padding=0.04)

    def _read_out(self, at: QPointF) -> str:
        """The point of each curve that is nearest along the x axis."""
        scene = self._scene
        if scene is None:
            return ""
        lines = []
        if scene.bars is not None:
            edges, heights = scene.bars
            number = int(np.searchsorted(edges, at.x(), side="right")) - 1
            if 0 <= number < len(heights):
                ends = f"{figures.figure(edges[number])} … {figures.figure(edges[number + 1])}"
                return f"{ends}\n{figures.count(heights[number])}"
        for curve in scene.curves:
            if not curve.name or not len(curve.x):
                continue
            number = int(np.argmin(np.abs(np.asarray(curve.x, dtype=float) - at.x())))
            value = figures.figure(curve.y[number])
            if len(curve.low) == len(curve.x):
                value += f" ({figures.figure(curve.low[number])} … {figures.figure(curve.high[number])})"
            where = figures.figure(curve.x[number])
            if scene.ticks:
                where = scene.ticks[round(curve.x[number])]
            lines.append(f"{curve.name}: {where} → {value}")
        return "\n".join(lines)

    def _table(self) -> Table:
        scene = self._scene
        if scene is None:
            return ("x", "y"), []
        if scene.bars is not None:
            edges, heights = scene.bars
            return ("from", "to", "rows"), list(zip(edges[:-1], edges[1:], heights, strict=True))
        rows: list[tuple[object, ...]] = []
        for curve in scene.curves:
            lows, highs = (
                side if len(side) == len(curve.x) else [""] * len(curve.x) for side in (curve.low, curve.high)
            )
            rows += [(curve.name, *point) for point in zip(curve.x, curve.y, lows, highs, strict=True)]
        return ("curve", scene.x, scene.y, "low", "high"), rows


def _named(names: Sequence[str], most: int = 7) -> list[tuple[float, str]]:
    step = max(1, -(-len(names) // most))
    return [(float(i), name) for i, name in enumerate(names) if i % step == 0]


def _span(parts: Sequence[Floats]) -> Range:
    values = np.concatenate(parts) if parts else np.empty(0)
    values = values[np.isfinite(values)]
    if not values.size:
        return 0.0, 1.0
    low, high = float(values.min()), float(values.max())
    return (low - 0.5, high + 0.5) if low == high else (low, high)
