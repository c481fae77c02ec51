"""The rows that wait for a label, in the order in which to look at them."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import numpy as np
import pyarrow.compute as pc

from driftdesk.core.context import Context
from driftdesk.core.drafts.edits import Value
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    Dataset,
    Kind,
    LabelQueue,
    Record,
    Schema,
    Suggestion,
    ValueCount,
)
from driftdesk.core.errors import SchemaError
from driftdesk.core.expressions.writing import quoted
from driftdesk.core.labels.label_studio import label_text
from driftdesk.core.profiles.profile import ColumnProfile
from driftdesk.core.tables.matches import everything, find
from driftdesk.core.tables.source import RowSource
from driftdesk.core.tables.statistics import profiles_of
from driftdesk.core.tables.view import TableView

if TYPE_CHECKING:
    from driftdesk.core.drafts.source import DraftSource

MOST_QUEUED = 10_000
MOST_CLASSES = 1_000


class LabelProgress(Record):
    """How far the labelling of a dataset is, what the user's draft holds included."""

    rows: int
    labelled: int
    classes: tuple[ValueCount, ...]
    """The values of the target, most frequent first; empty of a quantity. Of a boolean target always both."""


@dataclass(frozen=True)
class Todo:
    """``row_ids`` are those to look at first: most informative first where a model was asked, the others behind them in
    their order; at most as many as were asked for, of ``total`` rows without a label."""

    dataset: Dataset
    source: DraftSource
    target: Column
    queue: LabelQueue | None
    """Where it is of this target."""
    row_ids: tuple[int, ...]
    suggestions: Mapping[int, Suggestion]
    total: int

    def rows(self, row_ids: Sequence[int]) -> list[dict[str, Value]]:
        """Rows by name of column, with ROW_ID; those that are not there are left out."""
        found, arrays = self.source.state.take(np.array(row_ids, np.int64))
        names = {c.id: c.name for c in self.source.columns.columns}
        columns = {names[i]: array.to_pylist() for i, array in arrays.items()}
        columns[ROW_ID] = found.tolist()
        return [dict(zip(columns, row, strict=True)) for row in zip(*columns.values(), strict=True)]


def target_of(columns: Schema, name: str) -> Column:
    """What is labelled. Raises SchemaError where no column is the target."""
    if columns.target is None:
        raise SchemaError(
            f"{name} has no target column, so there is nothing to label.",
            f"Make a column the target: driftdesk edit {name} --role COL=target.",
        )
    return columns.target


def without_label(source: RowSource, target: Column, context: Context) -> TableView:
    """The rows whose target is missing, in the order of the source."""
    matches = find(source, f"{quoted(target.name)} is null", "", (), context)
    return TableView(source, source.columns.names, matches, None)


def make_todo(
    dataset: Dataset, source: DraftSource, queue: LabelQueue | None, limit: int, context: Context
) -> Todo:
    """See ``Todo``. Raises SchemaError, JobCancelledError."""
    target = target_of(source.columns, dataset.name)
    view = without_label(source, target, context)
    queue = queue if queue is not None and queue.column_id == target.id else None
    suggestions = queue.suggestions() if queue is not None else {}
    first: list[int] = []
    if suggestions:
        ids, values = source.state.take(np.array(list(suggestions), np.int64), [target.id])
        missing = pc.is_null(values[target.id], nan_is_null=True)
        first = ids[np.asarray(missing)].tolist()
    others = view.page(0, limit, [], with_row_ids=True).column(ROW_ID).to_pylist()
    row_ids = tuple(dict.fromkeys([*first, *others]))[:limit]
    return Todo(dataset, source, target, queue, row_ids, suggestions, view.rows)


def progress_of(source: RowSource, target: Column, context: Context) -> LabelProgress:
    """From stored profiles; only row groups that a draft touches are read."""
    profile = profiles_of(source, everything(source), [target], context)[target.name]
    return LabelProgress(
        rows=profile.rows, labelled=profile.rows - profile.missing, classes=_classes(profile, target.kind)
    )


def _classes(profile: ColumnProfile, kind: Kind) -> tuple[ValueCount, ...]:
    counts: dict[str, int] = {}
    if profile.categories is not None:
        counts = dict(profile.categories.counts)
    elif kind is Kind.NUMERIC and profile.numeric is not None and profile.numeric.order.counts is not None:
        order = profile.numeric.order
        if order.is_exact and len(order.values) <= MOST_CLASSES:
            pairs = zip(order.values.tolist(), profile.numeric.order.counts.tolist(), strict=True)
            counts = {label_text(value): int(rows) for value, rows in pairs}
    if kind is Kind.BOOLEAN:
        counts = {"true": 0, "false": 0} | counts
    ranked = sorted(counts.items(), key=lambda pair: -pair[1])
    return tuple(ValueCount(value=value, rows=rows) for value, rows in ranked[:MOST_CLASSES])
