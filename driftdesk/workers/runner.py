"""The runner: claims jobs, runs each in a warm child process, keeps the lease, stops them when asked. No Qt.

It is a set of loops, each in a thread of its own: one per slot, one that listens for changes, one that tells the others that
this worker lives.
"""

import os
import secrets
import socket
import sys
import threading
import time
from collections.abc import Callable
from datetime import timedelta
from typing import Literal

import structlog

from driftdesk import __version__
from driftdesk.core.entities import Job, JobKind, JobState, Worker, now
from driftdesk.core.errors import ConflictError, NotFoundError, StorageError
from driftdesk.desk import Desk
from driftdesk.workers.slot import Slot

log = structlog.get_logger(__name__)

HANDLERS = "driftdesk.workers.handlers"
ALIVE = timedelta(seconds=10)
"""A worker that was not seen for longer counts as gone."""

_POLL = 1.0
_SEEN_EVERY = 3.0
_FORGOTTEN = timedelta(days=1)

Change = Literal["job_started", "job_finished", "worker_changed"]
OnChange = Callable[[Change, Job | None], None]


def lease() -> timedelta:
    """How long a claim holds without a heartbeat."""
    return timedelta(seconds=float(os.environ.get("DRIFTDESK_LEASE_SECONDS", "15")))


class Runner:
    """Runs jobs in ``slots`` at once: all that come, those of some ``kinds``, or only the job ``only``."""

    def __init__(
        self,
        desk: Desk,
        *,
        slots: int = 1,
        place: Literal["window", "headless", "command"] = "headless",
        only: str | None = None,
        kinds: tuple[JobKind, ...] | None = None,
        handlers: str = HANDLERS,
        on_change: OnChange = lambda _change, _job: None,
    ) -> None:
        self.desk = desk
        self.lease = lease()
        self.handlers = handlers
        self.on_change = on_change
        self.stopping = threading.Event()
        """Set: claim no more, and give back what runs unless ``draining``."""
        self.draining = threading.Event()
        """Set: end when there is nothing left to do."""
        self._only = only
        self._kinds = kinds
        self._ended = threading.Event()
        host = socket.gethostname()
        self.worker = Worker(
            id=f"{host}:{os.getpid()}:{secrets.token_hex(3)}",
            host=host,
            pid=os.getpid(),
            slots=slots,
            version=__version__,
            place=place,
        )
        self._slots = [Slot(self, i) for i in range(slots)]
        self._work = threading.Condition()
        self._changes = 0
        self._threads: list[threading.Thread] = []

    def start(self) -> None:
        """Run in threads of its own, until ``stop``."""
        slots = {f"slot-{s.number}": s.run for s in self._slots}
        loops = {**slots, "runner-watch": self._watch, "runner-beat": self._beat}
        for name, loop in loops.items():
            thread = threading.Thread(target=loop, name=name, daemon=True)
            self._threads.append(thread)
            thread.start()

    def drain(self) -> None:
        """End when nothing is left to do."""
        self.draining.set()
        self._wake_slots()

    def stop(self) -> None:
        """End: claim no more, and give running jobs back to the queue, so that another worker resumes them."""
        self.stopping.set()
        self._wake_slots()
        for slot in self._slots:
            slot.look()

    def join(self, timeout: float | None = None) -> bool:
        """Wait until all slots ended (after ``stop`` or ``drain``); whether they did."""
        deadline = None if timeout is None else time.monotonic() + timeout
        for thread in self._threads:
            thread.join(None if deadline is None else max(0.0, deadline - time.monotonic()))
        return not any(t.is_alive() for t in self._threads)

    @property
    def busy(self) -> tuple[str, ...]:
        """Ids of the jobs that run here now."""
        return tuple(slot.job.id for slot in self._slots if slot.job)

    def claim(self) -> Job | None:
        """The next job for a slot; waits up to a second for one. None: look whether to end, and ask again."""
        with self._work:
            seen = self._changes
        job = self.desk.store.jobs.claim(self.worker.id, self.lease, kinds=self._kinds, job_id=self._only)
        if job is None and not self.draining.is_set():
            with self._work:
                self._work.wait_for(lambda: self._changes != seen, timeout=_POLL)
        return job

    @property
    def is_idle_for_good(self) -> bool:
        """Whether a draining slot may end: nothing waits, and no job is held by a worker that is gone (it comes
        back to the queue when its lease ends)."""
        if self.desk.store.jobs.count(state=JobState.QUEUED):
            return False
        running = {j.worker for j in self.desk.store.jobs.find(state=JobState.RUNNING)}
        alive = {w.id for w in live_workers(self.desk)}
        return running <= alive

    def slot_changed(self, change: Change, job: Job) -> None:
        """A slot started or finished a job."""
        self._tell_seen()
        self.on_change(change, job)
        self.on_change("worker_changed", None)

    def slot_ended(self) -> None:
        """A slot's loop ended; with the last one the runner ends."""
        if all(slot.has_ended for slot in self._slots):
            self._ended.set()
            self._unregister()
            self.on_change("worker_changed", None)

    def _watch(self) -> None:
        for change in self.desk.jobs.watch(self._ended):
            if change.collection not in ("jobs", "*"):
                continue
            self._wake_slots()
            for slot in self._slots:
                if slot.job and change.id in (slot.job.id, ""):
                    slot.look()

    def _wake_slots(self) -> None:
        with self._work:
            self._changes += 1
            self._work.notify_all()

    def _beat(self) -> None:
        self._tell_seen()
        while not self._ended.wait(_SEEN_EVERY):
            self._tell_seen()

    def _tell_seen(self) -> None:
        workers = self.desk.store.workers
        try:
            try:
                workers.update(self.worker.id, seen_at=now(), busy=self.busy)
            except NotFoundError:
                workers.delete_where(seen_at__lt=now() - _FORGOTTEN)
                workers.insert(self.worker.model_copy(update={"seen_at": now(), "busy": self.busy}))
        except (ConflictError, StorageError) as error:
            log.warning("cannot tell that this worker lives", error=str(error))

    def _unregister(self) -> None:
        try:
            self.desk.store.workers.delete(self.worker.id)
        except StorageError as error:
            log.warning("cannot unregister this worker", error=str(error))


def live_workers(desk: Desk) -> list[Worker]:
    """Workers that were seen just now; those of this machine must still have their process."""
    seen = desk.store.workers.find(seen_at__gte=now() - ALIVE)
    return [w for w in seen if w.host != socket.gethostname() or _process_lives(w.pid)]


def _process_lives(pid: int) -> bool:
    if sys.platform == "win32":  # there, signal 0 would end the process
        return True
    try:
        os.kill(pid, 0)
    except ProcessLookupError:
        return False
    except PermissionError:
        return True
    return True
