"""Rows that wait for a label, and what a model suggests for them."""

from datetime import datetime
from enum import StrEnum
from typing import NamedTuple

from pydantic import Field

from driftdesk.core.entities.base import Record, now

Label = bool | int | float | str
"""A value of a target column."""


class Informativeness(StrEnum):
    """By what it is told how much would be learned from a row's label. Settles, Active Learning Literature Survey, 2009."""

    MARGIN = "margin"
    """How close the two most probable classes are (margin sampling: Scheffer, Decomain, Wrobel 2001)."""
    ENTROPY = "entropy"
    """Shannon's entropy of the probabilities of all classes."""


class Suggestion(NamedTuple):
    """What a model takes the label of a row to be. ``confidence`` is its probability; None of a regression."""

    row_id: int
    label: Label
    confidence: float | None


class LabelQueue(Record):
    """The rows without a label that are to be looked at first, the most informative one before the others. There is one
    for each dataset, made by a job; labels that were given since stand in versions and drafts alone."""

    id: str
    """The dataset's."""
    version: int
    """Whose rows were looked at."""
    column_id: str
    """Of the target."""
    model: str
    """Its name at that time."""
    model_id: str
    number: int
    """Of the model version."""
    by: Informativeness
    total: int
    """Rows without a label in that version."""
    row_ids: tuple[int, ...]
    labels: tuple[Label, ...]
    """One a row, as are ``confidences``."""
    confidences: tuple[float, ...] = ()
    """None of a regression."""
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""

    def suggestions(self) -> dict[int, Suggestion]:
        """By row id, in the order of the queue."""
        sure: tuple[float | None, ...] = self.confidences or (None,) * len(self.row_ids)
        found = zip(self.row_ids, self.labels, sure, strict=True)
        return {row_id: Suggestion(row_id, label, share) for row_id, label, share in found}
