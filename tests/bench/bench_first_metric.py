"""From *Train* in the window to the first point of the loss painted on screen, on 10,000 rows x 25 and a warm worker.

The window runs without a screen in a process of its own, with the worker that it brings; painted is what Qt has painted of a plot
whose curve has a point. ``DRIFTDESK_BENCH_ROUNDS`` sets how often (10, after one that warms up).
"""

import json
import os
import shutil
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

import numpy as np
import pyarrow as pa
import pyarrow.parquet as pq

from driftdesk.core.ingest.options import ImportOptions
from driftdesk.core.settings import load_settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk
from driftdesk.workers.local import run_here

ROUNDS = int(os.environ.get("DRIFTDESK_BENCH_ROUNDS", "10"))
ROWS, COLUMNS = 10_000, 25
TARGET = 0.5

WINDOW = """
import asyncio, json, sys, time
from pathlib import Path
from PySide6.QtCore import QEvent, QObject
from PySide6.QtWidgets import QApplication
from driftdesk.core.logs import configure_logs
from driftdesk.core.settings import load_settings
from driftdesk.ui import app as start
from driftdesk.ui.training.tab import TrainingTab

class Painted(QObject):
    '''Says when a plot was painted that has a point of the loss.'''
    def __init__(self, plots):
        super().__init__()
        self.plots, self.at = plots, None
    def eventFilter(self, seen, event):
        if event.type() == QEvent.Type.Paint and self.at is None:
            curve = self.plots.curve("train_loss")
            if curve is not None and len(curve):
                self.at = time.perf_counter()
        return False

async def use(window, rounds):
    window.show_tab("training")
    tab = window.findChild(TrainingTab)
    model = await window.workspace.tasks.call(window.workspace.desk.training.model, "bench")
    tab.open("model", model.id)
    while not tab.live.form.can_train():
        await asyncio.sleep(0.01)
    form, plots = tab.live.form, tab.live.run_panel.plots
    application = QApplication.instance()
    found = []
    for _ in range(rounds):
        await asyncio.sleep(1)
        seen = Painted(plots)
        before = tab.live.run_panel._run
        application.installEventFilter(seen)
        began = time.perf_counter()
        form.train_requested.emit()
        while seen.at is None or tab.live.run_panel._run is before:
            if tab.live.run_panel._run is before:
                seen.at = None
            await asyncio.sleep(0.002)
        found.append(seen.at - began)
        application.removeEventFilter(seen)
        job = tab.live.run_panel._run.job_id
        await window.workspace.tasks.call(window.workspace.desk.jobs.wait, job)
    print(json.dumps(found[1:]))
    window.close()

settings = load_settings(Path(sys.argv[1]))
configure_logs(settings, "bench")
app = start.make_app()
loop = start.make_loop(app)
with loop:
    window = start.make_window(app, loop, settings)
    window.ready.connect(lambda: window.workspace.tasks.start(use(window, int(sys.argv[2])), owner=window))
    window.resize(1280, 800)
    window.show()
    loop.run_forever()
    window.workspace.close()
"""


def main() -> None:
    random = np.random.default_rng(1)
    columns = {f"f{i}": random.normal(size=ROWS) for i in range(COLUMNS)}
    columns["y"] = (columns["f0"] * columns["f1"] > 0).astype(np.int64)
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-bench-"))
    settings = load_settings(folder)
    try:
        file = folder / "rows.parquet"
        pq.write_table(pa.table(columns), file)
        with Desk.open_with(settings) as desk:
            run_here(desk, desk.import_files("bench", [file], ImportOptions(task="binary", target="y")))
            run_here(desk, desk.train("bench", "bench", trainer="mlp", params={"epochs": 3}))
            found = painted(folder)
    finally:
        EmbeddedServer(settings).stop()
        shutil.rmtree(folder)
    print(
        f"first point painted {statistics.median(found):.2f} s after Train, {max(found):.2f} s at worst (asked: {TARGET})"
    )


def painted(folder: Path) -> list[float]:
    """Seconds, of each training but the first."""
    environment = {**os.environ}
    if sys.platform == "linux":
        environment.setdefault("QT_QPA_PLATFORM", "offscreen")
    command = [sys.executable, "-c", WINDOW, str(folder), str(ROUNDS + 1)]
    done = subprocess.run(command, capture_output=True, text=True, env=environment, check=False, timeout=300)
    if done.returncode or not done.stdout:
        raise SystemExit(done.stderr)
    seconds: list[float] = json.loads(done.stdout.splitlines()[-1])
    return seconds


if __name__ == "__main__":
    main()
