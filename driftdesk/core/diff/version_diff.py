"""What two versions differ in: rows added, removed and changed, cells by column, schema, statistics.

Rows are told apart by their row id, by key columns, or by all that is in them. What did not change is not read:
versions share chunks, and chunks with equal names hold equal values.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any, Literal

import numpy as np

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.diff.matching import Matched, differing, match
from driftdesk.core.diff.records import ColumnChanges, ColumnStatistics, DiffRow, Rows, SchemaChange
from driftdesk.core.diff.sides import Pair, Side, Sides
from driftdesk.core.entities import ROW_IDS, Column, ColumnSummary, DatasetVersion, Schema
from driftdesk.core.errors import ParameterError
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.profiles.summary import summarize
from driftdesk.core.tables.arrays import Ints, Mask
from driftdesk.core.tables.equality import differ
from driftdesk.core.tables.service import TableService

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Store

MOST_ROWS = 1_000
"""Rows that one page of examples may have."""


@dataclass(frozen=True)
class VersionDiff:
    """The difference of two versions. Holds 8 bytes for each row added or removed, 16 for each changed."""

    before: DatasetVersion
    after: DatasetVersion
    by: Literal["row_id", "key", "content"]
    key: tuple[str, ...]
    schema: tuple[SchemaChange, ...]
    columns: tuple[ColumnChanges, ...]
    """Of all columns that both have, in the order after."""
    _sides: tuple[Side, Side] = field(repr=False)
    _pairs: tuple[Pair, ...] = field(repr=False)
    _profiles: ProfileService = field(repr=False)
    _removed: Ints = field(repr=False)
    _added: Ints = field(repr=False)
    _changed: tuple[Ints, Ints] = field(repr=False)

    @property
    def added(self) -> int:
        return len(self._added)

    @property
    def removed(self) -> int:
        return len(self._removed)

    @property
    def changed(self) -> int:
        return len(self._changed[0])

    @property
    def unchanged(self) -> int:
        """Rows that both have and whose values in the common columns are equal."""
        return self.after.rows - self.added - self.changed

    @property
    def is_empty(self) -> bool:
        return not (self.added or self.removed or self.changed or self.schema)

    def count(self, kind: Rows) -> int:
        """How many rows were added, removed or changed."""
        return {"added": self.added, "removed": self.removed, "changed": self.changed}[kind]

    def rows(self, kind: Rows, offset: int = 0, limit: int = 20) -> list[DiffRow]:
        """Up to ``limit`` (at most MOST_ROWS) of the rows added, removed or changed, in the order of their version."""
        window = slice(max(0, offset), max(0, offset) + min(max(0, limit), MOST_ROWS))
        before, after = self._sides
        if kind == "added":
            ids, rows = _values(after, self._added[window], _named(after.version.columns.columns))
            return [DiffRow(row_id=i, before=None, after=r) for i, r in zip(ids, rows, strict=True)]
        names = {p[0].id: p[1].name for p in self._pairs}
        old_columns = [(c, names.get(c.id, c.name)) for c in before.version.columns.columns]
        if kind == "removed":
            ids, rows = _values(before, self._removed[window], old_columns)
            return [DiffRow(row_id=i, before=r, after=None) for i, r in zip(ids, rows, strict=True)]
        _, old = _values(before, self._changed[0][window], old_columns)
        ids, new = _values(after, self._changed[1][window], _named(after.version.columns.columns))
        shared = [p[1].name for p in self._pairs]
        return [
            DiffRow(row_id=i, before=a, after=b, changed=tuple(n for n in shared if _unlike(a[n], b[n])))
            for i, a, b in zip(ids, old, new, strict=True)
        ]

    def statistics(self, context: Context | None = None) -> tuple[ColumnStatistics, ...]:
        """Before and after, of each column whose values may be others: from profiles, without reading rows where they
        are stored."""
        moved = bool(self.added or self.removed)
        cells = {c.name: c.cells for c in self.columns}
        retyped = {s.after.name for s in self.schema if s.after and {"retyped", "added"} & {*s.what}}
        pairs: list[tuple[Column | None, Column | None]] = [
            p for p in self._pairs if moved or cells[p[1].name] or p[1].name in retyped
        ]
        pairs += [(s.before, s.after) for s in self.schema if s.before is None or s.after is None]
        old = self._summaries(self.before, [p[0] for p in pairs if p[0]], context)
        new = self._summaries(self.after, [p[1] for p in pairs if p[1]], context)
        return tuple(
            ColumnStatistics(
                name=(b or a).name,  # type: ignore[union-attr]  # one of them is there
                before=old[a.name] if a else None,
                after=new[b.name] if b else None,
            )
            for a, b in pairs
        )

    def _summaries(
        self, version: DatasetVersion, columns: Sequence[Column], context: Context | None
    ) -> dict[str, ColumnSummary]:
        found = self._profiles.columns(version, [c.name for c in columns], context)
        return {c.name: summarize(c.name, found[c.name], c.role) for c in columns}


def diff(
    store: Store,
    versions: tuple[DatasetVersion, DatasetVersion],
    *,
    key: Sequence[str],
    content: bool,
    context: Context,
) -> VersionDiff:
    """See ``DatasetService.diff``."""
    before, after = versions
    tables = TableService(store)
    pairs = column_pairs(before, after)
    matched_by = _matched_by(versions, pairs, key, content)
    sides = Sides(Side(tables, before), Side(tables, after), context)
    matched = match(sides, matched_by)
    compared = [p for p in pairs if p not in matched_by]
    cells = dict.fromkeys((p[1].name for p in pairs), 0)
    changed = _in_groups(sides, matched, compared, cells)
    changed.append(_in_rest(sides, matched, compared, cells))
    old, new = (np.concatenate([c[i] for c in changed]) for i in (0, 1))
    order = np.argsort(new)
    return VersionDiff(
        before=before,
        after=after,
        by="content" if content else "key" if key else "row_id",
        key=tuple(key),
        schema=schema_changes(before.columns, after.columns, pairs),
        columns=tuple(ColumnChanges(name=n, cells=c) for n, c in cells.items()),
        _sides=(sides.before, sides.after),
        _pairs=tuple(pairs),
        _profiles=ProfileService(store),
        _removed=matched.removed,
        _added=matched.added,
        _changed=(old[order], new[order]),
    )


def column_pairs(before: DatasetVersion, after: DatasetVersion) -> list[Pair]:
    """The columns that both have, in the order after: by their id within a dataset, else by name."""
    old = list(before.columns.columns)
    by_id = {c.id: c for c in old} if before.dataset_id == after.dataset_id else {}
    found = {c.id: by_id[c.id] for c in after.columns.columns if c.id in by_id}
    taken = {c.id for c in found.values()}
    by_name = {c.name: c for c in old if c.id not in taken}
    for column in after.columns.columns:
        if column.id not in found and column.name in by_name:
            found[column.id] = by_name[column.name]
    return [(found[c.id], c) for c in after.columns.columns if c.id in found]


def schema_changes(before: Schema, after: Schema, pairs: Sequence[Pair]) -> tuple[SchemaChange, ...]:
    """In the order after; what was removed comes last."""
    old = {b.id: a for a, b in pairs}
    kept = {a.id for a, _ in pairs}
    changes = [SchemaChange(before=old.get(c.id), after=c) for c in after.columns]
    gone = [SchemaChange(before=c, after=None) for c in before.columns if c.id not in kept]
    return tuple(c for c in [*changes, *gone] if c.what)


def _matched_by(
    versions: tuple[DatasetVersion, DatasetVersion], pairs: list[Pair], key: Sequence[str], content: bool
) -> list[Pair]:
    before, after = versions
    if content:
        if key:
            raise ParameterError("Rows are matched by a key or by content, not by both.", "Leave one out.")
        if not pairs:
            raise ParameterError("The two versions have no column in common.", "There is nothing to compare.")
        return pairs
    if not key and before.dataset_id != after.dataset_id:
        raise ParameterError(
            "Rows of two datasets have no row ids in common.", "Name key columns, or compare by content."
        )
    after.columns.select(key)  # raises where one is not there
    chosen = [p for p in pairs if p[1].name in set(key)]
    if lacking := set(key) - {p[1].name for p in chosen}:
        raise ParameterError(
            f"Version {before.number} has no column {', '.join(map(repr, sorted(lacking)))}.",
            "A key must be in both versions.",
        )
    return chosen


def _in_groups(
    sides: Sides, matched: Matched, pairs: Sequence[Pair], cells: dict[str, int]
) -> list[tuple[Ints, Ints]]:
    """Positions of the rows that changed within row groups of the same rows; adds to ``cells``."""
    before, after, context = sides.before, sides.after, sides.context

    def is_touched(groups: tuple[int, int]) -> bool:
        a, b = before.groups[groups[0]], after.groups[groups[1]]
        return (a.page.id, a.number) != (b.page.id, b.number)

    def compare(groups: tuple[int, int]) -> tuple[tuple[int, int], dict[str, Mask]]:
        old = before.digests(groups[0], [p[0] for p in pairs])
        new = after.digests(groups[1], [p[1] for p in pairs])
        other = [p for p, x, y in zip(pairs, old, new, strict=True) if x != y]
        here = before.read(groups[0], [p[0] for p in other])
        there = after.read(groups[1], [p[1] for p in other])
        return groups, {p[1].name: differ(x, y) for p, x, y in zip(other, here, there, strict=True)}

    touched = [g for g in matched.groups if is_touched(g)]
    found = []
    for done, (groups, masks) in enumerate(ordered_map(compare, touched)):
        context.check()
        context.progress(done + 1, len(touched), "comparing")
        rows = np.zeros(after.groups[groups[1]].rows, bool)
        for name, mask in masks.items():
            cells[name] += int(mask.sum())
            rows |= mask
        at = np.flatnonzero(rows)
        if len(at):
            found.append((before.starts[groups[0]] + at, after.starts[groups[1]] + at))
    return found


def _in_rest(
    sides: Sides, matched: Matched, pairs: Sequence[Pair], cells: dict[str, int]
) -> tuple[Ints, Ints]:
    """Positions of the rows that changed elsewhere; adds to ``cells``."""
    rows = np.zeros(len(matched.before), bool)
    for pair in pairs if len(rows) else ():
        mask = differing(sides, pair, (matched.before, matched.after), f"comparing {pair[1].name}")
        cells[pair[1].name] += int(mask.sum())
        rows |= mask
    return matched.before[rows], matched.after[rows]


def _named(columns: Sequence[Column]) -> list[tuple[Column, str]]:
    return [(c, c.name) for c in columns]


def _values(
    side: Side, positions: Ints, columns: Sequence[tuple[Column, str]]
) -> tuple[list[int], list[dict[str, Any]]]:
    """Row ids, and a dictionary a row."""
    *values, ids = side.values([*(c for c, _ in columns), ROW_IDS], positions)
    names = [name for _, name in columns]
    return [int(i) for i in ids], [dict(zip(names, row, strict=True)) for row in zip(*values, strict=True)]  # type: ignore[call-overload]  # int64


def _unlike(before: Any, after: Any) -> bool:
    import pyarrow as pa

    if before is None or after is None:
        return before is not after
    return bool(differ(pa.array([before]), pa.array([after]))[0])
