"""Collections of another database, read on the real server: a second database beside ours."""

import json
import secrets
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any
from uuid import UUID

import pytest
from bson import Binary, DatetimeMS, Decimal128, Int64, ObjectId, Regex, Timestamp
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.database import Database

from driftdesk.core.context import Context
from driftdesk.core.entities import CollectionSource, Kind, Role
from driftdesk.core.errors import (
    AuthenticationError,
    FileError,
    NotFoundError,
    ParameterError,
    SourceUnavailableError,
)
from driftdesk.core.ingest import documents, journal
from driftdesk.core.ingest.looking import listing, stored_datasets
from driftdesk.core.ingest.service import IngestService
from driftdesk.core.storage.foreign import check_address, split_password, variable
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.integration.data.conftest import Listener
from tests.integration.data.test_resuming import Attempt, Laboratory

Other = Database[dict[str, Any]]


@pytest.fixture
def address(server_uri: SecretStr, monkeypatch: pytest.MonkeyPatch) -> str:
    """Of the server, its password in the environment."""
    shown, password = split_password(server_uri.get_secret_value())
    assert password is not None
    monkeypatch.setenv(variable(shown), password.get_secret_value())
    return shown


@pytest.fixture
def other(server_uri: SecretStr) -> Iterator[Other]:
    """A database of another program."""
    with MongoClient[dict[str, Any]](server_uri.get_secret_value()) as client:
        name = f"other_{secrets.token_hex(4)}"
        yield client[name]
        client.drop_database(name)


@pytest.fixture
def reviews(other: Other) -> ObjectId:
    """A dataset as the reference platform keeps it, its chunks out of order."""
    key: ObjectId = other.datasets.insert_one(
        {
            "name": "movie reviews",
            "description": "Korean films",
            "num_samples": 7,
            "num_features": 3,
            "labels": ["positive", "negative"],
            "type": "json",
            "uploaded_by": "ann",
            "created_at": datetime(2024, 5, 1, tzinfo=UTC),
        }
    ).inserted_id
    rows = [
        {"review_id": f"rev_{n}", "review_text": f"참 좋은 영화 {n}", "sentiment": "positive"}
        for n in range(7)
    ]
    for index in (2, 1, 3):
        chunk = rows[3 * (index - 1) : 3 * index]
        other.dataset_chunks.insert_one({"dataset_id": str(key), "records": chunk, "chunk_index": index})
    return key


def test_every_type_of_bson_becomes_something_sensible(
    other: Other, address: str, ingest: IngestService, tables: TableService
) -> None:
    one = ObjectId()
    other.mixed.insert_one(
        {
            "_id": one,
            "whole": Int64(2**40),
            "money": Decimal128("12.50"),
            "at": datetime(2024, 2, 29, 12, tzinfo=UTC),
            "flag": True,
            "uuid": Binary.from_uuid(UUID(int=7)),
            "bytes": b"\x00\x01",
            "pattern": Regex("^a"),
            "stamp": Timestamp(1_700_000_000, 1),
            "far": DatetimeMS(10**15),
            "place": {"city": "Oslo", "at": {"lat": 59.9}},
            "list": [1, 2],
            "none": None,
        }
    )
    wanted = CollectionSource(address=address, database=other.name, collection="mixed")
    result = ingest.run_collection("mixed", wanted, None, Context())
    row = tables.read(result.version).to_pylist()[0]
    assert row["_id"] == str(one)
    assert (row["whole"], row["money"], row["flag"]) == (2**40, 12.5, True)
    assert row["at"] == datetime(2024, 2, 29, 12)  # naive: UTC
    assert row["uuid"] == str(UUID(int=7))
    assert (row["bytes"], row["list"]) == ("AAE=", "[1, 2]")
    assert (row["place.city"], row["place.at.lat"]) == ("Oslo", 59.9)
    assert result.version.columns.column("stamp").kind is Kind.DATETIME
    assert result.version.columns.column("_id").role is Role.ID


def test_a_filter_and_fields_choose_what_is_read(
    other: Other, address: str, ingest: IngestService, tables: TableService
) -> None:
    base = datetime(2024, 1, 1, tzinfo=UTC)
    other.people.insert_many(
        {"name": f"p{n}", "age": n, "since": base + timedelta(days=n), "x": {"y": n, "z": 0}}
        for n in range(100)
    )
    wanted = CollectionSource(
        address=address,
        database=other.name,
        collection="people",
        where='{"age": {"$gte": 10}, "since": {"$lt": {"$date": "2024-02-01T00:00:00Z"}}}',
        fields=("age", "x.y"),
    )
    result = ingest.run_collection("people", wanted, None, Context())
    assert result.rows == 21
    assert result.version.columns.names == ("age", "x.y")
    assert tables.read(result.version).column("x.y").to_pylist() == list(range(10, 31))


def test_late_keys_are_rejected_with_a_reason(
    *,
    other: Other,
    address: str,
    ingest: IngestService,
    store: Store,
    context: Listener,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    monkeypatch.setattr(documents, "SAMPLE_ROWS", 10)
    other.things.insert_many({"a": n, **({"late": 1} if n == 40 else {})} for n in range(60))
    wanted = CollectionSource(address=address, database=other.name, collection="things")
    result = ingest.run_collection("things", wanted, None, context)
    assert (result.rows, result.rejected) == (59, 1)
    assert result.rejects_file_id
    assert "the key 'late', which the first documents do not have" in store.files.read_bytes(
        result.rejects_file_id
    ).decode("utf-8-sig")


def test_the_reference_layout_is_recognised_and_listed(other: Other, address: str, reviews: ObjectId) -> None:
    found = listing(address, other.name)
    assert [c.name for c in found.collections] == ["dataset_chunks", "datasets"]
    assert found.stored is not None
    assert [(d.name, d.samples, d.labels, d.short_id) for d in found.stored] == [
        ("movie reviews", 7, ("positive", "negative"), str(reviews))
    ]


def test_our_own_layout_is_not_taken_for_it(store: Store, address: str, database: Other) -> None:
    database.dataset_chunks.insert_one({"_id": b"x", "data": b"y"})
    assert listing(address, database.name).stored is None


def test_a_dataset_of_the_reference_platform_is_imported_whole(
    *,
    other: Other,
    address: str,
    reviews: ObjectId,
    ingest: IngestService,
    tables: TableService,
    context: Listener,
) -> None:
    del reviews
    (found,) = stored_datasets(address, other.name, ("movie reviews",))
    wanted = CollectionSource(address=address, database=other.name, stored=found.id)
    result = ingest.run_collection(found.name, wanted, None, context)
    assert result.dataset.description == "Korean films"
    assert tables.read(result.version).column("review_id").to_pylist() == [f"rev_{n}" for n in range(7)]
    assert context.warnings == [
        "The chunks of movie reviews are stored out of order; read by their chunk_index."
    ]


def test_missing_and_repeated_chunks_are_told(
    other: Other, address: str, reviews: ObjectId, ingest: IngestService, context: Listener
) -> None:
    second = other.dataset_chunks.find_one_and_delete({"chunk_index": 2})
    first = other.dataset_chunks.find_one({"chunk_index": 1}, {"_id": 0})
    assert first is not None
    other.dataset_chunks.insert_one({**first, "dataset_id": reviews})
    (found,) = stored_datasets(address, other.name, ())
    wanted = CollectionSource(address=address, database=other.name, stored=found.id)
    result = ingest.run_collection("reviews", wanted, None, context)
    assert result.rows == 4
    assert context.warnings[1:] == [
        "Chunks of movie reviews that are there twice were read once: 1.",
        "Chunks of movie reviews are missing: 2.",
        "movie reviews is said to have 7 samples; its chunks hold 4.",
    ]
    assert second is not None
    other.dataset_chunks.insert_one({**first, "records": second["records"]} | {"_id": ObjectId()})
    with pytest.raises(FileError, match="Two different chunks of movie reviews have the chunk_index 1"):
        ingest.run_collection("reviews again", wanted, None, context)


@pytest.mark.parametrize("kind", ["collection", "stored"])
def test_an_import_from_a_database_goes_on_where_it_died(
    *,
    other: Other,
    address: str,
    store: Store,
    ingest: IngestService,
    tables: TableService,
    monkeypatch: pytest.MonkeyPatch,
    kind: str,
) -> None:
    monkeypatch.setattr(journal, "EVERY", 0.0)
    monkeypatch.setattr("driftdesk.core.datasets.writer.GROUP_ROWS", 70)
    monkeypatch.setattr(documents, "BATCH_ROWS", 40)
    rows: list[dict[str, Any]] = [{"n": n, "word": secrets.token_hex(3)} for n in range(1000)]
    if kind == "collection":
        other.data.insert_many([{"_id": f"k{r['n']:04}" if r["n"] % 2 else r["n"], **r} for r in rows])
        wanted = CollectionSource(address=address, database=other.name, collection="data")
    else:
        key = other.datasets.insert_one({"name": "numbers"}).inserted_id
        other.dataset_chunks.insert_many(
            {"dataset_id": key, "records": rows[at : at + 90], "chunk_index": 1 + at // 90}
            for at in range(0, 1000, 90)
        )
        wanted = CollectionSource(
            address=address, database=other.name, stored=stored_datasets(address, other.name, ())[0].id
        )
    whole = ingest.run_collection("whole", wanted, None, Context())
    laboratory = Laboratory(store, ingest, tables)
    job = laboratory.job()
    for breath in (22, 15):
        attempt = Attempt(store, job, breath)
        with pytest.raises(type(attempt.error)):
            ingest.run_collection("broken", wanted, None, attempt)
        attempt.end()
    assert store.import_checkpoints.count() > 0
    last = Attempt(store, job)
    broken = ingest.run_collection("broken", wanted, None, last)
    assert last.first > 200
    laboratory.check(whole, broken)


def test_passwords_never_stand_in_an_address() -> None:
    for bad in ("mongodb://ann:pw@host/", "mongodb://host/?tlsCertificateKeyFilePassword=x"):
        with pytest.raises(ParameterError, match="holds a password"):
            check_address(bad)


def test_a_wrong_password_an_absent_one_and_an_absent_server_are_told(
    address: str, other: Other, monkeypatch: pytest.MonkeyPatch
) -> None:
    with pytest.raises(AuthenticationError, match="refused the user name or password"):
        listing(address, other.name, SecretStr("wrong"))
    monkeypatch.delenv(variable(address))
    with pytest.raises(AuthenticationError, match="is not known to whoever is to connect"):
        listing(address, other.name)
    monkeypatch.setattr("driftdesk.core.storage.connection._SELECTION_TIMEOUT_MS", 100)
    with pytest.raises(SourceUnavailableError, match=r"127\.0\.0\.1:1 does not answer"):
        listing("mongodb://127.0.0.1:1/", "x")


def test_what_is_not_there_or_empty_is_told(address: str, other: Other, ingest: IngestService) -> None:
    with pytest.raises(NotFoundError, match="has no collection 'nothing'"):
        ingest.run_collection(
            "x", CollectionSource(address=address, database=other.name, collection="nothing"), None, Context()
        )
    other.create_collection("empty")
    wanted = CollectionSource(address=address, database=other.name, collection="empty")
    with pytest.raises(FileError, match="gives no rows"):
        ingest.run_collection("x", wanted, None, Context())
    for bad in ("{", "[1]"):
        with pytest.raises(ParameterError, match="filter"):
            ingest.run_collection("x", wanted.model_copy(update={"where": bad}), None, Context())


def test_a_preview_shows_the_first_documents(address: str, other: Other, ingest: IngestService) -> None:
    other.many.insert_many({"a": n, "b": {"c": "x"}} for n in range(300))
    wanted = CollectionSource(address=address, database=other.name, collection="many")
    preview = ingest.preview_collection(wanted)
    assert len(preview.rows) == 100
    assert [c.name for c in preview.columns] == ["_id", "a", "b.c"]
    assert json.dumps(preview.rows[5]["a"]) == "5"
