"""Real SIGKILLs at seeded random moments of imports, commits of drafts, cleanings and sweeps: of the process that does the
work, of the worker or command with it, of the database. After each the store is at a version boundary; the job goes on and
leaves what it leaves undisturbed; and a sweep leaves nothing else.

``pytest tests/faults``: not part of the everyday run, it takes minutes. ``DRIFTDESK_KILLS`` says how many (50).
"""

import os
import random
import subprocess
from collections.abc import Iterator
from pathlib import Path

import pytest
from pymongo import MongoClient

from driftdesk.core.entities import Job
from driftdesk.core.retention import service as retention
from tests.support import bulk
from tests.support.attempts import Attempts
from tests.support.killing import Machine
from tests.support.moments import Done, Moment, Victim
from tests.support.processes import children_of, is_running
from tests.support.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
KILLS = int(os.environ.get("DRIFTDESK_KILLS", "50"))
ROWS = 300_000
VICTIMS: tuple[Victim, ...] = ("child", "child", "worker", "child", "database")
AROUND_COMMIT = 8
"""Commands of the transaction."""


class Killing:
    """The store, its worker, and each kind of work with what it takes undisturbed."""

    def __init__(self, machine: Machine, folder: Path) -> None:
        self.machine, self.desk = machine, machine.desk
        bulk.Bulk.prepare(self.desk, folder, ROWS)
        self.works = {kind: kind(self.desk, folder) for kind in bulk.ALL}
        self.undisturbed: dict[type[bulk.Bulk], Done] = {}
        self._limit_transactions()
        self.worker = self._start()

    def measured(self, kind: type[bulk.Bulk]) -> Done:
        """The work, undisturbed and with warm imports: once."""
        if kind not in self.undisturbed:
            self.do(kind)
            self.undisturbed[kind], _ = self.do(kind)
            print(f"{kind.__name__}: {self.undisturbed[kind].seconds:.2f} s undisturbed, "
                  f"{len(self.undisturbed[kind].commands)} commands")  # fmt: skip
        return self.undisturbed[kind]

    def do(self, kind: type[bulk.Bulk], *moments: Moment, by_command: bool = False) -> tuple[Done, list[str]]:
        """The work from its beginning to its end, with deaths on the way; and what happened."""
        work = self.works[kind]
        attempts = Attempts(self.desk, work.at_rest, self._revive)
        if by_command:
            self._end_worker()
        job = work.enqueue()
        if by_command:
            self.worker = self._start(job)
        ended, done = attempts.run(job, moments)
        work.check(ended, done)
        work.undo()
        return done, attempts.told

    def moment(self, kind: type[bulk.Bulk], number: int, of: int) -> Moment:
        """The moments of one kind of work lie all over its time, all over its commands, and around its commit."""
        draw = random.Random(f"{kind.__name__} {number}")
        undisturbed = self.measured(kind)
        victim = VICTIMS[number % len(VICTIMS)]
        database = self.machine.mongod() if victim == "database" else 0
        part = (number + draw.random()) / of
        after = draw.random() < 0.5
        how = draw.choice(["time", "command", "commit"])
        if how == "commit" and kind is not bulk.Sweeping:
            at = draw.randrange(AROUND_COMMIT)
            return Moment(victim, command=at, label=kind.commit, after=after, database=database)
        if how == "time":
            return Moment(victim, seconds=part * undisturbed.seconds, database=database)
        at = int(part * len(undisturbed.commands))
        return Moment(victim, command=at, after=after, database=database)

    def _revive(self, moment: Moment) -> None:
        if moment.victim == "worker":
            self.worker.wait(timeout=30)
            self.worker = self._start()
        elif moment.victim == "database":
            until(lambda: not is_running(moment.database))
            self._limit_transactions()

    def _start(self, job: Job | None = None) -> "subprocess.Popen[bytes]":
        arguments = [str(self.machine.data_dir), *([job.id] if job else [])]
        return self.machine.start_module("tests.support.host", *arguments)

    def _end_worker(self) -> None:
        if self.worker.poll() is None:
            until(lambda: bool(children_of(self.worker.pid)))
            self.machine.end(self.worker)

    def _limit_transactions(self) -> None:
        """What a killed transaction holds is free again after a second or two, not half a minute."""
        self.machine.mongod()
        with MongoClient[dict[str, object]](self.desk.store.secret_uri.get_secret_value()) as client:
            client.admin.command({"setParameter": 1, "transactionLifetimeLimitSeconds": 1})


@pytest.fixture(scope="module")
def killing(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Killing]:
    folder = tmp_path_factory.mktemp("killing")
    kept, retention.LEAST_GRACE = retention.LEAST_GRACE, bulk.NOW
    with Machine(folder) as machine:
        yield Killing(machine, folder)
    retention.LEAST_GRACE = kept


def _cases() -> list[tuple[type[bulk.Bulk], int, int]]:
    """Kind of work, number of the kill, and of how many."""
    each, more = divmod(KILLS, len(bulk.ALL))
    counts = [each + (i < more) for i in range(len(bulk.ALL))]
    return [(kind, n, count) for kind, count in zip(bulk.ALL, counts, strict=True) for n in range(count)]


@pytest.mark.parametrize(("kind", "number", "of"), _cases(), ids=lambda v: getattr(v, "__name__", v))
def test_work_that_is_killed_is_done_once_and_whole(
    killing: Killing, kind: type[bulk.Bulk], number: int, of: int
) -> None:
    moments = [killing.moment(kind, number, of)]
    if number % 4 == 3:
        moments.append(Moment("child", seconds=moments[0].seconds or 0.3))
    by_command = moments[0].victim == "worker" and number > len(VICTIMS)
    _, told = killing.do(kind, *moments, by_command=by_command)
    print(*told, sep="\n")  # shown by -s, and where the test fails
    assert told


def test_imports_went_on_behind_their_checkpoints(killing: Killing) -> None:
    """Among so many, some died behind one: see ``Importing.check``."""
    imports = [w for w in killing.works.values() if isinstance(w, bulk.Importing)]
    resumed = sum(w.resumed for w in imports)
    print(f"{resumed} imports went on behind a checkpoint")
    assert resumed
