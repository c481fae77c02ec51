"""Hostile documents of another program's MongoDB: imported right, or refused with a reason and a hint."""

import secrets
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from bson import (
    Binary,
    Code,
    DatetimeMS,
    DBRef,
    Decimal128,
    Int64,
    MaxKey,
    MinKey,
    ObjectId,
    Regex,
    Timestamp,
)
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.database import Database

from driftdesk.core.context import Context
from driftdesk.core.entities import CollectionSource
from driftdesk.core.errors import InputError
from driftdesk.core.ingest.service import IngestService
from driftdesk.core.storage.foreign import split_password, variable
from driftdesk.core.storage.store import Store
from tests.integration.data.hostile.case import Read, Refused
from tests.integration.data.hostile.running import Laboratory, bounded_memory, check_refusal

pytestmark = pytest.mark.timeout(30)

Documents = list[dict[str, Any]]


def deep(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = {"k": value}
    return value


def lists(levels: int) -> Any:
    value: Any = 1
    for _ in range(levels):
        value = [value]
    return value


NAN = Decimal128("NaN")
ODD_IDS = [1, "1", 1.5, ObjectId(), True, None, datetime(2024, 1, 1, tzinfo=UTC), {"a": 1}, Binary(b"x", 0), Int64(2**60), MinKey(), MaxKey(), Decimal128("7"), Timestamp(1, 1)]  # fmt: skip

CASES: dict[str, tuple[Documents, Read | Refused]] = {
    "objects nested 90 deep": ([{"_id": 1, "a": deep(90)}, {"_id": 2, "a": deep(90)}], Read(rows=2)),
    "lists nested 90 deep": ([{"_id": 1, "a": lists(90)}], Read(rows=1)),
    "dollars and dots in keys": ([{"_id": 1, "$set": 1, "a.b": 2, "": 3, "$": 4}], Read(rows=1)),
    "keys that collide when flattened": ([{"_id": n, "a.b": 1, **({"a": {"b": 2}} if n == 3 else {})} for n in range(30)], Read(rows=29, rejects=[(4, "two values for 'a.b'")])),
    "our own name of row ids": ([{"_id": 1, "_row_id": 7, "__proto__": 8}], Read({"_id": [1], "row_id": [7], "__proto__": [8]})),
    "keys of 10 kB": ([{"_id": 1, "x" * 10_000: 1}], Read({"_id": [1], "x" * 200: [1]})),
    "decimals that are NaN, infinite or beyond floating point": ([{"_id": n, "a": Decimal128(v)} for n, v in enumerate(("NaN", "sNaN", "Infinity", "-Infinity", "1E+6144", "1E-6143", "1.5"))], Read(rows=7)),
    "ids of all types": ([{"_id": each, "n": n} for n, each in enumerate(ODD_IDS)], Read(rows=len(ODD_IDS))),
    "values of all types in one field": ([{"_id": n, "a": v} for n, v in enumerate((1, "x", None, [1], {"b": 1}, True, 1.5, NAN, Regex("^a"), Code("f()", {"x": 1}), DBRef("c", 1), MinKey(), ObjectId(), b"\xff", Timestamp(1, 1)))], Read(rows=15)),
    "a list of a million numbers": ([{"_id": 1, "a": list(range(1_000_000))}, {"_id": 2, "a": []}], Read(rows=1, rejects=[(1, "longer than 4 MB")])),
    "a text of 15 MB": ([{"_id": n, "a": "x" * (15 << 20) if n == 7 else "y"} for n in range(30)], Read(rows=29, rejects=[(8, "longer than 4 MB")])),
    "12,000 keys": ([{"_id": 1, **{f"k{n}": n for n in range(12_000)}}], Refused("different keys", named=False)),
    "times before the year 1 and after 9999": ([{"_id": n, "t": DatetimeMS(v)} for n, v in enumerate((-(10**15), 10**15, 0, 2**62, -(2**62)))], Read(rows=5)),
    "text that is no UTF-8": ([{"_id": n, "a": "\0\x01\u202e"} for n in range(2)], Read(rows=2)),
    "empty documents": ([{"_id": n} for n in range(3)], Read({"_id": [0, 1, 2]})),
    "a field that is sometimes an object": ([{"_id": n, "a": {"b": 1} if n % 2 else None} for n in range(10)], Read(rows=10)),
    "integers of 32 and 64 bits, and floating point": ([{"_id": n, "a": v} for n, v in enumerate((1, Int64(2**63 - 1), -1.5))], Read(rows=3)),
    "a collection that is not there": ([], Refused("no collection", InputError, named=False)),
}  # fmt: skip


@pytest.fixture
def other(server_uri: SecretStr) -> Iterator[Database[dict[str, Any]]]:
    with MongoClient[dict[str, Any]](server_uri.get_secret_value()) as client:
        name = f"other_{secrets.token_hex(4)}"
        yield client[name]
        client.drop_database(name)


@pytest.mark.parametrize("name", CASES)
def test_hostile_documents(
    *,
    name: str,
    other: Database[dict[str, Any]],
    server_uri: SecretStr,
    store: Store,
    database: Database[dict[str, Any]],
    ingest: IngestService,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    shown, password = split_password(server_uri.get_secret_value())
    assert password is not None
    monkeypatch.setenv(variable(shown), password.get_secret_value())
    documents, expect = CASES[name]
    if documents:
        other.things.insert_many(documents)
    laboratory = Laboratory(store, database, ingest)
    before = laboratory.contents()
    wanted = CollectionSource(address=shown, database=other.name, collection="things")
    with bounded_memory():
        try:
            result = ingest.run_collection("hostile", wanted, None, Context())
        except InputError as error:
            check_refusal(error, expect, "things")
            laboratory.check_unchanged(before)
            return
    assert isinstance(expect, Read), result.rows
    laboratory.check_rows(expect, result)
