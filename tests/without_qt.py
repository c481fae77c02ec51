"""Runs the unit tests where PySide6 and everything on it cannot be imported: core needs no window.

Arguments are passed on to pytest. As a plugin it blocks the imports in the processes that share the tests, too.
"""

import sys

import pytest

BLOCKED = ("PySide6", "shiboken6", "pyqtgraph", "qasync", "qtawesome", "qtpy")

for name in BLOCKED:
    sys.modules[name] = None  # type: ignore[assignment]

if __name__ == "__main__":
    sys.exit(pytest.main(["tests/unit", "-q", "-p", "no:pytest-qt", "-p", "tests.without_qt", *sys.argv[1:]]))
