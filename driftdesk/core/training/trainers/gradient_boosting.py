"""``gradient-boosting``: histogram gradient boosting (scikit-learn, after LightGBM: Ke et al., NeurIPS 2017).

Fitted in blocks with a warm start, so that figures are live and the fit can be stopped; a warm start goes on exactly
where the last block ended. ``step`` and ``epoch`` of its series count trees (boosting rounds). An interrupted run
begins again from the seed.
"""

import copy
from typing import Any

from pydantic import Field

from driftdesk.core.entities import Task
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import TABULAR, EarlyStoppingParams, TrainerInfo, tuning
from driftdesk.core.training.preprocessing import Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import TrainingData
from driftdesk.core.training.trainers.estimators import (
    EstimatorTrainer,
    fit_weighted,
    report,
    trainable,
    tree_matrix,
)

_GROWTH = 1.25
"""How many times more trees there are after each block. A warm start predicts the training part with all trees so far;
with this growth that is five times the trees in all, whatever their number, and the first figure comes after one."""


class GradientBoostingParams(EarlyStoppingParams):
    iterations: int = Field(
        300,
        title="Iterations",
        description="Boosting rounds, at most",
        ge=1,
        le=10_000,
        json_schema_extra=tuning(fast=100, thorough=1000),
    )
    learning_rate: float = Field(
        0.08,
        title="Learning rate",
        description="Shrinkage of each tree",
        gt=0,
        le=1,
        json_schema_extra=tuning(0.01, 0.3, log=True),
    )
    max_leaf_nodes: int = Field(
        31,
        title="Leaves",
        description="Leaves of a tree, at most",
        ge=2,
        le=1024,
        json_schema_extra=tuning(8, 128, log=True),
    )
    min_samples_leaf: int = Field(
        20,
        title="Rows per leaf",
        description="Rows in a leaf, at least",
        ge=1,
        le=10_000,
        json_schema_extra=tuning(2, 100, log=True),
    )
    l2_regularization: float = Field(
        1.0,
        title="L2 penalty",
        description="Shrinkage of leaf values",
        ge=0,
        le=1000,
        json_schema_extra=tuning(1e-3, 100, log=True),
    )
    patience: int = Field(
        30,
        title="Patience",
        description="Rounds without a better validation loss before stopping",
        ge=1,
        le=10_000,
        json_schema_extra=tuning(fast=10, thorough=100),
    )


def _build(problem: Problem, preprocessor: Preprocessor, params: GradientBoostingParams, seed: int) -> Any:
    from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

    kind = (
        HistGradientBoostingRegressor if problem.task is Task.REGRESSION else HistGradientBoostingClassifier
    )
    return kind(
        learning_rate=params.learning_rate,
        max_leaf_nodes=params.max_leaf_nodes,
        min_samples_leaf=params.min_samples_leaf,
        l2_regularization=params.l2_regularization,
        categorical_features=[False] * len(preprocessor.numeric) + [True] * len(preprocessor.categorical),
        early_stopping=False,
        warm_start=True,
        random_state=seed,
    )


class GradientBoostingTrainer(EstimatorTrainer):
    def __init__(self) -> None:
        super().__init__(_build, tree_matrix)

    def learn(
        self,
        estimator: Any,
        data: TrainingData,
        inputs: tuple[Any, Any],
        params: GradientBoostingParams,
        monitor: Monitor,
    ) -> Any:
        """Block by block; with early stopping, the state with the lowest validation loss."""
        inputs = trainable(inputs[0]), inputs[1]
        best_loss, best_trees, best, waited = float("inf"), 0, estimator, 0
        trees = 0
        while trees < params.iterations and not (trees and monitor.finishing):
            monitor.check()
            trees = min(params.iterations, max(trees + 1, int(trees * _GROWTH)))
            estimator.set_params(max_iter=trees)
            fit_weighted(estimator, inputs[0], data)
            figures = report(estimator, data, inputs, monitor, step=trees, most=params.iterations)
            waited += 1
            if not params.early_stopping:
                continue
            if figures["loss"] < best_loss:
                best_loss, best_trees, best, waited = figures["loss"], trees, copy.deepcopy(estimator), 0
            if waited >= 2 and trees - best_trees >= params.patience:
                break
        return best if params.early_stopping else estimator


TRAINER = TrainerInfo(
    "gradient-boosting",
    "Gradient boosting",
    GradientBoostingParams,
    TABULAR,
    GradientBoostingTrainer,
    exportable=True,
)
