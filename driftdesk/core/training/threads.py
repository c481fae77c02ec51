"""How many threads training takes, so that the window, the database and other jobs have room."""

import os
from collections.abc import Iterator
from contextlib import contextmanager

from threadpoolctl import threadpool_limits


def thread_count() -> int:
    """One processor is left to the others; ``DRIFTDESK_TRAIN_THREADS`` overrides.

    A run is repeatable bit for bit only with the same count.
    """
    given = os.environ.get("DRIFTDESK_TRAIN_THREADS", "")
    if given.isdigit() and int(given) > 0:
        return int(given)
    return max(1, (os.cpu_count() or 2) - 1)


@contextmanager
def limited_threads() -> Iterator[None]:
    """OpenMP and BLAS keep to ``thread_count``: threads beyond the free processors wait for each other by spinning,
    which made gradient boosting dozens of times slower on a busy machine."""
    with threadpool_limits(thread_count()):
        yield
