"""One column over the points of a timeline: its statistic, and its thresholds as lines."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF, Signal
from PySide6.QtWidgets import QWidget

from driftdesk.core.entities import Severity
from driftdesk.ui import figures
from driftdesk.ui.plots.base import Plot, Table, brush, pen

_TOKENS = {
    Severity.NONE: "reference",
    Severity.INSUFFICIENT_DATA: "reference",
    Severity.WARNING: "warning",
    Severity.CRITICAL: "critical",
}
_SYMBOLS = {Severity.WARNING: "t1", Severity.CRITICAL: "d"}
_MANY, _LARGE, _SMALL = 120, 9, 6


@dataclass(frozen=True)
class TimelineDot:
    """``label`` names the point; ``value`` None: too few rows to say."""

    label: str
    value: float | None
    severity: Severity
    figure: str = ""


class TimelinePlot(Plot):
    """``dot_clicked`` carries the label of the point that was clicked."""

    dot_clicked = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        self._dots: tuple[TimelineDot, ...] = ()
        self._axis = ""
        self._limits: tuple[tuple[float, str], ...] = ()
        super().__init__(name, parent)
        self._line = pg.PlotCurveItem(connect="finite")
        self._points = pg.ScatterPlotItem(pxMode=True, hoverable=False)
        self.addItem(self._line)
        self.addItem(self._points)
        self._points.sigClicked.connect(self._on_clicked)
        self.data_table = self._table
        self.read_out = self._read_out

    def show_timeline(
        self, dots: Sequence[TimelineDot], axis: str, thresholds: Sequence[tuple[float, str]]
    ) -> None:
        """One dot a point, in order; ``axis`` names what their values are, ``thresholds`` are values with words."""
        self._dots, self._axis, self._limits = tuple(dots), axis, tuple(thresholds)
        self._draw()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_points"):
            self._draw()

    def _draw(self) -> None:
        y = np.array([np.nan if d.value is None else d.value for d in self._dots], dtype=float)
        self._line.setData(np.arange(y.size, dtype=float), y, pen=pen("reference"))
        size = _LARGE if y.size <= _MANY else _SMALL
        self._points.setData(
            [
                {
                    "pos": (i, d.value),
                    "brush": brush(_TOKENS[d.severity]),
                    "pen": None,
                    "size": size,
                    "symbol": _SYMBOLS.get(d.severity, "o"),
                    "data": d.label,
                }
                for i, d in enumerate(self._dots)
                if d.value is not None
            ]
        )
        self.clear_thresholds()
        for i, (value, text) in enumerate(self._limits if self._dots else ()):
            self.add_threshold(value, text, at_start=i == 0 and len(self._limits) > 1)
        self.getPlotItem().getAxis("bottom").setTicks([self._ticks()])
        known = y[np.isfinite(y)]
        top = max([*known.tolist(), *(1.2 * value for value, _ in self._limits)], default=1.0) or 1.0
        margin = max(0.4, 0.01 * y.size)
        self.getPlotItem().getViewBox().setRange(
            xRange=(-margin, max(y.size - 1 + margin, 0.6)), yRange=(0, top * 1.12), padding=0.0
        )
        self.set_axes("", self._axis)

    def _ticks(self) -> list[tuple[float, str]]:
        step = max(1, -(-len(self._dots) // 10))
        return [(float(i), d.label) for i, d in enumerate(self._dots) if i % step == 0]

    def _on_clicked(self, _plot: object, spots: Sequence[pg.SpotItem]) -> None:
        if len(spots):
            self.dot_clicked.emit(spots[0].data())

    def _read_out(self, at: QPointF) -> str:
        i = round(at.x())
        if not 0 <= i < len(self._dots):
            return ""
        dot = self._dots[i]
        return f"{dot.label}  {dot.figure or figures.figure(dot.value)}"

    def _table(self) -> Table:
        return ("point", self._axis, "severity"), [(d.label, d.value, d.severity.value) for d in self._dots]
