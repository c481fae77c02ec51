"""Two samples of times: gaps between stamps, hours of the day, weekdays. Times are seconds since 1970, UTC.

Only where every stamp is known: in rows, or in a profile that holds all values.
"""

import numpy as np

from driftdesk.core.drift.methods.numbers import Sample, of_rows
from driftdesk.core.profiles.ordered import Floats

_HOUR, _DAY = 3_600.0, 86_400.0
_FIRST_WEEKDAY = 3
"""1970 began on a Thursday; Monday is 0."""


def gaps(side: Sample) -> Sample:
    """The distances between consecutive stamps in time's order, in seconds."""
    order = side.order
    values = order.values if order.counts is None else np.repeat(order.values, order.counts.astype(np.int64))
    return of_rows(np.diff(values))


def hours(side: Sample) -> Floats:
    """Rows in each hour of the day."""
    return _counted(side, np.floor(side.order.values / _HOUR) % 24, 24)


def weekdays(side: Sample) -> Floats:
    """Rows on each day of the week, Monday first."""
    return _counted(side, (np.floor(side.order.values / _DAY) + _FIRST_WEEKDAY) % 7, 7)


def _counted(side: Sample, bins: Floats, count: int) -> Floats:
    found = np.bincount(bins.astype(np.intp), weights=side.order.counts, minlength=count)
    return found.astype(np.float64)
