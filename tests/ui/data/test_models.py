"""The item models of the Data tab, held to Qt's own rules for models."""

import asyncio
from collections.abc import Callable, Coroutine
from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.modeltest import ModelTester

from driftdesk.core.entities import Column, Kind, Role, Severity
from driftdesk.ui.data.drift.model import COLUMN_ROLE, DRIFT, NAME_ROLE, DriftColumnModel
from driftdesk.ui.data.importing.model import KIND, ROLE, ImportColumn, ImportColumnModel
from driftdesk.ui.data.records.model import LOADING_ROLE, MISSING_ROLE, RecordTableModel
from driftdesk.ui.data.records.pages import BLOCK_COLUMNS, BLOCK_ROWS, KEPT_BLOCKS, Block, Cells, RecordPages
from driftdesk.ui.plots.heat_map import HeatCell, HeatMapModel
from tests.ui.data.desk import SCHEMA, drifted

Start = Callable[[Coroutine[Any, Any, None]], object]


class Reader:
    """Collects what a record model starts, and runs it when the test says so."""

    def __init__(self) -> None:
        self.blocks: list[Block] = []
        self.waiting: list[Coroutine[Any, Any, None]] = []
        self.error: Exception | None = None

    async def fetch(self, block: Block) -> Cells:
        self.blocks.append(block)
        if self.error:
            raise self.error
        rows = range(block.offset, block.offset + block.limit)
        return Cells([[None if r % 10 == 3 else f"{name}{r}" for r in rows] for name in block.names], rows)

    def start(self, work: Coroutine[Any, Any, None]) -> None:
        self.waiting.append(work)

    def run(self) -> None:
        while self.waiting:
            asyncio.run(self.waiting.pop(0))


@pytest.fixture
def reader() -> Reader:
    return Reader()


@pytest.fixture
def records(reader: Reader) -> RecordTableModel:
    model = RecordTableModel(reader.fetch, reader.start)
    model.show_records(1_000_000, SCHEMA.columns)
    return model


def test_records_are_a_well_behaved_model(
    records: RecordTableModel, reader: Reader, qtmodeltester: ModelTester
) -> None:
    records.show_records(250, SCHEMA.columns)
    reader.run()
    qtmodeltester.check(records)
    reader.run()


def test_a_cell_is_a_placeholder_until_its_block_has_come(records: RecordTableModel, reader: Reader) -> None:
    index = records.index(500_000, 1)
    assert records.data(index) is None
    assert records.data(index, LOADING_ROLE)
    reader.run()
    assert records.data(index) == "age500000"
    assert not records.data(index, LOADING_ROLE)
    assert [b.offset for b in reader.blocks] == [500_000]


def test_a_missing_value_is_told_apart_from_one_that_is_not_here_yet(
    records: RecordTableModel, reader: Reader
) -> None:
    records.data(records.index(3, 1))
    reader.run()
    assert records.data(records.index(3, 1), MISSING_ROLE)
    assert not records.data(records.index(3, 1), LOADING_ROLE)


def test_at_most_two_blocks_are_read_at_once_and_the_newest_wish_comes_first(
    records: RecordTableModel, reader: Reader
) -> None:
    for row in (0, 10_000, 20_000, 30_000, 40_000):
        records.data(records.index(row, 0))
    assert len(reader.waiting) == 2
    reader.run()
    assert [b.offset for b in reader.blocks] == [0, 10_000, 40_000, 30_000, 20_000]


def test_a_block_that_failed_is_announced_once_and_not_asked_for_again(
    records: RecordTableModel, reader: Reader, qtbot: Any
) -> None:
    reader.error = OSError("gone")
    records.data(records.index(0, 0))
    with qtbot.waitSignal(records.block_failed):
        reader.run()
    records.data(records.index(0, 0))
    assert not reader.waiting


def test_pages_of_an_older_version_do_not_show_in_the_newer(
    records: RecordTableModel, reader: Reader
) -> None:
    records.data(records.index(0, 1))
    records.show_records(10, SCHEMA.columns[:1])
    reader.run()
    assert records.data(records.index(0, 0)) is None
    reader.run()
    assert records.data(records.index(0, 0)) == "user_id0"


def test_wide_data_comes_in_blocks_of_columns_and_old_blocks_go() -> None:
    pages = RecordPages(10**7, [f"c{i}" for i in range(5000)])
    pages.cells(0, 4999)
    block = pages.next()
    assert block is not None
    assert len(block.names) == BLOCK_COLUMNS
    assert block.first_column == 4960
    for place in range(KEPT_BLOCKS + 5):
        wished = Block((place, 0), place * BLOCK_ROWS, BLOCK_ROWS, 0, ("c0",))
        pages.put(wished, Cells([["x"] * BLOCK_ROWS]))
    assert pages.cells(0, 0) is None
    assert pages.cells((KEPT_BLOCKS + 4) * BLOCK_ROWS, 0) is not None


def test_ranked_columns_are_a_well_behaved_model(qtmodeltester: ModelTester) -> None:
    model = DriftColumnModel()
    model.await_columns(SCHEMA.columns)
    for name, statistic, severity in (
        ("plan", 0.01, Severity.NONE),
        ("age", 2.0, Severity.CRITICAL),
        ("churned", 0.12, Severity.WARNING),
    ):
        model.put(drifted(name, statistic, severity))
    qtmodeltester.check(model)
    names = [model.data(model.index(r, 0), NAME_ROLE) for r in range(model.rowCount())]
    assert names == ["age", "churned", "plan", "user_id"]
    assert model.awaited == 1
    assert model.data(model.index(3, 0), COLUMN_ROLE) is None


def test_a_column_that_is_analysed_again_replaces_its_row() -> None:
    model = DriftColumnModel()
    model.show_report([drifted("age", 2.0, Severity.CRITICAL)])
    model.put(drifted("age", 0.01, Severity.NONE))
    assert model.rowCount() == 1
    assert model.data(model.index(0, DRIFT)) == "0.01"


@pytest.fixture
def imported() -> ImportColumnModel:
    model = ImportColumnModel()
    model.show_columns(
        [
            ImportColumn("id", Kind.CATEGORICAL, Role.ID, ("a", "b"), 0.0),
            ImportColumn("age", Kind.NUMERIC, Role.FEATURE, ("1", "2"), 0.25),
            ImportColumn("churned", Kind.BOOLEAN, Role.FEATURE, ("true",), 0.0),
        ]
    )
    return model


def test_columns_of_an_import_are_a_well_behaved_model(
    imported: ImportColumnModel, qtmodeltester: ModelTester
) -> None:
    qtmodeltester.check(imported)
    assert imported.data(imported.index(1, 3)) == "25.0 %"


def test_only_one_column_is_the_target(imported: ImportColumnModel) -> None:
    imported.setData(imported.index(1, ROLE), "target")
    imported.setData(imported.index(2, ROLE), "target")
    assert imported.named(Role.TARGET) == "churned"
    assert imported.roles() == {"churned": Role.TARGET}
    imported.give_role("id", Role.TARGET)
    imported.give_role(None, Role.TARGET)
    assert imported.roles() == {}


def test_what_was_corrected_survives_another_look_at_the_file(imported: ImportColumnModel) -> None:
    imported.setData(imported.index(1, KIND), "categorical")
    imported.show_columns([ImportColumn("age", Kind.NUMERIC, Role.FEATURE, ("7",), None)])
    assert imported.kinds() == {"age": Kind.CATEGORICAL}
    assert imported.data(imported.index(0, 4)) == "7"


def test_the_heat_map_is_a_well_behaved_model(qtmodeltester: ModelTester) -> None:
    model = HeatMapModel()
    cells = {(0, 1): HeatCell(Severity.CRITICAL, 4.0, "0.4")}
    model.show_cells(["age", "plan"], ["v2", "v3"], lambda *at: cells.get(at), lambda *_at: "tip")
    qtmodeltester.check(model)
    assert model.data(model.index(0, 1)) == "0.4"
    assert model.data(model.index(1, 0)) is None
    assert model.headerData(0, Qt.Orientation.Vertical) == "age"


def test_a_column_in_the_header_says_its_kind_and_role(records: RecordTableModel) -> None:
    tip = records.headerData(3, Qt.Orientation.Horizontal, Qt.ItemDataRole.ToolTipRole)
    assert tip == "churned\nBoolean · Target"
    assert isinstance(records.columns[0], Column)
