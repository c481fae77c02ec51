"""Streams of stored versions: looked back upon, and watched as batches arrive."""

import numpy as np
import pyarrow as pa
import pytest

from driftdesk.core.context import Context
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.drafts.edits import AddColumn, SetCells
from driftdesk.core.entities import Column, Dataset, Kind, Operation, OperationKind, Schema, StreamSource
from driftdesk.core.errors import ConflictError, ExpressionError, NotFoundError, ParameterError, SchemaError
from driftdesk.core.streams.watching import alarms
from driftdesk.desk import Desk

SCHEMA = Schema(
    columns=(
        Column(id="at", name="at", kind=Kind.NUMERIC),
        Column(id="x", name="x", kind=Kind.NUMERIC),
        Column(id="y", name="y", kind=Kind.CATEGORICAL),
        Column(id="p", name="p", kind=Kind.CATEGORICAL),
    )
)
PRICE = StreamSource(of="x")


def arrive(desk: Desk, table: pa.Table) -> Dataset:
    """A batch: the first version, or rows appended to the last."""
    there = desk.datasets.find("prices")
    dataset = there or Dataset(name="prices")
    writer = VersionWriter(desk.store, SCHEMA, first_row_id=dataset.next_row_id, context=Context())
    if there:
        writer.add_pages_of(desk.datasets.version(there, "latest"))
    writer.write(table)
    operation = Operation(kind=OperationKind.APPEND if there else OperationKind.IMPORT)
    desk.datasets.commit(
        there,
        writer.finish(),
        operation=operation,
        message="",
        context=Context(),
        new=None if there else dataset,
    )
    return desk.datasets.get("prices")


def rows(values: np.ndarray, seed: int = 1) -> pa.Table:
    random = np.random.default_rng(seed)
    truth = random.choice(["up", "down"], values.size)
    wrong = random.random(values.size) < np.where(values > 2, 0.6, 0.1)
    guess = np.where(wrong, np.where(truth == "up", "down", "up"), truth)
    at = np.arange(values.size, dtype=float)
    return pa.table({"at": at, "x": values, "y": truth, "p": guess})


def moving() -> np.ndarray:
    return np.random.default_rng(7).normal(np.repeat([0.0, 4.0, 0.0], 700))


def test_batches_raise_the_alarms_that_the_whole_would(desk: Desk) -> None:
    whole = moving()
    dataset = arrive(desk, rows(whole[:500]))
    desk.streams.add_watch(dataset, "price", PRICE, "adwin")
    raised = [desk.streams.advance(dataset)["price"]]
    for start in range(500, whole.size, 400):
        dataset = arrive(desk, rows(whole[start : start + 400]))
        raised.append(desk.streams.advance(dataset)["price"])
    watch = desk.streams.watch(dataset, "price")

    from driftdesk.core.streams.detectors import parse_params

    assert [a.position for a in watch.alarms] == alarms("adwin", parse_params("adwin", {}), whole)
    assert watch.seen_rows == whole.size
    assert raised[0] == 0
    assert sum(raised) == len(watch.alarms) >= 2
    assert watch.alarms[0].version == 2
    assert desk.streams.advance(dataset) == {"price": 0}


def test_a_watch_begins_with_the_first_version_that_has_its_column(desk: Desk) -> None:
    arrive(desk, rows(moving()[:300]))
    draft = desk.drafts.open("prices")
    draft = desk.drafts.apply(draft, AddColumn(name="double", column_kind=Kind.NUMERIC, expression="x * 2"))
    desk.drafts.commit(draft, "a column")
    dataset = desk.datasets.get("prices")
    desk.streams.add_watch(dataset, "double", StreamSource(of="double"), "adwin")
    desk.streams.advance(dataset)
    watch = desk.streams.watch(dataset, "double")
    assert [(b.version, b.rows) for b in watch.batches] == [(2, 300)]


def test_an_edit_brings_no_rows_to_a_stream(desk: Desk) -> None:
    dataset = arrive(desk, rows(moving()[:300]))
    desk.streams.add_watch(dataset, "price", PRICE, "page-hinkley")
    desk.streams.advance(dataset)
    draft = desk.drafts.open("prices")
    draft = desk.drafts.apply(draft, SetCells(row_ids=(0,), values={"x": (9,)}))
    desk.drafts.commit(draft, "one cell")
    dataset = arrive(desk, rows(moving()[300:400]))
    desk.streams.advance(dataset)
    assert desk.streams.watch(dataset, "price").seen_rows == 400


def test_a_study_has_the_dummies_beside_the_detectors(desk: Desk) -> None:
    dataset = arrive(desk, rows(moving()))
    version = desk.datasets.version(dataset, "latest")
    source = StreamSource(of="y != p", order_by="at")
    study = desk.streams.study(dataset, version, source, {"hddm-w": {}, "every": {"rows": 300}})
    found = {r.detector: r for r in study.results}
    assert list(found) == ["hddm-w", "every", "never", "always"]
    assert found["every"].alarms == 7
    assert found["always"].alarms == 2100
    assert 700 <= found["hddm-w"].positions[0] < 800
    assert found["hddm-w"].moments[0] == found["hddm-w"].positions[0]
    assert (found["hddm-w"].jump or 0) > (found["always"].jump or 0)
    assert len(study.curve) == 500
    assert desk.streams.studies(dataset)[0].id == study.id


def test_a_stream_in_the_order_of_a_column_is_read_in_that_order(desk: Desk) -> None:
    table = rows(moving())
    shuffled = table.take(pa.array(np.random.default_rng(1).permutation(len(table))))
    dataset = arrive(desk, shuffled)
    version = desk.datasets.version(dataset, "latest")
    studies = [
        desk.streams.study(dataset, version, StreamSource(of="x", order_by=order), {"adwin": {}})
        for order in ("at", "")
    ]
    assert 700 <= studies[0].results[0].positions[0] < 760
    assert studies[1].results[0].alarms == 0


@pytest.mark.parametrize(
    ("source", "error"),
    [
        (StreamSource(), ParameterError),
        (StreamSource(of="x", model="m"), ParameterError),
        (StreamSource(of="nothing > 1"), ExpressionError),
        (StreamSource(of="y"), SchemaError),
        (StreamSource(of="x", order_by="when"), NotFoundError),
        (StreamSource(model="nobody"), NotFoundError),
    ],
)
def test_what_is_no_stream_is_refused(desk: Desk, source: StreamSource, error: type[Exception]) -> None:
    dataset = arrive(desk, rows(moving()[:100]))
    with pytest.raises(error):
        desk.streams.study(dataset, desk.datasets.version(dataset, "latest"), source, {"adwin": {}})
    assert desk.streams.studies(dataset) == []


def test_a_watch_has_a_name_of_its_own_and_can_be_removed(desk: Desk) -> None:
    dataset = arrive(desk, rows(moving()[:100]))
    watch = desk.streams.add_watch(dataset, "price", PRICE, "adwin")
    with pytest.raises(ConflictError):
        desk.streams.add_watch(dataset, "price", PRICE, "adwin")
    with pytest.raises(ParameterError):
        desk.streams.add_watch(dataset, "clock", PRICE, "every")
    desk.streams.remove_watch(watch)
    assert desk.watch_streams(dataset) is None
    with pytest.raises(NotFoundError):
        desk.streams.watch(dataset, "price")


def test_a_watch_that_cannot_go_on_keeps_no_other_from_it(desk: Desk) -> None:
    dataset = arrive(desk, rows(moving()[:300]))
    broken = desk.streams.add_watch(dataset, "a", PRICE, "adwin")
    desk.store.watches.update(broken.id, source=StreamSource(of="gone"))
    desk.streams.add_watch(dataset, "b", PRICE, "adwin")
    with pytest.raises(ExpressionError, match=r"watch 'a' cannot go on.*no column 'gone'"):
        desk.streams.advance(dataset)
    assert desk.streams.watch(dataset, "b").seen_rows == 300


def test_whole_numbers_beyond_what_a_float_holds_are_a_stream(desk: Desk) -> None:
    table = rows(moving()[:60]).set_column(1, "x", pa.array([2**53 + 1 + i for i in range(60)], pa.int64()))
    dataset = arrive(desk, table)
    version = desk.datasets.version(dataset)
    study = desk.streams.study(dataset, version, StreamSource(of="at * 1000000000000000"), {"adwin": {}})
    assert study.missing == 0


def test_what_watches_and_studies_hold_goes_with_the_dataset(desk: Desk) -> None:
    dataset = arrive(desk, rows(moving()[:300]))
    desk.streams.add_watch(dataset, "a", PRICE, "adwin")
    desk.streams.study(dataset, desk.datasets.version(dataset), PRICE, {"adwin": {}})
    job = desk.make_timeline("prices", every="rows:100")
    desk.datasets.trash("prices")
    with pytest.raises(ConflictError, match="worked on by"):
        desk.datasets.delete("prices")
    desk.jobs.stop(job.id)
    desk.datasets.delete("prices")
    assert desk.store.watches.count() == desk.store.stream_studies.count() == 0


def test_a_version_that_a_timeline_works_on_is_in_use(desk: Desk) -> None:
    dataset = arrive(desk, rows(moving()[:300]))
    arrive(desk, rows(moving()[300:400]))
    assert desk.datasets.uses("prices@1") == []
    job = desk.make_timeline("prices@2", every="rows:100", reference="1")
    assert desk.datasets.uses("prices@1") == [f"the job {job.title!r} works on it"]
    desk.jobs.stop(job.id)
    assert desk.datasets.uses(f"{dataset.name}@1") == []
