"""Drafts of edits: what they do to rows and columns, undo and redo, and what a commit writes."""

from collections.abc import Callable
from datetime import datetime
from typing import Any

import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.drafts.edits import (
    MOST_CELLS,
    AddColumn,
    AddRows,
    Compute,
    DeleteRows,
    DuplicateRows,
    Edit,
    Fill,
    FillHow,
    RemoveColumn,
    RenameColumn,
    Replace,
    Retype,
    SetCells,
    SetRole,
)
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Role,
    Schema,
)
from driftdesk.core.errors import ConflictError, InputError, NotFoundError, ParameterError, SchemaError
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.tables.source import rows_at
from driftdesk.core.tables.spec import SortKey

CSV = "x,name,day,ok\n1,ada,2020-01-01,true\n2,bob,2020-01-02,false\n3,,2020-01-03,true\n,eve,2020-01-04,\n5,ada,2020-01-05,true\n"
ImportText = Callable[..., Any]


class Bench:
    """A draft upon a dataset called d, edited step by step."""

    def __init__(self, drafts: DraftService, datasets: DatasetService, tables: TableService) -> None:
        self.drafts, self.datasets, self.tables = drafts, datasets, tables
        self.draft = drafts.open("d")

    def do(self, *edits: Edit) -> "Bench":
        for edit in edits:
            self.draft = self.drafts.apply(self.draft, edit)
        return self

    def table(self) -> pa.Table:
        source = self.drafts.source(self.draft)
        positions = pa.array(range(source.rows), pa.int64()).to_numpy()
        return rows_at(source, positions, source.columns.names, with_row_ids=True)

    def column(self, name: str) -> list[Any]:
        found: list[Any] = self.table().column(name).to_pylist()
        return found

    def commit(self, **options: Any) -> DatasetVersion:
        """Commit, and see that the version is what the draft was."""
        before = self.table().drop_columns([ROW_ID])
        version = self.drafts.commit(self.draft, **options)
        assert self.tables.read(version).to_pylist() == before.to_pylist()
        return version


@pytest.fixture
def bench(
    import_text: ImportText, drafts: DraftService, datasets: DatasetService, tables: TableService
) -> Bench:
    import_text("d", CSV, kinds={"name": Kind.CATEGORICAL, "ok": Kind.BOOLEAN})
    return Bench(drafts, datasets, tables)


def chunks(store: Store, version: DatasetVersion) -> set[bytes]:
    pages = store.pages.find(id__in=list(version.pages))
    return {p.digests[at : at + 32] for p in pages for at in range(0, len(p.digests), 32)}


# Cells and rows.


def test_pasted_text_becomes_what_the_columns_hold(bench: Bench) -> None:
    bench.do(
        SetCells(
            row_ids=(0, 3),
            values={
                "x": ("7", " 8 "),
                "name": ("", "zoe"),
                "day": ("31.12.2021", "1.1.2022"),
                "ok": ("no", "YES"),
            },
        )
    )
    assert bench.column("x") == [7, 2, 3, 8, 5]
    assert bench.column("name") == [None, "bob", None, "zoe", "ada"]
    assert bench.column("day")[0] == datetime(2021, 12, 31)
    assert bench.column("ok")[::3] == [False, True]
    bench.commit()


def test_what_does_not_fit_is_refused_as_a_whole_naming_row_and_value(bench: Bench) -> None:
    before = bench.draft
    with pytest.raises(SchemaError, match=r"'abc' of row 1 does not fit the numeric column 'x'"):
        bench.do(SetCells(row_ids=(0, 1), values={"x": (1, "abc")}))
    with pytest.raises(NotFoundError, match="no row 99"):
        bench.do(SetCells(row_ids=(99,), values={"x": (1,)}))
    with pytest.raises(NotFoundError, match="no column 'nme'") as error:
        bench.do(SetCells(row_ids=(0,), values={"nme": ("a",)}))
    assert "name" in error.value.hint
    with pytest.raises(ParameterError, match="one edit can hold") as error2:
        bench.do(SetCells(row_ids=tuple(range(MOST_CELLS + 1)), values={"x": (1,) * (MOST_CELLS + 1)}))
    assert "import" in error2.value.hint
    assert bench.draft == before
    assert bench.column("x") == [1, 2, 3, None, 5]


def test_a_fraction_and_a_missing_value_fit_into_integers(bench: Bench) -> None:
    assert bench.do(SetCells(row_ids=(0,), values={"x": (None,)})).table().column("x").type == pa.int64()
    assert bench.do(SetCells(row_ids=(1,), values={"x": (2.5,)})).column("x") == [None, 2.5, 3, None, 5]


def test_rows_are_added_duplicated_and_deleted(bench: Bench) -> None:
    bench.do(
        AddRows(rows=({"x": "10", "name": "new"}, {})),
        DuplicateRows(row_ids=(4, -1)),
        DeleteRows(row_ids=(0, -2)),
        SetCells(row_ids=(-4,), values={"x": (11,)}),
    )
    assert bench.column("x") == [2, 3, None, 5, 10, 5, 11]
    assert bench.column(ROW_ID) == [1, 2, 3, 4, -1, -3, -4]
    assert bench.column("name")[-3:] == ["new", "ada", "new"]
    version = bench.commit()
    ids = bench.tables.read(version, ["x"], with_row_ids=True).column(ROW_ID).to_pylist()
    assert ids == [1, 2, 3, 4, 5, 6, 7]


def test_a_deleted_row_can_neither_be_set_nor_deleted_again(bench: Bench) -> None:
    bench.do(DeleteRows(row_ids=(0,)))
    with pytest.raises(NotFoundError, match="no row 0"):
        bench.do(DeleteRows(row_ids=(0,)))
    with pytest.raises(NotFoundError, match="no row 0"):
        bench.do(SetCells(row_ids=(0,), values={"x": (1,)}))


def test_a_draft_that_leaves_no_row_or_changes_nothing_is_not_committed(bench: Bench) -> None:
    with pytest.raises(InputError, match="changes nothing"):
        bench.drafts.commit(bench.draft)
    bench.do(DeleteRows(row_ids=tuple(range(5))))
    with pytest.raises(InputError, match="leave no row"):
        bench.drafts.commit(bench.draft)


# Columns.


def test_columns_are_added_renamed_and_removed(bench: Bench, store: Store) -> None:
    bench.do(
        AddColumn(name=" a.$b\n", column_kind=Kind.NUMERIC),
        SetCells(row_ids=(2,), values={"a.$b": (4,)}),
        RenameColumn(column="x", name="y"),
        RenameColumn(column="a.$b", name="x"),
        RemoveColumn(column="ok"),
        AddColumn(name="ok", value="fine"),
        SetRole(column="y", role=Role.TARGET),
        SetRole(column="x", role=Role.TARGET),
    )
    assert bench.table().column_names == ["y", "name", "day", "x", "ok", ROW_ID]
    assert bench.column("x") == [None, None, 4, None, None]
    assert bench.column("ok") == ["fine"] * 5
    version = bench.commit()
    assert [c.role for c in version.columns.columns][::3] == [Role.FEATURE, Role.TARGET]


def test_names_and_roles_write_no_chunk(bench: Bench, store: Store) -> None:
    before = bench.datasets.resolve("d")[1]
    bench.do(RenameColumn(column="x", name="age"), SetRole(column="name", role=Role.IGNORED))
    assert bench.commit().pages == before.pages


def test_impossible_columns_are_refused(bench: Bench) -> None:
    with pytest.raises(SchemaError, match="cannot be called 'name'"):
        bench.do(RenameColumn(column="x", name=" name"))
    with pytest.raises(SchemaError, match="cannot be called ''"):
        bench.do(AddColumn(name=" \n"))
    with pytest.raises(NotFoundError):
        bench.do(RemoveColumn(column="q"))
    bench.do(*(RemoveColumn(column=c) for c in ("name", "day", "ok")))
    with pytest.raises(SchemaError, match="last column"):
        bench.do(RemoveColumn(column="x"))
    assert bench.do(RenameColumn(column="x", name="x")).draft.length == 3  # nothing to do is no edit


def test_another_kind_rewrites_that_column_alone(bench: Bench, store: Store) -> None:
    before = bench.datasets.resolve("d")[1]
    version = bench.do(Retype(column="x", to=Kind.CATEGORICAL)).commit()
    assert len(chunks(store, version) - chunks(store, before)) == 1
    bench.draft = bench.drafts.open("d")
    bench.do(Retype(column="x", to=Kind.NUMERIC))
    assert bench.table().column("x").type == pa.int64()


def test_values_that_do_not_fit_another_kind_are_refused_or_become_missing(bench: Bench) -> None:
    with pytest.raises(SchemaError, match=r"'ada' of row 0 is not"):
        bench.do(Retype(column="name", to=Kind.NUMERIC))
    bench.do(SetCells(row_ids=(0,), values={"name": ("12",)}))
    bench.do(Retype(column="name", to=Kind.NUMERIC, bad="missing"))
    assert bench.column("name") == [12, None, None, None, None]
    bench.commit()


# Values by rule.


def test_gaps_are_filled(bench: Bench) -> None:
    bench.do(Fill(column="x", how=FillHow.MEDIAN), Fill(column="name", value="?"))
    bench.do(Fill(column="ok", how=FillHow.BACKWARD))
    assert (bench.column("x"), bench.column("name")[2], bench.column("ok")[3]) == ([1, 2, 3, 2, 5], "?", True)
    with pytest.raises(ParameterError, match="no mean"):
        bench.do(Fill(column="name", how=FillHow.MEAN))
    with pytest.raises(ParameterError, match="not said"):
        bench.do(Fill(column="name"))
    bench.commit()


def test_text_is_found_and_replaced(bench: Bench) -> None:
    bench.do(Replace(columns=("name",), find="A", replacement="o", case=False))
    assert bench.column("name") == ["odo", "bob", None, "eve", "odo"]
    bench.do(Replace(find=r"^(.)o(.)$", replacement=r"\2\1", regex=True))
    assert bench.column("name")[1] == "bb"
    bench.do(Replace(find="BB", replacement="", whole=True, case=False))
    assert bench.column("name")[1] is None
    bench.do(Replace(columns=("x",), find="5", replacement="50", whole=True))
    assert bench.column("x")[4] == 50
    with pytest.raises(ParameterError, match="no regular expression"):
        bench.do(Replace(find="(", regex=True))
    with pytest.raises(ParameterError, match="holds no text"):
        bench.do(Replace(columns=("x",), find="5"))
    bench.commit()


# The log.


def test_edits_are_undone_and_redone_and_a_new_one_drops_what_was_undone(bench: Bench) -> None:
    for value in range(10, 15):
        bench.do(SetCells(row_ids=(0,), values={"x": (value,)}))
    for expected in (13, 12, 11, 10, 1):
        bench.draft = bench.drafts.undo(bench.draft)
        assert bench.column("x")[0] == expected
    with pytest.raises(ParameterError, match="nothing to undo"):
        bench.drafts.undo(bench.draft)
    bench.draft = bench.drafts.redo(bench.drafts.redo(bench.draft))
    assert bench.column("x")[0] == 11
    bench.do(DeleteRows(row_ids=(1,)))
    assert (bench.draft.position, bench.draft.length) == (3, 3)
    with pytest.raises(ParameterError, match="nothing to redo"):
        bench.drafts.redo(bench.draft)
    texts = [(e.text, e.is_done) for e in bench.drafts.changes(bench.drafts.undo(bench.draft)).edits]
    assert texts == [("1 cell of x set", True), ("1 cell of x set", True), ("1 row deleted", False)]


def test_a_draft_is_there_after_a_crash_with_all_its_edits(
    bench: Bench, store: Store, datasets: DatasetService
) -> None:
    bench.do(
        AddRows(rows=({"x": 9},)),
        SetCells(row_ids=(-1, 2), values={"x": (8, 33), "day": ("2000-01-01", None)}),
        DuplicateRows(row_ids=(2,)),
        Fill(column="x", how=FillHow.MEAN),
        AddColumn(name="z", value=1.5, column_kind=Kind.NUMERIC),
        DeleteRows(row_ids=(0,)),
    )
    before = bench.table()
    again = Bench(DraftService(store, datasets, TableService(store), "tester"), datasets, TableService(store))
    assert again.draft == bench.draft
    assert again.table().equals(before)
    assert again.drafts.source(again.draft).key == bench.drafts.source(bench.draft).key


def test_two_windows_cannot_change_the_same_state(bench: Bench) -> None:
    stale = bench.draft
    bench.do(DeleteRows(row_ids=(0,)))
    for change in (bench.drafts.discard, bench.drafts.commit):
        with pytest.raises((ConflictError, InputError)):
            change(stale)
    with pytest.raises(ConflictError, match="elsewhere") as error:
        bench.drafts.apply(stale, DeleteRows(row_ids=(1,)))
    assert "Look again" in error.value.hint
    bench.draft = bench.drafts.open("d")
    assert bench.column("x") == [2, 3, None, 5]


def test_there_is_one_draft_for_each_user_and_others_are_told(
    bench: Bench, store: Store, datasets: DatasetService, tables: TableService
) -> None:
    other = DraftService(store, datasets, tables, "other")
    assert other.find("d") is None
    theirs = other.apply(other.open("d"), DeleteRows(row_ids=(0,)))
    assert [d.user for d in bench.drafts.others("d")] == ["other"]
    assert bench.drafts.open("d") == bench.draft
    assert bench.drafts.open("d") != theirs
    other.discard(theirs)
    assert bench.drafts.others("d") == []
    assert store.draft_edits.count() == 0


def test_a_draft_without_edits_goes_on_from_the_newest_version(
    bench: Bench, store: Store, datasets: DatasetService, tables: TableService
) -> None:
    other = DraftService(store, datasets, tables, "other")
    other.commit(other.apply(other.open("d"), DeleteRows(row_ids=(0,))))
    assert bench.drafts.open("d").base == 2
    assert bench.drafts.open("d", 1).base == 1
    draft = bench.drafts.apply(bench.drafts.open("d", 1), DeleteRows(row_ids=(1,)))
    assert bench.drafts.open("d") == draft
    with pytest.raises(ConflictError, match="upon version 1"):
        bench.drafts.open("d", 2)


def test_the_window_is_told_which_cells_changed(bench: Bench) -> None:
    bench.do(
        SetCells(row_ids=(1, 2), values={"x": (2, 30)}),
        DeleteRows(row_ids=(0,)),
        AddRows(rows=({"x": 1},)),
        AddColumn(name="n"),
    )
    source = bench.drafts.source(bench.draft)
    marks = source.marks(pa.array(range(source.rows), pa.int64()).to_numpy(), ["x", "name", "n"])
    assert marks.new_rows.tolist() == [False] * 4 + [True]
    assert marks.cells["x"].tolist() == [False, True, False, False, False]
    assert marks.cells["n"].tolist() == [True] * 4 + [False]
    changes = bench.drafts.changes(bench.draft)
    assert (changes.rows_before, changes.rows, changes.added_rows, changes.deleted_rows) == (5, 5, 1, 1)
    assert (changes.added_columns, changes.changed_columns) == (("n",), ("x",))


# Several row groups.


@pytest.fixture
def long(drafts: DraftService, datasets: DatasetService, tables: TableService, store: Store) -> Bench:
    """150,000 rows in three row groups: s is missing but for rows 0 and 149,999."""
    columns = Schema(
        columns=(Column(id="n", name="n", kind=Kind.NUMERIC), Column(id="s", name="s", kind=Kind.NUMERIC))
    )
    writer = VersionWriter(store, columns, first_row_id=0, context=Context())
    n = 150_000
    s = [None] * n
    s[0], s[-1] = 1.5, 2.5  # type: ignore[call-overload]  # a list of None so far
    writer.write(pa.table({"n": range(7, n + 7), "s": pa.array(s, pa.float64())}))
    dataset = datasets.create("d")
    datasets.commit(
        dataset, writer.finish(), operation=Operation(kind=OperationKind.IMPORT), context=Context()
    )
    return Bench(drafts, datasets, tables)


def test_gaps_are_filled_over_the_borders_of_row_groups(long: Bench) -> None:
    long.do(Fill(column="s", how=FillHow.FORWARD))
    assert set(long.column("s")[:-1]) == {1.5}
    long.draft = long.drafts.undo(long.draft)
    long.do(DeleteRows(row_ids=(149_999,)), AddRows(rows=({"s": 7},)), Fill(column="s", how=FillHow.BACKWARD))
    assert set(long.column("s")[1:]) == {7}
    version = long.commit()
    assert long.tables.column(version, "s")[70_000].as_py() == 7


def test_one_cell_rewrites_one_chunk(long: Bench, store: Store) -> None:
    before = long.datasets.resolve("d")[1]
    version = long.do(SetCells(row_ids=(100_000,), values={"n": (-1,)})).commit()
    assert len(chunks(store, version) - chunks(store, before)) == 1
    assert store.draft_edits.count() == store.drafts.count() == 0
    assert version.message == "1 cell of n set"
    assert version.byte_count == pytest.approx(before.byte_count, rel=0.01)


def test_deleting_rewrites_only_the_row_groups_of_those_rows(long: Bench, store: Store) -> None:
    before = long.datasets.resolve("d")[1]
    version = long.do(DeleteRows(row_ids=(70_000, 70_001))).commit()
    assert (
        len(chunks(store, version) - chunks(store, before)) == 3
    )  # n, s (one fewer, all missing) and the ids
    assert version.rows == 149_998


def test_expressions_compute_columns_where_a_filter_holds(bench: Bench) -> None:
    bench.do(
        RenameColumn(column="x", name="a.$b"),
        Compute(column="a.$b", expression="`a.$b` * 10", where="`a.$b` > 1"),
        AddColumn(name="twice", expression="`a.$b` * 2"),
        Compute(column="a.$b", expression="twice + `a.$b`"),
        Compute(column="name", expression='"nobody"', where="is_missing(name)"),
        DeleteRows(where='name == "bob"'),
        Fill(column="ok", value="no", where="twice > 0"),
        RemoveColumn(column="twice"),
    )
    assert bench.column("a.$b") == [3, 90, None, 150]
    assert bench.column("name") == ["ada", "nobody", "eve", "ada"]
    assert bench.column("ok") == [True, True, None, True]
    bench.commit()


def test_values_of_any_kind_are_cleared_where_a_filter_holds(bench: Bench) -> None:
    bench.do(*(Compute(column=name, expression="null", where="x > 2") for name in ("name", "day", "ok", "x")))
    assert bench.column("x") == [1, 2, None, None, None]
    assert bench.column("ok")[1:4] == [*bench.column("ok")[1:2], None, None]
    bench.commit()


def test_expressions_of_another_kind_are_refused(bench: Bench) -> None:
    with pytest.raises(SchemaError, match="is categorical") as error:
        bench.do(Compute(column="x", expression="name"))
    assert "retype" in error.value.hint
    with pytest.raises(InputError, match="nme"):
        bench.do(DeleteRows(where="nme == 1"))
    assert bench.draft.length == 0


def test_a_filter_that_matches_nothing_is_no_edit(bench: Bench) -> None:
    assert bench.do(DeleteRows(where="x > 99")).draft.length == 0


def test_a_thousand_edits_of_one_cell_after_the_other_stay_quick_to_look_at(bench: Bench) -> None:
    for number in range(120):
        bench.do(SetCells(row_ids=(number % 5,), values={"x": (number,)}))
        if number % 40 == 0:
            bench.do(Compute(column="x", expression="x + 1"), AddRows(rows=({"x": number},)))
    state = bench.drafts.source(bench.draft).state
    assert len(state.layers[state.columns.column("x").id]) < 20
    assert bench.column("x") == [115, 116, 117, 118, 119, 2, 41, 80]


def test_deep_chains_of_computations_are_evaluated(bench: Bench) -> None:
    bench.do(AddColumn(name="y", column_kind=Kind.NUMERIC, value=0))
    for _ in range(100):
        bench.do(Compute(column="x", expression="y + 1", where="y >= 0"))
        bench.do(Compute(column="y", expression="x + 1", where="x > 0"))
    assert bench.column("y") == [200] * 5


def test_a_draft_is_filtered_sorted_and_summed_up_like_a_version(long: Bench) -> None:
    long.do(
        SetCells(row_ids=(100_000,), values={"n": (-5,)}),
        AddRows(rows=({"n": -7},)),
        DeleteRows(row_ids=(0,)),
    )
    view = long.tables.view(long.drafts.source(long.draft), "n < 10", sort=[SortKey(column="n")])
    assert view.page(0, 10, ["n"]).column("n").to_pylist() == [-7, -5, 8, 9]
    found = {c.name: c for c in view.statistics(["n"]).columns}
    assert (found["n"].minimum, found["n"].maximum) == (-7, 9)


@pytest.mark.parametrize(
    "edit",
    [
        SetCells(row_ids=(2**70,), values={"x": (1,)}),
        SetCells(row_ids=(0,), values={"name": ("\ud800",)}),
        SetCells(row_ids=(0, 1), values={"x": (1,)}),
        SetCells(row_ids=(-1,), values={"x": (1,)}),
        AddRows(rows=({"q": 1},)),
        DuplicateRows(row_ids=(-(2**64),)),
        DeleteRows(),
        DeleteRows(row_ids=(0,), where="x > 1"),
        DeleteRows(where="x + 1"),
        DeleteRows(where="\ud800"),
        RenameColumn(column="x", name="\x00"),
        AddColumn(name="y", column_kind=Kind.NUMERIC, value="abc"),
        AddColumn(name="y", value=1, expression="x"),
        Compute(column="x", expression="x +"),
        Fill(column="x", value=""),
        Fill(column="x", value="abc"),
        Replace(find=""),
        Replace(find="a", replacement=r"\9", regex=True),
    ],
)
def test_hostile_edits_are_refused_and_change_nothing(bench: Bench, store: Store, edit: Edit) -> None:
    with pytest.raises(InputError):
        bench.do(edit)
    assert bench.drafts.open("d") == bench.draft
    assert store.draft_edits.count() == 0


def test_large_and_odd_values_are_kept(bench: Bench) -> None:
    values = (2**62, 1e300, 2**80, float("nan"), "1_000")
    bench.do(SetCells(row_ids=(0, 1, 2, 3), values={"x": values[:4]}))
    assert bench.column("x")[:4] == [float(2**62), 1e300, float(2**80), None]
    bench.do(SetCells(row_ids=(0,), values={"name": ("a\x00b\n" * 1000,)}))
    assert bench.column("name")[0] == "a\x00b\n" * 1000
    bench.commit()


def test_what_was_computed_stays_when_its_source_is_set_again(bench: Bench) -> None:
    bench.do(
        SetCells(row_ids=(0,), values={"x": (10,)}),
        AddColumn(name="y", expression="x * 2"),
        SetCells(row_ids=(0, 1), values={"x": (-1, -2)}),
        DeleteRows(where="y == 20 and x == -1"),
    )
    assert bench.column("y") == [4, 6, None, 10]
    assert bench.column("x") == [-2, 3, None, 5]
