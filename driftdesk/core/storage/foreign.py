"""Another program's MongoDB, from which collections are imported: read, never written.

Its password is not in the address: it comes from the environment, or from the system keyring (``passwords.py``), of
whoever connects.
"""

import base64
import os
import re
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass
from datetime import UTC, datetime
from decimal import Decimal
from types import TracebackType
from typing import Any, Self
from urllib.parse import parse_qsl, quote, unquote, urlsplit

import numpy as np
from bson import json_util
from bson.binary import Binary
from bson.code import Code
from bson.datetime_ms import DatetimeMS
from bson.dbref import DBRef
from bson.decimal128 import Decimal128
from bson.max_key import MaxKey
from bson.min_key import MinKey
from bson.objectid import ObjectId
from bson.regex import Regex
from bson.timestamp import Timestamp
from pydantic import SecretStr
from pymongo.collection import Collection
from pymongo.errors import InvalidName, OperationFailure

from driftdesk.core.errors import (
    AuthenticationError,
    DatabaseUnavailableError,
    NotFoundError,
    ParameterError,
    SourceUnavailableError,
)
from driftdesk.core.storage.codec import Document
from driftdesk.core.storage.connection import open_client
from driftdesk.core.storage.faults import in_our_words
from driftdesk.core.storage.passwords import with_kept_password

BATCH = 1000
_SECRET_OPTIONS = ("tlscertificatekeyfilepassword", "authmechanismproperties", "proxypassword")


@dataclass(frozen=True)
class CollectionInfo:
    """``documents`` and ``byte_count`` are the server's own estimates."""

    name: str
    documents: int
    byte_count: int


def variable(address: str) -> str:
    """The environment variable that may hold the password of an address, such as
    ``DRIFTDESK_SOURCE_PASSWORD_ANN_DB_EXAMPLE_27017``."""
    user, _, hosts = urlsplit(address).netloc.rpartition("@")
    return "DRIFTDESK_SOURCE_PASSWORD_" + re.sub(r"\W", "_", f"{unquote(user)}_{hosts}").upper()


def check_address(address: str) -> str:
    """An address that may be stored and shown. Raises ParameterError where it holds a secret."""
    parts = urlsplit(address)
    user, _, _ = parts.netloc.rpartition("@")
    options = {key.lower() for key, _ in parse_qsl(parts.query)}
    if ":" in user or options.intersection(_SECRET_OPTIONS):
        raise ParameterError(
            "The address holds a password, which others could see.",
            "Leave it out, and put the password into the keyring with `driftdesk db login --uri ADDRESS`, or into the "
            f"environment as {variable(_without_password(address))}.",
        )
    return address


def split_password(address: str) -> tuple[str, SecretStr | None]:
    """The address without its password, and the password."""
    user, at, _ = urlsplit(address).netloc.rpartition("@")
    _, colon, password = user.partition(":")
    return (_without_password(address), SecretStr(unquote(password))) if at and colon else (address, None)


class ForeignDatabase:
    """``with ForeignDatabase(address, "shop") as database:``. Raises ParameterError (no address of MongoDB),
    AuthenticationError; and when it is asked, SourceUnavailableError."""

    def __init__(self, address: str, database: str, password: SecretStr | None = None) -> None:
        self.address = check_address(address)
        self.name = database
        self._client = open_client(
            _with_password(address, password),
            readPreference="secondaryPreferred",
            retryWrites=False,
            unicode_decode_error_handler="replace",
            datetime_conversion="DATETIME_AUTO",
        )
        try:
            self._database = self._client[database]
        except InvalidName as error:
            self._client.close()
            raise ParameterError(f"{database!r} cannot be the name of a database.", f"{error}.") from error

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self._client.close()

    def collections(self) -> list[CollectionInfo]:
        """By name; those of the server's own are left out."""
        with self._asking():
            names = sorted(n for n in self._database.list_collection_names() if not n.startswith("system."))
            return [self.info(name) for name in names]

    def databases(self) -> list[str]:
        """Those that the user may see."""
        with self._asking():
            own = ("admin", "local", "config")
            return sorted(n for n in self._client.list_database_names() if n not in own)

    def info(self, collection: str) -> CollectionInfo:
        """Raises NotFoundError."""
        with self._asking():
            if not self._database.list_collection_names(filter={"name": collection}):
                raise NotFoundError(
                    f"The database {self.name} has no collection {collection!r}.",
                    "`driftdesk import-mongodb ADDRESS --database NAME --list` lists those that there are.",
                )
            try:
                found = next(self._database[collection].aggregate([{"$collStats": {"storageStats": {}}}]), {})
                stats = found.get("storageStats", {})
                return CollectionInfo(collection, int(stats.get("count", 0)), int(stats.get("size", 0)))
            except OperationFailure:  # a view has no such figures
                documents = self._database[collection].count_documents({})
                return CollectionInfo(collection, documents, 0)

    def documents(
        self,
        collection: str,
        where: Mapping[str, Any] | None = None,
        fields: Sequence[str] = (),
        after: str = "",
    ) -> Iterator[Document]:
        """Documents in the order of ``_id``, which each has; of ``fields`` alone where any are named. ``after``: only
        those behind this ``_id`` (as ``key_of`` gives it)."""
        conditions: list[Document] = [dict(where)] if where else []
        if after:
            conditions.append({"$expr": {"$gt": ["$_id", {"$literal": parse_key(after)}]}})
        query = {"$and": conditions} if conditions else {}
        shown = dict.fromkeys([*fields, "_id"], 1) if fields else None
        with self._asking():
            yield from self._of(collection).find(query, shown, sort=[("_id", 1)], batch_size=BATCH)

    def aggregate(self, collection: str, stages: Sequence[Document]) -> list[Document]:
        """What a pipeline (that writes nothing) gives."""
        with self._asking():
            return list(self._of(collection).aggregate(list(stages), allowDiskUse=True))

    def get(self, collection: str, key: Any) -> Document | None:
        """The document with this ``_id``."""
        with self._asking():
            return self._of(collection).find_one({"_id": key})

    @contextmanager
    def _asking(self) -> Iterator[None]:
        """The driver's errors as ours; that this database is away is no fault of our own one."""
        try:
            with in_our_words():
                yield
        except DatabaseUnavailableError as error:
            raise SourceUnavailableError(
                f"The database at {urlsplit(self.address).netloc.rpartition('@')[2]} does not answer.",
                "Check its address, and that this machine may reach it; then import again.",
            ) from error

    def _of(self, collection: str) -> Collection[Document]:
        return self._database[collection]


def key_of(document: Mapping[str, Any]) -> str:
    """A document's ``_id`` as text: extended JSON."""
    text: str = json_util.dumps({"_id": document["_id"]}, json_options=json_util.CANONICAL_JSON_OPTIONS)
    return text


def parse_key(text: str) -> Any:
    """The ``_id`` that ``key_of`` was given."""
    return json_util.loads(text)["_id"]


def parse_filter(text: str) -> Document:
    """A filter as extended JSON, such as ``{"age": {"$gt": 30}, "since": {"$gt": {"$date": "2024-01-01T00:00:00Z"}}}``.
    Raises ParameterError."""
    if not text.strip():
        return {}
    try:
        found = json_util.loads(text)
    except (ValueError, TypeError, KeyError) as error:
        raise ParameterError(
            f"The filter is no JSON: {error}.", 'Write it like {"age": {"$gt": 30}}.'
        ) from error
    if not isinstance(found, dict):
        raise ParameterError("The filter is no JSON object.", 'Write it like {"age": {"$gt": 30}}.')
    return found


def plain(value: Any) -> Any:
    """A value of BSON as one of JSON, or a time (UTC, without a zone): identifiers, UUIDs and rare types as text,
    decimals as floating point, bytes as base64."""
    if value is None or type(value) in (str, bool, int, float):
        return value
    if isinstance(value, dict):
        return {str(key): plain(item) for key, item in value.items()}
    if isinstance(value, list | tuple):
        return [plain(item) for item in value]
    convert = next((convert for kind, convert in _PLAIN if isinstance(value, kind)), str)
    return convert(value)


def _time(value: datetime) -> datetime:
    return value.astimezone(UTC).replace(tzinfo=None) if value.tzinfo else value


def _bytes(value: bytes) -> str:
    if isinstance(value, Binary) and value.subtype in (3, 4) and len(value) == 16:  # a UUID
        return str(value.as_uuid(value.subtype))
    return base64.b64encode(value).decode()


def _decimal(value: Decimal128) -> float | str:
    number: Decimal = value.to_decimal()
    return float("nan") if number.is_nan() else float(number)  # a signalling one is none for float()


_PLAIN: tuple[tuple[Any, Any], ...] = (
    (ObjectId, str),
    (datetime, _time),
    (Decimal128, _decimal),
    (int, int),  # a long
    (bytes, _bytes),
    (DatetimeMS, lambda v: str(np.datetime64(int(v), "ms"))),  # before the year 1, or after 9999
    (Timestamp, lambda v: _time(v.as_datetime())),
    (Regex, lambda v: f"/{v.pattern}/"),
    (DBRef, lambda v: f"{v.collection}/{v.id}"),
    (Code, str),
    (MinKey, lambda _: "MinKey"),
    (MaxKey, lambda _: "MaxKey"),
)


def _with_password(address: str, password: SecretStr | None) -> SecretStr:
    """Raises AuthenticationError where the address names a user whose password is not known here."""
    parts = urlsplit(address)
    user, at, hosts = parts.netloc.rpartition("@")
    if not at:
        return SecretStr(address)
    secret = password.get_secret_value() if password else os.environ.get(variable(address))
    if secret:
        return SecretStr(parts._replace(netloc=f"{user}:{quote(secret, safe='')}@{hosts}").geturl())
    kept = with_kept_password(SecretStr(address))
    if kept.get_secret_value() == address and "MONGODB-X509" not in parts.query:
        raise AuthenticationError(
            f"The password of {unquote(user)}@{hosts} is not known to whoever is to connect.",
            "Put it into the keyring there with `driftdesk db login --uri ADDRESS`, or into the environment as "
            f"{variable(address)}.",
        )
    return kept


def _without_password(address: str) -> str:
    parts = urlsplit(address)
    user, at, hosts = parts.netloc.rpartition("@")
    return parts._replace(netloc=f"{user.partition(':')[0]}{at}{hosts}").geturl()
