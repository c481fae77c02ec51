"""How jobs and what they say read in the window."""

from typing import Literal

from PySide6.QtCore import QCoreApplication

from driftdesk.core.entities import (
    ColumnAnalysed,
    Job,
    JobEvent,
    JobFinished,
    JobKind,
    JobPaused,
    JobProgressed,
    JobStarted,
    JobState,
    JobWarned,
    MetricsRecorded,
    Progress,
    RunState,
    Stop,
    now,
)
from driftdesk.ui.durations import duration, time_left
from driftdesk.ui.stored_words import key_word, stored_reason, stored_word
from driftdesk.ui.widgets.basics import severity_word

translate = QCoreApplication.translate

Shown = Literal[
    "queued",
    "running",
    "pausing",
    "finishing",
    "stopping",
    "lost",
    "paused",
    "waiting",
    "succeeded",
    "failed",
    "cancelled",
    "aborted",
]
"""What a job's state is shown as: more than JobState knows."""

LOOKS: dict[Shown, tuple[str, str]] = {
    "queued": ("clock", "muted"),
    "running": ("play-circle", "accent"),
    "pausing": ("pause-circle", "muted"),
    "finishing": ("flag", "accent"),
    "stopping": ("stop-circle", "muted"),
    "paused": ("pause-circle", "muted"),
    "waiting": ("clock", "muted"),
    "lost": ("heartbeat", "warning"),
    "succeeded": ("check-circle", "none"),
    "failed": ("x-circle", "critical"),
    "cancelled": ("prohibit", "muted"),
    "aborted": ("prohibit", "muted"),
}
"""Icon and colour token."""


_ENDING: dict[Stop, Shown] = {
    Stop.PAUSE: "pausing",
    Stop.FINISH: "finishing",
    Stop.ASK: "stopping",
    Stop.KILL: "stopping",
}


def shown_state(job: Job) -> Shown:
    """A running job whose lease ran out shows as that, never as failed: another worker will take it up."""
    if job.state is JobState.RUNNING:
        if job.lease_until is not None and job.lease_until < now():
            return "lost"
        return "running" if job.stop is None else _ENDING[job.stop]
    return job.state.value  # type: ignore[return-value]  # the remaining states have the same names


def state_word(shown: Shown | RunState) -> str:
    """The state of a job as it is shown, or of a run."""
    return {
        "queued": translate("Jobs", "Waiting"),
        "running": translate("Jobs", "Running"),
        "stopping": translate("Jobs", "Stopping"),
        "pausing": translate("Jobs", "Pausing"),
        "finishing": translate("Jobs", "Finishing"),
        "paused": translate("Jobs", "Paused"),
        "waiting": translate("Jobs", "Waiting for its jobs"),
        "pruned": translate("Jobs", "Given up"),
        "lost": translate("Jobs", "Lost contact"),
        "succeeded": translate("Jobs", "Succeeded"),
        "failed": translate("Jobs", "Failed"),
        "cancelled": translate("Jobs", "Cancelled"),
        "aborted": translate("Jobs", "Stopped"),
    }[shown]


def kind_word(kind: JobKind) -> str:
    return {
        JobKind.IMPORT: translate("Jobs", "Import"),
        JobKind.PROFILE: translate("Jobs", "Profile"),
        JobKind.DRIFT: translate("Jobs", "Drift analysis"),
        JobKind.CLEAN: translate("Jobs", "Clean-up"),
        JobKind.COMMIT: translate("Jobs", "Commit"),
        JobKind.SWEEP: translate("Jobs", "Sweep"),
        JobKind.RECOMPOSE: translate("Jobs", "Recomposition"),
        JobKind.SPLIT: translate("Jobs", "Split"),
        JobKind.EXPLAIN: translate("Jobs", "Explain drift"),
        JobKind.STREAM: translate("Jobs", "Stream study"),
        JobKind.WATCH: translate("Jobs", "Watch streams"),
        JobKind.SUGGEST: translate("Jobs", "Suggest labels"),
        JobKind.TIMELINE: translate("Jobs", "Make timeline"),
        JobKind.LEARN: translate("Jobs", "Learn thresholds"),
        JobKind.LEARN_SERVICE: translate("Jobs", "Learn thresholds of a service"),
        JobKind.TRAIN: translate("Jobs", "Training"),
        JobKind.SEARCH: translate("Jobs", "Search"),
        JobKind.EVALUATE: translate("Jobs", "Evaluation"),
        JobKind.COMPARE: translate("Jobs", "Comparison of models"),
        JobKind.PERFORMANCE: translate("Jobs", "Performance"),
        JobKind.PREDICT: translate("Jobs", "Prediction"),
        JobKind.SCORE: translate("Jobs", "Prediction of a version"),
        JobKind.ASK: translate("Jobs", "Question to a model"),
        JobKind.EXPORT_MODEL: translate("Jobs", "Export of a model"),
        JobKind.IMPORT_MODEL: translate("Jobs", "Import of a model"),
        JobKind.RETRAIN: translate("Jobs", "Retraining"),
    }.get(kind, kind.value)


def place_word(place: str) -> str:
    return {
        "window": translate("Jobs", "window"),
        "headless": translate("Jobs", "headless"),
        "command": translate("Jobs", "command"),
    }.get(place, place)


def host_of(worker: str | None) -> str:
    """Where: the host in a worker's id (``host:pid:slot``)."""
    return worker.split(":", maxsplit=1)[0] if worker else ""


def share(progress: Progress) -> float | None:
    """0 to 1 where it is known."""
    return min(1.0, progress.done / progress.total) if progress.total else None


def progress_words(job: Job) -> str:
    """``63 %, 1 min left``; the stage where there is no number; how long it took when it is over."""
    if job.state.is_final:
        if job.started_at is None or job.finished_at is None:
            return ""
        return duration((job.finished_at - job.started_at).total_seconds())
    if job.state in (JobState.QUEUED, JobState.PAUSED):
        return ""
    known = share(job.progress)
    parts = [
        f"{100 * known:.0f} %" if known is not None else stored_word(job.progress.stage),
        time_left(job.progress.seconds_left),
    ]
    return "  ".join(p for p in parts if p)


def event_words(event: JobEvent) -> str:
    """One line of a job's log."""
    match event:
        case JobStarted():
            text = translate("Jobs", "Attempt {n} started on {worker}").format(
                n=event.attempt, worker=event.worker
            )
        case JobProgressed():
            known = share(event.progress)
            parts = [stored_word(event.progress.stage), f"{100 * known:.0f} %" if known is not None else ""]
            text = "  ".join(p for p in parts if p)
        case MetricsRecorded():
            values = ", ".join(f"{name} {value:.4g}" for name, value in event.values.items())
            text = translate("Jobs", "Epoch {epoch}: {values}").format(
                epoch=f"{event.epoch:.3g}", values=values
            )
        case ColumnAnalysed():
            text = f"{event.column.name}: {severity_word(event.column.severity)}"
        case JobWarned():
            text = f"{event.message} {event.hint}".strip()
        case JobPaused():
            text = translate("Jobs", "Paused")
        case JobFinished():
            text = state_word(event.state.value)
            if event.error is not None:
                text = f"{text}: {event.error.message}"
    return text


def value_words(value: object) -> str:
    """A value of a result or a step, short."""
    if isinstance(value, float):
        return f"{value:.4g}"
    if isinstance(value, dict):
        return ", ".join(f"{key_word(k)} {value_words(v)}" for k, v in list(value.items())[:6])
    if isinstance(value, list | tuple):
        return ", ".join(value_words(v) for v in value[:6]) + (" …" if len(value) > 6 else "")
    return "–" if value is None else stored_reason(stored_word(str(value)))
