"""Results of drift analyses: bins and statistics, never raw rows."""

from datetime import datetime
from typing import Any, Literal

from pydantic import Field

from driftdesk.core.entities.base import Record, Severity, new_id, now
from driftdesk.core.entities.data import Kind, Role
from driftdesk.core.entities.services import Fallback, ThresholdSource


class MethodResult(Record):
    """One method on one column. ``statistic`` is None where the method could not be applied."""

    method: str
    """``ks``, ``wasserstein_normed``, ``psi``, ``jensen_shannon``, ``chi_square``, ``ngram``, ``missing``, ..."""
    statistic: float | None
    threshold: float | None = None
    p_value: float | None = None
    error_bound: float | None = None
    """Largest error of ``statistic`` where it comes from sketches; None or 0 where it is exact."""
    critical_threshold: float | None = None
    p_bounds: tuple[float, float] | None = None
    bounds: tuple[float | None, float | None] | None = None
    """From sketches: from rows the statistic lies between these (None: no bound there). None where it is exact."""
    scale: float = 1.0
    """What the method's default thresholds are multiples of (see the catalogue)."""
    learned: bool = False
    """The thresholds come from chunks of the reference."""
    note: str = ""
    """Why there is no statistic: ``needs rows``, ``sums overflow``, ``too many values``."""
    evidence: str = ""
    """What the p-value rests on most where it is made of several tests: ``location``, ``middle``, ``spread``, ``shape``, ``far``
    (values far out), ``any`` (Kolmogorov-Smirnov, chi-square), ``largest move`` (of a frequent category)."""


class Distribution(Record):
    """Bins of one side. Numeric and datetime (epoch seconds): ``edges`` has one more entry than ``counts``.
    Otherwise ``labels`` name the bars (the last may be ``…`` for the rest)."""

    counts: tuple[float, ...]
    edges: tuple[float, ...] | None = None
    labels: tuple[str, ...] | None = None
    quantiles: tuple[float, ...] | None = None
    """Numeric: the 0, 1, ..., 100 % quantiles (101 values), for ECDF and quantile plots."""
    rows: int = 0
    missing: int = 0


class WordShift(Record):
    """How often a word stands in a text, on average, on either side; None: too rarely there to be counted."""

    word: str
    reference: float | None
    current: float | None


class ColumnDrift(Record):
    """The verdict on one column. ``method``, ``statistic``, ``threshold`` and ``p_value`` are those that decided."""

    name: str
    kind: Kind
    role: Role = Role.FEATURE
    """The drift of a target is prior shift, of a prediction prediction drift, of a prediction score score drift."""
    severity: Severity
    method: str
    statistic: float | None
    threshold: float | None
    critical_threshold: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    p_bounds: tuple[float, float] | None = None
    """From profiles: ``p_value`` lies between these, given the sketches' error. None where it is exact."""
    error_bound: float | None = None
    strength: float = 0.0
    """statistic / threshold: comparable over columns and methods, for ranking."""
    results: tuple[MethodResult, ...] = ()
    reference: Distribution | None = None
    current: Distribution | None = None
    moved: tuple[str, ...] = ()
    """What moved, in plain words: ``median 38 -> 24``, ``new category gold (4 %)``."""
    words: tuple[WordShift, ...] = ()
    """Texts: the frequent words whose frequency moved most."""
    importance: float | None = None
    expected: str | None = None
    """The note of an ``Expectation`` that holds for this column: its drift does not count in the report's severity."""
    computed_from: Literal["profiles", "rows", "service"] = "profiles"
    undecided: bool = False
    """The sketches' error straddles a threshold, and the rows were not read: the verdict may be either side's."""
    known: tuple[int, int] | None = None
    """Values on the reference and on the current side that are neither missing nor infinite."""


class JointDrift(Record):
    """The verdict of one method on many columns together, or on one vector."""

    method: str
    """``correlation``, ``mmd``, ``energy``, ``centroid``, ``classifier``, ``pca``."""
    name: str = ""
    """The vector's; empty: all columns."""
    columns: tuple[str, ...] = ()
    """Those that were looked at; of a vector none: its name says which."""
    severity: Severity
    statistic: float | None = None
    """The effect; None where there are too few rows or nothing to compare."""
    threshold: float | None = None
    critical_threshold: float | None = None
    p_value: float | None = None
    p_adjusted: float | None = None
    rows_reference: int = 0
    rows_current: int = 0
    sampled: bool = False
    """Not all rows were looked at."""
    figures: dict[str, float] = Field(default_factory=dict)
    """Other numbers of the method: ``mmd2``, ``bandwidth``, ``permutations``, ..."""
    moved: tuple[str, ...] = ()
    """What moved, in plain words: ``age and income: 0.71 → 0.12``."""
    importances: dict[str, float] = Field(default_factory=dict)
    """How much each column tells old from new, largest first."""


class Side(Record):
    """One side of an analysis: a stored version, or a file that was not imported."""

    version: int | None = None
    file: str | None = None
    rows: int = 0
    """Rows that were compared."""
    new_since: int | None = None
    """Only the rows that were added since this version were compared: the reference's own are in both."""

    @property
    def label(self) -> str:
        return f"v{self.version}" if self.version is not None else (self.file or "?")


class Segment(Record):
    """A part of the rows where drift concentrates, told by a filter. Its figures are of rows that the search for it did
    not see, so that they are not flattered by it."""

    rule: str
    """A filter, as in ``region == "north" and age >= 60``."""
    column: str = ""
    """The column whose drift concentrates here; empty: there are more or fewer rows of this kind than there were."""
    reference_share: float
    current_share: float
    """Of the rows of each side."""
    inside: float | None = None
    outside: float | None = None
    """Of ``column``: its Jensen-Shannon distance (base 2, freed of noise) in these rows and in all others."""
    p_value: float


class Explanation(Record):
    """Why two sides differ. Never raw rows: ``examples`` are positions, from 0."""

    segments: tuple[Segment, ...] = ()
    """Of whole rows first, those that moved most first; then by column, most drifted first."""
    examples: tuple[int, ...] = ()
    """Rows of the current version or file that are typical of what is new, different from one another."""
    model: str = ""
    """Whose importance of columns ranked them: ``churn v3``; empty: no model is in use."""
    reference_rows: int = 0
    current_rows: int = 0
    """Looked at: a sample where there are more."""
    seconds: float = 0.0


class DriftReport(Record):
    id: str = Field(default_factory=new_id)
    dataset_id: str
    dataset_name: str
    reference: Side
    current: Side
    severity: Severity
    summary: str = ""
    """The verdict in one sentence (English; the window words its own from the fields)."""
    columns: tuple[ColumnDrift, ...] = ()
    """Most drifted first."""
    together: tuple[JointDrift, ...] = ()
    """Many columns at once, and vectors."""
    schema_changes: tuple[str, ...] = ()
    service: str = "built-in"
    computed_from: Literal["profiles", "rows", "service"] = "profiles"
    params: dict[str, Any] = Field(default_factory=dict)
    """The ``DriftParams`` of the built-in engine: with others, ``judge_again`` makes another verdict of the same
    figures."""
    preset: str = ""
    """The name of the preset that ``params`` came from."""
    correction: str = "benjamini-hochberg"
    alpha: float = 0.05
    min_rows: int = 50
    score: float | None = None
    """An external service's overall score."""
    warning_at: float | None = None
    """The user's thresholds for ``score``."""
    critical_at: float | None = None
    thresholds_from: ThresholdSource | None = None
    """Where they come from."""
    fallback: Fallback | None = None
    """The service that was asked, and failed, before this one."""
    compared: tuple[str, ...] = ()
    """Names of the columns that an external service saw, and of those that it did not."""
    left_out: tuple[str, ...] = ()
    raw_answer: dict[str, Any] | None = None
    explanation: Explanation | None = None
    """Made on demand (``explain``)."""
    seconds: float = 0.0
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""

    @property
    def drifted(self) -> tuple[ColumnDrift, ...]:
        """The columns whose drift counts, most drifted first: not those where it is expected."""
        return tuple(c for c in self.columns if c.severity.rank > 0 and c.expected is None)

    @property
    def expected(self) -> tuple[ColumnDrift, ...]:
        """The columns that drifted as somebody accepted it."""
        return tuple(c for c in self.columns if c.severity.rank > 0 and c.expected is not None)


class Expectation(Record):
    """Somebody accepted that a column differs from a reference, at most by ``severity``: such drift is shown, but does not
    count. Graver drift does."""

    id: str = Field(default_factory=new_id)
    dataset_id: str
    column: str
    reference: int
    """Number of the version."""
    severity: Severity = Severity.CRITICAL
    note: str = ""
    by: str = ""
    at: datetime = Field(default_factory=now)


class DriftPreset(Record):
    """Parameters of drift analyses under a name, as a user saved them."""

    id: str = Field(default_factory=new_id)
    name: str
    params: dict[str, Any]
    """A ``DriftParams``: what differs from the defaults."""
    note: str = ""
    created_by: str = ""
    updated_at: datetime = Field(default_factory=now)


class DetectionRequest(Record):
    """What was asked of which detection service, and what came back."""

    id: str = Field(default_factory=new_id)
    service: str
    dataset_id: str
    reference: Side
    current: Side
    state: Literal["sent", "answered", "failed"] = "sent"
    answer: dict[str, Any] | None = None
    error: str = ""
    code: str = ""
    """Of the error."""
    report_id: str | None = None
    job_id: str | None = None
    created_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None


class TimelineCell(Record):
    """One column in one version, against the reference of the timeline."""

    name: str
    severity: Severity
    strength: float = 0.0
    method: str = ""
    statistic: float | None = None
    threshold: float | None = None
    expected: str | None = None


class TimelinePoint(Record):
    version: int
    rows: int
    severity: Severity
    columns: tuple[TimelineCell, ...]
    """In the order of the version's schema."""
    created_at: datetime
