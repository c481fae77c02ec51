"""Views, their statistics and exports, over stored versions."""

from collections.abc import Sequence
from datetime import timedelta
from pathlib import Path
from typing import Any

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.drafts.edits import (
    AddColumn,
    AddRows,
    DeleteRows,
    RenameColumn,
    Retype,
    SetCells,
)
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Schema,
)
from driftdesk.core.errors import CorruptDataError, JobCancelledError, NotFoundError
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.export import export
from driftdesk.core.tables.near import NearChunks
from driftdesk.core.tables.service import TableService
from driftdesk.core.tables.source import rows_at
from driftdesk.core.tables.spec import SortKey

GROUP, GROUPS = 500, 12
KINDS = {"at": Kind.NUMERIC, "x": Kind.NUMERIC, "word": Kind.CATEGORICAL, "late": Kind.CATEGORICAL}


def frame() -> pd.DataFrame:
    """``at`` rises; ``late`` is missing from the first three row groups, as a column that was added later is."""
    random = np.random.default_rng(0)
    rows = GROUP * GROUPS
    found = pd.DataFrame(
        {
            "at": np.arange(rows),
            "x": np.round(random.normal(size=rows), 2),
            "word": random.choice(["a", "b", "c"], rows),
            "late": random.choice(["u", "v"], rows),
        }
    ).astype({"word": object, "late": object})
    found.loc[random.random(rows) < 0.05, "x"] = np.nan
    found.loc[: 3 * GROUP - 1, "late"] = None
    return found


@pytest.fixture
def version(store: Store, datasets: DatasetService) -> DatasetVersion:
    columns = Schema(columns=tuple(Column(id=f"c-{n}", name=n, kind=k) for n, k in KINDS.items()))
    writer = VersionWriter(store, columns, first_row_id=100, context=Context())
    rows = frame()
    for group in range(GROUPS):
        part = rows.iloc[group * GROUP : (group + 1) * GROUP]
        arrays = {f"c-{n}": pa.array(part[n], from_pandas=True) for n in KINDS if n != "late" or group >= 3}
        ids = pa.array(part["at"].to_numpy() + 100)
        writer.add_group({**arrays, ROW_ID: ids}, len(part))
    operation = Operation(kind=OperationKind.IMPORT)
    new = Dataset(name="d")
    return datasets.commit(None, writer.finish(), operation=operation, context=Context(), new=new)


def test_a_view_of_a_version_is_what_pandas_makes_of_its_rows(
    version: DatasetVersion, tables: TableService
) -> None:
    view = tables.view(
        tables.source(version), 'x > 0 and word != "b"', "u", sort=[SortKey("late"), SortKey("x", True)]
    )
    rows = frame()
    rows = rows[(rows["x"] > 0) & (rows["word"] != "b") & (rows["late"] == "u")]
    rows = rows.sort_values("x", ascending=False, kind="stable").sort_values("late", kind="stable")
    assert view.rows == len(rows)
    page = view.page(40, 30, with_row_ids=True)
    assert page.column(ROW_ID).to_pylist() == (rows.index[40:70] + 100).tolist()
    assert page.column("x").to_pylist() == rows["x"][40:70].tolist()


def test_a_view_that_was_built_is_not_built_again(version: DatasetVersion, tables: TableService) -> None:
    stages: list[str] = []

    class Told(Context):
        def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
            stages.append(stage)

    source = tables.source(version)
    for _ in range(2):
        tables.view(source, "x > 0", sort=[SortKey("x")], context=Told())
        assert ("filtering" in stages) is ("reading x" in stages)
    assert stages.count("filtering") == GROUPS
    tables.view(source, "x > 0", sort=[SortKey("word")], context=Told())
    assert stages.count("filtering") == GROUPS  # the same filter in another order
    tables.view(source, "x > 0", "a", columns=["late"], context=Told())
    assert stages.count("filtering") == 2 * GROUPS


def test_filtered_statistics_use_stored_profiles_and_are_those_of_the_rows(
    version: DatasetVersion, tables: TableService, store: Store
) -> None:
    whole = ProfileService(store).summary(version)
    source = tables.source(version)
    assert tables.view(source).statistics().columns == whole.columns
    found = tables.view(source, "at >= 700 and at < 3200").statistics()
    rows = frame()[700:3200]
    x, late = found.columns[1], found.columns[3]
    assert (x.missing, x.mean) == (rows["x"].isna().sum(), pytest.approx(rows["x"].mean()))
    assert (late.missing, late.distinct) == (800, 2)
    histograms = tables.view(source, "at >= 700 and at < 3200").histograms(bins=8)
    assert sum(histograms["x"].shown.counts) == pytest.approx(rows["x"].notna().sum())
    assert histograms["late"].whole.missing == 3 * GROUP


def test_statistics_of_a_draft_read_only_what_its_edits_touched(
    version: DatasetVersion,
    tables: TableService,
    drafts: DraftService,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    draft = drafts.open("d")
    for edit in (
        SetCells(row_ids=(100,), values={"x": (1e6,)}),
        DeleteRows(row_ids=(700,)),
        RenameColumn(column="word", name="term"),
        AddColumn(name="twice", expression="2 * x"),
        AddRows(rows=({"x": 7.0, "term": "z"},)),
        Retype(column="late", to=Kind.TEXT),
    ):
        draft = drafts.apply(draft, edit)
    source = drafts.source(draft)
    names = source.columns.names
    rows = rows_at(source, np.arange(source.rows), names)
    read: list[tuple[int, Sequence[str]]] = []
    whole = source.read_group

    def counted(
        group: int, columns: Sequence[str], at: Any = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        read.append((group, columns))
        return whole(group, columns, at, with_row_ids=with_row_ids)

    monkeypatch.setattr(source, "read_group", counted)
    found = {c.name: c for c in tables.view(source).statistics().columns}
    for name in names:
        expected = profile_array(rows.column(name), source.columns.column(name).kind)
        assert (found[name].rows, found[name].missing) == (GROUP * GROUPS, expected.missing), name
        if expected.numeric:
            assert found[name].maximum == expected.numeric.maximum
            assert found[name].mean == pytest.approx(expected.numeric.mean)
    touched = {group for group, columns in read if set(columns) & {"at", "term"}}
    assert touched == {1, GROUPS}  # where a row was deleted, and where one was added


def test_pages_come_from_near_once_a_sorted_view_is_built(
    version: DatasetVersion, tables: TableService, store: Store
) -> None:
    source = tables.source(version)
    view = tables.view(source, sort=[SortKey("x")])
    expected = view.page(3000, 100)
    store.chunks.sweep(lambda _: False, timedelta(0))  # nothing can be fetched any more
    assert view.page(3000, 100) == expected
    with pytest.raises(CorruptDataError):
        TableService(store).view(TableService(store).source(version)).page(0, 1)


@pytest.mark.parametrize("limit", [0, 1, 20_000, 10**9])
def test_near_chunks_are_as_many_as_may_be_and_always_right(
    version: DatasetVersion, tables: TableService, store: Store, tmp_path: Path, limit: int
) -> None:
    digests = [d for g in tables.groups(version) for n in KINDS if (d := g.digest(f"c-{n}"))]
    near = NearChunks(store.chunks, tmp_path / "cache", limit)
    arrays = store.chunks.get(digests)
    random = np.random.default_rng(0)
    for _ in range(40):
        some = random.choice(len(digests), 5)
        found = near.get([digests[i] for i in some])
        assert all(a.equals(arrays[i]) for a, i in zip(found, some, strict=True))
    near.get(digests)
    held = near.find(digests)
    assert (len(held) == len(digests)) is (limit == 10**9)
    assert bool(held) is (limit > 0)
    assert sum(len(a) * 8 for a in held.values()) <= limit + 8 * GROUP


def test_chunks_that_are_in_use_outlive_their_place(
    version: DatasetVersion, tables: TableService, store: Store, tmp_path: Path
) -> None:
    digests = [g.digest("c-x") or b"" for g in tables.groups(version)]
    near = NearChunks(store.chunks, tmp_path, 20_000)
    first = near.get(digests[:1])[0]
    for digest in digests[1:]:
        near.get([digest])
    assert not near.find(digests[:1])
    assert first.equals(store.chunks.get(digests[:1])[0])


def test_a_disk_without_room_makes_pages_slow_but_not_wrong(
    version: DatasetVersion, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "file").touch()
    tables = TableService(store, tmp_path / "file" / "cache")
    view = tables.view(tables.source(version), sort=[SortKey("at", True)])
    assert view.page(0, 3).column("at").to_pylist() == [5999, 5998, 5997]


def test_an_export_of_a_sorted_view_holds_all_its_rows(
    version: DatasetVersion, tables: TableService, tmp_path: Path
) -> None:
    view = tables.view(tables.source(version), "x < 0", sort=[SortKey("x")])
    assert export(view, tmp_path / "a.csv") == view.rows
    written = pd.read_csv(tmp_path / "a.csv", keep_default_na=False, na_values={"x": [""]})
    rows = frame().query("x < 0").sort_values("x", kind="stable")
    assert written["at"].tolist() == rows["at"].tolist()


def test_a_view_that_is_cancelled_is_built_the_next_time(
    version: DatasetVersion, tables: TableService
) -> None:
    class Stopped(Context):
        def check(self) -> None:
            raise JobCancelledError("Stopped.")

    with pytest.raises(JobCancelledError):
        tables.view(tables.source(version), "x > 1 or x < 1", context=Stopped())
    assert tables.view(tables.source(version), "x > 1 or x < 1").rows > 0


def test_unknown_columns_are_said_before_any_work(version: DatasetVersion, tables: TableService) -> None:
    for columns, sort in ((["y"], []), (None, [SortKey("y")])):
        with pytest.raises(NotFoundError, match="'y'"):
            tables.view(tables.source(version), sort=sort, columns=columns)
