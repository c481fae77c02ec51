"""The embedded database under SIGKILL: whatever dies, what was stored is there afterwards and nothing is left over.

Linux. Not part of the default run: ``pytest tests/faults``.
"""

import os
import random
import signal
import socket
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from contextlib import ExitStack, closing
from pathlib import Path

import pytest

from driftdesk.core.entities import Dataset
from driftdesk.core.errors import ConflictError, StorageError
from driftdesk.core.settings import Settings
from driftdesk.core.storage import connection
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.storage.layout import Layout
from driftdesk.core.storage.mongod import TRANSACTION_SECONDS
from driftdesk.core.storage.store import Store
from tests.support.processes import kill, mongod_of, processes_of, supervisor_of
from tests.support.waiting import until

Opener = Callable[[Settings], Store]

_CLIENT = """
import sys, time
from pathlib import Path
from driftdesk.core.settings import Settings
from driftdesk.core.storage.embedded import EmbeddedServer
EmbeddedServer(Settings(data_dir=Path(sys.argv[1]))).attach()
sys.stdout.write("attached\\n")
sys.stdout.flush()
time.sleep(600)
"""


_TRANSACTION = """
import sys, time
from pathlib import Path
from driftdesk.core.settings import Settings
from driftdesk.core.storage.connection import open_store
store = open_store(Settings(data_dir=Path(sys.argv[1])))
def work(session):
    store.datasets.update(sys.argv[2], session, rows=5)
    sys.stdout.write("attached\\n")
    sys.stdout.flush()
    time.sleep(600)
store.run_in_transaction(work)
"""


@pytest.fixture
def settings(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    monkeypatch.setenv("DRIFTDESK_GRACE_SECONDS", "1")
    settings = Settings(data_dir=tmp_path / "data", user="tester")
    yield settings
    until(lambda: not processes_of(settings.data_dir))


@pytest.fixture
def open_store(settings: Settings) -> Iterator[Opener]:
    """Opens stores that are all closed in the end, so that a test that fails leaves no server."""
    with ExitStack() as stack:
        yield lambda settings: stack.enter_context(closing(connection.open_store(settings)))


def client(settings: Settings, script: str = _CLIENT, *arguments: str) -> "subprocess.Popen[str]":
    """Another process that attaches and stays."""
    command = [sys.executable, "-c", script, str(settings.data_dir), *arguments]
    return subprocess.Popen(command, stdout=subprocess.PIPE, text=True)


def attached(process: "subprocess.Popen[str]") -> None:
    assert process.stdout
    assert process.stdout.readline() == "attached\n"


def end(process: "subprocess.Popen[str]") -> None:
    kill(process.pid)
    process.communicate()


def mongods(settings: Settings) -> list[int]:
    """The mongod, or none while it is being started again."""
    try:
        return [mongod_of(settings.data_dir)]
    except ValueError:
        return []


def names(store: Store) -> set[str]:
    return {dataset.name for dataset in store.datasets.find()}


def leftovers(settings: Settings) -> set[str]:
    """What lies in the database's folder beside its files."""
    expected = {"db", "clients", "password", "port", "guard.lock", "supervisor.lock", "bin"}
    return {p.name for p in Layout(settings.data_dir).root.iterdir() if p.suffix != ".log"} - expected


def test_a_supervisor_that_is_killed_under_a_client_is_started_again(
    settings: Settings, open_store: Opener
) -> None:
    store = open_store(settings)
    store.datasets.insert(Dataset(name="before"))
    supervisor, mongod = supervisor_of(settings.data_dir), mongod_of(settings.data_dir)
    kill(supervisor)
    until(lambda: mongod not in processes_of(settings.data_dir))

    def written() -> bool:
        try:
            store.datasets.insert(Dataset(name="after"))
        except ConflictError:
            return True  # the first try was stored before its answer was lost
        except StorageError:
            return False
        return True

    until(written)
    assert names(store) == {"before", "after"}
    assert supervisor_of(settings.data_dir) != supervisor
    store.close()
    until(lambda: not processes_of(settings.data_dir))
    assert leftovers(settings) == set()


def test_the_server_ends_when_its_only_client_is_killed(settings: Settings) -> None:
    other = client(settings)
    attached(other)
    end(other)
    until(lambda: not processes_of(settings.data_dir))
    assert leftovers(settings) == set()
    assert list(Layout(settings.data_dir).clients.iterdir()) == []


def test_what_a_killed_transaction_holds_is_free_again_soon(settings: Settings, open_store: Opener) -> None:
    store = open_store(settings)
    dataset = Dataset(name="a")
    store.datasets.insert(dataset)
    other = client(settings, _TRANSACTION, dataset.id)
    attached(other)
    end(other)
    began = time.monotonic()
    assert store.datasets.update(dataset.id, description="mine").rows == 0
    assert time.monotonic() - began < 2 * TRANSACTION_SECONDS
    store.close()


def test_after_everything_was_killed_the_data_is_there(settings: Settings, open_store: Opener) -> None:
    for generation in range(3):
        other = client(settings)
        attached(other)
        store = open_store(settings)
        assert names(store) == {f"{n}" for n in range(generation)}
        store.datasets.insert(Dataset(name=f"{generation}"))
        for pid in [other.pid, *processes_of(settings.data_dir)]:
            kill(pid)
        other.communicate()
        store.close()
        until(lambda: not processes_of(settings.data_dir))
    store = open_store(settings)
    assert names(store) == {"0", "1", "2"}
    store.close()


def test_what_was_acknowledged_survives_ten_kills_of_mongod(settings: Settings, open_store: Opener) -> None:
    """At seeded random moments, while someone writes without pause."""
    rng = random.Random(20)
    store = open_store(settings)
    acknowledged: set[str] = set()
    done = threading.Event()

    def write() -> None:
        number = 0
        while not done.is_set():
            number += 1
            try:
                store.datasets.insert(Dataset(name=f"{number}"))
            except StorageError:
                continue
            acknowledged.add(f"{number}")

    writer = threading.Thread(target=write)
    writer.start()
    try:
        for _ in range(10):
            before = len(acknowledged)
            until(lambda before=before: len(acknowledged) > before)  # type: ignore[misc]  # a default argument
            time.sleep(rng.uniform(0, 0.5))
            until(lambda: mongods(settings))
            kill(mongod_of(settings.data_dir))
    finally:
        done.set()
        writer.join()
    assert acknowledged <= names(store)
    store.close()


@pytest.mark.parametrize("seed", range(10))
def test_a_first_start_that_was_killed_is_done_again(
    settings: Settings, open_store: Opener, seed: int
) -> None:
    """Everything is killed at a random moment of the first start."""
    moment = random.Random(seed).uniform(0.05, 2.5)
    other = client(settings)
    time.sleep(moment)
    end(other)
    for pid in processes_of(settings.data_dir):
        kill(pid)
    until(lambda: not processes_of(settings.data_dir))
    store = open_store(settings)
    store.datasets.insert(Dataset(name="a"))
    assert names(store) == {"a"}
    assert leftovers(settings) == {"state.json"}
    store.close()


def test_many_that_start_at_once_share_one_server(settings: Settings) -> None:
    others = [client(settings) for _ in range(5)]
    for other in others:
        attached(other)
    supervisor_of(settings.data_dir)
    mongod_of(settings.data_dir)
    assert set(EmbeddedServer(settings).status().clients) == {other.pid for other in others}
    for other in others:
        end(other)


def test_the_server_moves_when_its_port_was_taken(settings: Settings, open_store: Opener) -> None:
    store = open_store(settings)
    store.datasets.insert(Dataset(name="a"))
    store.close()
    EmbeddedServer(settings).stop()
    port = int(Layout(settings.data_dir).port.read_text())
    with socket.socket() as taken:
        taken.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        taken.bind(("127.0.0.1", port))
        taken.listen()
        store = open_store(settings)
        assert names(store) == {"a"}
        moved = EmbeddedServer(settings).status().port
        store.close()
        EmbeddedServer(settings).stop()
    assert moved != port
    store = open_store(settings)
    assert EmbeddedServer(settings).status().port == moved
    store.close()


def test_leaving_and_coming_at_the_very_end_always_finds_a_server(
    settings: Settings, open_store: Opener, monkeypatch: pytest.MonkeyPatch
) -> None:
    """Clients come at seeded random moments around the time at which the server ends."""
    monkeypatch.setenv("DRIFTDESK_GRACE_SECONDS", "0")
    rng = random.Random(3)
    for number in range(12):
        store = open_store(settings)
        store.datasets.insert(Dataset(name=f"{number}"))
        assert len(names(store)) == number + 1
        store.close()
        time.sleep(rng.uniform(0, 0.8))


def test_ctrl_c_in_the_terminal_of_a_client_does_not_reach_the_server(
    settings: Settings, open_store: Opener
) -> None:
    other = subprocess.Popen(
        [sys.executable, "-c", _CLIENT, str(settings.data_dir)],
        stdout=subprocess.PIPE,
        stderr=subprocess.DEVNULL,
        text=True,
        start_new_session=True,
    )
    attached(other)
    store = open_store(settings)
    mongod = mongod_of(settings.data_dir)
    os.killpg(other.pid, signal.SIGINT)
    other.communicate()
    store.datasets.insert(Dataset(name="a"))
    assert mongod_of(settings.data_dir) == mongod
    store.close()


def test_the_supervisor_ends_cleanly_on_sigterm(settings: Settings) -> None:
    other = client(settings)
    attached(other)
    supervisor = supervisor_of(settings.data_dir)
    os.kill(supervisor, signal.SIGTERM)
    until(lambda: processes_of(settings.data_dir) == [other.pid])
    assert b'"Shutting down"' in Layout(settings.data_dir).mongod_log.read_bytes().replace(b": ", b":")
    end(other)
