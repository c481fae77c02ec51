"""Drift analyses of stored versions and of files: made, announced, stored, and looked back on."""

from __future__ import annotations

import time
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING

from driftdesk.core.context import Context
from driftdesk.core.drift.expectations import apply, marked
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.presets import DriftPresets
from driftdesk.core.drift.roles import called
from driftdesk.core.drift.sentence import sentence
from driftdesk.core.drift.why.importance import model_in_use, weighed
from driftdesk.core.entities import (
    ColumnDrift,
    Dataset,
    DatasetVersion,
    DriftReport,
    Expectation,
    Fallback,
    JointDrift,
    Schema,
    Severity,
    Side,
    TimelineCell,
    TimelinePoint,
)
from driftdesk.core.errors import NotFoundError

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.drift.engine import Pair
    from driftdesk.core.drift.sides import Matched
    from driftdesk.core.drift.together.rows import Rows
    from driftdesk.core.profiles.profile import ColumnProfile
    from driftdesk.core.profiles.service import ProfileService
    from driftdesk.core.profiles.side import FileSide
    from driftdesk.core.storage.store import Session, Store
    from driftdesk.core.tables.service import TableService

PLOTTED = 1_000
"""Columns of a report that keep their distributions, most drifted first: a stored document has a largest size."""


class DriftService:
    """May be used from any thread."""

    def __init__(self, store: Store, profiles: ProfileService, tables: TableService, user: str = "") -> None:
        self.presets = DriftPresets(store, user)
        self._store = store
        self._profiles = profiles
        self._tables = tables

    def analyse(
        self,
        dataset: Dataset,
        reference: DatasetVersion,
        current: DatasetVersion | FileSide,
        *,
        exact: bool = False,
        policy: DriftParams | None = None,
        context: Context | None = None,
        fallback: Fallback | None = None,
    ) -> DriftReport:
        """Compare ``current`` with ``reference``, store the report and return it.

        From stored profiles, reading the rows of the columns that these cannot decide; ``exact``: from rows wherever
        profiles hold less than them. Where ``current`` is ``reference`` with rows appended, the appended rows are
        compared: the others are the reference. ``fallback``: the service that this
        engine answers for. Raises NotFoundError for unknown columns in ``policy``.
        """
        context, params = context or Context(), policy or DriftParams()
        began = time.perf_counter()
        new = new_rows(reference, current) if isinstance(current, DatasetVersion) else current
        columns, together, changes = self._compare(reference, new, params, exact=exact, context=context)
        columns = marked(called(columns, reference.columns), reference.number, self._expectations(dataset))
        columns = weighed(columns, model_in_use(self._store, dataset.id)[1])
        left = Side(version=reference.number, rows=reference.rows)
        right = _side(new, reference.number if new is not current else None)
        report = made_report(
            dataset, left, right, columns, together, params=params, context=context
        ).model_copy(
            update={
                "schema_changes": changes,
                "fallback": fallback,
                "computed_from": "rows"
                if exact or any(c.computed_from == "rows" for c in columns)
                else "profiles",
                "seconds": round(time.perf_counter() - began, 6),
            }
        )
        context.check()

        def insert(session: Session) -> None:
            self._store.reports.insert(report, session)
            self._store.datasets.add_verdict(dataset.id, report.severity, session)

        self._store.run_in_transaction(insert, context.fence)
        return report

    def timeline(
        self,
        dataset: Dataset,
        reference: DatasetVersion,
        *,
        policy: DriftParams | None = None,
        context: Context | None = None,
    ) -> list[TimelinePoint]:
        """Every later version against ``reference``, from profiles alone, oldest first. Nothing is stored."""
        params = policy or DriftParams()
        later = self._store.versions.find(sort="number", dataset_id=dataset.id, number__gt=reference.number)
        expected = self._expectations(dataset)
        return [
            self._point(reference, new_rows(reference, v), params, expected, context or Context())
            for v in later
        ]

    def reports(self, dataset: Dataset, limit: int = 0) -> list[DriftReport]:
        """Stored reports on ``dataset``, newest first, under the expectations that hold now, as all reports here."""
        found = self._store.reports.find(sort="-created_at", limit=limit, dataset_id=dataset.id)
        expected = self._expectations(dataset) if found else []
        return [apply(report, expected) for report in found]

    def report(self, id: str) -> DriftReport:
        """Raises NotFoundError."""
        report = self._store.reports.get(id)
        return apply(report, self._store.expectations.find(dataset_id=report.dataset_id))

    def latest(self, dataset: Dataset) -> DriftReport | None:
        return next(iter(self.reports(dataset, limit=1)), None)

    def _expectations(self, dataset: Dataset) -> list[Expectation]:
        return self._store.expectations.find(dataset_id=dataset.id)

    def _compare(
        self,
        reference: DatasetVersion,
        current: DatasetVersion | FileSide,
        params: DriftParams,
        *,
        exact: bool,
        context: Context,
    ) -> tuple[list[ColumnDrift], list[JointDrift], tuple[str, ...]]:
        from dataclasses import replace

        from driftdesk.core.drift.engine import analyse_with_rows
        from driftdesk.core.drift.sides import match
        from driftdesk.core.drift.together.reading import parted, rows_of

        schema = _schema(current)
        _check_columns(params.columns, reference.columns, schema)
        is_file = not isinstance(current, DatasetVersion)
        matched = match(reference.columns, schema, params.columns, is_file=is_file)
        _check_columns(params.together.columns, reference.columns)
        alone, jointly = parted(matched.both, params.together)
        pairs = self._pairs(reference, current, replace(matched, both=alone), context)

        def read() -> tuple[Rows, Rows] | None:
            if not jointly:
                return None
            left, right = (
                rows_of(
                    self._store, self._reader, side, columns, params.together, exact=exact, context=context
                )
                for side, columns in ((reference, [(r, r) for r, _ in jointly]), (current, jointly))
            )
            return left, right

        columns, found = analyse_with_rows(
            pairs, params, read, exact=exact, settled=matched.settled, context=context
        )
        return columns, found, matched.changes

    def _pairs(
        self,
        reference: DatasetVersion,
        current: DatasetVersion | FileSide,
        matched: Matched,
        context: Context,
    ) -> list[Pair]:
        from driftdesk.core.drift.engine import NOT_JUDGED, Pair, Source

        left = self._profiles.columns(reference, [r.name for r, _ in matched.both], context)
        right = self._right(current, [c.name for _, c in matched.both], context)
        return [
            Pair(
                r.name,
                r.kind,
                Source(left[r.name], self._reader(reference, r.name)),
                Source(right[c.name], self._reader(current, c.name)),
                r.role not in NOT_JUDGED,
            )
            for r, c in matched.both
        ]

    def _right(
        self, current: DatasetVersion | FileSide, names: Sequence[str], context: Context
    ) -> dict[str, ColumnProfile]:
        if isinstance(current, DatasetVersion):
            return self._profiles.columns(current, names, context)
        return current.profiles

    def _reader(self, side: DatasetVersion | FileSide, name: str) -> Callable[[], pa.ChunkedArray]:
        if isinstance(side, DatasetVersion):
            return lambda: self._tables.column(side, name)
        return lambda: side.read(name)

    def _point(
        self,
        reference: DatasetVersion,
        version: DatasetVersion,
        params: DriftParams,
        expected: Sequence[Expectation],
        context: Context,
    ) -> TimelinePoint:
        from dataclasses import replace

        from driftdesk.core.drift.engine import analyse
        from driftdesk.core.drift.sides import match
        from driftdesk.core.drift.verdict import overall

        matched = match(reference.columns, version.columns, params.columns)
        pairs = self._pairs(reference, version, matched, context)
        unread = [
            replace(p, reference=replace(p.reference, read=None), current=replace(p.current, read=None))
            for p in pairs
        ]
        columns = marked(analyse(unread, params, settled=matched.settled), reference.number, expected)
        cells = tuple(
            TimelineCell(
                name=c.name,
                severity=c.severity,
                strength=c.strength,
                method=c.method,
                statistic=c.statistic,
                threshold=c.threshold,
                expected=c.expected,
            )
            for c in columns
        )
        return TimelinePoint(
            version=version.number,
            rows=version.rows,
            severity=overall(columns, params),
            columns=cells,
            created_at=version.created_at,
        )


def new_rows(reference: DatasetVersion, current: DatasetVersion) -> DatasetVersion:
    """``current`` without the pages of ``reference`` where it begins with them and goes on."""
    shared = len(reference.pages)
    if not shared or current.pages[:shared] != reference.pages or len(current.pages) == shared:
        return current
    rows = current.page_rows[shared:]
    return current.model_copy(update={"pages": current.pages[shared:], "page_rows": rows, "rows": sum(rows)})


def _schema(side: DatasetVersion | FileSide) -> Schema:
    return side.columns if isinstance(side, DatasetVersion) else side.schema


def _check_columns(names: Sequence[str], *schemas: Schema) -> None:
    known = {name for schema in schemas for name in schema.names}
    for name in names:
        if name not in known:
            shown = ", ".join(sorted(known)[:40])
            raise NotFoundError(f"There is no column {name!r}.", f"The columns are: {shown}.")


def _side(compared: DatasetVersion | FileSide, new_since: int | None) -> Side:
    if isinstance(compared, DatasetVersion):
        return Side(version=compared.number, rows=compared.rows, new_since=new_since)
    return Side(file=compared.name, rows=compared.rows)


def made_report(
    dataset: Dataset,
    reference: Side,
    current: Side,
    columns: Sequence[ColumnDrift],
    found: Sequence[JointDrift],
    *,
    params: DriftParams,
    context: Context,
) -> DriftReport:
    """The report on ``columns`` and what was ``found`` of them together, with its verdict."""
    from driftdesk.core.drift.verdict import judged_together, overall

    thin = [c.model_copy(update={"reference": None, "current": None}) for c in columns[PLOTTED:]]
    report = DriftReport(
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        reference=reference,
        current=current,
        severity=Severity.NONE,
        columns=(*columns[:PLOTTED], *thin),
        params=params.model_dump(mode="json"),
        preset=params.preset,
        correction=params.correction,
        alpha=params.alpha,
        min_rows=params.min_rows,
        job_id=context.job_id,
        created_by=context.user,
    )
    together = judged_together(report, found, params)
    severity = overall(columns, params, together)
    summary = sentence(severity, columns, reference, current, together)
    return report.model_copy(update={"together": together, "severity": severity, "summary": summary})
