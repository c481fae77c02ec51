"""Rows in memory, for tests of columns together."""

import numpy as np

from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.entities import Kind


def side(*columns: np.ndarray, names: tuple[str, ...] = ()) -> Rows:
    """Numbers (float) and categories (uint32)."""
    kinds = tuple(Kind.NUMERIC if c.dtype.kind == "f" else Kind.CATEGORICAL for c in columns)
    return Rows(names or tuple(f"c{i}" for i in range(len(columns))), kinds, columns, len(columns[0]))


def normal(n: int, d: int, seed: int, *, shift: float = 0.0, rho: float = 0.0) -> Rows:
    """``shift`` of every mean; ``rho``: correlation of the first two columns."""
    x = np.random.default_rng(seed).normal(size=(n, d))
    x[:, 1] = rho * x[:, 0] + np.sqrt(1 - rho**2) * x[:, 1]
    return side(*(x + shift).T.copy())
