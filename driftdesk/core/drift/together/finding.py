"""What a method finds, before the verdict on it, which needs the other tests of the analysis."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field

import numpy as np
import numpy.typing as npt


@dataclass(frozen=True)
class Finding:
    """``effect`` is what the thresholds are for; ``p`` its evidence. ``responsible``: how much is due to each column."""

    effect: float
    p: float
    figures: Mapping[str, float] = field(default_factory=dict)
    moved: tuple[str, ...] = ()
    responsible: Mapping[str, float] = field(default_factory=dict)
    sampled: bool = False


NOTHING = Finding(0.0, 1.0)
"""Both sides are the same constant: there is nothing that could drift."""

MOST_NAMED = 50


def shares(
    names: Sequence[str], owner: npt.NDArray[np.intp], weights: npt.NDArray[np.float64]
) -> dict[str, float]:
    """The share of each column in the ``weights`` of its features, largest first."""
    summed = np.bincount(owner, np.maximum(weights, 0.0), minlength=len(names))
    total = float(summed.sum())
    order = np.argsort(-summed, kind="stable")[:MOST_NAMED]
    return {names[i]: float(summed[i] / total) for i in order if summed[i] > 0}


def most_of_it(responsible: Mapping[str, float]) -> tuple[str, ...]:
    """The columns that are behind most of a shift, in words."""
    from driftdesk.core.drift.words import percent

    found: list[str] = []
    reached = 0.0
    for name, share in list(responsible.items())[:5]:
        if found and (reached > 0.8 or share < 0.05):
            break
        found.append(f"{percent(share)} of the shift is in {name}")
        reached += share
    return tuple(found)
