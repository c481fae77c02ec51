"""A circuit breaker: a service that is down is left alone for a while instead of being asked, and waited for, each time."""

import threading
import time
from collections.abc import Callable
from typing import Literal

from driftdesk.core.errors import ServiceUnavailableError

FAILURES = 3
"""In a row, until it opens."""
PAUSE_SECONDS = 30.0
"""How long it stays open; then one request is let through, and its outcome decides."""

BreakerState = Literal["closed", "open", "half-open"]


class Breaker:
    """Of one service in this process. May be used from any thread."""

    def __init__(self, name: str, clock: Callable[[], float] = time.monotonic) -> None:
        self._name = name
        self._clock = clock
        self._lock = threading.Lock()
        self._failures = 0
        self._opened_at = 0.0
        self._probed_at: float | None = None

    @property
    def state(self) -> BreakerState:
        if self._failures < FAILURES:
            return "closed"
        return "open" if self.seconds_left > 0 else "half-open"

    @property
    def seconds_left(self) -> float:
        """Until the service may be asked again; 0 where it may."""
        if self._failures < FAILURES:
            return 0.0
        return max(0.0, self._opened_at + PAUSE_SECONDS - self._clock())

    def enter(self) -> None:
        """Ask for leave to send a request. Raises ServiceUnavailableError while it is open, and while another thread
        tries whether the service is back."""
        with self._lock:
            if self._failures < FAILURES:
                return
            probing = self._probed_at is not None and self._clock() < self._probed_at + PAUSE_SECONDS
            if self.seconds_left > 0 or probing:
                raise ServiceUnavailableError(
                    f"{self._name} failed {self._failures} times in a row and is not asked "
                    + (f"for {self.seconds_left:.0f} seconds more." if not probing else "while it is tried."),
                    "See whether it runs; testing it in the settings (or `driftdesk service check`) asks at once.",
                )
            self._probed_at = self._clock()

    def succeeded(self) -> None:
        """It answered, be it by a refusal."""
        with self._lock:
            self._failures, self._probed_at = 0, None

    def failed(self) -> None:
        """It did not answer, or not to the end."""
        with self._lock:
            self._failures += 1
            self._opened_at, self._probed_at = self._clock(), None

    def left(self) -> None:
        """The request ended without telling anything about the service, as when it was cancelled."""
        with self._lock:
            self._probed_at = None
