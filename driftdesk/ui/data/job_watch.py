"""Follows one job: all its events, in order, from the first one on, whenever one begins to follow."""

import asyncio

from PySide6.QtCore import QObject, Signal

from driftdesk.core.entities import Job, JobEvent, JobFinished
from driftdesk.ui.workspace import Workspace


class JobWatch(QObject):
    """``happened`` carries each ``JobEvent`` once. A new ``follow`` forgets the job before."""

    happened = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._seen = (-1, -1)
        self.job: Job | None = None
        workspace.feed.job_event.connect(self._take)

    def follow(self, job: Job) -> None:
        self.job, self._seen = job, (-1, -1)
        self._workspace.tasks.start(self._catch_up(job), owner=self)

    def forget(self) -> None:
        self.job = None

    async def _catch_up(self, job: Job) -> None:
        """What the job said before we listened."""
        for event in await self._workspace.tasks.call(self._workspace.desk.jobs.events, job.id):
            self._take(event)

    def _take(self, event: JobEvent) -> None:
        if self.job is None or event.job_id != self.job.id or (event.attempt, event.number) <= self._seen:
            return
        self._seen = (event.attempt, event.number)
        self.happened.emit(event)


async def ended(workspace: Workspace, job: Job) -> JobFinished:
    """Wait until ``job`` has ended, well or not, without a thread waiting for it."""
    last: asyncio.Future[JobFinished] = asyncio.get_running_loop().create_future()
    watch = JobWatch(workspace)

    def look(event: JobEvent) -> None:
        if isinstance(event, JobFinished) and not last.done():
            last.set_result(event)

    watch.happened.connect(look)
    watch.follow(job)
    try:
        return await last
    finally:
        watch.deleteLater()
