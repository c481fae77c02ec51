"""The verdict of a report in one sentence (English; the window words its own from the fields)."""

from collections.abc import Sequence

from driftdesk.core.drift.roles import named
from driftdesk.core.entities import ColumnDrift, JointDrift, Severity, Side

_NAMED = 3


def sentence(
    severity: Severity,
    columns: Sequence[ColumnDrift],
    reference: Side,
    current: Side,
    together: Sequence[JointDrift] = (),
) -> str:
    """``Drifted: 2 of 7 columns changed since v4 (age, plan); 1 more as expected.``"""
    if severity is Severity.INSUFFICIENT_DATA:
        return f"Too few rows to say whether {current.label} drifted from {reference.label}."
    drifted = [c for c in columns if c.severity.rank and c.expected is None]
    expected = [c for c in columns if c.severity.rank and c.expected is not None]
    joint = [j for j in together if j.severity.rank]
    if not drifted and joint and severity.rank:
        return f"Drifted: {_jointly(joint)} changed since {reference.label}, and no column by itself."
    if not drifted and expected:
        return f"No drift but the expected: {current.label} against {reference.label} ({_listed(expected)})."
    if not drifted:
        return f"No drift: {current.label} looks like {reference.label}."
    judged = sum(c.method != "not_judged" for c in columns)
    noun = "column" if judged == 1 else "columns"
    if not severity.rank:  # by the rule of a share of the columns
        return f"No drift of the whole: {len(drifted)} of {judged} {noun} changed since {reference.label} ({_listed(drifted)})."
    more = f"; {len(expected)} more as expected" if expected else ""
    return f"Drifted: {len(drifted)} of {judged} {noun} changed since {reference.label} ({_listed(drifted)}){more}."


def _jointly(found: Sequence[JointDrift]) -> str:
    """``how columns go together (age and income: 0.71 → 0.12)``, ``the vector emb``."""
    worst = max(found, key=lambda j: j.severity.rank)
    if worst.name:
        return f"the vector {worst.name}"
    detail = f" ({worst.moved[0]})" if worst.moved else ""
    return f"how columns go together{detail}"


def _listed(columns: Sequence[ColumnDrift]) -> str:
    names = ", ".join(named(c) for c in columns[:_NAMED])
    return f"{names} and {len(columns) - _NAMED} more" if len(columns) > _NAMED else names
