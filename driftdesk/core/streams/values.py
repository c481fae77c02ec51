"""The stream of a version: one number a row, in order."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.entities import DatasetVersion, Kind, Schema, StreamSource, Task
from driftdesk.core.errors import SchemaError
from driftdesk.core.expressions.expression import parse
from driftdesk.core.profiles.numeric import numbers
from driftdesk.core.profiles.ordered import Floats

if TYPE_CHECKING:
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.trainers.base import Predictor

Moment = datetime | float | str | None


@dataclass(frozen=True)
class Stream:
    """``values``: NaN where missing. ``order``: the values of the column that orders it; None: rows as they stand."""

    values: Floats
    order: pa.Array | None

    def moment(self, position: int) -> Moment:
        """The value of the ordering column there."""
        if self.order is None:
            return None
        found: Moment = self.order[position].as_py()
        return found.replace(tzinfo=UTC) if isinstance(found, datetime) and found.tzinfo is None else found


def read(
    tables: TableService,
    version: DatasetVersion,
    source: StreamSource,
    predictor: Predictor | None,
    context: Context,
) -> Stream:
    """Raises ExpressionError, NotFoundError (unknown column), SchemaError (text is no stream, or the model's columns
    are not there)."""
    names, value_of = (
        _of_model(predictor, version.columns) if predictor else _of_expression(source.of, version.columns)
    )
    order_by = version.columns.column(source.order_by).name if source.order_by else None
    wanted = list(dict.fromkeys([*names, *([order_by] if order_by else [])]))
    values, orders, done = [np.empty(0)], [], 0
    for table in tables.batches(version, wanted or version.columns.names[:1]):
        context.check()
        values.append(value_of(table))
        if order_by:
            orders.append(table[order_by].combine_chunks())
        done += len(table)
        context.progress(done, version.rows, "reading the stream")
    found = np.concatenate(values)
    if order_by is None:
        return Stream(found, None)
    order = pa.chunked_array(orders or [pa.array([], pa.float64())]).combine_chunks()
    first = np.argsort(_rank(order, version.columns.column(order_by).kind), kind="stable")
    return Stream(found[first], order.take(pa.array(first)))


def _rank(order: pa.Array, kind: Kind) -> Floats:
    """Numbers that sort as the column does; missing last."""
    if kind in (Kind.NUMERIC, Kind.DATETIME):
        rank = np.full(len(order), np.inf)
        rank[np.asarray(order.is_valid().to_numpy(zero_copy_only=False))] = numbers(order)
        return rank
    import pyarrow.compute as pc

    return np.asarray(
        pc.rank(order, null_placement="at_end", tiebreaker="dense").to_numpy(), dtype=np.float64
    )


Values = Callable[[pa.Table], Floats]


def _of_expression(text: str, schema: Schema) -> tuple[list[str], Values]:
    expression = parse(text, schema)
    if expression.kind not in (Kind.NUMERIC, Kind.BOOLEAN):
        raise SchemaError(
            f"{text!r} is {expression.kind.value}, and a stream is of numbers, or of no and yes.",
            "Write a number, or a condition such as `prediction != target`.",
        )

    def values(table: pa.Table) -> Floats:
        found = expression.evaluate(table).cast(pa.float64(), safe=False)
        return np.asarray(found.fill_null(float("nan")).to_numpy(zero_copy_only=False))

    return list(expression.columns), values


def _of_model(predictor: Predictor, schema: Schema) -> tuple[list[str], Values]:
    import pyarrow.compute as pc

    from driftdesk.core.performance.predictions import ModelPredictions

    predictions = ModelPredictions(predictor)
    names = predictions.columns(schema)
    if predictor.problem.target.name not in names:
        raise SchemaError(
            f"The data has no column {predictor.problem.target.name!r}, so no prediction can be wrong.",
            "Watch a column instead, or wait for the labels.",
        )

    def values(table: pa.Table) -> Floats:
        found = predictions.of(table)
        if predictions.task is Task.REGRESSION:
            wrong = pc.abs(pc.subtract(found.truth, found.decided))
        else:
            wrong = pc.not_equal(found.truth, found.decided).cast(pa.float64())
        return np.asarray(pc.fill_null(wrong, float("nan")).to_numpy(zero_copy_only=False))

    return names, values
