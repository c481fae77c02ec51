"""Cleaning a version by rules: duplicates and rows with missing values go, gaps are filled, constant columns go.

Rules are applied in this order, whatever the order in which they are given. Row groups in which nothing changes are
shared with the version they come from, and so are the columns of a row group that keep all their values.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from typing import TYPE_CHECKING, Any

import numpy as np
import numpy.typing as npt
import pyarrow as pa
import pyarrow.compute as pc
from pydantic import Field

from driftdesk.core.datasets.duplicates import first_occurrences, row_hashes
from driftdesk.core.datasets.rules import CleanRule, DropConstant, DropDuplicates, FillMissing, parse_rule
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Record,
    Role,
    Schema,
    StoredChunk,
)
from driftdesk.core.errors import InputError, ParameterError
from driftdesk.core.tables.service import RowGroup, TableService

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.storage.store import Store

Mask = npt.NDArray[np.bool_]

_ORDER: tuple[type[CleanRule], ...] = (DropDuplicates, FillMissing, DropConstant)
_ROW_IDS = Column(id=ROW_ID, name=ROW_ID, kind=Kind.NUMERIC)


class RuleReport(Record):
    """What one rule did: rows removed, values filled in, columns removed, and by column."""

    rule: str
    removed_rows: int = 0
    filled: int = 0
    removed_columns: tuple[str, ...] = ()
    columns: dict[str, str] = Field(default_factory=dict)


class CleanResult(Record):
    """``changed`` counts the values filled in and the columns removed. Where there was nothing to do, ``version``
    is the one that was to be cleaned."""

    version: DatasetVersion
    rows: int
    removed: int
    changed: int
    report: tuple[RuleReport, ...]


@dataclass
class _Plan:
    """What is to be done, found out before anything is written."""

    groups: list[RowGroup]
    keep: list[Mask]
    fills: dict[str, Any] = field(default_factory=dict)
    """By column name."""
    dropped: tuple[str, ...] = ()
    reports: list[RuleReport] = field(default_factory=list)

    @property
    def is_empty(self) -> bool:
        return not self.fills and not self.dropped and all(k.all() for k in self.keep)


def clean(
    store: Store, datasets: DatasetService, ref: str, rules: Sequence[CleanRule], context: Context
) -> CleanResult:
    """See ``DatasetService.clean``. Raises ParameterError without a rule, InputError when no row would be left."""
    if not rules:
        raise ParameterError("There is no rule to clean by.", "Name at least one, such as duplicates.")
    if done := datasets.made_by(context, OperationKind.CLEAN):
        return _result(done, done.operation.params)
    dataset, version = datasets.resolve(ref)
    plan = _Planner(TableService(store), version, context).plan(rules)
    params: dict[str, Any] = {
        "rules": [r.text for r in rules],
        "removed": int(sum((~k).sum() for k in plan.keep)),
        "changed": sum(r.filled + len(r.removed_columns) for r in plan.reports),
        "report": [r.model_dump(mode="json") for r in plan.reports],
    }
    if plan.is_empty:
        return _result(version, params)
    if not any(k.any() for k in plan.keep):
        raise InputError(
            f"Cleaning {dataset.name}@{version.number} by these rules would leave no row.",
            "Leave missing=drop out, or fill missing values instead (missing=median).",
        )
    columns = Schema(columns=tuple(c for c in version.columns.columns if c.name not in plan.dropped))
    writer = VersionWriter(store, columns, first_row_id=dataset.next_row_id, context=context)
    _write(TableService(store), version, plan, writer, context)
    message = "Cleaned: " + ", ".join(params["rules"])
    operation = Operation(kind=OperationKind.CLEAN, params=params)
    made = datasets.commit(
        dataset, writer.finish(), operation=operation, message=message, context=context, parent=version.number
    )
    return _result(made, params)


def _result(version: DatasetVersion, params: dict[str, Any]) -> CleanResult:
    report = tuple(RuleReport.model_validate(r) for r in params["report"])
    return CleanResult(
        version=version,
        rows=version.rows,
        removed=params["removed"],
        changed=params["changed"],
        report=report,
    )


class _Planner:
    def __init__(self, tables: TableService, version: DatasetVersion, context: Context) -> None:
        self._tables = tables
        self._columns = version.columns
        self._context = context
        groups = list(tables.groups(version))
        self._plan = _Plan(groups, [np.ones(g.rows, dtype=bool) for g in groups])

    def plan(self, rules: Sequence[CleanRule]) -> _Plan:
        for rule in sorted(rules, key=lambda r: _ORDER.index(type(r))):
            if isinstance(rule, DropDuplicates):
                self._drop_duplicates(rule)
            elif isinstance(rule, DropConstant):
                self._drop_constant(rule)
            elif rule.how == "drop":
                self._drop_missing(rule)
            else:
                self._fill_missing(rule)
        return self._plan

    def _drop_duplicates(self, rule: CleanRule) -> None:
        columns = [c for c in self._columns.columns if c.role is not Role.ID]
        firsts, seconds = [], []
        for _, arrays in self._loaded(columns, "looking for duplicates"):
            first, second = row_hashes(arrays)
            firsts.append(first)
            seconds.append(second)
        keep = first_occurrences(np.concatenate(firsts), np.concatenate(seconds))
        self._remove(rule, np.split(keep, np.cumsum([g.rows for g in self._plan.groups])[:-1]))

    def _drop_missing(self, rule: CleanRule) -> None:
        columns = [c for c in self._columns.columns if c.role in (Role.FEATURE, Role.TARGET)]
        empty = self._empty(columns)
        present = []
        by_column: Counter[str] = Counter()
        columns = [c for c in columns if c.name not in empty]
        for group, arrays in self._loaded(columns, "looking for missing values"):
            whole = np.ones(group.rows, dtype=bool)
            for column, array in zip(columns, arrays, strict=True):
                if array.null_count:
                    by_column[column.name] += array.null_count
                    whole &= _mask(array.is_valid())
            present.append(whole)
        shown = {name: f"{number} missing" for name, number in by_column.items()}
        self._remove(rule, present, shown)

    def _fill_missing(self, rule: FillMissing) -> None:
        filled, shown = 0, {}
        for column in self._columns.features:
            if column.kind in (Kind.DATETIME, Kind.TEXT) or column.name in self._plan.fills:
                continue
            kept = self._kept(column)
            if not kept.null_count or kept.null_count == len(kept):
                continue
            value = _median(kept) if rule.how == "median" and column.kind is Kind.NUMERIC else _mode(kept)
            self._plan.fills[column.name] = value
            filled += kept.null_count
            shown[column.name] = f"{kept.null_count} filled with {value}"
        self._plan.reports.append(RuleReport(rule=rule.text, filled=filled, columns=shown))

    def _drop_constant(self, rule: CleanRule) -> None:
        constant = []
        for column in self._columns.features:
            kept = self._kept(column)
            if (value := self._plan.fills.get(column.name)) is not None:
                kept = pc.fill_null(kept, pa.scalar(value, kept.type))
            if _is_constant(kept):
                constant.append(column.name)
                self._plan.fills.pop(column.name, None)
        self._plan.dropped = tuple(constant)
        self._plan.reports.append(RuleReport(rule=rule.text, removed_columns=tuple(constant)))

    def _remove(self, rule: CleanRule, keep: Sequence[Mask], shown: dict[str, str] | None = None) -> None:
        before = sum(int(k.sum()) for k in self._plan.keep)
        self._plan.keep = [a & b for a, b in zip(self._plan.keep, keep, strict=True)]
        removed = before - sum(int(k.sum()) for k in self._plan.keep)
        self._plan.reports.append(RuleReport(rule=rule.text, removed_rows=removed, columns=shown or {}))

    def _loaded(self, columns: Sequence[Column], stage: str) -> Iterator[tuple[RowGroup, list[pa.Array]]]:
        for number, group in enumerate(self._plan.groups):
            self._context.check()
            yield group, self._tables.load(group, columns)
            self._context.progress(number + 1, len(self._plan.groups), stage)

    def _kept(self, column: Column) -> pa.ChunkedArray:
        """One column's values in the rows that stay."""
        self._context.check()
        parts = [self._tables.load(g, [column])[0] for g in self._plan.groups]
        kept = [p if k.all() else p.filter(pa.array(k)) for p, k in zip(parts, self._plan.keep, strict=True)]
        types = {k.type for k in kept}
        return pa.chunked_array(kept if len(types) == 1 else [k.cast(pa.float64()) for k in kept])

    def _empty(self, columns: Sequence[Column]) -> set[str]:
        """Columns without any value."""
        empty = {c.name for c in columns}
        for group in self._plan.groups:
            left = [c for c in columns if c.name in empty]
            for column, array in zip(left, self._tables.load(group, left) if left else (), strict=True):
                if array.null_count < len(array):
                    empty.discard(column.name)
        return empty


def _write(
    tables: TableService, version: DatasetVersion, plan: _Plan, writer: VersionWriter, context: Context
) -> None:
    """Pages in which nothing changes are shared; else row groups, or at least their unchanged chunks."""
    filled = [c for c in version.columns.columns if c.name in plan.fills]
    if not filled and all(k.all() for k in plan.keep):
        writer.add_pages_of(version)
        return
    columns = [*(c for c in version.columns.columns if c.name not in plan.dropped), _ROW_IDS]
    for number, (group, keep) in enumerate(zip(plan.groups, plan.keep, strict=True)):
        context.check()
        if keep.all():
            parts: dict[str, pa.Array | StoredChunk] = {
                c.id: chunk for c in columns if (chunk := group.chunk(c.id))
            }
            for column, array in zip(filled, tables.load(group, filled) if filled else (), strict=True):
                if array.null_count:
                    parts[column.id] = _filled(array, plan.fills[column.name])
            writer.add_group(parts, group.rows)
        elif keep.any():
            arrays = dict(zip([c.name for c in columns], tables.load(group, columns), strict=True))
            for column in filled:
                arrays[column.name] = _filled(arrays[column.name], plan.fills[column.name])
            kept = pa.table(arrays).filter(pa.array(keep))
            writer.write(kept.drop_columns([ROW_ID]), kept.column(ROW_ID).to_numpy())
        context.progress(number + 1, len(plan.groups), "writing")


def _filled(array: pa.Array, value: Any) -> pa.Array:
    if pa.types.is_integer(array.type) and not isinstance(value, int):
        array = array.cast(pa.float64())
    return pc.fill_null(array, pa.scalar(value, array.type))


def _median(values: pa.ChunkedArray) -> int | float:
    """Of integers, the lower one of the two in the middle, so that they stay integers."""
    how = "lower" if pa.types.is_integer(values.type) else "linear"
    found: int | float = pc.quantile(values, 0.5, interpolation=how)[0].as_py()
    return found


def _mode(values: pa.ChunkedArray) -> Any:
    """The most frequent value; of equally frequent ones the smallest."""
    counted = pc.value_counts(values.drop_null())
    pairs = [(-c["counts"].as_py(), c["values"].as_py()) for c in counted]
    return min(pairs)[1]


def _is_constant(values: pa.ChunkedArray) -> bool:
    first = values.slice(0, 1)
    if not len(values) or (values.null_count and values.null_count < len(values)):
        return False
    return bool(values.null_count or pc.all(pc.equal(values, first[0])).as_py())


def _mask(array: pa.Array) -> Mask:
    found: Mask = np.asarray(array.to_numpy(zero_copy_only=False), dtype=bool)
    return found


__all__ = ["CleanResult", "CleanRule", "RuleReport", "clean", "parse_rule"]
