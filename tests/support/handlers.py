"""Handlers for tests of the runner, named to it by module path. The profile job's ``dataset_id`` says what to do."""

import os
import subprocess
import sys
import time
from collections.abc import Callable
from pathlib import Path
from typing import Any

from driftdesk.core.entities import JobKind
from driftdesk.core.errors import ParameterError
from driftdesk.core.jobs.context import JobContext
from driftdesk.core.jobs.params import ProfileJob
from driftdesk.desk import Desk


def handler(kind: JobKind) -> Callable[..., dict[str, Any]]:
    assert kind is JobKind.PROFILE
    return run


def run(desk: Desk, params: ProfileJob, context: JobContext) -> dict[str, Any]:
    word, _, rest = params.dataset_id.partition(":")
    return _DOES[word](context, rest, params.version)


def _echo(context: JobContext, rest: str, version: int) -> dict[str, Any]:
    for i in range(version):
        context.progress(i + 1, version, "counting")
    return {"echo": rest, "attempt": context.attempt, "pid": os.getpid()}


def _talk(context: JobContext, rest: str, version: int) -> dict[str, Any]:
    os.write(1, b"from a library in C\n")
    sys.stdout.write("and from one in Python\n")
    context.warn("careful", "look out")
    for step in range(version):
        context.metrics("run", step, step / 10, {"loss": 1 / (step + 1)})
    return {"not_finite": float("nan")}


def _fail(context: JobContext, rest: str, version: int) -> dict[str, Any]:
    if rest == "input":
        raise ParameterError("Too much.", "Ask for less.")
    raise ZeroDivisionError("a bug")


def _wait(context: JobContext, rest: str, version: int) -> dict[str, Any]:
    """Works in steps until the file ``rest`` is there (or for ever), and can be stopped."""
    done = dict(context.done_steps())
    step = len(done)
    while not (rest and Path(rest).exists()):
        context.check()
        context.step(f"step {step}", {"attempt": context.attempt})
        context.progress(step)
        step += 1
        time.sleep(0.02)
    return {"steps": step, "resumed_at": len(done), "attempt": context.attempt}


def _deaf(context: JobContext, rest: str, version: int) -> dict[str, Any]:
    """Never asks whether to stop, and has a process of its own."""
    with subprocess.Popen([sys.executable, "-c", "import time; time.sleep(600)"]) as helper:
        Path(rest).write_text(str(helper.pid))
        context.progress(1, stage="deaf")
        time.sleep(600)
    return {}


def _die(context: JobContext, rest: str, version: int) -> dict[str, Any]:
    """Dies in the first ``version`` attempts."""
    if context.attempt <= version:
        os.kill(os.getpid(), 9)
    return {"attempt": context.attempt}


_DOES = {"echo": _echo, "talk": _talk, "fail": _fail, "wait": _wait, "deaf": _deaf, "die": _die}
