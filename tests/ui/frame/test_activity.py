"""Activity: jobs as they go on, stopping them, what went wrong, who works, who did what."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QMessageBox
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Job, JobFinished, JobKind, JobProgressed, JobState, Progress
from driftdesk.ui.activity.jobs_page import JobsPage
from driftdesk.ui.activity.tab import ActivityTab
from driftdesk.ui.main_window import MainWindow
from tests.ui.fakes import FakeDesk


def page(window: MainWindow) -> JobsPage:
    tab: ActivityTab = window.tab("activity")
    return tab.jobs


def states(window: MainWindow) -> list[str]:
    model = page(window).table.model()
    return [model.index(row, 0).data() for row in range(model.rowCount())]


def answer(button_text: str, qtbot: QtBot, window: MainWindow) -> None:
    """Press a button of the question that is open."""
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    qtbot.mouseClick(next(b for b in box.buttons() if b.text() == button_text), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)


def test_every_state_is_shown_and_a_lost_heartbeat_is_not_called_failed(window: MainWindow) -> None:
    assert states(window) == [
        "Running", "Running", "Lost contact", "Waiting", "Succeeded", "Failed", "Succeeded", "Stopped", "Cancelled",
    ]  # fmt: skip


def test_progress_arrives_in_the_table_and_in_the_strip(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot
) -> None:
    first = window.workspace.jobs.jobs()[0]
    progress = Progress(stage="Epoch 45 of 50", done=45, total=50, seconds_left=9)
    busy_desk.jobs.publish(JobProgressed(job_id=first.id, attempt=1, number=11, progress=progress))
    model = page(window).table.model()
    qtbot.waitUntil(lambda: model.index(0, 2).data() == "90 %  9 s left")
    qtbot.waitUntil(lambda: window.workspace.jobs.job(first.id).progress.done == 45)  # type: ignore[union-attr]  # it is there


def test_a_new_job_appears_without_moving_the_choice(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot
) -> None:
    chosen = window.workspace.jobs.jobs()[5]
    window.open("job", chosen.id)
    assert page(window).view.job_id() == chosen.id
    busy_desk.jobs.add(Job(kind=JobKind.SWEEP, title="Sweep now"))
    qtbot.waitUntil(lambda: page(window).model.rowCount() == 10)
    job = page(window).chosen()
    assert job is not None
    assert job.id == chosen.id


def test_a_failed_job_says_why_and_what_to_do(window: MainWindow) -> None:
    failed = next(j for j in window.workspace.jobs.jobs() if j.error)
    window.open("job", failed.id)
    view = page(window).view
    assert view._failure.isVisible()
    assert view._cause.text() == "The target 'segment' has only one class in the training part."
    assert view._hint.text() == "Import more data, or choose another target."
    assert "9f3a11c2" in view._error_id.text()


def test_the_log_follows_the_job(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    first = window.workspace.jobs.jobs()[0]
    window.open("job", first.id)
    settle()
    log = page(window).view.log
    qtbot.waitUntil(lambda: log.rowCount() == 11)
    for number, done in ((11, 33), (12, 34)):
        progress = Progress(stage="Epoch 32 of 50", done=done, total=50)
        busy_desk.jobs.publish(JobProgressed(job_id=first.id, attempt=1, number=number, progress=progress))
    qtbot.waitUntil(lambda: log.last == (1, 12))
    assert log.rowCount() == 11, "progress within a stage replaces its line"
    busy_desk.jobs.publish(JobFinished(job_id=first.id, attempt=1, number=13, state=JobState.SUCCEEDED))
    qtbot.waitUntil(lambda: log.rowCount() == 12)
    assert log.text().endswith("Succeeded")


def test_a_running_job_is_asked_to_stop_and_then_killed(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot
) -> None:
    first = window.workspace.jobs.jobs()[0]
    window.open("job", first.id)
    view = page(window).view
    qtbot.mouseClick(view.stop_button, Qt.MouseButton.LeftButton)
    answer("Stop it", qtbot, window)
    qtbot.waitUntil(lambda: busy_desk.jobs.stopped == [(first.id, False)])
    qtbot.waitUntil(lambda: view.stop_button.text() == "Kill")
    assert states(window)[0] == "Stopping"
    qtbot.mouseClick(view.stop_button, Qt.MouseButton.LeftButton)
    answer("Kill it", qtbot, window)
    qtbot.waitUntil(lambda: busy_desk.jobs.stopped[-1] == (first.id, True))


def test_letting_it_run_stops_nothing(window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot) -> None:
    window.open("job", window.workspace.jobs.jobs()[0].id)
    page(window).stop_chosen()
    answer("Let it run", qtbot, window)
    assert busy_desk.jobs.stopped == []


def test_a_waiting_job_is_cancelled_by_the_delete_key(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot
) -> None:
    waiting = next(j for j in window.workspace.jobs.jobs() if j.state is JobState.QUEUED)
    window.open("job", waiting.id)
    page(window).table.setFocus()
    qtbot.keyClick(page(window).table, Qt.Key.Key_Delete)
    qtbot.waitUntil(lambda: busy_desk.jobs.stopped == [(waiting.id, False)])


def test_filters_narrow_the_jobs_and_say_when_none_fits(window: MainWindow, qtbot: QtBot) -> None:
    shown = page(window)
    qtbot.mouseClick(shown._states.button("failed"), Qt.MouseButton.LeftButton)
    assert states(window) == ["Failed"]
    qtbot.mouseClick(shown._states.button("active"), Qt.MouseButton.LeftButton)
    assert len(states(window)) == 4
    qtbot.keyClicks(shown._search, "nothing like it")
    assert shown._empty.isVisible()
    qtbot.mouseClick(shown._empty._action, Qt.MouseButton.LeftButton)
    assert len(states(window)) == 9


def test_a_job_that_ends_is_announced_with_a_way_to_it(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot
) -> None:
    first = window.workspace.jobs.jobs()[0]
    busy_desk.jobs.publish(JobFinished(job_id=first.id, attempt=1, number=11, state=JobState.SUCCEEDED))
    qtbot.waitUntil(lambda: bool(window.workspace.notifications.notices))
    notice = window.workspace.notifications.notices[0]
    assert (notice.kind, notice.text, notice.link) == ("success", first.title, ("job", first.id))
    assert len(window.toasts.toasts()) == 1


def test_workers_and_audit_are_read_when_they_are_shown(
    window: MainWindow, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    tab: ActivityTab = window.tab("activity")
    tab.pages.setCurrentWidget(tab.workers)
    settle()
    model = tab.workers.table.model()
    assert [model.index(row, 0).data() for row in range(3)] == ["Busy", "Idle", "Last seen 4 min ago"]
    tab.pages.setCurrentWidget(tab.audit)
    settle()
    assert tab.audit.table.model().index(0, 2).data() == "version committed"
