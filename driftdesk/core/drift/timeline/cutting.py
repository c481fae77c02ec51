"""A version's rows in chunks, as a timeline asks for them."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np

from driftdesk.core.drift.timeline.chunking import Chunk, Chunking, by_period, by_place, period_keys
from driftdesk.core.drift.timeline.spec import parse_every
from driftdesk.core.entities import DatasetVersion

if TYPE_CHECKING:
    from driftdesk.core.drift.timeline.service import Sources


@dataclass(frozen=True)
class Cut:
    """A version's rows in chunks."""

    chunking: Chunking
    unstamped: int = 0

    @property
    def chunks(self) -> Sequence[Chunk]:
        return self.chunking.chunks


def cut(sources: Sources, version: DatasetVersion, every: str, by: str) -> Cut:
    """The chunks of a version; stamps are read, nothing else. Raises ParameterError."""
    how = parse_every(every)
    if how.unit != "period":
        return Cut(by_place(how, version.rows))
    found = [
        period_keys(a, how.period) for t in sources.tables.batches(version, [by]) for a in t.column(0).chunks
    ]
    chunking, unstamped = by_period(how.period, np.concatenate(found) if found else np.empty(0, np.int64))
    return Cut(chunking, unstamped)
