"""Real SIGKILLs at seeded random moments of an import: it goes on behind its last checkpoint, and leaves what an
undisturbed one leaves.

``pytest tests/faults``: not part of the everyday run, it takes minutes.
"""

import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy as np
import pytest

from driftdesk.core.entities import DatasetVersion, Job, JobState
from driftdesk.workers.local import run_here
from tests.support.killing import Machine
from tests.support.processes import children_of, kill
from tests.support.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
SEEDS = range(5)
ROWS = 400_000


def write_csv(path: Path) -> None:
    """Numbers and words; one row in 10,000 cannot be used."""
    draw = np.random.default_rng(3)
    numbers = draw.normal(size=(ROWS, 8)).round(5).astype(str)
    words = draw.choice(["red", "green", "blue", "노랑"], (ROWS, 3))
    with path.open("w", encoding="utf-8") as sink:
        sink.write(",".join([*(f"x{i}" for i in range(8)), *(f"w{i}" for i in range(3))]) + "\n")
        for n in range(ROWS):
            bad = ",surplus" if n % 10_000 == 77 else ""
            sink.write(",".join([*numbers[n], *words[n]]) + bad + "\n")


class Imports:
    """A file, and its undisturbed import."""

    def __init__(self, world: Machine, path: Path) -> None:
        self.world, self.path = world, path
        job = run_here(world.desk, world.desk.import_files("whole", [path]))
        assert job.started_at is not None
        assert job.finished_at is not None
        self.seconds = (job.finished_at - job.started_at).total_seconds()
        self.whole = world.desk.datasets.resolve("whole")[1]
        self.rejects = world.desk.store.files.read_bytes((job.result or {})["rejects_file"])

    def killed(self, seed: int, name: str) -> Job:
        """An import whose process dies up to three times."""
        job = self.world.desk.import_files(name, [self.path])
        worker = self.world.start("worker")
        draw = random.Random(seed)
        for _ in range(3):
            until(lambda: self._is_at_work(job, worker.pid))
            time.sleep(draw.uniform(0.0, 1.0) * self.seconds)  # the moment is the test
            if self.world.desk.jobs.get(job.id).state is JobState.RUNNING:
                kill(*children_of(worker.pid))
        done = self.world.desk.jobs.wait(job.id, timeout=120)
        assert self.world.end(worker) == 0
        return done

    def check(self, job: Job, name: str) -> None:
        """Values, row ids, chunks and rejected rows are those of the undisturbed import."""
        desk = self.world.desk
        assert job.result is not None
        version = desk.datasets.resolve(name)[1]
        assert (version.number, version.rows) == (1, self.whole.rows)
        assert self._contents(version) == self._contents(self.whole)
        assert desk.store.files.read_bytes(job.result["rejects_file"]) == self.rejects
        assert desk.store.import_checkpoints.count(job_id=job.id) == 0

    def _is_at_work(self, job: Job, worker: int) -> bool:
        state = self.world.desk.jobs.get(job.id).state
        return state.is_final or (state is JobState.RUNNING and bool(children_of(worker)))

    def _contents(self, version: DatasetVersion) -> list[tuple[tuple[int, ...], bytes]]:
        pages = [self.world.desk.store.pages.get(page) for page in version.pages]
        return [(page.group_rows, page.digests) for page in pages]


@pytest.fixture(scope="module")
def imports(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Imports]:
    folder = tmp_path_factory.mktemp("world")
    path = folder / "a.csv"
    write_csv(path)
    with Machine(folder) as world:
        yield Imports(world, path)


@pytest.mark.parametrize("seed", SEEDS)
def test_an_import_survives_the_deaths_of_its_process(imports: Imports, seed: int) -> None:
    imports.check(imports.killed(seed, f"broken-{seed}"), f"broken-{seed}")
