"""Excel workbooks: one saved by LibreOffice (tests/data/orders.fods, by ``soffice --headless --convert-to xlsx``), and
hostile ones."""

import datetime
import io
import zipfile
from pathlib import Path

import openpyxl
import pytest

from driftdesk.core.entities import Kind
from driftdesk.core.errors import FileError
from tests.unit.core.ingest.files import imported, opened

ORDERS = (Path(__file__).parents[3] / "data" / "orders.xlsx").read_bytes()


def workbook(rows: list[list[object]], **more: list[list[object]]) -> bytes:
    book = openpyxl.Workbook()
    book.active.title = "first"
    for row in rows:
        book.active.append(row)
    for title, others in more.items():
        sheet = book.create_sheet(title)
        for row in others:
            sheet.append(row)
    out = io.BytesIO()
    book.save(out)
    return out.getvalue()


def with_part(data: bytes, name: str, change: object) -> bytes:
    """The workbook with one part changed by a function of its bytes."""
    out = io.BytesIO()
    with zipfile.ZipFile(io.BytesIO(data)) as old, zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as new:
        for part in old.namelist():
            content = old.read(part)
            new.writestr(part, change(content) if part == name else content)  # type: ignore[operator]  # a function
    return out.getvalue()


def test_a_sheet_saved_by_a_spreadsheet_program_is_read_with_its_types() -> None:
    file = opened("orders.xlsx", ORDERS)
    assert (file.form.sheet, file.form.sheets, file.form.skip_rows) == ("주문", ("Notes", "주문"), 2)
    assert {c.name: c.kind for c in file.columns.columns} == {
        "주문 번호": Kind.CATEGORICAL,
        "날짜": Kind.DATETIME,
        "수량": Kind.NUMERIC,
        "단가": Kind.NUMERIC,
        "합계": Kind.NUMERIC,
        "배송": Kind.BOOLEAN,
    }
    table, rejects = imported("orders.xlsx", ORDERS)
    assert rejects == []
    assert table.to_pylist()[:2] == [
        {"주문 번호": "0001", "날짜": datetime.datetime(2024, 3, 1), "수량": 3, "단가": 12.5, "합계": 37.5, "배송": True},
        {"주문 번호": "0002", "날짜": datetime.datetime(2024, 3, 2), "수량": 1, "단가": None, "합계": None, "배송": False},
    ]  # fmt: skip
    assert any("merged" in w for w in file.warnings)


def test_a_sheet_is_chosen_by_name_or_number() -> None:
    data = workbook([["a"], [1]], second=[["b"], [2]])
    assert imported("a.xlsx", data, sheet="SECOND")[0].to_pylist() == [{"b": 2}]
    assert imported("a.xlsx", data, sheet="2")[0].to_pylist() == [{"b": 2}]
    with pytest.raises(FileError, match="no sheet 'third'") as refused:
        imported("a.xlsx", data, sheet="third")
    assert "first, second" in refused.value.hint


def test_a_table_may_begin_anywhere_and_have_no_header() -> None:
    data = workbook([[None, None, "x", 1], [None, None, "y", 2], [None, None, "z", 3]])
    file = opened("a.xlsx", data)
    assert (file.form.header, file.names) == (False, ("column_1", "column_2"))
    assert opened("a.xlsx", data, header=True).names == ("x", "1")


def test_values_beside_the_table_and_of_other_kinds_cost_their_rows() -> None:
    rows: list[list[object]] = [
        ["n", "t"],
        *([i, f"x{i}"] for i in range(300)),
        ["bad", "y"],
        [1, "z", "note"],
    ]
    table, rejects = imported("a.xlsx", workbook(rows), kinds={"n": "numeric"})
    assert table.num_rows == 300
    assert [(r.line, r.reason) for r in rejects] == [
        (302, "n: 'bad' is not a number"),
        (303, "a value in column C, beside the table"),
    ]


def test_mixed_cells_become_text() -> None:
    table, _ = imported("a.xlsx", workbook([["v"], [1], ["x"], [2.5], [True], [datetime.date(2024, 1, 2)]]))
    assert table["v"].to_pylist() == ["1", "x", "2.5", "true", "2024-01-02 00:00:00"]


def test_a_billion_laughs_are_refused() -> None:
    bomb = b'<?xml version="1.0"?><!DOCTYPE x [<!ENTITY a "ha"><!ENTITY b "&a;&a;&a;&a;">]>'
    for part in ("xl/workbook.xml", "xl/worksheets/sheet1.xml", "xl/styles.xml"):
        data = with_part(workbook([["a"], [1]]), part, lambda c: bomb + c[c.index(b"<", 2) :])
        with pytest.raises(FileError) as refused:
            imported("a.xlsx", data)
        assert refused.value.hint


def test_a_sheet_that_claims_to_be_vast_costs_nothing() -> None:
    def vast(content: bytes) -> bytes:
        return content.replace(b'ref="A1:A2"', b'ref="A1:XFD1048576"').replace(b'r="2"', b'r="1000000"')

    data = with_part(workbook([["a"], [1]]), "xl/worksheets/sheet1.xml", vast)
    table, _ = imported("a.xlsx", data)
    assert table.to_pylist() == [{"a": 1}]


def test_rows_beyond_what_a_sheet_can_have_are_refused() -> None:
    data = with_part(
        workbook([["a"], [1], [2]]), "xl/worksheets/sheet1.xml", lambda c: c.replace(b'<row r="3"', b'<row r="999999999999"')
    )  # fmt: skip
    with pytest.raises(FileError, match="more cells than a sheet can have"):
        imported("a.xlsx", data)


def test_a_cell_that_does_not_fit_into_memory_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftdesk.core.ingest.workbook_parts.LONGEST_CELL", 1 << 20)
    data = with_part(
        workbook([["a"], ["b"]]),
        "xl/worksheets/sheet1.xml",
        lambda c: c.replace(b"</sheetData>", b'<row r="3"><c t="inlineStr"><is><t>' + b"x" * (3 << 20) + b"</t></is></c></row></sheetData>"),
    )  # fmt: skip
    with pytest.raises(FileError, match="cell longer"):
        imported("a.xlsx", data)


def test_a_workbook_that_unpacks_to_too_much_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr("driftdesk.core.ingest.excel_reader.FREE", 1 << 16)
    data = with_part(workbook([["a"], [1]]), "docProps/app.xml", lambda c: c + b" " * (8 << 20))
    with pytest.raises(FileError, match="more than a workbook should"):
        imported("a.xlsx", data)
