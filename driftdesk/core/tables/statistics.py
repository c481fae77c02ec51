"""Statistics of the rows of a view: from stored profiles where a whole row group is in it, else of the values."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass
from typing import Protocol, runtime_checkable

import pyarrow as pa

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.entities import Column, Distribution, Kind
from driftdesk.core.profiles.distribution import (
    bars,
    binned,
    common_edges,
    common_labels,
    order_of,
)
from driftdesk.core.profiles.profile import ColumnProfile, empty, merge, profile_array
from driftdesk.core.tables.matches import Matches
from driftdesk.core.tables.source import RowSource

_MERGED_AT_ONCE = 64


@runtime_checkable
class Profiled(Protocol):
    """A RowSource some of whose row groups have stored profiles."""

    def profiles(self, groups: Sequence[int], columns: Sequence[Column]) -> dict[str, StoredProfiles]:
        """By column name, what is stored of those of ``groups``."""


@dataclass(frozen=True)
class StoredProfiles:
    """``parts`` together are of all rows of ``groups``."""

    parts: Sequence[ColumnProfile]
    groups: Sequence[int]


@dataclass(frozen=True)
class Histogram:
    """Of one column, for its header. ``whole`` is of all rows of the source, ``shown`` of those of the view, both on
    the same bins or labels (numbers, seconds since 1970, or lengths of texts on bins; categories on labels)."""

    name: str
    kind: Kind
    whole: Distribution
    shown: Distribution


def profiles_of(
    source: RowSource, matches: Matches, columns: Sequence[Column], context: Context
) -> dict[str, ColumnProfile]:
    """The profile of each column over the matching rows, by name. Raises JobCancelledError."""
    groups = matches.groups()
    parts: dict[str, list[ColumnProfile]] = {c.name: [] for c in columns}
    wanted = {group: list(columns) for group in groups}
    if isinstance(source, Profiled):
        stored = source.profiles([g for g in groups if matches.is_whole(g)], columns)
        parts = {name: list(found.parts) for name, found in stored.items()}
        known = {name: set(found.groups) for name, found in stored.items()}
        wanted = {g: [c for c in columns if g not in known[c.name]] for g in groups}
    to_read = [group for group in groups if wanted[group]]

    def profile(group: int) -> list[tuple[str, ColumnProfile]]:
        table = source.read_group(group, [c.name for c in wanted[group]])
        at = matches.in_group(group)
        if at is not None:
            table = table.take(pa.array(at))
        return [(c.name, profile_array(table.column(c.name), c.kind)) for c in wanted[group]]

    for done, found in enumerate(ordered_map(profile, to_read), 1):
        for name, each in found:
            parts[name].append(each)
            if len(parts[name]) >= _MERGED_AT_ONCE:
                parts[name] = [merge(parts[name])]
        context.check()
        context.progress(done, len(to_read), "profiling")
    return {c.name: merge(parts[c.name]) if parts[c.name] else empty(c.kind) for c in columns}


def histogram(column: Column, whole: ColumnProfile, shown: ColumnProfile, bins: int) -> Histogram:
    """Two profiles of one column on common bins: those of the whole, for a header stays as it is while filters come
    and go."""
    order = order_of(whole)
    if order is not None:
        edges = common_edges([order], bins)
        pair = [
            binned(found, edges, p.rows, p.missing)
            for p in (whole, shown)
            if (found := order_of(p)) is not None
        ]
    else:
        sides = [p.categories for p in (whole, shown) if p.categories is not None]
        labels = common_labels([sides[0].counts])
        pair = [
            bars(c.counts, c.total, labels, p.rows, p.missing)
            for c, p in zip(sides, (whole, shown), strict=True)
        ]
    return Histogram(column.name, column.kind, *pair)
