"""Policies: kept in the store, and when they fire."""

import difflib
from collections.abc import Iterable
from typing import TYPE_CHECKING

from driftdesk.core.automation.gate import METRICS
from driftdesk.core.automation.words import sentence
from driftdesk.core.entities import (
    AuditEntry,
    ColumnDrift,
    DriftReport,
    Policy,
    Severity,
    TimelineCell,
)
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store


def concerned(policy: Policy, columns: Iterable[ColumnDrift | TimelineCell]) -> tuple[str, ...]:
    """The columns that ``policy`` watches and that drifted as much as it asks for, and not as expected."""
    least = max(policy.severity.rank, 1)
    watched = [c for c in columns if not policy.columns or c.name in policy.columns]
    return tuple(c.name for c in watched if c.severity.rank >= least and c.expected is None)


def fires(policy: Policy, report: DriftReport) -> bool:
    """Whether ``report`` is what ``policy`` waits for. What concerns no single column counts for policies that watch any:
    drift of columns together, and the verdict of an external service that names none."""
    if report.dataset_id != policy.dataset_id:
        return False
    if concerned(policy, report.columns):
        return True
    of_all = (j.severity for j in report.together) if report.columns else (report.severity,)
    least = max(policy.severity.rank, 1)
    return not policy.columns and any(severity.rank >= least for severity in of_all)


class PolicyService:
    """The part of ``AutomationService`` that keeps policies. ``ref`` is a policy's name or id."""

    def __init__(self, store: "Store", user: str = "") -> None:
        self._store = store
        self._user = user

    def policies(self) -> list[Policy]:
        """By name."""
        return self._store.policies.find(sort="name")

    def policy(self, ref: str) -> Policy:
        """Raises NotFoundError with the nearest names."""
        found = self._store.policies.first(name=ref) or self._store.policies.first(id=ref)
        if found is None:
            names = [p.name for p in self.policies()]
            near = difflib.get_close_matches(ref, names) or names[:10]
            hint = f"Did you mean: {', '.join(near)}?" if near else "Add one first."
            raise NotFoundError(f"There is no policy {ref!r}.", hint)
        return found

    def add_policy(self, policy: Policy) -> Policy:
        """Raises ConflictError where the name is taken, ParameterError where it does not fit dataset or model."""
        self._check(policy)
        if self._store.policies.first(name=policy.name):
            raise ConflictError(f"There is already a policy {policy.name!r}.", "Choose another name.")
        return self._save(
            policy.model_copy(update={"created_by": policy.created_by or self._user}), "policy added"
        )

    def change_policy(self, policy: Policy) -> Policy:
        """Put ``policy`` in the place of the one with its id. Raises NotFoundError, ConflictError, ParameterError."""
        self._check(policy)
        self._store.policies.get(policy.id)
        other = self._store.policies.first(name=policy.name, id__ne=policy.id)
        if other is not None:
            raise ConflictError(f"There is already a policy {policy.name!r}.", "Choose another name.")
        return self._save(policy, "policy changed")

    def enable(self, ref: str, on: bool) -> Policy:
        """Let a policy act, or keep it from acting."""
        policy = self.policy(ref).model_copy(update={"enabled": on})
        return self._save(policy, "policy switched on" if on else "policy switched off")

    def remove_policy(self, ref: str) -> None:
        """Raises NotFoundError."""
        policy = self.policy(ref)

        def work(session: "Session") -> None:
            self._store.policies.delete(policy.id, session)
            self._audit("policy removed", policy, session)

        self._store.run_in_transaction(work)

    def sentence(self, policy: Policy) -> str:
        """The policy in words, with the names of its dataset and model."""
        model = self._store.models.get(policy.model_id)
        return sentence(policy, self._store.datasets.get(policy.dataset_id).name, model.name, model.task)

    def _check(self, policy: Policy) -> None:
        """Raises ParameterError, NotFoundError."""
        if not policy.name.strip():
            raise ParameterError("A policy needs a name.", "Give it one.")
        if policy.severity is Severity.INSUFFICIENT_DATA:
            raise ParameterError("A policy cannot wait for too little data.", "Choose warning or critical.")
        dataset, model = self._store.datasets.get(policy.dataset_id), self._store.models.get(policy.model_id)
        if model.dataset_id != dataset.id:
            raise ParameterError(
                f"The model {model.name} does not learn from {dataset.name}.",
                "Choose a model of that dataset.",
            )
        metrics = METRICS[model.task.is_classification]
        if policy.gate.metric is not None and policy.gate.metric not in metrics:
            raise ParameterError(
                f"A gate cannot go by {policy.gate.metric!r}.",
                f"For {model.name} choose: {', '.join(metrics)}.",
            )
        head = self._store.versions.first(dataset_id=dataset.id, number=dataset.head)
        if head is not None:
            head.columns.select(policy.columns)

    def _save(self, policy: Policy, action: str) -> Policy:
        def work(session: "Session") -> Policy:
            self._store.policies.put(policy, session)
            self._audit(action, policy, session)
            return policy

        return self._store.run_in_transaction(work)

    def _audit(self, action: str, policy: Policy, session: "Session") -> None:
        entry = AuditEntry(who=self._user, action=action, what=policy.name, details={"action": policy.action})
        self._store.audit.insert(entry, session)
