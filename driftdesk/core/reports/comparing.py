"""Two reports beside each other: what drifts that did not, what does no more, and what drifts further."""

from collections.abc import Sequence
from typing import Literal

from driftdesk.core.entities import ColumnDrift, DriftReport, Record, Severity

Change = Literal["graver", "milder", "further", "back", "same", "new", "gone"]
"""``graver`` and ``milder``: the severity changed; ``further`` and ``back``: the strength did, by a tenth or more of the
threshold; ``new`` and ``gone``: the column is in one report only."""

_ORDER: tuple[Change, ...] = ("graver", "new", "further", "milder", "gone", "back", "same")
_NOTICEABLE = 0.1


class ColumnChange(Record):
    name: str
    change: Change
    before: Severity | None = None
    after: Severity | None = None
    method: str = ""
    """The method that decided, if it was the same one."""
    statistic_before: float | None = None
    statistic_after: float | None = None
    strength_before: float | None = None
    strength_after: float | None = None
    """Statistic over threshold; comparable even where methods differ."""


class ReportComparison(Record):
    """``columns``: those that matter most first."""

    before: str
    after: str
    """Ids of the reports."""
    severity_before: Severity
    severity_after: Severity
    columns: tuple[ColumnChange, ...]
    notes: tuple[str, ...] = ()
    """Why the two cannot be compared like for like."""

    def count(self, change: Change) -> int:
        return sum(c.change == change for c in self.columns)


def compare_reports(before: DriftReport, after: DriftReport) -> ReportComparison:
    """What changed from one report to another; columns belong together by their names."""
    left, right = ({c.name: c for c in report.columns} for report in (before, after))
    names = dict.fromkeys([*right, *left])
    columns = [_change(name, left.get(name), right.get(name)) for name in names]
    columns.sort(key=lambda c: (_ORDER.index(c.change), -(c.strength_after or c.strength_before or 0.0)))
    return ReportComparison(
        before=before.id,
        after=after.id,
        severity_before=before.severity,
        severity_after=after.severity,
        columns=tuple(columns),
        notes=tuple(_notes(before, after)),
    )


def _change(name: str, before: ColumnDrift | None, after: ColumnDrift | None) -> ColumnChange:
    known = after or before
    assert known is not None
    same_method = before is None or after is None or before.method == after.method
    return ColumnChange(
        name=name,
        change=_kind(before, after),
        before=before.severity if before else None,
        after=after.severity if after else None,
        method=known.method if same_method else "",
        statistic_before=before.statistic if before else None,
        statistic_after=after.statistic if after else None,
        strength_before=before.strength if before else None,
        strength_after=after.strength if after else None,
    )


def _kind(before: ColumnDrift | None, after: ColumnDrift | None) -> Change:
    if before is None or after is None:
        return "new" if before is None else "gone"
    if before.severity.rank != after.severity.rank:
        return "graver" if after.severity.rank > before.severity.rank else "milder"
    apart = after.strength - before.strength
    if abs(apart) < _NOTICEABLE:
        return "same"
    return "further" if apart > 0 else "back"


def _notes(before: DriftReport, after: DriftReport) -> Sequence[str]:
    notes = []
    if before.dataset_id != after.dataset_id:
        notes.append(f"They are of different datasets: {before.dataset_name} and {after.dataset_name}.")
    elif before.reference.version != after.reference.version:
        notes.append(f"Their references differ: {before.reference.label} and {after.reference.label}.")
    if before.service != after.service:
        notes.append(f"Different services made them: {before.service} and {after.service}.")
    elif before.params != after.params:
        notes.append("They were judged by different parameters.")
    return notes
