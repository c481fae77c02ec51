"""Linear estimators of scikit-learn on texts: TF-IDF of hashed character n-grams."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

import numpy as np
from numpy.typing import NDArray

from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.metrics import Floats
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.ngrams import bags
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.trainers.base import TextPredictor, TrainingData, joined_texts
from driftdesk.core.training.trainers.estimators import ESTIMATOR, from_bytes, predicted_by, to_bytes

if TYPE_CHECKING:
    import scipy.sparse as sp

BUCKETS = 1 << 18
MAX_LENGTH = 10_000
_ARRAYS = "tfidf.safetensors"


class TfidfPredictor(TextPredictor):
    """``buckets`` are the hashed n-grams kept, ascending; ``idf`` their inverse document frequencies."""

    def __init__(
        self, problem: Problem, ngram: int, estimator: Any, buckets: NDArray[np.int32], idf: Floats
    ) -> None:
        self.problem, self.ngram, self.estimator = problem, ngram, estimator
        self.buckets, self.idf = buckets, idf

    def predict_texts(self, texts: list[str]) -> Floats:
        return predicted_by(self.estimator, self.problem, self.weigh(counts(texts, self.ngram)))

    def weigh(self, counted: "sp.csr_array") -> "sp.csr_array":
        """(1 + ln tf) * idf, each row of length 1."""
        import scipy.sparse as sp

        kept = sp.csr_array(counted[:, self.buckets])
        kept.data = (1 + np.log(kept.data)) * self.idf[kept.indices]
        length = np.sqrt(np.asarray(kept.multiply(kept).sum(axis=1)).ravel())
        kept.data /= np.repeat(np.where(length > 0, length, 1.0), np.diff(kept.indptr))
        return kept

    def bundle(self) -> Bundle:
        from safetensors.numpy import save

        arrays = save({"buckets": self.buckets, "idf": self.idf})
        return Bundle({"ngram": self.ngram}, {_ARRAYS: arrays, ESTIMATOR: to_bytes(self.estimator)})


def counts(texts: list[str], ngram: int) -> "sp.csr_array":
    """texts x hash buckets: how often each n-gram occurs."""
    import scipy.sparse as sp

    found = bags(texts, ngram, BUCKETS, MAX_LENGTH)
    ones = np.ones(len(found.ids), np.float64)
    narrow = np.int32 if len(ones) < 2**31 else np.int64  # LIBLINEAR reads 32 bits only
    counted = sp.csr_array((ones, found.ids, found.offsets.astype(narrow)), shape=(len(texts), BUCKETS))
    counted.sum_duplicates()
    return counted


class TfidfTrainer:
    """Fits what ``build`` makes by ``learn``, which are those of ``EstimatorTrainer``, on texts. The params say
    ``ngram``."""

    def __init__(self, build: Callable[..., Any], learn: Callable[..., Any]) -> None:
        self._build, self._learn = build, learn

    def fit(self, data: TrainingData, params: Any, seed: int, monitor: Monitor) -> TfidfPredictor:
        counted = counts(joined_texts(data.train.table, data.problem), params.ngram)
        containing = np.bincount(counted.indices, minlength=BUCKETS)
        kept = np.flatnonzero(containing >= min(2, counted.shape[0])).astype(np.int32)
        idf: Floats = np.log((1 + counted.shape[0]) / (1 + containing[kept])) + 1
        predictor = TfidfPredictor(data.problem, params.ngram, None, kept, idf)
        validation = counts(joined_texts(data.validation.table, data.problem), params.ngram)
        inputs = predictor.weigh(counted), predictor.weigh(validation)
        estimator = self._build(data.problem, None, params, seed)
        predictor.estimator = self._learn(estimator, data, inputs, params, monitor)
        return predictor

    def load(self, problem: Problem, bundle: Bundle) -> TfidfPredictor:
        from safetensors.numpy import load

        arrays = load(bundle.files[_ARRAYS])
        return TfidfPredictor(
            problem,
            bundle.manifest["ngram"],
            from_bytes(bundle.files[ESTIMATOR]),
            arrays["buckets"],
            arrays["idf"],
        )
