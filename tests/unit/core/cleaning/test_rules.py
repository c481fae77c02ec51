"""Rules as one line of text, and back."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftdesk.core.cleaning.rules import (
    Allowed,
    Condition,
    Dates,
    Duplicates,
    Missing,
    Outliers,
    Spelling,
    Units,
    ValueRange,
    parse_rule,
)
from driftdesk.core.errors import ParameterError

names = st.text(min_size=1, max_size=12)
rules = st.one_of(
    st.builds(
        Duplicates, key=st.lists(names, max_size=3).map(tuple), keep=st.sampled_from(["first", "last"])
    ),
    st.builds(Missing, how=st.sampled_from(["drop", "mode"]), columns=st.lists(names, max_size=3).map(tuple)),
    st.builds(Missing, how=st.just("constant"), value=names),
    st.builds(ValueRange, column=names, minimum=names, maximum=st.text(max_size=5)),
    st.builds(Allowed, column=names, values=st.lists(names, min_size=1, max_size=3).map(tuple)),
    st.builds(Outliers, factor=st.floats(0.1, 100)),
    st.builds(Spelling, map=st.dictionaries(names, st.text(max_size=5), max_size=3)),
    st.builds(Dates, column=names, format=st.text(max_size=5)),
    st.builds(Units, column=names, expression=names, where=st.text(max_size=5)),
    st.builds(Condition, where=names),
)


@given(rules)
def test_a_rule_comes_back_from_its_text(rule: Duplicates) -> None:
    assert parse_rule(rule.text) == rule


@pytest.mark.parametrize(
    ("text", "rule"),
    [
        ("duplicates", Duplicates()),
        ("duplicates=user,day keep=last", Duplicates(key=("user", "day"), keep="last")),
        ("missing=median", Missing(how="median")),
        ("missing=constant value=0 columns=a,b", Missing(how="constant", value="0", columns=("a", "b"))),
        ("range=age minimum=0 maximum=120 then=drop", ValueRange(column="age", minimum="0", maximum="120", then="drop")),
        ("allowed=plan 'values=[\"a,b\",\"c\"]'", Allowed(column="plan", values=("a,b", "c"))),
        ("spelling map=Seoull:Seoul,N/A:", Spelling(map={"Seoull": "Seoul", "N/A": ""})),
        ("units=weight 'expression=weight / 2.2046' 'where=unit == \"lb\"'", Units(column="weight", expression="weight / 2.2046", where='unit == "lb"')),
    ],
)  # fmt: skip
def test_a_rule_is_read(text: str, rule: Duplicates) -> None:
    assert parse_rule(text) == rule


@pytest.mark.parametrize(
    "text",
    [
        "duplicate", "", "missing", "missing=zero", "constant=1", "missing=constant", "missing=drop value=1", "range=x",
        "allowed=x", "outliers factor=0", "outliers factor=nan", "duplicates key=a near=b", "leaking=2", "spelling",
        "range=a minimum", "missing=drop 'columns=[1", "missing=drop when=now", "missing=drop kind=x", 'missing="drop',
    ],
)  # fmt: skip
def test_what_is_no_rule_is_refused_with_a_hint(text: str) -> None:
    if text == "spelling":
        assert parse_rule(text) == Spelling()
        return
    with pytest.raises(ParameterError) as refused:
        parse_rule(text)
    assert refused.value.hint
