"""Columns of a table as inputs of a graph, and ``Preprocessor.transform`` as nodes.

Each column is an input of its own name, rows x 1: quantities (numbers, booleans as 0 and 1, datetimes as seconds since
1970, UTC) are doubles, NaN where missing; categories are strings, ``MISSING_TEXT`` where missing.
"""

from dataclasses import dataclass

import numpy as np
from onnx import TensorProto

from driftdesk.core.entities import Kind
from driftdesk.core.training.export.graph import ROWS, Graph
from driftdesk.core.training.preprocessing import (
    CLIP,
    LIMIT,
    MISSING,
    UNKNOWN,
    CategoricalColumn,
    NumericColumn,
    Preprocessor,
)

MISSING_TEXT = "\ufffe"
"""Stands for a missing category: a code point that is no character, so that no text holds it."""
_DAY = 86_400.0


@dataclass(frozen=True)
class Encoded:
    """Names of values: ``numeric`` rows x numbers (float), ``codes`` rows x categories (int64), ``raw`` rows x
    quantities (double); None where there are no such columns."""

    numeric: str | None
    codes: str | None
    raw: str | None


def encode(graph: Graph, preprocessor: Preprocessor) -> Encoded:
    """Add an input for each column, and what the preprocessor does with it."""
    raws, numbers = [], []
    for column in preprocessor.numeric:
        raw = _quantity(graph, column)
        raws.append(raw)
        numbers += _numbers(graph, column, raw)
    codes = [_codes(graph, column) for column in preprocessor.categorical]
    return Encoded(
        numeric=graph.cast(_side_by_side(graph, numbers), TensorProto.FLOAT) if numbers else None,
        codes=_side_by_side(graph, codes) if codes else None,
        raw=_side_by_side(graph, raws) if raws else None,
    )


def _side_by_side(graph: Graph, parts: list[str]) -> str:
    return graph.add("Concat", *parts, axis=1)


def _quantity(graph: Graph, column: NumericColumn) -> str:
    """What ``preprocessing.quantities`` gives, rows x 1."""
    given = graph.input(column.name, TensorProto.DOUBLE, [ROWS, 1])
    if column.kind is Kind.BOOLEAN:
        missing = graph.add("IsNaN", given)
        is_false = graph.add("Equal", given, graph.constant(0.0))
        sign = graph.add("Where", is_false, graph.constant(-1.0), graph.constant(1.0))
        return graph.add("Where", missing, given, sign)
    if column.kind is Kind.DATETIME:
        return given
    clipped = graph.add("Min", graph.add("Max", given, graph.constant(-LIMIT)), graph.constant(LIMIT))
    return graph.add("Where", graph.add("IsNaN", given), given, clipped)


def _numbers(graph: Graph, column: NumericColumn, raw: str) -> list[str]:
    """The standardised value and what stands beside it, each rows x 1, double."""
    missing = graph.add("IsNaN", raw)
    known = graph.add("Where", missing, graph.constant(column.centre), raw)
    scaled = graph.add(
        "Div", graph.add("Sub", known, graph.constant(column.centre)), graph.constant(column.scale)
    )
    clipped = graph.add("Clip", scaled, graph.constant(-CLIP), graph.constant(CLIP))
    zero = graph.constant(0.0)
    made = [graph.add("Where", missing, zero, clipped) if column.kind is Kind.BOOLEAN else clipped]
    if column.indicator:
        made.append(graph.cast(missing, TensorProto.DOUBLE))
    for wanted, turns in ((column.hours, 1.0), (column.weekdays, 7.0)):
        if wanted:
            days = graph.add("Div", known, graph.constant(_DAY))
            days = days if turns == 1.0 else graph.add("Div", graph.add("Floor", days), graph.constant(turns))
            part = graph.add("Sub", days, graph.add("Floor", days))
            angle = graph.add("Mul", part, graph.constant(2 * np.pi))
            made += [graph.add("Where", missing, zero, graph.add(turn, angle)) for turn in ("Sin", "Cos")]
    return made


def _codes(graph: Graph, column: CategoricalColumn) -> str:
    """Codes of a category, rows x 1, int64."""
    given = graph.input(column.name, TensorProto.STRING, [ROWS, 1])
    known = {text: i for i, text in enumerate(column.vocabulary, start=max(UNKNOWN, MISSING) + 1)}
    known = {MISSING_TEXT: MISSING, "": MISSING} | known
    return graph.add(
        "LabelEncoder",
        given,
        domain="ai.onnx.ml",
        keys_strings=[*known],
        values_int64s=[*known.values()],
        default_int64=UNKNOWN,
    )
