"""The typed tree of an expression: what the parser makes, and what evaluation and pruning walk over."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass, field
from datetime import datetime
from enum import StrEnum

from driftdesk.core.entities import Kind

Constant = str | bool | int | float | datetime | None


class Family(StrEnum):
    """Kinds that can be compared with one another."""

    NUMBER = "number"
    TEXT = "text"
    TRUTH = "truth value"
    TIME = "time"


_FAMILIES = {
    Kind.NUMERIC: Family.NUMBER,
    Kind.CATEGORICAL: Family.TEXT,
    Kind.TEXT: Family.TEXT,
    Kind.BOOLEAN: Family.TRUTH,
    Kind.DATETIME: Family.TIME,
}
KINDS = {
    Family.NUMBER: Kind.NUMERIC,
    Family.TEXT: Kind.CATEGORICAL,
    Family.TRUTH: Kind.BOOLEAN,
    Family.TIME: Kind.DATETIME,
}
"""The kind of a literal of each family."""


@dataclass(frozen=True)
class Node:
    """A part of an expression, and what kind of values it gives."""

    kind: Kind
    position: int
    """Where it begins in the text."""
    depth: int = field(default=1, kw_only=True)
    """Of the tree below it, itself included."""

    @property
    def family(self) -> Family:
        return _FAMILIES[self.kind]

    @property
    def parts(self) -> tuple[Node, ...]:
        return ()


@dataclass(frozen=True)
class ColumnNode(Node):
    """The values of a column, by its name."""

    name: str


@dataclass(frozen=True)
class Literal(Node):
    """``value`` None is missing, of any family."""

    value: Constant


@dataclass(frozen=True)
class Call(Node):
    """A function or an operator, by name, as ``kernels.KERNELS`` knows it."""

    name: str
    arguments: tuple[Node, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return self.arguments


@dataclass(frozen=True)
class OneOf(Node):
    """Whether ``value`` is one of ``options`` (at least one, none missing)."""

    value: Node
    options: tuple[Constant, ...]

    @property
    def parts(self) -> tuple[Node, ...]:
        return (self.value,)


def walk(node: Node) -> Iterator[Node]:
    """The node and all below it, in the order of the text."""
    waiting = [node]
    while waiting:
        here = waiting.pop()
        yield here
        waiting.extend(reversed(here.parts))
