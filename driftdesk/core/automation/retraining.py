"""The loop as the steps of one job: drift, recompose, train, gate, promote. A job that is resumed goes on after the
last step that an earlier attempt finished.

Reference is the data version that the champion was trained on; current is the newest version of data that came
since (recomposed versions are made of those, so they do not count).
"""

from typing import TYPE_CHECKING, Any, Literal

from driftdesk.core.automation.gate import decide
from driftdesk.core.automation.policies import fires
from driftdesk.core.context import Context
from driftdesk.core.entities import (
    Dataset,
    DatasetVersion,
    DriftReport,
    Gate,
    GateDecision,
    Model,
    OperationKind,
    Policy,
    Record,
    ReplayRecipe,
    Severity,
)
from driftdesk.core.errors import ParameterError
from driftdesk.core.jobs.params import RetrainJob

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.drift.service import DriftService
    from driftdesk.core.recomposition.service import RecompositionService
    from driftdesk.core.training.evaluation.service import EvaluationService
    from driftdesk.core.training.registry import Registry
    from driftdesk.core.training.service import TrainingService

DEFAULT_RECIPE = ReplayRecipe(new_ratio=0.5)


class RetrainResult(Record):
    """What the loop found and did; ``reason`` is the outcome in a sentence."""

    model: str
    outcome: Literal["not_needed", "promoted", "rejected", "ask"]
    reason: str
    severity: Severity | None = None
    report: str | None = None
    reference: int | None = None
    """The data version that the champion was trained on."""
    current: int | None = None
    version: int | None = None
    """The recomposed data version."""
    rows: int | None = None
    challenger: int | None = None
    """The model version that was trained."""
    former_champion: int | None = None
    champion: int | None = None
    """After the loop."""
    gate: GateDecision | None = None


class Retraining:
    """Each step's result is remembered with the job; a step that an earlier attempt finished is not done again."""

    def __init__(
        self,
        *,
        datasets: "DatasetService",
        drift: "DriftService",
        recomposition: "RecompositionService",
        training: "TrainingService",
        evaluations: "EvaluationService",
        registry: "Registry",
    ) -> None:
        self._datasets = datasets
        self._drift = drift
        self._recomposition = recomposition
        self._training = training
        self._evaluations = evaluations
        self._registry = registry

    def run(self, model: Model, policy: Policy | None, params: RetrainJob, context: Context) -> RetrainResult:
        """Raises ParameterError where the model has no champion yet, and what the steps raise."""
        done = dict(context.done_steps())

        def step(name: str, work: Any, *args: Any) -> dict[str, Any]:
            """The result of a step: of an earlier attempt, or of doing it now."""
            context.check()
            if name not in done:
                done[name] = work(*args, context)
                context.step(name, done[name])
            result: dict[str, Any] = done[name]
            return result

        drift = step("drift", self._drift_step, model, policy, params)
        facts = {"model": model.name, **{k: v for k, v in drift.items() if k != "go"}}
        if not drift["go"]:
            return RetrainResult(outcome="not_needed", champion=drift["former_champion"], **facts)
        facts |= step("recompose", self._recompose_step, model, policy, drift)
        facts |= step("train", self._train_step, model, policy, facts)
        gate = step("gate", self._gate_step, model, policy, facts)
        decided = step("promote", self._promote_step, model, policy, facts, gate)
        return RetrainResult(gate=GateDecision.model_validate(gate), **{**facts, **decided})

    def _drift_step(
        self, model: Model, policy: Policy | None, params: RetrainJob, context: Context
    ) -> dict[str, Any]:
        """Whether to go on, and what was compared."""
        if model.champion is None:
            raise ParameterError(
                f"{model.name} has no champion yet, so nothing can have drifted from what it learned.",
                f"Train it first: driftdesk train {model.name} --dataset NAME.",
            )
        dataset = self._datasets.by_id(model.dataset_id)
        champion = self._registry.version(model, model.champion)
        if champion.dataset_id != dataset.id:
            raise ParameterError(
                f"The champion of {model.name} learned from another dataset than {dataset.name}, as a fork does.",
                f"Train it on this one first: driftdesk train {model.name} --dataset {dataset.name}.",
            )
        reference = self._datasets.version(dataset, champion.dataset_version)
        found: dict[str, Any] = {
            "reference": reference.number,
            "former_champion": champion.number,
            "go": params.force,
        }
        current = self._newest(dataset, reference)
        if current is None:
            forced = "It is trained again on the same data" if params.force else "No retraining needed"
            return found | {
                "reason": f"{forced}: no data came since version {reference.number}, on which the champion was trained."
            }
        report = self._report(dataset, reference, current, params, context)
        drifted = fires(policy, report) if policy and params.policy_id else report.severity.rank > 0
        found |= {"current": current.number, "report": report.id, "severity": str(report.severity)}
        if drifted or params.force:
            return found | {"reason": report.summary, "go": True}
        waits = "" if not report.severity.rank else " That is not what the policy waits for."
        return found | {"reason": f"No retraining needed. {report.summary}{waits}"}

    def _newest(self, dataset: Dataset, reference: DatasetVersion) -> DatasetVersion | None:
        """The newest version of data after ``reference``."""
        made = (OperationKind.RECOMPOSE, OperationKind.PREDICT)
        data = (v for v in self._datasets.versions(dataset.name) if v.operation.kind not in made)
        return next((v for v in data if v.number > reference.number), None)

    def _report(
        self,
        dataset: Dataset,
        reference: DatasetVersion,
        current: DatasetVersion,
        params: RetrainJob,
        context: Context,
    ) -> DriftReport:
        """The report that set the job off where it compares the same versions, else a new one."""
        if params.report_id:
            given = self._drift.report(params.report_id)
            if (given.reference.version, given.current.version) == (reference.number, current.number):
                return given
        return self._drift.analyse(dataset, reference, current, context=context)

    def _recompose_step(
        self, model: Model, policy: Policy | None, drift: dict[str, Any], context: Context
    ) -> dict[str, Any]:
        dataset = self._datasets.by_id(model.dataset_id)
        reference = self._datasets.version(dataset, drift["reference"])
        if drift.get("current") is None:  # forced, with no new data
            return {"version": reference.number, "rows": reference.rows}
        current = self._datasets.version(dataset, drift["current"])
        recipe = policy.recipe if policy else DEFAULT_RECIPE
        version = self._recomposition.compose(dataset, recipe, reference, current, context)
        return {"version": version.number, "rows": version.rows}

    def _train_step(
        self, model: Model, policy: Policy | None, facts: dict[str, Any], context: Context
    ) -> dict[str, Any]:
        version = self._datasets.version(self._datasets.by_id(model.dataset_id), facts["version"])
        start = facts["former_champion"] if policy and policy.fine_tune else None
        if start is not None and not self._can_start(model, start):
            context.warn(f"v{start} cannot be fine-tuned by its trainer: the model is trained from nothing.")
            start = None
        run = self._training.train(model, version, start=start, context=context, job_id=context.job_id)
        return {"challenger": run.model_version}

    def _can_start(self, model: Model, number: int) -> bool:
        from driftdesk.core.training.params import trainer_info

        return trainer_info(self._registry.version(model, number).trainer).warm_start

    def _gate_step(
        self, model: Model, policy: Policy | None, facts: dict[str, Any], context: Context
    ) -> dict[str, Any]:
        """Champion and challenger on the rows of the recomposed version that neither was trained on."""
        dataset = self._datasets.by_id(model.dataset_id)
        version = self._datasets.version(dataset, facts["version"])
        members = [(model, facts["former_champion"]), (model, facts["challenger"])]
        compared = self._evaluations.compare(members, dataset, version, context)
        champion, challenger = compared.members
        gate = policy.gate if policy else Gate()
        decision = decide(
            gate,
            model.task,
            champion.metrics,
            challenger.metrics,
            compared.rows,
            differences=compared.differences,
        )
        return decision.model_dump(mode="json")

    def _promote_step(
        self,
        model: Model,
        policy: Policy | None,
        facts: dict[str, Any],
        gate: dict[str, Any],
        context: Context,
    ) -> dict[str, Any]:
        """Make the challenger champion if the gate lets it, nobody wants to be asked, and nobody else chose another
        champion meanwhile."""
        number, former = facts["challenger"], facts["former_champion"]
        champion = self._training.by_id(model.id).champion
        if champion == number:  # an earlier attempt got as far as here
            return {"outcome": "promoted", "champion": number, "reason": _promoted(number, gate)}
        if not gate["passed"]:
            return {"outcome": "rejected", "champion": champion, "reason": f"Not promoted: {gate['reason']}"}
        if champion != former:
            words = f"Not promoted: the champion became v{champion} meanwhile. Promote v{number} by hand if it is better."
            return {"outcome": "ask", "champion": champion, "reason": words}
        if policy and policy.promotion == "ask":
            words = f"v{number} passed the gate and waits to be promoted: {gate['reason']}"
            return {"outcome": "ask", "champion": champion, "reason": words}
        self._registry.promote(model, number, who=context.user, why=gate["reason"])
        return {"outcome": "promoted", "champion": number, "reason": _promoted(number, gate)}


def _promoted(number: int, gate: dict[str, Any]) -> str:
    return f"v{number} is the champion now: {gate['reason']}"
