"""Bytes that nobody should believe: each is refused, and the server answers the next one as before."""

import contextlib
import json
import random
from collections.abc import Iterator
from typing import Any

import httpx
import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.entities import Kind
from driftdesk.core.errors import DriftDeskError, SchemaError
from driftdesk.core.profiles.encoding import to_bytes
from driftdesk.core.profiles.profile import merge, profile_array
from driftdesk.core.profiles.received import received_profile
from driftdesk.core.serving.claims import Allowed, check_claims
from tests.support.hostile_arrow import catalogue, mutations
from tests.support.serving import arrow, parts, table

ALLOWED = Allowed(rows=1_000_000, columns=10_000, decoded=1 << 30)
WAIT = {"prefer": "wait=30"}


@pytest.mark.parametrize("name", catalogue())
def test_a_hostile_stream_is_refused(http: httpx.Client, name: str) -> None:
    hostile = catalogue()[name]
    body = parts(reference_rows=hostile, current_rows=hostile)
    answer = http.post("/v1/analyses", files=body, headers=WAIT)
    assert answer.status_code == 422, answer.text
    assert "reference-rows" in answer.json()["detail"]
    assert http.get("/healthz").json()["workers"] == 1


def test_mutated_streams_are_refused_or_read_and_the_server_stays(http: httpx.Client) -> None:
    good = arrow(table(300), compression="zstd")
    statuses = []
    for content in mutations(good, 60, seed=1):
        answer = http.post(
            "/v1/analyses", files=parts(reference_rows=good, current_rows=content), headers=WAIT
        )
        statuses.append(answer.status_code)
        assert answer.status_code in (200, 413, 422, 500), answer.text
    assert statuses.count(422) > 20
    assert http.get("/healthz").status_code == 200


def test_claims_are_those_of_the_library() -> None:
    for options in ({}, {"compression": "zstd"}, {"compression": "lz4"}):
        claims = check_claims(memoryview(arrow(table(1234), **options)), ALLOWED, "it")
        assert (claims.rows, claims.columns, claims.batches) == (1234, 4, 7)


def test_no_mutation_of_a_stream_escapes_the_reading_of_claims() -> None:
    for content in mutations(arrow(table(300), compression="zstd"), 2_000, seed=2):
        try:
            claims = check_claims(memoryview(content), ALLOWED, "it")
        except DriftDeskError:
            continue
        assert claims.rows <= ALLOWED.rows
        assert claims.decoded <= ALLOWED.decoded


ARRAYS = [
    (pa.array(np.arange(10_000.0)), Kind.NUMERIC),
    (pa.array([1.0, None, float("inf"), float("nan")]), Kind.NUMERIC),
    (pa.array([1e308, -1e308, 1e300]), Kind.NUMERIC),
    (pa.array([], pa.float64()), Kind.NUMERIC),
    (pa.array([1, 2], pa.timestamp("us")), Kind.DATETIME),
    (pa.array([str(i) for i in range(3_000)]), Kind.CATEGORICAL),
    (pa.array(["a", None]), Kind.CATEGORICAL),
    (pa.array([True, None]), Kind.BOOLEAN),
    (pa.array(["hello world", None, ""] * 50), Kind.TEXT),
    (pa.array([], pa.string()), Kind.TEXT),
]


@pytest.mark.parametrize(("array", "kind"), ARRAYS)
def test_our_own_profiles_are_taken(array: pa.Array, kind: Kind) -> None:
    profile = profile_array(array, kind)
    for sent in (profile, merge([profile, profile, profile])):
        assert received_profile(to_bytes(sent), kind).rows == sent.rows


def doctored() -> Iterator[tuple[str, bytes]]:
    """Profiles of numbers whose header says something else."""
    packed = to_bytes(profile_array(pa.array(np.arange(2_000.0)), Kind.NUMERIC))
    head_size = int.from_bytes(packed[4:8], "little")
    size = int.from_bytes(packed[8:16], "little")
    plain = pa.decompress(packed[16:], size, codec="zstd", asbytes=True)
    header = json.loads(plain[:head_size])

    def repacked(change: dict[str, Any], numeric: dict[str, Any], claimed: int | None = None) -> bytes:
        head = json.dumps({**header, **change, "numeric": {**header["numeric"], **numeric}}).encode()
        body = head + plain[head_size:]
        start = packed[:4] + len(head).to_bytes(4, "little") + (claimed or len(body)).to_bytes(8, "little")
        return bytes(start + pa.compress(body, codec="zstd", asbytes=True))

    yield "a bomb", repacked({}, {}, claimed=2**50)
    yield "rows below zero", repacked({"rows": -1}, {})
    yield "more rows than can be", repacked({"rows": 10**30}, {})
    yield "rows that are words", repacked({"rows": "many"}, {})
    yield "truth as a number", repacked({"missing": True}, {})
    yield "another kind", repacked({"kind": "text"}, {})
    yield "a kind of its own", repacked({"kind": "spaceship"}, {})
    yield "an infinite mean", repacked({}, {"mean": float("inf")})
    yield "no mean", repacked({}, {"mean": None})
    yield "a negative variance", repacked({}, {"m2": -1})
    yield "fewer values than points", repacked({}, {"count": 3})
    yield "an error below zero", repacked({}, {"rank_error": -1})
    yield "objects", repacked({"arrays": [["registers", "|O", 4096], *header["arrays"][1:]]}, {})
    yield "negative lengths", repacked({"arrays": [["registers", "|u1", -1], *header["arrays"][1:]]}, {})
    yield "no arrays", repacked({"arrays": []}, {})
    yield "no header", packed[:8]
    yield "nothing", b""
    yield (
        "nested too deep",
        packed[:4]
        + (10_000).to_bytes(4, "little")
        + (10_000).to_bytes(8, "little")
        + bytes(pa.compress(b"[" * 10_000, codec="zstd", asbytes=True)),
    )


@pytest.mark.parametrize(("what", "content"), list(doctored()), ids=[what for what, _ in doctored()])
def test_a_profile_that_says_what_cannot_be_is_refused(what: str, content: bytes) -> None:
    with pytest.raises(SchemaError, match="cannot be used"):
        received_profile(content, Kind.NUMERIC)


def test_mutated_profiles_are_refused_or_taken_and_nothing_else() -> None:
    chance = random.Random(3)
    for array, kind in ARRAYS:
        packed = to_bytes(profile_array(array, kind))
        for content in mutations(packed, 60, seed=chance.randrange(10**6)):
            with contextlib.suppress(SchemaError):
                received_profile(content, kind)
