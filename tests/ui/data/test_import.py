"""Importing by dialog and by drag and drop, with real files and real previews."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import (
    ChosenColumn,
    ErrorInfo,
    ImportChoices,
    JobFinished,
    JobProgressed,
    JobStarted,
    JobState,
    Kind,
    Progress,
    Role,
    Task,
)
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.ui.data.importing.dialog import ImportDialog
from driftdesk.ui.data.importing.model import KIND
from driftdesk.ui.data.tab import DataTab
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk

Settle = Callable[[], None]


@pytest.fixture
def csv(tmp_path: Path) -> Path:
    path = tmp_path / "houses.csv"
    lines = [f"h{i},{30 + i % 7},{3000 + 13 * i},2026-01-{1 + i % 28:02d}" for i in range(60)]
    path.write_text("house_id,area,price,sold\n" + "\n".join(lines), encoding="utf-8")
    return path


@pytest.fixture
def dialog(workspace: Workspace, desk: DataDesk, qtbot: QtBot) -> ImportDialog:
    made = ImportDialog(workspace, desk.datasets.list())
    made.setAttribute(Qt.WidgetAttribute.WA_DeleteOnClose, False)
    qtbot.addWidget(made)
    return made


def look_at(dialog: ImportDialog, path: Path, settle: Settle) -> None:
    dialog.show_for([path])
    settle()


def choose(combo: QComboBox, text: str, qtbot: QtBot) -> None:
    """As a user does by keyboard: go to the list and type what begins the entry."""
    combo.setFocus()
    while combo.currentText() != text:
        before = combo.currentIndex()
        qtbot.keyClick(combo, Qt.Key.Key_Down)
        assert combo.currentIndex() != before, f"there is no {text}"


def wait_for_another_look(dialog: ImportDialog, qtbot: QtBot, settle: Settle) -> None:
    qtbot.waitUntil(lambda: not dialog._later.isActive())
    settle()


def test_a_file_is_shown_as_it_would_be_imported(dialog: ImportDialog, csv: Path, settle: Settle) -> None:
    look_at(dialog, csv, settle)
    kinds = {c.name: (c.kind_now, c.role_now) for c in dialog.model.columns}
    assert kinds["house_id"] == (Kind.CATEGORICAL, Role.ID)
    assert kinds["area"] == (Kind.NUMERIC, Role.FEATURE)
    assert kinds["sold"] == (Kind.DATETIME, Role.TIMESTAMP)
    assert dialog.first_rows.table.model().rowCount() == 60
    assert dialog.first_rows.table.model().index(0, 0).data() == "h0"
    assert dialog.form.name.currentText() == "houses"
    assert dialog.footer.go.isEnabled()


def test_a_corrected_import_is_enqueued_and_its_result_announced(
    dialog: ImportDialog, csv: Path, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    look_at(dialog, csv, settle)
    choose(dialog.form.target, "price", qtbot)
    wait_for_another_look(dialog, qtbot, settle)
    assert dialog.form.task.currentData() == Task.REGRESSION
    qtbot.mouseClick(dialog.footer.go, Qt.MouseButton.LeftButton)
    settle()
    verb, (name, paths, options) = desk.asked[-1]
    assert (verb, name, paths) == ("import", "houses", [csv])
    assert isinstance(options, ImportOptions)
    assert options.roles == {"price": Role.TARGET}
    job = desk.jobs.list()[0]
    with qtbot.waitSignal(dialog.imported) as imported:
        desk.jobs.publish(JobStarted(job_id=job.id, attempt=1, number=0, worker="w"))
        result = {"dataset": "houses", "version": 1, "rows": 60, "rejected": 0}
        done = JobFinished(job_id=job.id, attempt=1, number=1, state=JobState.SUCCEEDED, result=result)
        desk.jobs.publish(done)
    assert imported.args == [result]
    assert not dialog.isVisible()


def test_a_kind_is_chosen_in_the_table_with_one_click(
    dialog: ImportDialog, csv: Path, qtbot: QtBot, settle: Settle
) -> None:
    look_at(dialog, csv, settle)
    cell = dialog.model.index(1, KIND)
    viewport = dialog.columns.viewport()
    qtbot.mouseClick(viewport, Qt.MouseButton.LeftButton, pos=dialog.columns.visualRect(cell).center())
    combo = viewport.findChild(QComboBox)
    assert combo is not None
    qtbot.waitUntil(lambda: combo.view().isVisible())
    combo.view().setCurrentIndex(combo.model().index(1, 0))
    qtbot.keyClick(combo.view(), Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: dialog.model.kinds() == {"area": Kind.CATEGORICAL})
    wait_for_another_look(dialog, qtbot, settle)
    assert dialog.model.columns[1].kind_now is Kind.CATEGORICAL


def bad_files(folder: Path) -> dict[str, Path]:
    (folder / "empty.csv").write_bytes(b"")
    (folder / "not.parquet").write_bytes(b"PAR1 no")
    return {"empty": folder / "empty.csv", "folder": folder, "parquet": folder / "not.parquet"}


@pytest.mark.parametrize("which", ["empty", "folder", "parquet", "gone"])
def test_a_file_that_cannot_be_read_is_said_in_the_dialog_with_a_hint(
    dialog: ImportDialog, tmp_path: Path, settle: Settle, which: str
) -> None:
    look_at(dialog, bad_files(tmp_path).get(which, tmp_path / "gone.csv"), settle)
    assert dialog.footer.banner.isVisible()
    assert dialog.footer.message.text()
    assert dialog.footer.hint.text()
    assert not dialog.footer.go.isEnabled()
    assert not dialog._workspace.notifications.notices


def test_the_wrong_encoding_is_said_and_another_one_helps(
    dialog: ImportDialog, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    path = tmp_path / "korean.csv"
    path.write_bytes(("이름,나이\n" + "\n".join(f"김{i},{i}" for i in range(30))).encode("cp949"))
    look_at(dialog, path, settle)
    choose(dialog.settings.encoding, "utf-16", qtbot)
    wait_for_another_look(dialog, qtbot, settle)
    assert dialog.footer.banner.isVisible()
    while dialog.settings.encoding.currentText() != "cp949":
        qtbot.keyClick(dialog.settings.encoding, Qt.Key.Key_Up)
    wait_for_another_look(dialog, qtbot, settle)
    assert not dialog.footer.banner.isVisible()
    assert dialog.model.columns[0].name == "이름"


def test_an_import_that_fails_leaves_the_dialog_open_with_the_reason(
    dialog: ImportDialog, csv: Path, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    look_at(dialog, csv, settle)
    qtbot.mouseClick(dialog.footer.go, Qt.MouseButton.LeftButton)
    settle()
    job = desk.jobs.list()[0]
    error = ErrorInfo(code="bad_file", message="Line 41 has 7 fields.", hint="Look at line 41.")
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=0, state=JobState.FAILED, error=error))
    qtbot.waitUntil(dialog.footer.banner.isVisible)
    assert dialog.footer.message.text() == "Line 41 has 7 fields."
    assert dialog.footer.go.isEnabled()


def test_a_name_that_cannot_be_is_refused_before_anything_is_uploaded(
    dialog: ImportDialog, csv: Path, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    look_at(dialog, csv, settle)
    dialog.form.name.setFocus()
    dialog.form.name.lineEdit().selectAll()
    qtbot.keyClicks(dialog.form.name.lineEdit(), "a@b")
    wait_for_another_look(dialog, qtbot, settle)
    qtbot.mouseClick(dialog.footer.go, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.footer.banner.isVisible()
    assert not desk.asked


def test_files_dropped_anywhere_on_the_tab_open_the_import(
    open_tab: Callable[[], DataTab], csv: Path, settle: Settle
) -> None:
    tab = open_tab()
    data = QMimeData()
    data.setUrls([QUrl.fromLocalFile(str(csv))])
    where, copy = QPoint(400, 300), Qt.DropAction.CopyAction
    none = Qt.KeyboardModifier.NoModifier
    enter = QDragEnterEvent(where, copy, data, Qt.MouseButton.LeftButton, none)
    QApplication.sendEvent(tab, enter)
    assert enter.isAccepted()
    assert tab._veil.isVisible()
    QApplication.sendEvent(tab, QDropEvent(where.toPointF(), copy, data, Qt.MouseButton.LeftButton, none))
    settle()
    assert not tab._veil.isVisible()
    dialog = tab.findChild(ImportDialog)
    assert dialog is not None
    assert [c.name for c in dialog.model.columns] == ["house_id", "area", "price", "sold"]


def test_rejected_rows_are_offered_after_an_import(
    open_tab: Callable[[], DataTab], desk: DataDesk, settle: Settle
) -> None:
    dataset = desk.add_dataset("churn", 300)
    tab = open_tab()
    result: dict[str, Any] = {
        "dataset": "churn",
        "version": 1,
        "rows": 300,
        "rejected": 3,
        "rejects_file": "f",
    }
    tab._on_imported(result)
    settle()
    assert tab.state.dataset_id == dataset.id
    assert tab.view.notice.isVisible()
    assert tab.view.notice.act.text() == "Save rejected rows…"


def test_settings_that_were_found_are_shown_and_another_choice_is_looked_at(
    dialog: ImportDialog, tmp_path: Path, qtbot: QtBot, settle: Settle
) -> None:
    path = tmp_path / "kunden.csv"
    path.write_text("# note\nname;umsatz\na;1.234,5\nb;2,5\n", encoding="utf-8")
    look_at(dialog, path, settle)
    assert "1.234,5" in dialog.settings.summary.text()
    assert not dialog.settings.controls.isVisible()
    assert dialog.settings.options() == {}
    dialog.settings.toggle.click()
    assert dialog.settings.controls.isVisible()
    choose(dialog.settings.comment, "%", qtbot)
    wait_for_another_look(dialog, qtbot, settle)
    assert dialog.options().comment == "%"
    qtbot.mouseClick(dialog.settings.as_found, Qt.MouseButton.LeftButton)
    wait_for_another_look(dialog, qtbot, settle)
    assert dialog.options().comment is None
    assert [c.name for c in dialog.model.columns] == ["name", "umsatz"]


def test_files_of_a_folder_are_listed_and_one_that_is_broken_can_be_left_out(
    dialog: ImportDialog, tmp_path: Path, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    folder = tmp_path / "months"
    folder.mkdir()
    for name in ("a", "b"):
        (folder / f"{name}.csv").write_text("x,y\n1,2\n3,4\n")
    (folder / "c.csv").write_bytes(b"")
    look_at(dialog, folder, settle)
    qtbot.waitUntil(lambda: dialog.files.model.rowCount() == 3)
    assert [dialog.files.model.index(r, 2).data() for r in range(3)] == ["Fits", "Fits", "c.csv is empty."]
    assert dialog.footer.banner.isVisible()
    assert not dialog.footer.go.isEnabled()
    dialog.files.table.selectRow(2)
    qtbot.mouseClick(dialog.files.remove, Qt.MouseButton.LeftButton)
    settle()
    assert dialog.footer.go.isEnabled()
    qtbot.mouseClick(dialog.footer.go, Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked[-1][1][1] == [folder / "a.csv", folder / "b.csv"]


def test_columns_that_differ_are_taken_only_by_a_choice_for_each(
    dialog: ImportDialog, tmp_path: Path, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    folder = tmp_path / "months"
    folder.mkdir()
    (folder / "a.csv").write_text("x,y\n1,2\n3,4\n")
    (folder / "b.csv").write_text("x,z\nhigh,2\nlow,4\n")
    look_at(dialog, folder, settle)
    qtbot.waitUntil(lambda: dialog.files.model.rowCount() == 2)
    combos = dialog.form.choices.combos
    assert all(c.isVisible() for c in combos.values())
    assert not dialog.footer.go.isEnabled()
    for what, text in (
        ("new_columns", "Add them"),
        ("missing_columns", "Take them as missing values"),
        ("retyped_columns", "Make the column text"),
    ):
        choose(combos[what], text, qtbot)
    wait_for_another_look(dialog, qtbot, settle)
    qtbot.waitUntil(dialog.footer.go.isEnabled)
    options = dialog.options()
    assert (options.new_columns, options.missing_columns, options.retyped_columns) == ("add", "null", "text")


def test_what_was_chosen_before_is_offered_and_can_be_taken_back(
    dialog: ImportDialog, csv: Path, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    columns = (ChosenColumn(name="area", kind=Kind.CATEGORICAL), ChosenColumn(name="price", role=Role.TARGET))
    desk.remembered = ImportChoices(id="f", columns=columns, task=Task.REGRESSION, dataset="older")
    look_at(dialog, csv, settle)
    wait_for_another_look(dialog, qtbot, settle)
    assert dialog.before.isVisible()
    assert dialog.options().kinds == {"area": Kind.CATEGORICAL}
    assert dialog.options().roles == {"price": Role.TARGET}
    assert dialog.form.chosen_task() is Task.REGRESSION
    qtbot.mouseClick(dialog.before.act, Qt.MouseButton.LeftButton)
    wait_for_another_look(dialog, qtbot, settle)
    assert (dialog.options().kinds, dialog.options().roles) == ({}, {})
    assert not dialog.before.isVisible()


def test_the_sheets_of_a_workbook_are_offered(dialog: ImportDialog, qtbot: QtBot, settle: Settle) -> None:
    look_at(dialog, Path(__file__).parents[2] / "data" / "orders.xlsx", settle)
    assert [dialog.settings.sheet.itemText(i) for i in range(2)] == ["Notes", "주문"]
    assert dialog.settings.sheet.currentText() == "주문"
    assert dialog.first_rows.table.model().rowCount() == 3


def test_the_pace_of_an_import_is_shown(
    dialog: ImportDialog, csv: Path, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    look_at(dialog, csv, settle)
    qtbot.mouseClick(dialog.footer.go, Qt.MouseButton.LeftButton)
    settle()
    job = desk.jobs.list()[0]
    pace = Progress(
        stage="importing",
        done=10,
        total=100,
        unit="bytes",
        per_second=2e6,
        rows_per_second=5000,
        seconds_left=30,
    )
    desk.jobs.publish(JobProgressed(job_id=job.id, attempt=1, number=0, progress=pace))
    qtbot.waitUntil(lambda: "30 s left" in dialog.footer._stage.text())
    assert "5000 rows/s · 2 MB/s" in dialog.footer._stage.text()
