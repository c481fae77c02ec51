"""Studies and presets in memory, for tests of the Training tab."""

import math
from collections.abc import Mapping
from typing import Any

from driftdesk.core.entities import (
    Dimension,
    Job,
    JobKind,
    Model,
    Preset,
    Study,
    StudyState,
    Trial,
    TrialPoint,
    TrialState,
)
from driftdesk.core.training.presets import built_in, versions

SPACE = (
    Dimension(trainer="mlp", name="learning_rate", low=1e-4, high=3e-2, log=True),
    Dimension(trainer="mlp", name="dropout", low=0, high=0.5),
    Dimension(trainer="mlp", name="hidden_sizes", choices=("64", "128,64", "256,128")),
)


def trial(number: int, state: TrialState | None = None) -> Trial:
    """A plausible trial; every fourth is given up."""
    state = state or (TrialState.PRUNED if number % 4 == 3 else TrialState.SUCCEEDED)
    rate = 10 ** (-4 + 2.4 * ((number * 0.618) % 1))
    good = 0.92 - 0.05 * abs(math.log10(rate) + 2.4)
    epochs = 6 if state is TrialState.PRUNED else 20
    points = tuple(TrialPoint(step=e, value=good - 0.2 * math.exp(-e / 5)) for e in range(1, epochs + 1))
    values = {
        "learning_rate": rate,
        "dropout": 0.5 * ((number * 0.37) % 1),
        "hidden_sizes": SPACE[2].choices[number % 3],
    }
    return Trial(
        id=f"t{number}", study_id="s1", number=number, trainer="mlp", values=values, params=values, state=state,
        value=points[-1].value, points=points, seconds=4.2, job_id=f"tj{number}",
    )  # fmt: skip


def study(number: int = 1, **changes: Any) -> Study:
    made = Study(
        id=f"s{number}", number=number, model_id="m1", dataset_id="d1", dataset_version=2, trainers=("mlp",),
        space=SPACE, metric="roc_auc", trials=20, best=1, job_id="sj",
        importances={"learning_rate": 0.71, "dropout": 0.2, "hidden_sizes": 0.09},
    )  # fmt: skip
    return made.model_copy(update=changes)


class FakeStudies:
    def __init__(self) -> None:
        self.kept: list[Study] = []
        self.tried: list[Trial] = []

    def list(self, model: Model) -> "list[Study]":
        return [s for s in self.kept if s.model_id == model.id]

    def trials(self, study: Study) -> "list[Trial]":
        return [t for t in self.tried if t.study_id == study.id]

    def begin(self, trials: int = 14, state: StudyState = StudyState.RUNNING) -> None:
        """A study with so many trials."""
        self.tried = [trial(n) for n in range(trials)]
        ended = [t for t in self.tried if t.state is TrialState.SUCCEEDED]
        best = max(ended, key=lambda t: t.value or 0.0, default=None)
        self.kept = [study(state=state, best=best.number if best else None)]
        if trials < 4:
            self.kept = [s.model_copy(update={"importances": {}}) for s in self.kept]


class FakePresets:
    def __init__(self) -> None:
        self.saved: list[Preset] = []

    def list(self, trainer: str = "") -> "list[Preset]":
        return [*built_in(trainer), *(p for p in self.saved if p.trainer == trainer)]

    def save(self, name: str, trainer: str, params: Mapping[str, Any], note: str = "") -> Preset:
        old = next((p for p in self.saved if (p.name, p.trainer) == (name, trainer)), None)
        made = Preset(name=name, trainer=trainer, params=dict(params), note=note)
        if old is not None:
            made = made.model_copy(update={"number": old.number + 1, "history": tuple(versions(old))})
            self.saved.remove(old)
        self.saved.append(made)
        return made


def search_verb(asked: "list[Any]", jobs: Any) -> Any:
    """``desk.search``, noted among what was asked."""

    def ask(*args: Any, **kwargs: Any) -> Job:
        asked.append((JobKind.SEARCH, args, kwargs))
        made: Job = jobs.add(Job(kind=JobKind.SEARCH, title="search"))
        return made

    return ask
