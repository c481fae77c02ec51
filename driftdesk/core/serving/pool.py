"""Child processes that analyse, seen from the server: each takes one analysis at a time, and may die at any."""

import asyncio
import contextlib
import json
import os
import signal
import sys
from collections.abc import Callable
from pathlib import Path
from typing import Any

import structlog

from driftdesk.core.serving.config import ServingConfig

log = structlog.get_logger(__name__)

Reply = dict[str, Any]
_LONGEST_LINE = 1 << 20
_START_SECONDS = 60.0


class WorkerDiedError(Exception):
    """The child ended before it replied."""


class Child:
    """One child process. Used from the event loop's thread only, which must outlive it."""

    def __init__(self, config: ServingConfig, number: int) -> None:
        self._config = config
        self._number = number
        self._process: asyncio.subprocess.Process | None = None

    @property
    def is_ready(self) -> bool:
        return self._process is not None and self._process.returncode is None

    async def start(self) -> None:
        """Start it and wait until it can be asked. Raises WorkerDiedError."""
        process = await asyncio.create_subprocess_exec(
            *_command(),
            stdin=asyncio.subprocess.PIPE,
            stdout=asyncio.subprocess.PIPE,
            limit=_LONGEST_LINE,
            start_new_session=sys.platform != "win32",
            env=_environment(),
        )
        try:
            opening = {
                "cores": self._config.cores(self._number),
                "memory_bytes": self._config.memory_bytes,
                "allowed": {
                    "rows": self._config.rows,
                    "columns": self._config.columns,
                    "decoded": self._config.decoded_bytes,
                },
            }
            await _send(process, open=opening)
            async with asyncio.timeout(_START_SECONDS):
                await _reply(process)
        except BaseException:
            await _end(process)
            raise
        self._process = process

    async def run(self, folder: Path, parts: list[str], on_progress: Callable[[list[Any]], None]) -> Reply:
        """Have it analyse ``parts`` in ``folder``. Raises WorkerDiedError. Where this is cancelled, ``end`` it."""
        assert self._process is not None
        await _send(self._process, run={"folder": str(folder), "parts": parts})
        while True:
            reply = await _reply(self._process)
            if "progress" not in reply:
                return reply
            on_progress(reply["progress"])

    async def end(self) -> None:
        """Kill it, and wait until it is gone."""
        if self._process is not None:
            process, self._process = self._process, None
            await _end(process)


async def _send(process: asyncio.subprocess.Process, **message: Any) -> None:
    assert process.stdin is not None
    try:
        process.stdin.write((json.dumps(message) + "\n").encode())
        await process.stdin.drain()
    except OSError as error:
        raise WorkerDiedError from error


async def _reply(process: asyncio.subprocess.Process) -> Reply:
    assert process.stdout is not None
    try:
        line = await process.stdout.readline()
        reply: Reply = json.loads(line)
    except ValueError as error:  # the end, or half a line
        raise WorkerDiedError from error
    return reply


async def _end(process: asyncio.subprocess.Process) -> None:
    if process.returncode is None:
        with contextlib.suppress(ProcessLookupError):
            if sys.platform != "win32":
                os.killpg(process.pid, signal.SIGKILL)
            else:
                process.kill()
    if process.stdin is not None:
        process.stdin.close()
        with contextlib.suppress(OSError):
            await process.stdin.wait_closed()
    await process.wait()


def _command() -> list[str]:
    """This program as a worker, frozen or not."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "driftdesk"]
    return [*program, "_serve"]


def _environment() -> dict[str, str]:
    """Without our own settings, which hold secrets; numeric libraries leave threads to the engine."""
    kept = {k: v for k, v in os.environ.items() if not k.startswith("DRIFTDESK_")}
    few = {f"{library}_NUM_THREADS": "1" for library in ("OMP", "OPENBLAS", "MKL")}
    return {**kept, **few, "ARROW_DEFAULT_MEMORY_POOL": "system", "MALLOC_ARENA_MAX": "4"}
