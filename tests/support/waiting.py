"""Waiting for conditions."""

import time
from collections.abc import Callable


def until(condition: Callable[[], object], timeout: float = 30.0) -> None:
    """Return as soon as the condition holds; fail after ``timeout`` seconds."""
    deadline = time.monotonic() + timeout
    while not condition():
        assert time.monotonic() < deadline, "waited too long"
        time.sleep(0.02)
