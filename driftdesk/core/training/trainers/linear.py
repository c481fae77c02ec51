"""``linear``: logistic regression, ridge regression, and logistic regression on TF-IDF of character n-grams.

Logistic regression is fitted in blocks of L-BFGS iterations from where the last block ended, so that figures are live;
``step`` and ``epoch`` count iterations. Each block starts L-BFGS' memory of curvature anew, which costs some
iterations and changes nothing about the optimum. Ridge is solved at once and has one point.
"""

import warnings
from typing import Any

import numpy as np
import scipy.sparse as sp
from numpy.typing import NDArray
from safetensors.numpy import load as load_arrays
from safetensors.numpy import save as save_arrays
from sklearn.exceptions import ConvergenceWarning
from sklearn.linear_model import LogisticRegression, Ridge

from driftdesk.core.entities import Task
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.metrics import Floats, loss
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.ngrams import bags
from driftdesk.core.training.params import LinearParams
from driftdesk.core.training.preprocessing import Features, Preprocessor
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import (
    Predictor,
    TabularPredictor,
    TextPredictor,
    TrainingData,
    joined_texts,
    validation_figures,
)
from driftdesk.core.training.trainers.estimators import from_bytes, to_bytes

_BLOCK = 10
_BUCKETS = 1 << 18
_MAX_LENGTH = 10_000


def design(features: Features, sizes: tuple[int, ...]) -> Any:
    """rows x (numbers, one column a category): dense float64 without categories, else CSR."""
    numeric = features.numeric.astype(np.float64)
    if not sizes:
        return numeric
    rows, columns = features.codes.shape
    offsets = np.cumsum([0, *sizes[:-1]])
    where = (features.codes + offsets).ravel()
    ends = np.arange(0, rows * columns + 1, columns)
    one_hot = sp.csr_array((np.ones(len(where)), where, ends), shape=(rows, sum(sizes)))
    return sp.csr_array(sp.hstack([sp.csr_array(numeric), one_hot]))


class LinearPredictor(TabularPredictor):
    """Logistic or ridge regression on the columns' design matrix."""

    def __init__(self, problem: Problem, preprocessor: Preprocessor, estimator: Any) -> None:
        super().__init__(problem, preprocessor)
        self.estimator = estimator

    def predict_features(self, features: Features) -> Floats:
        return _predict(self.estimator, self.problem, design(features, self.preprocessor.sizes))

    def bundle(self) -> Bundle:
        return Bundle(
            {"preprocessing": self.preprocessor.to_json()}, {"estimator.skops": to_bytes(self.estimator)}
        )


class TfidfPredictor(TextPredictor):
    """``buckets`` are the hashed n-grams kept, ascending; ``idf`` their inverse document frequencies."""

    def __init__(
        self, problem: Problem, ngram: int, estimator: Any, buckets: NDArray[np.int32], idf: Floats
    ) -> None:
        self.problem, self.ngram, self.estimator = problem, ngram, estimator
        self.buckets, self.idf = buckets, idf

    def predict_texts(self, texts: list[str]) -> Floats:
        return _predict(self.estimator, self.problem, self.weigh(counts(texts, self.ngram)))

    def weigh(self, counted: sp.csr_array) -> sp.csr_array:
        """(1 + ln tf) * idf, each row of length 1."""
        kept = sp.csr_array(counted[:, self.buckets])
        kept.data = (1 + np.log(kept.data)) * self.idf[kept.indices]
        length = np.sqrt(np.asarray(kept.multiply(kept).sum(axis=1)).ravel())
        kept.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(kept.indptr))
        return kept

    def bundle(self) -> Bundle:
        arrays = save_arrays({"buckets": self.buckets, "idf": self.idf})
        files = {"tfidf.safetensors": arrays, "estimator.skops": to_bytes(self.estimator)}
        return Bundle({"ngram": self.ngram}, files)


def counts(texts: list[str], ngram: int) -> sp.csr_array:
    """texts x hash buckets: how often each n-gram occurs."""
    found = bags(texts, ngram, _BUCKETS, _MAX_LENGTH)
    ones = np.ones(len(found.ids), np.float64)
    counted = sp.csr_array((ones, found.ids, found.offsets), shape=(len(texts), _BUCKETS))
    counted.sum_duplicates()
    return counted


def _predict(estimator: Any, problem: Problem, inputs: Any) -> Floats:
    if problem.task is Task.REGRESSION:
        values: Floats = estimator.predict(inputs)
        return values
    known: Floats = estimator.predict_proba(inputs)
    if known.shape[1] == len(problem.classes):
        return known
    spread = np.zeros((len(known), len(problem.classes)))
    spread[:, estimator.classes_] = known
    return spread


def _fit_blocks(
    data: TrainingData, inputs: tuple[Any, Any], params: LinearParams, seed: int, monitor: Monitor
) -> Any:
    """Logistic regression of ``inputs`` (training, validation), a block of iterations at a time."""
    estimator = LogisticRegression(C=1 / params.regularization, warm_start=True, random_state=seed)
    done = 0
    while done < params.iterations:
        monitor.check()
        block = min(_BLOCK, params.iterations - done)
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", ConvergenceWarning)
            estimator.set_params(max_iter=block).fit(inputs[0], data.train.y)
        took = int(np.max(estimator.n_iter_))
        done += max(took, 1)
        _report(estimator, data, inputs, monitor, done)
        monitor.progress(done, params.iterations)
        if took < block:
            break
    else:
        monitor.warn(
            f"The solver had not converged after {params.iterations} iterations.",
            "Raise the parameter iterations.",
        )
    return estimator


def _report(estimator: Any, data: TrainingData, inputs: tuple[Any, Any], monitor: Monitor, step: int) -> None:
    problem = data.problem
    figures = validation_figures(problem.task, data.validation.y, _predict(estimator, problem, inputs[1]))
    train_loss = loss(problem.task, data.train.y, _predict(estimator, problem, inputs[0]))
    monitor.record(
        step, step, {"train_loss": train_loss, **{f"validation_{k}": v for k, v in figures.items()}}
    )


class LinearTrainer:
    def fit(self, data: TrainingData, params: LinearParams, seed: int, monitor: Monitor) -> Predictor:
        if data.problem.task is Task.TEXT:
            return self._fit_text(data, params, seed, monitor)
        return self._fit_table(data, params, seed, monitor)

    def _fit_table(
        self, data: TrainingData, params: LinearParams, seed: int, monitor: Monitor
    ) -> LinearPredictor:
        preprocessor = Preprocessor.fit(data.train.table, data.problem.features)
        train = design(preprocessor.transform(data.train.table), preprocessor.sizes)
        validation = design(preprocessor.transform(data.validation.table), preprocessor.sizes)
        if data.problem.task is Task.REGRESSION:
            monitor.check()
            estimator = Ridge(alpha=params.regularization, random_state=seed).fit(train, data.train.y)
            _report(estimator, data, (train, validation), monitor, 1)
        else:
            estimator = _fit_blocks(data, (train, validation), params, seed, monitor)
        return LinearPredictor(data.problem, preprocessor, estimator)

    def _fit_text(
        self, data: TrainingData, params: LinearParams, seed: int, monitor: Monitor
    ) -> TfidfPredictor:
        counted = counts(joined_texts(data.train.table, data.problem), params.ngram)
        containing = np.bincount(counted.indices, minlength=_BUCKETS)
        kept = np.flatnonzero(containing >= min(2, counted.shape[0])).astype(np.int32)
        idf: Floats = np.log((1 + counted.shape[0]) / (1 + containing[kept])) + 1
        predictor = TfidfPredictor(data.problem, params.ngram, None, kept, idf)
        train = predictor.weigh(counted)
        validation = predictor.weigh(counts(joined_texts(data.validation.table, data.problem), params.ngram))
        predictor.estimator = _fit_blocks(data, (train, validation), params, seed, monitor)
        return predictor

    def load(self, problem: Problem, bundle: Bundle) -> Predictor:
        estimator = from_bytes(bundle.files["estimator.skops"])
        if problem.task is Task.TEXT:
            arrays = load_arrays(bundle.files["tfidf.safetensors"])
            return TfidfPredictor(
                problem, bundle.manifest["ngram"], estimator, arrays["buckets"], arrays["idf"]
            )
        return LinearPredictor(
            problem, Preprocessor.model_validate(bundle.manifest["preprocessing"]), estimator
        )


TRAINER = LinearTrainer()
