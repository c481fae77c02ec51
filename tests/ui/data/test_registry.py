"""All datasets: found, sorted and paged by the server, made, edited, favoured, put away and deleted; the storage."""

from collections.abc import Callable
from datetime import timedelta

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QAbstractButton, QLineEdit, QMessageBox, QWidget
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import (
    Dataset,
    Job,
    JobFinished,
    JobKind,
    JobProgressed,
    JobState,
    Progress,
    Severity,
    Task,
    now,
)
from driftdesk.core.errors import DatabaseUnavailableError
from driftdesk.ui.data.registry.dialog import DatasetDialog
from driftdesk.ui.data.registry.page import AllDatasets
from driftdesk.ui.data.registry.trend import trend_words
from driftdesk.ui.data.tab import DataTab
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk

OpenTab = Callable[[], DataTab]
Settle = Callable[[], None]
MANY = 10_000


def fill(desk: DataDesk, number: int) -> None:
    """So many datasets, the last one changed last."""
    began = now()
    for i in range(number):
        made = Dataset(
            name=f"set-{i:05}",
            task=Task.REGRESSION if i % 2 else Task.BINARY,
            head=1 + i % 4,
            rows=i,
            labelled=i // 2,
            tags=("odd",) if i % 2 else ("even", "Q1"),
            verdicts=(Severity.NONE, Severity.CRITICAL) if i % 3 else (),
            updated_at=began + timedelta(milliseconds=i),
        )
        desk.known[made.id] = made


def names(page: AllDatasets) -> list[str]:
    return [d.name for d in page.model.things]


def button_of(box: QWidget, text: str) -> QAbstractButton:
    return next(b for b in box.findChildren(QAbstractButton) if b.text() == text)


def test_ten_thousand_datasets_are_never_loaded_at_once(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    fill(desk, MANY)
    tab = open_tab()
    assert tab.all.isVisible()
    assert tab.all.model.rowCount() == 50
    assert tab.all.pager._where.text() == "1–50 of 10,000"
    assert len(tab.list.things()) == 100
    assert tab.side.more.text() == "9,900 more"
    assert max(q.limit for q in desk.datasets.asked) == 100
    search = tab.list.findChild(QLineEdit)
    assert search is not None
    qtbot.keyClicks(search, "set-00007")
    qtbot.waitUntil(lambda: [t.name for t in tab.list.things()] == ["set-00007"])
    assert not tab.side.more.isVisible()


def test_all_datasets_are_searched_filtered_sorted_and_paged(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    fill(desk, 260)
    tab = open_tab()
    page = tab.all
    assert names(page)[0] == "set-00259", "what changed last comes first"
    qtbot.mouseClick(page.pager.forward, Qt.MouseButton.LeftButton)
    settle()
    assert names(page)[0] == "set-00209"
    page.pager.limits.setCurrentIndex(2)
    settle()
    assert page.pager._where.text() == "1–100 of 260"
    page.filters.sort_by("rows")
    page.filters.sort_by("rows")
    settle()
    assert names(page)[0] == "set-00000"
    page.filters.task.setCurrentIndex(page.filters.task.findData("regression"))
    page.filters.tag.setCurrentIndex(page.filters.tag.findData("odd"))
    settle()
    assert page.header._subtitle.text() == "130 found"
    qtbot.keyClicks(page.filters.search, "nothing like it")
    qtbot.waitUntil(page._none.isVisible)
    qtbot.mouseClick(page._none._action, Qt.MouseButton.LeftButton)
    settle()
    assert page.header._subtitle.text() == "260 datasets"


def test_cards_and_table_show_the_same_and_the_look_is_remembered(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle, workspace: Workspace
) -> None:
    fill(desk, 3)
    tab = open_tab()
    page = tab.all
    assert page.cards.isVisible()
    page.cards.grab()
    qtbot.keyClick(page.cards, Qt.Key.Key_Right)
    assert page.chosen() is not None
    qtbot.mouseClick(page.look.button("table"), Qt.MouseButton.LeftButton)
    assert page.table.isVisible()
    page.table.grab()
    assert workspace.state("data/registry/look") == "table"
    again = AllDatasets(workspace)
    qtbot.addWidget(again)
    assert again.look.key() == "table"
    assert page.model.index(0, 6).data() == "Critical; 1 of the last 2 analyses found drift"


def test_a_dataset_is_opened_by_enter_and_the_landing_page_by_its_key(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300)
    desk.add_dataset("houses", 400)
    tab = open_tab()
    assert tab.all.isVisible()
    qtbot.keyClick(tab.all.cards, Qt.Key.Key_Return)
    settle()
    assert tab.view.isVisible()
    assert tab.list.current_id() == tab.state.dataset_id
    next(a for a in tab.actions() if a.id == "data.all").run()
    assert tab.all.isVisible()
    assert tab.side.all.isChecked()
    assert tab.list.current_id() == ""
    tab.list.select(next(iter(desk.known)))
    assert tab.view.isVisible()


def test_an_empty_dataset_is_made_and_opened(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300)
    desk.add_dataset("houses", 300)
    tab = open_tab()
    tab.all.changes.create()
    dialog = tab.all.findChild(DatasetDialog)
    assert dialog is not None
    assert not dialog.ok.isEnabled()
    qtbot.keyClicks(dialog.name, "churn")
    assert not dialog.ok.isEnabled(), "a task is needed too"
    dialog.task.setCurrentIndex(1)
    qtbot.keyClicks(dialog.tags, "Q1, finance")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    settle()
    assert "already" in dialog._problem.text()
    qtbot.keyClicks(dialog.name, "-new")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    settle()
    made = desk.datasets.get("churn-new")
    assert (made.task, made.tags, made.head) == (Task.BINARY, ("Q1", "finance"), 0)
    assert tab.view.isVisible()
    assert tab.state.dataset_id == made.id
    for key, _ in tab.view.panels():
        tab.view.show_panel(key)
        settle()
    assert not tab._error.isVisible()


def test_what_cannot_be_a_name_or_tag_is_said_while_typing(qtbot: QtBot, workspace: Workspace) -> None:
    dialog = DatasetDialog(Dataset(name="churn", task=Task.TEXT), ["Q1"])
    qtbot.addWidget(dialog)
    assert dialog.ok.isEnabled()
    dialog.name.setText("a@b")
    assert "without @" in dialog._problem.text()
    dialog.name.setText("fine")
    dialog.tags.setText("x" * 50)
    assert "tag" in dialog._problem.text()
    assert not dialog.ok.isEnabled()


def test_a_dataset_is_edited_favoured_put_away_restored_and_deleted(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300)
    desk.add_dataset("houses", 300)
    tab = open_tab()
    page = tab.all
    page._actions["favour"].trigger()
    settle()
    loved = page.chosen()
    assert loved is not None
    assert loved.favoured_by == ("ada",)
    assert tab.list.things()[0].icon == "favourite"
    page._actions["edit"].trigger()
    dialog = page.findChild(DatasetDialog)
    assert dialog is not None
    dialog.name.setText("renamed")
    dialog.description.setPlainText("What it is")
    qtbot.mouseClick(dialog.ok, Qt.MouseButton.LeftButton)
    settle()
    assert desk.known[loved.id].description == "What it is"
    assert desk.known[loved.id].name == "renamed"
    page._actions["trash"].trigger()
    settle()
    assert len(names(page)) == 1
    page.filters.scope.button("trash").click()
    settle()
    assert names(page) == ["renamed"]
    assert page._actions["restore"].isVisible()
    assert not page._actions["open"].isVisible()
    qtbot.keyClick(page.view, Qt.Key.Key_Return)
    assert page.isVisible(), "what is in the trash is not opened"
    page._actions["restore"].trigger()
    settle()
    assert page._none.isVisible()
    desk.datasets.trash("renamed")
    page.refresh()
    settle()
    page._actions["delete"].trigger()
    box = page.findChild(QMessageBox)
    assert box is not None
    qtbot.mouseClick(button_of(box, "Delete for good"), Qt.MouseButton.LeftButton)
    settle()
    assert loved.id not in desk.known


def test_the_open_dataset_leaves_the_screen_when_it_is_put_away(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300)
    tab = open_tab()
    assert tab.view.isVisible(), "the only one is opened"
    desk.datasets.trash("churn")
    desk.jobs.announce("datasets")
    qtbot.waitUntil(tab.all.isVisible)
    settle()
    assert tab.state.dataset_id == ""
    assert tab.all._none.isVisible()


def test_a_database_that_fails_is_said_on_the_landing_page(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    fill(desk, 3)
    tab = open_tab()

    def refuse(*_query: object) -> None:
        raise DatabaseUnavailableError("The database does not answer.", "Look at its log.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.datasets, "page", refuse)
        tab.all.refresh()
        settle()
        assert tab.all._error.isVisible()
    qtbot.mouseClick(tab.all._error._retry, Qt.MouseButton.LeftButton)
    settle()
    assert tab.all.cards.isVisible()


def test_verdicts_in_words() -> None:
    assert trend_words(()) == "Not analysed yet"
    assert trend_words((Severity.WARNING,)) == "Warning"


def test_storage_shows_an_account_and_sets_policies(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300, 200)
    desk.add_dataset("houses", 300)
    tab = open_tab()
    qtbot.mouseClick(tab.all._storage, Qt.MouseButton.LeftButton)
    settle()
    page = tab._storage
    assert page is not None
    assert page.isVisible()
    assert page.model.index(0, 0).data() == "churn"
    assert page.header._subtitle.text().endswith("in all")
    assert page._whose == ""
    page.policy.days.box.setChecked(True)
    page.policy.days.number.setValue(14)
    assert page.policy._sentence.text().startswith("Versions older than 14 days go.")
    qtbot.mouseClick(page.policy.save, Qt.MouseButton.LeftButton)
    settle()
    assert desk.retention.policy().keep_days == 14
    page.table.selectRow(0)
    settle()
    assert page.policy._title.text() == "Retention of churn"
    page.policy.versions.box.setChecked(True)
    page.policy.versions.number.setValue(3)
    qtbot.mouseClick(page.policy.save, Qt.MouseButton.LeftButton)
    settle()
    assert (desk.retention.policy("churn").keep_versions, desk.retention.policy("houses").keep_versions) == (
        3,
        None,
    )
    qtbot.mouseClick(page.policy.forget, Qt.MouseButton.LeftButton)
    settle()
    assert desk.retention.policy("churn").keep_versions is None
    qtbot.mouseClick(page._back, Qt.MouseButton.LeftButton)
    assert tab.all.isVisible()


def test_a_sweep_is_tried_run_followed_and_stopped(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add_dataset("churn", 300)
    asked = []

    def sweep(*, dry_run: bool) -> Job:
        asked.append(dry_run)
        return desk.jobs.add(Job(kind=JobKind.SWEEP, title="Sweep"))

    monkeypatch.setattr(desk, "sweep", sweep, raising=False)
    tab = open_tab()
    tab.show_storage()
    settle()
    page = tab._storage
    assert page is not None
    qtbot.mouseClick(page.look, Qt.MouseButton.LeftButton)
    settle()
    assert page.bar.isVisible()
    assert not page.go.isEnabled()
    job = desk.jobs.list()[0]
    progress = Progress(stage="removing chunks", done=3, total=5)
    desk.jobs.publish(JobProgressed(job_id=job.id, attempt=1, number=0, progress=progress))
    qtbot.waitUntil(lambda: page.bar.value() == 600)
    result = {"dry_run": True, "versions": 3, "pages": 1, "chunks": 120, "profiles": 0, "files": 2}
    result |= {"artifacts": 0, "events": 0, "bytes": 12_000_000}
    done = JobFinished(job_id=job.id, attempt=1, number=1, state=JobState.SUCCEEDED, result=result)
    desk.jobs.publish(done)
    qtbot.waitUntil(page.go.isEnabled)
    assert page._outcome.text() == "Would free 12 MB: 3 versions, 120 chunks of values, 2 files"
    qtbot.mouseClick(page.go, Qt.MouseButton.LeftButton)
    settle()
    qtbot.mouseClick(page.stop, Qt.MouseButton.LeftButton)
    settle()
    assert asked == [True, False]
    assert desk.jobs.stopped


def test_an_original_is_removed_after_a_question(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 400, 300)
    tab = open_tab()
    tab.view.show_panel("files")
    settle()
    files = tab.view.files
    assert "300 rows into v2" in files._detail.text()
    qtbot.mouseClick(files._remove, Qt.MouseButton.LeftButton)
    box = files.findChild(QMessageBox)
    assert box is not None
    qtbot.mouseClick(button_of(box, "Remove"), Qt.MouseButton.LeftButton)
    settle()
    assert desk.removed == {"churn-2"}
    assert not files._download.isEnabled()
    assert "content removed" in files._detail.text()
