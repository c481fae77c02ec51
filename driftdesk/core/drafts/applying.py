"""Doing an edit: checked against the draft's columns and rows as they are, it becomes the next state.

An edit that is done again upon another version (``dropped`` is then a list) leaves out what has no place there and says
so; else it is refused as a whole.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from typing import Any

import numpy as np
import pyarrow as pa

from driftdesk.core.datasets import schema as schemas
from driftdesk.core.drafts.edits import (
    MOST_CELLS,
    AddColumn,
    AddRows,
    Compute,
    DeleteRows,
    DuplicateRows,
    Edit,
    Fill,
    FillHow,
    RemoveColumn,
    RenameColumn,
    Replace,
    Retype,
    SetCells,
    SetRole,
)
from driftdesk.core.drafts.layers import (
    Carried,
    Cells,
    Computed,
    Constant,
    Exchanged,
    Filled,
    Pattern,
    Replaced,
    Retyped,
    Term,
)
from driftdesk.core.drafts.lookup import Looking, row_word
from driftdesk.core.drafts.state import State
from driftdesk.core.drafts.values import check_regex, typical
from driftdesk.core.entities import Column, Kind, new_id
from driftdesk.core.errors import InputError, ParameterError, SchemaError
from driftdesk.core.expressions.expression import Match
from driftdesk.core.tables.arrays import Mask
from driftdesk.core.tables.values import convert, date_format_of


class Applying(Looking):
    """One edit upon ``state``."""

    def apply(self, edit: Edit) -> tuple[State, Edit]:
        """The next state (the same one where the edit changes nothing), and the edit with all that was found out.
        Raises InputError; where it may be dropped, it is dropped instead."""
        try:
            state, done = _DOERS[type(edit)](self, edit)
        except InputError as error:
            if self.dropped is None:
                raise
            self.dropped.append(f"{edit.text}: {error.message}")
            return self.state, edit
        return (state if state is self.state else replace(state, number=self._number)), done

    # Cells and rows.

    def _set_cells(self, edit: SetCells) -> tuple[State, Edit]:
        _check_cells(len(edit.row_ids) * len(edit.values))
        if any(len(v) != len(edit.row_ids) for v in edit.values.values()):
            raise ParameterError("There is not one value for each row.", "Give as many values as row ids.")
        row_ids = self._ids(edit.row_ids)
        last = (
            len(row_ids) - 1 - np.unique(row_ids[::-1], return_index=True)[1]
        )  # of a row that is named twice
        ids = row_ids[last]
        there = self._there(ids)
        state, found = self.state, {}
        for name, values in edit.values.items():
            column = self._column_or_drop(name)
            if column is None:
                continue
            array, fits = self._typed([values[i] for i in last], column, ids)
            found[name] = (array, fits & there)
        for name, (array, chosen) in found.items():
            if chosen.any():
                kept = pa.array(chosen)
                state = state.with_layer(
                    Cells(self._number, self._column(name).id, ids[chosen], array.filter(kept))
                )
        canonical = {name: tuple(_plain(array)) for name, (array, _) in found.items()}
        return state, edit.model_copy(
            update={"row_ids": tuple(ids.tolist()), "values": {**edit.values, **canonical}}
        )

    def _add_rows(self, edit: AddRows) -> tuple[State, Edit]:
        names = list(dict.fromkeys(name for row in edit.rows for name in row))
        _check_cells(len(edit.rows) * max(1, len(names)))
        if not edit.rows:
            return self.state, edit
        first = edit.first_id or self.state.next_id
        ids = first - np.arange(len(edit.rows), dtype=np.int64)
        given = {c.id: n for n in names if (c := self._column_or_drop(n)) is not None}
        values, canonical = {}, {}
        for column in self.state.columns.columns:
            name = given.get(column.id)
            cells = [row.get(name) if name is not None else None for row in edit.rows]
            values[column.id] = self._typed(cells, column, ids)[0]
            if name is not None:
                canonical[name] = _plain(values[column.id])
        rows = tuple({n: canonical[n][i] for n in row if n in canonical} for i, row in enumerate(edit.rows))
        state = self.state.with_rows(ids, values, self._number)
        return state, edit.model_copy(update={"rows": rows, "first_id": first})

    def _duplicate_rows(self, edit: DuplicateRows) -> tuple[State, Edit]:
        _check_cells(len(edit.row_ids))
        wanted = self._ids(list(dict.fromkeys(edit.row_ids)))
        self._there(wanted)
        first = edit.first_id or self.state.next_id
        found, values = self.state.take(wanted)
        if not len(found):
            return self.state, edit
        ids = first - np.flatnonzero(np.isin(wanted, found))
        state = self.state.with_rows(ids, values, self._number)
        return state, edit.model_copy(update={"row_ids": tuple(wanted.tolist()), "first_id": first})

    def _delete_rows(self, edit: DeleteRows) -> tuple[State, Edit]:
        if bool(edit.row_ids) == bool(edit.where.strip()):
            raise ParameterError("It is not said which rows go.", "Give either row ids or a filter.")
        if edit.row_ids:
            _check_cells(len(edit.row_ids))
            ids = np.unique(self._ids(edit.row_ids))
            self._there(ids)
            gone = {}
            for group, (_, at) in self.state.locate(ids).items():
                gone[group] = np.zeros(self.state.stored_rows(group), np.bool_)
                gone[group][at] = True
        else:
            gone = self._where_gone(self._term(edit.where, is_filter=True))
        kept = {}
        for group, mask in gone.items():
            if self.protected is not None:
                mask = mask & ~np.isin(self.state.row_ids(group), self.protected.row_ids)  # noqa: PLW2901
            if (mask & self.state.kept.get(group, np.bool_(True))).any():
                kept[group] = ~mask
        return (self.state.with_kept(kept) if kept else self.state), edit

    def _where_gone(self, where: Term) -> dict[int, Mask]:
        gone = {}
        for group, rows in enumerate(self.state.group_rows):
            self.context.check()
            self.context.progress(group, self.state.group_count, "looking for rows")
            match = where.match(self.state, group) if rows else Match.NONE
            if match is not Match.NONE:
                values = self.state.arrays(group, set(where.ids.values()))
                gone[group] = where.mask(values, self.state.stored_rows(group))
        return gone

    # Columns.

    def _add_column(self, edit: AddColumn) -> tuple[State, Edit]:
        columns = self.state.columns
        name = schemas.free_name(columns, edit.name)
        term = self._term(edit.expression) if edit.expression.strip() else None
        if term is not None and edit.value is not None:
            raise ParameterError("A column cannot hold a value and an expression.", "Give one of them.")
        kind = edit.column_kind or (term.expression.kind if term else Kind.CATEGORICAL)
        column = Column(id=edit.column_id or new_id(), name=name, kind=kind, role=edit.role)
        state = self.state.with_columns(schemas.with_column(columns, column))
        if term is not None:
            state = state.with_layer(self._computed(column, term, ""))
        elif edit.value is not None:
            value, fits = self._typed([edit.value], column)
            if fits.all():
                state = state.with_layer(Constant(self._number, column.id, value))
        return state, edit.model_copy(update={"name": name, "column_id": column.id, "column_kind": kind})

    def _rename_column(self, edit: RenameColumn) -> tuple[State, Edit]:
        column = self._own(edit.column)
        name = schemas.free_name(self.state.columns, edit.name, column.id)
        if name == column.name:
            return self.state, edit
        state = self.state.with_columns(schemas.changed_column(self.state.columns, column.id, name=name))
        return state, edit.model_copy(update={"name": name})

    def _remove_column(self, edit: RemoveColumn) -> tuple[State, Edit]:
        column = self._own(edit.column)
        return self.state.with_columns(schemas.without_column(self.state.columns, column.id)), edit

    def _retype(self, edit: Retype) -> tuple[State, Edit]:
        column = self._own(edit.column)
        if column.kind is edit.to:
            return self.state, edit
        state = self.state.with_columns(schemas.changed_column(self.state.columns, column.id, kind=edit.to))
        if column.kind.is_string and edit.to.is_string:
            return state, edit
        date_format = edit.date_format
        if date_format is None:
            date_format = self._date_format(column) if edit.to is Kind.DATETIME else ""
        layer = Retyped(self._number, column.id, edit.to, date_format)
        if edit.bad == "refuse" and not edit.to.is_string:
            self._check_fits(column, layer)
        return state.with_layer(layer), edit.model_copy(update={"date_format": date_format})

    def _set_role(self, edit: SetRole) -> tuple[State, Edit]:
        column = self._own(edit.column)
        if column.role is edit.role:
            return self.state, edit
        columns = schemas.changed_column(self.state.columns, column.id, role=edit.role)
        return self.state.with_columns(columns), edit

    # Values by rule.

    def _compute(self, edit: Compute) -> tuple[State, Edit]:
        column = self._column(edit.column)
        return self.state.with_layer(self._computed(column, self._term(edit.expression), edit.where)), edit

    def _fill(self, edit: Fill) -> tuple[State, Edit]:
        column = self._column(edit.column)
        where = self._where(edit.where)
        if edit.how in (FillHow.FORWARD, FillHow.BACKWARD):
            forward = edit.how is FillHow.FORWARD
            carried = Carried(self._number, column.id, where, self.state, forward)
            return self.state.with_layer(carried), edit
        value = edit.value
        if value is None:
            if edit.how is None:
                raise ParameterError("It is not said what to fill with.", "Give a value, or say how.")
            value = typical(list(self._read(column)), column, edit.how)
        array, fits = self._typed([value], column)
        if not fits.all() or array.null_count:
            raise ParameterError(f"{value!r} is a missing value itself.", "Fill with another one.")
        state = self.state.with_layer(Filled(self._number, column.id, where, self.state, array))
        return state, edit.model_copy(update={"value": _plain(array)[0]})

    def _replace(self, edit: Replace) -> tuple[State, Edit]:
        if not edit.find:
            raise ParameterError("There is nothing to find.", "To replace missing values, fill them.")
        check_regex(edit)
        where = self._where(edit.where)
        named = [c for n in edit.columns if (c := self._column_or_drop(n)) is not None]
        columns = named if edit.columns else [c for c in self.state.columns.columns if c.kind.is_string]
        state = self.state
        for column in columns:
            layer: Replaced | Exchanged
            if column.kind.is_string:
                pattern = Pattern(edit.find, edit.replacement, edit.regex, edit.whole, edit.case)
                layer = Replaced(self._number, column.id, where, self.state, pattern)
            elif edit.regex or not edit.whole:
                raise ParameterError(
                    f"The column {column.name!r} holds no text, so parts of it cannot be replaced.",
                    "Replace whole values in it.",
                )
            else:
                both, _ = self._typed([edit.find, edit.replacement or None], column)
                layer = Exchanged(
                    self._number, column.id, where, self.state, both.slice(0, 1), both.slice(1, 1)
                )
            state = state.with_layer(layer)
        return state, edit

    def _computed(self, column: Column, term: Term, where: str) -> Computed:
        """Raises SchemaError where the expression's kind cannot be the column's."""
        given = term.expression.kind
        if (
            given is not column.kind
            and not term.expression.is_missing
            and not column.kind.is_string
            and (given, column.kind) != _TRUTH_AS_NUMBER
        ):
            raise SchemaError(
                f"{term.expression.text} is {given}, but the column {column.name!r} is {column.kind}.",
                "Use an expression of that kind, or retype the column first.",
            )
        return Computed(self._number, column.id, self._where(where), self.state, term, column.kind)

    def _read(self, column: Column) -> Iterable[pa.Array]:
        for number, array in enumerate(self.state.column(column.id)):
            self.context.check()
            self.context.progress(number, self.state.group_count, "reading")
            yield array

    def _date_format(self, column: Column) -> str:
        sample = next(iter(self.state.column(column.id)), None)
        return (
            date_format_of(sample.slice(0, 1000))
            if sample is not None and pa.types.is_string(sample.type)
            else ""
        )

    def _check_fits(self, column: Column, layer: Retyped) -> None:
        for group, rows in enumerate(self.state.group_rows):
            if not rows:
                continue
            self.context.check()
            self.context.progress(group, self.state.group_count, "checking values")
            at = self.state.positions(group)
            array = self.state.arrays(group, [column.id], at)[column.id]
            bad = convert(array, layer.kind, layer.date_format).bad
            if bad is not None and bad.any():
                where = int(np.flatnonzero(bad)[0])
                row_id = int(self.state.row_ids(group, at)[where])
                raise SchemaError(
                    f"The column {column.name!r} cannot become {layer.kind}: {str(array[where].as_py())[:60]!r} of "
                    f"{row_word(row_id)} is not.",
                    "Mend such values first, choose another kind, or let them become missing.",
                )


_TRUTH_AS_NUMBER = (Kind.BOOLEAN, Kind.NUMERIC)

_DOERS: Mapping[type[Any], Callable[[Applying, Any], tuple[State, Edit]]] = {
    SetCells: Applying._set_cells,
    AddRows: Applying._add_rows,
    DuplicateRows: Applying._duplicate_rows,
    DeleteRows: Applying._delete_rows,
    AddColumn: Applying._add_column,
    RenameColumn: Applying._rename_column,
    RemoveColumn: Applying._remove_column,
    Retype: Applying._retype,
    SetRole: Applying._set_role,
    Compute: Applying._compute,
    Fill: Applying._fill,
    Replace: Applying._replace,
}


def _check_cells(cells: int) -> None:
    if cells > MOST_CELLS:
        raise ParameterError(
            f"This edit is about {cells:,} cells; one edit can hold {MOST_CELLS:,}.",
            "Bring so much in as a file (import it), or say it as a rule (compute, replace, a filter).",
        )


def _plain(array: pa.Array) -> list[Any]:
    found: list[Any] = array.to_pylist()
    return found
