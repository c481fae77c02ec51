"""The frame as its user meets it."""

from collections.abc import Callable

from PySide6.QtCore import Qt
from PySide6.QtWidgets import QApplication, QMessageBox
from pytestqt.qtbot import QtBot

from driftdesk.core.errors import NotFoundError
from driftdesk.core.settings import load_settings
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.theme.colours import colours
from tests.ui import sample_jobs
from tests.ui.fakes import FakeDesk


def test_only_the_tab_that_is_shown_is_made(window: MainWindow) -> None:
    assert list(window._pages) == ["activity"]
    assert window.current_tab() == "activity"


def test_the_strip_shows_the_first_running_job_and_counts_the_rest(window: MainWindow) -> None:
    strip = window.strip.jobs
    assert strip._title.text() == "Retrain house-prices"
    assert strip._figures.text() == "40 %  6 min left"
    assert strip._more.text() == "2 more, 1 waiting"
    assert len(strip.job_ids()) == 3


def test_the_language_switches_while_the_window_runs_and_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.mouseClick(window.strip.language_button(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.top_bar.tab_button("activity").text() == "활동")
    assert load_settings(window.workspace.settings.data_dir).language == "ko"
    qtbot.mouseClick(window.strip.language_button(), Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.top_bar.tab_button("activity").text() == "Activity")


def test_the_theme_switches_live_and_is_kept(window: MainWindow, qtbot: QtBot) -> None:
    with qtbot.waitSignal(window.workspace.theme_changed):
        window.set_theme("dark")
    assert colours().dark
    assert load_settings(window.workspace.settings.data_dir).theme == "dark"
    window.set_theme("light")
    assert not colours().dark


def test_an_error_is_a_toast_and_stands_in_the_centre_with_its_id(window: MainWindow, qtbot: QtBot) -> None:
    error_id = window.workspace.notifications.error(
        NotFoundError("There is no dataset 'chrun'.", "Did you mean churn?")
    )
    assert window.top_bar.bell.count() == 1
    toast = window.toasts.toasts()[0]
    assert toast.accessibleName() == "There is no dataset 'chrun'. Did you mean churn?"
    qtbot.mouseClick(window.top_bar.bell, Qt.MouseButton.LeftButton)
    assert window.centre.isVisible()
    assert window.top_bar.bell.count() == 0
    texts = [w.text() for w in window.centre.findChildren(type(window.centre._heading))]
    assert error_id in texts
    window.centre.dismiss()


def test_a_tab_that_cannot_be_made_shows_why_and_the_others_go_on(window: MainWindow) -> None:
    from driftdesk.ui import main_window

    main_window.TABS["broken"] = "BrokenTab"
    try:
        made = window._make_tab("broken")
        assert "driftdesk.ui.broken" in made._hint.text()
        assert window.workspace.notifications.notices[0].kind == "error"
    finally:
        del main_window.TABS["broken"]


def test_the_list_hides_by_a_key_and_stays_hidden(window: MainWindow, qtbot: QtBot) -> None:
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.state("frame/list_hidden") is True
    qtbot.keyClick(window, Qt.Key.Key_B, Qt.KeyboardModifier.ControlModifier)
    assert window.workspace.state("frame/list_hidden") is False


def test_closing_with_jobs_running_here_asks_what_becomes_of_them(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot, monkeypatch: object
) -> None:
    window.session._runner = _Here()  # type: ignore[assignment]  # stands for the window's worker
    window._leaving = False
    window.close()
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is not None)
    box = window.findChild(QMessageBox)
    assert isinstance(box, QMessageBox)
    assert "Train churn-classifier on churn v7" in box.informativeText()
    keep = next(b for b in box.buttons() if b.text() == "Keep the window open")
    qtbot.mouseClick(keep, Qt.MouseButton.LeftButton)
    qtbot.waitUntil(lambda: window.findChild(QMessageBox) is None)
    assert window.isVisible()
    assert busy_desk.jobs.stopped == []
    window.session._runner = None


class _Here:
    worker_id = sample_jobs.HERE

    def stop(self) -> bool:
        return True


def test_leaving_closes_the_desk(
    window: MainWindow, busy_desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    quits: list[bool] = []
    window._leaving = False
    original = QApplication.quit
    QApplication.quit = lambda: quits.append(True)  # type: ignore[assignment,method-assign]  # the tests' application stays
    try:
        window.close()
        qtbot.waitUntil(lambda: quits == [True])
    finally:
        QApplication.quit = original  # type: ignore[method-assign]  # as above
    assert busy_desk.closed
    assert not window.isVisible()
