"""Composing training versions from stored ones."""

from datetime import datetime, timedelta

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    ReplayRecipe,
    Role,
    Schema,
    WindowRecipe,
)
from driftdesk.core.errors import ParameterError, SchemaError
from driftdesk.core.recomposition.service import RecompositionService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

SCHEMA = Schema(
    columns=(
        Column(id="a", name="x", kind=Kind.NUMERIC),
        Column(id="b", name="label", kind=Kind.CATEGORICAL, role=Role.TARGET),
    )
)


class Bench:
    """A dataset that grows by imports: what is appended, and what replaces all rows."""

    def __init__(self, store: Store) -> None:
        self.store = store
        self.datasets = DatasetService(store, "tester")
        self.tables = TableService(store)
        self.service = RecompositionService(store, self.datasets, self.tables)
        self.dataset: Dataset | None = None

    def add(self, table: pa.Table, *, replace: bool = False, schema: Schema = SCHEMA) -> DatasetVersion:
        context = Context()
        new = None if self.dataset else Dataset(name="shop")
        base = self.dataset or new
        assert base is not None
        writer = VersionWriter(self.store, schema, first_row_id=base.next_row_id, context=context)
        if self.dataset and not replace:
            writer.add_pages_of(self.datasets.version(self.dataset))
        writer.write(table)
        operation = Operation(kind=OperationKind.IMPORT)
        version = self.datasets.commit(
            self.dataset, writer.finish(), operation=operation, context=context, new=new
        )
        self.dataset = self.datasets.get("shop")
        return version

    def compose(
        self, recipe: WindowRecipe | ReplayRecipe, reference: DatasetVersion, current: DatasetVersion
    ) -> tuple[DatasetVersion, pa.Table]:
        assert self.dataset is not None
        version = self.service.compose(self.dataset, recipe, reference, current, Context())
        self.dataset = self.datasets.get("shop")
        return version, self.tables.read(version, with_row_ids=True)


def make_table(rows: int, start: float = 0.0, rare: float = 0.1) -> pa.Table:
    labels = np.where(np.arange(rows) % round(1 / rare) == 0, "rare", "usual")
    return pa.table({"x": start + np.arange(rows, dtype=float), "label": labels})


@pytest.fixture
def bench(store: Store) -> Bench:
    return Bench(store)


def test_a_replay_takes_all_new_rows_and_as_many_old_ones_as_the_ratio_says(bench: Bench) -> None:
    reference, current = bench.add(make_table(1000)), bench.add(make_table(200, start=5000))
    version, table = bench.compose(ReplayRecipe(new_ratio=0.4), reference, current)
    row_ids = table.column(ROW_ID).to_numpy()
    assert (version.rows, version.number, version.parent) == (500, 3, 2)
    assert (row_ids >= 1000).sum() == 200
    assert len(np.unique(row_ids)) == 500
    old = table.filter(pa.array(row_ids < 1000)).column("label").to_pylist()
    assert (len(old), old.count("rare")) == (300, 30)
    assert (table.column("x").to_numpy()[row_ids < 1000] == row_ids[row_ids < 1000]).all()
    assert version.operation.params["new_rows"] == 200
    assert version.message == "200 new rows and 300 of 1,000 old ones"


def test_a_replay_never_takes_more_old_rows_than_there_are(bench: Bench) -> None:
    reference, current = bench.add(make_table(100)), bench.add(make_table(200))
    version, _ = bench.compose(ReplayRecipe(new_ratio=0.1), reference, current)
    assert version.rows == 300


def test_a_batch_that_replaced_all_rows_is_composed_with_the_rows_of_the_reference(bench: Bench) -> None:
    reference = bench.add(make_table(1000))
    current = bench.add(make_table(200, start=5000), replace=True)
    version, table = bench.compose(ReplayRecipe(new_ratio=0.5), reference, current)
    row_ids = table.column(ROW_ID).to_numpy()
    assert version.rows == 400
    assert (row_ids < 1000).sum() == 200
    assert set(table.column("x").to_numpy()[row_ids >= 1000]) == set(5000.0 + np.arange(200))


def test_one_seed_composes_the_same_rows(bench: Bench) -> None:
    reference, current = bench.add(make_table(1000)), bench.add(make_table(200))
    recipe = ReplayRecipe(new_ratio=0.5, seed=3)
    first, again = (bench.compose(recipe, reference, current)[1] for _ in range(2))
    assert first.equals(again)


def test_a_replay_without_new_rows_is_an_error_that_says_what_to_do(bench: Bench) -> None:
    reference = bench.add(make_table(100))
    with pytest.raises(ParameterError, match="No row of version 1 is new") as error:
        bench.compose(ReplayRecipe(new_ratio=0.5), reference, reference)
    assert "Import new data" in error.value.hint
    assert bench.datasets.get("shop").head == 1


def test_a_window_is_the_last_rows_of_old_and_new_data(bench: Bench) -> None:
    reference, current = bench.add(make_table(100)), bench.add(make_table(50, start=1000))
    version, table = bench.compose(WindowRecipe(rows=80), reference, current)
    assert version.rows == 80
    assert table.column("x").to_pylist() == [*map(float, range(70, 100)), *(1000.0 + i for i in range(50))]


def test_a_window_reaches_over_a_batch_that_replaced_all_rows(bench: Bench) -> None:
    reference, current = bench.add(make_table(100)), bench.add(make_table(50), replace=True)
    version, table = bench.compose(WindowRecipe(rows=60), reference, current)
    assert table.column(ROW_ID).to_pylist() == list(range(90, 150))
    assert version.operation.params["old_rows"] == 10


def test_a_window_goes_by_the_time_where_there_is_one(bench: Bench) -> None:
    schema = Schema(
        columns=(*SCHEMA.columns, Column(id="t", name="at", kind=Kind.DATETIME, role=Role.TIMESTAMP))
    )
    days = [datetime(2026, 1, 1) + timedelta(days=d) for d in (9, 1, 2, 8, 3)]
    table = make_table(5).append_column("at", pa.array(days, pa.timestamp("us")))
    reference = bench.add(table, schema=schema)
    _, taken = bench.compose(WindowRecipe(rows=2), reference, reference)
    assert taken.column("x").to_pylist() == [0.0, 3.0]


def test_a_window_of_everything_with_nothing_new_is_an_error(bench: Bench) -> None:
    reference = bench.add(make_table(10))
    with pytest.raises(ParameterError, match="holds all 10 rows"):
        bench.compose(WindowRecipe(rows=10), reference, reference)


def test_columns_of_two_kinds_are_an_error(bench: Bench) -> None:
    reference = bench.add(make_table(10))
    text = Schema(columns=(Column(id="a", name="x", kind=Kind.TEXT), SCHEMA.columns[1]))
    table = pa.table({"x": ["a", "b"], "label": ["usual", "rare"]})
    current = bench.add(table, replace=True, schema=text)
    with pytest.raises(SchemaError, match="x is numeric in version 1 and text in version 2"):
        bench.compose(ReplayRecipe(new_ratio=0.5), reference, current)


def test_a_job_that_runs_twice_composes_once(bench: Bench) -> None:
    reference, current = bench.add(make_table(100)), bench.add(make_table(20))
    assert bench.dataset is not None
    context = Context()
    context.job_id = "a job"
    recipe = ReplayRecipe(new_ratio=0.5)
    first = bench.service.compose(bench.dataset, recipe, reference, current, context)
    again = bench.service.compose(bench.dataset, recipe, reference, current, context)
    assert first == again
    assert bench.datasets.get("shop").head == 3


def test_a_recipe_writes_what_rows_weigh(bench: Bench) -> None:
    old = bench.add(make_table(40))
    new = bench.add(make_table(20, start=100.0))
    made, table = bench.compose(ReplayRecipe(new_ratio=0.5, new_weight=3), old, new)
    (column,) = made.columns.of_role(Role.WEIGHT)
    assert (column.name, column.kind) == ("weight", Kind.NUMERIC)
    is_new = np.asarray(table["x"]) >= 100
    assert is_new.sum() == 20
    assert np.asarray(table["weight"]).tolist() == np.where(is_new, 3.0, 1.0).tolist()
    newest = bench.add(
        make_table(10, start=200.0).append_column("weight", pa.array(np.zeros(10))), schema=made.columns
    )
    again, table = bench.compose(WindowRecipe(rows=25, new_weight=2), made, newest)
    assert len(again.columns.of_role(Role.WEIGHT)) == 1, "weights are written anew, not multiplied"
    assert sorted(set(np.asarray(table["weight"]).tolist())) == [1.0, 2.0]
    plain, table = bench.compose(WindowRecipe(rows=25), made, newest)
    assert plain.columns == made.columns and set(np.asarray(table["weight"]).tolist()) == {0.0, 3.0}


def test_rows_fade_by_the_timestamp_column_only(bench: Bench) -> None:
    start = datetime(2026, 1, 1)
    schema = Schema(
        columns=(*SCHEMA.columns, Column(id="c", name="at", kind=Kind.DATETIME, role=Role.TIMESTAMP))
    )
    dated = make_table(30).append_column("at", pa.array([start + timedelta(days=i) for i in range(30)]))
    old = bench.add(dated, schema=schema)
    later = make_table(1).append_column("at", pa.array([start + timedelta(days=40)]))
    new = bench.add(later, schema=schema)
    _, table = bench.compose(WindowRecipe(rows=31, half_life=10), old, new)
    ages = [(start + timedelta(days=40) - at).days for at in table["at"].to_pylist()]
    assert np.asarray(table["weight"]).tolist() == pytest.approx([0.5 ** (age / 10) for age in ages])


def test_rows_without_a_timestamp_column_cannot_fade(bench: Bench) -> None:
    old = bench.add(make_table(40))
    new = bench.add(make_table(20, start=100.0))
    with pytest.raises(ParameterError, match="no timestamp column"):
        bench.compose(WindowRecipe(rows=50, half_life=10), old, new)
