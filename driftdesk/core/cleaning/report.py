"""What cleaning did, or would do, rule by rule."""

from pydantic import Field

from driftdesk.core.entities import DatasetVersion, Record


class ChangedValue(Record):
    """A value that a rule changes; None is missing."""

    row_id: int
    column: str
    before: str | None
    after: str | None


class RuleReport(Record):
    """What one rule did, or would do: rows removed, values changed and columns removed, what it did to each column in
    words, and examples. ``gone`` shows some of the removed rows, their first columns."""

    rule: str
    removed_rows: int = 0
    changed: dict[str, int] = Field(default_factory=dict)
    removed_columns: tuple[str, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict)
    examples: tuple[ChangedValue, ...] = ()
    gone: tuple[dict[str, str | None], ...] = ()


class CleanPreview(Record):
    """``rows`` are those that would be left of ``rows_before``; ``changed`` counts values and removed columns."""

    rows_before: int
    rows: int
    changed: int
    report: tuple[RuleReport, ...]

    @property
    def removed(self) -> int:
        return self.rows_before - self.rows


class CleanResult(Record):
    """``changed`` counts the values changed and the columns removed. Where there was nothing to do, ``version`` is the
    one that was to be cleaned."""

    version: DatasetVersion
    rows: int
    removed: int
    changed: int
    report: tuple[RuleReport, ...]
