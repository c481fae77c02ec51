"""The process that owns the embedded ``mongod``: starts it, restarts it when it falls, and ends it when the last
client has been gone for a while. It is started by ``EmbeddedServer.attach`` and outlives who started it.

``python -m driftdesk _supervise --data-dir D`` calls ``main(D)``.
"""

import contextlib
import os
import signal
import socket
import sys
import time
from collections.abc import Iterator
from pathlib import Path

from driftdesk.core.errors import DriftDeskError, UnsuitableServerError
from driftdesk.core.storage.layout import Layout, ServerState, replace_file
from driftdesk.core.storage.locks import FileLock

_POLL = 0.2
_FALLS_IN_A_ROW = 4
_STEADY_AFTER = 20.0


def main(data_dir: Path) -> int:
    """Supervise the embedded database of ``data_dir`` until nobody needs it. Returns the exit code.

    Where the system can fork, the caller's child ends as soon as the supervisor holds its lock, so that the
    supervisor is nobody's child and leaves no zombie.
    """
    layout = Layout(data_dir)
    layout.create()
    lock = FileLock(layout.supervisor)
    if not lock.acquire(timeout=1.0):
        return 0
    if sys.platform != "win32" and os.fork() > 0:
        os._exit(0)
    with lock:
        return _supervise(layout)


def _supervise(layout: Layout) -> int:
    signal.signal(signal.SIGTERM, lambda *_: layout.stop.touch())
    signal.signal(signal.SIGINT, signal.SIG_IGN)
    try:
        Supervisor(layout).run()
    except DriftDeskError as error:
        layout.write_state(ServerState(failed=error.message, hint=error.hint))
        return 1
    except Exception as error:
        layout.write_state(
            ServerState(failed=f"The database's supervisor failed: {error}", hint=f"See {layout.root}.")
        )
        raise
    return 0


class Supervisor:
    """Owns one mongod, from its first start to its last stop."""

    def __init__(self, layout: Layout) -> None:
        from driftdesk.core.storage.mongod import find_mongod

        self._layout = layout
        self._grace = float(os.environ.get("DRIFTDESK_GRACE_SECONDS", "30"))
        configured = os.environ.get("DRIFTDESK_MONGOD_PATH")
        self._binary = find_mongod(Path(configured) if configured else None, layout.root / "bin")
        self._guard = FileLock(layout.guard)

    def run(self) -> None:
        """Serve until asked to stop, or until no client has been there for the time of grace."""
        from driftdesk.core.storage.mongod import end_leftover
        from driftdesk.core.storage.replica import prepare

        self._layout.stop.unlink(missing_ok=True)
        end_leftover(self._layout)
        prepare(self._binary, self._layout)
        falls = 0
        while True:
            started = time.monotonic()
            try:
                with self._serving():
                    if self._watch():
                        return
                problem = UnsuitableServerError(
                    "The embedded database keeps ending.", f"Its log is {self._layout.mongod_log}."
                )
            except UnsuitableServerError as error:
                problem = error
            falls = 1 if time.monotonic() - started > _STEADY_AFTER else falls + 1
            if falls == _FALLS_IN_A_ROW:
                raise problem
            time.sleep(0.3 * (falls - 1))

    def _settle_port(self) -> int:
        """The port it had last where that is free, else another, which the set is told."""
        from driftdesk.core.storage.replica import move

        last = _read_port(self._layout)
        port = _free_port(last)
        if port != last:
            if last:
                move(self._binary, self._layout, port)
            replace_file(self._layout.port, str(port))
        return port

    @contextlib.contextmanager
    def _serving(self) -> Iterator[None]:
        """mongod up, primary, and announced."""
        from driftdesk.core.storage.mongod import Mongod, serving_arguments
        from driftdesk.core.storage.replica import make_primary

        layout = self._layout
        if layout.mongod_log.exists():
            layout.mongod_log.replace(layout.mongod_log.with_suffix(".previous.log"))
        port = self._settle_port()
        self._mongod = Mongod(self._binary, serving_arguments(layout, port))
        try:
            version = make_primary(self._mongod, layout, port)
            layout.write_state(ServerState(port, os.getpid(), self._mongod.pid, version))
            yield
        finally:
            layout.state_file.unlink(missing_ok=True)
            self._mongod.stop()

    def _watch(self) -> bool:
        """Wait for an end: True when it is time to stop, False when mongod fell."""
        last_seen = time.monotonic()
        while self._mongod.is_alive():
            time.sleep(_POLL)
            if self._layout.stop.exists():
                return True
            if not self._guard.try_acquire():  # someone attaches or stops just now
                last_seen = time.monotonic()
                continue
            if self._has_clients():
                last_seen = time.monotonic()
            elif time.monotonic() - last_seen >= self._grace:
                return True  # and keep the guard: who attaches now waits until we are gone
            self._guard.release()
        return False

    def _has_clients(self) -> bool:
        """Whether any client's lock is held; the files of dead clients are removed. Needs the guard."""
        alive = False
        for path in self._layout.clients.iterdir():
            if FileLock(path).is_held():
                alive = True
            else:
                path.unlink(missing_ok=True)
        return alive


def _read_port(layout: Layout) -> int:
    try:
        return int(layout.port.read_text(encoding="ascii"))
    except (OSError, ValueError):
        return 0


def _free_port(wanted: int) -> int:
    """``wanted`` where it is free, else another."""
    for port in (wanted, 0):
        with socket.socket() as probe, contextlib.suppress(OSError):
            if sys.platform != "win32":
                probe.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
            probe.bind(("127.0.0.1", port))
            return int(probe.getsockname()[1])
    raise UnsuitableServerError(
        "There is no free TCP port on this machine.", "Close programs that listen on many ports."
    )
