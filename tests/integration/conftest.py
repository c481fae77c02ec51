"""The real MongoDB for tests: one embedded server a session, an empty database for each test.

With DRIFTDESK_TEST_MONGODB_URI set, that server is used instead.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import TYPE_CHECKING, Any

import pytest
from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.database import Database

from driftdesk.core.settings import Settings
from driftdesk.core.storage.connection import open_store
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.storage.store import Store

if TYPE_CHECKING:
    from driftdesk.desk import Desk


@pytest.fixture(scope="session")
def server_uri() -> Iterator[SecretStr]:
    """Address of the server that all tests of the session share."""
    given = os.environ.get("DRIFTDESK_TEST_MONGODB_URI")
    if given:
        yield SecretStr(given)
        return
    data_dir = Path(tempfile.mkdtemp(prefix="driftdesk-test-"))
    server = EmbeddedServer(Settings(data_dir=data_dir, user="tester"))
    try:
        yield server.attach()
    finally:
        server.detach()
        server.stop()
        shutil.rmtree(data_dir)


@pytest.fixture(scope="session")
def database(server_uri: SecretStr) -> Iterator[Database[dict[str, Any]]]:
    """A database of this session's own. Making its collections takes 0.15 s and dropping them 0.1 s, so tests share
    it, and each leaves it empty."""
    with MongoClient[dict[str, Any]](server_uri.get_secret_value()) as client:
        name = f"test_{secrets.token_hex(6)}"
        yield client[name]
        client.drop_database(name)


@pytest.fixture
def settings(server_uri: SecretStr, database: Database[dict[str, Any]], tmp_path: Path) -> Iterator[Settings]:
    """Settings with a data directory of this test's own, and a database that is empty."""
    yield Settings(data_dir=tmp_path / "data", mongodb_uri=server_uri, database=database.name, user="tester")
    for name in database.list_collection_names():
        if name != "meta":
            database[name].delete_many({})


@pytest.fixture(scope="session")
def closing() -> Iterator[ThreadPoolExecutor]:
    """Where stores are closed: their client waits 0.3 s for its threads, which no test needs to wait for."""
    with ThreadPoolExecutor(4, thread_name_prefix="closing") as threads:
        yield threads


@pytest.fixture
def store(settings: Settings, closing: ThreadPoolExecutor) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(settings)
    yield opened
    closing.submit(opened.close)


@pytest.fixture
def desk(settings: Settings, store: Store) -> "Desk":
    """A desk over the same store."""
    from driftdesk.desk import Desk

    return Desk(settings, store)
