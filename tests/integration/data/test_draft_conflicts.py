"""Two who edit the same dataset: the second is told, sees the difference and chooses."""

from typing import Any

import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.drafts.edits import (
    AddColumn,
    AddRows,
    Compute,
    DeleteRows,
    DuplicateRows,
    Edit,
    RemoveColumn,
    RenameColumn,
    SetCells,
)
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.entities import ROW_ID, DatasetVersion, Draft
from driftdesk.core.errors import ConflictError
from driftdesk.core.jobs.params import CommitJob
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.integration.data.conftest import ImportText


class Two:
    """Mine, and somebody else's draft upon the same version."""

    def __init__(self, store: Store, datasets: DatasetService, tables: TableService) -> None:
        self.tables = tables
        self.mine = DraftService(store, datasets, tables, "me")
        self.theirs = DraftService(store, DatasetService(store, "other"), tables, "other")

    def edit(self, mine: list[Edit], theirs: list[Edit]) -> Draft:
        draft, other = self.mine.open("d"), self.theirs.open("d")
        for edit in mine:
            draft = self.mine.apply(draft, edit)
        for edit in theirs:
            other = self.theirs.apply(other, edit)
        self.theirs.commit(other, "theirs")
        return draft

    def rows(self, version: DatasetVersion) -> list[dict[str, Any]]:
        found: list[dict[str, Any]] = self.tables.read(version, with_row_ids=True).to_pylist()
        return found


@pytest.fixture
def two(import_text: ImportText, store: Store, datasets: DatasetService, tables: TableService) -> Two:
    import_text("d", "x,s\n1,a\n2,b\n3,c\n4,d\n")
    return Two(store, datasets, tables)


MINE: list[Edit] = [
    SetCells(row_ids=(0, 1), values={"x": (10, 20)}),
    SetCells(row_ids=(3,), values={"s": ("mine",)}),
    AddRows(rows=({"x": 5, "s": "e"},)),
]
THEIRS: list[Edit] = [
    SetCells(row_ids=(1, 2), values={"x": (-2, -3)}),
    DeleteRows(row_ids=(3,)),
    AddRows(rows=({"x": 6, "s": "f"},)),
]


def test_who_comes_second_is_refused_and_told_by_whom(two: Two) -> None:
    draft = two.edit(MINE, THEIRS)
    with pytest.raises(ConflictError, match=r"version 2 by other \(theirs\)") as error:
        two.mine.commit(draft)
    assert "difference" in error.value.hint
    assert two.mine.find("d") == draft


def test_the_difference_says_where_both_meet(two: Two) -> None:
    draft = two.edit(MINE, THEIRS)
    found = two.mine.difference(draft)
    assert (found.base, found.head, found.versions[0].author) == (1, 2, "other")
    assert (found.added_rows, found.removed_rows, found.changed_cells) == (1, 1, 2)
    assert [(o.row_id, o.column, o.before, o.mine, o.theirs) for o in found.overlaps] == [
        (1, "x", "2", "20", "-2")
    ]
    assert found.overlapping_cells == 1
    assert any("row 3" in said for said in found.dropped)
    two.mine.discard(draft)
    assert two.mine.difference(two.mine.open("d")).is_current


@pytest.mark.parametrize(("side", "x"), [("mine", [10, 20, -3, 6, 5]), ("theirs", [10, -2, -3, 6, 5])])
def test_edits_are_done_again_upon_what_the_others_left(two: Two, side: Any, x: list[int]) -> None:
    draft = two.edit(MINE, THEIRS)
    version = two.mine.commit(draft, on_conflict=side)
    rows = two.rows(version)
    assert [r["x"] for r in rows] == x
    assert [r[ROW_ID] for r in rows] == [0, 1, 2, 4, 5]
    assert version.parent == 2
    assert any("row 3" in said for said in version.operation.params["dropped"])


def test_columns_are_found_again_under_their_new_names(two: Two) -> None:
    mine: list[Edit] = [
        AddColumn(name="y", expression="x * 2"),
        RenameColumn(column="x", name="mine"),
        Compute(column="mine", expression="mine + y"),
        SetCells(row_ids=(0,), values={"mine": (7,), "s": ("gone",)}),
    ]
    draft = two.edit(mine, [RenameColumn(column="x", name="theirs"), RemoveColumn(column="s")])
    assert two.mine.difference(draft).columns == ("s was removed", "x was renamed to theirs")
    version = two.mine.commit(draft, on_conflict="mine")
    assert version.columns.names == ("mine", "y")
    assert [(r["mine"], r["y"]) for r in two.rows(version)] == [(7, 2), (6, 4), (9, 6), (12, 8)]
    assert any("'s'" in said for said in version.operation.params["dropped"])


def test_theirs_keeps_their_names_rows_and_columns(two: Two) -> None:
    mine: list[Edit] = [
        DeleteRows(row_ids=(0, 1)),
        RenameColumn(column="s", name="mine"),
        RemoveColumn(column="x"),
        DuplicateRows(row_ids=(2,)),
    ]
    draft = two.edit(
        mine,
        [SetCells(row_ids=(1,), values={"x": (-2,)}), RenameColumn(column="s", name="theirs")],
    )
    rows = two.rows(two.mine.commit(draft, on_conflict="theirs"))
    assert [(r["x"], r["theirs"]) for r in rows] == [(-2, "b"), (3, "c"), (4, "d"), (3, "c")]


class Job(Context):
    job_id = "0" * 24
    user = "me"


def test_a_job_that_runs_twice_makes_one_version(two: Two, datasets: DatasetService) -> None:
    draft = two.mine.apply(two.mine.open("d"), DeleteRows(row_ids=(0,)))
    asked = CommitJob(draft_id=draft.id, revision=draft.revision, message="once")
    first = two.mine.commit_as_asked(asked, Job())
    assert two.mine.commit_as_asked(asked, Job()) == first
    assert len(datasets.versions("d")) == 2


def test_a_job_commits_what_its_author_saw_or_nothing(two: Two, datasets: DatasetService) -> None:
    draft = two.mine.apply(two.mine.open("d"), DeleteRows(row_ids=(0,)))
    asked = CommitJob(draft_id=draft.id, revision=draft.revision)
    two.mine.undo(draft)
    with pytest.raises(ConflictError, match="elsewhere"):
        two.mine.commit_as_asked(asked, Context())
    assert len(datasets.versions("d")) == 1
