"""A trained model as one file: a zip of a manifest and data, written the same way every time, and nothing executable.

``manifest.json`` names the format, trainer, params, seed, problem (columns, target, classes), preprocessing, library
versions and the SHA-256 of every other entry. Weights are safetensors, scikit-learn estimators are skops, never pickle.
"""

import hashlib
import io
import json
import platform
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass, field
from importlib.metadata import version
from typing import Any

from driftdesk.core.errors import CorruptDataError, FormatError

FORMAT = 1
_MANIFEST = "manifest.json"
_EPOCH = (1980, 1, 1, 0, 0, 0)


@dataclass(frozen=True)
class Bundle:
    """``files`` by name; ``manifest`` without the bookkeeping that ``pack`` adds."""

    manifest: dict[str, Any]
    files: Mapping[str, bytes] = field(default_factory=dict)


def pack(bundle: Bundle) -> bytes:
    """The file of a bundle: the same bytes for the same content."""
    manifest = {
        **bundle.manifest,
        "format": FORMAT,
        "environment": environment(),
        "sha256": {
            name: hashlib.sha256(content).hexdigest() for name, content in sorted(bundle.files.items())
        },
    }
    entries = {
        _MANIFEST: json.dumps(manifest, indent=1, sort_keys=True, ensure_ascii=False).encode(),
        **bundle.files,
    }
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=1) as archive:
        for name in sorted(entries):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), entries[name], zipfile.ZIP_DEFLATED, 1)
    return out.getvalue()


def unpack(content: bytes) -> Bundle:
    """Read and verify. Raises CorruptDataError (damaged or tampered with) and FormatError (made by a newer program)."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            entries = {name: archive.read(name) for name in archive.namelist()}
        manifest = json.loads(entries.pop(_MANIFEST))
    except (
        zipfile.BadZipFile,
        zlib.error,
        EOFError,
        NotImplementedError,
        RuntimeError,
        KeyError,
        ValueError,
    ) as error:
        raise _corrupt("it is not a model bundle") from error
    if manifest.get("format", 0) > FORMAT:
        raise FormatError(
            f"The model was written in format {manifest['format']}; this program reads up to {FORMAT}.",
            "Update DriftDesk.",
        )
    if set(entries) != set(manifest["sha256"]):
        raise _corrupt("its entries are not those of its manifest")
    for name, digest in manifest["sha256"].items():
        if hashlib.sha256(entries[name]).hexdigest() != digest:
            raise _corrupt(f"{name} does not match its hash")
    return Bundle(manifest, entries)


def _corrupt(why: str) -> CorruptDataError:
    return CorruptDataError(
        f"The stored model cannot be used: {why}.", "Train the model again, or restore a backup."
    )


def environment() -> dict[str, str]:
    """Versions of what a model's weights depend on."""
    libraries = ("driftdesk", "torch", "scikit-learn", "numpy", "pyarrow")
    return {"python": platform.python_version(), **{name: version(name) for name in libraries}}
