"""Commit a draft of edits."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import CommitJob
from driftdesk.desk import Desk


def run(desk: Desk, params: CommitJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``rows``, and ``dropped``: edits that had no place in the new head."""
    version = desk.drafts.commit_as_asked(params, context)
    return {
        "dataset": desk.datasets.by_id(version.dataset_id).name,
        "version": version.number,
        "rows": version.rows,
        "dropped": version.operation.params["dropped"],
    }
