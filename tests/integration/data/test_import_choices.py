"""Choices that an import takes: files that differ from their dataset or from each other, and what is remembered."""

import gzip
import io
import zipfile
from pathlib import Path

import pytest

from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.entities import ChosenColumn, Kind, Role, Task
from driftdesk.core.errors import DriftDeskError, FileError, SchemaError
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.ingest.service import IngestService
from driftdesk.core.storage.store import Store
from driftdesk.core.tables.service import TableService
from tests.integration.data.conftest import ImportText, Listener

OLD = "age,city\n31,rome\n28,oslo\n"
RETYPED = "age,city\n40,bern\nold,rome\nyoung,oslo\n"


def rows(tables: TableService, datasets: DatasetService, name: str) -> list[dict[str, object]]:
    return list(tables.read(datasets.version(datasets.get(name))).to_pylist())


def test_columns_of_another_kind_are_refused_unless_something_else_is_chosen(
    import_text: ImportText, datasets: DatasetService
) -> None:
    import_text("p", OLD)
    with pytest.raises(
        SchemaError, match="age is numeric in the dataset and categorical in the file"
    ) as refused:
        import_text("p", RETYPED, file="b.csv")
    assert "--retyped-columns" in refused.value.hint
    assert datasets.get("p").head == 1


def test_rows_of_another_kind_can_be_rejected(
    import_text: ImportText, tables: TableService, datasets: DatasetService
) -> None:
    import_text("p", OLD)
    text = "age,city\n40,bern\nold,rome\n50,oslo\n"
    result = import_text("p", text, file="b.csv", retyped_columns="reject")
    assert (result.rows, result.rejected) == (2, 1)
    assert [r["age"] for r in rows(tables, datasets, "p")] == [31, 28, 40, 50]


def test_values_of_another_kind_can_be_missing_and_that_is_told(
    import_text: ImportText, tables: TableService, datasets: DatasetService
) -> None:
    import_text("p", OLD)
    result = import_text("p", RETYPED, file="b.csv", retyped_columns="missing")
    assert (result.rows, result.rejected) == (3, 0)
    assert [r["age"] for r in rows(tables, datasets, "p")] == [31, 28, 40, None, None]
    assert "Column 'age' of b.csv has 2 values that are not numeric; they are missing." in result.warnings


def test_the_datasets_column_can_become_text(
    import_text: ImportText, tables: TableService, datasets: DatasetService
) -> None:
    import_text("p", OLD)
    result = import_text("p", RETYPED, file="b.csv", retyped_columns="text")
    assert result.version.columns.column("age").kind is Kind.CATEGORICAL
    assert [r["age"] for r in rows(tables, datasets, "p")] == ["31", "28", "40", "old", "young"]
    assert result.version.operation.params["appended_rows"] == 3
    first = datasets.version(datasets.get("p"), 1)
    assert tables.read(first)["age"].to_pylist() == [31, 28]


def test_a_later_file_makes_text_of_a_column_of_all(
    ingest: IngestService, tables: TableService, datasets: DatasetService, tmp_path: Path, context: Listener
) -> None:
    (tmp_path / "a.csv").write_text(OLD)
    (tmp_path / "b.csv").write_text("age,city,x\nold,rome,1\nyoung,oslo,2\n")
    ids = [f.id for f in ingest.upload_all([tmp_path])]
    options = ImportOptions(retyped_columns="text", new_columns="add")
    ingest.run("p", ids, options, context)
    assert [(r["age"], r["x"]) for r in rows(tables, datasets, "p")] == [
        ("31", None), ("28", None), ("old", 1), ("young", 2),
    ]  # fmt: skip


def test_a_folder_stands_for_its_data_files_and_each_is_told(ingest: IngestService, tmp_path: Path) -> None:
    (tmp_path / "sub").mkdir()
    (tmp_path / ".hidden.csv").write_text("no")
    (tmp_path / "notes.md").write_text("no")
    (tmp_path / "a.csv").write_text(OLD)
    (tmp_path / "b.csv.gz").write_bytes(gzip.compress(OLD.encode()))
    (tmp_path / "sub" / "c.csv").write_text("age,town\nx,rome\n")
    (tmp_path / "sub" / "d.csv").write_bytes(b"")
    found = ingest.check([tmp_path])
    assert [(c.name, bool(c.problem), c.differs) for c in found] == [
        ("a.csv", False, False),
        ("b.csv.gz", False, False),
        ("c.csv", False, True),
        ("d.csv", True, False),
    ]
    assert (found[2].missing_columns, found[2].new_columns) == (("city",), ("town",))
    assert found[3].hint


def test_a_folder_is_uploaded_whole_or_not_at_all(
    ingest: IngestService, store: Store, tmp_path: Path
) -> None:
    (tmp_path / "a.csv").write_text(OLD)
    with pytest.raises(FileError):
        ingest.upload_all([tmp_path / "a.csv", tmp_path / "gone.csv"])
    assert store.files.list() == []
    (tmp_path / "empty").mkdir()
    with pytest.raises(FileError, match="holds no data files"):
        ingest.upload_all([tmp_path / "empty"])
    with pytest.raises(FileError, match="No file fits"):
        ingest.upload_all([tmp_path / "*.parquet"])
    assert len(ingest.upload_all([tmp_path / "*.csv"])) == 1


def test_the_members_of_an_archive_become_one_version(import_text: ImportText) -> None:
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        archive.writestr("jan.csv", OLD)
        archive.writestr("feb.csv", OLD)
        archive.writestr("readme.txt", "about\nthis\n")
    with pytest.raises(DriftDeskError):
        import_text("p", out.getvalue(), file="all.zip")
    result = import_text("p", out.getvalue(), file="all.zip", member="*.csv")
    assert result.rows == 4
    assert result.version.operation.params["files"] == ["all.zip/jan.csv", "all.zip/feb.csv"]


def test_kinds_and_roles_are_remembered_for_files_of_the_same_columns(
    import_text: ImportText, ingest: IngestService, tmp_path: Path
) -> None:
    import_text("p", OLD, kinds={"age": "categorical"}, target="city", task="multiclass")
    again = tmp_path / "next.csv"
    again.write_text("city,age\nbern,40\noslo,50\n")
    seen = ingest.preview(again)
    assert seen.remembered is not None
    assert seen.remembered.columns == (
        ChosenColumn(name="age", kind=Kind.CATEGORICAL),
        ChosenColumn(name="city", role=Role.TARGET),
    )
    assert [c.kind for c in seen.columns] == [Kind.CATEGORICAL, Kind.NUMERIC]
    as_before = ingest.preview(again, ImportOptions(as_before=True))
    assert [(c.kind, c.role) for c in as_before.columns] == [
        (Kind.CATEGORICAL, Role.TARGET),
        (Kind.CATEGORICAL, Role.FEATURE),
    ]
    result = import_text("q", "city,age\nbern,40\noslo,50\n", as_before=True)
    assert (result.dataset.task, result.version.columns.column("age").kind) == (
        Task.MULTICLASS,
        Kind.CATEGORICAL,
    )
    assert ingest.preview(again, dataset="p").remembered is None


def test_names_with_dots_and_dollars_are_names(
    import_text: ImportText, tables: TableService, datasets: DatasetService
) -> None:
    text = "a.b,$set,$,.\n1,x,2,y\n3,z,4,w\n"
    import_text("p", text, kinds={"a.b": "text", "$set": "text"}, roles={"$": "id"})
    assert rows(tables, datasets, "p")[0] == {"a.b": "1", "$set": "x", "$": 2, ".": "y"}


def test_a_workbook_of_a_spreadsheet_program_is_imported(
    ingest: IngestService, tables: TableService, datasets: DatasetService, context: Listener
) -> None:
    stored = ingest.upload(Path(__file__).parents[2] / "data" / "orders.xlsx")
    result = ingest.run("orders", [stored.id], None, context)
    assert (result.rows, result.rejected) == (3, 0)
    assert rows(tables, datasets, "orders")[0]["합계"] == 37.5
