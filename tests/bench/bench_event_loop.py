"""How late the window's event loop is: a 10 ms timer in the window while two live plots are painted 20 times a second, idle, and while
a training and drift analyses run in the window's own worker; then the same with the plots hidden.

The bound is the idle window measured in the same run: p99 within 16 ms of it and the worst within 50 ms; with the plots hidden p99
within 8 ms. ``DRIFTDESK_BENCH_SECONDS`` (60) is the length of each of the four parts. Needs two free cores to say anything.
"""

import asyncio
import math
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from dataclasses import dataclass, field
from pathlib import Path

import numpy as np

if sys.platform == "linux":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

from PySide6.QtCore import Qt, QTimer
from PySide6.QtWidgets import QVBoxLayout, QWidget

from driftdesk.core.entities import MetricPoint
from driftdesk.core.logs import configure_logs
from driftdesk.core.paths import sample_data_dir
from driftdesk.core.settings import load_settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.core.storage.series import of_points
from driftdesk.desk import Desk
from driftdesk.ui.app import make_app, make_loop, make_window
from driftdesk.ui.main_window import MainWindow
from driftdesk.workers.local import run_here

SECONDS = float(os.environ.get("DRIFTDESK_BENCH_SECONDS", "60"))
TICK, PAINT = 0.010, 0.050


@dataclass
class Lateness:
    """Milliseconds by which each tick of the timer came late."""

    late: list[float] = field(default_factory=list)
    last: float = 0.0

    def tick(self) -> None:
        now = time.perf_counter()
        if self.last:
            self.late.append(max(0.0, 1000 * (now - self.last - TICK)))
        self.last = now

    def figures(self) -> tuple[float, float, float]:
        """p50, p99, worst."""
        p50, p99 = np.percentile(self.late, [50, 99])
        return float(p50), float(p99), max(self.late)


class Plots(QWidget):
    """Two live plots with 20 new points a second in each."""

    def __init__(self) -> None:
        from driftdesk.ui.plots.live import LivePlot

        super().__init__()
        self.resize(1200, 800)
        self._plots = [LivePlot(), LivePlot()]
        column = QVBoxLayout(self)
        for plot in self._plots:
            plot.show_series({"train": "training", "validation": "validation"})
            column.addWidget(plot)
        self._step = 0
        self._timer = QTimer(self)
        self._timer.setInterval(round(1000 * PAINT))
        self._timer.timeout.connect(self._add)
        self._timer.start()

    def _add(self) -> None:
        self._step += 1
        value = math.exp(-self._step / 400)
        noise = 0.05 * math.sin(self._step * 1.7)
        values = {"train": value + noise, "validation": value + 0.1 - noise}
        point = MetricPoint(run_id="r", step=self._step, epoch=0, seconds=self._step * PAINT, values=values)
        for plot in self._plots:
            plot.extend(of_points([point]))


async def measured(seconds: float) -> tuple[float, float, float]:
    """Lateness of a 10 ms timer over ``seconds``."""
    seen = Lateness()
    timer = QTimer()
    timer.setTimerType(Qt.TimerType.PreciseTimer)
    timer.setInterval(round(1000 * TICK))
    timer.timeout.connect(seen.tick)
    timer.start()
    await asyncio.sleep(seconds)
    timer.stop()
    return seen.figures()


def keep_busy(window: MainWindow) -> None:
    """A training and a drift analysis at any time: each that ends is followed by the next after a second."""
    desk, tasks = window.workspace.desk, window.workspace.tasks

    def train() -> None:
        desk.train("bench", "bench@1", trainer="mlp", params={"epochs": 200})

    def analyse() -> None:
        desk.analyse_drift("bench", reference=1, current=2, exact=True)

    for work in (train, analyse):
        tasks.start(tasks.call(work))

    async def follow(work: Callable[[], None]) -> None:
        await asyncio.sleep(1)
        await tasks.call(work)

    window.workspace.jobs.finished.connect(
        lambda job: tasks.start(follow(train if job.kind.value == "train" else analyse))
    )


async def bench(window: MainWindow) -> None:
    plots = Plots()
    shown: dict[str, tuple[float, float, float]] = {}
    await asyncio.sleep(3)  # the worker's children are warm
    for state in ("idle", "busy"):
        if state == "busy":
            keep_busy(window)
            while len(window.workspace.jobs.active()) < 2:
                await asyncio.sleep(0.1)
            await asyncio.sleep(3)
        for visible in (True, False):
            plots.setVisible(visible)
            await asyncio.sleep(0.5)
            key = f"{state}, plots {'shown' if visible else 'hidden'}"
            shown[key] = await measured(SECONDS)
            p50, p99, worst = shown[key]
            print(f"{key:20} p50 {p50:6.2f} ms   p99 {p99:6.2f} ms   worst {worst:7.2f} ms", flush=True)
    for visible, most in (("shown", 16.0), ("hidden", 8.0)):
        idle, busy = shown[f"idle, plots {visible}"], shown[f"busy, plots {visible}"]
        print(
            f"plots {visible}: p99 {busy[1] - idle[1]:+.2f} ms (bound {most:.0f}), worst {busy[2] - idle[2]:+.2f} ms"
        )
    window.quit_now()


def prepare(folder: Path) -> None:
    """A dataset with two versions."""
    files = sample_data_dir() / "sample_users_churn"
    from driftdesk.core.ingest.options import ImportOptions

    options = ImportOptions(task="binary", target="churned")
    with Desk.open(folder) as desk:
        for name in ("reference.csv", "covariate.csv"):
            run_here(desk, desk.import_files("bench", [files / name], options), lambda _: None)


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-bench-"))
    settings = load_settings(folder)
    settings.slots = 2
    configure_logs(settings, "bench")
    try:
        prepare(folder)
        app = make_app()
        loop = make_loop(app)
        with loop:
            window = make_window(app, loop, settings)
            window.ready.connect(lambda: window.workspace.tasks.start(bench(window)))
            window.show()
            loop.run_forever()
            window.workspace.close()
    finally:
        EmbeddedServer(settings).stop()
        shutil.rmtree(folder)


if __name__ == "__main__":
    main()
