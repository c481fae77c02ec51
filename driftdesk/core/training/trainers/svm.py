"""``svm``: a linear support vector machine on TF-IDF of hashed character n-grams (scikit-learn's LinearSVC, by
LIBLINEAR: Fan et al., JMLR 2008), one class against the rest.

Its scores become probabilities by a sigmoid a class (Platt 1999), fitted to scores of training rows by machines that
have not seen them: five folds, fewer where a class has fewer rows. It is solved at once and has one point.
"""

from typing import Any

import numpy as np
from pydantic import Field

from driftdesk.core.entities import Task
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import TrainerInfo, TrainerParams, tuning
from driftdesk.core.training.preprocessing import Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import TrainingData
from driftdesk.core.training.trainers.estimators import report
from driftdesk.core.training.trainers.tfidf import TfidfTrainer

_FOLDS = 5


class SvmParams(TrainerParams):
    regularization: float = Field(
        1.0,
        title="Regularization",
        description="Strength of the L2 penalty on the coefficients",
        gt=0,
        le=1e6,
        json_schema_extra=tuning(1e-3, 1e3, log=True),
    )
    iterations: int = Field(
        1000, title="Iterations", description="Steps of the solver, at most", ge=1, le=100_000
    )
    ngram: int = Field(4, title="Longest n-gram", description="Characters in the longest n-gram", ge=1, le=8)


def _build(_: Problem, __: Preprocessor | None, params: SvmParams, seed: int) -> Any:
    from sklearn.svm import LinearSVC

    return LinearSVC(C=1 / params.regularization, max_iter=params.iterations, random_state=seed)


def _learn(
    estimator: Any, data: TrainingData, inputs: tuple[Any, Any], params: SvmParams, monitor: Monitor
) -> Any:
    import warnings

    from sklearn.calibration import CalibratedClassifierCV
    from sklearn.exceptions import ConvergenceWarning
    from sklearn.frozen import FrozenEstimator

    monitor.check()
    train, weight = data.train, data.train.weight
    counts = np.bincount(train.y.astype(np.int64), minlength=len(data.problem.classes))
    folds = int(min(_FOLDS, counts[counts > 0].min()))
    with warnings.catch_warnings(record=True) as caught:
        warnings.simplefilter("ignore")
        warnings.simplefilter("always", ConvergenceWarning)
        if folds >= 2:
            fitted = CalibratedClassifierCV(estimator, cv=folds, ensemble=False)
        else:
            monitor.warn(
                "A class has one training row only: the probabilities are more certain than they should be."
            )
            fitted = CalibratedClassifierCV(
                FrozenEstimator(estimator.fit(inputs[0], train.y, sample_weight=weight)), ensemble=False
            )
        fitted.fit(inputs[0], train.y, sample_weight=weight)
    if caught:
        monitor.warn(
            f"The solver had not converged after {params.iterations} iterations.",
            "Raise the parameter iterations.",
        )
    report(fitted, data, inputs, monitor, step=1, most=1)
    return fitted


def _make() -> TfidfTrainer:
    return TfidfTrainer(_build, _learn)


TRAINER = TrainerInfo(
    "svm", "Support vector machine", SvmParams, frozenset({Task.TEXT}), _make, exportable=True
)
