"""What versions know of their chunks without reading them, and what a dataset shows of its head."""

from typing import Any

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import GROUP_ROWS, VersionWriter
from driftdesk.core.drafts.edits import Edit, Retype, SetRole
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    ManifestPage,
    Operation,
    OperationKind,
    Role,
    Schema,
)
from driftdesk.core.expressions.expression import Match, parse_filter
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.bounds import Bounds
from driftdesk.core.tables.service import TableService
from driftdesk.core.tables.source import VersionSource

SCHEMA = Schema(
    columns=(
        Column(id="c0", name="amount", kind=Kind.NUMERIC),
        Column(id="c1", name="plan", kind=Kind.CATEGORICAL),
        Column(id="c2", name="note", kind=Kind.TEXT),
        Column(id="c3", name="churned", kind=Kind.BOOLEAN, role=Role.TARGET),
        Column(id="c4", name="at", kind=Kind.DATETIME),
    )
)
EDIT = Operation(kind=OperationKind.EDIT)


def table_of(rows: int, start: int = 0) -> pa.Table:
    n = np.arange(start, start + rows)
    return pa.table(
        {
            "amount": pa.array(n / 2, mask=n % 7 == 0),
            "plan": pa.array([("free", "pro")[i % 2] for i in n]),
            "note": pa.array([None if i % 3 else f"note number {i}" for i in n], pa.string()),
            "churned": pa.array(n % 2 == 0, mask=n % 5 == 0),
            "at": pa.array(n, pa.timestamp("us")),
        }
    )


def write(
    store: Store, datasets: DatasetService, dataset: Dataset | None, table: pa.Table, schema: Schema = SCHEMA
) -> DatasetVersion:
    first = dataset.next_row_id if dataset else 0
    writer = VersionWriter(store, schema, first_row_id=first, context=Context())
    if dataset:
        writer.add_pages_of(datasets.version(dataset))
    writer.write(table)
    new = None if dataset else Dataset(name="churn")
    return datasets.commit(dataset, writer.finish(), operation=EDIT, context=Context(), new=new)


def bounds_of(tables: TableService, version: DatasetVersion) -> list[dict[str, Bounds | None]]:
    source = VersionSource(tables, version)
    return [
        {c.name: source.bounds(g, c.name) for c in version.columns.columns}
        for g in range(len(source.group_rows))
    ]


def edit(drafts: DraftService, *edits: Edit) -> DatasetVersion:
    draft = drafts.open("churn")
    for each in edits:
        draft = drafts.apply(draft, each)
    return drafts.commit(draft, "edited")


@pytest.fixture
def version(store: Store, datasets: DatasetService) -> DatasetVersion:
    return write(store, datasets, None, table_of(100))


def test_a_version_knows_what_its_chunks_lie_between(tables: TableService, version: DatasetVersion) -> None:
    (found,) = bounds_of(tables, version)
    assert found == {
        "amount": Bounds(0.5, 49.5, 15, 100),
        "plan": Bounds(b"free\0\0\0\0", b"pro\0\0\0\0\0", 0, 100),
        "note": Bounds(b"note num", b"note num", 66, 100),
        "churned": Bounds(0.0, 1.0, 20, 100),
        "at": Bounds(0.0, 99.0, 0, 100),
    }
    (group,) = tables.groups(version)
    assert group.bounds(Column(id=ROW_ID, name=ROW_ID, kind=Kind.NUMERIC)) == Bounds(0.0, 99.0, 0, 100)


def test_bounds_are_of_each_row_group_and_not_of_a_part_of_one(
    store: Store, datasets: DatasetService, tables: TableService
) -> None:
    version = write(store, datasets, None, table_of(GROUP_ROWS + 10).select(["at"]))
    first, second = bounds_of(tables, version)
    assert (first["at"], second["at"]) == (
        Bounds(0.0, GROUP_ROWS - 1.0, 0, GROUP_ROWS),
        Bounds(float(GROUP_ROWS), GROUP_ROWS + 9.0, 0, 10),
    )
    assert first["plan"] == Bounds(None, None, GROUP_ROWS, GROUP_ROWS), "a column that the group lacks"
    (part,) = tables.groups(version, 0, 10)
    assert part.bounds(SCHEMA.column("at")) is None
    soon = parse_filter(f'at >= "1970-01-01T00:00:00.{GROUP_ROWS:06d}"', SCHEMA)
    assert [soon.prune(g.get) for g in (first, second)] == [Match.NONE, Match.ALL]


def test_shared_chunks_keep_their_bounds(
    drafts: DraftService, tables: TableService, version: DatasetVersion
) -> None:
    changed = edit(drafts, Retype(column="churned", to=Kind.NUMERIC))
    (before,), (after,) = bounds_of(tables, version), bounds_of(tables, changed)
    assert changed.pages != version.pages
    assert after == before


def test_a_dataset_shows_the_size_of_its_head_and_how_much_of_it_is_labelled(
    store: Store, datasets: DatasetService, drafts: DraftService, version: DatasetVersion
) -> None:
    def shown() -> tuple[int, int, int | None, int]:
        dataset = datasets.get("churn")
        return dataset.rows, dataset.columns, dataset.labelled, dataset.byte_count

    assert shown() == (100, 5, 80, version.byte_count)
    longer = write(store, datasets, datasets.get("churn"), table_of(50, 100))
    assert shown() == (150, 5, 120, longer.byte_count)
    edit(drafts, SetRole(column="plan", role=Role.TARGET))
    assert shown()[2] == 150
    edit(drafts, SetRole(column="plan", role=Role.FEATURE))
    assert shown()[2] is None
    edit(drafts, SetRole(column="churned", role=Role.TARGET))
    assert shown()[2] == 120


def test_pages_of_format_1_have_no_bounds_and_are_read_and_shared_all_the_same(
    store: Store, datasets: DatasetService, drafts: DraftService, version: DatasetVersion
) -> None:
    forget_bounds(store)
    tables = TableService(store)
    assert set(bounds_of(tables, version)[0].values()) == {None}
    anything = parse_filter("amount > 1000 or is_missing(plan)", SCHEMA)
    assert anything.prune(bounds_of(tables, version)[0].get) is Match.SOME
    longer = write(store, datasets, datasets.get("churn"), table_of(50, 100))
    assert datasets.get("churn").labelled == 120
    assert tables.read(longer).num_rows == 150
    changed = edit(drafts, Retype(column="churned", to=Kind.NUMERIC))
    old, new = bounds_of(tables, changed)
    assert old["amount"] is None
    assert old["churned"] == Bounds(0.0, 1.0, 20, 100), "a chunk that was written anew"
    assert new["amount"] == Bounds(50.0, 74.5, 7, 50)
    assert datasets.get("churn").labelled == 120


def forget_bounds(store: Store) -> None:
    for page in store.pages.find():
        plain: dict[str, Any] = {**page.model_dump(), "bounds": b""}
        store.pages.replace(ManifestPage(**plain))
