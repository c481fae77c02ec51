"""Direct loss estimation: what a regression is expected to miss by, row by row, learned from the reference.

A second model learns the loss of the first from the features and the prediction (NannyML's documentation, "Direct Loss
Estimation"). Ours is histogram gradient boosting on the columns as trees take them everywhere here. scikit-learn is
imported when it begins.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import pyarrow as pa

from driftdesk.core.compute.trees import with_constants
from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Kind
from driftdesk.core.training.evaluation.measured import Floats, losses
from driftdesk.core.training.preprocessing import Preprocessor
from driftdesk.core.training.threads import limited_threads

ESTIMABLE = ("rmse", "mae", "mse", "mape")
_PREDICTION = "_prediction"
_FOLDS = 5
_SEED = 0
_MOST_ROWS = 200_000


@dataclass(frozen=True)
class LossModel:
    """``estimators``: by metric several, each fitted without a part of the reference; their mean is the estimate.
    ``held_out``: the reference's own rows, each estimated by the one that has not seen it; ``spread``: standard
    deviation of one row's loss. Both by metric."""

    preprocessor: Preprocessor
    estimators: Mapping[str, Sequence[Any]]
    held_out: Mapping[str, Floats]
    spread: Mapping[str, float]

    def __call__(self, features: pa.Table, predicted: Floats) -> dict[str, Floats]:
        """Expected losses of rows by metric."""
        if not predicted.size:  # of a batch no row of which has a prediction
            return {name: np.empty(0) for name in self.estimators}
        inputs = _inputs(self.preprocessor, features, predicted)
        with limited_threads():
            return {
                name: np.maximum(np.mean([e.predict(inputs) for e in several], axis=0), 0.0)
                for name, several in self.estimators.items()
            }


def learn_losses(
    features: pa.Table,
    columns: Sequence[Column],
    truth: Floats,
    predicted: Floats,
    *,
    names: Sequence[str],
    context: Context,
) -> LossModel:
    """From reference rows whose truth is known."""
    prediction = Column(id=_PREDICTION, name=_PREDICTION, kind=Kind.NUMERIC)
    used = (*(c for c in columns if c.kind is not Kind.TEXT), prediction)
    preprocessor = Preprocessor.fit(_with(features, predicted), used)
    inputs = _inputs(preprocessor, features, predicted)
    random = np.random.default_rng(_SEED)
    fold = random.permutation(len(truth)) % _FOLDS
    estimators: dict[str, list[Any]] = {}
    held_out: dict[str, Floats] = {}
    spread: dict[str, float] = {}
    fitted: dict[str, str] = {}
    for done, name in enumerate(names):
        context.check()
        context.progress(done, len(names), "learning losses")
        same = "mse" if name == "rmse" else name  # both are of squared errors
        if same in fitted:
            at = fitted[same]
            if at in estimators:
                estimators[name], held_out[name], spread[name] = estimators[at], held_out[at], spread[at]
            continue
        fitted[same] = name
        loss = losses(name, truth, predicted)
        known = np.isfinite(loss)
        if known.sum() < 2 * _FOLDS:
            continue
        guess = np.full(len(truth), np.nan)
        estimators[name] = []
        for number in range(_FOLDS):
            context.check()
            inside = known & (fold != number)
            fitted_one = _fit(preprocessor, inputs[inside], loss[inside])
            estimators[name].append(fitted_one)
            guess[fold == number] = fitted_one.predict(inputs[fold == number])
        held_out[name], spread[name] = np.maximum(guess, 0.0), float(loss[known].std())
    return LossModel(preprocessor, estimators, held_out, spread)


def _fit(preprocessor: Preprocessor, inputs: Floats, loss: Floats) -> Any:
    from sklearn.ensemble import HistGradientBoostingRegressor

    if len(loss) > _MOST_ROWS:
        some = np.random.default_rng(_SEED).choice(len(loss), _MOST_ROWS, replace=False)
        inputs, loss = inputs[some], loss[some]
    categorical = [False] * len(preprocessor.numeric) + [True] * len(preprocessor.categorical)
    model = HistGradientBoostingRegressor(
        max_iter=100, max_leaf_nodes=31, min_samples_leaf=20, categorical_features=categorical,
        early_stopping=False, random_state=_SEED,
    )  # fmt: skip
    with limited_threads():
        return model.fit(with_constants(inputs), loss)


def _inputs(preprocessor: Preprocessor, features: pa.Table, predicted: Floats) -> Floats:
    from driftdesk.core.training.trainers.estimators import tree_matrix

    return tree_matrix(preprocessor.transform(_with(features, predicted)))


def _with(features: pa.Table, predicted: Floats) -> pa.Table:
    column = pa.array(predicted)
    return (
        features.append_column(_PREDICTION, column)
        if features.num_columns
        else pa.table({_PREDICTION: column})
    )
