"""HTTP with a detection service: one client for all adapters, and whatever may go wrong on the way.

An adapter writes its exchange as a coroutine of ``ask`` and ``events``; ``run`` lets it run on an event loop in a thread
of its own while the caller's thread forwards progress and looks whether the work is to be stopped. A service may send
nothing for minutes, and a blocking read could not be interrupted; a coroutine can, wherever it waits, and the closed
connection tells the server.

What is repeated: questions that change nothing (``repeatable``) after any failure to get an answer, others only where
nothing was begun (no connection, a 429 or a bare 503). Certificates are always verified. A redirect is followed on the same host
alone, so that neither key nor data go elsewhere.
"""

import concurrent.futures
import random
import ssl
from collections.abc import AsyncIterator, Awaitable, Callable, Mapping
from contextlib import asynccontextmanager
from dataclasses import dataclass
from functools import cached_property
from queue import SimpleQueue
from typing import Any, TypeVar

import anyio
import anyio.from_thread
import httpx
from tenacity import AsyncRetrying, RetryCallState, retry_if_exception_type, stop_after_attempt

from driftdesk.core.context import Context
from driftdesk.core.detection.answers import as_text, keepable, parsed
from driftdesk.core.detection.breaker import Breaker
from driftdesk.core.detection.refusals import error_code, refusal
from driftdesk.core.detection.sse import events_of, lines
from driftdesk.core.errors import (
    DetectionError,
    ParameterError,
    ServiceAnswerError,
    ServiceRefusedError,
    ServiceUnavailableError,
)
from driftdesk.core.settings import ServiceConfig

CONNECT_SECONDS = 5.0
POLL_SECONDS = 0.1
"""How often the caller's thread looks whether to stop."""
ATTEMPTS = 3
REDIRECTS = 3
LONGEST_PAUSE = 10.0
"""Seconds that a service may have us wait (``Retry-After``) before we try again."""
ANSWER_BYTES = 64 * 2**20
LOG_HINT = "Nothing is known about drift. Analyse again, and look into the service's log if it happens again."

_STARTED_BY = {
    "ddoc": "`ddoc serve --host 127.0.0.1 --port 8765`",
    "drift-studio": "`uvicorn app.main:app --app-dir backend --port 8000`",
    "driftdesk": "`driftdesk serve`",
}

T = TypeVar("T")
Refuse = Callable[[str, int, Mapping[str, Any]], DetectionError]
"""The error for the answer of a service (its name, the status, its JSON object or ``{"text": ...}``)."""


def is_local(url: str) -> bool:
    """Whether ``url`` is on this machine."""
    return httpx.URL(url).host in ("localhost", "127.0.0.1", "::1")


class _AgainError(Exception):
    """Try again after ``pause`` seconds at least; ``error`` where no attempt is left."""

    def __init__(self, error: DetectionError, pause: float = 0.0) -> None:
        super().__init__(error.message)
        self.error = error
        self.pause = pause


@dataclass(frozen=True)
class _Request:
    method: str
    path: str
    sent: Mapping[str, Any]
    body: Callable[[], Mapping[str, Any]]
    seconds: float | None
    limit: int
    repeatable: bool


@dataclass(frozen=True)
class Answer:
    """The whole of a successful answer."""

    status: int
    headers: httpx.Headers
    content: bytes


class Incoming:
    """A successful answer that is still coming in, no more of it than is allowed."""

    def __init__(self, response: httpx.Response, http: "ServiceHttp", limit: int) -> None:
        self.status = response.status_code
        self.headers = response.headers
        self._response = response
        self._http = http
        self._limit = limit

    async def chunks(self) -> AsyncIterator[bytes]:
        """Raises ServiceAnswerError where there is more than the limit."""
        read = 0
        async for chunk in self._response.aiter_bytes():
            read += len(chunk)
            if read > self._limit:
                raise ServiceAnswerError(
                    f"{self._http.name} sends more than {self._limit >> 20} MB.",
                    f"Check that {self._http.url} is the service that it should be.",
                )
            yield chunk

    async def read(self) -> Answer:
        content = b"".join([chunk async for chunk in self.chunks()])
        return Answer(self.status, self.headers, content)

    @property
    def has_events(self) -> bool:
        return str(self.headers.get("content-type", "")).startswith("text/event-stream")

    async def events(self) -> AsyncIterator[tuple[str, str]]:
        """Name and data of each Server-Sent Event."""
        async for event in events_of(lines(self.chunks())):
            yield event


class ServiceHttp:
    """Made for one analysis or question. ``raw`` is the last answer, as it may be stored (see ``keepable``).

    ``config``: address, CA file and name; ``headers``: those that every request bears, the key among them; ``key``: what never is
    stored or shown; ``refuse``: the adapter's words for an answer that is not a success.
    """

    def __init__(
        self,
        config: ServiceConfig,
        key: str | None = None,
        *,
        headers: Mapping[str, str] | None = None,
        refuse: Refuse = refusal,
        breaker: Breaker | None = None,
    ) -> None:
        self.name = config.name
        self.url = config.url
        self.raw: dict[str, Any] | None = None
        self._config = config
        self._key = key
        self._headers = dict(headers or {})
        self._refuse = refuse
        self._breaker = breaker or Breaker(config.name)
        self._seconds = 0.0
        self._updates: SimpleQueue[tuple[float, float | None, str]] = SimpleQueue()
        self._http: httpx.AsyncClient | None = None

    # The caller's thread.

    def run(self, exchange: Callable[[], Awaitable[T]], context: Context, seconds: float) -> T:
        """What ``exchange`` comes to, within ``seconds`` in all. Raises DetectionError; whatever ``context.check`` raises."""
        self._breaker.enter()
        try:
            found = self._waited_for(exchange, context, seconds)
        except (ServiceUnavailableError, ServiceAnswerError):
            self._breaker.failed()
            raise
        except ServiceRefusedError:
            self._breaker.succeeded()  # it is there, and says no
            raise
        finally:
            self._breaker.left()
        self._breaker.succeeded()
        return found

    def _waited_for(self, exchange: Callable[[], Awaitable[T]], context: Context, seconds: float) -> T:
        self._seconds = seconds
        tls = self._tls  # before a thread is begun: its file may be missing
        with anyio.from_thread.start_blocking_portal() as portal:
            future = portal.start_task_soon(self._within, exchange, seconds, tls)
            try:
                while True:
                    concurrent.futures.wait([future], timeout=POLL_SECONDS)
                    while not self._updates.empty():
                        context.progress(*self._updates.get())
                    if future.done():
                        return future.result()
                    context.check()
            finally:
                future.cancel()

    @cached_property
    def _tls(self) -> ssl.SSLContext:
        """Raises ParameterError where the file of certificates cannot be used."""
        made = httpx.create_ssl_context()
        if self._config.ca_file is not None:
            try:
                made.load_verify_locations(self._config.ca_file)
            except OSError as error:  # ssl.SSLError among them
                raise ParameterError(
                    f"The certificates in {self._config.ca_file} cannot be read ({error.strerror or error}).",
                    f"Give {self.name} a file of certificates in PEM form, or none.",
                ) from error
        return made

    # The exchange's thread.

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        """Tell the caller's context."""
        self._updates.put((done, total, stage))

    async def _within(self, exchange: Callable[[], Awaitable[T]], seconds: float, tls: ssl.SSLContext) -> T:
        try:
            with anyio.fail_after(seconds):
                async with httpx.AsyncClient(
                    base_url=self.url,
                    headers=self._headers,
                    verify=tls,
                    timeout=httpx.Timeout(seconds, connect=CONNECT_SECONDS),
                    trust_env=not is_local(self.url),  # a proxy is no way to this machine
                ) as self._http:
                    return await exchange()
        except TimeoutError as error:
            raise self._late(seconds) from error

    async def ask(
        self,
        method: str,
        path: str,
        read: Callable[[Incoming], Awaitable[T]],
        *,
        repeatable: bool = False,
        limit: int = ANSWER_BYTES,
        seconds: float | None = None,
        body: Callable[[], Mapping[str, Any]] = dict,
        **sent: Any,
    ) -> T:
        """Send a request (``sent`` as httpx takes it: ``json``, ``params``, ``headers``) and ``read`` a successful answer; again
        where that is safe, as a GET is. ``body``: made anew for each attempt, as ``files`` and streamed ``content`` have to be;
        ``limit``: bytes of the answer; ``seconds``: of one attempt. Raises DetectionError."""
        asked = _Request(method, path, sent, body, seconds, limit, repeatable or method == "GET")
        try:
            async for attempt in AsyncRetrying(
                stop=stop_after_attempt(ATTEMPTS),
                wait=_pause,
                retry=retry_if_exception_type(_AgainError),
                sleep=anyio.sleep,
                reraise=True,
            ):
                with attempt:
                    return await self._attempt(asked, read)
        except _AgainError as again:
            raise again.error from again.__cause__
        raise AssertionError("tenacity gives a result or raises")

    async def answer(self, method: str, path: str, **options: Any) -> Answer:
        """The whole of a successful answer; options as of ``ask``. Raises DetectionError."""
        return await self.ask(method, path, Incoming.read, **options)

    async def object(self, method: str, path: str, **options: Any) -> dict[str, Any]:
        """The JSON object of a successful answer, kept as ``raw``. Raises DetectionError."""
        return self.parse((await self.answer(method, path, **options)).content.decode("utf-8", "replace"))

    def parse(self, text: str) -> dict[str, Any]:
        """The JSON object that the service wrote, kept as ``raw``. Raises ServiceAnswerError."""
        content = parsed(text)
        if content is None:
            self.raw = as_text(text, self._key)
            raise ServiceAnswerError(
                f"{self.name} answered with something that is not a JSON object: {self.raw['text'][:80]!r}.",
                f"Check that {self.url} is the service that it should be.",
            )
        self.raw = keepable(content, self._key)
        return content

    async def _attempt(self, asked: "_Request", read: Callable[[Incoming], Awaitable[T]]) -> T:
        try:
            with anyio.fail_after(asked.seconds):
                async with self._answered(asked) as response:
                    incoming = Incoming(response, self, asked.limit)
                    if response.is_success:
                        return await read(incoming)
                    text = (await incoming.read()).content.decode("utf-8", "replace")
                    raise self._refused(response, text, repeatable=asked.repeatable)
        except (httpx.ConnectError, httpx.ConnectTimeout) as error:
            unreachable = self._unreachable(error)
            raise unreachable if _is_certificate(error) else _AgainError(unreachable) from error
        except (TimeoutError, httpx.TimeoutException) as error:
            late = self._late(asked.seconds or self._seconds)
            raise _AgainError(late) if asked.repeatable else late from error
        except (httpx.TransportError, httpx.DecodingError) as error:
            broken = self._broken_off(error)
            raise _AgainError(broken) if asked.repeatable else broken from error
        except httpx.InvalidURL as error:
            raise self._unreachable(error) from error

    @asynccontextmanager
    async def _answered(self, asked: "_Request") -> AsyncIterator[httpx.Response]:
        """The answer's head, after redirects on the same host."""
        assert self._http is not None, "only within run()"
        request = self._http.build_request(asked.method, asked.path.lstrip("/"), **asked.sent, **asked.body())
        for _ in range(REDIRECTS):
            response = await self._http.send(request, stream=True)
            try:
                following = response.next_request
                if following is None:
                    yield response
                    return
                if not _is_same_host(request.url, following.url):
                    raise ServiceRefusedError(
                        f"{self.name} sends us on to {_shown(following.url)}, and keys and data go nowhere else.",
                        f"Where that is the right address, set it instead of {self.url}.",
                    )
                if following.method != request.method:
                    raise ServiceAnswerError(
                        f"{self.name} answers {request.method} {request.url.path} with a redirect that drops what was sent.",
                        f"Check that {self.url} is the service that it should be.",
                    )
            finally:
                await response.aclose()
            request = self._http.build_request(asked.method, following.url, **asked.sent, **asked.body())
        raise ServiceAnswerError(f"{self.name} redirects in a circle.", f"Check its address: {self.url}.")

    def _refused(self, response: httpx.Response, text: str, *, repeatable: bool) -> Exception:
        content = parsed(text)
        self.raw = keepable(content, self._key) if content is not None else as_text(text, self._key)
        error = self._refuse(self.name, response.status_code, self.raw)
        bare = error_code(self.raw) in ("", "plain_text")  # not the service: what stands before it
        busy = response.status_code == 429 or (response.status_code == 503 and bare)
        if busy or (repeatable and response.status_code in (502, 503, 504)):
            pause = _seconds(response.headers.get("retry-after", ""))
            return _AgainError(error, pause) if pause <= LONGEST_PAUSE else error
        return error

    # What went wrong.

    def _late(self, seconds: float) -> ServiceUnavailableError:
        return ServiceUnavailableError(
            f"{self.name} did not answer within {seconds:.3g} seconds.",
            "Raise the service's time limit in the settings, or see whether it hangs.",
        )

    def _broken_off(self, error: Exception) -> ServiceAnswerError:
        return ServiceAnswerError(
            f"{self.name} broke off its answer ({str(error) or type(error).__name__}).", LOG_HINT
        )

    def _unreachable(self, error: Exception) -> ServiceUnavailableError:
        if _is_certificate(error):
            return ServiceUnavailableError(
                f"The certificate of {self.name} at {self.url} cannot be trusted ({_certificate_problem(error)}).",
                "Where it is one of your own authority, set its file of certificates (CA file) for the service; otherwise "
                "somebody else may be answering.",
            )
        return ServiceUnavailableError(
            f"{self.name} cannot be reached at {self.url} ({str(error) or type(error).__name__}).",
            f"Start it ({_STARTED_BY[self._config.kind]}), or correct its address in the settings.",
        )


def _pause(state: RetryCallState) -> float:
    """Exponential with jitter (so that many workers do not come at once), or what the service asks for."""
    error = state.outcome.exception() if state.outcome else None
    asked = error.pause if isinstance(error, _AgainError) else 0.0
    backed_off: float = min(2.0, 0.2 * 2 ** (state.attempt_number - 1)) * random.uniform(0.5, 1.5)
    return max(asked, backed_off)


def _seconds(retry_after: str) -> float:
    """``Retry-After`` in seconds; a date is as good as nothing said."""
    return float(retry_after) if retry_after.isdecimal() and len(retry_after) < 9 else 0.0


def _is_same_host(a: httpx.URL, b: httpx.URL) -> bool:
    return (a.scheme, a.host, a.port) == (b.scheme, b.host, b.port)


def _shown(url: httpx.URL) -> str:
    return f"{url.scheme}://{url.netloc.decode('ascii', 'replace').rpartition('@')[2]}"


def _is_certificate(error: BaseException | None) -> bool:
    return error is not None and (
        isinstance(error, ssl.SSLError) or _is_certificate(error.__cause__ or error.__context__)
    )


def _certificate_problem(error: BaseException) -> str:
    seen: BaseException | None = error
    while seen is not None:
        if isinstance(seen, ssl.SSLCertVerificationError):
            return str(seen.verify_message or seen.reason)
        seen = seen.__cause__ or seen.__context__
    return str(error)
