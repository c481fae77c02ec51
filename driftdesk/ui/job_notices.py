"""What the window says of a job that ended."""

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import Job, JobState
from driftdesk.ui.notifications import Notice
from driftdesk.ui.stored_words import job_title

_QUICK = 4.0
"""Seconds: a job that was done so soon needs no notice."""

translate = QCoreApplication.translate


def notice_of(job: Job) -> Notice | None:
    """None where nobody needs to be told: it was stopped, or who asked for it is still looking."""
    link = ("job", job.id)
    if job.state is JobState.SUCCEEDED and not _was_quick(job):
        return Notice("success", job_title(job), translate("MainWindow", "Done."), link=link)
    if job.state is not JobState.FAILED:
        return None
    error = job.error
    text = translate("MainWindow", "{title} failed: {why}")
    return Notice(
        "error",
        text.format(title=job_title(job), why=error.message if error else "?"),
        error.hint if error else "",
        error_id=error.error_id if error else "",
        link=link,
    )


def _was_quick(job: Job) -> bool:
    return bool(
        job.started_at and job.finished_at and (job.finished_at - job.started_at).total_seconds() < _QUICK
    )
