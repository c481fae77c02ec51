"""Drift analysis, by the built-in engine or an external service; then the policies that the report concerns."""

from typing import Any

from driftdesk.core.entities import DatasetVersion, DriftReport
from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import DriftJob
from driftdesk.core.profiles.side import FileSide
from driftdesk.desk import Desk


def run(desk: Desk, params: DriftJob, context: JobContext) -> dict[str, Any]:
    """``report`` (its id), ``severity``, and ``jobs``: those that policies enqueued."""
    report = desk.store.reports.first(job_id=context.job_id)  # of an earlier attempt
    if report is None:
        report = _analyse(desk, params, context)
    enqueued = desk.automation.on_report(report)
    return {"report": report.id, "severity": str(report.severity), "jobs": [job.id for job in enqueued]}


def _analyse(desk: Desk, params: DriftJob, context: JobContext) -> DriftReport:
    dataset = desk.datasets.by_id(params.dataset_id)
    reference = desk.datasets.version(dataset, params.reference)
    current: DatasetVersion | FileSide
    if params.file is not None:
        current = desk.ingest.side(params.file, reference, context)
    else:
        current = desk.datasets.version(dataset, params.current or "latest")
    service = desk.detection.get(params.service, params.service_config)
    return service.analyse(
        dataset, reference, current, exact=params.exact, params=params.params, context=context
    )
