"""Closing the window while jobs run in it: what shall become of them?"""

import asyncio
from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox

from driftdesk.core.entities import Job, JobState
from driftdesk.ui.stored_words import job_title

if TYPE_CHECKING:
    from driftdesk.ui.main_window import MainWindow

translate = QCoreApplication.translate


def running_here(window: "MainWindow") -> list[Job]:
    """Jobs that this window's worker runs."""
    worker = window.session.worker_id
    return [
        j
        for j in window.workspace.jobs.active()
        if j.state is JobState.RUNNING and worker and j.worker == worker
    ]


async def settle_running_jobs(window: "MainWindow") -> bool:
    """Ask, and do what was chosen; whether the window may close."""
    jobs = running_here(window)
    if not jobs:
        return True
    box = QMessageBox(window)
    box.setIcon(QMessageBox.Icon.Question)
    names = "\n".join(f"•  {job_title(j)}" for j in jobs[:5])
    box.setText(translate("Leaving", "Jobs are running in this window."))
    box.setInformativeText(
        names
        + "\n\n"
        + translate(
            "Leaving",
            "Given back, they go on from their last checkpoint when a worker or this window is next there.",
        )
    )
    wait = box.addButton(translate("Leaving", "Keep the window open"), QMessageBox.ButtonRole.RejectRole)
    stop = box.addButton(translate("Leaving", "Stop them"), QMessageBox.ButtonRole.DestructiveRole)
    give_back = box.addButton(translate("Leaving", "Give them back"), QMessageBox.ButtonRole.AcceptRole)
    box.setDefaultButton(give_back)
    box.setEscapeButton(wait)
    answered: asyncio.Future[int] = asyncio.get_running_loop().create_future()
    box.finished.connect(answered.set_result)
    box.open()
    await answered
    pressed = box.clickedButton()
    box.deleteLater()
    if pressed is stop:
        tasks, service = window.workspace.tasks, window.workspace.desk.jobs
        for job in jobs:
            await tasks.call(service.stop, job.id)
        await _until_ended(window, {j.id for j in jobs})
        return True
    return pressed is give_back


async def _until_ended(window: "MainWindow", ids: set[str], seconds: float = 8.0) -> None:
    """Wait a while for jobs that were asked to stop; those that do not are given back."""
    for _ in range(int(seconds * 10)):
        if not ids & {j.id for j in window.workspace.jobs.active()}:
            return
        await asyncio.sleep(0.1)
