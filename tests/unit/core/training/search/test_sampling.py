"""Optuna is asked anew each time: the answers follow from the trials alone."""

from typing import Any

import pytest

from driftdesk.core.entities import Dimension, Pruner, Sampler, Study, Trial, TrialPoint, TrialState
from driftdesk.core.training.search.sampling import ask, best_of, importances, should_prune

SPACE = (
    Dimension(trainer="mlp", name="learning_rate", low=1e-4, high=1e-1, log=True),
    Dimension(trainer="mlp", name="embedding_size", low=2, high=64, whole=True),
    Dimension(trainer="mlp", name="schedule", choices=("cosine", "constant")),
)


def study(**changes: Any) -> Study:
    made = Study(
        number=1, model_id="m", dataset_id="d", dataset_version=1, trainers=("mlp",), space=SPACE, metric="log_loss"
    )  # fmt: skip
    return made.model_copy(update=changes)


def trial(number: int, values: dict[str, Any], **changes: Any) -> Trial:
    made = Trial(
        study_id="s", number=number, trainer="mlp", values=values, state=TrialState.SUCCEEDED,
        value=abs(values.get("learning_rate", 0.01) - 0.01),
    )  # fmt: skip
    return made.model_copy(update=changes)


def search(of: Study, trials: int) -> list[Trial]:
    tried: list[Trial] = []
    for number in range(trials):
        _, values = ask(of, tried)
        tried.append(trial(number, values))
    return tried


@pytest.mark.parametrize("sampler", list(Sampler))
def test_the_same_seed_tries_the_same_and_another_seed_does_not(sampler: Sampler) -> None:
    first = search(study(sampler=sampler, seed=4), 14)
    assert first == [t.model_copy(update={"id": f.id, "created_at": f.created_at}) for t, f in
                     zip(search(study(sampler=sampler, seed=4), 14), first, strict=True)]  # fmt: skip
    assert [t.values for t in first] != [t.values for t in search(study(sampler=sampler, seed=5), 14)]


def test_tpe_finds_what_is_good() -> None:
    tried = search(study(), 40)
    best = best_of(study(), tried)
    assert best is not None
    assert best.value is not None
    assert best.value < 0.002
    late = sorted(t.value or 0 for t in tried[20:])
    early = sorted(t.value or 0 for t in tried[1:11])
    assert late[10] < early[5]


def test_what_does_not_matter_has_no_importance() -> None:
    tried = search(study(sampler=Sampler.RANDOM), 30)
    shares = importances(study(), tried)
    assert next(iter(shares)) == "learning_rate"
    assert shares["learning_rate"] > 0.8
    assert sum(shares.values()) == pytest.approx(1)
    assert importances(study(), tried[:3]) == {}
    alike = [t.model_copy(update={"value": 1.0}) for t in tried]
    assert importances(study(), alike) == {}


def test_failed_trials_are_neither_best_nor_in_the_way() -> None:
    tried = [
        trial(0, {"learning_rate": 0.02, "embedding_size": 8, "schedule": "cosine"}),
        trial(1, {"learning_rate": 0.01, "embedding_size": 9, "schedule": "cosine"}, state=TrialState.FAILED, value=None),
        trial(2, {"learning_rate": 0.03, "embedding_size": 7, "schedule": "constant"}, state=TrialState.QUEUED, value=None),
    ]  # fmt: skip
    best = best_of(study(), tried)
    assert best is not None
    assert best.number == 0
    assert ask(study(), tried)[0] == "mlp"


def points(level: float, upto: int) -> tuple[TrialPoint, ...]:
    return tuple(TrialPoint(step=s, value=level + 1 / s) for s in range(1, upto + 1))


@pytest.mark.parametrize("pruner", [Pruner.MEDIAN, Pruner.HYPERBAND])
def test_a_trial_that_does_worse_than_others_is_given_up(pruner: Pruner) -> None:
    of = study(pruner=pruner)
    values = {"learning_rate": 0.01, "embedding_size": 8, "schedule": "cosine"}
    tried: list[Trial] = []
    given_up = set[int]()
    for number in range(24):
        level = 0.1 if number % 2 == 0 else 0.9
        running = trial(number, values, state=TrialState.RUNNING, value=None)
        for step in range(1, 28):
            running = running.model_copy(update={"points": points(level, step)})
            worse, notes = should_prune(of, [*tried, running], number)
            running = running.model_copy(update={"notes": notes})
            if worse:
                given_up.add(number)
                break
        state = TrialState.PRUNED if number in given_up else TrialState.SUCCEEDED
        value = running.points[-1].value
        tried.append(running.model_copy(update={"state": state, "value": value}))
    bad = {n for n in range(24) if n % 2}
    assert len(given_up & bad) >= 4
    assert len(given_up & bad) > len(given_up - bad)


def test_without_a_pruner_nothing_is_given_up() -> None:
    assert should_prune(study(pruner=Pruner.NONE), [], 0) == (False, {})


def test_a_study_can_choose_between_trainers() -> None:
    dims = (SPACE[0], Dimension(trainer="linear", name="regularization", low=0.1, high=10, log=True))
    of = study(trainers=("mlp", "linear"), space=dims)
    tried: list[Trial] = []
    for number in range(12):
        trainer, values = ask(of, tried)
        assert values["trainer"] == trainer
        assert len(values) == 2
        assert next(k for k in values if k != "trainer").startswith(f"{trainer}.")
        tried.append(trial(number, values, trainer=trainer, value=0.1 * number))
    assert {t.trainer for t in tried[:2]} == {"mlp", "linear"}, "each trainer's defaults come first"
