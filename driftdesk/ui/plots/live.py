"""Curves of one run that grow while you look: a smooth line over a faint raw one."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import pyqtgraph as pg
from PySide6.QtCore import QPointF
from PySide6.QtGui import QColor, QFontMetricsF

from driftdesk.core.training.curves import Curve, Drawn, drawn
from driftdesk.ui import figures
from driftdesk.ui.plots.base import Table
from driftdesk.ui.plots.zoom import Floats, Range, ZoomPlot
from driftdesk.ui.theme.colours import colours
from driftdesk.ui.theme.style import CAPTION, ui_font

if TYPE_CHECKING:
    from driftdesk.core.storage.series import RunSeries

HUES = (
    "#2f7fd0", "#d1771f", "#1e9e77", "#c0559a", "#8a6d3b", "#6a5acd", "#5b8a9a", "#b0483a",
    "#7a9a1f", "#3f4fa8", "#a8761e", "#4d8f5b",
)  # fmt: skip
"""Curves laid over each other; neighbours told apart also by colour-blind eyes, in light and dark."""

_FAINT = 0.32


@dataclass
class _Line:
    title: str
    raw: pg.PlotCurveItem
    smooth: pg.PlotCurveItem
    dots: pg.ScatterPlotItem
    """Stand for the line where there are few points."""
    label: pg.TextItem
    curve: Curve = field(default_factory=Curve)
    shown: Drawn | None = None


class LivePlot(ZoomPlot):
    """``show_series({name: title})`` begins anew; ``extend`` adds to those names that are shown."""

    def __init__(self, name: str = "") -> None:
        self._lines: dict[str, _Line] = {}
        self._began = 0.0
        self._stretch = 0
        super().__init__(name)
        self.read_out = self._nearest
        self.data_table = self._table

    def show_series(self, titles: Mapping[str, str], began: float = 0.0) -> None:
        """Forget all points; show these series, by name and what to call them. ``began``: in seconds since 1970."""
        for line in self._lines.values():
            for item in (line.raw, line.smooth, line.dots, line.label):
                self.removeItem(item)
        self._lines, self._began = {}, began
        for name, title in titles.items():
            line = _Line(
                title,
                raw=pg.PlotCurveItem(),
                smooth=pg.PlotCurveItem(),
                dots=pg.ScatterPlotItem(size=5, pen=None),
                label=pg.TextItem(anchor=(0, 0.5)),
            )
            line.label.setFont(ui_font(CAPTION))
            line.curve.smooth_over(self._stretch)
            for item in (line.raw, line.smooth, line.dots):
                self.addItem(item, ignoreBounds=True)
            self.addItem(line.label, ignoreBounds=True)
            self._lines[name] = line
        self.restyle()

    def extend(self, series: "RunSeries") -> None:
        """More points of the run."""
        for name, line in self._lines.items():
            line.curve.extend(series, name)
        self.touch()

    def truncate(self, step: int) -> None:
        """Forget what lies behind a step."""
        for line in self._lines.values():
            line.curve.truncate(step)
        self.touch()

    def smooth_over(self, stretch: int) -> None:
        """So many steps; 0: not at all."""
        self._stretch = stretch
        for line in self._lines.values():
            line.curve.smooth_over(stretch)
        self.touch()

    @property
    def curves(self) -> Mapping[str, Curve]:
        return {name: line.curve for name, line in self._lines.items()}

    def seen(self) -> tuple[int, bool]:
        """How many points lie in what is shown, and whether only some of them are drawn."""
        shown = [line.shown for line in self._lines.values() if line.shown is not None]
        return sum(s.seen for s in shown), any(s.sampled for s in shown)

    def extent(self) -> Range | None:
        along = [self._x(line) for line in self._lines.values() if len(line.curve)]
        return (min(float(x[0]) for x in along), max(float(x[-1]) for x in along)) if along else None

    def paint(self, within: Range, columns: int) -> Range | None:
        return ends(y for line in self._lines.values() for y in self._draw(line, within, columns))

    def _x(self, line: _Line) -> Floats:
        if self.scale_now.axis == "clock":
            return line.curve.along("time") + self._began
        return line.curve.along(self.scale_now.axis)

    def _draw(self, line: _Line, within: Range, columns: int) -> Iterable[Floats]:
        scale, curve = self.scale_now, line.curve
        shown = line.shown = drawn(
            self._x(line), curve.values, curve.smooth, within, columns=columns, log=scale.is_log_x
        )
        x, y, smooth_x = scale.x(shown.x), scale.y(shown.y), scale.x(shown.smooth_x)
        smooth = scale.y(shown.smooth)
        is_smoothed = self._stretch > 0
        line.raw.setVisible(is_smoothed)
        if is_smoothed:
            line.raw.setData(x, y, connect="finite")
            line.smooth.setData(smooth_x, smooth, connect="finite")
        else:
            line.smooth.setData(x, y, connect="finite")
        few = 0 < x.size <= 2
        line.dots.setData(x, y) if few else line.dots.clear()
        ends = np.flatnonzero(np.isfinite(smooth))
        line.label.setVisible(bool(ends.size) and len(self._lines) > 1)
        if ends.size:
            line.label.setPos(smooth_x[ends[-1]], smooth[ends[-1]])
            line.label.setText(line.title)
        return y, smooth if is_smoothed else y

    def label_room(self) -> float:
        if len(self._lines) < 2:
            return 0.0
        metrics = QFontMetricsF(ui_font(CAPTION))
        return max(metrics.horizontalAdvance(line.title) for line in self._lines.values()) + 10

    def after_range(self) -> None:
        self.part(line.label for line in self._lines.values())

    def restyle(self) -> None:
        super().restyle()
        for at, (name, line) in enumerate(self._lines.items()):
            colour = self._colour(name, at)
            faint = QColor(colour)
            faint.setAlphaF(_FAINT)
            line.raw.setPen(pg.mkPen(faint, width=1))
            line.smooth.setPen(pg.mkPen(colour, width=1))
            line.dots.setBrush(pg.mkBrush(colour))
            line.label.setColor(QColor(colour))
        self.touch()

    def _colour(self, name: str, at: int) -> str:
        if name.startswith("train_"):
            return colours().reference
        return colours().current if name.startswith("validation_") or at == 0 else HUES[at % len(HUES)]

    def _nearest(self, point: QPointF) -> str:
        """The values of all series at the point's x, and the step there."""
        said = []
        at_x = 10 ** point.x() if self.scale_now.is_log_x else point.x()
        step: float | None = None
        for line in self._lines.values():
            x = self._x(line)
            if not x.size:
                continue
            at = int(np.clip(np.searchsorted(x, at_x), 0, x.size - 1))
            if at and at_x - x[at - 1] < x[at] - at_x:
                at -= 1
            step = float(line.curve.steps[at])
            value = figures.figure(float(line.curve.values[at]))
            smooth = f" ({figures.figure(float(line.curve.smooth[at]))})" if self._stretch else ""
            title = f"{line.title} " if len(self._lines) > 1 else ""
            said.append(f"{title}{value}{smooth}")
        if step is not None:
            said.append(self.tr("step {n}").format(n=figures.count(step)))
        return "   ".join(said)

    def _table(self) -> Table:
        """All points, not only those that are drawn."""
        rows = [
            (line.title, *row)
            for line in self._lines.values()
            for row in zip(
                line.curve.steps.astype(int).tolist(),
                *(line.curve.along(axis).tolist() for axis in ("epoch", "time")),
                line.curve.values.tolist(),
                line.curve.smooth.tolist(),
                strict=True,
            )
        ]
        return ("series", "step", "epoch", "seconds", "value", "smoothed"), rows


def ends(curves: Iterable[Floats]) -> Range | None:
    """Lowest and highest of all that is finite."""
    low, high = np.inf, -np.inf
    for y in curves:
        known = y[np.isfinite(y)]
        if known.size:
            low, high = min(low, float(known.min())), max(high, float(known.max()))
    return (low, high) if high >= low else None
