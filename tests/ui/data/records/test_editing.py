"""Editing in place: cells, rows, columns, the clipboard, undo, the draft and what becomes of it."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QApplication, QComboBox, QLineEdit, QMessageBox, QToolTip

from driftdesk.core.drafts.edits import DraftConflict, Overlap
from driftdesk.core.entities import Draft, ErrorInfo, JobFinished, JobState
from driftdesk.ui.data.records.model import ADDED_ROLE, CHANGED_ROLE, MISSING_ROLE
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk
from tests.ui.data.records.conftest import Control, Key, Records, Shift

Open = Callable[..., Records]


def said(records: Records) -> str:
    return records.panel.draft_bar.text.text()


def paste(records: Records, text: str) -> None:
    QGuiApplication.clipboard().setText(text)
    records.press(Key.Key_V, Control)


def test_typing_edits_a_cell_and_enter_goes_below(open_records: Open) -> None:
    records = open_records()
    assert not records.panel.draft_bar.isVisible()
    records.type_into_cell(3, "age", "25.5")
    assert records.text(3, "age") == "25.5"
    assert records.table.currentIndex().row() == 4
    assert records.model.index(3, 1).data(CHANGED_ROLE) and not records.model.index(4, 1).data(CHANGED_ROLE)
    assert said(records) == "1 edit, not committed"
    assert records.panel.versions.currentText() == "Your edits on v1"


def test_f2_edits_what_stands_there_and_escape_leaves_it(open_records: Open) -> None:
    records = open_records()
    records.go(0, "user_id")
    records.press(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None
    records.press(Key.Key_Escape, to=editor)
    assert records.panel.editing.draft is None
    records.press(Key.Key_F2)
    records.write("!")
    assert "!" in str(records.text(0, "user_id"))


def test_editors_fit_the_kind(open_records: Open) -> None:
    records = open_records()
    for name, choices in (("plan", ["", "basic", "free", "premium"]), ("churned", ["", "false", "true"])):
        records.go(0, name)
        records.press(Key.Key_F2)
        editor: Any = QApplication.focusWidget()
        box = editor if isinstance(editor, QComboBox) else editor.parent()
        assert isinstance(box, QComboBox)
        assert sorted(box.itemText(i) for i in range(box.count())) == choices
        records.press(Key.Key_Escape, to=editor)


def test_delete_clears_the_selected_cells_to_missing(open_records: Open) -> None:
    records = open_records()
    records.go(0, "age")
    records.press(Key.Key_Right, Shift)
    records.press(Key.Key_Down, Shift)
    records.press(Key.Key_Delete)
    for row in (0, 1):
        for name in ("age", "plan"):
            assert records.text(row, name) is None
            assert records.model.index(row, records.model.section(name)).data(MISSING_ROLE)


def test_what_does_not_fit_is_told_at_the_cell_and_can_be_corrected_there(open_records: Open) -> None:
    records = open_records()
    records.type_into_cell(0, "age", "abc")
    assert QToolTip.text() == "Row 1, column age: “abc” is not a number."
    assert not records.panel.draft_bar.isVisible()
    editor = QApplication.focusWidget()
    assert isinstance(editor, QLineEdit)
    editor.selectAll()
    records.write("7.25")
    assert records.text(0, "age") == "7.25"


def test_what_does_not_fit_is_refused_and_the_cell_is_as_before(
    open_records: Open, workspace: Workspace
) -> None:
    records, told = open_records(), list[Any]()
    workspace.notifications.posted.connect(told.append)
    before = records.text(0, "age")
    index = records.table.model().index(0, records.panel.model.section("age"))
    records.table.model().setData(index, "abc")
    records.settle()
    assert records.text(0, "age") == before
    assert told[0].text == "Row 1, column age: “abc” is not a number."
    assert not records.panel.draft_bar.isVisible()


def test_what_is_typed_over_a_category_takes_its_place(open_records: Open) -> None:
    records = open_records()
    records.type_into_cell(0, "plan", "xyz")
    assert records.text(0, "plan") == "xyz"


def test_undo_and_redo_by_keys_and_what_they_undo(open_records: Open) -> None:
    records = open_records()
    before = records.text(0, "age")
    records.type_into_cell(0, "age", "1")
    records.type_into_cell(0, "age", "2")
    records.press(Key.Key_Z, Control)
    assert records.text(0, "age") == "1"
    assert "1 cell of age set" in records.panel.draft_bar.redo.toolTip()
    records.press(Key.Key_Z, Control)
    assert records.text(0, "age") == before
    records.press(Key.Key_Z, Control, Shift)
    records.press(Key.Key_Y, Control)
    assert records.text(0, "age") == "2"


def test_a_block_is_pasted_at_the_cursor(open_records: Open) -> None:
    records = open_records()
    records.go(2, "age")
    paste(records, "age\tplan\n30\tfree\n\tnew plan\n")
    assert [records.text(r, "age") for r in (2, 3)] == ["30", None]
    assert [records.text(r, "plan") for r in (2, 3)] == ["free", "new plan"]
    assert said(records) == "1 edit, not committed"


def test_a_pasted_block_that_does_not_fit_names_the_cell(open_records: Open, workspace: Workspace) -> None:
    records, told = open_records(), list[Any]()
    workspace.notifications.posted.connect(told.append)
    records.go(2, "age")
    paste(records, "1\tfree\nmany\tfree\n")
    records.go(0, "plan")
    paste(records, "a\tfalse\tx\ty\n")
    assert told[0].text == "Row 4, column age: “many” is not a number."
    assert told[1].text.startswith("What is pasted has 4 columns")
    assert records.panel.editing.draft is None


def test_a_paste_beyond_the_end_adds_rows_if_asked(open_records: Open) -> None:
    records = open_records(5)
    records.go(4, "age")
    paste(records, "1\tfree\n2\tbasic\n3\tpremium\n")
    box = records.dialog()
    assert isinstance(box, QMessageBox) and "2 rows" in box.text()
    next(b for b in box.buttons() if b.text() == "Add them as new rows").click()
    records.settle()
    assert records.model.rowCount() == 7
    assert [records.text(r, "age") for r in (4, 5, 6)] == ["1", "2", "3"]
    assert records.model.index(6, 0).data(ADDED_ROLE) and not records.model.index(4, 0).data(ADDED_ROLE)


def test_one_copied_cell_goes_into_all_selected_ones(open_records: Open) -> None:
    records = open_records()
    records.go(0, "age")
    for _ in range(3):
        records.press(Key.Key_Down, Shift)
    paste(records, "7")
    assert [records.text(r, "age") for r in range(4)] == ["7"] * 4


def test_fill_down_and_cut(open_records: Open) -> None:
    records = open_records()
    first = records.text(0, "age")
    records.go(0, "age")
    records.press(Key.Key_Down, Shift)
    records.press(Key.Key_Down, Shift)
    records.press(Key.Key_D, Control)
    assert [records.text(r, "age") for r in range(3)] == [first] * 3
    records.go(0, "plan")
    plan = records.text(0, "plan")
    records.press(Key.Key_X, Control)
    assert QGuiApplication.clipboard().text() == f"{plan}\n"
    assert records.text(0, "plan") is None


def test_rows_are_added_duplicated_and_deleted(open_records: Open) -> None:
    records = open_records(10)
    actions = records.panel.actions_
    records.go(3, "age")
    actions.action("add_row").trigger()
    records.settle()
    assert records.model.rowCount() == 11 and records.table.currentIndex().row() == 10
    records.go(3, "age")
    actions.action("duplicate_rows").trigger()
    records.settle()
    assert records.text(11, "user_id") == "user_3"
    records.go(0, "age")
    records.press(Key.Key_Down, Shift)
    actions.action("delete_rows").trigger()
    records.settle()
    assert records.model.rowCount() == 10 and records.text(0, "user_id") == "user_2"


def test_a_filtered_row_stays_in_view_after_its_edit(open_records: Open) -> None:
    records = open_records()
    records.filter("age > 40")
    rows = records.model.rowCount()
    records.type_into_cell(0, "age", "10")
    assert records.model.rowCount() == rows and records.text(0, "age") == "10"
    assert records.panel.filters.renew.isVisible()
    records.press(Key.Key_F5)
    assert records.model.rowCount() == rows - 1
    assert not records.panel.filters.renew.isVisible()


def test_a_column_is_added_and_renamed(open_records: Open) -> None:
    records = open_records()
    records.panel.asking.add_column()
    dialog: Any = records.dialog()
    dialog.name.setText("age")
    assert not dialog.go.isEnabled()
    dialog.name.setText("note")
    dialog.accept()
    records.settle()
    assert [c.name for c in records.model.columns][-1] == "note"
    records.panel.asking.rename(records.model.columns[-1])
    dialog = records.dialog()
    dialog.name.setText("remark")
    dialog.accept()
    records.settle()
    assert [c.name for c in records.model.columns][-1] == "remark"


def test_a_formula_shows_its_first_values_and_its_errors(open_records: Open, qtbot: Any) -> None:
    records = open_records()
    records.panel.asking.add_column()
    dialog: Any = records.dialog()
    dialog.name.setText("double")
    dialog.formula.line.setText("age * 2")
    dialog._look()
    records.settle()
    first = dialog.preview.model().index(0, 1).data()
    assert float(first) == pytest.approx(2 * float(str(records.text(0, "age"))))
    dialog.formula.line.setText("age * ")
    dialog._look()
    records.settle()
    assert dialog.error.isVisible() and not dialog.go.isEnabled()
    dialog.reject()


def test_find_and_replace_counts_and_shows_before_it_does(open_records: Open, qtbot: Any) -> None:
    records = open_records()
    frees = records.column("plan").count("free")
    records.go(0, "plan")
    records.press(Key.Key_H, Control)
    dialog: Any = records.dialog()
    dialog.found.setText("free")
    dialog.replacement.setText("none")
    qtbot.waitUntil(dialog.go.isEnabled)
    assert dialog.count.text() == f"{frees} cells will change."
    assert dialog.preview.model().index(0, 2).data() == "none"
    edit = dialog.edit()
    assert edit.columns == ("plan",) and edit.find == "free"
    dialog.reject()


def test_an_older_version_is_not_edited(open_records: Open, desk: DataDesk) -> None:
    desk.add_dataset("churn", 50, 60)
    records = open_records()
    assert records.model.is_editable
    records.panel.show_version(1)
    records.settle()
    assert records.model.rowCount() == 50 and not records.model.is_editable
    records.go(0, "age")
    records.press(Key.Key_5)
    assert records.panel.editing.draft is None


def test_a_draft_is_there_again_after_a_restart(open_records: Open) -> None:
    open_records().type_into_cell(0, "age", "99")
    again = open_records()
    assert said(again) == "1 edit, not committed"
    assert again.text(0, "age") == "99"


def test_others_who_edit_are_named(open_records: Open, desk: DataDesk) -> None:
    dataset = desk.add_dataset("churn", 20)
    desk.drafts.others_there = [Draft(dataset_id=dataset.id, base=1, user="mina", length=2, position=2)]
    records = open_records()
    assert said(records) == "mina is editing too"
    assert not records.panel.draft_bar.commit.isVisible()


def test_changes_list_the_edits_and_the_rows_that_came_and_went(open_records: Open) -> None:
    records = open_records(10)
    records.type_into_cell(0, "age", "1")
    records.go(4, "age")
    records.panel.commands.delete_rows()
    records.settle()
    records.panel.commands.add_row()
    records.settle()
    records.panel.drafting.changes()
    dialog: Any = records.dialog()
    titles = [dialog.pages.tabText(i) for i in range(dialog.pages.count())]
    assert titles == ["Edits (3)", "New rows (1)", "Deleted rows (1)"]
    deleted = dialog.pages.widget(2).model()
    assert deleted.index(0, 0).data() == "user_4"
    dialog.accept()


def test_discarding_asks_and_goes_back_to_the_version(open_records: Open) -> None:
    records = open_records()
    before = records.text(0, "age")
    records.type_into_cell(0, "age", "1")
    records.panel.draft_bar.discard.click()
    box: Any = records.dialog()
    next(b for b in box.buttons() if b.text() == "Discard").click()
    records.settle()
    assert not records.panel.draft_bar.isVisible()
    assert records.text(0, "age") == before
    assert records.panel.versions.currentText().startswith("v1")


def finish(desk: DataDesk, qtbot: Any, **how: Any) -> None:
    """The worker ends the job that was enqueued last."""
    qtbot.waitUntil(lambda: any(verb == "commit" for verb, _ in desk.asked))
    job = desk.jobs.list()[0]
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=0, **how))


def test_a_commit_is_a_job_with_a_message(open_records: Open, desk: DataDesk, qtbot: Any) -> None:
    records = open_records()
    records.type_into_cell(0, "age", "1")
    records.panel.draft_bar.commit.click()
    dialog: Any = records.dialog()
    dialog.message.setPlainText("Corrected an age")
    dialog.accept()
    qtbot.waitUntil(lambda: ("commit", ("Corrected an age", "refuse")) in desk.asked)
    qtbot.waitUntil(lambda: said(records) == "Committing…")
    assert not records.model.is_editable
    desk.drafts.discard(desk.drafts.find("churn"))
    finish(desk, qtbot, state=JobState.SUCCEEDED, result={"version": 2})
    records.settle()
    assert not records.panel.draft_bar.isVisible() and records.model.is_editable


def test_a_failed_commit_keeps_the_draft(open_records: Open, desk: DataDesk, qtbot: Any) -> None:
    records = open_records()
    records.type_into_cell(0, "age", "1")
    records.panel.draft_bar.commit.click()
    records.dialog().accept()
    error = ErrorInfo(code="storage", message="The disk is full.", hint="")
    finish(desk, qtbot, state=JobState.FAILED, error=error)
    records.settle()
    assert said(records) == "1 edit, not committed" and records.model.is_editable


@pytest.mark.parametrize("side", ["mine", "theirs"])
def test_a_conflict_shows_both_sides_and_lets_choose(
    open_records: Open, desk: DataDesk, qtbot: Any, side: str
) -> None:
    records = open_records()
    records.type_into_cell(0, "age", "1")
    _somebody_commits(desk)
    records.panel.draft_bar.commit.click()
    records.dialog().accept()
    qtbot.waitUntil(lambda: "committed meanwhile" in records.dialog().windowTitle())
    dialog: Any = records.dialog()
    assert not dialog.go.isEnabled()
    getattr(dialog, side).click()
    dialog.accept()
    qtbot.waitUntil(lambda: ("commit", ("", side)) in desk.asked)
    finish(desk, qtbot, state=JobState.SUCCEEDED, result={"version": 3})
    records.settle()


def test_a_conflict_may_be_left_for_later(open_records: Open, desk: DataDesk, qtbot: Any) -> None:
    records = open_records()
    records.type_into_cell(0, "age", "1")
    _somebody_commits(desk)
    records.panel.draft_bar.commit.click()
    records.dialog().accept()
    qtbot.waitUntil(lambda: "committed meanwhile" in records.dialog().windowTitle())
    records.dialog().reject()
    records.settle()
    assert desk.asked == [] and records.text(0, "age") == "1"


def _somebody_commits(desk: DataDesk) -> None:
    dataset = next(iter(desk.known.values()))
    desk.known[dataset.id] = dataset.model_copy(update={"head": 2})
    overlap = Overlap(row_id=0, column="age", before="40", mine="1", theirs="2")
    desk.drafts.conflict = DraftConflict(
        base=1, head=2, versions=(), changed_cells=1, overlapping_cells=1, overlaps=(overlap,)
    )


def test_a_frozen_cell_is_edited_where_it_is_seen(open_records: Open) -> None:
    records = open_records()
    records.panel.arrangement.freeze(1)
    records.settle()
    records.go(2, "user_id")
    records.press(Key.Key_F2)
    editor = QApplication.focusWidget()
    assert editor is not None and records.table.frozen.isAncestorOf(editor)
    records.write("?")
    assert str(records.text(2, "user_id")).endswith("?")


def test_somebody_who_begins_to_edit_is_named_at_once(open_records: Open, desk: DataDesk, qtbot: Any) -> None:
    records = open_records()
    dataset_id = next(iter(desk.known))
    desk.drafts.others_there = [Draft(dataset_id=dataset_id, base=1, user="mina", length=1, position=1)]
    desk.jobs.announce("drafts")
    qtbot.waitUntil(lambda: said(records) == "mina is editing too")


def test_what_is_being_typed_into_the_filter_stays_when_an_edit_is_stored(open_records: Open) -> None:
    records = open_records()
    records.go(0, "age")
    records.press(Key.Key_Delete)
    line = records.panel.filters.field.line
    line.setFocus()
    line.insert("age > ")
    line.setModified(True)
    records.panel.editing.undo()
    records.settle()
    assert line.text() == "age > "
