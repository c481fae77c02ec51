"""Rows written as files, in every format."""

import json
from datetime import datetime
from pathlib import Path
from typing import Any

import openpyxl
import pandas as pd
import pyarrow as pa
import pyarrow.parquet as pq
import pytest
from pyarrow import feather

from driftdesk.core.context import Context
from driftdesk.core.entities import Kind
from driftdesk.core.errors import FileError, JobCancelledError, NotFoundError, ParameterError
from driftdesk.core.tables import workbook
from driftdesk.core.tables.export import export
from driftdesk.core.tables.matches import everything
from driftdesk.core.tables.ordering import order_of
from driftdesk.core.tables.spec import ExportFormat, SortKey
from driftdesk.core.tables.view import TableView
from tests.unit.core.tables.fakes import FakeSource

KINDS = {"n": Kind.NUMERIC, "x": Kind.NUMERIC, "=c": Kind.CATEGORICAL, "t": Kind.TEXT, "b": Kind.BOOLEAN, "at": Kind.DATETIME}  # fmt: skip
AT = datetime(2024, 2, 29, 12, 30)
ROWS = pa.table(
    {
        "n": pa.array([3, None, 1, 2**60]),
        "x": pa.array([0.1, float("inf"), None, -5.0]),
        "=c": pa.array(["=1+1", "-5", "a,\"b\"", None]),
        "t": pa.array(["가나다\n다음", "", "@SUM(A1)", "\x01 control"]),
        "b": pa.array([True, False, None, True]),
        "at": pa.array([AT, None, datetime(1850, 1, 1), AT], pa.timestamp("us")),
    }
)  # fmt: skip


def view(
    table: pa.Table = ROWS, kinds: dict[str, Kind] = KINDS, sort: tuple[SortKey, ...] = (), group: int = 3
) -> TableView:
    source = FakeSource(table, kinds, group)
    matches = everything(source)
    return TableView(
        source, source.columns.names, matches, order_of(source, matches, sort, Context()) if sort else None
    )


@pytest.mark.parametrize(("name", "read"), [("a.parquet", pq.read_table), ("a.feather", feather.read_table)])
def test_typed_formats_hold_the_rows_as_they_are(tmp_path: Path, name: str, read: Any) -> None:
    assert export(view(), tmp_path / name) == 4
    assert read(tmp_path / name).equals(ROWS)


def test_the_order_of_the_view_and_the_chosen_columns_are_written(tmp_path: Path) -> None:
    path = tmp_path / "a.parquet"
    export(view(sort=(SortKey("n", True),)), path, columns=["t", "n"])
    assert pq.read_table(path).to_pydict() == {
        "t": ["\x01 control", "가나다\n다음", "@SUM(A1)", ""],
        "n": [2**60, 3, 1, None],
    }


def test_csv_runs_no_formula_and_keeps_numbers(tmp_path: Path) -> None:
    export(view(), tmp_path / "a.csv")
    found = pd.read_csv(tmp_path / "a.csv", keep_default_na=False, dtype=str)
    assert list(found.columns) == ["n", "x", "'=c", "t", "b", "at"]
    assert found["'=c"].tolist() == ["'=1+1", "-5", 'a,"b"', ""]
    assert found["t"].tolist() == ["가나다\n다음", "", "'@SUM(A1)", "\x01 control"]
    assert found["x"].tolist() == ["0.1", "inf", "", "-5"]
    assert found["n"].tolist() == ["3", "", "1", str(2**60)]


def test_json_lines_say_null_for_what_json_cannot_say(tmp_path: Path) -> None:
    export(view(), tmp_path / "a.jsonl")
    lines = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert lines[0] == {
        "n": 3,
        "x": 0.1,
        "=c": "=1+1",
        "t": "가나다\n다음",
        "b": True,
        "at": "2024-02-29T12:30:00",
    }
    assert lines[1]["x"] is None
    assert len(lines) == 4


def test_a_workbook_marks_text_as_text(tmp_path: Path) -> None:
    path = tmp_path / "a.xlsx"
    export(view(), path)
    sheet = openpyxl.load_workbook(path)["Rows"]
    cells = list(sheet.iter_rows())
    assert [c.value for c in cells[0]] == list(KINDS)
    assert (cells[1][2].value, cells[1][2].data_type, cells[1][2].quotePrefix) == ("=1+1", "s", True)
    assert [row[0].value for row in cells[1:]] == [3, None, 1, str(2**60)]
    assert [row[1].value for row in cells[1:]] == [0.1, "inf", None, -5]
    assert [row[3].value for row in cells[1:]] == ["가나다\n다음", None, "@SUM(A1)", "_x0001_ control"]
    assert [row[5].value for row in cells[1:]] == [AT, None, "1850-01-01 00:00:00", AT]


def test_a_column_of_integers_that_gets_fractions_is_one_of_fractions(tmp_path: Path) -> None:
    class Mixed(FakeSource):
        def read_group(
            self, group: int, columns: Any, at: Any = None, *, with_row_ids: bool = False
        ) -> pa.Table:
            read = super().read_group(group, columns, at, with_row_ids=with_row_ids)
            return read.cast(pa.schema([("n", pa.int64())])) if group == 0 else read

    source = Mixed(pa.table({"n": [2.0, 1.0, 0.5, None]}), {"n": Kind.NUMERIC}, 2)
    shown = TableView(source, ("n",), everything(source), None)
    export(shown, tmp_path / "a.parquet")
    assert pq.read_table(tmp_path / "a.parquet").column("n").to_pylist() == [2.0, 1.0, 0.5, None]


@pytest.mark.parametrize("format", list(ExportFormat))
def test_no_rows_are_a_file_with_the_columns(tmp_path: Path, format: ExportFormat) -> None:
    path = tmp_path / f"a.{format}"
    assert export(view(ROWS.slice(0, 0)), path) == 0
    assert path.exists()


@pytest.mark.parametrize("format", list(ExportFormat))
def test_what_is_cancelled_leaves_the_old_file_and_nothing_else(tmp_path: Path, format: ExportFormat) -> None:
    class Stopped(Context):
        def check(self) -> None:
            raise JobCancelledError("Stopped.")

    path = tmp_path / "a.bin"
    path.write_text("old")
    with pytest.raises(JobCancelledError):
        export(view(), path, format, context=Stopped())
    assert [p.name for p in tmp_path.iterdir()] == ["a.bin"]
    assert path.read_text() == "old"


def test_a_folder_that_is_not_there_is_said(tmp_path: Path) -> None:
    with pytest.raises(FileError, match="cannot be written"):
        export(view(), tmp_path / "no" / "a.csv")


def test_more_rows_than_a_sheet_holds_are_refused_before_any_work(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(workbook, "MOST_ROWS", 4)
    with pytest.raises(ParameterError, match="holds 4 rows"):
        export(view(), tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_a_text_too_long_for_a_cell_is_refused_and_not_cut(tmp_path: Path) -> None:
    long = pa.table({"t": ["a" * 32_768]})
    with pytest.raises(ParameterError, match="32,767"):
        export(view(long, {"t": Kind.TEXT}), tmp_path / "a.xlsx")
    assert not list(tmp_path.iterdir())


def test_an_unknown_column_or_format_is_refused(tmp_path: Path) -> None:
    with pytest.raises(NotFoundError):
        export(view(), tmp_path / "a.csv", columns=["y"])
    with pytest.raises(ParameterError, match="in which format"):
        export(view(), tmp_path / "a.doc")
