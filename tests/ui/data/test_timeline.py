"""The timeline under the drift of a dataset: asked for, made, shown as map and line, and remembered."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import Qt
from PySide6.QtWidgets import QComboBox
from pytestqt.qtbot import QtBot

from driftdesk.core.drift.timeline.cells import TimelineTable, pack
from driftdesk.core.entities import (
    ColumnDrift,
    Job,
    JobFinished,
    JobKind,
    JobProgressed,
    JobState,
    Kind,
    PackedPoint,
    Progress,
    Severity,
    Timeline,
    TimelineColumn,
)
from driftdesk.core.errors import SchemaError
from driftdesk.ui.data.drift.timeline import DriftTimeline
from driftdesk.ui.data.tab import DataTab
from driftdesk.ui.plots.heat_map import CELL_ROLE
from tests.ui.data.desk import DataDesk

OpenTab = Callable[[], DataTab]
Settle = Callable[[], None]

WEEKS = 3


def timeline(id: str, **fields: Any) -> Timeline:
    columns = tuple(TimelineColumn(name=n, kind=Kind.NUMERIC) for n in ("age", "income"))
    return Timeline(
        id=id, dataset_id="d", dataset_name="churn", version=2, columns=columns, complete=True, **fields
    )


def points() -> list[PackedPoint]:
    """Income drifts in the last of three weeks; the first is the reference."""
    made = []
    for number, (severity, statistic) in enumerate(
        ((Severity.NONE, None), (Severity.NONE, 0.04), (Severity.CRITICAL, 0.4))
    ):
        method = "in_reference" if statistic is None else "wasserstein_normed"
        columns = [
            ColumnDrift(
                name=name,
                kind=Kind.NUMERIC,
                severity=severity if name == "income" else Severity.NONE,
                method=method,
                statistic=statistic if name == "income" or statistic is None else 0.01,
                threshold=None if statistic is None else 0.1,
                critical_threshold=None if statistic is None else 0.25,
                p_adjusted=None if statistic is None else 0.001,
            )
            for name in ("age", "income")
        ]
        methods, cells = pack(columns, [70, 70])
        made.append(
            PackedPoint(
                id=str(number),
                timeline_id="t",
                dataset_id="d",
                number=number,
                label=f"2024-W0{number + 1}",
                rows=70,
                reference="" if number == 0 else "2024-W01",
                reference_rows=70,
                is_reference=number == 0,
                methods=methods,
                columns=2,
                cells=cells,
            )
        )
    return made


class Timelines:
    """``made`` by what was asked; a desk of which no column holds times where ``refuses``."""

    def __init__(self) -> None:
        self.made: dict[str, Timeline] = {}
        self.refuses = False

    def plan(self, ref: str, params: object = None, **asked: Any) -> Timeline:
        if self.refuses:
            raise SchemaError("No column holds times.", "Cut by rows.")
        return timeline("|".join([ref, *asked.values()]), **asked)

    def find(self, id: str) -> Timeline | None:
        return self.made.get(id)

    def table(self, id: str) -> TimelineTable:
        return TimelineTable(self.made[id], points())


@pytest.fixture
def timelines(desk: DataDesk) -> Timelines:
    found = Timelines()
    desk.timelines = found  # type: ignore[attr-defined]  # a fake of the service
    desk.add_dataset("churn", 400, 300)

    def make(ref: str, **asked: Any) -> Job:
        return desk.enqueue("timeline", JobKind.TIMELINE, f"Timeline of {ref}", (ref, asked))

    desk.make_timeline = make  # type: ignore[attr-defined]  # the verb
    return found


@pytest.fixture
def shown(open_tab: OpenTab, timelines: Timelines, settle: Settle) -> DriftTimeline:
    tab = open_tab()
    tab.view.show_panel("drift")
    settle()
    return tab.view.drift.timeline


def choose(combo: QComboBox, key: str) -> None:
    combo.setCurrentIndex(combo.findData(key))
    combo.activated.emit(combo.currentIndex())


def test_versions_are_shown_at_once_and_need_not_be_made(shown: DriftTimeline) -> None:
    assert shown.bar.ask().is_live
    assert not shown.bar.run.isVisible()
    assert shown.heat_map.model().columnCount() == 1


def test_weeks_are_made_by_a_job_and_shown_when_it_ends(
    shown: DriftTimeline, timelines: Timelines, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    choose(shown.bar.every, "period:week")
    settle()
    assert shown.bar.run.isVisible()
    qtbot.mouseClick(shown.bar.run, Qt.MouseButton.LeftButton)
    settle()
    assert desk.asked[-1] == (
        "timeline",
        ("churn@2", {"every": "period:week", "against": "pinned", "reference": "", "params": {}}),
    )
    job = desk.jobs.list()[0]
    progress = Progress(stage="comparing", done=1, total=2)
    desk.jobs.publish(JobProgressed(job_id=job.id, attempt=1, number=0, progress=progress))
    qtbot.waitUntil(shown.bar.stop.isVisible)
    assert not shown.bar.every.isEnabled()
    planned = timelines.plan("churn@2", every="period:week", against="pinned", reference="")
    timelines.made[planned.id] = planned
    done = JobFinished(job_id=job.id, attempt=1, number=1, state=JobState.SUCCEEDED, result={})
    desk.jobs.publish(done)
    qtbot.waitUntil(lambda: shown.heat_map.model().columnCount() == WEEKS)
    assert shown.bar.every.isEnabled()
    assert not shown.bar.run.isVisible()


@pytest.fixture
def weeks(shown: DriftTimeline, timelines: Timelines, settle: Settle) -> DriftTimeline:
    planned = timelines.plan("churn@2", every="period:week", against="rolling:4", reference="")
    timelines.made[planned.id] = planned
    choose(shown.bar.every, "period:week")
    choose(shown.bar.against, "rolling")
    settle()
    return shown


def test_a_cell_says_its_figures_and_chooses_its_column(weeks: DriftTimeline, qtbot: QtBot) -> None:
    model = weeks.heat_map.model()
    assert model.headerData(0, Qt.Orientation.Vertical) == "income"  # the one that drifted first
    tip = model.data(model.index(0, 2), Qt.ItemDataRole.ToolTipRole)
    assert tip.startswith("income, 2024-W03: Critical\n")
    assert "0.4 (threshold 0.1), p = 0.001" in tip
    assert "70 rows with a value, against 2024-W01 (70 rows)" in tip
    assert model.data(model.index(0, 0), CELL_ROLE).is_plain
    with qtbot.waitSignal(weeks.column_chosen) as chosen:
        weeks.heat_map.clicked.emit(model.index(1, 1))
    assert chosen.args == ["age"]


def test_the_line_has_the_column_with_both_thresholds(weeks: DriftTimeline, qtbot: QtBot) -> None:
    weeks.show_column("income")
    qtbot.mouseClick(weeks._what.button("one"), Qt.MouseButton.LeftButton)
    dots = [d.value for d in weeks.line._dots]
    assert dots == [None, 0.04, 0.4]
    assert [value for value, _ in weeks.line._limits] == [0.1, 0.25]
    weeks.line.grab()


def test_what_was_asked_last_is_asked_again_after_a_restart(weeks: DriftTimeline) -> None:
    again = DriftTimeline(weeks._workspace)
    assert again.bar.ask() == weeks.bar.ask()
    again.deleteLater()


def test_what_cannot_be_cut_so_is_said_and_nothing_can_be_run(
    shown: DriftTimeline, timelines: Timelines, settle: Settle
) -> None:
    timelines.refuses = True
    choose(shown.bar.every, "period:month")
    settle()
    assert shown._nothing.text() == "No column holds times. Cut by rows."
    assert not shown.bar.run.isVisible()


def test_seasons_are_offered_for_periods_that_have_them(shown: DriftTimeline) -> None:
    def offered() -> list[str]:
        return [shown.bar.against.itemData(i) for i in range(shown.bar.against.count())]

    choose(shown.bar.every, "period:month")
    assert offered() == ["first", "side", "rolling", "expanding", "seasonal:year"]
    choose(shown.bar.every, "rows")
    assert offered() == ["first", "side", "rolling", "expanding"]
    assert shown.bar.ask().every == "rows:5000"


def test_thousands_of_columns_and_points_ask_only_for_what_is_seen(shown: DriftTimeline) -> None:
    asked: set[tuple[int, int]] = set()

    def cell(row: int, column: int) -> None:
        asked.add((row, column))

    rows = [f"column {i}" for i in range(5_000)]
    shown.heat_map.show_cells(rows, [f"c{i}" for i in range(1_000)], cell, lambda *_at: "")
    shown.heat_map.grab()
    assert 0 < len(asked) < 20_000
