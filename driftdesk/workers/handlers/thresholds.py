"""Thresholds of drift, learned from chunks."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import LearnJob
from driftdesk.desk import Desk


def run(desk: Desk, params: LearnJob, context: JobContext) -> dict[str, Any]:
    """A ``LearnedThresholds``."""
    dataset = desk.datasets.by_id(params.dataset_id)
    learned = desk.timelines.learn(
        dataset,
        desk.datasets.version(dataset, params.version),
        every=params.every,
        by=params.by,
        deviations=params.deviations,
        params=params.params,
        context=context,
    )
    return learned.model_dump(mode="json")
