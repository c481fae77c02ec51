"""What goes wrong in the database, in DriftDesk's own words. No message ever holds a password."""

import contextlib
from collections.abc import Iterator
from typing import Any

from bson.errors import BSONError
from gridfs.errors import CorruptGridFile
from pymongo.errors import (
    AutoReconnect,
    BulkWriteError,
    ConnectionFailure,
    DocumentTooLarge,
    DuplicateKeyError,
    ExecutionTimeout,
    OperationFailure,
    PyMongoError,
    ServerSelectionTimeoutError,
)

from driftdesk.core.errors import (
    AuthenticationError,
    ConflictError,
    CorruptDataError,
    DatabaseUnavailableError,
    DriftDeskError,
    ParameterError,
    StorageError,
    StorageFullError,
)

DUPLICATE_KEY = 11000
_UNAUTHORIZED = 13
_AUTHENTICATION_FAILED = 18
_ATLAS_AUTHENTICATION_FAILED = 8000
AUTHENTICATION_CODES = frozenset({_UNAUTHORIZED, _AUTHENTICATION_FAILED, _ATLAS_AUTHENTICATION_FAILED})
_OUT_OF_DISK_SPACE = 14031
_TRANSIENT = "TransientTransactionError"


def is_transient(error: PyMongoError) -> bool:
    """Whether the transaction it happened in will be tried again as a whole."""
    return error.has_error_label(_TRANSIENT)


@contextlib.contextmanager
def in_our_words() -> Iterator[None]:
    """Raise the driver's errors as ours; but leave alone those that a transaction needs to see to be retried."""
    try:
        yield
    except PyMongoError as error:
        if is_transient(error):
            raise
        raise translate(error) from error
    except (BSONError, OverflowError) as error:
        raise ParameterError(
            f"This cannot be stored: {error}.", "Use plain numbers, texts and lists."
        ) from error


def translate(error: PyMongoError) -> DriftDeskError:
    """The error of ours that says the same."""
    if isinstance(error, BulkWriteError):
        return _translate_bulk(error)
    if isinstance(error, CorruptGridFile):
        return CorruptDataError(
            "A stored file is damaged: a part is missing.", "Upload it again, or restore a backup."
        )
    if isinstance(error, DuplicateKeyError):
        return _duplicate(error)
    if isinstance(error, DocumentTooLarge):
        return ParameterError(
            "This is too large to be stored in one piece.", "MongoDB's limit is 16 MB a document."
        )
    if isinstance(error, ConnectionFailure):
        return _unavailable(error)
    if isinstance(error, OperationFailure):
        return _refused(error)
    return StorageError(f"The database failed: {error}.", "Try again; `driftdesk doctor` may tell more.")


def _refused(error: OperationFailure) -> DriftDeskError:
    if error.code == _UNAUTHORIZED:
        return AuthenticationError(
            "The database does not let this user do that.",
            "Give a user name and password in the address, of a user with the role readWrite on the database.",
        )
    if error.code in AUTHENTICATION_CODES:
        return AuthenticationError(
            "The database refused the user name or password.",
            "Check both, and the authSource in the address (often admin).",
        )
    if error.code == _OUT_OF_DISK_SPACE:
        return _full()
    if isinstance(error, ExecutionTimeout):
        return DatabaseUnavailableError("The database took too long to answer.", "Try again in a moment.")
    if error.code in (10334, 17280) or "larger than" in str(error) or "too large" in str(error):
        return ParameterError(
            "This is too large to be stored in one piece.", "MongoDB's limit is 16 MB a document."
        )
    return StorageError(f"The database refused: {error}.", "`driftdesk doctor` may tell more.")


def _translate_bulk(error: BulkWriteError) -> DriftDeskError:
    errors: list[dict[str, Any]] = error.details.get("writeErrors") or [{}]
    first = errors[0]
    if first.get("code") == DUPLICATE_KEY:
        return ConflictError(
            "Something with the same name or number is already there.", "Look again, then retry."
        )
    if first.get("code") == _OUT_OF_DISK_SPACE:
        return _full()
    return StorageError(
        f"The database refused: {first.get('errmsg', error)}.", "`driftdesk doctor` may tell more."
    )


def _full() -> StorageFullError:
    return StorageFullError(
        "The disk of the database is full.",
        "Make room there; `driftdesk sweep` deletes what nothing uses.",
    )


def _duplicate(error: DuplicateKeyError) -> ConflictError:
    values = (error.details or {}).get("keyValue", {})
    what = ", ".join(f"{field.lstrip('_')} {value}" for field, value in values.items())
    return ConflictError(
        f"There is one already with {what or 'the same key'}.",
        "Choose another name, or look again and retry.",
    )


def _unavailable(error: ConnectionFailure) -> DatabaseUnavailableError:
    text = str(error)
    if "Name or service not known" in text or "getaddrinfo" in text or "nodename nor servname" in text:
        return DatabaseUnavailableError(
            "No machine of that name was found.",
            "Check the host in the address. If it is one that only the server itself knows (a replica set in a"
            " container), add directConnection=true to the address.",
        )
    if "refused" in text:
        return DatabaseUnavailableError(
            "The database refuses the connection.", "Is the server running, and are host and port right?"
        )
    if "certificate" in text.lower() or "SSL" in text or "TLS" in text:
        return DatabaseUnavailableError(
            "No secure connection to the database could be made.",
            "Check the tls settings in the address, such as tlsCAFile.",
        )
    if "No primary" in text or "no primary" in text:
        return DatabaseUnavailableError(
            "The replica set has no primary now.",
            "Wait for its election, or look at rs.status() on the server.",
        )
    if isinstance(error, ServerSelectionTimeoutError) or "timed out" in text:
        return DatabaseUnavailableError(
            "The database does not answer.", "Check host and port, the network, and any firewall between."
        )
    if isinstance(error, AutoReconnect):
        return DatabaseUnavailableError(
            "The connection to the database broke.", "It is made again by itself: retry."
        )
    return DatabaseUnavailableError(f"The database cannot be reached: {text[:200]}", "Check the address.")
