"""A fit that begins with a trained model: its preprocessing and classes are kept, what does not fit is refused."""

from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
import torch

from driftdesk.core.entities import Kind, Schema, Task
from driftdesk.core.errors import JobCancelledError, ParameterError, SchemaError, TrainingError
from driftdesk.core.training.fine_tuning import tuning_params
from driftdesk.core.training.learning import Learned, learn
from driftdesk.core.training.params import parse_params
from driftdesk.core.training.trainers.base import TabularPredictor
from driftdesk.core.training.warm_start import Start
from tests.unit.core.training.material import Recording, churn, houses, order, schema, with_row_ids

SMALL = {"hidden_sizes": (8, 4), "epochs": 3, "batch_size": 64}


def begun(made: Learned) -> Start:
    return Start("m v1", made.predictor, made.seen_row_ids)


def tuned(start: Start, table: pa.Table, given: Schema, task: Task, **params: Any) -> Learned:
    asked = order(given, task, "mlp", **{**SMALL, **params})
    return learn(table, replace(asked, start=start), Recording())


@pytest.mark.parametrize("task", [Task.BINARY, Task.REGRESSION])
def test_with_a_step_of_no_size_it_is_the_model_that_it_began_with(task: Task) -> None:
    table, given = (churn if task is Task.BINARY else houses)(400)
    first = learn(table, order(given, task, "mlp", **SMALL), Recording())
    other, _ = (churn if task is Task.BINARY else houses)(300, seed=5)
    second = tuned(begun(first), other, given, task, learning_rate=1e-12, weight_decay=0)
    assert np.allclose(second.predictor.predict(other), first.predictor.predict(other), atol=1e-4)


def test_it_learns_on_from_where_the_start_was_and_is_better_than_from_nothing() -> None:
    table, given = churn(2000, missing=False)
    first = learn(table, order(given, Task.BINARY, "mlp", **{**SMALL, "epochs": 15}), Recording())
    heard = Recording()
    learn(table, replace(order(given, Task.BINARY, "mlp", **SMALL), start=begun(first)), heard)
    fresh = Recording()
    learn(table, order(given, Task.BINARY, "mlp", **SMALL), fresh)
    assert heard.series("train_loss")[0] < fresh.series("train_loss")[0]


def test_the_starts_preprocessing_is_kept_and_a_new_category_is_unknown() -> None:
    table, given = churn(400)
    first = learn(table, order(given, Task.BINARY, "mlp", **SMALL), Recording())
    other, _ = churn(300, seed=9)
    plans = pa.array(["platinum"] * 100 + other["plan"].to_pylist()[100:])
    other = other.set_column(other.column_names.index("plan"), "plan", plans)
    second = tuned(begun(first), other, given, Task.BINARY)
    assert isinstance(first.predictor, TabularPredictor) and isinstance(second.predictor, TabularPredictor)
    assert second.predictor.preprocessor == first.predictor.preprocessor


def test_rows_that_the_start_has_seen_count_as_seen_and_leave_the_test_part() -> None:
    table, given = churn(400)
    first = learn(table, order(given, Task.BINARY, "mlp", **SMALL), Recording())
    start = Start("m v1", first.predictor, np.union1d(first.seen_row_ids, first.test_row_ids[:10]))
    second = tuned(start, table, given, Task.BINARY)
    assert not np.isin(second.test_row_ids, start.seen).any()
    assert np.isin(start.seen, second.seen_row_ids).all()


def test_classes_that_the_start_does_not_know_are_refused_and_fewer_are_not() -> None:
    random = np.random.default_rng(0)
    x, y = random.normal(size=300), random.choice(["a", "b", "c"], 300)
    kinds = schema({"x": Kind.NUMERIC, "y": Kind.CATEGORICAL}, "y")
    table = with_row_ids({"x": x, "y": pa.array(y)})
    first = learn(table, order(kinds, Task.MULTICLASS, "mlp", **SMALL), Recording())
    fewer = table.filter(pa.array(y != "b"))
    assert tuned(begun(first), fewer, kinds, Task.MULTICLASS).predictor.problem.classes == ("a", "b", "c")
    more = with_row_ids({"x": x, "y": pa.array(np.where(x > 1, "d", y))})
    with pytest.raises(TrainingError, match="classes that m v1 does not know: 'd'"):
        tuned(begun(first), more, kinds, Task.MULTICLASS)


def test_a_column_that_is_gone_is_refused_by_name() -> None:
    table, given = churn(400)
    first = learn(table, order(given, Task.BINARY, "mlp", **SMALL), Recording())
    without = Schema(columns=tuple(c for c in given.columns if c.name != "plan"))
    with pytest.raises(SchemaError, match="plan"):
        tuned(begun(first), table.drop_columns(["plan"]), without, Task.BINARY)


def test_a_network_of_another_shape_is_refused() -> None:
    table, given = churn(400)
    first = learn(table, order(given, Task.BINARY, "mlp", **SMALL), Recording())
    with pytest.raises(TrainingError, match="do not fit the network"):
        tuned(begun(first), table, given, Task.BINARY, hidden_sizes=(9,))


def test_a_trainer_that_begins_from_nothing_says_which_can_go_on() -> None:
    table, given = churn(400)
    first = learn(table, order(given, Task.BINARY, "gradient-boosting", iterations=3), Recording())
    asked = order(given, Task.BINARY, "gradient-boosting", iterations=3)
    with pytest.raises(ParameterError, match="cannot go on") as caught:
        learn(table, replace(asked, start=begun(first)), Recording())
    assert "mlp" in caught.value.hint


def test_fine_tuning_takes_a_tenth_of_the_learning_rate_once() -> None:
    before = parse_params("mlp", {"learning_rate": 0.01}).model_dump(mode="json")
    once = tuning_params("mlp", before, {}, was_tuned=False)
    assert once["learning_rate"] == pytest.approx(0.001)
    assert tuning_params("mlp", once, {}, was_tuned=True)["learning_rate"] == pytest.approx(0.001)
    assert tuning_params("mlp", before, {"learning_rate": 0.5}, was_tuned=False)["learning_rate"] == 0.5


def test_an_interrupted_fine_tuning_ends_with_the_same_weights() -> None:
    table, given = churn(400)
    start = begun(learn(table, order(given, Task.BINARY, "mlp", **SMALL), Recording()))
    asked = replace(order(given, Task.BINARY, "mlp", **SMALL), start=start)
    whole = learn(table, asked, Recording())
    first = Recording(stop_after=7)
    with pytest.raises(JobCancelledError):
        learn(table, asked, first)
    rest = learn(table, asked, Recording(start=first.saves[max(first.saves)]))
    ours, theirs = (m.predictor.network.state_dict() for m in (whole, rest))  # type: ignore[attr-defined]
    assert all(torch.equal(ours[k], theirs[k]) for k in ours)
