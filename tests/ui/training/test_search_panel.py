"""The Search tab over a fake desk."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QInputDialog
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import JobKind, StudyState, TrialPoint, TrialState
from driftdesk.ui.training import search_view
from driftdesk.ui.training.form import TrainingForm
from driftdesk.ui.training.search_dialog import SearchDialog
from driftdesk.ui.training.search_panel import SearchPanel
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(workspace: Workspace, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]) -> SearchPanel:
    desk.studies.begin()
    state = ModelState(workspace)
    made = SearchPanel(workspace, state)
    qtbot.addWidget(made)
    made.resize(1030, 640)
    made.show()
    state.setParent(made)
    state.open("m1")
    settle()
    return made


def test_trials_are_shown_with_what_they_tried_and_the_best_is_named(panel: SearchPanel) -> None:
    header = [panel._trials.headerData(i, Qt.Orientation.Horizontal) for i in range(7)]
    assert header[4:] == ["learning_rate", "dropout", "hidden_sizes"]
    assert panel._trials.rowCount() == 14
    best = panel._found.study.best if panel._found and panel._found.study else None
    assert panel._trials.index(best or 0, 0).data() == f"#{best} ★"
    assert "14 of 20 trials" in panel._said.text()
    assert f"trial {best}" in panel._said.text()


def test_new_trials_appear_as_they_end_and_the_selection_stays(
    panel: SearchPanel, desk: FakeDesk, qtbot: QtBot
) -> None:
    panel._table.selectRow(5)
    desk.studies.begin(16)
    desk.jobs.announce("trials", "t15")
    qtbot.waitUntil(lambda: panel._trials.rowCount() == 16)
    assert panel._chosen() == 5


def test_a_line_that_is_picked_selects_its_trial(panel: SearchPanel) -> None:
    panel._parallel.picked.emit(9)
    assert panel._chosen() == 9
    assert panel._parallel._chosen == 9


def test_the_dialog_asks_for_what_varies(
    panel: SearchPanel, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    panel.new_study()
    (dialog,) = panel.findChildren(SearchDialog)
    varies, text = dialog.editor(dialog.trainers.chosen()[0]).row("learning_rate")
    assert varies.isChecked()
    text.setText("1..0")
    dialog.accept()
    assert dialog.error.isVisible()
    assert "empty" in dialog.error.text()
    text.setText("0.01..0.2:log")
    dialog.set_trials(7)
    dialog.accept()
    settle()
    kind, args, given = desk.asked[-1]
    assert (kind, args) == (JobKind.SEARCH, ("churn-classifier", "churn@2"))
    assert given["trials"] == 7
    rate = next(d for d in given["vary"] if d.name == "learning_rate")
    assert (rate.low, rate.high, rate.log) == (0.01, 0.2, True)


def test_a_study_chooses_between_trainers_and_sets_what_does_not_vary(
    panel: SearchPanel, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    panel.new_study()
    (dialog,) = panel.findChildren(SearchDialog)
    first = dialog.trainers.chosen()[0]
    second = "random-forest" if first != "random-forest" else "mlp"
    dialog.trainers.box(second).setChecked(True)
    varies, text = dialog.editor(first).row("patience")
    assert not varies.isChecked()
    text.setText("a few")
    dialog.accept()
    assert "patience" in dialog.error.text()
    text.setText("7")
    dialog.accept()
    settle()
    given = desk.asked[-1][2]
    assert {*given["trainers"]} == {first, second}
    assert given["params"] == {first: {"patience": 7}}
    assert {d.trainer for d in given["vary"]} == {first, second}
    assert given["split"] == ""


def test_a_running_study_can_be_stopped_and_an_ended_one_goes_on(
    panel: SearchPanel, desk: FakeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    assert panel._stop.isVisible()
    assert not panel._more.isVisible()
    stopped: list[str] = []
    monkeypatch.setattr(desk.jobs, "stop", stopped.append)
    qtbot.mouseClick(panel._stop, LEFT)
    qtbot.waitUntil(lambda: stopped == ["sj"])
    desk.studies.begin(14, StudyState.ABORTED)
    desk.jobs.announce("studies", "s1")
    qtbot.waitUntil(panel._more.isVisible)
    assert not panel._stop.isVisible()


def test_the_best_is_kept_as_a_preset(
    panel: SearchPanel, desk: FakeDesk, qtbot: QtBot, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(QInputDialog, "getText", lambda *_: ("good", True))
    qtbot.mouseClick(panel._save, LEFT)
    qtbot.waitUntil(lambda: bool(desk.presets.saved))
    (kept,) = desk.presets.saved
    assert (kept.name, kept.trainer, kept.number) == ("good", "mlp", 1)


def test_a_model_without_studies_says_what_they_are(panel: SearchPanel, desk: FakeDesk, qtbot: QtBot) -> None:
    desk.studies.kept = []
    desk.jobs.announce("studies")
    qtbot.waitUntil(panel._empty.isVisible)


def test_a_run_is_offered_again_with_what_it_was_trained_with(
    workspace: Workspace, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    state, form = ModelState(workspace), TrainingForm(workspace)
    qtbot.addWidget(form)
    state.setParent(form)
    state.changed.connect(lambda: form.show_facts(state.facts) if state.facts else None)
    state.open("m1")
    settle()
    run = state.facts.runs[1] if state.facts else None
    assert run is not None
    gone = {**run.params, "of_old": 1}
    form.fill(run.model_copy(update={"params": gone, "seed": 5, "dataset_version": 1}))
    settle()
    assert (form.trainer, form.version, form.seed) == ("mlp", 1, 5)
    assert form.values()["learning_rate"] == 0.001
    assert "of_old" in workspace.notifications.notices[-1].text


def test_the_preset_is_named_as_long_as_nothing_else_is_set(
    workspace: Workspace, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    desk.presets.save("good", "gradient-boosting", {"iterations": 50})
    desk.presets.save("good", "gradient-boosting", {"iterations": 60})
    state, form = ModelState(workspace), TrainingForm(workspace)
    qtbot.addWidget(form)
    state.setParent(form)
    state.changed.connect(lambda: form.show_facts(state.facts) if state.facts else None)
    state.open("m1")
    settle()
    assert form.preset == ""
    assert [form._preset.itemText(i) for i in range(5)] == [
        "Defaults", "Fast", "Balanced", "Thorough", "good (v2)"
    ]  # fmt: skip
    form._preset.setCurrentIndex(4)
    form._preset.activated.emit(4)
    assert form.values()["iterations"] == 60
    assert form.preset == "good@2"
    assert form._form is not None
    form._form.set_values({"iterations": 70})
    assert form.preset == ""


def test_what_is_left_out_of_the_plots_is_said(panel: SearchPanel) -> None:
    study, trials = panel._found.study, panel._found.trials  # type: ignore[union-attr]  # it is loaded
    assert study is not None
    ended = [t for t in trials if t.state is TrialState.SUCCEEDED]
    far = [t.model_copy(update={"state": TrialState.PRUNED, "value": -50.0}) for t in ended[:2]]
    assert search_view.drawn_of("history", study, ended) == ""
    assert "2 given up" in search_view.drawn_of("history", study, [*ended[2:], *far])
    many = [ended[0].model_copy(update={"points": (TrialPoint(step=1, value=0.5),)}) for _ in range(130)]
    assert "the last 100 of 130" in search_view.drawn_of("curves", study, many)
    panel._which.button("curves").click()
    assert panel._drawn.text()
