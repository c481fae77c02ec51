"""Views of rows: filtered, searched, sorted, a page anywhere."""

from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID, Kind
from driftdesk.core.errors import JobCancelledError, NotFoundError, ParameterError
from driftdesk.core.tables.matches import Matches, everything, find
from driftdesk.core.tables.ordering import order_of
from driftdesk.core.tables.spec import SortKey
from driftdesk.core.tables.view import TableView
from tests.unit.core.tables.fakes import FakeSource

KINDS = {
    "age": Kind.NUMERIC,
    "score": Kind.NUMERIC,
    "plan": Kind.CATEGORICAL,
    "note": Kind.TEXT,
    "paid": Kind.BOOLEAN,
    "at": Kind.DATETIME,
}
NOTES = ["", "a", "B", "b", "Ä", "가나다", "aa", "z" * 150, "Z" * 99]
EPOCH = datetime(2020, 1, 1)


def table(rows: list[dict[str, Any]]) -> pa.Table:
    types = [pa.int64(), pa.float64(), pa.string(), pa.string(), pa.bool_(), pa.timestamp("us")]
    return pa.table({n: pa.array([r[n] for r in rows], t) for n, t in zip(KINDS, types, strict=True)})


def view_of(
    source: FakeSource,
    where: str = "",
    search: str = "",
    sort: tuple[SortKey, ...] = (),
    columns: tuple[str, ...] | None = None,
) -> TableView:
    names = columns or source.columns.names
    matches = find(source, where, search, names, Context()) if where or search else everything(source)
    return TableView(source, names, matches, order_of(source, matches, sort, Context()) if sort else None)


ROWS = st.lists(
    st.fixed_dictionaries(
        {
            "age": st.none() | st.integers(-3, 3) | st.integers(-(2**63), 2**63 - 1),
            "score": st.none() | st.sampled_from([0.0, -0.0, 1.5, -2.25, float("inf"), -float("inf")]) | st.floats(allow_nan=False),
            "plan": st.none() | st.sampled_from(["free", "pro", "Team"]),
            "note": st.none() | st.sampled_from(NOTES),
            "paid": st.none() | st.booleans(),
            "at": st.none() | st.integers(-5, 5).map(lambda d: EPOCH + timedelta(days=d)),
        }
    ),
    max_size=40,
)  # fmt: skip
KEYS = st.lists(st.tuples(st.sampled_from(list(KINDS)), st.booleans()), max_size=3, unique_by=lambda k: k[0])


@settings(max_examples=150)
@given(
    rows=ROWS,
    keys=KEYS,
    where=st.sampled_from(["", "age", "plan", "paid"]),
    offset=st.integers(0, 45),
    limit=st.integers(0, 20),
    group=st.integers(1, 12),
)
def test_a_page_holds_what_pandas_filters_sorts_and_cuts(
    *,
    rows: list[dict[str, Any]],
    keys: list[tuple[str, bool]],
    where: str,
    offset: int,
    limit: int,
    group: int,
) -> None:
    source = FakeSource(table(rows), KINDS, group=group)
    frame = source._table.to_pandas(types_mapper=pd.ArrowDtype)
    filters = {
        "": ("", pd.Series(True, frame.index)),
        "age": ("age > 0", frame["age"] > 0),
        "plan": ('plan == "pro" or plan == "free"', frame["plan"].isin(["pro", "free"])),
        "paid": ("paid and score >= 0", frame["paid"] & (frame["score"] >= 0)),
    }
    text, mask = filters[where]
    frame = frame[mask.astype("boolean").fillna(False).astype(bool)]
    for column, descending in reversed(keys):
        frame = frame.sort_values(column, ascending=not descending, kind="stable", na_position="last")
    view = view_of(source, text, sort=tuple(SortKey(*k) for k in keys))
    assert view.rows == len(frame)
    page = view.page(offset, limit, with_row_ids=True)
    assert page.column(ROW_ID).to_pylist() == [i * 10 for i in frame.index[offset : offset + limit]]
    expected = source._table.take(pa.array(frame.index[offset : offset + limit], pa.int64()))
    assert page.drop_columns([ROW_ID]).to_pydict() == expected.to_pydict()
    gathered = [t for t in view.batches(["note"]) if t.num_rows]
    assert [v for t in gathered for v in t.column(0).to_pylist()] == source._table.column("note").take(
        pa.array(frame.index, pa.int64())
    ).to_pylist()


def numbered(rows: int) -> FakeSource:
    return FakeSource(pa.table({"n": np.arange(rows)}), {"n": Kind.NUMERIC}, group=10)


def test_row_groups_whose_bounds_decide_the_filter_are_not_read() -> None:
    source = numbered(100)
    view = view_of(source, "n >= 25 and n < 55")
    assert view.page(0, 100).column("n").to_pylist() == list(range(25, 55))
    view = view_of(source, "n >= 25 and n < 55")
    source.read.clear()
    find(source, "n >= 25 and n < 55", "", ("n",), Context())
    assert {group for group, _ in source.read} == {2, 5}


def test_only_row_groups_that_match_in_part_take_memory() -> None:
    found = find(numbered(1000), "n >= 5", "", ("n",), Context())
    assert (found.rows, found.byte_count - 24 * 100) == (995, 5 * 4)


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ("FREE", [0]),
        ("free plan", []),
        ("가나", [1]),
        ("ä", [2]),
        ("12", [0, 1]),
        ("2.5", [2]),
        ("2020-01-02", [1]),
        ("tru", [0]),
        ("(", [2]),
        ("nowhere", []),
    ],
)
def test_a_text_is_searched_in_all_columns_shown(text: str, rows: list[int]) -> None:
    found = FakeSource(
        table(
            [
                {"age": 12, "score": None, "plan": "free", "note": "x", "paid": True, "at": EPOCH},
                {"age": 5120, "score": 1.0, "plan": None, "note": "가나다", "paid": False, "at": EPOCH + timedelta(1)},
                {"age": None, "score": 2.5, "plan": "pro", "note": "Ä (b)", "paid": None, "at": None},
            ]
        ),
        KINDS,
        group=2,
    )  # fmt: skip
    assert view_of(found, search=text).positions(0, 10).tolist() == rows


def test_a_search_leaves_out_columns_that_are_not_shown() -> None:
    source = FakeSource(
        pa.table({"a": ["x"] * 1200, "b": ["y"] * 1200}), {"a": Kind.TEXT, "b": Kind.TEXT}, 1200
    )
    assert view_of(source, search="y", columns=("a",)).rows == 0
    assert view_of(source, search="Y", columns=("b",)).rows == 1200


def test_integers_of_one_row_group_and_fractions_of_another_are_one_column() -> None:
    class Mixed(FakeSource):
        def read_group(
            self, group: int, columns: Any, at: Any = None, *, with_row_ids: bool = False
        ) -> pa.Table:
            read = super().read_group(group, columns, at, with_row_ids=with_row_ids)
            return read.cast(pa.schema([("n", pa.int64())])) if group == 0 else read

    source = Mixed(pa.table({"n": [2.0, 1.0, 0.5, 4.0]}), {"n": Kind.NUMERIC}, 2)
    assert view_of(source, sort=(SortKey("n"),)).page(0, 4).column("n").to_pylist() == [0.5, 1.0, 2.0, 4.0]


def test_no_rows_are_a_view_too() -> None:
    source = numbered(0)
    for view in (view_of(source), view_of(source, "n > 1", sort=(SortKey("n"),))):
        assert (view.rows, view.page(0, 10).column_names) == (0, ["n"])
        assert view.histograms()["n"].whole.rows == 0


def test_positions_beyond_the_end_are_none() -> None:
    view = view_of(numbered(25), "n != 3")
    assert view.positions(24, 10).tolist() == []
    assert view.positions(-5, 2).tolist() == [0, 1]
    assert view.positions(22, 10).tolist() == [23, 24]


def test_groups_without_a_match_in_between_are_stepped_over() -> None:
    matches = Matches([3, 3, 3, 3], [3, 0, 0, 2], {3: np.array([0, 2], np.uint32)})
    assert matches.positions(2, 3).tolist() == [2, 9, 11]


def test_an_unknown_column_is_named() -> None:
    with pytest.raises(NotFoundError, match="'x'"):
        view_of(numbered(3)).page(0, 1, ["x"])


def test_building_stops_when_asked() -> None:
    class Stopped(Context):
        def check(self) -> None:
            raise JobCancelledError("Stopped.")

    source = numbered(100)
    for build in (
        lambda: find(source, "n % 2 == 0", "", ("n",), Stopped()),
        lambda: order_of(source, everything(source), (SortKey("n"),), Stopped()),
        lambda: view_of(source).statistics(context=Stopped()),
    ):
        with pytest.raises(JobCancelledError):
            build()


def test_statistics_are_of_the_rows_that_are_left() -> None:
    found = view_of(numbered(100), "n >= 25 and n < 55").statistics()
    assert (found.rows, found.columns[0].minimum, found.columns[0].maximum) == (30, 25, 54)


def test_histograms_of_all_rows_and_of_those_left_share_their_bins() -> None:
    random = np.random.default_rng(0)
    source = FakeSource(
        pa.table({"x": random.normal(size=500), "c": random.choice(["a", "b", "c"], 500)}),
        {"x": Kind.NUMERIC, "c": Kind.CATEGORICAL},
        group=100,
    )
    found = view_of(source, 'x > 0 and c != "b"').histograms(bins=10)
    x, c = found["x"], found["c"]
    assert x.whole.edges == x.shown.edges
    assert x.shown.rows == x.shown.rows < x.whole.rows == 500
    assert sum(x.shown.counts) == pytest.approx(x.shown.rows)
    assert c.whole.labels == c.shown.labels
    assert c.shown.counts[(c.shown.labels or ()).index("b")] == 0


@pytest.mark.parametrize(
    ("text", "key"),
    [("age", SortKey("age")), ("age:desc", SortKey("age", True)), ("a:b", SortKey("a:b")), ("a:desc:asc", SortKey("a:desc"))],
)  # fmt: skip
def test_a_key_is_written_with_its_direction_behind_it(text: str, key: SortKey) -> None:
    assert SortKey.parse(text) == key


def test_a_key_without_a_name_is_refused() -> None:
    with pytest.raises(ParameterError):
        SortKey.parse(":desc")
