"""The preprocessor of rows that stay in the store, fitted in one pass over the training part.

Quantiles come of the sketch of ``profiles`` (exact up to 4,096 distinct values; beyond, ranks are off by no more than
about 0.04 %), merged level by level so that errors grow with the logarithm of the rows. Categories are counted exactly
up to ``KEPT`` distinct ones; beyond, by the summary of Misra and Gries (1982) as Agarwal et al. merge it ("Mergeable
summaries", PODS 2012): counts are short by no more than rows / KEPT, alike for all.
"""

from collections.abc import Iterator
from dataclasses import dataclass, field

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.entities import Column, Kind, Task
from driftdesk.core.errors import TrainingError
from driftdesk.core.profiles.numeric import NumericStats, merge_numeric, numeric_stats
from driftdesk.core.training.params import TrainerParams
from driftdesk.core.training.preprocessing import (
    DAY,
    LIMIT,
    CategoricalColumn,
    NumericColumn,
    Preprocessor,
    Quantity,
    as_texts,
    category_encoder,
    quantities,
    quantity_encoder,
)
from driftdesk.core.training.problem import Problem, Target
from driftdesk.core.training.streaming.survey import TRAIN, Asked, Survey
from driftdesk.core.training.weights import Floats, class_weights, sample_weights, weight_column

KEPT = 100_000
SAMPLE = 50_000
"""Training rows that a network may look at together before its first step, about."""
_TOGETHER = 16
"""Sketches that are merged at once."""


@dataclass(frozen=True)
class Weights:
    """How much each row counts (see ``training/weights``); ``mean``: over the training part, before it is made 1."""

    column: Column | None
    of_classes: Floats | None
    mean: float = 1.0

    def of(self, table: pa.Table, y: Target) -> Floats | None:
        """Of some rows; None: they count alike."""
        if self.column is None and self.of_classes is None:
            return None
        found = (
            np.ones(len(y))
            if self.column is None
            else sample_weights(table[self.column.name], self.column.name)
        )
        return (found if self.of_classes is None else found * self.of_classes[y.astype(np.int64)]) / self.mean


@dataclass(frozen=True)
class Fitted:
    """``sample``: up to ``SAMPLE`` training rows of all parts of the store, with the target (rank 0 alone has it). ``centre``
    and ``scale``: mean and standard deviation of a regression's target."""

    preprocessor: Preprocessor
    sample: pa.Table | None
    weights: Weights
    centre: float
    scale: float


def fit(asked: Asked, survey: Survey) -> Fitted:
    """As ``Preprocessor.fit`` of the training part. Raises SchemaError, TrainingError."""
    problem = survey.problem
    numbers = {c.name: _Numbers(c) for c in problem.features if not c.kind.is_string}
    categories = {c.name: _Categories(c) for c in problem.features if c.kind is Kind.CATEGORICAL}
    target = _Target(problem, weight_column(asked.order.schema))
    random, sample = np.random.default_rng(asked.order.seed), []
    share = min(1.0, SAMPLE / max(1, sum(survey.rows_of(TRAIN))))
    for table in _training_rows(asked, survey, needed_names(asked, survey)):
        asked.monitor.check()
        for name, column in numbers.items():
            column.add(table[name])
        for name, category in categories.items():
            category.add(table[name])
        target.add(table)
        chosen = np.sort(random.permutation(len(table))[: int(np.ceil(share * len(table)))])
        sample.append(table.take(pa.array(chosen)))
    preprocessor = Preprocessor.made_of(
        [column.encoder() for column in numbers.values()],
        [category.encoder() for category in categories.values()],
    )
    centre, scale = target.location()
    return Fitted(
        preprocessor=preprocessor,
        sample=pa.concat_tables(sample, promote_options="permissive"),
        weights=target.weights(asked.order.params),
        centre=centre,
        scale=scale,
    )


def needed_names(asked: Asked, survey: Survey) -> list[str]:
    """Features, target and weight."""
    column = weight_column(asked.order.schema)
    names = [*(c.name for c in survey.problem.features), survey.problem.target.name]
    return list(dict.fromkeys([*names, *([column.name] if column else [])]))


def _training_rows(asked: Asked, survey: Survey, names: list[str]) -> Iterator[pa.Table]:
    """Some columns of the training rows, one row group after the other, read ahead."""

    def read(group: int) -> pa.Table:
        table = asked.source.read_group(group, names)
        return table.filter(pa.array(survey.of_group(group) == TRAIN))

    groups = [g for g, rows in enumerate(survey.rows_of(TRAIN)) if rows]
    return ordered_map(read, groups, ahead=2)


@dataclass
class _Target:
    """``counts`` and ``sums``: rows of each class (a regression has one), and their sample weights."""

    problem: Problem
    column: Column | None
    values: list[NumericStats] = field(default_factory=list)

    def __post_init__(self) -> None:
        self.counts = np.zeros(len(self.problem.classes) or 1, np.int64)
        self.sums = np.zeros(len(self.counts))

    def add(self, table: pa.Table) -> None:
        y = self.problem.encode(table[self.problem.target.name])
        regression = self.problem.task is Task.REGRESSION
        if regression:
            self.values.append(numeric_stats(np.asarray(y, np.float64))[0])
        classes = np.zeros(len(y), np.int64) if regression else y.astype(np.int64)
        weight = None if self.column is None else sample_weights(table[self.column.name], self.column.name)
        self.counts += np.bincount(classes, minlength=len(self.counts))
        self.sums += np.bincount(classes, weight, minlength=len(self.counts))

    def location(self) -> tuple[float, float]:
        """Mean and standard deviation; (0, 1) of classes."""
        if not self.values:
            return 0.0, 1.0
        merged = merge_numeric(self.values)
        return merged.mean, merged.deviation or 1.0

    def weights(self, params: TrainerParams) -> Weights:
        of_classes = class_weights(self.counts, self.problem, params)
        sums = self.sums if of_classes is None else self.sums * of_classes
        if not sums.sum():
            raise TrainingError(
                "Every row of a part has the weight 0.", "Give some rows of each part a weight above 0."
            )
        return Weights(self.column, of_classes, float(sums.sum() / self.counts.sum()))


@dataclass
class _Numbers:
    """``levels[i]``: statistics of about 16 ** i row groups each, fewer than 16 of them."""

    column: Column
    levels: list[list[NumericStats]] = field(default_factory=list)
    missing: int = 0
    clock: tuple[float, float, float, float] = (np.inf, -np.inf, np.inf, -np.inf)
    """Least and greatest second of the day, and day."""

    def add(self, values: pa.ChunkedArray) -> None:
        found = quantities(values, self.column.name, self.column.kind)
        self.missing += int(np.count_nonzero(np.isnan(found)))
        found = found[np.abs(found) < LIMIT]
        if self.column.kind is Kind.DATETIME and len(found):
            seconds, days = found % DAY, found // DAY
            low, high, first, last = self.clock
            self.clock = (
                min(low, float(seconds.min())),
                max(high, float(seconds.max())),
                min(first, float(days.min())),
                max(last, float(days.max())),
            )
        self._put(numeric_stats(found)[0], 0)

    def _put(self, stats: NumericStats, level: int) -> None:
        if level == len(self.levels):
            self.levels.append([])
        self.levels[level].append(stats)
        if len(self.levels[level]) == _TOGETHER:
            merged, self.levels[level] = merge_numeric(self.levels[level]), []
            self._put(merged, level + 1)

    def encoder(self) -> NumericColumn | None:
        stats = merge_numeric([s for level in self.levels for s in level])
        if not stats.count:
            return None
        low, centre, high = stats.order.quantiles(np.array([0.25, 0.5, 0.75])).tolist()
        return quantity_encoder(
            self.column,
            Quantity(
                known=stats.count,
                missing=self.missing,
                minimum=stats.minimum,
                low=low,
                centre=centre,
                high=high,
                maximum=stats.maximum,
                deviation=stats.deviation,
                hours=self.clock[0] < self.clock[1],
                weekdays=self.clock[2] < self.clock[3],
            ),
        )


@dataclass
class _Categories:
    column: Column
    texts: pa.Array = field(default_factory=lambda: pa.array([], pa.string()))
    counts: pa.Array = field(default_factory=lambda: pa.array([], pa.int64()))
    has_missing: bool = False

    def add(self, values: pa.ChunkedArray) -> None:
        texts = as_texts(values)
        self.has_missing |= texts.null_count > 0
        found = pc.value_counts(texts.drop_null())
        table = pa.table(
            {
                "text": pa.concat_arrays([self.texts, found.field(0)]),
                "count": pa.concat_arrays([self.counts, found.field(1)]),
            }
        )
        merged = table.group_by("text").aggregate([("count", "sum")])
        self.texts, self.counts = merged["text"].combine_chunks(), merged["count_sum"].combine_chunks()
        if len(self.counts) > 2 * KEPT:
            self._prune()

    def _prune(self) -> None:
        """Misra and Gries: take the count of the first that does not fit off all, and forget those that had no more."""
        counts = np.asarray(self.counts)
        counts = counts - np.partition(counts, len(counts) - KEPT - 1)[len(counts) - KEPT - 1]
        left = np.flatnonzero(counts > 0)
        self.texts, self.counts = self.texts.take(pa.array(left)), pa.array(counts[left])

    def encoder(self) -> CategoricalColumn | None:
        return category_encoder(self.column, self.texts, self.counts, has_missing=self.has_missing)
