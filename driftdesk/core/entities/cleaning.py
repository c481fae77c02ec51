"""What is kept about cleaning."""

from datetime import datetime

from pydantic import Field

from driftdesk.core.entities.base import Record, new_id, now


class RuleSet(Record):
    """Rules of cleaning by a name, each as one line of text, in their order."""

    id: str = Field(default_factory=new_id)
    name: str
    rules: tuple[str, ...]
    created_by: str = ""
    updated_at: datetime = Field(default_factory=now)
