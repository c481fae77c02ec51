"""Which trainings can begin with a trained model, and with what parameters: light, for the service and the window. What is kept
of the start is in ``warm_start``.
"""

from collections.abc import Mapping
from typing import Any

from driftdesk.core.entities import Task
from driftdesk.core.errors import ParameterError
from driftdesk.core.training.params import TrainerInfo, parse_params, trainers_for

FINE_TUNING = 0.1
"""Of the learning rate that the start was trained with from nothing: weights that are good already are moved little."""


def check_can_start(info: TrainerInfo, task: Task) -> None:
    """Raises ParameterError where the trainer can only begin from nothing."""
    if not info.warm_start:
        able = ", ".join(t.name for t in trainers_for(task) if t.warm_start)
        raise ParameterError(
            f"The trainer {info.name!r} cannot go on from a trained model.",
            f"Train it from nothing, or take a model of a trainer that can: {able}.",
        )


def tuning_params(
    trainer: str, start: Mapping[str, Any], given: Mapping[str, Any], *, was_tuned: bool
) -> dict[str, Any]:
    """The start's parameters with those ``given``; the learning rate, unless given, is a tenth of the start's, or the
    start's own where that was fine-tuned already (``was_tuned``). Raises ParameterError."""
    params = parse_params(trainer, start).model_dump(mode="json")
    if not was_tuned and "learning_rate" in params:
        params["learning_rate"] = params["learning_rate"] * FINE_TUNING
    return parse_params(trainer, {**params, **given}).model_dump(mode="json")
