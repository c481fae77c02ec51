"""Comparing 500 runs of 1,000 points: the time to the first picture and of each picture while zooming, against the same
curves as lines of pyqtgraph.

First the series of all runs by one query from the embedded server, against reading the runs one by one. Then, 900 x 400
pixels: the plot's own picture of all of them with 4 in colour, and pyqtgraph's ``PlotCurveItem`` a run (as they come, and
with its own downsampling). A repaint is a step of the wheel, with all that is computed and painted for it. At last one
curve of 1,000,000 points, live. Offscreen unless ``QT_QPA_PLATFORM`` says otherwise; ``DRIFTDESK_BENCH_RUNS`` makes it smaller.
"""

import os
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

import numpy as np
import pyqtgraph as pg
from PySide6.QtWidgets import QApplication

from driftdesk.core.settings import Settings
from driftdesk.core.storage.connection import open_store
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.storage.series import RunSeries
from driftdesk.core.training.curves import Curve, compared
from driftdesk.ui.plots.compare import ComparePlot, RunCurve
from driftdesk.ui.plots.live import LivePlot

RUNS = int(os.environ.get("DRIFTDESK_BENCH_RUNS", "500"))
POINTS = 1_000
LONG = 1_000_000
ZOOMS = 40
STEPS = 0.9


def series(seed: int, points: int = POINTS) -> RunSeries:
    random = np.random.default_rng(seed)
    steps = np.arange(1, points + 1) * 10
    rows = np.arange(points)
    noise = random.normal(size=points) * 0.02
    loss = random.uniform(0.1, 0.6) + np.exp(-rows / random.uniform(0.05, 0.4) / points) + noise
    seconds = rows * random.uniform(0.05, 0.2)
    return RunSeries(
        steps, steps / 100, seconds, {"validation_loss": (rows, loss), "train_loss": (rows, loss)}
    )


def timed(work: Callable[[], object]) -> float:
    began = time.perf_counter()
    work()
    return time.perf_counter() - began


def painted(widget: pg.PlotWidget) -> None:
    """All that is to be painted is."""
    widget.viewport().update()
    QApplication.processEvents()


def zooms(
    widget: pg.PlotWidget, look: Callable[[float, float], None], upto: float
) -> tuple[float, float, float]:
    """Milliseconds of a repaint: median and 95th percentile, and how many of the processor its mean takes: that stays
    where the machine does other things, too."""
    took = []
    worked = time.process_time()
    for n in range(ZOOMS):
        span = upto * STEPS ** (n % (ZOOMS // 2))
        low = (upto - span) * 0.3

        def step(low: float = low, span: float = span) -> None:
            look(low, low + span)
            painted(widget)

        took.append(1000 * timed(step))
    worked = 1000 * (time.process_time() - worked) / ZOOMS
    return float(np.median(took)), float(np.percentile(took, 95)), worked


def reading() -> list[tuple[str, RunSeries]]:
    ids = [f"r{n}" for n in range(RUNS)]
    with tempfile.TemporaryDirectory() as folder:
        settings = Settings(data_dir=Path(folder), user="bench")
        store = open_store(settings)
        for n, run_id in enumerate(ids):
            store.metrics.append_series(run_id, series(n))
        found: list[tuple[str, RunSeries]] = []
        once = min(
            timed(lambda: found.extend(store.metrics.of_runs(ids, ["validation_loss"]))) for _ in range(3)
        )
        each = timed(lambda: [store.metrics.columns(i, names=["validation_loss"]) for i in ids])
        points = timed(lambda: [store.metrics.series(i) for i in ids[: max(1, RUNS // 10)]]) * 10
        store.close()
        EmbeddedServer(settings).stop()
    print(f"one series of all, one query   {1000 * once:8.1f} ms")
    print(f"run by run                     {1000 * each:8.1f} ms  {each / once:6.1f} x")
    print(f"run by run, as points          {1000 * points:8.1f} ms  {points / once:6.1f} x")
    return found[:RUNS]


def ours(found: list[tuple[str, RunSeries]], axis: str) -> tuple[float, float, float]:
    from driftdesk.ui.plots.zoom import Scale

    made: dict[str, Curve] = {}
    smoothing = timed(lambda: made.update(compared(found, "validation_loss", 200)))
    plot = ComparePlot()
    plot.resize(900, 400)
    plot.set_scale(Scale(axis))
    plot.show()
    painted(plot)

    def first() -> None:
        plot.show_curves({k: RunCurve(k, c, 0.0) for k, c in made.items()})
        plot.highlight(list(made)[:4])
        plot.draw_now()
        painted(plot)

    drawn = timed(first)
    ends = plot.extent()
    assert ends is not None

    def look(low: float, high: float) -> None:
        plot.show_range((low, high))
        plot.draw_now()

    middle, late, worked = zooms(plot, look, ends[1])
    print(
        f"ours, along {axis:18} {1000 * (drawn + smoothing):8.1f} ms drawn (of it smoothing {1000 * smoothing:.0f})"
        f"  {middle:6.1f} ms p50 {late:6.1f} p95 {worked:6.1f} of the processor on zoom (asked for: 300, 33)"
    )
    plot.close()
    return drawn + smoothing, middle, late


def theirs(found: list[tuple[str, RunSeries]], *, downsampled: bool) -> tuple[float, float, float]:
    plot = pg.PlotWidget()
    plot.resize(900, 400)
    plot.show()
    painted(plot)

    def first() -> None:
        for _, s in found:
            item = pg.PlotDataItem(s.steps, s.values_of("validation_loss")[1], pen=pg.mkPen("#888", width=1))
            plot.addItem(item)
        if downsampled:
            plot.getPlotItem().setDownsampling(auto=True, mode="peak")
            plot.getPlotItem().setClipToView(True)
        painted(plot)

    drawn = timed(first)
    middle, late, worked = zooms(plot, lambda low, high: plot.setXRange(low, high, padding=0), 10.0 * POINTS)
    name = "pyqtgraph, peaks" if downsampled else "pyqtgraph"
    print(
        f"{name:30} {1000 * drawn:8.1f} ms drawn {'':22} {middle:6.1f} ms p50 {late:6.1f} p95 {worked:6.1f} of the processor on zoom"
    )
    plot.close()
    return drawn, middle, late


def one_long_curve() -> None:
    plot = LivePlot()
    plot.resize(900, 400)
    plot.show_series({"train_loss": "training"})
    plot.smooth_over(50_000)
    plot.show()
    long = series(0, LONG)

    def first() -> None:
        plot.extend(long)
        plot.draw_now()
        painted(plot)

    drawn = timed(first)

    def look(low: float, high: float) -> None:
        plot.show_range((low, high))
        plot.draw_now()

    middle, late, worked = zooms(plot, look, 10.0 * LONG)
    print(
        f"a curve of {LONG:,} points    {1000 * drawn:8.1f} ms drawn {'':22} {middle:6.1f} ms p50 {late:6.1f} p95 {worked:6.1f} of the processor"
    )


def main() -> None:
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")
    from driftdesk.ui.app import make_app

    app = make_app()
    print(f"{RUNS} runs of {POINTS:,} points, {app.platformName()}")
    found = reading()
    mine = ours(found, "step")
    ours(found, "time")
    plain = theirs(found, downsampled=False)
    theirs(found, downsampled=True)
    print(f"pyqtgraph / ours: drawn {plain[0] / mine[0]:.1f} x, zoom p95 {plain[2] / mine[2]:.1f} x")
    one_long_curve()
