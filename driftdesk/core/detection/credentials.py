"""API keys of detection services: from the environment, or the system keyring; never in a file of ours."""

import os
import re

import structlog

from driftdesk.core.errors import DetectionError

KEYRING = "driftdesk-detection"

log = structlog.get_logger(__name__)


def variable(service: str) -> str:
    """The environment variable that may hold the key of ``service``, such as ``DRIFTDESK_SERVICE_KEY_DDOC``."""
    return "DRIFTDESK_SERVICE_KEY_" + re.sub(r"\W", "_", service).upper()


def service_key(service: str) -> str | None:
    """The key of ``service``; None where none is set (or this system has no keyring)."""
    return os.environ.get(variable(service)) or kept_key(service)


def kept_key(service: str) -> str | None:
    """The key that the keyring holds; None where there is none, or no keyring."""
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING, service)
    except KeyringError as error:
        log.debug("no keyring", error=type(error).__name__)
        return None


def keep_key(service: str, key: str) -> None:
    """Keep ``key`` in the system keyring. Raises DetectionError where there is none."""
    import keyring
    from keyring.errors import KeyringError

    try:
        keyring.set_password(KEYRING, service, key)
    except KeyringError as error:
        raise DetectionError(
            "This system has no keyring that can keep an API key.",
            f"Put the key into the environment as {variable(service)}, for whatever runs the jobs.",
        ) from error


def forget_key(service: str) -> bool:
    """Whether the keyring held a key; it holds none now."""
    if kept_key(service) is None:
        return False
    import keyring

    keyring.delete_password(KEYRING, service)
    return True
