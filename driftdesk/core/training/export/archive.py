"""The bundle as a file: a zip that predicts by itself (``python churn-v3.zip rows.csv``) and can be imported again.

``manifest.json`` holds what is known of the model and the SHA-256 of every other entry; ``signature.json`` signs it.
``model.onnx`` is for everyone, ``model.driftdesk`` (see ``training/bundle``) for DriftDesk. Nothing of it is pickle.
"""

import hashlib
import io
import json
import zipfile
import zlib
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from driftdesk.core.errors import CorruptDataError, FormatError
from driftdesk.core.training.export import signing

FORMAT = 1
MANIFEST, SIGNATURE = "manifest.json", "signature.json"
NATIVE, ONNX = "model.driftdesk", "model.onnx"
MAX_BYTES = 4 << 30
"""Of all entries unpacked: more is refused, so that a small file cannot fill the memory."""
_EPOCH = (1980, 1, 1, 0, 0, 0)
_MAIN = '''"""Predict the rows of a file by this bundle. Needs numpy and onnxruntime."""

import sys

from driftdesk_model import main

sys.exit(main(sys.path[0], sys.argv[1:]))
'''


@dataclass(frozen=True)
class Archive:
    """What a bundle holds, its hashes verified. ``signer`` is None where nobody signed it."""

    manifest: dict[str, Any]
    files: Mapping[str, bytes]
    signer: signing.Signer | None
    digest: str
    """SHA-256 of the manifest, which holds those of all entries."""


def pack(manifest: Mapping[str, Any], files: Mapping[str, bytes]) -> bytes:
    """A bundle that is not signed yet: the same bytes for the same content."""
    every = {**files, **_runtime(files)}
    hashes = {name: hashlib.sha256(content).hexdigest() for name, content in sorted(every.items())}
    described = {**manifest, "format": FORMAT, "sha256": hashes}
    text = json.dumps(described, indent=1, sort_keys=True, ensure_ascii=False).encode()
    return _zip({MANIFEST: text, **every})


def _runtime(files: Mapping[str, bytes]) -> dict[str, bytes]:
    """What makes a bundle with ONNX predict by itself."""
    if ONNX not in files:
        return {}
    training = Path(__file__).parents[1]
    return {
        "__main__.py": _MAIN.encode(),
        "driftdesk_model.py": (training / "export" / "runtime.py").read_bytes(),
        "ngrams.py": (training / "ngrams.py").read_bytes(),
    }


def signed(content: bytes) -> tuple[bytes, signing.Signer | None]:
    """The bundle with a signature of this user's; as it is where this system can keep no key."""
    there = entries(content)
    signature = signing.sign(there[MANIFEST])
    if signature is None:
        return content, None
    return _zip({**there, SIGNATURE: signature}), signing.verify(there[MANIFEST], signature)


def opened(content: bytes) -> Archive:
    """A bundle from anywhere. Raises CorruptDataError (damaged, tampered with), FormatError (of a newer program)."""
    files = entries(content)
    text = files.pop(MANIFEST, b"")
    signature = files.pop(SIGNATURE, None)
    try:
        manifest = json.loads(text)
        hashes = dict(manifest["sha256"])
        if int(manifest["format"]) > FORMAT:
            raise FormatError(
                f"The bundle was written in format {manifest['format']}; this program reads up to {FORMAT}.",
                "Update DriftDesk.",
            )
    except (ValueError, KeyError, TypeError, RecursionError) as error:
        raise _corrupt("it has no manifest that can be read") from error
    if set(hashes) != set(files):
        strange = sorted(set(hashes) ^ set(files))
        raise _corrupt(f"its entries are not those of its manifest ({', '.join(strange[:5])})")
    for name, digest in hashes.items():
        if hashlib.sha256(files[name]).hexdigest() != digest:
            raise _corrupt(f"{name} does not match its hash")
    if NATIVE not in files:
        raise _corrupt("it holds no model")
    signer = None if signature is None else signing.verify(text, signature)
    return Archive(manifest, files, signer, hashlib.sha256(text).hexdigest())


def entries(content: bytes) -> dict[str, bytes]:
    """The entries of a zip by name, not verified. Raises CorruptDataError."""
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            if sum(i.file_size for i in archive.infolist()) > MAX_BYTES:
                raise _corrupt(f"unpacked it would take over {MAX_BYTES >> 30} GiB")
            return {name: archive.read(name) for name in archive.namelist()}
    except (
        zipfile.BadZipFile,
        zlib.error,
        NotImplementedError,
        RuntimeError,
        EOFError,
        ValueError,
        OSError,
    ) as error:
        raise _corrupt("it is not a zip file that can be read") from error


def _zip(files: Mapping[str, bytes]) -> bytes:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED, compresslevel=6) as archive:
        for name in sorted(files):
            archive.writestr(zipfile.ZipInfo(name, _EPOCH), files[name], zipfile.ZIP_DEFLATED, 6)
    return out.getvalue()


def _corrupt(why: str) -> CorruptDataError:
    return CorruptDataError(
        f"This is no bundle that can be imported: {why}.", "Export the model again, and copy the file whole."
    )
