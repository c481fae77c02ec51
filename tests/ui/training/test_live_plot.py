"""Curves that grow: what is drawn of them."""

import numpy as np
from pytestqt.qtbot import QtBot

from driftdesk.ui.plots.live import REFRESH_MS, LivePlot
from driftdesk.ui.plots.series import Series, decimated
from driftdesk.ui.workspace import Workspace


def test_one_point_is_seen_as_a_dot_and_two_as_a_line(workspace: Workspace, qtbot: QtBot) -> None:
    plot = LivePlot()
    qtbot.addWidget(plot)
    plot.show_series({"train_loss": "training"})
    plot.show()
    plot.add_point(200.0, {"train_loss": 0.4, "other": 1.0})
    curve = plot._curves["train_loss"]
    qtbot.waitUntil(lambda: len(curve.dot.points()) == 1, timeout=20 * REFRESH_MS)
    plot.add_point(201.0, {"train_loss": 0.3})
    qtbot.waitUntil(lambda: len(curve.dot.points()) == 0, timeout=20 * REFRESH_MS)
    assert list(curve.smooth.getData()[1]) == [0.4, 0.3]


def test_a_hidden_plot_draws_nothing_until_it_is_shown(workspace: Workspace, qtbot: QtBot) -> None:
    plot = LivePlot()
    qtbot.addWidget(plot)
    plot.show_series({"train_loss": "training"})
    plot.add_point(1.0, {"train_loss": 0.4})
    assert not plot._timer.isActive()
    plot.show()
    assert plot._timer.isActive()
    plot.hide()
    assert not plot._timer.isActive()


def test_smoothing_starts_at_the_first_value_and_sees_every_point() -> None:
    series = Series(weight=0.9)
    for step in range(1000):
        series.append(step, 2.0)
    assert np.allclose(series.smooth, 2.0)
    series.append(1000, float("nan"))
    assert series.smooth[-1] == series.smooth[-2]


def test_decimation_keeps_the_lowest_and_the_highest_of_each_stretch() -> None:
    x = np.arange(100_000, dtype=float)
    y = np.sin(x / 7)
    y[54_321] = 9.0
    drawn_x, drawn_y = decimated(x, y, points=600)
    assert len(drawn_x) <= 600
    assert drawn_y.max() == 9.0
    assert (np.diff(drawn_x) > 0).all()
