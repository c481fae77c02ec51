"""Recompose a training version."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import RecomposeJob
from driftdesk.desk import Desk


def run(desk: Desk, params: RecomposeJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``rows``."""
    dataset = desk.datasets.by_id(params.dataset_id)
    reference = desk.datasets.version(dataset, params.reference)
    current = desk.datasets.version(dataset, params.current)
    version = desk.recomposition.compose(dataset, params.recipe, reference, current, context)
    return {"dataset": dataset.name, "version": version.number, "rows": version.rows}
