"""``random-forest``: a random forest (scikit-learn; Breiman, "Random forests", 2001), on missing values as they are.

Grown in blocks, so that figures are live and the fit can be stopped; ``step`` and ``epoch`` count trees. An
interrupted run begins again from the seed.
"""

from typing import Any

import numpy as np
from pydantic import Field

from driftdesk.core.entities import Task
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import TABULAR, TrainerInfo, TrainerParams, tuning
from driftdesk.core.training.preprocessing import Features, Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.threads import thread_count
from driftdesk.core.training.trainers.base import TrainingData
from driftdesk.core.training.trainers.estimators import (
    EstimatorTrainer,
    fit_weighted,
    report,
    trainable,
    tree_matrix,
)

_BLOCKS = 10
MOST = float(np.finfo(np.float32).max)


class RandomForestParams(TrainerParams):
    trees: int = Field(
        300,
        title="Trees",
        description="Trees in the forest",
        ge=1,
        le=5000,
        json_schema_extra=tuning(fast=100, thorough=1000),
    )
    max_features: float = Field(
        0.0,
        title="Share of columns",
        description="Columns that a split may choose from; 0: the square root of their number for classes, a third of "
        "them for values",
        ge=0,
        le=1,
        json_schema_extra=tuning(0.1, 1.0),
    )
    min_samples_leaf: int = Field(
        1,
        title="Rows per leaf",
        description="Rows in a leaf, at least",
        ge=1,
        le=10_000,
        json_schema_extra=tuning(1, 50, log=True),
    )
    max_leaf_nodes: int = Field(
        4096,
        title="Leaves",
        description="Leaves of a tree, at most: what bounds the size of the model",
        ge=2,
        le=1_000_000,
    )


def _build(problem: Problem, _: Preprocessor, params: RandomForestParams, seed: int) -> Any:
    from sklearn.ensemble import RandomForestClassifier, RandomForestRegressor

    regression = problem.task is Task.REGRESSION
    kind = RandomForestRegressor if regression else RandomForestClassifier
    return kind(
        max_features=params.max_features or (1 / 3 if regression else "sqrt"),
        min_samples_leaf=params.min_samples_leaf,
        max_leaf_nodes=params.max_leaf_nodes,
        warm_start=True,
        n_jobs=thread_count(),
        random_state=seed,
    )


def single_matrix(features: Features, preprocessor: Preprocessor) -> Floats:
    """As ``tree_matrix``, within what single precision holds: scikit-learn's forests round to that, and refuse more."""
    return np.clip(tree_matrix(features, preprocessor), -MOST, MOST)


class RandomForestTrainer(EstimatorTrainer):
    def __init__(self) -> None:
        super().__init__(_build, single_matrix)

    def learn(
        self,
        estimator: Any,
        data: TrainingData,
        inputs: tuple[Any, Any],
        params: RandomForestParams,
        monitor: Monitor,
    ) -> Any:
        train = trainable(inputs[0])
        block = max(1, params.trees // _BLOCKS)
        grown = 0
        while grown < params.trees and not (grown and monitor.finishing):
            monitor.check()
            grown = min(params.trees, grown + block)
            estimator.set_params(n_estimators=grown)
            fit_weighted(estimator, train, data)
            report(estimator, data, (train, inputs[1]), monitor, step=grown, most=params.trees)
        return estimator.set_params(n_jobs=None)


TRAINER = TrainerInfo(
    "random-forest", "Random forest", RandomForestParams, TABULAR, RandomForestTrainer, exportable=True
)
