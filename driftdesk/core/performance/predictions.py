"""Where predictions come from: columns of the data, or a model version that predicts the rows."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.entities import Column, Kind, Role, Schema, Task
from driftdesk.core.errors import SchemaError
from driftdesk.core.training.evaluation.measured import Floats
from driftdesk.core.training.problem import labels, numbers
from driftdesk.core.training.threads import limited_threads
from driftdesk.core.training.trainers.base import Predictor

_SEPARATORS = "_- ./:"


@dataclass(frozen=True)
class Predicted:
    """Of rows, as texts (classes) or float64 (values): ``truth`` and ``decided``, null where there is none. ``scores``:
    rows x score columns, NaN where missing; None where the predictions have none."""

    truth: pa.Array
    decided: pa.Array
    scores: Floats | None = None


class Predictions(Protocol):
    """``classes`` that are known beforehand, each with its column of scores; empty: the reference's labels tell."""

    task: Task
    classes: tuple[str, ...]
    features: tuple[Column, ...]
    """From which losses may be estimated."""

    def columns(self, schema: Schema) -> list[str]:
        """What must be read of a version. Raises SchemaError where it lacks something."""
        ...

    def of(self, table: pa.Table) -> Predicted: ...


class StoredPredictions:
    """In columns of role prediction and prediction score, beside the target."""

    classes: tuple[str, ...] = ()

    def __init__(self, schema: Schema, task: Task | None, name: str) -> None:
        """Raises SchemaError, saying what is missing, and how to give it."""
        target = schema.target
        if target is None:
            raise SchemaError(
                f"{name} has no target column, so nothing tells what performance to expect.",
                "Give the column of the truth the role target.",
            )
        self.target = target
        self.decision = next(iter(schema.of_role(Role.PREDICTION)), None)
        self.scores = schema.of_role(Role.PREDICTION_SCORE)
        if self.decision is None and not self.scores:
            raise SchemaError(
                f"{name} has no predictions.",
                "Name a model that predicts its rows, or give columns the roles prediction and prediction_score.",
            )
        if task is None:
            numeric = target.kind is Kind.NUMERIC and not self.scores
            task = Task.REGRESSION if numeric else Task.MULTICLASS
        self.task = task
        self.features = schema.features
        for column in (
            *self.scores,
            *([self.decision] if self.decision and not task.is_classification else []),
        ):
            if column.kind is not Kind.NUMERIC:
                raise SchemaError(
                    f"The column {column.name!r} holds {column.kind.value} values, but {column.role.value} needs numbers.",
                    "Change its kind, or its role.",
                )
        if task is Task.REGRESSION and self.decision is None:
            raise SchemaError(
                f"{name} has no column of role prediction.", "Give the predicted values that role."
            )

    def columns(self, schema: Schema) -> list[str]:
        wanted = [c for c in (self.decision, *self.scores) if c is not None]
        for column in wanted:
            if column.name not in schema.names:
                raise SchemaError(
                    f"The data has no column {column.name!r} of predictions.", "Choose another version."
                )
        more = [self.target] if self.target.name in schema.names else []
        return [c.name for c in (*wanted, *more)]

    def of(self, table: pa.Table) -> Predicted:
        read = _values if self.task is Task.REGRESSION else _texts
        truth = read(table, self.target, self.target)
        decided = (
            pa.nulls(len(table), truth.type)
            if self.decision is None
            else read(table, self.decision, self.target)
        )
        scores = None
        if self.scores and self.task.is_classification:
            scores = np.column_stack([numbers(table[c.name]) for c in self.scores])
        return Predicted(truth, decided, scores)

    def score_places(self, classes: Sequence[str]) -> list[int] | None:
        """Which score column is each class's; None: there is one, of the positive of two. Raises SchemaError."""
        if len(self.scores) == 1 and len(classes) == 2:
            return None
        names = [c.name for c in self.scores]
        found = [_column_of(label, names) for label in classes]
        if len(classes) == 2 and found[1] is not None and found[0] is None:
            found[0] = found[1]
        places = [at for at in found if at is not None]
        if len(places) < len(found):
            lacking = ", ".join(c for c, at in zip(classes, found, strict=True) if at is None)
            raise SchemaError(
                f"There is no column of scores for: {lacking}.",
                "Each class needs a column of role prediction_score whose name ends with the class, "
                "such as probability_gold.",
            )
        return places


class ModelPredictions:
    """By a registered model version, in this job."""

    def __init__(self, predictor: Predictor) -> None:
        self._predictor = predictor
        self.problem = predictor.problem
        self.task = predictor.problem.task
        self.classes = predictor.problem.classes
        self.features = predictor.problem.features

    def columns(self, schema: Schema) -> list[str]:
        lacking = [c.name for c in self.features if c.name not in schema.names]
        if lacking:
            raise SchemaError(
                f"The data lacks columns that the model needs: {', '.join(lacking[:10])}.",
                "Choose another version, or another model.",
            )
        wanted = {c.name for c in (*self.features, self.problem.target)}
        return [name for name in schema.names if name in wanted]

    def of(self, table: pa.Table) -> Predicted:
        with limited_threads():
            predicted = self._predictor.predict(table)
        target = self.problem.target
        if self.task is Task.REGRESSION:
            return Predicted(_values(table, target, target), pa.array(predicted))
        known = pa.array(self.classes, pa.string())
        decided = known.take(pa.array(predicted.argmax(axis=1)))
        return Predicted(_texts(table, target, target), decided, predicted)


def _texts(table: pa.Table, column: Column, target: Column) -> pa.Array:
    """Labels as texts. 0 and 1 are false and true where the target is a boolean."""
    if column.name not in table.column_names:
        return pa.nulls(len(table), pa.string())
    texts = labels(table[column.name])
    if target.kind is Kind.BOOLEAN and column.kind is not Kind.BOOLEAN:
        texts = pc.utf8_lower(texts)
        for number, word in (("0", "false"), ("1", "true")):
            texts = pc.if_else(pc.equal(texts, number), word, texts)
    return texts


def _values(table: pa.Table, column: Column, _target: Column) -> pa.Array:
    if column.name not in table.column_names:
        return pa.nulls(len(table), pa.float64())
    return pa.array(numbers(table[column.name]), from_pandas=True)


def _column_of(label: str, names: Sequence[str]) -> int | None:
    """The column whose name is the class, or ends with it behind a separator."""
    wanted = label.lower()
    for at, name in enumerate(names):
        lower = name.lower()
        if lower == wanted or (lower.endswith(wanted) and lower[-len(wanted) - 1] in _SEPARATORS):
            return at
    return None
