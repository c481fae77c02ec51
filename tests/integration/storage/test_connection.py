"""What a user sees when the database is not as it should be: a clear error, a next step, and never a password."""

import socket
import time
from collections.abc import Iterator
from pathlib import Path
from urllib.parse import quote

import pytest
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.errors import AutoReconnect

from driftdesk.core.entities import Dataset
from driftdesk.core.errors import (
    AuthenticationError,
    DatabaseUnavailableError,
    DriftDeskError,
    FormatError,
    ParameterError,
    UnsuitableServerError,
)
from driftdesk.core.settings import Settings
from driftdesk.core.storage.connection import open_store
from driftdesk.core.storage.layout import Layout
from driftdesk.core.storage.migrations import prepare_format
from driftdesk.core.storage.mongod import Mongod, common_arguments, find_mongod
from driftdesk.core.storage.store import Store

SECRET = "hunter2-hunter2"


@pytest.fixture
def impatient(monkeypatch: pytest.MonkeyPatch) -> None:
    """Half a second instead of five for what is not there."""
    monkeypatch.setattr("driftdesk.core.storage.connection._SELECTION_TIMEOUT_MS", 500)


def refused(settings: Settings, uri: str) -> DriftDeskError:
    """The error of opening the store at ``uri``; checks that it has a hint and no secret."""
    with pytest.raises(DriftDeskError) as caught:
        open_store(settings.model_copy(update={"mongodb_uri": SecretStr(uri)}))
    error = caught.value
    chain: BaseException | None = error
    while chain is not None:
        assert SECRET not in str(chain) + repr(chain)
        chain = chain.__cause__ or chain.__context__
    assert error.hint
    return error


def test_a_wrong_password_is_an_authentication_error(settings: Settings, server_uri: SecretStr) -> None:
    port = _port(server_uri)
    error = refused(settings, f"mongodb://driftdesk:{SECRET}@127.0.0.1:{port}/?authSource=admin")
    assert isinstance(error, AuthenticationError)


def test_no_password_is_an_authentication_error(settings: Settings, server_uri: SecretStr) -> None:
    error = refused(settings, f"mongodb://127.0.0.1:{_port(server_uri)}/?directConnection=true")
    assert isinstance(error, AuthenticationError)


@pytest.mark.usefixtures("impatient")
def test_a_refused_connection_says_so(settings: Settings) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    started = time.monotonic()
    error = refused(settings, f"mongodb://u:{SECRET}@127.0.0.1:{port}/")
    assert isinstance(error, DatabaseUnavailableError)
    assert "refuses" in error.message
    assert time.monotonic() - started < 4


@pytest.mark.usefixtures("impatient")
def test_a_host_that_does_not_exist_says_so(settings: Settings) -> None:
    error = refused(settings, f"mongodb://u:{SECRET}@no-such-host.invalid/")
    assert isinstance(error, DatabaseUnavailableError)
    assert "name" in error.message


@pytest.mark.usefixtures("impatient")
def test_a_server_that_does_not_answer_says_so(settings: Settings) -> None:
    with socket.socket() as silent:
        silent.bind(("127.0.0.1", 0))
        silent.listen()
        error = refused(settings, f"mongodb://u:{SECRET}@127.0.0.1:{silent.getsockname()[1]}/")
    assert isinstance(error, DatabaseUnavailableError)
    assert "does not answer" in error.message


@pytest.mark.parametrize(
    "uri",
    [f"postgres://u:{SECRET}@host/", f"mongodb://u:{SECRET}@", f"mongodb://u:{SECRET}@x/?w=a&b", "nonsense"],
)
def test_what_is_no_address_is_refused(settings: Settings, uri: str) -> None:
    assert isinstance(refused(settings, uri), ParameterError)


def test_a_standalone_server_is_refused_with_the_remedy(settings: Settings, standalone: str) -> None:
    error = refused(settings, standalone)
    assert isinstance(error, UnsuitableServerError)
    assert "replication.replSetName" in error.hint
    assert "rs.initiate()" in error.hint


def test_an_address_is_shown_without_its_password(store: Store, server_uri: SecretStr) -> None:
    password = server_uri.get_secret_value().split(":")[2].split("@")[0]
    assert password not in store.uri_shown
    assert store.uri_shown.startswith("mongodb://driftdesk@127.0.0.1:")
    assert password not in repr(store) + repr(vars(store)["secret_uri"])
    assert store.secret_uri.get_secret_value() == server_uri.get_secret_value()


def test_a_store_of_a_newer_program_is_refused_and_left_alone(settings: Settings, store: Store) -> None:
    store._database.meta.update_one({"_id": "format"}, {"$set": {"version": 99, "program": "9.0"}})
    try:
        with pytest.raises(FormatError, match="99") as caught:
            open_store(settings)
        assert "9.0" in caught.value.hint
    finally:
        store._database.meta.delete_one({"_id": "format"})
        prepare_format(store._database)


def test_opening_it_again_is_quick(settings: Settings, store: Store) -> None:
    store.datasets.insert(Dataset(name="a"))
    started = time.monotonic()
    again = open_store(settings)
    assert time.monotonic() - started < 0.5
    assert again.datasets.count() == 1
    again.close()
    again.close()


@pytest.fixture
def standalone(tmp_path: Path) -> Iterator[str]:
    """Address of a mongod without a replica set, on a socket."""
    layout = Layout(tmp_path)
    layout.create()
    path = tmp_path / "s.sock"
    binary = find_mongod(None, layout.root / "bin")
    mongod = Mongod(binary, [*common_arguments(layout), "--bind_ip", str(path), "--nounixsocket"])
    uri = f"mongodb://{quote(str(path), safe='')}/?directConnection=true"
    try:
        with MongoClient[dict[str, object]](uri, serverSelectionTimeoutMS=250) as client:
            _await(client)
        yield uri
    finally:
        mongod.stop()


def _await(client: "MongoClient[dict[str, object]]") -> None:
    for _ in range(80):
        try:
            client.admin.command("ping")
        except AutoReconnect:
            continue
        return


def _port(uri: SecretStr) -> int:
    return int(uri.get_secret_value().split("127.0.0.1:")[1].split("/")[0])
