"""Both sides as one matrix of numbers in which every column weighs the same, whatever its kind and unit.

A column becomes a block of features: a number one, a category one for each of its frequent values (one-hot), and one more
that tells whether the value is missing, where some are. A block's features are centred and scaled so that their variances
over *both sides together* add up to one. Scaling each side by itself would hide any shift of mean or deviation; scaling
by the reference alone would make rows of the two sides unlike before a permutation mixes them.
"""

from dataclasses import dataclass

import numpy as np
import numpy.typing as npt

from driftdesk.core.drift.together.rows import Rows, is_missing
from driftdesk.core.profiles.sample import Sample

Matrix = npt.NDArray[np.float32]
Floats = npt.NDArray[np.float64]

LEVELS = 20
"""The most frequent values of a category that count apart; the others count as one."""
_FLAT = 1e-9


@dataclass(frozen=True)
class Both:
    """``x``: the rows of the reference (the first ``n``), then those of the current side. ``owner``: the column that each
    feature comes from, by its place among ``names``; constant columns have none."""

    x: Matrix
    n: int
    owner: npt.NDArray[np.intp]
    names: tuple[str, ...]

    @property
    def m(self) -> int:
        return len(self.x) - self.n

    @property
    def columns(self) -> int:
        """How many vary: their variances add up to as much."""
        return int(np.unique(self.owner).size)


def encode(reference: Rows, current: Rows) -> Both:
    """Columns that are constant over both sides, or have no value at all, are left out."""
    blocks: list[Matrix] = []
    owners: list[int] = []
    for place, (a, b) in enumerate(zip(reference.values, current.values, strict=True)):
        block = _block(np.concatenate([a, b]))
        if block is not None:
            blocks.append(block)
            owners += [place] * block.shape[1]
    rows = reference.size + current.size
    x = np.concatenate(blocks, axis=1) if blocks else np.empty((rows, 0), np.float32)
    return Both(x, reference.size, np.array(owners, dtype=np.intp), reference.names)


def _block(values: Sample) -> Matrix | None:
    missing = is_missing(values)
    if missing.all():
        return None
    features = [_number(values, missing)] if values.dtype.kind == "f" else _levels(values, missing)
    if missing.any():
        features.append(missing.astype(np.float64))
    block = np.stack(features, axis=1)
    block -= block.mean(axis=0)
    variance = float(block.var(axis=0).sum())
    if variance < _FLAT**2:
        return None
    scaled: Matrix = (block / np.sqrt(variance)).astype(np.float32)
    return scaled


def _number(values: Sample, missing: npt.NDArray[np.bool_]) -> Floats:
    """With deviation one; missing values at the mean. A constant one stays zero."""
    present = values[~missing].astype(np.float64)
    largest = float(np.abs(present).max())
    scaled = present / largest if largest > 0 else present  # no square of it overflows
    scaled = scaled - scaled.mean()
    deviation = float(scaled.std())
    number = np.zeros(values.size)
    if deviation > _FLAT:
        number[~missing] = scaled / deviation
    return number


def _levels(values: Sample, missing: npt.NDArray[np.bool_]) -> list[Floats]:
    found, codes, counts = np.unique(values[~missing], return_inverse=True, return_counts=True)
    order = np.argsort(-counts, kind="stable")[:LEVELS]
    present = np.flatnonzero(~missing)
    features = []
    for code in order:
        feature = np.zeros(values.size)
        feature[present[codes == code]] = 1.0
        features.append(feature)
    if found.size > LEVELS:
        features.append((~missing) - np.sum(features, axis=0))
    return features
