"""Labelling by keyboard: answers, walking, undo, and how all of it gets into the draft."""

from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from driftdesk.core.drafts.edits import SetCells
from driftdesk.core.entities import JobFinished, JobState, Model, Task
from driftdesk.core.errors import ConflictError, SchemaError
from driftdesk.ui.data.label.dialogs import ExportTasksDialog, ImportTasksDialog, SuggestDialog
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk
from tests.ui.data.label.conftest import UNLABELLED, FakeLabels, Key, Labels, job_of, queue_of

Open = Callable[..., Labels]
Control = Qt.KeyboardModifier.ControlModifier


def dialog(kind: type, qtbot: QtBot) -> Any:
    def shown() -> list[Any]:
        return [w for w in QApplication.topLevelWidgets() if isinstance(w, kind) and w.isVisible()]

    qtbot.waitUntil(lambda: bool(shown()))
    return shown()[-1]


def test_number_keys_answer_and_show_the_next_row_at_once(open_labels: Open) -> None:
    labels = open_labels()
    assert [b.name for b in labels.answers.buttons] == ["false", "true"]
    assert labels.panel.count.text() == "44 of 50 rows labelled"
    labels.press(Key.Key_2)
    assert labels.labelling.row_id == 1 and labels.labelling.row is not None
    labels.press(Key.Key_1)
    assert labels.panel.count.text() == "46 of 50 rows labelled"
    assert labels.stored() == {}  # answers wait a moment for others
    labels.store()
    assert labels.stored() == {0: True, 1: False}
    assert labels.edits() == 1
    assert labels.panel.draft_bar.isVisible()


def test_answers_are_stored_by_themselves(open_labels: Open, qtbot: QtBot) -> None:
    labels = open_labels()
    labels.press(Key.Key_1)
    qtbot.waitUntil(lambda: labels.stored() == {0: False}, timeout=5000)


def test_leaving_the_tab_stores_what_waits(open_labels: Open) -> None:
    labels = open_labels()
    labels.press(Key.Key_1)
    labels.panel.hide()
    labels.settle()
    assert labels.stored() == {0: False}


def test_leaving_the_desk_stores_what_waits(open_labels: Open, workspace: Workspace) -> None:
    labels = open_labels()
    labels.press(Key.Key_1)
    workspace.leaving.emit()
    labels.settle()
    assert labels.stored() == {0: False}


def test_another_dataset_loses_no_answer(open_labels: Open, desk: DataDesk) -> None:
    labels = open_labels()
    other = desk.add_dataset("other", 20)
    labels.press(Key.Key_2)
    labels.panel._state.open(other.id)
    labels.settle()
    assert labels.stored() == {0: True}
    assert labels.labelling.progress is not None and labels.labelling.progress.rows == 20


def test_the_suggestion_is_accepted_by_enter_and_never_chosen_before(open_labels: Open) -> None:
    labels = open_labels(suggested=True)
    assert labels.labelling.order == [4, 2, 0, 1, 3, 5]
    assert labels.answers._about.text() == "model v3 suggests, 52.0 % sure"
    assert not any(b.property("given") for b in labels.answers.buttons)
    assert [b.property("suggested") for b in labels.answers.buttons] == [False, True]
    labels.press(Key.Key_Return)
    assert labels.labelling.answers == {4: "true"}
    labels.press(Key.Key_S, Key.Key_Return)
    assert labels.labelling.row_id == 0  # without a suggestion Enter does nothing
    assert not labels.answers.suggestion.isVisible()


def test_walking_skips_puts_off_and_goes_back(open_labels: Open) -> None:
    labels = open_labels()
    labels.press(Key.Key_S)
    assert labels.labelling.row_id == 1
    labels.press(Key.Key_Right)
    assert labels.labelling.row_id == 2
    labels.press(Key.Key_U)
    assert labels.labelling.row_id == 3 and labels.labelling.order[-1] == 2
    labels.press(Key.Key_Left, Key.Key_Backspace)
    assert labels.labelling.row_id == 0
    labels.press(Key.Key_1, Key.Key_Left)
    assert labels.labelling.row_id == 0
    assert [b.property("given") for b in labels.answers.buttons] == [True, False]
    labels.press(Key.Key_2)  # another answer
    labels.store()
    assert labels.stored() == {0: True}


def test_undo_takes_back_one_answer_whether_it_was_stored_or_not(open_labels: Open) -> None:
    labels = open_labels()
    labels.press(Key.Key_1, Key.Key_2, Key.Key_1)
    labels.press(Key.Key_Z, held=Control)
    assert labels.labelling.row_id == 2
    labels.store()
    assert labels.stored() == {0: False, 1: True}
    labels.press(Key.Key_Z, held=Control)
    labels.settle()
    assert labels.stored() == {0: False}
    assert labels.labelling.row_id == 1
    labels.press(Key.Key_Z, held=Control)
    labels.settle()
    assert labels.stored() == {}
    assert labels.panel.count.text() == "44 of 50 rows labelled"


def test_undo_right_after_leaving_waits_for_the_answer_to_be_stored(open_labels: Open) -> None:
    labels = open_labels()
    labels.press(Key.Key_1)
    labels.labelling.flush()
    labels.press(Key.Key_Z, held=Control)
    labels.settle()
    assert labels.stored() == {} and labels.labelling.row_id == 0


def test_what_was_changed_elsewhere_costs_no_answer(open_labels: Open, desk: DataDesk, qtbot: QtBot) -> None:
    labels = open_labels()
    apply, failures = desk.drafts.apply, [ConflictError("changed elsewhere")]

    def once(draft: Any, edit: Any, context: Any = None) -> Any:
        if failures:
            raise failures.pop()
        return apply(draft, edit, context)

    desk.drafts.apply = once  # type: ignore[method-assign]  # the second time it works
    labels.press(Key.Key_1)
    labels.store()
    qtbot.waitUntil(lambda: labels.stored() == {0: False}, timeout=5000)
    assert labels.labelling.answers.get(0, "false") == "false"


def test_edits_of_others_parts_of_the_window_are_followed(open_labels: Open, desk: DataDesk) -> None:
    labels = open_labels()
    labels.press(Key.Key_1)
    labels.store()
    desk.drafts.apply(desk.drafts.open("churn"), SetCells(row_ids=(1, 2), values={"churned": (True, True)}))
    labels.panel.editing.look_again()
    labels.settle()
    assert labels.labelling.order == [3, 4, 5]


def test_classes_are_found_by_typing_and_new_ones_have_to_be_meant(open_labels: Open, qtbot: QtBot) -> None:
    labels = open_labels()
    line, window = labels.answers.field, labels.panel.window()
    window.activateWindow()
    qtbot.waitUntil(window.isActiveWindow)
    labels.press(Key.Key_Slash)
    qtbot.waitUntil(line.hasFocus)
    qtbot.keyClicks(line, "tr")
    assert [b.name for b in labels.answers.buttons] == ["true"]
    assert labels.answers.add.isVisible()
    qtbot.keyClick(line, Key.Key_Return)
    assert labels.labelling.answers == {0: "true"}
    assert labels.panel.hasFocus() and not line.text()
    labels.press(Key.Key_Slash)
    qtbot.keyClicks(line, "2")
    assert labels.labelling.answers == {0: "true"}  # digits are text there
    assert not labels.answers.buttons
    qtbot.keyClick(line, Key.Key_Return)
    assert labels.labelling.answers == {0: "true"}
    qtbot.keyClick(line, Key.Key_Return, Control)
    assert labels.labelling.answers == {0: "true", 1: "2"}


def test_a_label_that_does_not_fit_is_told_and_the_row_comes_back(open_labels: Open, desk: DataDesk) -> None:
    labels, told = open_labels(), list[Any]()
    apply = desk.drafts.apply

    def strict(draft: Any, edit: Any, context: Any = None) -> Any:
        if "maybe" in edit.values["churned"]:
            raise SchemaError("'maybe' does not fit the boolean column 'churned'.")
        return apply(draft, edit, context)

    desk.drafts.apply = strict  # type: ignore[method-assign]  # as the drafts of the store do
    labels.labelling.refused.connect(told.append)
    labels.labelling.answer("maybe")
    labels.store()
    assert [e.message for e in told] == ["'maybe' does not fit the boolean column 'churned'."]
    assert labels.labelling.answers == {} and 0 in labels.labelling.order
    labels.press(Key.Key_1)
    labels.store()
    assert list(labels.stored().values()) == [False]


def test_the_end_says_what_is_left(open_labels: Open) -> None:
    labels = open_labels()
    labels.press(*[Key.Key_1] * (UNLABELLED - 1), Key.Key_S)
    assert labels.panel._pages.currentWidget() is labels.panel.empty
    labels.press(Key.Key_Return)
    labels.settle()
    assert labels.labelling.order == [5]
    labels.press(Key.Key_2)
    assert labels.labelling.left == 0 and labels.labelling.row_id is None
    labels.settle()


def test_everything_labelled_and_no_target_are_states_of_their_own(open_labels: Open, qtbot: QtBot) -> None:
    labels = open_labels(unlabelled=0)
    assert labels.panel._pages.currentWidget() is labels.panel.empty
    assert labels.labelling.left == 0


def test_without_a_target_it_says_how_to_choose_one(
    open_labels: Open, labels: FakeLabels, qtbot: QtBot
) -> None:
    labels.has_target = False
    shown = open_labels()
    assert shown.panel._pages.currentWidget() is shown.panel.empty
    with qtbot.waitSignal(shown.panel.records_asked):
        shown.press(Key.Key_Return)


def test_only_the_rows_ahead_are_fetched(open_labels: Open) -> None:
    labels = open_labels()
    todo: Any = labels.labelling.todo
    assert todo.asked == [list(range(UNLABELLED))]
    labels.press(Key.Key_S)
    labels.settle()
    assert len(todo.asked) == 1


def test_committing_stores_what_waits_first(open_labels: Open, qtbot: QtBot) -> None:
    labels = open_labels()
    labels.press(Key.Key_1)
    labels.panel.commit()
    labels.settle()
    from driftdesk.ui.data.drafts.dialogs import CommitDialog

    asked = dialog(CommitDialog, qtbot)
    assert labels.stored() == {0: False}
    asked.close()


def test_a_model_is_asked_and_its_order_shown_when_it_is_done(
    open_labels: Open, desk: DataDesk, labels: FakeLabels, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    shown = open_labels()
    assert not shown.panel.others.suggest.isEnabled()
    dataset = next(iter(desk.known.values()))
    desk.models_there = [
        Model(name="model", task=Task.BINARY, dataset_id=dataset.id, target="churned", head=3)
    ]
    desk.suggest_labels = job_of(desk)  # type: ignore[attr-defined]  # as the desk has it
    shown.panel._state.refresh()
    settle()
    shown.panel.others.suggest.click()
    dialog(SuggestDialog, qtbot).accept()
    qtbot.waitUntil(lambda: any(verb == "suggest" for verb, _ in desk.asked))
    verb, asked = desk.asked[-1]
    assert (verb, asked) == ("suggest", ("churn", "model", "margin"))
    labels.queue = queue_of(dataset.id)
    job = next(iter(desk.jobs.list()))
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=0, state=JobState.SUCCEEDED, result={}))
    qtbot.waitUntil(lambda: shown.labelling.order[:2] == [4, 2])
    settle()


def test_tasks_go_out_and_labels_come_in(
    open_labels: Open, labels: FakeLabels, qtbot: QtBot, settle: Callable[[], None], tmp_path: Path
) -> None:
    shown = open_labels()
    shown.panel.others.export_tasks()
    out = dialog(ExportTasksDialog, qtbot)
    out.path.setText(str(tmp_path / "t.json"))
    out.accept()
    settle()
    assert labels.exported[0][:4] == ("churn", tmp_path / "t.json", "churned is null", None)
    shown.panel.others.import_tasks()
    into = dialog(ImportTasksDialog, qtbot)
    into.accept()
    settle()
    box = dialog(QMessageBox, qtbot)
    assert "name no row of churn" in box.text()
    box.reject()


@pytest.mark.parametrize("language", ["en", "ko"])
def test_every_part_says_what_it_is(open_labels: Open, language: str) -> None:
    labels = open_labels(suggested=True)
    for part in (labels.panel, labels.answers.field, labels.answers.accept, labels.panel.share):
        assert part.accessibleName()
    assert labels.answers.buttons[1].accessibleName() == "true, suggested"
