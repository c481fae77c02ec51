"""What ``driftdesk doctor`` looks at."""

import ctypes.util
import importlib.metadata
import importlib.util
import platform
import shutil
import sys
import tempfile
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from pathlib import Path

from driftdesk import __version__
from driftdesk.cli.command import Session
from driftdesk.core.errors import DriftDeskError

_PACKAGES = (
    "PySide6-Essentials",
    "pymongo",
    "pyarrow",
    "pandas",
    "numpy",
    "scikit-learn",
    "torch",
    "pydantic",
)
_QT_LIBRARIES = {
    "EGL": "libegl1",
    "GL": "libgl1",
    "xkbcommon": "libxkbcommon0",
    "xcb-cursor": "libxcb-cursor0",
    "fontconfig": "libfontconfig1",
    "dbus-1": "libdbus-1-3",
}
_LEAST_FREE = 2 * 10**9


@dataclass(frozen=True)
class Check:
    """``remedy`` is empty where all is well."""

    name: str
    ok: bool
    finding: str
    remedy: str = ""


def checks(session: Session) -> list[Check]:
    """All checks, in the order in which one depends on the other."""
    settings = session.settings
    found = [_python(), _packages(), _qt(), _writable(settings.data_dir), _space(settings.data_dir)]
    if settings.mongodb_uri is None:
        found.append(_of("mongod", lambda: _mongod(settings.mongod_path, settings.data_dir)))
    found.append(_of("database", lambda: _database(session)))
    return found


def _of(name: str, check: Callable[[], str]) -> Check:
    try:
        return Check(name, True, check())
    except DriftDeskError as error:
        return Check(name, False, error.message, error.hint)


def _python() -> Check:
    found = f"DriftDesk {__version__}, Python {platform.python_version()} on {platform.platform()}"
    return Check("program", sys.version_info >= (3, 11), found, "")


def _packages() -> Check:
    versions, missing = [], []
    for package in _PACKAGES:
        try:
            versions.append(f"{package} {importlib.metadata.version(package)}")
        except importlib.metadata.PackageNotFoundError:
            missing.append(package)
    if missing and not getattr(sys, "frozen", False):
        return Check("packages", False, f"missing: {', '.join(missing)}", "Run `python3 dev.py setup`.")
    return Check("packages", True, ", ".join(versions))


def _qt() -> Check:
    if importlib.util.find_spec("PySide6") is None:
        return Check(
            "window", False, "PySide6 is not installed", "Install PySide6-Essentials; commands work without."
        )
    missing = list(_missing_libraries())
    if missing:
        return Check(
            "window",
            False,
            f"missing system libraries: {', '.join(missing)}",
            f"sudo apt-get install {' '.join(missing)}",
        )
    return Check("window", True, "Qt and its system libraries are there")


def _missing_libraries() -> Iterator[str]:
    if sys.platform == "linux":
        for library, package in _QT_LIBRARIES.items():
            if ctypes.util.find_library(library) is None:
                yield package


def _writable(folder: Path) -> Check:
    try:
        folder.mkdir(parents=True, exist_ok=True)
        with tempfile.TemporaryFile(dir=folder):
            return Check("data folder", True, str(folder))
    except OSError as error:
        return Check(
            "data folder", False, f"{folder}: {error.strerror}", "Choose another one with --data-dir."
        )


def _space(folder: Path) -> Check:
    existing = next(p for p in (folder, *folder.absolute().parents) if p.exists())
    free = shutil.disk_usage(existing).free
    remedy = "" if free >= _LEAST_FREE else "Free some space, or choose another folder with --data-dir."
    return Check("disk", free >= _LEAST_FREE, f"{free / 1e9:.1f} GB free", remedy)


def _mongod(configured: Path | None, data_dir: Path) -> str:
    from driftdesk.core.storage.mongod import find_mongod, require_suitable

    return str(require_suitable(find_mongod(configured, data_dir / "mongo" / "bin")))


def _database(session: Session) -> str:
    store = session.desk.store
    return f"MongoDB {store.server_version()} at {store.uri_shown}, {store.datasets.count()} datasets"
