"""The client of all adapters: what it repeats, where it follows, what it keeps, and whom it leaves alone."""

import asyncio
import io
import json
import threading
from collections.abc import AsyncIterator, Callable, Iterator
from contextlib import contextmanager
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

import pytest

from driftdesk.core.context import Context
from driftdesk.core.detection import answers
from driftdesk.core.detection.breaker import FAILURES, PAUSE_SECONDS, Breaker
from driftdesk.core.detection.http import ServiceHttp
from driftdesk.core.detection.sse import lines
from driftdesk.core.errors import (
    DetectionError,
    ServiceAnswerError,
    ServiceRefusedError,
    ServiceUnavailableError,
)
from driftdesk.core.settings import ServiceConfig

Reply = tuple[int, dict[str, str], bytes]
OK: Reply = (200, {}, b'{"score": 1}')


class Script:
    """Replies in order, the last one for ever; what was asked is kept."""

    def __init__(self, *replies: Reply) -> None:
        self.replies = list(replies)
        self.asked: list[tuple[str, str, dict[str, str], bytes]] = []
        self.url = ""

    def next(self) -> Reply:
        return self.replies.pop(0) if len(self.replies) > 1 else self.replies[0]


@contextmanager
def serving(*replies: Reply) -> Iterator[Script]:
    script = Script(*replies)

    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *_: object) -> None:
            pass

        def _answer(self) -> None:
            body = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            sent = {k.lower(): v for k, v in self.headers.items()}
            script.asked.append((self.command, self.path, sent, body))
            status, headers, content = script.next()
            self.send_response(status)
            for name, value in headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    script.url = f"http://127.0.0.1:{server.server_port}/api"
    thread = threading.Thread(target=server.serve_forever, args=(0.01,))
    thread.start()
    try:
        yield script
    finally:
        server.shutdown()
        server.server_close()
        thread.join()


@pytest.fixture(autouse=True)
def pauses(monkeypatch: pytest.MonkeyPatch) -> list[float]:
    """What would be waited for between attempts."""
    made: list[float] = []

    def pause(state: Any) -> float:
        made.append(state.outcome.exception().pause)
        return 0.0

    monkeypatch.setattr("driftdesk.core.detection.http._pause", pause)
    return made


def client(url: str, breaker: Breaker | None = None, **headers: str) -> ServiceHttp:
    return ServiceHttp(ServiceConfig(name="s", url=url), "k-secret", headers=headers, breaker=breaker)


def ask(http: ServiceHttp, method: str = "GET", path: str = "/x", **options: Any) -> dict[str, Any]:
    return http.run(lambda: http.object(method, path, **options), Context(), 10.0)


BUSY: Reply = (503, {"Retry-After": "2"}, b"busy")


def test_a_question_is_repeated_after_any_failure_and_a_post_only_where_nothing_began(
    pauses: list[float],
) -> None:
    bad_gateway: Reply = (502, {}, b"proxy")
    with serving(bad_gateway, BUSY, OK) as script:
        assert ask(client(script.url)) == {"score": 1}
    assert len(script.asked) == 3
    assert pauses == [0.0, 2.0], "as long as it asks for"
    with serving(BUSY, OK) as script:
        assert ask(client(script.url), "POST", json={}) == {"score": 1}
    with serving(bad_gateway, OK) as script, pytest.raises(ServiceUnavailableError):
        ask(client(script.url), "POST", json={})
    assert len(script.asked) == 1
    with serving((429, {}, b"{}"), OK) as script:
        assert ask(client(script.url), "POST", json={}) == {"score": 1}


def test_a_service_that_wants_us_to_wait_for_long_is_not_waited_for() -> None:
    with (
        serving((503, {"Retry-After": "3600"}, b"busy"), OK) as script,
        pytest.raises(ServiceUnavailableError),
    ):
        ask(client(script.url))
    assert len(script.asked) == 1


def test_what_is_sent_is_made_anew_for_each_attempt() -> None:
    made: list[dict[str, Any]] = []

    def body() -> dict[str, Any]:
        made.append({"files": {"file": ("x.csv", io.BytesIO(b"1,2"), "text/csv")}})
        return made[-1]

    with serving(BUSY, OK) as script:
        ask(client(script.url), "POST", body=body)
    assert len(made) == 2
    assert all(b"1,2" in sent for *_, sent in script.asked)


def test_a_redirect_is_followed_on_the_same_host_with_what_was_sent() -> None:
    with serving((307, {"Location": "/api/x/"}, b""), OK) as script:
        assert ask(client(script.url, **{"X-API-Key": "k-secret"}), "POST", json={"a": 1}) == {"score": 1}
    assert [(path, body) for _, path, _, body in script.asked] == [
        ("/api/x", b'{"a":1}'),
        ("/api/x/", b'{"a":1}'),
    ]
    assert script.asked[1][2]["x-api-key"] == "k-secret"


@pytest.mark.parametrize(
    "there", ["http://drift.invalid/", "https://127.0.0.1/", "http://127.0.0.1:1/", "//elsewhere.invalid/x"]
)
def test_a_key_goes_to_no_other_host(there: str) -> None:
    with serving((307, {"Location": there}, b"")) as script:
        with pytest.raises(ServiceRefusedError, match="sends us on to") as error:
            ask(client(script.url, **{"X-API-Key": "k-secret"}))
        assert "k-secret" not in str(error.value)
    assert len(script.asked) == 1


def test_a_redirect_that_drops_what_was_sent_or_goes_in_a_circle_is_an_error() -> None:
    with serving((302, {"Location": "/x"}, b"")) as script:
        with pytest.raises(ServiceAnswerError, match="drops what was sent"):
            ask(client(script.url), "POST", json={})
        with pytest.raises(ServiceAnswerError, match="circle"):
            ask(client(script.url))


def test_a_key_that_the_service_repeats_is_neither_kept_nor_said() -> None:
    said = json.dumps({"detail": "bad key k-secret", "api_key": "abc", "headers": {"Authorization": "b"}})
    with serving((401, {}, said.encode())) as script:
        http = client(script.url)
        with pytest.raises(ServiceRefusedError) as error:
            ask(http)
    assert "k-secret" not in str(error.value) + json.dumps(http.raw)
    assert http.raw is not None
    assert (http.raw["api_key"], http.raw["headers"]["Authorization"]) == ("(not kept)", "(not kept)")
    assert "DRIFTDESK_SERVICE_KEY_S" in error.value.hint


@pytest.mark.parametrize("status", [400, 401, 403, 404, 409, 413, 422, 429, 500, 502, 503, 504])
@pytest.mark.parametrize(
    "body", [b"", b"Oops", b"[1]", b'{"detail": "no"}', b'{"detail": [{"loc": ["a"], "msg": "b"}]}']
)
def test_each_refusal_is_an_error_with_a_next_step(status: int, body: bytes) -> None:
    with serving((status, {}, body)) as script, pytest.raises(DetectionError) as error:
        ask(client(script.url))
    assert error.value.hint
    assert isinstance(error.value, ServiceUnavailableError) == (status in (429, 502, 503, 504))


HOSTILE: dict[str, bytes] = {
    "nested": b'{"a":' + b"[" * 100_000 + b"]" * 100_000 + b"}",
    "digits": b'{"a": ' + b"9" * 5000 + b"}",
    "surrogate": b'{"a": "\\ud800"}',
    "null": b'{"a\\u0000": "b\\u0000"}',
    "infinite": b'{"a": 1e999, "b": NaN}',
    "long": b'{"a": "' + b"x" * 1_000_000 + b'"}',
    "deep": b'{"a": ' * 90 + b"1" + b"}" * 90,
}


@pytest.mark.parametrize("name", HOSTILE)
def test_whatever_a_service_writes_can_be_kept(name: str) -> None:
    import bson

    with serving((200, {}, HOSTILE[name])) as script:
        http = client(script.url)
        try:
            ask(http)
        except ServiceAnswerError:
            assert name in ("nested", "digits")
    assert http.raw
    bson.encode(http.raw)
    assert len(json.dumps(http.raw)) <= answers.KEPT_CHARACTERS


def test_an_answer_that_is_larger_than_it_may_be_is_broken_off() -> None:
    with (
        serving((200, {}, b" " * 3_000_000)) as script,
        pytest.raises(ServiceAnswerError, match="more than 1 MB"),
    ):
        ask(client(script.url), limit=2**20)


def test_an_exchange_has_one_deadline_whatever_it_does() -> None:
    with serving(OK) as script:
        http = client(script.url)

        async def exchange() -> None:
            await http.object("GET", "/x")
            await asyncio.sleep(60)

        with pytest.raises(ServiceUnavailableError, match=r"within 0\.2 seconds"):
            http.run(exchange, Context(), 0.2)


# The breaker.


@pytest.fixture
def clock() -> list[float]:
    return [0.0]


def test_a_breaker_opens_after_some_failures_in_a_row_and_lets_one_try_later(clock: list[float]) -> None:
    breaker = Breaker("s", lambda: clock[0])
    for _ in range(FAILURES - 1):
        breaker.enter()
        breaker.failed()
    breaker.succeeded()
    for _ in range(FAILURES):
        assert breaker.state == "closed"
        breaker.enter()
        breaker.failed()
    assert breaker.state == "open"
    with pytest.raises(ServiceUnavailableError, match="30 seconds more") as error:
        breaker.enter()
    assert "driftdesk service check" in error.value.hint
    clock[0] = PAUSE_SECONDS
    assert breaker.state == "half-open"
    breaker.enter()
    with pytest.raises(ServiceUnavailableError, match="while it is tried"):
        breaker.enter()
    breaker.failed()
    assert breaker.state == "open"
    clock[0] *= 2
    breaker.enter()
    breaker.left()
    breaker.enter()
    breaker.succeeded()
    assert breaker.state == "closed"


def test_a_refusal_is_no_failure_and_an_open_breaker_sends_nothing(clock: list[float]) -> None:
    breaker = Breaker("s", lambda: clock[0])
    with serving((401, {}, b"{}")) as script:
        for _ in range(FAILURES + 1):
            with pytest.raises(ServiceRefusedError):
                ask(client(script.url, breaker))
    assert breaker.state == "closed"
    with serving((200, {}, b"<html>")) as script:
        for _ in range(FAILURES):
            with pytest.raises(ServiceAnswerError):
                ask(client(script.url, breaker))
        with pytest.raises(ServiceUnavailableError, match="in a row"):
            ask(client(script.url, breaker))
    assert len(script.asked) == FAILURES


# Lines.


@pytest.mark.parametrize("size", [1, 2, 3, 100])
def test_lines_are_the_same_however_they_are_cut(size: int) -> None:
    text = "\N{ZERO WIDTH NO-BREAK SPACE}a\r\n소득\n\r\rb\r\n\r\nrest".encode()

    async def chunks() -> AsyncIterator[bytes]:
        for start in range(0, len(text), size):
            yield text[start : start + size]

    async def read() -> list[str]:
        return [line async for line in lines(chunks())]

    assert asyncio.run(read()) == ["a", "소득", "", "", "b", ""]


def test_a_line_that_does_not_end_takes_no_more_than_itself() -> None:
    async def read(make: Callable[[], AsyncIterator[bytes]]) -> int:
        return len([line async for line in lines(make())])

    async def chunks() -> AsyncIterator[bytes]:
        for _ in range(2000):
            yield b"x" * 10_000

    assert asyncio.run(read(chunks)) == 0
