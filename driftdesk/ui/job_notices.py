"""What the window says of a job that ended."""

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import Job, JobKind, JobState
from driftdesk.ui.notifications import Notice
from driftdesk.ui.stored_words import job_title

_QUICK = 4.0
"""Seconds: a job that was done so soon needs no notice."""

translate = QCoreApplication.translate


def notice_of(job: Job) -> Notice | None:
    """None where nobody needs to be told: it was stopped, or who asked for it is still looking."""
    link = ("job", job.id)
    if job.kind is JobKind.ASK:  # the Playground shows its answers, and its errors
        return None
    if job.kind is JobKind.WATCH and job.state is JobState.SUCCEEDED:
        return _new_alarms(job)
    if job.state is JobState.SUCCEEDED and (made := _made(job)):
        return made
    if job.state is JobState.SUCCEEDED and job.kind is not JobKind.EXPORT_MODEL and not _was_quick(job):
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


def _new_alarms(job: Job) -> Notice | None:
    """Of watches, with the way to the drift of their dataset; None where all is quiet."""
    result = job.result or {}
    raised = {name: count for name, count in result.get("alarms", {}).items() if count}
    if not raised:
        return None
    said = translate("MainWindow", "New alarms in {dataset}: {watches}")
    named = ", ".join(f"{name} ({count})" for name, count in raised.items())
    return Notice(
        "warning",
        said.format(dataset=result.get("dataset", job.subject), watches=named),
        translate("MainWindow", "Look at the streams in its Drift tab."),
        link=("stream", str(job.params.get("dataset_id", ""))),
    )


def _made(job: Job) -> Notice | None:
    """Of jobs that people ask for from a dialog, however quick, with the way to what they made. Of an export tells the
    window that writes its file."""
    result = job.result or {}
    if job.kind is JobKind.SCORE:
        said = translate("MainWindow", "{data} v{n} has the predictions of {model} v{m}")
        text = said.format(
            data=result["dataset"], n=result["version"], model=result["model"], m=result["model_version"]
        )
        hint = translate("MainWindow", "As columns: {names}.").format(names=", ".join(result["columns"]))
        return Notice("success", text, hint, link=("dataset", str(job.params["dataset_id"])))
    if job.kind is JobKind.IMPORT_MODEL:
        text = translate("MainWindow", "Imported: {model} v{n}").format(
            model=result["model"], n=result["model_version"]
        )
        return Notice("success", text, link=("model", str(result["model_id"])))
    return None


def _was_quick(job: Job) -> bool:
    return bool(
        job.started_at and job.finished_at and (job.finished_at - job.started_at).total_seconds() < _QUICK
    )
