"""The parts of the Records tab that know no Qt: order, filters, the clipboard, the arrangement of columns, histograms."""

from datetime import datetime
from itertools import pairwise

import numpy as np
import pyarrow as pa
import pytest
from hypothesis import given
from hypothesis import strategies as st

from driftdesk.core.entities import ROW_ID, Column, Distribution, Kind
from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.spec import SortKey
from driftdesk.ui.data.records import clipboard, filters, sorting
from driftdesk.ui.data.records.bars import HeaderBars, bars_of
from driftdesk.ui.data.records.layout import ColumnLayout
from driftdesk.ui.data.records.pages import BLOCK_ROWS, Block, Cells, RecordPages
from driftdesk.ui.data.records.typed import checked, without_header

UP, DOWN = SortKey("age"), SortKey("age", descending=True)
COLUMNS = tuple(Column(id=f"c{n}", name=n, kind=Kind.NUMERIC) for n in "abcd")


def test_clicks_sort_rising_then_falling_then_not() -> None:
    first = sorting.clicked((), "age")
    second = sorting.clicked(first, "age")
    assert (first, second, sorting.clicked(second, "age")) == ((UP,), (DOWN,), ())


def test_shift_adds_a_key_and_takes_it_away_again() -> None:
    both = sorting.clicked((UP,), "plan", adds=True)
    assert both == (UP, SortKey("plan"))
    assert sorting.place(both, "plan") == (2, False)
    falling = sorting.clicked(both, "plan", adds=True)
    assert sorting.clicked(falling, "plan", adds=True) == (UP,)


def test_a_click_without_shift_leaves_one_key() -> None:
    assert sorting.clicked((UP, SortKey("plan")), "plan") == (SortKey("plan"),)


@pytest.mark.parametrize(
    ("where", "clause", "instead_of", "result"),
    [
        ("", "a > 1", "", "a > 1"),
        ("a > 1", "b == 2", "", "a > 1 and b == 2"),
        ("a > 1", "a > 1", "", "a > 1"),
        ("a > 1 or b > 1", "c == 3", "", "(a > 1 or b > 1) and c == 3"),
        ("a > 1 and 1 <= b < 2", "2 <= b < 3", "1 <= b < 2", "a > 1 and 2 <= b < 3"),
        ('x == "this and that"', "a > 1", "", 'x == "this and that" and a > 1'),
        ("f(a, b and c)", "a > 1", "", "f(a, b and c) and a > 1"),
        ("a > 1", "x or y", "", "a > 1 and (x or y)"),
        ("x or y", "z", "x or y", "z"),
    ],
)
def test_a_clause_is_added_to_a_filter(where: str, clause: str, instead_of: str, result: str) -> None:
    assert filters.added(where, clause, instead_of) == result


def test_a_clause_that_was_added_is_taken_away_again() -> None:
    for where in ("", "a > 1", "a or b", "a > 1 and b == 2"):
        for clause in ("c == 3", "c == 3 or d"):
            both = filters.added(where, clause)
            assert filters.holds(both, clause)
            assert filters.removed(both, clause) == where


def test_the_history_of_filters_holds_each_once_newest_first() -> None:
    assert filters.remembered(["a", "b", "c"], " b ") == ["b", "a", "c"]
    assert filters.remembered(["a"], "") == ["a"]
    assert len(filters.remembered([str(i) for i in range(100)], "x")) == filters.MOST_KEPT


@given(
    st.lists(
        st.lists(
            st.text(st.characters(exclude_characters="\0\r\ufeff", exclude_categories=["Cs"])),
            min_size=2,
            max_size=2,
        ),
        min_size=1,
    )
)
def test_what_is_copied_is_pasted_as_it_was(rows: list[list[str]]) -> None:
    assert clipboard.parse(clipboard.write(None, rows)) == rows


def test_a_block_from_a_spreadsheet_is_read_with_its_line_breaks_and_quotes() -> None:
    text = '\ufeffa\tb\r\n"line 1\r\nline 2"\t"say ""hi"""\r\nshort\r\n'
    assert clipboard.parse(text) == [["a", "b"], ["line 1\nline 2", 'say "hi"'], ["short", ""]]


def test_a_lone_quote_is_text() -> None:
    assert clipboard.parse('"5\t6\n7\t8') == [['"5', "6"], ["7", "8"]]


def test_columns_are_shown_in_the_order_of_the_user_and_new_ones_where_they_belong() -> None:
    layout = ColumnLayout(order=("cd", "ca", "cc"), hidden=frozenset({"cc"}))
    assert [c.name for c in layout.shown(COLUMNS)] == ["d", "a", "b"]


def test_a_column_moves_among_the_shown_ones() -> None:
    layout = ColumnLayout(hidden=frozenset({"cb"}))
    assert [c.name for c in layout.moved(COLUMNS, "cd", 0).shown(COLUMNS)] == ["d", "a", "c"]
    assert [c.name for c in layout.moved(COLUMNS, "ca", 2).shown(COLUMNS)] == ["c", "d", "a"]


def test_a_layout_comes_back_and_widths_of_older_versions_too() -> None:
    layout = ColumnLayout(("cb", "ca"), frozenset({"cc"}), 1, {"ca": 80})
    assert ColumnLayout.from_state(layout.state()) == layout
    assert ColumnLayout.from_state({"ca": 80}).widths == {"ca": 80}
    assert ColumnLayout.from_state("broken") == ColumnLayout()


def test_never_are_all_columns_hidden() -> None:
    assert ColumnLayout(hidden=frozenset({"ca", "cb", "cc", "cd"})).shown(COLUMNS) == [COLUMNS[0]]


def numeric(edges: list[float], kind: Kind = Kind.NUMERIC) -> HeaderBars:
    counts = tuple(float(i + 1) for i in range(len(edges) - 1))
    made = bars_of("age", kind, Distribution(counts=counts, edges=tuple(edges), rows=10, missing=1))
    assert made is not None
    return made


def test_a_bar_becomes_a_filter_that_a_person_would_have_written() -> None:
    bars = numeric([0.0, 10.33333, 20.66666, 31.0])
    assert bars.clause(1, 1) == "10 <= age < 21"
    assert bars.clause(0, 0) == "age < 10"
    assert bars.clause(1, 2) == "age >= 10"
    assert bars.clause(0, 2) == "not is_missing(age)"


def test_bars_of_whole_numbers_name_whole_numbers() -> None:
    bars = numeric([-0.5, 1.5, 3.5, 4.5, 5.5])
    assert bars.clause(1, 1) == "2 <= age <= 3"
    assert bars.clause(2, 2) == "age == 4"
    assert bars.clause(0, 1) == "age <= 3"


def test_bars_of_times_name_days() -> None:
    day = 86_400.0
    bars = numeric([0.0, 10.2 * day, 20.4 * day, 30.6 * day], Kind.DATETIME)
    assert bars.clause(1, 1) == '"1970-01-11" <= age < "1970-01-21"'


def test_bars_of_texts_are_of_their_lengths() -> None:
    assert numeric([0.0, 10.0, 20.0, 30.0], Kind.TEXT).clause(1, 1) == "10 <= length(age) < 20"


@given(st.lists(st.floats(-1e12, 1e12), min_size=4, max_size=30, unique=True))
def test_neighbouring_bars_leave_no_gap(edges: list[float]) -> None:
    edges = sorted(edges)
    if min(b - a for a, b in pairwise(edges)) < 1e-6:
        return
    bars = numeric(edges)
    for at in range(1, bars.count - 1):
        before, after = bars._ends(at - 1, at - 1), bars._ends(at, at)
        assert before[1] == after[0] or (before[2] and after[0] == before[1] + 1)  # type: ignore[operator]  # numbers


def test_categories_become_filters_and_the_rest_does_not() -> None:
    whole = Distribution(counts=(60.0, 30.0, 10.0), labels=("free", "it's", "…"), rows=100)
    shown = Distribution(counts=(5.0, 0.0, 1.0), labels=("free", "it's", "…"), rows=6)
    bars = bars_of("plan", Kind.CATEGORICAL, whole, shown)
    assert bars is not None and bars.shown == (5.0, 0.0, 1.0)
    assert bars.clause(0, 0) == 'plan == "free"'
    assert bars.clause(0, 1) == 'plan in ["free", "it\'s"]'
    assert bars.clause(2, 2) == ""


def test_ids_have_no_bars() -> None:
    labels = (*map(str, range(20)), "…")
    whole = Distribution(counts=(*[1.0] * 20, 1e6), labels=labels, rows=1_000_020)
    assert bars_of("id", Kind.CATEGORICAL, whole) is None


def test_typed_text_is_held_against_the_kind_and_the_error_names_the_cell() -> None:
    age = Column(id="a", name="age", kind=Kind.NUMERIC)
    assert checked(age, ["1", "", " 2.5 "], 0) == ("1", None, " 2.5 ")
    with pytest.raises(ParameterError, match="Row 12, column age: “abc” is not a number"):
        checked(age, ["1", "abc"], 10)
    when = Column(id="t", name="when", kind=Kind.DATETIME)
    assert checked(when, ["2024-02-29 12:30"], 0) == ("2024-02-29 12:30",)
    with pytest.raises(ParameterError, match="is not a date or time"):
        checked(when, ["2024-02-30"], 0)


def test_a_pasted_line_of_names_is_no_row() -> None:
    assert without_header([["a", "b"], ["1", "2"]], COLUMNS) == [["1", "2"]]
    assert without_header([["a", "x"], ["1", "2"]], COLUMNS) == [["a", "x"], ["1", "2"]]


def test_old_blocks_stay_until_the_new_have_come() -> None:
    pages = RecordPages(250, ["a"])
    assert pages.cells(0, 0) is None
    block = pages.next()
    assert block is not None
    pages.put(block, Cells([[1] * BLOCK_ROWS], range(BLOCK_ROWS)))
    pages.grow_old()
    old = pages.cells(0, 0)
    assert old is not None and old.values[0][0] == 1
    again = pages.next()
    assert isinstance(again, Block) and again.place == block.place
    pages.put(again, Cells([[2] * BLOCK_ROWS], range(BLOCK_ROWS)))
    new = pages.cells(0, 0)
    assert new is not None and new.values[0][0] == 2
    assert pages.next() is None


def test_what_changes_while_a_block_is_read_makes_it_old_again() -> None:
    pages = RecordPages(250, ["a"])
    pages.cells(0, 0)
    block = pages.next()
    assert block is not None
    pages.grow_old()
    pages.put(block, Cells([[1] * BLOCK_ROWS], range(BLOCK_ROWS)))
    pages.cells(0, 0)
    assert pages.next() is not None


def test_cells_are_formatted_where_they_are_read() -> None:
    cells = Cells([[1.5, float("nan"), None], [datetime(2024, 1, 2), None, None]])
    assert cells.texts == [["1.5", None, None], ["2024-01-02 00:00:00", None, None]]


def test_too_many_rows_are_no_edit_of_single_rows() -> None:
    from driftdesk.core.entities import Schema
    from driftdesk.ui.data.records.shown import ShownRows, ViewSpec

    class Ids:
        rows = 1_000_000

        def page(self, offset: int, limit: int, columns: object, *, with_row_ids: bool) -> pa.Table:
            return pa.table({ROW_ID: np.arange(offset, offset + limit) * 10})

    rows = ShownRows(ViewSpec(), Schema(columns=COLUMNS), 1_000_000, Ids())  # type: ignore[arg-type]  # all that is asked
    assert rows.row_ids([(5, 2), (9, 1)]) == (50, 60, 90)
    with pytest.raises(ParameterError, match="200,000 rows"):
        rows.row_ids([(0, 200_000)])
