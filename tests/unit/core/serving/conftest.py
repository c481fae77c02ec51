"""One server for all tests here that need no special one."""

from collections.abc import Iterator

import httpx
import pytest

from driftdesk.core.serving.server import DriftServer, serving
from tests.support.serving import client, config


@pytest.fixture(scope="session")
def server() -> Iterator[DriftServer]:
    with serving(config(body_bytes=40 << 20)) as running:
        yield running


@pytest.fixture
def http(server: DriftServer) -> Iterator[httpx.Client]:
    with client(server.url) as opened:
        yield opened
