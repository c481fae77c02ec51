"""Real SIGKILLs at 30 random steps of a training that is long enough for checkpoints: by turns of its process, and of its worker.

Each ends with the bytes of the training that was left alone. ``pytest tests/faults``: minutes.
"""

import random
from collections.abc import Iterator

import pytest

from driftdesk.core.entities import Job
from tests.support.killing import World
from tests.support.processes import children_of, kill
from tests.support.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("world"), epochs=200) as world:
        yield world


def _run_to(world: World, job: Job, step: int) -> None:
    """Wait until the run of the job has said something of a step from ``step`` on."""

    def is_there() -> bool:
        run = world.desk.store.runs.first(job_id=job.id)
        return run is not None and bool(world.desk.training.series(run.id, step - 1, 1))

    until(is_there, timeout=60)


@pytest.mark.parametrize("seed", range(30))
def test_killed_at_a_random_step_a_training_ends_with_the_same_bytes(world: World, seed: int) -> None:
    worker = world.start("worker")
    job = world.train()
    _run_to(world, job, random.Random(seed).randrange(1, world.baseline.steps - 100))
    children = children_of(worker.pid)
    if seed % 2:
        worker.kill()
        worker.wait()
        worker = world.start("worker")
    else:
        kill(*children)
    world.check(job)
    assert world.desk.jobs.get(job.id).attempt == 2
    assert world.end(worker) == 0
