"""The Performance panel: asks for a look at performance, and shows what came of it."""

from collections.abc import Callable

import numpy as np
import pytest
from PySide6.QtCore import QPointF, Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import (
    ErrorInfo,
    JobFinished,
    JobKind,
    JobProgressed,
    JobState,
    PerformanceChunk,
    PerformancePoint,
    PerformanceReport,
    PerformanceSeries,
    Progress,
    Severity,
    Task,
)
from driftdesk.ui.training.performance_panel import PerformancePanel
from driftdesk.ui.training.tab import TrainingTab
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk

LEFT = Qt.MouseButton.LeftButton


def report() -> PerformanceReport:
    """Two reference chunks, one with labels, one without that is worse, and one with too few rows."""
    chunks = [
        PerformanceChunk(label=label, rows=100, labelled=known, is_reference=label.startswith("r"))
        for label, known in (("r1", 100), ("r2", 100), ("v2", 100), ("v3", 0), ("v4", 0))
    ]
    band = {"low": 0.85, "high": 0.95, "critical": 0.8, "estimated_error": 0.01}
    points = [
        PerformancePoint(realised=0.9, estimated=0.9, **band),
        PerformancePoint(realised=0.91, estimated=0.9, **band),
        PerformancePoint(realised=0.88, estimated=0.89, **band),
        PerformancePoint(estimated=0.84, severity=Severity.WARNING, **band),
        PerformancePoint(severity=Severity.INSUFFICIENT_DATA),
    ]
    series = [
        PerformanceSeries(metric=name, reference=0.9, severity=Severity.WARNING, points=tuple(points))
        for name in ("roc_auc", "recall")
    ]
    return PerformanceReport(
        dataset_id="d1", dataset_name="churn", version=2, model_id="m1", model_name="churn-classifier", model_version=1,
        task=Task.BINARY, reference="rows of v1 held out for the model's test", reference_rows=200, every="version",
        method="cbpe", severity=Severity.WARNING, chunks=tuple(chunks), series=tuple(series),
    )  # fmt: skip


@pytest.fixture
def tab(workspace: Workspace, qtbot: QtBot, settle: Callable[[], None]) -> TrainingTab:
    made = TrainingTab(workspace)
    qtbot.addWidget(made)
    made.resize(1280, 760)
    made._tabs.setCurrentWidget(made.performance)
    made.show()
    settle()
    return made


def test_a_look_is_asked_for_followed_and_shown(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    panel: PerformancePanel = tab.performance
    assert panel._stack.currentIndex() == 0
    qtbot.mouseClick(panel._run, LEFT)
    settle()
    kind, args, given = desk.asked[-1]
    assert (kind, args) == (JobKind.PERFORMANCE, ("churn@2",))
    assert given == {"model": "churn-classifier@1", "every": "parts:10"}
    assert panel._stop.isVisible() and not panel._run.isVisible()
    job = panel._watch.job
    assert job is not None
    progress = Progress(stage="predicting", done=1, total=4)
    desk.jobs.publish(JobProgressed(job_id=job.id, attempt=1, number=0, progress=progress))
    qtbot.waitUntil(lambda: panel._bar.value() == 250)
    desk.performance.kept.append(report())
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=1, state=JobState.SUCCEEDED, result={}))
    qtbot.waitUntil(lambda: panel._stack.currentIndex() == 1)
    assert panel._run.isVisible() and not panel._stop.isVisible()
    assert "Worse than expected in 1 of 2 chunks, first in v3" in panel._verdict.text()
    assert "estimated at 0.84 in v3" in panel._verdict.text()
    assert "held out" in panel._notes.text()
    assert "estimated 0.84 on v2" in tab._header._subtitle.text()


def test_the_plot_marks_alerts_and_tells_each_chunk(
    tab: TrainingTab, desk: FakeDesk, settle: Callable[[], None]
) -> None:
    desk.performance.kept.append(report())
    tab._state.refresh()
    settle()
    plot = tab.performance._plot
    assert [s.symbol() for s in plot._dots.points()] == ["o", "o", "o", "t1"]
    assert np.isnan(plot._measured.getData()[1][3:]).all()
    assert plot._read_out(QPointF(3, 0.8)).splitlines() == [
        "v3  (100)", "estimated  0.84 ± 0.01", "expected  0.85 – 0.95"
    ]  # fmt: skip
    header, rows = plot._table()
    assert len(rows) == 5 and rows[3][header.index("severity")] == "warning"
    tab.performance._metrics.setCurrentIndex(1)
    tab.performance._metrics.activated.emit(1)
    assert "Recall" in tab.performance._verdict.text()


def test_what_went_wrong_is_said(
    tab: TrainingTab, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    panel = tab.performance
    qtbot.mouseClick(panel._run, LEFT)
    settle()
    job = panel._watch.job
    assert job is not None
    error = ErrorInfo(code="bad_input", message="The reference has one class only.", hint="Choose another.")
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=0, state=JobState.FAILED, error=error))
    qtbot.waitUntil(panel._run.isVisible)
    assert panel._failed.isVisible() and panel._failed.text().startswith(error.message)
