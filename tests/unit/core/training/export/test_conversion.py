"""ONNX predicts as the model does, here and in a process that has nothing but numpy and onnxruntime."""

import json
import subprocess
import sys
from pathlib import Path

import numpy as np
import onnxruntime
import pyarrow as pa
import pytest

from driftdesk.core.entities import ROW_ID, Kind, Model, ModelVersion, Task
from driftdesk.core.errors import CorruptDataError, ParameterError
from driftdesk.core.training import ngrams
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.export import archive, runtime
from driftdesk.core.training.export.building import build, compare
from driftdesk.core.training.export.conversion import convert
from driftdesk.core.training.learning import Learned, Order, learn, pack_predictor
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import trainers_for
from driftdesk.core.training.trainers.base import Predictor
from tests.unit.core.training import material

_SMALL = {"epochs": 2, "iterations": 12, "trees": 5}
_DATA = {
    Task.BINARY: material.churn,
    Task.MULTICLASS: material.churn,
    Task.REGRESSION: material.houses,
    Task.TEXT: material.reviews,
}
CASES = [(task, info.name) for task in _DATA for info in trainers_for(task) if info.exportable and info.name]


def learned(task: Task, trainer: str) -> tuple[Learned, Order, pa.Table]:
    table, schema = _DATA[task]()
    info = next(i for i in trainers_for(task) if i.name == trainer)
    params = {k: v for k, v in _SMALL.items() if k in info.params.model_fields}
    order = material.order(schema, task, trainer, **params)
    return learn(table, order, Monitor()), order, table


def version_of(order: Order, made: Learned) -> tuple[Model, ModelVersion]:
    model = Model(name="m", task=order.task, dataset_id="d", target=order.target)
    version = ModelVersion(
        model_id=model.id,
        number=3,
        run_id="r",
        dataset_id="d",
        dataset_version=1,
        columns=order.schema,
        trainer=order.trainer,
        params={},
        seed=0,
        metrics=made.metrics,
        artifact_id="a",
    )
    return model, version


@pytest.mark.parametrize(("task", "trainer"), CASES)
def test_onnx_predicts_as_the_model_does(task: Task, trainer: str) -> None:
    made, _, table = learned(task, trainer)
    odd = _with_odd_values(table)
    assert compare(made.predictor, convert(made.predictor, {}), odd) <= 1e-6
    assert len(made.predictor.predict(odd.slice(0, 0))) == 0


def test_values_of_other_libraries_are_missing_and_true_where_ours_are() -> None:
    """numpy's own NaN, NaT and booleans, as rows of pandas hold them."""
    random = np.random.default_rng(2)
    rows = 200
    start = np.datetime64("1965-01-01T00:00:00", "us")
    when = start + random.integers(0, 10**15, rows).astype("timedelta64[us]")
    names = pa.array([None if v < 0.2 else "true" if v < 0.6 else "" for v in random.random(rows)])
    y = pa.array(random.random(rows) < 0.5)
    table = pa.table({ROW_ID: np.arange(rows), "at": pa.array(when), "c": names, "y": y})
    columns = material.schema({"at": Kind.DATETIME, "c": Kind.CATEGORICAL, "y": Kind.BOOLEAN}, "y")
    made = learn(table, material.order(columns, Task.BINARY, "mlp", epochs=2), Monitor()).predictor
    nothing = np.datetime64("NaT")
    given = {"at": np.array([nothing, when[3]]), "c": [np.bool_(True), np.float32("nan")]}
    meant = pa.table({"at": pa.array([None, when[3]], pa.timestamp("us")), "c": pa.array(["true", None])})
    converted = convert(made, {})
    session = onnxruntime.InferenceSession(converted.content, providers=["CPUExecutionProvider"])
    assert np.abs(runtime.run(session, converted.serving, given, ngrams) - made.predict(meant)).max() < 1e-6
    assert runtime.run(session, converted.serving, {"at": [], "c": []}, ngrams).shape == (0, 2)


def _with_odd_values(table: pa.Table) -> pa.Table:
    """The first rows again, with each column missing once, and with categories and quantities never seen."""
    rows = table.slice(0, 40).to_pylist()
    for i, name in enumerate(table.column_names[:-1]):
        rows[i][name] = None
    for row in rows[30:35]:
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = ""
    for row in rows[20:30]:
        for name, value in row.items():
            if isinstance(value, str):
                row[name] = "새로운 값"
            elif isinstance(value, float):
                row[name] = 1e200
    return pa.Table.from_pylist(rows, table.schema)


@pytest.mark.parametrize(
    ("task", "trainer"), [(Task.BINARY, "gradient-boosting"), (Task.BINARY, "mlp"), (Task.TEXT, "text")]
)
def test_a_bundle_predicts_in_a_process_without_driftdesk(task: Task, trainer: str, tmp_path: Path) -> None:
    made, order, table = learned(task, trainer)
    model, version = version_of(order, made)
    rows = table.slice(0, 50)
    exported = build(model, version, pack_predictor(made.predictor, order), rows, "bundle")
    (tmp_path / "m.zip").write_bytes(exported.content)
    features = [c.name for c in made.predictor.problem.features]
    with (tmp_path / "rows.jsonl").open("w", encoding="utf-8") as stream:
        for row in rows.select(features).to_pylist():
            stream.write(json.dumps(row, default=str) + "\n")

    done = subprocess.run(
        [sys.executable, "-c", _ALONE, "m.zip", "rows.jsonl"],
        cwd=tmp_path,
        capture_output=True,
        text=True,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    found = [json.loads(line) for line in done.stdout.splitlines()]
    got = np.array([[r[f"probability_{c}"] for c in made.predictor.problem.classes] for r in found])
    assert np.abs(got - made.predictor.predict(rows)).max() < 1e-5


_ALONE = """
import runpy, sys
class Nothing:
    def find_spec(self, name, path=None, target=None):
        if name.split(".")[0] in {"driftdesk", "torch", "sklearn", "skops", "pyarrow", "pandas", "scipy", "onnx"}:
            raise ImportError(name)
sys.meta_path.insert(0, Nothing())
sys.argv = sys.argv[1:]
sys.path[0] = sys.argv[0]
runpy.run_path(sys.argv[0], run_name="__main__")
"""


def test_a_bundle_refuses_rows_without_a_column_by_name(tmp_path: Path) -> None:
    made, order, table = learned(Task.BINARY, "linear")
    model, version = version_of(order, made)
    exported = build(model, version, pack_predictor(made.predictor, order), table, "bundle")
    (tmp_path / "m.zip").write_bytes(exported.content)
    (tmp_path / "rows.csv").write_text("logins,plan\n3,free\n", encoding="utf-8")

    done = subprocess.run(
        [sys.executable, "m.zip", "rows.csv"], cwd=tmp_path, capture_output=True, text=True, check=False
    )

    assert done.returncode == 1
    assert "active" in done.stderr and "Traceback" not in done.stderr


def test_what_differs_from_the_model_is_not_exported() -> None:
    made, _, table = learned(Task.BINARY, "linear")
    converted = convert(made.predictor, {})
    made.predictor.estimator.intercept_ += 0.01  # type: ignore[attr-defined]  # of this trainer's predictor
    with pytest.raises(CorruptDataError, match="differs"):
        compare(made.predictor, converted, table)


class _Strange(Predictor):
    def __init__(self, like: Predictor) -> None:
        self.problem = like.problem

    def predict(self, table: pa.Table) -> np.ndarray:
        raise NotImplementedError

    def bundle(self) -> Bundle:
        raise NotImplementedError

    def importance_inputs(self, table: pa.Table) -> object:  # type: ignore[override]  # never asked
        raise NotImplementedError


def test_a_kind_of_model_without_onnx_is_refused_with_what_to_do() -> None:
    made, _, _ = learned(Task.TEXT, "linear")
    with pytest.raises(ParameterError, match="cannot be written as ONNX"):
        convert(_Strange(made.predictor), {})


def test_the_same_model_makes_the_same_bundle() -> None:
    made, order, table = learned(Task.REGRESSION, "mlp")
    model, version = version_of(order, made)
    native = pack_predictor(made.predictor, order)
    once, again = (build(model, version, native, table, "bundle").content for _ in range(2))
    assert once == again


def test_the_folder_for_mlflow_holds_what_its_format_asks_for() -> None:
    made, order, table = learned(Task.BINARY, "gradient-boosting")
    model, version = version_of(order, made)
    exported = build(model, version, pack_predictor(made.predictor, order), table, "mlflow")
    files = archive.entries(exported.content)
    assert {"MLmodel", "requirements.txt", "conda.yaml", "python_env.yaml", "data/model.onnx"} <= set(files)
    flavour = json.loads(files["MLmodel"])["flavors"]["python_function"]
    assert f"code/{flavour['loader_module']}.py" in files
    assert not any(name.endswith(".pkl") for name in files)
