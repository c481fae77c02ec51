"""A server that stands before another one and spoils what it says: standard library only, for any client of any service.

``with FaultServer(upstream, "half_answer", on=is_analysis) as server:`` passes requests on to ``upstream`` (a URL) and the answers
back, but for those whose path ``on`` holds of, which meet the fault. With ``tls`` (an SSLContext) it speaks https.
"""

import http.client
import select
import socket
import ssl
import threading
from collections.abc import Callable
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, get_args
from urllib.parse import urlsplit

Fault = Literal[
    "normal",
    "slow",
    "unauthorised",
    "plain_500",
    "half_answer",
    "malformed_json",
    "unknown_shape",
    "hang",
    "drop",
    "elsewhere",
    "endless",
]
FAULTS: tuple[Fault, ...] = get_args(Fault)
PIECES = 5
SLOW_SECONDS = 0.02
"""Before each of so many pieces of an answer."""


class FaultServer:
    """Serves on a free port of 127.0.0.1 until the end of the block; all its threads have ended then."""

    def __init__(
        self,
        upstream: str,
        fault: Fault = "normal",
        *,
        on: Callable[[str], bool] = lambda path: True,
        tls: ssl.SSLContext | None = None,
    ) -> None:
        self.upstream = upstream
        self.fault = fault
        self.on = on
        self.requests: list[tuple[str, str, dict[str, str]]] = []
        """Method, path and headers (names in lower case) of all requests, in order."""
        self.met = threading.Event()
        """Set when a request met the fault."""
        self.left = threading.Event()
        """Set when a client went away that was kept waiting."""
        self.closing = threading.Event()
        self._scheme = "https" if tls else "http"
        self._http = _Server(("127.0.0.1", 0), _handler(self))
        if tls:
            self._http.socket = tls.wrap_socket(
                self._http.socket, server_side=True, do_handshake_on_connect=False
            )
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,))

    @property
    def url(self) -> str:
        return f"{self._scheme}://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> "FaultServer":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()  # waits for the threads of all requests
        self._thread.join()


class _Server(ThreadingHTTPServer):
    daemon_threads = False
    block_on_close = True

    def handle_error(self, *_: object) -> None:
        """A client that hangs up, or refuses our certificate, is what is tested."""


def _handler(server: FaultServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True
        timeout = 10

        def log_message(self, *args: object) -> None:
            pass

        def _answer(self) -> None:
            body = self._body()
            sent = {name.lower(): value for name, value in self.headers.items()}
            server.requests.append((self.command, self.path, sent))
            self.close_connection = True
            fault = server.fault if server.on(self.path) else "normal"
            if fault != "normal":
                server.met.set()
            match fault:
                case "hang":
                    self._keep_waiting()
                case "drop":
                    self._hang_up()
                case "unauthorised":
                    self._send(401, "application/json", b'{"detail": "an API key is needed"}')
                case "plain_500":
                    self._send(500, "text/plain", b"Internal Server Error")
                case "malformed_json":
                    self._send(200, "application/json", b"{'overall_score': 0.3")
                case "unknown_shape":
                    self._send(200, "application/json", b'{"weather": ["fine", null]}')
                case "elsewhere":
                    self._send(307, "text/plain", b"", location="http://drift.invalid/")
                case "endless":
                    self._pour()
                case _:
                    self._pass_on(body, fault)

        def __getattr__(self, name: str) -> Any:
            if name.startswith("do_"):
                return self._answer
            raise AttributeError(name)

        def _body(self) -> bytes:
            if self.headers.get("Transfer-Encoding", "").lower() != "chunked":
                return self.rfile.read(int(self.headers.get("Content-Length", 0)))
            content = b""
            while size := int(self.rfile.readline().split(b";")[0], 16):
                content += self.rfile.read(size)
                self.rfile.readline()
            self.rfile.readline()
            return content

        def _pass_on(self, body: bytes, fault: str) -> None:
            there = urlsplit(server.upstream)
            upstream = http.client.HTTPConnection(there.hostname or "", there.port, timeout=30)
            skipped = ("host", "transfer-encoding", "content-length", "connection")
            headers = {k: v for k, v in self.headers.items() if k.lower() not in skipped}
            upstream.request(self.command, there.path + self.path, body, headers)
            response = upstream.getresponse()
            content = response.read()
            upstream.close()
            self.send_response(response.status)
            for name, value in response.getheaders():
                if name.lower() not in (
                    "transfer-encoding",
                    "content-length",
                    "connection",
                    "server",
                    "date",
                ):
                    self.send_header(name, value)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            self.end_headers()
            if fault == "half_answer":
                self.wfile.write(content[: len(content) // 2])
                self._hang_up()
                return
            step = max(1, len(content) // PIECES) if fault == "slow" else max(1, len(content))
            for start in range(0, len(content), step):
                if fault == "slow":
                    server.closing.wait(SLOW_SECONDS)
                self.wfile.write(content[start : start + step])
                self.wfile.flush()

        def _pour(self) -> None:
            """An answer that does not end."""
            self.send_response(200)
            self.send_header("Content-Type", "application/json")
            self.send_header("Connection", "close")
            self.end_headers()
            try:
                while not server.closing.is_set():
                    self.wfile.write(b" " * 2**20)
            except OSError:
                server.left.set()

        def _keep_waiting(self) -> None:
            while not server.closing.is_set():
                readable, _, _ = select.select([self.connection], [], [], 0.02)
                if readable and not self._is_there():
                    server.left.set()
                    return

        def _is_there(self) -> bool:
            try:
                if isinstance(self.connection, ssl.SSLSocket):
                    return bool(self.connection.recv(1))
                return bool(self.connection.recv(1, socket.MSG_PEEK))
            except OSError:
                return False

        def _hang_up(self) -> None:
            self.close_connection = True
            try:
                self.wfile.flush()
                self.connection.shutdown(socket.SHUT_RDWR)
            except OSError:
                pass

        def _send(self, status: int, kind: str, content: bytes, location: str = "") -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.send_header("Connection", "close")
            if location:
                self.send_header("Location", location)
            self.end_headers()
            self.wfile.write(content)

    return Handler
