"""Plots of a study: its trials as lines across what they tried, and what matters."""

import math
from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF, Qt, Signal
from PySide6.QtGui import QColor, QMouseEvent

from driftdesk.ui import figures
from driftdesk.ui.plots.base import Plot, Table, brush, pen
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

Floats = NDArray[np.float64]
_NEAR = 0.03
"""How near to a line, as a share of the height, the pointer must be."""


@dataclass(frozen=True)
class Spread:
    """One vertical axis: a name, and where values lie on it. ``choices`` from the bottom up; else a range."""

    name: str
    low: float = 0.0
    high: float = 1.0
    log: bool = False
    choices: tuple[str, ...] = ()

    def place(self, value: object) -> float:
        """0 at the bottom to 1 at the top; NaN where there is no value."""
        if value is None:
            return math.nan
        if self.choices:
            shown = str(value)
            if shown not in self.choices:
                return math.nan
            return (self.choices.index(shown) + 0.5) / len(self.choices)
        number = float(value)  # type: ignore[arg-type]  # values of a range are numbers
        if not math.isfinite(number):
            return math.nan
        low, high, at = (
            (math.log(self.low), math.log(self.high), math.log(number))
            if self.log
            else (self.low, self.high, number)
        )
        return (at - low) / (high - low) if high > low else 0.5


@dataclass(frozen=True)
class Line:
    """One trial: values by axis; ``quality`` from 0 (worst) to 1 (best), None where it is not known."""

    key: int
    text: str
    values: Mapping[str, object]
    quality: float | None = None


class ParallelPlot(Plot):
    """Parallel coordinates (Inselberg 1985): an axis a parameter, a line a trial. Good trials are strong in colour, others
    faint; the chosen one is drawn in the text's colour."""

    picked = Signal(int)
    """The key of a line that was clicked."""

    def __init__(self, name: str = "") -> None:
        self._axes: tuple[Spread, ...] = ()
        self._lines: tuple[Line, ...] = ()
        self._places = np.zeros((0, 0))
        self._chosen: int | None = None
        self._drawn: list[object] = []
        super().__init__(name)
        for side in ("left", "bottom"):
            self.getPlotItem().hideAxis(side)
        self.data_table = self._table
        self.read_out = self._read_out

    def show_lines(self, axes: Sequence[Spread], lines: Sequence[Line]) -> None:
        self._axes, self._lines = tuple(axes), tuple(lines)
        self._places = np.array([[a.place(line.values.get(a.name)) for a in axes] for line in lines]).reshape(
            len(lines), len(axes)
        )
        self._draw()

    def choose(self, key: int | None) -> None:
        """Draw one line above the others."""
        if key != self._chosen:
            self._chosen = key
            self._draw()

    def restyle(self) -> None:
        super().restyle()
        self._draw()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        at = self.getPlotItem().getViewBox().mapSceneToView(self.mapToScene(event.position().toPoint()))
        if event.button() == Qt.MouseButton.LeftButton and (line := self._nearest(at)) is not None:
            self.picked.emit(line.key)
        super().mousePressEvent(event)

    def _draw(self) -> None:
        for item in self._drawn:
            self.removeItem(item)
        self._drawn = []
        if not self._axes:
            return
        x = np.arange(len(self._axes), dtype=float)
        ordered = sorted(zip(self._lines, self._places, strict=True), key=lambda p: p[0].quality or -1.0)
        for line, places in ordered:
            if line.key == self._chosen:
                continue
            known = line.quality is not None
            shade = QColor(colours().current if known else colours().muted)
            shade.setAlphaF(0.15 + 0.75 * (line.quality or 0.0) ** 2 if known else 0.25)
            self._add(pg.PlotCurveItem(x, places, pen=pg.mkPen(shade, width=1), connect="finite"))
        for line, places in ordered:
            if line.key == self._chosen:
                self._add(pg.PlotCurveItem(x, places, pen=pen("text", width=2), connect="finite"))
        for at, axis in enumerate(self._axes):
            self._draw_axis(at, axis)
        self.setRange(xRange=(-0.35, len(self._axes) - 0.65), yRange=(-0.14, 1.12), padding=0.0)

    def _draw_axis(self, at: int, axis: Spread) -> None:
        self._add(pg.PlotCurveItem([at, at], [0, 1], pen=pen("border")))
        self._write(axis.name, at, 1.02, (0.5, 1.0), "text")
        if axis.choices:
            for choice in axis.choices:
                self._write(choice, at, axis.place(choice), (0.0, 0.5), "muted")
            return
        self._write(figures.figure(axis.high), at, 1.0, (0.0, 0.0), "muted")
        self._write(figures.figure(axis.low), at, 0.0, (0.0, 1.0), "muted")

    def _write(self, text: str, x: float, y: float, anchor: tuple[float, float], token: str) -> None:
        item = pg.TextItem(text, anchor=anchor)
        item.setFont(ui_font(CAPTION, tabular=True))
        item.setColor(QColor(getattr(colours(), token)))
        item.setPos(x, y)
        item.setZValue(20)
        self._add(item)

    def _add(self, item: object) -> None:
        self.addItem(item, ignoreBounds=True)
        self._drawn.append(item)

    def _nearest(self, at: QPointF) -> Line | None:
        """The line that is nearest to a point, where one is near."""
        if not self._lines or not 0 <= at.x() <= len(self._axes) - 1:
            return None
        left = min(int(at.x()), max(0, len(self._axes) - 2))
        right = min(left + 1, len(self._axes) - 1)
        share = at.x() - left
        heights = self._places[:, left] * (1 - share) + self._places[:, right] * share
        away = np.abs(heights - at.y())
        if not np.isfinite(away).any() or np.nanmin(away) > _NEAR:
            return None
        return self._lines[int(np.nanargmin(away))]

    def _read_out(self, at: QPointF) -> str:
        line = self._nearest(at)
        return line.text if line is not None else ""

    def _table(self) -> Table:
        names = [axis.name for axis in self._axes]
        rows = [[line.key, *(line.values.get(name, "") for name in names)] for line in self._lines]
        return ["trial", *names], rows


class ImportancePlot(Plot):
    """Shares as bars, the largest at the top, each with its name and figure."""

    def __init__(self, name: str = "") -> None:
        self._shares: list[tuple[str, float]] = []
        self._drawn: list[object] = []
        super().__init__(name)
        for side in ("left", "bottom"):
            self.getPlotItem().hideAxis(side)
        self.data_table = lambda: (["parameter", "importance"], self._shares)

    def show_shares(self, shares: Mapping[str, float]) -> None:
        self._shares = sorted(shares.items(), key=lambda s: -s[1])
        self._draw()

    def restyle(self) -> None:
        super().restyle()
        self._draw()

    def _draw(self) -> None:
        for item in self._drawn:
            self.removeItem(item)
        self._drawn = []
        if not self._shares:
            return
        y = -np.arange(len(self._shares), dtype=float)
        widths = [share for _, share in self._shares]
        bars = pg.BarGraphItem(
            x0=0, y=y - 0.18, height=0.36, width=widths, pen=None, brush=brush("current", 0.8)
        )
        self._add(bars)
        most = max(widths) or 1.0
        for (name, share), at in zip(self._shares, y, strict=True):
            item = pg.TextItem(f"{name}   {100 * share:.0f} %", anchor=(0.0, 1.0))
            item.setFont(ui_font(CAPTION, tabular=True))
            item.setColor(QColor(colours().text))
            item.setPos(0, at + 0.16)
            self._add(item)
        rows = max(4, len(self._shares))
        self.setRange(xRange=(0, most * 1.05), yRange=(0.6 - rows, 0.7), padding=0.0)

    def _add(self, item: object) -> None:
        self.addItem(item, ignoreBounds=True)
        self._drawn.append(item)
