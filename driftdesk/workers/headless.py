"""Worker mode: many slots, no window; signals end it gently."""

import signal
import threading
from types import FrameType

import structlog

from driftdesk.desk import Desk
from driftdesk.workers.runner import HANDLERS, Runner

log = structlog.get_logger(__name__)


def run_worker(desk: Desk, slots: int, *, drain: bool = False, handlers: str = HANDLERS) -> int:
    """Run jobs until SIGTERM or SIGINT, or with ``drain`` until the queue is empty.

    The first signal stops claiming and gives running jobs back to the queue at their last checkpoint. Returns the
    number of jobs that ended here.
    """
    finished = 0

    def count(change: str, _job: object) -> None:
        nonlocal finished
        finished += change == "job_finished"

    runner = Runner(desk, slots=slots, place="headless", handlers=handlers, on_change=count)
    asked = threading.Event()

    def on_signal(number: int, _frame: FrameType | None) -> None:
        asked.set()
        log.info("stopping", signal=signal.Signals(number).name)

    previous = {s: signal.signal(s, on_signal) for s in (signal.SIGINT, signal.SIGTERM)}
    try:
        runner.start()
        log.info("worker started", worker=runner.worker.id, slots=slots, store=desk.store.uri_shown)
        if drain:
            runner.drain()
        while not runner.join(timeout=0.2):
            if asked.is_set():
                runner.stop()
    finally:
        for number, handler in previous.items():
            signal.signal(number, handler)
    log.info("worker ended", jobs=finished)
    return finished
