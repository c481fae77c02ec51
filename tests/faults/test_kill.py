"""Real SIGKILLs at seeded random moments of a training: it resumes, nothing is lost or done twice, nothing is left.

``pytest tests/faults``: not part of the everyday run, it takes minutes.
"""

import random
import time
from collections.abc import Iterator

import pytest

from driftdesk.core.entities import Job, JobState
from tests.support.killing import World
from tests.support.processes import children_of, is_running, kill
from tests.support.waiting import until

pytestmark = [pytest.mark.slow, pytest.mark.timeout(240)]
SEEDS = range(10)


@pytest.fixture(scope="module")
def world(tmp_path_factory: pytest.TempPathFactory) -> Iterator[World]:
    with World(tmp_path_factory.mktemp("world")) as world:
        yield world


def _at_a_random_moment(world: World, seed: int) -> Job:
    """A training that has been running for a random part of the time that it takes."""
    job = world.train()
    until(lambda: world.desk.jobs.get(job.id).state is JobState.RUNNING)
    moment = random.Random(seed).uniform(0.0, 1.0) * world.baseline.seconds
    time.sleep(moment)  # the moment is the test
    return job


@pytest.mark.parametrize("seed", SEEDS)
def test_a_training_survives_the_death_of_its_process(world: World, seed: int) -> None:
    worker = world.start("worker")
    job = _at_a_random_moment(world, seed)
    kill(*children_of(worker.pid))
    world.check(job)
    assert world.end(worker) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_training_survives_the_death_of_its_worker(world: World, seed: int) -> None:
    worker = world.start("worker")
    job = _at_a_random_moment(world, seed + 100)
    children = children_of(worker.pid)
    worker.kill()
    worker.wait()
    until(lambda: not any(is_running(child) for child in children), timeout=15)
    another = world.start("worker", "--drain")
    world.check(job)
    assert another.wait(timeout=30) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_training_survives_the_death_of_the_database(world: World, seed: int) -> None:
    worker = world.start("worker")
    job = _at_a_random_moment(world, seed + 200)
    kill(world.mongod())
    world.check(job)
    assert world.end(worker) == 0


@pytest.mark.parametrize("seed", SEEDS)
def test_a_training_survives_the_death_of_the_window_that_runs_it(world: World, seed: int) -> None:
    window = world.start()
    job = _at_a_random_moment(world, seed + 300)
    children = children_of(window.pid)
    window.kill()
    window.wait()
    until(lambda: not any(is_running(child) for child in children), timeout=15)
    another = world.start()
    world.check(job)
    assert world.end(another) == 0


@pytest.mark.parametrize("seed", range(5))
def test_a_training_paused_here_and_resumed_on_another_worker_ends_the_same(world: World, seed: int) -> None:
    """Paused at random moments, each time resumed by another worker than the one before."""
    job = world.train()
    random_part = random.Random(seed + 500)
    workers = set()
    for _ in range(3):
        worker = world.start("worker")
        until(lambda: world.desk.jobs.get(job.id).state is JobState.RUNNING)
        workers.add(world.desk.jobs.get(job.id).worker)
        time.sleep(random_part.uniform(0.0, 0.5) * world.baseline.seconds)  # the moment is the test
        if world.desk.jobs.get(job.id).state.is_final:
            world.end(worker)
            break
        world.desk.jobs.pause(job.id)
        until(lambda: world.desk.jobs.get(job.id).state is JobState.PAUSED)
        assert world.end(worker) == 0
        world.desk.jobs.resume(job.id)
    last = world.start("worker", "--drain")
    world.check(job)
    assert last.wait(timeout=30) == 0
    assert len(workers) > 1


@pytest.mark.parametrize("seed", range(3))
def test_a_training_survives_the_death_of_everything(world: World, seed: int) -> None:
    worker = world.start("worker")
    job = _at_a_random_moment(world, seed + 400)
    kill(*world.left_over())
    worker.wait()
    another = world.start("worker", "--drain")
    world.check(job)
    assert another.wait(timeout=30) == 0
