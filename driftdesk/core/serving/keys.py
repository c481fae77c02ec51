"""The server's own API key: in a file, the environment or the system's keyring; never in arguments or logs."""

import os
import secrets
from pathlib import Path

import structlog

from driftdesk.core.errors import ConflictError, ParameterError

VARIABLE = "DRIFTDESK_SERVER_KEY"
_KEYRING, _NAME = "driftdesk-server", "api-key"
_FEWEST = 16

log = structlog.get_logger(__name__)


def server_keys(file: Path | None) -> tuple[str, ...]:
    """The keys that a server takes: those in ``file`` (one a line, so that one can be replaced without a gap), else the
    environment's, else the keyring's; none where there is none. Raises ParameterError."""
    if file is not None:
        return _of_file(file)
    given = os.environ.get(VARIABLE, "").strip() or (_kept() or "")
    return (_checked(given, VARIABLE),) if given else ()


def new_key(file: Path | None) -> str:
    """A new key, kept in ``file`` or the keyring, in place of the one there. Raises ParameterError, ConflictError."""
    key = secrets.token_urlsafe(32)
    if file is not None:
        _write(file, key)
        return key
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(_KEYRING, _NAME, key)
    except KeyringError as error:
        raise ParameterError(
            "This system has no keyring that can keep the key.",
            "Keep it in a file: --new-key --key-file FILE.",
        ) from error
    return key


def _kept() -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(_KEYRING, _NAME)
    except KeyringError as error:
        log.debug("no keyring", error=type(error).__name__)
        return None


def _of_file(file: Path) -> tuple[str, ...]:
    try:
        mode = file.stat().st_mode
        lines = file.read_text(encoding="utf-8").split()
    except (OSError, UnicodeError) as error:
        raise ParameterError(
            f"The key file {file} cannot be read.", f"Make one: driftdesk serve --new-key --key-file {file}."
        ) from error
    if os.name == "posix" and mode & 0o077:
        raise ParameterError(f"The key file {file} can be read by others.", f"Close it: chmod 600 {file}")
    if not lines:
        raise ParameterError(f"The key file {file} is empty.", "It holds one key a line.")
    return tuple(_checked(line, str(file)) for line in lines)


def _write(file: Path, key: str) -> None:
    try:
        handle = os.open(file, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    except FileExistsError as error:
        raise ConflictError(
            f"{file} is there already.", "Name another file, or remove that one first."
        ) from error
    except OSError as error:
        raise ParameterError(
            f"{file} cannot be written ({error.strerror}).", "Name a file elsewhere."
        ) from error
    with os.fdopen(handle, "w", encoding="utf-8") as opened:
        opened.write(key + "\n")


def _checked(key: str, place: str) -> str:
    if len(key) < _FEWEST or not key.isascii():
        raise ParameterError(
            f"The key in {place} is too short: it could be guessed.", "Make one: driftdesk serve --new-key."
        )
    return key
