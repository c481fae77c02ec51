"""Opens the store: the embedded database, or the one at the address that is given."""

from typing import TYPE_CHECKING, Any
from urllib.parse import parse_qsl, urlsplit

from pydantic import SecretStr

from driftdesk.core.errors import ParameterError, UnsuitableServerError
from driftdesk.core.settings import Settings
from driftdesk.core.storage.embedded import EmbeddedServer

if TYPE_CHECKING:
    from pymongo import MongoClient

    from driftdesk.core.storage.availability import Availability
    from driftdesk.core.storage.codec import Document
    from driftdesk.core.storage.store import Store

_SELECTION_TIMEOUT_MS = 5000
_MINIMUM_WIRE_VERSION = 13
"""MongoDB 5.0: the first where field names may hold dots."""


def open_store(settings: Settings) -> "Store":
    """Connect, check that the server serves, and bring the stored format up to date.

    Raises ParameterError (no address of MongoDB), DatabaseUnavailableError, AuthenticationError,
    UnsuitableServerError (standalone, too old, no mongod for the embedded one), FormatError.
    """
    if settings.mongodb_uri is not None:
        return _open(settings.mongodb_uri, settings.database)
    server = EmbeddedServer(settings)
    uri = server.attach()
    server.keep()
    try:
        return _open(uri, settings.database, server)
    except BaseException:
        server.detach()
        raise


def _open(uri: SecretStr, database: str, server: EmbeddedServer | None = None) -> "Store":
    from driftdesk.core.storage.availability import Availability
    from driftdesk.core.storage.faults import in_our_words
    from driftdesk.core.storage.migrations import prepare_format
    from driftdesk.core.storage.store import Store

    availability = Availability()
    client = open_client(uri, availability)
    try:
        with in_our_words():
            _require_suitable(client)
            prepare_format(client[database])
    except BaseException:
        client.close()
        raise
    on_close = server.detach if server else _nothing
    return Store(client, database, uri, without_password(uri), on_close, availability=availability)


def _nothing() -> None:
    pass


def open_client(uri: SecretStr, *listeners: "Availability", **more: Any) -> "MongoClient[Document]":
    """What the address asks for in other matters holds; but writes are acknowledged by a majority, and reads see
    them, unless ``more`` says otherwise. Raises ParameterError for what is no address; connects later."""
    from datetime import UTC

    from pymongo import MongoClient
    from pymongo.errors import ConfigurationError, PyMongoError

    address = uri.get_secret_value()
    try:
        if not address.startswith(("mongodb://", "mongodb+srv://")):
            raise ValueError("without a scheme it would be taken for a host name")
        asked_for = {name.lower() for name, _ in parse_qsl(urlsplit(address).query)}
        timeouts = {
            name: _SELECTION_TIMEOUT_MS
            for name in ("serverSelectionTimeoutMS", "connectTimeoutMS")
            if name.lower() not in asked_for
        }
        options: dict[str, Any] = {
            "appname": "driftdesk",
            "w": "majority",
            "retryWrites": True,
            "readPreference": "primary",
            "tz_aware": True,
            "tzinfo": UTC,
            "event_listeners": listeners,
            **timeouts,
            **more,
        }
        return MongoClient(address, **options)
    except (PyMongoError, ValueError, TypeError) as error:
        dns = isinstance(error, ConfigurationError) and "DNS" in str(error)
        raise ParameterError(
            "No server was found for this mongodb+srv address."
            if dns
            else "This is no address of a MongoDB server.",
            "It looks like mongodb://user:password@host:27017/?replicaSet=rs0; special characters in the password"
            " are written as %XX.",
        ) from None


def _require_suitable(client: "MongoClient[Document]") -> None:
    hello = client.admin.command("hello")
    if hello["maxWireVersion"] < _MINIMUM_WIRE_VERSION:
        raise UnsuitableServerError(
            "This MongoDB server is too old.", "DriftDesk needs MongoDB 5.0 or newer."
        )
    if "setName" not in hello and hello.get("msg") != "isdbgrid":
        raise UnsuitableServerError(
            "This MongoDB server is standalone; DriftDesk needs a replica set (transactions, change streams).",
            "One of one server will do: set replication.replSetName to rs0 in its mongod.conf, restart it, and run"
            " rs.initiate() once in mongosh.",
        )
    client.admin.command("ping")


def without_password(uri: SecretStr) -> str:
    """The address as it may be shown."""
    parts = urlsplit(uri.get_secret_value())
    user, at, hosts = parts.netloc.rpartition("@")
    name = user.partition(":")[0]
    return f"{parts.scheme}://{name}{at}{hosts}{parts.path}"
