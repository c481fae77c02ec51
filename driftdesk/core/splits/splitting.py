"""Making a split: what is read of a version, how its rows are assigned, and what each part then looks like."""

from __future__ import annotations

from datetime import UTC, datetime, timedelta
from typing import TYPE_CHECKING

import numpy as np
import pyarrow as pa

from driftdesk.core.entities import (
    ROW_ID,
    Column,
    DatasetVersion,
    Kind,
    Leak,
    SplitMethod,
    SplitPart,
    SplitSpec,
    ValueCount,
)
from driftdesk.core.errors import ParameterError
from driftdesk.core.profiles.hashing import Hashes
from driftdesk.core.splits.assigning import NEW, Parts, by_group, by_strata, by_time, order_of
from driftdesk.core.splits.leakage import find_leaks, needed, time_leaks
from driftdesk.core.splits.strata import strata_of, times_of
from driftdesk.core.tables.arrays import Ints
from driftdesk.core.tables.equality import row_hashes
from driftdesk.core.tables.values import nan_to_null, to_text

if TYPE_CHECKING:
    from driftdesk.core.context import Context
    from driftdesk.core.tables.service import TableService

MOST_STRATA = 10_000
_SHOWN_CLASSES = 20
_NUMBERS_AS_CLASSES = 20
_EPOCH = datetime.fromtimestamp(0, UTC)


def make(
    tables: TableService, version: DatasetVersion, spec: SplitSpec, kept: Parts | None, context: Context
) -> tuple[Parts, tuple[SplitPart, ...], tuple[Leak, ...]]:
    """The part of each row, what the parts look like, and what leaks. ``kept``: parts from an older split."""
    context.progress(0, None, "reading")
    row_ids = row_ids_of(tables, version)
    clock = version.columns.timestamp
    times = times_of(tables.column(version, clock.name)) if clock else None
    parts = _assigned(
        tables, version, spec, row_ids, np.full(len(row_ids), NEW, np.uint8) if kept is None else kept
    )
    sizes = np.bincount(parts, minlength=len(spec.shares))
    if not sizes.all():
        empty = list(spec.shares)[int(np.argmin(sizes))]
        raise ParameterError(
            f"The part {empty!r} would have no row.",
            "Ask for fewer parts or larger shares, or split by another column.",
        )
    shown = _described(tables, version, spec, parts, times if clock and clock.kind is Kind.DATETIME else None)
    columns = needed(version.columns, spec)
    leaks = (
        find_leaks(tables.batches(version, columns), version.columns, spec, parts, context) if columns else ()
    )
    if times is not None and clock is not None:
        leaks += time_leaks(times, clock.name, spec, parts)
    return parts, shown, leaks


def row_ids_of(tables: TableService, version: DatasetVersion) -> Ints:
    """In the order of the rows."""
    return np.asarray(tables.read(version, [], with_row_ids=True)[ROW_ID].combine_chunks()).astype(np.int64)


def carried_over(old_ids: Ints, old_parts: Parts, row_ids: Ints) -> Parts:
    """For each of ``row_ids`` the part that it had; NEW where it was not there."""
    order = np.argsort(old_ids)
    rising = old_ids[order]
    at = np.minimum(np.searchsorted(rising, row_ids), len(rising) - 1)
    return np.where(rising[at] == row_ids, old_parts[order[at]], NEW).astype(np.uint8)


def _assigned(
    tables: TableService, version: DatasetVersion, spec: SplitSpec, row_ids: Ints, kept: Parts
) -> Parts:
    shares = np.array(list(spec.shares.values()))
    if spec.method is SplitMethod.TIME:
        return by_time(times_of(tables.column(version, spec.by)), row_ids, shares)
    if spec.method is SplitMethod.GROUP:
        return by_group(_groups(tables, version, spec, row_ids), shares, spec.seed, kept)
    strata = np.zeros(len(row_ids), np.int64)
    if spec.method is SplitMethod.STRATIFIED:
        column = version.columns.column(spec.by)
        strata = strata_of(tables.column(version, spec.by), column.kind)
        if len(found := np.unique(strata)) > MOST_STRATA:
            raise ParameterError(
                f"{spec.by!r} has {len(found):,} different values: too many classes to keep the shares of.",
                "Split by another column, or by group.",
            )
    return by_strata(row_ids, strata, shares, spec.seed, kept)


def _groups(tables: TableService, version: DatasetVersion, spec: SplitSpec, row_ids: Ints) -> Hashes:
    """A hash for each row's group; a row without a value is a group of its own."""
    found = []
    for array in tables.column(version, spec.by).chunks:
        array = nan_to_null(array)  # noqa: PLW2901
        hashes = np.broadcast_to(row_hashes([array])[0], len(array))
        found.append((hashes, np.asarray(array.is_null())))
    hashes = np.concatenate([h for h, _ in found])
    alone = np.concatenate([missing for _, missing in found])
    return np.where(alone, order_of(row_ids.view(np.uint64), -1 % (1 << 63)), hashes)


def _described(
    tables: TableService, version: DatasetVersion, spec: SplitSpec, parts: Parts, times: Ints | None
) -> tuple[SplitPart, ...]:
    """Sizes, classes (or the mean) of the target, else of the column that was stratified by, and first and last times."""
    sizes = np.bincount(parts, minlength=len(spec.shares))
    by = version.columns.column(spec.by) if spec.method is SplitMethod.STRATIFIED else None
    column = version.columns.target or by
    classes, means = _values(tables, version, column, parts, len(sizes)) if column else ([], [])
    found = []
    for number, name in enumerate(spec.shares):
        known = times[(parts == number) & (times != np.iinfo(np.int64).min)] if times is not None else ()
        found.append(
            SplitPart(
                name=name,
                rows=int(sizes[number]),
                classes=classes[number] if classes else (),
                mean=means[number] if means else None,
                first=_moment(int(np.min(known))) if len(known) else None,
                last=_moment(int(np.max(known))) if len(known) else None,
            )
        )
    return tuple(found)


def _values(
    tables: TableService, version: DatasetVersion, column: Column, parts: Parts, count: int
) -> tuple[list[tuple[ValueCount, ...]], list[float | None]]:
    array = tables.column(version, column.name)
    values = nan_to_null(array.combine_chunks())
    encoded = values.dictionary_encode() if column.kind is not Kind.NUMERIC else None
    if encoded is None and len(values.unique()) <= _NUMBERS_AS_CLASSES:
        encoded = values.dictionary_encode()
    if encoded is None:
        return [], [_mean(values, parts == number) for number in range(count)]
    codes = np.asarray(encoded.indices.fill_null(len(encoded.dictionary)))
    table = np.zeros((count, len(encoded.dictionary) + 1), np.int64)
    np.add.at(table, (parts, codes), 1)
    most = np.argsort(-table.sum(axis=0), kind="stable")[:_SHOWN_CLASSES]
    names = [*to_text(encoded.dictionary).to_pylist(), ""]
    return [
        tuple(ValueCount(value=names[c], rows=int(row[c])) for c in most if table[:, c].any())
        for row in table
    ], []


def _mean(values: pa.Array, chosen: np.typing.NDArray[np.bool_]) -> float | None:
    numbers = np.asarray(values.filter(pa.array(chosen)).drop_null()).astype(np.float64)
    finite = numbers[np.isfinite(numbers)]
    return float(finite.mean()) if len(finite) else None


def _moment(micros: int) -> datetime | None:
    try:
        return _EPOCH + timedelta(milliseconds=micros // 1000)
    except OverflowError:
        return None
