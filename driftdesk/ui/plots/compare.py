"""One series of many runs over each other: a few in colour with their names, all others as a faint picture."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPoint, QPointF, QRectF, Signal
from PySide6.QtGui import QColor, QFontMetricsF, QMouseEvent

from driftdesk.core.training.curves import Curve, drawn
from driftdesk.ui import figures
from driftdesk.ui.plots.base import Table
from driftdesk.ui.plots.live import HUES, ends
from driftdesk.ui.plots.spread import Bundle, Spread, bundled, density, nearest, spread
from driftdesk.ui.plots.zoom import Floats, Range, Scale, ZoomPlot
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

IN_COLOUR = len(HUES)
"""So many curves can still be told apart."""
_COLUMN, _MANY, _COLUMN_OF_MANY = 2, 100, 3
"""Pixels of a column of the picture; of so many curves and more."""
_NEAR = 24
"""Pixels from the pointer within which a curve is meant."""


@dataclass(frozen=True)
class RunCurve:
    """``began``: in seconds since 1970."""

    name: str
    curve: Curve
    began: float


class ComparePlot(ZoomPlot):
    """``show_curves`` by run id; ``highlight`` some of them. The pointer reads the nearest one; a click picks it."""

    picked = Signal(str)

    def __init__(self, name: str = "") -> None:
        self._curves: dict[str, RunCurve] = {}
        self._coloured: tuple[str, ...] = ()
        self._bundle: Bundle | None = None
        self._spread = spread(bundled({}), np.zeros(2))
        self._edges: Floats = np.zeros(2)
        self._hovered = ""
        self._pressed: QPoint | None = None
        super().__init__(name)
        self._picture = pg.ImageItem(axisOrder="row-major")
        self.addItem(self._picture, ignoreBounds=True)
        self._lines = [pg.PlotCurveItem() for _ in range(IN_COLOUR)]
        self._names = [pg.TextItem(anchor=(0, 0.5)) for _ in range(IN_COLOUR)]
        self._over = pg.PlotCurveItem()
        self._over.setZValue(50)
        for item in (*self._lines, self._over, *self._names):
            self.addItem(item, ignoreBounds=True)
        for text in self._names:
            text.setFont(ui_font(CAPTION))
            text.setZValue(40)
        self.read_out = self._read_out
        self.data_table = self._table
        self.restyle()

    def show_curves(self, curves: Mapping[str, RunCurve]) -> None:
        """Other runs, or another series of them."""
        self._curves, self._bundle, self._hovered = dict(curves), None, ""
        self.touch()

    def highlight(self, run_ids: Sequence[str]) -> None:
        """These in colour, in this order, at most ``IN_COLOUR``; the others faint."""
        self._coloured = tuple(run_ids)[:IN_COLOUR]
        self.touch()

    def set_scale(self, scale: Scale) -> None:
        self._bundle = None
        super().set_scale(scale)

    @property
    def coloured(self) -> list[str]:
        """Those that are drawn in colour."""
        return [run_id for run_id in self._coloured if run_id in self._curves]

    def extent(self) -> Range | None:
        along = [self._x(c) for c in self._curves.values() if len(c.curve)]
        return (min(float(x[0]) for x in along), max(float(x[-1]) for x in along)) if along else None

    def paint(self, within: Range, columns: int) -> Range | None:
        self._edges = self._columns(within, columns)
        if self._bundle is None:
            self._bundle = bundled({k: (self._x(c), c.curve.smooth) for k, c in self._curves.items()})
        found = spread(self._bundle, self._edges)
        scale = self.scale_now
        self._spread = Spread(found.keys, scale.y(found.low), scale.y(found.high))
        seen = ends([self._spread.low, self._spread.high])
        self._draw_picture(within, seen)
        self._draw_lines(within, columns)
        self._draw_hovered(within, columns)
        return seen

    def _columns(self, within: Range, columns: int) -> Floats:
        count = max(2, columns // (_COLUMN if len(self._curves) < _MANY else _COLUMN_OF_MANY)) + 1
        if self.scale_now.is_log_x:
            return np.geomspace(max(within[0], 1e-300), max(within[1], 1e-299), count)
        return np.linspace(*within, count)

    def _x(self, run: RunCurve) -> Floats:
        if self.scale_now.axis == "clock":
            return run.curve.along("time") + run.began
        return run.curve.along(self.scale_now.axis)

    def _draw_picture(self, within: Range, seen: Range | None) -> None:
        """Where all curves lie: the darker, the more of them."""
        faint = len(self._curves) > len(self.coloured)
        self._picture.setVisible(faint and seen is not None)
        if not faint or seen is None:
            return
        height = max(50, int(self.getPlotItem().getViewBox().height()))
        margin = 0.5 / height * ((seen[1] - seen[0]) or 1.0)
        bottom, top = seen[0] - margin, seen[1] + margin
        counted = density(self._spread, bottom, top, height)
        most = max(2, int(counted.max()))
        shades = np.zeros(most + 1)
        strongest = 0.4 if self.coloured else 0.85
        shades[1:] = 0.14 + (strongest - 0.14) * np.log(np.arange(1, most + 1)) / np.log(most)
        ink = QColor(colours().reference if self.coloured else colours().current)
        picture = np.empty((*counted.shape, 4), np.uint8)
        picture[..., :3] = ink.red(), ink.green(), ink.blue()
        picture[..., 3] = (255 * shades).astype(np.uint8)[counted]
        low, high = self.scale_now.x(np.array(within))
        self._picture.setImage(picture, autoLevels=False)
        self._picture.setRect(QRectF(low, bottom, high - low, top - bottom))

    def _draw_lines(self, within: Range, columns: int) -> None:
        shown = self.coloured
        for at, (item, text) in enumerate(zip(self._lines, self._names, strict=True)):
            item.setVisible(at < len(shown))
            text.setVisible(at < len(shown))
            if at < len(shown):
                run = self._curves[shown[at]]
                x, y = self._line(run, within, columns)
                item.setData(x, y, connect="finite")
                known = np.flatnonzero(np.isfinite(y))
                text.setVisible(bool(known.size))
                if known.size:
                    text.setText(run.name)
                    text.setPos(x[known[-1]], y[known[-1]])

    def _line(self, run: RunCurve, within: Range, columns: int) -> tuple[Floats, Floats]:
        scale, smooth = self.scale_now, run.curve.smooth
        made = drawn(self._x(run), smooth, smooth, within, columns=columns, log=scale.is_log_x)
        return scale.x(made.x), scale.y(made.y)

    def _draw_hovered(self, within: Range, columns: int) -> None:
        run = self._curves.get(self._hovered)
        self._over.setVisible(run is not None)
        if run is not None:
            self._over.setData(*self._line(run, within, columns), connect="finite")

    def label_room(self) -> float:
        metrics = QFontMetricsF(ui_font(CAPTION))
        return max((metrics.horizontalAdvance(self._curves[k].name) + 10 for k in self.coloured), default=0.0)

    def after_range(self) -> None:
        self.part(self._names)

    def restyle(self) -> None:
        super().restyle()
        if not hasattr(self, "_over"):
            return
        for hue, line, text in zip(HUES, self._lines, self._names, strict=True):
            shade = QColor(hue).lighter(135) if colours().dark else QColor(hue)
            line.setPen(pg.mkPen(shade, width=1))
            text.setColor(shade)
        self._over.setPen(pg.mkPen(colours().text, width=1))
        self.touch()

    # The pointer.

    def hover(self, run_id: str) -> None:
        """Draw this run above the others; empty: none."""
        if run_id != self._hovered:
            self._hovered = run_id
            low, high = self.getPlotItem().getViewBox().viewRange()[0]
            within = (10**low, 10**high) if self.scale_now.is_log_x else (low, high)
            self._draw_hovered(within, max(50, int(self.getPlotItem().getViewBox().width())))

    def run_at(self, point: QPointF) -> str:
        """The run whose curve is close to a point of the plot, or nothing."""
        x = 10 ** point.x() if self.scale_now.is_log_x else point.x()
        found = nearest(self._spread, int(self._edges.searchsorted(x)) - 1, point.y())
        pixel = self.getPlotItem().getViewBox().viewPixelSize()[1]
        return found[0] if found is not None and found[1] <= _NEAR * pixel else ""

    def _read_out(self, point: QPointF) -> str:
        self.hover(self.run_at(point))
        run = self._curves.get(self._hovered)
        if run is None:
            return ""
        x = self._x(run)
        at = int(np.abs(x - (10 ** point.x() if self.scale_now.is_log_x else point.x())).argmin())
        value = figures.figure(float(run.curve.values[at]))
        step = self.tr("step {n}").format(n=figures.count(run.curve.steps[at]))
        return f"{run.name}   {value}   {step}"

    def mousePressEvent(self, event: QMouseEvent) -> None:
        self._pressed = event.position().toPoint()
        super().mousePressEvent(event)

    def mouseReleaseEvent(self, event: QMouseEvent) -> None:
        at = event.position().toPoint()
        if self._pressed is not None and (at - self._pressed).manhattanLength() < 4:
            box = self.getPlotItem().getViewBox()
            run_id = self.run_at(box.mapSceneToView(self.mapToScene(at)))
            if run_id:
                self.picked.emit(run_id)
        self._pressed = None
        super().mouseReleaseEvent(event)

    def _table(self) -> Table:
        """All points of all runs that are kept here."""
        rows = [
            (run.name, *row)
            for run in self._curves.values()
            for row in zip(
                run.curve.steps.astype(int).tolist(),
                *(run.curve.along(axis).tolist() for axis in ("epoch", "time")),
                run.curve.values.tolist(),
                run.curve.smooth.tolist(),
                strict=True,
            )
        ]
        return ("run", "step", "epoch", "seconds", "value", "smoothed"), rows
