"""The Playground: values are typed or pasted, the model is asked, its answer and what led to it are shown."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtGui import QGuiApplication
from PySide6.QtWidgets import QLineEdit
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import ErrorInfo, Job, JobFinished, JobKind, JobState
from driftdesk.ui.training.playground.pasting import rows_from
from driftdesk.ui.training.playground_panel import PlaygroundPanel
from driftdesk.ui.training.tab import TrainingTab
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk

LEFT = Qt.MouseButton.LeftButton


@pytest.fixture
def panel(workspace: Workspace, qtbot: QtBot, settle: Callable[[], None]) -> PlaygroundPanel:
    tab = TrainingTab(workspace)
    qtbot.addWidget(tab)
    tab.resize(1280, 760)
    tab._tabs.setCurrentWidget(tab.playground)
    tab.show()
    settle()
    return tab.playground


def answer(prediction: str, share: float) -> dict[str, Any]:
    effects = [
        {"name": "age", "value": "30", "effect": 0.3, "error": 0.01, "place": 0},
        {"name": "plan", "value": "pro", "effect": -0.1, "error": 0.02, "place": 1},
    ]
    other = {"true": "false", "false": "true"}[prediction]
    return {
        "prediction": prediction,
        "probabilities": {prediction: share, other: 1 - share},
        "why": {"class": prediction, "base": 0.5, "effects": effects},
    }


def questions(desk: FakeDesk) -> list[Job]:
    """Those that wait for an answer."""
    return [
        j for j in desk.jobs.repository.records.values() if j.kind is JobKind.ASK and not j.state.is_final
    ]


def finish(desk: FakeDesk, **fields: Any) -> None:
    (job,) = questions(desk)
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=0, **fields))


def test_it_begins_with_a_row_of_the_data(panel: PlaygroundPanel) -> None:
    assert panel.inputs.values() == {"age": "30", "plan": "pro"}
    assert panel.versions.currentText().startswith("v1")


def test_a_question_shows_prediction_probability_and_why(
    panel: PlaygroundPanel, desk: FakeDesk, qtbot: QtBot
) -> None:
    model = panel.inputs.table.model()
    model.setData(model.index(0, 1), "41")
    qtbot.mouseClick(panel.ask, LEFT)
    qtbot.waitUntil(lambda: bool(questions(desk)))
    kind, args, _ = desk.asked[-1]
    assert (kind, args) == (JobKind.ASK, ("churn-classifier@1", [{"age": "41", "plan": "pro"}]))
    assert not panel.ask.isEnabled()
    finish(desk, state=JobState.SUCCEEDED, result={"answers": [answer("true", 0.8)]})
    qtbot.waitUntil(panel.ask.isEnabled)
    assert panel.answer.heading.text() == "churned = true"
    effects = panel.answer.effects.model()
    assert [effects.index(i, 0).data() for i in range(2)] == ["age", "plan"]
    assert [effects.index(i, 3).data() for i in range(2)] == ["+30 %", "−10 %"]
    assert "50.0 % true" in panel.answer.why.text()


def test_an_answer_is_forgotten_when_its_row_changes(
    panel: PlaygroundPanel, desk: FakeDesk, qtbot: QtBot
) -> None:
    qtbot.mouseClick(panel.ask, LEFT)
    qtbot.waitUntil(lambda: bool(questions(desk)))
    finish(desk, state=JobState.SUCCEEDED, result={"answers": [answer("true", 0.8)]})
    qtbot.waitUntil(panel.ask.isEnabled)
    model = panel.inputs.table.model()
    model.setData(model.index(1, 1), "basic")
    assert panel._stack.currentWidget() is panel._hint


def test_pasted_rows_are_asked_together(panel: PlaygroundPanel, desk: FakeDesk, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("plan\tage\twealth\nbasic\t20\t1\npro\t\t2\n")
    qtbot.mouseClick(panel.paste, LEFT)
    assert "wealth" in panel._note.text() and panel.table.isVisible()
    qtbot.keyClick(panel.inputs.table, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: bool(questions(desk)))
    assert desk.asked[-1][1][1] == [{"age": "20", "plan": "basic"}, {"plan": "pro"}]
    finish(desk, state=JobState.SUCCEEDED, result={"answers": [answer("true", 0.8), answer("false", 0.6)]})
    qtbot.waitUntil(panel.ask.isEnabled)
    rows = panel.table.model()
    assert [rows.index(i, 1).data() for i in range(2)] == ["true", "false"]
    assert [rows.index(i, 2).data() for i in range(2)] == ["80.0 %", "60.0 %"]
    panel.table.selectRow(1)
    assert panel.answer.heading.text() == "churned = false"


def test_what_went_wrong_is_said_and_can_be_mended(
    panel: PlaygroundPanel, desk: FakeDesk, qtbot: QtBot
) -> None:
    qtbot.mouseClick(panel.ask, LEFT)
    qtbot.waitUntil(lambda: bool(questions(desk)))
    error = ErrorInfo(code="schema", message="Row 1: 'x' is no number for 'age'.", hint="Correct the value.")
    finish(desk, state=JobState.FAILED, error=error)
    qtbot.waitUntil(panel.ask.isEnabled)
    assert panel._stack.currentWidget() is panel._error


@pytest.mark.parametrize(
    ("text", "rows"),
    [
        ('age,plan\n1,a\n2,"b, c"', [{"age": "1", "plan": "a"}, {"age": "2", "plan": "b, c"}]),
        ("1\ta\n2\tb", [{"age": "1", "plan": "a"}, {"age": "2", "plan": "b"}]),
        ("plan;age\na;1,5", [{"plan": "a", "age": "1,5"}]),
        ("\n  \n", []),
    ],
)
def test_rows_are_read_as_tables_copy_them(text: str, rows: list[dict[str, str]]) -> None:
    assert rows_from(text, ["age", "plan"], is_text=False) == (rows, [])


def test_texts_are_pasted_line_by_line() -> None:
    assert rows_from("text\n좋아요, 정말\n\n별로", ["text"], is_text=True)[0] == [
        {"text": "좋아요, 정말"},
        {"text": "별로"},
    ]


def test_values_are_typed_one_after_the_other_and_what_is_being_typed_is_asked(
    panel: PlaygroundPanel, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    table = panel.inputs.table
    panel.activateWindow()
    table.setFocus()
    table.setCurrentIndex(table.model().index(0, 0))
    assert table.currentIndex().column() == 1, "a name cannot be typed"
    qtbot.keyClicks(table, "4")
    editor = table.findChild(QLineEdit)
    qtbot.keyClicks(editor, "1")
    qtbot.keyClick(editor, Qt.Key.Key_Return)
    qtbot.waitUntil(lambda: panel.inputs.values()["age"] == "41")
    qtbot.waitUntil(lambda: table.currentIndex().row() == 1)
    table.edit(table.currentIndex())
    editor = table.findChildren(QLineEdit)[-1]
    editor.setText("basic")
    qtbot.keyClick(editor, Qt.Key.Key_Return, Qt.KeyboardModifier.ControlModifier)
    qtbot.waitUntil(lambda: len(questions(desk)) == 1)
    assert desk.asked[-1][1][1] == [{"age": "41", "plan": "basic"}]


def test_rows_are_pasted_by_keys_where_the_row_is_typed(panel: PlaygroundPanel, qtbot: QtBot) -> None:
    QGuiApplication.clipboard().setText("age\tplan\n51\tpro\n52\tbasic\n")
    panel.inputs.table.setFocus()
    qtbot.keyClick(panel.inputs.table, Qt.Key.Key_V, Qt.KeyboardModifier.ControlModifier)
    assert panel.table.model().rowCount() == 2
