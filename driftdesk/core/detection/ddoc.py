"""Drift analysis by a ``ddoc serve``: files in a shared folder, a question over HTTP, a score in the answer.

The service answers with one number and no threshold, so the verdict is this adapter's, by the thresholds that are
set for the service; the report says so. A service that failed is an error, never "no drift".
"""

import math
import time
from collections.abc import Callable, Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.detection.credentials import service_key
from driftdesk.core.detection.ddoc_client import DdocClient
from driftdesk.core.detection.health import check, check_shared_folder
from driftdesk.core.detection.service import ServiceHealth, as_side
from driftdesk.core.detection.shared_folder import Batches, Measured, Moments, measure, temporary, write_side
from driftdesk.core.drift.service import new_rows
from driftdesk.core.entities import (
    Column,
    Dataset,
    DatasetVersion,
    DetectionRequest,
    DriftReport,
    Kind,
    Role,
    Schema,
    Severity,
    now,
)
from driftdesk.core.errors import DriftDeskError, ParameterError, ServiceAnswerError
from driftdesk.core.settings import ServiceConfig
from driftdesk.core.storage.repository import Session
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

if TYPE_CHECKING:
    from driftdesk.core.detection.service import CurrentSide

MIN_ROWS = 50
_COMPARED_ROLES = (Role.FEATURE, Role.TARGET, Role.PREDICTION, Role.PREDICTION_SCORE)


class DdocService:
    """A detection service (see ``DetectionService``) behind ``config.url``."""

    def __init__(self, config: ServiceConfig, store: Store, tables: TableService) -> None:
        self.name = config.name
        self._config = config
        self._store = store
        self._tables = tables

    def check(self) -> ServiceHealth:
        """See ``driftdesk.core.detection.health.check``."""
        return check(self._config, service_key(self.name))

    def analyse(
        self,
        dataset: Dataset,
        reference: DatasetVersion,
        current: "CurrentSide",
        *,
        exact: bool = False,
        params: Mapping[str, Any] | None = None,
        context: Context,
    ) -> DriftReport:
        """A report without columns: the service gives one score. Numeric columns alone are compared, always from
        rows and by the thresholds of the service's settings (``exact`` and ``params`` are the built-in engine's).
        Where ``current`` is ``reference`` with rows appended, the appended rows are compared, as by that engine.

        Raises DetectionError, ParameterError (nothing to compare, no shared folder), JobCancelledError.
        """
        began = time.monotonic()
        analysis = _Analysis(dataset, reference, current, self._tables)
        request = DetectionRequest(
            service=self.name,
            dataset_id=dataset.id,
            reference=as_side(reference),
            current=analysis.current_side,
            job_id=context.job_id,
        )
        self._store.requests.insert(request)
        client = DdocClient(self._config, service_key(self.name))
        try:
            report = self._report(analysis, client, context)
        except DriftDeskError as error:
            self._store.requests.replace(_finished(request, client, state="failed", error=error.message))
            raise
        report = report.model_copy(
            update={"seconds": time.monotonic() - began, "job_id": context.job_id, "created_by": context.user}
        )

        def save(session: Session) -> None:
            self._store.reports.insert(report, session)
            self._store.datasets.add_verdict(dataset.id, report.severity, session)
            self._store.requests.replace(
                _finished(request, client, state="answered", report_id=report.id), session
            )

        self._store.run_in_transaction(save, context.fence)
        return report

    def _report(self, analysis: "_Analysis", client: DdocClient, context: Context) -> DriftReport:
        context.progress(0, None, "measuring")
        reference, current = analysis.measure(context.check)
        empty = DriftReport(
            dataset_id=analysis.dataset.id,
            dataset_name=analysis.dataset.name,
            reference=as_side(analysis.reference).model_copy(update={"rows": reference.rows}),
            current=analysis.current_side.model_copy(update={"rows": current.rows}),
            severity=Severity.INSUFFICIENT_DATA,
            service=self.name,
            computed_from="service",
            correction="none",
            min_rows=MIN_ROWS,
            warning_at=self._config.warning_at,
            critical_at=self._config.critical_at,
        )
        if min(reference.rows, current.rows) < MIN_ROWS:
            few = f"Fewer than {MIN_ROWS} rows on one side ({reference.rows} and {current.rows}): {self.name} was not asked."
            return empty.model_copy(update={"summary": few})
        compared = analysis.comparable(reference, current)
        check_shared_folder(self._config)
        with temporary(self._config.shared_dir) as folder:
            differ = analysis.write(folder, compared, reference.rows + current.rows, context)
            answer = client.drift(self._question(folder), context)
        score = self._score(answer, differ=differ)
        severity = self._severity(score)
        summary = self._summary(score, severity, [*compared], analysis.left_out(compared))
        return empty.model_copy(
            update={
                "severity": severity,
                "score": score,
                "summary": summary,
                "raw_answer": client.raw,
                "compared": tuple(compared),
                "left_out": tuple(analysis.left_out(compared)),
            }
        )

    def _question(self, folder: Path) -> dict[str, Any]:
        return {
            "data_path_ref": str(folder.resolve() / "reference"),
            "data_path_cur": str(folder.resolve() / "current"),
            "detector": self._config.detector,
            "timeout_sec": self._config.timeout,
            "quiet": True,
        }

    def _score(self, answer: Mapping[str, Any], *, differ: bool) -> float:
        score = answer.get("overall_score")
        if (
            isinstance(score, bool)
            or not isinstance(score, int | float)
            or not math.isfinite(score)
            or score < 0
        ):
            shown = "no score" if score is None else f"the score {score!r}"
            raise ServiceAnswerError(
                f"{self.name} answered with {shown}.",
                "Nothing is known about drift. Its log may say why; the built-in engine compares such data.",
            )
        if score == 0 and differ:
            raise ServiceAnswerError(
                f"{self.name} answered with a score of exactly 0 for data that differ: it compared nothing.",
                "Check that it has ddoc-plugin-timeseries and reads the shared folder.",
            )
        return float(score)

    def _severity(self, score: float) -> Severity:
        if score >= self._config.critical_at:
            return Severity.CRITICAL
        return Severity.WARNING if score >= self._config.warning_at else Severity.NONE

    def _summary(
        self, score: float, severity: Severity, compared: Sequence[str], left_out: Sequence[str]
    ) -> str:
        bands = {
            Severity.CRITICAL: f"at or over {self._config.critical_at:g}, set as critical",
            Severity.WARNING: f"at or over {self._config.warning_at:g}, set as a warning",
            Severity.NONE: f"under {self._config.warning_at:g}, set as a warning",
        }
        words = f"{self.name} gives an overall score of {score:.4g}: {bands[severity]} for this service. "
        words += f"It compared {_listed(compared)} in units of the reference's standard deviation"
        return words + (f", and not {_listed(left_out)}." if left_out else ".")


class _Analysis:
    """The two sides, and which of their columns can be compared."""

    def __init__(
        self, dataset: Dataset, reference: DatasetVersion, current: "CurrentSide", tables: TableService
    ) -> None:
        self.dataset = dataset
        self.reference = reference
        self.current = new_rows(reference, current) if isinstance(current, DatasetVersion) else current
        since = reference.number if self.current is not current else None
        self.current_side = as_side(self.current).model_copy(update={"new_since": since})
        self._tables = tables
        there = current.columns if isinstance(current, DatasetVersion) else current.schema
        self._relevant = [c for c in reference.columns.columns if c.role in _COMPARED_ROLES]
        self._numeric = [c.name for c in self._relevant if c.kind is Kind.NUMERIC and _has(there, c)]
        clock = reference.columns.timestamp
        self._clock = clock if clock and clock.kind is Kind.DATETIME and _has(there, clock) else None

    def measure(self, check: Callable[[], None]) -> tuple[Measured, Measured]:
        """Rows and moments of both sides. Raises ParameterError where there is no numeric column."""
        if not self._numeric:
            raise ParameterError(
                "There is no numeric column on both sides, and this service compares nothing else.",
                "Use the built-in engine.",
            )
        return (
            measure(self._rows(self.reference), self._numeric, check),
            measure(self._rows(self.current), self._numeric, check),
        )

    def comparable(self, reference: Measured, current: Measured) -> dict[str, Moments]:
        """Columns that vary on both sides (others make the service fall over) with the reference's moments."""
        found = {n: m for n, m in reference.columns.items() if m.varies and current.columns[n].varies}
        if not found:
            raise ParameterError(
                "Every numeric column is constant on one side, which this service cannot compare.",
                "Use the built-in engine.",
            )
        return found

    def left_out(self, compared: Mapping[str, Moments]) -> list[str]:
        return [c.name for c in self._relevant if c.name not in compared]

    def write(self, folder: Path, scales: Mapping[str, Moments], total: int, context: Context) -> bool:
        """Write both sides; whether they differ."""
        done = 0

        def on_rows(rows: int) -> None:
            nonlocal done
            done += rows
            context.check()
            context.progress(done, total, "writing")

        written = []
        for name, side in (("reference", self.reference), ("current", self.current)):
            write_side(folder / name, self._rows(side), scales, self._clock, on_rows)
            written.append(next((folder / name).rglob("data.csv")))
        return not _same(*written)

    def _rows(self, side: "CurrentSide") -> Batches:
        if isinstance(side, DatasetVersion):
            return lambda names: self._tables.batches(side, names)
        return lambda names: [pa.table({name: side.read(name) for name in names})]


def _finished(request: DetectionRequest, client: DdocClient, **fields: str) -> DetectionRequest:
    return request.model_copy(update={**fields, "answer": client.raw, "finished_at": now()})


def _has(schema: Schema, column: Column) -> bool:
    return any(c.name == column.name and c.kind is column.kind for c in schema.columns)


def _same(a: Path, b: Path) -> bool:
    return a.stat().st_size == b.stat().st_size and a.read_bytes() == b.read_bytes()


def _listed(names: Sequence[str]) -> str:
    return ", ".join(names[:8]) + (f" and {len(names) - 8} more" if len(names) > 8 else "")
