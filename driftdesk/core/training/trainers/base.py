"""What a trainer is, and what it makes: a Predictor. Tables in, predictions out; no store anywhere."""

from abc import ABC, abstractmethod
from dataclasses import dataclass, replace
from typing import Protocol, TypeVar

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.entities import Task
from driftdesk.core.training.bundle import Bundle
from driftdesk.core.training.metrics import Floats, loss, score
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.params import TrainerParams
from driftdesk.core.training.preprocessing import Features, Preprocessor, as_texts, check_names
from driftdesk.core.training.problem import Problem, Target

BATCH = 8192
"""Rows that a predictor takes at once."""


@dataclass(frozen=True)
class Part:
    """Rows with their known target: class numbers (int64) or values (float64).

    ``weight`` (float64, mean 1; None: all the same) is how much each row counts in what is minimised, and in the
    validation loss that stops a fit; every trainer heeds it. Metrics count each row once.
    """

    table: pa.Table
    y: Target
    weight: Floats | None = None

    def __len__(self) -> int:
        return len(self.y)


@dataclass(frozen=True)
class TrainingData:
    """What a trainer gets; the test part is kept from it."""

    problem: Problem
    train: Part
    validation: Part
    start: "Predictor | None" = None
    """Whose weights the fit begins with, of the same trainer and problem; only trainers with ``warm_start`` get one."""


class Predictor(ABC):
    """A fitted model. ``problem`` says which columns it needs."""

    problem: Problem

    @abstractmethod
    def predict(self, table: pa.Table) -> Floats:
        """rows x classes of probabilities, or rows of values in the target's unit. Raises SchemaError."""

    @abstractmethod
    def bundle(self) -> Bundle:
        """The fitted state; the caller adds trainer, params and problem."""

    @abstractmethod
    def importance_inputs(self, table: pa.Table) -> "ImportanceInputs":
        """The rows in the form in which columns are shuffled to see what they matter."""


class ImportanceInputs(Protocol):
    """How a predictor is asked again with one column shuffled."""

    def names(self) -> list[str]:
        """The feature columns that the model uses."""
        ...

    def predict(self, name: str | None, order: NDArray[np.int64]) -> Floats:
        """Predict with column ``name`` (None: no column) taken in another row ``order``."""
        ...


P_contra = TypeVar("P_contra", bound=TrainerParams, contravariant=True)


class Trainer(Protocol[P_contra]):
    """An algorithm; has no state of its own."""

    def fit(self, data: TrainingData, params: P_contra, seed: int, monitor: Monitor) -> Predictor:
        """Learn. Raises TrainingError, SchemaError, and what ``monitor.check`` raises."""
        ...

    def load(self, problem: Problem, bundle: Bundle) -> Predictor:
        """What ``fit`` made, from what ``Predictor.bundle`` gave."""
        ...


class TabularPredictor(Predictor):
    """A predictor behind a preprocessor."""

    def __init__(self, problem: Problem, preprocessor: Preprocessor) -> None:
        self.problem = problem
        self.preprocessor = preprocessor

    @abstractmethod
    def predict_features(self, features: Features) -> Floats:
        """Like ``predict``, of encoded rows."""

    def predict(self, table: pa.Table) -> Floats:
        return self.predict_features(self.preprocessor.transform(table))

    def importance_inputs(self, table: pa.Table) -> ImportanceInputs:
        return _ShuffledFeatures(self, self.preprocessor.transform(table))


class _ShuffledFeatures:
    """Encoded once; a column is shuffled in place and put back."""

    def __init__(self, predictor: TabularPredictor, features: Features) -> None:
        self._predictor = predictor
        self._features = features
        self._spans = predictor.preprocessor.spans()

    def names(self) -> list[str]:
        return list(self._spans)

    def predict(self, name: str | None, order: NDArray[np.int64]) -> Floats:
        if name is None:
            return self._predictor.predict_features(self._features)
        numeric, raw, code = self._spans[name]
        codes = slice(0, 0) if code is None else slice(code, code + 1)
        f = self._features
        before = replace(
            f, numeric=f.numeric[:, numeric].copy(), raw=f.raw[:, raw].copy(), codes=f.codes[:, codes].copy()
        )
        f.numeric[:, numeric], f.raw[:, raw] = before.numeric[order], before.raw[order]
        f.codes[:, codes] = before.codes[order]
        predicted = self._predictor.predict_features(f)
        f.numeric[:, numeric], f.raw[:, raw], f.codes[:, codes] = before.numeric, before.raw, before.codes
        return predicted


class TextPredictor(Predictor):
    """A predictor on the text columns, joined by a line break."""

    @abstractmethod
    def predict_texts(self, texts: list[str]) -> Floats:
        """rows x classes of probabilities."""

    def predict(self, table: pa.Table) -> Floats:
        return self.predict_texts(joined_texts(table, self.problem))

    def importance_inputs(self, table: pa.Table) -> ImportanceInputs:
        return _ShuffledTexts(self, table)


class _ShuffledTexts:
    def __init__(self, predictor: TextPredictor, table: pa.Table) -> None:
        self._predictor = predictor
        self._table = table

    def names(self) -> list[str]:
        return [c.name for c in self._predictor.problem.features]

    def predict(self, name: str | None, order: NDArray[np.int64]) -> Floats:
        if name is None:
            return self._predictor.predict(self._table)
        at = self._table.column_names.index(name)
        shuffled = self._table.set_column(at, name, self._table[name].take(pa.array(order)))
        return self._predictor.predict(shuffled)


def joined_texts(table: pa.Table, problem: Problem) -> list[str]:
    """One text a row; missing ones are empty. Raises SchemaError."""
    check_names(table, (c.name for c in problem.features))
    columns = [as_texts(table[c.name]).to_pylist() for c in problem.features]
    return ["\n".join(text or "" for text in row) for row in zip(*columns, strict=True)]


def validation_figures(
    task: Task, truth: Target, predicted: Floats, weight: Floats | None = None
) -> dict[str, float]:
    """``loss``, each row by its ``weight``, and the metrics of the validation part, by name."""
    return {"loss": loss(task, truth, predicted, weight), **score(task, truth, predicted)}
