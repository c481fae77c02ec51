"""The loop for one model: drift, recompose, retrain, gate, promote, as steps of one job."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import RetrainJob
from driftdesk.desk import Desk


def run(desk: Desk, params: RetrainJob, context: JobContext) -> dict[str, Any]:
    """What ``AutomationService.retrain`` found and did."""
    model = desk.training.by_id(params.model_id)
    result = desk.automation.retrain(model, params=params, context=context)
    return result.model_dump(mode="json")
