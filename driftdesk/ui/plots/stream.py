"""A stream as a line with a faint band, and below it the alarms of each detector as ticks in a row of its own."""

import math
from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QResizeEvent
from PySide6.QtWidgets import QWidget

from driftdesk.ui import figures
from driftdesk.ui.plots.base import Plot, Table, brush, pen
from driftdesk.ui.theme.colours import colours

_ROW = 15
"""Pixels from one row of alarms to the next."""
_CHROME = 44
"""Pixels of the plot's height that its axis takes."""
_BAND = 0.16
_TICK = 0.34
"""Half a tick's height, of a row."""
_NEAR = 4
"""Pixels from the pointer within which an alarm is read."""

Floats = NDArray[np.float64]


@dataclass(frozen=True)
class AlarmRow:
    """``positions``: of its alarms, as rows of the stream; ``moments`` the values of what orders it, or none. ``title``
    names the detector; a dummy is grey. ``everywhere``: at each row."""

    title: str
    positions: tuple[int, ...]
    moments: tuple[str, ...] = ()
    is_dummy: bool = False
    everywhere: bool = False


@dataclass(frozen=True)
class StreamCurve:
    """Mean, 10 % and 90 % quantile of equal stretches of ``rows`` rows."""

    rows: int
    middle: tuple[float | None, ...]
    low: tuple[float | None, ...]
    high: tuple[float | None, ...]


class StreamPlot(Plot):
    """``show_stream`` shows another one; the pointer reads rows, means and alarms."""

    def __init__(self, name: str = "", parent: QWidget | None = None) -> None:
        self._curve = StreamCurve(0, (), (), ())
        self._alarms: tuple[AlarmRow, ...] = ()
        self._axis = ("", "")
        super().__init__(name, parent)
        self._top, self._bottom = pg.PlotCurveItem(connect="finite"), pg.PlotCurveItem(connect="finite")
        self._band = pg.FillBetweenItem(self._bottom, self._top)
        self._line = pg.PlotCurveItem(connect="finite")
        self._ticks = pg.PlotCurveItem(connect="pairs")
        self._grey = pg.PlotCurveItem(connect="pairs")
        for item in (self._top, self._bottom, self._band, self._line, self._grey, self._ticks):
            self.addItem(item, ignoreBounds=True)
        self.data_table = self._table
        self.read_out = self._read_out
        self._draw()

    def show_stream(self, curve: StreamCurve, alarms: Sequence[AlarmRow], *, rows: str, value: str) -> None:
        """``rows`` and ``value`` name the axes."""
        self._curve, self._alarms, self._axis = curve, tuple(alarms), (rows, value)
        self._draw()

    def restyle(self) -> None:
        super().restyle()
        if hasattr(self, "_grey"):
            self._draw()

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_grey"):
            self._draw()

    def _draw(self) -> None:
        middle, low, high = (_floats(v) for v in (self._curve.middle, self._curve.low, self._curve.high))
        x = self._middles(middle.size)
        for item, values in ((self._line, middle), (self._bottom, low), (self._top, high)):
            item.setData(x, values)
        self._line.setPen(pen("current"))
        for edge in (self._bottom, self._top):
            edge.setPen(pg.mkPen(None))
        self._band.setBrush(brush("current", _BAND))
        known = np.concatenate([v[np.isfinite(v)] for v in (middle, low, high)])
        least, most = (float(known.min()), float(known.max())) if known.size else (0.0, 1.0)
        span = (most - least) or max(abs(most), 1.0)
        self._floor, self._step = least - 0.06 * span, self._row_step(1.12 * span)
        self._draw_alarms()
        bottom = self._floor - self._step * len(self._alarms)
        box = self.getPlotItem().getViewBox()
        box.setRange(xRange=(0, max(1, self._curve.rows)), yRange=(bottom, most + 0.06 * span), padding=0.0)
        self._name_rows(least, most)
        self.set_axes(*self._axis)

    def _middles(self, size: int) -> Floats:
        return (np.arange(size, dtype=float) + 0.5) * self._curve.rows / max(1, size)

    def _row_step(self, span: float) -> float:
        """A row's height in the unit of the stream, so that it is ``_ROW`` pixels high whatever the plot's size."""
        room: int = max(self.height() - _CHROME, 2 * _ROW)
        rows = min(_ROW * len(self._alarms), 0.6 * room)
        return float(span * rows / (room - rows) / max(1, len(self._alarms)))

    def _middle_of(self, row: int) -> float:
        return self._floor - self._step * (row + 0.5)

    def _draw_alarms(self) -> None:
        for item, dummies, token in ((self._ticks, False, "text"), (self._grey, True, "reference")):
            xs: list[float] = []
            ys: list[float] = []
            for row, alarms in enumerate(self._alarms):
                if alarms.is_dummy is not dummies:
                    continue
                at = self._middle_of(row)
                if alarms.everywhere:
                    xs += [0.0, float(self._curve.rows)]
                    ys += [at, at]
                for position in alarms.positions:
                    xs += [float(position)] * 2
                    ys += [at - _TICK * self._step, at + _TICK * self._step]
            item.setData(np.array(xs), np.array(ys))
            item.setPen(pg.mkPen(QColor(getattr(colours(), token)), width=1))

    def _name_rows(self, least: float, most: float) -> None:
        """Detectors name their rows; above stand a few figures of the stream."""
        named = [(self._middle_of(i), a.title) for i, a in enumerate(self._alarms)]
        self.getPlotItem().getAxis("left").setTicks([named + _figures(least, most)])

    def _read_out(self, at: QPointF) -> str:
        row = round(at.x())
        if not self._curve.middle or not 0 <= row < max(1, self._curve.rows):
            return ""
        stretch = min(int(row * len(self._curve.middle) / self._curve.rows), len(self._curve.middle) - 1)
        said = [f"{self._axis[0]} {figures.count(row)}"]
        mean = self._curve.middle[stretch]
        low, high = self._curve.low[stretch], self._curve.high[stretch]
        said.append(f"{figures.figure(mean)}  ({figures.figure(low)} – {figures.figure(high)})")
        which = math.floor((self._floor - at.y()) / self._step) if self._step else -1
        if 0 <= which < len(self._alarms):
            return self._read_alarm(self._alarms[which], at.x())
        return "\n".join(said)

    def _read_alarm(self, alarms: AlarmRow, x: float) -> str:
        """The alarm under the pointer, or only whose row it is."""
        if not alarms.positions:
            return alarms.title
        positions = np.asarray(alarms.positions, dtype=float)
        nearest = int(np.abs(positions - x).argmin())
        pixel = self.getPlotItem().getViewBox().viewPixelSize()[0]
        if abs(positions[nearest] - x) > _NEAR * pixel:
            return alarms.title
        where = f"{self._axis[0]} {figures.count(alarms.positions[nearest])}"
        moment = alarms.moments[nearest] if nearest < len(alarms.moments) else ""
        return "\n".join(filter(None, (alarms.title, where, moment)))

    def _table(self) -> Table:
        x = self._middles(len(self._curve.middle))
        curve = [
            ("stream", round(at), *values)
            for at, values in zip(
                x, zip(self._curve.middle, self._curve.low, self._curve.high, strict=True), strict=True
            )
        ]
        alarms = [(a.title, position, None, None, None) for a in self._alarms for position in a.positions]
        return ("what", "row", "mean", "10 %", "90 %"), [*curve, *alarms]


def _floats(values: Sequence[float | None]) -> Floats:
    return np.array([np.nan if v is None else v for v in values], dtype=float)


def _figures(least: float, most: float) -> list[tuple[float, str]]:
    """Two to four round figures between the two."""
    if most <= least:
        return [(least, figures.figure(least))]
    rough = (most - least) / 3
    power = 10.0 ** math.floor(math.log10(rough))
    step = next(m * power for m in (1, 2, 5, 10) if m * power >= rough)
    first = math.ceil(least / step - 1e-9)
    last = math.floor(most / step + 1e-9)
    return [(i * step, figures.figure(i * step)) for i in range(first, last + 1)]
