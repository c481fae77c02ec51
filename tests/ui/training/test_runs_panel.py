"""The Runs tab with none, one and five hundred runs; and the live panel of runs in each state."""

from collections.abc import Callable
from datetime import timedelta

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Run, RunState, now
from driftdesk.core.storage.series import RunSeries
from driftdesk.ui.plots.compare import IN_COLOUR
from driftdesk.ui.plots.zoom import Scale
from driftdesk.ui.training.curve_options import CurveOptions
from driftdesk.ui.training.run_panel import RunPanel
from driftdesk.ui.training.runs_panel import RunsPanel
from driftdesk.ui.training.runs_table import value_text
from driftdesk.ui.training.state import ModelState
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk
from tests.ui.training.services import run

Shown = Callable[[list[Run]], RunsPanel]


def many(count: int) -> list[Run]:
    """Newest first; learning rates, seeds, tags and figures differ; every fiftieth failed."""
    made = []
    for number in range(count, 0, -1):
        state = RunState.FAILED if number % 50 == 0 else RunState.SUCCEEDED
        figures = {"validation_roc_auc": number / count, "validation_loss": 1 - number / count}
        made.append(
            run(number, state, rate=0.01 if number % 2 else 0.001).model_copy(
                update={
                    "seed": number % 5,
                    "tags": ("sweep",) if number % 3 else (),
                    "best": figures,
                    "last": figures,
                }
            )
        )
    return made


def curve(run_id: str, after: int = -1) -> RunSeries:
    steps = np.arange(1, 41)
    rows = np.arange(40)
    values = 1 - np.exp(-steps / 10) + int(run_id[1:]) / 1000
    return RunSeries(steps, steps / 4, steps / 2, {"validation_roc_auc": (rows, values)})


@pytest.fixture
def shown(workspace: Workspace, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]) -> Shown:
    def show(runs: list[Run]) -> RunsPanel:
        desk.training.all_runs = runs
        desk.training.curves = curve
        state = ModelState(workspace)
        panel = RunsPanel(workspace, state)
        qtbot.addWidget(panel)
        panel.resize(1000, 650)
        panel.show()
        state.open("m1")
        settle()
        panel.plot.draw_now()
        return panel

    return show


def titles(panel: RunsPanel) -> list[str]:
    model = panel.table.model()
    return [model.headerData(c, Qt.Orientation.Horizontal) for c in range(model.columnCount())]


def test_without_runs_it_says_what_will_be_here(shown: Shown) -> None:
    panel = shown([])
    assert panel._empty.isVisible()
    assert not panel.table.isVisible()


def test_one_run_is_drawn_in_colour_and_no_parameter_differs(shown: Shown) -> None:
    panel = shown(many(1))
    assert panel.plot.coloured == ["r1"]
    assert "learning_rate" not in titles(panel)
    assert panel._note.text().startswith("1 curve")


def test_five_hundred_runs_are_all_drawn_and_said(shown: Shown, desk: FakeDesk) -> None:
    panel = shown(many(500))
    assert panel._count.text().startswith("500 runs")
    assert panel._note.text().startswith("500 curves")
    assert panel.plot.coloured == []
    assert panel.plot._picture.isVisible()
    assert {"learning_rate", "ROC AUC, best", "ROC AUC, last", "Loss, best", "Tags", "Seed"} <= {
        *titles(panel)
    }
    assert "epochs" not in titles(panel)
    panel.table.selectAll()
    assert len(panel.plot.coloured) == IN_COLOUR
    assert f"of 500 selected the first {IN_COLOUR}" in panel._note.text()


def test_runs_are_filtered_hidden_and_shown_again_in_table_and_plot(
    shown: Shown, settle: Callable[[], None]
) -> None:
    panel = shown(many(100))
    panel._search.setText("failed")
    settle()
    assert panel._count.text().startswith("2 of 100 runs")
    assert {*panel.plot._curves} == {"r50", "r100"}
    panel.table.selectRow(0)
    panel._hide.click()
    settle()
    assert {*panel.plot._curves} == {"r50"}
    panel._search.setText("sweep learning_rate=0.01")
    settle()
    assert all(r.number % 2 and "sweep" in r.tags for r in panel._rows.runs())
    panel._search.clear()
    assert panel._count.text().startswith("99 of 100 runs")
    panel._unhide.click()
    assert panel._count.text().startswith("100 runs")


def test_runs_are_sorted_by_figures_and_those_without_come_last(shown: Shown) -> None:
    runs = many(20)
    runs[3] = runs[3].model_copy(update={"best": {}})
    panel = shown(runs)
    column = titles(panel).index("ROC AUC, best")
    for order, first in ((Qt.SortOrder.AscendingOrder, 1), (Qt.SortOrder.DescendingOrder, 20)):
        panel.table.sortByColumn(column, order)
        numbers = [r.number for r in panel._rows.runs()]
        assert (numbers[0], numbers[-1]) == (first, 17)


def test_another_run_in_the_list_leaves_the_selection(
    shown: Shown, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    panel = shown(many(20))
    panel.table.selectRow(4)
    chosen = panel.selected()
    desk.training.all_runs = [*many(21)[:1], *desk.training.all_runs]
    panel._state.refresh()
    settle()
    assert [r.id for r in panel.selected()] == [r.id for r in chosen]
    assert panel._count.text().startswith("21 runs")


def test_the_pointer_reads_the_nearest_curve_and_a_click_selects_its_run(shown: Shown) -> None:
    panel = shown(many(200))
    target = panel.plot._curves["r200"]
    at = QPointF(20.0, float(target.curve.smooth[19]) + 0.02)
    assert panel.plot.run_at(at) == "r200"
    assert panel.plot.read_out is not None
    assert panel.plot.read_out(at).startswith("#200")
    assert panel.plot._over.isVisible()
    panel.plot.picked.emit("r200")
    assert [r.id for r in panel.selected()] == ["r200"]
    assert panel.plot.coloured == ["r200"]


def test_runs_without_the_series_are_counted(shown: Shown) -> None:
    panel = shown(many(5))
    panel._series.setCurrentIndex(panel._series.findData("validation_loss"))
    panel._curves = {}
    panel._show()
    assert "5 without this series" in panel._note.text()


def test_how_curves_are_looked_at_is_remembered(workspace: Workspace, qtbot: QtBot) -> None:
    for key in ("a", "b"):
        options = CurveOptions(workspace, f"test/{key}")
        qtbot.addWidget(options)
        if key == "a":
            options.set_scale(Scale("time", log_x=True))
            options.set_smoothing(0.1)
    again = CurveOptions(workspace, "test/a")
    qtbot.addWidget(again)
    assert (again.scale(), again.smoothing()) == (Scale("time", log_x=True), 0.1)
    other = CurveOptions(workspace, "test/b")
    qtbot.addWidget(other)
    assert other.scale() == Scale("step")


def test_values_of_parameters_are_short() -> None:
    assert [value_text(v) for v in (None, 0.00031234, "text", [64, 64], True, 3)] == [
        "", "0.000312", "text", "[64, 64]", "true", "3",
    ]  # fmt: skip


@pytest.fixture
def live(workspace: Workspace, desk: FakeDesk, qtbot: QtBot) -> RunPanel:
    desk.training.curves = curve
    panel = RunPanel(workspace)
    qtbot.addWidget(panel)
    panel.resize(900, 600)
    panel.show()
    return panel


@pytest.mark.parametrize(
    ("state", "said"),
    [
        (RunState.LOST, "Lost contact"),
        (RunState.FAILED, "Failed"),
        (RunState.PAUSED, "Paused"),
        (RunState.RUNNING, "Running"),
    ],
)
def test_lost_contact_is_told_apart_from_a_failure(
    live: RunPanel, settle: Callable[[], None], state: RunState, said: str
) -> None:
    panel = live
    heard = now() - timedelta(minutes=5) if state is RunState.LOST else None
    panel.show_run(run(3, state).model_copy(update={"heard_at": heard}), "roc_auc")
    settle()
    assert said in panel._state.text()
    if state is RunState.LOST:
        assert "5 min ago" in panel._next.text()
        assert "ailed" not in panel._state.text()
    assert panel._note.text().startswith("40 points")
    assert panel.plots.shown() == ["roc_auc"]


def test_plots_are_chosen_and_the_choice_is_remembered(
    workspace: Workspace, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    for first in (True, False):
        panel = RunPanel(workspace)
        qtbot.addWidget(panel)
        panel.show_run(run(1), "roc_auc")
        settle()
        assert panel.plots.available() == ["loss", "roc_auc", "rows_per_second"]
        if first:
            assert panel.plots.shown() == panel.plots.available()
            panel._on_plot_chosen("rows_per_second", False)
        assert panel.plots.shown() == ["loss", "roc_auc"]
    panel._on_plot_chosen("rows_per_second", True)
    curve_again = panel.plots.curve("rows_per_second")
    assert curve_again is not None
    assert len(curve_again) == 600
