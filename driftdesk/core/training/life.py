"""A run's life beyond one attempt: how it stands, which follows from its job, and how an ended run is taken up again."""

from collections.abc import Sequence

from driftdesk.core.context import Context
from driftdesk.core.entities import ErrorInfo, Job, JobState, Run, RunState
from driftdesk.core.errors import ConflictError
from driftdesk.core.storage.store import Session, Store

_CRASHED = ErrorInfo(code="job_crashed", message="Its process ended.")


def as_seen(store: Store, runs: Sequence[Run]) -> list[Run]:
    """``runs`` with the states that their jobs give them: a job may have ended without a word (its process was killed),
    be paused, wait, or have lost its worker, which by itself is no failure. At most two queries.
    """
    open_ones = {run.job_id for run in runs if not run.state.is_final and run.job_id}
    if not open_ones:
        return list(runs)
    jobs = {job.id: job for job in store.jobs.find(id__in=sorted(open_ones))}
    lost = store.jobs.lost()
    seen = []
    for run in runs:
        if run.job_id in open_ones and not run.state.is_final:
            heard_at = lost.get(run.job_id)
            if heard_at is None:
                run = _of_job(run, jobs.get(run.job_id))  # noqa: PLW2901  # the same run, as it stands
            else:
                run = run.model_copy(update={"state": RunState.LOST, "heard_at": heard_at})  # noqa: PLW2901
        seen.append(run)
    return seen


def _of_job(run: Run, job: Job | None) -> Run:
    if job is None or job.state is JobState.FAILED:
        cause = (job.error if job else None) or _CRASHED
        return run.model_copy(update={"state": RunState.FAILED, "error": cause})
    state = {
        JobState.RUNNING: RunState.RUNNING,
        JobState.PAUSED: RunState.PAUSED,
        JobState.QUEUED: RunState.QUEUED,
        JobState.WAITING: RunState.QUEUED,
    }.get(job.state, RunState.ABORTED)
    return run.model_copy(update={"state": state})


def check_can_go_on(run: Run) -> None:
    """Raise ConflictError unless the run (as seen) ended without a result."""
    if run.state is RunState.SUCCEEDED:
        made = f" It made v{run.model_version}." if run.model_version else ""
        raise ConflictError(f"Run {run.number} has ended well.{made}", "Train again for another version.")
    if not run.state.is_final:
        raise ConflictError(
            f"Run {run.number} has not ended: it is {run.state}.",
            "`driftdesk jobs` pauses, resumes and finishes it.",
        )


def adopt_run(store: Store, run_id: str, context: Context) -> Run:
    """The run, which from now on is the work of this job; as it is where it has ended well by this job. Raises
    ConflictError where another job does it or it has ended well, NotFoundError."""
    run = store.runs.get(run_id)
    if run.job_id == context.job_id and run.state is RunState.SUCCEEDED:
        return run
    if run.job_id != context.job_id:
        check_can_go_on(as_seen(store, [run])[0])

    def write(session: Session) -> Run:
        fields = {"state": RunState.RUNNING, "error": None, "finished_at": None, "job_id": context.job_id}
        return store.runs.update(run.id, session, expect={"job_id": run.job_id}, **fields)

    return store.run_in_transaction(write, context.fence)
