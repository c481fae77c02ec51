"""The form of a training offers to go on from versions that the chosen trainer can go on from."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.ui.training.tab import TrainingTab
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk


def test_a_version_is_fine_tuned_with_its_parameters_and_a_tenth_of_its_learning_rate(
    workspace: Workspace, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    tab = TrainingTab(workspace)
    qtbot.addWidget(tab)
    tab.show()
    settle()
    form = tab.live.form
    assert not form._start.isEnabled() and form.start is None, "trees begin from nothing"
    form._trainer.setCurrentIndex(form._trainer.findData("mlp"))
    settle()
    assert [form._start.itemData(i) for i in range(form._start.count())] == [None, 2, 1]
    form._start.setCurrentIndex(2)
    form._start.activated.emit(2)
    assert form.values()["learning_rate"] == pytest.approx(0.0003)
    qtbot.mouseClick(tab.buttons()[1], Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked[-1][2]["start"] == 1


def test_tab_goes_through_the_parameters_to_the_button_that_trains(
    workspace: Workspace, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    tab = TrainingTab(workspace)
    qtbot.addWidget(tab)
    tab.show()
    settle()
    form = tab.live.form
    form._trainer.setCurrentIndex(form._trainer.findData("mlp"))
    settle()
    fields = form._form.fields() if form._form else []
    passed: list[object] = [each := form._processes]
    while each is not form._train and len(passed) < 200:
        passed.append(each := each.nextInFocusChain())
    assert [w for w in passed if w in fields] == fields
    assert passed[-1] is form._train
