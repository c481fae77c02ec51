"""Looking at processes, and killing them. Linux."""

import os
import signal
from contextlib import suppress
from pathlib import Path

from tests.support.waiting import until


def is_running(pid: int) -> bool:
    """Whether a process lives (a zombie does not)."""
    return _state(pid)[:1] not in ([], [b"Z"], [b"X"])


def processes() -> list[int]:
    """All processes that live."""
    return [int(p.name) for p in Path("/proc").iterdir() if p.name.isdigit() and is_running(int(p.name))]


def read(pid: int, what: str) -> bytes:
    """``/proc/<pid>/<what>``; empty where it cannot be read."""
    try:
        return Path(f"/proc/{pid}/{what}").read_bytes()
    except OSError:
        return b""


def children_of(pid: int) -> list[int]:
    """Processes whose parent is ``pid``."""
    return [p for p in processes() if _state(p)[1:2] == [str(pid).encode()]]


def processes_of(data_dir: Path) -> list[int]:
    """The supervisor and the mongod that work on this data directory."""
    wanted = os.fsencode(data_dir)
    return [p for p in processes() if p != os.getpid() and wanted in read(p, "cmdline")]


def supervisor_of(data_dir: Path) -> int:
    [pid] = [p for p in processes_of(data_dir) if b"_supervise" in read(p, "cmdline")]
    return pid


def mongod_of(data_dir: Path) -> int:
    [pid] = [p for p in processes_of(data_dir) if b"--dbpath" in read(p, "cmdline")]
    return pid


def kill(*pids: int) -> None:
    """SIGKILL, and wait until they are gone (some may be already)."""
    for pid in pids:
        with suppress(ProcessLookupError):
            os.kill(pid, signal.SIGKILL)
    until(lambda: not any(map(is_running, pids)))


def _state(pid: int) -> list[bytes]:
    """State, parent and so on; nothing of a process that is gone."""
    return read(pid, "stat").rpartition(b")")[2].split()
