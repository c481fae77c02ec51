"""Every rule of cleaning on the real server, against what pandas does; previews; sets of rules."""

from datetime import datetime

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from driftdesk.core.cleaning.report import CleanResult
from driftdesk.core.cleaning.rules import CleanRule, parse_rule
from driftdesk.core.cleaning.service import CleaningService
from driftdesk.core.datasets import writer
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import Kind
from driftdesk.core.errors import InputError, NotFoundError, ParameterError, SchemaError
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.integration.data.conftest import ImportText, Listener


def rules(*texts: str) -> list[CleanRule]:
    return [parse_rule(t) for t in texts]


@pytest.fixture
def clean(
    import_text: ImportText, cleaning: CleaningService, tables: TableService, context: Listener
) -> object:
    """``clean(csv, rule, ...)`` gives the table and the result."""

    def run(content: str, *texts: str, **options: object) -> tuple[pa.Table, CleanResult]:
        import_text("d", content, **options)
        result = cleaning.clean("d", rules(*texts), context)
        return tables.read(result.version), result

    return run


PEOPLE = "id,age,city,weight\n1,30,Seoul,70\n2,-4,seoul,65\n3,210, Seoul ,154.3\n4,,BUSAN,80\n5,41,Busan,75\n6,22,Busan,60\n"


@pytest.mark.parametrize(
    ("then", "ages"),
    [
        ("drop", [30, None, 41, 22]),
        ("missing", [30, None, None, None, 41, 22]),
        ("clip", [30, 0, 120, None, 41, 22]),
    ],
)
def test_values_out_of_range_go_become_missing_or_are_clipped(clean, then: str, ages: list[int]) -> None:  # type: ignore[no-untyped-def]
    table, result = clean(PEOPLE, f"range=age minimum=0 maximum=120 then={then}")
    assert table.column("age").to_pylist() == ages
    assert pa.types.is_integer(table.column("age").type)
    assert result.report[0].columns == {"age": "2 outside 0 to 120"}
    assert result.removed == (2 if then == "drop" else 0)


def test_spellings_become_the_most_frequent_one_and_mapped_ones_what_the_map_says(clean) -> None:  # type: ignore[no-untyped-def]
    table, result = clean(PEOPLE, "spelling columns=city map=Busan:Pusan", kinds={"city": "categorical"})
    assert table.column("city").to_pylist() == ["Seoul", "Seoul", "Seoul", "Pusan", "Pusan", "Pusan"]
    assert result.report[0].changed == {"city": 5}
    assert {(e.before, e.after) for e in result.report[0].examples} >= {
        ("seoul", "Seoul"),
        ("Busan", "Pusan"),
    }


def test_values_that_are_not_allowed_are_replaced(clean) -> None:  # type: ignore[no-untyped-def]
    table, _ = clean(
        PEOPLE,
        "allowed=city values=Seoul,Busan then=replace replacement=other",
        kinds={"city": "categorical"},
    )
    assert set(table.column("city").to_pylist()) == {"Seoul", "Busan", "other"}


def test_units_are_converted_where_a_filter_says_so(clean) -> None:  # type: ignore[no-untyped-def]
    table, result = clean(PEOPLE, "units=weight 'expression=weight / 2.2046' 'where=weight > 120'")
    assert table.column("weight").to_pylist()[2] == pytest.approx(154.3 / 2.2046)
    assert result.changed == 1


def test_rows_go_by_a_condition_and_rules_see_what_those_before_them_left(clean) -> None:  # type: ignore[no-untyped-def]
    table, result = clean(PEOPLE, "'condition=age < 0 or age > 120'", "missing=mean columns=age")
    assert table.column("age").to_pylist() == [30, 31, 41, 22]
    assert [r.removed_rows for r in result.report] == [2, 0]


@pytest.mark.parametrize("method", ["iqr", "mad", "deviation"])
def test_outliers_are_those_that_numpy_finds(clean, method: str) -> None:  # type: ignore[no-untyped-def]
    x = np.concatenate((np.random.default_rng(1).normal(size=500), [50.0, -60.0])).round(6)
    table, result = clean(
        "x,y\n" + "".join(f"{v},1\n" for v in x), f"outliers=drop columns=x method={method} factor=4"
    )
    low, high = np.quantile(x, [0.25, 0.75])
    middle, deviations = np.median(x), np.median(np.abs(x - np.median(x)))
    fences = {
        "iqr": (low - 4 * (high - low), high + 4 * (high - low)),
        "mad": (middle - 4 * 1.4826 * deviations, middle + 4 * 1.4826 * deviations),
        "deviation": (x.mean() - 4 * x.std(), x.mean() + 4 * x.std()),
    }[method]
    assert table.column("x").to_pylist() == x[(x >= fences[0]) & (x <= fences[1])].tolist()
    assert result.removed >= 2


def test_dates_are_read_and_what_is_none_becomes_missing(clean) -> None:  # type: ignore[no-untyped-def]
    content = "d,x\n31.01.2024,1\n31.02.2024,2\n05.03.2024,3\n"
    table, result = clean(content, "dates=d bad=missing", kinds={"d": "categorical"})
    assert table.column("d").to_pylist() == [datetime(2024, 1, 31), None, datetime(2024, 3, 5)]
    assert result.version.columns.column("d").kind is Kind.DATETIME
    assert result.report[0].changed == {"d": 1}


def test_dates_that_are_none_are_refused_unless_said_otherwise(clean, datasets: DatasetService) -> None:  # type: ignore[no-untyped-def]
    with pytest.raises(SchemaError, match="cannot become datetime"):
        clean("d,x\n2024-01-31,1\n2024-02-31,2\n", "dates=d", kinds={"d": "categorical"})
    assert datasets.get("d").head == 1


def test_duplicates_by_key_keep_the_last_where_asked(clean) -> None:  # type: ignore[no-untyped-def]
    table, _ = clean("user,day,x\n1,a,1\n1,b,2\n2,a,3\n1,a,4\n", "duplicates=user,day keep=last")
    assert table.column("x").to_pylist() == [2, 3, 4]


def test_texts_that_are_nearly_the_same_go(clean) -> None:  # type: ignore[no-untyped-def]
    long = "the service was slow and the food was cold when it came to our table"
    table, _ = clean(
        f"t,x\n{long},1\nsomething else,2\n{long}!,3\n", "duplicates near=t", kinds={"t": "text"}
    )
    assert table.column("x").to_pylist() == [1, 2]


def test_a_column_that_tells_the_target_goes(clean) -> None:  # type: ignore[no-untyped-def]
    lines = "".join(f"{i % 2},{'yes' if i % 2 else 'no'},{i * 7 % 13}\n" for i in range(200))
    table, result = clean("code,y,x\n" + lines, "leaking", target="y")
    assert table.column_names == ["y", "x"]
    assert result.report[0].removed_columns == ("code",)


def test_a_rule_that_does_not_suit_is_refused_and_nothing_is_changed(
    import_text: ImportText, cleaning: CleaningService, datasets: DatasetService, context: Listener
) -> None:
    import_text("d", PEOPLE, kinds={"city": "categorical"})
    for text in ("range=city minimum=1", "range=age minimum=old", "spelling columns=age", "leaking",
                 "allowed=age values=young", "missing=median columns=nothing", "condition=age", "dates=age",
                 "range=age minimum=5 maximum=1", "units=age expression=city"):  # fmt: skip
        with pytest.raises(InputError) as refused:
            cleaning.clean("d", rules(text), context)
        assert refused.value.hint
    assert datasets.get("d").head == 1


def test_a_preview_says_what_cleaning_then_does_and_writes_nothing(
    import_text: ImportText, cleaning: CleaningService, store: Store, context: Listener
) -> None:
    import_text("d", PEOPLE, kinds={"city": "categorical"})
    chosen = rules("range=age minimum=0 then=drop", "spelling", "missing=median")
    versions = store.versions.count()
    shown = cleaning.preview("d", chosen)
    assert store.versions.count() == versions
    assert shown.report[0].gone[0]["age"] == "-4"
    done = cleaning.clean("d", chosen, context)
    assert (shown.rows, shown.changed, shown.report) == (done.rows, done.changed, done.report)


def test_rules_over_many_row_groups_are_those_of_pandas(
    import_text: ImportText,
    cleaning: CleaningService,
    tables: TableService,
    context: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 64)
    random = np.random.default_rng(5)
    frame = pd.DataFrame({"a": random.integers(-50, 150, 1_000), "b": random.choice(["x", "X", "y"], 1_000)})
    frame["c"] = np.where(random.random(1_000) < 0.2, np.nan, random.normal(size=1_000).round(4))
    import_text("d", frame.to_csv(index=False))
    result = cleaning.clean(
        "d",
        rules("range=a minimum=0 maximum=99 then=drop", "spelling=lower", "duplicates", "missing=mean"),
        context,
    )
    expected = frame[(frame.a >= 0) & (frame.a <= 99)].assign(b=lambda f: f.b.str.lower()).drop_duplicates()
    expected["c"] = expected["c"].fillna(expected["c"].mean())
    found = tables.read(result.version).to_pandas()
    assert found.a.tolist() == expected.a.tolist()
    assert found.b.tolist() == expected.b.tolist()
    assert found.c.to_numpy() == pytest.approx(expected.c.to_numpy())


def test_rules_are_kept_by_name(cleaning: CleaningService) -> None:
    cleaning.save_rules("usual", rules("duplicates", "missing=median"))
    cleaning.save_rules("usual", rules("duplicates", "spelling=lower columns=a,b"))
    assert cleaning.rule_set("usual").rules == ("duplicates", "spelling=lower columns=a,b")
    assert [s.name for s in cleaning.rule_sets()] == ["usual"]
    cleaning.delete_rules("usual")
    with pytest.raises(NotFoundError):
        cleaning.rule_set("usual")
    with pytest.raises(ParameterError):
        cleaning.save_rules("none", [])
