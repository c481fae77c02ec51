"""A faithful Drift Studio backend for tests: standard library only, knows nothing of driftdesk.

It answers what the real one (2.0.0) was seen to answer, its Korean messages and naive UTC timestamps among it; ``scenario``
makes it answer otherwise in the ways that the real one does. ``python drift_studio_server.py [PORT] [SCENARIO]`` serves by hand.
"""

import csv
import io
import json
import math
import sys
import threading
import time
import uuid
from datetime import UTC, datetime
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any, Literal, get_args

Scenario = Literal[
    "normal",
    "already_running",
    "cached",
    "failed",
    "unsupported",
    "null_column",
    "ddoc_score",
    "ddoc_modalities",
    "image_score",
    "unknown_status",
    "no_task",
    "no_id",
    "column_missing",
    "endless",
    "other_service",
]
STEPS = ((0.0, "pending", "대기 중..."), (0.3, "in_progress", "드리프트 분석 수행 중..."))


class DriftStudioServer:
    """``with DriftStudioServer(...) as server:`` serves on a free port of 127.0.0.1 until the end of the block."""

    def __init__(self, scenario: Scenario = "normal", port: int = 0) -> None:
        self.scenario = scenario
        self.requests: list[tuple[str, str, Any]] = []
        """Method, path and parsed body (of an upload: its file name) of all requests, in order."""
        self.datasets: dict[str, dict[str, Any]] = {}
        """What is uploaded now, by id."""
        self.uploaded: list[str] = []
        """Texts of all files, deleted or not."""
        self.tasks: dict[str, dict[str, Any]] = {}
        self.results: dict[tuple[str, str], dict[str, Any]] = {}
        self.asked = threading.Event()
        """Set when an analysis was asked for."""
        self._http = ThreadingHTTPServer(("127.0.0.1", port), _handler(self))
        self._http.daemon_threads = True
        self._thread = threading.Thread(target=self._http.serve_forever, args=(0.02,), daemon=True)

    @property
    def url(self) -> str:
        return f"http://127.0.0.1:{self._http.server_port}"

    def __enter__(self) -> "DriftStudioServer":
        self._thread.start()
        return self

    def __exit__(self, *exc: object) -> None:
        self._http.shutdown()
        self._http.server_close()
        self._thread.join()

    # What it does with datasets; all of it may raise KeyError, as pandas does for a column that is not there.

    def upload(self, name: str, content: bytes) -> dict[str, Any]:
        text = content.decode()
        self.uploaded.append(text)
        id = str(uuid.uuid4())
        kind = "csv" if name.endswith(".csv") else "text"
        rows = list(csv.DictReader(io.StringIO(text))) if kind == "csv" else []
        if kind == "csv" and not rows:
            raise ValueError("No columns to parse from file")
        path = f"dvc_storage/datasets/{id}/raw.{'csv' if kind == 'csv' else 'txt'}"
        made = {"rows": len(rows), "type": kind, "size": None, "missing_rate": None, "dvc_path": path,
                "created_at": _now()[:19], "name": name, "id": id, "cols": len(rows[0]) if rows else 0,
                "preview": {"head": rows[:5]}, "version": "v1"}  # fmt: skip
        self.datasets[id] = {**made, "table": rows}
        return made

    def compare(self, base: str, target: str) -> dict[str, Any]:
        a, b = self.datasets[base], self.datasets[target]
        if self.scenario == "unsupported" or "csv" not in (a["type"], b["type"]):
            message = f"Drift not supported between {a['dvc_path']} and {b['dvc_path']}"
            return {"type": "unsupported", "message": message}
        if self.scenario == "ddoc_score":
            return {"modality": "timeseries", "ensemble": {"overall_score": 0.31, "status": "CRITICAL"}}
        if self.scenario == "ddoc_modalities":
            scores = {"timeseries": {"ensemble": {"overall_score": 0.2}}, "text": {"ensemble": None}}
            return {"modalities": scores}
        if self.scenario == "image_score":
            ensemble = {"overall_score": 0.1, "status": "NORMAL"}
            return {"type": "zip_zip", "advanced_drift": {"ensemble": ensemble}}
        drift = {}
        for column in a["table"][0]:
            left, right = (_mean([row[column] for row in side["table"]]) for side in (a, b))
            if "text" in (left, right):
                continue
            known = left is not None and right is not None and self.scenario != "null_column"
            drift[column] = {
                "base_mean": None if left is None else round(left, 4),
                "target_mean": round(right, 4) if known else None,
                "delta": round(right - left, 4) if known else None,
            }
            if self.scenario == "null_column":
                self.scenario = "normal"  # the first column alone
        if self.scenario == "column_missing":
            drift.popitem()
        return {"type": "csv_csv", "drift": drift}

    def begin(self, base: str, target: str, *, force: bool) -> dict[str, Any]:
        self.asked.set()
        if self.scenario == "cached":
            self.results[base, target] = self.compare(base, target)
        if (base, target) in self.results and not force:
            return {"status": "completed", "cached": True, "message": "이미 분석 결과가 존재합니다."}
        if self.scenario == "no_task":
            return {"status": "queued"}
        id = str(uuid.uuid4())
        estimate = {"estimated_seconds": None, "estimated_formatted": "계산 중..."}
        self.tasks[id] = {"task_id": id, "dataset_id": base, "target_id": target, "task_type": "drift",
                          "status": "pending", "progress": 0.0, "message": "대기 중...", "error": None,
                          "metadata": {"total_files": 0, **estimate}, "created_at": _now()[:19],
                          "started_at": None, "completed_at": None, "looked": 0}  # fmt: skip
        if self.scenario == "already_running":
            message = "이미 드리프트 분석이 진행 중입니다."
            return {"status": "already_running", "task_id": id, "message": message}
        return {
            "status": "queued",
            "task_id": id,
            "message": "드리프트 분석 작업이 시작되었습니다.",
            **estimate,
        }

    def look(self, id: str) -> dict[str, Any]:
        """A task is further each time it is looked at."""
        task = self.tasks[id]
        looked, task["looked"] = task["looked"], task["looked"] + 1
        if self.scenario == "unknown_status":
            task |= {"status": "paused"}
        elif looked < len(STEPS) or self.scenario == "endless":
            progress, status, message = STEPS[min(looked, len(STEPS) - 1)]
            task |= {"status": status, "progress": progress, "message": message, "started_at": _now()}
        else:
            task |= self._finished(task["dataset_id"], task["target_id"])
        return {k: v for k, v in task.items() if k != "looked"}

    def _finished(self, base: str, target: str) -> dict[str, Any]:
        if self.scenario == "failed":
            return {"status": "failed", "message": "실패", "error": "'age'", "completed_at": _now()}
        self.results[base, target] = self.compare(base, target)
        return {"status": "completed", "progress": 1.0, "message": "완료", "completed_at": _now()}

    def result(self, base: str, target: str, *, force: bool) -> dict[str, Any]:
        cached = (base, target) in self.results and not force
        result = self.results[base, target] = (
            self.results[base, target] if cached else self.compare(base, target)
        )
        described = [
            {k: self.datasets[id][k] for k in ("id", "name", "type", "dvc_path")} for id in (base, target)
        ]
        meta = {"base": described[0], "target": described[1]}
        return {"version": "v1", "cached": cached, "meta": meta, "result": result}


def _mean(values: list[str]) -> float | Literal["text"] | None:
    try:
        numbers = [float(v) for v in values if v != ""]
    except ValueError:
        return "text"
    return math.fsum(numbers) / len(numbers) if numbers else None


def _now() -> str:
    return datetime.now(UTC).replace(tzinfo=None).isoformat()  # naive, as the real one writes it


def _handler(server: DriftStudioServer) -> type[BaseHTTPRequestHandler]:
    class Handler(BaseHTTPRequestHandler):
        protocol_version = "HTTP/1.1"
        disable_nagle_algorithm = True

        def log_message(self, *args: object) -> None:
            pass

        def do_GET(self) -> None:
            server.requests.append(("GET", self.path, None))
            if self.path == "/":
                service = "other" if server.scenario == "other_service" else "drift-studio"
                self._json(200, {"status": "ok", "service": service, "version": "2.0.0",
                                 "workspace_enabled": False, "ddoc_cli_orchestrator": False})  # fmt: skip
            elif self.path.startswith("/drift/task/"):
                id = self.path.removeprefix("/drift/task/")
                if id in server.tasks:
                    self._json(200, server.look(id))
                else:
                    self._json(404, {"detail": "Task not found"})
            else:
                self._json(404, {"detail": "Not Found"})

        def do_DELETE(self) -> None:
            server.requests.append(("DELETE", self.path, None))
            found = server.datasets.pop(self.path.removeprefix("/datasets/"), None)
            if found is None:
                self._json(404, {"detail": "데이터셋을 찾을 수 없습니다."})
            else:
                self._json(200, {"success": True, "deleted": {"dataset_id": found["id"]}})

        def do_POST(self) -> None:
            content = self.rfile.read(int(self.headers.get("Content-Length", 0)))
            if self.path == "/datasets/upload":
                return self._upload(content)
            body = json.loads(content)
            server.requests.append(("POST", self.path, body))
            if self.path == "/drift":
                return self._redirect("/drift/")
            if self.path not in ("/drift/", "/drift/async"):
                return self._json(404, {"detail": "Not Found"})
            sides = [body.get("base_id"), body.get("target_id")]
            if None in sides:
                missing = {"type": "missing", "loc": ["body", "base_id"], "msg": "Field required"}
                return self._json(422, {"detail": [missing]})
            if any(id not in server.datasets for id in sides):
                return self._json(404, {"detail": "Dataset not found"})
            verb = server.begin if self.path == "/drift/async" else server.result
            try:
                return self._json(200, verb(sides[0], sides[1], force=bool(body.get("force"))))
            except KeyError:
                return self._text(500, "Internal Server Error")

        def _upload(self, content: bytes) -> None:
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            parts = BytesParser().parsebytes(head + content).get_payload()
            part: Any = parts[0]
            name = part.get_filename()
            server.requests.append(("POST", self.path, name))
            try:
                made = server.upload(name, part.get_payload(decode=True))
            except ValueError:
                return self._text(500, "Internal Server Error")
            return self._json(200, {} if server.scenario == "no_id" else made)

        def _redirect(self, path: str) -> None:
            self.send_response(307)
            self.send_header("Location", server.url + path)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def _json(self, status: int, content: dict[str, Any]) -> None:
            self._send(status, "application/json", json.dumps(content, ensure_ascii=False).encode())

        def _text(self, status: int, content: str) -> None:
            self._send(status, "text/plain; charset=utf-8", content.encode())

        def _send(self, status: int, kind: str, content: bytes) -> None:
            self.send_response(status)
            self.send_header("Content-Type", kind)
            self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            self.wfile.write(content)

    return Handler


if __name__ == "__main__":
    port = int(sys.argv[1]) if len(sys.argv) > 1 else 8000
    chosen = sys.argv[2] if len(sys.argv) > 2 else "normal"
    if chosen not in get_args(Scenario):
        sys.exit(f"Scenarios: {', '.join(get_args(Scenario))}")
    with DriftStudioServer(chosen, port=port) as running:  # type: ignore[arg-type]  # it was checked above
        print(f"Serving {chosen} on {running.url}")
        while True:
            time.sleep(3600)
