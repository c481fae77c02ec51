"""Data that nothing can be learned from: each leaves a run marked with its cause, and all else untouched."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID, Dataset, Kind, RunState, Schema, Task
from driftdesk.core.errors import DriftDeskError, TrainingError
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.training.service import TrainingService
from tests.integration.training.material import commit
from tests.unit.core.training.material import churn, houses, schema, with_row_ids

Table = tuple[pa.Table, Schema, Task]


def _one_class() -> Table:
    table, columns = churn(200)
    values = pa.array([True] * len(table))
    return table.set_column(table.column_names.index("churned"), "churned", values), columns, Task.BINARY


def _no_target_values() -> Table:
    table, columns = churn(200)
    none = pa.nulls(len(table), pa.bool_())
    return table.set_column(table.column_names.index("churned"), "churned", none), columns, Task.BINARY


def _ten_rows() -> Table:
    table, columns = houses(60)
    return table.slice(0, 10), columns, Task.REGRESSION


def _constant() -> Table:
    rows = 200
    columns = {"x": np.ones(rows), "z": ["a"] * rows, "y": np.arange(rows) % 2 == 0}
    kinds = {"x": Kind.NUMERIC, "z": Kind.CATEGORICAL, "y": Kind.BOOLEAN}
    return with_row_ids(columns), schema(kinds, "y"), Task.BINARY


def _infinite_target() -> Table:
    table, columns = houses(200)
    assert columns.target is not None
    name = columns.target.name
    values = np.asarray(table[name]).copy()
    values[:] = np.inf
    return table.set_column(table.column_names.index(name), name, pa.array(values)), columns, Task.REGRESSION


def _every_row_its_own_class() -> Table:
    rows = 200
    columns = {"x": np.arange(rows, dtype=float), "y": [f"class {i}" for i in range(rows)]}
    kinds = {"x": Kind.NUMERIC, "y": Kind.CATEGORICAL}
    return with_row_ids(columns), schema(kinds, "y"), Task.MULTICLASS


BAD: dict[str, Callable[[], Table]] = {
    "one class": _one_class,
    "no value of the target": _no_target_values,
    "ten rows": _ten_rows,
    "constant features": _constant,
    "an infinite target": _infinite_target,
    "every row its own class": _every_row_its_own_class,
}


@pytest.fixture
def service(store: Store) -> TrainingService:
    return TrainingService(store, TableService(store))


def everything(store: Store) -> dict[str, list[str]]:
    """Ids of all that a training could touch, but for runs."""
    return {
        "datasets": [d.model_dump_json() for d in store.datasets.find()],
        "models": [m.model_dump_json(exclude={"last_run"}) for m in store.models.find()],
        "versions": [v.id for v in store.versions.find()],
        "model versions": [v.id for v in store.model_versions.find()],
        "artifacts": [f.id for f in store.artifacts.list()],
    }


@pytest.mark.parametrize("name", BAD)
def test_what_cannot_be_learned_is_said_with_a_hint(
    store: Store, service: TrainingService, name: str
) -> None:
    table, columns, task = BAD[name]()
    dataset, version = commit(store, "bad", table, columns, task)
    model = service.model_for("bad", dataset, version)
    before = everything(store)
    with pytest.raises(DriftDeskError) as caught:
        service.train(model, version, trainer="mlp", context=Context())
    (run,) = service.runs(model)
    assert run.state is RunState.FAILED and run.finished_at is not None
    assert run.error is not None
    assert (run.error.code, run.error.message) == (caught.value.code, caught.value.message)
    assert run.error.message and run.error.hint, "both what is wrong and what to do"
    assert run.error.code not in ("unexpected", "error")
    checkpoint = {run.checkpoint.artifact_id} if run.checkpoint else set()
    after = everything(store)
    assert set(after.pop("artifacts")) - set(before.pop("artifacts")) == checkpoint
    assert after == before


def test_a_loss_that_is_not_finite_ends_the_run(
    store: Store, service: TrainingService, monkeypatch: pytest.MonkeyPatch
) -> None:
    from driftdesk.core.training.loop import Loop

    look = Loop.look

    def broken(loop: Loop) -> None:
        if loop.step > 20:
            loop._loss += float("nan")  # as an overflow in the network leaves it
        look(loop)

    monkeypatch.setattr(Loop, "look", broken)
    table, columns = houses(300)
    dataset, version = commit(store, "houses", table, columns, Task.REGRESSION)
    model = service.model_for("houses", dataset, version)
    with pytest.raises(TrainingError):
        service.train(model, version, trainer="mlp", context=Context())
    (run,) = service.runs(model)
    assert run.state is RunState.FAILED and run.error is not None
    assert run.error.code == "training" and "nan" in run.error.message and "learning rate" in run.error.hint
    assert service.by_id(model.id).head == 0


def test_a_target_that_the_version_lacks_is_named(store: Store, service: TrainingService) -> None:
    table, columns = churn(200)
    dataset, version = commit(store, "churn", table, columns, Task.BINARY)
    model = service.model_for("churn", dataset, version)
    left = Schema(columns=tuple(c for c in columns.columns if c.name != "churned"))
    without = table.select([*left.names, ROW_ID])
    second = _next(store, dataset, without, left)
    with pytest.raises(DriftDeskError, match="churned"):
        service.train(model, second, trainer="mlp", context=Context())
    (run,) = service.runs(model)
    assert run.state is RunState.FAILED and run.error is not None
    assert run.error.code == "bad_schema" and run.error.hint


def _next(store: Store, dataset: Dataset, table: pa.Table, columns: Schema) -> Any:
    assert dataset.task is not None
    return commit(store, dataset.name, table, columns, dataset.task)[1]
