"""Passwords of shared databases, kept in the system keyring; never in a file of ours."""

from urllib.parse import quote, unquote, urlsplit

import structlog
from pydantic import SecretStr

from driftdesk.core.errors import ParameterError, StorageError

KEYRING = "driftdesk-mongodb"

log = structlog.get_logger(__name__)


def with_kept_password(uri: SecretStr) -> SecretStr:
    """The address with the password that is kept for its user and hosts; itself where it has one, or none is kept."""
    parts = urlsplit(uri.get_secret_value())
    user, at, hosts = parts.netloc.rpartition("@")
    if not at or ":" in user:
        return uri
    import keyring
    from keyring.errors import KeyringError

    try:
        kept = keyring.get_password(KEYRING, f"{unquote(user)}@{hosts}")
    except KeyringError as error:
        log.debug("no keyring", error=str(error))
        return uri
    if kept is None:
        return uri
    return SecretStr(parts._replace(netloc=f"{user}:{quote(kept, safe='')}@{hosts}").geturl())


def keep_password(uri: SecretStr, password: SecretStr | None) -> None:
    """Keep a password for the user and hosts of an address; None: forget it.

    Raises ParameterError where the address names no user, StorageError where this system has no keyring.
    """
    import keyring
    from keyring.errors import KeyringError, PasswordDeleteError

    parts = urlsplit(uri.get_secret_value())
    user, at, hosts = parts.netloc.rpartition("@")
    if not at:
        raise ParameterError("The address names no user.", "Write it as mongodb://user@host:27017/.")
    account = f"{unquote(user.partition(':')[0])}@{hosts}"
    try:
        if password is not None:
            keyring.set_password(KEYRING, account, password.get_secret_value())
        else:
            keyring.delete_password(KEYRING, account)
    except PasswordDeleteError:
        log.debug("there was no password", account=account)
    except KeyringError as error:
        raise StorageError(
            "This system has no keyring that can keep a password.",
            "Put the address with its password into the environment as DRIFTDESK_MONGODB_URI.",
        ) from error
