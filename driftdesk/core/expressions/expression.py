"""An expression: parsed and checked against a schema once, evaluated on any number of tables."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt

from driftdesk.core.entities import Kind, Schema

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.tables.bounds import Bounds


class Match(StrEnum):
    """How many of a row group's rows a filter can let through, as far as their bounds tell."""

    NONE = "none"
    SOME = "some"
    ALL = "all"


@dataclass(frozen=True)
class Expression:
    text: str
    kind: Kind
    columns: tuple[str, ...]
    """The columns it reads, in the order in which they occur."""

    def evaluate(self, table: pa.Table) -> pa.Array:
        """One value a row of ``table``, which has at least ``columns``."""
        raise NotImplementedError

    def mask(self, table: pa.Table) -> npt.NDArray[np.bool_]:
        """Where a filter lets rows through; missing counts as no."""
        raise NotImplementedError

    def prune(self, bounds_of: Callable[[str], Bounds | None]) -> Match:
        """What a filter does to a row group of which only the columns' bounds are known."""
        return Match.SOME


def parse(text: str, schema: Schema) -> Expression:
    """Raises ExpressionError where ``text`` is no expression over ``schema``."""
    raise NotImplementedError


def parse_filter(text: str, schema: Schema) -> Expression:
    """As ``parse``, but it must be true or false for each row."""
    raise NotImplementedError
