"""The two sides of an analysis: which columns can be compared, and what differs in the schema itself."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from driftdesk.core.drift.compare import Comparison
from driftdesk.core.drift.engine import NOT_JUDGED
from driftdesk.core.entities import Column, Role, Schema, Severity

_MADE_BY_MODELS = (Role.TARGET, Role.PREDICTION, Role.PREDICTION_SCORE)


@dataclass(frozen=True)
class Matched:
    """``both``: columns on both sides (reference's, current's) of one kind. ``settled``: columns that are drift as they
    stand. ``changes``: all differences of the schemas, in words."""

    both: tuple[tuple[Column, Column], ...]
    settled: tuple[Comparison, ...]
    changes: tuple[str, ...]


def match(reference: Schema, current: Schema, only: Sequence[str] = (), *, is_file: bool = False) -> Matched:
    """Columns belong together by their id, else by their name.

    A column that is gone or has another kind is critical drift, a new one a warning. New data from a file may lack what
    is only known later (target, predictions): that is said and not judged.
    """
    left = [c for c in reference.columns if not only or c.name in only]
    by_id = {c.id: c for c in current.columns}
    by_name = {c.name: c for c in current.columns}
    both: list[tuple[Column, Column]] = []
    settled: list[Comparison] = []
    changes: list[str] = []
    taken: set[str] = set()
    for column in left:
        other = _partner(column, by_id, by_name)
        if other is None:
            changes.append(f"column {column.name} is gone")
            if column.role not in NOT_JUDGED and not (is_file and column.role in _MADE_BY_MODELS):
                settled.append(_schema_drift(column, Severity.CRITICAL, f"column {column.name} is gone"))
            continue
        taken.add(other.name)
        if other.name != column.name:
            changes.append(f"column {column.name} is now called {other.name}")
        if other.kind is not column.kind:
            change = f"column {column.name}: {column.kind.value} → {other.kind.value}"
            changes.append(change)
            settled.append(_schema_drift(column, Severity.CRITICAL, change))
        else:
            both.append((column, other))
    for other in current.columns:
        if other.name in taken or (only and (other.name not in only or other.name in reference.names)):
            continue
        changes.append(f"column {other.name} is new")
        if other.role not in NOT_JUDGED:
            settled.append(_schema_drift(other, Severity.WARNING, f"column {other.name} is new"))
    return Matched(tuple(both), tuple(settled), tuple(changes))


def _partner(column: Column, by_id: Mapping[str, Column], by_name: Mapping[str, Column]) -> Column | None:
    """By id if that column is not another one's namesake; else by name."""
    same = by_id.get(column.id)
    return same if same is not None else by_name.get(column.name)


def _schema_drift(column: Column, severity: Severity, change: str) -> Comparison:
    return Comparison(column.name, column.kind, settled=severity, method="schema", moved=(change,))
