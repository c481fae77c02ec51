"""Suggest labels for the rows of a version that have none."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import SuggestJob
from driftdesk.desk import Desk


def run(desk: Desk, params: SuggestJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``model``, ``model_version``, ``unlabelled``, ``queued``."""
    queue = desk.labels.suggest(params, context)
    return {
        "dataset": desk.datasets.by_id(queue.id).name,
        "version": queue.version,
        "model": queue.model,
        "model_version": queue.number,
        "unlabelled": queue.total,
        "queued": len(queue.row_ids),
    }
