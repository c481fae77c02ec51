"""From tables to judged models: what is refused, and why; what is only warned of."""

from typing import Any

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
import pytest

from driftdesk.core.entities import ROW_ID, Kind, Role, Task
from driftdesk.core.errors import CorruptDataError, DriftDeskError, ParameterError, SchemaError, TrainingError
from driftdesk.core.training import bundle
from driftdesk.core.training.learning import learn, pack_predictor, unpack_predictor
from driftdesk.core.training.params import trainers_for
from driftdesk.core.training.problem import classes_of
from driftdesk.core.training.trainers.estimators import EstimatorPredictor, from_bytes, to_bytes
from tests.unit.core.training.material import Recording, churn, houses, order, reviews, schema, with_row_ids

NUMBERS = {"x": Kind.NUMERIC, "y": Kind.NUMERIC}
LABELLED = {"x": Kind.NUMERIC, "y": Kind.CATEGORICAL}


def table(rows: int = 40, **columns: Any) -> pa.Table:
    return with_row_ids({"x": np.arange(float(rows)), **columns})


def refused(given: pa.Table, kinds: dict[str, Kind], task: Task, **params: Any) -> DriftDeskError:
    with pytest.raises(DriftDeskError) as caught:
        learn(given, order(schema(kinds, "y"), task, "linear", **params), Recording())
    assert caught.value.message and caught.value.hint
    return caught.value


def test_a_target_of_one_class_is_refused() -> None:
    error = refused(table(y=["a"] * 40), LABELLED, Task.BINARY)
    assert isinstance(error, TrainingError) and "one class" in error.message


def test_a_target_of_nulls_is_refused() -> None:
    assert (
        "missing in every row" in refused(table(y=pa.nulls(40, pa.string())), LABELLED, Task.BINARY).message
    )
    assert (
        "missing in every row"
        in refused(table(y=pa.nulls(40, pa.float64())), NUMBERS, Task.REGRESSION).message
    )


def test_too_few_rows_are_refused() -> None:
    error = refused(table(10, y=["a", "b"] * 5), LABELLED, Task.BINARY)
    assert "10 rows" in error.message and "20" in error.message


def test_no_rows_at_all_are_refused() -> None:
    assert "0 rows" in refused(table(0, y=pa.array([], pa.float64())), NUMBERS, Task.REGRESSION).message


def test_more_classes_than_a_binary_task_has_are_refused() -> None:
    assert "multiclass" in refused(table(y=["a", "b", "c", "d"] * 10), LABELLED, Task.BINARY).hint


def test_a_target_that_looks_like_a_quantity_is_refused_for_classes() -> None:
    error = refused(table(1500, y=np.arange(1500.0) / 7), NUMBERS, Task.MULTICLASS)
    assert "1500 classes" in error.message and "regression" in error.hint


def test_a_regression_of_words_is_refused() -> None:
    error = refused(table(y=["a", "b"] * 20), LABELLED, Task.REGRESSION)
    assert isinstance(error, SchemaError) and "numeric target" in error.message


def test_a_constant_target_is_refused() -> None:
    assert "same 'y'" in refused(table(y=np.ones(40)), NUMBERS, Task.REGRESSION).message


@pytest.mark.parametrize(("largest", "said"), [(1e200, "goes up to 1e+200"), (1e-200, "differ by 1e-200")])
def test_a_target_whose_squares_leave_the_range_of_numbers_is_refused(largest: float, said: str) -> None:
    error = refused(table(y=np.linspace(0, largest, 40)), NUMBERS, Task.REGRESSION)
    assert said in error.message and "unit" in error.hint


def test_texts_that_are_all_blank_are_refused() -> None:
    given = with_row_ids({"x": ["", None, " ", ""] * 10, "y": ["a", "b"] * 20})
    assert "Every text is the same" in refused(given, {**LABELLED, "x": Kind.TEXT}, Task.TEXT).message


def test_constant_features_are_refused() -> None:
    given = with_row_ids({"x": np.ones(40), "y": ["a", "b"] * 20})
    assert "constant" in refused(given, LABELLED, Task.BINARY).message


def test_an_unknown_target_is_refused_with_the_columns_there_are() -> None:
    asked = order(schema(LABELLED, "y"), Task.BINARY)
    with pytest.raises(SchemaError, match="'gone' is not a column") as caught:
        learn(table(y=["a", "b"] * 20), asked.__class__(**{**vars(asked), "target": "gone"}), Recording())
    assert "x, y" in caught.value.hint


def test_no_features_are_refused() -> None:
    given = table(y=["a", "b"] * 20)
    with pytest.raises(SchemaError, match="no feature"):
        learn(given, order(schema(LABELLED, "y", x=Role.ID), Task.BINARY), Recording())
    with pytest.raises(SchemaError, match="no feature") as caught:
        learn(given, order(schema(LABELLED, "y"), Task.TEXT), Recording())
    assert "text column" in caught.value.hint


def test_a_split_by_time_without_a_timestamp_is_refused() -> None:
    error = refused(table(y=["a", "b"] * 20), LABELLED, Task.BINARY, split="time")
    assert isinstance(error, SchemaError) and "timestamp" in error.hint


def test_a_trainer_of_another_task_is_refused() -> None:
    with pytest.raises(ParameterError, match="cannot do"):
        learn(table(y=["a", "b"] * 20), order(schema(LABELLED, "y"), Task.BINARY, "text"), Recording())


def test_a_loss_that_is_not_a_number_is_an_error_with_a_way_out(monkeypatch: pytest.MonkeyPatch) -> None:
    import torch
    from torch import nn

    monkeypatch.setattr(
        nn.functional, "cross_entropy", lambda *_, **__: torch.tensor(float("nan"), requires_grad=True)
    )
    given, names = churn(200)
    with pytest.raises(TrainingError, match="nan by step 1") as caught:
        learn(given, order(names, Task.BINARY, "mlp", epochs=1), Recording())
    assert "learning rate" in caught.value.hint


def test_infinite_and_missing_features_are_taken() -> None:
    random = np.random.default_rng(0)
    x = random.normal(size=200)
    y = np.where(x > 0, "a", "b")
    x[:5], x[5:10] = np.inf, -np.inf
    given = with_row_ids({"x": pa.array(x), "z": pa.array([None, 1.0] * 100), "y": pa.array(y.tolist())})
    names = schema({"x": Kind.NUMERIC, "z": Kind.NUMERIC, "y": Kind.CATEGORICAL}, "y")
    for trainer in ("mlp", "gradient-boosting", "linear"):
        learned = learn(given, order(names, Task.BINARY, trainer), Recording())
        assert np.isfinite(learned.predictor.predict(given)).all()


def test_rows_without_a_target_are_left_out_with_a_warning() -> None:
    y = pa.array(["a", "b", None, "a"] * 20)
    seen = Recording()
    learned = learn(table(80, y=y), order(schema(LABELLED, "y"), Task.BINARY, "linear"), seen)
    assert learned.rows == 60
    assert "20 of 80 rows" in seen.warnings[0]


def test_text_columns_of_a_tabular_task_are_ignored_with_a_warning() -> None:
    given, _ = reviews(100)
    given = given.append_column("length", pa.array(np.arange(100.0)))
    kinds = {"text": Kind.TEXT, "length": Kind.NUMERIC, "sentiment": Kind.CATEGORICAL}
    seen = Recording()
    learned = learn(given, order(schema(kinds, "sentiment"), Task.BINARY, "linear"), seen)
    assert [c.name for c in learned.predictor.problem.features] == ["length"]
    assert "text" in seen.warnings[0]


def test_thousands_of_columns_are_fine() -> None:
    random = np.random.default_rng(0)
    rows = {f"f{i}": random.normal(size=60) for i in range(1000)}
    given = with_row_ids({**rows, "y": (rows["f0"] > 0).astype(float)})
    names = schema(dict.fromkeys([*rows, "y"], Kind.NUMERIC), "y")
    for trainer, params in (("mlp", {"epochs": 2}), ("linear", {"iterations": 10})):
        assert len(learn(given, order(names, Task.BINARY, trainer, **params), Recording()).importance) == 1000


def test_number_classes_keep_their_order_and_kind() -> None:
    given = table(120, y=np.tile([10.0, 9.0, 2.0], 40))
    learned = learn(given, order(schema(NUMBERS, "y"), Task.MULTICLASS, "linear"), Recording())
    problem = learned.predictor.problem
    assert problem.classes == ("2", "9", "10")
    assert problem.decode(np.array([2, 0])).to_pylist() == [10.0, 2.0]


def test_classes_that_nearly_are_numbers_are_texts() -> None:
    for odd in ("--1", "²", "-", "1_000"):
        assert classes_of(pa.array(["10", "9", odd]), Task.MULTICLASS, "y") == tuple(sorted(["10", "9", odd]))


def test_the_positive_class_is_the_second() -> None:
    given, names = churn(200)
    learned = learn(given, order(names, Task.BINARY, "linear"), Recording())
    assert learned.predictor.problem.classes == ("false", "true")
    assert learned.predictor.problem.decode(np.array([1, 0])).to_pylist() == [True, False]


def test_a_split_by_time_tests_on_the_latest_rows() -> None:
    given, columns = churn(300, missing=False)
    kinds = {c.name: c.kind for c in columns.columns}
    names = schema(kinds, "churned", joined=Role.TIMESTAMP)
    learned = learn(given, order(names, Task.BINARY, "linear", split="time"), Recording())
    times = np.asarray(given["joined"])
    ids = np.asarray(given[ROW_ID])
    assert times[np.isin(ids, learned.test_row_ids)].min() >= times[np.isin(ids, learned.seen_row_ids)].max()


def test_seen_and_test_rows_are_all_rows_and_apart() -> None:
    given, names = houses(400)
    learned = learn(given, order(names, Task.REGRESSION, "linear"), Recording())
    assert sorted([*learned.seen_row_ids, *learned.test_row_ids]) == list(range(400))


def test_a_bundle_is_the_same_bytes_every_time() -> None:
    given, names = churn(200)
    asked = order(names, Task.BINARY, "mlp", epochs=2)
    contents = [pack_predictor(learn(given, asked, Recording()).predictor, asked) for _ in range(2)]
    assert contents[0] == contents[1]


def test_a_tampered_bundle_is_refused() -> None:
    given, names = churn(200)
    asked = order(names, Task.BINARY, "mlp", epochs=1)
    packed = bundle.unpack(pack_predictor(learn(given, asked, Recording()).predictor, asked))
    changed = {name: content[:-1] + b"x" for name, content in packed.files.items()}
    content = bundle.pack(packed)
    with pytest.raises(CorruptDataError):
        unpack_predictor(content[: len(content) // 2])
    for damaged in (_swap(content, changed), b"not a zip"):
        with pytest.raises(CorruptDataError) as caught:
            unpack_predictor(damaged)
        assert caught.value.hint


def _swap(content: bytes, files: dict[str, bytes]) -> bytes:
    """The same manifest over other files."""
    import io
    import zipfile

    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(content)) as old, zipfile.ZipFile(out, "w") as new:
        for name in old.namelist():
            new.writestr(name, files.get(name, old.read(name)))
    return out.getvalue()


def test_only_the_estimators_that_we_store_are_loaded() -> None:
    from sklearn.preprocessing import FunctionTransformer
    from skops.io import dumps

    with pytest.raises(CorruptDataError, match="not allowed"):
        from_bytes(dumps(FunctionTransformer(unpack_predictor)))


@pytest.mark.parametrize(
    ("task", "trainer"),
    [(Task.BINARY, t.name) for t in trainers_for(Task.BINARY)] + [(Task.TEXT, "linear"), (Task.TEXT, "svm")],
)
def test_nothing_is_fitted_to_rows_held_out(task: Task, trainer: str) -> None:
    """Rows of the test part with other values, and of both parts with new categories, change nothing of the model."""
    quick = {"mlp": {"epochs": 1}, "tabm": {"epochs": 1, "members": 2}, "random-forest": {"trees": 2}}
    given, names = reviews(200) if task is Task.TEXT else churn(300)
    asked = order(names, task, trainer, **quick.get(trainer, {}))
    first = learn(given, asked, Recording())
    test = pc.is_in(given[ROW_ID], pa.array(first.test_row_ids))
    changed = given
    for name, value in (
        ("logins", 1e6),
        ("plan", "platinum"),
        ("noise", None),
        ("text", "전혀 다른 글 entirely"),
    ):
        if name in given.column_names:
            other = pa.scalar(value, given[name].type)
            changed = changed.set_column(
                changed.column_names.index(name), name, pc.if_else(test, other, changed[name])
            )
    again = learn(changed, asked, Recording())
    one, other_bundle = first.predictor.bundle(), again.predictor.bundle()
    assert one.manifest == other_bundle.manifest
    rows = given.slice(0, 50)
    assert (first.predictor.predict(rows) == again.predictor.predict(rows)).all()


@pytest.mark.parametrize("trainer", ["gradient-boosting", "random-forest"])
@pytest.mark.parametrize("child", [10**6, 0], ids=["beyond the tree", "in a circle"])
def test_a_stored_tree_that_leads_astray_is_refused(trainer: str, child: int) -> None:
    given, names = churn(200)
    quick = {"iterations": 3} if trainer == "gradient-boosting" else {"trees": 3}
    predictor = learn(given, order(names, Task.BINARY, trainer, **quick), Recording()).predictor
    assert isinstance(predictor, EstimatorPredictor)
    if trainer == "gradient-boosting":
        predictor.estimator._predictors[1][0].nodes["left"][0] = child
    else:
        tree = predictor.estimator.estimators_[1].tree_
        state = tree.__getstate__()
        state["nodes"]["left_child"][0] = child
        tree.__setstate__(state)
    with pytest.raises(CorruptDataError, match="damaged tree"):
        from_bytes(to_bytes(predictor.estimator))
