"""The rows of a draft: those of its base with the edits done, read like those of a version."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.entities import Schema
from driftdesk.core.tables.source import Positions

Mask = npt.NDArray[np.bool_]


@dataclass(frozen=True)
class Marks:
    """What is new in some rows: whole rows, and cells by name of column."""

    new_rows: Mask
    cells: Mapping[str, Mask]


class DraftSource:
    """A ``RowSource``. New rows have negative row ids. May be used from any thread."""

    @property
    def key(self) -> str:
        raise NotImplementedError

    @property
    def columns(self) -> Schema:
        raise NotImplementedError

    @property
    def group_rows(self) -> Sequence[int]:
        raise NotImplementedError

    def read_group(
        self, group: int, columns: Sequence[str], at: Positions | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """See ``RowSource``. Raises NotFoundError for an unknown column."""
        raise NotImplementedError

    def marks(self, positions: Positions, columns: Sequence[str]) -> Marks:
        """Which of the rows at ``positions`` of the source are new, and which of their cells differ from the base's."""
        raise NotImplementedError
