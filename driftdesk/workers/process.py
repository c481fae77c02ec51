"""A child process seen from the runner: start it, talk to it, end it."""

import contextlib
import json
import os
import queue
import signal
import subprocess
import sys
import threading
from pathlib import Path
from typing import IO, Any

import structlog

from driftdesk.core.settings import Settings

log = structlog.get_logger(__name__)

Message = dict[str, Any]


class ChildProcess:
    """``inbox`` receives its replies, and ``{"died": returncode}`` at its end. It must be started from the thread
    that lives as long as it is needed (on Linux it dies with that thread)."""

    def __init__(self, settings: Settings, uri: str, handlers: str) -> None:
        self.inbox: queue.SimpleQueue[Message] = queue.SimpleQueue()
        self.jobs_run = 0
        with _output_file(settings) as output:
            self._process = subprocess.Popen(
                child_command(),
                stdin=subprocess.PIPE,
                stdout=subprocess.PIPE,
                stderr=output,
                text=True,
                encoding="utf-8",
                start_new_session=sys.platform != "win32",
                env={**os.environ, **_few_threads()},
            )
        threading.Thread(target=self._pump, name=f"child-{self.pid}", daemon=True).start()
        self.send({"open": {"settings": _plain(settings), "uri": uri, "handlers": handlers}})

    @property
    def pid(self) -> int:
        return self._process.pid

    @property
    def is_alive(self) -> bool:
        return self._process.poll() is None

    def send(self, message: Message) -> None:
        """A child that died does not get it; its death is in the inbox."""
        stdin = self._stream(self._process.stdin)
        with contextlib.suppress(OSError, ValueError):
            stdin.write(json.dumps(message) + "\n")
            stdin.flush()

    def end(self) -> None:
        """Kill it and everything that it started, and wait until it is gone."""
        if sys.platform != "win32":
            with contextlib.suppress(ProcessLookupError):
                os.killpg(self.pid, signal.SIGKILL)
        self._process.kill()
        self._process.wait()
        with contextlib.suppress(OSError):
            self._stream(self._process.stdin).close()

    def _pump(self) -> None:
        with self._stream(self._process.stdout) as replies:
            for line in replies:
                with contextlib.suppress(ValueError):  # the last line of a child that was killed
                    self.inbox.put(json.loads(line))
        self.inbox.put({"died": self._process.wait()})

    def _stream(self, stream: IO[str] | None) -> IO[str]:
        assert stream is not None  # all are pipes
        return stream


def child_command() -> list[str]:
    """The command that starts a child: this program, frozen or not."""
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "driftdesk"]
    return [*program, "_child"]


def manner_of_death(returncode: int) -> str:
    """``signal 11`` or ``exit code 1``; of signal 9, by which an operating system ends who takes too much memory, that too."""
    if returncode == -9:
        return "signal 9: killed, perhaps out of memory"
    return f"signal {-returncode}" if returncode < 0 else f"exit code {returncode}"


def _plain(settings: Settings) -> dict[str, Any]:
    return settings.model_dump(mode="json", exclude={"mongodb_uri"})


def _few_threads() -> dict[str, str]:
    """Half of the cores for numeric libraries: the rest is for the window, the database and other slots."""
    threads = str(max(1, (os.cpu_count() or 2) // 2))
    return {f"{library}_NUM_THREADS": threads for library in ("OMP", "OPENBLAS", "MKL")}


def _output_file(settings: Settings) -> IO[str]:
    """Where what libraries print goes."""
    try:
        settings.log_dir.mkdir(parents=True, exist_ok=True)
        path = settings.log_dir / "children.out"
        if path.exists() and path.stat().st_size > 5_000_000:
            path.unlink()
        return path.open("a", encoding="utf-8")
    except OSError:
        return Path(os.devnull).open("w", encoding="utf-8")
