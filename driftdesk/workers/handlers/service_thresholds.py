"""Learn from which score of an external service on a dataset has drifted."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import LearnServiceJob
from driftdesk.desk import Desk


def run(desk: Desk, params: LearnServiceJob, context: JobContext) -> dict[str, Any]:
    """The thresholds learned: ``service``, ``warning_at``, ``critical_at``."""
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    learned = desk.service_thresholds.learn(params, dataset, version, context)
    return learned.model_dump(mode="json", include={"service", "warning_at", "critical_at"})
