"""Rows of one side, column by column: numbers, or hashes of categories, that line up to rows."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

import numpy as np
import numpy.typing as npt

from driftdesk.core.entities import Kind
from driftdesk.core.profiles.sample import Sample

Bools = npt.NDArray[np.bool_]
Positions = npt.NDArray[np.intp]


@dataclass(frozen=True)
class Rows:
    """``values``: of each column as many values, coded as in ``profiles.sample`` (NaN, or hash 0: missing). ``total``:
    the rows that they were drawn from."""

    names: tuple[str, ...]
    kinds: tuple[Kind, ...]
    values: tuple[Sample, ...]
    total: int

    @property
    def size(self) -> int:
        return len(self.values[0]) if self.values else 0

    def only(self, places: Sequence[int]) -> "Rows":
        """These columns."""
        return replace(
            self,
            names=tuple(self.names[i] for i in places),
            kinds=tuple(self.kinds[i] for i in places),
            values=tuple(self.values[i] for i in places),
        )

    def take(self, rows: Positions) -> "Rows":
        return replace(self, values=tuple(v[rows] for v in self.values))

    def at_most(self, rows: int, seed: int) -> "Rows":
        """So many rows, drawn without putting back; all where there are no more."""
        if self.size <= rows:
            return self
        drawn = np.random.default_rng([seed, self.size]).choice(self.size, rows, replace=False)
        return self.take(np.sort(drawn))


def is_missing(values: Sample) -> Bools:
    """Infinities say nothing about a distance or a line: they count as missing."""
    missing: Bools = ~np.isfinite(values) if values.dtype.kind == "f" else values == 0
    return missing
