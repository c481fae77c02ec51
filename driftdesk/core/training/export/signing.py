"""Signatures of bundles: Ed25519 (RFC 8032) over the manifest, which holds the hash of every other entry.

The private key is made once and kept in the system's keyring, or comes from the environment; never in a file of ours.
"""

import base64
import hashlib
import json
import os
from dataclasses import dataclass
from typing import Any

import structlog

from driftdesk.core.errors import CorruptDataError, ParameterError

KEYRING = "driftdesk-signing"
VARIABLE = "DRIFTDESK_SIGNING_KEY"
"""32 bytes in hexadecimal: for machines without a keyring."""
_ACCOUNT = "ed25519"
_ALGORITHM = "ed25519"

_log = structlog.get_logger(__name__)


@dataclass(frozen=True)
class Signer:
    """Who signed: the fingerprint of a public key, in groups of four as people compare them."""

    public_key: bytes

    @property
    def fingerprint(self) -> str:
        digest = hashlib.sha256(self.public_key).hexdigest()[:32]
        return " ".join(digest[i : i + 4] for i in range(0, 32, 4))


def same_fingerprint(a: str, b: str) -> bool:
    """However they were grouped."""
    return "".join(a.split()).lower() == "".join(b.split()).lower()


def own_signer() -> Signer | None:
    """Whoever signs here; None where there is no key yet, or no keyring."""
    key = _private_key(make=False)
    return None if key is None else Signer(_public(key))


def needed_signer() -> Signer:
    """Whoever signs here; the key is made when there is none. Raises ParameterError where it cannot be kept."""
    key = _private_key(make=True)
    if key is None:
        raise ParameterError(
            "This system has no keyring that can keep a signing key.",
            f"Put 32 random bytes in hexadecimal into the environment as {VARIABLE}.",
        )
    return Signer(_public(key))


def sign(manifest: bytes) -> bytes | None:
    """The entry that goes beside the manifest; None where this system can keep no key. The key is made when there is
    none. Raises ParameterError where the environment holds no key of that form."""
    key = _private_key(make=True)
    if key is None:
        return None
    signature = {
        "algorithm": _ALGORITHM,
        "public_key": base64.b64encode(_public(key)).decode(),
        "signature": base64.b64encode(key.sign(manifest)).decode(),
    }
    return json.dumps(signature, indent=1).encode()


def verify(manifest: bytes, signature: bytes) -> Signer:
    """Whoever signed ``manifest``. Raises CorruptDataError where the signature does not hold."""
    from cryptography.exceptions import InvalidSignature
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PublicKey

    try:
        given = json.loads(signature)
        if given["algorithm"] != _ALGORITHM:
            raise ValueError
        public = base64.b64decode(given["public_key"], validate=True)
        Ed25519PublicKey.from_public_bytes(public).verify(
            base64.b64decode(given["signature"], validate=True), manifest
        )
    except (InvalidSignature, ValueError, KeyError, TypeError, RecursionError) as error:
        raise CorruptDataError(
            "The signature of the bundle does not hold: it was changed after it was signed.",
            "Get it again from whoever exported it, and compare fingerprints.",
        ) from error
    return Signer(public)


def _private_key(make: bool) -> Any:
    from cryptography.hazmat.primitives.asymmetric.ed25519 import Ed25519PrivateKey

    text = os.environ.get(VARIABLE, "")
    if not text:
        text = _kept() or (_make() if make else "") or ""
    if not text:
        return None
    try:
        return Ed25519PrivateKey.from_private_bytes(bytes.fromhex(text))
    except ValueError as error:
        raise ParameterError(
            "The signing key cannot be used.", f"{VARIABLE} takes 32 bytes in hexadecimal: 64 digits."
        ) from error


def _public(key: Any) -> bytes:
    from cryptography.hazmat.primitives.serialization import Encoding, PublicFormat

    raw: bytes = key.public_key().public_bytes(Encoding.Raw, PublicFormat.Raw)
    return raw


def _kept() -> str | None:
    import keyring
    from keyring.errors import KeyringError

    try:
        return keyring.get_password(KEYRING, _ACCOUNT)
    except KeyringError as error:
        _log.debug("no keyring", error=type(error).__name__)
        return None


def _make() -> str | None:
    """A new key, kept in the keyring; None where there is none."""
    import keyring
    from keyring.errors import KeyringError

    text = os.urandom(32).hex()
    try:
        keyring.set_password(KEYRING, _ACCOUNT, text)
    except KeyringError as error:
        _log.debug("no keyring", error=type(error).__name__)
        return None
    return text
