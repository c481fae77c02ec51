"""Delete what nothing refers to."""

from datetime import timedelta
from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import SweepJob
from driftdesk.desk import Desk


def run(desk: Desk, params: SweepJob, context: JobContext) -> dict[str, Any]:
    """``versions`` removed by policies; ``pages``, ``chunks``, ``profiles``, ``files``, ``artifacts`` and ``events``
    deleted, and the ``bytes`` of all of it."""
    grace = timedelta(minutes=params.grace_minutes)
    swept = desk.retention.sweep(context, grace=grace, dry_run=params.dry_run)
    artifacts = desk.training.sweep(grace, params.dry_run)
    return {
        "dry_run": params.dry_run,
        "versions": swept.versions,
        "pages": swept.pages,
        "chunks": swept.chunks,
        "profiles": swept.profiles,
        "files": swept.files,
        "artifacts": artifacts.chunks,
        "events": swept.events,
        "bytes": swept.byte_count + artifacts.byte_count,
    }
