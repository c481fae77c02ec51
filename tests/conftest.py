"""What all tests share."""

import os
from pathlib import Path

import pytest


def shared_data(name: str) -> Path:
    """A real data file that is not part of the project; the test is skipped where it is not there."""
    default = Path(__file__).parents[2] / "shared" / "data"
    path = Path(os.environ.get("DRIFTDESK_SHARED_DATA", default)) / name
    if not path.exists():
        pytest.skip(f"{path} is not there (set DRIFTDESK_SHARED_DATA)")
    return path
