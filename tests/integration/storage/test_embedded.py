"""The embedded database: starts by itself, is shared, ends by itself. What happens when things are killed is
tests/faults."""

import os
import subprocess
import sys
import time
from collections.abc import Iterator
from pathlib import Path

import pytest

from driftdesk.core.entities import Dataset
from driftdesk.core.errors import AuthenticationError, ConflictError, UnsuitableServerError
from driftdesk.core.settings import Settings
from driftdesk.core.storage.connection import open_store
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.storage.layout import Layout
from tests.support.processes import kill, mongod_of, processes_of
from tests.support.waiting import until

pytestmark = pytest.mark.skipif(sys.platform != "linux", reason="looks at /proc")


@pytest.fixture
def embedded(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Settings]:
    """Settings of an embedded database of this test's own; nothing of it runs on afterwards."""
    monkeypatch.setenv("DRIFTDESK_GRACE_SECONDS", "0.5")
    settings = Settings(data_dir=tmp_path / "data dir", user="tester")
    yield settings
    until(lambda: not processes_of(settings.data_dir))


def test_it_starts_is_shared_and_ends_after_its_last_client(embedded: Settings) -> None:
    first = open_store(embedded)
    pid = mongod_of(embedded.data_dir)
    started = time.monotonic()
    second = open_store(embedded)
    assert time.monotonic() - started < 0.5
    first.datasets.insert(Dataset(name="a"))
    assert second.datasets.count() == 1
    first.close()
    assert mongod_of(embedded.data_dir) == pid
    status = EmbeddedServer(embedded).status()
    assert (status.running, status.pid, status.clients) == (True, pid, (os.getpid(),))
    assert status.byte_count > 100_000
    second.close()
    until(lambda: not processes_of(embedded.data_dir))
    assert not EmbeddedServer(embedded).status().running
    again = open_store(embedded)
    assert again.datasets.count() == 1
    again.close()


@pytest.fixture(scope="module")
def running(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Settings]:
    """Settings of an embedded database that runs."""
    settings = Settings(data_dir=tmp_path_factory.mktemp("running"), user="tester")
    server = EmbeddedServer(settings)
    server.attach()
    yield settings
    server.detach()
    server.stop()


def test_attaching_to_a_running_server_takes_no_time(running: Settings) -> None:
    server = EmbeddedServer(running)
    started = time.monotonic()
    server.attach()
    assert time.monotonic() - started < 0.05
    server.detach()


def test_its_secret_is_closed_to_others_and_in_no_log(running: Settings) -> None:
    layout = Layout(running.data_dir)
    secret = layout.password.read_text()
    assert layout.root.stat().st_mode & 0o777 == 0o700
    assert layout.password.stat().st_mode & 0o777 == 0o600
    for log in layout.root.glob("*.log"):
        assert secret not in log.read_text()
    for pid in processes_of(running.data_dir):
        assert secret.encode() not in Path(f"/proc/{pid}/cmdline").read_bytes()


def test_nobody_gets_in_without_the_password(running: Settings) -> None:
    address = f"mongodb://127.0.0.1:{EmbeddedServer(running).status().port}/?directConnection=true"
    with pytest.raises(AuthenticationError):
        open_store(Settings(data_dir=running.data_dir, mongodb_uri=address))


def test_stopping_waits_for_nobody_but_refuses_while_it_is_used(embedded: Settings) -> None:
    store = open_store(embedded)
    with pytest.raises(ConflictError, match=str(os.getpid())):
        EmbeddedServer(embedded).stop()
    store.close()
    assert EmbeddedServer(embedded).stop()
    assert not EmbeddedServer(embedded).status().running
    assert not EmbeddedServer(embedded).stop()


def test_a_data_directory_too_deep_for_sockets_serves_too(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("DRIFTDESK_GRACE_SECONDS", "0.2")
    deep = Settings(data_dir=tmp_path.joinpath(*["a rather long name of a folder 폴더"] * 4))
    store = open_store(deep)
    store.datasets.insert(Dataset(name="a"))
    store.close()
    until(lambda: not processes_of(deep.data_dir))


def test_a_binary_that_is_no_mongod_is_refused(embedded: Settings) -> None:
    wrong = embedded.model_copy(update={"mongod_path": Path("/bin/true")})
    with pytest.raises(UnsuitableServerError, match="/bin/true") as caught:
        open_store(wrong)
    assert caught.value.hint
    assert not EmbeddedServer(embedded).status().running
    store = open_store(embedded)
    store.close()


def test_the_database_comes_back_when_mongod_is_killed(embedded: Settings) -> None:
    store = open_store(embedded)
    store.datasets.insert(Dataset(name="before"))
    kill(mongod_of(embedded.data_dir))
    store.datasets.insert(Dataset(name="after"))
    assert store.datasets.count() == 2
    store.close()


def test_importing_it_loads_no_driver() -> None:
    code = "import driftdesk.core.storage.connection, driftdesk.core.storage.supervisor, sys; print('pymongo' in sys.modules)"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == "False"
