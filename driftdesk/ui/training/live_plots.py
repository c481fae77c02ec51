"""The plots of one run beside each other: loss and metric large, the others small; all look at the same stretch."""

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np
from PySide6.QtCore import QCoreApplication, QEvent, Qt, Signal
from PySide6.QtWidgets import QFrame, QGridLayout, QScrollArea, QSizePolicy, QVBoxLayout, QWidget

from driftdesk.core.training.comparing import NOT_COMPARED, is_lower_better
from driftdesk.core.training.curves import Curve, stretch_of
from driftdesk.ui import figures
from driftdesk.ui.plots.live import LivePlot
from driftdesk.ui.plots.zoom import Range, Scale
from driftdesk.ui.theme.style import S
from driftdesk.ui.training import words
from driftdesk.ui.widgets.basics import ElidedLabel

if TYPE_CHECKING:
    from driftdesk.core.storage.series import RunSeries

LOWEST = 104
"""Pixels of a plot's height, without its caption; where there is less room, the plots scroll."""
_EXACT = ("learning_rate", "memory")
"""Smoothing would only be late there: nothing in them is noise."""
_MEASURED = ("learning_rate", "gradient_norm", "rows_per_second", "memory")

translate = QCoreApplication.translate


def plot_of(series: str) -> str:
    """The plot that a series stands in: ``train_loss`` and ``validation_loss`` in ``loss``."""
    return series.removeprefix("train_").removeprefix("validation_")


def plot_title(name: str) -> str:
    known = {
        "learning_rate": translate("training", "Learning rate"),
        "gradient_norm": translate("training", "Gradient norm"),
        "rows_per_second": translate("training", "Rows per second"),
        "memory": translate("training", "Memory"),
    }
    return known.get(name) or words.metric(name)


def ordered(names: Sequence[str], metric: str) -> list[str]:
    """Plots in the order in which they are looked at: loss, the metric of the model, other metrics, what was measured."""
    first = ["loss", metric]
    others = sorted(n for n in {*names} if n not in first and n not in _MEASURED)
    return [n for n in (*first, *others, *_MEASURED) if n in names]


def best_and_last(name: str, curve: Curve) -> str:
    """``best 0.912 at step 300, last 0.908``; of what is not judged only the last. Empty where there is no figure."""
    known = np.flatnonzero(np.isfinite(curve.values))
    if not known.size:
        return ""
    last = _figure(name, float(curve.values[known[-1]]))
    if plot_of(name) in NOT_COMPARED:
        return translate("training", "last {value}").format(value=last)
    values = curve.values[known]
    best = int(known[values.argmin() if is_lower_better(name) else values.argmax()])
    return translate("training", "best {value} at step {step}, last {last}").format(
        value=_figure(name, float(curve.values[best])), step=figures.count(curve.steps[best]), last=last
    )


def _figure(name: str, value: float) -> str:
    return figures.byte_count(value) if name == "memory" else figures.figure(value)


class LivePlots(QScrollArea):
    """``begin`` another run, ``add`` its points, ``choose`` what is shown of it."""

    ranged = Signal(object)
    drawn = Signal()
    found = Signal()
    """The run has a plot that it had not before."""

    def __init__(self) -> None:
        super().__init__()
        self.setFrameShape(QFrame.Shape.NoFrame)
        self.setWidgetResizable(True)
        self.setHorizontalScrollBarPolicy(Qt.ScrollBarPolicy.ScrollBarAlwaysOff)
        self._metric = ""
        self._began = 0.0
        self._hidden: frozenset[str] = frozenset()
        self._series: dict[str, list[str]] = {}
        """By plot, its series: those that the run has."""
        self._parts: list[RunSeries] = []
        self._share = 0.0
        self._scale = Scale()
        self._within: Range | None = None
        self.plots: dict[str, LivePlot] = {}
        self._cells: dict[str, tuple[QWidget, ElidedLabel, ElidedLabel]] = {}
        self._ground = QWidget()
        self._ground.setProperty("area", "surface")
        self._grid = QGridLayout(self._ground)
        self._grid.setContentsMargins(0, 0, 0, 0)
        self._grid.setSpacing(S)
        self.setWidget(self._ground)

    def begin(self, metric: str, began: float) -> None:
        """Nothing is shown until there are points. ``began``: in seconds since 1970."""
        self._metric, self._began = metric, began
        self._parts, self._series, self._within = [], {}, None
        for plot in self.plots.values():
            plot.show_series({})

    def add(self, part: "RunSeries") -> None:
        """More points, behind those that are there."""
        self._parts.append(part)
        new = [n for n in part.values if n not in self._series.get(plot_of(n), ())]
        for name in sorted(new):
            self._series.setdefault(plot_of(name), []).append(name)
        if new:
            self._arrange({plot_of(n) for n in new})
            self.found.emit()
        else:
            for plot in self.plots.values():
                plot.extend(part)
        self._smooth()
        self._caption()

    def truncate(self, step: int) -> int:
        """A resumed run makes again what lies behind this step. Returns how many points are left."""
        self._parts = [p.cut(0, int(p.steps.searchsorted(step, side="right"))) for p in self._parts]
        for plot in self.plots.values():
            plot.truncate(step)
        return sum(len(p) for p in self._parts)

    def available(self) -> list[str]:
        """The plots that this run has."""
        return ordered([*self._series], self._metric)

    def shown(self) -> list[str]:
        return [n for n in self.available() if not self._is_hidden(n)]

    def choose(self, hidden: frozenset[str]) -> None:
        """Leave these plots out. Metrics by which the model is not judged are left out unless ``+name`` stands there."""
        self._hidden = hidden
        self._arrange(set())

    def _is_hidden(self, name: str) -> bool:
        if name in ("loss", self._metric, *_MEASURED):
            return name in self._hidden
        return f"+{name}" not in self._hidden

    def set_scale(self, scale: Scale) -> None:
        self._scale = scale
        for plot in self.plots.values():
            plot.set_scale(scale)
        self._name_axes()

    def smooth(self, share: float) -> None:
        self._share = share
        self._smooth()

    @property
    def stretch(self) -> int:
        """So many steps are smoothed over."""
        return stretch_of(
            self._share, max((float(p.steps[-1]) for p in self._parts[-1:] if len(p)), default=0)
        )

    def curve(self, series: str) -> Curve | None:
        plot = self.plots.get(plot_of(series))
        return plot.curves.get(series) if plot is not None else None

    def show_range(self, within: Range | None) -> None:
        self._within = within
        for plot in self.plots.values():
            plot.show_range(within)

    def _smooth(self) -> None:
        stretch = self.stretch
        for name, plot in self.plots.items():
            plot.smooth_over(0 if name in _EXACT else stretch)

    def _arrange(self, changed: set[str]) -> None:
        """Two columns; two plots and fewer one below the other. Plots that are new, or have new series, begin anew."""
        shown = self.shown()
        for name, (cell, _, _) in self._cells.items():
            self._grid.removeWidget(cell)
            cell.setVisible(name in shown)
        for row in range(self._grid.rowCount()):
            self._grid.setRowStretch(row, 0)
        across = 1 if len(shown) <= 2 else 2
        self._grid.setColumnStretch(0, 1)
        self._grid.setColumnStretch(1, across - 1)
        for at, name in enumerate(shown):
            is_new = name not in self.plots
            if is_new:
                self._make(name)
            plot = self.plots[name]
            if is_new or name in changed or not plot.curves:
                plot.show_series({s: words.series(s) for s in self._series[name]}, self._began)
                for part in self._parts:
                    plot.extend(part)
            wide = across == 2 and at == len(shown) - 1 and at % 2 == 0
            self._grid.addWidget(self._cells[name][0], at // across, at % across, 1, 2 if wide else 1)
            self._cells[name][0].show()
            self._grid.setRowStretch(at // across, 3 if at < 2 else 2)
        self._smooth()
        self._name_axes()
        self._caption()

    def _make(self, name: str) -> None:
        plot = self.plots[name] = LivePlot(plot_title(name))
        plot.setMinimumHeight(LOWEST)
        if name == "memory":
            plot.set_y_unit(1e-6)
        plot.set_scale(self._scale)
        plot.show_range(self._within)
        plot.ranged.connect(self._on_ranged)
        plot.drawn.connect(self.drawn)
        cell = QWidget()
        cell.setSizePolicy(QSizePolicy.Policy.Ignored, QSizePolicy.Policy.Expanding)
        title = ElidedLabel("", "caption", mode=Qt.TextElideMode.ElideRight)
        said = ElidedLabel("", "muted", mode=Qt.TextElideMode.ElideRight)
        column = QVBoxLayout(cell)
        column.setContentsMargins(0, 0, 0, 0)
        column.setSpacing(0)
        column.addWidget(title)
        column.addWidget(said)
        column.addWidget(plot, 1)
        self._cells[name] = (cell, title, said)

    def _on_ranged(self, within: Range | None) -> None:
        self.show_range(within)
        self.ranged.emit(within)

    def _caption(self) -> None:
        for name in self.shown():
            _, title, said = self._cells[name]
            hint = "" if name in NOT_COMPARED or name == "loss" else f" ({words.better_hint(name)})"
            title.setText(f"{plot_title(name)}{hint}")
            curves = self.plots[name].curves
            told = [(s, best_and_last(s, c)) for s, c in curves.items()]
            lines = [t if len(told) == 1 else f"{words.series(s)}: {t}" for s, t in told if t]
            if len(lines) > 1:  # the first stands beside the name, so that none is cut
                title.setText(f"{title.text()}   {lines.pop()}")
            said.setText("   ".join(lines))

    def _name_axes(self) -> None:
        """The unit where it says something that the choice above does not."""
        for name in self.shown():
            self.plots[name].set_axes("", "MB" if name == "memory" else "")

    def retranslate(self) -> None:
        for name, plot in self.plots.items():
            plot.setAccessibleName(plot_title(name))
        self._caption()
        self._name_axes()

    def changeEvent(self, event: QEvent) -> None:
        if event.type() == QEvent.Type.LanguageChange:
            self.retranslate()
        super().changeEvent(event)
