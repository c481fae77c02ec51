"""Search for the parameters with which a model learns best: what is due of a study, then free the slot."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import SearchJob
from driftdesk.desk import Desk


def run(desk: Desk, params: SearchJob, context: JobContext) -> dict[str, Any]:
    """What ``SearchService.advance`` found; raises WaitForChildren while trials are under way."""
    return desk.studies.advance(params.study_id, context)
