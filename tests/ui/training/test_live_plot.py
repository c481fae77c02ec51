"""Curves that grow: what is drawn of them."""

import math

import numpy as np
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.storage.series import RunSeries
from driftdesk.ui.plots.live import LivePlot
from driftdesk.ui.plots.ticks import logarithmic, spans
from driftdesk.ui.plots.zoom import REFRESH_MS, Scale
from driftdesk.ui.workspace import Workspace


def series(first: int, last: int) -> RunSeries:
    """A noisy loss with one peak, and another series at each hundredth step."""
    steps = np.arange(first, last)
    rows = np.arange(steps.size)
    loss = np.exp(-steps / 400_000) + 0.1 * np.sin(steps * 12.9898)
    loss[steps == 123_456] = 9.0
    sparse = np.flatnonzero(steps % 100 == 0)
    return RunSeries(
        steps,
        steps / 100,
        steps / 20,
        {"train_loss": (rows, loss), "validation_loss": (sparse, loss[sparse])},
    )


def shown(qtbot: QtBot, upto: int = 0) -> LivePlot:
    plot = LivePlot("Loss")
    qtbot.addWidget(plot)
    plot.resize(600, 300)
    plot.show_series({"train_loss": "training", "validation_loss": "validation"})
    plot.show()
    if upto:
        plot.extend(series(1, upto + 1))
        plot.draw_now()
    return plot


def test_one_point_is_seen_as_a_dot_and_many_as_a_line(workspace: Workspace, qtbot: QtBot) -> None:
    plot = shown(qtbot)
    plot.extend(series(1, 2))
    line = plot._lines["train_loss"]
    qtbot.waitUntil(lambda: len(line.dots.points()) == 1, timeout=20 * REFRESH_MS)
    with qtbot.waitSignal(plot.drawn):
        plot.extend(series(2, 9))
    assert len(line.dots.points()) == 0
    assert len(line.smooth.getData()[1]) == 8


def test_a_hidden_plot_draws_nothing_until_it_is_shown(workspace: Workspace, qtbot: QtBot) -> None:
    plot = shown(qtbot)
    plot.hide()
    plot.extend(series(1, 9))
    assert not plot._timer.isActive()
    with qtbot.waitSignal(plot.drawn):
        plot.show()


def test_a_million_points_are_drawn_by_a_few_that_keep_every_peak(workspace: Workspace, qtbot: QtBot) -> None:
    plot = shown(qtbot, 1_000_000)
    x, y = plot._lines["train_loss"].smooth.getData()
    assert len(x) < 2 * plot.width()
    assert y.max() == 9.0
    assert plot.seen() == (1_010_000, True)
    assert plot.data_table is not None
    assert len(plot.data_table()[1]) == 1_010_000


def test_what_is_smoothed_stands_over_the_faint_raw_line(workspace: Workspace, qtbot: QtBot) -> None:
    plot = shown(qtbot, 2_000)
    plot.smooth_over(100)
    plot.draw_now()
    line = plot._lines["train_loss"]
    assert line.raw.isVisible()
    assert np.ptp(line.smooth.getData()[1][500:]) < np.ptp(line.raw.getData()[1][500:])


def test_keys_zoom_move_and_go_back_and_say_where(workspace: Workspace, qtbot: QtBot) -> None:
    plot = shown(qtbot, 100_000)
    went: list[object] = []
    plot.ranged.connect(went.append)
    for key in (Qt.Key.Key_Right, Qt.Key.Key_Minus):  # all is seen already
        qtbot.keyClick(plot, key)
    for _ in range(30):
        qtbot.keyClick(plot, Qt.Key.Key_Plus)
    qtbot.keyClick(plot, Qt.Key.Key_Right)
    plot.draw_now()
    seen, sampled = plot.seen()
    assert 0 < seen < 1_000
    assert not sampled
    low, high = plot.getPlotItem().getViewBox().viewRange()[0]
    assert went[-1] == (low, high)
    qtbot.keyClick(plot, Qt.Key.Key_Home)
    plot.draw_now()
    assert plot.seen() == (101_000, True)
    assert went[-1] is None


def test_scales_are_logarithmic_along_time_and_by_the_clock(workspace: Workspace, qtbot: QtBot) -> None:
    plot = shown(qtbot, 10_000)
    plot.set_scale(Scale("step", log_x=True, log_y=True))
    plot.draw_now()
    (low, high), (_, top) = plot.getPlotItem().getViewBox().viewRange()
    assert -0.2 < low < 0.01
    assert 4.0 < high < 4.5
    assert top < 0.5
    plot.set_scale(Scale("clock", log_x=True))
    plot.show_series({"train_loss": "training"}, began=1.8e9)
    plot.extend(series(1, 101))
    plot.draw_now()
    assert plot.extent() == (1.8e9 + 0.05, 1.8e9 + 5)


def test_values_that_are_no_numbers_leave_gaps_and_an_empty_curve_no_figures(
    workspace: Workspace, qtbot: QtBot
) -> None:
    plot = shown(qtbot)
    plot.draw_now()
    steps = np.arange(4)
    values = np.array([np.nan, np.inf, -np.inf, np.nan])
    plot.extend(RunSeries(steps, steps / 1, steps / 1, {"train_loss": (steps, values)}))
    for log in (False, True):
        plot.set_scale(Scale(log_y=log))
        plot.smooth_over(3 if log else 0)
        plot.draw_now()
        assert plot.getPlotItem().getViewBox().viewRange()[1] == [-0.06, 1.06]


def test_spans_of_time_are_written_short() -> None:
    assert [t for _, t in spans(0, 50)] == ["0 s", "10 s", "20 s", "30 s", "40 s", "50 s"]
    assert [t for _, t in spans(0, 1200)][:3] == ["0:00", "5:00", "10:00"]
    assert spans(0, 3 * 3600)[1][1] == "0:30:00"


def test_ticks_of_a_logarithmic_axis_that_lie_close_together_are_told_apart() -> None:
    found = [text for _, text in logarithmic(math.log10(1.2345e9), math.log10(1.2347e9), 1e-6)]
    assert len(found) >= 2
    assert len({*found}) == len(found)
