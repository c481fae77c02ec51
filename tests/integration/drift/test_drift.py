"""Profiles and drift of stored versions, on the real server."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pyarrow as pa
import pytest
from scipy.stats import ks_2samp, wasserstein_distance

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.service import DriftService
from driftdesk.core.entities import (
    Column,
    ColumnDrift,
    Dataset,
    DatasetVersion,
    Fence,
    Kind,
    Operation,
    OperationKind,
    Role,
    Schema,
    Severity,
)
from driftdesk.core.errors import LeaseLostError, NotFoundError
from driftdesk.core.profiles.encoding import page_key, to_bytes
from driftdesk.core.profiles.profile import profile_array
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.profiles.side import FileSide, profile_tables
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

SCHEMA = Schema(
    columns=(
        Column(id="x", name="x", kind=Kind.NUMERIC),
        Column(id="c", name="plan", kind=Kind.CATEGORICAL),
        Column(id="t", name="review", kind=Kind.TEXT),
        Column(id="i", name="id", kind=Kind.CATEGORICAL, role=Role.ID),
    )
)
WORDS = np.array(["영화", "정말", "좋다", "별로", "배우", "연기", "최고"])
NEW_WORDS = np.array(["시즌", "드라마", "정주행", "몰아보기"])

Commit = Callable[..., DatasetVersion]


def rows(n: int, seed: int, *, shift: float = 0.0, plans: str = "abc", words: np.ndarray = WORDS) -> pa.Table:
    random = np.random.default_rng(seed)
    return pa.table(
        {
            "x": random.normal(shift, 1, n),
            "plan": random.choice(list(plans), n),
            "review": [" ".join(random.choice(words, 5)) for _ in range(n)],
            "id": [f"{seed}-{i}" for i in range(n)],
        }
    )


class Listener(Context):
    def __init__(self) -> None:
        self.columns: list[ColumnDrift] = []
        self.stages: set[str] = set()

    def column(self, column: ColumnDrift) -> None:
        self.columns.append(column)

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        self.stages.add(stage)


@pytest.fixture
def profiles(store: Store) -> ProfileService:
    return ProfileService(store)


@pytest.fixture
def drift(store: Store, profiles: ProfileService) -> DriftService:
    return DriftService(store, profiles, TableService(store))


@pytest.fixture
def commit(store: Store, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Commits a version of ``table``: on its own, or appended to what is there. Row groups are small, so that pages
    have several."""
    datasets = DatasetService(store, "tester")

    def run(table: pa.Table, append: bool = False, schema: Schema = SCHEMA) -> DatasetVersion:
        there = datasets.find("shop")
        dataset = there or Dataset(name="shop")
        writer = VersionWriter(store, schema, first_row_id=dataset.next_row_id, context=Context())
        if append:
            writer.add_pages_of(datasets.version(dataset, "latest"))
        writer.write(table)
        operation = Operation(kind=OperationKind.APPEND if append else OperationKind.IMPORT)
        return datasets.commit(
            there,
            writer.finish(),
            operation=operation,
            message="",
            context=Context(),
            new=None if there else dataset,
        )

    return run


def shop(store: Store) -> Dataset:
    found = store.datasets.first(name="shop")
    assert found is not None
    return found


def test_the_merged_profile_of_a_version_is_that_of_its_rows(
    commit: Commit, profiles: ProfileService
) -> None:
    table = rows(90_000, 1)
    version = commit(table)
    found = profiles.columns(version)
    assert list(found) == list(SCHEMA.names)
    assert all(p.rows == 90_000 for p in found.values())
    assert found["x"].numeric is not None
    assert found["x"].numeric.mean == pytest.approx(table.column("x").to_numpy().mean(), rel=1e-12)
    assert found["plan"].categories is not None
    assert found["plan"].categories.total == 90_000
    assert found["id"].distinct == pytest.approx(90_000, rel=0.05)


def test_pages_keep_their_merged_profiles_and_lost_ones_are_made_again(
    commit: Commit, profiles: ProfileService, store: Store
) -> None:
    version = commit(rows(90_000, 1))
    page = store.pages.get(version.pages[0])
    assert len(page.group_rows) > 1
    first = profiles.columns(version, ["x"])["x"]
    key = page_key(page, "x", Kind.NUMERIC)
    store.chunk_profiles.put([(key, to_bytes(profile_array(pa.array([7.0]), Kind.NUMERIC)))])
    assert profiles.columns(version, ["x"])["x"].rows == 1  # the stored one is what is read
    store.chunk_profiles.sweep(lambda _: False, timedelta(0))
    again = profiles.columns(version, ["x"])["x"]
    assert again.numeric is not None
    assert first.numeric is not None
    assert np.array_equal(again.numeric.order.values, first.numeric.order.values)


def test_a_summary_of_all_columns_can_be_shown(commit: Commit, profiles: ProfileService) -> None:
    shown = profiles.summary(commit(rows(300, 1)))
    assert [c.name for c in shown.columns] == list(SCHEMA.names)
    assert shown.rows == 300
    assert shown.columns[3].role is Role.ID
    assert "NaN" not in shown.model_dump_json()


def test_drift_between_versions_is_found_announced_and_stored(
    commit: Commit, drift: DriftService, store: Store
) -> None:
    reference = commit(rows(3000, 1))
    current = commit(rows(2000, 2, shift=1, words=np.append(WORDS, NEW_WORDS)))
    listener = Listener()
    report = drift.analyse(shop(store), reference, current, context=listener)
    assert report.severity is Severity.CRITICAL
    assert {c.name for c in report.drifted} == {"x", "review"}
    assert {c.name for c in listener.columns} == set(SCHEMA.names)
    assert {"profiling", "comparing"} <= listener.stages
    assert report.summary.startswith("Drifted: 2 of 3 columns changed since v1")
    assert drift.latest(shop(store)) == report
    assert drift.reports(shop(store)) == [report]
    assert drift.report(report.id).columns[-1].name == "id"


def test_no_drift_is_said_as_plainly(commit: Commit, drift: DriftService, store: Store) -> None:
    report = drift.analyse(shop_of(commit(rows(3000, 1)), store), *both(commit, store, 3))
    assert report.severity is Severity.NONE
    assert report.summary == "No drift: v2 looks like v1."


def shop_of(_: DatasetVersion, store: Store) -> Dataset:
    return shop(store)


def both(commit: Commit, store: Store, seed: int) -> tuple[DatasetVersion, DatasetVersion]:
    first = store.versions.first(number=1)
    assert first is not None
    return first, commit(rows(2000, seed))


def test_from_rows_the_statistics_are_scipys(commit: Commit, drift: DriftService, store: Store) -> None:
    a, b = rows(70_000, 1), rows(80_000, 2, shift=0.3)
    reference, current = commit(a), commit(b)
    x, y = (t.column("x").to_numpy() for t in (a, b))
    quick = drift.analyse(shop(store), reference, current)
    exact = drift.analyse(shop(store), reference, current, exact=True)
    assert (quick.computed_from, exact.computed_from) == ("profiles", "rows")
    for report, tolerance in ((quick, None), (exact, 1e-9)):
        column = next(c for c in report.columns if c.name == "x")
        results = {r.method: r for r in column.results}
        for method, expected in (
            ("ks", ks_2samp(x, y).statistic),
            ("wasserstein_normed", wasserstein_distance(x, y) / x.std()),
        ):
            found, bound = results[method].statistic, results[method].error_bound
            assert found is not None
            assert abs(found - expected) <= (tolerance or bound or 0)
        assert column.severity is Severity.CRITICAL


def test_appended_rows_are_compared_alone(commit: Commit, drift: DriftService, store: Store) -> None:
    reference = commit(rows(6000, 1))
    current = commit(rows(500, 2, shift=1), append=True)
    report = drift.analyse(shop(store), reference, current)
    assert (report.current.rows, report.current.new_since) == (500, 1)
    column = report.columns[0]
    assert (column.name, column.severity) == ("x", Severity.CRITICAL)
    assert column.statistic == pytest.approx(1, abs=0.2)
    again = drift.analyse(shop(store), current, current)
    assert (again.severity, again.current.rows) == (Severity.NONE, 6500)


def test_new_data_need_not_be_imported(commit: Commit, drift: DriftService, store: Store) -> None:
    reference = commit(rows(2000, 1))
    table = rows(1000, 2, plans="abcd")
    count, profiles = profile_tables([table], SCHEMA)
    side = FileSide("new.csv", count, SCHEMA, profiles, table.column)
    report = drift.analyse(shop(store), reference, side)
    assert (report.current.file, report.current.rows) == ("new.csv", 1000)
    assert [c.name for c in report.drifted] == ["plan"]
    assert report.drifted[0].moved[0].startswith("new category d")


def test_a_column_added_by_an_append_is_missing_before(
    commit: Commit, drift: DriftService, store: Store
) -> None:
    first = commit(rows(1000, 1))
    wider = Schema(columns=(*SCHEMA.columns, Column(id="n", name="n", kind=Kind.NUMERIC)))
    table = rows(1000, 2).append_column("n", pa.array(np.arange(1000.0)))
    second = commit(table, append=True, schema=wider)
    assert ProfileService(store).columns(second, ["n"])["n"].missing == 1000
    report = drift.analyse(shop(store), first, second)
    assert report.schema_changes == ("column n is new",)
    assert (report.severity, report.columns[0].method) == (Severity.WARNING, "schema")


def test_the_timeline_has_a_cell_for_each_column_of_each_later_version(
    commit: Commit, drift: DriftService, store: Store
) -> None:
    reference = commit(rows(1000, 1))
    commit(rows(1000, 2))
    commit(rows(1000, 3, shift=1))
    points = drift.timeline(shop(store), reference)
    assert [(p.version, p.severity) for p in points] == [(2, Severity.NONE), (3, Severity.CRITICAL)]
    assert [c.name for c in points[0].columns] == list(SCHEMA.names)
    assert store.reports.count() == 0


def test_too_few_rows_are_said_to_be_too_few(commit: Commit, drift: DriftService, store: Store) -> None:
    report = drift.analyse(shop_of(commit(rows(20, 1)), store), *both(commit, store, 2))
    assert report.severity is Severity.INSUFFICIENT_DATA
    assert report.summary.startswith("Too few rows")


def test_unknown_columns_are_refused(commit: Commit, drift: DriftService, store: Store) -> None:
    version = commit(rows(60, 1))
    with pytest.raises(NotFoundError, match="nope"):
        drift.analyse(shop(store), version, version, policy=DriftParams(columns=("nope",)))


def test_a_job_that_was_taken_over_stores_no_report(
    commit: Commit, drift: DriftService, store: Store
) -> None:
    version = commit(rows(60, 1))
    context = Context()
    context.fence = Fence(job_id="gone", attempt=1)
    with pytest.raises(LeaseLostError):
        drift.analyse(shop(store), version, version, context=context)
    assert store.reports.count() == 0


def test_a_report_of_more_columns_than_are_plotted_can_be_stored(
    commit: Commit, drift: DriftService, store: Store
) -> None:
    names = [f"c{i}" for i in range(1200)]
    wide = Schema(columns=tuple(Column(id=n, name=n, kind=Kind.NUMERIC) for n in names))

    def table(seed: int) -> pa.Table:
        values = np.random.default_rng(seed).normal(size=(60, len(names)))
        return pa.table({n: values[:, i] for i, n in enumerate(names)})

    reference, current = commit(table(1), schema=wide), commit(table(2), schema=wide)
    report = drift.analyse(shop(store), reference, current)
    assert len(drift.report(report.id).columns) == 1200
    assert report.columns[0].reference is not None
    assert report.columns[-1].reference is None
