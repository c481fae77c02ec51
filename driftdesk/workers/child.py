"""What runs in the child: ``driftdesk _child``, one job after the other, told by JSON lines on standard input.

In come ``{"open": {"settings", "uri", "handlers"}}`` first, then ``{"run": job, "worker": id}``, ``{"stop": Stop or null}`` when
that of the job changed, and ``{"give_back": true}`` when the worker stops.
Out go ``{"ready"}``, ``{"warm"}`` when the heavy imports are done, and for each job one of ``{"done": result}``,
``{"failed": error}``, ``{"stopped"}``, ``{"paused"}``, ``{"lost"}``, ``{"waits": ended children seen}``, with ``"events"``, the number of events stored.
The end of standard input is the end of the process and of all that it started, at once.
"""

import json
import os
import queue
import sys
import threading
from importlib import import_module
from typing import Any, TextIO

import structlog
from pydantic import SecretStr

from driftdesk.core.child import claim_stdout, die_with_parent, end_at_once, lower_priority, reply
from driftdesk.core.entities import ErrorInfo, Job, Stop
from driftdesk.core.errors import (
    DatabaseUnavailableError,
    DriftDeskError,
    JobCancelledError,
    JobPausedError,
    LeaseLostError,
)
from driftdesk.core.jobs.context import Asked, JobContext, WaitForChildren
from driftdesk.core.jobs.params import params_type
from driftdesk.core.logs import configure_logs, new_error_id, route_logs
from driftdesk.core.settings import Settings
from driftdesk.desk import Desk

log = structlog.get_logger(__name__)

HEAVY = (
    "pyarrow.parquet",
    "pandas",
    "scipy.stats",
    "sklearn.pipeline",
    "sklearn.ensemble",
    "torch",
    "torch._dynamo",  # the first optimiser imports it, in more than a second
    "driftdesk.core.training.networks.tabular",
)
"""Imported while there is nothing to do, so that the next job starts at once."""


def main() -> int:
    """Serve jobs until standard input ends."""
    replies = claim_stdout()
    route_logs()
    lower_priority()
    die_with_parent()
    inbox = _Inbox(sys.stdin)
    opening = inbox.get()["open"]
    settings = Settings(**{**opening["settings"], "mongodb_uri": SecretStr(opening["uri"])})
    configure_logs(settings, "child")
    try:
        desk = Desk.open_with(settings)
    except DriftDeskError as error:
        reply(replies, **_failure(error))
        return 1
    reply(replies, ready=os.getpid())
    for module in HEAVY:
        if not inbox.is_empty:
            break
        import_module(module)
    else:
        reply(replies, warm=True)
    handler = import_module(opening["handlers"]).handler
    while True:
        message = inbox.get()
        job = Job.model_validate(message["run"])
        reply(replies, **_run(desk, handler, job, message["worker"], inbox.asked))


def _run(desk: Desk, handler: Any, job: Job, worker: str, asked: Asked) -> dict[str, Any]:
    """Run one job; the reply says how it ended."""
    context = JobContext(desk.store, job, asked)
    structlog.contextvars.bind_contextvars(job=job.id, attempt=job.attempt)
    outcome: dict[str, Any]
    try:
        context.started(worker)
        result = handler(job.kind)(desk, params_type(job.kind).model_validate(job.params), context)
        outcome = {"done": json.loads(json.dumps(result))}
    except WaitForChildren as wait:
        outcome = {"waits": wait.seen}
    except Exception as error:  # noqa: BLE001  # the boundary of a job: whatever went wrong becomes its error
        outcome = _failure(error)
    if "paused" in outcome:
        context.paused()
    try:
        context.close()
    except DriftDeskError as error:
        outcome = _failure(error)
    structlog.contextvars.unbind_contextvars("job", "attempt")
    return {**outcome, "events": context.written}


def _failure(error: Exception) -> dict[str, Any]:
    if isinstance(error, LeaseLostError):
        return {"lost": str(error)}
    if isinstance(error, DatabaseUnavailableError):
        log.warning("database lost under a job", error=str(error))
        return {"lost": str(error)}
    if isinstance(error, JobCancelledError):
        return {"stopped": True}
    if isinstance(error, JobPausedError):
        return {"paused": True}
    return {"failed": _error_info(error).model_dump(mode="json")}


def _error_info(error: Exception) -> ErrorInfo:
    error_id = new_error_id()
    if isinstance(error, DriftDeskError):
        log.warning("job failed", error_id=error_id, code=error.code, exc_info=error)
        return ErrorInfo(
            code=error.code,
            message=error.message,
            hint=error.hint,
            exit_code=error.exit_code,
            error_id=error_id,
        )
    if isinstance(error, MemoryError):
        log.warning("job ran out of memory", error_id=error_id, exc_info=error)
        return ErrorInfo(
            code="out_of_memory",
            message=f"There is not enough memory for this: {str(error) or 'none is left'}.",
            hint="Close other programs, run fewer jobs at once, or work on fewer rows.",
            error_id=error_id,
        )
    log.error("job failed unexpectedly", error_id=error_id, exc_info=error)
    return ErrorInfo(
        code="unexpected",
        message=f"{type(error).__name__}: {error}",
        hint=f"This is a bug in DriftDesk. The log has the details beside {error_id}.",
        error_id=error_id,
    )


class _Inbox:
    """Messages from the runner. A thread reads them, so that a stop and the runner's death are seen at once."""

    def __init__(self, stream: TextIO) -> None:
        self.asked = Asked()
        self._messages: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._stream = stream
        threading.Thread(target=self._read, name="inbox", daemon=True).start()

    def get(self) -> dict[str, Any]:
        return self._messages.get()

    @property
    def is_empty(self) -> bool:
        return self._messages.empty()

    def _read(self) -> None:
        for line in iter(self._stream.readline, ""):
            message = json.loads(line)
            if "stop" in message:
                self.asked.stop = Stop(message["stop"]) if message["stop"] else None
                continue
            if "give_back" in message:
                self.asked.to_give_back = True
                continue
            if "run" in message:
                stop = message["run"]["stop"]
                self.asked = Asked(stop=Stop(stop) if stop else None)
            self._messages.put(message)
        end_at_once()
