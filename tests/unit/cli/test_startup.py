"""What the program imports before it does anything."""

import subprocess
import sys

import pytest

HEAVY = ("torch", "sklearn", "scipy", "pandas", "pyarrow", "numpy", "pymongo", "keyring", "httpx")


@pytest.mark.parametrize("module", ["driftdesk", "driftdesk.cli.app", "driftdesk.desk", "driftdesk.__main__"])
def test_nothing_heavy_is_imported_at_the_start(module: str) -> None:
    code = f"import sys, {module}; print(*(m for m in {HEAVY!r} if m in sys.modules))"
    answer = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert answer.stdout.strip() == ""
