"""An expression: parsed and checked against a schema once, evaluated on any number of tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass, field
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from driftdesk.core.entities import Kind, Schema
from driftdesk.core.expressions.building import Builder
from driftdesk.core.expressions.evaluation import evaluate, folded
from driftdesk.core.expressions.parsing import parse_tree
from driftdesk.core.expressions.pruning import Match, prune
from driftdesk.core.expressions.tree import ColumnNode, Literal, Node, walk

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.tables.bounds import Bounds


@dataclass(frozen=True)
class Expression:
    """What ``parse`` makes. May be used from any thread."""

    text: str
    kind: Kind
    """Of what it computes; text that is put together from categories is categorical."""
    columns: tuple[str, ...]
    """The columns it reads, in the order in which they occur."""
    root: Node = field(repr=False)

    @property
    def is_missing(self) -> bool:
        """It is a missing value for every row, which a column of any kind takes."""
        return isinstance(self.root, Literal) and self.root.value is None

    def evaluate(self, table: pa.Table) -> pa.Array:
        """One value a row of ``table``, which has at least ``columns``. Numbers are int64 where they are whole and fit,
        else float64; there is no NaN: what cannot be computed is missing."""
        return evaluate(self.root, self.columns, table)

    def mask(self, table: pa.Table) -> npt.NDArray[np.bool_]:
        """Where a filter lets rows through; missing counts as no."""
        found: npt.NDArray[np.bool_] = self.evaluate(table).fill_null(False).to_numpy(zero_copy_only=False)
        return found

    def prune(self, bounds_of: Callable[[str], Bounds | None]) -> Match:
        """What a filter does to a row group, told from the bounds of its columns alone: that none of its rows
        or all of them get through is certain, else SOME."""
        return prune(self.root, bounds_of)


def parse(text: str, schema: Schema) -> Expression:
    """Raises ExpressionError where ``text`` is no expression over the columns of ``schema``."""
    return _expression(text, parse_tree(text, schema))


def parse_filter(text: str, schema: Schema) -> Expression:
    """As ``parse``, but it must be true or false for each row. Raises ExpressionError."""
    return _expression(text, Builder(schema).truth(parse_tree(text, schema), "a filter"))


def _expression(text: str, root: Node) -> Expression:
    columns = dict.fromkeys(n.name for n in walk(root) if isinstance(n, ColumnNode))
    return Expression(text, root.kind, tuple(columns), folded(root))


__all__ = ["Expression", "Match", "parse", "parse_filter"]
