"""What can be done with the run in focus: pause, resume, end with the epoch, stop now, register the best of it."""

from collections.abc import Callable
from typing import TYPE_CHECKING

from PySide6.QtWidgets import QHBoxLayout, QWidget

from driftdesk.core.entities import Job, Run, RunState, Stop
from driftdesk.ui.theme.style import S
from driftdesk.ui.widgets.basics import button
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk

_UNDER_WAY = frozenset({RunState.RUNNING, RunState.QUEUED, RunState.LOST})
_STOPPED = frozenset({RunState.FAILED, RunState.ABORTED})


class RunActions(QWidget):
    """``show_run(run)``; only what fits its state is there, and what its job was asked already cannot be asked twice."""

    def __init__(self, workspace: Workspace) -> None:
        super().__init__()
        self._workspace = workspace
        self._run: Run | None = None
        self._asked: Stop | None = None
        self.pause = button("", "", "pause")
        self.resume = button("", "", "play")
        self.finish = button("", "", "flag")
        self.register = button("", "", "versions")
        self.stop = button("", "", "stop")
        row = QHBoxLayout(self)
        row.setContentsMargins(0, 0, 0, 0)
        row.setSpacing(S)
        for each in (self.pause, self.resume, self.finish, self.register, self.stop):
            row.addWidget(each)
        self.pause.clicked.connect(lambda: self._ask(Stop.PAUSE, lambda d, job: d.jobs.pause(job)))
        self.finish.clicked.connect(lambda: self._ask(Stop.FINISH, lambda d, job: d.jobs.finish(job)))
        self.stop.clicked.connect(self._on_stop)
        self.resume.clicked.connect(lambda: self._take_up("resume_run"))
        self.register.clicked.connect(lambda: self._take_up("register_run"))
        workspace.jobs.job_changed.connect(self._on_job_changed)
        self.retranslate()

    def show_run(self, run: Run | None) -> None:
        """Another run, or a newer state of the same."""
        if run is None or self._run is None or (run.id, run.state) != (self._run.id, self._run.state):
            self._asked = None
        self._run = run
        self._show()

    def _job(self) -> Job | None:
        return (
            self._workspace.jobs.job(self._run.job_id) if self._run is not None and self._run.job_id else None
        )

    def _on_job_changed(self, job_id: str) -> None:
        if self._run is not None and job_id == self._run.job_id:
            self._show()

    def _show(self) -> None:
        run, job = self._run, self._job()
        state = run.state if run is not None and run.job_id else None
        asked = job.stop if job is not None and job.stop is not None else self._asked
        under_way, paused, stopped = state in _UNDER_WAY, state is RunState.PAUSED, state in _STOPPED
        self.pause.setVisible(under_way)
        self.pause.setEnabled(asked in (None, Stop.FINISH))
        self.resume.setVisible(paused or stopped)
        self.resume.setEnabled(asked is None)
        self.finish.setVisible(state is RunState.RUNNING)
        self.finish.setEnabled(asked in (None, Stop.PAUSE))
        self.register.setVisible((paused or stopped) and run is not None and run.checkpoint is not None)
        self.register.setEnabled(asked is None)
        self.stop.setVisible(under_way or paused)
        self.stop.setEnabled(asked is not Stop.KILL)
        self._words(asked)

    def _ask(self, stop: Stop, ask: "Callable[[Desk, str], Job]") -> None:
        if self._run is not None and self._run.job_id:
            job_id, desk = self._run.job_id, self._workspace.desk
            self._asked = stop
            self._show()
            self._workspace.tasks.start(self._workspace.tasks.call(ask, desk, job_id), owner=self)

    def _on_stop(self) -> None:
        """Ask first; a job that was asked already is killed."""
        kill = self._asked is Stop.ASK or ((job := self._job()) is not None and job.stop is Stop.ASK)
        self._ask(Stop.KILL if kill else Stop.ASK, lambda d, job_id: d.jobs.stop(job_id, kill=kill))

    def _take_up(self, verb: str) -> None:
        run = self._run
        if run is None:
            return
        desk = self._workspace.desk

        def enqueue() -> Job:
            name = desk.training.by_id(run.model_id).name
            made: Job = getattr(desk, verb)(name, run.number)
            return made

        self._asked = Stop.FINISH
        self._show()
        self._workspace.tasks.start(self._taken_up(enqueue), owner=self)

    async def _taken_up(self, enqueue: Callable[[], Job]) -> None:
        try:
            await self._workspace.tasks.call(enqueue)
        finally:
            self._asked = None
            self._show()

    def _words(self, asked: Stop | None) -> None:
        self.pause.setText(self.tr("Pausing…") if asked is Stop.PAUSE else self.tr("Pause"))
        self.finish.setText(self.tr("Finishing…") if asked is Stop.FINISH else self.tr("Stop after epoch"))
        self.stop.setText(self.tr("Kill") if asked in (Stop.ASK, Stop.KILL) else self.tr("Stop now"))

    def retranslate(self) -> None:
        self.resume.setText(self.tr("Resume"))
        self.register.setText(self.tr("Register best"))
        self.pause.setToolTip(self.tr("Keep a checkpoint and free the worker; any worker can go on later"))
        self.resume.setToolTip(self.tr("Go on from the last checkpoint; without one, again from the seed"))
        self.finish.setToolTip(
            self.tr("End with the epoch (or block of trees) under way, and register the best state so far")
        )
        self.register.setToolTip(self.tr("Make a version of the best state that this run has kept"))
        self.stop.setToolTip(self.tr("End without a version; press again to kill the process"))
        self._show()
