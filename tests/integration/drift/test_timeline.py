"""Drift over time, on the real server: chunks of rows and versions, stored once."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import numpy as np
import pyarrow as pa
import pytest
from pyarrow import csv

from driftdesk.core.context import Context
from driftdesk.core.datasets import writer as writing
from driftdesk.core.drift.engine import analyse_tables
from driftdesk.core.drift.timeline import versions as by_version
from driftdesk.core.drift.timeline.cells import Cell
from driftdesk.core.entities import (
    Column,
    ColumnDrift,
    Dataset,
    DatasetVersion,
    Kind,
    Operation,
    OperationKind,
    Role,
    Schema,
    Severity,
)
from driftdesk.core.errors import NotFoundError, ParameterError, SchemaError
from driftdesk.core.storage.store import Store
from driftdesk.desk import Desk
from driftdesk.workers.local import run_here
from tests.conftest import shared_data

SCHEMA = Schema(
    columns=(
        Column(id="x", name="x", kind=Kind.NUMERIC),
        Column(id="c", name="plan", kind=Kind.CATEGORICAL),
        Column(id="t", name="at", kind=Kind.DATETIME, role=Role.TIMESTAMP),
        Column(id="i", name="id", kind=Kind.CATEGORICAL, role=Role.ID),
    )
)
BEGIN = datetime(2024, 1, 1)

Commit = Callable[..., DatasetVersion]


def rows(days: int, seed: int = 1, *, first: int = 0, shift_from: int = 1_000, a_day: int = 100) -> pa.Table:
    """``a_day`` rows a day; from a day on, x is shifted and there is a new plan."""
    random = np.random.default_rng(seed)
    day = np.repeat(np.arange(first, first + days), a_day)
    late = day >= shift_from
    n = day.size
    return pa.table(
        {
            "x": random.normal(0, 1, n) + 2 * late,
            "plan": np.where(late & (random.random(n) < 0.5), "gold", random.choice(list("abc"), n)),
            "at": pa.array(
                [BEGIN + timedelta(days=int(d), minutes=i % 1_440) for i, d in enumerate(day)],
                pa.timestamp("us"),
            ),
            "id": [f"{seed}-{i}" for i in range(n)],
        }
    )


@pytest.fixture
def commit(desk: Desk, store: Store, monkeypatch: pytest.MonkeyPatch) -> Commit:
    """Commits a version of ``table``, in row groups of 700 rows: on its own, or appended to what is there."""
    monkeypatch.setattr(writing, "GROUP_ROWS", 700)

    def run(table: pa.Table, *, append: bool = False) -> DatasetVersion:
        there = desk.datasets.find("sales")
        dataset = there or Dataset(name="sales")
        writer = writing.VersionWriter(store, SCHEMA, first_row_id=dataset.next_row_id, context=Context())
        if append:
            writer.add_pages_of(desk.datasets.version(dataset))
        writer.write(table)
        operation = Operation(kind=OperationKind.APPEND if append else OperationKind.IMPORT)
        return desk.datasets.commit(
            there, writer.finish(), operation=operation, context=Context(), new=None if there else dataset
        )

    return run


def verdict(found: Cell | ColumnDrift) -> tuple[object, ...]:
    return (found.severity, found.method, found.statistic, found.p_value, found.p_adjusted)


def test_a_point_says_what_an_analysis_of_its_rows_says(desk: Desk, commit: Commit) -> None:
    table = rows(20, shift_from=12)
    commit(table)
    made = desk.timelines.make(desk.timelines.plan("sales", every="rows:500", reference="chunks:1-2"))
    found = desk.timelines.table(made.id)
    assert [p.label for p in found.points] == ["1-500", "501-1,000", "1,001-1,500", "1,501-2,000"]
    assert [p.is_reference for p in found.points] == [True, True, False, False]
    assert [p.severity for p in found.points] == ["none", "none", "critical", "critical"]
    for number in (2, 3):
        expected = analyse_tables(table[:1000], table[500 * number : 500 * (number + 1)], SCHEMA)
        by_name = {c.name: c for c in expected}
        for i in found.order():
            assert verdict(found.cell(number, i)) == verdict(by_name[found.cell(number, i).column])
    assert found.timeline.severity is Severity.CRITICAL
    assert {c.name for c in found.timeline.columns if not c.judged} == {"at", "id"}


def test_periods_are_those_of_the_stamps_however_rows_are_sorted(desk: Desk, commit: Commit) -> None:
    table = rows(21, shift_from=14)
    commit(table)
    commit(table.take(np.random.default_rng(3).permutation(table.num_rows)))
    sorted_, mixed = (
        desk.timelines.table(
            desk.timelines.make(
                desk.timelines.plan(f"sales@{v}", every="period:week", against="expanding")
            ).id
        )
        for v in (1, 2)
    )
    assert [p.label for p in sorted_.points] == ["2024-W01", "2024-W02", "2024-W03"]
    assert [p.severity for p in sorted_.points] == ["insufficient_data", "none", "critical"]
    assert [p.reference for p in sorted_.points] == ["", "2024-W01", "2024-W01 to 2024-W02"]
    for a, b in zip(sorted_.points, mixed.points, strict=True):
        assert (a.label, a.rows, a.severity) == (b.label, b.rows, b.severity)
    for figure in ("severity", "statistic", "p_value"):
        one, other = (each.cells[figure].astype(float) for each in (sorted_, mixed))
        assert np.allclose(one, other, rtol=1e-9, equal_nan=True), figure


def test_an_older_version_and_a_part_of_a_split_can_be_the_reference(desk: Desk, commit: Commit) -> None:
    first, later = rows(10), rows(10, 2, shift_from=0)
    commit(first)
    commit(later)
    pinned = desk.timelines.make(desk.timelines.plan("sales", every="parts:2", reference="1"))
    found = desk.timelines.table(pinned.id)
    expected = {c.name: c for c in analyse_tables(first, later[:500], SCHEMA)}
    assert verdict(found.cell(0, 0)) == verdict(expected["x"])
    assert (found.points[0].reference, found.points[0].reference_rows) == ("v1", 1_000)
    run_here(desk, desk.split("sales@2", method="random", name="halves", shares={"train": 0.5, "test": 0.5}))
    part = desk.timelines.make(desk.timelines.plan("sales", every="parts:2", reference="part:halves:train"))
    found = desk.timelines.table(part.id)
    assert [p.severity for p in found.points] == ["none", "none"]
    assert 400 < found.points[0].reference_rows < 600


def test_all_versions_are_compared_once_and_those_that_come_are_added(
    desk: Desk, commit: Commit, monkeypatch: pytest.MonkeyPatch
) -> None:
    commit(rows(5))
    commit(rows(5, 2, first=5), append=True)
    commit(rows(5, 3, first=10, shift_from=10), append=True)
    planned = desk.timelines.plan("sales", every="version")
    before = desk.timelines.make(planned)
    found = desk.timelines.table(before.id)
    assert [(p.label, p.severity, p.rows) for p in found.points] == [
        ("v2", "none", 500),
        ("v3", "critical", 1_000),
    ]
    live = desk.drift.timeline(
        desk.datasets.get("sales"), desk.datasets.version(desk.datasets.get("sales"), 1)
    )
    cell = next(c for c in live[1].columns if c.name == "x")
    assert (found.cell(1, 0).statistic, found.cell(1, 0).severity) == (cell.statistic, cell.severity)
    commit(rows(5, 4, first=15), append=True)
    compared: list[int] = []
    compare = by_version._compared

    def counted(left: DatasetVersion, right: DatasetVersion, *more: object) -> object:
        compared.append(right.number)
        return compare(left, right, *more)  # type: ignore[arg-type]  # as it came

    monkeypatch.setattr(by_version, "_compared", counted)
    assert desk.timelines.make(planned).points == 3
    assert compared == [4]
    rolling = desk.timelines.make(desk.timelines.plan("sales", every="version", against="rolling:1"))
    seen = desk.timelines.table(rolling.id)
    assert [(p.reference, p.rows, p.severity) for p in seen.points] == [
        ("v1", 500, "none"),
        ("v2", 500, "critical"),
        ("v3", 500, "critical"),
    ]


def test_a_timeline_that_was_interrupted_goes_on(desk: Desk, commit: Commit) -> None:
    commit(rows(3))
    for seed in (2, 3):
        commit(rows(3, seed, first=3 * seed), append=True)
    planned = desk.timelines.plan("sales", every="version")

    class Stopping(Context):
        def check(self) -> None:
            if desk.store.timeline_points.count(timeline_id=planned.id):
                raise InterruptedError

    with pytest.raises(InterruptedError):
        desk.timelines.make(planned, Stopping())
    assert not desk.timelines.get(planned.id).complete
    assert desk.store.timeline_points.count(timeline_id=planned.id) == 1
    assert desk.timelines.make(planned).points == 2
    assert desk.timelines.get(planned.id).complete


def test_the_same_asked_again_is_there_already(desk: Desk, commit: Commit) -> None:
    commit(rows(10))
    job = run_here(desk, desk.make_timeline("sales", every="parts:5"))
    assert job.result is not None
    assert job.result == {"timeline": job.result["timeline"], "points": 5, "severity": "none"}
    made = desk.timelines.get(job.result["timeline"])
    assert (made.reference, made.complete) == ("chunks:1-1", True)
    assert desk.timelines.make(desk.timelines.plan("sales", every="parts:5")) == made
    assert [t.id for t in desk.timelines.list(desk.datasets.get("sales"))] == [made.id]
    desk.timelines.remove(made.id)
    assert not desk.store.timeline_points.count(timeline_id=made.id)


def test_learned_thresholds_let_the_version_they_come_from_be(desk: Desk, commit: Commit) -> None:
    commit(rows(20))
    job = run_here(desk, desk.learn_thresholds("sales", every="parts:10"))
    assert job.result is not None
    learned = job.result["by_column"]
    assert set(learned) == {"x", "plan"}
    assert 0.01 <= learned["x"]["warning"] < 0.4
    params = {
        "by_column": {n: {k: f[k] for k in ("method", "warning", "critical")} for n, f in learned.items()}
    }
    made = desk.timelines.make(desk.timelines.plan("sales", every="parts:10", reference="1", params=params))
    assert made.severity is Severity.NONE
    cell = desk.timelines.table(made.id).cell(0, 0)
    assert (cell.threshold, cell.critical_threshold) == (learned["x"]["warning"], learned["x"]["critical"])


def test_what_cannot_be_asked_is_refused_and_nothing_is_enqueued(desk: Desk, commit: Commit) -> None:
    commit(rows(4))
    asked: dict[str, Any] = {"every": "parts:4"}
    refused: tuple[tuple[dict[str, Any], type[Exception]], ...] = (
        ({"reference": "7"}, NotFoundError),
        ({"reference": "part:none:train"}, NotFoundError),
        ({"reference": "chunks:2-1"}, ParameterError),
        ({"against": "rolling:2", "reference": "1"}, ParameterError),
        ({"by": "at"}, ParameterError),
        ({"every": "period:day", "by": "x"}, SchemaError),
        ({"params": {"alpha": 3}}, ParameterError),
        ({"params": {"columns": ["nothing"]}}, NotFoundError),
    )
    for wrong, error in refused:
        with pytest.raises(error):
            desk.make_timeline("sales", **{**asked, **wrong})
    with pytest.raises(ParameterError, match="4 chunks cannot teach"):
        desk.timelines.learn(*desk.datasets.resolve("sales"), every="parts:4")
    with pytest.raises(ParameterError, match="over all of them"):
        desk.make_timeline("sales@1", every="version")
    assert not desk.jobs.list()


def test_flights_lose_an_airline_in_july_2015_and_february_is_snowed_in(desk: Desk) -> None:
    """US Airways flew as American from July 2015 on; storms cancelled many flights in February."""
    names = ("flight_delays_reference.csv.gz", "flight_delays.csv.gz")
    table = pa.concat_tables([csv.read_csv(shared_data(name)) for name in names])
    schema = Schema(
        columns=(
            Column(id="1", name="CANCELLED", kind=Kind.NUMERIC),
            Column(id="2", name="AIRLINE", kind=Kind.CATEGORICAL),
            Column(id="3", name="DATE", kind=Kind.DATETIME, role=Role.TIMESTAMP),
        )
    )
    dataset = Dataset(name="flights")
    writer = writing.VersionWriter(desk.store, schema, first_row_id=0, context=Context())
    dates = table["DATE"].cast(pa.timestamp("us"))
    writer.write(pa.table({"CANCELLED": table["CANCELLED"], "AIRLINE": table["AIRLINE"], "DATE": dates}))
    operation = Operation(kind=OperationKind.IMPORT)
    desk.datasets.commit(None, writer.finish(), operation=operation, context=Context(), new=dataset)
    made = desk.timelines.make(desk.timelines.plan("flights", every="period:month", reference="chunks:3-6"))
    found = desk.timelines.table(made.id)
    columns = [c.name for c in found.timeline.columns]
    airline, cancelled = columns.index("AIRLINE"), columns.index("CANCELLED")
    assert [p.label for p in found.points if p.is_reference] == [f"2015-0{m}" for m in (3, 4, 5, 6)]
    critical = [p.label for i, p in enumerate(found.points) if found.cell(i, airline).severity == "critical"]
    assert critical == ["2015-07", "2015-08", "2015-09", "2015-10", "2015-11", "2015-12"]
    assert (found.cell(1, cancelled).severity, found.cell(2, cancelled).method) == (
        "critical",
        "in_reference",
    )
