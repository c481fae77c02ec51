"""Say where the drift of a report concentrates, and which rows are typical of what is new."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ExplainJob
from driftdesk.desk import Desk


def run(desk: Desk, params: ExplainJob, context: JobContext) -> dict[str, Any]:
    """``report`` (its id), and how many ``segments`` were found."""
    explanation = desk.why.explain(params.report_id, params.file, context)
    return {"report": params.report_id, "segments": len(explanation.segments)}
