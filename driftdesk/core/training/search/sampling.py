"""Optuna, asked: what to try next, whether to give up, what matters.

Nothing of optuna is stored but plain values. Its study is made anew from the stored trials for each question, and the sampler
is seeded with the study's seed and the trial's number: with one trial at a time, the answers follow from what was tried
alone, whoever asks and however often it was interrupted.
"""

import warnings
from collections.abc import Sequence
from typing import Any

import optuna
from optuna.distributions import (
    BaseDistribution,
    CategoricalDistribution,
    FloatDistribution,
    IntDistribution,
)
from optuna.study import StudyDirection
from optuna.trial import TrialState as Theirs

from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    Dimension,
    Pruner,
    Sampler,
    Study,
    Trial,
    TrialState,
)
from driftdesk.core.training.search.space import TRAINER, defaults, key_of

optuna.logging.set_verbosity(optuna.logging.WARNING)

_STATES = {
    TrialState.QUEUED: Theirs.RUNNING,
    TrialState.RUNNING: Theirs.RUNNING,
    TrialState.SUCCEEDED: Theirs.COMPLETE,
    TrialState.PRUNED: Theirs.PRUNED,
    TrialState.FAILED: Theirs.FAIL,
    TrialState.ABORTED: Theirs.FAIL,
}

_FEWEST = 4
"""Trials, under which nothing is said of importances."""
_NAME = "study"
"""Of every study: hyperband gives trials to its brackets by this name and their number."""


def rebuild(study: Study, trials: Sequence[Trial], seed: int = 0) -> optuna.Study:
    """Optuna's study with these trials, which are all of them, in order."""
    sampler = (
        optuna.samplers.RandomSampler(seed=seed)
        if study.sampler is Sampler.RANDOM
        else optuna.samplers.TPESampler(seed=seed, constant_liar=True)
    )
    lower = study.metric in LOWER_IS_BETTER
    direction = StudyDirection.MINIMIZE if lower else StudyDirection.MAXIMIZE
    made = optuna.create_study(study_name=_NAME, direction=direction, sampler=sampler, pruner=_pruner(study))
    spread = distributions(study)
    for trial in trials:
        made.add_trial(_theirs(trial, spread))
    return made


def ask(study: Study, trials: Sequence[Trial]) -> tuple[str, dict[str, Any]]:
    """What the next trial is to try: its trainer, and the values by key. Each trainer's own values are tried first, so
    that no study ends worse than it would have begun."""
    several, number = len(study.trainers) > 1, len(trials)
    if number < len(study.trainers):
        trainer = study.trainers[number]
        if (own := defaults(study.space, trainer, study.fixed.get(trainer, {}))) is not None:
            named = {key_of(d, several): own[d.name] for d in study.space if d.trainer == trainer}
            return trainer, ({TRAINER: trainer} if several else {}) | named
    with warnings.catch_warnings():
        warnings.simplefilter("ignore", category=optuna.exceptions.ExperimentalWarning)
        asked = rebuild(study, trials, _seed(study.seed, number)).ask()
        trainer = str(asked.suggest_categorical(TRAINER, study.trainers)) if several else study.trainers[0]
        for dim in study.space:
            if dim.trainer == trainer:
                _suggest(asked, key_of(dim, several), dim)
    return trainer, dict(asked.params)


def should_prune(study: Study, trials: Sequence[Trial], number: int) -> tuple[bool, dict[str, Any]]:
    """Whether to give up the trial ``number`` at its last point; and what the pruner notes of it, to be given back in
    ``Trial.notes``."""
    if study.pruner is Pruner.NONE:
        return False, {}
    made = rebuild(study, trials)
    running = made.get_trials(deepcopy=False)[number]
    worse = made.pruner.prune(made, running)
    return worse, dict(made.get_trials()[number].system_attrs)


def best_of(study: Study, trials: Sequence[Trial]) -> Trial | None:
    """The trial with the best metric of those that came to their end; the first of equals."""
    ended = [t for t in trials if t.state is TrialState.SUCCEEDED and t.value is not None]
    sign = 1 if study.metric in LOWER_IS_BETTER else -1
    return min(ended, key=lambda t: (sign * (t.value or 0.0), t.number), default=None)


def importances(study: Study, trials: Sequence[Trial]) -> dict[str, float]:
    """The share of the metric's variance that each key explains by itself: functional ANOVA over a random forest of the
    trials that came to their end (Hutter, Hoos and Leyton-Brown, ICML 2014), the largest first. Empty where they are
    too few, or all alike. Where a study chooses between trainers, only what all trials have is judged."""
    ended = [t for t in trials if t.state is TrialState.SUCCEEDED and t.value is not None]
    if len(ended) < _FEWEST or len({t.value for t in ended}) < 2:
        return {}
    made = rebuild(study, trials)
    evaluator = optuna.importance.FanovaImportanceEvaluator(n_trees=32, seed=study.seed)
    return {
        k: float(v) for k, v in optuna.importance.get_param_importances(made, evaluator=evaluator).items()
    }


def distributions(study: Study) -> dict[str, BaseDistribution]:
    """By key."""
    several = len(study.trainers) > 1
    found: dict[str, BaseDistribution] = {key_of(d, several): _distribution(d) for d in study.space}
    return ({TRAINER: CategoricalDistribution(study.trainers)} if several else {}) | found


def _distribution(dim: Dimension) -> BaseDistribution:
    if dim.choices:
        return CategoricalDistribution(dim.choices)
    low, high = dim.low or 0.0, dim.high or 0.0
    if dim.whole:
        return IntDistribution(int(low), int(high), log=dim.log)
    return FloatDistribution(low, high, log=dim.log)


def _suggest(asked: optuna.Trial, key: str, dim: Dimension) -> None:
    low, high = dim.low or 0.0, dim.high or 0.0
    if dim.choices:
        asked.suggest_categorical(key, dim.choices)
    elif dim.whole:
        asked.suggest_int(key, int(low), int(high), log=dim.log)
    else:
        asked.suggest_float(key, low, high, log=dim.log)


def _pruner(study: Study) -> optuna.pruners.BasePruner:
    if study.pruner is Pruner.MEDIAN:
        return optuna.pruners.MedianPruner(n_startup_trials=4, n_warmup_steps=2)
    if study.pruner is Pruner.HYPERBAND:
        return optuna.pruners.HyperbandPruner()
    return optuna.pruners.NopPruner()


def _theirs(trial: Trial, spread: dict[str, BaseDistribution]) -> optuna.trial.FrozenTrial:
    state = _STATES[trial.state]
    if state is Theirs.COMPLETE and trial.value is None:
        state = Theirs.FAIL
    has_value = state in (Theirs.COMPLETE, Theirs.PRUNED)
    return optuna.trial.create_trial(
        state=state,
        value=trial.value if has_value else None,
        params=trial.values,
        distributions={k: spread[k] for k in trial.values},
        intermediate_values={p.step: p.value for p in trial.points},
        system_attrs=trial.notes,
    )


def _seed(seed: int, number: int) -> int:
    return (seed * 1_000_003 + number) % 2**32
