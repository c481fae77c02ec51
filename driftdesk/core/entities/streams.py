"""Streams that are watched, and what was found in them."""

from datetime import datetime
from typing import Any

from pydantic import Field

from driftdesk.core.entities.base import Record, new_id, now


class StreamSource(Record):
    """What is watched of the rows of a dataset: ``of``, an expression over its columns, or whether (how far) a model is
    wrong; in the order of a column, or of the rows."""

    of: str = ""
    model: str = ""
    """``churn@champion``: the stream of its errors. Regression: absolute errors."""
    order_by: str = ""

    @property
    def title(self) -> str:
        return self.of or f"errors of {self.model}"


class StreamResult(Record):
    """What one detector found."""

    detector: str
    params: dict[str, Any] = Field(default_factory=dict)
    alarms: int
    positions: tuple[int, ...] = ()
    """Of the first ones, in the order of the stream, from 0."""
    moments: tuple[datetime | float | str | None, ...] = ()
    """At these positions, the value of the column that orders the stream."""
    jump: float | None = None
    """Mean change of the level at the alarms, in standard deviations."""
    seconds: float = 0.0


class StreamStudy(Record):
    """A stream of one version, looked back upon by several detectors and the dummies."""

    id: str = Field(default_factory=new_id)
    dataset_id: str
    version: int
    source: StreamSource
    rows: int
    missing: int = 0
    results: tuple[StreamResult, ...] = ()
    curve: tuple[float | None, ...] = ()
    """The stream's mean in equal stretches, to be drawn."""
    curve_low: tuple[float | None, ...] = ()
    curve_high: tuple[float | None, ...] = ()
    """Its 10 % and 90 % quantiles there."""
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""


class Alarm(Record):
    position: int
    """In the stream: rows since the watch began to look."""
    version: int
    """The version that brought the row."""
    moment: datetime | float | str | None = None
    """The value of the column that orders the stream."""
    raised_at: datetime = Field(default_factory=now)


class Batch(Record):
    """The rows that a version brought to a stream."""

    version: int
    rows: int


class Watch(Record):
    """A detector that goes on with every version that brings rows."""

    id: str = Field(default_factory=new_id)
    name: str
    dataset_id: str
    source: StreamSource
    detector: str
    params: dict[str, Any] = Field(default_factory=dict)
    seen_version: int = 0
    """Up to here versions were looked at."""
    seen_rows: int = 0
    """Of the stream."""
    batches: tuple[Batch, ...] = ()
    """What it saw, in order."""
    quiet_since: int = 0
    """The position after the last alarm: from there on the detector has seen the stream."""
    raised: int = 0
    """Alarms in all."""
    alarms: tuple[Alarm, ...] = ()
    """The latest ones."""
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""
