"""Curves of runs as they are looked at: smoothed, along steps, epochs or time, and with so many points as can be seen.

**Smoothing** is an exponential mean over *steps*, not over points: a point k steps back counts exp(-k / stretch), times the
share of a stretch that it stands for, 1 - exp(-gap / stretch), divided by the sum of these weights (so it begins at the
first value; the correction of Kingma and Ba 2015, section 3, for points at any distance). A curve of which only each
tenth point was recorded is smoothed as the whole one is. It is computed from all points; what is drawn is thinned afterwards.
"""

import math
from collections.abc import Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.storage.series import extremes

if TYPE_CHECKING:
    from driftdesk.core.storage.series import RunSeries

Floats = NDArray[np.float64]

AXES = ("step", "epoch", "time")
SMOOTHINGS = (0.0, 0.01, 0.02, 0.05, 0.1)
"""Stretches that can be chosen: shares of the longest run that is looked at."""

COMPARED_POINTS = 20_000
"""So many points of a run are kept where many are compared: 500 of them take 400 MB, which is what a window may take."""

_EXPONENT = 200.0
"""exp of it is far from overflowing: so many stretches are summed at once."""
_LARGEST = 1e200


def stretch_of(share: float, last_step: float) -> int:
    """How many steps a smoothing over this share of ``last_step`` steps takes: 1, 2 or 5 times a power of ten, so that
    it stays the same while a run grows; 0: none."""
    if share <= 0 or last_step <= 0:
        return 0
    wanted = max(1.0, share * last_step)
    power = 10.0 ** math.floor(math.log10(wanted))
    return int(next(m * power for m in (5, 2, 1) if m * power <= wanted * (1 + 1e-9)))


class Smoother:
    """Points in order of steps, in as many pieces as they come: the result is the same as of all at once."""

    def __init__(self, stretch: float) -> None:
        self._stretch = stretch
        self._step = 0.0
        self._sum = 0.0
        self._mass = 0.0

    def add(self, steps: Floats, values: Floats) -> Floats:
        """The smoothed curve at these steps. Values that are not finite are passed over: there it stays as it was."""
        if self._stretch <= 0 or not steps.size:
            return values
        made = np.empty(values.size)
        at = 0
        while at < steps.size:  # one piece in all but the longest curves
            end = int(steps.searchsorted(self._step + _EXPONENT * self._stretch, side="right"))
            if end <= at:  # a gap longer than all memory
                self._step, self._sum, self._mass = float(steps[at]) - self._stretch, 0.0, 0.0
                continue
            made[at:end] = self._piece(steps[at:end], values[at:end])
            at = end
        return made

    def _piece(self, steps: Floats, values: Floats) -> Floats:
        gaps = np.diff(steps, prepend=self._step) / self._stretch
        behind = (steps - self._step) / self._stretch
        counts = np.abs(values) < _LARGEST  # false of NaN, too
        weights = np.where(counts, -np.expm1(-np.maximum(gaps, 1e-12)), 0.0)
        grown = weights * np.exp(behind)
        shrink = np.exp(-behind)
        sums = shrink * (self._sum + np.cumsum(grown * np.where(counts, values, 0.0)))
        masses = shrink * (self._mass + np.cumsum(grown))
        self._step, self._sum, self._mass = float(steps[-1]), float(sums[-1]), float(masses[-1])
        with np.errstate(invalid="ignore", divide="ignore"):
            return np.where(masses > 0, sums / masses, np.nan)


class Curve:
    """One growing series of a run: steps, epochs, seconds and values of the points that have it, with its smoothing."""

    def __init__(self) -> None:
        self.recorded = 0
        """How many points were added; after ``thin`` fewer are kept."""
        self._data = np.empty((5, 256))
        self._count = 0
        self._late = 0.0
        self._stretch = 0
        self._smoother = Smoother(0)

    def __len__(self) -> int:
        return self._count

    @property
    def steps(self) -> Floats:
        return self._data[0, : self._count]

    @property
    def values(self) -> Floats:
        return self._data[3, : self._count]

    @property
    def smooth(self) -> Floats:
        """The values themselves where nothing is smoothed."""
        return self._data[4, : self._count]

    def along(self, axis: str) -> Floats:
        """Where the points lie: ``step``, ``epoch`` or ``time`` (seconds since the run began)."""
        return self._data[AXES.index(axis), : self._count]

    def extend(self, series: "RunSeries", name: str) -> None:
        """Add the points of ``series`` that have this one and lie behind what is there."""
        rows, values = series.values_of(name)
        if not rows.size:
            return
        steps = series.steps[rows].astype(float)
        if self._count:
            behind = int(steps.searchsorted(self.steps[-1], side="right"))
            rows, values, steps = rows[behind:], values[behind:], steps[behind:]
        end = self._count + steps.size
        if end > self._data.shape[1]:
            room = np.empty((5, max(end, 2 * self._data.shape[1])))
            room[:, : self._count] = self._data[:, : self._count]
            self._data = room
        new = slice(self._count, end)
        self._data[:4, new] = steps, series.epochs[rows], self._going_on(series.seconds[rows]), values
        self._data[4, new] = self._smoother.add(steps, values)
        self._count = end
        self.recorded += steps.size

    def thin(self, points: int) -> None:
        """Keep only about so many points: of each stretch the lowest and the highest. What was smoothed stays so."""
        kept = extremes(self.values, points)
        self._data = self._data[:, : self._count][:, kept].copy()
        self._count = kept.size

    def _going_on(self, seconds: Floats) -> Floats:
        """Time does not go back where a run went on after an interruption, whose clock began anew."""
        before = self._data[2, self._count - 1] if self._count else 0.0
        back = np.maximum(-np.diff(seconds + self._late, prepend=before), 0.0)
        made: Floats = seconds + self._late + np.cumsum(back)
        self._late += float(back.sum())
        return made

    def truncate(self, step: float) -> None:
        """Forget what lies behind a step: a resumed run makes it again."""
        self._count = self.recorded = int(self.steps.searchsorted(step, side="right"))
        self._smooth_again()

    def smooth_over(self, stretch: int) -> None:
        """Smooth over so many steps from now on; 0: not at all."""
        if stretch != self._stretch:
            self._stretch = stretch
            self._smooth_again()

    def _smooth_again(self) -> None:
        self._smoother = Smoother(self._stretch)
        self._data[4, : self._count] = self._smoother.add(self.steps, self.values)


def compared(
    found: "Iterable[tuple[str, RunSeries]]", name: str, stretch: int, most: int = COMPARED_POINTS
) -> dict[str, Curve]:
    """One series of many runs, smoothed, by run id. Of a run with more than ``most`` points so many are kept."""
    made = {}
    for run_id, series in found:
        curve = Curve()
        curve.smooth_over(stretch)
        curve.extend(series, name)
        if len(curve) > most:
            curve.thin(most)
        if len(curve):
            made[run_id] = curve
    return made


@dataclass(frozen=True)
class Drawn:
    """What is drawn of a curve. ``seen`` points lie between the ends; fewer than that are drawn where ``sampled``."""

    x: Floats
    y: Floats
    smooth_x: Floats
    smooth: Floats
    seen: int
    sampled: bool


def drawn(
    x: Floats, y: Floats, smooth: Floats, within: tuple[float, float], *, columns: int, log: bool = False
) -> Drawn:
    """What can be seen of a curve ``within`` two x on so many columns of pixels: of each column the lowest
    and the highest value, and where the smoothed line stands. ``x`` ascends. ``log``: columns are equally wide in log x.

    As lines join what is beyond the ends, one point more is taken at each.
    """
    low, high = within
    first = max(int(x.searchsorted(low, side="left")) - 1, 0)
    last = min(int(x.searchsorted(high, side="right")) + 1, x.size)
    x, y, smooth = x[first:last], y[first:last], smooth[first:last]
    seen = int(((x >= low) & (x <= high)).sum())
    if x.size <= 3 * columns:
        return Drawn(x, y, x, smooth, seen, sampled=False)
    ends = (max(low, float(x[0])), min(high, float(x[-1])))
    if log and ends[0] > 0:
        edges = np.geomspace(*ends, columns + 1)[:-1]
    else:
        edges = np.linspace(*ends, columns + 1)[:-1]
    starts = np.unique(np.append(x.searchsorted(edges), 0))
    starts = starts[starts < x.size]
    lowest, highest = np.fmin.reduceat(y, starts), np.fmax.reduceat(y, starts)
    lasts = np.append(starts[1:], x.size) - 1
    # A stroke from the lowest to the highest in each column, and the line ends where the curve does.
    pairs = np.stack([lowest, highest], axis=1)
    pairs[1::2] = pairs[1::2, ::-1]
    return Drawn(
        np.append(np.repeat(x[starts], 2), x[-1]),
        np.append(pairs.ravel(), y[-1]),
        x[lasts],
        smooth[lasts],
        seen,
        sampled=True,
    )
