"""What nobody caught reaches the user, wherever it was raised; nothing heavy is imported to show the window."""

import asyncio
import subprocess
import sys
import threading
from collections.abc import Iterator

import pytest
from pytestqt.qtbot import QtBot

from driftdesk.ui.app import _catch_the_uncaught
from driftdesk.ui.notifications import Notifications

HEAVY = "torch sklearn scipy pandas pyarrow numpy pymongo pyqtgraph"


@pytest.fixture
def notifications(loop: asyncio.AbstractEventLoop) -> Iterator[Notifications]:
    """Hooked to all that is uncaught, for the time of a test."""
    hooks = sys.excepthook, threading.excepthook
    made = Notifications()
    _catch_the_uncaught(loop, made)
    yield made
    sys.excepthook, threading.excepthook = hooks


def test_an_exception_in_a_slot_is_shown(notifications: Notifications) -> None:
    error = RuntimeError("in a slot")
    sys.excepthook(type(error), error, None)
    assert "in a slot" in notifications.notices[0].details


def test_an_exception_in_a_thread_is_shown(notifications: Notifications, qtbot: QtBot) -> None:
    def fail() -> None:
        raise RuntimeError("in a thread")

    threading.Thread(target=fail).start()
    qtbot.waitUntil(lambda: bool(notifications.notices))
    assert "in a thread" in notifications.notices[0].details


def test_an_exception_of_the_event_loop_is_shown(
    notifications: Notifications, loop: asyncio.AbstractEventLoop
) -> None:
    loop.call_exception_handler({"message": "lost", "exception": RuntimeError("in the loop")})
    assert "in the loop" in notifications.notices[0].details


def test_showing_the_frame_imports_nothing_heavy() -> None:
    code = f"import sys, driftdesk.ui.app; print([m for m in {HEAVY.split()!r} if m in sys.modules])"
    done = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True)
    assert done.stdout.strip() == "[]"
