"""Ask a model about rows that somebody typed."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import AskJob
from driftdesk.desk import Desk


def run(desk: Desk, params: AskJob, context: JobContext) -> dict[str, Any]:
    """``model``, ``model_version``, ``target``, ``classes``, ``answers`` (see ``AskingService.ask``)."""
    model = desk.training.by_id(params.model_id)
    made = desk.registry.version(model, params.number)
    answered = desk.asking.ask(made, params.rows, params.why, context)
    return {"model": model.name, "model_version": made.number, **answered}
