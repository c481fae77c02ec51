"""Text to values and back."""

from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from driftdesk.core.entities import Kind
from driftdesk.core.tables.values import convert, date_format_of, unify

INF = float("inf")


@pytest.mark.parametrize(
    ("given", "expected", "bad"),
    [
        (["1", " 2 ", "NA", "", None], [1, 2, None, None, None], 0),
        (["1", "2.5", "-inf", "Infinity", "1e3"], [1, 2.5, -INF, INF, 1000], 0),
        (["1", "abc", "3"], [1, None, 3], 1),
        (["1", "1,000"], [1, None], 1),
        (["99999999999999999999", "1"], [1e20, 1], 0),
        (["nan", "?", "-", "None"], [None] * 4, 0),
        (["+5", ".5", "5."], [5, 0.5, 5], 0),
    ],
)
def test_numbers(given: list[str | None], expected: list[Any], bad: int) -> None:
    found = convert(pa.array(given, pa.string()), Kind.NUMERIC)
    assert (found.array.to_pylist(), found.bad_count) == (expected, bad)


def test_integers_stay_integers_beside_values_that_do_not_fit() -> None:
    assert convert(pa.array(["1", "x", "NA"]), Kind.NUMERIC).array.type == pa.int64()


def test_nan_is_missing_and_infinity_is_not() -> None:
    assert convert(pa.array([1.0, float("nan"), INF]), Kind.NUMERIC).array.to_pylist() == [1.0, None, INF]


def test_truth() -> None:
    found = convert(pa.array(["yes", "NO", "True", "0", "1.0", "maybe", ""]), Kind.BOOLEAN)
    assert found.array.to_pylist() == [True, False, True, False, True, None, None]
    assert found.bad_count == 1


@pytest.mark.parametrize(
    ("value", "layout", "expected"),
    [
        ("2020-02-29", "", datetime(2020, 2, 29)),
        ("2020-02-29T10:00:00Z", "", datetime(2020, 2, 29, 10)),
        ("2020-02-29 10:00:00+09:00", "", datetime(2020, 2, 29, 1)),
        ("2020-02-29 10:00:00.123456789", "", datetime(2020, 2, 29, 10, 0, 0, 123456)),
        ("29.02.2020", "%d.%m.%Y", datetime(2020, 2, 29)),
        ("2/9/2020 3:04 PM", "%m/%d/%Y", datetime(2020, 2, 9, 15, 4)),
        ("2020/1/5 10:00", "%Y/%m/%d", datetime(2020, 1, 5, 10)),
        ("31.02.2020", "%d.%m.%Y", None),
        ("2020-02-31", "", None),
        ("soon", "", None),
    ],
)
def test_times(value: str, layout: str, expected: datetime | None) -> None:
    found = convert(pa.array([value]), Kind.DATETIME, layout)
    assert found.array.to_pylist() == [expected]
    assert found.bad_count == (expected is None)


def test_the_date_format_that_fits_best_is_found() -> None:
    assert date_format_of(pa.array(["13.01.2020", "14.01.2020", "x"])) == "%d.%m.%Y"
    assert date_format_of(pa.array(["2020-01-13"])) == ""


def test_words_for_missing_are_words_in_categories() -> None:
    assert convert(pa.array(["NA", "", "none"]), Kind.CATEGORICAL).array.to_pylist() == ["NA", None, "none"]


@pytest.mark.parametrize(
    ("given", "kind", "expected"),
    [
        (pa.array([1, 2]), Kind.CATEGORICAL, ["1", "2"]),
        (pa.array([True, None]), Kind.CATEGORICAL, ["true", None]),
        (pa.array([0, 1, 2]), Kind.BOOLEAN, [False, True, None]),
        (pa.array(["a", "b"]).dictionary_encode(), Kind.CATEGORICAL, ["a", "b"]),
        (pa.array([2**63], pa.uint64()), Kind.NUMERIC, [2.0**63]),
        (pa.array([None, None]), Kind.DATETIME, [None, None]),
        (
            pa.array([datetime(2020, 1, 1)], pa.timestamp("ns", "Asia/Seoul")),
            Kind.DATETIME,
            [datetime(2020, 1, 1)],
        ),
    ],
)
def test_typed_values(given: pa.Array, kind: Kind, expected: list[Any]) -> None:
    assert convert(given, kind).array.to_pylist() == expected


def test_integers_and_floats_unify_to_floats() -> None:
    assert unify([pa.array([1]), pa.array([2.5])], Kind.NUMERIC).to_pylist() == [1.0, 2.5]
    assert unify([pa.array([1]), pa.array([2])], Kind.NUMERIC).type == pa.int64()
