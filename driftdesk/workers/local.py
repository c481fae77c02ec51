"""What a command or a notebook does with the job it enqueued: let a running worker do it, else do it here."""

import time

from driftdesk.core.entities import Job, JobState
from driftdesk.core.errors import JobCancelledError, JobFailedError
from driftdesk.core.jobs.service import OnEvent
from driftdesk.desk import Desk
from driftdesk.workers.runner import HANDLERS, Runner, live_workers

_TO_BE_TAKEN = 3.0
_POLL = 0.05


def run_here(desk: Desk, job: Job, on_event: OnEvent | None = None, *, handlers: str = HANDLERS) -> Job:
    """Wait until ``job`` ended well and return it; its events go to ``on_event``.

    A worker with a free slot gets a few seconds to take it; otherwise a runner of this process does it. An
    interrupt (Ctrl-C) stops the job. Raises JobFailedError with the cause, JobCancelledError, KeyboardInterrupt.
    """
    runner = None
    if not _taken_by_a_worker(desk, job):
        runner = Runner(desk, place="command", only=job.id, handlers=handlers)
        runner.start()
    try:
        return desk.jobs.wait(job.id, on_event)
    except KeyboardInterrupt:
        _stop(desk, job)
        raise
    finally:
        if runner:
            runner.stop()
            runner.join()


def _taken_by_a_worker(desk: Desk, job: Job) -> bool:
    """Whether a worker that runs elsewhere took the job within a few seconds (at once where none is free)."""
    if desk.jobs.get(job.id).state is not JobState.QUEUED:
        return True
    if not any(w.place != "command" and len(w.busy) < w.slots for w in live_workers(desk)):
        return False
    deadline = time.monotonic() + _TO_BE_TAKEN
    while time.monotonic() < deadline:
        if desk.jobs.get(job.id).state is not JobState.QUEUED:
            return True
        time.sleep(_POLL)
    return False


def _stop(desk: Desk, job: Job) -> None:
    """Ask the job to end and wait for that (the ladder kills it after ten seconds)."""
    desk.jobs.stop(job.id)
    try:
        desk.jobs.wait(job.id, timeout=15.0)
    except (JobCancelledError, JobFailedError, TimeoutError):
        return
