"""Drift that is expected: somebody accepted, with a note, that a column differs from a reference.

It is shown as before, but counts neither in the report's verdict nor for policies, until it becomes graver than what was
accepted or the expectation is withdrawn. Kept apart from reports, and applied whenever one is made or read: accepting
changes what past reports say at once, and withdrawing puts it back.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable, Mapping, Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.core.datasets.names import no_such
from driftdesk.core.entities import (
    AuditEntry,
    ColumnDrift,
    Dataset,
    DriftReport,
    Expectation,
    JointDrift,
    Severity,
)
from driftdesk.core.errors import NotFoundError, ParameterError

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.storage.store import Session, Store

LONGEST_NOTE = 500


def marked(
    columns: Iterable[ColumnDrift], reference: int | None, expectations: Iterable[Expectation]
) -> list[ColumnDrift]:
    """The columns with the note of the expectation that holds for each (None: none), against version ``reference``."""
    holding = {e.column: e for e in expectations if e.reference == reference}
    return [_marked(c, holding.get(c.name)) for c in columns]


def apply(report: DriftReport, expectations: Iterable[Expectation]) -> DriftReport:
    """The report as it reads under ``expectations``: its columns, its severity and its sentence. A report without
    columns (an external service's) stays as it is."""
    columns = tuple(marked(report.columns, report.reference.version, expectations))
    if columns == report.columns:
        return report
    from driftdesk.core.drift.params import DriftParams
    from driftdesk.core.drift.sentence import sentence
    from driftdesk.core.drift.verdict import overall

    severity = overall(columns, DriftParams.model_validate(report.params), report.together)
    said = sentence(severity, columns, report.reference, report.current, report.together)
    return report.model_copy(update={"columns": columns, "severity": severity, "summary": said})


def _marked(column: ColumnDrift, expectation: Expectation | None) -> ColumnDrift:
    note = expectation.note if expectation and _covers(expectation, column.severity) else None
    return column if note == column.expected else column.model_copy(update={"expected": note})


def _covers(expectation: Expectation, severity: Severity) -> bool:
    return 0 < severity.rank <= expectation.severity.rank


class ExpectationService:
    """``user`` is who accepts. May be used from any thread."""

    def __init__(self, store: Store, datasets: DatasetService, user: str = "") -> None:
        self._store = store
        self._datasets = datasets
        self._user = user

    def list(self, name: str) -> builtins.list[Expectation]:
        """Of a dataset, by column."""
        return self._store.expectations.find(sort="column", dataset_id=self._datasets.get(name).id)

    def accept(self, name: str, column: str, note: str, *, report_id: str | None = None) -> Expectation:
        """Expect the drift of ``column`` as a report shows it (None: the last one): against its reference, up to its
        severity there. Raises NotFoundError, ParameterError where the column did not drift or the note is empty."""
        note = _checked(note)
        dataset = self._datasets.get(name)
        report = self._report(dataset, report_id)
        found = {c.name: c for c in report.columns}
        if column not in found:
            raise no_such(f"column in the report on {name}", column, found)
        severity, reference = found[column].severity, report.reference.version
        if not severity.rank or reference is None:
            raise ParameterError(
                f"{column} did not drift in {report.current.label} against {report.reference.label}.",
                "Only drift can be expected: `driftdesk drift` tells which columns did.",
            )
        there = self._store.expectations.first(dataset_id=dataset.id, column=column, reference=reference)
        made = Expectation(
            dataset_id=dataset.id,
            column=column,
            reference=reference,
            severity=severity,
            note=note,
            by=self._user,
        )
        made = made.model_copy(update={"id": there.id}) if there else made
        self._change(dataset, made, on=True)
        return made

    def withdraw(self, name: str, column: str, *, reference: int | None = None) -> Expectation:
        """Let drift of ``column`` count again. ``reference`` may be left out where there is one expectation only.
        Raises NotFoundError, ParameterError where several hold."""
        dataset = self._datasets.get(name)
        there = [e for e in self.list(name) if reference is None or e.reference == reference]
        found = [e for e in there if e.column == column]
        if not found:
            raise no_such(f"expectation on {name}", column, [e.column for e in there])
        if len(found) > 1:
            versions = ", ".join(f"v{e.reference}" for e in found)
            raise ParameterError(
                f"Drift of {column} is expected against {versions}.",
                "Say against which version: --reference V.",
            )
        self._change(dataset, found[0], on=False)
        return found[0]

    def _report(self, dataset: Dataset, report_id: str | None) -> DriftReport:
        if report_id is not None:
            report = self._store.reports.get(report_id)
            if report.dataset_id == dataset.id:
                return report
        else:
            last = self._store.reports.first(sort="-created_at", dataset_id=dataset.id)
            if last is not None:
                return last
        raise NotFoundError(
            f"There is no drift report on {dataset.name}.", f"Make one: driftdesk drift {dataset.name}."
        )

    def _change(self, dataset: Dataset, expectation: Expectation, *, on: bool) -> None:
        """Keep or forget an expectation, and the verdicts beside the dataset with it."""

        def work(session: Session) -> None:
            if on:
                self._store.expectations.put(expectation, session)
            else:
                self._store.expectations.delete(expectation.id, session)
            verdicts = self._verdicts(dataset, session)
            self._store.datasets.update(dataset.id, session, verdicts=verdicts)
            entry = AuditEntry(
                who=self._user,
                action="drift expected" if on else "drift counts again",
                what=dataset.name,
                details={
                    "column": expectation.column,
                    "reference": expectation.reference,
                    "note": expectation.note,
                },
            )
            self._store.audit.insert(entry, session)

        self._store.run_in_transaction(work)

    def _verdicts(self, dataset: Dataset, session: Session) -> tuple[Severity, ...]:
        """The last verdicts on ``dataset``, oldest first, under the expectations that hold now."""
        from driftdesk.core.storage.datasets import VERDICTS

        holding = self._store.expectations.find(session=session, dataset_id=dataset.id)
        columns = ("columns.name", "columns.kind", "columns.severity", "columns.method")
        fields = ("created_at", "severity", "reference.version", "params", "together", *columns)
        reports = self._store.reports.select(*fields, session=session, dataset_id=dataset.id)
        last = sorted(reports, key=lambda r: r["created_at"])[-VERDICTS:]
        return tuple(_verdict(r, holding) for r in last)


def _verdict(report: Mapping[str, Any], expectations: Sequence[Expectation]) -> Severity:
    """As ``overall`` says, of a report of which little was read."""
    stored = Severity(report["severity"])
    if stored is Severity.INSUFFICIENT_DATA or not report.get("columns"):
        return stored
    from driftdesk.core.drift.params import DriftParams
    from driftdesk.core.drift.verdict import overall

    little = [ColumnDrift(**c, statistic=None, threshold=None) for c in report["columns"]]
    columns = marked(little, report["reference"].get("version"), expectations)
    together = [JointDrift.model_validate(j) for j in report.get("together") or ()]
    return overall(columns, DriftParams.model_validate(report.get("params") or {}), together)


def _checked(note: str) -> str:
    note = " ".join(note.split())
    if not note:
        raise ParameterError(
            "An expectation needs a note.", "Say in a few words why this drift is no surprise."
        )
    if len(note) > LONGEST_NOTE:
        raise ParameterError(f"A note has up to {LONGEST_NOTE} characters.", "Say it shorter.")
    return note
