"""A faithful ``ddoc serve`` 2.1 for tests: standard library only, knows nothing of driftdesk.

It answers what the real one was seen to answer (shapes, codes, order of events, its score); ``scenario`` makes it
fail in the ways that the real one, or a network, does. ``python ddoc_server.py [PORT] [SCENARIO]`` serves by hand.
"""

import csv
import json
import math
import sys
import threading
import time
from collections.abc import Iterator
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any, Literal, get_args

Scenario = Literal[
    "normal",
    "slow",
    "no_stream",
    "plain_500",
    "plain_503_once",
    "half_answer",
    "no_result",
    "malformed_json",
    "not_an_object",
    "hang",
    "drop",
    "nan",
    "no_score",
    "zero",
    "error_after_merge",
    "complete_then_error",
    "error_type_timeout",
    "detail_text",
    "detail_list",
    "other_disk",
]
PROGRESS: tuple[dict[str, Any], ...] = (
    {"progress": 0.05, "stage": "start", "message": "drift path mode init"},
    {"progress": 0.2, "stage": "plugin_call", "message": "invoking drift_detect hook"},
    {"progress": 0.9, "stage": "merge", "message": "merging plugin results"},
    {"progress": 1.0, "stage": "complete", "message": "done"},
)
DETECTORS = ["default", "mmd", "attributes"]
STATUS = {
    "unsupported_detector": 400,
    "path_mode_incomplete": 400,
    "snapshot_mode_incomplete": 400,
    "no_plugin": 503,
}
NO_PLUGIN = "No plugin available for drift detection. Install via: pip install ddoc-full"


class DdocServer:
    """``with DdocServer(...) as server:`` serves on a free port of 127.0.0.1 until the end of the block."""

    def __init__(self, scenario: Scenario = "normal", api_key: str = "", port: int = 0) -> None:
        self.scenario = scenario
        self.api_key = api_key
        self.requests: list[tuple[str, str, Any]] = []
        """Method, path and parsed body of all requests, in order."""
        self.seen_files: dict[str, str] = {}
        """Content of each file of the last analysis, by path under the two sides' folders."""
        self.asked = threading.Event()
        """Set when an analysis was asked for."""
        self.closing = threading.Event()
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> "DdocServer":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self.closing.set()
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()


class FailureError(Exception):
    """The real server's subprocess ended with an error: coded, or only typed."""

    def __init__(self, code: str, message: str, error_type: str = "nonzero_exit") -> None:
        super().__init__(message)
        self.code = code
        self.message = message
        self.error_type = error_type

    @property
    def envelope(self) -> dict[str, Any]:
        return {"status": "error", "error_code": self.code, "message": self.message}

    @property
    def runner(self) -> dict[str, Any]:
        message = "ddoc CLI exited 1" if self.error_type == "nonzero_exit" else self.message
        return {"status": "error", "error_type": self.error_type, "message": message, "returncode": 1,
                "stderr_tail": "", "elapsed_ms": 1500, "argv": ["python", "-m", "ddoc.cli.main"]}  # fmt: skip

    @property
    def as_event(self) -> dict[str, Any]:
        return {**self.runner, "error_envelope": self.envelope} if self.code else self.runner

    @property
    def as_answer(self) -> tuple[int, dict[str, Any]]:
        if not self.code:
            return 504 if self.error_type == "timeout" else 502, self.runner
        return STATUS.get(self.code, 500), {**self.envelope, "runner_error": self.runner}


def analyse(body: dict[str, Any], files: dict[str, str]) -> dict[str, Any]:
    """The real one's answer: mean absolute difference of four moments over the columns of datasets of one name."""
    if not body.get("data_path_ref") and not body.get("data_path_cur"):
        raise FailureError(
            "snapshot_mode_incomplete", "snapshot mode requires both baseline and current arguments"
        )
    if not body.get("data_path_ref") or not body.get("data_path_cur"):
        raise FailureError(
            "path_mode_incomplete", "path mode requires both --data-path-ref and --data-path-cur"
        )
    detector = body.get("detector", "default")
    if detector not in DETECTORS:
        raise FailureError(
            "unsupported_detector", f"detector {detector!r} is not advertised by any installed plugin."
        )
    reference = moments(Path(body["data_path_ref"]), files)
    current = moments(Path(body["data_path_cur"]), files)
    if not reference or not current:
        raise FailureError("no_plugin", NO_PLUGIN)
    shared = reference.keys() & current.keys()
    differences = [abs(a - b) for key in shared for a, b in zip(reference[key], current[key], strict=True)]
    score = sum(differences) / len(differences) if differences else 0.0
    return {"modality": "timeseries", "timestamp": "20261123_124713", "overall_score": score}


def moments(folder: Path, files: dict[str, str]) -> dict[str, tuple[float, ...]]:
    """Mean, variance, skewness and kurtosis by ``dataset/column``."""
    found: dict[str, tuple[float, ...]] = {}
    for item in sorted(folder.iterdir()) if folder.is_dir() else []:
        config_file = item / "ddoc.yaml"
        if not config_file.is_file():
            continue
        config = parse_yaml(config_file.read_text(encoding="utf-8"))
        data = (item / config["csv_file"]).read_text(encoding="utf-8")
        files[f"{folder.name}/{item.name}/ddoc.yaml"] = config_file.read_text(encoding="utf-8")
        files[f"{folder.name}/{item.name}/data.csv"] = data
        rows = list(csv.DictReader(data.splitlines()))
        if config.get("modality") != "timeseries" or config["timestamp_column"] not in (
            rows[0] if rows else {}
        ):
            continue
        for column in config["numeric_columns"]:
            values = [float(row[column]) for row in rows if row[column] != ""]
            found[f"{item.name}/{column}"] = _four(values)
    return found


def _four(values: list[float]) -> tuple[float, ...]:
    n = len(values)
    mean = sum(values) / n
    second, third, fourth = (sum((v - mean) ** k for v in values) / n for k in (2, 3, 4))
    nan = math.nan
    variance = second * n / (n - 1) if n > 1 else nan
    return mean, variance, third / second**1.5 if second else nan, fourth / second**2 - 3 if second else nan


def parse_yaml(text: str) -> dict[str, Any]:
    """The little YAML of ``ddoc.yaml``: plain or quoted scalars and flow lists."""
    config: dict[str, Any] = {}
    for line in text.splitlines():
        key, _, value = line.partition(": ")
        try:
            config[key] = json.loads(value)
        except ValueError:
            items = value.strip("[]").split(",")
            config[key] = [i.strip() for i in items] if value.startswith("[") else value
    return config


def _handler(server: DdocServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            server.requests.append(("GET", self.path, None))
            if self.path == "/healthz":
                self._json(200, {"status": "healthy", "ddoc_version": "2.1.0", "plugin_count": 2,
                                 "auth_enabled": bool(server.api_key), "bind": server.url[7:]})  # fmt: skip
            elif self.path == "/version":
                self._json(200, {"ddoc": "2.1.0", "hookspec": "1.0.0"})
            elif self.path == "/plugins/detectors" and self._allowed():
                registry = [
                    {"modality": "timeseries", "default": "attributes", "supported": DETECTORS, "notes": ""}
                ]
                self._json(200, {"status": "ok", "count": 1, "registry": registry})
            elif self.path != "/plugins/detectors":
                self._json(404, {"detail": "Not Found"})

        def do_POST(self) -> None:
            body = self._body()
            server.requests.append(("POST", self.path, body))
            if body is None:  # before the key is looked at
                problem = {
                    "type": "json_invalid",
                    "loc": ["body", 1],
                    "msg": "JSON decode error",
                    "input": {},
                }
                self._json(422, {"status": "error", "error_code": "invalid_request",
                                 "message": "request body failed validation", "errors": [problem]})  # fmt: skip
            elif not self._allowed():
                return
            elif self.path == "/analyze/drift/stream" and server.scenario != "no_stream":
                server.asked.set()
                self._stream(body)
            elif self.path == "/analyze/drift":
                server.asked.set()
                self._answer(body)
            else:
                self._json(404, {"detail": "Not Found"})

        def _allowed(self) -> bool:
            if server.api_key and self.headers.get("X-API-Key") != server.api_key:
                message = "X-API-Key header is required when DDOC_API_KEY is set."
                self._json(401, {"detail": {"status": "error", "error_code": "missing_or_bad_api_key",
                                            "message": message}})  # fmt: skip
                return False
            return True

        def _body(self) -> dict[str, Any] | None:
            try:
                content = json.loads(self.rfile.read(int(self.headers.get("Content-Length", 0))))
            except ValueError:
                return None
            return content if isinstance(content, dict) else None

        def _result(self, body: dict[str, Any]) -> dict[str, Any]:
            if server.scenario == "error_type_timeout":
                raise FailureError("", "ddoc CLI timed out after 600.0s", "timeout")
            if server.scenario == "other_disk":  # a path that it does not see holds no data for any plugin
                raise FailureError("no_plugin", NO_PLUGIN)
            result = analyse(body, server.seen_files)
            if server.scenario == "nan":
                return {**result, "overall_score": math.nan}
            if server.scenario == "zero":
                return {**result, "overall_score": 0.0}
            if server.scenario == "no_score":
                return {"modality": "timeseries", "timestamp": "20261123_124713"}
            return result

        def _answer(self, body: dict[str, Any]) -> None:
            try:
                result = self._result(body)
            except FailureError as failure:
                return self._json(*failure.as_answer)
            if any(isinstance(v, float) and math.isnan(v) for v in result.values()):
                return self._text(500, "Internal Server Error")  # its JSON encoder refuses NaN
            return self._json(200, result)

        def _stream(self, body: dict[str, Any]) -> None:
            match server.scenario:
                case "hang":
                    server.closing.wait()
                case "drop":
                    self.close_connection = True
                    self.connection.close()
                case "plain_500":
                    self._text(500, "Internal Server Error")
                case "plain_503_once" if sum(path == self.path for _, path, _ in server.requests) == 1:
                    self._text(503, "Service Unavailable")
                case "detail_text":
                    self._json(500, {"detail": "the disk is full"})
                case "detail_list":
                    self._json(422, {"detail": [{"loc": ["body", "timeout_sec"], "msg": "not a number"}]})
                case _:
                    self._send_events(self._events(body))

        def _events(self, body: dict[str, Any]) -> Iterator[str]:
            outcome: tuple[str, dict[str, Any]]
            try:
                outcome = ("result", self._result(body))
                steps = PROGRESS
            except FailureError as failure:
                outcome = ("error", failure.as_event)
                steps = PROGRESS[:3]
            if server.scenario == "error_after_merge":
                outcome, steps = (
                    ("error", FailureError("plugin_error", "division by zero").as_event),
                    PROGRESS[:3],
                )
            if server.scenario == "complete_then_error":
                outcome = ("error", FailureError("plugin_error", "cannot save the report").as_event)
            for step in steps:
                if server.scenario == "slow":
                    server.closing.wait(0.05)
                yield _event("progress", step)
            match server.scenario:
                case "half_answer":
                    yield _event(*outcome)[:40]
                case "no_result":
                    return
                case "malformed_json":
                    yield "event: result\ndata: {'overall_score': 0.3}\n\n"
                case "not_an_object":
                    yield "event: result\ndata: [0.3]\n\n"
                case _:
                    yield _event(*outcome)

        def _send_events(self, events: Iterator[str]) -> None:
            self.send_response(200)
            self.send_header("Content-Type", "text/event-stream; charset=utf-8")
            self.send_header("Cache-Control", "no-cache")
            self.send_header("Transfer-Encoding", "chunked")
            self.end_headers()
            for event in events:
                content = event.encode()
                self.wfile.write(f"{len(content):x}\r\n".encode() + content + b"\r\n")
                self.wfile.flush()
                if server.scenario == "half_answer" and not event.endswith("\n\n"):
                    self.close_connection = True
                    self.connection.close()
                    return
            self.wfile.write(b"0\r\n\r\n")

        def _json(self, status: int, content: dict[str, Any]) -> None:
            self._send(status, "application/json", json.dumps(content).encode())

        def _text(self, status: int, content: str) -> None:
            self._send(status, "text/plain; charset=utf-8", content.encode())

        def _send(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


def _event(name: str, data: dict[str, Any]) -> str:
    return f"event: {name}\ndata: {json.dumps(data, ensure_ascii=False)}\n\n"


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8765
    chosen = sys.argv[2] if len(sys.argv) > 2 else "normal"
    if chosen not in get_args(Scenario):
        sys.exit(f"Scenarios: {', '.join(get_args(Scenario))}")
    with DdocServer(chosen, port=port) as running:  # type: ignore[arg-type]  # it was checked above
        print(f"Serving {chosen} on {running.url}")
        while True:
            time.sleep(3600)
