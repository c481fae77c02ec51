"""Points as tables of numbers: how they are stored, and what the window and the commands read of them."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from typing import Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.entities import ColumnDrift, Kind, PackedPoint, Severity, Timeline
from driftdesk.core.errors import CorruptDataError

CELL = np.dtype(
    [
        ("severity", "u1"),
        ("method", "u1"),
        ("undecided", "u1"),
        ("values", "<i8"),
        ("statistic", "<f8"),
        ("threshold", "<f8"),
        ("critical", "<f8"),
        ("p_value", "<f8"),
        ("p_adjusted", "<f8"),
    ]
)
"""``values``: rows of the chunk with a value in the column. NaN: there is no such figure."""

Cells = npt.NDArray[np.void]

SEVERITIES = tuple(Severity)
"""Cells count severities by their place here."""
NO_REFERENCE = "no_reference"
"""The method of a cell that had nothing to be compared with."""
NOT_THERE = ""
"""The method of a cell whose column was not there yet."""
IN_REFERENCE = "in_reference"
"""The method of a cell of a chunk that is part of the reference."""

_NAN = float("nan")


class Names:
    """Names by number, each given when it first occurs."""

    def __init__(self) -> None:
        self._numbers: dict[str, int] = {}

    def number(self, name: str) -> int:
        return self._numbers.setdefault(name, len(self._numbers))

    @property
    def all(self) -> tuple[str, ...]:
        return tuple(self._numbers)


def pack(columns: Sequence[ColumnDrift], values: Sequence[int]) -> tuple[tuple[str, ...], bytes]:
    """The methods and the cells of a ``PackedPoint``."""
    names, cells = Names(), np.zeros(len(columns), CELL)
    for i, (c, known) in enumerate(zip(columns, values, strict=True)):
        figures = (c.statistic, c.threshold, c.critical_threshold, c.p_value, c.p_adjusted)
        cells[i] = (
            SEVERITIES.index(c.severity),
            names.number(c.method),
            c.undecided,
            known,
            *(_NAN if x is None else x for x in figures),
        )
    return names.all, pa.compress(cells.tobytes(), codec="zstd", asbytes=True)


def unpack(point: PackedPoint) -> Cells:
    """The cells of a stored point (read only). Raises CorruptDataError."""
    try:
        return np.frombuffer(
            pa.decompress(point.cells, point.columns * CELL.itemsize, codec="zstd", asbytes=True), CELL
        )
    except (ValueError, OSError, pa.ArrowException) as error:
        raise CorruptDataError(
            f"The point {point.label} of a timeline cannot be read.", "Make the timeline again."
        ) from error


@dataclass(frozen=True)
class Cell:
    """One column in one point. ``strength`` is the statistic over its threshold."""

    column: str
    kind: Kind
    severity: Severity
    method: str
    statistic: float | None
    threshold: float | None
    critical_threshold: float | None
    p_value: float | None
    p_adjusted: float | None
    strength: float
    rows: int
    """With a value in this column."""
    undecided: bool

    def as_dict(self) -> dict[str, Any]:
        return asdict(self)


class TimelineTable:
    """Points by columns: ``cells[point, column]``, with points and columns as the timeline has them."""

    def __init__(self, timeline: Timeline, points: Sequence[PackedPoint]) -> None:
        self.timeline = timeline
        self.points = tuple(points)
        self.cells = np.zeros((len(points), len(timeline.columns)), CELL)
        names = Names()
        names.number(NOT_THERE)
        for i, point in enumerate(points):
            found = unpack(point).copy()
            numbers = np.array([names.number(m) for m in point.methods] or [0], np.uint8)
            found["method"] = numbers[found["method"]]
            self.cells[i, : point.columns] = found
        self._methods = names.all

    def cell(self, point: int, column: int) -> Cell:
        found, of = self.cells[point, column], self.timeline.columns[column]
        figures = {k: _or_none(found[k]) for k in ("statistic", "threshold", "p_value", "p_adjusted")}
        return Cell(
            of.name,
            of.kind,
            SEVERITIES[int(found["severity"])],
            self._methods[int(found["method"])],
            critical_threshold=_or_none(found["critical"]),
            strength=float(self.strengths[point, column]),
            rows=int(found["values"]),
            undecided=bool(found["undecided"]),
            **figures,
        )

    @property
    def strengths(self) -> npt.NDArray[np.float64]:
        """Statistics over their thresholds, by point and column; 0 where there is none."""
        if "_strengths" not in self.__dict__:
            with np.errstate(invalid="ignore", divide="ignore"):
                ratio = self.cells["statistic"] / self.cells["threshold"]
            self.__dict__["_strengths"] = np.where(np.isfinite(ratio), ratio, 0.0)
        found: npt.NDArray[np.float64] = self.__dict__["_strengths"]
        return found

    @property
    def ranks(self) -> npt.NDArray[np.uint8]:
        """0: none or too few rows, 1: warning, 2: critical, by point and column."""
        by_number = np.array([s.rank for s in SEVERITIES], np.uint8)
        found: npt.NDArray[np.uint8] = by_number[self.cells["severity"]]
        return found

    def order(self) -> list[int]:
        """Columns that are judged, those that drifted worst and oftenest first."""
        judged = [i for i, c in enumerate(self.timeline.columns) if c.judged]
        if not self.points:
            return judged
        ranks, strengths = self.ranks, self.strengths
        worst, often, strong = ranks.max(axis=0), (ranks > 0).sum(axis=0), strengths.max(axis=0)
        return sorted(judged, key=lambda i: (-int(worst[i]), -int(often[i]), -float(strong[i])))


def _or_none(x: Any) -> float | None:
    return None if np.isnan(x) else float(x)
