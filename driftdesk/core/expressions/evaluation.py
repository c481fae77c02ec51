"""Computing an expression on a table, one chunk of rows after the other."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace
from datetime import datetime

import pyarrow as pa

from driftdesk.core.entities import Kind
from driftdesk.core.errors import ExpressionError
from driftdesk.core.expressions.functions import FUNCTIONS
from driftdesk.core.expressions.kernels import KERNELS, Values, one_of
from driftdesk.core.expressions.tree import Call, ColumnNode, Constant, Family, Literal, Node, OneOf
from driftdesk.core.tables.values import arrow_type, nan_to_null, null_array, unify

_SAMPLES: dict[Family, Constant] = {
    Family.NUMBER: 1,
    Family.TEXT: "x",
    Family.TRUTH: True,
    Family.TIME: datetime(2000, 1, 1),
}


def evaluate(root: Node, columns: Sequence[str], table: pa.Table) -> pa.Array:
    """One value a row of ``table``."""
    if isinstance(root, Literal):
        return pa.repeat(scalar(root.value, root.kind), table.num_rows)
    batches = table.select(list(columns)).to_batches()
    found = [_values(root, batch) for batch in batches]
    return unify(found, root.kind).combine_chunks() if len(found) != 1 else found[0]


def scalar(value: Constant, kind: Kind) -> pa.Scalar:
    """A constant as the kernels take it."""
    return pa.scalar(value, pa.int64() if type(value) is int else arrow_type(kind))


def folded(root: Node) -> Node:
    """The tree with each part that reads no column computed once. Raises ExpressionError where a function refuses what
    is written out, such as a bad regular expression."""
    if isinstance(root, OneOf):
        value = folded(root.value)
        root = replace(root, value=value)
        return _tried(root) if isinstance(value, Literal) else root
    if not isinstance(root, Call):
        return root
    root = replace(root, arguments=tuple(folded(a) for a in root.arguments))
    function = FUNCTIONS.get(root.name)
    is_constant = all(isinstance(a, Literal) for a in root.arguments)
    if is_constant or (function is not None and any(p.fixed for p in function.parameters)):
        tried = _tried(root)
        return tried if is_constant else root
    return root


def _tried(root: Call | OneOf) -> Literal:
    """The value for one row in which every column holds some value."""
    first, *rest = root.parts
    try:
        arguments = [pa.array([_sample(first).as_py()], _sample(first).type), *map(_sample, rest)]
        found = (
            one_of(arguments[0], root.options) if isinstance(root, OneOf) else KERNELS[root.name](*arguments)
        )
        return Literal(root.kind, root.position, found[0].as_py())
    except (ValueError, OverflowError, pa.ArrowException) as error:
        name = root.name if isinstance(root, Call) and root.name in FUNCTIONS else "This"
        hint = f"For example: {FUNCTIONS[name].example}" if name in FUNCTIONS else "Use smaller values."
        raise ExpressionError(f"{name} cannot be computed: {error}.", hint, position=root.position) from error


def _sample(node: Node) -> pa.Scalar:
    value: Constant = node.value if isinstance(node, Literal) else _SAMPLES[node.family]
    return scalar(value, node.kind)


def _values(node: Node, batch: pa.RecordBatch) -> Values:
    if isinstance(node, ColumnNode):
        return _column(batch.column(node.name), node.kind)
    if isinstance(node, Literal):
        return scalar(node.value, node.kind)
    found = [_values(part, batch) for part in node.parts]
    if isinstance(node, OneOf):
        return one_of(found[0], node.options)
    assert isinstance(node, Call)
    return KERNELS[node.name](*found)


def _column(array: pa.Array, kind: Kind) -> pa.Array:
    """As the kernels take it: of the kind's one type (or int64), without NaN."""
    wanted = arrow_type(kind)
    if array.type == pa.int64() and kind is Kind.NUMERIC:
        return array
    if pa.types.is_null(array.type):
        return null_array(kind, len(array))
    if kind is Kind.NUMERIC and pa.types.is_integer(array.type) and array.type != pa.uint64():
        return array.cast(pa.int64())
    return nan_to_null(array if array.type == wanted else array.cast(wanted, safe=False))
