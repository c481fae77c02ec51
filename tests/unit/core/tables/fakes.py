"""Rows in memory to look at."""

from collections.abc import Sequence

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.entities import ROW_ID, Column, Kind, Schema
from driftdesk.core.tables.bounds import Bounds, pack, unpack


class FakeSource:
    """A RowSource over one table, in groups of ``group`` rows. Its row ids are ten times the positions."""

    def __init__(self, table: pa.Table, kinds: dict[str, Kind], group: int = 7) -> None:
        self._table = table
        self._group = group
        self.columns = Schema(columns=tuple(Column(id=n, name=n, kind=k) for n, k in kinds.items()))
        self.read: list[tuple[int, tuple[str, ...]]] = []
        """Groups that were read, with the columns."""

    @property
    def key(self) -> str:
        return f"fake-{id(self)}"

    @property
    def group_rows(self) -> Sequence[int]:
        rows = self._table.num_rows
        return [min(self._group, rows - first) for first in range(0, rows, self._group)]

    def read_group(
        self,
        group: int,
        columns: Sequence[str],
        at: npt.NDArray[np.int64] | None = None,
        *,
        with_row_ids: bool = False,
    ) -> pa.Table:
        self.read.append((group, tuple(columns)))
        first = group * self._group
        table = self._table.slice(first, self._group)
        ids = pa.array(np.arange(first, first + table.num_rows) * 10)
        table = table.select(list(columns))
        if with_row_ids:
            table = table.append_column(ROW_ID, ids) if columns else pa.table({ROW_ID: ids})
        return table if at is None else table.take(pa.array(at))

    def bounds(self, group: int, column: str) -> Bounds | None:
        values = self._table.column(column).slice(group * self._group, self._group).combine_chunks()
        return unpack(pack(values), self.columns.column(column).kind, len(values))
