"""Write a model version for elsewhere; it becomes a stored file."""

from typing import Any

from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ExportModelJob
from driftdesk.desk import Desk


def run(desk: Desk, params: ExportModelJob, context: JobContext) -> dict[str, Any]:
    """``file`` (id of the stored export), ``name``, ``rows`` and ``difference`` of the comparison of ONNX with the
    model, ``model``, ``model_version``, ``format``."""
    model = desk.training.by_id(params.model_id)
    version = desk.registry.version(model, params.number)
    written = desk.exports.write(model, version, params.format, context)
    return {**written, "model": model.name, "model_version": version.number, "format": params.format}
