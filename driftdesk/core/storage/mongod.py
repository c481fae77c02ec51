"""The ``mongod`` program: where it is found, and one running process of it."""

import contextlib
import ctypes
import os
import re
import shutil
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Sequence
from pathlib import Path

from driftdesk.core.errors import UnsuitableServerError
from driftdesk.core.storage.layout import REPLICA_SET, Layout
from driftdesk.core.storage.locks import FileLock

MINIMUM_VERSION = (5, 0)
TRANSACTION_SECONDS = 15
"""How long a transaction may be open. One whose process was killed holds the records that it wrote, its job's above all,
for up to half as long again; with MongoDB's 60 s that was a minute and a half. Ours take milliseconds."""
_NAME = "mongod.exe" if sys.platform == "win32" else "mongod"
_HINT = (
    "Install the driftdesk package with its dependencies, set DRIFTDESK_MONGOD_PATH, or use a shared MongoDB."
)


def require_suitable(binary: Path) -> Path:
    """The binary itself, where it runs and is new enough. Raises UnsuitableServerError, in the words of the system
    where it does not run (such as a missing library)."""
    try:
        answer = subprocess.run(
            [binary, "--version"], capture_output=True, text=True, timeout=20, check=False
        )
    except (OSError, subprocess.TimeoutExpired) as error:
        raise UnsuitableServerError(f"{binary} does not run: {error}.", _HINT) from error
    found = re.search(r"db version v(\d+)\.(\d+)", answer.stdout)
    if not found:
        problem = answer.stderr.strip().splitlines()
        raise UnsuitableServerError(
            f"{binary} is no mongod that runs here{': ' + problem[-1] if problem else ''}.", _HINT
        )
    if tuple(int(part) for part in found.groups()) < MINIMUM_VERSION:
        raise UnsuitableServerError(f"{binary} is too old: DriftDesk needs MongoDB 5.0 or newer.", _HINT)
    return binary


def find_mongod(configured: Path | None, private_bin: Path) -> Path:
    """The binary to run: the configured one, one on PATH that serves, or the one of the wheel (or frozen
    application). A wheel cannot carry the run bit: it is set, or the file is copied to ``private_bin``.

    Raises UnsuitableServerError where there is none, or the configured one does not serve.
    """
    if configured is not None:
        return require_suitable(configured)
    if on_path := shutil.which(_NAME):
        with contextlib.suppress(UnsuitableServerError):
            return require_suitable(Path(on_path))
    roots = [getattr(sys, "_MEIPASS", ""), *sys.path]
    for root in filter(None, roots):
        binary = Path(root, "fiftyone", "db", "bin", _NAME)
        if binary.is_file():
            return require_suitable(_runnable(binary, private_bin))
    raise UnsuitableServerError("There is no mongod program for the embedded database.", _HINT)


def _runnable(binary: Path, private_bin: Path) -> Path:
    if os.access(binary, os.X_OK):
        return binary
    try:
        binary.chmod(binary.stat().st_mode | 0o111)
    except OSError:
        copy = private_bin / _NAME
        if not copy.is_file() or copy.stat().st_size != binary.stat().st_size:
            private_bin.mkdir(parents=True, exist_ok=True)
            temporary = copy.with_suffix(".new")
            shutil.copyfile(binary, temporary)
            temporary.chmod(0o700)
            temporary.replace(copy)
        return copy
    return binary


def common_arguments(layout: Layout) -> list[str]:
    """What both the first start and every other have in common. Cache and oplog stay below 1 GB."""
    return [
        *("--dbpath", str(layout.db)),
        *("--logpath", str(layout.mongod_log), "--logappend"),
        *("--wiredTigerCacheSizeGB", "0.5"),
        "--quiet",
        *("--setParameter", "diagnosticDataCollectionEnabled=false"),
        *("--setParameter", "shutdownTimeoutMillisForSignaledShutdown=0"),
        *("--setParameter", f"transactionLifetimeLimitSeconds={TRANSACTION_SECONDS}"),
    ]


def private_arguments(layout: Layout, socket: Path) -> list[str]:
    """No authentication, so reachable by nothing but a socket in a folder of mode 0700."""
    return [*common_arguments(layout), "--bind_ip", str(socket), "--nounixsocket"]


def serving_arguments(layout: Layout, port: int) -> list[str]:
    """Authentication on (a key file implies it), a replica set of one, loopback only."""
    return [
        *common_arguments(layout),
        *("--bind_ip", "127.0.0.1", "--port", str(port)),
        *(() if sys.platform == "win32" else ("--nounixsocket",)),
        *("--replSet", REPLICA_SET, "--oplogSize", "990"),
        *("--keyFile", str(layout.password)),
    ]


class Mongod:
    """A running mongod that dies with the process that started it."""

    def __init__(self, binary: Path, arguments: Sequence[str]) -> None:
        self._process = subprocess.Popen(
            [binary, *arguments],
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
            preexec_fn=_die_with_parent(),  # noqa: PLW1509 - the supervisor has one thread then
        )

    @property
    def pid(self) -> int:
        return self._process.pid

    def is_alive(self) -> bool:
        return self._process.poll() is None

    def stop(self, timeout: float = 30.0) -> None:
        """End it cleanly, or after ``timeout`` seconds by force; its journal makes both safe."""
        self._process.terminate()
        try:
            self._process.wait(timeout)
        except subprocess.TimeoutExpired:
            self._process.kill()
            self._process.wait()


def _die_with_parent() -> Callable[[], None] | None:
    """On Linux the kernel kills mongod when its supervisor dies. It must be asked by the child itself between
    fork and exec; everything is looked up before, so the child makes two system calls and nothing else.
    Elsewhere the next supervisor ends a mongod that was left over (``end_leftover``)."""
    if sys.platform != "linux":
        return None
    prctl = ctypes.CDLL(None).prctl
    set_death_signal, kill, parent = 1, int(signal.SIGKILL), os.getpid()

    def ask() -> None:
        prctl(set_death_signal, kill)
        if os.getppid() != parent:
            os._exit(1)

    return ask


def end_leftover(layout: Layout, timeout: float = 30.0) -> None:
    """End a mongod that still runs on our files although its supervisor is gone."""
    lock = layout.db / "mongod.lock"
    deadline = time.monotonic() + timeout
    while lock.exists() and FileLock(lock).is_held() and time.monotonic() < deadline:
        pid = lock.read_text(encoding="ascii").strip()
        if pid.isdigit() and int(pid) > 1:
            with contextlib.suppress(ProcessLookupError):
                os.kill(int(pid), signal.SIGTERM)
        time.sleep(0.05)


def last_problem(log: Path) -> str:
    """The last error that mongod logged, in its own words; empty where there is none."""
    try:
        lines = log.read_text(encoding="utf-8", errors="replace").splitlines()[-200:]
    except OSError:
        return ""
    problems = [line for line in lines if '"s":"F"' in line or '"s":"E"' in line]
    found = re.search(r'"(?:error|reason|errmsg)":"?([^"}]{3,300})', problems[0]) if problems else None
    return found.group(1) if found else (problems[0][:300] if problems else "")
