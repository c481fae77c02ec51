"""Where the files that travel with the program are: in a checkout, an installed wheel, or a frozen application."""

from pathlib import Path

_PACKAGE = Path(__file__).resolve().parent.parent


def _travelling(name: str) -> Path:
    installed = _PACKAGE / f"_{name}"
    return installed if installed.is_dir() else _PACKAGE.parent / name


def resources_dir() -> Path:
    """Icons, translations and report templates."""
    return _travelling("resources")


def sample_data_dir() -> Path:
    """The four sample datasets with their drifted batches and manifest."""
    return _travelling("sample_data")
