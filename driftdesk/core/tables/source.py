"""Rows that can be looked at: a version's, or those of a draft of edits. Views, exports and statistics read them alike."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Protocol

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.entities import ROW_ID, Column, DatasetVersion, Kind, Schema

if TYPE_CHECKING:
    from driftdesk.core.tables.service import RowGroup, TableService

Positions = npt.NDArray[np.int64]


class RowSource(Protocol):
    """Row groups one after the other. May be used from any thread."""

    @property
    def key(self) -> str:
        """Changes whenever any value, row or column may have changed."""

    @property
    def columns(self) -> Schema: ...

    @property
    def group_rows(self) -> Sequence[int]:
        """Rows of each row group, in order."""

    def read_group(
        self, group: int, columns: Sequence[str], at: Positions | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """The rows of one group (``at`` None), or those at positions ``at`` within it, in that order; some columns,
        by name, with ROW_ID last where asked for."""


class VersionSource:
    """The rows of a stored version."""

    def __init__(self, tables: TableService, version: DatasetVersion) -> None:
        self._tables = tables
        self.version = version
        self._groups: list[RowGroup] = list(tables.groups(version))

    @property
    def key(self) -> str:
        return self.version.id

    @property
    def columns(self) -> Schema:
        return self.version.columns

    @property
    def group_rows(self) -> Sequence[int]:
        return [g.rows for g in self._groups]

    def read_group(
        self, group: int, columns: Sequence[str], at: Positions | None = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        """See ``RowSource``. Raises NotFoundError for an unknown column."""
        wanted = self.version.columns.select(columns)
        if with_row_ids:
            wanted = (*wanted, Column(id=ROW_ID, name=ROW_ID, kind=Kind.NUMERIC))
        arrays = self._tables.load(self._groups[group], wanted)
        table = pa.table(arrays, names=[c.name for c in wanted])
        return table if at is None else table.take(pa.array(at))
