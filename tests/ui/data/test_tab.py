"""The Data tab by mouse and keys: list, sub-tabs, a live drift analysis, versions, dialogs, languages."""

from collections.abc import Callable, Iterator
from pathlib import Path

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QLineEdit
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import (
    ColumnAnalysed,
    ErrorInfo,
    JobFinished,
    JobStarted,
    JobState,
    Model,
    ReplayRecipe,
    Severity,
    Task,
    WindowRecipe,
)
from driftdesk.core.errors import DatabaseUnavailableError
from driftdesk.ui.data import words
from driftdesk.ui.data.cleaning.dialog import CleanDialog
from driftdesk.ui.data.cleaning.rules import RuleDraft
from driftdesk.ui.data.drift import moved
from driftdesk.ui.data.recompose_dialog import RecomposeDialog, RowCounts, drawn
from driftdesk.ui.data.records.model import LOADING_ROLE
from driftdesk.ui.data.tab import DataTab
from driftdesk.ui.language import Language
from driftdesk.ui.widgets import ParamsForm
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk, drifted, report_on

OpenTab = Callable[[], DataTab]
Settle = Callable[[], None]


def go_to(tab: DataTab, title: str, qtbot: QtBot, settle: Settle) -> None:
    """Click a sub-tab."""
    bar = tab.view._tabs
    at = next(i for i in range(bar.count()) if bar.tabText(i) == title)
    qtbot.mouseClick(bar, Qt.MouseButton.LeftButton, pos=bar.tabRect(at).center())
    settle()


def test_an_empty_store_offers_to_import_and_the_sample_data(open_tab: OpenTab) -> None:
    tab = open_tab()
    assert tab._empty.isVisible()
    assert {b.text() for b in (tab._empty._action, tab._empty._second)} == {
        "Import files…",
        "Add the sample data",
    }


def test_datasets_are_listed_searched_and_filtered_by_task(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300, 200)
    houses = desk.add_dataset("houses", 400, task=Task.REGRESSION)
    desk.store.reports.insert(report_on(houses, 1, 1, Severity.CRITICAL))
    tab = open_tab()
    shown = {t.name: t for t in tab.list.things()}
    assert shown["churn"].caption == "Binary · 200 rows · 2 versions"
    assert shown["houses"].severity is Severity.CRITICAL
    search = tab.list.findChild(QLineEdit)
    assert search is not None
    qtbot.keyClicks(search, "hou")
    qtbot.waitUntil(lambda: [t.name for t in tab.list.things()] == ["houses"])
    search.clear()
    qtbot.waitUntil(lambda: len(tab.list.things()) == 2)
    tab.side.task.setFocus()
    qtbot.keyClick(tab.side.task, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: [t.name for t in tab.list.things()] == ["churn"])


def test_a_dataset_shows_what_it_is(open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle) -> None:
    dataset = desk.add_dataset("churn", 300, 200)
    desk.models_there.append(
        Model(name="churn-model", task=Task.BINARY, dataset_id=dataset.id, target="churned")
    )
    tab = open_tab()
    overview = tab.view.overview
    assert overview.isVisible()
    assert [c.name for c in overview._model.things] == ["user_id", "age", "plan", "churned"]
    assert tab.view._primary.text() == "Recompose and retrain"
    tab.view._fill_menu()
    assert tab.view._menu.actions()[0].text() == "Retrain churn-model"
    tab.view._menu.actions()[0].trigger()
    settle()
    assert desk.asked == [("retrain", "churn-model")]


def test_records_come_page_by_page_of_any_version(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 900, 200)
    tab = open_tab()
    go_to(tab, "Records", qtbot, settle)
    records = tab.view.records
    assert records.model.rowCount() == 200
    records.versions.setFocus()
    qtbot.keyClick(records.versions, Qt.Key.Key_Down)
    qtbot.waitUntil(lambda: records.model.rowCount() == 900)
    records.row.setFocus()
    qtbot.keyClicks(records.row, "850")
    qtbot.keyClick(records.row, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: records.model.data(records.model.index(849, 0)) == "user_849")
    settle()
    assert records.table.currentIndex().row() == 849
    assert not records.model.data(records.model.index(849, 3), LOADING_ROLE)


def test_selected_records_are_copied(open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle) -> None:
    desk.add_dataset("churn", 300)
    tab = open_tab()
    go_to(tab, "Records", qtbot, settle)
    table = tab.view.records.table
    qtbot.waitUntil(lambda: tab.view.records.model.index(1, 0).data() == "user_1")
    for row, modifier in ((0, Qt.KeyboardModifier.NoModifier), (1, Qt.KeyboardModifier.ShiftModifier)):
        at = table.visualRect(tab.view.records.model.index(row, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, at)
    qtbot.keyClick(table, Qt.Key.Key_C, Qt.KeyboardModifier.ControlModifier)
    settle()
    assert QApplication.clipboard().text() == "user_0\nuser_1\n"


def test_a_column_of_the_overview_leads_to_its_statistics(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300)
    tab = open_tab()
    overview = tab.view.overview
    overview.table.selectRow(1)
    overview.table.setFocus()
    qtbot.keyClick(overview.table, Qt.Key.Key_Return)
    settle()
    statistics = tab.view.statistics
    assert statistics.isVisible()
    assert statistics.detail._name.text() == "age"
    assert statistics.detail._cells[1][1].text() == "6 · 2.0 %"
    qtbot.mouseClick(statistics.detail.view.mode.button("ecdf"), Qt.MouseButton.LeftButton)
    qtbot.mouseClick(statistics.detail.view.log, Qt.MouseButton.LeftButton)
    statistics.detail.view.plot.grab()


def test_a_drift_analysis_fills_its_view_column_by_column(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dataset = desk.add_dataset("churn", 400, 300)
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    qtbot.mouseClick(drift.controls.analyse, Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked[-1] == (
        "drift",
        {"reference": 1, "current": 2, "current_file": None, "exact": False, "service": "built-in"},
    )
    assert drift.model.awaited == 4
    job = desk.jobs.list()[0]
    desk.jobs.publish(JobStarted(job_id=job.id, attempt=1, number=0, worker="w"))
    for number, column in enumerate(
        (drifted("plan", 0.02, Severity.NONE), drifted("age", 2.4, Severity.CRITICAL)), 1
    ):
        desk.jobs.publish(ColumnAnalysed(job_id=job.id, attempt=1, number=number, column=column))
    qtbot.waitUntil(lambda: drift.model.awaited == 2)
    assert drift.report is None
    assert drift.detail._name.text() == "age"
    report = report_on(dataset, 1, 2, Severity.CRITICAL)
    desk.store.reports.insert(report)
    done = JobFinished(
        job_id=job.id, attempt=1, number=3, state=JobState.SUCCEEDED, result={"report": report.id}
    )
    desk.jobs.publish(done)
    qtbot.waitUntil(lambda: drift.report is not None)
    assert drift.verdict.sentence.text() == "Drifted: age changed since v1"
    assert drift.verdict.severity.severity is Severity.CRITICAL
    desk.jobs.announce("drift_reports", report.id)
    qtbot.waitUntil(lambda: tab.view.header._severity.text() == "Critical")


def test_a_service_that_fails_is_an_error_and_never_no_drift(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 400, 300)
    desk.services = ["built-in", "ddoc"]
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    assert drift.controls.service.isVisible()
    drift.controls.service.setFocus()
    qtbot.keyClick(drift.controls.service, Qt.Key.Key_Down)
    qtbot.mouseClick(drift.controls.analyse, Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked[-1][1]["service"] == "ddoc"
    error = ErrorInfo(code="service_unavailable", message="ddoc does not answer.", hint="Start it.")
    job = desk.jobs.list()[0]
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=0, state=JobState.FAILED, error=error))
    qtbot.waitUntil(drift._failure.isVisible)
    assert drift._failure._message.text() == "ddoc does not answer."
    assert not drift.verdict.severity.isVisible()
    assert drift.verdict.sentence.text() == "The analysis failed: there is no verdict"
    assert drift.controls.analyse.isEnabled()


def test_a_cell_of_the_timeline_becomes_the_current_side(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dataset = desk.add_dataset("churn", 400, 300, 200)
    desk.store.reports.insert(report_on(dataset, 1, 3, Severity.CRITICAL))
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    assert drift.controls.sides().current == 3
    heat_map = drift.timeline.heat_map
    cell = heat_map.visualRect(heat_map.model().index(0, 0)).center()
    qtbot.mouseClick(heat_map.viewport(), Qt.MouseButton.LeftButton, pos=cell)
    settle()
    assert drift.controls.sides().current == 2
    assert drift._empty.isVisible()
    qtbot.mouseClick(drift.timeline._what.button("one"), Qt.MouseButton.LeftButton)
    drift.timeline.line.grab()


def test_the_chosen_column_stays_when_another_report_is_shown(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dataset = desk.add_dataset("churn", 400, 300, 200)
    for current in (2, 3):
        desk.store.reports.insert(report_on(dataset, 1, current, Severity.CRITICAL))
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    plan = drift.table.visualRect(drift.model.index(1, 1)).center()
    qtbot.mouseClick(drift.table.viewport(), Qt.MouseButton.LeftButton, pos=plan)
    assert drift.detail._name.text() == "plan"
    drift.verdict._past.setFocus()
    qtbot.keyClick(drift.verdict._past, Qt.Key.Key_Down)
    assert drift.detail._name.text() == "plan"


def test_a_file_is_compared_without_being_imported(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle, tmp_path: Path
) -> None:
    desk.add_dataset("churn", 400)
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    assert not drift.controls.analyse.isEnabled()
    drift.controls.compare_with_file(tmp_path / "new.csv")
    qtbot.mouseClick(drift.controls.analyse, Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked[-1][1]["current_file"] == tmp_path / "new.csv"
    assert desk.asked[-1][1]["current"] is None


def test_two_versions_are_compared_and_one_is_tagged(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 400, 300, 200)
    tab = open_tab()
    go_to(tab, "Versions", qtbot, settle)
    versions = tab.view.versions
    assert versions._model.index(2, 1).data() == "golden"
    versions._fill_tag_menu()
    versions._tag_menu.actions()[0].trigger()
    settle()
    assert versions._model.index(0, 1).data() == "golden, latest"
    table = versions.table
    for row, modifier in ((0, Qt.KeyboardModifier.NoModifier), (1, Qt.KeyboardModifier.ControlModifier)):
        at = table.visualRect(versions._model.index(row, 0)).center()
        qtbot.mouseClick(table.viewport(), Qt.MouseButton.LeftButton, modifier, at)
    qtbot.mouseClick(versions._compare, Qt.MouseButton.LeftButton)
    settle()
    assert tab.view.drift.isVisible()
    assert (tab.view.drift.controls.sides().reference, tab.view.drift.controls.sides().current) == (2, 3)


def test_files_are_listed_with_the_version_that_they_made(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 400, 300)
    tab = open_tab()
    go_to(tab, "Files", qtbot, settle)
    model = tab.view.files._model
    assert [model.index(r, 0).data() for r in range(2)] == ["churn-2.csv", "churn-1.csv"]
    assert model.index(0, 5).data() == "CSV"


def test_a_recipe_explains_what_comes_out_while_it_is_chosen(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 400, 300)
    tab = open_tab()
    tab.view.recompose()
    settle()
    dialog = tab.view.findChild(RecomposeDialog)
    assert dialog is not None
    assert dialog.explanation.text().startswith(
        "600 rows: all 300 new ones of v2, and 300 of the 400 old ones"
    )
    dialog.ratio.setFocus()
    qtbot.keyClick(dialog.ratio, Qt.Key.Key_End)
    assert dialog.recipe() == ReplayRecipe(new_ratio=1.0)
    assert dialog.explanation.text().startswith("300 rows")
    qtbot.mouseClick(dialog.kind.button("window"), Qt.MouseButton.LeftButton)
    assert dialog.recipe() == WindowRecipe(rows=300)
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked == [("recompose", (WindowRecipe(rows=300), {"reference": 1, "current": 2}))]


def test_a_replay_never_draws_more_old_rows_than_there_are() -> None:
    assert drawn(RowCounts(new=100, old=50), 0.5) == 50
    assert drawn(RowCounts(new=100, old=500), 0.25) == 300


def open_clean_dialog(open_tab: OpenTab, desk: DataDesk, settle: Settle, qtbot: QtBot) -> CleanDialog:
    desk.add_dataset("churn", 400)
    tab = open_tab()
    tab.view.clean()
    settle()
    dialog = tab.view.findChild(CleanDialog)
    assert isinstance(dialog, CleanDialog)
    qtbot.waitUntil(lambda: "would be left" in dialog._summary.text(), timeout=5000)
    return dialog


def test_cleaning_says_what_each_rule_would_do(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dialog = open_clean_dialog(open_tab, desk, settle, qtbot)
    assert dialog._summary.text() == "398 of 400 rows would be left, 8 values changed."
    effects = [dialog.rules.table.model().index(row, 1).data() for row in range(2)]
    assert effects == ["2 rows go", "8 values changed"]
    dialog.rules.table.selectRow(1)
    assert dialog.examples.model().index(0, 3).data() == "36"
    qtbot.mouseClick(dialog.go, Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked == [("clean", ("churn@1", ["duplicates", "missing=median"]))]


def test_rules_are_added_filled_in_moved_and_kept(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dialog = open_clean_dialog(open_tab, desk, settle, qtbot)
    dialog.rules.append([RuleDraft("range")])
    assert not dialog.go.isEnabled(), "it has no limit yet"
    form = dialog._form_area.widget()
    assert isinstance(form, ParamsForm)
    form.editor("column").setFocus()
    qtbot.keyClicks(form.editor("column"), "age")
    qtbot.keyClicks(form.editor("minimum"), "0")
    qtbot.mouseClick(dialog.rules._up, Qt.MouseButton.LeftButton)
    assert [r.text for r in dialog.rules.rules() or ()] == [
        "duplicates",
        "range=age minimum=0",
        "missing=median",
    ]
    dialog._start(dialog._keep("usual"))
    settle()
    dialog.rules.replace(desk.rule_sets["usual"].rules)
    assert len(dialog.rules.drafts) == 3
    dialog.rules.remove()
    assert [d.kind for d in dialog.rules.drafts] == ["range", "missing"]
    qtbot.waitUntil(lambda: "would be left" in dialog._summary.text(), timeout=5000)
    dialog.reject()
    settle()
    assert not desk.asked


def test_a_database_that_fails_takes_the_place_of_the_list_and_can_be_tried_again(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle, monkeypatch: pytest.MonkeyPatch
) -> None:
    desk.add_dataset("churn", 400)

    def refuse(*_query: object) -> None:
        raise DatabaseUnavailableError("The database does not answer.", "Look at its log.")

    with monkeypatch.context() as broken:
        broken.setattr(desk.datasets, "page", refuse)
        tab = open_tab()
        assert tab._error.isVisible()
        assert tab._error._message.text() == "The database does not answer."
    qtbot.mouseClick(tab._error._retry, Qt.MouseButton.LeftButton)
    settle()
    assert tab.view.isVisible()


@pytest.fixture
def language(themed: QApplication) -> Iterator[Language]:
    made = Language(themed)
    yield made
    made.use("en")


def test_the_language_changes_while_a_report_is_shown(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle, language: Language
) -> None:
    dataset = desk.add_dataset("churn", 400, 300)
    desk.store.reports.insert(report_on(dataset, 1, 2, Severity.CRITICAL))
    tab = open_tab()
    for _, title in tab.view.panels():
        go_to(tab, title, qtbot, settle)
    go_to(tab, "Drift", qtbot, settle)
    language.use("ko")
    settle()
    drift = tab.view.drift
    assert "드리프트" in [tab.view._tabs.tabText(i) for i in range(tab.view._tabs.count())]
    assert drift.verdict.sentence.text() == "드리프트: v1 이후 age이(가) 달라졌습니다"
    assert drift.detail.moved.text().split(" · ")[0] == "중앙값 30 → 22"
    assert drift.controls.sides().current == 2
    assert drift.model.headerData(1, Qt.Orientation.Horizontal) == "컬럼"


def test_every_action_has_a_title_and_most_need_an_open_dataset(
    open_tab: OpenTab, workspace: Workspace
) -> None:
    tab = open_tab()
    actions = tab.actions()
    assert all(a.title for a in actions)
    assert len({a.id for a in actions}) == len(actions)
    assert {a.id for a in actions if a.when()} == {
        "data.import", "data.import_mongodb", "data.samples", "data.search", "data.all", "data.new", "data.storage",
    }  # fmt: skip


def test_what_moved_is_recognised_and_the_rest_stays_as_it_is() -> None:
    for line in (
        "median 38 → 24",
        "new category gold (4 %)",
        "category silver is gone (was 7 %)",
        "hangul characters 75 % → 68 %",
        "column income: numeric → categorical",
        "free 30 % → 58 %",
    ):
        assert moved.say(line) == line
    assert words.method("something_new") == "something new"


def test_the_pairs_of_columns_stand_beside_the_statistics_of_each(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 300)
    tab = open_tab()
    tab.view.show_panel("statistics")
    settle()
    statistics = tab.view.statistics
    qtbot.mouseClick(statistics.shown.button("pairs"), Qt.MouseButton.LeftButton)
    settle()
    pairs = statistics.pairs
    assert pairs.isVisible()
    assert "(the target)" in pairs._title.text()
    first, second = pairs.matrix.names[:2]
    model = pairs.matrix.model()
    pairs.matrix.setCurrentIndex(model.index(1, 0))
    qtbot.keyClick(pairs.matrix, Qt.Key.Key_Return)
    assert pairs._title.text().startswith(second)
    assert pairs._rows.things[pairs.table.current_row()][0] == first
    qtbot.mouseClick(pairs.measure.button("missing"), Qt.MouseButton.LeftButton)
    assert not pairs.matrix.isVisible() or pairs.matrix.names
    pairs.grab()


def test_a_dataset_without_rows_says_so_in_every_panel_and_offers_to_import(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("empty")
    tab = open_tab()
    asked: list[str] = []
    tab.view.import_asked.connect(asked.append)
    for key, _ in tab.view.panels():
        tab.view.show_panel(key)
        settle()
        panel = getattr(tab.view, key)
        assert panel._stack.currentWidget() is panel._no_rows, key
        assert panel._no_rows._title.text() == "No rows yet"
    tab.view.files._no_rows.triggered.emit()
    assert asked == ["empty"]
    assert not tab.view._analyse.isEnabled()
