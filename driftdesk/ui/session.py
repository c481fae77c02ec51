"""The database that the window works on, and the worker that the window is."""

from collections.abc import Callable
from typing import TYPE_CHECKING, Literal

import structlog
from PySide6.QtCore import QObject, Qt, Signal

from driftdesk.core.errors import DriftDeskError
from driftdesk.core.settings import Settings
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk
    from driftdesk.workers.qt import WindowRunner

State = Literal["connecting", "connected", "failed"]

log = structlog.get_logger(__name__)


def open_desk(settings: Settings) -> "Desk":
    """Open the desk (imports the driver, so call it in a thread)."""
    from driftdesk.desk import Desk

    return Desk.open_with(settings)


class Session(QObject):
    """Connects, reconnects, and leaves. ``state_changed`` carries the State; ``availability_changed`` whether the
    database that is open answers: it may be away for a while, and everything waits for it."""

    state_changed = Signal(str)
    availability_changed = Signal(bool)
    _heard = Signal(object, bool)
    """From a thread of the driver's: the desk, and whether its database answers."""

    def __init__(
        self,
        workspace: Workspace,
        *,
        opener: Callable[[Settings], "Desk"] = open_desk,
        runs_jobs: bool = True,
    ) -> None:
        super().__init__(workspace)
        self._workspace = workspace
        self._open = opener
        self._runs_jobs = runs_jobs
        self._runner: WindowRunner | None = None
        self.state: State = "connecting"
        self.error: DriftDeskError | None = None
        """Why it failed."""
        self._heard.connect(self._on_heard, Qt.ConnectionType.QueuedConnection)

    async def connect_to(self, settings: Settings) -> None:
        """Open the database that ``settings`` name, at the start. Failure is a state, not an exception: the connection
        screen shows it."""
        self._become("connecting")
        try:
            desk = await self._workspace.tasks.call(self._open, settings)
        except DriftDeskError as exc:
            log.warning("cannot_connect", code=exc.code, error=exc.message)
            self.error = exc
            self._become("failed")
            return
        self._adopt(desk)

    async def switch_to(self, settings: Settings) -> None:
        """Open another database, and leave the present one only when that went well. Raises DriftDeskError."""
        desk = await self._workspace.tasks.call(self._open, settings)
        await self.leave()
        self._adopt(desk)

    async def test(self, settings: Settings) -> str:
        """Open and close the database that ``settings`` name; its address without password. Raises DriftDeskError."""

        def look() -> str:
            desk = self._open(settings)
            try:
                return desk.store.uri_shown
            finally:
                desk.close()

        return await self._workspace.tasks.call(look)

    def start_worker(self) -> None:
        """Begin to run jobs here; once, after the first tab is painted."""
        slots = self._workspace.settings.slots
        if self._runner is not None or not self._runs_jobs or slots == 0 or not self._workspace.is_connected:
            return
        from driftdesk.workers.qt import WindowRunner

        self._runner = WindowRunner(self._workspace.desk, slots)
        self._runner.start()

    @property
    def worker_id(self) -> str:
        """How this window is called as a worker; empty when it is none."""
        return self._runner.worker_id if self._runner is not None else ""

    async def leave(self) -> None:
        """Let what the user did be written, give running jobs back to the queue and close the desk. The tabs go before
        it: they need one."""
        self._workspace.leaving.emit()
        await self._workspace.tasks.written()
        if self.state == "connected":
            self._become("connecting")
        runner, self._runner = self._runner, None
        if runner is not None:
            await self._workspace.tasks.call(runner.stop)
            runner.deleteLater()
        if self._workspace.is_connected:
            desk = self._workspace.desk
            self._workspace.set_desk(None)
            self._workspace.tasks.cancel_owned()
            await self._workspace.tasks.call(desk.close)

    def _adopt(self, desk: "Desk") -> None:
        self.error = None
        desk.store.availability.listen(lambda is_there: self._heard.emit(desk, is_there))
        self._workspace.set_desk(desk)
        self._become("connected")

    def _on_heard(self, desk: "Desk", is_there: bool) -> None:
        if self._workspace.is_connected and self._workspace.desk is desk:
            self.availability_changed.emit(is_there)

    def _become(self, state: State) -> None:
        self.state = state
        self.state_changed.emit(state)
