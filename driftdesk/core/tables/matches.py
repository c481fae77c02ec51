"""Which rows of a source are in a view: those that a filter and a search leave.

Group by group: all of its rows, none, or some. Only the last kind costs memory, and a group whose bounds decide the
filter is not read at all.
"""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from functools import partial
from typing import TYPE_CHECKING

import numpy as np
import numpy.typing as npt
import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.tables.search import found_in
from driftdesk.core.tables.source import Positions, RowSource

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
    condition = None
    if where.strip():
        from driftdesk.core.expressions.expression import parse_filter

        condition = parse_filter(where, source.columns)
    counts: list[int] = []
    some: dict[int, InGroup] = {}
    groups = len(source.group_rows)
    match = partial(_match, source, condition, search, columns)
    for group, at in enumerate(_checked(ordered_map(match, range(groups)), context)):
        rows = source.group_rows[group]
        counts.append(rows if at is None else len(at))
        if at is not None and 0 < len(at) < rows:
            some[group] = at
        elif at is not None and len(at) == rows:
            counts[-1] = rows
        context.progress(group + 1, groups, "filtering")
    return Matches(source.group_rows, counts, some)


def _checked(items: Iterator[InGroup | None], context: Context) -> Iterator[InGroup | None]:
    for item in items:
        context.check()
        yield item


def _match(
    source: RowSource, condition: Expression | None, search: str, columns: Sequence[str], group: int
) -> InGroup | None:
    """Positions within the group; None: all rows."""
    at: InGroup | None = None
    if condition is not None:
        from driftdesk.core.expressions.expression import Match

        verdict = condition.prune(lambda name: source.bounds(group, name))
        if verdict is Match.NONE:
            return _NONE
        if verdict is Match.SOME:
            at = _positions(condition.mask(source.read_group(group, condition.columns)))
    if not search or (at is not None and not len(at)):
        return at
    table = source.read_group(group, columns)
    if at is not None:
        table = table.take(pa.array(at))
    found = _positions(found_in(table, search))
    return found if at is None else at[found]


def _positions(mask: npt.NDArray[np.bool_]) -> InGroup:
    return np.flatnonzero(mask).astype(np.uint32)
