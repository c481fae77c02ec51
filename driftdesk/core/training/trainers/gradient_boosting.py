"""``gradient-boosting``: histogram gradient boosting (scikit-learn, after LightGBM: Ke et al., NeurIPS 2017).

Fitted in blocks with a warm start, so that figures are live and the fit can be stopped; a warm start goes on exactly
where the last block ended. ``step`` and ``epoch`` of its series count trees (boosting rounds). An interrupted run
begins again from the seed.
"""

import copy
from typing import Any

import numpy as np
from sklearn.ensemble import HistGradientBoostingClassifier, HistGradientBoostingRegressor

from driftdesk.core.compute.trees import with_constants
from driftdesk.core.entities import Task
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.metrics import Floats, loss
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import GradientBoostingParams
from driftdesk.core.training.preprocessing import UNKNOWN, Features, Preprocessor
from driftdesk.core.training.problem import Problem, Target
from driftdesk.core.training.trainers.base import TabularPredictor, TrainingData, validation_figures
from driftdesk.core.training.trainers.estimators import from_bytes, to_bytes

_MAX_CODES = 255
"""Bins that a column may have; rarer categories than these count as unknown."""
_LOSS_ROWS = 2_000
"""Training rows, the first ones, on which the training loss is measured."""
_GROWTH = 1.25
"""How many times more trees there are after each block. A warm start predicts the training part with all trees so far;
with this growth that is five times the trees in all, whatever their number, and the first figure comes after one."""


class BoostedPredictor(TabularPredictor):
    """Histogram gradient boosting of scikit-learn, on values as they are."""

    def __init__(self, problem: Problem, preprocessor: Preprocessor, estimator: Any) -> None:
        super().__init__(problem, preprocessor)
        self.estimator = estimator

    def predict_features(self, features: Features) -> Floats:
        return self.predict_matrix(matrix(features))

    def predict_matrix(self, inputs: Floats) -> Floats:
        if self.problem.task is Task.REGRESSION:
            values: Floats = self.estimator.predict(inputs)
            return values
        known: Floats = self.estimator.predict_proba(inputs)
        if known.shape[1] == len(self.problem.classes):
            return known
        spread = np.zeros((len(known), len(self.problem.classes)))
        spread[:, self.estimator.classes_] = known
        return spread

    def bundle(self) -> Bundle:
        return Bundle(
            {"preprocessing": self.preprocessor.to_json()}, {"estimator.skops": to_bytes(self.estimator)}
        )


def matrix(features: Features) -> Floats:
    """rows x (quantities, codes) as float64; missing quantities are NaN, which trees take as they are."""
    codes = np.where(features.codes < _MAX_CODES, features.codes, UNKNOWN)
    return np.hstack([features.raw, codes.astype(np.float64)])


def _estimator(
    problem: Problem, preprocessor: Preprocessor, params: GradientBoostingParams, seed: int
) -> Any:
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


class _Fit:
    """The blocks of one fit, and the best state so far."""

    def __init__(
        self,
        predictor: BoostedPredictor,
        data: TrainingData,
        params: GradientBoostingParams,
        monitor: Monitor,
    ) -> None:
        self._predictor, self._params, self._monitor = predictor, params, monitor
        self._task = data.problem.task
        self._train = with_constants(matrix(predictor.preprocessor.transform(data.train.table)))
        self._y = data.train.y
        self._validation, self._truth = (
            matrix(predictor.preprocessor.transform(data.validation.table)),
            data.validation.y,
        )
        self._best_loss, self._best_trees, self._best = float("inf"), 0, predictor.estimator
        self._waited = 0

    def run(self) -> None:
        trees, most = 0, self._params.iterations
        while trees < most:
            self._monitor.check()
            trees = min(most, max(trees + 1, int(trees * _GROWTH)))
            self._predictor.estimator.set_params(max_iter=trees).fit(self._train, self._y)
            self._report(trees)
            if (
                self._params.early_stopping
                and self._waited >= 2
                and trees - self._best_trees >= self._params.patience
            ):
                break
        if self._params.early_stopping:
            self._predictor.estimator = self._best

    def _report(self, trees: int) -> None:
        figures = validation_figures(
            self._task, self._truth, self._predictor.predict_matrix(self._validation)
        )
        self._waited += 1
        if self._params.early_stopping and figures["loss"] < self._best_loss:
            self._best_loss, self._best_trees, self._waited = figures["loss"], trees, 0
            self._best = copy.deepcopy(self._predictor.estimator)
        seen: Target = self._y[:_LOSS_ROWS]
        train_loss = loss(self._task, seen, self._predictor.predict_matrix(self._train[:_LOSS_ROWS]))
        named = {f"validation_{name}": value for name, value in figures.items()}
        self._monitor.record(trees, trees, {"train_loss": train_loss, **named})
        self._monitor.progress(trees, self._params.iterations)


class GradientBoostingTrainer:
    def fit(
        self, data: TrainingData, params: GradientBoostingParams, seed: int, monitor: Monitor
    ) -> BoostedPredictor:
        preprocessor = Preprocessor.fit(data.train.table, data.problem.features)
        predictor = BoostedPredictor(
            data.problem, preprocessor, _estimator(data.problem, preprocessor, params, seed)
        )
        _Fit(predictor, data, params, monitor).run()
        return predictor

    def load(self, problem: Problem, bundle: Bundle) -> BoostedPredictor:
        preprocessor = Preprocessor.model_validate(bundle.manifest["preprocessing"])
        return BoostedPredictor(problem, preprocessor, from_bytes(bundle.files["estimator.skops"]))


TRAINER = GradientBoostingTrainer()
