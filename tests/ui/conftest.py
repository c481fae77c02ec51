"""The window's tests run without a screen, on the window's own event loop, over a fake desk.

``workspace`` gives a ready Workspace over ``desk``; ``settle()`` waits until all that was started by ``tasks`` is done.
"""

import asyncio
import os
import platform
import threading
from collections.abc import Callable, Iterator
from pathlib import Path

if platform.system() == "Linux":
    os.environ.setdefault("QT_QPA_PLATFORM", "offscreen")

import pytest
import qasync
from PySide6.QtWidgets import QApplication
from pytestqt.qtbot import QtBot

from driftdesk.core.settings import Settings
from driftdesk.ui.garbage import GarbageCollector
from driftdesk.ui.notifications import Notifications
from driftdesk.ui.tasks import Tasks
from driftdesk.ui.theme.style import apply_theme
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk


@pytest.fixture(scope="session")
def themed(qapp: QApplication) -> Iterator[QApplication]:
    """Garbage is collected in this thread alone also between tests: what one leaves behind are widgets."""
    apply_theme(qapp, "light")
    collector = GarbageCollector(qapp)
    yield qapp
    collector.close()


@pytest.fixture
def loop(themed: QApplication) -> Iterator[asyncio.AbstractEventLoop]:
    """The window's loop, turned by ``qtbot``'s waiting."""
    made = qasync.QEventLoop(themed)
    asyncio.set_event_loop(made)
    asyncio.events._set_running_loop(made)
    yield made
    asyncio.events._set_running_loop(None)
    asyncio.set_event_loop(None)
    made.close()


@pytest.fixture
def settings(tmp_path: Path) -> Settings:
    return Settings(data_dir=tmp_path, user="ada", theme="light", language="en")


@pytest.fixture
def desk(settings: Settings) -> FakeDesk:
    """Override it in your folder's conftest to give services: ``FakeDesk(settings, datasets=...)``."""
    return FakeDesk(settings)


@pytest.fixture
def workspace(
    loop: asyncio.AbstractEventLoop, settings: Settings, desk: FakeDesk, qtbot: QtBot
) -> Iterator[Workspace]:
    notifications = Notifications()
    tasks = Tasks(loop, notifications.error)
    made = Workspace(settings, tasks, notifications)
    made.set_desk(desk)  # type: ignore[arg-type]  # the fake has the names that the window uses
    yield made
    made.close()
    qtbot.waitUntil(lambda: tasks.busy == 0 and no_service_runs(), timeout=30_000)


def no_service_runs() -> bool:
    """Whether the threads of closed ``Tasks`` have ended. Until then they hold the workspace, and one that drops it last
    would destroy it outside of the window's thread."""
    return not any(t.name.startswith("service") for t in threading.enumerate())


@pytest.fixture
def settle(workspace: Workspace, qtbot: QtBot) -> Callable[[], None]:
    """Wait until no started coroutine runs any more, and what they caused is painted."""

    def wait() -> None:
        qtbot.waitUntil(lambda: workspace.tasks.busy == 0, timeout=10_000)
        QApplication.processEvents()

    return wait
