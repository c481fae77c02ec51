"""The runner inside the window."""

import os
import platform
from collections.abc import Iterator
from pathlib import Path

if platform.system() == "Linux":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import JobKind, JobState
from driftdesk.core.jobs.params import ProfileJob
from driftdesk.desk import Desk
from driftdesk.workers.qt import WindowRunner

pytestmark = pytest.mark.usefixtures("qapp")


@pytest.fixture
def runner(desk: Desk, monkeypatch: pytest.MonkeyPatch) -> Iterator[WindowRunner]:
    monkeypatch.setenv("PYTHONPATH", str(Path(__file__).parents[3]))
    runner = WindowRunner(desk, slots=1, handlers="tests.support.handlers")
    yield runner
    assert runner.stop()


def test_jobs_run_in_the_window_and_signals_tell_of_them(
    desk: Desk, runner: WindowRunner, qtbot: QtBot
) -> None:
    started: list[str] = []
    runner.job_started.connect(lambda job: started.append(job.id))
    runner.start()
    with qtbot.waitSignal(runner.job_finished, timeout=30_000) as finished:
        job = desk.jobs.enqueue(JobKind.PROFILE, "echo", ProfileJob(dataset_id="echo:x", version=1))
    assert started == [job.id]
    assert finished.args is not None
    assert finished.args[0].state is JobState.SUCCEEDED
    assert finished.args[0].worker == runner.worker_id


def test_the_window_is_a_worker_like_others(desk: Desk, runner: WindowRunner, qtbot: QtBot) -> None:
    runner.start()
    qtbot.waitUntil(lambda: desk.store.workers.count() == 1, timeout=10_000)
    assert desk.store.workers.get(runner.worker_id).place == "window"
    assert runner.stop()
    assert desk.store.workers.count() == 0
