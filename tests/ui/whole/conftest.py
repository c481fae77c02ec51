"""The real window on a database of its own in one embedded server, which all tests here share.

``open_window()`` shows it as ``driftdesk`` would; whatever error it announces fails the test, unless the test says
``hears.expected`` of it.
"""

import asyncio
import re
import secrets
import shutil
import sys
import tempfile
import threading
from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from pathlib import Path

import pytest
from PySide6.QtCore import QEvent
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from driftdesk.core.paths import sample_data_dir
from driftdesk.core.settings import Settings
from driftdesk.core.storage.embedded import EmbeddedServer
from driftdesk.ui.app import make_window
from driftdesk.ui.main_window import MainWindow
from driftdesk.ui.notifications import Notice
from tests.ui.conftest import no_service_runs
from tests.ui.whole.hand import LATER, Hand

CHURN = sample_data_dir() / "sample_users_churn"
OpenWindow = Callable[..., Hand]


@dataclass
class Hears:
    """The notices that the window posted. ``expected``: patterns of errors that belong to the test."""

    notices: list[Notice] = field(default_factory=list)
    expected: list[str] = field(default_factory=list)

    def errors(self) -> list[str]:
        return [f"{n.text} {n.hint}" for n in self.notices if n.kind == "error"]

    def unexpected(self) -> list[Notice]:
        errors = [n for n in self.notices if n.kind == "error"]
        return [n for n in errors if not any(re.search(p, n.text) for p in self.expected)]


@pytest.fixture(scope="session")
def shared_dir() -> Iterator[Path]:
    """A data directory whose embedded server runs for the whole session."""
    folder = Path(tempfile.mkdtemp(prefix="driftdesk-whole-"))
    server = EmbeddedServer(Settings(data_dir=folder, user="tester"))
    try:
        server.attach()
        yield folder
    finally:
        server.detach()
        server.stop()
        shutil.rmtree(folder)


@pytest.fixture
def settings(shared_dir: Path) -> Iterator[Settings]:
    """Settings of a new user: nothing is remembered, and the database is empty."""
    yield Settings(
        data_dir=shared_dir,
        database=f"whole_{secrets.token_hex(4)}",
        user="ada",
        theme="light",
        language="en",
        slots=1,
    )
    for kept in ("window.ini", "settings.json"):
        (shared_dir / kept).unlink(missing_ok=True)


@pytest.fixture
def hears() -> Hears:
    return Hears()


@pytest.fixture
def open_window(
    themed: QApplication,
    loop: asyncio.AbstractEventLoop,
    settings: Settings,
    hears: Hears,
    qtbot: QtBot,
) -> Iterator[OpenWindow]:
    """Make and show the window of ``settings``, changed by keywords, and wait until its first tab stands."""
    made: list[MainWindow] = []
    hooks = sys.excepthook, threading.excepthook

    def open_it(*, wait: bool = True, **changes: object) -> Hand:
        window = make_window(themed, loop, settings.model_copy(update=changes))
        made.append(window)
        window.workspace.notifications.posted.connect(hears.notices.append)
        window.resize(1440, 900)
        ready: list[bool] = []
        window.ready.connect(lambda: ready.append(True))
        window.show()
        window.activateWindow()
        if wait:
            qtbot.waitUntil(lambda: bool(ready), timeout=LATER)
        return Hand(window, qtbot)

    yield open_it
    for window in made:
        _close(window, qtbot)
    sys.excepthook, threading.excepthook = hooks
    assert not hears.unexpected(), "\n\n".join(f"{n.text}\n{n.details}" for n in hears.unexpected())


def _close(window: MainWindow, qtbot: QtBot) -> None:
    """Leave as the window does, without ending the application."""
    workspace = window.workspace
    window.hide()
    workspace.tasks.start(window.session.leave())
    qtbot.waitUntil(lambda: not workspace.is_connected and workspace.tasks.busy == 0, timeout=LATER)
    workspace.close()
    qtbot.waitUntil(no_service_runs, timeout=LATER)
    window.deleteLater()
    QApplication.sendPostedEvents(None, QEvent.Type.DeferredDelete)
