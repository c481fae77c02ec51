"""A drift analysis that runs: enqueued as a job, followed live, stopped, and what came of it."""

from PySide6.QtCore import QObject, Signal

from driftdesk.core.entities import (
    ColumnAnalysed,
    DriftReport,
    ErrorInfo,
    Job,
    JobEvent,
    JobFinished,
    JobProgressed,
    JobState,
)
from driftdesk.core.errors import DriftDeskError
from driftdesk.ui.data.drift.controls import Sides
from driftdesk.ui.data.job_watch import JobWatch
from driftdesk.ui.workspace import Workspace


class DriftAnalysis(QObject):
    """``analysed`` carries each ``ColumnDrift``, ``progressed`` a ``Progress``; then one of ``finished`` (the report),
    ``stopped`` and ``failed`` (the error)."""

    analysed = Signal(object)
    progressed = Signal(object)
    finished = Signal(object)
    stopped = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._wanted = 0
        self._watch = JobWatch(workspace, self)
        self._watch.happened.connect(self._on_event)

    @property
    def is_running(self) -> bool:
        return self._watch.job is not None

    def start(self, name: str, sides: Sides, params: dict[str, object]) -> None:
        """Compare ``sides`` of the dataset ``name``."""
        self._wanted += 1
        self._workspace.tasks.start(self._enqueue(name, sides, params, self._wanted), owner=self)

    def forget(self) -> None:
        """Something else is looked at: the job goes on unwatched."""
        self._wanted += 1
        self._watch.forget()

    def stop(self) -> None:
        """Ask the job to stop."""
        job = self._watch.job
        if job is not None:
            jobs = self._workspace.desk.jobs
            self._workspace.tasks.start(self._workspace.tasks.call(jobs.stop, job.id), owner=self)

    async def _enqueue(self, name: str, sides: Sides, params: dict[str, object], wanted: int) -> None:
        desk = self._workspace.desk
        try:
            job: Job = await self._workspace.tasks.call(
                lambda: desk.analyse_drift(
                    name,
                    reference=sides.reference or "latest",
                    current=sides.current if sides.file is None else None,
                    current_file=sides.file,
                    exact=sides.exact,
                    service=sides.service,
                    **({"params": params} if params else {}),
                )
            )
        except DriftDeskError as error:
            if wanted == self._wanted:
                self.failed.emit(error)
            return
        if wanted == self._wanted:
            self._watch.follow(job)

    def _on_event(self, event: JobEvent) -> None:
        match event:
            case ColumnAnalysed():
                self.analysed.emit(event.column)
            case JobProgressed():
                self.progressed.emit(event.progress)
            case JobFinished():
                self._watch.forget()
                self._workspace.tasks.start(self._finish(event, self._wanted), owner=self)

    async def _finish(self, event: JobFinished, wanted: int) -> None:
        if event.state is JobState.SUCCEEDED and event.result:
            report_id = str(event.result.get("report") or event.result.get("report_id"))
            report: DriftReport = await self._workspace.tasks.call(
                self._workspace.desk.drift.report, report_id
            )
            if wanted == self._wanted:
                self.finished.emit(report)
        elif event.state in (JobState.ABORTED, JobState.CANCELLED):
            self.stopped.emit()
        else:
            error = event.error or ErrorInfo(code="job_failed", message=self.tr("The analysis failed."))
            self.failed.emit(DriftDeskError(error.message, error.hint))
