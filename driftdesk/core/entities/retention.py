"""How long versions and the events of jobs are kept, and what data take in the store."""

from datetime import datetime

from pydantic import Field

from driftdesk.core.entities.base import Record, now

EVERYWHERE = "everywhere"
"""The id of the retention policy of all datasets that have none of their own."""


class RetentionPolicy(Record):
    """``id`` is that of the dataset, or ``EVERYWHERE``. A version may go when it is not among the newest
    ``keep_versions`` and is older than ``keep_days``, as far as these are set; where neither is, all are kept. A
    version that is in use never goes."""

    id: str = EVERYWHERE
    keep_versions: int | None = Field(None, ge=1)
    keep_days: float | None = Field(None, ge=0)
    event_days: float | None = Field(90.0, ge=0)
    """What jobs said is kept so long after their end; None: for ever. Only of the policy of all datasets."""
    trash_days: float | None = Field(None, ge=0)
    """Models, model versions and runs are deleted for good when they were so long in the trash; None: never by
    themselves. Only of the policy of all."""
    updated_at: datetime = Field(default_factory=now)
    updated_by: str = ""

    @property
    def keeps_all(self) -> bool:
        """Whether no version ever goes by it."""
        return self.keep_versions is None and self.keep_days is None
