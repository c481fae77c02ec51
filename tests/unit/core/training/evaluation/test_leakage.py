"""Leaks: told where there are some, and not where there are none."""

import random
from collections.abc import Mapping
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv

from driftdesk.core.entities import Column, Kind
from driftdesk.core.training.evaluation import leakage
from driftdesk.core.training.evaluation.leakage import RowSet, hashed, of_columns, of_duplicates, of_few_rows
from tests.conftest import shared_data

ROWS = 2_000
RANDOM = np.random.default_rng(0)
TRUTH = (RANDOM.random(ROWS) < 0.3).astype(np.int64)


def looked(
    values: Mapping[str, tuple[Kind, Any]], truth: Any = TRUTH, classes: int = 2, stamps: Any = None
) -> list[str]:
    columns = [Column(id=n, name=n, kind=kind) for n, (kind, _) in values.items()]
    arrays = {n: pa.array(v) for n, (_, v) in values.items()}
    stored = {n: a.dictionary_encode() if pa.types.is_string(a.type) else a for n, a in arrays.items()}
    table = pa.table(stored)
    return [f"{w.kind} {w.column}" for w in of_columns(table, columns, truth, classes, stamps)]


def test_a_column_that_is_missing_where_the_target_is_true_leaks() -> None:
    """As taxi-out of cancelled flights."""
    taxi = [None if y else float(t) for y, t in zip(TRUTH, RANDOM.gamma(3, 5, ROWS), strict=True)]
    assert looked({"taxi_out": (Kind.NUMERIC, taxi)}) == ["missing_predicts_target taxi_out"]


@pytest.mark.parametrize(
    ("kind", "values"),
    [
        (Kind.NUMERIC, TRUTH * 2.0 + RANDOM.normal(0, 0.1, ROWS)),
        (Kind.CATEGORICAL, np.where(TRUTH == 1, "won", "lost")),
        (Kind.BOOLEAN, TRUTH == 1),
    ],
)
def test_a_column_that_tells_the_target_leaks(kind: Kind, values: Any) -> None:
    assert looked({"x": (kind, values)}) == ["predicts_target x"]


def test_honest_columns_are_left_alone() -> None:
    values = {
        "good": (Kind.NUMERIC, TRUTH + RANDOM.normal(0, 0.8, ROWS)),
        "noise": (Kind.NUMERIC, RANDOM.normal(size=ROWS)),
        "many": (Kind.CATEGORICAL, RANDOM.integers(0, 400, ROWS).astype(str)),
        "amount": (Kind.NUMERIC, random.Random(0).sample(range(50_000_000), ROWS)),
        "constant": (Kind.NUMERIC, np.zeros(ROWS)),
        "empty": (Kind.NUMERIC, pa.nulls(ROWS, pa.float64())),
    }
    assert looked(values) == []


def test_identifiers_are_told() -> None:
    values = {
        "row": (Kind.NUMERIC, np.arange(ROWS)),
        "customer": (Kind.CATEGORICAL, [f"C{i:05}" for i in range(ROWS)]),
        "ticket": (Kind.NUMERIC, RANDOM.permutation(3 * ROWS)[:ROWS]),
    }
    assert looked(values) == ["identifier row", "identifier customer", "identifier ticket"]


def test_several_classes_and_values_are_judged_too() -> None:
    classes = RANDOM.integers(0, 3, ROWS)
    assert looked({"x": (Kind.CATEGORICAL, classes.astype(str))}, classes, 3) == ["predicts_target x"]
    assert looked({"x": (Kind.NUMERIC, classes + RANDOM.normal(0, 1, ROWS))}, classes, 3) == []
    price = RANDOM.normal(100, 20, ROWS)
    assert looked({"x": (Kind.NUMERIC, price * 1.1)}, price, 0) == ["predicts_target x"]
    assert looked({"x": (Kind.NUMERIC, price + RANDOM.normal(0, 10, ROWS))}, price, 0) == []


def test_a_date_after_the_rows_own_time_was_not_known() -> None:
    stamps = pa.array(np.datetime64("2024-01-01") + np.arange(ROWS) // 20).cast(pa.timestamp("us"))
    days = np.datetime64("2024-01-01") + np.arange(ROWS) // 20
    told = looked({"paid": (Kind.DATETIME, days + 5), "joined": (Kind.DATETIME, days - 30)}, stamps=stamps)
    assert told == ["later_than_row paid"]


def test_cancelled_flights_are_told_by_their_missing_taxi_out() -> None:
    table = csv.read_csv(shared_data("flight_delays_reference.csv.gz"))
    columns = [
        Column(id=name, name=name, kind=kind)
        for name, kind in (
            ("AIRLINE", Kind.CATEGORICAL),
            ("TAXI_OUT", Kind.NUMERIC),
            ("DISTANCE", Kind.NUMERIC),
        )
    ]
    truth = np.asarray(table["CANCELLED"]).astype(np.int64)
    found = of_columns(table, columns, truth, 2, None)
    assert [w.column for w in found] == ["TAXI_OUT"] and "tells the target" in found[0].text


def test_few_rows_show_nothing() -> None:
    assert looked({"x": (Kind.NUMERIC, TRUTH[:50].astype(float))}, TRUTH[:50]) == []


def test_equal_rows_are_found_whatever_their_types() -> None:
    learned = pa.table({"a": pa.array([1, 2, None]), "b": pa.array(["x", "y", "z"]).dictionary_encode()})
    asked = pa.table({"a": pa.array([1.0, 2.0, None, 2.5]), "b": ["x", "other", "z", "y"]})
    known = RowSet.of([hashed(learned, ["a", "b"])])
    assert known.holds(*hashed(asked, ["a", "b"])).tolist() == [True, False, True, False]
    assert not RowSet.of([]).holds(*hashed(asked, ["a", "b"])).any()
    assert of_duplicates(1, 1_000) == [] and "5.0%" in of_duplicates(50, 1_000)[0].text


def test_a_shuffled_counter_is_told_from_amounts_in_a_sample_too() -> None:
    random = np.random.default_rng(8)
    rows = 4 * leakage.ROWS
    counter, amount = random.permutation(rows), random.integers(0, 2 * rows, rows)
    given = {"counter": (Kind.NUMERIC, counter), "amount": (Kind.NUMERIC, amount)}
    assert looked(given, random.integers(0, 2, rows)) == ["identifier counter"]


def test_few_rows_and_classes_of_few_rows_are_told() -> None:
    assert of_few_rows(30, {}) == [] and of_few_rows(100, {"a": 90, "b": 10}) == []
    (few,) = of_few_rows(29, {})
    assert few.text.startswith("Only 29 rows")
    (rare,) = of_few_rows(500, {"a": 480, "c": 9, "b": 3})
    assert "b (3), c (9)" in rare.text and rare.figure == 3
