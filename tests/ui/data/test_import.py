"""Importing by dialog and by drag and drop, with real files and real previews."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import QMimeData, QPoint, Qt, QUrl
from PySide6.QtGui import QDragEnterEvent, QDropEvent
from PySide6.QtWidgets import QApplication, QComboBox
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import ErrorInfo, JobFinished, JobStarted, JobState, Kind, Role, Task
from driftdesk.core.ingest.options import ImportOptions
from driftdesk.ui.data.import_dialog import ImportDialog
from driftdesk.ui.data.import_model import KIND
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
