"""What an address asks for, and what holds where it asks for nothing."""

import pytest
from pydantic import SecretStr

from driftdesk.core.storage.connection import open_client


@pytest.mark.parametrize(
    ("address", "seconds"),
    [
        ("mongodb://127.0.0.1:9/", 5.0),
        ("mongodb://127.0.0.1:9/?serverselectiontimeoutms=200", 0.2),
        ("mongodb://127.0.0.1:9,127.0.0.1:10/?replicaSet=rs0&serverSelectionTimeoutMS=60000", 60.0),
    ],
)
def test_an_address_says_how_long_to_look_for_a_server(address: str, seconds: float) -> None:
    with open_client(SecretStr(address), connect=False) as client:
        assert client.options.server_selection_timeout == seconds
