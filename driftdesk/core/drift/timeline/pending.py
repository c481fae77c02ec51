"""What of a comparison is kept until all columns are there: a verdict needs all columns of a point, but columns are read a
few at a time."""

from collections.abc import Sequence
from typing import Any

import numpy as np

from driftdesk.core.drift.compare import Comparison
from driftdesk.core.drift.methods.effects import Test
from driftdesk.core.drift.timeline.cells import SEVERITIES, Names
from driftdesk.core.entities import TimelineColumn

_TEST = np.dtype([("method", "u1"), ("note", "u1"), ("learned", "u1"), ("figures", "<f8", 9)])
_SETTLED_NONE = 255
_MOST_TESTS = 2
_NAN = float("nan")


class Pending:
    """The comparisons of all points and columns before the verdict, at 150 bytes each. May be written to by several threads,
    each with columns of its own."""

    def __init__(self, points: int, columns: Sequence[TimelineColumn]) -> None:
        shape = (points, len(columns))
        self._columns = columns
        self._tests = np.zeros((*shape, _MOST_TESTS), _TEST)
        self._count = np.zeros(shape, np.uint8)
        self._settled = np.full(shape, _SETTLED_NONE, np.uint8)
        self._method = np.zeros(shape, np.uint8)
        self.values = np.zeros(shape, np.int64)
        self._names = Names()
        self._names.number("")

    def put(self, point: int, column: int, comparison: Comparison, values: int) -> None:
        at = (point, column)
        self._count[at] = len(comparison.tests)
        if comparison.settled is not None:
            self._settled[at] = SEVERITIES.index(comparison.settled)
        self._method[at] = self._names.number(comparison.method)
        self.values[at] = values
        for i, test in enumerate(comparison.tests):
            low, high = test.p_bounds or (_NAN, _NAN)
            figures = (
                test.statistic,
                test.p,
                *test.thresholds,
                test.below,
                test.above,
                low,
                high,
                test.scale,
            )
            names = (self._names.number(test.method), self._names.number(test.note))
            self._tests[point, column, i] = (*names, test.learned, figures)

    def of_point(self, point: int) -> list[Comparison]:
        """The comparisons of one point, in the order of the columns, as the verdict needs them."""
        names = self._names.all
        return [self._comparison(point, i, column, names) for i, column in enumerate(self._columns)]

    def _comparison(
        self, point: int, number: int, column: TimelineColumn, names: Sequence[str]
    ) -> Comparison:
        at = (point, number)
        settled = int(self._settled[at])
        return Comparison(
            column.name,
            column.kind,
            tuple(_test(each, names) for each in self._tests[at][: self._count[at]]),
            None if settled == _SETTLED_NONE else SEVERITIES[settled],
            names[int(self._method[at])],
        )


def _test(packed: Any, names: Sequence[str]) -> Test:
    statistic, p, warning, critical, below, above, low, high, scale = packed["figures"].tolist()
    return Test(
        names[int(packed["method"])],
        statistic,
        p,
        (warning, critical),
        below,
        above,
        None if np.isnan(low) else (low, high),
        scale,
        bool(packed["learned"]),
        names[int(packed["note"])],
    )
