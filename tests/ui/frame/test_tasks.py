"""The bridge between slots and blocking services."""

import threading
from collections.abc import Callable

from PySide6.QtCore import QObject
from pytestqt.qtbot import QtBot

from driftdesk.core.errors import NotFoundError
from driftdesk.ui.workspace import Workspace


def test_a_call_runs_in_another_thread_and_its_result_comes_back_here(
    workspace: Workspace, settle: Callable[[], None]
) -> None:
    seen: list[object] = []

    async def work() -> None:
        seen.append(await workspace.tasks.call(threading.current_thread))
        seen.append(threading.current_thread())

    workspace.tasks.start(work())
    settle()
    assert seen[0] is not threading.main_thread()
    assert seen[1] is threading.main_thread()


def test_what_a_coroutine_raises_becomes_a_notification_with_an_id(
    workspace: Workspace, settle: Callable[[], None]
) -> None:
    def fail() -> None:
        raise NotFoundError("There is no dataset 'chrun'.", "Did you mean churn?")

    workspace.tasks.start(workspace.tasks.call(fail))
    settle()
    notice = workspace.notifications.notices[0]
    assert (notice.kind, notice.text, notice.hint) == (
        "error",
        "There is no dataset 'chrun'.",
        "Did you mean churn?",
    )
    assert len(notice.error_id) == 8
    assert "NotFoundError" in notice.details


def test_a_coroutine_is_cancelled_with_its_owner(workspace: Workspace, qtbot: QtBot) -> None:
    owner = QObject()
    gate = threading.Event()
    reached: list[str] = []

    async def work() -> None:
        await workspace.tasks.call(gate.wait, 5)
        reached.append("after its owner was gone")

    workspace.tasks.start(work(), owner=owner)
    owner.deleteLater()
    qtbot.waitUntil(lambda: workspace.tasks.busy == 0)
    gate.set()
    assert reached == []
