"""The problem and the parts of rows that stay in the store, from the row ids and the target (and the clock) alone.

The same parts as of a table in memory (``training/split``), in two passes over two columns: what is known of a target
(classes, how many rows, missing ones), then the part of each row. A byte a row is kept. A split by time, or a stored
split without a validation part, takes 32 bytes a row while it is made; and so do the classes that are too rare for
the hash of their row ids to represent, which are looked at again by themselves.
"""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa
import pyarrow.compute as pc
from numpy.typing import NDArray

from driftdesk.core.entities import ROW_ID, Task
from driftdesk.core.errors import SchemaError, TrainingError
from driftdesk.core.tables.source import RowSource
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.problem import (
    MAX_CLASSES,
    Problem,
    Target,
    check_enough,
    check_quantity,
    classes_of,
    feature_columns,
    labels,
    target_column,
)
from driftdesk.core.training.split import (
    TEST_SHARE,
    VALIDATION_SHARE,
    Parts,
    drawn,
    position,
    split,
    split_as_stored,
    split_by_time,
)

TRAIN, VALIDATION, TEST, UNKNOWN = 0, 1, 2, -1
"""UNKNOWN: the row has no target, or one that the training part lacks; nobody learns from it or is judged by it."""

if TYPE_CHECKING:
    from driftdesk.core.training.learning import Order

Ints = NDArray[np.int64]
Part8 = NDArray[np.int8]


@dataclass(frozen=True)
class Survey:
    """``part`` (int8): TRAIN, VALIDATION, TEST or UNKNOWN of each row, in the order of the store."""

    problem: Problem
    part: Part8
    group_rows: tuple[int, ...]

    def of_group(self, group: int) -> Part8:
        """The parts of the rows of one row group."""
        first = sum(self.group_rows[:group])
        return self.part[first : first + self.group_rows[group]]

    def rows_of(self, part: int) -> list[int]:
        """How many rows of a part each row group has."""
        return [int(np.count_nonzero(self.of_group(g) == part)) for g in range(len(self.group_rows))]

    def positions(self, part: int) -> Ints:
        """Places of a part's rows in the store, ascending (8 bytes a row)."""
        return np.flatnonzero(self.part == part)


@dataclass(frozen=True)
class Asked:
    """What to learn from which rows. ``stored``: their parts by a stored split (int8; places in ``split.PARTS``)."""

    source: RowSource
    order: "Order"
    monitor: Monitor
    stored: Part8 | None = None


def survey(asked: Asked) -> Survey:
    """Look at the target and the row ids of all rows.

    Raises what ``problem.frame`` and ``split`` raise, and for the same data.
    """
    order, warnings = asked.order, list[str]()
    column = target_column(order.schema, order.target)
    features = feature_columns(order.schema, order.task, order.target, warnings)
    problem = _problem(asked, Problem(task=order.task, features=features, target=column), warnings)
    for warning in warnings:
        asked.monitor.warn(warning)
    found = Survey(problem, _parts(asked, problem), tuple(asked.source.group_rows))
    if problem.task.is_classification and (asked.stored is not None or order.params.split == "time"):
        _leave_out_unknown_classes(asked, found)
    return found


def targets(asked: Asked, problem: Problem) -> Iterator[tuple[Ints, Target]]:
    """Row ids and target of one row group after the other; of all rows."""
    for group in range(len(asked.source.group_rows)):
        asked.monitor.check()
        table = asked.source.read_group(group, [problem.target.name], with_row_ids=True)
        ids = np.asarray(table[ROW_ID].combine_chunks()).astype(np.int64)
        yield ids, problem.encode(table[problem.target.name])


def _problem(asked: Asked, problem: Problem, warnings: list[str]) -> Problem:
    """``problem`` with its classes, found in one pass; refuses what cannot be learned."""
    name, known, lowest, highest = problem.target.name, 0, np.inf, -np.inf
    counts: Counter[str] = Counter()
    for group in range(len(asked.source.group_rows)):
        asked.monitor.check()
        values = asked.source.read_group(group, [name])[name]
        if problem.task is Task.REGRESSION:
            y = problem.encode(values)
            y = y[~np.isnan(y)]
            known += len(y)
            if len(y):
                lowest, highest = min(lowest, float(y.min())), max(highest, float(y.max()))
            continue
        for each in pc.value_counts(labels(values).drop_null()):
            counts[each["values"].as_py()] += each["counts"].as_py()
        if len(counts) > 2 * MAX_CLASSES:  # refused below, before an identifier fills the memory
            break
    rows = sum(asked.source.group_rows)
    if problem.task is not Task.REGRESSION:
        known = counts.total()
        texts = pa.array(list(counts), pa.string())
        problem = (
            problem.model_copy(update={"classes": classes_of(texts, problem.task, name)})
            if known
            else problem
        )
    check_enough(known, rows, name)
    if known < rows:
        warnings.append(
            f"{rows - known} of {rows} rows were left out: they have no value of the target {name!r}."
        )
    if problem.task is Task.REGRESSION:
        check_quantity(lowest, highest, name)
    return problem


def _is_known(problem: Problem, y: Target) -> NDArray[np.bool_]:
    known: NDArray[np.bool_] = ~np.isnan(y) if problem.task is Task.REGRESSION else y >= 0
    return known


def _parts(asked: Asked, problem: Problem) -> Part8:
    if asked.stored is None and asked.order.params.split == "random":
        return _by_hash(asked, problem)
    ids = np.empty(sum(asked.source.group_rows), np.int64)
    known = np.empty(len(ids), np.bool_)
    at = 0
    for row_ids, y in targets(asked, problem):
        ids[at : at + len(y)], known[at : at + len(y)] = row_ids, _is_known(problem, y)
        at += len(y)
    rows = np.flatnonzero(known)
    if asked.stored is not None:
        parts = split_as_stored(asked.stored[rows], ids[rows], asked.order.salt)
    else:
        parts = split_by_time(_clock(asked)[rows], ids[rows])
    return _spread(parts, rows, len(ids))


def _spread(parts: Parts, rows: Ints, total: int) -> Part8:
    found = np.full(total, UNKNOWN, np.int8)
    for part, places in ((TRAIN, parts.train), (VALIDATION, parts.validation), (TEST, parts.test)):
        found[rows[places]] = part
    return found


def _clock(asked: Asked) -> Ints:
    """Microseconds since 1970 of every row; the smallest number where the time is missing."""
    clock = asked.order.schema.timestamp
    if clock is None:
        raise SchemaError(
            "A split by time needs a timestamp column, and this version has none.",
            "Give a datetime column the role timestamp, or set split=random.",
        )
    name = clock.name
    found = []
    for group in range(len(asked.source.group_rows)):
        asked.monitor.check()
        micros = pc.cast(asked.source.read_group(group, [name])[name].combine_chunks(), pa.timestamp("us"))
        found.append(np.asarray(pc.fill_null(pc.cast(micros, pa.int64()), np.iinfo(np.int64).min)))
    return np.concatenate(found)


def _by_hash(asked: Asked, problem: Problem) -> Part8:
    """As ``split``: by the hash of row ids, class by class. Only classes in which that leaves validation or test short are
    gathered and split by themselves, which changes nothing of the others."""
    classes = len(problem.classes) or 1
    found = np.full(sum(asked.source.group_rows), UNKNOWN, np.int8)
    counts = np.zeros((classes, 3), np.int64)
    at = 0
    for ids, y in targets(asked, problem):
        place = position(ids, asked.order.salt)
        part = np.where(
            place < TEST_SHARE, TEST, np.where(place < TEST_SHARE + VALIDATION_SHARE, VALIDATION, TRAIN)
        )
        known = _is_known(problem, y)
        of = _class(problem, y)
        np.add.at(counts, (of[known], part[known]), 1)
        found[at : at + len(y)] = np.where(known, part, UNKNOWN)
        at += len(y)
    rows = counts.sum(axis=1)
    least = np.where(rows >= 20, rows // 20, rows >= 10)
    short = (
        (counts[:, TEST] < least) | (counts[:, VALIDATION] < least) | (counts[:, TRAIN] < np.minimum(rows, 1))
    )
    held = counts[~short]
    if not (held[:, TEST].sum() and held[:, VALIDATION].sum()):
        return _whole(asked, problem)  # so few rows that parts may be empty
    if short.any():
        _split_short(asked, problem, short, found)
    return found


def _split_short(asked: Asked, problem: Problem, short: NDArray[np.bool_], found: Part8) -> None:
    """Write the parts of the rows of ``short`` classes over those in ``found``."""
    rows, ids, classes, at = [], [], [], 0
    for row_ids, y in targets(asked, problem):
        of = _class(problem, y)
        chosen = np.flatnonzero(_is_known(problem, y) & short[of])
        rows.append(chosen + at)
        ids.append(row_ids[chosen])
        classes.append(of[chosen])
        at += len(y)
    found[np.concatenate(rows)] = drawn(
        position(np.concatenate(ids), asked.order.salt), np.concatenate(classes)
    )


def _whole(asked: Asked, problem: Problem) -> Part8:
    ids, y = (np.concatenate(each) for each in zip(*targets(asked, problem), strict=True))
    rows = np.flatnonzero(_is_known(problem, y))
    labelled = _class(problem, y)[rows] if problem.task.is_classification else None
    return _spread(split(ids[rows], labelled, asked.order.salt), rows, len(ids))


def _class(problem: Problem, y: Target) -> Ints:
    if problem.task is Task.REGRESSION:
        return np.zeros(len(y), np.int64)
    return y.astype(np.int64)


def _leave_out_unknown_classes(asked: Asked, found: Survey) -> None:
    """Rows held out whose class does not occur in the training part become UNKNOWN."""
    known = np.zeros(len(found.problem.classes), np.bool_)
    for group, (_, y) in enumerate(targets(asked, found.problem)):
        known[y[found.of_group(group) == TRAIN].astype(np.int64)] = True
    if known.sum() < 2:
        raise TrainingError(
            "The rows of the training part have one class only.", "Split at random, or stratified."
        )
    left = 0
    for group, (_, y) in enumerate(targets(asked, found.problem)):
        part = found.of_group(group)
        lost = (part != UNKNOWN) & ~known[y.astype(np.int64)]
        part[lost] = UNKNOWN
        left += int(lost.sum())
    if left:
        asked.monitor.warn(f"{left} rows were left out: their class does not occur in the training part.")
    if not (found.part == VALIDATION).any() or not (found.part == TEST).any():
        raise TrainingError(
            "The classes of the rows held out do not occur in the training part.",
            "Split at random, or stratified.",
        )
