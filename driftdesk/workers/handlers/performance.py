"""How well a model does, chunk by chunk."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import PerformanceJob
from driftdesk.desk import Desk


def run(desk: Desk, params: PerformanceJob, context: JobContext) -> dict[str, Any]:
    """``report`` (its id), ``severity``, ``summary``."""
    report = desk.store.performance.first(job_id=context.job_id)  # of an earlier attempt
    if report is None:
        report = desk.performance.analyse(params, context)
    return {"report": report.id, "severity": str(report.severity), "summary": report.summary}
