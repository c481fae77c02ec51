"""The Records tab over many rows, in the real window: how long until the rows are there, and how late the event loop is meanwhile.

The bounds are the page times of ``bench_tables`` with the window on top: a jump 150 ms unsorted, 400 ms filtered and sorted; what is
typed stands within 50 ms; and the loop, against the idle window of the same run, p99 within 50 ms. ``DRIFTDESK_BENCH_ROWS`` (10,000,000)
are written first. Needs two free cores.
"""

import asyncio
import os
import shutil
import sys
import tempfile
import time
from collections.abc import Callable
from pathlib import Path

if sys.platform == "linux":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import numpy as np
from PySide6.QtCore import Qt, QTimer
from PySide6.QtTest import QTest
from PySide6.QtWidgets import QApplication

from driftdesk.core.logs import configure_logs
from driftdesk.core.settings import Settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.desk import Desk
from driftdesk.ui.app import make_app, make_loop, make_window
from driftdesk.ui.data.records.panel import RecordPanel
from driftdesk.ui.main_window import MainWindow
from tests.bench.tables_data import narrow, write

ROWS = int(os.environ.get("DRIFTDESK_BENCH_ROWS", "10000000"))
TICK = 0.010
FILTER = "real_0 > 0 and whole_1 < 500"


class Watch:
    """Times steps, and how late a 10 ms timer ticks in each."""

    def __init__(self) -> None:
        self._late: list[float] = []
        self._last = time.perf_counter()
        self._timer = QTimer()
        self._timer.setTimerType(Qt.TimerType.PreciseTimer)
        self._timer.setInterval(round(1000 * TICK))
        self._timer.timeout.connect(self._tick)
        self._timer.start()

    def _tick(self) -> None:
        now = time.perf_counter()
        self._late.append(max(0.0, 1000 * (now - self._last - TICK)))
        self._last = now

    async def step(self, what: str, act: Callable[[], object], there: Callable[[], object]) -> None:
        """Act, wait until ``there``, and let everything behind it settle."""
        self._late.clear()
        start = time.perf_counter()
        act()
        while not there():
            await asyncio.sleep(0.002)
        took = 1000 * (time.perf_counter() - start)
        await asyncio.sleep(0.5)
        p99 = float(np.percentile(self._late, 99)) if self._late else 0.0
        print(
            f"{what:44} {took:8.0f} ms   loop late p99 {p99:5.0f} ms, worst {max(self._late):5.0f} ms",
            flush=True,
        )


async def settled(window: MainWindow) -> None:
    while window.workspace.tasks.busy > 1:  # this one
        await asyncio.sleep(0.05)
    await asyncio.sleep(0.3)


async def look(window: MainWindow, panel: RecordPanel) -> None:
    table, model, browsing, watch = panel.table, panel.model, panel.browsing, Watch()

    def jump(row: int) -> tuple[Callable[[], object], Callable[[], object]]:
        index = lambda: model.index(row, 1)  # noqa: E731  (rows come and go)
        return lambda: table.scrollTo(index()), lambda: index().data() is not None

    def spec(**what: str) -> Callable[[], bool]:
        return lambda: (
            browsing.rows is not None and all(getattr(browsing.rows.spec, k) == v for k, v in what.items())
        )

    await watch.step("idle", lambda: None, lambda: True)
    await watch.step("jump to the middle", *jump(ROWS // 2))
    await watch.step("jump to the end", *jump(ROWS - 3))
    await watch.step("filter", lambda: panel.filter(FILTER), spec(where=FILTER))
    await settled(window)
    await watch.step(
        "sort",
        lambda: browsing.sort("real_1", adds=False),
        lambda: bool(browsing.rows and browsing.rows.spec.sort),
    )
    await settled(window)
    await watch.step("jump, filtered and sorted", *jump(model.rowCount() // 2))
    browsing.ask(type(browsing.spec)())
    await settled(window)
    await watch.step("search", lambda: browsing.change(search="zz"), spec(search="zz"))
    browsing.ask(type(browsing.spec)())
    await settled(window)
    await edit(window, panel, watch)


async def edit(window: MainWindow, panel: RecordPanel, watch: Watch) -> None:
    table, model, row = panel.table, panel.model, ROWS // 2
    window.activateWindow()
    table.setFocus()
    table.go_to(row, 0)
    await settled(window)

    def type_seven() -> None:
        QTest.keyClick(table, Qt.Key.Key_7)
        editor = QApplication.focusWidget()
        assert editor is not None
        QTest.keyClick(editor, Qt.Key.Key_Return)

    await watch.step("type a cell: it stands there", type_seven, lambda: model.index(row, 0).data() == "7")
    await settled(window)
    await watch.step("delete a row", panel.commands.delete_rows, lambda: model.rowCount() == ROWS - 1)
    await settled(window)
    await watch.step("undo", panel.editing.undo, lambda: model.rowCount() == ROWS)
    await settled(window)
    await panel.editing.discard()


async def run(window: MainWindow, app: QApplication, dataset_id: str) -> None:
    window.show_tab("data")
    await settled(window)
    window.open("dataset", dataset_id)
    await settled(window)
    view = window.tab("data").view  # type: ignore[attr-defined]  # the Data tab's
    view.show_panel("records")
    await settled(window)
    await look(window, view.records)
    window.hide()
    await window.session.leave()
    app.quit()


def main() -> None:
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-bench-records-"))
    settings = Settings(data_dir=folder, user="bench", theme="light", language="en", slots=0)
    configure_logs(settings, "bench")
    server = EmbeddedServer(settings)
    server.attach()
    try:
        with Desk.open_with(settings) as desk:
            dataset_id = write(desk, "rows", narrow(), ROWS).dataset_id
        print(f"{ROWS:,} rows of {len(narrow())} columns")
        app = make_app()
        loop = make_loop(app)
        with loop:
            window = make_window(app, loop, settings)
            window.resize(1280, 800)
            window.ready.connect(lambda: window.workspace.tasks.start(run(window, app, dataset_id)))
            window.show()
            loop.run_forever()
            window.workspace.close()
    finally:
        server.detach()
        server.stop()
        shutil.rmtree(folder, ignore_errors=True)
