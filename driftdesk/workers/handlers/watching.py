"""Let the watches of a dataset see the versions that they have not seen."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import WatchJob
from driftdesk.desk import Desk


def run(desk: Desk, params: WatchJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, and the new ``alarms`` by watch."""
    dataset = desk.datasets.by_id(params.dataset_id)
    alarms = desk.streams.advance(dataset, context)
    for name, count in alarms.items():
        if count:
            context.warn(f"{dataset.name}: the watch {name!r} raised {count} alarm{'s' * (count > 1)}.")
    return {"dataset": dataset.name, "alarms": alarms}
