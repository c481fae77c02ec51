"""Timelines of drift: planned, made, stored, and looked back on."""

from __future__ import annotations

import builtins
import time
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import Dataset, DatasetVersion, LearnedThresholds, PackedPoint, Timeline
from driftdesk.core.errors import NotFoundError, ParameterError

if TYPE_CHECKING:
    import numpy as np
    import numpy.typing as npt

    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.drift.params import DriftParams
    from driftdesk.core.drift.timeline.cells import TimelineTable
    from driftdesk.core.profiles.service import ProfileService
    from driftdesk.core.splits.service import SplitService
    from driftdesk.core.storage.store import Session, Store
    from driftdesk.core.tables.service import TableService

_AT_ONCE = 200
"""Points of one transaction."""


@dataclass(frozen=True)
class Sources:
    """What points are made of."""

    datasets: DatasetService
    splits: SplitService
    profiles: ProfileService
    tables: TableService

    def version(self, dataset_id: str, number: int) -> DatasetVersion:
        return self.datasets.version(self.datasets.by_id(dataset_id), number)

    def rows_of_part(self, version: DatasetVersion, split: str, part: str) -> npt.NDArray[np.bool_]:
        """Which rows of ``version`` belong to the part of a stored split."""
        found = self.splits.named(self.datasets.by_id(version.dataset_id), version, split)
        number = [p.name for p in found.parts].index(part)
        chosen: npt.NDArray[np.bool_] = self.splits.parts(found) == number
        return chosen


class TimelineService:
    """May be used from any thread."""

    def __init__(
        self,
        store: Store,
        *,
        datasets: DatasetService,
        splits: SplitService,
        profiles: ProfileService,
        tables: TableService,
    ) -> None:
        self._store = store
        self._sources = Sources(datasets, splits, profiles, tables)

    def plan(
        self,
        ref: str,
        *,
        every: str,
        against: str = "pinned",
        reference: str = "",
        by: str = "",
        params: Mapping[str, Any] | None = None,
    ) -> Timeline:
        """What is asked for, with everything resolved; nothing is stored. Raises NotFoundError, ParameterError,
        SchemaError."""
        from driftdesk.core.drift.timeline.planning import plan

        sources = self._sources
        return plan(
            sources.datasets,
            sources.splits,
            ref,
            every=every,
            against=against,
            reference=reference,
            by=by,
            params=params,
        )

    def make(self, planned: Timeline, context: Context | None = None) -> Timeline:
        """Make the points of a timeline and store them. Points that are there stay as they are: a timeline that was
        made is given back at once, one of versions grows by those that came, one that was interrupted goes on."""
        from driftdesk.core.drift.params import parse_params

        context, began = context or Context(), time.perf_counter()
        there = self.find(planned.id)
        if there is not None and there.complete and there.version is not None:
            return there
        timeline = there or planned.model_copy(update={"created_by": context.user})
        timeline = timeline.model_copy(update={"job_id": context.job_id})
        params = parse_params(planned.params)
        if planned.version is None:
            made = self._make_versions(timeline, params, context)
        else:
            version = self._sources.version(planned.dataset_id, planned.version)
            made = self._make_chunks(timeline, version, params, context)
        seconds = round(time.perf_counter() - began, 3)
        done = made.model_copy(update={"complete": True, "seconds": seconds})
        self._put(done, context)
        return done

    def check_learning(
        self,
        version: DatasetVersion,
        *,
        every: str,
        by: str = "",
        deviations: float = 3.0,
        params: Mapping[str, Any] | None = None,
    ) -> tuple[str, DriftParams]:
        """The column of the stamps that are needed (empty: none), and the params. Raises NotFoundError, ParameterError,
        SchemaError."""
        from driftdesk.core.drift.params import parse_params
        from driftdesk.core.drift.timeline.planning import check_columns, stamp_column
        from driftdesk.core.drift.timeline.spec import parse_every

        how, policy = parse_every(every), parse_params(params or {})
        if how.unit == "version":
            raise ParameterError(
                "Thresholds are learned from the rows of one version.", "Cut by rows, parts or periods."
            )
        if not 0 < deviations <= 100:
            raise ParameterError(f"{deviations} standard deviations make no threshold.", "Three are usual.")
        check_columns(version, policy)
        return (stamp_column(version, by).name if how.unit == "period" else ""), policy

    def learn(
        self,
        dataset: Dataset,
        version: DatasetVersion,
        *,
        every: str,
        by: str = "",
        deviations: float = 3.0,
        params: Mapping[str, Any] | None = None,
        context: Context | None = None,
    ) -> LearnedThresholds:
        """Thresholds by column from the chunks of a version that has no drift. Raises ParameterError where there are
        too few chunks, SchemaError."""
        from driftdesk.core.drift.timeline.learning import learn

        column, policy = self.check_learning(
            version, every=every, by=by, deviations=deviations, params=params
        )
        count, learned, left_out = learn(
            self._sources,
            version,
            every,
            column,
            deviations=deviations,
            params=policy,
            context=context or Context(),
        )
        return LearnedThresholds(
            dataset_name=dataset.name,
            version=version.number,
            every=every,
            chunks=count,
            deviations=deviations,
            by_column=learned,
            left_out=left_out,
        )

    def list(self, dataset: Dataset) -> builtins.list[Timeline]:
        """Of a dataset, newest first."""
        return self._store.timelines.find(sort="-created_at", dataset_id=dataset.id)

    def find(self, id: str) -> Timeline | None:
        """The timeline that was planned so, if it was begun."""
        return self._store.timelines.first(id=id)

    def get(self, id: str) -> Timeline:
        """Raises NotFoundError."""
        return self._store.timelines.get(id)

    def points(self, timeline: Timeline) -> builtins.list[PackedPoint]:
        """Those that are stored, in time."""
        return self._store.timeline_points.find(sort="number", timeline_id=timeline.id)

    def table(self, id: str) -> TimelineTable:
        """The points of a timeline by its columns. Raises NotFoundError."""
        from driftdesk.core.drift.timeline.cells import TimelineTable

        timeline = self.get(id)
        return TimelineTable(timeline, self.points(timeline))

    def remove(self, id: str) -> None:
        """Forget a timeline and its points. Raises NotFoundError."""
        timeline = self.get(id)

        def work(session: Session) -> None:
            self._store.timeline_points.delete_where(session, timeline_id=timeline.id)
            self._store.timelines.delete(timeline.id, session)

        self._store.run_in_transaction(work)

    def _make_chunks(
        self, timeline: Timeline, version: DatasetVersion, params: DriftParams, context: Context
    ) -> Timeline:
        from driftdesk.core.drift.timeline.making import make_points

        made, points = make_points(self._sources, timeline, version, params, context)
        done = self._done(timeline)
        rest = [p for p in points if p.number not in done]
        self._put(made, context)
        for first in range(0, len(rest), _AT_ONCE):
            context.progress(first, len(rest), "storing")
            self._insert(rest[first : first + _AT_ONCE], context)
        return made

    def _make_versions(self, timeline: Timeline, params: DriftParams, context: Context) -> Timeline:
        from driftdesk.core.drift.timeline.versions import columns_of, make_version_points

        first = int(timeline.reference.removeprefix("v"))
        versions = self._store.versions.find(sort="number", dataset_id=timeline.dataset_id, number__gte=first)
        if not versions or versions[0].number != first:
            raise NotFoundError(
                f"v{first} of {timeline.dataset_name} was removed.", "Begin with another version."
            )
        columns = columns_of(versions, params, timeline.columns)
        timeline = timeline.model_copy(update={"columns": columns, "complete": False})
        self._put(timeline, context)
        make_version_points(
            self._sources,
            timeline,
            versions,
            params,
            done=self._done(timeline),
            store=lambda point: self._insert([point], context),
            context=context,
        )
        stored = list(self._store.timeline_points.select("severity", "rows", timeline_id=timeline.id))
        return timeline.model_copy(
            update={
                "points": len(stored),
                "rows": sum(p["rows"] for p in stored),
                "severity": _worst([p["severity"] for p in stored]),
            }
        )

    def _done(self, timeline: Timeline) -> set[int]:
        found = self._store.timeline_points.select("number", timeline_id=timeline.id)
        return {int(p["number"]) for p in found}

    def _insert(self, points: Sequence[PackedPoint], context: Context) -> None:
        self._store.run_in_transaction(
            lambda session: self._store.timeline_points.insert_many(points, session), context.fence
        )

    def _put(self, timeline: Timeline, context: Context) -> None:
        self._store.run_in_transaction(
            lambda session: self._store.timelines.put(timeline, session), context.fence
        )


def _worst(severities: Sequence[str]) -> Any:
    from driftdesk.core.entities import Severity

    return max(map(Severity, severities), key=lambda s: s.rank, default=Severity.NONE)
