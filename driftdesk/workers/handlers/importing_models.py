"""Register the model of a stored bundle."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ImportModelJob
from driftdesk.desk import Desk


def run(desk: Desk, params: ImportModelJob, context: JobContext) -> dict[str, Any]:
    """``model``, ``model_id``, ``model_version``, ``trainer``, ``signer`` (fingerprint; empty: unsigned)."""
    dataset = desk.datasets.by_id(params.dataset_id)
    made = desk.exports.read(params.file, params.model, dataset, params.signer, context)
    desk.store.files.delete(params.file)
    return {
        "model": params.model,
        "model_id": made.model_id,
        "model_version": made.number,
        "trainer": made.trainer,
        "signer": params.signer,
    }
