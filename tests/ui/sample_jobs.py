"""Jobs, workers and audit entries as a busy day leaves them: for the screens and the tests of Activity."""

from datetime import timedelta

from driftdesk.core.entities import (
    AuditEntry,
    ErrorInfo,
    Job,
    JobEvent,
    JobFinished,
    JobKind,
    JobProgressed,
    JobStarted,
    JobState,
    JobWarned,
    MetricsRecorded,
    Progress,
    Worker,
    now,
)
from tests.ui.fakes import FakeDesk

HERE, THERE = "atelier:4711:0", "gpu-box-2:88:1"


def fill(desk: FakeDesk) -> None:
    """Put them all in."""
    for job in jobs():
        desk.jobs.repository.insert(job)
    training = jobs()[0]
    for event in training_events(training):
        desk.jobs.publish(event)
    for worker in workers(training.id):
        desk.add_worker(worker)
    for entry in audit():
        desk.add_audit(entry)


def jobs() -> list[Job]:
    """Newest first: running, waiting, one whose heartbeat is lost, and the past."""
    at = now()
    mins = lambda n: timedelta(minutes=n)  # noqa: E731
    live = at + mins(5)
    names = iter(f"{n:024x}" for n in range(1, 20))
    return [
        Job(
            id=next(names), kind=JobKind.TRAIN, title="Train churn-classifier on churn v7", subject="churn-classifier",
            state=JobState.RUNNING, attempt=1, worker=HERE, lease_until=live, created_by="ada",
            created_at=at - mins(3), started_at=at - mins(2.9),
            progress=Progress(stage="Epoch 32 of 50", done=32, total=50, seconds_left=62),
        ),
        Job(
            id=next(names), kind=JobKind.RETRAIN, title="Retrain house-prices", subject="house-prices",
            state=JobState.RUNNING, attempt=2, crashes=1, worker=THERE, lease_until=live, created_by="policy",
            created_at=at - mins(9), started_at=at - mins(8),
            progress=Progress(stage="Recompose", done=2, total=5, seconds_left=340),
            steps={"drift": {"severity": "critical", "columns": 3}, "recompose": {"version": 8, "rows": 12400}},
        ),
        Job(
            id=next(names), kind=JobKind.IMPORT, title="Import reviews-2026-11.jsonl into film-reviews", subject="film-reviews",
            state=JobState.RUNNING, attempt=1, worker="laptop-kim:901:0", lease_until=at - mins(1), created_by="kim",
            created_at=at - mins(12), started_at=at - mins(12), progress=Progress(stage="Reading rows"),
        ),
        Job(
            id=next(names), kind=JobKind.DRIFT, title="Analyse drift of film-reviews: v2 against v3", subject="film-reviews",
            created_by="kim", created_at=at - mins(14),
        ),
        Job(
            id=next(names), kind=JobKind.DRIFT, title="Analyse drift of churn: v4 against v7", subject="churn",
            state=JobState.SUCCEEDED, attempt=1, worker=HERE, created_by="ada", created_at=at - mins(30),
            started_at=at - mins(30), finished_at=at - mins(30) + timedelta(seconds=1.84),
            result={"severity": "critical", "columns": 7, "drifted": 3, "rows": 12400, "seconds": 1.84},
        ),
        Job(
            id=next(names), kind=JobKind.TRAIN, title="Train segments-linear on customer-segments v2", subject="segments-linear",
            state=JobState.FAILED, attempt=1, worker=THERE, created_by="kim", created_at=at - mins(70),
            started_at=at - mins(69), finished_at=at - mins(68),
            error=ErrorInfo(
                code="training", message="The target 'segment' has only one class in the training part.",
                hint="Import more data, or choose another target.", error_id="9f3a11c2",
            ),
        ),
        Job(
            id=next(names), kind=JobKind.CLEAN, title="Clean churn v6", subject="churn", state=JobState.SUCCEEDED,
            attempt=1, worker=HERE, created_by="ada", created_at=at - mins(120), started_at=at - mins(120),
            finished_at=at - mins(119.9), result={"version": 7, "rows": 12400, "removed": 36, "changed": 112},
        ),
        Job(
            id=next(names), kind=JobKind.EVALUATE, title="Evaluate churn-classifier v3 on churn v7", subject="churn-classifier",
            state=JobState.ABORTED, attempt=1, worker=HERE, created_by="ada", created_at=at - mins(200),
            started_at=at - mins(200), finished_at=at - mins(199),
        ),
        Job(
            id=next(names), kind=JobKind.SWEEP, title="Sweep unreferenced data", state=JobState.CANCELLED,
            created_by="schedule", created_at=at - mins(1600), finished_at=at - mins(1590),
        ),
    ]  # fmt: skip


def training_events(job: Job) -> list[JobEvent]:
    at = now() - timedelta(minutes=2)
    events: list[JobEvent] = [JobStarted(job_id=job.id, attempt=1, number=0, worker=HERE, at=at)]
    for epoch in range(1, 9):
        when = at + timedelta(seconds=12 * epoch)
        values = {"train_loss": 0.69 / (1 + 0.2 * epoch), "validation_loss": 0.71 / (1 + 0.15 * epoch)}
        number = len(events)
        events.append(
            MetricsRecorded(
                job_id=job.id,
                attempt=1,
                number=number,
                at=when,
                run_id="r",
                step=80 * epoch,
                epoch=epoch,
                values=values,
            )
        )
    last = at + timedelta(seconds=100)
    warning = "12 rows have no value in the target and were left out."
    events.append(JobWarned(job_id=job.id, attempt=1, number=9, at=last, message=warning))
    events.append(JobProgressed(job_id=job.id, attempt=1, number=10, at=last, progress=job.progress))
    return events


def ended(job: Job, number: int, state: JobState = JobState.SUCCEEDED) -> JobFinished:
    return JobFinished(job_id=job.id, attempt=job.attempt, number=number, state=state)


def workers(busy: str) -> list[Worker]:
    at = now()
    return [
        Worker(id=HERE, host="atelier", pid=4711, slots=1, version="0.1.0", busy=(busy,), place="window", seen_at=at),
        Worker(id=THERE, host="gpu-box-2", pid=88, slots=4, version="0.1.0", place="headless", seen_at=at),
        Worker(
            id="laptop-kim:901:0", host="laptop-kim", pid=901, slots=1, version="0.1.0", place="window",
            seen_at=at - timedelta(minutes=4), started_at=at - timedelta(hours=5),
        ),
    ]  # fmt: skip


def audit() -> list[AuditEntry]:
    at = now()
    rows = [
        (2, "ada", "version committed", "churn v7", {"operation": "clean", "rows": 12400}),
        (40, "ada", "model promoted", "churn-classifier v3", {"was": 2, "metric": "roc_auc", "value": 0.912}),
        (65, "policy", "model rejected", "house-prices v4", {"reason": "rmse is worse by 0.8"}),
        (300, "kim", "dataset created", "film-reviews", {"task": "text", "rows": 5000}),
    ]
    return [
        AuditEntry(at=at - timedelta(minutes=m), who=who, action=action, what=what, details=details)
        for m, who, action, what, details in rows
    ]
