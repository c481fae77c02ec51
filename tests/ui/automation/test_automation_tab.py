"""The Automation tab, driven by mouse and keys over a fake desk."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QDialogButtonBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import ReplayRecipe, Severity
from driftdesk.ui.automation.policy_card import PolicyCard
from driftdesk.ui.automation.policy_dialog import PolicyDialog
from driftdesk.ui.automation.tab import AutomationTab
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def tab(workspace: Workspace, qtbot: QtBot, settle: Callable[[], None]) -> AutomationTab:
    made = AutomationTab(workspace)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made.show()
    settle()
    return made


def words_of(card: PolicyCard) -> str:
    return " ".join(label.text() for label in card.findChildren(QLabel))


def test_policies_read_as_sentences(tab: AutomationTab) -> None:
    first, second = tab.findChildren(PolicyCard)
    assert "When <b>churn</b> drifts <b>critically</b> on <b>any column</b>" in words_of(first)
    assert "but ask me first" in words_of(second)


def test_a_policy_is_switched_off_by_its_box(
    tab: AutomationTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    box = tab.findChildren(PolicyCard)[0].findChild(QCheckBox)
    qtbot.mouseClick(box, LEFT)
    settle()
    assert [p.enabled for p in desk.automation.policies()] == [False, False]


def test_a_dry_run_says_what_would_have_happened(
    tab: AutomationTab, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    card = tab.findChildren(PolicyCard)[0]
    qtbot.mouseClick(card.findChild(QPushButton), LEFT)
    settle()
    said = words_of(card)
    assert "would fire" in said
    assert "age, plan" in said
    assert "would not fire" in said


def test_a_new_policy_is_made_by_the_form_and_named_apart(
    tab: AutomationTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    qtbot.mouseClick(tab._new, LEFT)
    dialog = tab.findChild(PolicyDialog)
    qtbot.keyClick(dialog._severity, Qt.Key.Key_Down)
    dialog._ratio.setFocus()
    dialog._ratio.selectAll()
    qtbot.keyClicks(dialog._ratio, "70")
    save = dialog.findChild(QDialogButtonBox).button(QDialogButtonBox.StandardButton.Save)
    qtbot.mouseClick(save, LEFT)
    settle()
    made = desk.automation.policies()[-1]
    assert made.name == "churn → churn-classifier"
    assert made.severity is Severity.WARNING
    assert made.recipe == ReplayRecipe(new_ratio=0.7)
    assert made.created_by == "ada"
