"""Which rows of a source are in a view: those that a filter and a search leave.

Group by group: all of its rows, none, or some. Only the last kind costs memory, and a group whose bounds decide the
filter is not read at all.
"""

from __future__ import annotations

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.tables.search import found_in
from driftdesk.core.tables.source import SERIAL, Positions, RowSource

if TYPE_CHECKING:
    from driftdesk.core.expressions.expression import Expression

InGroup = npt.NDArray[np.uint32]


class Matches:
    """``some`` holds, for the groups of which a part matches, the positions within the group, rising."""

    def __init__(self, group_rows: Sequence[int], counts: Sequence[int], some: dict[int, InGroup]) -> None:
        self._starts = np.concatenate(([0], np.cumsum(group_rows, dtype=np.int64)))
        self._ends = np.cumsum(counts, dtype=np.int64)
        self._counts = counts
        self._some = some

    @property
    def rows(self) -> int:
        return int(self._ends[-1]) if len(self._ends) else 0

    @property
    def byte_count(self) -> int:
        return sum(a.nbytes for a in self._some.values()) + 24 * len(self._counts)

    def groups(self) -> list[int]:
        """The groups that have a matching row."""
        return [group for group, count in enumerate(self._counts) if count]

    def is_whole(self, group: int) -> bool:
        """Whether all rows of the group match."""
        return group not in self._some and self._counts[group] > 0

    def in_group(self, group: int) -> Positions | None:
        """Positions within a group; None: all of them."""
        if self.is_whole(group):
            return None
        return self._some.get(group, _NONE).astype(np.int64)

    def positions(self, offset: int, limit: int) -> Positions:
        """Positions in the source of up to ``limit`` matching rows from ``offset``, in the source's order."""
        offset = max(0, offset)
        stop = min(offset + max(0, limit), self.rows)
        if offset >= stop:
            return np.empty(0, np.int64)
        parts = []
        group = int(np.searchsorted(self._ends, offset, side="right"))
        while offset < stop:
            first = int(self._ends[group]) - self._counts[group]
            last = min(stop, int(self._ends[group]))
            if last > offset:
                parts.append(self._of_group(group, offset - first, last - first))
                offset = last
            group += 1
        return np.concatenate(parts)

    def _of_group(self, group: int, start: int, stop: int) -> Positions:
        at = self._some.get(group)
        inside: Positions = np.arange(start, stop) if at is None else at[start:stop].astype(np.int64)
        inside += self._starts[group]
        return inside


_NONE: InGroup = np.empty(0, np.uint32)


def everything(source: RowSource) -> Matches:
    """All rows of a source."""
    return Matches(source.group_rows, list(source.group_rows), {})


def find(source: RowSource, where: str, search: str, columns: Sequence[str], context: Context) -> Matches:
    """The rows for which the filter ``where`` holds (empty: all) and in one of whose ``columns`` the text ``search``
    is found (empty: all). Raises ExpressionError, JobCancelledError."""
    from driftdesk.core.expressions.expression import Match, parse_filter

    group_rows = source.group_rows
    condition = parse_filter(where, source.columns) if where.strip() else None
    verdicts = [Match.ALL] * len(group_rows)
    if condition is not None:
        verdicts = [condition.prune(partial(source.bounds, group)) for group in range(len(group_rows))]
    counts = [
        0 if verdict is Match.NONE else rows for verdict, rows in zip(verdicts, group_rows, strict=True)
    ]
    looked_at = [g for g, verdict in enumerate(verdicts) if verdict is Match.SOME or (search and counts[g])]

    def look(group: int) -> InGroup:
        undecided = condition if verdicts[group] is Match.SOME else None
        return _matching(source, group, undecided, search, columns)

    some: dict[int, InGroup] = {}
    found = ordered_map(look, looked_at) if len(looked_at) > SERIAL else map(look, looked_at)
    for done, (group, at) in enumerate(zip(looked_at, found, strict=True), 1):
        context.check()
        context.progress(done, len(looked_at), "filtering")
        counts[group] = len(at)
        if 0 < len(at) < group_rows[group]:
            some[group] = at
    return Matches(group_rows, counts, some)


def _matching(
    source: RowSource, group: int, condition: Expression | None, search: str, columns: Sequence[str]
) -> InGroup:
    """Positions within the group of the rows that match."""
    at: InGroup | None = None
    if condition is not None:
        at = _positions(condition.mask(source.read_group(group, condition.columns)))
        if not search or not len(at):
            return at
    table = source.read_group(group, columns)
    if at is not None:
        table = table.take(pa.array(at))
    found = _positions(found_in(table, search))
    return found if at is None else at[found]


def _positions(mask: npt.NDArray[np.bool_]) -> InGroup:
    return np.flatnonzero(mask).astype(np.uint32)
