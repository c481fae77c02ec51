"""The rows of one part of a split: a source of rows like a version, with only some of its rows."""

from __future__ import annotations

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.entities import Schema
from driftdesk.core.tables.bounds import Bounds
from driftdesk.core.tables.source import Positions, VersionSource


class PartSource:
    """See ``RowSource``. ``chosen`` says of each row of ``source`` whether it is in the part."""

    def __init__(self, source: VersionSource, name: str, chosen: npt.NDArray[np.bool_]) -> None:
        self._source = source
        self._name = name
        ends = np.cumsum(source.group_rows, dtype=np.int64)
        self._rows = [np.flatnonzero(part) for part in np.split(chosen, ends[:-1])]

    @property
    def key(self) -> str:
        return f"{self._source.key}:{self._name}"

    @property
    def columns(self) -> Schema:
        return self._source.columns

    @property
    def group_rows(self) -> Sequence[int]:
        return [len(rows) for rows in self._rows]

    def read_group(
        self, group: int, columns: Sequence[str], at: Positions | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """See ``RowSource``. Raises NotFoundError for an unknown column."""
        rows = self._rows[group] if at is None else self._rows[group][at]
        return self._source.read_group(group, columns, rows, with_row_ids=with_row_ids)

    def bounds(self, group: int, column: str) -> Bounds | None:
        """Of all rows of the row group: those of the part lie between them too."""
        return self._source.bounds(group, column)
