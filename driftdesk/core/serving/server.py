"""The server's process: its socket, the limits of connections, and its end."""

import asyncio
import contextlib
import json
import logging
import os
import socket
import ssl
import tempfile
import threading
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from types import FrameType
from typing import Any

import h11
import structlog
import uvicorn
from uvicorn.protocols.http.h11_impl import H11Protocol

from driftdesk.core.detection.protocol import PROBLEM_TYPE
from driftdesk.core.errors import ParameterError
from driftdesk.core.serving.analyses import Analyses
from driftdesk.core.serving.app import Serving
from driftdesk.core.serving.config import ServingConfig
from driftdesk.core.serving.problems import problem

log = structlog.get_logger(__name__)

_LARGEST_HEAD = 32 << 10
_LAST_ANSWERS_SECONDS = 5
_LINGER_SECONDS = 0.5


class DriftServer:
    """``run`` serves until it is asked to stop: by SIGTERM or Ctrl-C, or by ``stop`` from another thread."""

    def __init__(self, config: ServingConfig) -> None:
        """Binds the socket. Raises ParameterError where that cannot be, or for a certificate that cannot be used."""
        self._config = config
        self._socket = _bound(config)
        try:
            _check_certificate(config)
        except ParameterError:
            self._socket.close()
            raise
        host, port = self._socket.getsockname()[:2]
        scheme = "https" if config.tls_cert else "http"
        self.url = f"{scheme}://[{host}]:{port}" if ":" in host else f"{scheme}://{host}:{port}"
        self._server: _Uvicorn | None = None
        self.is_open = threading.Event()
        """Set when it answers."""

    def run(self) -> None:
        """Serve until stopped; afterwards no process and no file is left."""
        asyncio.run(self._run())

    def stop(self) -> None:
        """End as at SIGTERM: what runs is finished first, within the time that the settings give. From any thread."""
        if self._server is not None:
            self._server.asked = True

    async def _run(self) -> None:
        with tempfile.TemporaryDirectory(prefix="driftdesk-serve-", ignore_cleanup_errors=True) as folder:
            analyses = Analyses(self._config, Path(folder))
            serving = Serving(self._config, analyses)
            self._server = _Uvicorn(_uvicorn_config(self._config, serving), serving, self.is_open.set)
            try:
                await analyses.start()
                log.info(
                    "listening",
                    url=self.url,
                    key_needed=bool(self._config.keys),
                    workers=self._config.workers,
                )
                await self._server.serve(sockets=[self._socket])
            finally:
                await analyses.close()
                self._socket.close()
                log.info("ended", url=self.url)


class _Uvicorn(uvicorn.Server):
    """Uvicorn, ending in two steps: analyses are finished while new ones are refused, then it closes."""

    def __init__(self, config: uvicorn.Config, serving: Serving, on_open: Callable[[], None]) -> None:
        super().__init__(config)
        self.asked = False
        self._serving = serving
        self._on_open = on_open
        self._until = 0.0

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:
        """The first signal drains, the second ends."""
        del sig, frame
        self.should_exit = self.asked
        self.asked = True

    async def on_tick(self, counter: int) -> bool:
        self._on_open()
        if self.asked and not self._serving.stopping:
            self._serving.stopping = True
            self._until = time.monotonic() + self._serving.config.drain_seconds
            log.info("stopping", running=self._serving.analyses.count("running"))
        if self._serving.stopping:
            self.should_exit |= self._serving.analyses.is_drained or time.monotonic() >= self._until
        return await super().on_tick(counter)


class _Protocol(H11Protocol):
    """HTTP/1.1 with what uvicorn leaves out: heads must come in time, connections are counted (of too many, those that
    say nothing go first), and its own refusals are problems too."""

    serving_config: ServingConfig
    silent: "dict[_Protocol, None]"
    """Connections of this server without a request, the oldest first."""
    _head_timer: asyncio.TimerHandle | None = None
    _is_refused = False

    def connection_made(self, transport: asyncio.Transport) -> None:  # type: ignore[override]  # as uvicorn's own
        super().connection_made(transport)
        if len(self.connections) > self.serving_config.connections:
            goes = next(iter(self.silent), self)
            goes._refuse("busy", "There are as many connections as this server takes.", "Try again later.")
        if not self._is_refused:
            self._expect_head()

    def data_received(self, data: bytes) -> None:
        if self._is_refused:
            return
        super().data_received(data)
        if self.conn.their_state is h11.IDLE and self._head_timer is None:
            self._expect_head()
        elif self.conn.their_state is not h11.IDLE:
            self._forget_head()

    def connection_lost(self, exc: Exception | None) -> None:
        self._forget_head()
        super().connection_lost(exc)

    def send_400_response(self, msg: str) -> None:
        del msg
        if len(self.conn.trailing_data[0]) > _LARGEST_HEAD:
            self._refuse("head-too-large", f"The head of a request is over {_LARGEST_HEAD >> 10} kB.", "")
        else:
            self._refuse("bad-request", "This is no HTTP request.", "")

    def on_response_complete(self) -> None:
        super().on_response_complete()
        if not self.transport.is_closing():
            self.silent[self] = None

    def _expect_head(self) -> None:
        self.silent[self] = None
        self._head_timer = self.loop.call_later(self.serving_config.head_seconds, self._head_is_late)

    def _forget_head(self) -> None:
        self.silent.pop(self, None)
        if self._head_timer is not None:
            self._head_timer.cancel()
            self._head_timer = None

    def _head_is_late(self) -> None:
        self._head_timer = None
        if self.conn.their_state is h11.IDLE and not self.transport.is_closing():
            self._refuse("too-slow", "The head of the request did not come in time.", "")

    def _refuse(self, code: str, detail: str, hint: str) -> None:
        """Answer without the application, and close."""
        told = problem(code, detail, hint)
        content = json.dumps(told.model_dump(mode="json")).encode()
        head = f"HTTP/1.1 {told.status} {told.title}\r\ncontent-type: {PROBLEM_TYPE}\r\nconnection: close\r\n"
        self.transport.write(f"{head}content-length: {len(content)}\r\n\r\n".encode() + content)
        self._is_refused = True
        self._forget_head()
        self.connections.discard(self)
        if self.transport.can_write_eof():
            self.transport.write_eof()  # closed at once, what is still coming in would have the answer thrown away
            self.loop.call_later(_LINGER_SECONDS, self.transport.close)
        else:
            self.transport.close()


def _uvicorn_config(config: ServingConfig, serving: Serving) -> uvicorn.Config:
    for talkative in ("uvicorn.error", "python_multipart"):  # a line for whatever a stranger sends
        logging.getLogger(talkative).setLevel(logging.ERROR)
    protocol = type("Protocol", (_Protocol,), {"serving_config": config, "silent": {}})
    options: dict[str, Any] = {}
    if config.tls_cert:
        options = {"ssl_certfile": config.tls_cert, "ssl_keyfile": config.tls_key}
    return uvicorn.Config(
        serving.application(),
        http=protocol,
        loop="asyncio",
        ws="none",
        lifespan="off",
        log_config=None,
        access_log=False,
        proxy_headers=False,
        server_header=False,
        h11_max_incomplete_event_size=_LARGEST_HEAD,
        timeout_keep_alive=30,
        timeout_graceful_shutdown=_LAST_ANSWERS_SECONDS,
        **options,
    )


def _bound(config: ServingConfig) -> socket.socket:
    """Bound to the address. It names its protocol: asyncio turns Nagle's delay off only for those that do."""
    try:
        found = socket.getaddrinfo(config.host, config.port, type=socket.SOCK_STREAM, flags=socket.AI_PASSIVE)
        family, kind, protocol, _, address = found[0]
        bound = socket.socket(family, kind, protocol)
        try:
            if os.name == "posix":  # elsewhere it would let two listen at one port
                bound.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            bound.bind(address)
        except OSError:
            bound.close()
            raise
    except OSError as error:
        raise ParameterError(
            f"Nothing can listen at {config.host}:{config.port} ({error.strerror or error}).",
            "Choose another --port or --host, or end what listens there.",
        ) from error
    return bound


def _check_certificate(config: ServingConfig) -> None:
    if config.tls_cert is None:
        return
    try:
        ssl.create_default_context(ssl.Purpose.CLIENT_AUTH).load_cert_chain(config.tls_cert, config.tls_key)
    except (OSError, ssl.SSLError) as error:
        raise ParameterError(
            f"The certificate {config.tls_cert} cannot be used ({error.strerror or error}).",
            "Give a PEM certificate to --tls-cert, and its key without a password to --tls-key.",
        ) from error


@contextlib.contextmanager
def serving(config: ServingConfig) -> Iterator[DriftServer]:
    """A server in a thread of its own, for notebooks and tests; it answers inside of the block."""
    server = DriftServer(config)
    thread = threading.Thread(target=server.run, name="driftdesk-serve")
    thread.start()
    try:
        while not server.is_open.wait(0.1):
            if not thread.is_alive():
                raise ParameterError("The server ended as it began.", "Its log says why.")
        yield server
    finally:
        server.stop()
        thread.join()
