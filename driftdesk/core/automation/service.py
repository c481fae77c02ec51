"""Automation: what happens by itself when data drift, and the loop that does it."""

from contextlib import suppress
from typing import TYPE_CHECKING

from driftdesk.core.automation.policies import PolicyService, concerned, fires
from driftdesk.core.context import Context
from driftdesk.core.entities import (
    AuditEntry,
    DriftReport,
    Job,
    JobKind,
    Model,
    OperationKind,
    Policy,
    Record,
    Severity,
)
from driftdesk.core.errors import ConflictError
from driftdesk.core.jobs.params import RetrainJob

if TYPE_CHECKING:
    from driftdesk.core.automation.retraining import RetrainResult
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.drift.service import DriftService
    from driftdesk.core.jobs.service import JobService
    from driftdesk.core.recomposition.service import RecompositionService
    from driftdesk.core.storage.store import Store
    from driftdesk.core.training.evaluation.service import EvaluationService
    from driftdesk.core.training.registry import Registry
    from driftdesk.core.training.service import TrainingService


class DryRunPoint(Record):
    """What a policy would have done when ``version`` came: ``columns`` are those that would have set it off."""

    version: int
    severity: Severity
    fires: bool
    columns: tuple[str, ...] = ()


class AutomationService(PolicyService):
    """``user`` stands in the audit for what policies do."""

    def __init__(
        self,
        store: "Store",
        *,
        datasets: "DatasetService",
        drift: "DriftService",
        recomposition: "RecompositionService",
        training: "TrainingService",
        evaluations: "EvaluationService",
        registry: "Registry",
        jobs: "JobService",
        user: str = "",
    ) -> None:
        super().__init__(store, user)
        self._datasets = datasets
        self._drift = drift
        self._recomposition = recomposition
        self._training = training
        self._evaluations = evaluations
        self._registry = registry
        self._jobs = jobs

    def on_report(self, report: DriftReport) -> list[Job]:
        """Let the policies that ``report`` concerns act: the retraining jobs, one a policy and report however often
        this is called. ``observe`` and ``alert`` leave an entry in the audit. Data that were not imported (a report
        on a file) cannot be trained on, so they retrain nothing. Policies over a model in the trash sleep."""
        jobs = []
        away = {m["id"] for m in self._store.models.select(trashed_at__ne=None)}
        for policy in self._store.policies.find(dataset_id=report.dataset_id, enabled=True, sort="name"):
            if policy.model_id in away or not fires(policy, report):
                continue
            self._note(policy, report)
            if policy.action == "retrain" and report.current.version is not None:
                jobs.append(self._enqueue(policy, report))
        return jobs

    def dry_run(self, policy: Policy) -> list[DryRunPoint]:
        """What ``policy`` would have done on the versions that came since the champion's data, oldest first. Where
        none came yet, since the reference of the loop that made the champion. From profiles; nothing is stored."""
        dataset = self._datasets.by_id(policy.dataset_id)
        versions = {v.number: v for v in self._datasets.versions(dataset.name)}
        data = [n for n, v in versions.items() if v.operation.kind is not OperationKind.RECOMPOSE]
        model = self._training.by_id(policy.model_id)
        number = 1
        if model.champion is not None:
            number = self._registry.version(model, model.champion).dataset_version
        while number >= max(data) and number not in data:
            number = int(versions[number].operation.params["reference"])
        points = []
        for point in self._drift.timeline(dataset, versions[number]):
            if point.version in data:
                columns = concerned(policy, point.columns)
                found = {"version": point.version, "severity": point.severity, "columns": columns}
                points.append(DryRunPoint(fires=bool(columns), **found))
        return points

    def retrain(self, model: Model, *, params: RetrainJob, context: Context) -> "RetrainResult":
        """The loop for ``model``: drift, recompose, train, gate, promote; see ``Retraining``."""
        from driftdesk.core.automation.retraining import Retraining

        policy = self.policy(params.policy_id) if params.policy_id else self._policy_of(model)
        loop = Retraining(
            datasets=self._datasets,
            drift=self._drift,
            recomposition=self._recomposition,
            training=self._training,
            evaluations=self._evaluations,
            registry=self._registry,
        )
        return loop.run(model, policy, params, context)

    def _policy_of(self, model: Model) -> Policy | None:
        """By hand, the loop goes by the recipe, gate and promotion of the model's own policy, if it has one."""
        return self._store.policies.first(
            model_id=model.id, action="retrain", enabled=True, sort="created_at"
        )

    def _enqueue(self, policy: Policy, report: DriftReport) -> Job:
        model = self._training.by_id(policy.model_id)
        return self._jobs.enqueue(
            JobKind.RETRAIN,
            f"Retrain {model.name}: {policy.name}",
            RetrainJob(model_id=model.id, policy_id=policy.id, report_id=report.id),
            subject=model.name,
            dedupe=f"policy:{policy.id}:report:{report.id}",
        )

    def _note(self, policy: Policy, report: DriftReport) -> None:
        """Once a policy and report: the entry's id is made of theirs."""
        entry = AuditEntry(
            id=f"{policy.id}-{report.id}",
            who=self._user,
            action={"observe": "drift observed", "alert": "drift alerted"}.get(policy.action, "policy fired"),
            what=report.dataset_name,
            details={
                "policy": policy.name,
                "report": report.id,
                "severity": str(report.severity),
                "columns": list(concerned(policy, report.columns))[:20],
            },
        )
        with suppress(ConflictError):
            self._store.audit.insert(entry)
