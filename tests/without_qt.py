"""Runs the unit tests where PySide6 and everything on it cannot be imported: core needs no window."""

import sys

import pytest

BLOCKED = ("PySide6", "shiboken6", "pyqtgraph", "qasync", "qtawesome", "qtpy")

if __name__ == "__main__":
    for name in BLOCKED:
        sys.modules[name] = None  # type: ignore[assignment]
    sys.exit(pytest.main(["tests/unit", "-q", "-p", "no:pytest-qt"]))
