"""Drift over time: what was asked, and its stored points. Cells are packed: a point of 5,000 columns is one small value."""

from datetime import datetime
from typing import Any

from pydantic import Field

from driftdesk.core.entities.base import Record, Severity, now
from driftdesk.core.entities.data import Kind


class TimelineColumn(Record):
    """A row of the table of points."""

    name: str
    kind: Kind
    judged: bool = True
    """False: an id or a timestamp; it is shown and never called drifted."""


class Timeline(Record):
    """What a version's rows (or the versions of a dataset) look like against a reference, chunk by chunk.

    Its ``id`` is made of what was asked: the same asked again is the same timeline, and its stored points stay.
    """

    id: str
    dataset_id: str
    dataset_name: str
    version: int | None = None
    """Whose rows are cut into chunks; None: the chunks are the versions themselves."""
    every: str
    """``version``, ``rows:5000``, ``parts:20``, ``period:week``."""
    against: str
    """``pinned``, ``rolling:4``, ``expanding``, ``seasonal:week``."""
    reference: str = ""
    """Of ``pinned``: ``v3``, ``part:random:train`` (of the same version) or ``chunks:1-5``. Of versions: the first one."""
    by: str = ""
    """The column of the stamps that periods are of."""
    params: dict[str, Any] = Field(default_factory=dict)
    """The ``DriftParams`` that differ from the defaults."""
    correction: str = ""
    """Of the p-values: how, and over what."""
    columns: tuple[TimelineColumn, ...] = ()
    points: int = 0
    rows: int = 0
    """Of all chunks."""
    unstamped: int = 0
    """Rows without a stamp: they are in no period."""
    severity: Severity = Severity.NONE
    """The gravest of its points."""
    complete: bool = False
    seconds: float = 0.0
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""

    @property
    def title(self) -> str:
        """``period:week against chunks:1-5``."""
        told = self.reference if self.against == "pinned" else self.against
        return f"{self.every} against {told}"


class PackedPoint(Record):
    """One chunk against its reference. ``cells`` is read by ``driftdesk.core.drift.timeline.cells``."""

    id: str
    """The timeline's and ``number``."""
    timeline_id: str
    dataset_id: str
    number: int
    """From 0, in time; a version's own number where versions are the chunks."""
    label: str
    """``1-5,000``, ``2024-03``, ``v4``."""
    start: datetime | None = None
    """The period begins; None: the chunk is no period."""
    rows: int
    reference: str = ""
    """What it was compared with: ``v3``, ``2024-02``, ``1-5,000 to 15,001-20,000``. Empty: with nothing."""
    reference_rows: int = 0
    is_reference: bool = False
    """It is part of the reference itself, and was not compared."""
    severity: Severity = Severity.NONE
    methods: tuple[str, ...] = ()
    """That the cells count by number."""
    columns: int = 0
    """Cells: one for each of the timeline's first so many columns."""
    cells: bytes = b""


class LearnedThresholds(Record):
    """What one dataset's chunks differ by on their own: the thresholds that follow from it."""

    dataset_name: str
    version: int
    every: str
    chunks: int
    """That were looked at."""
    deviations: float
    """How many standard deviations above the mean the warning lies."""
    by_column: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """``method``, ``warning`` and ``critical`` of each column, as ``DriftParams.by_column`` takes them; beside them
    ``mean``, ``deviation`` and ``chunks``: where they come from."""
    left_out: dict[str, str] = Field(default_factory=dict)
    """Columns without thresholds, and why."""

    @property
    def params(self) -> dict[str, Any]:
        """``DriftParams`` fields."""
        kept = ("method", "warning", "critical")
        return {"by_column": {name: {k: found[k] for k in kept} for name, found in self.by_column.items()}}
