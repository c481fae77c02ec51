"""The plots of the Data tab: what they draw, also of one side, of nothing, and of the odd."""

from collections.abc import Iterator
from datetime import UTC, datetime

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtGui import QImage, QPainter
from PySide6.QtWidgets import QApplication, QVBoxLayout, QWidget
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Distribution, Kind, Severity
from driftdesk.ui import figures
from driftdesk.ui.durations import duration
from driftdesk.ui.plots import shapes, ticks
from driftdesk.ui.plots.distribution import DistributionPlot, Mode
from driftdesk.ui.plots.heat_map import HeatCell, HeatMapPlot
from driftdesk.ui.plots.mini_histogram import paint_mini_histogram
from driftdesk.ui.plots.timeline import TimelineDot, TimelinePlot
from driftdesk.ui.theme.style import apply_theme

QUANTILES = tuple(float(q) for q in np.linspace(1, 100, 101))
NUMBERS = Distribution(
    counts=(1, 3, 0, 6), edges=(1.0, 10.0, 20.0, 50.0, 100.0), quantiles=QUANTILES, rows=10
)
OTHERS = NUMBERS.model_copy(update={"counts": (6.0, 3.0, 1.0, 0.0)})
PLANS = Distribution(counts=(50, 30, 20), labels=("free", "basic", "premium"))
EMPTY = Distribution(counts=())


@pytest.fixture
def window(themed: QApplication, qtbot: QtBot) -> Iterator[QVBoxLayout]:
    """The layout of a window. Plots live inside panels: pyqtgraph takes one apart that is closed itself."""
    host = QWidget()
    qtbot.addWidget(host)
    host.resize(520, 320)
    host.show()
    yield QVBoxLayout(host)


@pytest.fixture
def plot(window: QVBoxLayout) -> DistributionPlot:
    made = DistributionPlot("test")
    window.addWidget(made)
    made.set_words("share", "No values", "All differ")
    return made


@pytest.mark.parametrize("mode", ["histogram", "ecdf", "quantiles"])
@pytest.mark.parametrize("log", [False, True])
def test_numbers_are_drawn_in_every_way(plot: DistributionPlot, mode: Mode, log: bool) -> None:
    plot.show_distributions(NUMBERS, OTHERS, Kind.NUMERIC, mode, names=("v1", "v2"), log=log)
    plot.grab()
    assert plot.is_binned
    assert plot.read_out is not None
    text = plot.read_out(QPointF(1.2, 1.2))
    assert "v1" in text
    assert "v2" in text


@pytest.mark.parametrize(
    ("reference", "current"), [(None, None), (EMPTY, EMPTY), (NUMBERS, None), (None, NUMBERS), (EMPTY, PLANS)]
)
def test_a_side_may_be_missing_or_empty(
    plot: DistributionPlot, reference: Distribution | None, current: Distribution | None
) -> None:
    plot.show_distributions(reference, current, Kind.NUMERIC)
    plot.grab()
    nothing = shapes.is_empty(reference) and shapes.is_empty(current)
    assert plot._nothing.isVisibleTo(plot) is nothing


def test_ids_are_not_drawn(plot: DistributionPlot) -> None:
    ids = Distribution(counts=(*([1.0] * 20), 980.0), labels=(*(f"u{i}" for i in range(20)), "…"))
    plot.show_distributions(None, ids, Kind.CATEGORICAL)
    assert plot._nothing.text() == "All differ"


def test_a_changed_theme_repaints_the_plot(plot: DistributionPlot, themed: QApplication) -> None:
    plot.show_distributions(NUMBERS, OTHERS, Kind.NUMERIC)
    light = plot.grab().toImage()
    apply_theme(themed, "dark")
    try:
        plot.restyle()
        assert plot.grab().toImage() != light
    finally:
        apply_theme(themed, "light")


def test_categories_are_paired_and_what_is_beyond_the_first_twenty_is_the_rest() -> None:
    many = Distribution(
        counts=tuple(float(40 - i) for i in range(40)), labels=tuple(f"c{i}" for i in range(40))
    )
    found = shapes.pairs(PLANS, many, top=20)
    assert len(found) == 21
    assert found[0].label == "free"
    assert found[0].current == 0.0
    assert found[-1].label == shapes.REST
    assert sum(p.current or 0 for p in found) == pytest.approx(1.0)


def test_open_ended_bins_are_closed_and_constant_values_have_a_width() -> None:
    edges = shapes.finite_edges(Distribution(counts=(1, 1, 1), edges=(-np.inf, 0.0, 2.0, np.inf)))
    assert edges.tolist() == [-2.0, 0.0, 2.0, 4.0]
    constant = shapes.finite_edges(Distribution(counts=(5,), edges=(3.0, 3.0)))
    assert constant[0] < 3.0 < constant[-1]


def test_sides_that_are_binned_differently_are_drawn_by_density(plot: DistributionPlot) -> None:
    fine = Distribution(counts=tuple([1.0] * 10), edges=tuple(float(x) for x in range(11)))
    coarse = Distribution(counts=(5.0, 5.0), edges=(0.0, 5.0, 10.0))
    assert not shapes.same_bins(fine, coarse)
    assert shapes.bar_heights(fine, density=True)[0] == pytest.approx(
        shapes.bar_heights(coarse, density=True)[0]
    )
    plot.show_distributions(fine, coarse, Kind.NUMERIC)
    plot.grab()


def test_times_are_read_as_times(plot: DistributionPlot) -> None:
    begin = datetime(2026, 1, 1, tzinfo=UTC).timestamp()
    days = Distribution(counts=(3, 4), edges=(begin, begin + 86_400, begin + 2 * 86_400))
    plot.show_distributions(None, days, Kind.DATETIME, names=("", "v2"))
    plot.grab()
    assert plot.read_out is not None
    assert plot.read_out(QPointF(begin + 10, 1)).startswith("2026-01-01 00:00")
    assert not plot.can_log
    assert ticks.times(begin, begin + 40 * 86_400)[0][1] == "2026-01-01"


def test_a_cell_of_the_heat_map_is_clicked(themed: QApplication, qtbot: QtBot) -> None:
    view = HeatMapPlot()
    qtbot.addWidget(view)
    cell = HeatCell(Severity.CRITICAL, 4.0, "0.4")
    cells = {(1, 1): cell}
    view.show_cells(["age", "plan"], ["v2", "v3"], lambda *at: cells.get(at), lambda *_at: "tip")
    view.resize(400, 160)
    view.show()
    view.grab()
    middle = view.visualRect(view.model().index(1, 1)).center()
    with qtbot.waitSignal(view.cell_clicked) as clicked:
        qtbot.mouseClick(view.viewport(), Qt.MouseButton.LeftButton, pos=middle)
    assert clicked.args == ["plan", "v3"]


def test_the_timeline_says_what_stands_at_the_pointer(window: QVBoxLayout) -> None:
    view = TimelinePlot("drift")
    window.addWidget(view)
    view.show_timeline(
        [
            TimelineDot("v2", 0.04, Severity.NONE),
            TimelineDot("v3", None, Severity.INSUFFICIENT_DATA),
            TimelineDot("v4", 0.41, Severity.CRITICAL, "0.41"),
        ],
        "Wasserstein",
        [(0.1, "warning"), (0.25, "critical")],
    )
    view.grab()
    assert view.read_out is not None
    assert view.read_out(QPointF(2.2, 1)) == "v4  0.41"
    assert view.read_out(QPointF(9, 1)) == ""


@pytest.mark.parametrize("distribution", [NUMBERS, PLANS, EMPTY, None])
def test_a_small_histogram_is_painted_of_anything(
    themed: QApplication, distribution: Distribution | None
) -> None:
    image = QImage(100, 20, QImage.Format.Format_RGB32)
    image.fill(Qt.GlobalColor.white)
    painter = QPainter(image)
    paint_mini_histogram(painter, image.rect().toRectF(), distribution)
    painter.end()


@pytest.mark.parametrize(
    ("value", "text"),
    [
        (0.41234, "0.412"),
        (38.0, "38"),
        (2015.0, "2015"),
        (-1234.56, "−1235"),
        (1_234_567.0, "1.23 M"),
        (0.0000041, "4.1e-6"),
        (float("nan"), "–"),
        (None, "–"),
        (float("inf"), "∞"),
    ],
)
def test_figures_have_three_significant_digits(value: float | None, text: str) -> None:
    assert figures.figure(value) == text


def test_evidence_shares_and_sizes_are_said_shortly() -> None:
    assert figures.evidence(1e-30) == "p < 1e-9"
    assert figures.evidence(0.00234) == "p = 0.0023"
    assert figures.evidence(0.5) == "p = 0.50"
    assert figures.evidence(None) == ""
    assert figures.percent(0.0004) == "< 0.1 %"
    assert figures.percent(0.99999) == "> 99.9 %"
    assert figures.byte_count(1_234_567) == "1.23 MB"
    assert duration(0.034) == "34 ms"
    assert figures.cell(True) == "true"
    assert figures.cell(float("nan")) is None
