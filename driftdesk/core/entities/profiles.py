"""What a column looks like, for people: read off the stored profiles."""

from typing import Literal

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
    outliers: int = 0
    """Values beyond Tukey's outer fences: three interquartile ranges below the first quartile or above the third."""
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


class PairStrength(Record):
    """How two columns go together. ``value``: Pearson's r (-1 to 1), Cramér's V or the correlation ratio (0 to 1), by
    ``method``; None where either is constant or too few rows have both. ``rank``: Spearman's correlation of two numbers.
    ``missing_together``: the correlation of being missing, -1 to 1; None where either has no gap."""

    first: str
    second: str
    method: Literal["pearson", "cramers_v", "correlation_ratio"]
    value: float | None
    rank: float | None = None
    rows: int
    """Sampled rows that have both values."""
    missing_together: float | None = None

    @property
    def strength(self) -> float:
        """0 to 1, comparable between methods."""
        return max(abs(self.value or 0.0), abs(self.rank or 0.0))


class PairWarning(Record):
    """``leak``: ``first`` alone tells the target ``second``; ``same``; ``missing_together``. ``text`` in plain words
    (English)."""

    code: Literal["leak", "same", "missing_together"]
    first: str
    second: str
    text: str


class VersionPairs(Record):
    """All pairs of a version's columns (ids and ignored ones left out), from ``sampled`` of its ``rows``."""

    dataset_id: str
    number: int
    rows: int
    sampled: int
    columns: tuple[str, ...]
    target: str | None
    pairs: tuple[PairStrength, ...]
    warnings: tuple[PairWarning, ...] = ()

    @property
    def is_exact(self) -> bool:
        """Every row was looked at."""
        return self.sampled == self.rows

    def of(self, name: str) -> tuple[tuple[str, PairStrength], ...]:
        """The other columns with their pair, strongest first."""
        found = [
            (p.second if p.first == name else p.first, p) for p in self.pairs if name in (p.first, p.second)
        ]
        return tuple(sorted(found, key=lambda pair: -pair[1].strength))
