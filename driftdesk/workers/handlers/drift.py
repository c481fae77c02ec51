"""Drift analysis, by the built-in engine or an external service; then the policies that the report concerns."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import DriftJob
from driftdesk.desk import Desk


def run(desk: Desk, params: DriftJob, context: JobContext) -> dict[str, Any]:
    """``report`` (its id), ``severity``, and ``jobs``: those that policies enqueued."""
    dataset = desk.datasets.by_id(params.dataset_id)
    reference = desk.datasets.version(dataset, params.reference)
    current = (
        desk.ingest.side(params.file, reference)
        if params.file
        else desk.datasets.version(dataset, params.current or "latest")
    )
    service = desk.detection.get(params.service)
    report = service.analyse(
        dataset, reference, current, exact=params.exact, params=params.params, context=context
    )
    enqueued = desk.automation.on_report(report)
    return {"report": report.id, "severity": str(report.severity), "jobs": [job.id for job in enqueued]}
