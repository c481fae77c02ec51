"""Statistics of a version."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ProfileJob
from driftdesk.desk import Desk


def run(desk: Desk, params: ProfileJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``rows``. The profiles and samples are stored: who wants a summary gets it at once."""
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    desk.profiles.columns(version, context=context)
    desk.profiles.pairs(version, context)
    return {"dataset": dataset.name, "version": version.number, "rows": version.rows}
