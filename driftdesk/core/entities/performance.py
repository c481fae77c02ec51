"""How well a model does, chunk by chunk of the rows: measured where the truth is known, estimated where it is not."""

from datetime import datetime
from typing import Literal

from pydantic import Field

from driftdesk.core.entities.base import Record, Severity, new_id, now
from driftdesk.core.entities.data import Task

PerformanceMethod = Literal["cbpe", "dle"]


class PerformanceChunk(Record):
    """Rows that follow one another, which are judged together."""

    label: str
    """``0-4,999``, ``2026-W07``, ``v3``."""
    rows: int
    """With a prediction."""
    labelled: int
    """Of these, rows whose truth is known; labels may come late."""
    is_reference: bool = False
    start: datetime | None = None
    """Of the timestamp column, as is ``end``."""
    end: datetime | None = None


class PerformancePoint(Record):
    """One metric in one chunk. None: it cannot be told from these rows."""

    realised: float | None = None
    realised_error: float | None = None
    """Standard deviation of the sampling, in the metric's unit, as is ``estimated_error``."""
    estimated: float | None = None
    estimated_error: float | None = None
    low: float | None = None
    """What the reference leads one to expect of so many rows lies between ``low`` and ``high``."""
    high: float | None = None
    critical: float | None = None
    """The worse side's second threshold."""
    severity: Severity = Severity.NONE
    """Of the realised value where all rows are labelled, else of the graver one."""


class PerformanceSeries(Record):
    """One metric over all chunks, in their order."""

    metric: str
    lower_is_better: bool = False
    reference: float | None = None
    """On all reference rows."""
    reference_error: float | None = None
    severity: Severity = Severity.NONE
    """The gravest of the chunks that are not the reference's."""
    points: tuple[PerformancePoint, ...]


class PerformanceReport(Record):
    id: str = Field(default_factory=new_id)
    dataset_id: str
    dataset_name: str
    version: int
    """The data version whose rows were looked at."""
    model_id: str | None = None
    """None: the predictions stand in the data."""
    model_name: str = ""
    model_version: int | None = None
    task: Task
    reference: str
    """Which rows, in words (English)."""
    reference_rows: int
    every: str
    """How rows were put into chunks: ``rows:5000``, ``parts:10``, ``period:week``, ``version``."""
    method: PerformanceMethod | None = None
    """How it was estimated; None: it was not."""
    calibrated: bool = False
    """Whether the scores were calibrated: it made them better probabilities on reference rows held out."""
    calibration_before: float | None = None
    """Expected calibration error of the scores on the reference, 0 to 1, and of the calibrated ones."""
    calibration_after: float | None = None
    classes: tuple[str, ...] = ()
    """Of two, the second is the positive."""
    severity: Severity
    """Of the first series, which the model is judged by."""
    summary: str = ""
    """In one sentence (English; the window words its own from the fields)."""
    chunks: tuple[PerformanceChunk, ...]
    series: tuple[PerformanceSeries, ...]
    excluded_training_rows: int = 0
    """Rows left out because the model was trained on them."""
    warnings: tuple[str, ...] = ()
    seconds: float = 0.0
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""

    @property
    def model(self) -> str:
        """Such as ``churn v3``; empty where the predictions stand in the data."""
        return f"{self.model_name} v{self.model_version}" if self.model_id else ""
