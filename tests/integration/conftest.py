"""The real MongoDB for tests: one embedded server a session, a database of its own for each test.

With DRIFTDESK_TEST_MONGODB_URI set, that server is used instead.
"""

import os
import secrets
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path
from typing import TYPE_CHECKING

import pytest
from pydantic import SecretStr
from pymongo import MongoClient

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


@pytest.fixture
def settings(server_uri: SecretStr, tmp_path: Path) -> Iterator[Settings]:
    """Settings with a data directory and a database of this test's own."""
    name = f"test_{secrets.token_hex(6)}"
    yield Settings(data_dir=tmp_path / "data", mongodb_uri=server_uri, database=name, user="tester")
    with MongoClient[dict[str, object]](server_uri.get_secret_value()) as client:
        client.drop_database(name)


@pytest.fixture
def store(settings: Settings) -> Iterator[Store]:
    """An empty store."""
    opened = open_store(settings)
    yield opened
    opened.close()


@pytest.fixture
def desk(settings: Settings, store: Store) -> "Desk":
    """A desk over the same store."""
    from driftdesk.desk import Desk

    return Desk(settings, store)
