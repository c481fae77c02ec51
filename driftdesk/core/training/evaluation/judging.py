"""Models asked about rows that they have not learned from, and what is told of the answers."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field
from typing import Any

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.context import Context
from driftdesk.core.entities import ROW_ID, ClassFigures, Task
from driftdesk.core.errors import InputError, ParameterError, SchemaError
from driftdesk.core.profiles.hashing import Hashes, mix
from driftdesk.core.training.evaluation.bootstrap import Drawn
from driftdesk.core.training.evaluation.curves import curves_of
from driftdesk.core.training.evaluation.intervals import FEW, of_area, of_class, of_macro_f1, wilson
from driftdesk.core.training.evaluation.leakage import hashed, of_few_rows
from driftdesk.core.training.evaluation.outcomes import Outcome
from driftdesk.core.training.evaluation.residuals import residuals_of, sampled
from driftdesk.core.training.metrics import Floats, confusion
from driftdesk.core.training.problem import Problem, encode_labels, labels, numbers
from driftdesk.core.training.row_ids import contains
from driftdesk.core.training.threads import limited_threads
from driftdesk.core.training.trainers.base import Predictor

MAX_CONFUSION = 100
"""Classes up to which a confusion matrix is kept."""
MAX_CELLS = 60_000_000
"""Predictions (rows x classes x models) that are held at once: 0.5 GB. Of more rows a sample is evaluated, and told so."""
SAMPLE_ROWS = 100_000
"""About so many rows are kept with their columns, for the search of slices and leaks."""

Ints = NDArray[np.int64]
Mask = NDArray[np.bool_]


@dataclass(frozen=True)
class Wanted:
    """Columns that are kept beside the predictions: of all rows, of a sample; whose stamps; and of which rows are hashed."""

    whole: tuple[str, ...] = ()
    sample: tuple[str, ...] = ()
    stamp: str = ""
    hashed: tuple[str, ...] = ()


@dataclass(frozen=True)
class Looked:
    """What each model said of the same rows, and what was wanted beside; ``sample``: positions of ``sample_table``'s rows."""

    outcomes: list[Outcome]
    excluded: int
    skipped: int
    """Rows that were left out at random because there are too many."""
    whole: pa.Table
    sample: Ints
    sample_table: pa.Table
    stamps: pa.Array | None
    hashes: tuple[Hashes, Hashes] | None


@dataclass
class _Parts:
    """What is collected, row group by row group."""

    truths: list[pa.Array] = field(default_factory=list)
    predictions: list[list[Floats]] = field(default_factory=list)
    whole: list[pa.Table] = field(default_factory=list)
    sample: list[pa.Table] = field(default_factory=list)
    sampled: list[Ints] = field(default_factory=list)
    stamps: list[pa.Array] = field(default_factory=list)
    hashes: list[tuple[Hashes, Hashes]] = field(default_factory=list)
    rows: int = 0


def look(
    predictors: Sequence[Predictor],
    tables: Iterable[pa.Table],
    *,
    seen: Ints,
    rows: int,
    wanted: Wanted,
    context: Context,
) -> Looked:
    """Ask models of one target about the rows of ``tables`` (with ROW_ID) that are not ``seen`` (ascending row ids).

    Rows without a target are left out too. Raises SchemaError where a needed column is missing, ParameterError where the
    models do not learn the same, InputError where no row is left.
    """
    problem = _shared(predictors)
    parts = _Parts(predictions=[[] for _ in predictors])
    done = excluded = skipped = 0
    kept_share = MAX_CELLS / max(1, rows * max(1, len(problem.classes)) * len(predictors))
    for table in tables:
        context.check()
        done += len(table)
        row_ids = np.asarray(table[ROW_ID].combine_chunks())
        known = contains(seen, row_ids)
        excluded += int(known.sum())
        chosen = ~known & _drawn(row_ids, kept_share)
        skipped += int(np.sum(~known & ~chosen))
        fresh = table.filter(pa.array(chosen))
        truth, has_target = _truth(fresh, problem)
        fresh = fresh.filter(pa.array(has_target))
        if len(fresh):
            parts.truths.append(truth.filter(pa.array(has_target)))
            with limited_threads():
                for predictor, kept in zip(predictors, parts.predictions, strict=True):
                    kept.append(_finite(predictor.predict(fresh)))
            _keep(parts, fresh, wanted, SAMPLE_ROWS / max(rows, 1))
        context.progress(done, rows, "evaluating")
    if not parts.truths:
        raise InputError(
            "No row is left to evaluate on: all were used in training, or have no target.",
            "Evaluate on a version with rows that the model has not seen.",
        )
    return Looked(
        outcomes=_outcomes(predictors, parts),
        excluded=excluded,
        skipped=skipped,
        whole=_joined(parts.whole),
        sample=np.concatenate(parts.sampled),
        sample_table=_joined(parts.sample),
        stamps=pa.concat_arrays(parts.stamps) if wanted.stamp else None,
        hashes=_together(parts.hashes) if wanted.hashed else None,
    )


def _finite(predicted: Floats) -> Floats:
    """Raises InputError where a prediction is no number: no figure could be told."""
    there = np.isfinite(predicted).reshape(len(predicted), -1)
    if lost := int(np.count_nonzero(there.sum(axis=1) < there.shape[1])):
        raise InputError(
            f"The model says what is no number of {lost:,} of {len(predicted):,} rows.",
            "Look for extreme values in these data, or train the model again.",
        )
    return predicted


def _shared(predictors: Sequence[Predictor]) -> Problem:
    first = predictors[0].problem
    for other in (p.problem for p in predictors[1:]):
        if (other.target.name, other.task is Task.REGRESSION) != (
            first.target.name,
            first.task is Task.REGRESSION,
        ):
            raise ParameterError(
                f"The models do not learn the same: one learns {first.target.name} ({first.task}), another "
                f"{other.target.name} ({other.task}).",
                "Compare models of one target.",
            )
    return first


def _drawn(row_ids: Ints, share: float) -> Mask:
    """A fixed share of the rows, by a hash of their ids."""
    if share >= 1:
        return np.ones(len(row_ids), bool)
    drawn: Mask = mix(row_ids.astype(np.uint64)) < np.uint64(share * 2.0**64)
    return drawn


def _keep(parts: _Parts, fresh: pa.Table, wanted: Wanted, share: float) -> None:
    row_ids = np.asarray(fresh[ROW_ID].combine_chunks())
    some = np.flatnonzero(_drawn(row_ids, share))
    parts.sampled.append(parts.rows + some)
    parts.sample.append(fresh.select(wanted.sample).take(pa.array(some)))
    parts.whole.append(fresh.select(wanted.whole))
    if wanted.stamp:
        parts.stamps.append(fresh[wanted.stamp].combine_chunks())
    if wanted.hashed:
        parts.hashes.append(hashed(fresh, wanted.hashed))
    parts.rows += len(fresh)


def _joined(tables: Sequence[pa.Table]) -> pa.Table:
    return pa.concat_tables(tables, promote_options="permissive")


def _together(parts: Sequence[tuple[Hashes, Hashes]]) -> tuple[Hashes, Hashes]:
    return np.concatenate([p[0] for p in parts]), np.concatenate([p[1] for p in parts])


def _truth(table: pa.Table, problem: Problem) -> tuple[pa.Array, Mask]:
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


def _outcomes(predictors: Sequence[Predictor], parts: _Parts) -> list[Outcome]:
    """All over the same classes: those of the first model, then any that others or the data have beside."""
    truth = pa.concat_arrays(parts.truths)
    first = predictors[0].problem
    if first.task is Task.REGRESSION:
        values = np.asarray(truth)
        return [Outcome(first.task, (), values, np.concatenate(kept)) for kept in parts.predictions]
    more = {name for p in predictors for name in p.problem.classes} | set(truth.unique().to_pylist())
    classes = first.classes + tuple(sorted(more - set(first.classes)))
    y = encode_labels(truth, classes)
    found = []
    for predictor, kept in zip(predictors, parts.predictions, strict=True):
        own = predictor.problem.classes
        probabilities = np.concatenate(kept)
        if own != classes:  # a class that a model never saw has no probability
            spread = np.zeros((len(y), len(classes)))
            spread[:, [classes.index(name) for name in own]] = probabilities
            probabilities = spread
        found.append(Outcome(first.task, classes, y, probabilities))
    return found


def told(outcome: Outcome, drawn: Drawn) -> dict[str, Any]:
    """The fields of an ``Evaluation`` that follow from the predictions alone."""
    intervals = {name: found for name in drawn.values if (found := drawn.interval(name)) is not None}
    common = {
        "rows": len(outcome),
        "metrics": drawn.values,
        "intervals": intervals,
        "warnings": tuple(of_few_rows(len(outcome), _by_name(outcome))),
    }
    if outcome.is_regression:
        return {**common, "residuals": sampled(outcome), "errors": residuals_of(outcome)}
    # a share has an interval even where all rows are right
    intervals["accuracy"] = wilson(drawn.values["accuracy"] * len(outcome), len(outcome))
    ones = int(np.count_nonzero(outcome.labels == 1))
    if "roc_auc" in drawn.values and min(ones, len(outcome) - ones) < FEW:
        intervals["roc_auc"] = of_area(drawn.values["roc_auc"], ones, len(outcome) - ones)
    curves = curves_of(outcome)
    named = {**common, "classes": outcome.classes, "curves": curves}
    if outcome.is_binary and curves:
        named["roc"] = curves[0].roc
    if len(outcome.classes) > MAX_CONFUSION:
        return named
    counts = confusion(outcome.labels, outcome.decided, len(outcome.classes))
    intervals["f1"] = of_macro_f1(counts)
    return {
        **named,
        "confusion": tuple(tuple(int(n) for n in row) for row in counts),
        "by_class": _by_class(outcome.classes, counts),
    }


def _by_name(outcome: Outcome) -> dict[str, int]:
    """Rows of each class that occurs."""
    counts = np.bincount(outcome.labels) if not outcome.is_regression else np.zeros(0, np.int64)
    return {outcome.classes[i]: int(n) for i, n in enumerate(counts) if n}


def _by_class(classes: Sequence[str], counts: Ints) -> tuple[ClassFigures, ...]:
    rows, decided, hits = counts.sum(axis=1), counts.sum(axis=0), np.diag(counts)

    def share(top: int, bottom: int) -> float | None:
        return top / bottom if bottom else None

    return tuple(
        ClassFigures(
            name=name,
            rows=int(rows[i]),
            decided=int(decided[i]),
            precision=share(int(hits[i]), int(decided[i])),
            recall=share(int(hits[i]), int(rows[i])),
            f1=share(2 * int(hits[i]), int(rows[i] + decided[i])),
            intervals=of_class(int(hits[i]), int(decided[i]), int(rows[i])),
        )
        for i, name in enumerate(classes)
    )
