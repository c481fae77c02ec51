"""Preprocessing: fitted on the training part, the same for ever after."""

import json

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.entities import Column, Kind
from driftdesk.core.errors import SchemaError, TrainingError
from driftdesk.core.training.preprocessing import (
    MAX_CATEGORIES,
    MISSING,
    UNKNOWN,
    Preprocessor,
    quantities,
)
from driftdesk.core.training.problem import numbers


def columns(**kinds: Kind) -> tuple[Column, ...]:
    return tuple(Column(id=name, name=name, kind=kind) for name, kind in kinds.items())


def test_numbers_are_standardised_by_median_and_quartiles() -> None:
    values = np.append(np.random.default_rng(0).normal(50, 4, 1000), 1e9)
    fitted = Preprocessor.fit(pa.table({"x": values}), columns(x=Kind.NUMERIC))
    out = fitted.transform(pa.table({"x": values})).numeric[:, 0]
    assert np.median(out) == pytest.approx(0, abs=1e-6)
    assert out[:-1].std() == pytest.approx(1, abs=0.1)
    assert out[-1] == 10.0


def test_missing_numbers_become_the_median_with_an_indicator() -> None:
    table = pa.table({"x": [1.0, 2.0, None, 3.0, float("nan")]})
    features = Preprocessor.fit(table, columns(x=Kind.NUMERIC)).transform(table)
    assert features.numeric.shape == (5, 2)
    assert features.numeric[:, 1].tolist() == [0, 0, 1, 0, 1]
    assert features.numeric[2, 0] == features.numeric[1, 0] == 0
    assert np.isnan(features.raw[:, 0]).tolist() == [False, False, True, False, True]


def test_infinities_are_clipped() -> None:
    table = pa.table({"x": [1.0, 2.0, float("inf"), float("-inf"), 3.0]})
    features = Preprocessor.fit(table, columns(x=Kind.NUMERIC)).transform(table)
    assert np.isfinite(features.numeric).all()
    assert features.numeric[2, 0] == 10 and features.numeric[3, 0] == -10


def test_numbers_near_the_limit_of_a_float_do_not_overflow() -> None:
    table = pa.table({"x": [-1.7e308, 1.7e308, 1e140, 1e149, -1e149]})
    assert np.isfinite(Preprocessor.fit(table, columns(x=Kind.NUMERIC)).transform(table).numeric).all()


def test_unseen_and_missing_categories_have_codes_of_their_own() -> None:
    train = pa.table({"c": ["a", "b", "a", "b", "a", "once", None]})
    fitted = Preprocessor.fit(train, columns(c=Kind.CATEGORICAL))
    assert fitted.categorical[0].vocabulary == ("a", "b")
    codes = fitted.transform(pa.table({"c": ["a", "b", "new", None, "once"]})).codes[:, 0]
    assert codes.tolist() == [2, 3, UNKNOWN, MISSING, UNKNOWN]


def test_high_cardinality_is_capped_at_the_most_frequent() -> None:
    values = [f"v{i}" for i in range(3000) for _ in range(3 if i < 10 else 2)]
    fitted = Preprocessor.fit(pa.table({"c": values}), columns(c=Kind.CATEGORICAL))
    assert len(fitted.categorical[0].vocabulary) == MAX_CATEGORIES
    assert fitted.categorical[0].vocabulary[:10] == tuple(sorted(f"v{i}" for i in range(10)))


def test_dates_become_time_and_cycles() -> None:
    days = np.datetime64("2026-01-05", "us") + np.arange(28) * np.timedelta64(86_400_000_000, "us")
    fitted = Preprocessor.fit(pa.table({"d": days}), columns(d=Kind.DATETIME))
    column = fitted.numeric[0]
    assert column.weekdays and not column.hours
    out = fitted.transform(pa.table({"d": days})).numeric
    assert out.shape == (28, 3)
    assert out[0, 1:] == pytest.approx(out[7, 1:], abs=1e-6)


def test_booleans_are_symmetric_around_missing() -> None:
    table = pa.table({"b": [True, False, None]})
    features = Preprocessor.fit(table, columns(b=Kind.BOOLEAN)).transform(table)
    assert features.numeric[:, 0].tolist() == [1, -1, 0]


def test_constant_columns_are_left_out_and_only_constant_ones_refused() -> None:
    table = pa.table(
        {"x": [1.0, 1.0], "y": [1.0, 2.0], "c": ["a", "a"], "n": pa.array([None, None], pa.float64())}
    )
    kinds = columns(x=Kind.NUMERIC, y=Kind.NUMERIC, c=Kind.CATEGORICAL, n=Kind.NUMERIC)
    assert [c.name for c in Preprocessor.fit(table, kinds).numeric] == ["y"]
    with pytest.raises(TrainingError, match="constant"):
        Preprocessor.fit(table, kinds[:1] + kinds[2:])


def test_it_travels_as_json() -> None:
    table = pa.table({"x": [1.0, None, 3.0, 4.0], "c": ["a", "b", "a", "b"]})
    fitted = Preprocessor.fit(table, columns(x=Kind.NUMERIC, c=Kind.CATEGORICAL))
    again = Preprocessor.model_validate(json.loads(json.dumps(fitted.to_json())))
    assert again == fitted
    assert (again.transform(table).numeric == fitted.transform(table).numeric).all()


def test_missing_columns_are_named() -> None:
    table = pa.table({"x": [1.0, 2.0], "y": [1.0, 2.0]})
    fitted = Preprocessor.fit(table, columns(x=Kind.NUMERIC, y=Kind.NUMERIC))
    with pytest.raises(SchemaError) as caught:
        fitted.transform(pa.table({"y": [1.0]}))
    assert "x" in caught.value.message and "y" in caught.value.hint


def test_a_column_of_another_kind_is_named() -> None:
    fitted = Preprocessor.fit(pa.table({"x": [1.0, 2.0]}), columns(x=Kind.NUMERIC))
    assert (
        fitted.transform(pa.table({"x": ["1.0"]})).numeric[0, 0]
        == fitted.transform(pa.table({"x": [1]})).numeric[0, 0]
    )
    with pytest.raises(SchemaError, match=r"x \(numeric, but holds string\)"):
        fitted.transform(pa.table({"x": ["many"]}))


def test_five_thousand_columns_are_fine() -> None:
    table = pa.table({f"f{i}": np.arange(30.0) + i for i in range(5000)})
    fitted = Preprocessor.fit(table, columns(**dict.fromkeys(table.column_names, Kind.NUMERIC)))
    assert fitted.transform(table).numeric.shape == (30, 5000)


def test_all_that_does_not_fit_is_named_at_once() -> None:
    table = pa.table(
        {
            "age": [1.0, 2.0, 3.0],
            "when": pa.array([0, 86_400_000_000, 1], pa.timestamp("us")),
            "plan": ["a", "a", "b"],
            "size": [1, 2, 3],
        }
    )
    kinds = {"age": Kind.NUMERIC, "when": Kind.DATETIME, "plan": Kind.CATEGORICAL, "size": Kind.NUMERIC}
    fitted = Preprocessor.fit(table, columns(**kinds))
    given = pa.table({"age": ["young"], "when": [7], "plan": [["a"]]})
    with pytest.raises(SchemaError) as caught:
        fitted.transform(given)
    message = caught.value.message
    assert "lacks columns that the model needs: size" in message
    for said in (
        "age (numeric, but holds string)",
        "when (datetime, but holds int64)",
        "plan (categorical, but",
    ):
        assert said in message
    assert "age, when, plan" in caught.value.hint


def test_what_can_be_read_as_its_kind_is_taken() -> None:
    table = pa.table({"age": [1.0, 2.0, 4.0], "on": [True, False, True]})
    fitted = Preprocessor.fit(table, columns(age=Kind.NUMERIC, on=Kind.BOOLEAN))
    as_given = fitted.transform(table).numeric
    as_text = pa.table({"age": ["1", "2", "4.0"], "on": [1, 0, 1]})
    assert (fitted.transform(as_text).numeric == as_given).all()
    assert np.isnan(fitted.transform(pa.table({"age": pa.nulls(2), "on": pa.nulls(2)})).raw).all()


def test_a_million_categories_take_seconds_and_a_thousand_codes() -> None:
    random = np.random.default_rng(0)
    users = pa.array(random.integers(0, 1_000_000, 1_000_000)).cast(pa.string())
    kinds = columns(user=Kind.CATEGORICAL, id=Kind.CATEGORICAL, x=Kind.NUMERIC, same=Kind.NUMERIC)
    table = pa.table(
        {
            "user": users,
            "id": pa.array(np.arange(1_000_000)).cast(pa.string()),
            "x": random.normal(size=1_000_000),
            "same": np.ones(1_000_000),
        }
    )
    fitted = Preprocessor.fit(table, kinds)
    assert fitted.sizes == (MAX_CATEGORIES + 2,)
    assert len(fitted.model_dump_json()) < 30_000
    told = fitted.warnings(kinds)
    assert told[0].startswith("id, same say nothing")
    assert "user has 63" in told[1] and "1,000 most frequent are kept" in told[1]


def test_whole_numbers_that_floats_round_and_nanoseconds_are_taken() -> None:
    large = pa.chunked_array([pa.array([2**60 + 1, 3])])
    assert numbers(large).tolist() == [float(2**60), 3.0]
    late = pa.chunked_array([pa.array([-1_500, 1_234_567_891], pa.timestamp("ns"))])
    assert quantities(late, "at", Kind.DATETIME) == pytest.approx([-1.5e-6, 1.234567], abs=1e-6)
