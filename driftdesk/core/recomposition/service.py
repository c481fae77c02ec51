"""Composing a new training version from old and new rows. Rows keep their ids, so nothing counts twice."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import dataclass
from itertools import chain, count
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Recipe,
    ReplayRecipe,
    Role,
    Schema,
    WindowRecipe,
)
from driftdesk.core.entities.base import new_id
from driftdesk.core.errors import ParameterError, SchemaError

if TYPE_CHECKING:
    import pyarrow as pa

    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.recomposition.selection import Bools, Floats
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.arrays import Ints
    from driftdesk.core.tables.service import TableService


@dataclass
class _Part:
    """A version, and which of its rows are taken."""

    version: DatasetVersion
    row_ids: Ints
    taken: Bools
    weights: Floats | None = None
    """Of the rows that are taken; None: the recipe does not weigh."""


@dataclass(frozen=True)
class Composition:
    """What a recipe takes: rows new since the reference, and old ones."""

    new_rows: int
    old_rows: int
    old_available: int


class RecompositionService:
    """Writes new versions of the dataset; reads only what a recipe needs to choose by."""

    def __init__(self, store: Store, datasets: DatasetService, tables: TableService) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables

    def compose(
        self,
        dataset: Dataset,
        recipe: Recipe,
        reference: DatasetVersion,
        current: DatasetVersion,
        context: Context,
    ) -> DatasetVersion:
        """A new version of ``dataset`` with the rows that ``recipe`` takes, as they stand in ``current``.

        New rows are those whose row id the reference lacks. Old rows are those that both versions have; where they
        share none (a batch that replaced all rows), those of the reference. A resumed job gets the version that its
        earlier attempt made. Raises ParameterError where there is nothing to compose, SchemaError where the kinds of
        the columns do not fit.
        """
        made = self._datasets.made_by(context, OperationKind.RECOMPOSE)
        if made is not None:
            return made
        context.progress(0, None, "choosing rows")
        parts = self._parts(reference, current)
        old_ids = self._row_ids(reference)
        composition = self._choose(recipe, parts, old_ids)
        if recipe.weighs:
            self._weigh(recipe, parts, old_ids)
        params = {
            "recipe": recipe.model_dump(mode="json"),
            "reference": reference.number,
            "current": current.number,
            "new_rows": composition.new_rows,
            "old_rows": composition.old_rows,
        }
        return self._write(dataset, parts, composition, params, context)

    def _parts(self, reference: DatasetVersion, current: DatasetVersion) -> list[_Part]:
        """The versions that rows come from, oldest first."""
        import numpy as np

        from driftdesk.core.recomposition.selection import are_in

        ids = self._row_ids(current)
        part = _Part(current, ids, np.zeros(len(ids), np.bool_))
        old_ids = self._row_ids(reference)
        if are_in(old_ids, ids).any():
            return [part]
        _check_kinds(reference, current)
        return [_Part(reference, old_ids, np.zeros(len(old_ids), np.bool_)), part]

    def _choose(self, recipe: Recipe, parts: list[_Part], old_ids: Ints) -> Composition:
        """Mark the rows that are taken."""
        import numpy as np

        from driftdesk.core.recomposition.selection import are_in

        row_ids = np.concatenate([p.row_ids for p in parts])
        is_old = are_in(row_ids, old_ids)
        if isinstance(recipe, ReplayRecipe):
            taken = self._replay(recipe, parts, is_old)
        else:
            taken = self._window(recipe, parts)
            if taken.all() and is_old.all():
                raise ParameterError(
                    f"A window of {recipe.rows:,} rows holds all {len(taken):,} rows there are, and none is new.",
                    "Import new data, or choose a smaller window.",
                )
        start = 0
        for part in parts:
            part.taken = taken[start : start + len(part.row_ids)]
            start += len(part.row_ids)
        old = int((taken & is_old).sum())
        return Composition(int(taken.sum()) - old, old, int(is_old.sum()))

    def _replay(self, recipe: ReplayRecipe, parts: list[_Part], is_old: Bools) -> Bools:
        import numpy as np

        from driftdesk.core.recomposition.selection import draw_stratified

        new_rows = int((~is_old).sum())
        if not new_rows:
            raise ParameterError(
                f"No row of version {parts[-1].version.number} is new since the reference.",
                "Import new data first, or choose an older reference version.",
            )
        wanted = round(new_rows * (1 - recipe.new_ratio) / recipe.new_ratio)
        taken = ~is_old
        strata = np.concatenate([self._strata(p) for p in parts])
        taken[np.flatnonzero(is_old)] = draw_stratified(strata[is_old], wanted, recipe.seed)
        return taken

    def _window(self, recipe: WindowRecipe, parts: list[_Part]) -> Bools:
        import pyarrow as pa

        from driftdesk.core.recomposition.selection import latest
        from driftdesk.core.splits.strata import times_of

        total = sum(len(p.row_ids) for p in parts)
        clock = parts[-1].version.columns.timestamp
        if clock is None or any(clock.name not in p.version.columns.names for p in parts):
            return latest(recipe.rows, None, total)
        columns = [self._tables.column(p.version, clock.name) for p in parts]
        times = times_of(pa.chunked_array([chunk for column in columns for chunk in column.chunks]))
        return latest(recipe.rows, times, total)

    def _weigh(self, recipe: Recipe, parts: list[_Part], old_ids: Ints) -> None:
        """Give each row that is taken its weight."""
        from driftdesk.core.recomposition.selection import are_in, weights

        clock = parts[-1].version.columns.timestamp
        if recipe.half_life is not None and clock is None:
            raise ParameterError(
                "Rows cannot be weighed by their age: there is no timestamp column.",
                "Give a datetime column the role timestamp, or leave the half-life out.",
            )
        times = [self._times(p, clock.name) if clock and recipe.half_life else None for p in parts]
        seen = [t[p.taken] for p, t in zip(parts, times, strict=True) if t is not None]
        newest = max((int(t.max()) for t in seen if len(t)), default=0)
        for part, stamps in zip(parts, times, strict=True):
            is_new = ~are_in(part.row_ids[part.taken], old_ids)
            taken = None if stamps is None else stamps[part.taken]
            part.weights = weights(is_new, taken, newest, recipe.new_weight, recipe.half_life)

    def _times(self, part: _Part, clock: str) -> Ints:
        import numpy as np

        from driftdesk.core.splits.strata import times_of

        if clock not in part.version.columns.names:
            return np.full(len(part.row_ids), np.iinfo(np.int64).min)
        return times_of(self._tables.column(part.version, clock))

    def _strata(self, part: _Part) -> Ints:
        import numpy as np

        from driftdesk.core.splits.strata import strata_of

        target = part.version.columns.target
        if target is None:
            return np.zeros(len(part.row_ids), np.int64)
        return strata_of(self._tables.column(part.version, target.name), target.kind)

    def _write(
        self,
        dataset: Dataset,
        parts: list[_Part],
        composition: Composition,
        params: dict[str, Any],
        context: Context,
    ) -> DatasetVersion:
        from driftdesk.core.datasets.writer import VersionWriter

        current = parts[-1].version
        dataset = self._datasets.by_id(dataset.id)
        columns, weight = current.columns, ""
        if parts[-1].weights is not None:
            columns, weight = _with_weights(columns)
        writer = VersionWriter(self._store, columns, first_row_id=dataset.next_row_id, context=context)
        total = composition.new_rows + composition.old_rows
        done = 0
        for table, row_ids in self._rows(parts, weight):
            context.check()
            writer.write(table, row_ids)
            done += len(row_ids)
            context.progress(done, total, "writing")
        return self._datasets.commit(
            dataset,
            writer.finish(),
            operation=Operation(kind=OperationKind.RECOMPOSE, params=params),
            message=f"{composition.new_rows:,} new rows and {composition.old_rows:,} "
            f"of {composition.old_available:,} old ones",
            context=context,
            parent=current.number,
        )

    def _rows(self, parts: list[_Part], weight: str) -> Iterator[tuple[pa.Table, Ints]]:
        """The taken rows with their ids, row group by row group, and their weights in the column ``weight``."""
        import numpy as np
        import pyarrow as pa

        for part in parts:
            if not part.taken.any():
                continue
            names = [
                n for n in parts[-1].version.columns.names if n in part.version.columns.names and n != weight
            ]
            start = done = 0
            for table in self._tables.batches(part.version, names, with_row_ids=True):
                mask = pa.array(part.taken[start : start + table.num_rows])
                start += table.num_rows
                rows = table.filter(mask)
                row_ids = rows.column(ROW_ID).to_numpy()
                rows = rows.drop_columns([ROW_ID])
                if part.weights is not None:
                    rows = rows.append_column(weight, pa.array(part.weights[done : done + len(row_ids)]))
                    done += len(row_ids)
                yield rows, np.asarray(row_ids, np.int64)

    def _row_ids(self, version: DatasetVersion) -> Ints:
        import numpy as np

        table = self._tables.read(version, [], with_row_ids=True)
        return np.asarray(table.column(ROW_ID).to_numpy(), np.int64)


def _with_weights(columns: Schema) -> tuple[Schema, str]:
    """``columns`` with one of the role weight, and its name: the one that is there, else a new one behind the others."""
    there = next(iter(columns.of_role(Role.WEIGHT)), None)
    if there is not None and there.kind is Kind.NUMERIC:
        return columns, there.name
    from driftdesk.core.datasets.schema import with_column

    name = next(n for n in chain(["weight"], (f"weight_{i}" for i in count(2))) if n not in columns.names)
    made = Column(id=new_id(), name=name, kind=Kind.NUMERIC, role=Role.WEIGHT)
    return with_column(columns, made), name


def _check_kinds(reference: DatasetVersion, current: DatasetVersion) -> None:
    """Raises SchemaError where a column of both versions is of two kinds."""
    here = {c.name: c.kind for c in current.columns.columns}
    for column in reference.columns.columns:
        kind = here.get(column.name, column.kind)
        if kind is not column.kind:
            raise SchemaError(
                f"{column.name} is {column.kind} in version {reference.number} and {kind} in version {current.number}.",
                "Give the column the same kind in both versions before recomposing.",
            )
