"""How a difference of two versions is told: the records of ``diff``, light enough for the window."""

from typing import Any, Literal

from driftdesk.core.entities import Column, ColumnSummary, Record

Rows = Literal["added", "removed", "changed"]


class SchemaChange(Record):
    """``before`` None: the column was added; ``after`` None: it was removed."""

    before: Column | None
    after: Column | None

    @property
    def name(self) -> str:
        """After; of a removed column: before."""
        column = self.after or self.before
        return column.name if column else ""

    @property
    def what(self) -> tuple[str, ...]:
        """``added``, ``removed``, or some of ``renamed``, ``retyped`` and ``role``."""
        if self.before is None or self.after is None:
            return ("added",) if self.before is None else ("removed",)
        kept = (("name", "renamed"), ("kind", "retyped"), ("role", "role"))
        return tuple(word for name, word in kept if getattr(self.before, name) != getattr(self.after, name))


class ColumnChanges(Record):
    """``name`` after; ``cells``: how many values differ in the rows that both versions have."""

    name: str
    cells: int


class ColumnStatistics(Record):
    """What a column looked like before and after; None where it was not there."""

    name: str
    before: ColumnSummary | None
    after: ColumnSummary | None


class DiffRow(Record):
    """A row of an example. ``before`` and ``after`` go by the names after (of removed columns: before); one of them is
    None where the row was added or removed. ``changed`` names the columns whose values differ."""

    row_id: int
    before: dict[str, Any] | None
    after: dict[str, Any] | None
    changed: tuple[str, ...] = ()
