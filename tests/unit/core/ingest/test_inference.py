"""Kinds, roles and names, from the values."""

from typing import Any

import pytest

from driftdesk.core.entities import Kind, Role, Task
from driftdesk.core.errors import SchemaError
from driftdesk.core.ingest.inference import safe_names, tolerated
from tests.unit.core.ingest.files import imported, opened


def kind_of(values: list[str], **options: Any) -> Kind:
    text = "v,w\n" + "".join(f'"{v}",1\n' for v in values)
    return opened("a.csv", text, header=True, **options).columns.column("v").kind


@pytest.mark.parametrize(
    ("values", "kind"),
    [
        (["1", "2", "3"], Kind.NUMERIC),
        (["1", "2.5", "inf", "NA"], Kind.NUMERIC),
        (["0", "1", "1", "0"], Kind.NUMERIC),
        (["true", "false", "TRUE"], Kind.BOOLEAN),
        (["yes", "no", "Yes"], Kind.BOOLEAN),
        (["2020-01-01", "2020-02-01"], Kind.DATETIME),
        (["2020-01-01T10:00:00Z", "2020-02-01T10:00:00+09:00"], Kind.DATETIME),
        (["13.01.2020", "14.01.2020"], Kind.DATETIME),
        (["1/13/2020 10:00", "1/14/2020 11:00"], Kind.DATETIME),
        (["5 Jan 2020", "6 Feb 2021"], Kind.DATETIME),
        (["red", "blue"], Kind.CATEGORICAL),
        (["007", "012", "100"], Kind.CATEGORICAL),
        (["", "NA", "null"], Kind.CATEGORICAL),
        (["정말 재미있게 본 영화였어요", "시간이 아까운 영화 같았습니다"] * 3, Kind.TEXT),
        (["seoul", "busan"] * 10, Kind.CATEGORICAL),
        ([f"1234567890123456789{i}" for i in range(20)], Kind.CATEGORICAL),
        (["99999999999999999999"] * 10 + ["1"] * 10, Kind.NUMERIC),
    ],
)
def test_kinds_are_inferred_from_values(values: list[str], kind: Kind) -> None:
    assert kind_of(values) is kind


def test_a_few_contradictions_leave_a_number_a_number() -> None:
    assert kind_of([str(i) for i in range(300)] + ["oops"] * 3) is Kind.NUMERIC
    assert kind_of([str(i) for i in range(300)] + ["oops"] * 10) is Kind.CATEGORICAL
    assert [tolerated(n) for n in (10, 20, 60, 300, 1000)] == [0, 1, 3, 3, 10]


def test_a_given_kind_wins() -> None:
    assert kind_of(["1", "2"], kinds={"v": "categorical"}) is Kind.CATEGORICAL


def test_names_are_made_unique_and_printable_with_a_warning() -> None:
    names, warnings = safe_names(["", "a", "a", " b ", "", "c\nd", "_row_id", "a_2"])
    assert names == ("index", "a", "a_2", "b", "column_5", "c d", "row_id", "a_2_2")
    assert len(warnings) == 6


def roles_of(text: str, **options: Any) -> dict[str, Role]:
    return {c.name: c.role for c in opened("a.csv", text, **options).columns.columns}


def test_unique_columns_named_like_ids_are_ids() -> None:
    text = ",user_id,shop_id,age\n" + "".join(f"{i},user_{i:03},{i % 3},{i}\n" for i in range(30))
    found = roles_of(text)
    assert [found[n] for n in ("index", "user_id", "shop_id", "age")] == [
        Role.ID,
        Role.ID,
        Role.FEATURE,
        Role.FEATURE,
    ]


def test_the_only_time_is_the_timestamp_and_of_two_none() -> None:
    assert roles_of("day,x\n2020-01-01,1\n2020-01-02,2\n")["day"] is Role.TIMESTAMP
    found = roles_of("a,b\n2020-01-01,2020-01-01\n2020-01-02,2020-01-01\n")
    assert set(found.values()) == {Role.FEATURE}


@pytest.mark.parametrize(
    ("text", "options", "name", "kind", "task"),
    [
        ("x,class\n1,0\n2,1\n3,1\n", {"task": "binary"}, "class", Kind.BOOLEAN, Task.BINARY),
        ("x,y1\n1,0\n2,1\n3,1\n", {"target": "y1"}, "y1", Kind.BOOLEAN, Task.BINARY),
        ("x,class\n1,1\n2,2\n3,2\n", {"task": "binary"}, "class", Kind.CATEGORICAL, Task.BINARY),
        ("x,segment\n1,A\n2,B\n3,C\n", {"task": "multiclass"}, "segment", Kind.CATEGORICAL, Task.MULTICLASS),
        ("x,digit\n1,7\n2,8\n3,9\n", {"target": "digit"}, "digit", Kind.CATEGORICAL, Task.MULTICLASS),
        ("x,price\n1,7.5\n2,8.5\n3,9\n", {"task": "regression"}, "price", Kind.NUMERIC, Task.REGRESSION),
        ("x,cost\n1,7.5\n2,8.5\n3,9\n", {"target": "cost"}, "cost", Kind.NUMERIC, Task.REGRESSION),
        (
            "t,sentiment\nso,pos\nla,neg\nti do,pos\n",
            {"task": "text"},
            "sentiment",
            Kind.CATEGORICAL,
            Task.TEXT,
        ),
    ],
)
def test_targets_are_found_and_typed_for_their_task(
    text: str, options: dict[str, Any], name: str, kind: Kind, task: Task
) -> None:
    file = opened("a.csv", text, **options)
    target = file.columns.target
    assert target is not None
    assert (target.name, target.kind, file.task) == (name, kind, task)


def test_a_text_task_has_a_text_even_when_it_is_short() -> None:
    file = opened("a.csv", "review_text,sentiment\ngood,pos\nbad,neg\n", task="text")
    assert file.columns.column("review_text").kind is Kind.TEXT


def test_without_task_and_target_there_is_no_target() -> None:
    assert opened("a.csv", "x,class\n1,0\n2,1\n").columns.target is None


@pytest.mark.parametrize(
    ("options", "hint"),
    [
        ({"target": "prise"}, "Did you mean: price"),
        ({"timestamp": "when"}, "x, price"),
        ({"kinds": {"pric": "numeric"}}, "price"),
        ({"roles": {"X": "id"}}, "Did you mean: x"),
    ],
)
def test_unknown_columns_are_refused_with_the_nearest_names(options: dict[str, Any], hint: str) -> None:
    with pytest.raises(SchemaError, match="no column") as refused:
        opened("a.csv", "x,price\n1,2\n", **options)
    assert hint in refused.value.hint


def test_a_regression_on_words_is_refused() -> None:
    with pytest.raises(SchemaError, match="not numeric"):
        opened("a.csv", "x,price\n1,cheap\n2,dear\n", task="regression")


def test_a_category_cannot_be_the_timestamp() -> None:
    with pytest.raises(SchemaError, match="cannot be the timestamp"):
        opened("a.csv", "x,when\n1,soon\n2,later\n", timestamp="when")


def test_dates_that_could_be_two_things_are_told() -> None:
    file = opened("a.csv", "d,x\n01/02/2020,1\n03/04/2020,2\n")
    assert any("month/day" in w for w in file.warnings)


def test_columns_without_values_are_imported_with_a_warning() -> None:
    table, _ = imported("a.csv", "a,b\n1,\n2,\n")
    assert table.column("b").null_count == 2
    assert any("has no values" in w for w in opened("a.csv", "a,b\n1,\n2,\n").warnings)
