"""The seam between formats, with artificial older ones."""

import secrets
import threading
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.database import Database

from driftdesk.core.entities import Dataset, MetricPoint
from driftdesk.core.errors import FormatError
from driftdesk.core.storage.codec import decode
from driftdesk.core.storage.metrics import MetricRepository
from driftdesk.core.storage.migrations import COLLECTIONS, MIGRATIONS, prepare_format


@pytest.fixture
def empty(server_uri: SecretStr) -> Iterator[Database[dict[str, Any]]]:
    """A database that nobody prepared."""
    with MongoClient[dict[str, Any]](server_uri.get_secret_value()) as client:
        name = f"test_{secrets.token_hex(6)}"
        yield client[name]
        client.drop_database(name)


def rename_title(database: Database[dict[str, Any]]) -> None:
    """An artificial step from 1 to 2: jobs had ``label``."""
    database.jobs.update_many({"label": {"$exists": True}}, {"$rename": {"label": "title"}})


def count_up(database: Database[dict[str, Any]]) -> None:
    """An artificial step from 2 to 3."""
    database.jobs.update_many({"steps_done": {"$exists": False}}, {"$set": {"steps_done": 1}})


def format_of(database: Database[dict[str, Any]]) -> int:
    found = database.meta.find_one({"_id": "format"})
    assert found
    return int(found["version"])


def test_an_empty_database_gets_the_newest_format_at_once(empty: Database[dict[str, Any]]) -> None:
    def never(_database: object) -> None:
        pytest.fail("there is nothing to migrate")

    prepare_format(empty, (never,))
    assert format_of(empty) == 2
    assert set(COLLECTIONS) <= set(empty.list_collection_names())
    for name, indexes in COLLECTIONS.items():
        assert len(empty[name].index_information()) == len(indexes) + 1


def test_an_older_database_goes_through_every_step_once(empty: Database[dict[str, Any]]) -> None:
    prepare_format(empty)
    assert format_of(empty) == len(MIGRATIONS) + 1
    empty.jobs.insert_one({"label": "old", "state": "queued"})
    steps = (*MIGRATIONS, rename_title, count_up)
    prepare_format(empty, steps)
    prepare_format(empty, steps)
    assert format_of(empty) == len(MIGRATIONS) + 3
    found = empty.jobs.find_one({})
    assert found
    assert (found["title"], found["steps_done"], "label" in found) == ("old", 1, False)
    with pytest.raises(FormatError):
        prepare_format(empty)


def test_a_migration_that_broke_off_goes_on_where_it_stopped(empty: Database[dict[str, Any]]) -> None:
    prepare_format(empty, ())
    empty.jobs.insert_one({"label": "old", "state": "queued"})

    def breaks(_database: object) -> None:
        raise OSError("power cut")

    with pytest.raises(OSError, match="power cut"):
        prepare_format(empty, (rename_title, breaks))
    assert format_of(empty) == 2

    def never(_database: object) -> None:
        pytest.fail("this step is done")

    prepare_format(empty, (never, count_up))
    assert format_of(empty) == 3


def test_programs_that_open_it_at_once_migrate_once(empty: Database[dict[str, Any]]) -> None:
    prepare_format(empty, ())
    calls: list[int] = []

    def step(_database: object) -> None:
        calls.append(1)

    threads = [threading.Thread(target=prepare_format, args=(empty, (step,))) for _ in range(4)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert calls == [1]
    assert format_of(empty) == 2


def test_a_changed_index_is_made_without_a_new_format(
    empty: Database[dict[str, Any]], monkeypatch: pytest.MonkeyPatch
) -> None:
    prepare_format(empty)
    more = {**COLLECTIONS, "audit": [*COLLECTIONS["audit"], COLLECTIONS["workers"][0]]}
    monkeypatch.setattr("driftdesk.core.storage.migrations.COLLECTIONS", more)
    prepare_format(empty)
    assert len(empty.audit.index_information()) == 3


def test_datasets_of_format_1_come_to_show_what_their_heads_and_reports_say(
    empty: Database[dict[str, Any]],
) -> None:
    prepare_format(empty, ())
    empty.datasets.insert_many(
        [
            {"_id": "d1", "name": "churn", "task": "binary", "head": 2, "next_row_id": 9, "version_tags": {}},
            {"_id": "d2", "name": "empty", "task": None, "head": 0, "next_row_id": 0, "version_tags": {}},
        ]
    )
    columns = [{"id": f"c{n}", "name": f"x{n}", "kind": "numeric", "role": "feature"} for n in range(3)]
    for number, rows in ((1, 4), (2, 9)):
        empty.dataset_versions.insert_one(
            {"_id": f"v{number}", "dataset_id": "d1", "number": number, "rows": rows, "byte_count": rows * 8,
             "columns": {"columns": columns[:number + 1]}}
        )  # fmt: skip
    severities = ["critical", *["none"] * 12, "warning"]
    for n, severity in enumerate(severities):
        at = datetime(2026, 1, n + 1, tzinfo=UTC)
        empty.drift_reports.insert_one(
            {"_id": f"r{n}", "dataset_id": "d1", "severity": severity, "created_at": at}
        )

    prepare_format(empty)
    prepare_format(empty)

    assert format_of(empty) == len(MIGRATIONS) + 1
    churn, other = (decode(Dataset, d) for d in empty.datasets.find(sort=[("_id", 1)]))
    assert (churn.rows, churn.columns, churn.byte_count, churn.labelled) == (9, 3, 72, None)
    assert [v.value for v in churn.verdicts] == [*["none"] * 11, "warning"]
    assert (other.rows, other.columns, other.byte_count, other.verdicts) == (0, 0, 0, ())


def old_points(database: Database[dict[str, Any]], run_id: str, count: int) -> None:
    database.run_metrics.insert_many(
        {"run_id": run_id, "step": n, "epoch": n / 10, "seconds": n / 20, "values": {"loss%2Ex": float(n)}}
        for n in range(count)
    )


def test_series_of_format_2_are_packed_and_read_as_before(empty: Database[dict[str, Any]]) -> None:
    prepare_format(empty, MIGRATIONS[:1])
    empty.run_metrics.drop_indexes()
    empty.run_metrics.create_index([("run_id", 1), ("step", 1)], unique=True)
    old_points(empty, "long", 5_000)
    old_points(empty, "short", 3)

    prepare_format(empty)

    assert format_of(empty) == len(MIGRATIONS) + 1
    assert empty.run_metrics.count_documents({}) == 3
    found = MetricRepository(empty.run_metrics).series("long")
    assert [(p.step, p.epoch, p.seconds, p.values) for p in found] == [
        (n, n / 10, n / 20, {"loss.x": float(n)}) for n in range(5_000)
    ]
    assert len(empty.run_metrics.index_information()) == len(COLLECTIONS["run_metrics"]) + 1


def test_packing_that_broke_off_is_done_again_from_all_points(empty: Database[dict[str, Any]]) -> None:
    prepare_format(empty, MIGRATIONS[:1])
    empty.drop_collection("run_metrics")
    old_points(empty, "r", 10)
    empty.run_metrics.rename("run_metrics_of_format_2")
    MetricRepository(empty.run_metrics).append(
        [MetricPoint(run_id="r", step=0, epoch=9, seconds=9, values={})]
    )

    prepare_format(empty)

    assert [p.epoch for p in MetricRepository(empty.run_metrics).series("r")] == [n / 10 for n in range(10)]
    assert "run_metrics_of_format_2" not in empty.list_collection_names()
