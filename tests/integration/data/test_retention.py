"""Retention: what policies remove and what they never do, sweeps that free what they said, and the account of bytes."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from typing import Any

import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.entities import (
    EVERYWHERE,
    Column,
    Draft,
    Event,
    Job,
    JobKind,
    JobStarted,
    JobState,
    Kind,
    Model,
    Operation,
    OperationKind,
    Run,
    Schema,
    Task,
    now,
)
from driftdesk.core.entities.splits import SplitSpec
from driftdesk.core.errors import ConflictError, ParameterError
from driftdesk.core.retention import service as module
from driftdesk.core.retention.service import RetentionService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.desk import Desk
from tests.integration.data.conftest import ImportText

NOW = timedelta(0)


@pytest.fixture(autouse=True)
def at_once(monkeypatch: pytest.MonkeyPatch) -> None:
    """Tests need not wait a quarter of an hour."""
    monkeypatch.setattr(module, "LEAST_GRACE", NOW)


@pytest.fixture
def retention(store: Store, datasets: DatasetService) -> RetentionService:
    return RetentionService(store, datasets, "tester")


@pytest.fixture
def chain(import_text: ImportText) -> Callable[..., None]:
    """``chain("name", 4)``: a dataset of so many versions, each of which replaced all rows."""

    def make(name: str, versions: int) -> None:
        for i in range(versions):
            rows = "".join(f'{{"x": {100 * i + n}, "y": "{name}"}}\n' for n in range(5))
            import_text(name, rows, f"{name}-{i}.jsonl", mode="replace")

    return make


def numbers(datasets: DatasetService, name: str) -> list[int]:
    return [v.number for v in datasets.versions(name)]


def stored(store: Store) -> int:
    """All bytes that an account counts."""
    return (
        sum(size for _, size in store.chunks.sizes())
        + sum(size for _, size in store.chunk_profiles.sizes())
        + sum(p.byte_count for p in store.pages.infos())
        + sum(store.files.sizes().values())
    )


def test_without_a_policy_all_versions_are_kept(
    retention: RetentionService, datasets: DatasetService, chain: Callable[..., None]
) -> None:
    chain("churn", 3)
    assert retention.policy().keeps_all
    assert retention.policy("churn").id == EVERYWHERE
    assert retention.sweep(grace=NOW).versions == 0
    assert numbers(datasets, "churn") == [3, 2, 1]


def test_a_policy_by_number_never_removes_what_is_in_use(
    retention: RetentionService, datasets: DatasetService, chain: Callable[..., None], store: Store
) -> None:
    chain("churn", 8)
    dataset = datasets.tag_version("churn", 2, "golden")
    model = Model(name="m", task=Task.REGRESSION, dataset_id=dataset.id, target="x")
    store.models.insert(model)
    run = Run(
        number=1,
        model_id=model.id,
        dataset_id=dataset.id,
        dataset_version=3,
        trainer="mlp",
        params={},
        seed=0,
    )
    store.runs.insert(run)
    store.drafts.insert(Draft(dataset_id=dataset.id, base=4, user="ada"))
    params = {"dataset_id": dataset.id, "version": 5}
    store.jobs.enqueue(Job(kind=JobKind.PROFILE, title="Profile", params=params))
    retention.set_policy("churn", keep_versions=2)
    assert [v.number for v in retention.due()] == [1, 6]
    assert retention.sweep(grace=NOW).versions == 2
    assert numbers(datasets, "churn") == [8, 7, 5, 4, 3, 2]
    assert retention.sweep(grace=NOW).versions == 0


def test_a_policy_by_age_spares_what_is_young_and_what_is_newest(
    retention: RetentionService, datasets: DatasetService, chain: Callable[..., None], store: Store
) -> None:
    chain("churn", 4)
    for number, days in ((1, 40), (2, 30), (3, 20), (4, 10)):
        version = datasets.version(datasets.get("churn"), number)
        store.versions.update(version.id, created_at=now() - timedelta(days=days))
    retention.set_policy(keep_days=15)
    assert [v.number for v in retention.due()] == [1, 2, 3]
    retention.set_policy(keep_days=15, keep_versions=3)
    assert [v.number for v in retention.due()] == [1]
    retention.set_policy("churn")
    assert retention.policy("churn").keeps_all
    assert retention.due() == [], "its own policy keeps all"
    assert retention.forget_policy("churn").keep_versions == 3
    assert [v.number for v in retention.due()] == [1]
    datasets.trash("churn")
    assert retention.due() == [], "the trash is kept as it is"


@pytest.mark.parametrize("bad", [{"keep_versions": 0}, {"keep_days": -1}, {"event_days": float("nan")}])
def test_policies_out_of_range_are_refused(retention: RetentionService, bad: dict[str, Any]) -> None:
    with pytest.raises(ParameterError):
        retention.set_policy(**bad)
    assert retention.policy().updated_by == ""


def test_a_dry_run_says_to_the_byte_what_the_sweep_then_frees(
    desk: Desk, chain: Callable[..., None], import_text: ImportText
) -> None:
    retention, datasets, tables, store = desk.retention, desk.datasets, desk.tables, desk.store
    chain("churn", 5)
    chain("gone", 2)
    import_text("churn", '{"x": 1, "y": "appended"}\n', "more.jsonl")
    datasets.trash("gone")
    datasets.delete("gone")
    store.chunks.put([pa.array(range(1000))])
    retention.set_policy(keep_versions=2)
    before = stored(store)
    dry = retention.sweep(grace=NOW, dry_run=True)
    assert stored(store) == before
    assert dry.versions == 4
    assert dry.chunks > 0
    assert dry.files > 0
    assert retention.sweep(grace=NOW) == dry
    assert before - stored(store) == dry.byte_count
    nothing = retention.sweep(grace=NOW)
    assert nothing.byte_count == nothing.pages == nothing.chunks == 0
    assert numbers(datasets, "churn") == [6, 5]
    for version in datasets.versions("churn"):
        assert tables.read(version).num_rows == version.rows


def test_the_account_knows_every_byte_and_what_a_deleted_dataset_frees(
    retention: RetentionService, datasets: DatasetService, import_text: ImportText, store: Store
) -> None:
    same = "".join(f'{{"x": {n}}}\n' for n in range(50))
    import_text("one", same, "one.jsonl")
    import_text("two", same, "two.jsonl")
    import_text("two", '{"x": 7}\n', "more.jsonl")
    store.chunks.put([pa.array(["nobody", "wants", "this"])])
    store.files.put_bytes(b"abc", "waiting.csv")
    account = retention.account()
    assert account.total == stored(store)
    one, two = sorted(account.datasets, key=lambda d: d.name)
    assert one.shared == two.shared == account.shared > 0
    assert (one.versions, two.versions) == (1, 2)
    assert one.files == len(same)
    assert account.other_files == 3
    assert account.unreferenced > 0
    retention.sweep(grace=NOW)
    datasets.trash("two")
    before = stored(store)
    datasets.delete("two")
    retention.sweep(grace=NOW)
    assert before - stored(store) == two.own


def test_a_grace_that_is_too_short_is_refused_unless_nothing_is_deleted(
    retention: RetentionService, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(module, "LEAST_GRACE", timedelta(minutes=15))
    with pytest.raises(ParameterError, match="out of range"):
        retention.sweep(grace=timedelta(minutes=14))
    retention.sweep(grace=NOW, dry_run=True)


COLUMNS = Schema(columns=(Column(id="c1", name="x", kind=Kind.NUMERIC),))


def test_what_a_notebook_writes_is_spared_until_it_is_committed(
    retention: RetentionService, datasets: DatasetService, tables: TableService, store: Store
) -> None:
    dataset = datasets.create("slow")
    writer = VersionWriter(store, COLUMNS, first_row_id=0, context=Context())
    writer.write(pa.table({"x": [1, 2, 3]}))
    written = writer.finish()
    assert retention.sweep(grace=NOW).chunks == 0
    version = datasets.commit(
        dataset, written, operation=Operation(kind=OperationKind.EDIT), context=Context()
    )
    assert store.leases.oldest() == NOW
    assert retention.sweep(grace=NOW).chunks == 0
    assert tables.read(version)["x"].to_pylist() == [1, 2, 3]


def test_a_writer_whose_lease_lapsed_commits_nothing(
    retention: RetentionService, datasets: DatasetService, store: Store
) -> None:
    dataset = datasets.create("slow")
    writer = VersionWriter(store, COLUMNS, first_row_id=0, context=Context())
    writer.write(pa.table({"x": [1, 2, 3]}))
    written = writer.finish()
    assert written.lease
    store.leases.release(written.lease)
    assert retention.sweep(grace=NOW).chunks > 0
    with pytest.raises(ConflictError, match="paused"):
        datasets.commit(dataset, written, operation=Operation(kind=OperationKind.EDIT), context=Context())
    assert store.versions.count() == 0


def test_what_jobs_said_long_ago_is_forgotten_and_the_jobs_stay(
    retention: RetentionService, store: Store
) -> None:
    def ended(days: int) -> Job:
        job = Job(
            kind=JobKind.PROFILE,
            title="Profile",
            state=JobState.SUCCEEDED,
            finished_at=now() - timedelta(days=days),
        )
        store.jobs.insert(job.model_copy(update={"state": JobState.RUNNING, "attempt": 1}))
        from driftdesk.core.entities import Fence

        said: list[Event] = [JobStarted(job_id=job.id, attempt=1, number=0, worker="w")]
        store.events.append(said, Fence(job_id=job.id, attempt=1))  # type: ignore[arg-type]  # a JobEvent
        store.jobs.replace(job)
        return job

    old, young = ended(100), ended(10)
    dry = retention.sweep(grace=NOW, dry_run=True)
    assert dry.events == 1
    assert dry.byte_count > 0
    assert retention.sweep(grace=NOW) == dry
    assert store.events.after(old.id) == []
    assert len(store.events.after(young.id)) == 1
    assert store.jobs.count() == 2
    retention.set_policy(event_days=None)
    assert retention.sweep(grace=NOW).events == 0


class Killed(BaseException):
    """As kill -9 is: nothing is tidied up."""


@pytest.fixture
def kill_at(monkeypatch: pytest.MonkeyPatch, store: Store) -> Iterator[Callable[[int], None]]:
    """Let the process die just before the n-th deletion."""

    def arm(n: int) -> None:
        left = [n]

        def dying(real: Callable[..., Any]) -> Callable[..., Any]:
            def call(*args: Any, **kwargs: Any) -> Any:
                left[0] -= 1
                if left[0] < 0:
                    raise Killed
                return real(*args, **kwargs)

            return call

        for owner, name in (
            (store.chunks, "_delete"),
            (store.chunk_profiles, "_delete"),
            (store.pages, "delete_where"),
            (store.versions, "delete"),
            (store.files, "sweep"),
        ):
            monkeypatch.setattr(owner, name, dying(getattr(owner, name)))

    yield arm


@pytest.mark.parametrize("moment", range(8))
def test_a_sweep_that_is_killed_leaves_a_store_that_is_whole(
    desk: Desk,
    chain: Callable[..., None],
    kill_at: Callable[[int], None],
    monkeypatch: pytest.MonkeyPatch,
    moment: int,
) -> None:
    retention, datasets, tables = desk.retention, desk.datasets, desk.tables
    chain("churn", 4)
    chain("gone", 1)
    datasets.trash("gone")
    datasets.delete("gone")
    retention.set_policy(keep_versions=1)
    kill_at(moment)
    with pytest.raises(Killed):
        retention.sweep(grace=NOW)
    monkeypatch.undo()
    monkeypatch.setattr(module, "LEAST_GRACE", NOW)
    for version in datasets.versions("churn"):
        assert tables.read(version).num_rows == 5
    retention.sweep(grace=NOW)
    assert numbers(datasets, "churn") == [4]
    account = retention.account()
    assert account.unreferenced == account.other_files == 0


def test_the_rows_of_a_split_belong_to_its_dataset(desk: Desk, chain: Callable[..., None]) -> None:
    chain("churn", 1)
    before = desk.retention.account().datasets[0].chunks
    desk.splits.create("churn", "parts", SplitSpec(shares={"train": 0.6, "test": 0.4}))
    account = desk.retention.account()
    assert account.datasets[0].chunks > before
    assert account.unreferenced == 0
    assert desk.retention.sweep(grace=NOW).chunks == 0
