"""What expressions compute: on any rows, the same as pandas, numpy or plain Python."""

import math
from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import numpy.typing as npt
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given

from driftdesk.core.expressions.expression import parse, parse_filter
from driftdesk.core.expressions.functions import FUNCTIONS
from driftdesk.core.expressions.kernels import KERNELS
from tests.unit.core.expressions.material import SCHEMA, tables

Row = dict[str, Any]


def whole(exact: int) -> int | float:
    return exact if -(2**63) <= exact < 2**63 else float(exact)


def guarded(function: Callable[..., Any]) -> Callable[..., Any]:
    """Missing where something is missing, or where there is no result."""

    def computed(*values: Any) -> Any:
        if any(v is None for v in values):
            return None
        try:
            found = function(*values)
        except (ZeroDivisionError, ValueError):
            return None
        except OverflowError:
            return math.inf
        if isinstance(found, complex):
            return None
        return None if isinstance(found, float) and math.isnan(found) else found

    return computed


def numpy_of(function: Callable[..., Any]) -> Callable[..., Any]:
    """By numpy on float64; dividing by zero gives nothing."""

    def computed(*values: Any) -> float:
        with np.errstate(all="ignore"):
            return float(function(*map(np.float64, values)))

    return guarded(computed)


def by_nonzero(function: Callable[..., Any]) -> Callable[..., Any]:
    return lambda a, b: None if b == 0 else function(a, b)


WHOLE_RESULTS: dict[str, Callable[[int, int], Any]] = {
    "a + b": lambda a, b: whole(a + b),
    "a - b": lambda a, b: whole(a - b),
    "a * b": lambda a, b: whole(a * b),
    "a // b": lambda a, b: whole(a // b),
    "a % b": lambda a, b: a % b,
    "-a": lambda a, b: whole(-a),
    "abs(a)": lambda a, b: whole(abs(a)),
    "a == b": lambda a, b: a == b,
    "a < b": lambda a, b: a < b,
    "a in [9007199254740993, 1.0, 2.5, -9223372036854775808]": lambda a, b: a in (2**53 + 1, 1, -(2**63)),
    "min(a, b)": min,
    "sign(a)": lambda a, b: (a > 0) - (a < 0),
    "round(a)": lambda a, b: a,
}


@given(tables(("a", "b")))
def test_whole_numbers_are_computed_exactly_and_become_floats_where_they_do_not_fit(table: pa.Table) -> None:
    for row in table.to_pylist():
        one = pa.table({name: pa.array([v], pa.int64()) for name, v in row.items()})
        for text, function in WHOLE_RESULTS.items():
            needed = [row[c] for c in parse(text, SCHEMA).columns]
            given_values = [1 if row[c] is None else row[c] for c in "ab"]
            expected = None if any(v is None for v in needed) else guarded(function)(*given_values)
            if text == "min(a, b)":
                expected = min((v for v in row.values() if v is not None), default=None)
            found = parse(text, SCHEMA).evaluate(one)[0].as_py()
            assert type(found) is type(expected), (text, row)
            assert found == expected or (type(found) is float and are_same([found], [expected])), (text, row)


REAL_RESULTS: dict[str, Callable[[Any, Any], Any]] = {
    "x + y": numpy_of(np.add),
    "x - y": numpy_of(np.subtract),
    "x * y": numpy_of(np.multiply),
    "x / y": by_nonzero(numpy_of(np.divide)),
    "x // y": by_nonzero(numpy_of(np.floor_divide)),
    "x % y": by_nonzero(numpy_of(np.remainder)),
    "x < y": guarded(lambda x, y: x < y),
    "x >= y": guarded(lambda x, y: x >= y),
    "x != y": guarded(lambda x, y: x != y),
    "sqrt(x) + 0 * sign(y)": numpy_of(lambda x, y: np.sqrt(x) + 0 * np.sign(y)),
    "floor(x) < ceil(y)": guarded(lambda x, y: np.floor(x) < np.ceil(y)),
}


def are_same(found: list[Any], expected: list[Any]) -> bool:
    return all(
        f == e or (isinstance(f, float) and e is not None and f == pytest.approx(e, rel=1e-12))
        for f, e in zip(found, expected, strict=True)
    )


def clean(value: Any) -> Any:
    return None if isinstance(value, float) and math.isnan(value) else value


@given(tables(("x", "y")))
def test_floats_are_computed_as_numpy_does_and_what_is_no_number_is_missing(table: pa.Table) -> None:
    rows = [(clean(r["x"]), clean(r["y"])) for r in table.to_pylist()]
    for text, function in REAL_RESULTS.items():
        expected = [None if x is None or y is None else clean(function(x, y)) for x, y in rows]
        found = parse(text, SCHEMA).evaluate(table).to_pylist()
        assert are_same(found, expected), (text, rows)


def kleene(word: str, left: bool | None, right: bool | None) -> bool | None:
    decides = word == "or"
    if decides in (left, right):
        return decides
    return None if None in (left, right) else not decides


@given(tables(("flag", "a", "plan")))
def test_missing_values_go_through_conditions_as_in_sql_and_filters_drop_them(table: pa.Table) -> None:
    for word in ("and", "or"):
        found = parse(f"flag {word} a > 2", SCHEMA).evaluate(table).to_pylist()
        right = [None if a is None else a > 2 for a in table["a"].to_pylist()]
        expected = [kleene(word, f, r) for f, r in zip(table["flag"].to_pylist(), right, strict=True)]
        assert found == expected
    mask = parse_filter('plan != "free"', SCHEMA).mask(table)
    assert mask.dtype == np.bool_
    assert mask.tolist() == [p is not None and p != "free" for p in table["plan"].to_pylist()]
    absent = parse_filter('not (plan in ["free", "a"])', SCHEMA).mask(table)
    assert absent.tolist() == [p is not None and p not in ("free", "a") for p in table["plan"].to_pylist()]


@given(tables(("plan", "comment")))
def test_text_is_computed_as_python_does(table: pa.Table) -> None:
    results: dict[str, Callable[[str, str], Any]] = {
        "plan + comment": lambda p, c: p + c,
        "plan < comment": lambda p, c: p < c,
        "length(plan) + length(comment)": lambda p, c: len(p) + len(c),
        "left(plan + comment, 3)": lambda p, c: (p + c)[:3],
        "right(plan + comment, 3)": lambda p, c: (p + c)[-3:],
        "substring(plan + comment, 2, 3)": lambda p, c: (p + c)[1:4],
        "substring(plan + comment, -2)": lambda p, c: (p + c)[-2:],
        'contains(plan + comment, "fr")': lambda p, c: "fr" in p + c,
        'starts_with(plan + comment, "f")': lambda p, c: (p + c).startswith("f"),
        'ends_with(plan + comment, "e")': lambda p, c: (p + c).endswith("e"),
        'replace(plan + comment, "e", "--")': lambda p, c: (p + c).replace("e", "--"),
    }
    for text, function in results.items():
        expected = [guarded(function)(r["plan"], r["comment"]) for r in table.to_pylist()]
        assert parse(text, SCHEMA).evaluate(table).to_pylist() == expected, text


@given(tables(("at", "last login", "a")))
def test_times_are_computed_as_pandas_does(table: pa.Table) -> None:
    at = pd.Series(table["at"].to_pylist(), dtype="datetime64[us]")
    login = pd.Series(table["last login"].to_pylist(), dtype="datetime64[us]")
    expected: dict[str, pd.Series] = {
        "year(at)": at.dt.year,
        "quarter(at)": at.dt.quarter,
        "month(at)": at.dt.month,
        "week(at)": at.dt.isocalendar().week.astype("float64"),
        "day(at)": at.dt.day,
        "weekday(at)": at.dt.day_of_week + 1,
        "hour(at)": at.dt.hour,
        "minute(at)": at.dt.minute,
        "second(at)": at.dt.second,
        "date(at)": at.dt.normalize(),
        'start_of(at, "month")': at.dt.to_period("M").dt.start_time.astype("datetime64[us]"),
        "days_between(at, `last login`)": (login - at) / timedelta(days=1),
        "add_days(at, 1.5)": at + timedelta(days=1.5),
    }
    for text, series in expected.items():
        found = parse(text, SCHEMA).evaluate(table).to_pylist()
        wanted = [None if pd.isna(v) else v for v in series]
        assert are_same(found, wanted), text


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("coalesce(x, a, 0)", [1.5, 2.0, 0.0]),
        ("if(a > 1, plan, \"none\")", ["none", "pro", "none"]),
        ("if(flag, a)", [1, None, None]),
        ("max(a, x, 1.7)", [1.7, 2.0, 1.7]),
        ("x / 0", [None, None, None]),
        ("a // 0", [None, None, None]),
        ("0 ** -a", [None, None, None]),
        ("2 ** -a", [0.5, 0.25, None]),
        ("log(a - 1)", [None, 0.0, None]),
        ("log10(a * 50)", [math.log10(50), 2.0, None]),
        ("exp(a * 1000)", [math.inf, math.inf, None]),
        ("round(x + 1)", [3.0, None, None]),
        ("round(-x)", [-2.0, None, None]),
        ("round(a * 15, -1)", [20, 30, None]),
        ("round(x / 7, 3)", [0.214, None, None]),
        ("round(x * 1e300, 15)", [1.5e300, None, None]),
        ("9223372036854775807 + a - a", [2.0**63, 2.0**63, None]),
        ("number(plan + \"1\")", [None, None, None]),
        ("number(text(a) + \".5\")", [1.5, 2.5, None]),
        ("number(flag)", [1, 0, None]),
        ("boolean(text(flag))", [True, False, None]),
        ("boolean(a - 1)", [False, True, None]),
        ("text(x)", ["1.5", None, None]),
        ("text(at)", ["2024-01-31 10:00:00", None, None]),
        ("format_date(at, \"%d.%m.%y %H:%M:%S\")", ["31.01.24 10:00:00", None, None]),
        ("datetime(\"31.01.\" + text(a + 2022), \"%d.%m.%Y\")", [datetime(2023, 1, 31), datetime(2024, 1, 31), None]),
        ("date(\"2024-01-0\" + text(a))", [datetime(2024, 1, 1), datetime(2024, 1, 2), None]),
        ("datetime(\"2024-02-3\" + text(a))", [None, None, None]),
        ("extract(comment, \"@(.*)\\.\")", ["mail", None, None]),
        ("extract(comment, \"[0-9]+\")", [None, "12", None]),
        ("replace_matches(comment, \"(\\w)@(\\w)\", \"\\2 at \\1\")", ["m at eail.com", "no 12 here", None]),
        ("contains(comment, \"MAIL\") or contains(comment, \"NO\", true)", [False, True, None]),
        ("trim(\" a\\t\") + upper(plan)", ["aFREE", "aPRO", None]),
        ("weekday(at)", [3, None, None]),
        ("add_days(at, a * 1e9)", [None, None, None]),
        ("1 + 1", [2, 2, 2]),
        ("x * 0 in [-0.0]", [True, None, None]),
        ("-x * 0 in [0, 9007199254740993]", [True, None, None]),
        ("null", [None, None, None]),
    ],
)  # fmt: skip
def test_functions_give_what_their_descriptions_say(text: str, expected: list[Any]) -> None:
    table = pa.table(
        {
            "a": pa.array([1, 2, None], pa.int64()),
            "x": pa.array([1.5, None, math.nan]),
            "plan": ["free", "pro", None],
            "flag": [True, False, None],
            "comment": ["e@mail.com", "no 12 here", None],
            "at": pa.array([datetime(2024, 1, 31, 10), None, None], pa.timestamp("us")),
        }
    )
    found = parse(text, SCHEMA).evaluate(table).to_pylist()
    assert found == expected
    assert [type(f) for f in found] == [type(e) for e in expected]


def test_a_table_of_several_chunks_and_types_gives_one_array() -> None:
    table = pa.table(
        {
            "a": pa.chunked_array([pa.array([1, 2]), pa.array([2**62, None])]),
            "x": pa.chunked_array([pa.array([1.0]), pa.array([2.0, 3.0, math.nan])]),
        }
    )
    assert parse("a * 4 + x", SCHEMA).evaluate(table).to_pylist() == [5.0, 10.0, 2.0**64, None]
    doubled = parse("a * 4", SCHEMA).evaluate(table)
    assert isinstance(doubled, pa.Array)
    assert (doubled.type, doubled.to_pylist()) == (pa.float64(), [4.0, 8.0, 2.0**64, None])
    assert parse("a * 4", SCHEMA).evaluate(table.slice(0, 2)).type == pa.int64()
    for text in ("a > 1", "a + 1", "upper(plan)", "1", "at"):
        empty = parse(text, SCHEMA).evaluate(
            pa.table(
                {
                    "a": pa.array([], pa.int64()),
                    "plan": pa.array([], pa.string()),
                    "at": pa.array([], pa.null()),
                }
            )
        )
        assert len(empty) == 0


def test_columns_of_other_arrow_types_are_taken() -> None:
    table = pa.table(
        {
            "a": pa.array([1, None], pa.int16()),
            "x": pa.array([0.5, None], pa.float32()),
            "plan": pa.array(["free", None]).dictionary_encode(),
            "comment": pa.array(["x", None], pa.large_string()),
            "at": pa.array([0, None], pa.timestamp("ns")),
            "flag": pa.nulls(2),
        }
    )
    found = parse(
        'a + x == 1.5 and plan + comment == "freex" and at == "1970-01-01" and flag is null', SCHEMA
    )
    assert found.evaluate(table).to_pylist() == [True, None]


def test_every_function_can_be_computed_and_its_example_is_one() -> None:
    assert set(FUNCTIONS) <= set(KERNELS)
    for function in FUNCTIONS.values():
        assert f"{function.name}(" in function.example
        assert function.description.endswith(".")


Mask = npt.NDArray[np.bool_]


@given(tables(("a", "b", "x", "flag", "plan")))
def test_filters_give_the_rows_that_pandas_query_gives(table: pa.Table) -> None:
    """On what both languages share: numbers as floats, without missing values in negations."""
    frame = table.select(["a", "b", "x"]).to_pandas().astype("float64")
    floats = pa.table({name: pa.array(frame[name], from_pandas=True) for name in frame})
    for text in (
        "a > b and x < 2",
        "a + b > x or a == 1",
        "0 <= x <= 5 and (a < 3 or b >= 2)",
        "a * 2 - b > x",
    ):
        with np.errstate(all="ignore"):
            expected: Mask = np.asarray(frame.eval(text.replace(" and ", " & ").replace(" or ", " | ")
                                                   if "<=" not in text else
                                                   "((0 <= x) & (x <= 5)) & ((a < 3) | (b >= 2))"), dtype=bool)  # fmt: skip
        assert parse_filter(text, SCHEMA).mask(floats).tolist() == expected.tolist(), text
