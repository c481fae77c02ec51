"""Look back upon a stream by several detectors."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import StreamJob
from driftdesk.desk import Desk


def run(desk: Desk, params: StreamJob, context: JobContext) -> dict[str, Any]:
    """``study`` (its id), and ``alarms`` by detector."""
    dataset = desk.datasets.by_id(params.dataset_id)
    version = desk.datasets.version(dataset, params.version)
    study = desk.store.stream_studies.first(job_id=context.job_id)  # of an earlier attempt
    if study is None:
        study = desk.streams.study(dataset, version, params.source, params.detectors, context)
    return {"study": study.id, "alarms": {r.detector: r.alarms for r in study.results}}
