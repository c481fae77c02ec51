"""``nearest-neighbours``: the mean of the rows most like a row. A whole trainer in one file."""

from typing import Any

import numpy as np
from pydantic import Field

from driftdesk.core.entities import Task
from driftdesk.core.training.params import TABULAR, TrainerInfo, TrainerParams
from driftdesk.core.training.preprocessing import Features, Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.estimators import EstimatorTrainer, design


class NeighboursParams(TrainerParams):
    """Each field is a parameter: its title, description and bounds are the form, the check and the help."""

    neighbours: int = Field(5, title="Neighbours", description="Rows that are asked", ge=1, le=1000)


def build(problem: Problem, preprocessor: Preprocessor, params: NeighboursParams, seed: int) -> Any:
    from sklearn.neighbors import KNeighborsClassifier, KNeighborsRegressor  # not when it is only listed

    kind = KNeighborsRegressor if problem.task is Task.REGRESSION else KNeighborsClassifier
    return kind(params.neighbours, weights="distance", algorithm="brute")


def matrix(features: Features, preprocessor: Preprocessor) -> Any:
    """Rows as this estimator takes them: standardised numbers, and a column for each category, dense."""
    found = design(features, preprocessor)
    return found if isinstance(found, np.ndarray) else found.toarray()


TRAINER = TrainerInfo(
    "nearest-neighbours",
    "Nearest neighbours",
    NeighboursParams,
    TABULAR,
    lambda: EstimatorTrainer(build, matrix),
)
