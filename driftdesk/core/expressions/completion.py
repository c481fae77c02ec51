"""What may stand at the cursor of an expression that is being typed."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from enum import StrEnum

from driftdesk.core.entities import Schema


class CompletionKind(StrEnum):
    COLUMN = "column"
    FUNCTION = "function"
    OPERATOR = "operator"
    VALUE = "value"


@dataclass(frozen=True)
class Completion:
    """``text`` replaces what stands from ``start`` to the cursor."""

    text: str
    start: int
    kind: CompletionKind
    description: str = ""


def complete(
    text: str, cursor: int, schema: Schema, values: Callable[[str], Sequence[str]] = lambda name: ()
) -> list[Completion]:
    """The best first. ``values`` gives the known values of a text column, most frequent first."""
    return []
