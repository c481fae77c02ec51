"""How well a model ranks (ROC), or how close its figures come (truth against prediction)."""

from collections.abc import Sequence

import numpy as np
import pyqtgraph as pg

from driftdesk.ui.plots.base import Plot, Table, brush, pen


class CurvePlot(Plot):
    """A line with the diagonal that it is to be held against."""

    def __init__(self) -> None:
        super().__init__()
        self._points: Sequence[tuple[float, float]] = ()
        self._diagonal = pg.PlotCurveItem()
        self._line = pg.PlotCurveItem()
        self._cloud = pg.ScatterPlotItem(size=4, pen=None)
        for item in (self._diagonal, self._line, self._cloud):
            self.addItem(item)
        self.data_table = self._table
        self.restyle()

    def show_roc(self, points: Sequence[tuple[float, float]]) -> None:
        """``points``: (false positive rate, true positive rate), ascending."""
        self._points = points
        self.set_axes(self.tr("false positive rate"), self.tr("true positive rate"))
        self._line.setData(*np.asarray(points, dtype=float).reshape(-1, 2).T)
        self._cloud.setData([], [])
        self._diagonal.setData([0, 1], [0, 1])
        self.setRange(xRange=(0, 1), yRange=(0, 1))

    def show_residuals(self, points: Sequence[tuple[float, float]]) -> None:
        """``points``: (truth, prediction), in units of the target."""
        self._points = points
        self.set_axes(self.tr("truth"), self.tr("prediction"))
        array = np.asarray(points, dtype=float).reshape(-1, 2)
        self._line.setData([], [])
        self._cloud.setData(array[:, 0], array[:, 1])
        low, high = (float(array.min()), float(array.max())) if len(array) else (0.0, 1.0)
        self._diagonal.setData([low, high], [low, high])
        self.setRange(xRange=(low, high), yRange=(low, high))

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_cloud"):
            self._diagonal.setPen(pen("reference", dashed=True))
            self._line.setPen(pen("current"))
            self._cloud.setBrush(brush("current", 0.5))

    def _table(self) -> Table:
        return ("x", "y"), [(x, y) for x, y in self._points]
