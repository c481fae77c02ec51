"""The trainers, one file each. ``trainer`` imports torch or scikit-learn; listing them (``training.params``) does not."""

from importlib import import_module
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from driftdesk.core.training.trainers.base import Trainer


def trainer(name: str) -> "Trainer[Any]":
    """The trainer called ``name``, ready to fit and to load what it fitted. Raises ParameterError."""
    from driftdesk.core.training.params import trainer_info

    module = import_module(f"{__name__}.{trainer_info(name).name.replace('-', '_')}")
    made: Trainer[Any] = module.TRAINER
    return made
