"""Fine-tuning: a fit that begins with the weights of a model version instead of at random.

The start's problem and preprocessing are kept, so that its weights fit what they are given: its columns, its scaling, its
classes in their order. A category that it did not know stays the unknown one. What cannot be so is refused before anything
is learned.
"""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from typing import Any

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.errors import ParameterError, SchemaError, TrainingError
from driftdesk.core.training.params import TrainerInfo, parse_params, trainers_for
from driftdesk.core.training.problem import Framed, Problem
from driftdesk.core.training.trainers.base import Predictor

FINE_TUNING = 0.1
"""Of the learning rate that the start was trained with from nothing: weights that are good already are moved little."""


@dataclass(frozen=True)
class Start:
    """Where a fit begins. ``seen``: ascending ids of the rows that it was trained on, over all its own starts."""

    name: str
    predictor: Predictor
    seen: NDArray[np.int64]


def check_can_start(info: TrainerInfo, problem: Problem) -> None:
    """Raises ParameterError where the trainer can only begin from nothing."""
    if not info.warm_start:
        able = ", ".join(t.name for t in trainers_for(problem.task) if t.warm_start)
        raise ParameterError(
            f"The trainer {info.name!r} cannot go on from a trained model.",
            f"Train it from nothing, or take a model of a trainer that can: {able}.",
        )


def tuning_params(
    trainer: str, start: Mapping[str, Any], given: Mapping[str, Any], *, was_tuned: bool
) -> dict[str, Any]:
    """The start's parameters with those ``given``; the learning rate, unless given, is a tenth of the start's, or the
    start's own where that was fine-tuned already (``was_tuned``). Raises ParameterError."""
    params = dict(start)
    if not was_tuned and "learning_rate" in params:
        params["learning_rate"] = params["learning_rate"] * FINE_TUNING
    return parse_params(trainer, {**params, **given}).model_dump(mode="json")


def continued(framed: Framed, start: Start) -> Framed:
    """The rows of ``framed`` as the start's problem. Raises SchemaError, TrainingError."""
    mine, before = framed.problem, start.predictor.problem
    kinds = {c.name: c.kind for c in mine.features}
    if lacking := [c.name for c in before.features if kinds.get(c.name) is not c.kind]:
        raise SchemaError(
            f"{start.name} learned from columns that this data does not have as features of the same kind: "
            f"{', '.join(lacking[:20])}.",
            "Train without a start, or give the data these columns.",
        )
    known = {c.name for c in before.features}
    warnings = list(framed.warnings)
    if left := [name for name in kinds if name not in known]:
        warnings.append(f"Columns that {start.name} does not know were left out: {', '.join(left[:20])}.")
    y = framed.y
    if mine.classes:
        if new := [c for c in mine.classes if c not in before.classes]:
            raise TrainingError(
                f"The data has classes that {start.name} does not know: {', '.join(map(repr, new[:20]))}.",
                "Train without a start: a network cannot learn a class that it has no output for.",
            )
        y = np.array([before.classes.index(c) for c in mine.classes], np.int64)[framed.y.astype(np.int64)]
    return replace(framed, problem=before, y=y, warnings=tuple(warnings))
