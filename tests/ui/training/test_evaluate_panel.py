"""The Evaluate panel: what is asked for, what is shown of one evaluation and of two versions."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import JobKind
from driftdesk.ui.training.evaluate.scenes import OF_CLASSES, Named, over_time
from driftdesk.ui.training.evaluate_panel import EvaluatePanel
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk
from tests.ui.training.evaluation_fakes import judged_evaluation, with_comparison

LEFT = Qt.MouseButton.LeftButton
Settle = Callable[[], None]


@pytest.fixture
def panel(workspace: Workspace, desk: FakeDesk, qtbot: QtBot, settle: Settle) -> EvaluatePanel:
    with_comparison(desk.training)
    state = ModelState(workspace)
    made = EvaluatePanel(workspace, state)
    qtbot.addWidget(made)
    made.resize(1032, 620)
    made.show()
    state.open("m1")
    settle()
    return made


def test_a_comparison_says_who_is_better_and_by_how_much(panel: EvaluatePanel) -> None:
    assert panel._shown.currentWidget() is panel._pair, "the newest result is open"
    assert panel._pair._title.text() == "v1 : v2 on data v2"
    said = panel._pair._verdict.text()
    assert said.startswith("v2 is better than v1: ROC AUC +0.04 (0.02 … 0.06)") and "p = 0.001" in said
    assert "right alone: v1 80, v2 82" in panel._pair._note.text()
    assert panel._pair._table.model().rowCount() == 2
    assert panel._model.rowCount() == 3, "its own evaluations are seen in it"


def test_tables_fit_into_the_smallest_window(panel: EvaluatePanel, qtbot: QtBot, settle: Settle) -> None:
    panel.resize(1029, 560)
    table = panel._pair._table
    qtbot.waitUntil(lambda: table.isColumnHidden(7))
    qtbot.waitUntil(lambda: table.horizontalScrollBar().maximum() == 0)
    assert [table.model().headerData(at, Qt.Orientation.Horizontal) for at in (1, 2)] == ["v1", "v2"]
    panel._table.selectRow(1)
    settle()
    for key, shown in (
        ("slices", panel._view.figures._slice_table),
        ("classes", panel._view.figures._class_table),
    ):
        panel._view.figures.choose(key)
        assert panel._view.figures._note.text(), "every view says what is seen"
        bar = shown.horizontalScrollBar()
        qtbot.waitUntil(lambda bar=bar: bar.maximum() == 0)


def test_both_models_are_drawn_in_their_colours(panel: EvaluatePanel) -> None:
    figures = panel._pair.figures
    figures.choose("roc")
    scene = figures._plot._scene
    assert scene is not None and [c.token for c in scene.curves] == ["muted", "reference", "current"]
    assert "v1" in scene.curves[1].name and "ROC AUC 0.88" in scene.curves[2].name
    assert "v2" in figures._plot._read_out(QPointF(0.5, 0.5))
    header, rows = figures._plot._table()
    assert header[0] == "curve" and len(rows) == 44


def test_every_view_can_be_chosen(panel: EvaluatePanel) -> None:
    figures = panel._pair.figures
    keys = [key for key, _ in figures._options()]
    assert keys == [
        "confusion",
        "roc",
        "pr",
        "calibration",
        "lift",
        "gain",
        "thresholds",
        "classes",
        "slices",
        "time",
    ]
    for key in keys:
        figures.choose(key)
        assert figures.view == key
    assert figures._of.isVisible() and figures._of.count() == 2, "over time a metric is chosen"


def test_leaks_stand_on_top_of_an_evaluation(panel: EvaluatePanel, desk: FakeDesk, settle: Settle) -> None:
    desk.training.compared = []
    alone = judged_evaluation("solo", 2, 0.9)
    desk.evaluations.summaries = lambda model: [alone] if model.id == "m1" else []
    desk.evaluations.whole = lambda ids: [alone]
    panel._state.refresh()
    settle()
    assert "age tells the target by itself." in panel._view._warnings.text()
    assert panel._view._warnings.isVisible() and "Known?" in panel._view._warnings.toolTip()
    panel._view.figures.choose("slices")
    assert panel._view.figures._slices.index(0, 0).data() == 'plan == "free"'


def test_a_second_version_makes_it_a_comparison(
    panel: EvaluatePanel, desk: FakeDesk, qtbot: QtBot, settle: Settle
) -> None:
    panel._against.setCurrentIndex(panel._against.findData(1))
    assert panel._run.text() == "Compare" and not panel._slices.isEnabled()
    qtbot.mouseClick(panel._run, LEFT)
    settle()
    assert desk.asked[-1][:2] == (
        JobKind.COMPARE,
        (("churn-classifier@1", "churn-classifier@2"), "churn@2"),
    )


def test_slices_are_asked_for_by_the_keyboard(
    panel: EvaluatePanel, desk: FakeDesk, qtbot: QtBot, settle: Settle
) -> None:
    qtbot.keyClicks(panel._slices, "plan; age > 60")
    qtbot.keyClick(panel._slices, Qt.Key.Key_Return)
    settle()
    kind, _, options = desk.asked[-1]
    assert kind is JobKind.EVALUATE and options == {"slices": ("plan", "age > 60")}
    assert panel._stop.isVisible()


def test_a_model_without_evaluations_says_what_to_do(panel: EvaluatePanel, settle: Settle) -> None:
    panel._state.open("m2")
    settle()
    assert panel._stack.currentWidget() is panel._empty and not panel._run.isEnabled()


def test_an_evaluation_of_before_has_its_curve(desk: FakeDesk) -> None:
    old = desk.training.evaluations(desk.training.by_id("m1"))[0]
    scene = OF_CLASSES["roc"]([Named("", old)], "")
    assert len(scene.curves[1].x) == 51
    assert (
        OF_CLASSES["pr"]([Named("", old)], "").curves == () and over_time([Named("", old)], "f1").ticks == ()
    )
