"""Looking at the processes of an embedded database, for tests that kill them. Linux."""

import os
import signal
import time
from collections.abc import Callable
from pathlib import Path


def processes_of(data_dir: Path) -> list[int]:
    """Pids of the supervisor and the mongod that work on this data directory."""
    wanted = os.fsencode(data_dir)
    found = []
    for entry in Path("/proc").iterdir():
        if entry.name.isdigit() and int(entry.name) != os.getpid() and wanted in _command(entry):
            found.append(int(entry.name))
    return found


def supervisor_of(data_dir: Path) -> int:
    [pid] = [p for p in processes_of(data_dir) if b"_supervise" in _command(Path("/proc", str(p)))]
    return pid


def mongod_of(data_dir: Path) -> int:
    [pid] = [p for p in processes_of(data_dir) if b"--dbpath" in _command(Path("/proc", str(p)))]
    return pid


def kill(pid: int) -> None:
    """SIGKILL; it may be gone already."""
    try:
        os.kill(pid, signal.SIGKILL)
    except ProcessLookupError:
        return


def wait_until(condition: Callable[[], object], timeout: float = 30.0) -> None:
    """Wait for a condition of other processes, of which no signal comes."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "it did not happen in time"
        time.sleep(0.01)


def _command(entry: Path) -> bytes:
    """The command line of a process; empty of one that has ended (a zombie)."""
    try:
        if (entry / "stat").read_text().rpartition(")")[2].split()[0] in ("Z", "X"):
            return b""
        return (entry / "cmdline").read_bytes()
    except OSError:
        return b""
