"""What the trainers of scikit-learn share: rows as matrices, predictions of an estimator, estimators as bytes.

Bytes are skops with an explicit list of the types that may come back.
"""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
import pyarrow as pa

from driftdesk.core.compute.trees import with_constants
from driftdesk.core.entities import Task
from driftdesk.core.errors import CorruptDataError, TrainingError
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.metrics import Floats, loss
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.preprocessing import UNKNOWN, Features, Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import TabularPredictor, TrainingData, validation_figures
from driftdesk.core.training.trainers.trees import check_trees

if TYPE_CHECKING:
    import scipy.sparse as sp

ALLOWED = frozenset(
    {
        # trees: read without bounds by scikit-learn, so ``check_trees`` looks at every node of a stored one
        "sklearn.ensemble._hist_gradient_boosting.predictor.TreePredictor",
        "sklearn.tree._tree.Tree",
        # sigmoids of a support vector machine: plain numbers
        "sklearn.calibration._CalibratedClassifier",
        "sklearn.calibration._SigmoidCalibration",
        # how gradient boosting reads categories: a FunctionTransformer of partial(check_array, ...)
        "functools.partial",
        "sklearn.utils.validation.check_array",
    }
)
"""Beyond what skops itself trusts."""
ESTIMATOR = "estimator.skops"
MAX_CODES = 255
"""Bins that a column of trees may have; rarer categories than these count as unknown."""
_LOSS_ROWS = 2_000
"""Training rows, the first ones, on which the training loss is measured."""

Matrix = Callable[[Features, Preprocessor], Any]
"""Encoded rows as an estimator takes them."""


def tree_matrix(features: Features, _: Preprocessor | None = None) -> Floats:
    """rows x (quantities, codes) as float64; missing quantities are NaN, which trees take as they are."""
    codes = np.where(features.codes < MAX_CODES, features.codes, UNKNOWN)
    return np.hstack([features.raw, codes.astype(np.float64)])


def design(features: Features, preprocessor: Preprocessor) -> "Floats | sp.csr_array":
    """rows x (standardised numbers, one column a category): dense float64 without categories, else CSR."""
    import scipy.sparse as sp

    sizes = preprocessor.sizes
    numeric = features.numeric.astype(np.float64)
    if not sizes:
        return numeric
    rows, columns = features.codes.shape
    offsets = np.cumsum([0, *sizes[:-1]])
    where = (features.codes + offsets).ravel()
    ends = np.arange(0, rows * columns + 1, columns)
    one_hot = sp.csr_array((np.ones(len(where)), where, ends), shape=(rows, sum(sizes)))
    return sp.csr_array(sp.hstack([sp.csr_array(numeric), one_hot]))


class EstimatorPredictor(TabularPredictor):
    """An estimator of scikit-learn on what ``matrix`` makes of the columns."""

    def __init__(self, problem: Problem, preprocessor: Preprocessor, matrix: Matrix, estimator: Any) -> None:
        super().__init__(problem, preprocessor)
        self.estimator = estimator
        self._matrix = matrix

    def inputs(self, table: pa.Table) -> Any:
        """Rows of a table as the estimator takes them. Raises SchemaError."""
        return self._matrix(self.preprocessor.transform(table), self.preprocessor)

    def predict_features(self, features: Features) -> Floats:
        return predicted_by(self.estimator, self.problem, self._matrix(features, self.preprocessor))

    def bundle(self) -> Bundle:
        return Bundle({"preprocessing": self.preprocessor.to_json()}, {ESTIMATOR: to_bytes(self.estimator)})


class EstimatorTrainer:
    """Fits what ``build`` makes of (problem, preprocessor, params, seed), in one go: the simplest trainer there is.

    ``matrix``: ``tree_matrix`` or ``design``. A subclass whose estimator can be fitted in blocks overrides ``learn``.
    """

    def __init__(self, build: Callable[[Problem, Preprocessor, Any, int], Any], matrix: Matrix) -> None:
        self._build, self._matrix = build, matrix

    def fit(self, data: TrainingData, params: Any, seed: int, monitor: Monitor) -> EstimatorPredictor:
        preprocessor = Preprocessor.fit(data.train.table, data.problem.features)
        estimator = self._build(data.problem, preprocessor, params, seed)
        predictor = EstimatorPredictor(data.problem, preprocessor, self._matrix, estimator)
        inputs = predictor.inputs(data.train.table), predictor.inputs(data.validation.table)
        monitor.check()
        predictor.estimator = self.learn(estimator, data, inputs, params, monitor)
        return predictor

    def learn(
        self, estimator: Any, data: TrainingData, inputs: tuple[Any, Any], params: Any, monitor: Monitor
    ) -> Any:
        """``estimator`` fitted to ``inputs`` (training, validation); says how far it is."""
        fit_weighted(estimator, trainable(inputs[0]), data)
        report(estimator, data, inputs, monitor, step=1, most=1)
        return estimator

    def load(self, problem: Problem, bundle: Bundle) -> EstimatorPredictor:
        preprocessor = Preprocessor.model_validate(bundle.manifest["preprocessing"])
        return EstimatorPredictor(problem, preprocessor, self._matrix, from_bytes(bundle.files[ESTIMATOR]))


def fit_weighted(estimator: Any, inputs: Any, data: TrainingData) -> None:
    """Fit to the training part's ``inputs``, each row by its weight. Raises TrainingError where the estimator knows no
    weights."""
    if data.train.weight is None:
        estimator.fit(inputs, data.train.y)
        return
    from sklearn.utils.validation import has_fit_parameter

    if not has_fit_parameter(estimator, "sample_weight"):
        raise TrainingError(
            f"{type(estimator).__name__} cannot weigh rows.",
            "Choose another trainer, or train without weights.",
        )
    estimator.fit(inputs, data.train.y, sample_weight=data.train.weight)


def trainable(inputs: Any) -> Any:
    """A matrix to fit on: columns without any value, which trees cannot bin, as 0."""
    return with_constants(inputs) if isinstance(inputs, np.ndarray) else inputs


def predicted_by(estimator: Any, problem: Problem, inputs: Any) -> Floats:
    """rows x classes of probabilities (0 for a class that the training part lacked), or rows of values."""
    if not inputs.shape[0]:  # scikit-learn refuses to say nothing of no rows
        return np.zeros((0, len(problem.classes)) if problem.classes else 0)
    if problem.task is Task.REGRESSION:
        values: Floats = estimator.predict(inputs)
        return values
    known: Floats = estimator.predict_proba(inputs)
    if known.shape[1] == len(problem.classes):
        return known
    spread = np.zeros((len(known), len(problem.classes)))
    spread[:, estimator.classes_] = known
    return spread


def report(
    estimator: Any, data: TrainingData, inputs: tuple[Any, Any], monitor: Monitor, *, step: int, most: int
) -> dict[str, float]:
    """Record the losses and the validation's metrics (returned) after ``step`` of at most ``most`` rounds; the training
    loss is that of the first 2,000 rows."""
    problem, some = data.problem, slice(_LOSS_ROWS)
    validation, weight = data.validation, data.train.weight
    predicted = predicted_by(estimator, problem, inputs[1])
    figures = validation_figures(problem.task, validation.y, predicted, validation.weight)
    seen = weight[some] if weight is not None and weight[some].any() else None
    train_loss = loss(
        problem.task, data.train.y[some], predicted_by(estimator, problem, inputs[0][some]), seen
    )
    named = {f"validation_{name}": value for name, value in figures.items()}
    monitor.record(step, step, {"train_loss": train_loss, **named})
    monitor.progress(step, most)
    return figures


def to_bytes(estimator: Any) -> bytes:
    """Raises CorruptDataError where the estimator holds another type than the allowed ones."""
    from skops.io import dumps

    content: bytes = dumps(estimator)
    _check(content)
    return content


def from_bytes(content: bytes) -> Any:
    """Raises CorruptDataError where another type than the allowed ones is in it."""
    from skops.io import loads

    estimator = loads(content, trusted=_check(content))
    check_trees(estimator)
    return estimator


def _check(content: bytes) -> list[str]:
    from skops.io import get_untrusted_types

    untrusted: list[str] = get_untrusted_types(data=content)
    if unknown := sorted(set(untrusted) - ALLOWED):
        raise CorruptDataError(
            f"The stored model holds types that are not allowed: {', '.join(unknown)}.",
            "Train the model again.",
        )
    return untrusted
