"""The lease of a writer that works without a job, as in a notebook: a sweep spares all that was stored since it began.

Jobs need none: what was stored since the oldest unfinished one began is spared too.
"""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from driftdesk.core.errors import ConflictError

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store

_RENEW = 60.0
"""Seconds: much less than a lease holds."""


class WriterLease:
    """Begun by the first ``hold``; released with the version, or it lapses."""

    def __init__(self, store: Store) -> None:
        self._store = store
        self._renewed = 0.0
        self.id: str | None = None

    def hold(self) -> None:
        """Before something is stored: begin the lease, or renew it once a minute. Raises ConflictError where it
        lapsed: what was stored so far may be swept."""
        if self.id is None:
            self.id = self._store.leases.begin()
        elif time.monotonic() - self._renewed < _RENEW:
            return
        elif not self._store.leases.renew(self.id):
            raise lapsed()
        self._renewed = time.monotonic()


def lapsed() -> ConflictError:
    """The error of a writer that paused for too long."""
    return ConflictError(
        "Writing paused for too long: what was written may have been swept.", "Write it again."
    )
