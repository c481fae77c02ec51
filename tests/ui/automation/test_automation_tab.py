"""The Automation tab, driven by mouse and keys over a fake desk."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QCheckBox, QLabel, QPushButton
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Gate, Policy, ReplayRecipe, Severity, now
from driftdesk.core.errors import ParameterError
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
    qtbot.mouseClick(dialog.go, LEFT)
    settle()
    made = desk.automation.policies()[-1]
    assert made.name == "churn → churn-classifier"
    assert made.severity is Severity.WARNING
    assert made.recipe == ReplayRecipe(new_ratio=0.7)
    assert made.created_by == "ada"


def test_a_policy_fine_tunes_and_weighs_rows_as_the_form_says(
    tab: AutomationTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    tab.new_policy()
    dialog = tab.findChild(PolicyDialog)
    qtbot.keyClick(dialog._begin, Qt.Key.Key_Down)
    for field, typed in ((dialog._weight, "3"), (dialog._half_life, "30")):
        field.setFocus()
        field.selectAll()
        qtbot.keyClicks(field, typed)
        field.interpretText()
    assert "fine-tune churn-classifier" in dialog._sentence.text()
    assert "new rows weighing 3 times as much, rows weighing half after 30 days" in dialog._sentence.text()
    qtbot.mouseClick(dialog.go, LEFT)
    settle()
    made = desk.automation.policies()[-1]
    assert made.fine_tune
    assert made.recipe == ReplayRecipe(new_ratio=0.5, new_weight=3, half_life=30)


def test_what_the_form_does_not_ask_for_stays_and_what_is_wrong_is_said_in_the_dialog(
    tab: AutomationTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    policy = desk.automation.policies()[0].model_copy(
        update={"gate": Gate(metric="f1"), "recipe": ReplayRecipe(new_ratio=0.335, seed=7)}
    )
    desk.automation.change_policy(policy)
    tab._reload()
    settle()
    changed: list[Policy] = []

    def refuse(policy: Policy) -> Policy:
        changed.append(policy)
        raise ParameterError("churn has no column 'nope'.", "Look at its columns.")

    desk.automation.change_policy = refuse
    tab._ask(tab._facts.policies[0])
    dialog = next(d for d in tab.findChildren(PolicyDialog) if d.isVisible())
    dialog._columns.setText("nope")
    qtbot.mouseClick(dialog.go, LEFT)
    settle()
    assert changed == [policy.model_copy(update={"columns": ("nope",)})]
    assert dialog.isVisible()
    assert "Look at its columns" in dialog.error.text()


def test_a_policy_over_a_model_in_the_trash_is_seen_and_can_be_removed(
    tab: AutomationTab, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    made = desk.training.made
    made[0] = made[0].model_copy(update={"trashed_at": now()})
    tab._reload()
    settle()
    card = tab.findChildren(PolicyCard)[0]
    assert "Sleeps" in words_of(card)
    assert card._remove.isEnabled()
    assert not card._on.isEnabled()
