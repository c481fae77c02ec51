"""Import files, or a collection of another MongoDB."""

from typing import Any

from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ImportJob
from driftdesk.desk import Desk


def run(desk: Desk, params: ImportJob, context: JobContext) -> dict[str, Any]:
    """``dataset``, ``version``, ``rows``, ``rejected``, ``rejects_file`` (id of a stored file, or None),
    ``warnings``."""
    options = ImportOptions.model_validate(params.options)
    if params.collection is not None:
        result = desk.ingest.run_collection(params.dataset, params.collection, options, context)
    else:
        result = desk.ingest.run(params.dataset, params.files, options, context)
    desk.watch_streams(result.dataset)
    return {
        "dataset": result.dataset.name,
        "version": result.version.number,
        "rows": result.rows,
        "rejected": result.rejected,
        "rejects_file": result.rejects_file_id,
        "warnings": result.warnings,
    }
