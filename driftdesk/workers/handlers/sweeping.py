"""Delete what nothing refers to."""

from datetime import timedelta
from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import SweepJob
from driftdesk.desk import Desk


def run(desk: Desk, params: SweepJob, context: JobContext) -> dict[str, Any]:
    """``chunks``, ``profiles``, ``pages``, ``files`` and ``artifacts`` deleted, and their ``bytes``."""
    grace = timedelta(minutes=params.grace_minutes)
    swept = desk.datasets.sweep(context, grace=grace, dry_run=params.dry_run)
    artifacts = desk.training.sweep(grace, params.dry_run)
    return {
        "chunks": swept.chunks,
        "profiles": swept.profiles,
        "pages": swept.pages,
        "files": swept.files,
        "artifacts": artifacts.chunks,
        "bytes": swept.byte_count + artifacts.byte_count,
    }
