"""The points of a timeline whose chunks are rows of one version."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING

import numpy as np

from driftdesk.core.compute.threads import ordered_map
from driftdesk.core.context import Context
from driftdesk.core.drift.compare import Comparison, compare
from driftdesk.core.drift.engine import NOT_JUDGED
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.sides import match
from driftdesk.core.drift.timeline.cells import IN_REFERENCE, NO_REFERENCE, pack
from driftdesk.core.drift.timeline.chunking import ByValue, Chunk, by_place
from driftdesk.core.drift.timeline.cutting import cut
from driftdesk.core.drift.timeline.learning import check_enough, of_reference
from driftdesk.core.drift.timeline.pending import Pending
from driftdesk.core.drift.timeline.planning import spec_of
from driftdesk.core.drift.timeline.references import NOTHING, Merges, Window, windows, words_of
from driftdesk.core.drift.timeline.slices import Profiles, column_blocks, profile_chunks
from driftdesk.core.drift.timeline.spec import Every, parse_range
from driftdesk.core.drift.verdict import decide, overall
from driftdesk.core.drift.views import View, view_of_profile
from driftdesk.core.entities import Column, DatasetVersion, PackedPoint, Severity, Timeline, TimelineColumn
from driftdesk.core.profiles.profile import ColumnProfile

if TYPE_CHECKING:
    from driftdesk.core.drift.timeline.service import Sources

_PINNED_SHARE = 10
"""Where no reference is named, it is the first tenth of the chunks."""


def make_points(
    sources: Sources, timeline: Timeline, version: DatasetVersion, params: DriftParams, context: Context
) -> tuple[Timeline, list[PackedPoint]]:
    """All points, and the timeline with what is known of it now."""
    return _Making(sources, timeline, version, params, context).run()


class _Making:
    """One run of ``make_points``."""

    def __init__(
        self,
        sources: Sources,
        timeline: Timeline,
        version: DatasetVersion,
        params: DriftParams,
        context: Context,
    ) -> None:
        self._sources, self._version, self._context = sources, version, context
        self._params = params.model_copy(update={"methods": "deciding"})
        self._cut = cut(sources, version, timeline.every, timeline.by)
        self._count = len(self._cut.chunks)
        if timeline.against == "pinned" and not timeline.reference:
            first = max(1, self._count // _PINNED_SHARE)
            timeline = timeline.model_copy(update={"reference": f"chunks:1-{first}"})
        self._timeline = timeline
        self._pinned: DatasetVersion | None = None
        self._part: ByValue | None = None
        self._rows_apart = 0
        if timeline.reference.startswith("v"):
            self._pinned = sources.version(timeline.dataset_id, int(timeline.reference[1:]))
            self._rows_apart = self._pinned.rows
        elif timeline.reference.startswith("part:"):
            chosen = sources.rows_of_part(version, *timeline.reference.removeprefix("part:").split(":", 1))
            self._rows_apart = int(chosen.sum())
            codes = np.where(chosen, 0, -1).astype(np.int32)
            self._part = ByValue(codes, [Chunk(0, timeline.reference, self._rows_apart)])
        left = self._pinned or version
        self._matched = match(left.columns, version.columns, params.columns)
        self._columns = tuple(
            TimelineColumn(name=r.name, kind=r.kind, judged=r.role not in NOT_JUDGED)
            for r, _ in self._matched.both
        ) + tuple(TimelineColumn(name=c.name, kind=c.kind) for c in self._matched.settled)
        self._pending = Pending(self._count, self._columns)
        self._windows = self._all_windows()
        if params.learn is not None and self._pinned is None:
            check_enough(len(self._windows[0]))

    def run(self) -> tuple[Timeline, list[PackedPoint]]:
        self._put_what_needs_no_rows()
        compared = [(i, r, c) for i, (r, c) in enumerate(self._matched.both) if r.role not in NOT_JUDGED]
        numbers = {c.id: (i, r) for i, r, c in compared}
        done = 0
        for block in column_blocks([c for _, _, c in compared], self._count, self._version.rows):
            self._compare_block(block, numbers, done, len(compared))
            done += len(block)
        points = []
        for number in range(self._count):
            self._context.progress(number, self._count, "deciding")
            self._context.check()
            points.append(self._point(number))
        judged = [p.severity for p in points if not p.is_reference]
        timeline = self._timeline.model_copy(
            update={
                "columns": self._columns,
                "points": self._count,
                "rows": sum(chunk.rows for chunk in self._cut.chunks),
                "unstamped": self._cut.unstamped,
                "severity": max(judged, key=lambda s: s.rank, default=Severity.NONE),
            }
        )
        return timeline, points

    def _all_windows(self) -> list[Window]:
        every, against = spec_of(self._timeline)
        if against.kind != "pinned":
            return windows(self._cut.chunks, against, every.period)
        if self._timeline.reference.startswith("chunks:"):
            window = Window(*parse_range(self._timeline.reference, self._count))
            return [window] * self._count
        return [NOTHING] * self._count

    @property
    def _is_apart(self) -> bool:
        """The reference is no chunk of this timeline."""
        return self._pinned is not None or self._part is not None

    def _in_reference(self, number: int) -> bool:
        window = self._windows[number]
        return window.first <= number < window.stop

    def _put_what_needs_no_rows(self) -> None:
        for column, (r, _) in enumerate(self._matched.both):
            if r.role in NOT_JUDGED:
                known = Comparison(r.name, r.kind, settled=Severity.NONE, method="not_judged")
                for number, chunk in enumerate(self._cut.chunks):
                    self._pending.put(number, column, known, chunk.rows)
        for column, known in enumerate(self._matched.settled, len(self._matched.both)):
            for number, chunk in enumerate(self._cut.chunks):
                self._pending.put(number, column, known, chunk.rows)

    def _compare_block(
        self, block: Sequence[Column], numbers: dict[str, tuple[int, Column]], done: int, total: int
    ) -> None:
        """Read some columns, and compare each of their chunks."""
        self._context.progress(done, total, "reading rows")
        sources, context = self._sources, self._context
        parts = profile_chunks(sources.tables, self._version, block, self._cut.chunking, context)
        references = self._references(block, numbers)
        teachers = self._teachers(block, numbers, parts)

        def compare_column(at: int) -> None:
            number, r = numbers[block[at].id]
            learned = of_reference(r, teachers[at], self._params) if teachers else None
            self._compare_column(number, r, parts[at], references[at], learned)

        for at, _ in enumerate(ordered_map(compare_column, range(len(block)))):
            context.progress(done + at + 1, total, "comparing")
            context.check()

    def _references(
        self, block: Sequence[Column], numbers: dict[str, tuple[int, Column]]
    ) -> list[ColumnProfile | None]:
        """Of each column, the profile of a reference that is no chunk."""
        if self._pinned is not None:
            names = [numbers[c.id][1].name for c in block]
            found = self._sources.profiles.columns(self._pinned, names)
            return [found[name] for name in names]
        if self._part is not None:
            parts = profile_chunks(self._sources.tables, self._version, block, self._part)
            return [found[0] for found in parts]
        return [None] * len(block)

    def _teachers(
        self, block: Sequence[Column], numbers: dict[str, tuple[int, Column]], parts: Profiles
    ) -> Profiles:
        """Of each column, the chunks of the reference that thresholds are learned from; none where they are not."""
        learn = self._params.learn
        if learn is None:
            return []
        if self._pinned is None:
            window = self._windows[0]
            return [found[window.first : window.stop] for found in parts]
        cut_reference = by_place(Every("parts", learn.chunks), self._pinned.rows)
        columns = [numbers[c.id][1] for c in block]
        return profile_chunks(self._sources.tables, self._pinned, columns, cut_reference, self._context)

    def _compare_column(
        self,
        column: int,
        r: Column,
        parts: Sequence[ColumnProfile],
        apart: ColumnProfile | None,
        learned: tuple[float, float] | None,
    ) -> None:
        merges = Merges(parts)
        kept: tuple[Window, View] | None = None  # a pinned reference is the same for all chunks
        for number, part in enumerate(parts):
            if not number % 64:
                self._context.check()
            current = view_of_profile(part)
            window = self._windows[number]
            if apart is None and not len(window):
                found = Comparison(r.name, r.kind, settled=Severity.INSUFFICIENT_DATA, method=NO_REFERENCE)
            elif self._in_reference(number):
                found = Comparison(r.name, r.kind, settled=Severity.NONE, method=IN_REFERENCE)
            else:
                if kept is None or kept[0] != window:
                    kept = (window, view_of_profile(apart or merges.of(window)))
                found = compare(r.name, kept[1], current, self._params, learned=learned)
            self._pending.put(number, column, found, current.known)

    def _point(self, number: int) -> PackedPoint:
        chunk, window = self._cut.chunks[number], self._windows[number]
        columns = decide(self._pending.of_point(number), self._params)
        methods, cells = pack(columns, self._pending.values[number].tolist())
        inside = self._in_reference(number)
        told = words_of(self._cut.chunks, window)
        rows = sum(c.rows for c in self._cut.chunks[window.first : window.stop])
        if self._is_apart:
            told, rows = self._timeline.reference, self._rows_apart
        return PackedPoint(
            id=f"{self._timeline.id}:{number}",
            timeline_id=self._timeline.id,
            dataset_id=self._timeline.dataset_id,
            number=number,
            label=chunk.label,
            start=chunk.start,
            rows=chunk.rows,
            reference="" if inside else told,
            reference_rows=0 if inside else rows,
            is_reference=inside,
            severity=Severity.NONE if inside else overall(columns, self._params),
            methods=methods,
            columns=len(columns),
            cells=cells,
        )
