"""``import-mongodb`` from a second database of the tests' server, by a worker's child process."""

import secrets
from collections.abc import Iterator
from typing import Any

import pytest
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.database import Database

from driftdesk.core.storage.foreign import split_password, variable
from driftdesk.core.storage.store import Store
from tests.integration.cli.conftest import Run


@pytest.fixture
def platform(server_uri: SecretStr) -> Iterator[Database[dict[str, Any]]]:
    """A database in the reference platform's layout."""
    with MongoClient[dict[str, Any]](server_uri.get_secret_value()) as client:
        database = client[f"platform_{secrets.token_hex(4)}"]
        for name, count in (("reviews", 30), ("prices", 20)):
            key = database.datasets.insert_one(
                {"name": name, "num_samples": count, "labels": ["a"]}
            ).inserted_id
            rows = [{"n": n, "city": "서울"} for n in range(count)]
            database.dataset_chunks.insert_one({"dataset_id": key, "records": rows, "chunk_index": 1})
        yield database
        client.drop_database(database.name)


def test_what_is_there_is_listed_and_imported_without_a_password_anywhere(
    cli: Run,
    platform: Database[dict[str, Any]],
    server_uri: SecretStr,
    store: Store,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    address, password = split_password(server_uri.get_secret_value())
    assert password is not None
    there = ("import-mongodb", address, "--database", platform.name)
    code, refused = cli(
        "import-mongodb", server_uri.get_secret_value(), "--database", platform.name, "--list"
    )
    assert (code, refused["error"]["code"]) == (2, "bad_parameter")
    assert password.get_secret_value() not in str(refused)
    assert cli(*there, "--list")[1]["error"]["code"] == "authentication_failed"
    monkeypatch.setenv(variable(address), password.get_secret_value())
    listed = cli(*there, "--list")[1]
    assert {d["name"]: d["samples"] for d in listed["stored"]} == {"reviews": 30, "prices": 20}
    code, value = cli(*there, "--dataset", "reviews", "--into", "films")
    assert (code, value["dataset"], value["rows"]) == (0, "films", 30)
    code, value = cli(*there, "--all")
    assert {d["dataset"]: d["rows"] for d in value["imported"]} == {"reviews": 30, "prices": 20}
    assert cli(*there)[1]["error"]["message"] == "What is to be imported?"
    assert cli(*there, "--dataset", "nope")[1]["error"]["code"] == "not_found"
    jobs = str([job.model_dump() for job in store.jobs.find()])
    assert address in jobs
    assert password.get_secret_value() not in jobs
