"""A model version tested on a data version: on rows that it has not learned from."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID, Task
from driftdesk.core.errors import InputError, SchemaError
from driftdesk.core.training.metrics import Floats, confusion, regression, roc_curve, score
from driftdesk.core.training.problem import Problem, encode_labels, labels, numbers
from driftdesk.core.training.row_ids import contains
from driftdesk.core.training.threads import limited_threads
from driftdesk.core.training.trainers.base import Predictor

MAX_CONFUSION = 100
"""Classes up to which a confusion matrix is kept."""
MAX_RESIDUALS = 500

Ints = NDArray[np.int64]


@dataclass(frozen=True)
class Judged:
    """What one model's predictions of the same rows are worth."""

    metrics: dict[str, float]
    classes: tuple[str, ...]
    confusion: tuple[tuple[int, ...], ...] | None
    roc: tuple[tuple[float, float], ...] | None
    residuals: tuple[tuple[float, float], ...] | None
    rows: int
    excluded: int


def evaluate(
    predictors: Sequence[Predictor], tables: Iterable[pa.Table], seen: Ints, rows: int, context: Context
) -> list[Judged]:
    """Judge models of one problem on the rows of ``tables`` (with ROW_ID) that are not ``seen`` (ascending row ids).

    Rows without a target are left out too. Raises SchemaError where a needed column is missing, InputError where no
    row is left.
    """
    problem = predictors[0].problem
    truths: list[pa.Array] = []
    predictions: list[list[Floats]] = [[] for _ in predictors]
    done = excluded = 0
    for table in tables:
        context.check()
        done += len(table)
        known = contains(seen, np.asarray(table[ROW_ID].combine_chunks()))
        excluded += int(known.sum())
        fresh = table.filter(pa.array(~known))
        truth, has_target = _truth(fresh, problem)
        fresh = fresh.filter(pa.array(has_target))
        if len(fresh):
            truths.append(truth.filter(pa.array(has_target)))
            with limited_threads():
                for predictor, kept in zip(predictors, predictions, strict=True):
                    kept.append(predictor.predict(fresh))
        context.progress(done, rows, "evaluating")
    if not truths:
        raise InputError(
            "No row is left to evaluate on: all were used in training, or have no target.",
            "Evaluate on a version with rows that the model has not seen.",
        )
    truth = pa.concat_arrays(truths)
    return [
        _judge(p.problem, truth, np.concatenate(k), excluded)
        for p, k in zip(predictors, predictions, strict=True)
    ]


def _truth(table: pa.Table, problem: Problem) -> tuple[pa.Array, NDArray[np.bool_]]:
    """The target of each row, and whether it has one."""
    name = problem.target.name
    if name not in table.column_names:
        raise SchemaError(
            f"The data has no column {name!r}, the target of the model.",
            "Evaluation needs rows whose target is known.",
        )
    if problem.task is Task.REGRESSION:
        values = numbers(table[name])
        return pa.array(values), ~np.isnan(values)
    texts = labels(table[name])
    return texts, np.asarray(texts.is_valid())


def _judge(problem: Problem, truth: pa.Array, predicted: Floats, excluded: int) -> Judged:
    rows = len(truth)
    if problem.task is Task.REGRESSION:
        values = np.asarray(truth)
        chosen = np.sort(np.random.default_rng(0).permutation(rows)[:MAX_RESIDUALS])
        pairs = tuple((float(values[i]), float(predicted[i])) for i in chosen)
        return Judged(regression(values, predicted), (), None, None, pairs, rows, excluded)
    classes = problem.classes + tuple(sorted(set(truth.unique().to_pylist()) - set(problem.classes)))
    y = encode_labels(truth, classes)
    unknown = len(classes) - len(
        problem.classes
    )  # classes that the model never saw: it gives them no probability
    probabilities = np.pad(predicted, ((0, 0), (0, unknown)))
    counts = (
        confusion(y, probabilities.argmax(axis=1), len(classes)) if len(classes) <= MAX_CONFUSION else None
    )
    return Judged(
        metrics=score(problem.task, y, probabilities),
        classes=classes,
        confusion=None if counts is None else tuple(tuple(int(n) for n in row) for row in counts),
        roc=roc_curve(y == 1, probabilities[:, 1]) or None if len(classes) == 2 else None,
        residuals=None,
        rows=rows,
        excluded=excluded,
    )
