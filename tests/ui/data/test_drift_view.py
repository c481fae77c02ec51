"""The Drift tab by mouse and keys: columns found and ordered, thresholds tried, drift accepted, explained and answered."""

from typing import Any

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.drift.params import DriftParams
from driftdesk.core.entities import (
    ColumnDrift,
    Dataset,
    Distribution,
    DriftReport,
    Explanation,
    Job,
    JobFinished,
    JobKind,
    JobState,
    JointDrift,
    Kind,
    MethodResult,
    Model,
    Segment,
    Severity,
    Side,
    Task,
    WordShift,
)
from driftdesk.ui.data.drift.columns import DriftColumns
from driftdesk.ui.data.drift.detail import DriftDetail
from driftdesk.ui.data.drift.expecting import ExpectDialog
from driftdesk.ui.data.drift.model import EVIDENCE, NAME, SEVERITY
from driftdesk.ui.data.drift.panel import DriftPanel
from driftdesk.ui.data.drift.trying import PresetDialog
from driftdesk.ui.data.retrain_dialog import RetrainDialog
from driftdesk.ui.plots import shapes
from driftdesk.ui.workspace import Workspace
from tests.ui.data.desk import DataDesk, drifted, report_on
from tests.ui.data.test_tab import OpenTab, Settle, go_to

LEFT = Qt.MouseButton.LeftButton
BINS = Distribution(counts=(10, 60, 30), edges=(0.0, 20.0, 40.0, 60.0), rows=100)


def column(name: str, statistic: float, **fields: Any) -> ColumnDrift:
    """A column that ``judge_again`` can judge: one method, at the usual thresholds."""
    found = MethodResult(
        method="wasserstein_normed",
        statistic=statistic,
        threshold=0.1,
        critical_threshold=0.25,
        p_value=1e-9,
    )
    grave = (
        Severity.CRITICAL if statistic >= 0.25 else Severity.WARNING if statistic >= 0.1 else Severity.NONE
    )
    made = drifted(name, statistic, grave)
    more = {"results": (found,), "p_value": 1e-9, "p_adjusted": 1e-9, "known": (400, 300)}
    return made.model_copy(update={**more, **fields})


def report_of(dataset: Dataset, *columns: ColumnDrift) -> DriftReport:
    made = report_on(dataset, 1, 2, max((c.severity for c in columns), key=lambda s: s.rank))
    return made.model_copy(update={"columns": columns})


@pytest.fixture
def dataset(desk: DataDesk) -> Dataset:
    made = desk.add_dataset("churn", 400, 300)
    desk.store.reports.insert(report_of(made, column("age", 0.4), column("plan", 0.15), column("days", 0.01)))
    return made


def open_drift(open_tab: OpenTab, qtbot: QtBot, settle: Settle) -> tuple[Any, DriftPanel]:
    tab = open_tab()
    go_to(tab, "Drift", qtbot, settle)
    return tab, tab.view.drift


def names(columns: DriftColumns) -> list[str]:
    model = columns.model
    return [model.index(r, NAME).data() for r in range(model.rowCount())]


def test_thousands_of_columns_are_searched_and_ordered(qtbot: QtBot) -> None:
    columns = DriftColumns()
    qtbot.addWidget(columns)
    columns.show_report(
        [drifted(f"sensor {i}", 0.001 * i, Severity.NONE).model_copy(update={"importance": 1 / (1 + i)})
         for i in range(5000)]
    )  # fmt: skip
    columns.resize(540, 400)
    columns.show()
    assert names(columns)[0] == "sensor 4999"
    assert columns.current() is not None
    columns.search.setText("42 sensor")
    assert columns.found.text() == f"{len(names(columns))} of 5,000"
    assert all("42" in n for n in names(columns))
    columns.search.setText("sensor 42")
    columns.pick("sensor 1042")
    columns.order.setCurrentIndex(columns.order.findData("name"))
    columns.order.activated.emit(columns.order.currentIndex())
    assert names(columns)[:2] == ["sensor 1042", "sensor 1142"]
    assert (current := columns.current()) is not None
    assert current.name == "sensor 1042"
    columns.search.setText("nothing of the kind")
    assert names(columns) == []
    assert columns.current() is None


def test_columns_are_ordered_by_drift_times_importance(qtbot: QtBot) -> None:
    columns = DriftColumns()
    qtbot.addWidget(columns)
    some = [("age", 0.4, 0.1), ("plan", 0.2, 0.9), ("days", 0.01, 0.5)]
    columns.show_report([column(n, s, importance=i) for n, s, i in some])
    assert names(columns) == ["age", "plan", "days"]
    columns.order.setCurrentIndex(columns.order.findData("importance"))
    columns.order.activated.emit(columns.order.currentIndex())
    assert names(columns) == ["plan", "age", "days"]


def test_drift_is_accepted_with_a_note_and_that_is_undone(
    open_tab: OpenTab, dataset: Dataset, qtbot: QtBot, settle: Settle
) -> None:
    _, drift = open_drift(open_tab, qtbot, settle)
    qtbot.mouseClick(drift.detail.expect, LEFT)
    dialog = drift.findChild(ExpectDialog)
    assert dialog is not None
    assert not dialog.go.isEnabled()
    qtbot.keyClicks(dialog.note, "campaign since May")
    qtbot.keyClick(dialog.note, Qt.Key.Key_Return)
    settle()
    assert drift.verdict.severity.severity is Severity.WARNING
    assert drift.verdict.basis.text().startswith("1 more drifted as expected")
    assert names(drift.columns) == ["plan", "age", "days"]
    row = drift.model.row_of("age") or 0
    assert drift.model.index(row, EVIDENCE).data() == "Expected"
    assert drift.model.index(row, SEVERITY).data(Qt.ItemDataRole.FontRole).strikeOut()
    assert drift.detail.expected.text() == "Expected: campaign since May"
    qtbot.mouseClick(drift.notice.act, LEFT)
    settle()
    assert drift.verdict.severity.text() == "Critical"
    assert not drift.notice.isVisible()


def test_the_verdict_follows_thresholds_as_if_until_they_are_applied(
    open_tab: OpenTab, desk: DataDesk, dataset: Dataset, qtbot: QtBot, settle: Settle
) -> None:
    _, drift = open_drift(open_tab, qtbot, settle)
    qtbot.mouseClick(drift.controls.thresholds, LEFT)
    pair = drift.thresholds.pairs["wasserstein_normed"]
    pair.critical.setValue(0.5)
    pair.warning.setValue(0.3)
    qtbot.waitUntil(drift.verdict.as_if.isVisible)
    assert drift.verdict.severity.severity is Severity.WARNING
    assert drift.verdict.sentence.text() == "Drifted: age changed since v1"
    drift.thresholds.own.warning.setValue(0.45)  # type: ignore[union-attr]  # there for a column that is judged
    qtbot.waitUntil(lambda: drift.verdict.severity.severity is Severity.NONE)
    qtbot.mouseClick(drift.thresholds.apply, LEFT)
    assert not drift.verdict.as_if.isVisible()
    qtbot.mouseClick(drift.controls.analyse, LEFT)
    settle()
    _, asked = desk.asked[-1]
    params = DriftParams.model_validate(asked["params"])
    assert params.thresholds("wasserstein_normed") == (0.3, 0.5)
    assert params.by_column["age"].warning == 0.45


def test_closing_the_thresholds_shows_the_report_as_it_is_stored(
    open_tab: OpenTab, desk: DataDesk, dataset: Dataset, qtbot: QtBot, settle: Settle
) -> None:
    _, drift = open_drift(open_tab, qtbot, settle)
    qtbot.mouseClick(drift.controls.thresholds, LEFT)
    settle()
    drift.thresholds.preset.setCurrentIndex(drift.thresholds.preset.findData("nannyml"))
    drift.thresholds.preset.activated.emit(drift.thresholds.preset.currentIndex())
    qtbot.waitUntil(drift.verdict.as_if.isVisible)
    qtbot.mouseClick(drift.thresholds.save, LEFT)
    dialog = drift.findChild(PresetDialog)
    assert dialog is not None
    qtbot.keyClicks(dialog.name, "ours")
    qtbot.mouseClick(dialog.go, LEFT)
    settle()
    assert list(desk.drift.presets.there) == ["ours"]
    assert drift.thresholds.preset.currentText() == "ours"
    qtbot.mouseClick(drift.thresholds._close, LEFT)
    assert not drift.verdict.as_if.isVisible()
    assert drift.verdict.severity.severity is Severity.CRITICAL
    assert drift.detail.isVisible()


def test_an_undecided_column_offers_to_read_the_rows(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    made = desk.add_dataset("shop", 400, 300)
    desk.store.reports.insert(report_of(made, column("age", 0.1, undecided=True, error_bound=0.01)))
    _, drift = open_drift(open_tab, qtbot, settle)
    methods = drift.detail.methods
    assert methods.basis.text().startswith("Undecided")
    assert methods.table.model().index(0, 0).data() == "Wasserstein, normed"
    methods.read_rows.click()
    settle()
    assert desk.asked[-1][1]["exact"] is True


def test_segments_are_found_when_asked_for_and_lead_to_their_rows(
    open_tab: OpenTab,
    desk: DataDesk,
    dataset: Dataset,
    qtbot: QtBot,
    settle: Settle,
) -> None:
    def explain(report_id: str) -> Job:
        segment = Segment(
            rule="age > 40",
            column="age",
            reference_share=0.3,
            current_share=0.6,
            inside=0.4,
            outside=0.01,
            p_value=0.0,
        )
        found = desk.store.reports.get(report_id)
        explained = found.model_copy(update={"explanation": Explanation(segments=(segment,))})
        desk.store.reports.replace(explained)
        return desk.enqueue("explain", JobKind.EXPLAIN, "Explain", report_id)

    desk.explain_drift = explain
    tab, drift = open_drift(open_tab, qtbot, settle)
    where = drift.detail.where
    where.seek.click()
    assert not where.seek.isVisible()
    qtbot.waitUntil(lambda: bool(desk.jobs.list()))
    job = desk.jobs.list()[0]
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=0, state=JobState.SUCCEEDED, result={}))
    qtbot.waitUntil(lambda: bool(where.segments()))
    settle()
    where.rule_chosen.emit("age > 40")
    settle()
    qtbot.waitUntil(lambda: tab.view.records.browsing.spec.where == "age > 40")
    assert tab.view.records.isVisible()
    assert tab.view.records.filters.field.text() == "age > 40"


def test_two_clicks_recompose_and_retrain_because_of_drift(
    open_tab: OpenTab, desk: DataDesk, dataset: Dataset, qtbot: QtBot, settle: Settle
) -> None:
    desk.models_there = [
        Model(name="best", task=Task.BINARY, dataset_id=dataset.id, target="churned", champion=1)
    ]
    tab, drift = open_drift(open_tab, qtbot, settle)
    assert drift.verdict.answer.text() == "Recompose and retrain…"
    qtbot.mouseClick(drift.verdict.answer, LEFT)
    dialog = tab.view.findChild(RetrainDialog)
    assert dialog is not None
    qtbot.mouseClick(dialog.go, LEFT)
    settle()
    assert desk.asked[-1] == ("retrain", "best")


def test_without_drift_nothing_is_offered_against_it(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    made = desk.add_dataset("calm", 400, 300)
    desk.store.reports.insert(report_of(made, column("age", 0.01)))
    _, drift = open_drift(open_tab, qtbot, settle)
    assert not drift.verdict.answer.isVisible()
    assert not drift.detail.expect.isVisible()


def test_words_that_moved_are_shown_before_the_lengths_of_texts(qtbot: QtBot, workspace: Workspace) -> None:
    detail = DriftDetail()
    qtbot.addWidget(detail)
    shifts = (
        WordShift(word="영화", reference=0.6, current=0.1),
        WordShift(word="series", reference=None, current=0.3),
    )
    text = column("review", 0.4, kind=Kind.TEXT, words=shifts, reference=BINS, current=BINS)
    detail.show_column(text, ("v1", "v2"))
    assert detail.view.mode.key() == "words"
    assert detail.view.plot._table() == (
        ("times in 100 texts", "v1", "v2"),
        [("영화", 60.0, 10.0), ("series", 0.0, 30.0)],
    )
    detail.view.mode.button("ecdf").click()
    assert detail.view.plot.is_binned


def test_the_bins_that_moved_are_found_as_ranges() -> None:
    reference = Distribution(counts=(10, 40, 30, 10, 10), edges=(0, 1, 2, 3, 4, 5))
    current = Distribution(counts=(10, 10, 20, 30, 30), edges=(0, 1, 2, 3, 4, 5))
    gained, lost = sorted(shapes.moved_ranges(reference, current), key=lambda r: -r.change)
    assert (gained.first, gained.last) == (3, 4)
    assert (lost.first, lost.last) == (1, 2)
    assert lost.change == pytest.approx(-0.4)
    assert shapes.moved_ranges(reference, reference) == []
    assert shapes.moved_ranges(reference, None) == []


def test_a_report_on_a_file_and_one_column_is_shown(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    made = desk.add_dataset("file", 400, 300)
    new, gone = (Distribution(labels=("a", "b"), counts=c, rows=10) for c in ((10.0, 0.0), (0.0, 10.0)))
    one = column("plan", 0.9, kind=Kind.CATEGORICAL, reference=new, current=gone)
    report = report_of(made, one).model_copy(update={"current": Side(file="new.csv", rows=10)})
    desk.store.reports.insert(report)
    _, drift = open_drift(open_tab, qtbot, settle)
    assert drift.detail._name.text() == "plan"
    assert drift.verdict.sentence.text() == "Drifted: plan changed since v1"
    drift.grab()


def test_columns_together_stand_beside_the_columns(
    open_tab: OpenTab, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    made = desk.add_dataset("pairs", 400, 300)
    joint = JointDrift(
        method="correlation",
        columns=("age", "days"),
        severity=Severity.CRITICAL,
        statistic=0.49,
        threshold=0.1,
        p_adjusted=1e-12,
        moved=("age and days: 0.71 → 0.12",),
    )
    report = report_of(made, column("age", 0.01)).model_copy(
        update={"together": (joint,), "severity": Severity.CRITICAL}
    )
    desk.store.reports.insert(report)
    _, drift = open_drift(open_tab, qtbot, settle)
    assert drift.verdict.sentence.text() == "Drifted: columns of v2 go together otherwise than in v1"
    qtbot.mouseClick(drift.columns.view.button("together"), LEFT)
    assert drift.columns.together.isVisible()
    assert not drift.table.isVisible()
    assert drift.columns.together.moved.text() == "age and days: 0.71 → 0.12"
    assert drift.columns.together.table.model().index(0, 0).data() == "Critical"
