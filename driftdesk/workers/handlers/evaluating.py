"""Test a model version on a data version."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import EvaluateJob
from driftdesk.desk import Desk


def run(desk: Desk, params: EvaluateJob, context: JobContext) -> dict[str, Any]:
    """``evaluation`` (its id), ``model``, ``model_version``, ``dataset``, ``version``, ``rows``, ``excluded_training_rows``,
    ``duplicate_training_rows``, ``metrics``, ``intervals``, ``warnings`` (texts), ``slices``, ``over_time``."""
    model = desk.training.by_id(params.model_id)
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    found = desk.store.evaluations.first(job_id=context.job_id)  # of an earlier attempt
    if found is None:
        found = desk.evaluations.evaluate(
            model,
            params.number,
            dataset,
            version,
            context,
            slices=params.slices,
            find_slices=params.find_slices,
            every=params.every,
        )
    return {
        "evaluation": found.id,
        "model": model.name,
        "model_version": params.number,
        "dataset": dataset.name,
        "version": version.number,
        "rows": found.rows,
        "excluded_training_rows": found.excluded_training_rows,
        "duplicate_training_rows": found.duplicate_training_rows,
        "metrics": found.metrics,
        "intervals": {name: list(ends) for name, ends in found.intervals.items()},
        "warnings": [w.text for w in found.warnings],
        "slices": [s.model_dump(mode="json") for s in found.slices],
        "over_time": [c.model_dump(mode="json") for c in found.over_time],
    }
