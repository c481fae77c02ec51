"""What is done with runs that are paused, or ended without a result: they go on, or their best state becomes a version."""

from typing import TYPE_CHECKING

from driftdesk.core.entities import JobKind, RunState, Stop
from driftdesk.core.errors import ConflictError
from driftdesk.core.jobs.params import TrainJob
from driftdesk.services import Services

if TYPE_CHECKING:
    from driftdesk.core.entities import Job, Model, Run


class RunVerbs(Services):
    """Each gives the job that does it."""

    def resume_run(self, model: str, number: int) -> "Job":
        """Let a run go on that is paused, or that failed or was stopped: from its checkpoint, or from its seed where it
        has none. Raises ConflictError where it has ended well or is under way, NotFoundError."""
        found, run = self._run(model, number)
        if run.state is RunState.PAUSED and run.job_id is not None:
            return self.jobs.resume(run.job_id)
        return self._take_up(found, run, f"Resume run {number} of {model}", None)

    def register_run(self, model: str, number: int) -> "Job":
        """Make a version of the best state of a run that failed or was stopped, without a further step; one under way
        ends with its epoch for that. Raises ConflictError where it has ended well or kept no state, NotFoundError."""
        found, run = self._run(model, number)
        if not run.state.is_final and run.job_id is not None:
            return self.jobs.finish(run.job_id)
        if run.checkpoint is None and run.state is not RunState.SUCCEEDED:
            raise ConflictError(
                f"Run {number} of {model} kept no checkpoint that could be registered.",
                f"`driftdesk resume-run {model} {number}` begins it again from its seed.",
            )
        return self._take_up(found, run, f"Register the best of run {number} of {model}", Stop.FINISH)

    def _run(self, model: str, number: int) -> "tuple[Model, Run]":
        found = self.training.model(model)
        return found, self.training.numbered_run(found, number)

    def _take_up(self, model: "Model", run: "Run", title: str, stop: Stop | None) -> "Job":
        from driftdesk.core.training.life import check_can_go_on

        check_can_go_on(run)
        asked = TrainJob(
            model_id=model.id,
            dataset_id=run.dataset_id,
            version=run.dataset_version,
            trainer=run.trainer,
            params=run.params,
            seed=run.seed,
            split=run.split,
            start=run.start_version,
            run_id=run.id,
        )
        return self.jobs.enqueue(JobKind.TRAIN, title, asked, subject=model.name, stop=stop)
