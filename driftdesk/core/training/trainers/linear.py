"""``linear``: logistic regression, ridge regression, and logistic regression on TF-IDF of character n-grams.

Logistic regression is fitted in blocks of L-BFGS iterations from where the last block ended, so that figures are live;
``step`` and ``epoch`` count iterations. Each block starts L-BFGS' memory of curvature anew, which costs some
iterations and changes nothing about the optimum. Ridge is solved at once and has one point.
"""

import warnings
from typing import Any

import numpy as np
from pydantic import Field

from driftdesk.core.entities import Task
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import TABULAR, TrainerInfo, TrainerParams, tuning
from driftdesk.core.training.preprocessing import Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import Predictor, TrainingData
from driftdesk.core.training.trainers.estimators import EstimatorTrainer, design, fit_weighted, report
from driftdesk.core.training.trainers.tfidf import TfidfTrainer

_BLOCK = 10


class LinearParams(TrainerParams):
    regularization: float = Field(
        1.0,
        title="Regularization",
        description="Strength of the L2 penalty on the coefficients",
        gt=0,
        le=1e6,
        json_schema_extra=tuning(1e-3, 1e3, log=True),
    )
    iterations: int = Field(
        200,
        title="Iterations",
        description="Steps of the solver (L-BFGS), at most; regression is exact",
        ge=1,
        le=10_000,
    )
    ngram: int = Field(
        4, title="Longest n-gram", description="Text only: characters in the longest n-gram", ge=1, le=8
    )


def _build(problem: Problem, _: Preprocessor | None, params: LinearParams, seed: int) -> Any:
    from sklearn.linear_model import LogisticRegression, Ridge

    if problem.task is Task.REGRESSION:
        return Ridge(alpha=params.regularization, random_state=seed)
    return LogisticRegression(C=1 / params.regularization, warm_start=True, random_state=seed)


def _learn(
    estimator: Any, data: TrainingData, inputs: tuple[Any, Any], params: LinearParams, monitor: Monitor
) -> Any:
    """Logistic regression, a block of iterations at a time."""
    from sklearn.exceptions import ConvergenceWarning

    done = 0
    while done < params.iterations:
        monitor.check()
        block = min(_BLOCK, params.iterations - done)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            estimator.set_params(max_iter=block)
            fit_weighted(estimator, inputs[0], data)
        took = int(np.max(estimator.n_iter_))
        done += max(took, 1)
        report(estimator, data, inputs, monitor, step=done, most=params.iterations)
        if took < block or monitor.finishing:
            return estimator
    monitor.warn(
        f"The solver had not converged after {params.iterations} iterations.",
        "Raise the parameter iterations.",
    )
    return estimator


class _Columns(EstimatorTrainer):
    def learn(
        self,
        estimator: Any,
        data: TrainingData,
        inputs: tuple[Any, Any],
        params: LinearParams,
        monitor: Monitor,
    ) -> Any:
        if data.problem.task is Task.REGRESSION:
            return super().learn(estimator, data, inputs, params, monitor)
        return _learn(estimator, data, inputs, params, monitor)


class LinearTrainer:
    """On columns, or on texts."""

    def __init__(self) -> None:
        self._columns = _Columns(_build, design)
        self._texts = TfidfTrainer(_build, _learn)

    def fit(self, data: TrainingData, params: LinearParams, seed: int, monitor: Monitor) -> Predictor:
        return self._of(data.problem).fit(data, params, seed, monitor)

    def load(self, problem: Problem, bundle: Bundle) -> Predictor:
        return self._of(problem).load(problem, bundle)

    def _of(self, problem: Problem) -> EstimatorTrainer | TfidfTrainer:
        return self._texts if problem.task is Task.TEXT else self._columns


TRAINER = TrainerInfo(
    "linear", "Linear model", LinearParams, TABULAR | {Task.TEXT}, LinearTrainer, exportable=True
)
