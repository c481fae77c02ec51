"""Streams in the Drift tab: chosen, looked at by detectors, watched from then on; and what tells of new alarms."""

from collections.abc import Callable
from typing import Any

import pytest
from PySide6.QtCore import QPointF, Qt
from PySide6.QtWidgets import QApplication, QMessageBox, QPushButton
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import (
    Alarm,
    Job,
    JobFinished,
    JobKind,
    JobState,
    StreamResult,
    StreamSource,
    StreamStudy,
    Watch,
)
from driftdesk.core.errors import ExpressionError
from driftdesk.ui.data.drift.stream_dialogs import DetectorParams, KeepWatching
from driftdesk.ui.data.drift.streams import DriftStreams
from driftdesk.ui.data.tab import DataTab
from driftdesk.ui.job_notices import notice_of
from tests.ui.data.desk import DataDesk

OpenTab = Callable[[], DataTab]
Settle = Callable[[], None]


def study(dataset_id: str, of: str = "age") -> StreamStudy:
    return StreamStudy(
        dataset_id=dataset_id,
        version=2,
        source=StreamSource(of=of),
        rows=300,
        results=(
            StreamResult(detector="adwin", alarms=1, positions=(150,), moments=("noon",), jump=1.5),
            StreamResult(detector="never", alarms=0),
            StreamResult(detector="always", alarms=300, jump=0.2),
        ),
        curve=(1.0, None, 3.0),
        curve_low=(0.5, None, 2.0),
        curve_high=(1.5, None, 4.0),
    )


@pytest.fixture
def streams(open_tab: OpenTab, desk: DataDesk, settle: Settle, qtbot: QtBot) -> DriftStreams:
    desk.add_dataset("churn", 400, 300)

    def look(ref: str, source: StreamSource, detectors: dict[str, Any]) -> Job:
        if source.of == "nothing":
            raise ExpressionError("There is no column nothing.", "Choose another.")
        return desk.enqueue("stream", JobKind.STREAM, "Watch", (ref, source, detectors))

    desk.study_stream = look  # type: ignore[attr-defined]  # the verb
    desk.watch_streams = lambda dataset: None  # type: ignore[attr-defined]  # likewise
    tab = open_tab()
    tab.view.show_panel("drift")
    settle()
    timeline = tab.view.drift.timeline
    qtbot.mouseClick(timeline.switch.button("stream"), Qt.MouseButton.LeftButton)
    settle()
    return timeline.streams


def choose(streams: DriftStreams, text: str) -> None:
    streams.bar.expression.set_text(text)
    streams.bar.expression.edited.emit(text)
    streams.bar.expression.line.editingFinished.emit()


def test_nothing_can_be_looked_at_until_a_stream_is_chosen(streams: DriftStreams) -> None:
    assert streams.isVisible()
    assert not streams.bar.run.isEnabled()
    assert "Choose what is watched" in streams._nothing.text()
    choose(streams, "age")
    assert streams.bar.run.isEnabled()


def test_a_stream_is_looked_at_by_a_job_and_its_alarms_are_shown(
    streams: DriftStreams, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    choose(streams, "age")
    qtbot.mouseClick(streams.bar.run, Qt.MouseButton.LeftButton)
    settle()
    asked = ("churn@2", StreamSource(of="age"), {"adwin": {}, "page-hinkley": {}})
    assert desk.asked[-1] == ("stream", asked)
    assert streams.bar.stop.isVisible()
    desk.streams.made.append(study(desk.datasets.get("churn").id))
    job = desk.jobs.list()[0]
    desk.jobs.publish(JobFinished(job_id=job.id, attempt=1, number=1, state=JobState.SUCCEEDED, result={}))
    qtbot.waitUntil(lambda: streams.study is not None)
    plot = streams.plot
    assert [r.detector for r in streams.tables.found.things] == ["adwin", "never", "always"]
    said = plot._read_out(QPointF(150, plot._middle_of(0)))
    assert said.startswith("ADWIN\n")
    assert said.endswith("150\nnoon")
    assert "(2 – 4)" in plot._read_out(QPointF(290, 3.0))
    plot.grab()


def test_what_is_wrong_with_a_stream_is_said_and_it_can_be_run_again(
    streams: DriftStreams, qtbot: QtBot, settle: Settle
) -> None:
    choose(streams, "nothing")
    qtbot.mouseClick(streams.bar.run, Qt.MouseButton.LeftButton)
    settle()
    assert streams._nothing.text() == "There is no column nothing. Choose another."
    assert streams.bar.run.isVisible()


def test_parameters_that_are_not_as_usual_are_asked_for_and_remembered(streams: DriftStreams) -> None:
    choose(streams, "age")
    dialog = DetectorParams(streams.bar.chosen(), streams)
    dialog.confirmed.connect(streams.bar._on_params)
    dialog.forms["adwin"].set_values({"delta": 0.05})
    dialog.accept()
    assert streams.bar.chosen() == {"adwin": {"delta": 0.05}, "page-hinkley": {}}
    again = DriftStreams(streams._workspace)
    assert streams._facts is not None
    again.show_version(streams._facts, 2)
    assert again.bar.source() == StreamSource(of="age")
    assert again.bar.chosen() == streams.bar.chosen()
    again.deleteLater()


def test_a_watch_is_kept_and_removed_once_that_is_confirmed(
    streams: DriftStreams, desk: DataDesk, qtbot: QtBot, settle: Settle
) -> None:
    choose(streams, "age")
    qtbot.mouseClick(streams.tables.keep, Qt.MouseButton.LeftButton)
    dialog = next(w for w in QApplication.topLevelWidgets() if isinstance(w, KeepWatching) and w.isVisible())
    dialog.name.setText("ages")
    dialog.accept()
    settle()
    assert [(w.name, w.detector) for w in streams.tables.watches.things] == [("ages", "adwin")]
    streams.tables.watches_table.selectRow(0)
    qtbot.mouseClick(streams.tables.remove, Qt.MouseButton.LeftButton)
    box = next(w for w in QApplication.topLevelWidgets() if isinstance(w, QMessageBox) and w.isVisible())
    go = next(b for b in box.findChildren(QPushButton) if b.text() == "Remove")
    qtbot.mouseClick(go, Qt.MouseButton.LeftButton)
    settle()
    assert not desk.streams.kept
    assert not streams.tables.watches.things


def test_the_stream_of_a_watch_can_be_looked_at(streams: DriftStreams, desk: DataDesk) -> None:
    watch = Watch(
        name="plans",
        dataset_id=desk.datasets.get("churn").id,
        source=StreamSource(of='plan == "free"'),
        detector="ddm",
        alarms=(Alarm(position=1_200, version=2),),
    )
    streams.tables.show_watches([watch])
    assert streams.tables.watches.index(0, 3).data() == "row 1,200 · v2"
    streams.tables.chosen.emit(watch)
    assert streams.bar.source() == watch.source
    assert list(streams.bar.chosen()) == ["ddm"]


def test_new_alarms_are_told_with_the_way_to_the_streams_and_quiet_ones_are_not() -> None:
    def ended(alarms: dict[str, int]) -> Job:
        result = {"dataset": "churn", "alarms": alarms}
        params = {"dataset_id": "d"}
        return Job(kind=JobKind.WATCH, title="Watch", params=params, state=JobState.SUCCEEDED, result=result)

    notice = notice_of(ended({"ages": 2, "plans": 0}))
    assert notice is not None
    assert notice.kind == "warning"
    assert notice.text == "New alarms in churn: ages (2)"
    assert notice.link == ("stream", "d")
    assert notice_of(ended({"ages": 0})) is None
