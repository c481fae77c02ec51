"""Policies and the loop, on the sample data and the real store."""

from collections.abc import Mapping
from pathlib import Path
from typing import Any

import pytest

from driftdesk.core.automation.retraining import RetrainResult
from driftdesk.core.context import Context
from driftdesk.core.entities import (
    DatasetVersion,
    DriftReport,
    Gate,
    JobKind,
    Model,
    OperationKind,
    Policy,
    Severity,
    Side,
    Task,
    WindowRecipe,
)
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.jobs.params import RetrainJob
from driftdesk.desk import Desk
from sample_data.generate import HERE

CHURN = HERE / "sample_users_churn"
PARAMS = {"iterations": 20}


class StepContext(Context):
    """Remembers steps, as a job does, and can die after one."""

    def __init__(self, job_id: str, done: Mapping[str, Any] | None = None, dies_after: str = "") -> None:
        self.job_id = job_id
        self.user = "tester"
        self.steps: dict[str, Any] = dict(done or {})
        self._dies_after = dies_after

    def step(self, name: str, result: dict[str, Any]) -> None:
        self.steps[name] = result
        if name == self._dies_after:
            raise ConnectionError(f"killed after {name}")

    def done_steps(self) -> Mapping[str, Any]:
        return self.steps


class Bench:
    """A desk with the churn data's reference and a first champion."""

    def __init__(self, desk: Desk) -> None:
        self.desk = desk
        self.add(CHURN / "reference.csv", task=Task.BINARY, target="churned")
        dataset, version = desk.datasets.resolve("churn")
        self.dataset_id = dataset.id
        self.model = desk.training.model_for("tree", dataset, version)
        desk.training.train(
            self.model, version, trainer="gradient-boosting", params=PARAMS, context=StepContext("first")
        )

    def add(self, path: Path, **options: Any) -> DatasetVersion:
        file = self.desk.ingest.upload(path)
        return self.desk.ingest.run("churn", [file.id], ImportOptions(**options), Context()).version

    def add_batch(self, name: str) -> DatasetVersion:
        return self.add(CHURN / f"{name}.csv", mode="replace")

    def policy(self, **fields: Any) -> Policy:
        return self.desk.automation.add_policy(
            Policy.model_validate(
                {"name": "watch", "dataset_id": self.dataset_id, "model_id": self.model.id, **fields}
            )
        )

    def champion(self) -> Model:
        return self.desk.training.by_id(self.model.id)

    def retrain(self, context: Context | None = None, **params: Any) -> RetrainResult:
        return self.desk.automation.retrain(
            self.champion(),
            params=RetrainJob(model_id=self.model.id, **params),
            context=context or StepContext("job"),
        )

    def analyse(self, reference: int, current: int) -> DriftReport:
        dataset = self.desk.datasets.get("churn")
        sides = (self.desk.datasets.version(dataset, n) for n in (reference, current))
        return self.desk.drift.analyse(dataset, *sides, context=Context())


@pytest.fixture
def bench(desk: Desk) -> Bench:
    return Bench(desk)


def test_after_covariate_drift_the_loop_promotes_a_better_model(bench: Bench) -> None:
    bench.add_batch("covariate")
    result = bench.retrain()
    assert (result.outcome, result.severity) == ("promoted", Severity.CRITICAL)
    assert (result.reference, result.current, result.version) == (1, 2, 3)
    assert (result.former_champion, result.challenger, result.champion) == (1, 2, 2)
    assert result.rows == 4000
    assert result.gate is not None
    assert result.gate.champion is not None
    assert result.gate.challenger > result.gate.champion + 0.05
    assert 300 < result.gate.rows < 500
    assert "that neither has seen" in result.reason
    assert bench.champion().champion == 2
    version = bench.desk.datasets.version(bench.desk.datasets.get("churn"), 3)
    assert version.operation.kind is OperationKind.RECOMPOSE
    pair = bench.desk.training.evaluations(bench.champion())
    assert {(e.model_version, e.rows) for e in pair} == {(1, result.gate.rows), (2, result.gate.rows)}


def test_without_drift_no_retraining_is_needed(bench: Bench) -> None:
    bench.add_batch("no_drift")
    result = bench.retrain()
    assert (result.outcome, result.severity, result.champion) == ("not_needed", Severity.NONE, 1)
    assert result.reason.startswith("No retraining needed.")
    assert bench.champion().head == 1


def test_without_new_data_no_retraining_is_needed(bench: Bench) -> None:
    result = bench.retrain()
    assert result.outcome == "not_needed"
    assert "no data came since version 1" in result.reason


def test_after_the_loop_its_own_recomposed_version_is_not_taken_for_new_data(bench: Bench) -> None:
    bench.add_batch("covariate")
    bench.retrain()
    assert bench.retrain(StepContext("another")).outcome == "not_needed"


def test_forced_it_retrains_without_drift(bench: Bench) -> None:
    bench.add_batch("no_drift")
    result = bench.retrain(force=True)
    assert result.outcome in ("promoted", "rejected")
    assert result.challenger == 2
    assert result.version == 3


def test_forced_without_new_data_it_trains_again_on_the_same(bench: Bench) -> None:
    result = bench.retrain(force=True)
    assert (result.version, result.challenger) == (1, 2)
    assert bench.desk.datasets.get("churn").head == 1


@pytest.mark.parametrize("last", ["drift", "recompose", "train", "gate", "promote"])
def test_a_loop_that_died_after_a_step_leaves_what_one_run_leaves(bench: Bench, last: str) -> None:
    bench.add_batch("covariate")
    first = StepContext("job", dies_after=last)
    with pytest.raises(ConnectionError):
        bench.retrain(first)
    result = bench.retrain(StepContext("job", first.steps))
    assert (result.outcome, result.champion, result.version) == ("promoted", 2, 3)
    assert bench.desk.datasets.get("churn").head == 3
    assert bench.champion().head == 2
    assert len(bench.desk.training.runs(bench.model)) == 2
    assert len(bench.desk.drift.reports(bench.desk.datasets.get("churn"))) == 1
    assert [m.version for m in bench.champion().history if m.alias == "champion"] == [1, 2]


def test_the_gate_keeps_the_champion(bench: Bench) -> None:
    bench.add_batch("covariate")
    policy = bench.policy(gate=Gate(min_gain=0.9))
    result = bench.retrain(policy_id=policy.id)
    assert (result.outcome, result.champion, result.challenger) == ("rejected", 1, 2)
    assert result.reason.startswith("Not promoted:")
    assert bench.champion().champion == 1
    assert bench.champion().challenger == 2


def test_a_policy_that_fine_tunes_begins_with_the_champion_or_says_why_not(bench: Bench) -> None:
    bench.add_batch("covariate")
    policy = bench.policy(fine_tune=True)
    context = StepContext("trees")
    bench.retrain(context, policy_id=policy.id, force=True)
    assert bench.desk.training.runs(bench.model)[0].start_version is None
    network = bench.desk.training.train(
        bench.champion(),
        bench.desk.datasets.resolve("churn@1")[1],
        trainer="mlp",
        params={"epochs": 3, "hidden_sizes": (8,)},
        context=StepContext("network"),
    )
    assert network.model_version is not None
    bench.desk.registry.promote(bench.champion(), network.model_version, who="ada")
    bench.retrain(StepContext("tuned"), policy_id=policy.id, force=True)
    tuned = bench.desk.training.runs(bench.model)[0]
    assert (tuned.trainer, tuned.start_version) == ("mlp", network.model_version)


def test_a_policy_that_asks_leaves_the_promotion_to_the_user(bench: Bench) -> None:
    bench.add_batch("covariate")
    bench.policy(promotion="ask", recipe=WindowRecipe(rows=2500))
    result = bench.retrain()
    assert (result.outcome, result.champion, result.rows) == ("ask", 1, 2500)
    assert result.reason.startswith("v2 passed the gate and waits to be promoted")


def test_a_champion_chosen_meanwhile_is_left_alone(bench: Bench) -> None:
    bench.add_batch("covariate")
    context = StepContext("job", dies_after="gate")
    with pytest.raises(ConnectionError):
        bench.retrain(context)
    steps = {**context.steps, "drift": {**context.steps["drift"], "former_champion": 7}}
    result = bench.retrain(StepContext("job", steps))
    assert result.outcome == "ask"
    assert "became v1 meanwhile" in result.reason


def test_a_model_without_a_champion_is_an_error_with_a_hint(bench: Bench) -> None:
    dataset, version = bench.desk.datasets.resolve("churn")
    other = bench.desk.training.model_for("new", dataset, version)
    with pytest.raises(ParameterError, match="no champion yet") as error:
        bench.desk.automation.retrain(other, params=RetrainJob(model_id=other.id), context=Context())
    assert "driftdesk train new" in error.value.hint


def test_a_critical_report_enqueues_one_job_a_policy_however_often(bench: Bench) -> None:
    policy = bench.policy()
    bench.policy(name="also", severity="warning")
    bench.policy(name="off", enabled=False)
    bench.policy(name="age alone", columns=("age",))
    bench.policy(name="tell me", action="alert")
    bench.add_batch("covariate")
    report = bench.analyse(1, 2)
    jobs = bench.desk.automation.on_report(report)
    again = bench.desk.automation.on_report(report)
    assert [j.id for j in jobs] == [j.id for j in again]
    assert {j.dedupe for j in jobs} >= {f"policy:{policy.id}:report:{report.id}"}
    assert [(j.kind, j.subject) for j in bench.desk.store.jobs.find()] == [(JobKind.RETRAIN, "tree")] * 2
    entries = bench.desk.store.audit.find(what="churn", action__in=["drift alerted", "policy fired"])
    assert sorted(str(e.details["policy"]) for e in entries) == ["also", "tell me", "watch"]


def test_a_report_without_drift_or_on_a_file_enqueues_nothing(bench: Bench) -> None:
    bench.policy()
    bench.add_batch("no_drift")
    assert bench.desk.automation.on_report(bench.analyse(1, 2)) == []
    bench.add_batch("covariate")
    on_file = bench.analyse(1, 3).model_copy(update={"current": Side(file="new.csv", rows=2000)})
    assert bench.desk.automation.on_report(on_file) == []


def test_the_report_that_set_it_off_is_used_again(bench: Bench) -> None:
    policy = bench.policy(columns=("login_count",))
    bench.add_batch("covariate")
    report = bench.analyse(1, 2)
    result = bench.retrain(policy_id=policy.id, report_id=report.id)
    assert result.report == report.id
    assert result.outcome == "promoted"


def test_what_a_policy_does_not_wait_for_retrains_nothing(bench: Bench) -> None:
    policy = bench.policy(columns=("age",))
    bench.add_batch("covariate")
    result = bench.retrain(policy_id=policy.id)
    assert result.outcome == "not_needed"
    assert "not what the policy waits for" in result.reason


def test_a_dry_run_says_on_which_versions_a_policy_would_have_fired(bench: Bench) -> None:
    policy = bench.policy()
    for batch in ("no_drift", "covariate"):
        bench.add_batch(batch)
    points = bench.desk.automation.dry_run(policy)
    assert [(p.version, p.severity, p.fires) for p in points] == [
        (2, Severity.NONE, False),
        (3, Severity.CRITICAL, True),
    ]
    assert set(points[1].columns) == {"login_count", "subscription_type"}
    assert bench.desk.store.reports.count() == 0


def test_after_the_loop_a_dry_run_goes_back_to_where_the_loop_began(bench: Bench) -> None:
    bench.add_batch("covariate")
    assert bench.retrain().outcome == "promoted"
    (point,) = bench.desk.automation.dry_run(bench.policy())
    assert (point.version, point.fires) == (2, True)


def test_policies_are_kept_changed_switched_and_removed(bench: Bench) -> None:
    automation = bench.desk.automation
    policy = bench.policy()
    assert policy.created_by == "tester"
    assert automation.policies() == [policy]
    assert automation.policy("watch") == automation.policy(policy.id) == policy
    assert automation.sentence(policy).startswith("When churn drifts critically on any column, recompose")
    assert not automation.enable("watch", False).enabled
    changed = automation.change_policy(policy.model_copy(update={"name": "watcher", "action": "alert"}))
    assert automation.policy("watcher") == changed
    with pytest.raises(NotFoundError) as error:
        automation.policy("watchar")
    assert "watcher" in error.value.hint
    automation.remove_policy("watcher")
    assert automation.policies() == []


def test_a_policy_that_does_not_fit_is_refused(bench: Bench) -> None:
    policy = bench.policy()
    with pytest.raises(ConflictError):
        bench.policy()
    other = bench.policy(name="other")
    with pytest.raises(ConflictError):
        bench.desk.automation.change_policy(other.model_copy(update={"name": policy.name}))
    with pytest.raises(ParameterError, match="cannot go by 'rmse'"):
        bench.policy(name="x", gate=Gate(metric="rmse"))
    with pytest.raises(NotFoundError, match="no column 'nonsense'"):
        bench.policy(name="x", columns=("nonsense",))
    with pytest.raises(ParameterError, match="needs a name"):
        bench.policy(name=" ")
