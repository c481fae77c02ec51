"""What was asked of an external service, kept whatever comes of it: the request, the raw answer, and the report."""

import time
from collections.abc import Callable
from typing import Any

from driftdesk.core.context import Context
from driftdesk.core.entities import DetectionRequest, DriftReport, now
from driftdesk.core.errors import DriftDeskError
from driftdesk.core.storage.repository import Session
from driftdesk.core.storage.store import Store


def recorded(
    store: Store,
    request: DetectionRequest,
    context: Context,
    answer: Callable[[], DriftReport],
    raw: Callable[[], dict[str, Any] | None],
) -> DriftReport:
    """The report that ``answer`` makes, stored with its ``request`` and the service's ``raw`` answer in one transaction.
    A failure is stored with the request, and raised."""
    began = time.monotonic()
    request = request.model_copy(update={"job_id": context.job_id})
    store.requests.insert(request)

    def finished(**fields: str) -> DetectionRequest:
        return request.model_copy(update={**fields, "answer": raw(), "finished_at": now()})

    try:
        report = answer()
    except DriftDeskError as error:
        store.requests.replace(finished(state="failed", error=error.message, code=error.code))
        raise
    seconds = time.monotonic() - began
    report = report.model_copy(
        update={"seconds": seconds, "job_id": context.job_id, "created_by": context.user}
    )

    def save(session: Session) -> None:
        store.reports.insert(report, session)
        store.datasets.add_verdict(report.dataset_id, report.severity, session)
        store.requests.replace(finished(state="answered", report_id=report.id), session)

    store.run_in_transaction(save, context.fence)
    return report
