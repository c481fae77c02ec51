"""Where a model is worse: asked for by column or filter, or found.

A slice's metrics have intervals by the delta method (``measured``), or by formula (``intervals``). Whether it differs from
*the other rows* is a z-test of two independent groups (of accuracy a test of two proportions, exact where there are few; of other
metrics where rows are few by drawing them again, ``permuting``), corrected by Holm for all slices of the list; the difference that is told is to those other rows, too.

The worst slices are searched one column at a time, among the conditions that explanations of drift use, by the mean loss of their
rows (Chung et al., "Slice Finder", ICDE 2019). A search always finds something: so it sees one half of the rows, and what
is told, p-value and figures, is of the other half; what does not hold there is not told.
"""

from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime

import numpy as np
import pyarrow as pa
from numpy.typing import NDArray

from driftdesk.core.drift.methods.counts import proportions_p
from driftdesk.core.drift.why.conditions import FEW_NUMBERS, Condition, as_numbers, conditions
from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    PRIMARY_METRIC,
    Column,
    Kind,
    Schema,
    Slice,
    SliceFigures,
    Task,
)
from driftdesk.core.errors import ExpressionError, ParameterError
from driftdesk.core.expressions.expression import Expression, parse_filter
from driftdesk.core.expressions.writing import between, literal, quoted
from driftdesk.core.training.evaluation.intervals import FEW, Z, of_area, of_macro_f1, wilson
from driftdesk.core.training.evaluation.measured import Measured
from driftdesk.core.training.evaluation.outcomes import UNIT_INTERVAL, Outcome, measured
from driftdesk.core.training.evaluation.paired import holm
from driftdesk.core.training.evaluation.permuting import p_of_area, p_of_mean
from driftdesk.core.training.metrics import Floats, confusion

Mask = NDArray[np.bool_]
Check = Callable[[], None]

VALUES = 20
"""Values of a column that are slices of their own."""
BINS = 5
LEAST_ROWS = 30
"""Fewer are not tested."""
FEW_LOSSES = 1_000
"""Rows of the smaller side below which losses are compared by drawing rows again."""
WORST = 8
ALPHA = 0.01
_LEAST_SHARE = 0.01
_LEAST_EFFECT = 0.1
"""Of a worst slice: how far its mean loss lies above the others', in standard deviations of the loss."""
_REST = 50_000
_ALIKE = 0.7
_SEED = 20_000


@dataclass(frozen=True)
class Cut:
    """A slice before it is judged."""

    rule: str
    column: str
    rows: Mask


def asked_columns(asked: Sequence[str], schema: Schema) -> tuple[str, ...]:
    """The columns that slices need: by name, or those that their filters read. Raises ParameterError, ExpressionError."""
    found: dict[str, None] = {}
    for text in asked:
        found |= dict.fromkeys([text] if text in schema.names else _filter(text, schema).columns)
    return tuple(found)


def asked_slices(
    asked: Sequence[str], schema: Schema, table: pa.Table, outcome: Outcome, check: Check
) -> tuple[Slice, ...]:
    """The slices of columns and filters, in the order asked for; ``table`` has the rows of ``outcome``."""
    cuts: list[Cut] = []
    for text in asked:
        check()
        if text in schema.names:
            cuts += _of_column(schema.column(text), table.column(text))
        else:
            cuts.append(Cut(text.strip(), "", _filter(text, schema).mask(table)))
    made = []
    for cut in cuts:
        check()
        made.append(judged(cut, outcome))
    return _corrected(made)


def _filter(text: str, schema: Schema) -> Expression:
    try:
        return parse_filter(text, schema)
    except ExpressionError as error:
        raise ParameterError(
            f"{text!r} is neither a column nor a filter: {error.message}",
            f"Write a column ({', '.join(schema.names[:8])}, ...) or a filter such as age > 30.",
        ) from error


def _of_column(column: Column, values: pa.ChunkedArray) -> Iterator[Cut]:
    """Its values where they are few, else quantile bins; and the rows that lack one."""
    missing = np.asarray(values.is_null().combine_chunks().to_numpy(zero_copy_only=False))
    if missing.all():
        return
    name = column.name
    if column.kind in (Kind.NUMERIC, Kind.DATETIME):
        numbers = as_numbers(values)
        distinct = np.unique(numbers[np.isfinite(numbers)])
        if column.kind is Kind.NUMERIC and distinct.size <= FEW_NUMBERS:
            for value in distinct.tolist():
                yield Cut(f"{quoted(name)} == {literal(_plain(value))}", name, numbers == value)
        else:
            yield from _bins(column, numbers, distinct)
    elif column.kind is Kind.TEXT:
        raise ParameterError(
            f"{name} is a text: its values are no slices.", f"Ask for a filter, such as length({name}) > 100."
        )
    else:
        for condition in conditions(column, values, values.slice(0, 0)):
            if not condition.text.startswith("is_missing("):
                yield Cut(condition.text, name, condition.reference)
    if missing.any():
        yield Cut(f"is_missing({quoted(name)})", name, missing)


def _bins(column: Column, numbers: Floats, distinct: Floats) -> Iterator[Cut]:
    if not distinct.size:
        return
    known = np.sort(numbers[np.isfinite(numbers)])
    # values that there are: they read better than means of two
    edges = np.unique(known[np.linspace(0, known.size - 1, BINS + 1).round().astype(np.int64)])
    for low, high in zip(edges[:-1].tolist(), edges[1:].tolist(), strict=True):
        last = high == edges[-1]
        with np.errstate(invalid="ignore"):
            rows = (numbers >= low) & ((numbers <= high) if last else (numbers < high))
        ends = [
            datetime.fromtimestamp(end, UTC).replace(tzinfo=None)
            if column.kind is Kind.DATETIME
            else _plain(end)
            for end in (low, high)
        ]
        yield Cut(between(column.name, ends[0], ends[1], last=last), column.name, rows)


def _plain(value: float) -> int | float:
    return int(value) if value.is_integer() and abs(value) < 2**53 else value


def judged(cut: Cut, outcome: Outcome, *, worst: bool = False) -> Slice:
    """The figures of a slice, and whether it differs from the other rows; ``p_value`` is not corrected yet."""
    inside = outcome.take(cut.rows)
    others = np.flatnonzero(~cut.rows)
    rest = outcome.take(others[:: max(1, others.size // _REST)])
    found, against = measured(inside), measured(rest)
    name = _metric(outcome.task, found, by_loss=worst)
    difference = p_value = None
    if name and name in against:
        difference = found[name].value - against[name].value
        if min(len(inside), len(rest)) >= LEAST_ROWS:
            p_value = _p_value(name, inside, rest, found[name], against[name])
    return Slice(
        rule=cut.rule,
        column=cut.column,
        rows=len(inside),
        share=len(inside) / max(len(outcome), 1),
        metrics={n: figures(n, m, inside) for n, m in found.items() if np.isfinite(m.value)},
        metric=name,
        difference=difference,
        p_value=p_value,
        worst=worst,
    )


def figures(name: str, of: Measured, outcome: Outcome) -> SliceFigures:
    """With the 95 % interval by the normal law; of accuracy and F1, and of ROC AUC of few rows, one that holds for those, and
    when all are right."""
    if name == "accuracy":
        low, high = wilson(of.value * len(outcome), len(outcome))
    elif name == "f1":
        low, high = of_macro_f1(confusion(outcome.labels, outcome.decided, len(outcome.classes)))
    elif name == "roc_auc" and min(sides := _sides(outcome)) < FEW:
        low, high = of_area(of.value, *sides)
    else:
        low, high = of.value - Z * of.error, of.value + Z * of.error
    if name in UNIT_INTERVAL:
        low, high = max(low, 0.0), min(high, 1.0)
    return SliceFigures(value=of.value, low=low, high=high)


def _sides(outcome: Outcome) -> tuple[int, int]:
    """Rows of the positive class, and others."""
    ones = int(np.count_nonzero(outcome.labels == 1))
    return ones, len(outcome) - ones


def _metric(task: Task, found: dict[str, Measured], *, by_loss: bool) -> str:
    """What a slice is judged by: the task's first metric; where it is not defined, or for slices found by loss, the loss."""
    loss = "rmse" if task is Task.REGRESSION else "log_loss"
    first = loss if by_loss else PRIMARY_METRIC[task]
    return first if first in found else loss if loss in found else ""


def _p_value(name: str, inside: Outcome, rest: Outcome, figure: Measured, against: Measured) -> float | None:
    if name == "accuracy":
        right, others = (int(np.sum(o.decided == o.labels)) for o in (inside, rest))
        return proportions_p(right, len(inside), others, len(rest))
    if name == "roc_auc" and min(*_sides(inside), *_sides(rest)) < FEW:
        return p_of_area(_scores(inside), _scores(rest))
    if name != "roc_auc" and min(len(inside), len(rest)) < FEW_LOSSES:
        return p_of_mean(inside.losses(), rest.losses())
    from scipy.special import ndtr

    error = float(np.hypot(figure.error, against.error))
    if error <= 0:
        return 1.0 if figure.value == against.value else None
    return float(2 * ndtr(-abs(figure.value - against.value) / error))


def _scores(outcome: Outcome) -> tuple[Floats, Floats]:
    """Of the positive class, and of the others."""
    positive = outcome.labels == 1
    return outcome.predicted[positive, 1], outcome.predicted[~positive, 1]


def _corrected(made: Sequence[Slice]) -> tuple[Slice, ...]:
    tested = [s for s in made if s.p_value is not None]
    p_values = iter(holm([s.p_value or 0.0 for s in tested]))
    return tuple(s if s.p_value is None else s.model_copy(update={"p_value": next(p_values)}) for s in made)


def worst_slices(
    columns: Sequence[Column], table: pa.Table, outcome: Outcome, check: Check
) -> tuple[Slice, ...]:
    """Up to ``WORST`` slices whose rows cost more than the others, by conditions on one column; the worst first."""
    losses = outcome.losses()
    seen = np.random.default_rng(_SEED).permutation(len(outcome)) % 2 == 0
    if not columns or len(outcome) < 4 * LEAST_ROWS or not losses.std() > 0:
        return ()  # of data with texts alone there is no column to slice by, and a table without columns has no rows
    halves = table.filter(pa.array(seen)), table.filter(pa.array(~seen))
    found: list[tuple[float, Condition]] = []
    for column in columns:
        check()
        for condition in conditions(column, halves[0].column(column.name), halves[1].column(column.name)):
            score = _score(losses[seen], condition.reference)
            if score > 0:
                found.append((score, condition))
    chosen = _unlike(sorted(found, key=lambda each: -each[0]))
    unseen = outcome.take(~seen)
    told = []
    for condition in chosen:
        check()
        if np.count_nonzero(condition.current) >= LEAST_ROWS and _effect(unseen.losses(), condition.current):
            told.append(judged(Cut(condition.text, condition.column, condition.current), unseen, worst=True))
    worse = [
        s
        for s in _bonferroni(told, len(chosen))
        if s.p_value is not None and s.p_value <= ALPHA and s.difference is not None and _is_worse(s)
    ]
    return tuple(sorted(worse, key=lambda s: -abs(s.difference or 0.0) * s.share))


def _is_worse(s: Slice) -> bool:
    return ((s.difference or 0.0) > 0) == (s.metric in LOWER_IS_BETTER)


def _bonferroni(told: Sequence[Slice], tests: int) -> list[Slice]:
    return [
        s.model_copy(update={"p_value": None if s.p_value is None else min(1.0, tests * s.p_value)})
        for s in told
    ]


def _score(losses: Floats, rows: Mask) -> float:
    """Welch's t of the loss inside against outside; 0 where the slice is too thin, or hardly worse."""
    n = int(np.count_nonzero(rows))
    m = rows.size - n
    if n < max(LEAST_ROWS, _LEAST_SHARE * rows.size) or m < LEAST_ROWS or not _effect(losses, rows):
        return 0.0
    inside, outside = losses[rows], losses[~rows]
    error = float(np.sqrt(inside.var() / n + outside.var() / m))
    return float((inside.mean() - outside.mean()) / error) if error > 0 else 0.0


def _effect(losses: Floats, rows: Mask) -> bool:
    """Whether the rows cost at least ``_LEAST_EFFECT`` standard deviations more than the others."""
    spread = float(losses.std())
    return spread > 0 and float(losses[rows].mean() - losses[~rows].mean()) >= _LEAST_EFFECT * spread


def _unlike(found: Sequence[tuple[float, Condition]]) -> list[Condition]:
    """The first ones that do not mostly say what one before said: other rows, or the rest of the same column."""
    chosen: list[Condition] = []
    for _, condition in found:
        if len(chosen) == WORST:
            break
        if not any(_is_like(condition, before) for before in chosen):
            chosen.append(condition)
    return chosen


def _is_like(one: Condition, other: Condition) -> bool:
    """Of one column most rows of the smaller are in the larger; of two, they hold mostly the same rows."""
    both = np.count_nonzero(one.reference & other.reference)
    sizes = np.count_nonzero(one.reference), np.count_nonzero(other.reference)
    if one.column == other.column:
        return bool(both > min(sizes) / 2)
    return bool(both >= _ALIKE * (sum(sizes) - both))
