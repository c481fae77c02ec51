"""Test a model version on a data version."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import EvaluateJob
from driftdesk.desk import Desk


def run(desk: Desk, params: EvaluateJob, context: JobContext) -> dict[str, Any]:
    """``evaluation`` (its id), ``model``, ``model_version``, ``dataset``, ``version``, ``rows``, ``metrics``."""
    model = desk.training.by_id(params.model_id)
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    evaluation = desk.store.evaluations.first(job_id=context.job_id)  # of an earlier attempt
    if evaluation is None:
        evaluation = desk.training.evaluate(model, params.number, dataset, version, context)
    return {
        "evaluation": evaluation.id,
        "model": model.name,
        "model_version": params.number,
        "dataset": dataset.name,
        "version": version.number,
        "rows": evaluation.rows,
        "excluded_training_rows": evaluation.excluded_training_rows,
        "metrics": evaluation.metrics,
    }
