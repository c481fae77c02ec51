"""What the Automation tab reads: policies with the names of what they are about."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from driftdesk.core.entities import PRIMARY_METRIC, Dataset, Job, JobKind, Model, Policy
from driftdesk.ui.automation import words

if TYPE_CHECKING:
    from driftdesk.desk import Desk


@dataclass(frozen=True)
class PolicyFacts:
    """A policy with its dataset and model; one over a model in the trash sleeps."""

    policy: Policy
    dataset: Dataset
    model: Model

    @property
    def metric(self) -> str:
        return self.policy.gate.metric or PRIMARY_METRIC[self.model.task]

    def sentence(self) -> str:
        """The policy as a sentence, in rich text."""
        return words.sentence(
            self.policy, self.dataset.name, self.model.name, PRIMARY_METRIC[self.model.task]
        )


@dataclass(frozen=True)
class AutomationFacts:
    """One reading of all policies, what new ones may be about, and the latest runs of the loop, newest first."""

    policies: tuple[PolicyFacts, ...]
    models: tuple[Model, ...]
    datasets: tuple[Dataset, ...]
    loops: tuple[Job, ...]


def read_facts(desk: "Desk") -> AutomationFacts:
    datasets = {d.id: d for d in desk.datasets.list()}
    models = {m.id: m for m in desk.training.models()}
    away = {m.id: m for m in desk.training.models(trash=True)}
    policies = tuple(
        PolicyFacts(p, datasets[p.dataset_id], (models | away)[p.model_id])
        for p in desk.automation.policies()
        if p.dataset_id in datasets and p.model_id in models | away
    )
    loops = tuple(j for j in desk.jobs.list(limit=500) if j.kind is JobKind.RETRAIN)
    return AutomationFacts(policies, tuple(models.values()), tuple(datasets.values()), loops)
