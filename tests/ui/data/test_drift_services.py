"""Drift analyses by an external service: one score on its scale, or why there is none."""

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Dataset, DriftReport, JobFinished, JobState, Severity, Side
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk, report_on
from tests.ui.data.test_tab import OpenTab, Settle, go_to


def service_report(dataset: Dataset, **fields: Any) -> DriftReport:
    made = report_on(dataset, 1, 2, Severity.CRITICAL).model_copy(
        update={
            "columns": (),
            "service": "ddoc",
            "computed_from": "service",
            "score": 0.31,
            "warning_at": 0.15,
            "critical_at": 0.25,
            "compared": ("age",),
            "left_out": ("plan", "churned"),
            "raw_answer": {"modality": "timeseries", "overall_score": 0.31, "plugin": {"name": "ts"}},
        }
    )
    return made.model_copy(update=fields)


def test_a_services_score_is_shown_on_its_scale_with_what_it_said(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle, workspace: Workspace
) -> None:
    dataset = desk.add_dataset("churn", 400, 300)
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    assert not drift.controls.service.isVisible()
    desk.services = ["built-in", "ddoc"]
    workspace.services_changed.emit()
    settle()
    drift.controls.service.setFocus()
    qtbot.keyClick(drift.controls.service, Qt.Key.Key_Down)
    qtbot.mouseClick(drift.controls.analyse, Qt.MouseButton.LeftButton)
    settle()
    assert drift._empty.isVisible()
    assert drift._empty._title.text() == "ddoc is analysing"
    job, report = desk.jobs.list()[0], service_report(dataset)
    desk.store.reports.insert(report)
    done = JobFinished(
        job_id=job.id, attempt=1, number=0, state=JobState.SUCCEEDED, result={"report": report.id}
    )
    desk.jobs.publish(done)
    qtbot.waitUntil(lambda: drift.report is not None)
    assert drift.score.isVisible()
    assert not drift.table.isVisible()
    assert drift.verdict.severity.severity is Severity.CRITICAL
    assert drift.verdict.sentence.text() == "Drifted: ddoc scores v2 against v1 at 0.31"
    said = "overall score 0.31, by your thresholds 0.15 / 0.25"
    assert drift.verdict.basis.text().startswith(said)
    assert drift.score.figure.text() == "0.31"
    assert drift.score.facts() == {
        "Compared": "age",
        "Not compared": "plan, churned",
        "Rows": "400 → 300",
        "modality": "timeseries",
        "plugin.name": "ts",
    }
    drift.score.scale.grab()


def test_a_service_that_was_not_asked_says_so_instead_of_no_drift(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dataset = desk.add_dataset("churn", 400, 300)
    fields = {"score": None, "severity": Severity.INSUFFICIENT_DATA, "current": Side(version=2, rows=20)}
    desk.store.reports.insert(service_report(dataset, **fields))
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    assert drift._empty._title.text() == "ddoc was not asked"
    assert "50 rows" in drift._empty._text.text()
    assert drift.verdict.severity.severity is Severity.INSUFFICIENT_DATA
