"""Split a version."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import SplitJob
from driftdesk.desk import Desk


def run(desk: Desk, params: SplitJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``split`` (its name), ``based_on``, ``parts`` and ``leaks`` as in ``Split``."""
    dataset = desk.datasets.by_id(params.dataset_id)
    split = desk.splits.create(f"{dataset.name}@{params.version}", params.name, params.spec, context)
    return {
        "dataset": dataset.name,
        "version": split.version,
        "split": split.name,
        "based_on": split.based_on,
        "parts": [part.model_dump(mode="json") for part in split.parts],
        "leaks": [leak.model_dump(mode="json") for leak in split.leaks],
    }
