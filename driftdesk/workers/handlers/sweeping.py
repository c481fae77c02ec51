"""Delete what nothing refers to."""

from datetime import timedelta
from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import SweepJob
from driftdesk.core.training.trash import Deleted
from driftdesk.desk import Desk


def run(desk: Desk, params: SweepJob, context: JobContext) -> dict[str, Any]:
    """``versions`` removed by policies; ``models`` (models, model versions and runs) that were too long in the trash;
    ``pages``, ``chunks``, ``profiles``, ``files``, ``artifacts``, ``series`` and ``events`` deleted, and the ``bytes`` of
    all of it."""
    grace = timedelta(minutes=params.grace_minutes)
    swept = desk.retention.sweep(context, grace=grace, dry_run=params.dry_run)
    keep = desk.retention.policy().trash_days
    purged = Deleted()
    if keep is not None:
        purged = desk.model_trash.purge(timedelta(days=keep), dry_run=params.dry_run, context=context)
    lost = desk.model_trash.sweep(dry_run=params.dry_run, context=context)
    artifacts = desk.training.sweep(grace, params.dry_run)
    return {
        "dry_run": params.dry_run,
        "versions": swept.versions,
        "pages": swept.pages,
        "chunks": swept.chunks,
        "profiles": swept.profiles,
        "files": swept.files,
        "models": len(purged.names),
        "artifacts": artifacts.chunks + purged.artifacts,
        "series": purged.series + lost.series,
        "events": swept.events,
        "bytes": swept.byte_count + purged.byte_count + lost.byte_count + artifacts.byte_count,
    }
