"""Random draws that are the same on every platform and with every numpy: built on uniform doubles alone."""

from collections.abc import Mapping, Sequence

import numpy as np
from numpy.typing import NDArray

Floats = NDArray[np.float64]
Bools = NDArray[np.bool_]
Strings = NDArray[np.object_]


class Draw:
    def __init__(self, *seed: int) -> None:
        self._rng = np.random.Generator(np.random.PCG64(np.random.SeedSequence(seed)))

    def uniform(self, n: int) -> Floats:
        return self._rng.random(n)

    def normal(self, n: int, mean: float, deviation: float, low: float, high: float) -> Floats:
        """Normal values (Box-Muller), clipped to [low, high]."""
        radius = np.sqrt(-2.0 * np.log1p(-self.uniform(n)))
        return np.clip(mean + deviation * radius * np.cos(2.0 * np.pi * self.uniform(n)), low, high)

    def choice(self, n: int, shares: Mapping[str, float]) -> Strings:
        """``n`` keys of ``shares``, each with its share as probability."""
        edges = np.cumsum(list(shares.values()))
        at = np.searchsorted(edges / edges[-1], self.uniform(n), side="right")
        return np.array(list(shares), dtype=object)[at]

    def flag(self, n: int, probability: float) -> Bools:
        return self.uniform(n) < probability

    def pick(self, options: Sequence[str]) -> str:
        return options[int(self._rng.random() * len(options))]

    def order(self, n: int) -> NDArray[np.int64]:
        """A permutation of 0..n-1."""
        return np.argsort(self.uniform(n), kind="stable").astype(np.int64)
