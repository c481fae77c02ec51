"""Two distributions of one column over each other: reference grey, current in the accent.

As histogram, as cumulative shares (ECDF) or by quantiles; categories always as paired bars.
"""

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import Any, Literal

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QLabel, QWidget

from driftdesk.core.entities import Distribution, Kind
from driftdesk.ui import figures
from driftdesk.ui.plots import shapes
from driftdesk.ui.plots.base import Plot, Table, brush, pen
from driftdesk.ui.plots.paired_bars import PAIR_HEIGHT, draw_pairs
from driftdesk.ui.plots.ticks import decades, times
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

Mode = Literal["histogram", "ecdf", "quantiles"]
TOP = 20
_NAME_ROOM = 28
"""Pixels above the bars, for the names of the sides."""


@dataclass(frozen=True)
class Side:
    """One side as it is drawn: its token of ``Colours``, its name, and its points."""

    token: str
    name: str
    distribution: Distribution
    x: Any = field(repr=False, default=None)
    y: Any = field(repr=False, default=None)


class DistributionPlot(Plot):
    """Call ``show_distributions``; either side may be missing. ``can_log`` tells whether the logarithmic option means
    anything for what is shown."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        self._items: list[Any] = []
        self._reference: Distribution | None = None
        self._current: Distribution | None = None
        self._kind = Kind.NUMERIC
        self._mode: Mode = "histogram"
        self._names = ("", "")
        self._words = ("", "", "")
        self._scattered = False
        self._log = False
        self._fitting = TOP
        self._given: Sequence[shapes.Pair] | None = None
        self._axis = ""
        self._marks_moved = False
        super().__init__(name, parent)
        self._nothing = QLabel(self)
        self._nothing.setProperty("role", "muted")
        self._nothing.setAlignment(Qt.AlignmentFlag.AlignCenter)
        self._nothing.hide()
        self.getPlotItem().getAxis("left").setTickDensity(0.35)
        self.data_table = self._table
        self.read_out = self._read_out

    def show_distributions(
        self,
        reference: Distribution | None,
        current: Distribution | None,
        kind: Kind,
        mode: Mode = "histogram",
        *,
        names: tuple[str, str] = ("", ""),
        log: bool = False,
        marks_moved: bool = False,
    ) -> None:
        """``names``: what the sides are called at their curves, such as ``("v4", "v7")``. ``marks_moved``: the bins that
        gained or lost most are marked, and categories come in the order of their change."""
        self._given, self._axis, self._marks_moved = None, "", marks_moved
        self._scattered = shapes.is_scattered(reference) or shapes.is_scattered(current)
        self._reference = reference if shapes.is_drawable(reference) else None
        self._current = current if shapes.is_drawable(current) else None
        self._kind, self._mode, self._names, self._log = kind, mode, names, log
        self._draw()

    def show_pairs(self, pairs: Sequence[shapes.Pair], axis: str, *, names: tuple[str, str]) -> None:
        """Bars of other things than shares of rows: ``axis`` says of what, per hundred."""
        self._given, self._axis, self._names, self._mode = tuple(pairs), axis, names, "histogram"
        self._reference = self._current = None
        self._scattered = False
        self._draw()

    def set_words(self, share: str, nothing: str, scattered: str) -> None:
        """What the axis of shares is called, and what stands there when there is nothing to draw: no values, or no
        value that is frequent enough."""
        self._words = (share, nothing, scattered)
        self._draw()

    @property
    def is_binned(self) -> bool:
        """Whether the values lie on a number line, so that ECDF and quantiles mean something."""
        return shapes.is_binned(self._reference or self._current)

    @property
    def can_log(self) -> bool:
        if not self.is_binned or self._kind is Kind.DATETIME:
            return False
        return self._mode == "histogram" or shapes.is_positive(self._reference, self._current)

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_nothing"):
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_nothing"):
            self._nothing.setGeometry(self.rect())
            if not self.is_binned and self._fitting != self._pairs_that_fit():
                self._draw()

    def _draw(self) -> None:
        for item in self._items:
            self.removeItem(item)
        self._items = []
        box = self.getPlotItem().getViewBox()
        empty = self._reference is None and self._current is None and not self._given
        self._nothing.setText(self._words[2 if self._scattered else 1])
        self._nothing.setVisible(empty)
        for side in ("left", "bottom"):
            self.getPlotItem().showAxis(side, not empty)
            self.getPlotItem().getAxis(side).setTicks(None)
        box.invertY(False)
        if empty:
            return
        if not self.is_binned:
            self._draw_pairs(box)
        elif self._mode == "histogram":
            self._draw_histogram(box)
        else:
            self._draw_curves(box)

    def _sides(self) -> list[Side]:
        found = []
        for token, name, one in (
            ("reference", self._names[0], self._reference),
            ("current", self._names[1], self._current),
        ):
            if one is not None:
                found.append(Side(token, name, one))
        return found

    def add_drawn(self, item: Any) -> None:
        """Add what is drawn until the next time."""
        self._items.append(item)
        self.addItem(item, ignoreBounds=isinstance(item, pg.TextItem))

    def add_label(self, text: str, token: str, x: float, y: float, anchor: tuple[float, float]) -> None:
        """Words at a point in the colour of a side, drawn until the next time."""
        colour = "muted" if token == "reference" else "accent"
        item = pg.TextItem(text, color=QColor(getattr(colours(), colour)), anchor=anchor)
        item.setFont(ui_font(CAPTION, 600, tabular=True))
        item.setPos(x, y)
        item.setZValue(50)
        self.add_drawn(item)

    # Histograms ------------------------------------------------------------------------------------------------

    def _draw_histogram(self, box: Any) -> None:
        density = not shapes.same_bins(self._reference, self._current)
        sides = []
        floor = self._floor(density)
        for side in self._sides():
            heights = shapes.bar_heights(side.distribution, density=density) * 100
            edges = shapes.finite_edges(side.distribution)
            shown = np.log10(np.maximum(heights, floor)) if self._log else heights
            sides.append(Side(side.token, side.name, side.distribution, edges, shown))
            x, y = shapes.outline(edges, shown - (np.log10(floor) if self._log else 0.0))
            y = y + (np.log10(floor) if self._log else 0.0)
            self.add_drawn(
                pg.PlotCurveItem(
                    x,
                    y,
                    pen=pen(side.token),
                    fillLevel=np.log10(floor) if self._log else 0.0,
                    brush=brush(side.token, 0.30 if side.token == "reference" else 0.16),
                )
            )
        low, high = shapes.value_range(self._reference, self._current) or (0.0, 1.0)
        base = float(np.log10(floor)) if self._log else 0.0
        top = max(float(s.y.max()) for s in sides)
        top = top if top > base else base + 1.0
        height = max(float(box.height()), 80.0)
        room = height / (height - _NAME_ROOM * (2 if self._marks_moved else 1))
        box.setRange(xRange=(low, high), yRange=(base, base + (top - base) * room), padding=0.0)
        self._name_bins(low, high, density)
        if self._log:
            self.getPlotItem().getAxis("left").setTicks([decades(base, top)])
        self._label_histogram(sides)
        if self._marks_moved and not density:
            self._mark_moved(base, base + (top - base) * room)

    def _mark_moved(self, base: float, top: float) -> None:
        """A band behind each run of bins that gained or lost most, and by how much: the second one a line lower."""
        if self._reference is None:
            return
        edges = shapes.finite_edges(self._reference)
        for place, found in enumerate(shapes.moved_ranges(self._reference, self._current)):
            low, high = float(edges[found.first]), float(edges[found.last + 1])
            token, alpha = ("current", 0.08) if found.change > 0 else ("reference", 0.16)
            sides = {"x0": [low], "x1": [high], "y0": [base], "y1": [top]}
            band = pg.BarGraphItem(**sides, pen=None, brush=brush(token, alpha))
            band.setZValue(-10)
            self.add_drawn(band)
            middle = (low + high) / 2
            along = (middle - float(edges[0])) / (float(edges[-1]) - float(edges[0]))
            self.add_label(figures.signed_percent(found.change), token, middle, top, (along, -0.7 * place))

    def _floor(self, density: bool) -> float:
        """The lowest share that a logarithmic axis shows: half of the smallest."""
        positive = [
            h[h > 0].min() * 100
            for s in self._sides()
            if (h := shapes.bar_heights(s.distribution, density=density)).any()
        ]
        return float(min(positive, default=1.0)) / 2

    def _name_bins(self, low: float, high: float, density: bool) -> None:
        self.set_axes("", self._words[0], y_unit="" if density else "%")
        if self._kind is Kind.DATETIME:
            self.getPlotItem().getAxis("bottom").setTicks([times(low, high)])

    def _label_histogram(self, sides: list[Side]) -> None:
        """Each name stands where its side is higher than the other by most."""
        if len(sides) < 2 or not any(s.name for s in sides):
            return
        same = len(sides[0].y) == len(sides[1].y)
        for side, other in (sides, sides[::-1]):
            gap = side.y - other.y if same else side.y
            at = int(np.argmax(gap))
            middle = (side.x[at] + side.x[at + 1]) / 2
            centre = (side.x[0] + side.x[-1]) / 2
            self.add_label(
                side.name, side.token, middle, float(side.y[at]), (0.0 if middle < centre else 1.0, 1.0)
            )

    # ECDF and quantiles ----------------------------------------------------------------------------------------

    def _draw_curves(self, box: Any) -> None:
        log = self._log and self.can_log
        sides = []
        for side in self._sides():
            points = shapes.ecdf(side.distribution)
            if points is None or len(points[0]) == 0:
                continue
            values = np.log10(points[0]) if log else points[0]
            x, y = (values, points[1] * 100) if self._mode == "ecdf" else (points[1] * 100, values)
            sides.append(Side(side.token, side.name, side.distribution, x, y))
            self.add_drawn(pg.PlotCurveItem(x, y, pen=pen(side.token)))
        if not sides:
            self._nothing.show()
            return
        low = min(float((s.x if self._mode == "ecdf" else s.y).min()) for s in sides)
        high = max(float((s.x if self._mode == "ecdf" else s.y).max()) for s in sides)
        central = shapes.value_range(self._reference, self._current)
        if central is not None and not log:  # a few outliers must not squeeze all others together
            low, high = max(low, central[0]), min(high, central[1])
        if high <= low:
            low, high = low - 0.5, high + 0.5
        value_axis = self.getPlotItem().getAxis("bottom" if self._mode == "ecdf" else "left")
        if self._mode == "ecdf":
            box.setRange(xRange=(low, high), yRange=(0, 104), padding=0.0)
            self.set_axes("", self._words[0], y_unit="%")
        else:
            box.setRange(xRange=(0, 100), yRange=(low, high), padding=0.02)
            self.set_axes(self._words[0], "", x_unit="%")
        if self._kind is Kind.DATETIME:
            value_axis.setTicks([times(low, high)])
        elif log:
            value_axis.setTicks([decades(low, high)])
        self._label_curves(sides)

    def _label_curves(self, sides: list[Side]) -> None:
        """The names stand at the widest gap between the curves, outside of it."""
        if len(sides) < 2 or not any(s.name for s in sides):
            return
        first, second = sides
        grid = np.linspace(max(first.x[0], second.x[0]), min(first.x[-1], second.x[-1]), 200)
        gap = np.interp(grid, first.x, first.y) - np.interp(grid, second.x, second.y)
        if self._mode == "quantiles":  # tails are steep there, and names would not fit
            gap[(grid < 10) | (grid > 85)] = 0.0
        at = int(np.argmax(np.abs(gap)))
        for side, above in ((first, gap[at] >= 0), (second, gap[at] < 0)):
            y = float(np.interp(grid[at], side.x, side.y))
            self.add_label(side.name, side.token, float(grid[at]), y, (1.05, 0.9) if above else (-0.05, 0.1))

    # Categories ------------------------------------------------------------------------------------------------

    def _pairs_that_fit(self) -> int:
        room = self.getPlotItem().getViewBox().height() or self.height() - 40
        return int(min(TOP, max(3, room // PAIR_HEIGHT)))

    def _pairs(self) -> list[shapes.Pair]:
        """As many as fit; the rest is one of them."""
        if self._given is not None:
            return list(self._given[: self._fitting])
        sides, by_change = (self._reference, self._current), self._marks_moved
        found = shapes.pairs(*sides, self._fitting, by_change=by_change)
        return (
            found
            if len(found) <= self._fitting
            else shapes.pairs(*sides, self._fitting - 1, by_change=by_change)
        )

    def _draw_pairs(self, box: Any) -> None:
        self._fitting = self._pairs_that_fit()
        self.set_axes(self._axis or self._words[0], "", x_unit="" if self._axis else "%")
        draw_pairs(self, box, self._pairs(), self._names, self._written)

    def _written(self, share: float) -> str:
        return figures.figure(100 * share) if self._axis else figures.percent(share)

    # Reading ---------------------------------------------------------------------------------------------------

    def _read_out(self, at: QPointF) -> str:
        if self._reference is None and self._current is None and not self._given:
            return ""
        if not self.is_binned:
            found = self._pairs()
            row = round(at.y())
            if not 0 <= row < len(found):
                return ""
            pair = found[row]
            return self._lines(pair.label, [pair.reference, pair.current], self._written)
        if self._mode == "histogram":
            return self._read_bin(at.x())
        log = self._log and self.can_log
        if self._mode == "ecdf":
            value = 10 ** at.x() if log else at.x()
            below = [
                None if (p := self._points(d)) is None else float(np.interp(value, p[0], p[1]))
                for d in (self._reference, self._current)
            ]
            return self._lines(f"≤ {self._value(value)}", below)
        share = min(max(at.x() / 100, 0.0), 1.0)
        values = [
            None if (p := self._points(d)) is None else float(np.interp(share, p[1], p[0]))
            for d in (self._reference, self._current)
        ]
        return self._lines(figures.percent(share), values, self._value)

    def _points(self, distribution: Distribution | None) -> tuple[Any, Any] | None:
        return None if distribution is None else shapes.ecdf(distribution)

    def _read_bin(self, x: float) -> str:
        lines: list[float | None] = []
        title = ""
        for one in (self._reference, self._current):
            if one is None:
                lines.append(None)
                continue
            edges = shapes.finite_edges(one)
            at = int(np.searchsorted(edges, x, side="right")) - 1
            inside = 0 <= at < len(one.counts)
            lines.append(float(shapes.shares(one)[at]) if inside else 0.0)
            if inside:
                title = f"{self._value(edges[at])} – {self._value(edges[at + 1])}"
        return self._lines(title, lines) if title else ""

    def _value(self, x: float) -> str:
        if self._kind is Kind.DATETIME:
            return times(x, x)[0][1]
        return figures.figure(float(x))

    def _lines(self, title: str, values: list[float | None], written: Any = figures.percent) -> str:
        named = zip(self._names, values, strict=True)
        return "\n".join([title, *(f"{n}  {written(v)}".strip() for n, v in named if v is not None)])

    def _table(self) -> Table:
        if self._given is not None:
            header = (self._axis, *self._names)
            return header, [
                (p.label, 100 * (p.reference or 0.0), 100 * (p.current or 0.0)) for p in self._given
            ]
        names = [n or t for n, t in zip(self._names, ("reference", "current"), strict=True)]
        return shapes.table(names, self._reference, self._current, TOP)
