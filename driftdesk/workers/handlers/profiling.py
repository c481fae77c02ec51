"""Statistics of a version."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ProfileJob
from driftdesk.desk import Desk


def run(desk: Desk, params: ProfileJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``rows``, ``columns`` (a summary of each)."""
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    summary = desk.profiles.summary(version, context)
    return {
        "dataset": dataset.name,
        "version": version.number,
        "rows": summary.rows,
        "columns": [c.model_dump(mode="json") for c in summary.columns],
    }
