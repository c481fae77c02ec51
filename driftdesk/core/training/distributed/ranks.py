"""Rank 0's side: the other processes started, watched, and ended with this one."""

import contextlib
import json
import os
import queue
import shutil
import subprocess
import sys
import tempfile
import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Any

import structlog

from driftdesk.core.errors import DriftDeskError, TrainingError
from driftdesk.core.storage.store import Store
from driftdesk.core.training.distributed.group import Group
from driftdesk.core.training.learning import Order
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.threads import thread_count

log = structlog.get_logger(__name__)

_START = 120.0
"""Seconds that a process may take to import its libraries and open the store."""
_LAST_WORDS = 3.0


@contextmanager
def together(
    store: Store, version_id: str, order: Order, processes: int, monitor: Monitor
) -> Iterator[Group]:
    """This process as rank 0 of ``processes``. Where another one fails, what this one was doing is a TrainingError with its
    cause; they are ended in any case."""
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-ranks-"))  # for this user alone
    told = {**_told(store, version_id, order), "folder": str(folder), "size": processes}
    ranks = [_Rank(number, processes) for number in range(1, processes)]
    try:
        for rank in ranks:
            rank.begin({**told, "rank": rank.number})
        for rank in ranks:
            rank.wait_ready(monitor)
        try:
            with Group(folder, 0, processes) as group:
                yield group
        except RuntimeError as error:  # of torch.distributed: another one is gone
            raise _cause(ranks, error) from error
    finally:
        for rank in ranks:
            rank.end()
        shutil.rmtree(folder, ignore_errors=True)


def _told(store: Store, version_id: str, order: Order) -> dict[str, Any]:
    """With the password in the address: through the pipe alone."""
    return {
        "uri": store.secret_uri.get_secret_value(),
        "database": store.database_name,
        "version": version_id,
        "task": order.task,
        "target": order.target,
        "trainer": order.trainer,
        "params": order.params.model_dump(mode="json"),
        "seed": order.seed,
        "salt": order.salt,
    }


def _cause(ranks: list["_Rank"], error: RuntimeError) -> Exception:
    """Why the others were lost; ``error`` itself where they are all there."""
    until = time.monotonic() + _LAST_WORDS
    while time.monotonic() < until:
        for rank in ranks:
            if (found := rank.failure()) is not None:
                return found
        time.sleep(0.05)
    return error


class _Rank:
    """Another process; on Linux it dies with the thread that began it, elsewhere with its pipe."""

    def __init__(self, number: int, size: int) -> None:
        self.number = number
        self._size = size
        self._process: subprocess.Popen[str] | None = None
        self._said: queue.SimpleQueue[dict[str, Any]] = queue.SimpleQueue()
        self._failed: dict[str, Any] | None = None

    def begin(self, told: dict[str, Any]) -> None:
        program = (
            [sys.executable] if getattr(sys, "frozen", False) else [sys.executable, "-P", "-m", "driftdesk"]
        )
        threads = str(max(1, thread_count() // self._size))
        few = {f"{library}_NUM_THREADS": threads for library in ("OMP", "OPENBLAS", "MKL")}
        self._process = subprocess.Popen(
            [*program, "_rank"],
            stdin=subprocess.PIPE,
            stdout=subprocess.PIPE,
            stderr=subprocess.DEVNULL,
            text=True,
            encoding="utf-8",
            env={**os.environ, **few, "DRIFTDESK_TRAIN_THREADS": threads},
        )
        threading.Thread(
            target=self._pump, args=(self._process,), name=f"rank-{self.number}", daemon=True
        ).start()
        assert self._process.stdin is not None
        with contextlib.suppress(OSError):  # its death is said by the pump
            self._process.stdin.write(json.dumps(told) + "\n")
            self._process.stdin.flush()

    def wait_ready(self, monitor: Monitor) -> None:
        """Raise TrainingError where it does not come up, and what ``monitor.check`` raises."""
        until = time.monotonic() + _START
        while time.monotonic() < until:
            monitor.check()
            with contextlib.suppress(queue.Empty):
                said = self._said.get(timeout=0.1)
                if "ready" in said:
                    return
                self._failed = said
                raise self.failure() or self._lost("said what it should not")
        raise self._lost(f"was not ready after {_START:.0f} s")

    def failure(self) -> DriftDeskError | None:
        """Why it ended, if it did."""
        with contextlib.suppress(queue.Empty):
            while self._failed is None or "failed" not in self._failed:
                self._failed = self._said.get_nowait()
        if self._failed is None or self._failed.get("died") == 0:
            return None
        if "failed" in self._failed:
            told = self._failed["failed"]
            return TrainingError(
                f"Process {self.number} of the training failed: {told['message']}", told["hint"]
            )
        return self._lost(f"ended unexpectedly (code {self._failed.get('died')})")

    def _lost(self, how: str) -> TrainingError:
        return TrainingError(
            f"Process {self.number} of the training {how}.",
            "Train again; where memory is short, with fewer processes or less --memory.",
        )

    def end(self) -> None:
        if self._process is None:
            return
        self._process.kill()
        self._process.wait()
        if self._process.stdin is not None:
            with contextlib.suppress(OSError):
                self._process.stdin.close()

    def _pump(self, process: "subprocess.Popen[str]") -> None:
        assert process.stdout is not None
        with process.stdout as lines:
            for line in lines:
                with contextlib.suppress(ValueError):  # the last line of one that was killed
                    self._said.put(json.loads(line))
        self._said.put({"died": process.wait()})
