"""Stopping a job: ask first; a job that was asked already is killed."""

from typing import TYPE_CHECKING

from PySide6.QtCore import QCoreApplication
from PySide6.QtWidgets import QMessageBox, QWidget

from driftdesk.core.entities import JobState
from driftdesk.ui.stored_words import job_title

if TYPE_CHECKING:
    from driftdesk.ui.workspace import Workspace

translate = QCoreApplication.translate


def ask_and_stop(workspace: "Workspace", job_id: str, parent: QWidget) -> None:
    """Ask the user, then the job. One that waits is cancelled without a question."""
    job = workspace.jobs.job(job_id)
    if job is None or job.state.is_final:
        return
    kill = job.stop is not None and job.stop.ends
    if job.state in (JobState.QUEUED, JobState.PAUSED):
        _stop(workspace, job_id, kill=False)
        return
    box = QMessageBox(parent)
    box.setObjectName("stopJob")
    box.setIcon(QMessageBox.Icon.Question)
    if kill:
        box.setText(translate("Jobs", "Kill this job?"))
        words = translate(
            "Jobs",
            "{title} was asked to stop and has not ended. Its process will be killed; what it stored so far stays.",
        )
        button = translate("Jobs", "Kill it")
    else:
        box.setText(translate("Jobs", "Stop this job?"))
        words = translate("Jobs", "{title} will end at the next good moment. Nothing half-done is kept.")
        button = translate("Jobs", "Stop it")
    box.setInformativeText(words.format(title=job_title(job)))
    go = box.addButton(button, QMessageBox.ButtonRole.DestructiveRole)
    stay = box.addButton(translate("Jobs", "Let it run"), QMessageBox.ButtonRole.RejectRole)
    box.setDefaultButton(go)
    box.setEscapeButton(stay)
    box.buttonClicked.connect(lambda pressed: _stop(workspace, job_id, kill=kill) if pressed is go else None)
    box.finished.connect(box.deleteLater)
    box.open()


def _stop(workspace: "Workspace", job_id: str, *, kill: bool) -> None:
    workspace.tasks.start(workspace.tasks.call(workspace.desk.jobs.stop, job_id, kill=kill))
