"""What a column looks like, for people: read off the stored profiles."""

from pydantic import Field

from driftdesk.core.entities.base import Record
from driftdesk.core.entities.data import Kind, Role
from driftdesk.core.entities.drift import Distribution


class ValueCount(Record):
    value: str
    rows: int


class QualityWarning(Record):
    """``code`` for translations and tests, ``text`` in plain words (English)."""

    code: str
    """``all_missing``, ``mostly_missing``, ``missing``, ``constant``, ``nearly_constant``, ``id_like``,
    ``many_values``, ``infinite``, ``skewed``, ``empty_text``."""
    text: str


class ColumnSummary(Record):
    """``minimum``, ``maximum``, ``mean``, ``deviation`` and ``skew`` are of the numbers of a numeric column, of epoch
    seconds (UTC) of a datetime column, and of the lengths in characters of a text column; None elsewhere and where
    there are no values."""

    name: str
    kind: Kind
    role: Role = Role.FEATURE
    rows: int
    missing: int
    distinct: int
    distinct_is_exact: bool = True
    minimum: float | None = None
    maximum: float | None = None
    mean: float | None = None
    deviation: float | None = None
    skew: float | None = None
    zeros: int = 0
    infinite: int = 0
    distribution: Distribution = Distribution(counts=())
    """Histogram (and quantiles) of the numbers, seconds or lengths; bars of the categories."""
    top: tuple[ValueCount, ...] = ()
    """Most frequent values of a categorical or boolean column, words of a text column, numbers where they repeat."""
    scripts: dict[str, float] = Field(default_factory=dict)
    """Text: share of the characters by script (``hangul``, ``latin``, ``digit``, ...)."""
    warnings: tuple[QualityWarning, ...] = ()


class VersionProfile(Record):
    """All columns of one version (``dataset_id`` and ``number`` say which; both empty for a file)."""

    dataset_id: str = ""
    number: int = 0
    rows: int
    columns: tuple[ColumnSummary, ...]
