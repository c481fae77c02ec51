"""A dataset half of whose labels are missing, and a worker that does its jobs."""

from collections.abc import Callable, Iterator
from pathlib import Path

import numpy as np
import pytest

from driftdesk.core.context import Context
from driftdesk.core.entities import Job, Role, Task
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner

Do = Callable[[Job], Job]
ROWS = 400


def rows(count: int = ROWS) -> str:
    """``group`` is ``high`` above a ``score`` of 50; it is missing in every other row."""
    scores = np.random.default_rng(1).uniform(0, 100, count).round(3)
    lines = ["name,score,group"]
    for i, score in enumerate(scores):
        label = ("high" if score > 50 else "low") if i % 2 == 0 else ""
        lines.append(f"row {i},{score},{label}")
    return "\n".join(lines) + "\n"


@pytest.fixture
def half_labelled(desk: Desk, tmp_path: Path) -> str:
    """The dataset ``scores``: rows 1, 3, 5, ... have no ``group``."""
    path = tmp_path / "scores.csv"
    path.write_text(rows())
    stored = desk.ingest.upload(path)
    options = ImportOptions(task=Task.BINARY, target="group", roles={"name": Role.ID})
    desk.ingest.run("scores", [stored.id], options, Context())
    return "scores"


@pytest.fixture
def do(desk: Desk) -> Iterator[Do]:
    """Let a worker do a job, and give it back when it has ended well."""
    runner = Runner(desk)
    runner.start()

    def run(job: Job) -> Job:
        return desk.jobs.wait(job.id, timeout=120)

    yield run
    runner.stop()
    assert runner.join(timeout=20)
