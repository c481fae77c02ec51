"""What is to be learned, made precise: which columns, which target, which classes. Bad data is told from good here."""

import re
from dataclasses import dataclass

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.entities import Column, Kind, Record, Role, Schema, Task
from driftdesk.core.errors import SchemaError, TrainingError

MIN_ROWS = 20
MAX_CLASSES = 1000
LARGEST = 1e30
"""Of a quantity to learn, and of a weight: sums of such stay within float32, and of their squares within float64. What differs
by less than the inverse is one value."""
_NUMBER = re.compile(r"-?(\d+\.?\d*|\.\d+)", re.ASCII)

Target = NDArray[np.int64] | NDArray[np.float64]


class Problem(Record):
    """A task on columns. ``classes`` are the target's values as text, sorted; of two, the second is the positive."""

    task: Task
    features: tuple[Column, ...]
    target: Column
    classes: tuple[str, ...] = ()

    def encode(self, column: pa.ChunkedArray) -> Target:
        """Class numbers (-1: missing, or a class that the model does not know), or float64 (NaN: missing)."""
        if self.task is Task.REGRESSION:
            return numbers(column)
        return encode_labels(labels(column), self.classes)

    def decode(self, numbers: NDArray[np.int64]) -> pa.Array:
        """Class numbers as values of the target's own kind."""
        texts = pa.array(self.classes, pa.string()).take(pa.array(numbers))
        if self.target.kind is Kind.BOOLEAN:
            return pc.equal(texts, "true")
        return pc.cast(texts, pa.float64()) if self.target.kind is Kind.NUMERIC else texts


@dataclass(frozen=True)
class Framed:
    """A problem with its usable rows: those whose target is known."""

    problem: Problem
    table: pa.Table
    y: Target
    warnings: tuple[str, ...]


def labels(column: pa.ChunkedArray) -> pa.Array:
    """A target's values as text (``true``, ``3``, ``2.5``, ``positive``); missing and not-a-number are null."""
    array = _whole(column)
    if pa.types.is_dictionary(array.type):
        array = array.dictionary_decode()
    if pa.types.is_floating(array.type):
        array = pc.if_else(pc.is_finite(array), array, None)
        whole = pc.less(pc.abs(array), 2.0**53)
        whole = pc.and_(whole, pc.equal(array, pc.trunc(array)))
        as_integer = pc.cast(pc.if_else(whole, array, None), pa.int64(), safe=False)
        return pc.if_else(whole, pc.cast(as_integer, pa.string()), pc.cast(array, pa.string()))
    return pc.cast(array, pa.string())


def encode_labels(texts: pa.Array, classes: tuple[str, ...]) -> NDArray[np.int64]:
    """Number of each text's class (int64); -1 where it is missing or of no class."""
    found = pc.index_in(texts, value_set=pa.array(classes, pa.string()))
    found = pc.if_else(pc.is_null(texts), None, found)
    return np.asarray(pc.fill_null(found, -1)).astype(np.int64)


def numbers(column: pa.ChunkedArray) -> NDArray[np.float64]:
    """float64; missing, and infinite, are NaN. Raises SchemaError where the values are not numbers."""
    array = _whole(column)
    if not (
        pa.types.is_integer(array.type) or pa.types.is_floating(array.type) or pa.types.is_decimal(array.type)
    ):
        raise SchemaError(
            f"A regression needs a numeric target, but its values are {array.type}.",
            "Choose another target, or a classification task.",
        )
    values = np.asarray(pc.fill_null(pc.cast(array, pa.float64(), safe=False), np.nan))
    return np.where(np.isfinite(values), values, np.nan)


def frame(table: pa.Table, schema: Schema, task: Task, target: str) -> Framed:
    """The problem of learning ``target`` from ``table``, with the rows whose target is known.

    Raises SchemaError (no such target, no usable features) and TrainingError (too few rows, one class, ...).
    """
    column = target_column(schema, target)
    warnings: list[str] = []
    features = feature_columns(schema, task, target, warnings)
    if column.name not in table.column_names:
        raise SchemaError(
            f"The data has no column {target!r}.", f"It has: {', '.join(table.column_names[:40])}."
        )
    if task is Task.REGRESSION:
        problem = Problem(task=task, features=features, target=column)
        y: Target = problem.encode(table[column.name])
        known = ~np.isnan(y)
    else:
        texts = labels(table[column.name])
        problem = Problem(
            task=task, features=features, target=column, classes=classes_of(texts, task, target)
        )
        y = encode_labels(texts, problem.classes)
        known = y >= 0
    check_enough(int(known.sum()), len(y), target)
    if missing := int(np.count_nonzero(~known)):
        warnings.append(
            f"{missing} of {len(y)} rows were left out: they have no value of the target {target!r}."
        )
        table, y = table.filter(pa.array(known)), y[known]
    if task is Task.REGRESSION:
        check_quantity(float(y.min()), float(y.max()), target)
    if task is Task.TEXT:
        _check_texts(table, features)
    return Framed(problem, table, y, tuple(warnings))


def target_column(schema: Schema, target: str) -> Column:
    """The target of ``schema``. Raises SchemaError."""
    if target not in schema.names:
        raise SchemaError(
            f"The target {target!r} is not a column of this version.",
            f"The columns are: {', '.join(schema.names[:40])}.",
        )
    return schema.column(target)


def feature_columns(schema: Schema, task: Task, target: str, warnings: list[str]) -> tuple[Column, ...]:
    """What ``task`` learns from; adds to ``warnings`` what it does not use. Raises SchemaError where that is nothing."""
    given = [c for c in schema.columns if c.role is Role.FEATURE and c.name != target]
    if task is not Task.TEXT:
        usable = [c for c in given if c.kind is not Kind.TEXT]
    else:
        usable = [c for c in given if c.kind is Kind.TEXT] or [c for c in given if c.kind is Kind.CATEGORICAL]
    if not usable:
        wanted = (
            "a text column" if task is Task.TEXT else "a numeric, categorical, boolean or datetime column"
        )
        raise SchemaError(
            "There is no feature to learn from.",
            f"Give {wanted} the role feature; this task ({task}) needs one.",
        )
    if ignored := [c.name for c in given if c not in usable]:
        warnings.append(f"Columns that the task {task} does not use were ignored: {', '.join(ignored[:20])}.")
    return tuple(usable)


def classes_of(texts: pa.Array, task: Task, target: str) -> tuple[str, ...]:
    """The classes among a target's values, in their order. Raises TrainingError where they do not fit the task."""
    found = tuple(sorted(pc.unique(texts).drop_null().to_pylist()))
    if len(found) == 1:
        raise TrainingError(
            f"The target {target!r} has one class only ({found[0]!r}): there is nothing to tell apart.",
            "Import rows of at least one more class.",
        )
    if task is Task.BINARY and len(found) > 2:
        raise TrainingError(
            f"The target {target!r} has {len(found)} classes, but the task is binary.",
            "Set the task to multiclass.",
        )
    if len(found) > MAX_CLASSES:
        raise TrainingError(
            f"The target {target!r} has {len(found)} classes; at most {MAX_CLASSES} can be learned.",
            "If it is a quantity, set the task to regression; if it is an identifier, choose another target.",
        )
    return tuple(sorted(found, key=float)) if _all_numbers(found) else found


def _all_numbers(texts: tuple[str, ...]) -> bool:
    return all(_NUMBER.fullmatch(t) for t in texts)


def check_enough(known: int, rows: int, target: str) -> None:
    """Raise TrainingError where too few of ``rows`` have a target."""
    if rows and not known:
        raise TrainingError(
            f"The target {target!r} is missing in every row.", "Choose another target or other data."
        )
    if known < MIN_ROWS:
        raise TrainingError(
            f"There are {known} rows with a known {target!r}; a training needs at least {MIN_ROWS}.",
            "Import more rows.",
        )


def check_quantity(lowest: float, highest: float, target: str) -> None:
    """Raise TrainingError where a quantity between these cannot be learned: it is constant, or too large
    or too small to calculate with."""
    if lowest == highest:
        raise TrainingError(
            f"Every row has the same {target!r}: there is nothing to learn.", "Choose another target."
        )
    if max(-lowest, highest) > LARGEST:
        raise TrainingError(
            f"The target {target!r} goes up to {max(-lowest, highest):.3g}: errors of that size cannot be squared.",
            "Give it in another unit (by a computed column), or make those values missing.",
        )
    if highest - lowest < 1 / LARGEST:
        raise TrainingError(
            f"The values of {target!r} differ by {highest - lowest:.3g} at most: errors of that size cannot be squared.",
            "Give it in another unit (by a computed column).",
        )


def _check_texts(table: pa.Table, features: tuple[Column, ...]) -> None:
    for feature in features:
        texts = pc.fill_null(pc.cast(table[feature.name], pa.large_string()), "")
        texts = pc.utf8_trim_whitespace(texts)
        if not pc.all(pc.equal(texts, texts[0])).as_py():
            return
    raise TrainingError(
        "Every text is the same (or empty): there is nothing to learn from.",
        "Check the roles of the columns, or import texts that differ.",
    )


def _whole(column: pa.ChunkedArray | pa.Array) -> pa.Array:
    return column.combine_chunks() if isinstance(column, pa.ChunkedArray) else column
