"""From a file to a version and back, on the real server."""

import gzip
from pathlib import Path

import numpy as np
import pandas as pd
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets import writer
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import (
    Dataset,
    Fence,
    Job,
    JobKind,
    Kind,
    OperationKind,
    Role,
    Task,
)
from driftdesk.core.errors import (
    DriftDeskError,
    FileError,
    LeaseLostError,
    NotFoundError,
    ParameterError,
    SchemaError,
)
from driftdesk.core.ingest import comparing
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.service import IngestService
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.conftest import shared_data
from tests.integration.data.conftest import ImportText, Listener

ROWS = "x,city,t\n1,rome,2020-01-01\n2.5,,2020-01-02\n,oslo,2020-01-03\n"


def is_empty(store: Store) -> bool:
    stored = [store.datasets.count(), store.versions.count(), store.pages.count(), len(store.files.list())]
    return not any(stored)


def test_a_file_becomes_a_dataset_and_reads_back(
    import_text: ImportText, tables: TableService, store: Store
) -> None:
    result = import_text("cities", ROWS, task="regression", target="x")
    assert (result.rows, result.rejected, result.version.number) == (3, 0, 1)
    assert (result.dataset.head, result.dataset.next_row_id, result.dataset.task) == (1, 3, Task.REGRESSION)
    table = tables.read(result.version, with_row_ids=True)
    assert table.to_pandas().equals(
        pd.DataFrame(
            {
                "x": [1, 2.5, None],
                "city": pd.array(["rome", None, "oslo"], table.to_pandas()["city"].dtype),
                "t": pd.to_datetime(["2020-01-01", "2020-01-02", "2020-01-03"]).astype("datetime64[us]"),
                "_row_id": [0, 1, 2],
            }
        )
    )
    assert result.version.columns.column("t").role is Role.TIMESTAMP
    assert [e.action for e in store.audit.find()] == ["version committed"]
    assert store.files.read_bytes(result.version.files[0]).decode() == ROWS


def test_a_second_import_appends_and_shares_all_chunks(
    import_text: ImportText, tables: TableService, store: Store
) -> None:
    first = import_text("cities", ROWS)
    second = import_text("cities", "t,city,x\n2021-01-01,kyiv,7\n")
    assert (second.rows, second.version.rows, second.version.number) == (1, 4, 2)
    assert second.version.pages[0] == first.version.pages[0]
    assert store.pages.count() == 2
    assert second.version.operation.kind is OperationKind.APPEND
    assert second.version.operation.params["first_new_row_id"] == 3
    table = tables.read(second.version, with_row_ids=True)
    assert table.column("x").to_pylist() == [1, 2.5, None, 7]
    assert table.column("_row_id").to_pylist() == [0, 1, 2, 3]
    assert tables.read(first.version).num_rows == 3


def test_replacing_leaves_only_the_new_rows(import_text: ImportText, tables: TableService) -> None:
    import_text("cities", ROWS)
    second = import_text("cities", "x,city,t\n9,kyiv,2021-01-01\n", mode="replace")
    assert (second.version.rows, second.version.parent) == (1, 1)
    assert tables.read(second.version, with_row_ids=True).column("_row_id").to_pylist() == [3]


def test_several_files_become_one_version(
    ingest: IngestService, tables: TableService, context: Listener, tmp_path: Path
) -> None:
    for name, row in (("a.csv", "1,2"), ("b.csv", "3,4")):
        (tmp_path / name).write_text(f"x,y\n{row}\n")
    ids = [ingest.upload(tmp_path / n).id for n in ("a.csv", "b.csv")]
    result = ingest.run("both", ids, None, context)
    assert tables.read(result.version).to_pylist() == [{"x": 1, "y": 2}, {"x": 3, "y": 4}]
    assert result.version.files == tuple(ids)


def test_rejected_rows_are_stored_with_line_and_reason(import_text: ImportText, store: Store) -> None:
    result = import_text("cities", "x,y\n" + "1,2\n" * 30 + "1,2,3\n")
    assert (result.rows, result.rejected) == (30, 1)
    assert result.rejects_file_id is not None
    text = store.files.read_bytes(result.rejects_file_id).decode("utf-8-sig")
    assert text.splitlines() == ["file,line,reason,content", 'a.csv,32,3 values instead of 2,"1,2,3"']


@pytest.mark.parametrize(
    ("content", "options"),
    [
        ("", {}),
        ("a,b\n", {}),
        (bytes(range(256)) * 10, {}),
        ("a,b\n1,2,3\n", {}),
        ("a,b\n1,2\n" + "1\n" * 5, {}),
        ("a,b\n1,2\n", {"target": "c"}),
        ("a,b\n1,2\n", {"timestamp": "c"}),
        ("a,b\nx,2\n", {"task": "regression", "target": "a"}),
        (gzip.compress(b"a,b\n1,2\n" * 999, mtime=0)[:-20], {}),
    ],
)
def test_a_refused_file_leaves_nothing(
    import_text: ImportText, store: Store, content: str | bytes, options: dict[str, str]
) -> None:
    with pytest.raises((FileError, SchemaError)) as refused:
        import_text("bad", content, **options)
    assert refused.value.hint
    assert is_empty(store)


def test_a_refused_append_leaves_the_dataset_as_it_was(
    import_text: ImportText, datasets: DatasetService, store: Store
) -> None:
    import_text("cities", ROWS)
    for content in (
        "x,city\n1,rome\n",
        "x,city,t,new\n1,rome,2020-01-01,1\n",
        "x,city,t\nred,rome,2020-01-01\n",
    ):
        with pytest.raises(SchemaError) as refused:
            import_text("cities", content)
        assert refused.value.hint
    assert datasets.get("cities").head == 1
    assert len(store.files.list()) == 1


def test_missing_and_new_columns_are_taken_by_an_explicit_choice(
    import_text: ImportText, tables: TableService, store: Store
) -> None:
    first = import_text("cities", ROWS)
    second = import_text("cities", "x,city,size\n4,bonn,330\n", missing_columns="null", new_columns="add")
    assert second.version.pages[0] == first.version.pages[0]
    table = tables.read(second.version)
    assert table.column("size").to_pylist() == [None, None, None, 330]
    assert table.column("t").to_pylist()[3] is None
    profiles = ProfileService(store).columns(second.version)
    assert (profiles["size"].rows, profiles["size"].missing) == (4, 3)
    third = import_text("cities", "x,city,size,t,junk\n4,bonn,330,2020-01-01,1\n", new_columns="ignore")
    assert "junk" not in third.version.columns.names


def test_the_kinds_of_the_dataset_hold_for_what_is_appended(
    import_text: ImportText, tables: TableService
) -> None:
    import_text("codes", "code,label\na1,0\nb2,1\n", task="binary")
    second = import_text("codes", "code,label\n17,1\n18,0\n")
    table = tables.read(second.version)
    assert table.column("code").to_pylist() == ["a1", "b2", "17", "18"]
    assert table.column("label").to_pylist() == [False, True, True, False]


def test_importing_the_same_twice_stores_its_chunks_once(import_text: ImportText, store: Store) -> None:
    first = import_text("one", ROWS)
    second = import_text("two", ROWS)
    assert store.pages.get(first.version.pages[0]).digests == store.pages.get(second.version.pages[0]).digests


def test_a_job_that_runs_twice_makes_one_version(ingest: IngestService, store: Store, tmp_path: Path) -> None:
    context, other = Context(), Context()
    context.job_id = other.job_id = "j" * 24
    (tmp_path / "a.csv").write_text(ROWS)
    file = ingest.upload(tmp_path / "a.csv").id
    first = ingest.run("cities", [file], None, context)
    assert ingest.run("cities", [file], None, other).version.id == first.version.id
    assert store.versions.count() == 1


def test_an_import_that_died_is_done_again_from_the_stored_original(
    ingest: IngestService, tables: TableService, store: Store, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    (tmp_path / "a.csv").write_text(ROWS)
    file = ingest.upload(tmp_path / "a.csv").id
    with monkeypatch.context() as patch:
        patch.setattr(DatasetService, "commit", lambda *_, **__: 1 / 0)
        with pytest.raises(ZeroDivisionError):
            ingest.run("cities", [file], None, Context())
    assert store.datasets.count() == store.versions.count() == store.pages.count() == 0
    result = ingest.run("cities", [file], None, Context())
    assert tables.read(result.version).num_rows == 3


def test_a_worker_that_lost_its_job_commits_nothing(
    ingest: IngestService, store: Store, tmp_path: Path
) -> None:
    context = Context()
    job = store.jobs.enqueue(Job(kind=JobKind.IMPORT, title="Import"))
    context.fence = Fence(job_id=job.id, attempt=7)
    (tmp_path / "a.csv").write_text(ROWS)
    file = ingest.upload(tmp_path / "a.csv").id
    with pytest.raises(LeaseLostError):
        ingest.run("cities", [file], None, context)
    assert store.versions.count() == store.datasets.count() == 0
    assert [f.id for f in store.files.list()] == [file]


def test_two_imports_at_once_both_arrive(
    import_text: ImportText, datasets: DatasetService, ingest: IngestService, monkeypatch: pytest.MonkeyPatch
) -> None:
    import_text("cities", ROWS)
    commit = DatasetService.commit
    raced = []

    def slow(self: DatasetService, dataset: Dataset, *args: object, **kwargs: object) -> object:
        if not raced:
            raced.append(1)
            import_text("cities", "x,city,t\n5,first,2020-01-01\n", file="other.csv")
        return commit(self, dataset, *args, **kwargs)  # type: ignore[arg-type]  # passed on as they came

    monkeypatch.setattr(DatasetService, "commit", slow)
    result = import_text("cities", "x,city,t\n6,second,2020-01-01\n")
    assert (result.version.number, result.version.rows) == (3, 5)
    assert datasets.get("cities").next_row_id == 5


@pytest.mark.parametrize("name", ["", "a@b", "a/b", "x" * 101, "a\nb"])
def test_impossible_names_are_refused(import_text: ImportText, store: Store, name: str) -> None:
    with pytest.raises(ParameterError):
        import_text(name, ROWS)
    assert is_empty(store)


def test_another_task_than_the_datasets_is_refused(import_text: ImportText) -> None:
    import_text("cities", ROWS, task="regression", target="x")
    import_text("cities", ROWS, task="regression", target="x")
    with pytest.raises(SchemaError, match="is regression, not binary"):
        import_text("cities", ROWS, task="binary")


def test_large_versions_are_read_anywhere(
    import_text: ImportText, tables: TableService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 50)
    monkeypatch.setattr(writer, "PAGE_GROUPS", 3)
    frame = pd.DataFrame(
        {"n": np.arange(1234), "half": np.arange(1234) / 2, "s": [f"v{i % 7}" for i in range(1234)]}
    )
    version = import_text("many", frame.to_csv(index=False)).version
    assert len(version.pages) == 9
    whole = tables.read(version)
    assert whole.column("n").to_pylist() == frame["n"].tolist()
    assert whole.column("half").to_pylist() == frame["half"].tolist()
    assert tables.column(version, "s").to_pylist() == frame["s"].tolist()
    for offset, limit in ((0, 10), (45, 10), (149, 2), (1230, 100), (600, 300), (5000, 5)):
        page = tables.view(tables.source(version)).page(offset, limit, ["s", "n"], with_row_ids=True)
        assert page.column_names == ["s", "n", "_row_id"]
        assert page.column("n").to_pylist() == list(range(offset, min(1234, offset + limit)))
        assert page.equals(
            tables.read(version, ["s", "n"], with_row_ids=True, start=offset, stop=offset + limit)
        )
    assert [b.num_rows for b in tables.batches(version, ["n"])] == [50] * 24 + [34]


def test_row_groups_are_smaller_where_values_are_long(
    import_text: ImportText, tables: TableService, store: Store, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(writer, "CHUNK_BYTES", 10_000)
    rows = [f"{i},{'long words ' * (i % 50)}\n" for i in range(300)]
    version = import_text("long", "x,t\n" + "".join(rows)).version
    assert version.rows == 300
    page = store.pages.get(version.pages[0])
    assert len(page.group_rows) > 5
    assert tables.read(version).column("x").to_pylist() == list(range(300))


def test_whole_and_broken_numbers_of_one_column_unify(import_text: ImportText, tables: TableService) -> None:
    import_text("mixed", "x,y\n1,1\n2,1\n")
    version = import_text("mixed", "x,y\n2.5,1\n").version
    assert tables.read(version).column("x").to_pylist() == [1.0, 2.0, 2.5]
    assert [b.column("x").type for b in tables.batches(version)] == ["int64", "double"]
    assert tables.view(tables.source(version)).page(1, 2).column("x").to_pylist() == [2.0, 2.5]


def test_every_chunk_is_profiled_when_it_is_written(import_text: ImportText, store: Store) -> None:
    version = import_text("cities", ROWS).version
    profiles = ProfileService(store).columns(version)
    assert profiles["x"].missing == 1
    assert profiles["city"].distinct == 2


def test_a_file_can_be_compared_without_being_imported(
    import_text: ImportText, ingest: IngestService, tmp_path: Path
) -> None:
    version = import_text("cities", ROWS).version
    (tmp_path / "new.csv").write_text("x,t,extra\nred,2020-01-01,1\nblue,2020-01-02,2\n")
    side = ingest.side(tmp_path / "new.csv", version)
    assert (side.rows, side.schema.names) == (2, ("x", "t", "extra"))
    assert side.schema.column("x").kind is Kind.CATEGORICAL
    assert side.profiles["t"].rows == 2
    assert side.read("x").to_pylist() == ["red", "blue"]


def test_a_file_too_large_to_be_kept_is_read_again(
    import_text: ImportText, ingest: IngestService, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(comparing, "_KEPT_BYTES", 1)
    version = import_text("cities", ROWS).version
    (tmp_path / "new.csv").write_text("x,t\n7,2020-01-01\n8,2020-01-02\n")
    side = ingest.side(tmp_path / "new.csv", version)
    assert side.read("x").to_pylist() == side.read("x").to_pylist() == [7, 8]


@pytest.mark.parametrize(
    ("name", "options", "rows", "roles"),
    [
        (
            "flight_delays.csv.gz",
            ImportOptions(task=Task.BINARY, target="CANCELLED"),
            50_008,
            {"index": Role.ID, "CANCELLED": Role.TARGET, "DATE": Role.TIMESTAMP, "AIRLINE": Role.FEATURE},
        ),
        (
            "elec2.csv",
            ImportOptions(task=Task.BINARY),
            45_312,
            {"class": Role.TARGET, "period": Role.FEATURE},
        ),
    ],
)
def test_real_files_are_imported(  # noqa: PLR0917
    ingest: IngestService,
    store: Store,
    name: str,
    options: ImportOptions,
    rows: int,
    roles: dict[str, Role],
) -> None:
    path = shared_data(name)
    result = ingest.run("real", [ingest.upload(path).id], options, Context())
    tables = TableService(store)
    assert (result.rows, result.rejected) == (rows, 0)
    assert {n: result.version.columns.column(n).role for n in roles} == roles
    frame = pd.read_csv(path)
    numeric = "DISTANCE" if "flight" in name else "nswprice"
    assert tables.column(result.version, numeric).to_pylist() == frame[numeric].tolist()


def test_a_dataset_that_is_not_there_is_told_with_its_neighbours(
    import_text: ImportText, datasets: DatasetService
) -> None:
    import_text("cities", ROWS)
    with pytest.raises(NotFoundError) as missing:
        datasets.resolve("citys")
    assert "cities" in missing.value.hint
    with pytest.raises(DriftDeskError, match="no version of cities '9'"):
        datasets.resolve("cities@9")
