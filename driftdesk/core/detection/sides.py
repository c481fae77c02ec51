"""The two sides of an analysis by an external service: which columns it can compare, their rows, and their moments.

Numbers go out in units of the reference's standard deviation: services whose score depends on the data's scale, or that
round to four decimals, then give every column the same say.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.detection.service import as_side
from driftdesk.core.drift.service import new_rows
from driftdesk.core.entities import Column, DatasetVersion, Kind, Role, Schema, Side
from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.service import TableService

if TYPE_CHECKING:
    from driftdesk.core.detection.service import CurrentSide

COMPARED_ROLES = (Role.FEATURE, Role.TARGET, Role.PREDICTION, Role.PREDICTION_SCORE)

Batches = Callable[[Sequence[str]], Iterable[pa.Table]]
"""The rows of one side: called with column names, it gives tables. It may be called again."""


@dataclass
class Moments:
    """Count, mean and sum of squared deviations, merged over batches (Chan, Golub and LeVeque 1983)."""

    count: int = 0
    mean: float = 0.0
    m2: float = 0.0

    def add(self, values: NDArray[np.float64]) -> None:
        finite = values[np.isfinite(values)]
        if not len(finite):
            return
        total = self.count + len(finite)
        mean = float(finite.mean())
        delta = mean - self.mean
        self.m2 += float(((finite - mean) ** 2).sum()) + delta**2 * self.count * len(finite) / total
        self.mean += delta * len(finite) / total
        self.count = total

    @property
    def deviation(self) -> float:
        return float(np.sqrt(self.m2 / self.count)) if self.count else 0.0

    @property
    def varies(self) -> bool:
        """Not constant, but for rounding."""
        return self.deviation > 1e-12 * max(1.0, abs(self.mean))


@dataclass
class Measured:
    """One side as it streamed by: its rows, and the moments of each numeric column."""

    rows: int
    columns: dict[str, Moments]


def measure(batches: Batches, names: Sequence[str], check: Callable[[], None]) -> Measured:
    """One pass over the numeric columns ``names``."""
    measured = Measured(0, {name: Moments() for name in names})
    for table in batches(names):
        check()
        measured.rows += table.num_rows
        for name, moments in measured.columns.items():
            moments.add(values_of(table, name))
    return measured


class Sides:
    """Two sets of rows, and which of their columns can be compared: numeric ones on both, of roles that mean something.

    ``clock``: the column of time, where both sides have one; ``reference``, ``current``: rows (called with names).
    """

    def __init__(self, schema: Schema, there: Schema, reference: Batches, current: Batches) -> None:
        self.reference = reference
        self.current = current
        self._relevant = [c for c in schema.columns if c.role in COMPARED_ROLES]
        self._numeric = [c.name for c in self._relevant if c.kind is Kind.NUMERIC and _has(there, c)]
        clock = schema.timestamp
        self.clock = clock if clock and clock.kind is Kind.DATETIME and _has(there, clock) else None

    @classmethod
    def of(cls, reference: DatasetVersion, current: "CurrentSide", tables: TableService) -> "Sides":
        """``current`` as ``compared_rows`` gives it."""
        there = current.columns if isinstance(current, DatasetVersion) else current.schema
        return cls(reference.columns, there, _rows(reference, tables), _rows(current, tables))

    @classmethod
    def of_one(
        cls, version: DatasetVersion, share: float, seed: Sequence[int], tables: TableService
    ) -> "Sides":
        """Rows of one version, each by chance (``share``) on the current side, else on the reference's: no drift."""
        rows = _rows(version, tables)

        def part(current: bool) -> Batches:
            def batches(names: Sequence[str]) -> Iterator[pa.Table]:
                chance = np.random.default_rng(seed)  # the same for either side, and each time they are read
                for table in rows(names):
                    taken = chance.random(table.num_rows) < share
                    yield table.filter(pa.array(taken if current else ~taken))

            return batches

        return cls(version.columns, version.columns, part(current=False), part(current=True))

    def measure(self, check: Callable[[], None]) -> tuple[Measured, Measured]:
        """Rows and moments of both sides. Raises ParameterError where there is no numeric column."""
        if not self._numeric:
            raise ParameterError(
                "There is no numeric column on both sides, and this service compares nothing else.",
                "Use the built-in engine.",
            )
        return measure(self.reference, self._numeric, check), measure(self.current, self._numeric, check)

    def left_out(self, compared: Mapping[str, Moments]) -> tuple[str, ...]:
        return tuple(c.name for c in self._relevant if c.name not in compared)


def comparable(reference: Measured, current: Measured) -> dict[str, Moments]:
    """Columns that vary on both sides, with the reference's moments. Raises ParameterError where there are none."""
    found = {n: m for n, m in reference.columns.items() if m.varies and current.columns[n].varies}
    if not found:
        raise ParameterError(
            "Every numeric column is constant on one side, which this service cannot compare.",
            "Use the built-in engine.",
        )
    return found


def compared_rows(reference: DatasetVersion, current: "CurrentSide") -> "tuple[CurrentSide, Side]":
    """What is compared with ``reference``, and how a report names it: of a version that goes on where ``reference`` ends,
    the rows that were added."""
    if not isinstance(current, DatasetVersion):
        return current, as_side(current)
    new = new_rows(reference, current)
    since = reference.number if new is not current else None
    return new, as_side(new).model_copy(update={"new_since": since})


def values_of(table: pa.Table, name: str) -> NDArray[np.float64]:
    """A column as doubles, missing as NaN."""
    values = table.column(name).cast(pa.float64(), safe=False).to_numpy()
    return np.asarray(values, dtype=np.float64)


def scaled(values: NDArray[np.float64], scale: Moments) -> pa.Array:
    return pa.array((values - scale.mean) / scale.deviation, mask=~np.isfinite(values))


def _rows(side: "CurrentSide", tables: TableService) -> Batches:
    if isinstance(side, DatasetVersion):
        return lambda names: tables.batches(side, names)
    return lambda names: [pa.table({name: side.read(name) for name in names})]


def _has(schema: Schema, column: Column) -> bool:
    return any(c.name == column.name and c.kind is column.kind for c in schema.columns)
