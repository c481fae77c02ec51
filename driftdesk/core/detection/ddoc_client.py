"""HTTP with a ``ddoc serve``: one analysis, its progress, and whatever may go wrong on the way.

The request runs on an event loop in a thread of its own, so that the caller can stop at any time: the service sends
nothing while it works, and a blocking read could not be interrupted.
"""

import concurrent.futures
import json
import math
from collections.abc import Callable
from queue import SimpleQueue
from typing import Any

import anyio
import anyio.from_thread
import httpx
from tenacity import AsyncRetrying, retry_if_exception_type, stop_after_attempt, wait_exponential

from driftdesk.core.context import Context
from driftdesk.core.detection import sse
from driftdesk.core.detection.refusals import error_code, refusal
from driftdesk.core.errors import DetectionError, ServiceAnswerError, ServiceUnavailableError
from driftdesk.core.settings import ServiceConfig

CONNECT_SECONDS = 5.0
GRACE_SECONDS = 30.0
"""How much longer than the service's own limit we wait, so that its time-out reaches us as its answer."""
POLL_SECONDS = 0.1
ATTEMPTS = 3


def is_local(url: str) -> bool:
    """Whether ``url`` is on this machine."""
    return httpx.URL(url).host in ("localhost", "127.0.0.1", "::1")


OnProgress = Callable[[float, str], None]


class _BusyError(Exception):
    """A proxy says 503 and nothing else: the service is starting, so asking again makes sense."""

    def __init__(self, error: DetectionError) -> None:
        super().__init__(error.message)
        self.error = error


class DdocClient:
    """Made for one analysis; afterwards ``raw`` is what came back, as it came."""

    def __init__(self, config: ServiceConfig, key: str | None) -> None:
        self.raw: dict[str, Any] | None = None
        self._config = config
        self._options: dict[str, Any] = {
            "base_url": config.url,
            "headers": {"X-API-Key": key} if key else {},
            "trust_env": not is_local(config.url),  # a proxy is no way to this machine
        }

    def get(self, path: str) -> dict[str, Any]:
        """A short question. Raises DetectionError."""
        try:
            with httpx.Client(**self._options, timeout=CONNECT_SECONDS) as http:
                return self._object(http.get(path))
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise self._unreachable(error) from error
        except _BusyError as error:
            raise error.error from None

    def drift(self, body: dict[str, Any], context: Context) -> dict[str, Any]:
        """Ask for an analysis and wait: the service's result. Raises DetectionError, JobCancelledError."""
        updates: SimpleQueue[tuple[float, str]] = SimpleQueue()
        with anyio.from_thread.start_blocking_portal() as portal:
            future = portal.start_task_soon(self._ask, body, lambda done, stage: updates.put((done, stage)))
            try:
                while True:
                    concurrent.futures.wait([future], timeout=POLL_SECONDS)
                    while not updates.empty():
                        done, stage = updates.get()
                        context.progress(done, 1.0, stage)
                    if future.done():
                        result: dict[str, Any] = future.result()
                        return result
                    context.check()
            finally:
                future.cancel()

    async def _ask(self, body: dict[str, Any], on_progress: OnProgress) -> dict[str, Any]:
        limit = self._config.timeout + GRACE_SECONDS
        timeout = httpx.Timeout(limit, connect=CONNECT_SECONDS)
        try:
            with anyio.fail_after(limit):
                async with httpx.AsyncClient(**self._options, timeout=timeout) as http:
                    return await self._with_retries(http, body, on_progress)
        except (TimeoutError, httpx.ReadTimeout, httpx.WriteTimeout) as error:
            raise ServiceUnavailableError(
                f"{self._config.name} did not answer within {limit:.0f} seconds.",
                "Raise the service's time limit in the settings, or see whether it hangs.",
            ) from error
        except (httpx.RemoteProtocolError, httpx.ReadError, httpx.DecodingError) as error:
            raise ServiceAnswerError(
                f"{self._config.name} broke off its answer ({error}).",
                "Nothing is known about drift. Analyse again, and look into the service's log if it happens again.",
            ) from error
        except (httpx.TransportError, httpx.InvalidURL) as error:
            raise self._unreachable(error) from error
        except _BusyError as error:
            raise error.error from None

    async def _with_retries(
        self, http: httpx.AsyncClient, body: dict[str, Any], on_progress: OnProgress
    ) -> dict[str, Any]:
        """Again only where nothing was begun: no connection, or a bare 503 before the service."""
        again = retry_if_exception_type((httpx.ConnectError, httpx.ConnectTimeout, _BusyError))
        pause = wait_exponential(multiplier=0.2, max=2)
        async for attempt in AsyncRetrying(
            stop=stop_after_attempt(ATTEMPTS), wait=pause, retry=again, reraise=True
        ):
            with attempt:
                return await self._stream(http, body, on_progress)
        raise AssertionError("tenacity gives a result or raises")

    async def _stream(
        self, http: httpx.AsyncClient, body: dict[str, Any], on_progress: OnProgress
    ) -> dict[str, Any]:
        async with http.stream("POST", "/analyze/drift/stream", json=body) as response:
            if response.headers.get("content-type", "").startswith("text/event-stream"):
                return await self._read_events(response, on_progress)
            await response.aread()
            if response.status_code not in (404, 405):
                return self._result(self._object(response))
            if "error_code" in response.text:
                raise self._refusal(response)
        # An older service without the stream: the same question without progress.
        return self._result(self._object(await http.post("/analyze/drift", json=body)))

    async def _read_events(self, response: httpx.Response, on_progress: OnProgress) -> dict[str, Any]:
        """Events until the result. "complete" is none: an error may still follow it."""
        async for name, data in sse.events(response.aiter_lines()):
            content = self._parse(data)
            if name == "progress":
                done = content.get("progress")
                if isinstance(done, int | float) and math.isfinite(done):
                    on_progress(float(done), str(content.get("stage") or ""))
            elif name == "result":
                return self._result(content)
            elif name == "error":
                self.raw = content
                raise refusal(self._config.name, response.status_code, content)
        raise ServiceAnswerError(
            f"{self._config.name} ended its answer without a result.",
            "Nothing is known about drift. Analyse again, and look into the service's log if it happens again.",
        )

    def _result(self, content: dict[str, Any]) -> dict[str, Any]:
        self.raw = content
        if content.get("status") == "error":
            raise refusal(self._config.name, 200, content)
        return content

    def _object(self, response: httpx.Response) -> dict[str, Any]:
        """The JSON object of a success. Raises DetectionError otherwise."""
        if response.is_success:
            return self._parse(response.text)
        raise self._refusal(response)

    def _refusal(self, response: httpx.Response) -> DetectionError | _BusyError:
        try:
            content = json.loads(response.text)
        except ValueError:
            content = None
        self.raw = content if isinstance(content, dict) else {"text": response.text[:2000]}
        error = refusal(self._config.name, response.status_code, self.raw)
        if response.status_code == 503 and error_code(self.raw) in ("", "plain_text"):
            return _BusyError(error)
        return error

    def _parse(self, text: str) -> dict[str, Any]:
        try:
            content = json.loads(text)
        except ValueError as error:
            self.raw = {"text": text[:2000]}
            raise self._not_understood(text) from error
        if not isinstance(content, dict):
            self.raw = {"text": text[:2000]}
            raise self._not_understood(text)
        return content

    def _not_understood(self, text: str) -> ServiceAnswerError:
        return ServiceAnswerError(
            f"{self._config.name} answered with something that is not a JSON object: {text[:80]!r}.",
            f"Check that {self._config.url} is a `ddoc serve`.",
        )

    def _unreachable(self, error: Exception) -> ServiceUnavailableError:
        return ServiceUnavailableError(
            f"{self._config.name} cannot be reached at {self._config.url} ({error}).",
            "Start it (`ddoc serve --host 127.0.0.1 --port 8765`), or correct its address in the settings.",
        )
