"""DriftDesk's own MongoDB, from the side of those who use it: attach, look, stop.

Start-up depends on this module: it imports neither pymongo nor anything else that takes time.
"""

import os
import secrets
import subprocess
import sys
import threading
import time
from dataclasses import dataclass
from pathlib import Path

import structlog
from pydantic import SecretStr

from driftdesk.core.errors import ConflictError, DatabaseUnavailableError, StorageError, UnsuitableServerError
from driftdesk.core.settings import Settings
from driftdesk.core.storage.layout import Layout, ServerState
from driftdesk.core.storage.locks import FileLock

_START_TIMEOUT = 90.0
_STOP_TIMEOUT = 60.0
_LOOK_EVERY = 1.0

log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class ServerStatus:
    """The embedded database as seen from outside. ``clients`` are process ids."""

    running: bool
    pid: int
    port: int
    version: str
    path: Path
    byte_count: int
    clients: tuple[int, ...]


class EmbeddedServer:
    """The embedded database of ``settings.data_dir``, shared by all processes that attach to it. It runs as long
    as one of them lives, and for half a minute more."""

    def __init__(self, settings: Settings) -> None:
        self._layout = Layout(settings.data_dir)
        self._mongod_path = settings.mongod_path
        self._client: FileLock | None = None
        self._detached = threading.Event()

    def attach(self) -> SecretStr:
        """Become a client, starting the server where it does not run, and return its address.

        Raises UnsuitableServerError where it cannot be started, DatabaseUnavailableError where it takes too long.
        """
        layout = self._layout
        _make(layout)
        with FileLock(layout.guard) as guard:
            if not guard.acquire(_START_TIMEOUT):
                raise DatabaseUnavailableError(
                    "Another program has been starting or stopping the database for too long.",
                    f"See the logs in {layout.root}.",
                )
            self._hold_client_lock()
            try:
                state = self._running_state()
            except BaseException:
                self.detach()
                raise
            return SecretStr(layout.uri(state.port))

    def keep(self) -> None:
        """From now on, start the server again whenever its supervisor was killed under us (mongod alone is the
        supervisor's care)."""
        threading.Thread(target=self._keep, name="database-keeper", daemon=True).start()

    def detach(self) -> None:
        """Stop being a client. When the last one is gone, the server ends a little later."""
        self._detached.set()
        if self._client is not None:
            self._client.path.unlink(missing_ok=True)
            self._client.release()
            self._client = None

    def status(self) -> ServerStatus:
        """How it is now; starts nothing."""
        layout = self._layout
        running = layout.supervisor.exists() and FileLock(layout.supervisor).is_held()
        state = layout.state() if running else ServerState()
        return ServerStatus(
            state.is_ready,
            state.mongod_pid,
            state.port,
            state.version,
            layout.db,
            _disk_use(layout.db),
            self._clients(),
        )

    def stop(self) -> bool:
        """End the server now; False where it did not run. Raises ConflictError while someone is attached."""
        layout = self._layout
        _make(layout)
        with FileLock(layout.guard) as guard:
            guard.acquire(_STOP_TIMEOUT)
            supervisor = FileLock(layout.supervisor)
            if not supervisor.is_held():
                return False
            if clients := self._clients():
                raise ConflictError(
                    f"The database is in use by process {', '.join(map(str, clients))}.",
                    "Close them; the database then stops by itself after half a minute.",
                )
            layout.stop.touch()
            with supervisor:
                if not supervisor.acquire(_STOP_TIMEOUT):
                    raise DatabaseUnavailableError(
                        "The database did not stop.", f"See the logs in {layout.root}."
                    )
            layout.stop.unlink(missing_ok=True)
            return True

    def _keep(self) -> None:
        supervisor = FileLock(self._layout.supervisor)
        while not self._detached.wait(_LOOK_EVERY):
            try:
                if not supervisor.is_held():
                    log.warning("the database's supervisor is gone: starting it again")
                    with FileLock(self._layout.guard) as guard:
                        if guard.acquire(_START_TIMEOUT):
                            self._running_state()
            except (OSError, StorageError) as error:
                log.warning("cannot start the database again", error=str(error))

    def _hold_client_lock(self) -> None:
        if self._client is None:
            lock = FileLock(self._layout.clients / f"{os.getpid()}-{secrets.token_hex(4)}.lock")
            lock.acquire(timeout=1.0)
            self._client = lock
            self._detached.clear()

    def _clients(self) -> tuple[int, ...]:
        if not self._layout.clients.is_dir():
            return ()
        held = [path for path in self._layout.clients.iterdir() if FileLock(path).is_held()]
        return tuple(sorted({int(path.name.split("-")[0]) for path in held}))

    def _running_state(self) -> ServerState:
        """Wait for the supervisor to say that it is ready, starting one where none lives. Needs the guard."""
        layout, supervisor = self._layout, FileLock(self._layout.supervisor)
        deadline = time.monotonic() + _START_TIMEOUT
        process: subprocess.Popen[bytes] | None = None
        while time.monotonic() < deadline:
            if supervisor.is_held():
                state = layout.state()
                if state.is_ready:
                    return state
            elif process is None:
                process = self._start_supervisor()
            elif process.poll() is not None:
                state = layout.state()
                raise UnsuitableServerError(
                    state.failed or "The database's supervisor ended.",
                    state.hint or f"See {layout.supervisor_log}.",
                )
            time.sleep(0.01)
        raise DatabaseUnavailableError(
            "The embedded database did not start in time.", f"See the logs in {layout.root}."
        )

    def _start_supervisor(self) -> "subprocess.Popen[bytes]":
        """Start the supervisor in a session of its own. What is started ends (where the system can fork) as soon as
        the supervisor holds its lock, or failed."""
        layout = self._layout
        layout.state_file.unlink(missing_ok=True)
        environment = dict(os.environ)
        if self._mongod_path:
            environment["DRIFTDESK_MONGOD_PATH"] = str(self._mongod_path)
        with layout.supervisor_log.open("wb") as log:
            process = subprocess.Popen(
                _command(layout),
                cwd=layout.root,
                env=environment,
                stdin=subprocess.DEVNULL,
                stdout=log,
                stderr=log,
                start_new_session=True,
            )
        if sys.platform != "win32":
            process.wait()
        return process


def _disk_use(folder: Path) -> int:
    """Bytes on disk, where the system tells (journals are allocated ahead but sparse), else the sizes of files."""
    stats = [path.stat() for path in folder.rglob("*")]
    return sum(stat.st_size if sys.platform == "win32" else stat.st_blocks * 512 for stat in stats)


def _make(layout: Layout) -> None:
    try:
        layout.create()
    except OSError as error:
        raise DatabaseUnavailableError(
            f"The folder of the embedded database cannot be made: {error}.",
            "Choose another one with --data-dir, or make this one writable.",
        ) from error


def _command(layout: Layout) -> list[str]:
    program = [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-m", "driftdesk"]
    return [*program, "_supervise", "--data-dir", str(layout.root.parent)]
