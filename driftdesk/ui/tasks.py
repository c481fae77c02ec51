"""The one bridge from the window to blocking services: await them without blocking the window.

::

    def _on_refresh_clicked(self) -> None:                    # a slot
        self._workspace.tasks.start(self._load(), owner=self)

    async def _load(self) -> None:
        datasets = await self._workspace.tasks.call(self._workspace.desk.datasets.list)
        self._list.show_items(...)                            # back in the window's thread
"""

import asyncio
from collections.abc import Callable, Coroutine
from concurrent.futures import ThreadPoolExecutor
from functools import partial
from typing import Any, ParamSpec, TypeVar

import structlog
from PySide6.QtCore import QObject

P = ParamSpec("P")
T = TypeVar("T")

THREADS = 4

log = structlog.get_logger(__name__)


class Tasks(QObject):
    """Runs service calls in a few threads, and coroutines on the window's loop."""

    def __init__(
        self,
        loop: asyncio.AbstractEventLoop,
        on_error: Callable[[BaseException], object],
        parent: QObject | None = None,
    ) -> None:
        """``on_error`` gets what a started coroutine raised (the notification centre's ``error``)."""
        super().__init__(parent)
        self._loop = loop
        self._on_error = on_error
        self._pool = ThreadPoolExecutor(THREADS, thread_name_prefix="service")
        self._running: set[asyncio.Task[Any]] = set()
        self._owned: set[asyncio.Task[Any]] = set()
        self._writes: set[asyncio.Task[Any]] = set()
        self._closed = False

    async def call(self, fn: Callable[P, T], /, *args: P.args, **kwargs: P.kwargs) -> T:
        """Run ``fn(*args, **kwargs)`` in a thread and await its result. Raises what it raises."""
        return await self._loop.run_in_executor(self._pool, partial(fn, *args, **kwargs))

    def start(
        self, coro: Coroutine[Any, Any, Any], *, owner: QObject | None = None, writes: bool = False
    ) -> asyncio.Task[Any] | None:
        """Start ``coro`` from a slot and go on. What it raises becomes a notification; it is cancelled when ``owner``
        is destroyed (give ``owner=self`` in every panel). One that ``writes`` what the user did is waited for before the
        desk is left, instead. None when the window is closing."""
        if self._closed:
            coro.close()
            return None
        task = self._loop.create_task(coro)
        self._running.add(task)
        task.add_done_callback(self._on_done)
        if writes:
            self._writes.add(task)
            task.add_done_callback(self._writes.discard)
        elif owner is not None:
            self._owned.add(task)
            task.add_done_callback(self._owned.discard)
            owner.destroyed.connect(lambda: self._cancel(task))
        return task

    @property
    def busy(self) -> int:
        """Coroutines that are running now."""
        return len(self._running)

    async def written(self, seconds: float = 5.0) -> None:
        """Wait until all is written, or the database takes too long."""
        if self._writes:
            await asyncio.wait(set(self._writes), timeout=seconds)

    def cancel_owned(self) -> None:
        """Cancel what reads for panels and the like: the desk that it reads from is being left."""
        for task in self._owned - {asyncio.current_task(self._loop)}:
            task.cancel()

    def close(self) -> None:
        """Cancel what runs and let the threads finish what they are at, without waiting for them."""
        self._closed = True
        for task in tuple(self._running):
            task.cancel()
        self._pool.shutdown(wait=False, cancel_futures=True)

    def _cancel(self, task: asyncio.Task[Any]) -> None:
        if not task.done() and not self._loop.is_closed():
            task.cancel()

    def _on_done(self, task: asyncio.Task[Any]) -> None:
        self._running.discard(task)
        if task.cancelled() or self._closed:
            return
        error = task.exception()
        if error is not None:
            self._on_error(error)
