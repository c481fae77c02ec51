"""A plot of curves along steps, epochs or time that is zoomed by wheel, drag and keys, and drawn for the pixels there are.

Several of them can look at the same stretch: ``ranged`` says where the user went, ``show_range`` goes there. Lines are one
pixel wide, not antialiased: painting is what costs (measured: 11 ms at p99 for such lines, 81 ms for antialiased ones of
width 2). A hidden plot paints nothing, and no plot takes more than a fifth of the window's time.
"""

import math
import time
from collections.abc import Iterable
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from numpy.typing import NDArray
from PySide6.QtCore import QPoint, Qt, QTimer, Signal
from PySide6.QtGui import QHideEvent, QKeyEvent, QMouseEvent, QResizeEvent, QShowEvent, QWheelEvent

from driftdesk.ui.plots import ticks
from driftdesk.ui.plots.base import Plot
from driftdesk.ui.theme.style import CAPTION

REFRESH_MS = 50
SHARE = 4
"""A plot rests so many times as long as it took to draw."""
_STEP = 1.25
_CLOSEST = 1e-9

Floats = NDArray[np.float64]
Range = tuple[float, float]


@dataclass(frozen=True)
class Scale:
    """``axis``: step, epoch, time (seconds since a run began) or clock (seconds since 1970)."""

    axis: str = "step"
    log_x: bool = False
    log_y: bool = False

    def x(self, values: Floats) -> Floats:
        return _log(values) if self.is_log_x else values

    def y(self, values: Floats) -> Floats:
        return _log(values) if self.log_y else values

    @property
    def is_log_x(self) -> bool:
        """A date has no logarithm."""
        return self.log_x and self.axis != "clock"


def _log(values: Floats) -> Floats:
    return np.log10(np.where(values > 0, values, np.nan))


class ZoomPlot(Plot):
    """Derive from it: ``extent`` gives the ends of all curves, ``paint`` draws them."""

    ranged = Signal(object)
    """The stretch that the user wants to see, as (low, high) in units of the axis (its log10), or None: all."""
    drawn = Signal()
    """Everything is drawn that there is now."""

    def __init__(self, name: str = "") -> None:
        self._scale = Scale()
        self._range: Range | None = None
        self._dragged_from: QPoint | None = None
        self._unit = 1.0
        self._is_dirty = False
        self._rests_until = 0.0
        self._timer = QTimer(singleShot=True)
        super().__init__(name)
        self._timer.setParent(self)
        self._timer.timeout.connect(self._refresh)
        self.setFocusPolicy(Qt.FocusPolicy.StrongFocus)

    def extent(self) -> Range | None:
        """Lowest and highest x of all curves, in units of the data; None: nothing is there."""
        raise NotImplementedError

    def paint(self, within: Range, columns: int) -> Range | None:
        """Draw what lies within these x (of the data) for so many columns of pixels; returns the lowest and highest
        y of it, as it is drawn."""
        raise NotImplementedError

    @property
    def scale_now(self) -> Scale:
        return self._scale

    def set_scale(self, scale: Scale) -> None:
        if scale != self._scale:
            if (scale.axis, scale.log_x) != (self._scale.axis, self._scale.log_x):
                self._range = None
            self._scale = scale
            self.touch()

    def set_y_unit(self, unit: float) -> None:
        """Figures at the left axis are written as ``unit`` times what they are."""
        self._unit = unit
        self.getPlotItem().getAxis("left").setScale(unit)

    def show_range(self, within: Range | None) -> None:
        """Look at this stretch; None: at all, also as it grows."""
        if within != self._range:
            self._range = within
            self.touch()

    def touch(self) -> None:
        """Something is new: it is drawn soon, where it can be seen."""
        self._is_dirty = True
        if self.isVisible() and not self._timer.isActive():
            rest = (self._rests_until - time.monotonic()) * 1000
            self._timer.start(max(0, math.ceil(rest)))

    def draw_now(self) -> None:
        """Draw without waiting: before a picture is saved, and in tests."""
        self._timer.stop()
        self._is_dirty = True
        self._refresh()

    def _refresh(self) -> None:
        if not self._is_dirty:
            return
        began = time.monotonic()
        self._is_dirty = False
        ends = self.extent()
        for side in ("left", "bottom"):  # figures of the run before would stand there until the first point
            self.getPlotItem().getAxis(side).setStyle(showValues=ends is not None)
        low, high = self._range or self._whole(ends)
        within = (10**low, 10**high) if self._scale.is_log_x else (low, high)
        seen = self.paint(within, max(50, int(self.getPlotItem().getViewBox().width())))
        bottom, top = seen or (0.0, 1.0)
        margin = 0.06 * (top - bottom) or 0.06 * abs(top) or 0.5
        bottom, top = bottom - margin, top + margin
        self.setRange(xRange=(low, high), yRange=(bottom, top), padding=0.0)
        self._set_ticks(low, high)
        left = self.getPlotItem().getAxis("left")
        left.setTicks([ticks.logarithmic(bottom, top, self._unit)] if self._scale.log_y else None)
        self.after_range()
        took = time.monotonic() - began
        self._rests_until = time.monotonic() + max(REFRESH_MS / 1000, SHARE * took)
        self.drawn.emit()

    def label_room(self) -> float:
        """Pixels to keep free at the right, for names of curves."""
        return 0.0

    def after_range(self) -> None:
        """Place what depends on where the axes stand."""

    def _whole(self, ends: Range | None) -> Range:
        if ends is None:
            return (0.0, 1.0)
        low, high = ends
        if self._scale.is_log_x:
            high = max(high, 1e-12)
            low, high = math.log10(low if low > 0 else high / 1e6), math.log10(high)
        span = (high - low) or 1.0
        width = max(1.0, self.getPlotItem().getViewBox().width())
        room = min(0.4, self.label_room() / width)
        return (low - 0.01 * span, high + max(0.01, room / (1 - room)) * span)

    def _set_ticks(self, low: float, high: float) -> None:
        axis = self.getPlotItem().getAxis("bottom")
        if self._scale.is_log_x:
            axis.setTicks([ticks.logarithmic(low, high)])
        elif self._scale.axis == "clock":
            axis.setTicks([ticks.times(low, high, 4)])
        elif self._scale.axis == "time":
            axis.setTicks([ticks.spans(low, high)])
        else:
            axis.setTicks(None)

    def part(self, labels: Iterable[pg.TextItem]) -> None:
        """Move names of curves apart where they would stand on each other, and keep them inside."""
        box = self.getPlotItem().getViewBox()
        (left, right), (bottom, top) = box.viewRange()
        across, pixel = box.viewPixelSize()
        gap = 1.3 * CAPTION * pixel
        furthest = right - self.label_room() * across
        placed: list[tuple[float, float, float]] = []
        for text in sorted((t for t in labels if t.isVisible()), key=lambda t: t.pos().y()):
            begins = min(max(text.pos().x(), left), furthest)
            ends = begins + text.boundingRect().width() * across
            wanted = min(max(text.pos().y(), bottom + gap / 2), top - gap / 2)
            near = [y for first, last, y in placed if first < ends and begins < last]
            free = [wanted, *(y + gap for y in near), *(y - gap for y in near)]
            clear = [y for y in free if bottom <= y <= top and all(abs(y - n) > 0.99 * gap for n in near)]
            y = min(clear, key=lambda y: abs(y - wanted), default=wanted)
            placed.append((begins, ends, y))
            text.setPos(begins, y)

    # Where to look.

    def zoom(self, factor: float, around: float | None = None) -> None:
        """See ``factor`` times as much around a place of the axis (its middle unless said)."""
        low, high = self._shown()
        at = (low + high) / 2 if around is None else around
        self._go(at - (at - low) * factor, at + (high - at) * factor)

    def move_by(self, share: float) -> None:
        """See what lies to the side, by a share of the width."""
        low, high = self._shown()
        by = share * (high - low)
        self._go(low + by, high + by)

    def show_all(self) -> None:
        self.show_range(None)
        self.ranged.emit(None)

    def _shown(self) -> Range:
        return self._range or self._whole(self.extent())

    def _go(self, low: float, high: float) -> None:
        """Not beyond the ends, and not closer than numbers can be told apart."""
        first, last = self._whole(self.extent())
        span = min(high - low, last - first)
        if span >= last - first:
            self.show_all()
            return
        if span < _CLOSEST * max(abs(first), abs(last), 1e-12):
            return
        low = min(max(low, first), last - span)
        self.show_range((low, low + span))
        self.ranged.emit((low, low + span))

    def _x_at(self, x: float) -> float:
        return float(self.getPlotItem().getViewBox().mapSceneToView(self.mapToScene(round(x), 0)).x())

    def wheelEvent(self, event: QWheelEvent) -> None:
        turned = event.angleDelta().y() / 120
        if turned:
            self.zoom(_STEP**-turned, self._x_at(event.position().x()))
        event.accept()

    def mousePressEvent(self, event: QMouseEvent) -> None:
        if event.button() == Qt.MouseButton.LeftButton:
            self._dragged_from = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseMoveEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._dragged_from is not None and event.buttons() & Qt.MouseButton.LeftButton:
            if self._range is not None:
                self.move_by((self._dragged_from.x() - at.x()) / max(1, self.width()))
            self._dragged_from = at
        super().mouseMoveEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        self._dragged_from = None
        super().mouseReleaseEvent(event)

    def mouseDoubleClickEvent(self, event: QMouseEvent) -> None:
        self.show_all()

    def keyPressEvent(self, event: QKeyEvent) -> None:
        match event.key():
            case Qt.Key.Key_Plus | Qt.Key.Key_Equal:
                self.zoom(1 / _STEP)
            case Qt.Key.Key_Minus:
                self.zoom(_STEP)
            case Qt.Key.Key_Left:
                self.move_by(-0.1)
            case Qt.Key.Key_Right:
                self.move_by(0.1)
            case Qt.Key.Key_Home | Qt.Key.Key_0:
                self.show_all()
            case _:
                super().keyPressEvent(event)

    def resizeEvent(self, event: QResizeEvent) -> None:
        super().resizeEvent(event)
        if hasattr(self, "_timer"):
            self.touch()

    def showEvent(self, event: QShowEvent) -> None:
        super().showEvent(event)
        if self._is_dirty:
            self.touch()

    def hideEvent(self, event: QHideEvent) -> None:
        self._timer.stop()
        super().hideEvent(event)
