"""A model version as a file of one of the formats, compared with itself before it leaves."""

import hashlib
import io
import zipfile
from collections.abc import Mapping
from dataclasses import dataclass
from importlib.metadata import version
from typing import Any, Literal

import numpy as np
import onnxruntime
import pyarrow as pa

from driftdesk.core.entities import Model, ModelVersion, Task
from driftdesk.core.errors import CorruptDataError
from driftdesk.core.training import ngrams
from driftdesk.core.training.bundle import unpack
from driftdesk.core.training.export import archive, mlflow
from driftdesk.core.training.export.conversion import Converted, convert
from driftdesk.core.training.export.runtime import run
from driftdesk.core.training.learning import unpack_predictor
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.params import trainer_info
from driftdesk.core.training.trainers.base import Predictor

Format = Literal["bundle", "onnx", "mlflow"]
SUFFIXES: Mapping[Format, str] = {"bundle": ".zip", "onnx": ".onnx", "mlflow": ""}
TOLERANCE = 1e-5
"""By which ONNX may differ from the model: of probabilities, and of values in standard deviations of the predictions
(at least their own unit)."""


@dataclass(frozen=True)
class Exported:
    """``content``: the file; of the format mlflow a zip of the folder. ``difference``: the largest one seen on
    ``rows``; None where the model has no ONNX."""

    content: bytes
    rows: int
    difference: float | None


def build(model: Model, made: ModelVersion, native: bytes, rows: pa.Table, format: Format) -> Exported:
    """Write ``made`` in ``format``; ``native`` is its stored file, ``rows`` some to compare on.

    Raises ParameterError where the format needs ONNX and the trainer is not exportable, CorruptDataError where ONNX
    does not predict as the model does.
    """
    predictor = unpack_predictor(native)
    converted, difference = None, None
    if format != "bundle" or trainer_info(made.trainer).exportable:
        converted = convert(predictor, {"model": model.name, "version": str(made.number)})
        difference = compare(predictor, converted, rows)
    if format == "onnx":
        assert converted is not None  # only a bundle can do without
        return Exported(converted.content, len(rows), difference)
    manifest = _manifest(model, made, predictor, native, converted)
    manifest["parity"] = {"rows": len(rows), "largest_difference": difference}
    files = {archive.NATIVE: native}
    if converted is not None:
        files[archive.ONNX] = converted.content
    bundle = archive.pack(manifest, files)
    if format == "mlflow":
        bundle = _zipped(mlflow.folder(manifest, archive.entries(bundle)))
    return Exported(bundle, len(rows), difference)


def compare(predictor: Predictor, converted: Converted, rows: pa.Table) -> float:
    """The largest difference on ``rows``, as TOLERANCE counts it. Raises CorruptDataError where it is larger."""
    options = onnxruntime.SessionOptions()
    options.log_severity_level = 3
    session = onnxruntime.InferenceSession(converted.content, options, providers=["CPUExecutionProvider"])
    columns = {name: rows[name].to_pylist() for name in rows.column_names}
    if not len(rows):
        return 0.0
    expected = predictor.predict(rows)
    difference = float(np.max(np.abs(run(session, converted.serving, columns, ngrams) - expected)))
    difference /= _unit(predictor, expected)
    if not difference <= TOLERANCE:
        raise CorruptDataError(
            f"The ONNX model differs from the trained one by {difference:.2g} on {len(rows)} rows.",
            "It was not exported. Report this with the trainer and its parameters.",
        )
    return difference


def _unit(predictor: Predictor, expected: Floats) -> float:
    return 1.0 if predictor.problem.task is not Task.REGRESSION else max(1.0, float(expected.std()))


def _manifest(
    model: Model, made: ModelVersion, predictor: Predictor, native: bytes, converted: Converted | None
) -> dict[str, Any]:
    return {
        "id": hashlib.sha256(native).hexdigest()[:32],
        "model": model.name,
        "version": made.number,
        "created_at": made.created_at.isoformat(),
        "trainer": made.trainer,
        "params": made.params,
        "seed": made.seed,
        "metrics": made.metrics,
        "importance": made.importance,
        "notes": made.notes,
        "tags": list(made.tags),
        "dataset_version": made.dataset_version,
        "columns": made.columns.model_dump(mode="json"),
        "problem": predictor.problem.model_dump(mode="json"),
        "code_version": made.code_version,
        # of versions made before it was kept, the native file knows the most of it
        "environment": {
            **unpack(native).manifest["environment"],
            **made.environment,
            "onnxruntime": version("onnxruntime"),
            "numpy": version("numpy"),
        },
        "serving": None if converted is None else converted.serving,
    }


def _zipped(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as folder:
        for name, content in files.items():
            folder.writestr(name, content)
    return out.getvalue()
