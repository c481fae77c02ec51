"""Drift over time: the points of a timeline."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import TimelineJob
from driftdesk.desk import Desk


def run(desk: Desk, params: TimelineJob, context: JobContext) -> dict[str, Any]:
    """``timeline`` (its id), ``points`` and ``severity``."""
    made = desk.timelines.make(params.timeline, context)
    return {"timeline": made.id, "points": made.points, "severity": str(made.severity)}
