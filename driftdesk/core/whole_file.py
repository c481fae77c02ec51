"""Files that are there whole or not at all."""

import secrets
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path

from driftdesk.core.errors import FileError


@contextmanager
def whole_file(path: Path) -> Iterator[Path]:
    """Where to write what is to be at ``path``: beside it, under another name. At the end it takes the place of what is
    there; after an error nothing is changed. Raises FileError where it cannot be written."""
    partial = path.with_name(f".{path.name[:100]}.{secrets.token_hex(4)}.part")
    try:
        yield partial
        partial.replace(path)
    except OSError as error:
        raise FileError(
            f"{path} cannot be written: {error.strerror or error}.",
            "Choose another folder, or make room there.",
        ) from error
    finally:
        partial.unlink(missing_ok=True)
