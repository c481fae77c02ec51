"""Delete what nothing refers to."""

from datetime import timedelta
from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import SweepJob
from driftdesk.desk import Desk


def run(desk: Desk, params: SweepJob, context: JobContext) -> dict[str, Any]:
    """``chunks``, ``profiles``, ``pages`` and ``files`` deleted, and their ``bytes``."""
    swept = desk.datasets.sweep(
        context, grace=timedelta(minutes=params.grace_minutes), dry_run=params.dry_run
    )
    return {
        "chunks": swept.chunks,
        "profiles": swept.profiles,
        "pages": swept.pages,
        "files": swept.files,
        "bytes": swept.byte_count,
    }
