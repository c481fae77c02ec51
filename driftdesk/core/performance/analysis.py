"""A look at performance, without a store of results: rows in, chunks and series out."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.context import Context
from driftdesk.core.drift.timeline.spec import Every
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    DatasetVersion,
    Kind,
    PerformanceChunk,
    PerformanceMethod,
    PerformanceSeries,
    Task,
)
from driftdesk.core.performance import judges
from driftdesk.core.performance.calibration import Calibration
from driftdesk.core.performance.chunks import added_by, cut, shown
from driftdesk.core.performance.losses import ESTIMABLE, LossModel, learn_losses
from driftdesk.core.performance.params import PerformanceParams, chosen_metrics
from driftdesk.core.performance.predictions import Predicted, Predictions, StoredPredictions
from driftdesk.core.performance.reference import Chosen
from driftdesk.core.performance.rows import Keep, Rows, collect
from driftdesk.core.performance.series import Group, far_from_estimated, judge_chunks, reference_pieces
from driftdesk.core.training.evaluation.measured import Floats, Ints
from driftdesk.core.training.row_ids import contains

if TYPE_CHECKING:
    from driftdesk.core.tables.service import TableService

FEW_REFERENCE_ROWS = 500
"""Below, what is expected is known too vaguely for small losses to show."""


@dataclass(frozen=True)
class Subject:
    """Whose rows are looked at, and by what. ``seen``: ids of the rows that the model was trained on, ascending;
    ``stamp``: the column that says when."""

    predictions: Predictions
    version: DatasetVersion
    reference: Chosen
    seen: Ints
    every: Every
    stamp: str | None
    lineage: tuple[DatasetVersion, ...] = ()


@dataclass(frozen=True)
class Analysed:
    task: Task
    classes: tuple[str, ...]
    method: PerformanceMethod | None
    calibration: Calibration | None
    reference: str
    reference_rows: int
    every: str
    chunks: tuple[PerformanceChunk, ...]
    series: tuple[PerformanceSeries, ...]
    excluded: int
    warnings: tuple[str, ...]


@dataclass(frozen=True)
class _Judged:
    judge: judges.Judge
    task: Task
    names: tuple[str, ...]
    classes: tuple[str, ...] = ()
    method: PerformanceMethod | None = None
    calibration: Calibration | None = None


def analyse(tables: TableService, subject: Subject, params: PerformanceParams, context: Context) -> Analysed:
    """Judge the rows of ``subject.version`` that are neither the reference's nor were trained on.

    Raises InputError (too few labelled rows in the reference, none left beside it), SchemaError, ParameterError.
    """
    reference, current, losses = _read(tables, subject, params, context)
    judged = _judge(subject.predictions, reference, current, losses, params=params, context=context)
    of_version = added_by(tables, subject.lineage, current.ids) if subject.every.unit == "version" else None
    new = cut(current, subject.every, len(reference), of_version)
    typical = int(np.median([len(g.rows) for g in new]))
    pieces = reference_pieces(len(reference), typical, 2 * params.min_rows)
    old = [
        Group(p, shown(f"reference {i}", reference, p, is_reference=True)) for i, p in enumerate(pieces, 1)
    ]
    chunks, series = judge_chunks(
        judged.judge, np.arange(len(reference)), [*old, *new], judged.names, params=params, context=context
    )
    return Analysed(
        task=judged.task,
        classes=judged.classes,
        method=judged.method,
        calibration=judged.calibration,
        reference=subject.reference.words,
        reference_rows=len(reference),
        every=str(subject.every),
        chunks=chunks,
        series=series,
        excluded=_excluded(tables, subject),
        warnings=(*_warnings(judged, reference, current, params), *_concept_drift(chunks, series, params)),
    )


def _read(
    tables: TableService, subject: Subject, params: PerformanceParams, context: Context
) -> tuple[Rows, Rows, LossModel | None]:
    """Reference and other rows, predicted; of a regression, the others with what is expected of their losses."""
    chosen, version, predictions = subject.reference, subject.version, subject.predictions
    wants_losses = params.estimate and predictions.task is Task.REGRESSION
    features = [c for c in predictions.features if c.kind is not Kind.TEXT] if wants_losses else []

    def read(of: DatasetVersion, keep: Keep, losses: LossModel | None, stage: str) -> Rows:
        wanted = {*predictions.columns(of.columns), *(c.name for c in features)}
        stamp = subject.stamp if subject.stamp in of.columns.names else None
        names = [n for n in of.columns.names if n in wanted or n == stamp]
        return collect(
            tables.batches(of, names, with_row_ids=True),
            predictions,
            keep,
            total=of.rows,
            stamp=stamp,
            features=[c.name for c in features],
            losses=losses,
            context=context,
            stage=stage,
        )

    reference = read(chosen.version, chosen.keep(subject.seen), None, "reading the reference")
    losses = None
    if wants_losses:
        truth = np.asarray(reference.predicted.truth.cast("float64").fill_null(np.nan))
        known = np.isfinite(truth)
        if known.sum() >= params.min_rows:
            losses = _learn_losses(reference, features, truth, known, context)
    taken = np.union1d(np.sort(reference.ids), subject.seen)
    current = read(version, lambda ids, _: ~contains(taken, ids), losses, "predicting")
    return reference, current, losses


def _learn_losses(
    reference: Rows, features: list[Column], truth: Floats, known: NDArray[np.bool_], context: Context
) -> LossModel:
    table = pa.table({}) if reference.features is None else reference.features.filter(pa.array(known))
    predicted = np.asarray(reference.predicted.decided)[known]
    return learn_losses(table, features, truth[known], predicted, names=ESTIMABLE, context=context)


def _judge(
    predictions: Predictions,
    reference: Rows,
    current: Rows,
    losses: LossModel | None,
    *,
    params: PerformanceParams,
    context: Context,
) -> _Judged:
    if predictions.task is Task.REGRESSION:
        return _judge_values(reference, current, losses, params)
    found = judges.of_classes(
        reference.predicted,
        current.predicted,
        predictions.classes,
        predictions if isinstance(predictions, StoredPredictions) else None,
        estimate=params.estimate,
        context=context,
    )
    task = Task.BINARY if found.judge.binary else Task.MULTICLASS
    names = chosen_metrics(params.metrics, task)
    method: PerformanceMethod | None = "cbpe" if found.judge.chance is not None else None
    judge = replace(found.judge, names=names)
    return _Judged(judge, task, names, found.classes, method, found.calibration)


def _judge_values(
    reference: Rows, current: Rows, losses: LossModel | None, params: PerformanceParams
) -> _Judged:
    names = chosen_metrics(params.metrics, Task.REGRESSION)

    def both(of: Callable[[Predicted], pa.Array]) -> Floats:
        parts = [of(rows.predicted).cast("float64").fill_null(np.nan) for rows in (reference, current)]
        return np.concatenate([np.asarray(part) for part in parts])

    truth = both(lambda p: p.truth)
    expected: dict[str, Floats] = {}
    if losses is not None:
        known = np.flatnonzero(np.isfinite(truth[: len(reference)]))
        for name, held_out in losses.held_out.items():
            whole = np.full(len(truth), np.nan)
            whole[known] = held_out
            if len(current):
                whole[len(reference) :] = current.expected[name]
            expected[name] = whole
    judge = judges.Values(
        names, truth, both(lambda p: p.decided), expected, losses.spread if losses is not None else {}
    )
    return _Judged(judge, Task.REGRESSION, names, method="dle" if losses is not None else None)


def _excluded(tables: TableService, subject: Subject) -> int:
    """Rows of the version that the model was trained on."""
    if not len(subject.seen):
        return 0
    ids = tables.read(subject.version, [], with_row_ids=True)[ROW_ID].combine_chunks()
    return int(contains(subject.seen, np.asarray(ids)).sum())


def _concept_drift(
    chunks: tuple[PerformanceChunk, ...], series: tuple[PerformanceSeries, ...], params: PerformanceParams
) -> tuple[str, ...]:
    far, there = far_from_estimated(series[0], chunks, params.deviations) if series else (0, 0)
    if not far:
        return ()
    return (
        f"In {far} of {there} chunks what was measured is far from what was estimated: features tell another target there "
        "than before (concept drift), which no estimate can see.",
    )


def _warnings(judged: _Judged, reference: Rows, current: Rows, params: PerformanceParams) -> tuple[str, ...]:
    found = []
    known = len(judged.judge.labelled(np.arange(len(reference))))
    if known < FEW_REFERENCE_ROWS:
        found.append(
            f"The reference has {known:,} labelled rows: what is expected of the model is known only roughly."
        )
    if skipped := reference.skipped + current.skipped:
        found.append(f"{skipped:,} rows have no prediction or a score that is no number: they were left out.")
    if isinstance(judged.judge, judges.Classes) and judged.task is not Task.REGRESSION:
        if not judged.judge.are_probabilities:
            found.append("The scores leave 0 to 1: there is no Brier score and no log loss of them.")
        if params.estimate and judged.method is None:
            found.append("Without scores nothing can be estimated: only what is measured is shown.")
    return tuple(found)
