"""The whole window over the fake desk, with Activity as its first tab (it needs no service but jobs)."""

from collections.abc import Callable, Iterator

import pytest
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from driftdesk.ui.language import Language
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.session import Session
from driftdesk.ui.workspace import Workspace
from tests.ui import sample_jobs
from tests.ui.fakes import FakeDesk


@pytest.fixture
def busy_desk(desk: FakeDesk) -> FakeDesk:
    """The fake desk with the jobs of a busy day."""
    sample_jobs.fill(desk)
    return desk


@pytest.fixture
def window(
    workspace: Workspace, busy_desk: FakeDesk, themed: QApplication, qtbot: QtBot, settle: Callable[[], None]
) -> Iterator[MainWindow]:
    """Shown, connected and loaded."""
    workspace.remember("frame/tab", "activity")
    session = Session(workspace, opener=lambda _: busy_desk, runs_jobs=False)  # type: ignore[arg-type,return-value]  # the fake
    language = Language(themed)
    made = MainWindow(workspace, session, language)
    qtbot.addWidget(made, before_close_func=lambda _: setattr(made, "_leaving", True))
    made.resize(1280, 800)
    made.show()
    workspace.tasks.start(session.connect_to(workspace.settings))
    qtbot.waitUntil(lambda: session.state == "connected")
    settle()
    qtbot.waitUntil(lambda: len(workspace.jobs.jobs()) == 9)
    yield made
    language.use("en")
