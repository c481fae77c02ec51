"""Handlers that do what the real ones do, and kill somebody at a moment that a test has chosen.

Each attempt of a job waits at a gate, until the test has looked at the store and writes the attempt's ``Moment``. So the
store is at rest when it is looked at, and all moments are counted from the beginning of the work. The commands are those
of a connection of the handler's own: what the job says about itself goes another way.
"""

import json
import os
import signal
import threading
import time
from collections.abc import Callable, Iterator
from dataclasses import asdict
from datetime import timedelta
from pathlib import Path
from typing import Any

from pymongo import monitoring

from driftdesk.core.entities import JobKind
from driftdesk.core.ingest.batches import Batch
from driftdesk.core.ingest.marks import Position
from driftdesk.core.ingest.reader import TableFile
from driftdesk.core.jobs.context import JobContext
from driftdesk.core.retention import service as retention
from driftdesk.desk import Desk
from driftdesk.workers import handlers
from tests.support.moments import Done, Moment, gate, put
from tests.support.waiting import until

retention.LEAST_GRACE = timedelta(0)


class Killer(monitoring.CommandListener):
    """Counts commands, and kills."""

    def __init__(self) -> None:
        self._lock = threading.Lock()
        self.begin(Moment(), Path())

    def begin(self, moment: Moment, at: Path) -> None:
        with self._lock:
            self.done = Done()
            self._moment, self._path = moment, at
            self._began = time.perf_counter()
            self._counts_from: int | None = None if moment.label else 0
            self._awaited: int | None = None
        if moment.seconds is not None:
            timer = threading.Timer(moment.seconds, self.kill, [moment])
            timer.daemon = True
            timer.start()

    def kill(self, moment: Moment) -> None:
        """Once."""
        with self._lock:
            if self._moment is not moment or moment.victim == "nobody":
                return
            self._moment = Moment()
        last = self.done.commands[-1:]
        put(
            self._path.with_suffix(".killed"),
            [time.perf_counter() - self._began, len(self.done.commands), last],
        )
        pid = {"child": os.getpid(), "worker": os.getppid(), "database": moment.database}[moment.victim]
        os.kill(pid, signal.SIGKILL)

    @property
    def seconds(self) -> float:
        return time.perf_counter() - self._began

    def started(self, event: monitoring.CommandStartedEvent) -> None:
        target = event.command.get(event.command_name)
        label = f"{event.command_name} {target}" if isinstance(target, str) else event.command_name
        with self._lock:
            self.done.commands.append(label)
            number = len(self.done.commands) - 1
            if self._counts_from is None and label == self._moment.label:
                self._counts_from = number
            start = self._counts_from
            is_it = (
                self._moment.seconds is None and start is not None and number == start + self._moment.command
            )
            if is_it and self._moment.after:
                self._awaited, is_it = event.request_id, False
            moment = self._moment
        if is_it:
            self.kill(moment)

    def succeeded(self, event: monitoring.CommandSucceededEvent) -> None:
        if event.request_id == self._awaited:
            self.kill(self._moment)

    def failed(self, event: monitoring.CommandFailedEvent) -> None:
        if event.request_id == self._awaited:
            self.kill(self._moment)


killer = Killer()
monitoring.register(killer)


def _counting(batches: Callable[..., Iterator[Batch]]) -> Callable[..., Iterator[Batch]]:
    def counted(file: TableFile, start: Position | None = None) -> Iterator[Batch]:
        for batch in batches(file, start):
            killer.done.rows_read += batch.rows_read
            yield batch

    return counted


TableFile.batches = _counting(TableFile.batches)  # type: ignore[method-assign]  # to count what is read again


def handler(kind: JobKind) -> Callable[..., dict[str, Any]]:
    do = handlers.handler(kind)

    def run(desk: Desk, params: Any, context: JobContext) -> dict[str, Any]:
        at = gate(desk.settings.data_dir, context.fence_held.job_id, context.attempt)
        put(at.with_suffix(".waits"), os.getpid())
        moment = at.with_suffix(".moment")
        until(moment.exists, timeout=100)
        wanted = Moment(**json.loads(moment.read_text()))
        with Desk.open_with(
            desk.settings
        ) as own:  # counted, and nothing in it is warm: each attempt does the same
            killer.begin(wanted, at)
            result = do(own, params, context)
            killer.done.seconds = killer.seconds
            killer.kill(wanted)
        put(at.with_suffix(".done"), asdict(killer.done))
        return result

    return run
