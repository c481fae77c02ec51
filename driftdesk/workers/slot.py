"""One slot of a runner: claims a job, runs it in its child, and writes how it ended."""

import queue
import threading
import time
from collections.abc import Callable
from typing import TYPE_CHECKING, Any, TypeVar

import structlog

from driftdesk.core.entities import ErrorInfo, Fence, Job, JobState, Stop
from driftdesk.core.errors import NotFoundError, StorageError
from driftdesk.core.storage.jobs import MOST_CRASHES
from driftdesk.workers.process import ChildProcess, Message, manner_of_death

if TYPE_CHECKING:
    from driftdesk.workers.runner import Runner

log = structlog.get_logger(__name__)

JOBS_PER_CHILD = 50
GRACE = 10.0
"""Seconds between asking a handler to end and killing its process."""

_LOOK_AT_MOST_EVERY = 0.3
_PATIENCE = 60.0

T = TypeVar("T")


class Slot:
    """``run`` is the loop of one thread, which owns the child."""

    def __init__(self, runner: "Runner", number: int) -> None:
        self.number = number
        self.job: Job | None = None
        self.has_ended = False
        self._runner = runner
        self._store = runner.desk.store
        self._child: ChildProcess | None = None

    def run(self) -> None:
        """Claim and run jobs until the runner stops or has drained."""
        try:
            while not self._runner.stopping.is_set():
                self._ready_child()
                job = self._claim()
                if job is not None:
                    self._run(job)
                elif self._runner.draining.is_set() and self._is_drained():
                    break
        finally:
            if self._child:
                self._child.end()
            self.has_ended = True
            self._runner.slot_ended()

    def look(self) -> None:
        """Something about the job in this slot changed: see whether it is to stop. From any thread."""
        if child := self._child:
            child.inbox.put({"look": True})

    def _ready_child(self) -> ChildProcess:
        child = self._child
        if child and (not child.is_alive or child.jobs_run >= JOBS_PER_CHILD):
            child.end()
            child = None
        if child is None:
            uri = self._store.secret_uri.get_secret_value()
            child = ChildProcess(self._runner.desk.settings, uri, self._runner.handlers)
            self._child = child
        return child

    def _claim(self) -> Job | None:
        try:
            return self._runner.claim()
        except StorageError as error:
            log.warning("cannot claim", error=str(error))
            self._runner.stopping.wait(1.0)
            return None

    def _is_drained(self) -> bool:
        try:
            if self._runner.is_idle_for_good:
                return True
        except StorageError as error:
            log.warning("cannot look at the queue", error=str(error))
        self._runner.stopping.wait(0.2)
        return False

    def _run(self, job: Job) -> None:
        child = self._ready_child()
        child.jobs_run += 1
        self.job = job
        log.info("job started", job=job.id, title=job.title, attempt=job.attempt)
        self._runner.slot_changed("job_started", job)
        try:
            Watch(self._runner, child, job).until_ended()
        finally:
            self.job = None
        ended = self._patiently(lambda: self._store.jobs.get(job.id)) or job
        log.info("job left", job=job.id, state=str(ended.state))
        self._runner.slot_changed("job_finished", ended)

    def _patiently(self, call: Callable[[], T]) -> T | None:
        return patiently(call, self._runner.stopping)


class Watch:
    """One attempt at a job, from handing it to the child until its end is written."""

    def __init__(self, runner: "Runner", child: ChildProcess, job: Job) -> None:
        self._runner = runner
        self._jobs = runner.desk.store.jobs
        self._child = child
        self._job = job
        self._fence = Fence(job_id=job.id, attempt=job.attempt)
        self._asked: Stop | None = job.stop
        self._giving_back = False
        self._kill_at: float | None = None
        self._every = min(4.0, runner.lease.total_seconds() / 4)
        self._beat_at = time.monotonic() + self._every
        self._look_at: float | None = None
        self._looked_at = 0.0

    def until_ended(self) -> None:
        """Serve the attempt: heartbeats, stops, and the child's answer."""
        self._child.send({"run": self._job.model_dump(mode="json"), "worker": self._runner.worker.id})
        if self._asked:
            self._pass_on(self._asked)
        while not self._serve(self._next_message()):
            pass

    def _next_message(self) -> Message:
        wake_at = min(t for t in (self._beat_at, self._kill_at, self._look_at) if t is not None)
        try:
            return self._child.inbox.get(timeout=max(0.0, wake_at - time.monotonic()))
        except queue.Empty:
            return {}

    def _serve(self, message: Message) -> bool:
        """Deal with a message or the time; whether the attempt ended."""
        moment = time.monotonic()
        if message.keys() & {"done", "failed", "stopped", "paused", "lost", "died", "waits"}:
            self._conclude(message)
            return True
        if "look" in message:
            self._look_at = max(moment, self._looked_at + _LOOK_AT_MOST_EVERY)
        if self._runner.stopping.is_set() and not self._giving_back:
            self._giving_back = True
            self._child.send({"give_back": True})
            self._kill_soon()
        if self._kill_at is not None and moment >= self._kill_at:
            self._child.end()
            self._conclude({"killed": True})
            return True
        if moment >= self._beat_at:
            self._beat_at = moment + self._every
            return self._look(lambda: self._jobs.heartbeat(self._fence, self._runner.lease))
        if self._look_at is not None and moment >= self._look_at:
            self._look_at, self._looked_at = None, moment
            return self._look(self._mine)
        return False

    def _mine(self) -> Job | None:
        job = self._jobs.get(self._job.id)
        return job if job.attempt == self._fence.attempt and not job.state.is_final else None

    def _look(self, at_job: Callable[[], Job | None]) -> bool:
        """See whether the job is still ours and whether it is to stop; whether the attempt ended."""
        try:
            job = at_job()
        except NotFoundError:
            job = None
        except StorageError as error:
            log.warning("heartbeat lost", job=self._job.id, error=str(error))
            self._beat_at = time.monotonic() + 1.0
            return False
        if job is None:
            log.warning("fenced off", job=self._job.id, attempt=self._fence.attempt)
            self._child.end()
            return True
        if job.stop is not self._asked:
            self._pass_on(job.stop)
        return False

    def _pass_on(self, stop: Stop | None) -> None:
        """Tell the child what the job is asked; what does not end or pause in time is killed."""
        self._asked = stop
        self._child.send({"stop": stop})
        if stop is Stop.KILL:
            self._kill_at = time.monotonic()
        elif stop in (Stop.ASK, Stop.PAUSE):
            self._kill_soon()
        elif not self._giving_back:
            self._kill_at = None

    def _kill_soon(self) -> None:
        if self._kill_at is None:
            self._kill_at = time.monotonic() + GRACE

    def _conclude(self, message: Message) -> None:
        """Write how the attempt ended."""
        if "done" in message:
            self._finish(JobState.SUCCEEDED, message, result=message["done"])
        elif "waits" in message:
            self._wait(message["waits"])
        elif "failed" in message:
            self._finish(JobState.FAILED, message, error=ErrorInfo.model_validate(message["failed"]))
        elif self._asked and self._asked.ends and message.keys() & {"stopped", "killed", "died"}:
            self._finish(JobState.ABORTED, message)
        elif "died" in message and not self._giving_back:
            self._crashed(manner_of_death(message["died"]))
        elif "paused" in message:
            self._release(crashed=False)
        else:  # killed because it did not pause, or the child lost the database: not the job's fault
            self._child.end()
            self._release(crashed=False)

    def _crashed(self, manner: str) -> None:
        """Back to the queue, but not for ever."""
        crashes = self._job.crashes + 1
        log.warning("the child died", job=self._job.id, manner=manner, crashes=crashes)
        if crashes < MOST_CRASHES:
            self._release(crashed=True)
            return
        error = ErrorInfo(
            code="crashed",
            message=f"The process died ({manner}) {crashes} times.",
            hint="Memory may be short, or a library is at fault: see children.out beside the log.",
        )
        self._finish(JobState.FAILED, {}, error=error)

    def _finish(self, state: JobState, message: Message, **outcome: Any) -> None:
        jobs = self._runner.desk.jobs
        patiently(
            lambda: jobs.conclude(self._fence, state, events=message.get("events"), **outcome),
            self._runner.stopping,
        )

    def _wait(self, seen: int) -> None:
        patiently(lambda: self._jobs.wait_for_children(self._fence, seen), self._runner.stopping)

    def _release(self, *, crashed: bool) -> None:
        patiently(lambda: self._jobs.release(self._fence, crashed=crashed), self._runner.stopping)


def patiently(call: Callable[[], T], stopping: threading.Event) -> T | None:
    """Call until the database answers; None when it does not for a minute (the lease then ends by itself)."""
    deadline = time.monotonic() + (5.0 if stopping.is_set() else _PATIENCE)
    while True:
        try:
            return call()
        except StorageError as error:
            log.warning("the database does not answer", error=str(error))
            if time.monotonic() > deadline:
                return None
            time.sleep(0.5)
