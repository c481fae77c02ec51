"""What all records have in common."""

import secrets
import time
from datetime import UTC, datetime
from enum import StrEnum

from pydantic import BaseModel, ConfigDict


class Record(BaseModel):
    """A frozen value: stored in MongoDB, passed between threads and processes, never mutated."""

    model_config = ConfigDict(frozen=True, extra="forbid", ser_json_inf_nan="constants")


class Severity(StrEnum):
    """The one vocabulary for verdicts, of a column, a report or a policy."""

    NONE = "none"
    INSUFFICIENT_DATA = "insufficient_data"
    WARNING = "warning"
    CRITICAL = "critical"

    @property
    def rank(self) -> int:
        """Order of gravity: none and insufficient data 0, warning 1, critical 2."""
        return {"warning": 1, "critical": 2}.get(self.value, 0)


def new_id() -> str:
    """A random identifier of 24 hexadecimal digits that sorts by time of creation (milliseconds)."""
    return f"{time.time_ns() // 1_000_000:012x}{secrets.token_hex(6)}"


def now() -> datetime:
    """The time, UTC, to the millisecond (what MongoDB keeps)."""
    t = datetime.now(UTC)
    return t.replace(microsecond=t.microsecond // 1000 * 1000)
