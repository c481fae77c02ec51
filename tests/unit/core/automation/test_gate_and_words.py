"""Gates, sentences, and when a policy fires."""

import math

import pytest

from driftdesk.core.automation.gate import decide
from driftdesk.core.automation.policies import concerned, fires
from driftdesk.core.automation.words import sentence
from driftdesk.core.entities import (
    ColumnDrift,
    DriftReport,
    Gate,
    JointDrift,
    Kind,
    PairedDifference,
    Policy,
    ReplayRecipe,
    Severity,
    Side,
    Task,
    WindowRecipe,
)


def policy(**fields: object) -> Policy:
    return Policy.model_validate({"name": "p", "dataset_id": "d", "model_id": "m", **fields})


def column(name: str, severity: Severity) -> ColumnDrift:
    return ColumnDrift(
        name=name, kind=Kind.NUMERIC, severity=severity, method="ks", statistic=0.3, threshold=0.1
    )


def report(
    *columns: ColumnDrift, severity: Severity = Severity.CRITICAL, dataset_id: str = "d"
) -> DriftReport:
    return DriftReport(
        dataset_id=dataset_id,
        dataset_name="churn",
        reference=Side(version=1),
        current=Side(version=2),
        severity=severity,
        columns=columns,
    )


@pytest.mark.parametrize(
    ("gate", "champion", "challenger", "passes"),
    [
        (Gate(), 0.80, 0.80, True),
        (Gate(), 0.80, 0.79, False),
        (Gate(max_drop=0.01), 0.80, 0.79, True),
        (Gate(max_drop=0.01), 0.80, 0.78, False),
        (Gate(min_gain=0.02), 0.80, 0.82, True),
        (Gate(min_gain=0.02), 0.80, 0.81, False),
        (Gate(min_gain=0.02, max_drop=0.5), 0.80, 0.81, False),
    ],
)
def test_the_gate_asks_for_a_gain_or_else_allows_a_drop(
    gate: Gate, champion: float, challenger: float, passes: bool
) -> None:
    decision = decide(gate, Task.MULTICLASS, {"accuracy": champion}, {"accuracy": challenger}, 400)
    assert decision.passed is passes
    assert (decision.metric, decision.champion, decision.challenger, decision.rows) == (
        "accuracy",
        champion,
        challenger,
        400,
    )


def test_errors_are_better_when_lower() -> None:
    assert decide(Gate(), Task.REGRESSION, {"rmse": 400.0}, {"rmse": 350.0}, 100).passed
    assert not decide(Gate(), Task.REGRESSION, {"rmse": 400.0}, {"rmse": 450.0}, 100).passed


def test_a_gate_may_go_by_another_metric_than_the_tasks_own() -> None:
    both = {"roc_auc": 0.9, "accuracy": 0.7}
    decision = decide(Gate(metric="accuracy"), Task.BINARY, both, {"roc_auc": 0.5, "accuracy": 0.8}, 100)
    assert decision.passed
    assert "accuracy 0.7 → 0.8 on 100 rows" in decision.reason


def test_without_a_champion_a_challenger_passes() -> None:
    assert decide(Gate(min_gain=0.5), Task.BINARY, None, {"roc_auc": 0.6}, 10).passed


@pytest.mark.parametrize("challenger", [{}, {"roc_auc": math.nan}])
def test_a_metric_that_cannot_be_computed_never_passes(challenger: dict[str, float]) -> None:
    decision = decide(Gate(), Task.BINARY, {"roc_auc": 0.5}, challenger, 10)
    assert not decision.passed
    assert "cannot be computed" in decision.reason


def test_the_reason_says_what_was_compared_and_what_the_gate_asks_for() -> None:
    decision = decide(Gate(max_drop=0.01), Task.BINARY, {"roc_auc": 0.8}, {"roc_auc": 0.75}, 1200)
    assert decision.reason == (
        "roc_auc 0.8 → 0.75 on 1,200 rows that neither has seen: 0.05 worse than the champion, "
        "but the gate asks for at most 0.01 worse."
    )


@pytest.mark.parametrize(
    ("fields", "words"),
    [
        (
            {},
            "When churn drifts critically on any column, recompose with replay (50 % new rows) and retrain tree; "
            "promote if roc_auc is not worse.",
        ),
        (
            {
                "severity": "warning",
                "columns": ("age", "plan"),
                "recipe": WindowRecipe(rows=20_000),
                "gate": Gate(max_drop=0.01),
                "promotion": "ask",
            },
            "When churn drifts noticeably on age or plan, recompose from the latest 20,000 rows and retrain tree; "
            "promote if roc_auc is not worse by more than 0.01, but ask first.",
        ),
        (
            {"recipe": ReplayRecipe(new_ratio=0.25), "gate": Gate(metric="f1", min_gain=0.02)},
            "When churn drifts critically on any column, recompose with replay (25 % new rows) and retrain tree; "
            "promote if f1 improves by 0.02.",
        ),
        (
            {"recipe": WindowRecipe(rows=500, new_weight=3, half_life=30)},
            "When churn drifts critically on any column, recompose from the latest 500 rows, new rows weighing 3 times "
            "as much, rows weighing half after 30 days and retrain tree; promote if roc_auc is not worse.",
        ),
        ({"action": "alert"}, "When churn drifts critically on any column, alert."),
        ({"action": "observe", "columns": ("age",)}, "When churn drifts critically on age, note it."),
    ],
)
def test_a_policy_reads_as_a_sentence(fields: dict[str, object], words: str) -> None:
    assert sentence(policy(**fields), "churn", "tree", Task.BINARY) == words


def test_drift_of_columns_together_fires_policies_on_any_column() -> None:
    together = (JointDrift(method="correlation", severity=Severity.WARNING, statistic=0.2),)
    still = report(column("age", Severity.NONE), severity=Severity.WARNING)
    turned = still.model_copy(update={"together": together})
    assert fires(policy(severity="warning"), turned)
    assert not fires(policy(severity="critical"), turned)
    assert not fires(policy(severity="warning", columns=("age",)), turned)


def test_a_policy_fires_when_a_column_that_it_watches_drifts_enough() -> None:
    drifted = report(column("age", Severity.CRITICAL), column("plan", Severity.WARNING))
    assert fires(policy(), drifted)
    assert fires(policy(columns=("plan",), severity="warning"), drifted)
    assert not fires(policy(columns=("plan",)), drifted)
    assert not fires(policy(columns=("other",)), drifted)
    assert not fires(policy(severity="warning"), report(column("age", Severity.NONE), severity=Severity.NONE))
    assert not fires(policy(), report(column("age", Severity.CRITICAL), dataset_id="other"))


def test_too_little_data_sets_nothing_off() -> None:
    few = report(column("age", Severity.INSUFFICIENT_DATA), severity=Severity.INSUFFICIENT_DATA)
    assert not fires(policy(severity="none"), few)


def test_an_external_verdict_without_columns_counts_for_policies_on_any_column() -> None:
    assert fires(policy(), report())
    assert not fires(policy(columns=("age",)), report())
    assert not fires(policy(), report(severity=Severity.WARNING))


def test_the_columns_concerned_are_those_watched_that_drifted_enough() -> None:
    columns = [column("a", Severity.CRITICAL), column("b", Severity.WARNING), column("c", Severity.NONE)]
    assert concerned(policy(severity="warning"), columns) == ("a", "b")
    assert concerned(policy(severity="warning", columns=("b", "c")), columns) == ("b",)


@pytest.mark.parametrize(
    ("difference", "p_value", "passes"), [(0.02, 0.03, True), (0.02, 0.06, False), (-0.02, 0.01, False)]
)
def test_a_gate_may_ask_for_better_by_more_than_chance(
    difference: float, p_value: float, passes: bool
) -> None:
    tested = PairedDifference(
        first=0, second=1, metric="roc_auc", difference=difference, low=0, high=0, p_value=p_value,
        p_corrected=1.0, test="delong",
    )  # fmt: skip
    gate = Gate(max_drop=0.1, beyond_noise=True)
    decision = decide(
        gate, Task.BINARY, {"roc_auc": 0.8}, {"roc_auc": 0.8 + difference}, 100, differences=[tested]
    )
    assert decision.passed is passes and decision.p_value == p_value
    untested = decide(gate, Task.BINARY, {"roc_auc": 0.8}, {"roc_auc": 0.9}, 100)
    assert not untested.passed and "not tested" in untested.reason
