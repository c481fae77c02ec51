"""One metric of a model, chunk by chunk: measured and estimated, with the band of sampling and what was expected."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor
from PySide6.QtWidgets import QWidget

from driftdesk.core.entities import PerformanceChunk, PerformanceSeries, Severity
from driftdesk.ui import figures
from driftdesk.ui.plots.base import Plot, Table, brush, pen
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

_ALERTS = {Severity.WARNING: ("t1", "warning"), Severity.CRITICAL: ("d", "critical")}
_BAND = 0.16
_DEVIATIONS = 2.0
"""The band shows so many deviations of sampling to each side: 95 %."""
_SHARES = frozenset({"rmse", "mae", "mse", "mape", "log_loss", "r2"})
"""Metrics that do not end at 1."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class PlotWords:
    """In the language of the window."""

    metric: str
    measured: str
    estimated: str
    expected: str
    reference: str


class PerformancePlot(Plot):
    """Reference chunks stand grey at the left; alerts have the colour and the shape of their severity."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        self._chunks: tuple[PerformanceChunk, ...] = ()
        self._series: PerformanceSeries | None = None
        self._words = PlotWords("", "", "", "", "")
        super().__init__(name, parent)
        self._ground = pg.LinearRegionItem(movable=False)
        self._low, self._high = pg.PlotCurveItem(connect="finite"), pg.PlotCurveItem(connect="finite")
        self._top, self._bottom = pg.PlotCurveItem(connect="finite"), pg.PlotCurveItem(connect="finite")
        self._band = pg.FillBetweenItem(self._bottom, self._top)
        self._estimated = pg.PlotCurveItem(connect="finite")
        self._measured = pg.PlotCurveItem(connect="finite")
        self._dots = pg.ScatterPlotItem(pxMode=True)
        self._labels_at = {
            key: pg.TextItem() for key in ("measured", "estimated", "low", "high", "reference")
        }
        for z, item in enumerate(
            (self._ground, self._band, self._low, self._high, self._estimated, self._measured, self._dots)
        ):
            item.setZValue(z)
            self.addItem(item, ignoreBounds=True)
        for item in self._labels_at.values():
            item.setFont(ui_font(CAPTION))
            item.setZValue(20)
            self.addItem(item, ignoreBounds=True)
        self.data_table = self._table
        self.read_out = self._read_out
        self._draw()

    def show_series(
        self, chunks: Sequence[PerformanceChunk], series: PerformanceSeries | None, words: PlotWords
    ) -> None:
        """None: nothing is shown."""
        self._chunks, self._series, self._words = tuple(chunks), series, words
        self._draw()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_dots"):
            self._draw()

    def _values(self, name: str) -> Floats:
        points = self._series.points if self._series is not None else ()
        found = [getattr(p, name) for p in points]
        return np.array([np.nan if v is None else v for v in found], dtype=float)

    def _draw(self) -> None:
        x = np.arange(len(self._chunks), dtype=float)
        measured, estimated = self._values("realised"), self._values("estimated")
        low, high = self._values("low"), self._values("high")
        if self._series is None:
            x = np.empty(0)
        error = _DEVIATIONS * self._values("estimated_error")
        self._estimated.setData(x, estimated, pen=pen("current"))
        self._bottom.setData(x, estimated - error, pen=None)
        self._top.setData(x, estimated + error, pen=None)
        self._band.setBrush(brush("current", _BAND))
        self._measured.setData(x, measured, pen=pen("text"))
        for item, values in ((self._low, low), (self._high, high)):
            item.setData(*_stepped(x, values), pen=pen("muted", dashed=True))
        self._draw_ground()
        self._draw_dots(measured, estimated)
        self._range(x, np.concatenate([measured, estimated - error, estimated + error, low, high]))
        self._draw_labels(x, {"measured": measured, "estimated": estimated, "low": low, "high": high})
        self.getPlotItem().getAxis("bottom").setTicks([self._ticks()])
        self.set_axes("", self._words.metric)

    def _draw_ground(self) -> None:
        count = sum(c.is_reference for c in self._chunks) if self._series is not None else 0
        self._ground.setVisible(count > 0)
        self._ground.setRegion((-0.5, count - 0.5))
        self._ground.setBrush(brush("reference", 0.10))
        self._ground.setHoverBrush(brush("reference", 0.10))
        for edge in self._ground.lines:
            edge.setPen(pg.mkPen(None))

    def _draw_dots(self, measured: Floats, estimated: Floats) -> None:
        spots = []
        for i, chunk in enumerate(self._chunks if self._series is not None else ()):
            assert self._series is not None
            point = self._series.points[i]
            value = measured[i] if np.isfinite(measured[i]) else estimated[i]
            if not np.isfinite(value):
                continue
            symbol, token = ("o", "text" if np.isfinite(measured[i]) else "current")
            if chunk.is_reference:
                token = "reference"
            elif point.severity in _ALERTS:
                symbol, token = _ALERTS[point.severity]
            size = 11 if symbol != "o" else 6 if len(self._chunks) < 120 else 4
            spots.append(
                {"pos": (i, value), "symbol": symbol, "size": size, "brush": brush(token), "pen": None}
            )
        self._dots.setData(spots)

    def _draw_labels(self, x: Floats, lines: dict[str, Floats]) -> None:
        """Each line's name at its end; those of measured and estimated stand apart."""
        c = colours()
        texts = {
            "measured": (self._words.measured, c.text),
            "estimated": (self._words.estimated, c.current),
            "low": (self._words.expected, c.muted),
            "high": ("", c.muted),
        }
        ends = {key: _last(values) for key, values in lines.items()}
        above = (
            ends["measured"] is None
            or ends["estimated"] is None
            or ends["estimated"][1] >= ends["measured"][1]
        )
        anchors = {
            "measured": (1, -0.1) if above else (1, 1.1),
            "estimated": (1, 1.1) if above else (1, -0.1),
        }
        for key, (text, colour) in texts.items():
            item, end = self._labels_at[key], ends[key]
            item.setVisible(bool(text) and end is not None)
            if text and end is not None:
                item.setText(text)
                item.setColor(QColor(colour))
                item.setAnchor(anchors.get(key, (0, -0.05)))
                item.setPos(
                    -0.45 if key == "low" else float(end[0]) + 0.4, lines[key][0] if key == "low" else end[1]
                )
        count = sum(chunk.is_reference for chunk in self._chunks)
        item = self._labels_at["reference"]
        item.setVisible(bool(len(x)) and count > 0)
        item.setText(self._words.reference)
        item.setColor(QColor(c.muted))
        item.setAnchor((0, 0))
        item.setPos(-0.45, self.getPlotItem().getViewBox().viewRange()[1][1])

    def _range(self, x: Floats, values: Floats) -> None:
        known = values[np.isfinite(values)]
        low, high = (float(known.min()), float(known.max())) if len(known) else (0.0, 1.0)
        margin = max(0.14 * (high - low), 0.005 * max(abs(high), 1e-9))
        bottom, top = low - margin, high + margin
        if self._series is not None and self._series.metric not in _SHARES:
            top = min(top, 1.03)
        bottom = max(bottom, -0.02) if low >= 0 else bottom
        box = self.getPlotItem().getViewBox()
        box.setRange(xRange=(-0.6, max(len(x) - 0.4, 0.6)), yRange=(bottom, top), padding=0.0)

    def _ticks(self) -> list[tuple[float, str]]:
        if self._series is None:
            return []
        first = sum(c.is_reference for c in self._chunks)
        step = max(1, -(-(len(self._chunks) - first) // 8))
        return [
            (float(i), c.label) for i, c in enumerate(self._chunks) if i >= first and (i - first) % step == 0
        ]

    def _read_out(self, at: QPointF) -> str:
        i = round(at.x())
        if self._series is None or not 0 <= i < len(self._chunks):
            return ""
        chunk, point = self._chunks[i], self._series.points[i]
        rows = figures.count(chunk.rows)
        lines = [f"{chunk.label}  ({rows})"]
        for text, value, error in (
            (self._words.measured, point.realised, point.realised_error),
            (self._words.estimated, point.estimated, point.estimated_error),
        ):
            if value is not None:
                lines.append(f"{text}  {figures.figure(value)} ± {figures.figure(error)}")
        if point.low is not None:
            lines.append(
                f"{self._words.expected}  {figures.figure(point.low)} – {figures.figure(point.high)}"
            )
        return "\n".join(lines)

    def _table(self) -> Table:
        header = (
            "chunk",
            "rows",
            "labelled",
            "measured",
            "estimated",
            "estimated error",
            "low",
            "high",
            "severity",
        )
        points = self._series.points if self._series is not None else ()
        return header, [
            (
                c.label,
                c.rows,
                c.labelled,
                p.realised,
                p.estimated,
                p.estimated_error,
                p.low,
                p.high,
                p.severity.value,
            )
            for c, p in zip(self._chunks, points, strict=False)
        ]


def _stepped(x: Floats, y: Floats) -> tuple[Floats, Floats]:
    """Each value over the whole width of its chunk."""
    wide = np.column_stack([x - 0.5, x + 0.5]).ravel()
    return wide, np.repeat(y, 2)


def _last(values: Floats) -> tuple[int, float] | None:
    """The last known value, and where."""
    known = np.flatnonzero(np.isfinite(values))
    return (int(known[-1]), float(values[known[-1]])) if len(known) else None
