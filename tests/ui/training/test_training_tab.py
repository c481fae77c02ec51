"""The Training tab, driven by mouse and keys over a fake desk."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QDialogButtonBox, QLineEdit
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import JobKind, MetricsRecorded
from driftdesk.ui.training.new_model_dialog import NewModelDialog
from driftdesk.ui.training.tab import TrainingTab
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk
from tests.ui.training.services import FakeRegistry, run

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tab(workspace: Workspace, qtbot: QtBot, settle: Callable[[], None]) -> TrainingTab:
    made = TrainingTab(workspace)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    settle()
    return made


def test_the_first_model_is_open_and_its_champion_named(tab: TrainingTab) -> None:
    assert "champion v1" in tab._header._subtitle.text()
    assert "challenger v2" in tab._header._subtitle.text()


def test_train_enqueues_what_the_form_says(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    _, train, _ = tab.buttons()
    qtbot.mouseClick(train, LEFT)
    settle()
    kind, args, given = desk.asked[-1]
    assert (kind, args) == (JobKind.TRAIN, ("churn-classifier", "churn@2"))
    assert given["trainer"] == "gradient-boosting"
    assert given["params"]["iterations"] == 300


def test_new_points_of_the_shown_run_are_drawn_as_they_are_announced(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None], workspace: Workspace
) -> None:
    panel = tab.live.run_panel
    qtbot.waitUntil(lambda: panel._step == 599)
    announced = MetricsRecorded(job_id="j3", attempt=1, number=0, run_id="r3", step=300, epoch=30, values={})
    with qtbot.waitSignal(workspace.feed.job_event):  # resumed from a checkpoint at 299
        desk.jobs.publish(announced)
    qtbot.waitUntil(lambda: panel._step == 599)
    curve = panel.plots.curve("train_loss")
    assert curve is not None
    assert curve.steps.tolist() == list(range(600))


def test_the_challenger_is_promoted_by_one_click(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    promote = tab.buttons()[2]
    assert promote.text() == "Promote v2"
    qtbot.mouseClick(promote, LEFT)
    settle()
    desk.jobs.announce("models", "m1")
    qtbot.waitUntil(lambda: not promote.isEnabled())
    registry: FakeRegistry = desk.registry
    assert registry.promoted == [("churn-classifier", 2)]
    assert "champion v2" in tab._header._subtitle.text()


def test_several_runs_are_overlaid_and_what_differs_is_said(
    tab: TrainingTab, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    tab._tabs.setCurrentWidget(tab.runs)
    settle()
    tab.runs.table.selectAll()
    assert "learning_rate 0.001" in tab.runs._differences.text()
    assert tab.runs.plot.coloured == ["r3", "r2", "r1"]


def test_an_evaluation_is_asked_for_and_the_past_ones_are_shown(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    tab._tabs.setCurrentWidget(tab.evaluate)
    qtbot.mouseClick(tab.evaluate._run, LEFT)
    settle()
    assert desk.asked[-1][:2] == (JobKind.EVALUATE, ("churn-classifier@2", "churn@2"))
    assert tab.evaluate._view._title.text() == "v1 on data v2"


def test_a_new_model_needs_a_name_that_is_free(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    qtbot.keyClick(tab, Qt.Key.Key_Tab)
    tab.new_model()
    settle()
    dialog = tab.findChild(NewModelDialog)
    name = dialog.findChild(QLineEdit)
    create = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Ok)
    name.selectAll()
    qtbot.keyClicks(name, "segments")
    assert not create.isEnabled()
    qtbot.keyClicks(name, "-2")
    qtbot.mouseClick(create, LEFT)
    settle()
    assert [m.name for m in desk.training.models()] == ["churn-classifier", "segments", "segments-2"]


def test_a_running_run_can_be_asked_to_stop_and_then_stopped(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    from driftdesk.core.entities import Job, JobState, RunState

    desk.jobs.add(Job(id="j4", kind=JobKind.TRAIN, title="Train", state=JobState.RUNNING))
    desk.training.all_runs.insert(0, run(4, RunState.RUNNING))
    desk.jobs.announce("runs", "r4")
    stop = tab.live.run_panel.life.stop
    qtbot.waitUntil(stop.isVisible)
    qtbot.mouseClick(stop, LEFT)
    qtbot.mouseClick(stop, LEFT)
    settle()
    assert desk.jobs.stopped == [("j4", False), ("j4", True)]


def test_a_stored_split_of_the_version_can_be_chosen(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    form = tab.live.form
    assert [form._split.itemData(i) for i in range(form._split.count())] == ["", "held-out"]
    form._split.setCurrentIndex(1)
    tab.live.train()
    settle()
    assert desk.asked[-1][2]["split"] == "held-out"
    form._version.setCurrentIndex(1)
    assert [form._split.itemData(i) for i in range(form._split.count())] == ["", "old"]
    assert form.split == ""
