"""Weights of rows and classes: heeded by every trainer, and refused where they mean nothing."""

from collections.abc import Callable
from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.entities import ROW_ID, Column, Kind, Role, Schema, Task
from driftdesk.core.errors import DriftDeskError, ParameterError, SchemaError, TrainingError
from driftdesk.core.training.learning import learn
from driftdesk.core.training.params import trainers_for
from tests.unit.core.training.material import Recording, order, schema, with_row_ids

QUICK: dict[str, dict[str, Any]] = {
    "mlp": {"hidden_sizes": (16,), "epochs": 12, "batch_size": 32},
    "tabm": {"hidden_sizes": (16,), "epochs": 8, "batch_size": 32, "members": 4, "learning_rate": 0.01},
    "text": {"epochs": 8, "embedding_size": 8, "buckets": 512, "batch_size": 16},
    "text-cnn": {"epochs": 8, "filters": 8, "embedding_size": 8, "buckets": 512, "batch_size": 16},
    "gradient-boosting": {"iterations": 40, "learning_rate": 0.2},
    "random-forest": {"trees": 20, "min_samples_leaf": 10},
}
Weigh = Callable[[np.ndarray], np.ndarray]


def weighted(table: pa.Table, given: Schema, weight: Any) -> tuple[pa.Table, Schema]:
    column = Column(id="w", name="w", kind=Kind.NUMERIC, role=Role.WEIGHT)
    return table.append_column("w", pa.array(weight)), Schema(columns=(*given.columns, column))


def quarrel(task: Task, rows: int = 600) -> tuple[pa.Table, Schema, np.ndarray]:
    """Two halves that say the contrary of the same inputs; which half a row is of."""
    random = np.random.default_rng(0)
    half, side = random.random(rows) < 0.5, random.random(rows) < 0.5
    says = side ^ half
    if task is Task.TEXT:
        words = np.where(side, "참 좋은 날 sunny day", "비가 오는 밤 rainy night")
        given = schema({"text": Kind.TEXT, "y": Kind.CATEGORICAL}, "y")
        return with_row_ids({"text": words, "y": np.where(says, "yes", "no")}), given, half
    inputs = {"x": np.where(side, 1.0, -1.0) + random.normal(0, 0.1, rows), "z": random.normal(size=rows)}
    kinds = {"x": Kind.NUMERIC, "z": Kind.NUMERIC}
    if task is Task.REGRESSION:
        target = np.where(says, 1.0, -1.0) + random.normal(0, 0.1, rows)
        return with_row_ids({**inputs, "y": target}), schema({**kinds, "y": Kind.NUMERIC}, "y"), half
    return with_row_ids({**inputs, "y": says}), schema({**kinds, "y": Kind.BOOLEAN}, "y"), half


ALL = [(task, t.name) for task in (Task.BINARY, Task.REGRESSION, Task.TEXT) for t in trainers_for(task)]


@pytest.mark.parametrize(("task", "trainer"), ALL, ids=[f"{t}-{n}" for t, n in ALL])
def test_every_trainer_believes_the_rows_that_weigh_more(task: Task, trainer: str) -> None:
    table, given, half = quarrel(task)
    scores = []
    for believed in (half, ~half):
        asked, columns = weighted(table, given, np.where(believed, 5.0, 0.0))
        learned = learn(asked, order(columns, task, trainer, **QUICK.get(trainer, {})), Recording())
        predicted = learned.predictor.predict(table)
        truth = learned.predictor.problem.encode(table["y"])
        hits = (predicted > 0) == (truth > 0) if task is Task.REGRESSION else predicted.argmax(1) == truth
        scores.append(hits[believed].mean())
    assert min(scores) > 0.95


@pytest.mark.parametrize("trainer", ["linear", "mlp", "gradient-boosting"])
def test_balanced_classes_find_more_of_the_rare_one(trainer: str) -> None:
    random = np.random.default_rng(1)
    rare = random.random(2000) < 0.06
    table = with_row_ids({"x": random.normal(1.2 * rare, 1.0), "y": rare})
    given = schema({"x": Kind.NUMERIC, "y": Kind.BOOLEAN}, "y")
    found = {}
    for how in ("none", "balanced"):
        asked = order(given, Task.BINARY, trainer, class_weight=how, **QUICK.get(trainer, {}))
        predicted = learn(table, asked, Recording()).predictor.predict(table)
        found[how] = (predicted[:, 1] > 0.5)[rare].mean()
    assert found["balanced"] > found["none"] + 0.3


def test_given_weights_of_classes_do_what_sample_weights_of_their_rows_do() -> None:
    table, given, _ = quarrel(Task.BINARY)
    by_class = order(given, Task.BINARY, "linear", class_weight="given", class_weights="true=4")
    asked, columns = weighted(table, given, np.where(np.asarray(table["y"]), 4.0, 1.0))
    one = learn(table, by_class, Recording()).predictor.predict(table)
    other = learn(asked, order(columns, Task.BINARY, "linear"), Recording()).predictor.predict(table)
    assert one == pytest.approx(other)


def test_the_size_of_weights_does_not_matter_only_their_ratio() -> None:
    table, given, half = quarrel(Task.REGRESSION)
    found = []
    for factor in (1.0, 1000.0):
        asked, columns = weighted(table, given, factor * np.where(half, 3.0, 1.0))
        found.append(
            learn(asked, order(columns, Task.REGRESSION, "linear"), Recording()).predictor.predict(table)
        )
    assert found[0] == pytest.approx(found[1])


def test_metrics_count_each_row_once() -> None:
    table, given, half = quarrel(Task.BINARY)
    asked, columns = weighted(table, given, np.where(half, 1.0, 1e-9))
    learned = learn(asked, order(columns, Task.BINARY, "linear"), Recording())
    tested = table.filter(pa.array(np.isin(np.asarray(table[ROW_ID]), learned.test_row_ids)))
    right = learned.predictor.predict(tested).argmax(1) == learned.predictor.problem.encode(tested["y"])
    assert learned.metrics["accuracy"] == pytest.approx(right.mean())
    assert learned.metrics["accuracy"] < 0.8


@pytest.mark.parametrize(
    ("weights", "kind", "said"),
    [
        (
            lambda n: np.where(np.arange(n) < 3, -1.0, 1.0),
            TrainingError,
            "3 rows have a negative weight in 'w'",
        ),
        (lambda n: np.where(np.arange(n) < 2, np.nan, 1.0), TrainingError, "2 rows have no weight in 'w'"),
        (lambda n: np.where(np.arange(n) < 2, np.inf, 1.0), TrainingError, "2 rows have no weight in 'w'"),
        (lambda n: np.full(n, 1e308), TrainingError, "rows have a weight above 1e+30 in 'w'"),
        (np.zeros, TrainingError, "Every row of a part has the weight 0"),
        (lambda n: np.array(["a lot"] * n), SchemaError, "The weights in 'w' are not numbers"),
    ],
    ids=["negative", "missing", "infinite", "too large", "all zero", "words"],
)
def test_weights_that_mean_nothing_are_refused(weights: Weigh, kind: type[DriftDeskError], said: str) -> None:
    table, given, _ = quarrel(Task.BINARY)
    values = weights(len(table))  # type: ignore[arg-type]
    asked, columns = weighted(table, given, values.tolist())
    with pytest.raises(kind) as caught:
        learn(asked, order(columns, Task.BINARY, "linear"), Recording())
    assert caught.value.hint
    assert said in caught.value.message


@pytest.mark.parametrize(
    ("params", "said"),
    [
        ({"class_weight": "given"}, "no weights are"),
        ({"class_weights": "true=2"}, "class_weight is none"),
        ({"class_weight": "given", "class_weights": "perhaps=2"}, "no class 'perhaps'"),
        ({"class_weight": "given", "class_weights": "true=-1"}, "'true=-1' is not the weight of a class"),
        (
            {"class_weight": "given", "class_weights": "true=1e308"},
            "'true=1e308' is not the weight of a class",
        ),
        ({"class_weight": "given", "class_weights": "true=1,true=2"}, "The class 'true' has two weights"),
        ({"class_weight": "given", "class_weights": "true"}, "'true' is not the weight of a class"),
    ],
)
def test_weights_of_classes_that_mean_nothing_are_refused(params: dict[str, str], said: str) -> None:
    table, given, _ = quarrel(Task.BINARY)
    with pytest.raises(ParameterError) as caught:
        learn(table, order(given, Task.BINARY, "linear", **params), Recording())
    assert said in caught.value.message
    assert caught.value.hint


def test_a_regression_has_no_classes_to_weigh() -> None:
    table, given, _ = quarrel(Task.REGRESSION)
    with pytest.raises(ParameterError, match="no classes to weigh"):
        learn(table, order(given, Task.REGRESSION, "linear", class_weight="balanced"), Recording())


def test_two_columns_of_weights_are_refused() -> None:
    table, given, _ = quarrel(Task.BINARY)
    asked, columns = weighted(table, given, np.ones(len(table)))
    two = Schema(columns=(*columns.columns, Column(id="v", name="v", kind=Kind.NUMERIC, role=Role.WEIGHT)))
    with pytest.raises(SchemaError, match="w, v"):
        learn(asked, order(two, Task.BINARY, "linear"), Recording())
