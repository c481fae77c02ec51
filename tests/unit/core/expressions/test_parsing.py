"""What is an expression, what is none, and what is said then."""

from datetime import datetime

import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftdesk.core.entities import Column, Kind, Schema
from driftdesk.core.errors import ExpressionError
from driftdesk.core.expressions.expression import parse, parse_filter
from driftdesk.core.expressions.writing import between, literal, one_of, quoted
from tests.unit.core.expressions.material import SCHEMA, TIME

ROW = pa.table(
    {
        "a": [30],
        "b": [7],
        "x": [2.5],
        "y": pa.array([None], pa.float64()),
        "plan": ["free"],
        "comment": ["Hello World"],
        "flag": [True],
        "last login": pa.array([datetime(2024, 1, 31, 14, 30)], pa.timestamp("us")),
        "at": pa.array([datetime(2024, 3, 1)], pa.timestamp("us")),
    }
)


def value(text: str) -> object:
    return parse(text, SCHEMA).evaluate(ROW)[0].as_py()


@pytest.mark.parametrize(
    "text",
    [
        "a > 20 and plan == 'free'",
        'a > 20 and plan = "free"',
        "a > 20 AND NOT (plan <> 'free') Or false",
        "18 <= a < 65",
        "a != b != x",
        "plan in ['pro', 'free']",
        "plan in ('free')",
        "plan not in ['pro'] and a not in (1, 2.5)",
        "y is null and y is missing and a is not null",
        "y == null and a != NULL",
        "`last login` < '2024-02-01'",
        "date(`last login`) == '2024-01-31'",
        "'2024-01-31T15:30+01:00' == `last login`",
        "`plan` == \"free\"",
        "flag and flag == 1 and flag != 0 and flag == true",
        "-a ** 2 == -900 and (-a) ** 2 == 900",
        "2 ** 3 ** 2 == 512",
        "7 // -2 == -4 and 7 % -2 == -1 and -a // 4 == -8",
        "1 + 2 * 3 - 4 / 2 == 5",
        "- - a == 30 and not not flag and +a == 30",
        "1_000 == 1e3 and .5 == 0.5 and 5. == 5",
        "plan + '-' + text(a) == 'free-30'",
        "IF(a > 3, 'x', 'y') == 'x'",
        "if(y > 3, 1) is null",
        "a in [30.0, 1]",
        r"matches(comment, '^\w+ W') and contains(comment, 'hello', true)",
        "at in ['2024-03-01', '2023-01-01']",
        "99999999999999999999 > a",
        "y > 3 or a > 3",
    ],
)  # fmt: skip
def test_what_analysts_write_is_understood(text: str) -> None:
    assert value(text) is True


@pytest.mark.parametrize(
    ("text", "position", "hint"),
    [
        ("", 0, "age > 30"),
        ("   ", 0, "age > 30"),
        ("a >", 3, ""),
        ("(a > 3", 6, "closed"),
        ("a > 3)", 5, ""),
        ("a > 3 b", 6, ""),
        ("plan == 'fr", 8, "Add '"),
        ("`plan", 0, "Add `"),
        ("a > 3 & b > 3", 6, "and instead"),
        ("a > 3 || b", 6, "or instead"),
        ("!flag", 0, "not instead"),
        ("plan == “free”", 8, "straight"),
        ("plann == 'x'", 0, "plan"),
        ("Plan == 'x'", 0, "plan"),
        ("lowr(plan) == 'x'", 0, "lower"),
        ("lower == 'x'", 0, "function"),
        ("plan('x')", 0, "column"),
        ("lower(plan, 'x')", 0, "lower(text)"),
        ("lower(a)", 6, "text(a)"),
        ("a == '30'", 5, "without quotes"),
        ("plan == 30", 8, '"30"'),
        ("plan == a", 8, "text(a)"),
        ("plan < null", 5, "is null"),
        ("a + plan", 0, "text(a)"),
        ("at - `last login`", 3, "days_between"),
        ("at > 'soon'", 5, "2024-01-31"),
        ("at > '2024-02-31'", 5, "2024-01-31"),
        ("flag > true", 5, "=="),
        ("a and flag", 0, "Compare"),
        ("not plan", 4, "Compare"),
        ("if(a, 1, 2)", 3, "boolean(a)"),
        ("if(flag, 1, 'x')", 12, ""),
        ("a in []", 2, "["),
        ("a in [null]", 6, "is null"),
        ("a in [b]", 6, "=="),
        ("a in b", 5, "contains"),
        ("a in ['x']", 6, ""),
        ("plan is 'free'", 8, "=="),
        ("a not 3", 6, "not in"),
        ("matches(plan, 'a(')", 0, "matches"),
        ("matches(plan, '(?=a)')", 0, "matches"),
        ("extract(plan, 'a(')", 0, "extract"),
        ("replace_matches(plan, 'a', '\\3')", 0, "replace_matches"),
        ("matches(plan, comment)", 14, "matches"),
        ("replace(plan, '', 'x')", 0, "replace"),
        ("substring(plan, 0)", 0, "substring"),
        ("left(plan, 1.5)", 0, "left"),
        ("round(a, 1e9)", 0, "round"),
        ("start_of(at, 'moment')", 0, "start_of"),
        ("__import__('os')", 0, ""),
        ("a.real", 1, "backticks"),
        ("lambda: a", 6, ""),
        ("[a]", 0, ""),
        ("a; b", 1, "semicolon"),
        ("a[0]", 1, ""),
        ("a == (b", 7, "closed"),
        ("(" * 60 + "a" + ")" * 60, 49, "column first"),
        ("-(" * 60 + "a" + ")" * 60, 98, "column first"),
        ("2 ** " * 60 + "a", 0, "column first"),
        ("abs(" * 60 + "a" + ")" * 60, 196, "column first"),
        ("a" + " + a" * 200, 0, "column first"),
        ("a" * 100_001, 0, "column first"),
        ("\0", 0, "backticks"),
    ],
)
def test_what_is_wrong_is_said_with_its_place_and_what_to_do(text: str, position: int, hint: str) -> None:
    with pytest.raises(ExpressionError) as caught:
        parse(text, SCHEMA)
    assert caught.value.message.endswith(".")
    assert hint in caught.value.hint
    assert caught.value.position == position or "nested" in caught.value.message


def test_a_filter_must_be_true_or_false() -> None:
    with pytest.raises(ExpressionError, match="a filter needs true or false") as caught:
        parse_filter("a + 1", SCHEMA)
    assert "Compare" in caught.value.hint
    assert parse_filter("flag", SCHEMA).kind is Kind.BOOLEAN
    assert parse_filter("null", SCHEMA).mask(ROW).tolist() == [False]


def test_many_conditions_and_many_signs_are_not_deep() -> None:
    assert parse_filter(" or ".join(f"a == {n}" for n in range(5000)), SCHEMA).mask(ROW).tolist() == [True]
    assert value("-" * 5001 + "a == -30") is True
    assert value("not " * 5000 + "flag") is True
    assert value(one_of("a", range(5000))) is True


@pytest.mark.parametrize(
    ("text", "kind"),
    [
        ("a", Kind.NUMERIC), ("plan", Kind.CATEGORICAL), ("comment", Kind.TEXT), ("at", Kind.DATETIME),
        ("lower(plan)", Kind.CATEGORICAL), ("lower(comment)", Kind.TEXT), ("plan + comment", Kind.TEXT),
        ("if(flag, 'x', 'y')", Kind.CATEGORICAL), ("text(a)", Kind.TEXT), ("coalesce(null, comment)", Kind.TEXT),
        ("max(at, `last login`)", Kind.DATETIME), ("a > 3", Kind.BOOLEAN), ("format_date(at, '%Y')", Kind.CATEGORICAL),
    ],
)  # fmt: skip
def test_an_expression_knows_the_kind_of_what_it_computes(text: str, kind: Kind) -> None:
    assert parse(text, SCHEMA).kind is kind


def test_an_expression_knows_the_columns_it_reads() -> None:
    assert parse("if(`last login` < at, a, b) + a", SCHEMA).columns == ("last login", "at", "a", "b")
    assert parse("1 + 1", SCHEMA).columns == ()


NAMES = st.text(st.characters(exclude_categories=["Cs"]), min_size=1, max_size=12)


@given(NAMES)
def test_any_name_can_be_quoted(name: str) -> None:
    schema = Schema(columns=(Column(id="c", name=name, kind=Kind.NUMERIC),))
    assert parse(f"{quoted(name)} + 1", schema).columns == (name,)


@given(st.one_of(NAMES, st.integers(), st.floats(allow_nan=False), st.booleans()))
def test_any_value_can_be_written(written: str | float | bool) -> None:
    found = parse(literal(written), SCHEMA).evaluate(ROW)[0].as_py()
    assert found == (float(written) if isinstance(written, int) and abs(written) >= 2**63 else written)
    assert type(found) is type(written) or abs(written) >= 2**63  # type: ignore[arg-type]  # only ints change type


@given(TIME)
def test_times_are_compared_with_what_is_written_for_them(time: datetime) -> None:
    table = pa.table({"at": pa.array([time], pa.timestamp("us"))})
    assert parse_filter(f"at == {literal(time)}", SCHEMA).mask(table).tolist() == [True]


def test_clicks_on_a_histogram_make_filters() -> None:
    assert between("a", 1, 2.5) == "1 <= a < 2.5"
    assert between("last login", datetime(2024, 1, 1), datetime(2024, 1, 2, 3), last=True) == (
        '"2024-01-01" <= `last login` <= "2024-01-02 03:00:00"'
    )
    assert one_of("plan", ["free"]) == 'plan == "free"'
    assert one_of("plan", ['a "b"', "c\n", None]) == r'plan in ["a \"b\"", "c\n"] or is_missing(plan)'
    assert one_of("flag", [None]) == "is_missing(flag)"
    for text in (between("a", -1, float("inf"), last=True), one_of("in", ["x"]).replace("`in`", "plan")):
        assert parse_filter(text, SCHEMA).kind is Kind.BOOLEAN


@given(st.text(max_size=40))
def test_no_text_does_anything_but_parse_or_be_refused(text: str) -> None:
    try:
        parse(text, SCHEMA)
    except ExpressionError as error:
        assert 0 <= error.position <= len(text)
