"""Explanations of drift reports: made on demand, kept with the report."""

from __future__ import annotations

import time
from collections.abc import Sequence
from typing import TYPE_CHECKING

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    Column,
    DatasetVersion,
    DriftReport,
    Explanation,
    Kind,
    Segment,
)
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.drift.why.conditions import Condition
    from driftdesk.core.drift.why.sampling import Looked
    from driftdesk.core.ingest.service import IngestService
    from driftdesk.core.profiles.side import FileSide
    from driftdesk.core.storage.store import Session, Store
    from driftdesk.core.tables.service import TableService

MOST_COLUMNS = 100
"""That rules may speak of: the most drifted, then the first of the schema."""
EXPLAINED = 8
"""Drifted columns whose drift is looked for within rules."""
_SEED = 20_000


class WhyService:
    """May be used from any thread."""

    def __init__(
        self, store: Store, datasets: DatasetService, tables: TableService, ingest: IngestService
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._ingest = ingest

    def explain(self, report_id: str, file: str | None = None, context: Context | None = None) -> Explanation:
        """Find the explanation of a report and keep it there; the one that is there is returned as it is. ``file``: the
        stored file that was the current side. Raises NotFoundError, ParameterError (no column on both sides)."""
        from driftdesk.core.drift.why.importance import model_in_use

        context = context or Context()
        report = self._store.reports.get(report_id)
        if report.explanation is not None:
            return report.explanation
        began = time.perf_counter()
        columns, reference, current = self._sides(report, file, context)
        context.progress(0, None, "looking for segments")
        segments = _segments(report, columns, reference.table, current.table, context)
        context.progress(0, None, "looking for typical rows")
        explanation = Explanation(
            segments=tuple(segments),
            examples=_examples(columns, reference, current, context),
            model=model_in_use(self._store, report.dataset_id)[0],
            reference_rows=len(reference.table),
            current_rows=len(current.table),
            seconds=round(time.perf_counter() - began, 6),
        )
        context.check()

        def save(session: Session) -> None:
            now = self._store.reports.get(report_id)
            self._store.reports.replace(now.model_copy(update={"explanation": explanation}), session)

        self._store.run_in_transaction(save, context.fence)
        return explanation

    def examples(self, report: DriftReport) -> pa.Table:
        """The rows that the explanation of ``report`` names, read now. Raises ParameterError where it names none, or
        where they were a file's."""
        import numpy as np

        from driftdesk.core.tables.source import rows_at

        if report.explanation is None or not report.explanation.examples or report.current.version is None:
            raise ParameterError(
                "The report names no rows that could be shown.",
                "Explain a report on a version first; the rows of a file that was not imported are not kept.",
            )
        dataset = self._datasets.by_id(report.dataset_id)
        source = self._tables.source(self._datasets.version(dataset, report.current.version))
        return rows_at(source, np.array(report.explanation.examples, np.int64), source.columns.names)

    def _sides(
        self, report: DriftReport, file: str | None, context: Context
    ) -> tuple[list[Column], Looked, Looked]:
        """The columns that are on both sides and can be spoken of, and the rows that are looked at, under the
        reference's names."""
        from driftdesk.core.drift.service import new_rows
        from driftdesk.core.drift.sides import match
        from driftdesk.core.drift.why.sampling import Looked, of_file, of_version

        dataset = self._datasets.by_id(report.dataset_id)
        reference = self._datasets.version(dataset, report.reference.version or 1)
        current: DatasetVersion | FileSide
        if file is not None:
            current = self._ingest.side(file, reference, context)
            schema, whole = current.schema, current.rows
        else:
            version = self._datasets.version(dataset, report.current.version or "latest")
            current, whole = new_rows(reference, version), version.rows
            schema = version.columns
        both = _spoken_of(report, match(reference.columns, schema, is_file=file is not None).both)
        if not both:
            raise ParameterError("No column is on both sides.", "There is nothing to explain drift with.")
        left = of_version(self._tables.source(reference), [r.name for r, _ in both], 0, _SEED, context)
        names = [c.name for _, c in both]
        if isinstance(current, DatasetVersion):
            source = self._tables.source(current)
            right = of_version(source, names, whole - current.rows, _SEED + 1, context)
        else:
            right = of_file(current, names, _SEED + 1, context)
        right = Looked(right.table.rename_columns([r.name for r, _ in both]), right.positions)
        return [r for r, _ in both], left, right


def _spoken_of(report: DriftReport, both: Sequence[tuple[Column, Column]]) -> list[tuple[Column, Column]]:
    """Most drifted first. Texts have no conditions but that they are missing; what is not judged always differs."""
    from driftdesk.core.drift.engine import NOT_JUDGED

    place = {column.name: at for at, column in enumerate(report.columns)}
    judged = [pair for pair in both if pair[0].role not in NOT_JUDGED]
    return sorted(judged, key=lambda pair: place.get(pair[0].name, len(place)))[:MOST_COLUMNS]


def _segments(
    report: DriftReport, columns: Sequence[Column], reference: pa.Table, current: pa.Table, context: Context
) -> list[Segment]:
    from driftdesk.core.drift.why import segments as s
    from driftdesk.core.drift.why.conditions import conditions

    found = [
        condition
        for column in columns
        for condition in conditions(column, reference.column(column.name), current.column(column.name))
    ]
    if not found or not len(reference) or not len(current):
        return []
    seen, unseen = s.halves(found, len(reference), len(current), _SEED)
    told = s.told(s.search(found, seen, s.moved, 3, s.TOLD), found, unseen)
    drifted = [c for c in report.columns if c.severity.rank][:EXPLAINED]
    by_name = {column.name: column for column in columns}
    for done, name in enumerate(c.name for c in drifted if c.name in by_name):
        context.check()
        context.progress(done, len(drifted), "looking for segments")
        told += _of_column(by_name[name], found, reference, current)
    return told


def _of_column(
    column: Column, found: Sequence[Condition], reference: pa.Table, current: pa.Table
) -> list[Segment]:
    """Where one column moved further than elsewhere, told by the other columns."""
    from driftdesk.core.drift.why import segments as s

    others = [condition for condition in found if condition.column != column.name]
    binned = s.binned(column, reference.column(column.name), current.column(column.name))
    if not others or binned is None:
        return []
    (seen, seen_values), (unseen, unseen_values) = s.halves_of_column(others, binned, _SEED)
    rules = s.search(others, seen, s.moved_in(seen_values), 2, s.TOLD_OF_COLUMN)
    return s.told_of_column(column.name, rules, others, unseen, unseen_values)


def _examples(
    columns: Sequence[Column], reference: Looked, current: Looked, context: Context
) -> tuple[int, ...]:
    from driftdesk.core.drift.why.examples import typical

    context.check()
    usable = [c for c in columns if c.kind is not Kind.TEXT]
    at = typical(usable, reference.table, current.table, _SEED)
    return tuple(current.positions[at].tolist())
