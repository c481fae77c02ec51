"""Hold model versions against each other on the same rows."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import CompareJob
from driftdesk.desk import Desk


def run(desk: Desk, params: CompareJob, context: JobContext) -> dict[str, Any]:
    """The stored ``Comparison``'s ``comparison`` (its id), ``members``, ``differences``, ``agreements``, ``rows``,
    ``excluded_training_rows``, ``dataset``, ``version``."""
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    made = desk.store.comparisons.first(job_id=context.job_id)  # of an earlier attempt
    if made is None:
        members = [(desk.training.by_id(model_id), number) for model_id, number in params.members]
        made = desk.evaluations.compare(members, dataset, version, context)
    told = made.model_dump(mode="json", include={"members", "differences", "agreements", "rows"})
    return {
        "comparison": made.id,
        "dataset": dataset.name,
        "version": version.number,
        "excluded_training_rows": made.excluded_training_rows,
        **told,
    }
