"""Edits that are not committed yet."""

from datetime import datetime

from pydantic import Field

from driftdesk.core.entities.base import Record, new_id, now


class Draft(Record):
    """One user's edits upon a version of a dataset. There is one for each dataset and user."""

    id: str = Field(default_factory=new_id)
    dataset_id: str
    base: int
    """Number of the version that is edited."""
    user: str
    position: int = 0
    """How many of the edits count; those behind it were undone and can be redone."""
    length: int = 0
    """How many edits there are."""
    last: str = ""
    """Id of the last edit that counts: what the rows are is known by it. Empty: they are the base's."""
    revision: int = 0
    """Raised by every change, so that two windows cannot change the same state."""
    created_at: datetime = Field(default_factory=now)
    updated_at: datetime = Field(default_factory=now)

    @property
    def can_undo(self) -> bool:
        return self.position > 0

    @property
    def can_redo(self) -> bool:
        return self.position < self.length


class DraftEdit(Record):
    """One edit of a draft. ``number`` counts from 1."""

    id: str = Field(default_factory=new_id)
    draft_id: str
    number: int
    content: bytes
    """As ``core/drafts/edits.py`` packs it."""
    created_at: datetime = Field(default_factory=now)
