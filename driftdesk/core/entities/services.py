"""What is known of external detection services beside their settings: thresholds by dataset, and what stood in."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from driftdesk.core.entities.base import Record, new_id, now

ThresholdSource = Literal["service", "dataset", "learned"]
"""Set for the service, set for the dataset, or learned from the dataset's reference against itself."""


class Fallback(Record):
    """The built-in engine answered because a service failed."""

    service: str
    why: str
    code: str
    """Of the error."""


class LearnedFrom(Record):
    """Scores of a version against itself: parts of its rows against the others, ``splits`` times at random."""

    version: int
    splits: int
    reference_rows: int
    current_rows: int
    """Of the two parts of each split."""
    quantile: float
    scores: tuple[float, ...]
    """Ascending."""
    seed: int = 0


class ServiceThresholds(Record):
    """From which score on a dataset has drifted, for one service."""

    id: str = Field(default_factory=new_id)
    service: str
    dataset_id: str
    warning_at: float
    critical_at: float
    learned: LearnedFrom | None = None
    """None: set by hand."""
    by: str = ""
    at: datetime = Field(default_factory=now)

    @property
    def source(self) -> ThresholdSource:
        return "dataset" if self.learned is None else "learned"
