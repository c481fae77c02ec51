"""A few SIGKILLs of the process at work, at moments that are always the same. Fifty at random ones are in tests/faults."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from driftdesk.core.retention import service as retention
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner
from tests.support import bulk
from tests.support.attempts import Attempts
from tests.support.moments import Moment

ROWS = 3000


@pytest.fixture
def worker(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[Runner]:
    """Its handlers kill; what their transactions hold is free again after a second or two. It is to be started when
    there is work: a child that finds none imports all that trainings need."""
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    monkeypatch.setattr(retention, "LEAST_GRACE", bulk.NOW)
    limit = "transactionLifetimeLimitSeconds"
    with MongoClient[dict[str, object]](desk.store.secret_uri.get_secret_value()) as client:
        before = client.admin.command({"getParameter": 1, limit: 1})[limit]
        client.admin.command({"setParameter": 1, limit: 1})
        runner = Runner(desk, slots=1, handlers="tests.support.killed")
        yield runner
        runner.stop()
        assert runner.join(timeout=20)
        client.admin.command({"setParameter": 1, limit: before})


@pytest.mark.parametrize(
    ("kind", "moments"),
    [
        (bulk.Importing, [Moment("child", command=5), Moment("child", label="insert datasets", command=3)]),
        (bulk.Committing, [Moment("child", label=bulk.Bulk.commit), Moment("child", label="commitTransaction", after=True)]),
        (bulk.Cleaning, [Moment("child", label="commitTransaction", after=True)]),
        (bulk.Sweeping, [Moment("child", label="delete dataset_chunks")]),
    ],
    ids=lambda v: getattr(v, "__name__", None),
)  # fmt: skip
def test_work_that_is_killed_is_done_once_and_whole(
    desk: Desk, worker: Runner, tmp_path: Path, kind: type[bulk.Bulk], moments: list[Moment]
) -> None:
    kind.prepare(desk, tmp_path, ROWS)
    work = kind(desk, tmp_path)
    for deaths in ([], moments):
        attempts = Attempts(desk, work.at_rest)
        job = work.enqueue()
        if not deaths:
            worker.start()
        job, done = attempts.run(job, deaths)
        work.check(job, done)
        work.undo()
        assert len(attempts.told) == len(deaths)
