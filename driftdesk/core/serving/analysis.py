"""An analysis of what was sent, by the same engine that compares stored versions. Runs in a child process."""

import time
from collections.abc import Callable, Mapping
from functools import partial
from pathlib import Path

import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.detection.protocol import WITHHELD, AnalysisRequest, SideSpec
from driftdesk.core.drift.compare import Comparison
from driftdesk.core.drift.engine import NOT_JUDGED, Pair, Source, analyse_with_rows
from driftdesk.core.drift.roles import called
from driftdesk.core.drift.service import made_report
from driftdesk.core.drift.sides import match
from driftdesk.core.drift.together.params import TogetherParams
from driftdesk.core.drift.together.reading import Pairs, parted, read_rows
from driftdesk.core.drift.together.rows import Rows
from driftdesk.core.entities import Column, Dataset, DriftReport, Schema, Severity
from driftdesk.core.errors import NotFoundError, ParameterError, SchemaError
from driftdesk.core.profiles.profile import ColumnProfile
from driftdesk.core.profiles.received import received_profile
from driftdesk.core.serving.claims import Allowed
from driftdesk.core.serving.rows import SentRows


def analyse_sent(
    request: AnalysisRequest, parts: Mapping[str, Path], allowed: Allowed, context: Context
) -> DriftReport:
    """The report on two sides that came in ``parts`` (names of the protocol, files).

    Raises InputError where something in them cannot be used.
    """
    began = time.perf_counter()
    params = request.params
    reference = _Sent("reference", request.reference, parts, allowed)
    current = _Sent("current", request.current, parts, allowed)
    _check_known((*params.columns, *params.together.columns), reference.schema, current.schema)
    matched = match(reference.schema, current.schema, params.columns, is_file=request.new_data)
    alone, jointly = parted(matched.both, params.together)
    pairs, settled = [], [*matched.settled]
    for left, right in alone:
        if left.role in WITHHELD and not (reference.holds(left) and current.holds(right)):
            settled.append(Comparison(left.name, left.kind, settled=Severity.NONE, method="not_judged"))
        else:
            judged = left.role not in NOT_JUDGED
            pairs.append(Pair(left.name, left.kind, reference.source(left), current.source(right), judged))

    def read() -> tuple[Rows, Rows] | None:
        left = reference.together(tuple((r, r) for r, _ in jointly), params.together, context)
        right = current.together(jointly, params.together, context)
        return None if left is None or right is None else (left, right)

    columns, found = analyse_with_rows(
        pairs, params, read, exact=request.exact, settled=settled, context=context
    )
    columns = called(columns, reference.schema)
    from_rows = request.exact or any(c.computed_from == "rows" for c in columns)
    report = made_report(
        Dataset(id="", name=request.dataset),
        request.reference.side(reference.rows, "reference"),
        request.current.side(current.rows, "current"),
        columns,
        found,
        params=params,
        context=context,
    )
    return report.model_copy(
        update={
            "schema_changes": matched.changes,
            "computed_from": "rows" if from_rows else "profiles",
            "seconds": round(time.perf_counter() - began, 6),
        }
    )


class _Sent:
    """One side: its schema, and where each column's values come from."""

    def __init__(self, name: str, spec: SideSpec, parts: Mapping[str, Path], allowed: Allowed) -> None:
        self._name = name
        sent, packed = parts.get(f"{name}-rows"), parts.get(f"{name}-profiles")
        sample = parts.get(f"{name}-sample")
        if sent is None and packed is None:
            raise ParameterError(
                f"There is nothing to compare as {name}.", f"Send the part {name}-rows or {name}-profiles."
            )
        self._rows = SentRows(sent, f"{name}-rows", allowed) if sent else None
        self._sample = SentRows(sample, f"{name}-sample", allowed) if sample else None
        profiles = SentRows(packed, f"{name}-profiles", allowed).profiles() if packed else {}
        self.schema = spec.schema_() if spec.columns else self._from_rows()
        if len(self.schema.columns) > allowed.columns:
            raise ParameterError(
                f"{name} has {len(self.schema.columns):,} columns; this server takes {allowed.columns:,}.",
                "Send fewer columns at once.",
            )
        self._profiles: dict[str, ColumnProfile] = {
            c.name: received_profile(profiles[c.name], c.kind)
            for c in self.schema.columns
            if c.name in profiles
        }
        for column in self.schema.columns:
            if self._rows is not None and self._rows.has(column.name):
                self._rows.check_kind(column.name, column.kind)
        self.rows = self._checked_rows(spec.rows)

    def _from_rows(self) -> Schema:
        if self._rows is None:
            raise SchemaError(
                f"What kinds the columns of {self._name} are is not said.",
                "Name the columns in the part analysis, each with its kind.",
            )
        rows = self._rows
        return Schema(columns=tuple(Column(id=n, name=n, kind=rows.kind(n)) for n in rows.schema.names))

    def _checked_rows(self, said: int | None) -> int:
        """Rows of this side, on which all that was sent must agree."""
        found = {p.rows for p in self._profiles.values()}
        if self._rows is not None:
            found.add(self._rows.rows)
        if said is not None:
            found.add(said)
        if len(found) > 1:
            shown = ", ".join(f"{n:,}" for n in sorted(found)[:3])
            raise SchemaError(
                f"The columns of {self._name} are not of the same rows: {shown}.",
                "Send rows and profiles of the same data.",
            )
        return next(iter(found), 0)

    def holds(self, column: Column) -> bool:
        return column.name in self._profiles or (self._rows is not None and self._rows.has(column.name))

    def source(self, column: Column) -> Source:
        """Raises SchemaError where nothing was sent of ``column``."""
        if not self.holds(column):
            raise SchemaError(
                f"Neither rows nor a profile of {column.name} were sent as {self._name}.",
                "Send it, or leave it out of the columns of both sides.",
            )
        read: Callable[[], pa.ChunkedArray] | None = None
        if self._rows is not None and self._rows.has(column.name):
            read = partial(self._rows.column, column.name, column.kind)
        return Source(self._profiles.get(column.name), read)

    def together(self, columns: Pairs, params: TogetherParams, context: Context) -> Rows | None:
        """Rows of the second of each pair of ``columns`` under the name of the first: those of the sample that was sent,
        else drawn; None where neither was, or nothing is asked of columns together."""
        if not columns:
            return None
        if self._sample is not None:
            names, kinds = tuple(r.name for r, _ in columns), tuple(c.kind for _, c in columns)
            values = tuple(self._sample.sample(n, k) for n, k in zip(names, kinds, strict=True))
            return Rows(names, kinds, values, self.rows)
        rows = self._rows
        if rows is None or not all(rows.has(c.name) for _, c in columns):
            return None
        kinds_by_name = {c.name: c.kind for _, c in columns}
        return read_rows(lambda n: rows.column(n, kinds_by_name[n]), rows.rows, columns, params, context)


def _check_known(names: tuple[str, ...], *schemas: Schema) -> None:
    known = {name for schema in schemas for name in schema.names}
    for name in names:
        if name not in known:
            raise NotFoundError(
                f"There is no column {name[:100]!r}.", "Name columns of either side in params.columns."
            )
