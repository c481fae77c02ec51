"""Two sides as they are sent to another DriftDesk: the question, and the streams that go with it."""

from collections.abc import Callable, Iterator, Sequence
from typing import TYPE_CHECKING, Any

import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.detection.http import ServiceHttp
from driftdesk.core.detection.protocol import WITHHELD, AnalysisRequest, ColumnSpec, SideSpec
from driftdesk.core.detection.sending import Pieces, profiles_stream, rows_stream, sample_stream
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.drift.sides import match
from driftdesk.core.drift.together.reading import Pairs, parted, rows_of
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.drift.views import view_of_profile
from driftdesk.core.entities import Column, Dataset, DatasetVersion, Schema, Side
from driftdesk.core.profiles.profile import ColumnProfile
from driftdesk.core.profiles.service import ProfileService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService

if TYPE_CHECKING:
    from driftdesk.core.detection.service import CurrentSide


class SentAnalysis:
    """The two sides, as the protocol names them."""

    def __init__(
        self,
        dataset: Dataset,
        reference: DatasetVersion,
        current: "CurrentSide",
        current_side: Side,
        params: DriftParams,
    ) -> None:
        self._dataset = dataset
        self._reference = reference
        self._current = current
        self._current_side = current_side
        self._params = params
        self._is_file = not isinstance(current, DatasetVersion)
        schema = current.columns if isinstance(current, DatasetVersion) else current.schema
        matched = match(reference.columns, schema, params.columns, is_file=self._is_file)
        alone, self._jointly = parted(matched.both, params.together)
        self._both = [(r, c) for r, c in alone if r.role not in WITHHELD]
        self.expected = {r.name for r, _ in alone} | {c.name for c in matched.settled}
        self._samples: tuple[Rows, Rows] | None = None
        self._schemas: tuple[Schema, Schema] = (reference.columns, schema)
        self._profiles: tuple[dict[str, ColumnProfile], dict[str, ColumnProfile]] = ({}, {})

    def profile(self, service: ProfileService, context: Context) -> None:
        """Have the profiles of all columns that are sent."""
        left = service.columns(self._reference, [r.name for r, _ in self._both], context)
        names = [c.name for _, c in self._both]
        if isinstance(self._current, DatasetVersion):
            right = service.columns(self._current, names, context)
        else:
            right = {name: self._current.profiles[name] for name in names}
        self._profiles = (left, right)

    def draw(self, store: Store, tables: TableService, context: Context, *, exact: bool) -> None:
        """Have the rows that columns are compared on together, as the engine here takes them."""
        if not self._jointly:
            return

        def reader(side: "CurrentSide", name: str) -> Callable[[], pa.ChunkedArray]:
            if isinstance(side, DatasetVersion):
                return lambda: tables.column(side, name)
            return lambda: side.read(name)

        def drawn(side: "CurrentSide", columns: Pairs) -> Rows:
            return rows_of(store, reader, side, columns, self._params.together, exact=exact, context=context)

        left = drawn(self._reference, tuple((r, r) for r, _ in self._jointly))
        self._samples = (left, drawn(self._current, self._jointly))

    def inexact(self) -> list[str]:
        """Columns (the reference's names) of which a profile on either side holds less than the rows."""
        left, right = self._profiles
        return [
            r.name
            for r, c in self._both
            if not (view_of_profile(left[r.name]).is_exact and view_of_profile(right[c.name]).is_exact)
        ]

    def parts(
        self, tables: TableService, with_rows: Sequence[str], http: ServiceHttp, *, exact: bool
    ) -> tuple[dict[str, Any], dict[str, Any]]:
        """The question, and the streams that go with it: profiles of all columns, rows of some."""
        left, right = self._schemas
        rows_left = self._reference.rows
        question = AnalysisRequest(
            dataset=self._dataset.name,
            reference=SideSpec(version=self._reference.number, rows=rows_left, columns=_specs(left)),
            current=SideSpec(
                version=self._current_side.version,
                name=self._current_side.file,
                new_since=self._current_side.new_since,
                rows=self._current.rows,
                columns=_specs(right),
            ),
            params=self._params,
            exact=exact,
            new_data=self._is_file,
        )
        streams: dict[str, Any] = {}
        for name, packed in zip(("reference", "current"), self._profiles, strict=True):
            streams[f"{name}-profiles"] = lambda packed=packed: profiles_stream(packed)
        if self._samples is not None:
            for name, rows in zip(("reference", "current"), self._samples, strict=True):
                streams[f"{name}-sample"] = lambda rows=rows: sample_stream(rows)
        read = [(r, c) for r, c in self._both if r.name in with_rows]
        if read:
            sent = _Sent(http, rows_left + self._current.rows)
            streams["reference-rows"] = lambda: _rows(tables, self._reference, [r for r, _ in read], sent)
            streams["current-rows"] = lambda: _rows(tables, self._current, [c for _, c in read], sent)
        return question.model_dump(mode="json", exclude_defaults=True), streams


class _Sent:
    """Tells how many rows went out."""

    def __init__(self, http: ServiceHttp, total: int) -> None:
        self._http = http
        self._total = total
        self._done = 0

    def __call__(self, rows: int) -> None:
        self._done += rows
        self._http.progress(min(self._done, self._total), self._total, "sending rows")


def _rows(tables: TableService, side: "CurrentSide", columns: Sequence[Column], sent: _Sent) -> Pieces:
    def batches() -> Iterator[pa.Table]:
        if isinstance(side, DatasetVersion):
            yield from tables.batches(side, [c.name for c in columns])
        else:
            yield pa.table({c.name: side.read(c.name) for c in columns})

    return rows_stream(columns, batches(), sent)


def _specs(schema: Schema) -> tuple[ColumnSpec, ...]:
    return tuple(ColumnSpec(name=c.name, kind=c.kind, role=c.role, id=c.id) for c in schema.columns)
