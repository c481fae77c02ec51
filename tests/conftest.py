"""What all tests share."""

import os
from pathlib import Path

import hypothesis
import pytest

# A busy machine is slow, which is no fault of what is tested: examples are bounded by their number alone.
hypothesis.settings.register_profile(
    "driftdesk", deadline=None, suppress_health_check=[hypothesis.HealthCheck.too_slow]
)
hypothesis.settings.load_profile("driftdesk")


def shared_data(name: str) -> Path:
    """A real data file that is not part of the project; the test is skipped where it is not there."""
    default = Path(__file__).parents[2] / "shared" / "data"
    path = Path(os.environ.get("DRIFTDESK_SHARED_DATA", default)) / name
    if not path.exists():
        pytest.skip(f"{path} is not there (set DRIFTDESK_SHARED_DATA)")
    return path
