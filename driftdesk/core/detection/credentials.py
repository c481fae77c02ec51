"""API keys of detection services: from the environment, or the system keyring; never in a file of ours."""

import os
import re

import structlog

KEYRING = "driftdesk-detection"

log = structlog.get_logger(__name__)


def variable(service: str) -> str:
    """The environment variable that may hold the key of ``service``, such as ``DRIFTDESK_SERVICE_KEY_DDOC``."""
    return "DRIFTDESK_SERVICE_KEY_" + re.sub(r"\W", "_", service).upper()


def service_key(service: str) -> str | None:
    """The key of ``service``; None where none is set (or this system has no keyring)."""
    if key := os.environ.get(variable(service)):
        return key
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING, service)
    except KeyringError as error:
        log.debug("no keyring", error=type(error).__name__)
        return None
