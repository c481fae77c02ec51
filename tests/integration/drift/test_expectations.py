"""Drift that is expected, on the real server: past and new verdicts, the registry, policies."""

from datetime import timedelta

import pytest

from driftdesk.core.automation.policies import concerned
from driftdesk.core.entities import (
    ColumnDrift,
    Dataset,
    DriftReport,
    Kind,
    Policy,
    ReplayRecipe,
    Severity,
    Side,
    now,
)
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.desk import Desk


def column(name: str, severity: Severity) -> ColumnDrift:
    return ColumnDrift(
        name=name,
        kind=Kind.NUMERIC,
        severity=severity,
        method="ks",
        statistic=0.3,
        threshold=0.1,
        strength=3.0,
    )


@pytest.fixture
def dataset(desk: Desk) -> Dataset:
    made = Dataset(name="shop", verdicts=(Severity.CRITICAL, Severity.WARNING))
    desk.store.datasets.insert(made)
    for current, age, plan in ((2, "critical", "warning"), (3, "warning", "none")):
        columns = (column("age", Severity(age)), column("plan", Severity(plan)))
        desk.store.reports.insert(
            DriftReport(
                dataset_id=made.id,
                dataset_name="shop",
                reference=Side(version=1),
                current=Side(version=current),
                severity=Severity(age),
                columns=columns,
                created_at=now() + timedelta(seconds=current),
            )
        )
    return made


def severities(desk: Desk, dataset: Dataset) -> list[str]:
    return [r.severity.value for r in desk.drift.reports(dataset)]


def test_expected_drift_counts_no_more_until_it_is_withdrawn(desk: Desk, dataset: Dataset) -> None:
    made = desk.expectations.accept("shop", "age", " since   May ")
    assert (made.severity, made.reference, made.note) == (Severity.WARNING, 1, "since May")
    newest, older = desk.drift.reports(dataset)
    assert newest.severity is Severity.NONE
    assert newest.columns[0].expected == "since May"
    assert newest.columns[0].severity is Severity.WARNING
    assert newest.summary == "No drift but the expected: v3 against v1 (age)."
    assert older.severity is Severity.CRITICAL
    assert desk.store.datasets.get(dataset.id).verdicts == (Severity.CRITICAL, Severity.NONE)
    desk.expectations.withdraw("shop", "age")
    assert severities(desk, dataset) == ["warning", "critical"]
    assert desk.store.datasets.get(dataset.id).verdicts == (Severity.CRITICAL, Severity.WARNING)
    assert [e.action for e in desk.store.audit.find(sort="at")] == ["drift expected", "drift counts again"]


def test_graver_drift_is_accepted_as_a_report_shows_it_and_policies_pass_over_it(
    desk: Desk, dataset: Dataset
) -> None:
    older = desk.drift.reports(dataset)[1]
    desk.expectations.accept("shop", "age", "known")
    desk.expectations.accept("shop", "age", "known better", report_id=older.id)
    assert [e.note for e in desk.expectations.list("shop")] == ["known better"]
    assert severities(desk, dataset) == ["none", "warning"]
    policy = Policy(
        name="p",
        dataset_id=dataset.id,
        model_id="m",
        severity=Severity.WARNING,
        recipe=ReplayRecipe(new_ratio=0.5),
    )
    assert concerned(policy, desk.drift.report(older.id).columns) == ("plan",)


def test_only_drift_can_be_expected_and_only_with_a_note(desk: Desk, dataset: Dataset) -> None:
    with pytest.raises(ParameterError, match="did not drift"):
        desk.expectations.accept("shop", "plan", "known")
    with pytest.raises(ParameterError, match="needs a note"):
        desk.expectations.accept("shop", "age", "  ")
    with pytest.raises(NotFoundError, match="no column"):
        desk.expectations.accept("shop", "agee", "known")
    with pytest.raises(NotFoundError, match="no expectation"):
        desk.expectations.withdraw("shop", "age")
    assert desk.expectations.list("shop") == []
