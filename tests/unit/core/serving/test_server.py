"""``driftdesk serve`` from outside: what it answers, what it refuses, and that nothing of it stays."""

import json
import socket
import time
from collections.abc import Iterator
from pathlib import Path
from typing import Any

import httpx
import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.detection.protocol import AnalysisStatus, Health, Problem
from driftdesk.core.entities import DriftReport
from driftdesk.core.errors import ConflictError, ParameterError
from driftdesk.core.serving.config import MB, ServingConfig
from driftdesk.core.serving.guards import Rates
from driftdesk.core.serving.keys import VARIABLE, new_key, server_keys
from driftdesk.core.serving.openapi import openapi
from driftdesk.core.serving.server import DriftServer, serving
from tests.support.serving import KEY, arrow, both, children, client, config, parts
from tests.support.waiting import until

DOC = Path(__file__).parents[4] / "docs" / "openapi.json"
WAIT = {"prefer": "wait=30"}


def problem(answer: httpx.Response) -> Problem:
    """Every error has one shape."""
    assert answer.headers["content-type"] == "application/problem+json"
    told = Problem.model_validate(answer.json())
    assert told.status == answer.status_code
    assert told.type.startswith("urn:driftdesk:problem:")
    assert told.detail
    return told


def test_two_sides_in_and_the_report_out(http: httpx.Client) -> None:
    answer = http.post("/v1/analyses", files=parts({"dataset": "users"}, **both()), headers=WAIT)
    content = answer.json()
    assert answer.status_code == 200
    assert answer.headers["preference-applied"] == "wait=30"
    assert content.pop("schema") == "driftdesk.drift-report/1"
    report = DriftReport.model_validate(content)
    assert report.summary == "Drifted: 1 of 4 columns changed since reference (age)."
    assert report.together


def test_an_analysis_can_be_watched_fetched_and_forgotten(http: httpx.Client) -> None:
    taken = http.post("/v1/analyses", files=parts(**both(compression="lz4")))
    assert taken.status_code == 202
    where = taken.headers["location"]
    status = AnalysisStatus.model_validate(http.get(where, headers=WAIT).json())
    assert (status.state, status.problem) == ("done", None)
    assert where == f"/v1/analyses/{status.id}"
    assert status.id in [a["id"] for a in http.get("/v1/analyses").json()["analyses"]]
    assert http.get(f"{where}/report").json()["severity"] == "critical"
    assert http.delete(where).status_code == 204
    assert problem(http.get(where)).status == 404
    assert problem(http.get(f"{where}/report")).status == 404


def test_health_says_what_it_takes_and_needs_no_key(server: DriftServer) -> None:
    with client(server.url, key=None) as stranger:
        health = Health.model_validate(stranger.get("/healthz").json())
    assert (health.status, health.key_needed, health.workers) == ("ready", True, 1)
    assert health.limits.body_bytes == 40 * MB


def test_without_the_key_nothing_is_told(server: DriftServer) -> None:
    with client(server.url, key=None) as stranger:
        for method, path in (("GET", "/v1/analyses"), ("POST", "/v1/analyses"), ("GET", "/nowhere")):
            answer = stranger.request(method, path)
            assert problem(answer).status == 401
            assert answer.headers["www-authenticate"].startswith("Bearer")
    with client(server.url, key=KEY + "x") as guesser:
        assert "wrong" in problem(guesser.get("/v1/analyses")).detail
    with client(server.url, key=None, auth=("user", KEY)) as basic:
        assert problem(basic.get("/v1/analyses")).status == 401


@pytest.mark.parametrize(
    ("question", "streams", "words"),
    [
        ("{", {}, "Invalid JSON"),
        ("[]", both(), "analysis cannot be used"),
        ({"unknown": 1}, both(), "unknown"),
        ({"params": {"alpha": 7}}, both(), "params.alpha"),
        ({"params": {"columns": ["gone"]}}, both(), "no column 'gone'"),
        ({}, {"reference_rows": both()["reference_rows"]}, "nothing to compare as current"),
        ({"reference": {"rows": 3}}, both(), "not of the same rows"),
        ({"reference": {"columns": [{"name": "age", "kind": "text"}]}}, both(), "not text"),
        ({"reference": {"columns": [{"name": "a", "kind": "text"}] * 2}}, both(), "named twice"),
        ({"reference": {"columns": [{"name": "no", "kind": "text"}]}, "current": {"columns": [{"name": "no", "kind": "text"}]}},
         both(), "Neither rows nor a profile"),
        ({}, {"reference_profiles": both()["reference_rows"], **both()}, "does not hold profiles"),
        ({}, {**both(), "reference_sample": both()["reference_rows"], "current_sample": both()["current_rows"]}, "type"),
    ],
)  # fmt: skip
def test_what_cannot_be_used_is_said(
    http: httpx.Client, question: Any, streams: dict[str, bytes], words: str
) -> None:
    told = problem(http.post("/v1/analyses", files=parts(question, **streams), headers=WAIT))
    assert told.status == 422
    assert words in told.detail
    assert told.hint


def test_bodies_of_other_kinds_are_refused(http: httpx.Client) -> None:
    kind = {"content-type": "multipart/form-data; boundary=x"}
    refused = [
        (415, http.post("/v1/analyses", json={})),
        (415, http.post("/v1/analyses", content=b"x", headers={**kind, "content-encoding": "gzip"})),
        (400, http.post("/v1/analyses", content=b"x", headers=kind)),
        (422, http.post("/v1/analyses", content=b"--x\r\n\r\n--x--\r\n", headers=kind)),
        (400, http.post("/v1/analyses", content=b"--x\r\nContent-Disposition: form-data; na", headers=kind)),
        (422, http.post("/v1/analyses", files={"elsewhere": b""})),
        (422, http.post("/v1/analyses", files=[("analysis", b"{}"), ("analysis", b"{}")])),
        (413, http.post("/v1/analyses", content=bytes(41 * MB), headers=kind)),
        (413, http.post("/v1/analyses", content=endless(45), headers=kind)),
        (413, http.post("/v1/analyses", files=parts(" " * 9 * MB))),
        (405, http.put("/v1/analyses")),
        (404, http.get("/v2")),
        (404, http.get("/v1/analyses/../../etc/passwd")),
    ]
    for status, answer in refused:
        assert problem(answer).status == status
    assert http.get("/healthz").status_code == 200


def endless(megabytes: int) -> Iterator[bytes]:
    yield b'--x\r\nContent-Disposition: form-data; name="current-rows"\r\n\r\n'
    for _ in range(megabytes):
        yield bytes(MB)


def test_a_body_must_say_how_long_it_is(server: DriftServer) -> None:
    head = f"POST /v1/analyses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\n\r\n"
    assert b" 411 " in said(server, head.encode())


def said(server: DriftServer, content: bytes) -> bytes:
    """What it answers to these bytes until it closes, or for a second."""
    host, port = server.url.removeprefix("http://").split(":")
    with socket.create_connection((host, int(port)), timeout=1) as connection:
        connection.sendall(content)
        answer = b""
        try:
            while piece := connection.recv(65536):
                answer += piece
        except TimeoutError:
            pass
        return answer


@pytest.mark.parametrize(
    ("content", "status"),
    [
        (b"\x16\x03\x01\x02\x00" + bytes(200), b" 400 "),
        (b"DRIFT please\r\n\r\n", b" 400 "),
        (b"GET /healthz HTTP/1.1\r\nHost: x\r\nX: " + b"y" * 70_000, b" 431 "),
    ],
)
def test_what_is_no_http_gets_a_problem_and_the_end(
    server: DriftServer, content: bytes, status: bytes
) -> None:
    answer = said(server, content)
    assert status in answer
    assert b"application/problem+json" in answer
    assert b"urn:driftdesk:problem:" in answer


def test_slow_heads_and_bodies_are_not_waited_for() -> None:
    with serving(config(head_seconds=0.2, analysis_seconds=5)) as server:
        began = time.monotonic()
        assert b" 408 " in said(server, b"GET /healthz HTTP/1.1\r\nHo")
        head = (
            f"POST /v1/analyses HTTP/1.1\r\nHost: x\r\nAuthorization: Bearer {KEY}\r\nContent-Length: 99\r\n"
        )
        head += "Content-Type: multipart/form-data; boundary=x\r\n\r\n--x\r\n"
        assert b" 408 " in said(server, head.encode())
        assert time.monotonic() - began < 3
        with client(server.url) as there:
            assert there.get("/healthz").json()["queued"] == 0


def test_of_too_many_connections_the_silent_ones_go_first() -> None:
    with serving(config(connections=3)) as server, client(server.url) as http:
        host, port = server.url.removeprefix("http://").split(":")
        silent = [socket.create_connection((host, int(port)), timeout=5) for _ in range(3)]
        assert http.get("/healthz").status_code == 200
        assert b" 503 " in silent[0].recv(65536)
        assert http.get("/healthz").status_code == 200
        for connection in silent:
            connection.close()


def test_too_many_requests_are_told_when_to_come_again() -> None:
    with serving(config(requests_per_minute=30)) as server, client(server.url) as http:
        answers = [http.get("/v1/analyses") for _ in range(40)]
        refused = next(a for a in answers if a.status_code == 429)
        assert int(refused.headers["retry-after"]) >= 1
        problem(refused)


def test_rates_are_by_caller_and_forget_old_ones() -> None:
    rates = Rates(60)
    assert [rates.take("a", 0.0) for _ in range(20)] == [0.0] * 20
    assert rates.take("a", 0.0) == 1.0
    assert rates.take("b", 0.0) == 0.0
    assert rates.take("a", 1.0) == 0.0
    for other in range(20_000):
        rates.take(str(other), 2.0)
    assert len(rates._left) == 10_000


def test_on_loopback_without_a_key_only_this_machine_is_meant() -> None:
    with serving(config(keys=())) as server, client(server.url, key=None) as http:
        assert http.get("/v1/analyses").status_code == 200
        for host in ("drift.example.com", "drift.example.com:80", "[::2]:80", ""):
            assert problem(http.get("/v1/analyses", headers={"host": host})).status == 400
        for host in ("localhost", "localhost:1", "127.0.0.1:1", "[::1]:1"):
            assert http.get("/v1/analyses", headers={"host": host}).status_code == 200


def slow(rows: int = 40) -> dict[str, Any]:
    """An analysis that takes longer than a test."""
    question = {"params": {"together": {"methods": ["mmd"], "permutations": 100_000}}}
    return parts(question, **both(rows=rows * 100))


def test_a_cancelled_analysis_really_stops() -> None:
    there = {*children()}
    with serving(config()) as server, client(server.url) as http:
        where = http.post("/v1/analyses", files=slow()).headers["location"]
        until(lambda: http.get(where).json()["state"] == "running")
        analyses = {*children()} - there
        assert http.delete(where).status_code == 204
        until(lambda: not analyses & {*children()})
        until(lambda: http.get("/healthz").json()["workers"] == 1)
        assert http.post("/v1/analyses", files=parts(**both()), headers=WAIT).status_code == 200
    assert {*children()} == there


def test_who_waits_and_leaves_has_cancelled() -> None:
    with serving(config()) as server, client(server.url) as http:
        with pytest.raises(httpx.ReadTimeout):
            http.post("/v1/analyses", files=slow(), headers=WAIT, timeout=1.5)
        until(lambda: http.get("/healthz").json()["running"] == 0)
        assert http.get("/v1/analyses").json()["analyses"] == []


def test_a_full_queue_is_busy_and_an_endless_analysis_is_ended() -> None:
    with serving(config(queue=1, analysis_seconds=1.0)) as server, client(server.url) as http:
        first = http.post("/v1/analyses", files=slow()).headers["location"]
        until(lambda: http.get(first).json()["state"] == "running")
        waiting = http.post("/v1/analyses", files=parts(**both())).headers["location"]
        refused = http.post("/v1/analyses", files=parts(**both()))
        assert problem(refused).type.endswith(":busy")
        assert refused.headers["retry-after"]
        assert problem(http.get(f"{waiting}/report")).status == 409
        ended = http.get(first, headers=WAIT).json()
        assert (ended["state"], ended["problem"]["status"]) == ("failed", 503)
        assert problem(http.get(f"{first}/report")).type.endswith(":out-of-time")
        assert http.get(waiting, headers=WAIT).json()["state"] == "done"


def test_results_expire() -> None:
    with serving(config(keep_seconds=0.1)) as server, client(server.url) as http:
        where = http.post("/v1/analyses", files=parts(**both())).headers["location"]
        http.get(where, headers=WAIT)
        until(lambda: http.get(where).status_code == 404)


def test_memory_of_a_worker_is_limited() -> None:
    much = arrow(pa.table({"age": np.zeros(20_000_000)}), step=1 << 20, compression="zstd")
    with serving(config(memory_bytes=256 * MB)) as server, client(server.url) as http:
        told = problem(
            http.post("/v1/analyses", files=parts(reference_rows=much, current_rows=much), headers=WAIT)
        )
        assert told.type.endswith(":too-much-memory")
        assert http.post("/v1/analyses", files=parts(**both()), headers=WAIT).status_code == 200


def test_a_server_that_ends_finishes_what_runs_and_takes_nothing_new() -> None:
    there = {*children()}
    with serving(config(drain_seconds=20)) as server, client(server.url) as http:
        question = {"params": {"together": {"methods": ["mmd"], "permutations": 3_000}}}
        where = http.post("/v1/analyses", files=parts(question, **both(rows=2_000))).headers["location"]
        server.stop()
        until(lambda: http.get("/healthz").status_code == 503)
        assert problem(http.post("/v1/analyses", files=parts(**both()))).type.endswith(":stopping")
        assert http.get(where, headers=WAIT).json()["state"] == "done"
        assert http.get(f"{where}/report").status_code == 200
    assert {*children()} == there


def test_a_port_that_is_taken_or_a_certificate_that_is_none_are_said(
    server: DriftServer, tmp_path: Path
) -> None:
    port = int(server.url.rpartition(":")[2])
    with pytest.raises(ParameterError, match="can listen"):
        DriftServer(config(port=port))
    wrong = tmp_path / "cert.pem"
    wrong.write_text("no certificate")
    with pytest.raises(ParameterError, match="certificate"):
        DriftServer(config(tls_cert=wrong, tls_key=wrong))


def test_keys_come_from_files_that_nobody_else_reads(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    file = tmp_path / "keys"
    key = new_key(file)
    assert server_keys(file) == (key,)
    with pytest.raises(ConflictError, match="already"):
        new_key(file)
    file.chmod(0o644)
    with pytest.raises(ParameterError, match="read by others"):
        server_keys(file)
    monkeypatch.setenv(VARIABLE, "short")
    with pytest.raises(ParameterError, match="too short"):
        server_keys(None)
    monkeypatch.setenv(VARIABLE, KEY)
    assert server_keys(None) == (KEY,)


def test_cores_are_shared_among_workers() -> None:
    for workers in (1, 2, 5):
        shared = ServingConfig(workers=workers)
        assert all(len(shared.cores(i)) >= 1 for i in range(workers))


def test_the_description_is_the_one_in_the_docs(http: httpx.Client) -> None:
    """After a change: ``python -m driftdesk.core.serving.openapi > docs/openapi.json``."""
    assert http.get("/v1/openapi.json").json() == json.loads(DOC.read_text(encoding="utf-8")) == openapi()


def test_every_reference_of_the_description_leads_somewhere() -> None:
    described = openapi()

    def references(value: Any) -> list[str]:
        if isinstance(value, dict):
            own = [value["$ref"]] if "$ref" in value else []
            return own + [r for item in value.values() for r in references(item)]
        return [r for item in value for r in references(item)] if isinstance(value, list) else []

    for reference in set(references(described)):
        place: Any = described
        for step in reference.removeprefix("#/").split("/"):
            place = place[step]
