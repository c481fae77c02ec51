"""What every request passes before it is answered: is the server open, is it meant, who asks, and how often."""

import asyncio
import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Mapping
from math import ceil
from typing import Any

import structlog
from starlette.requests import ClientDisconnect
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from driftdesk.core.logs import new_error_id
from driftdesk.core.serving.config import ServingConfig, is_loopback
from driftdesk.core.serving.problems import ProblemError, answer, problem

log = structlog.get_logger(__name__)

OPEN = ("/healthz", "/v1/openapi.json")
"""Paths that need no key."""
_SEND_SECONDS = 30.0
_CALLERS = 10_000
_ALWAYS = [(b"cache-control", b"no-store"), (b"x-content-type-options", b"nosniff")]


class Rates:
    """Requests by caller: so many a minute, a tenth of them at once (a token bucket). Holds _CALLERS at most."""

    def __init__(self, per_minute: int) -> None:
        self._per_second = per_minute / 60
        self._most = max(20.0, per_minute / 10)
        self._left: OrderedDict[str, tuple[float, float]] = OrderedDict()

    def take(self, caller: str, at: float) -> float:
        """Take one; the seconds to wait where there is none (0: it was taken)."""
        left, since = self._left.pop(caller, (self._most, at))
        left = min(self._most, left + (at - since) * self._per_second)
        wait = 0.0 if left >= 1 else (1 - left) / self._per_second
        self._left[caller] = (left if wait else left - 1, at)
        if len(self._left) > _CALLERS:
            self._left.popitem(last=False)
        return wait


class Guard:
    """Around the whole application. The caller's name stands in ``scope["state"]["caller"]`` behind it."""

    def __init__(self, app: ASGIApp, config: ServingConfig) -> None:
        self._app = app
        self._config = config
        self._rates = Rates(config.requests_per_minute)
        self._keys = [_digest(key) for key in config.keys]

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            return
        began = time.monotonic()
        sent = _Sent(send)
        caller = ""
        try:
            caller = self._admit(scope)
            scope.setdefault("state", {})["caller"] = caller
            await self._app(scope, receive, sent)
        except ClientDisconnect:
            log.info("caller left", path=_route(scope))
        except Exception as error:  # noqa: BLE001  # the boundary of a request: whatever went wrong becomes its answer
            await self._tell(error, scope, receive, sent)
        log.info(
            "request",
            method=scope["method"] if scope["method"] in _METHODS else "other",
            path=_route(scope),
            status=sent.status,
            caller=caller or _address(scope),
            seconds=round(time.monotonic() - began, 4),
        )

    def _admit(self, scope: Scope) -> str:
        """The caller's name. Raises ProblemError."""
        headers = {name: value for name, value in scope["headers"]}  # noqa: C416  # bytes to bytes, the last one counts
        caller = _address(scope)
        key = _known_key(headers, self._keys)
        if key is not None:
            caller = f"key {key + 1}"
        wait = self._rates.take(caller, time.monotonic())
        if wait:
            more = {"retry-after": str(ceil(wait)), "connection": "close"}
            most = f"This server takes {self._config.requests_per_minute} requests a minute."
            raise ProblemError(
                "too-many-requests", most, "Ask less often, or wait for results by Prefer: wait=30.", more
            )
        if self._keys and key is None and scope["path"] not in OPEN:
            more = {"www-authenticate": 'Bearer realm="driftdesk"', "connection": "close"}
            hint = "Send the server's API key: Authorization: Bearer KEY."
            said = "The API key is wrong." if b"authorization" in headers else "There is no API key."
            raise ProblemError("key-needed", said, hint, more)
        if not self._keys and not _is_for_loopback(headers.get(b"host", b"")):
            # a page in a browser on this machine may have been made to believe that we are its server
            hint = "Ask it as localhost or 127.0.0.1, or let it have an API key."
            raise ProblemError(
                "wrong-host", "This server is for its own machine only.", hint, {"connection": "close"}
            )
        return caller

    async def _tell(self, error: Exception, scope: Scope, receive: Receive, send: "_Sent") -> None:
        """Answer with a problem, if nothing was answered yet."""
        more: Mapping[str, str] = {}
        if isinstance(error, ProblemError):
            told, more = error.problem, error.headers
        else:
            error_id = new_error_id()
            log.error("request failed unexpectedly", error_id=error_id, exc_info=error)
            hint = f"The server's log has the details beside {error_id}."
            told = problem("internal", "The request failed for a reason that was not foreseen.", hint)
        if not send.status:
            try:
                await answer(told, more)(scope, receive, send)
            except (OSError, TimeoutError):
                log.info("caller left", path=_route(scope))


class _Sent:
    """Passes an answer on: its status is remembered, and who does not read it is not waited for."""

    def __init__(self, send: Send) -> None:
        self._send = send
        self.status = 0

    async def __call__(self, message: Message) -> None:
        if message["type"] == "http.response.start":
            self.status = message["status"]
            message = {**message, "headers": [*message.get("headers", ()), *_ALWAYS]}
        async with asyncio.timeout(_SEND_SECONDS):
            await self._send(message)


_METHODS = ("GET", "HEAD", "POST", "DELETE", "PUT", "PATCH", "OPTIONS")


def _route(scope: Scope) -> str:
    """The path without what is said only once: no identifier gets into the log, nor what a stranger made up."""
    path = str(scope["path"])
    if path in (*OPEN, "/v1/analyses"):
        return path
    if path.startswith("/v1/analyses/"):
        return "/v1/analyses/{id}" + ("/report" if path.endswith("/report") else "")
    return "other"


def _address(scope: Scope) -> str:
    client: Any = scope.get("client")
    return str(client[0]) if client else "local"


def _digest(key: str) -> bytes:
    return hashlib.sha256(key.encode()).digest()


def _known_key(headers: Mapping[bytes, bytes], keys: list[bytes]) -> int | None:
    """Which key was given; all are compared, in constant time."""
    scheme, _, given = headers.get(b"authorization", b"").partition(b" ")
    if scheme.lower() != b"bearer":
        return None
    digest = hashlib.sha256(given.strip()).digest()
    fits = [hmac.compare_digest(digest, key) for key in keys]
    return fits.index(True) if any(fits) else None


def _is_for_loopback(host: bytes) -> bool:
    name = host.decode("ascii", "replace")
    name = name[1 : name.find("]")] if name.startswith("[") else name.rpartition(":")[0] or name
    return is_loopback(name)
