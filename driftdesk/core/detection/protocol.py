"""DriftDesk's own protocol for drift analyses over HTTP, version 1: what goes over the wire, for client and server.

``POST /v1/analyses`` takes ``multipart/form-data``: the part ``analysis`` is an ``AnalysisRequest`` as JSON; all other parts
are Arrow IPC streams, and optional. ``reference-rows`` and ``current-rows`` hold columns of rows. ``reference-profiles`` and
``current-profiles`` hold one profile a row, in the columns ``column`` (string) and ``profile`` (binary, as
``core/profiles/encoding.py`` packs it). Of each column a profile, rows or both may be given on both sides: rows are looked
at only where the profile cannot decide, or with ``exact`` where it holds less than they do. ``reference-sample`` and
``current-sample`` hold some rows of the judged columns, for what is asked of columns together: under the reference's names,
numbers as float64 (NaN: missing), categories as uint32 hashes (0: missing). Without them they are drawn from the rows.
"""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field, model_validator

from driftdesk.core.drift.params import DriftParams
from driftdesk.core.entities import Column, DriftReport, Kind, Record, Role, Schema, Side

PREFIX = "/v1"
REPORT_SCHEMA = "driftdesk.drift-report/1"
PROBLEM_TYPE = "application/problem+json"
ARROW_TYPE = "application/vnd.apache.arrow.stream"
PARTS = (
    "reference-rows",
    "reference-profiles",
    "reference-sample",
    "current-rows",
    "current-profiles",
    "current-sample",
)
"""Names of the parts that hold data."""
PROFILE_COLUMNS = ("column", "profile")
WITHHELD = (Role.ID, Role.IGNORED)
"""Columns of these roles are never judged: they are named, and their values need not be sent."""

State = Literal["queued", "running", "done", "failed", "cancelled"]


class ColumnSpec(Record):
    """A column of one side."""

    name: str = Field(min_length=1, max_length=1000)
    kind: Kind
    role: Role = Role.FEATURE
    id: str | None = Field(
        None, max_length=100, description="Columns of one id are the same column, whatever their names"
    )

    def column(self) -> Column:
        return Column(id=self.id or self.name, name=self.name, kind=self.kind, role=self.role)


class SideSpec(Record):
    """One side: what it is called in the report, and what its columns are."""

    version: int | None = Field(None, description="Number of a version, for the report")
    name: str | None = Field(None, max_length=1000, description="Name of a file, for the report")
    new_since: int | None = Field(
        None, description="The rows are those added since this version, for the report"
    )
    rows: int | None = Field(None, ge=0, description="Rows of this side, for the report; none: counted")
    columns: tuple[ColumnSpec, ...] = Field(
        (),
        description="In the report's order; none: those of the rows sent, numbers as numeric, texts as categorical",
    )

    @model_validator(mode="after")
    def _names_once(self) -> "SideSpec":
        names = [c.name for c in self.columns]
        if len(set(names)) < len(names):
            raise ValueError("a column is named twice")
        return self

    def schema_(self) -> Schema:
        return Schema(columns=tuple(c.column() for c in self.columns))

    def side(self, rows: int, otherwise: str) -> Side:
        """How a report names it; ``otherwise`` where it has no name."""
        named = (self.name or otherwise) if self.version is None else None
        return Side(version=self.version, file=named, rows=rows, new_since=self.new_since)


class AnalysisRequest(Record):
    """What is to be compared, and how."""

    dataset: str = Field("", max_length=1000, description="Name of the dataset, for the report")
    reference: SideSpec = Field(default_factory=SideSpec)
    current: SideSpec = Field(default_factory=SideSpec)
    params: DriftParams = Field(default_factory=DriftParams)
    exact: bool = Field(False, description="Look at rows wherever profiles hold less than them")
    new_data: bool = Field(
        False, description="The current side is new data, which may lack target and predictions"
    )


class Progress(Record):
    done: float = 0.0
    total: float | None = None
    stage: str = ""


class Problem(Record):
    """Every error has this shape (RFC 9457), with a hint what to do."""

    type: str = Field(description="Stays the same from release to release: ``urn:driftdesk:problem:...``")
    title: str
    status: int
    detail: str
    hint: str = ""


class AnalysisStatus(Record):
    """An analysis as it is now."""

    id: str
    state: State
    progress: Progress = Progress()
    created_at: datetime
    finished_at: datetime | None = None
    expires_at: datetime | None = Field(None, description="When the server forgets it")
    problem: Problem | None = Field(None, description="Why it failed")


class AnalysisList(Record):
    """The caller's analyses that the server still knows, newest first."""

    analyses: tuple[AnalysisStatus, ...]


class Limits(Record):
    """What the server takes."""

    body_bytes: int
    decoded_bytes: int = Field(description="Of one analysis' data, decompressed and decoded")
    columns: int
    rows: int
    analysis_seconds: float
    wait_seconds: float = Field(description="Longest wait of a request (Prefer: wait=...)")
    keep_seconds: float = Field(description="How long a finished analysis is kept")
    queue: int
    requests_per_minute: int


class Health(Record):
    status: Literal["ready", "starting", "stopping"]
    product: Literal["driftdesk"] = "driftdesk"
    version: str
    protocol: tuple[int, ...] = (1,)
    report_schema: str = REPORT_SCHEMA
    key_needed: bool
    workers: int = Field(description="That may take an analysis")
    queued: int
    running: int
    limits: Limits


def report_document(report: DriftReport) -> dict[str, Any]:
    """A report as it goes over the wire: with the name of its schema."""
    return {"schema": REPORT_SCHEMA, **report.model_dump(mode="json")}
