"""Work over blocks and chunks on this machine's cores.

Threads are enough: parsing, compressing, hashing and most of profiling release the interpreter's lock. Results
come back in the order of the input, and only a few items are in flight, so memory stays bounded.
"""

import os
from collections import deque
from collections.abc import Callable, Iterable, Iterator
from concurrent.futures import Future, ThreadPoolExecutor
from typing import TypeVar

T = TypeVar("T")
U = TypeVar("U")


def thread_count() -> int:
    """Threads for one piece of work: the cores that this process may use, eight at most."""
    cores = len(os.sched_getaffinity(0)) if hasattr(os, "sched_getaffinity") else os.cpu_count() or 1
    return min(8, cores)


def ordered_map(fn: Callable[[T], U], items: Iterable[T], *, ahead: int | None = None) -> Iterator[U]:
    """``map(fn, items)`` on threads, in order, with at most ``ahead`` items begun and not yet taken.

    ``items`` is consumed in the caller's thread. An error in ``fn`` is raised when its result is taken; what
    has not begun by then is dropped, also when the iterator is closed early.
    """
    threads = thread_count()
    pending: deque[Future[U]] = deque()
    pool = ThreadPoolExecutor(threads, thread_name_prefix="driftdesk-compute")
    try:
        for item in items:
            pending.append(pool.submit(fn, item))
            if len(pending) >= (ahead or threads + 1):
                yield pending.popleft().result()
        while pending:
            yield pending.popleft().result()
    finally:
        pool.shutdown(wait=True, cancel_futures=True)
