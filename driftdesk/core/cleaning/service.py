"""Cleaning by rules: a look at what they would do, the new version, and sets of rules that are kept by name."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.core.cleaning.report import CleanPreview, CleanResult, RuleReport
from driftdesk.core.context import Context
from driftdesk.core.datasets.names import check_name, no_such
from driftdesk.core.entities import AuditEntry, DatasetVersion, Operation, OperationKind, RuleSet, now
from driftdesk.core.errors import ConflictError, InputError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.cleaning.rules import CleanRule
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.drafts.state import State
    from driftdesk.core.profiles.service import ProfileService
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService


class CleaningService:
    """``user`` stands in the record where a context names nobody."""

    def __init__(
        self,
        store: Store,
        datasets: DatasetService,
        tables: TableService,
        profiles: ProfileService,
        user: str = "",
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._profiles = profiles
        self._user = user

    def preview(self, ref: str, rules: Sequence[CleanRule], context: Context | None = None) -> CleanPreview:
        """What the rules, one after the other, would do to ``name[@version]``; nothing is written. Raises as ``clean``
        does, but where no row would be left."""
        _, version = self._datasets.resolve(ref)
        state, report = self._plan(version, rules, context or Context())
        return CleanPreview(
            rows_before=version.rows, rows=state.rows, changed=_changed(report), report=tuple(report)
        )

    def clean(self, ref: str, rules: Sequence[CleanRule], context: Context) -> CleanResult:
        """Apply rules to ``name[@version]``: a new version, unless there is nothing to do. Raises ParameterError where a
        rule does not suit, InputError when no row would be left."""
        from driftdesk.core.drafts.writing import write

        if done := self._datasets.made_by(context, OperationKind.CLEAN):
            return _result(done, done.operation.params)
        dataset, version = self._datasets.resolve(ref)
        state, report = self._plan(version, rules, context)
        params: dict[str, Any] = {
            "rules": [r.rule for r in report],
            "removed": version.rows - state.rows,
            "changed": _changed(report),
            "report": [r.model_dump(mode="json") for r in report],
        }
        if not params["removed"] and not params["changed"] and state.columns == version.columns:
            return _result(version, params)
        if not state.rows:
            raise InputError(
                f"Cleaning {dataset.name}@{version.number} by these rules would leave no row.",
                "Leave out what removes rows, or fill missing values instead (missing=median).",
            )
        made = self._datasets.commit(
            dataset,
            write(self._store, state, dataset.next_row_id, context),
            operation=Operation(kind=OperationKind.CLEAN, params=params),
            message="Cleaned: " + ", ".join(params["rules"]),
            context=context,
            parent=version.number,
        )
        return _result(made, params)

    def _plan(
        self, version: DatasetVersion, rules: Sequence[CleanRule], context: Context
    ) -> tuple[State, list[RuleReport]]:
        from driftdesk.core.cleaning.changes import compare
        from driftdesk.core.cleaning.planning import Planner
        from driftdesk.core.drafts.state import Base, State

        if not rules:
            raise ParameterError("There is no rule to clean by.", "Name at least one, such as duplicates.")
        state = State(Base(self._tables, version), version.columns)
        planner = Planner(state, context, lambda: self._profiles.pairs(version, context))
        report = []
        for rule in rules:
            before = planner.state
            if not before.rows:
                break
            planned = planner.plan(rule)
            report.append(compare(before, planned, rule.text, context))
        return planner.state, report

    # Sets of rules.

    def rule_sets(self) -> list[RuleSet]:
        """By name."""
        return self._store.rule_sets.find(sort="name")

    def rule_set(self, name: str) -> RuleSet:
        """Raises NotFoundError."""
        found = self._store.rule_sets.first(name=name)
        if found is None:
            raise no_such("set of rules", name, (s.name for s in self.rule_sets()))
        return found

    def save_rules(self, name: str, rules: Sequence[CleanRule]) -> RuleSet:
        """Keep rules under a name; what had it before is replaced. Raises ParameterError."""
        if not rules:
            raise ParameterError("There is no rule to keep.", "Name at least one, such as duplicates.")
        texts = tuple(r.text for r in rules)
        made = RuleSet(name=check_name(name), rules=texts, created_by=self._user)

        def work(session: Session) -> RuleSet:
            there = self._store.rule_sets.first(name=made.name)
            self._record("rules saved", made.name, session, rules=", ".join(texts))
            if there is not None:
                return self._store.rule_sets.update(there.id, session, rules=texts, updated_at=now())
            self._store.rule_sets.insert(made, session)
            return made

        try:
            return self._store.run_in_transaction(work)
        except ConflictError:  # somebody was first
            return self._store.run_in_transaction(work)

    def delete_rules(self, name: str) -> None:
        """Raises NotFoundError."""
        found = self.rule_set(name)

        def work(session: Session) -> None:
            self._store.rule_sets.delete(found.id, session)
            self._record("rules deleted", found.name, session)

        self._store.run_in_transaction(work)

    def _record(self, action: str, what: str, session: Session, **details: str) -> None:
        entry = AuditEntry(who=self._user, action=action, what=what, details=dict(details))
        self._store.audit.insert(entry, session)


def _changed(report: Sequence[RuleReport]) -> int:
    return sum(_counts(report))


def _counts(report: Sequence[RuleReport]) -> Iterator[int]:
    for rule in report:
        yield sum(rule.changed.values()) + len(rule.removed_columns)


def _result(version: DatasetVersion, params: dict[str, Any]) -> CleanResult:
    return CleanResult(
        version=version,
        rows=version.rows,
        removed=params["removed"],
        changed=params["changed"],
        report=tuple(RuleReport.model_validate(r) for r in params["report"]),
    )
