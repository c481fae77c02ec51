"""Rows and drafts in memory: the real views over them, none of the database."""

import threading
from collections.abc import Sequence
from dataclasses import dataclass, field
from types import SimpleNamespace
from typing import Any

import numpy as np
import pyarrow as pa

from driftdesk.core.drafts.edits import (
    AddColumn,
    AddRows,
    DeleteRows,
    DraftChanges,
    DraftConflict,
    DuplicateRows,
    Edit,
    LoggedEdit,
    RenameColumn,
    SetCells,
)
from driftdesk.core.drafts.source import Marks
from driftdesk.core.entities import ROW_ID, Column, Draft, Kind, Schema
from driftdesk.core.errors import ParameterError
from driftdesk.core.tables.service import TableService
from driftdesk.core.tables.values import convert


class MemorySource:
    """A ``RowSource`` of one group; ``table`` has ROW_ID last."""

    def __init__(self, key: str, columns: Schema, table: pa.Table, before: pa.Table | None = None) -> None:
        self.key, self.columns, self.table = key, columns, table
        self._before = before

    @property
    def group_rows(self) -> Sequence[int]:
        return [self.table.num_rows] if self.table.num_rows else []

    def read_group(
        self, group: int, columns: Sequence[str], at: Any = None, *, with_row_ids: bool = False
    ) -> pa.Table:
        self.columns.select(columns)
        found = self.table.select([*columns, ROW_ID] if with_row_ids else list(columns))
        return (found if at is None else found.take(pa.array(at))).combine_chunks()

    def bounds(self, group: int, column: str) -> None:
        return None

    def marks(self, positions: Any, columns: Sequence[str]) -> Marks:
        ids = self.table.column(ROW_ID).to_pylist()
        before = {r[ROW_ID]: r for r in (self._before or self.table).to_pylist()}
        rows = [self.table.slice(int(p), 1).to_pylist()[0] for p in positions]
        new = np.array([ids[int(p)] < 0 for p in positions], bool)
        cells = {
            name: np.array([r[ROW_ID] >= 0 and r[name] != before[r[ROW_ID]].get(name, r) for r in rows], bool)
            for name in columns
        }
        return Marks(new, cells)


def views(sources: Any) -> SimpleNamespace:
    """``desk.tables``: the real views over ``sources(version)``."""
    real = TableService(SimpleNamespace(chunks=None))  # type: ignore[arg-type]  # its sources are given
    return SimpleNamespace(source=sources, view=real.view)


@dataclass
class _Log:
    draft: Draft
    edits: list[Edit] = field(default_factory=list)


class MemoryDrafts:
    """``desk.drafts``: some kinds of edits, over one table a dataset. ``others_there`` and ``conflict`` are given."""

    def __init__(self, datasets: Any, source_of: Any) -> None:
        self._datasets, self._source_of = datasets, source_of
        self._logs: dict[str, _Log] = {}
        self._lock = threading.Lock()
        self.others_there: list[Draft] = []
        self.conflict: DraftConflict | None = None

    def open(self, name: str, version: int | None = None) -> Draft:
        dataset = self._datasets.get(name)
        if dataset.id not in self._logs:
            base = self._datasets.version(dataset, version or "latest").number
            self._logs[dataset.id] = _Log(Draft(dataset_id=dataset.id, base=base, user="ada"))
        return self._logs[dataset.id].draft

    def find(self, name: str) -> Draft | None:
        log = self._logs.get(self._datasets.get(name).id)
        return log.draft if log else None

    existing = find

    def others(self, name: str) -> list[Draft]:
        return self.others_there

    def apply(self, draft: Draft, edit: Edit, context: Any = None) -> Draft:
        with self._lock:
            log = self._logs[draft.dataset_id]
            edits = [*log.edits[: draft.position], edit]
            self._rows(draft, edits)  # what cannot be done raises here
            log.edits = edits
            return self._moved(log, len(edits), len(edits))

    def undo(self, draft: Draft) -> Draft:
        return self._moved(self._logs[draft.dataset_id], draft.position - 1, draft.length)

    def redo(self, draft: Draft) -> Draft:
        return self._moved(self._logs[draft.dataset_id], draft.position + 1, draft.length)

    def discard(self, draft: Draft) -> None:
        self._logs.pop(draft.dataset_id, None)

    def changes(self, draft: Draft) -> DraftChanges:
        log = self._logs[draft.dataset_id]
        edits = [
            LoggedEdit(number=n, text=e.text, is_done=n <= draft.position) for n, e in enumerate(log.edits, 1)
        ]
        before, now = self._base(draft).table, self.source(draft).table
        ids = now.column(ROW_ID).to_pylist()
        kept = sum(i >= 0 for i in ids)
        return DraftChanges(
            edits=tuple(edits),
            rows_before=before.num_rows,
            rows=now.num_rows,
            added_rows=len(ids) - kept,
            deleted_rows=before.num_rows - kept,
        )

    def source(self, draft: Draft) -> MemorySource:
        log = self._logs[draft.dataset_id]
        return self._rows(draft, log.edits[: draft.position])

    def difference(self, draft: Draft, context: Any = None) -> DraftConflict:
        assert self.conflict is not None
        return self.conflict

    def _moved(self, log: _Log, position: int, length: int) -> Draft:
        more = {"position": position, "length": length, "revision": log.draft.revision + 1}
        log.draft = log.draft.model_copy(update=more)
        return log.draft

    def _base(self, draft: Draft) -> MemorySource:
        dataset = self._datasets.by_id(draft.dataset_id)
        found: MemorySource = self._source_of(self._datasets.version(dataset, draft.base))
        return found

    def _rows(self, draft: Draft, edits: Sequence[Edit]) -> MemorySource:
        base = self._base(draft)
        rows, columns = base.table.to_pylist(), list(base.columns.columns)
        for edit in edits:
            rows, columns = _done(edit, rows, columns)
        schema = Schema(columns=tuple(columns))
        types = {c.name: base.table.column(c.name).type for c in columns if c.name in base.table.column_names}
        arrays = {c.name: pa.array([r.get(c.name) for r in rows], types.get(c.name)) for c in columns}
        table = pa.table({**arrays, ROW_ID: pa.array([r[ROW_ID] for r in rows], pa.int64())})
        return MemorySource(f"{draft.id}:{len(edits)}:{draft.revision}", schema, table, base.table)


def _done(
    edit: Edit, rows: list[dict[str, Any]], columns: list[Column]
) -> tuple[list[dict[str, Any]], list[Column]]:
    kinds = {c.name: c.kind for c in columns}
    next_id = min([0, *(r[ROW_ID] for r in rows)]) - 1
    match edit:
        case SetCells():
            new = {
                n: dict(zip(edit.row_ids, _typed(kinds[n], v), strict=True)) for n, v in edit.values.items()
            }
            return [
                {**r, **{n: v[r[ROW_ID]] for n, v in new.items() if r[ROW_ID] in v}} for r in rows
            ], columns
        case AddRows():
            made = [
                {**{n: _typed(kinds[n], [v])[0] for n, v in row.items()}, ROW_ID: next_id - i}
                for i, row in enumerate(edit.rows)
            ]
            return rows + made, columns
        case DuplicateRows():
            copies = [r for r in rows if r[ROW_ID] in edit.row_ids]
            return rows + [{**r, ROW_ID: next_id - i} for i, r in enumerate(copies)], columns
        case DeleteRows():
            return [r for r in rows if r[ROW_ID] not in edit.row_ids], columns
        case AddColumn():
            made_column = Column(
                id=f"new-{edit.name}", name=edit.name, kind=edit.column_kind or Kind.CATEGORICAL
            )
            return rows, [*columns, made_column]
        case RenameColumn():
            renamed = [
                c.model_copy(update={"name": edit.name}) if c.name == edit.column else c for c in columns
            ]
            return [{(edit.name if k == edit.column else k): v for k, v in r.items()} for r in rows], renamed
    raise ParameterError(f"The drafts of memory cannot do {edit.kind}.")


def _typed(kind: Kind, values: Sequence[Any]) -> list[Any]:
    if not all(v is None or isinstance(v, str) for v in values):
        return list(values)
    return convert(pa.array(values, pa.string()), kind).array.to_pylist()  # type: ignore[no-any-return]  # pyarrow has no types
