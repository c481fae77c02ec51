"""A job that ``driftdesk worker`` runs in another process is shown live in the open window."""

import os
import signal
import subprocess
import sys
from collections.abc import Iterator
from pathlib import Path

import pytest
from PySide6.QtWidgets import QProgressBar

from driftdesk.core.settings import Settings
from tests.ui.whole.conftest import CHURN, OpenWindow
from tests.ui.whole.hand import LATER
from tests.ui.whole.steps import import_file, make_model, train

EPOCHS = 10_000


@pytest.fixture
def worker(settings: Settings, shared_dir: Path) -> Iterator["subprocess.Popen[bytes]"]:
    """``driftdesk worker`` on the window's data directory and database."""
    command = [sys.executable, "-m", "driftdesk", "worker", "--data-dir", str(shared_dir)]
    environment = {**os.environ, "DRIFTDESK_DATABASE": settings.database}
    process = subprocess.Popen(command, env=environment, stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
    yield process
    process.send_signal(signal.SIGTERM)
    assert process.wait(60) == 0


def test_a_job_of_a_headless_worker_shows_live(
    open_window: OpenWindow, worker: "subprocess.Popen[bytes]"
) -> None:
    hand = open_window(slots=0)
    hand.until_shown("No data yet")
    import_file(hand, CHURN / "no_drift.csv", task="Binary", target="churned", name="churn")
    make_model(hand)
    train(hand, EPOCHS, patience=1000)
    hand.until(lambda: hand.drawn_points() >= 2, "the first points", LATER)
    before = hand.drawn_points()
    hand.until(lambda: hand.drawn_points() > before, "more points while it runs", LATER)
    hand.until_shown("Running")
    hand.until(
        lambda: any(
            b.isVisible() and 0 < b.value() < b.maximum()
            for b in hand.window.strip.findChildren(QProgressBar)
        ),
        "progress in the strip",
    )
    hand.tab("Activity")
    hand.sub_tab("Jobs")
    hand.until(lambda: hand.rows("Jobs")[0][0] == "Running", "the job as running")
    progress = hand.rows("Jobs")[0][2]
    assert "%" in progress
    hand.until(lambda: hand.rows("Jobs")[0][2] != progress, "progress of the job")
    hand.until_shown(str(worker.pid))
    hand.sub_tab("Workers")
    hand.until(lambda: any(str(worker.pid) in row[1] for row in hand.rows("Workers")), "the worker")
    hand.sub_tab("Jobs")
    hand.press("Stop")
