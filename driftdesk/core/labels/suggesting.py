"""Suggestions for the rows without a label: all of them are predicted, the most informative ones are kept.

The more two classes compete for a row, the more its label tells (uncertainty sampling: Lewis and Gale 1994; by margin:
Scheffer, Decomain, Wrobel 2001; see Settles, Active Learning Literature Survey, 2009). One row group at a time is in
memory, and the best rows so far.
"""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    ROW_ID,
    Dataset,
    DatasetVersion,
    Informativeness,
    LabelQueue,
    Model,
    Task,
)
from driftdesk.core.errors import InputError, SchemaError
from driftdesk.core.labels.todo import MOST_QUEUED, target_of, without_label

if TYPE_CHECKING:
    from driftdesk.core.entities.labels import Label
    from driftdesk.core.tables.source import RowSource
    from driftdesk.core.tables.view import TableView
    from driftdesk.core.training.trainers.base import Predictor

Floats = npt.NDArray[np.float64]
Ints = npt.NDArray[np.int64]


def margin(probabilities: Floats) -> Floats:
    """1 where the two most probable classes (of rows x classes) are equally probable, 0 where one is certain."""
    top = np.partition(probabilities, -2, axis=1)[:, -2:]
    closeness: Floats = 1 - (top[:, 1] - top[:, 0])
    return closeness


def entropy(probabilities: Floats) -> Floats:
    """Shannon's entropy of the classes, as a share of the largest possible one: 0 to 1."""
    p = np.clip(probabilities, 1e-300, 1)
    found: Floats = -(p * np.log(p)).sum(axis=1) / np.log(p.shape[1])
    return found


MEASURES: dict[Informativeness, Callable[[Floats], Floats]] = {
    Informativeness.MARGIN: margin,
    Informativeness.ENTROPY: entropy,
}


@dataclass
class MostInformative:
    """The ``limit`` rows of the highest scores so far; of equal ones those that came first."""

    limit: int
    row_ids: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    scores: Floats = field(default_factory=lambda: np.empty(0))
    classes: Ints = field(default_factory=lambda: np.empty(0, np.int64))
    sure: Floats = field(default_factory=lambda: np.empty(0))

    def add(self, row_ids: Ints, probabilities: Floats, measure: Callable[[Floats], Floats]) -> None:
        """Rows with their ``probabilities`` (rows x classes)."""
        self.row_ids = np.concatenate((self.row_ids, row_ids))
        self.scores = np.concatenate((self.scores, measure(probabilities)))
        self.classes = np.concatenate((self.classes, probabilities.argmax(axis=1)))
        self.sure = np.concatenate((self.sure, probabilities.max(axis=1)))
        best = np.argsort(-self.scores, kind="stable")[: self.limit]
        self.row_ids, self.scores = self.row_ids[best], self.scores[best]
        self.classes, self.sure = self.classes[best], self.sure[best]


def suggest(
    source: RowSource,
    dataset: Dataset,
    version: DatasetVersion,
    *,
    model: Model,
    number: int,
    predictor: Predictor,
    by: Informativeness,
    context: Context,
    limit: int = MOST_QUEUED,
) -> LabelQueue:
    """The queue of a version's rows without a label. Of a regression, which says nothing of how sure it is, the first
    rows. Raises SchemaError (another target, columns are missing), InputError (every row has a label),
    JobCancelledError."""
    target = target_of(version.columns, dataset.name)
    if model.target != target.name:
        raise SchemaError(
            f"{model.name} learned {model.target!r}, but the target of {dataset.name} is {target.name!r}.",
            "Choose a model of that target, or train one.",
        )
    context.progress(0, None, "looking for rows without a label")
    view = without_label(source, target, context)
    if not view.rows:
        raise InputError(f"Every row of {dataset.name} v{version.number} has a label.", "Import more rows.")
    is_regression = predictor.problem.task is Task.REGRESSION
    predict = _first_rows if is_regression else _best_rows
    row_ids, labels, sure = predict(view, predictor, by, limit, context)
    return LabelQueue(
        id=dataset.id,
        version=version.number,
        column_id=target.id,
        model=model.name,
        model_id=model.id,
        number=number,
        by=by,
        total=view.rows,
        row_ids=tuple(row_ids.tolist()),
        labels=labels,
        confidences=sure,
        created_by=context.user,
    )


def _best_rows(
    view: TableView, predictor: Predictor, by: Informativeness, limit: int, context: Context
) -> tuple[Ints, tuple[Label, ...], tuple[float, ...]]:
    from driftdesk.core.training.threads import limited_threads

    best, done = MostInformative(limit), 0
    for table in view.batches(_needed(view, predictor), with_row_ids=True):
        context.check()
        with limited_threads():
            probabilities = predictor.predict(table)
        best.add(_ids(table), probabilities, MEASURES[by])
        done += table.num_rows
        context.progress(done, view.rows, "predicting")
    labels = _labels(predictor.problem.decode(best.classes))
    return best.row_ids, labels, tuple(round(p, 6) for p in best.sure.tolist())


def _first_rows(
    view: TableView, predictor: Predictor, by: Informativeness, limit: int, context: Context
) -> tuple[Ints, tuple[Label, ...], tuple[float, ...]]:
    from driftdesk.core.training.threads import limited_threads

    table = view.page(0, limit, _needed(view, predictor), with_row_ids=True)
    context.progress(0, table.num_rows, "predicting")
    with limited_threads():
        values = predictor.predict(table)
    return _ids(table), tuple(float(f"{v:.6g}") for v in values.tolist()), ()


def _needed(view: TableView, predictor: Predictor) -> list[str]:
    """The features that are there; which one is missing, the predictor says."""
    wanted = {c.name for c in predictor.problem.features}
    return [name for name in view.source.columns.names if name in wanted]


def _ids(table: pa.Table) -> Ints:
    found: Ints = table.column(ROW_ID).to_numpy()
    return found


def _labels(values: pa.Array) -> tuple[Label, ...]:
    """Whole numbers without a fraction."""
    found = values.to_pylist()
    return tuple(int(v) if isinstance(v, float) and v.is_integer() else v for v in found)
