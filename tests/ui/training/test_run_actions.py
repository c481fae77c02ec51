"""What can be done with a run, by its state and by what its job was asked already."""

from collections.abc import Callable

import pytest
from PySide6.QtCore import Qt
from pytestqt.qtbot import QtBot

from driftdesk.core.entities import Checkpoint, Job, JobKind, JobState, Run, RunState, Stop
from driftdesk.ui.training.run_actions import RunActions
from driftdesk.ui.workspace import Workspace
from tests.ui.fakes import FakeDesk
from tests.ui.training.services import run

LEFT = Qt.MouseButton.LeftButton
NAMES = ("pause", "resume", "finish", "register", "stop")
KEPT = Checkpoint(artifact_id="a", epoch=3, step=90, best_epoch=2)


@pytest.fixture
def actions(workspace: Workspace, qtbot: QtBot) -> RunActions:
    made = RunActions(workspace)
    qtbot.addWidget(made)
    made.show()
    return made


def there(actions: RunActions) -> set[str]:
    return {name for name in NAMES if getattr(actions, name).isVisible()}


def in_state(state: RunState, *, kept: bool = True) -> Run:
    return run(4, state).model_copy(update={"checkpoint": KEPT if kept else None})


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (RunState.RUNNING, {"pause", "finish", "stop"}),
        (RunState.QUEUED, {"pause", "stop"}),
        (RunState.LOST, {"pause", "stop"}),
        (RunState.PAUSED, {"resume", "register", "stop"}),
        (RunState.FAILED, {"resume", "register"}),
        (RunState.ABORTED, {"resume", "register"}),
        (RunState.SUCCEEDED, set()),
        (RunState.PRUNED, set()),
    ],
)
def test_only_what_fits_the_state_is_there(actions: RunActions, state: RunState, expected: set[str]) -> None:
    actions.show_run(in_state(state))
    assert there(actions) == expected


def test_a_stopped_run_without_a_checkpoint_cannot_be_registered(actions: RunActions) -> None:
    actions.show_run(in_state(RunState.ABORTED, kept=False))
    assert there(actions) == {"resume"}
    actions.show_run(None)
    assert there(actions) == set()


def test_what_the_job_was_asked_is_shown_and_not_asked_twice(
    actions: RunActions, desk: FakeDesk, qtbot: QtBot
) -> None:
    actions.show_run(in_state(RunState.RUNNING))
    for stop, enabled in (
        (Stop.PAUSE, {"finish", "stop"}),
        (Stop.FINISH, {"pause", "stop"}),
        (Stop.ASK, {"stop"}),
        (Stop.KILL, set()),
    ):
        desk.jobs.add(Job(id="j4", kind=JobKind.TRAIN, title="Train", state=JobState.RUNNING, stop=stop))
        qtbot.waitUntil(
            lambda enabled=enabled: {n for n in there(actions) if getattr(actions, n).isEnabled()} == enabled
        )


def test_the_buttons_ask_the_job(
    actions: RunActions, desk: FakeDesk, qtbot: QtBot, settle: Callable[[], None]
) -> None:
    desk.jobs.add(Job(id="j4", kind=JobKind.TRAIN, title="Train", state=JobState.RUNNING, attempt=1))
    actions.show_run(in_state(RunState.RUNNING))
    qtbot.mouseClick(actions.pause, LEFT)
    qtbot.waitUntil(lambda: desk.jobs.get("j4").stop is Stop.PAUSE)
    qtbot.mouseClick(actions.finish, LEFT)
    qtbot.waitUntil(lambda: desk.jobs.get("j4").stop is Stop.FINISH)
    settle()
