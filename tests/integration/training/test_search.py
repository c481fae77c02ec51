"""Studies, with real trainings in the children of real workers."""

from collections.abc import Callable, Iterator
from datetime import timedelta
from pathlib import Path
from typing import Any

import pytest

from driftdesk.core.entities import (
    Fence,
    JobKind,
    JobState,
    RunState,
    Study,
    StudyState,
    Task,
    Trial,
    TrialState,
)
from driftdesk.core.errors import ConflictError, JobCancelledError, NotFoundError, ParameterError
from driftdesk.core.jobs.context import WaitForChildren
from driftdesk.desk import Desk
from driftdesk.workers.runner import Runner
from tests.integration.training.material import JobLike, commit
from tests.support.waiting import until
from tests.unit.core.training.material import churn

VARY = ("learning_rate=0.02..0.5:log", "max_leaf_nodes=4..32")
GB = {"gradient-boosting": {"iterations": 20}}


@pytest.fixture(autouse=True)
def _children_find_the_tests(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    monkeypatch.setenv("DRIFTDESK_LEASE_SECONDS", "3")


@pytest.fixture
def start(desk: Desk) -> Iterator[Callable[[], Runner]]:
    """Workers with one slot."""
    runners: list[Runner] = []

    def _start() -> Runner:
        runner = Runner(desk, slots=1)
        runners.append(runner)
        runner.start()
        return runner

    yield _start
    for runner in runners:
        runner.stop()
        assert runner.join(timeout=20)


@pytest.fixture
def churned(desk: Desk) -> Desk:
    """A desk with data to learn from."""
    table, columns = churn(300)
    commit(desk.store, "churn", table, columns, Task.BINARY)
    return desk


def _search(desk: Desk, **options: Any) -> Study:
    asked = {"trainers": ["gradient-boosting"], "vary": VARY, "params": GB, "trials": 6, **options}
    job = desk.search("churn", "churn", **asked)
    return desk.studies.get(job.params["study_id"])


def _tried(desk: Desk, study: Study) -> list[tuple[object, ...]]:
    return [(t.number, t.state, t.values, t.value) for t in desk.studies.trials(study)]


def test_a_study_runs_in_one_slot_and_registers_its_best(churned: Desk, start: Callable[[], Runner]) -> None:
    study = _search(churned, register_best=True)
    start()
    job = churned.jobs.wait(study.job_id or "", timeout=120)
    assert job.result is not None
    study, trials = churned.studies.get(study.id), churned.studies.trials(study)
    assert study.state is StudyState.SUCCEEDED
    assert [t.number for t in trials] == list(range(6))
    assert trials[0].values == {"learning_rate": 0.08, "max_leaf_nodes": 31}, "the defaults come first"
    ended = [t for t in trials if t.state is TrialState.SUCCEEDED]
    best = max(ended, key=lambda t: t.value or 0)
    assert study.best == best.number == job.result["best"]
    assert set(study.importances) == {"learning_rate", "max_leaf_nodes"}
    model = churned.training.model("churn")
    assert (model.head, study.model_version) == (1, 1)
    (made,) = churned.registry.versions(model)
    assert made.params == best.params
    runs = {r.trial: r for r in churned.training.runs(model) if r.trial is not None}
    assert {r.model_version for r in runs.values()} == {None}
    assert runs[best.number].validation["roc_auc"] == best.value
    assert {j.parent for j in churned.jobs.children(job.id)} == {job.id}


def test_a_worker_that_dies_changes_nothing_of_what_is_tried(
    churned: Desk, start: Callable[[], Runner]
) -> None:
    left_alone = _search(churned, seed=3)
    runner = start()
    churned.jobs.wait(left_alone.job_id or "", timeout=120)
    killed = _search(churned, seed=3)
    deaths: set[int] = set()

    def die_often() -> bool:
        trials = churned.studies.trials(killed)
        busy = runner._slots[0]
        if len(deaths) < 2 and busy.job and len(trials) in (2, 4) and len(trials) not in deaths:
            deaths.add(len(trials))
            assert busy._child is not None
            busy._child.end()
        return churned.jobs.get(killed.job_id or "").state.is_final

    until(die_often, timeout=120)
    assert deaths
    assert churned.studies.get(killed.id).state is StudyState.SUCCEEDED
    assert _tried(churned, killed) == _tried(churned, left_alone)


def test_a_waiting_study_leaves_its_slot_to_others(churned: Desk) -> None:
    study = _search(churned)
    store = churned.store
    job = store.jobs.claim("one", timedelta(seconds=60))
    assert job is not None
    assert job.kind is JobKind.SEARCH
    with pytest.raises(WaitForChildren) as wait:
        churned.studies.advance(study.id, JobLike(store, job))
    store.jobs.wait_for_children(Fence(job_id=job.id, attempt=job.attempt), wait.value.seen)
    assert store.jobs.get(job.id).state is JobState.WAITING
    child = store.jobs.claim("one", timedelta(seconds=60))
    assert child is not None
    assert child.parent == job.id
    assert store.jobs.claim("two", timedelta(seconds=60)) is None, "nothing wakes it while its child works"
    store.jobs.finish(Fence(job_id=child.id, attempt=child.attempt), JobState.FAILED)
    woken = store.jobs.claim("two", timedelta(seconds=60))
    assert woken is not None
    assert (woken.id, woken.attempt) == (job.id, 2)


def test_a_child_that_ends_before_its_parent_waits_wakes_it(churned: Desk) -> None:
    study = _search(churned)
    store = churned.store
    job = store.jobs.claim("one", timedelta(seconds=60))
    assert job is not None
    with pytest.raises(WaitForChildren) as wait:
        churned.studies.advance(study.id, JobLike(store, job))
    child = store.jobs.claim("two", timedelta(seconds=60))
    assert child is not None
    store.jobs.finish(Fence(job_id=child.id, attempt=child.attempt), JobState.FAILED)
    store.jobs.wait_for_children(Fence(job_id=job.id, attempt=job.attempt), wait.value.seen)
    woken = store.jobs.claim("two", timedelta(seconds=60))
    assert woken is not None
    assert woken.id == job.id


def test_a_stopped_study_stops_its_trials_and_can_go_on(churned: Desk, start: Callable[[], Runner]) -> None:
    study = _search(churned, trials=40)
    start()
    until(lambda: len(churned.studies.trials(study)) >= 3, timeout=60)
    churned.jobs.stop(study.job_id or "")
    with pytest.raises(JobCancelledError):
        churned.jobs.wait(study.job_id or "", timeout=30)
    until(lambda: all(j.state.is_final for j in churned.jobs.children(study.job_id or "")))
    study = churned.studies.get(study.id)
    assert study.state is StudyState.ABORTED
    before = churned.studies.trials(study)
    assert all(t.state.is_final for t in before)
    job = churned.search_more(study, 2)
    with pytest.raises(ConflictError):
        churned.search_more(churned.studies.get(study.id), 2)
    churned.jobs.wait(job.id, timeout=60)
    after = churned.studies.trials(study)
    assert len(after) == len(before) + 2
    assert [(t.number, t.values, t.state) for t in after[: len(before)]] == [
        (t.number, t.values, t.state) for t in before
    ]
    assert churned.studies.get(study.id).state is StudyState.SUCCEEDED


def test_trials_that_do_worse_are_pruned_and_their_runs_say_so(
    churned: Desk, start: Callable[[], Runner]
) -> None:
    vary = ("learning_rate=1e-6..0.5:log",)
    study = _search(
        churned, vary=vary, trials=14, sampler="random", seed=1, metric="log_loss",
        params={"gradient-boosting": {"iterations": 30, "early_stopping": False}},
    )  # fmt: skip
    start()
    churned.jobs.wait(study.job_id or "", timeout=120)
    pruned = [t for t in churned.studies.trials(study) if t.state is TrialState.PRUNED]
    assert pruned
    runs = {r.trial: r for r in churned.training.runs(churned.training.model("churn"))}
    assert {runs[t.number].state for t in pruned} == {RunState.PRUNED}
    assert all(runs[t.number].epochs < 30 for t in pruned)
    assert churned.jobs.get(pruned[0].job_id or "").state is JobState.SUCCEEDED


def test_a_study_whose_trials_all_fail_says_why(churned: Desk, start: Callable[[], Runner]) -> None:
    study = _search(churned, params={"gradient-boosting": {"split": "time"}})
    start()
    until(lambda: churned.jobs.get(study.job_id or "").state.is_final, timeout=60)
    study = churned.studies.get(study.id)
    assert study.state is StudyState.FAILED
    assert "3 trials failed" in study.error
    assert "timestamp" in study.error
    assert len(churned.studies.trials(study)) == 3
    with pytest.raises(NotFoundError):
        churned.train_best(study)


WRONG: tuple[dict[str, Any], ...] = (
    {"trials": 0},
    {"parallel": 0},
    {"minutes": 0.0},
    {"sampler": "grid"},
    {"pruner": "mean"},
    {"metric": "rmse"},
    {"trainers": ["text"]},
    {"params": {"mlp": {}}},
    {"vary": ["learning_rate=1..0"]},
    {"vary": ["nothing"]},
)


def test_a_wrong_study_makes_nothing(churned: Desk) -> None:
    for wrong in WRONG:
        with pytest.raises(ParameterError):
            _search(churned, **wrong)
    assert churned.store.studies.count() == 0
    assert churned.store.jobs.count() == 0


def test_a_deleted_model_takes_its_studies_with_it(churned: Desk) -> None:
    study = _search(churned)
    store = churned.store
    store.trials.insert(Trial(study_id=study.id, number=0, trainer="gradient-boosting"))
    churned.jobs.stop(study.job_id or "")
    model = churned.training.model("churn")
    churned.model_trash.trash([model])
    churned.model_trash.delete(churned.training.models(trash=True))
    assert store.studies.count() == store.trials.count() == 0
