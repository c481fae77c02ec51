"""Drift of targets, predictions and scores has names of its own."""

from driftdesk.core.drift.roles import called
from driftdesk.core.drift.sentence import sentence
from driftdesk.core.entities import Column, ColumnDrift, Kind, Role, Schema, Severity, Side


def drift(name: str, severity: Severity) -> ColumnDrift:
    return ColumnDrift(
        name=name, kind=Kind.NUMERIC, severity=severity, method="ks", statistic=0.2, threshold=0.1, moved=("mean 1 → 2",)
    )  # fmt: skip


def test_what_drifted_is_called_by_its_role() -> None:
    roles = {"age": Role.FEATURE, "y": Role.TARGET, "p": Role.PREDICTION, "s": Role.PREDICTION_SCORE}
    schema = Schema(columns=tuple(Column(id=n, name=n, kind=Kind.NUMERIC, role=r) for n, r in roles.items()))
    found = {c.name: c for c in called([drift(n, Severity.WARNING) for n in roles], schema)}
    assert {n: c.role for n, c in found.items()} == roles
    assert [found[n].moved[0] for n in roles] == [
        "mean 1 → 2",
        "prior shift",
        "prediction drift",
        "score drift",
    ]
    said = sentence(Severity.WARNING, [found["age"], found["y"]], Side(version=1), Side(version=2))
    assert "(age, y: prior shift)" in said


def test_a_target_that_did_not_drift_is_called_nothing() -> None:
    schema = Schema(columns=(Column(id="y", name="y", kind=Kind.NUMERIC, role=Role.TARGET),))
    (column,) = called([drift("y", Severity.NONE)], schema)
    assert column.moved == ("mean 1 → 2",)
