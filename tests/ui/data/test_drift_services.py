"""Drift analyses by an external service: one score on its scale, or why there is none."""

from typing import Any

from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.detection.service import ServiceState
from driftdesk.core.entities import Dataset, DriftReport, Fallback, JobFinished, JobState, Severity, Side
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


def test_the_picker_says_of_each_service_what_can_be_expected_of_it(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    desk.add_dataset("churn", 400, 300)
    desk.services = ["built-in", "one", "two", "three"]
    desk.service_states["two"] = ServiceState(name="two", state="down", message="No.", hint="Start it.")
    waits = "three failed 3 times in a row and is asked again in 20 seconds."
    desk.service_states["three"] = ServiceState(name="three", state="paused", message=waits)
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    picker = tab.view.drift.controls.service
    said = [picker.itemData(at, Qt.ItemDataRole.ToolTipRole) for at in range(1, 4)]
    assert said == ["one is ready", "two cannot be used: No.\nStart it.", waits]
    assert all(not picker.itemIcon(at).isNull() for at in range(1, 4))
    assert picker.itemIcon(0).isNull()
    picker.setCurrentIndex(2)
    assert picker.toolTip() == picker.accessibleDescription() == said[1]
    del desk.service_states["two"]
    picker.showPopup()
    settle()
    picker.hidePopup()
    assert picker.toolTip() == "two is ready"


def test_a_report_of_the_engine_that_stood_in_says_for_whom_and_why(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dataset = desk.add_dataset("churn", 400, 300)
    failed = Fallback(service="ddoc", why="ddoc cannot be reached.", code="service_unavailable")
    stood_in = report_on(dataset, 1, 2, Severity.CRITICAL).model_copy(update={"fallback": failed})
    desk.store.reports.insert(stood_in)
    desk.services = ["built-in", "ddoc"]
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    drift = tab.view.drift
    assert drift.fallback.isVisible()
    assert "ddoc failed, and the built-in engine answered" in drift.fallback._text.text()
    qtbot.mouseClick(drift.fallback.act, Qt.MouseButton.LeftButton)
    settle()
    assert not drift.fallback.isVisible()
    assert drift.controls.sides().service == "ddoc"
    assert drift._empty._title.text() == "ddoc is analysing"


def test_learned_thresholds_are_named_as_such(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    dataset = desk.add_dataset("churn", 400, 300)
    desk.store.reports.insert(service_report(dataset, thresholds_from="learned"))
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    assert "by learned thresholds 0.15 / 0.25" in tab.view.drift.verdict.basis.text()
