"""The points of a timeline whose chunks are the versions of a dataset: a backfill, each point stored when it is made."""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from typing import TYPE_CHECKING

from driftdesk.core.context import Context
from driftdesk.core.drift.compare import Comparison, compare
from driftdesk.core.drift.engine import NOT_JUDGED
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.service import new_rows
from driftdesk.core.drift.sides import match
from driftdesk.core.drift.timeline.cells import NOT_THERE, pack
from driftdesk.core.drift.timeline.planning import spec_of
from driftdesk.core.drift.verdict import decide, overall
from driftdesk.core.drift.views import view_of_profile
from driftdesk.core.entities import (
    ColumnDrift,
    DatasetVersion,
    PackedPoint,
    Severity,
    Timeline,
    TimelineColumn,
)
from driftdesk.core.profiles.profile import ColumnProfile, merge

if TYPE_CHECKING:
    from driftdesk.core.drift.timeline.service import Sources

Profiles = Mapping[str, ColumnProfile]
"""By the column's id."""


def columns_of(
    versions: Sequence[DatasetVersion], params: DriftParams, before: Sequence[TimelineColumn]
) -> tuple[TimelineColumn, ...]:
    """All columns that any version has, those of ``before`` first: cells count columns by their place."""
    found = {c.name: c for c in before}
    names = first_names(versions)
    for version in versions:
        for c in version.columns.columns:
            if not params.columns or c.name in params.columns:
                name = names[c.id]
                known = TimelineColumn(name=name, kind=c.kind, judged=c.role not in NOT_JUDGED)
                found.setdefault(name, known)
    return tuple(found.values())


def first_names(versions: Sequence[DatasetVersion]) -> dict[str, str]:
    """By id, what each column was called when it first was there: a renamed one is the same column."""
    names: dict[str, str] = {}
    for version in versions:
        for c in version.columns.columns:
            names.setdefault(c.id, c.name)
    return names


def make_version_points(
    sources: Sources,
    timeline: Timeline,
    versions: Sequence[DatasetVersion],
    params: DriftParams,
    *,
    done: set[int],
    store: Callable[[PackedPoint], None],
    context: Context,
) -> None:
    """Give ``store`` the points of all ``versions`` but the first that are not ``done``. A pinned reference is the first
    version, and a version that only appended to it is compared by what it added since; a reference that moves along is
    made of what each version before added to its own predecessor (all of it where it rewrote rows)."""
    against = spec_of(timeline)[1]
    params = params.model_copy(update={"methods": "deciding"})
    reach = len(versions) if against.kind == "expanding" else against.chunks
    steps = _Steps(sources, versions)
    names = first_names(versions)
    pinned = _by_id(versions[0], sources) if against.kind == "pinned" else {}
    for at, version in enumerate(versions[1:], 1):
        context.progress(at - 1, len(versions) - 1, "comparing versions")
        context.check()
        if version.number in done:
            continue
        if against.kind == "pinned":
            left, seen = versions[0], pinned
            right = new_rows(left, version)
            now = _by_id(right, sources)
            told, rows = f"v{left.number}", left.rows
        else:
            first = max(0, at - reach)
            left, seen = versions[at - 1], steps.merged(first, at)
            right, now = steps.version(at), steps.profiles(at)
            told = f"v{versions[first].number}" + (f" to v{left.number}" if at - first > 1 else "")
            rows = sum(steps.version(i).rows for i in range(first, at))
        columns, values = _compared(left, right, (seen, now), params, names)
        store(
            _point(timeline, version, columns, values, params).model_copy(
                update={"rows": right.rows, "reference": told, "reference_rows": rows}
            )
        )
    context.progress(len(versions) - 1, len(versions) - 1, "comparing versions")


class _Steps:
    """What each version added to its predecessor."""

    def __init__(self, sources: Sources, versions: Sequence[DatasetVersion]) -> None:
        self._sources = sources
        self._versions = [versions[0], *map(new_rows, versions, versions[1:])]
        self._kept: dict[int, Profiles] = {}

    def version(self, at: int) -> DatasetVersion:
        return self._versions[at]

    def profiles(self, at: int) -> Profiles:
        if at not in self._kept:
            self._kept[at] = _by_id(self._versions[at], self._sources)
        return self._kept[at]

    def merged(self, first: int, stop: int) -> Profiles:
        """Of the columns that the last of them has, over those that have them too, of the same kind."""
        parts = [self.profiles(at) for at in range(first, stop)]
        for at in [at for at in self._kept if at < first]:
            del self._kept[at]
        return {
            cid: merge([p[cid] for p in parts if cid in p and p[cid].kind is last.kind])
            for cid, last in parts[-1].items()
        }


def _by_id(version: DatasetVersion, sources: Sources) -> Profiles:
    found = sources.profiles.columns(version)
    return {c.id: found[c.name] for c in version.columns.columns}


def _compared(
    left: DatasetVersion,
    right: DatasetVersion,
    profiles: tuple[Profiles, Profiles],
    params: DriftParams,
    names: Mapping[str, str],
) -> tuple[dict[str, ColumnDrift], dict[str, int]]:
    """By column, the verdicts and how many rows have a value."""
    seen, now = profiles
    matched = match(left.columns, right.columns, params.columns)
    comparisons: list[Comparison] = []
    values: dict[str, int] = {}
    for r, c in matched.both:
        current = view_of_profile(now[c.id])
        judged = r.role not in NOT_JUDGED
        name = names[r.id]
        comparisons.append(compare(name, view_of_profile(seen[r.id]), current, params, judged=judged))
        values[name] = current.known
    decided = decide([*comparisons, *matched.settled], params)
    return {c.name: c for c in decided}, values


def _point(
    timeline: Timeline,
    version: DatasetVersion,
    columns: Mapping[str, ColumnDrift],
    values: Mapping[str, int],
    params: DriftParams,
) -> PackedPoint:
    cells = [columns.get(c.name) or _absent(c) for c in timeline.columns]
    methods, packed = pack(cells, [values.get(c.name, 0) for c in timeline.columns])
    return PackedPoint(
        id=f"{timeline.id}:{version.number}",
        timeline_id=timeline.id,
        dataset_id=timeline.dataset_id,
        number=version.number,
        label=f"v{version.number}",
        start=version.created_at,
        rows=version.rows,
        severity=overall(list(columns.values()), params),
        methods=methods,
        columns=len(cells),
        cells=packed,
    )


def _absent(column: TimelineColumn) -> ColumnDrift:
    return ColumnDrift(
        name=column.name,
        kind=column.kind,
        severity=Severity.NONE,
        method=NOT_THERE,
        statistic=None,
        threshold=None,
    )
