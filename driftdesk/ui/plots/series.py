"""A growing series of points, smoothed as it grows and decimated for drawing. No Qt in here."""

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]


class Series:
    """Points ``(x, y)`` in order of arrival, with an exponentially smoothed companion.

    The smoothing is bias-corrected (Kingma and Ba 2015, section 3), so that it starts at the first value instead
    of at zero, and it sees every point: what is drawn may be decimated, what is smoothed never is.
    """

    def __init__(self, weight: float = 0.9) -> None:
        self._weight = weight
        self._data = np.empty((3, 256))
        self._count = 0
        self._average = 0.0
        self._mass = 0.0

    def __len__(self) -> int:
        return self._count

    def append(self, x: float, y: float) -> None:
        """Add a point; one whose ``y`` is not finite leaves a gap in the raw line and is not smoothed."""
        if self._count == self._data.shape[1]:
            self._data = np.concatenate([self._data, np.empty_like(self._data)], axis=1)
        if np.isfinite(y):
            self._average = self._weight * self._average + (1 - self._weight) * y
            self._mass = self._weight * self._mass + (1 - self._weight)
        smooth = self._average / self._mass if self._mass else np.nan
        self._data[:, self._count] = x, y, smooth
        self._count += 1

    @property
    def x(self) -> Floats:
        return self._data[0, : self._count]

    @property
    def y(self) -> Floats:
        return self._data[1, : self._count]

    @property
    def smooth(self) -> Floats:
        return self._data[2, : self._count]


def decimated(x: Floats, y: Floats, points: int = 600) -> tuple[Floats, Floats]:
    """At most about ``points`` points that draw the same line: of each stretch its lowest and its highest."""
    stretches = points // 2
    if len(x) <= points:
        return x, y
    size = -(-len(x) // stretches)
    padded = np.pad(y, (0, size * stretches - len(y)), mode="edge").reshape(stretches, size)
    filled = np.where(np.isnan(padded), 0.0, padded)
    low, high = filled.argmin(axis=1), filled.argmax(axis=1)
    offsets = np.arange(stretches) * size
    index = np.sort(np.concatenate([offsets + low, offsets + high]))
    index = np.unique(np.minimum(index, len(x) - 1))
    return x[index], y[index]
