"""Any sequence of edits, undo, redo, commit, revert and append gives what the same sequence gives on a plain pandas
frame. ``DRIFTDESK_PROPERTY_EXAMPLES`` says how many sequences (12)."""

import itertools
import math
import os
from collections.abc import Callable, Sequence
from typing import Any

import pandas as pd
import pyarrow as pa
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from driftdesk.core.context import Context
from driftdesk.core.datasets import writer as writing
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.drafts.edits import (
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
)
from driftdesk.core.drafts.service import DraftService
from driftdesk.core.entities import ROW_ID, Column, Kind, Operation, OperationKind, Schema
from driftdesk.core.expressions.writing import quoted
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from driftdesk.core.tables.source import rows_at

EXAMPLES = int(os.environ.get("DRIFTDESK_PROPERTY_EXAMPLES", "12"))
STEPS = 30
FIRST = pd.DataFrame(
    {"x": [1, None, 3, 4, None, 6, 7, 8, None, 10], "s": [*"abcab", None, "cab", "", None, "B"]}, dtype=object
).where(lambda f: f.notna() & (f != ""), None)
SCHEMA = Schema(
    columns=(
        Column(id="x", name="x", kind=Kind.NUMERIC),
        Column(id="s", name="s", kind=Kind.CATEGORICAL),
    )
)
NUMBERS = st.one_of(st.none(), st.integers(-50, 50), st.sampled_from([0.5, 2.25, -7.75]))
WORDS = st.one_of(st.none(), st.sampled_from(["a", "ab", "B", "x.y", "12", "-3"]))
NAMES = ("x", "s", "a.$b", "new one", "y")
numbers = itertools.count()


class Plain:
    """The frame, its columns' kinds, and the states before it (undo) and after it (redo)."""

    def __init__(self, frame: pd.DataFrame, kinds: dict[str, Kind]) -> None:
        self.frame, self.kinds = frame, kinds
        self.undone: list[tuple[pd.DataFrame, dict[str, Kind]]] = []
        self.done: list[tuple[pd.DataFrame, dict[str, Kind]]] = []

    def became(self, frame: pd.DataFrame, kinds: dict[str, Kind] | None = None) -> None:
        self.done.append((self.frame, self.kinds))
        self.undone.clear()
        self.frame, self.kinds = frame, kinds or self.kinds

    def swap(
        self,
        source: list[tuple[pd.DataFrame, dict[str, Kind]]],
        other: list[tuple[pd.DataFrame, dict[str, Kind]]],
    ) -> None:
        other.append((self.frame, self.kinds))
        self.frame, self.kinds = source.pop()


class Machine:
    """The same steps on a draft in the store and on the frame."""

    def __init__(self, store: Store, draw: Callable[[Any], Any]) -> None:
        self.store, self.draw = store, draw
        self.name = f"d{next(numbers)}"
        self.start()
        dataset = self.datasets.create(self.name)
        self.append_to(dataset.name, FIRST, SCHEMA)
        self.draft = self.drafts.open(self.name)
        self.plain = Plain(FIRST.copy(), {"x": Kind.NUMERIC, "s": Kind.CATEGORICAL})
        self.versions = {1: (self.plain.frame, self.plain.kinds)}

    def start(self) -> None:
        """As another process would."""
        self.datasets = DatasetService(self.store, "tester")
        self.tables = TableService(self.store)
        self.drafts = DraftService(self.store, self.datasets, self.tables, "tester")

    def append_to(self, name: str, frame: pd.DataFrame, columns: Schema) -> None:
        dataset = self.datasets.get(name)
        writer = VersionWriter(self.store, columns, first_row_id=dataset.next_row_id, context=Context())
        if dataset.head:
            writer.add_pages_of(self.datasets.version(dataset))
        writer.write(pa.table({n: pa.array(frame[n].tolist(), from_pandas=True) for n in frame}))
        self.datasets.commit(
            dataset, writer.finish(), operation=Operation(kind=OperationKind.APPEND), context=Context()
        )

    # What is there.

    @property
    def frame(self) -> pd.DataFrame:
        return self.plain.frame

    def ids(self) -> list[int]:
        found: list[int] = self.actual().column(ROW_ID).to_pylist()
        return found

    def actual(self) -> pa.Table:
        source = self.drafts.source(self.draft)
        positions = pa.array(range(source.rows), pa.int64()).to_numpy()
        return rows_at(source, positions, source.columns.names, with_row_ids=True)

    def check(self) -> None:
        found = self.actual()
        assert_same(found.drop_columns([ROW_ID]), self.frame)
        assert len(set(found.column(ROW_ID).to_pylist())) == len(self.frame)

    def of_kind(self, kind: Kind) -> list[str]:
        return [n for n, k in self.plain.kinds.items() if k is kind]

    def do(self, edit: Edit, frame: pd.DataFrame, kinds: dict[str, Kind] | None = None) -> None:
        changed = self.drafts.apply(self.draft, edit)
        if changed != self.draft:
            self.plain.became(frame, kinds)
        self.draft = changed

    # Steps. One that cannot be done now does nothing.

    def set_cells(self) -> None:
        ids = self.ids()
        if not ids:
            return
        at = self.draw(st.lists(st.integers(0, len(ids) - 1), min_size=1, max_size=4, unique=True))
        names = self.draw(st.lists(st.sampled_from(list(self.frame)), min_size=1, max_size=2, unique=True))
        frame, values = self.frame.copy(), {}
        for name in names:
            of = NUMBERS if self.plain.kinds[name] is Kind.NUMERIC else WORDS
            values[name] = tuple(self.draw(of) for _ in at)
            for row, value in zip(at, values[name], strict=True):
                frame.iat[row, frame.columns.get_loc(name)] = value
        self.do(SetCells(row_ids=tuple(ids[i] for i in at), values=values), frame)

    def add_rows(self) -> None:
        rows = []
        for _ in range(self.draw(st.integers(1, 3))):
            row = {}
            for name in self.draw(st.lists(st.sampled_from(list(self.frame)), unique=True)):
                row[name] = self.draw(NUMBERS if self.plain.kinds[name] is Kind.NUMERIC else WORDS)
            rows.append(row)
        more = pd.DataFrame([{n: r.get(n) for n in self.frame} for r in rows], dtype=object)
        self.do(AddRows(rows=tuple(rows)), stacked(self.frame, more))

    def duplicate_rows(self) -> None:
        if at := self.some_rows():
            ids = self.ids()
            edit = DuplicateRows(row_ids=tuple(ids[i] for i in at))
            self.do(edit, stacked(self.frame, self.frame.iloc[at]))

    def delete_rows(self) -> None:
        if at := self.some_rows():
            ids = self.ids()
            edit = DeleteRows(row_ids=tuple(ids[i] for i in at))
            self.do(edit, self.frame.drop(index=at).reset_index(drop=True))

    def some_rows(self) -> list[int]:
        last = len(self.frame) - 1
        found: list[int] = (
            self.draw(st.lists(st.integers(0, last), min_size=1, max_size=3, unique=True))
            if last >= 0
            else []
        )
        return found

    def delete_where(self) -> None:
        if (name := self.a_column(Kind.NUMERIC)) is not None:
            above = self.draw(st.sampled_from([20.125, 45.125]))
            gone = self.above(name, above)
            self.do(DeleteRows(where=f"{quoted(name)} > {above}"), self.frame[~gone].reset_index(drop=True))

    def compute(self) -> None:
        name, other = self.a_column(Kind.NUMERIC), self.a_column(Kind.NUMERIC)
        if name is None or other is None:
            return
        frame, limit = self.frame.copy(), self.draw(st.sampled_from([None, 2.125, 100.125]))
        found = [None if missing(v) else v * -1 + 3 for v in frame[other]]
        chosen = self.above(other, limit) if limit is not None else pd.Series(True, index=frame.index)
        frame[name] = objects(
            [new if c else old for new, old, c in zip(found, frame[name], chosen, strict=True)]
        )
        where = f"{quoted(other)} > {limit}" if limit is not None else ""
        self.do(Compute(column=name, expression=f"{quoted(other)} * -1 + 3", where=where), frame)

    def fill(self) -> None:
        name = self.draw(st.sampled_from(list(self.frame)))
        numeric = self.plain.kinds[name] is Kind.NUMERIC
        how = self.draw(
            st.sampled_from([None, FillHow.FORWARD, FillHow.BACKWARD, FillHow.MODE, FillHow.MEAN])
        )
        column, frame = self.frame[name], self.frame.copy()
        present = column.dropna()
        value: Any = None
        if how is FillHow.FORWARD:
            frame[name] = column.ffill()
        elif how is FillHow.BACKWARD:
            frame[name] = column.bfill()
        else:
            if how is None:
                value = self.draw(st.sampled_from([5, 1.5] if numeric else ["w", "12"]))
            elif not len(present) or (how is FillHow.MEAN and not numeric):
                return
            with_value = value
            if how is FillHow.MODE:
                with_value = present.mode().iloc[0]
            elif how is FillHow.MEAN:
                with_value = math.fsum(present) / len(present)
            frame[name] = objects([with_value if missing(v) else v for v in column])
        frame[name] = objects(frame[name].tolist())
        self.do(Fill(column=name, how=how, value=value), frame)

    def replace(self) -> None:
        if (name := self.a_column(Kind.CATEGORICAL)) is None:
            return
        find, by = self.draw(st.sampled_from([("a", "zz"), (".", "!"), ("b", ""), ("12", "13")]))
        case, whole = self.draw(st.booleans()), self.draw(st.booleans())
        frame = self.frame.copy()
        text = frame[name].dropna().astype("str")
        if whole:
            same = text == find if case else text.str.lower() == find.lower()
            text = text.where(~same, by)
        else:
            import re

            text = text.str.replace(re.escape(find), by, case=case, regex=True)
        frame.loc[text.index, name] = text.astype(object)
        frame[name] = objects([None if missing(v) or v == "" else v for v in frame[name]])
        self.do(Replace(columns=(name,), find=find, replacement=by, whole=whole, case=case), frame)

    def add_column(self) -> None:
        if (name := self.a_new_name()) is None:
            return
        source = self.a_column(Kind.NUMERIC) if self.draw(st.booleans()) else None
        frame = self.frame.copy()
        if source is not None:
            frame[name] = objects([None if missing(v) else v + 1 for v in frame[source]])
            edit = AddColumn(name=name, expression=f"{quoted(source)} + 1")
            kind = Kind.NUMERIC
        else:
            value = self.draw(WORDS)
            frame[name] = objects([value] * len(frame))
            edit, kind = AddColumn(name=name, value=value), Kind.CATEGORICAL
        self.do(edit, frame, {**self.plain.kinds, name: kind})

    def rename_column(self) -> None:
        name, new = self.draw(st.sampled_from(list(self.frame))), self.a_new_name()
        if new is not None:
            kinds = {new if n == name else n: k for n, k in self.plain.kinds.items()}
            self.do(RenameColumn(column=name, name=new), self.frame.rename(columns={name: new}), kinds)

    def remove_column(self) -> None:
        if len(self.frame.columns) > 1:
            name = self.draw(st.sampled_from(list(self.frame)))
            kinds = {n: k for n, k in self.plain.kinds.items() if n != name}
            self.do(RemoveColumn(column=name), self.frame.drop(columns=name), kinds)

    def retype(self) -> None:
        name = self.draw(st.sampled_from(list(self.frame)))
        frame, values = self.frame.copy(), self.frame[name].tolist()
        if self.plain.kinds[name] is Kind.NUMERIC:
            if any(not missing(v) and v != int(v) for v in values):
                return
            frame[name], to = objects([None if missing(v) else str(int(v)) for v in values]), Kind.CATEGORICAL
        else:
            frame[name], to = objects([as_number(v) for v in values]), Kind.NUMERIC
        kinds = {**self.plain.kinds, name: to}
        self.do(Retype(column=name, to=to, bad="missing"), frame, kinds)

    def undo(self) -> None:
        if self.draft.can_undo:
            self.draft = self.drafts.undo(self.draft)
            self.plain.swap(self.plain.done, self.plain.undone)

    def redo(self) -> None:
        if self.draft.can_redo:
            self.draft = self.drafts.redo(self.draft)
            self.plain.swap(self.plain.undone, self.plain.done)

    def crash(self) -> None:
        self.start()
        self.draft = self.drafts.open(self.name)

    def commit(self) -> None:
        changes = self.drafts.changes(self.draft)
        if changes.is_empty or not changes.rows:
            return
        before = [i for i in self.ids() if i >= 0]
        version = self.drafts.commit(self.draft)
        found = self.tables.read(version, with_row_ids=True)
        assert_same(found.drop_columns([ROW_ID]), self.frame)
        assert found.column(ROW_ID).to_pylist()[: len(before)] == before
        self.went_on()

    def revert(self) -> None:
        if not self.draft.length and len(self.versions) > 1:
            number = self.draw(st.integers(1, len(self.versions) - 1))
            self.datasets.revert(f"{self.name}@{number}", "back")
            self.plain.frame, self.plain.kinds = self.versions[number]
            self.went_on()

    def append(self) -> None:
        if not self.draft.length:
            more = pd.DataFrame({n: objects(["7", None]) for n in self.frame})
            for name in self.of_kind(Kind.NUMERIC):
                more[name] = objects([7, 2.5])
            columns = self.datasets.resolve(self.name)[1].columns
            self.append_to(self.name, more, columns)
            self.plain.frame = stacked(self.frame, more)
            self.went_on()

    def went_on(self) -> None:
        """Another version is the head."""
        self.plain = Plain(self.plain.frame, self.plain.kinds)
        self.versions[len(self.versions) + 1] = (self.plain.frame, self.plain.kinds)
        self.draft = self.drafts.open(self.name)

    def a_column(self, kind: Kind) -> str | None:
        names = self.of_kind(kind)
        found: str | None = self.draw(st.sampled_from(names)) if names else None
        return found

    def a_new_name(self) -> str | None:
        free = [n for n in NAMES if n not in self.plain.kinds]
        found: str | None = self.draw(st.sampled_from(free)) if free else None
        return found

    def above(self, name: str, limit: float) -> "pd.Series[bool]":
        return self.frame[name].map(lambda v: not missing(v) and v > limit).astype(bool)


STEP_NAMES = [
    "set_cells", "set_cells", "add_rows", "duplicate_rows", "delete_rows", "delete_where", "compute", "fill", "fill",
    "replace", "add_column", "rename_column", "remove_column", "retype", "undo", "undo", "redo", "crash", "commit",
    "revert", "append",
]  # fmt: skip


def objects(values: Sequence[Any]) -> "pd.Series[Any]":
    return pd.Series([None if missing(v) else v for v in values], dtype=object)


def stacked(one: pd.DataFrame, other: pd.DataFrame) -> pd.DataFrame:
    return pd.DataFrame({n: objects([*one[n], *other[n]]) for n in one})


def missing(value: Any) -> bool:
    return bool(pd.isna(value))


def as_number(value: Any) -> Any:
    try:
        return None if missing(value) else int(value)
    except ValueError:
        return None


def assert_same(found: pa.Table, frame: pd.DataFrame) -> None:
    assert found.column_names == list(frame)
    for name in frame:
        values, expected = found.column(name).to_pylist(), frame[name].tolist()
        assert len(values) == len(expected)
        for one, other in zip(values, expected, strict=True):
            if missing(other):
                assert one is None, (name, values, expected)
            else:
                assert one == (pytest.approx(other) if isinstance(other, int | float) else other), (
                    name,
                    values,
                    expected,
                )


@settings(
    max_examples=EXAMPLES,
    suppress_health_check=[
        HealthCheck.function_scoped_fixture,
        HealthCheck.too_slow,
        HealthCheck.data_too_large,
    ],
)
@given(data=st.data())
@pytest.mark.timeout(max(180, EXAMPLES * 10))
def test_any_sequence_gives_what_it_gives_on_a_plain_frame(
    store: Store, monkeypatch: pytest.MonkeyPatch, data: st.DataObject
) -> None:
    monkeypatch.setattr(writing, "GROUP_ROWS", 4)
    machine = Machine(store, data.draw)
    for step in data.draw(st.lists(st.sampled_from(STEP_NAMES), min_size=10, max_size=STEPS)):
        getattr(machine, step)()
        machine.check()
    machine.commit()
    machine.check()
