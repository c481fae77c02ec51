"""Drift of one column, or of the strongest, over the versions: statistic over threshold, so that 1 is the line."""

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


@dataclass(frozen=True)
class TimelineDot:
    """``label`` names the version; ``strength`` None: too few rows to say."""

    label: str
    strength: float | None
    severity: Severity
    figure: str = ""


class TimelinePlot(Plot):
    """``dot_clicked`` carries the label of the version that was clicked."""

    dot_clicked = Signal(str)

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        self._dots: tuple[TimelineDot, ...] = ()
        self._words = ("", "")
        super().__init__(name, parent)
        self._line = pg.PlotCurveItem()
        self._points = pg.ScatterPlotItem(pxMode=True, hoverable=False)
        self.addItem(self._line)
        self.addItem(self._points)
        self._points.sigClicked.connect(self._on_clicked)
        self.data_table = self._table
        self.read_out = self._read_out

    def set_words(self, axis: str, threshold: str) -> None:
        self._words = (axis, threshold)
        self._draw()

    def show_timeline(self, dots: Sequence[TimelineDot]) -> None:
        """One dot a version, in order."""
        self._dots = tuple(dots)
        self._draw()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_points"):
            self._draw()

    def _draw(self) -> None:
        known = [(i, d) for i, d in enumerate(self._dots) if d.strength is not None]
        x = np.array([i for i, _ in known], dtype=float)
        y = np.array([d.strength for _, d in known], dtype=float)
        self._line.setData(x, y, pen=pen("reference"))
        self._points.setData(
            [
                {
                    "pos": (i, d.strength),
                    "brush": brush(_TOKENS[d.severity]),
                    "pen": None,
                    "size": 9,
                    "symbol": _SYMBOLS.get(d.severity, "o"),
                    "data": d.label,
                }
                for i, d in known
            ]
        )
        self.clear_thresholds()
        if self._dots:
            self.add_threshold(1.0, self._words[1])
        self.getPlotItem().getAxis("bottom").setTicks([self._ticks()])
        top = max([1.5, *y.tolist()])
        self.getPlotItem().getViewBox().setRange(
            xRange=(-0.4, max(len(self._dots) - 0.6, 0.6)), yRange=(0, top * 1.12), padding=0.0
        )
        self.set_axes("", self._words[0])

    def _ticks(self) -> list[tuple[float, str]]:
        step = max(1, len(self._dots) // 12)
        return [(float(i), d.label) for i, d in enumerate(self._dots) if i % step == 0]

    def _on_clicked(self, _plot: object, spots: Sequence[pg.SpotItem]) -> None:
        if len(spots):
            self.dot_clicked.emit(spots[0].data())

    def _read_out(self, at: QPointF) -> str:
        i = round(at.x())
        if not 0 <= i < len(self._dots):
            return ""
        dot = self._dots[i]
        return f"{dot.label}  {dot.figure or figures.figure(dot.strength)}"

    def _table(self) -> Table:
        return ("version", "strength", "severity"), [
            (d.label, d.strength, d.severity.value) for d in self._dots
        ]
