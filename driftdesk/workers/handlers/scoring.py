"""Predict the rows of a version; the predictions become columns of the next."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ScoreJob
from driftdesk.desk import Desk


def run(desk: Desk, params: ScoreJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version`` (the new one), ``rows``, ``columns`` (of predictions), ``model``, ``model_version``."""
    from driftdesk.core.training.asking.scoring import Scoring, with_predictions

    model = desk.training.by_id(params.model_id)
    made = desk.registry.version(model, params.number)
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    predictor = desk.training.predictor(made)
    written = Scoring(desk.store, desk.datasets, desk.tables, predictor).write(
        model, made, dataset, version, context
    )
    return {
        "dataset": dataset.name,
        "version": written.number,
        "rows": written.rows,
        "columns": [*with_predictions(version.columns, predictor.problem)[1]],
        "model": model.name,
        "model_version": made.number,
    }
