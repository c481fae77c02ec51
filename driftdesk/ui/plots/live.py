"""Curves that grow while you look: a smooth line over a faint raw one, drawn at most 20 times a second.

Lines are one pixel wide, not antialiased, and decimated to what the screen can show: painting is what costs
(measured: 11 ms at p99 for such lines, 81 ms for antialiased ones of width 2). A hidden plot paints nothing.
"""

from collections.abc import Mapping
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, QTimer
from PySide6.QtGui import QColor, QHideEvent, QShowEvent

from driftdesk.ui import figures
from driftdesk.ui.plots.base import Plot, Table
from driftdesk.ui.plots.series import Series, decimated
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

REFRESH_MS = 50
FEW = 120
"""Up to so many points the raw line is all there is: smoothing would only lag behind."""

LABEL_SHARE = 0.08
"""Of the width, kept free at the right for the names of the curves."""

_HUES = ("#2f7fd0", "#d1771f", "#1e9e77", "#c0559a", "#8a6d3b", "#6a5acd", "#5b8a9a", "#b0483a")
"""Runs laid over each other; told apart also by colour-blind eyes, in light and dark."""


@dataclass
class _Curve:
    title: str
    series: Series
    raw: pg.PlotCurveItem
    smooth: pg.PlotCurveItem
    dot: pg.ScatterPlotItem
    """Stands for the line as long as there is only one point."""
    label: pg.TextItem


class LivePlot(Plot):
    """``show_series({name: title})`` begins anew; ``add_point(x, {name: y})`` adds to those names that are shown."""

    def __init__(self) -> None:
        super().__init__()
        self._curves: dict[str, _Curve] = {}
        self._log = False
        self._dirty = False
        self._timer = QTimer(self, interval=REFRESH_MS)
        self._timer.timeout.connect(self._refresh)
        self.read_out = self._nearest
        self.data_table = self._table

    def show_series(self, titles: Mapping[str, str]) -> None:
        """Forget all points; show these series, by name and what to call them, from now on."""
        for curve in self._curves.values():
            for item in (curve.raw, curve.smooth, curve.dot, curve.label):
                self.removeItem(item)
        self._curves = {}
        for name, title in titles.items():
            curve = _Curve(
                title,
                Series(),
                raw=pg.PlotCurveItem(),
                smooth=pg.PlotCurveItem(),
                dot=pg.ScatterPlotItem(size=5, pen=None),
                label=pg.TextItem(anchor=(0, 0.5)),
            )
            curve.label.setFont(ui_font(CAPTION))
            for item in (curve.raw, curve.smooth, curve.dot):
                self.addItem(item)
            self.addItem(curve.label, ignoreBounds=True)
            self._curves[name] = curve
        self.restyle()
        self._dirty = True

    def add_point(self, x: float, values: Mapping[str, float]) -> None:
        """A point of each series that is shown; others are passed over."""
        for name, curve in self._curves.items():
            if name in values:
                curve.series.append(x, values[name])
                self._dirty = True

    def set_log(self, log: bool) -> None:
        """A logarithmic y axis; values that are not positive leave a gap."""
        self._log = log
        self.setLogMode(y=log)
        self._dirty = True

    def restyle(self) -> None:
        super().restyle()
        for at, (name, curve) in enumerate(getattr(self, "_curves", {}).items()):
            colour = self._colour(name, at)
            faint = QColor(colour)
            faint.setAlphaF(0.35)
            curve.raw.setPen(pg.mkPen(faint, width=1))
            curve.smooth.setPen(pg.mkPen(colour, width=1))
            curve.dot.setBrush(pg.mkBrush(colour))
            curve.label.setColor(QColor(colour))
        self._dirty = True

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        self._timer.start()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)

    def _colour(self, name: str, at: int) -> str:
        if name.startswith("train_"):
            return colours().reference
        return colours().current if name.startswith("validation_") else _HUES[at % len(_HUES)]

    def _refresh(self) -> None:
        if not self._dirty:
            return
        self._dirty = False
        for curve in self._curves.values():
            self._draw(curve)
        ends = [float(c.series.x[-1]) for c in self._curves.values() if len(c.series)]
        for side in ("left", "bottom"):  # figures of the run before would stand there until the first point
            self.getPlotItem().getAxis(side).setStyle(showValues=bool(ends))
        if ends:  # room at the right for the labels
            starts = [float(c.series.x[0]) for c in self._curves.values() if len(c.series)]
            span = (max(ends) - min(starts)) or 1.0
            self.setXRange(min(starts), max(ends) + LABEL_SHARE * span, padding=0.01)
            self._part_labels()

    def _part_labels(self) -> None:
        """Move the names of the curves apart where they would stand on each other."""
        box = self.getPlotItem().getViewBox()
        gap = 1.3 * CAPTION * box.viewPixelSize()[1]
        shown = [c.label for c in self._curves.values() if c.label.isVisible()]
        below = -np.inf
        for text in sorted(shown, key=lambda t: t.pos().y()):
            y = max(text.pos().y(), below + gap)
            text.setPos(text.pos().x(), y)
            below = y

    def _draw(self, curve: _Curve) -> None:
        series = curve.series
        few = len(series) <= FEW
        shown = series.y if few else series.smooth
        curve.raw.setVisible(not few)
        if not few:
            curve.raw.setData(*self._scaled(series.x, series.y), connect="finite")
        x, y = self._scaled(series.x, shown)
        curve.smooth.setData(x, y, connect="finite")
        curve.dot.setData(x[:1], y[:1]) if len(series) == 1 else curve.dot.clear()
        there = np.flatnonzero(np.isfinite(y))
        curve.label.setVisible(len(there) > 0)
        if len(there):
            curve.label.setPos(x[there[-1]], y[there[-1]])
            curve.label.setText(curve.title)

    def _scaled(self, x: np.ndarray, y: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
        x, y = decimated(x, y)
        if self._log:
            y = np.log10(np.where(y > 0, y, np.nan))
        return x, y

    def _nearest(self, point: QPointF) -> str:
        """The values of all series at the point's x."""
        said = []
        for curve in self._curves.values():
            if not len(curve.series):
                continue
            at = int(np.clip(np.searchsorted(curve.series.x, point.x()), 0, len(curve.series) - 1))
            said.append(f"{curve.title} {figures.figure(float(curve.series.y[at]))}")
        return "   ".join(said)

    def _table(self) -> Table:
        rows = [
            (curve.title, float(x), float(y))
            for curve in self._curves.values()
            for x, y in zip(curve.series.x, curve.series.y, strict=True)
        ]
        return ("series", "x", "value"), rows
