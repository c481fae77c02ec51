"""What two versions differ in, on the real server, against the same told by pandas."""

from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from driftdesk.core.cleaning.rules import parse_rule
from driftdesk.core.cleaning.service import CleaningService
from driftdesk.core.datasets import writer
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.diff import matching
from driftdesk.core.drafts.edits import RenameColumn, Retype, SetRole
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.entities import (
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Role,
)
from driftdesk.core.errors import JobCancelledError, NotFoundError, ParameterError
from driftdesk.core.storage.store import Store
from driftdesk.core.tables import equality
from driftdesk.core.tables.service import TableService
from tests.integration.data.conftest import ImportText, Listener

FIRST = "id,x,s\n1,5,a\n2,6,b\n3,7,\n"


def commit(
    store: Store, datasets: DatasetService, name: str, tables: list[Any], ids: list[Any]
) -> DatasetVersion:
    """A version of these tables with these row ids."""
    dataset, version = datasets.resolve(name)
    made = VersionWriter(store, version.columns, first_row_id=dataset.next_row_id, context=Listener())
    for table, row_ids in zip(tables, ids, strict=True):
        made.write(table, None if row_ids is None else np.asarray(row_ids, np.int64))
    operation = Operation(kind=OperationKind.EDIT)
    return datasets.commit(dataset, made.finish(), operation=operation, context=Listener())


def test_rows_added_removed_and_changed_are_told_by_row_id(
    import_text: ImportText, datasets: DatasetService, tables: TableService, store: Store
) -> None:
    first = import_text("d", FIRST).version
    table = tables.read(first).slice(1).to_pandas()
    table.loc[0, "s"] = "B"
    rows = pa.Table.from_pandas(pd.concat([table, table.iloc[:1]]), preserve_index=False).cast(
        tables.read(first).schema
    )
    commit(store, datasets, "d", [rows], [[1, 2, 3]])
    found = datasets.diff("d@1", "d@2")
    assert (found.added, found.removed, found.changed, found.unchanged) == (1, 1, 1, 1)
    assert {c.name: c.cells for c in found.columns} == {"id": 0, "x": 0, "s": 1}
    (changed,) = found.rows("changed")
    assert (changed.row_id, changed.changed) == (1, ("s",))
    assert changed.before == {"id": 2, "x": 6, "s": "b"}
    assert changed.after == {"id": 2, "x": 6, "s": "B"}
    (removed,) = found.rows("removed")
    assert (removed.row_id, removed.before, removed.after) == (0, {"id": 1, "x": 5, "s": "a"}, None)
    (added,) = found.rows("added")
    assert (added.row_id, added.after) == (3, {"id": 2, "x": 6, "s": "B"})
    other = datasets.diff("d@2", "d@1")
    assert (other.added, other.removed, other.changed) == (1, 1, 1)


def test_an_append_and_a_revert_are_seen_without_reading_a_row(
    import_text: ImportText, datasets: DatasetService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_text("d", FIRST)
    import_text("d", "id,x,s\n9,9,z\n")
    datasets.revert("d@1")
    monkeypatch.setattr(store.chunks, "get", lambda digests: pytest.fail("a chunk was read"))
    found = datasets.diff("d@1", "d@2")
    assert (found.added, found.removed, found.changed) == (1, 0, 0)
    assert datasets.diff("d@1", "d@3").is_empty
    assert datasets.diff("d@2", "d@2").is_empty


def test_changes_of_the_schema_are_told_by_column_id(
    import_text: ImportText, datasets: DatasetService, drafts: DraftService
) -> None:
    import_text("d", FIRST)
    draft = drafts.open("d")
    for edit in (
        RenameColumn(column="x", name="amount"),
        SetRole(column="amount", role=Role.TARGET),
        Retype(column="id", to=Kind.CATEGORICAL),
    ):
        draft = drafts.apply(draft, edit)
    drafts.commit(draft)
    import_text("d", "id,amount,new\n7,1,2\n", missing_columns="null", new_columns="add")
    found = datasets.diff("d@1", "d@3")
    told = {(c.after or c.before).name: c.what for c in found.schema}  # type: ignore[union-attr]
    assert told == {"id": ("retyped",), "amount": ("renamed", "role"), "new": ("added",)}
    assert (found.added, found.changed) == (1, 0), "numbers that became words are the same values"
    back = datasets.diff("d@3", "d@1")
    assert {(c.after or c.before).name: c.what for c in back.schema}["new"] == ("removed",)  # type: ignore[union-attr]
    assert back.rows("removed")[0].before == {"id": "7", "x": 1, "s": None, "new": 2}


@pytest.mark.parametrize("hash_bits", [64, 2])
def test_a_key_finds_rows_in_any_order_and_hashes_never_decide(
    import_text: ImportText, datasets: DatasetService, monkeypatch: pytest.MonkeyPatch, hash_bits: int
) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 50)
    monkeypatch.setattr(matching, "_BLOCK_BYTES", 1000)
    if hash_bits < 64:
        weak = np.uint64((1 << hash_bits) - 1)
        monkeypatch.setattr(
            matching, "row_hashes", lambda columns: [h & weak for h in equality.row_hashes(columns)]
        )
    random = np.random.default_rng(1)
    before = pd.DataFrame({"k": random.permutation(400), "g": random.choice(["a", "b"], 400)})
    before["v"] = random.normal(size=400).round(3)
    after = before.sample(frac=1, random_state=2).iloc[40:].reset_index(drop=True)
    after.loc[after.index[:30], "v"] += 1
    extra = pd.DataFrame({"k": np.arange(1000, 1025), "g": "a", "v": 0.5})
    after = pd.concat([extra, after])
    import_text("d", before.to_csv(index=False), task="regression", target="v")
    import_text("d", after.to_csv(index=False), mode="replace")
    by_key = datasets.diff("d@1", "d@2", ["k", "g"])
    assert (by_key.added, by_key.removed, by_key.changed) == (25, 40, 30)
    assert {c.name: c.cells for c in by_key.columns} == {"k": 0, "g": 0, "v": 30}
    for row in by_key.rows("changed", 0, 100):
        assert row.before and row.after and row.before["k"] == row.after["k"]
        assert row.after["v"] == pytest.approx(row.before["v"] + 1)
    assert {r.before["k"] for r in by_key.rows("removed", 0, 100) if r.before} == set(before.k) - set(after.k)
    by_content = datasets.diff("d@1", "d@2", content=True)
    assert (by_content.added, by_content.removed, by_content.changed) == (55, 70, 0)
    by_row = datasets.diff("d@1", "d@2")
    assert (by_row.added, by_row.removed) == (385, 400)


def test_equal_keys_are_matched_in_their_order(import_text: ImportText, datasets: DatasetService) -> None:
    import_text("d", "k,v\n1,a\n1,b\n2,c\n,d\n")
    import_text("d", "k,v\n1,a\n,d\n1,x\n1,y\n", mode="replace")
    found = datasets.diff("d@1", "d@2", ["k"])
    assert (found.added, found.removed, found.changed, found.unchanged) == (1, 1, 1, 2)


def test_a_diff_is_what_pandas_says_after_any_cleaning(
    import_text: ImportText,
    datasets: DatasetService,
    cleaning: CleaningService,
    context: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 64)
    random = np.random.default_rng(3)
    frame = pd.DataFrame({"a": random.integers(0, 40, 500), "b": random.choice([0.5, 1.5, np.nan], 500)})
    import_text("d", frame.to_csv(index=False), roles={"a": "feature", "b": "feature"})
    cleaned = cleaning.clean("d", [parse_rule("duplicates"), parse_rule("missing=median")], context)
    found = datasets.diff("d@1", "d@2")
    kept = frame.drop_duplicates()
    assert (found.removed, found.added) == (500 - len(kept), 0)
    assert found.changed == int(kept.b.isna().sum()) == cleaned.changed
    assert all(r.changed == ("b",) for r in found.rows("changed", 0, 500))
    (a, b) = found.statistics()
    assert b.before and b.after and a.after
    assert (b.before.missing, b.after.missing) == (int(frame.b.isna().sum()), 0)
    assert a.after.rows == len(kept)


def test_examples_come_a_page_at_a_time(import_text: ImportText, datasets: DatasetService) -> None:
    import_text("d", FIRST)
    import_text("d", "id,x,s\n" + "\n".join(f"{i},1,q" for i in range(100)))
    found = datasets.diff("d@1", "d@2")
    assert [r.after["id"] for r in found.rows("added", 95, 20) if r.after] == [95, 96, 97, 98, 99]
    assert found.rows("changed") == []
    assert found.rows("added", 1000) == []


def test_versions_of_two_datasets_are_compared_by_key_alone(
    import_text: ImportText, datasets: DatasetService
) -> None:
    import_text("a", FIRST)
    import_text("b", "s,id\na,1\nB,2\n")
    with pytest.raises(ParameterError, match="two datasets"):
        datasets.diff("a", "b")
    found = datasets.diff("a", "b", ["id"])
    assert (found.removed, found.changed, found.unchanged) == (1, 1, 1)
    assert [c.what for c in found.schema] == [("removed",)]


def test_a_diff_refuses_what_it_cannot_compare(import_text: ImportText, datasets: DatasetService) -> None:
    import_text("d", FIRST)
    with pytest.raises(NotFoundError):
        datasets.diff("d@1", "d@9")
    with pytest.raises(NotFoundError, match="no column"):
        datasets.diff("d@1", "d@1", ["nope"])
    with pytest.raises(ParameterError, match="not by both"):
        datasets.diff("d@1", "d@1", ["id"], content=True)


def test_a_diff_can_be_cancelled(import_text: ImportText, datasets: DatasetService) -> None:
    class Cancelled(Listener):
        def check(self) -> None:
            raise JobCancelledError("Cancelled.")

    import_text("d", FIRST)
    import_text("d", "id,x,s\n1,5,a\n2,6,b\n3,8,\n", mode="replace")
    with pytest.raises(JobCancelledError):
        datasets.diff("d@1", "d@2", ["id"], context=Cancelled())


def test_a_value_that_is_missing_on_both_sides_is_no_change(
    import_text: ImportText, datasets: DatasetService, store: Store
) -> None:
    first = import_text("d", "x,s\n1,a\n2,\n").version
    commit(store, datasets, "d", [pa.table({"x": [1, 3], "s": ["a", None]})], [[0, 1]])
    (changed,) = datasets.diff("d@1", "d@2").rows("changed")
    assert changed.changed == ("x",)
    assert first.number == 1
