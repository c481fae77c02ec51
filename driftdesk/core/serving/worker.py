"""A child process that analyses what was sent: ``driftdesk _serve``, told by JSON lines on standard input.

Whatever hostile bytes do to it, they do to this process alone: its memory is limited, the server kills it when an analysis
is cancelled or takes too long, and starts another. In come ``{"open": {...}}`` once, then ``{"run": {"folder", "parts"}}``;
out go ``{"ready"}``, ``{"progress": [done, total, stage]}``, and ``{"done": file}`` or ``{"failed": problem}``.
"""

import contextlib
import json
import os
import sys
import threading
import time
import traceback
from pathlib import Path
from queue import SimpleQueue
from typing import Any, TextIO

from driftdesk.core.child import claim_stdout, die_with_parent, end_at_once, lower_priority, reply
from driftdesk.core.context import Context
from driftdesk.core.errors import DriftDeskError, ParameterError
from driftdesk.core.logs import new_error_id, route_logs

REPORT_FILE = "report.json"
_PROGRESS_SECONDS = 0.1


def main() -> int:
    """Analyse until standard input ends."""
    replies = claim_stdout()
    route_logs()
    lower_priority()
    die_with_parent()
    inbox: SimpleQueue[dict[str, Any]] = SimpleQueue()
    threading.Thread(target=_read, args=(sys.stdin, inbox), name="inbox", daemon=True).start()
    opening = inbox.get()["open"]
    _limit_cores(opening["cores"])
    import scipy.stats  # noqa: F401  # while there is nothing to do, so that the first analysis starts at once

    import driftdesk.core.serving.analysis  # noqa: F401

    _limit_memory(opening["memory_bytes"])
    reply(replies, ready=os.getpid())
    while True:
        message = inbox.get()["run"]
        reply(replies, **_run(Path(message["folder"]), message["parts"], opening["allowed"], replies))


def _read(stream: TextIO, inbox: "SimpleQueue[dict[str, Any]]") -> None:
    for line in iter(stream.readline, ""):
        inbox.put(json.loads(line))
    end_at_once()


def _run(folder: Path, parts: list[str], allowed: dict[str, int], replies: TextIO) -> dict[str, Any]:
    """Analyse what lies in ``folder``; the reply says how it ended."""
    from driftdesk.core.detection.protocol import report_document
    from driftdesk.core.serving.analysis import analyse_sent
    from driftdesk.core.serving.claims import Allowed

    try:
        request = _request(folder / "analysis")
        files = {part: folder / part for part in parts if part != "analysis"}
        report = analyse_sent(request, files, Allowed(**allowed), _Telling(replies))
        file = folder / REPORT_FILE
        content = json.dumps(report_document(report), ensure_ascii=False, allow_nan=False)
        file.write_text(content, encoding="utf-8")
    except Exception as error:  # noqa: BLE001  # the boundary of an analysis: whatever went wrong becomes its problem
        return {"failed": _failure(error)}
    return {"done": file.name}


def _request(file: Path) -> Any:
    """The record in ``file``. Raises ParameterError that names what is wrong with it."""
    from pydantic import ValidationError

    from driftdesk.core.detection.protocol import AnalysisRequest

    try:
        return AnalysisRequest.model_validate_json(file.read_bytes())
    except ValidationError as error:
        first = error.errors(include_input=False, include_url=False)[0]
        place = ".".join(str(part) for part in first["loc"])
        said = first["msg"].removeprefix("Value error, ")
        raise ParameterError(
            f"The part analysis cannot be used{f' at {place}' if place else ''}: {said}"[:500],
            "Its schema is AnalysisRequest in /v1/openapi.json.",
        ) from None


def _failure(error: Exception) -> dict[str, str]:
    """What is told of an error: its code, problem and hint. Of one that nobody expected, only where to look."""
    if isinstance(error, DriftDeskError):
        return {"code": error.code, "detail": error.message, "hint": error.hint}
    if isinstance(error, MemoryError):
        return {
            "code": "too_much_memory",
            "detail": "The analysis needs more memory than this server gives to one.",
            "hint": "Send fewer columns at once, a sample of the rows, or profiles instead of rows.",
        }
    error_id = new_error_id()
    return {
        "code": "internal",
        "detail": "The analysis failed for a reason that was not foreseen.",
        "hint": f"The server's log has the details beside {error_id}.",
        "error_id": error_id,
        # for the log: where it was, and not its words, which may hold data
        "trace": f"{''.join(traceback.format_tb(error.__traceback__))}{type(error).__name__}",
    }


class _Telling(Context):
    """Tells the server how far it is, ten times a second at most."""

    def __init__(self, replies: TextIO) -> None:
        self._replies = replies
        self._last = 0.0

    def progress(self, done: float, total: float | None = None, stage: str = "") -> None:
        if time.monotonic() - self._last >= _PROGRESS_SECONDS:
            self._last = time.monotonic()
            reply(self._replies, progress=[done, total, stage])


def _limit_memory(size: int) -> None:
    """On Linux, what this process may allocate (files that are mapped do not count): then it is told, not killed."""
    if sys.platform == "linux":
        import resource

        now = int(Path("/proc/self/statm").read_text(encoding="ascii").split()[5]) * resource.getpagesize()
        resource.setrlimit(resource.RLIMIT_DATA, (now + size, now + size))
        resource.setrlimit(resource.RLIMIT_CORE, (0, 0))


def _limit_cores(cores: list[int]) -> None:
    """On Linux, the cores that this process may use; the engine takes as many threads."""
    if hasattr(os, "sched_setaffinity"):
        with contextlib.suppress(OSError):
            os.sched_setaffinity(0, cores)
