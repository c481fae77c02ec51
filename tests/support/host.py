"""``python -m tests.support.host DATA_DIR [JOB]``: a worker, or a command that runs one job, whose handlers kill."""

import sys

from driftdesk.desk import Desk
from driftdesk.workers.headless import run_worker
from driftdesk.workers.local import run_here

HANDLERS = "tests.support.killed"

if __name__ == "__main__":
    with Desk.open(sys.argv[1]) as desk:
        if len(sys.argv) > 2:
            run_here(desk, desk.jobs.get(sys.argv[2]), handlers=HANDLERS)
        else:
            run_worker(desk, 1, handlers=HANDLERS)
