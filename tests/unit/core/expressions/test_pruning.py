"""From bounds alone: never a wrong word about any row, and the right one where it matters."""

import math
from datetime import datetime, timedelta
from typing import Any

import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftdesk.core.entities import Kind
from driftdesk.core.expressions.expression import Match, parse_filter
from driftdesk.core.expressions.writing import between, literal, one_of, quoted
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.tables.bounds import UNKNOWN, Bounds, all_missing, pack, unpack
from tests.unit.core.expressions.material import REAL, SCHEMA, TEXT, TIME, WHOLE, tables

COMPARISONS = st.sampled_from(["==", "!=", "<", "<=", ">", ">="])
WRITTEN = REAL.filter(lambda v: not math.isnan(v))
NUMBERS = st.one_of(WHOLE, WRITTEN).map(literal)


def numbers() -> st.SearchStrategy[str]:
    simple = st.one_of(st.sampled_from(["a", "b", "x", "y"]), NUMBERS)
    return st.one_of(
        simple,
        st.tuples(simple, st.sampled_from(["+", "-", "*", "/", "//", "%"]), simple).map(
            lambda t: f"({' '.join(t)})"
        ),
        simple.map(lambda t: f"abs({t})"),
        simple.map(lambda t: f"-({t})"),
        st.sampled_from(["year(at)", "month(at)", "length(plan)"]),
    )


def conditions() -> st.SearchStrategy[str]:
    compare = lambda operand: st.tuples(operand, COMPARISONS, operand).map(" ".join)  # noqa: E731
    times = st.one_of(
        st.sampled_from(["at", "`last login`", "date(at)"]), TIME.map(literal).map("datetime({})".format)
    )
    texts = st.one_of(st.sampled_from(["plan", "comment"]), TEXT.map(literal))
    column = st.sampled_from(["a", "x", "plan", "at", "flag"])
    return st.one_of(
        compare(numbers()),
        compare(times),
        compare(texts),
        column.map(lambda c: f"{c} is null"),
        column.map(lambda c: f"{c} is not null"),
        st.sampled_from(
            ["flag", "flag == true", "flag != false", "true", "null", "flag == (a > 2)", "if(flag, a > 2)"]
        ),
        st.lists(st.one_of(WHOLE, WRITTEN), min_size=1, max_size=3).map(lambda v: one_of("a", v)),
        st.lists(st.one_of(WHOLE, WRITTEN), min_size=1, max_size=3).map(lambda v: one_of("x", v)),
        st.lists(TEXT, min_size=1, max_size=3).map(lambda v: one_of("plan", v)),
        st.lists(TIME, min_size=1, max_size=3).map(lambda v: one_of("at", v)),
        TEXT.map(lambda t: f"starts_with(plan, {literal(t)})"),
        st.tuples(WHOLE, WRITTEN).map(lambda t: between("x", *t)),
    )


FILTERS = st.recursive(
    conditions(),
    lambda inner: st.one_of(
        st.tuples(inner, st.sampled_from(["and", "or"]), inner).map(lambda t: f"({' '.join(t)})"),
        inner.map(lambda t: f"not ({t})"),
    ),
    max_leaves=4,
)


def bounds_of(table: pa.Table, *, profiled: bool = False) -> dict[str, Bounds | None]:
    found: dict[str, Bounds | None] = {}
    for column in SCHEMA.columns:
        if column.name in table.column_names:
            array = table.column(column.name).combine_chunks()
            packed = pack(array, profile_array(array, column.kind) if profiled else None)
            assert len(packed) == len(UNKNOWN)
            found[column.name] = unpack(packed, column.kind, len(array))
    return found


@settings(max_examples=120)
@given(tables(max_size=4), FILTERS)
def test_pruning_never_changes_a_result(table: pa.Table, text: str) -> None:
    found = parse_filter(text, SCHEMA)
    mask = found.mask(table)
    match = found.prune(bounds_of(table).get)
    if match is Match.NONE:
        assert not mask.any()
    elif match is Match.ALL:
        assert mask.all()


@settings(max_examples=50)
@given(tables(max_size=16))
def test_no_value_lies_outside_its_bounds(table: pa.Table) -> None:
    found = bounds_of(table)
    assert found == bounds_of(table, profiled=True)
    for name, bounds in found.items():
        assert bounds is not None
        values = [
            v
            for v in table[name].to_pylist()
            if v is not None and not (isinstance(v, float) and math.isnan(v))
        ]
        assert bounds.missing == table.num_rows - len(values)
        assert (bounds.minimum is None) == (not values)
        for value in values:
            if isinstance(value, str):
                first: Any = value.encode()[:8].ljust(8, b"\0")
            elif isinstance(value, datetime):
                first = (value - datetime(1970, 1, 1)) // timedelta(microseconds=1)
            else:
                first = value
            assert bounds.minimum <= first <= bounds.maximum  # type: ignore[operator]  # checked just above


BOUNDS: dict[str, Bounds] = {
    "a": Bounds(10.0, 20.0, 0, 100),
    "b": Bounds(10.0, 20.0, 5, 100),
    "x": Bounds(7.0, 7.0, 0, 100),
    "y": all_missing(100),
    "plan": Bounds(b"free\0\0\0\0", b"premium ", 0, 100),
    "comment": Bounds(b"abc12345", b"abc99999", 0, 100),
    "flag": Bounds(1.0, 1.0, 0, 100),
    "at": Bounds(1_706_659_200e6, 1_709_164_800e6, 0, 100),
}


@pytest.mark.parametrize(
    ("text", "match"),
    [
        ("a > 20", "none"), ("a >= 20", "some"), ("a > 9", "all"), ("a < 10", "none"), ("9 < a < 21", "all"),
        ("a == 9", "none"), ("a == 15", "some"), ("a != 9", "all"), ("a in [1, 2]", "none"), ("a not in [1, 2]", "all"),
        ("b > 9", "some"), ("b > 20", "none"), ("not (b > 9)", "none"), ("b > 9 or b is null", "some"),
        ("x == 7", "all"), ("x != 7", "none"), ("x in [6, 7]", "all"),
        ("y > 3", "none"), ("not (y > 3)", "none"), ("y is null", "all"), ("y + a > 0", "none"), ("b is null", "some"),
        ("a is null", "none"), ("a is not null", "all"), ("y in [1]", "none"),
        ("plan == 'basic'", "none"), ("plan == 'trial'", "none"), ("plan == 'free'", "some"), ("plan < 'g'", "some"),
        ("plan >= 'free'", "some"), ("plan > 'a'", "all"), ("plan == 'premium plus'", "some"), ("plan < 'a'", "none"),
        ("plan in ['basic', 'trial']", "none"), ("starts_with(plan, 'z')", "none"), ("starts_with(plan, 'p')", "some"),
        ("starts_with(comment, 'abc')", "all"), ("starts_with(comment, 'abd')", "none"), ("starts_with(comment, '')", "all"),
        ("starts_with(comment, 'ABC', true)", "some"), ("comment == 'abc'", "none"),
        ("flag", "all"), ("not flag", "none"), ("flag == false", "none"), ("flag != false", "all"),
        ("year(at) == 2024", "all"), ("year(at) == 2023", "none"), ("at < '2024-01-01'", "none"),
        ("date(at) == '2024-03-01'", "none"), ("at >= '2024-01-31'", "all"),
        ("a * 2 + 1 > 100", "none"), ("a / 10 < 3", "all"), ("a / (a - 15) > 0", "some"), ("abs(-a) > 5", "all"),
        ("a > 20 and matches(plan, 'x')", "none"), ("a > 9 or matches(plan, 'x')", "all"), ("matches(plan, 'x')", "some"),
        ("true", "all"), ("null", "none"), ("1 > 2", "none"), ("unknown > 3", "some"), ("a > 9 and not (a > 20)", "all"),
    ],
)  # fmt: skip
def test_what_bounds_can_tell_is_told(text: str, match: str) -> None:
    schema = SCHEMA.model_copy(
        update={"columns": (*SCHEMA.columns, SCHEMA.columns[0].model_copy(update={"name": "unknown"}))}
    )
    assert parse_filter(text, schema).prune(BOUNDS.get) == match


@pytest.mark.parametrize("value", [2**53 + 1, -(2**53) - 1, 2**63 - 1, -(2**63) + 1])
def test_whole_numbers_beyond_53_bits_lie_within_their_bounds(value: int) -> None:
    bounds = unpack(pack(pa.array([value])), Kind.NUMERIC, 1)
    assert bounds is not None
    assert isinstance(bounds.minimum, float) and isinstance(bounds.maximum, float)
    assert bounds.minimum < value < bounds.maximum or value == 2**63 - 1
    for sign, match in (("==", Match.SOME), (">", Match.SOME), (">=", Match.SOME)):
        assert parse_filter(f"a {sign} {value}", SCHEMA).prune({"a": bounds}.get) is match


def test_bounds_that_nobody_looked_for_are_not_known() -> None:
    assert unpack(b"", Kind.NUMERIC, 3) is None
    assert unpack(UNKNOWN, Kind.TEXT, 3) is None
    assert parse_filter(f"{quoted('last login')} is null", SCHEMA).prune({}.get) is Match.SOME
