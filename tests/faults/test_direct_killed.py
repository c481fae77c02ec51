"""Real SIGKILLs of what is done without a job: at each command of going back to a version and of removing one, and of an
import by command while it uploads, enqueues and waits.

``pytest tests/faults``: not part of the everyday run.
"""

import json
import random
import subprocess
import sys
import time
from collections.abc import Iterator
from dataclasses import asdict
from pathlib import Path

import pytest
from pymongo import MongoClient

from driftdesk.core.context import Context
from driftdesk.core.entities import JobState
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.retention import service as retention
from tests.support.boundary import Boundary, content
from tests.support.bulk import NOW, write_csv
from tests.support.killing import Machine
from tests.support.moments import Moment
from tests.support.processes import kill

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
VERSIONS = 4


@pytest.fixture
def machine(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[Machine]:
    monkeypatch.setattr(retention, "LEAST_GRACE", NOW)
    with Machine(tmp_path) as machine:
        with MongoClient[dict[str, object]](machine.desk.store.secret_uri.get_secret_value()) as client:
            client.admin.command({"setParameter": 1, "transactionLifetimeLimitSeconds": 1})
        yield machine


def do(machine: Machine, verb: str, argument: str, moment: Moment) -> str:
    """What it prints: nothing where it was killed."""
    command = [
        sys.executable,
        "-m",
        "tests.support.direct",
        str(machine.data_dir),
        json.dumps(asdict(moment)),
    ]
    done = subprocess.run(
        [*command, verb, argument], env=machine.environment, capture_output=True, check=False
    )
    assert done.returncode in (0, -9), done.stderr
    return done.stdout.decode()


def look(machine: Machine, *, swept: bool) -> None:
    """Whether the store is at a version boundary, and after a sweep nothing else is there."""
    if swept:
        machine.desk.retention.sweep(grace=NOW)
    boundary = Boundary(machine.desk)
    boundary.check()
    if swept:
        boundary.check_nothing_else()


@pytest.mark.parametrize(("verb", "change"), [("revert", 1), ("remove_version", -1)])
def test_going_back_and_removing_are_done_whole_or_not_at_all(
    machine: Machine, tmp_path: Path, verb: str, change: int
) -> None:
    desk = machine.desk
    for number in range(VERSIONS):
        write_csv(tmp_path / "a.csv", 300, number)
        file = desk.ingest.upload(tmp_path / "a.csv")
        desk.ingest.run("a", [file.id], ImportOptions(mode="replace"), Context())
    first = content(desk, desk.datasets.resolve("a@1")[1])
    commands = int(do(machine, verb, "a@2", Moment()))
    kept = {v.number for v in desk.datasets.versions("a")}
    early = sorted(random.Random(verb).sample(range(commands - 1), 5))
    for at, after in [*((n, True) for n in early), (commands - 1, False), (commands - 1, True)]:
        ref = "a@1" if verb == "revert" else "a@3"
        assert do(machine, verb, ref, Moment("child", command=at, after=after)) == ""
        look(machine, swept=False)
        there = {v.number for v in desk.datasets.versions("a")}
        assert len(there) - len(kept) == (change if (at, after) == (commands - 1, True) else 0)
    look(machine, swept=True)
    assert content(desk, desk.datasets.resolve("a@1")[1]).equals(first)


def test_an_import_by_command_that_is_killed_leaves_a_job_or_nothing(
    machine: Machine, tmp_path: Path
) -> None:
    desk = machine.desk
    write_csv(tmp_path / "a.csv", 100_000, 1)
    began = time.perf_counter()
    assert machine.start("import", str(tmp_path / "a.csv"), "--dataset", "a").wait(timeout=100) == 0
    seconds = time.perf_counter() - began
    draw = random.Random(1)
    for number in range(6):
        known = {job.id for job in desk.jobs.list()}
        name = f"a{number}"
        command = machine.start("import", str(tmp_path / "a.csv"), "--dataset", name)
        time.sleep((number + draw.random()) / 6 * seconds)  # the moment is the test
        kill(command.pid)
        command.wait()
        look(machine, swept=False)
        new = [job for job in desk.jobs.list() if job.id not in known]
        print(f"command {number} of {seconds:.1f} s: {[str(job.state) for job in new]}")
        if new:
            assert machine.start("worker", "--drain").wait(timeout=100) == 0
            assert desk.jobs.get(new[0].id).state is JobState.SUCCEEDED
            assert [v.rows for v in desk.datasets.versions(name)] == [99_990]
        else:
            assert desk.datasets.find(name) is None
        look(machine, swept=True)
