"""Train a model: a run, and the model version that it registers."""

from typing import Any

from driftdesk.core.entities import Model, Run
from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import TrainJob
from driftdesk.desk import Desk


def run(desk: Desk, params: TrainJob, context: JobContext) -> dict[str, Any]:
    """``model``, ``run`` (number), ``run_id``, ``model_version``, ``metrics``, ``trainer``, ``rows``."""
    model = desk.training.by_id(params.model_id)
    done = _done(desk, model, params, context)
    return {
        "model": model.name,
        "run": done.number,
        "run_id": done.id,
        "model_version": done.model_version,
        "metrics": done.metrics,
        "trainer": done.trainer,
        "rows": done.rows,
    }


def _done(desk: Desk, model: Model, params: TrainJob, context: JobContext) -> Run:
    if params.run_id is not None:
        return desk.training.go_on(params.run_id, context)
    version = desk.datasets.version(desk.datasets.by_id(params.dataset_id), params.version)
    return desk.training.train(
        model,
        version,
        trainer=params.trainer,
        params=params.params or None,
        seed=params.seed,
        split=params.split,
        start=params.start,
        preset=params.preset,
        study_id=params.study_id,
        trial=params.trial,
        stream=params.stream,
        memory_mb=params.memory_mb,
        processes=params.processes,
        sample_rows=params.sample_rows,
        context=context,
        job_id=context.job_id,
    )
