"""Cleaning, changing columns, and sweeping, on the real server."""

from datetime import timedelta

import numpy as np
import pandas as pd
import pyarrow as pa
import pytest

from driftdesk.core.cleaning.rules import parse_rule
from driftdesk.core.cleaning.service import CleaningService
from driftdesk.core.context import Context
from driftdesk.core.datasets import writer
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import DatasetVersion, Job, JobKind, Model, Task
from driftdesk.core.errors import ConflictError, InputError, NotFoundError, ParameterError
from driftdesk.core.retention.sweeping import sweep
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.integration.data.conftest import ImportText, Listener

NOW = timedelta(0)


def rules(*texts: str) -> list:  # type: ignore[type-arg]  # of CleanRule
    return [parse_rule(t) for t in texts]


def digests(store: Store, version: DatasetVersion) -> set[bytes]:
    pages = [store.pages.get(p) for p in version.pages]
    return {p.digests[i : i + 32] for p in pages for i in range(0, len(p.digests), 32)}


def test_duplicates_go_and_the_first_stays(
    import_text: ImportText, cleaning: CleaningService, tables: TableService, context: Listener
) -> None:
    import_text("d", "id,x,s\n1,5,a\n2,5,a\n3,5,b\n4,,\n5,,\n6,5,a\n")
    result = cleaning.clean("d", rules("duplicates"), context)
    assert (result.rows, result.removed, result.changed) == (3, 3, 0)
    table = tables.read(result.version, with_row_ids=True)
    assert table.column("id").to_pylist() == [1, 3, 4]
    assert table.column("_row_id").to_pylist() == [0, 2, 3]
    assert (result.version.number, result.version.parent) == (2, 1)


def test_duplicates_are_those_that_pandas_finds(
    import_text: ImportText,
    cleaning: CleaningService,
    tables: TableService,
    context: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 64)
    random = np.random.default_rng(7)
    frame = pd.DataFrame(
        {
            "a": random.integers(0, 6, 1000),
            "b": random.choice(["x", "y", "", "xy"], 1000),
            "c": random.choice([0.5, 1.5, -0.0, np.nan], 1000),
        }
    )
    import_text("d", frame.to_csv(index=False))
    result = cleaning.clean("d", rules("duplicates"), context)
    expected = frame.replace("", None).drop_duplicates()
    found = tables.read(result.version).to_pandas()
    assert found["a"].tolist() == expected["a"].tolist()
    assert result.removed == len(frame) - len(expected)


def test_row_groups_without_duplicates_are_shared(
    import_text: ImportText,
    cleaning: CleaningService,
    store: Store,
    context: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(writer, "GROUP_ROWS", 50)
    rows = [f"{i},{i % 13}\n" for i in range(300)]
    version = import_text("d", "x,y\n" + "".join(rows) + rows[0]).version
    cleaned = cleaning.clean("d", rules("duplicates"), context).version
    assert len(digests(store, cleaned) - digests(store, version)) == 0
    assert cleaned.rows == 300


@pytest.mark.parametrize(
    ("rule", "x", "s", "changed"),
    [
        ("missing=median", [1, 3, 3, 8, 3], ["a", "b", "b", "b", "b"], 3),
        ("missing=mode", [1, 3, 3, 8, 3], ["a", "b", "b", "b", "b"], 3),
    ],
)
def test_gaps_are_filled(
    import_text: ImportText,
    cleaning: CleaningService,
    tables: TableService,
    context: Listener,
    *,
    rule: str,
    x: list[int],
    s: list[str],
    changed: int,
) -> None:
    import_text("d", "x,s,y\n1,a,1\n3,b,2\n3,,\n8,b,4\n,,5\n", target="y")
    result = cleaning.clean("d", rules(rule), context)
    table = tables.read(result.version)
    assert (table.column("x").to_pylist(), table.column("s").to_pylist()) == (x, s)
    assert table.column("y").null_count == 1
    assert (result.removed, result.changed) == (0, changed)
    assert result.report[0].columns["x"] == "1 filled with 3"


def test_rows_with_gaps_go(
    import_text: ImportText, cleaning: CleaningService, tables: TableService, context: Listener
) -> None:
    import_text("d", "x,s,none\n1,a,\n,b,\n3,,\n4,d,\n")
    result = cleaning.clean("d", rules("missing=drop"), context)
    assert tables.read(result.version, ["x", "s"]).to_pylist() == [{"x": 1, "s": "a"}, {"x": 4, "s": "d"}]
    assert result.removed == 2


def test_constant_columns_go_and_no_chunk_is_written(
    import_text: ImportText, cleaning: CleaningService, store: Store, context: Listener
) -> None:
    version = import_text(
        "d", "id,x,same,none,gaps,y\n1,1,k,,q,5\n2,2,k,,,5\n", target="y", task="regression"
    ).version
    result = cleaning.clean("d", rules("constant"), context)
    assert result.version.columns.names == ("id", "x", "gaps", "y")
    assert result.report[0].removed_columns == ("same", "none")
    assert result.changed == 2
    assert result.version.pages == version.pages


def test_rules_work_one_after_the_other(
    import_text: ImportText, cleaning: CleaningService, tables: TableService, context: Listener
) -> None:
    import_text("d", "x,s,y\n1,a,1\n1,a,1\n2,,2\n3,a,3\n")
    result = cleaning.clean("d", rules("duplicates", "missing=mode", "constant"), context)
    assert tables.read(result.version).to_pylist() == [{"x": 1, "y": 1}, {"x": 2, "y": 2}, {"x": 3, "y": 3}]


def test_where_nothing_is_to_be_done_there_is_no_new_version(
    import_text: ImportText, datasets: DatasetService, cleaning: CleaningService, context: Listener
) -> None:
    version = import_text("d", "x,y\n1,2\n2,3\n").version
    result = cleaning.clean("d", rules("duplicates", "missing=drop", "constant"), context)
    assert result.version == version
    assert (result.removed, result.changed) == (0, 0)
    assert datasets.get("d").head == 1


def test_a_cleaning_that_would_leave_nothing_is_refused(
    import_text: ImportText, cleaning: CleaningService, context: Listener
) -> None:
    import_text("d", "x,y\n1,\n,2\n")
    with pytest.raises(InputError, match="leave no row"):
        cleaning.clean("d", rules("missing=drop"), context)


def test_an_older_version_can_be_cleaned(
    import_text: ImportText, cleaning: CleaningService, context: Listener
) -> None:
    import_text("d", "x,y\n1,2\n1,2\n")
    import_text("d", "x,y\n5,6\n")
    result = cleaning.clean("d@1", rules("duplicates"), context)
    assert (result.version.number, result.version.parent, result.rows) == (3, 1, 1)


def test_a_cleaning_job_that_runs_twice_makes_one_version(
    import_text: ImportText, cleaning: CleaningService, store: Store
) -> None:
    import_text("d", "x,y\n1,2\n1,2\n")
    context = Context()
    context.job_id = "c" * 24
    first = cleaning.clean("d@1", rules("duplicates"), context)
    assert cleaning.clean("d@1", rules("duplicates"), context) == first
    assert store.versions.count() == 2


def test_a_sweep_takes_what_a_deleted_dataset_left_and_nothing_else(
    import_text: ImportText, datasets: DatasetService, tables: TableService, store: Store
) -> None:
    kept = import_text("kept", "x,y\n1,2\n2,3\n").version
    import_text("gone", "x,y\n1,5\n2,6\n", file="gone.csv")
    assert sweep(store, Context(), NOW, dry_run=False).chunks == 0
    datasets.trash("gone")
    datasets.delete("gone")
    dry = sweep(store, Context(), NOW, dry_run=True)
    assert (dry.chunks, dry.profiles, dry.files) == (1, 2, 1), "a profile and a sample of its rows"
    assert sweep(store, Context(), timedelta(hours=1), dry_run=False).chunks == 0
    assert sweep(store, Context(), NOW, dry_run=False) == dry
    assert sweep(store, Context(), NOW, dry_run=False).byte_count == 0
    assert tables.read(kept).num_rows == 2
    assert [f.name for f in store.files.list()] == ["a.csv"]


def test_a_sweep_keeps_what_a_running_job_may_need(datasets: DatasetService, store: Store) -> None:
    job = store.jobs.enqueue(Job(kind=JobKind.IMPORT, title="Import"))
    waiting = store.files.put_bytes(b"a,b\n1,2\n", "waiting.csv")
    store.jobs.enqueue(Job(kind=JobKind.IMPORT, title="Import", params={"files": [waiting.id]}))
    store.jobs.claim("worker", timedelta(minutes=1), job_id=job.id)
    store.chunks.put([pa.array([1, 2, 3])])
    assert sweep(store, Context(), NOW, dry_run=False).chunks == 0
    assert [f.id for f in store.files.list()] == [waiting.id]


def test_a_dataset_with_a_model_is_not_deleted(
    import_text: ImportText, datasets: DatasetService, store: Store
) -> None:
    dataset = import_text("d", "x,y\n1,2\n").dataset
    store.models.insert(Model(name="m", task=Task.REGRESSION, dataset_id=dataset.id, target="y"))
    datasets.trash("d")
    with pytest.raises(ConflictError, match="used by the model m"):
        datasets.delete("d")


def test_names_and_tags_move(import_text: ImportText, datasets: DatasetService, store: Store) -> None:
    import_text("d", "x,y\n1,2\n")
    import_text("d", "x,y\n3,4\n")
    import_text("other", "x,y\n1,2\n")
    datasets.tag_version("d", 1, "golden")
    assert datasets.resolve("d@golden")[1].number == 1
    datasets.tag_version("d", "latest", "golden")
    assert datasets.resolve("d@golden")[1].number == 2
    datasets.untag_version("d", "golden")
    with pytest.raises(NotFoundError, match="no version of d 'golden'"):
        datasets.resolve("d@golden")
    with pytest.raises(ParameterError):
        datasets.tag_version("d", 1, "3")
    with pytest.raises(ConflictError):
        datasets.rename("d", "other")
    assert datasets.rename("d", "e").name == "e"
    assert datasets.set_task("e", Task.BINARY).task is Task.BINARY
    assert [v.number for v in datasets.versions("e")] == [2, 1]
    assert [d.name for d in datasets.list()] == ["e", "other"]
    assert "dataset renamed" in {e.action for e in store.audit.find()}
