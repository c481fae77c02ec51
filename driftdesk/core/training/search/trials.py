"""A trial while it trains: the pruner hears of every validation, and the trial's end stands in the store with its run's."""

import math
from collections.abc import Mapping
from contextlib import suppress
from types import TracebackType
from typing import TYPE_CHECKING, Any, Self

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    ErrorInfo,
    Pruner,
    Run,
    RunState,
    Study,
    Trial,
    TrialPoint,
    TrialState,
    now,
)
from driftdesk.core.errors import JobCancelledError, LeaseLostError, StorageError, TrainingError
from driftdesk.core.storage.store import Session, Store
from driftdesk.core.training.runs import RunMonitor

if TYPE_CHECKING:
    from driftdesk.core.training.learning import Learned


class TrialPrunedError(TrainingError):
    """Raised inside a training that is given up because others did better; it leaves a run that is pruned."""


_ENDS = {
    RunState.SUCCEEDED: TrialState.SUCCEEDED,
    RunState.PRUNED: TrialState.PRUNED,
    RunState.FAILED: TrialState.FAILED,
    RunState.ABORTED: TrialState.ABORTED,
}


class TrialMonitor(RunMonitor):
    """Of a run that is a trial: it is compared with the others at each validation, and not registered."""

    def __init__(self, store: Store, run: Run, context: Context, study: Study, trial: Trial) -> None:
        super().__init__(store, run, context)
        self._study = study
        self._trial = trial
        self._pruned = bool(trial.points) and trial.state is TrialState.PRUNED
        self._series = f"validation_{study.metric}"

    def __enter__(self) -> Self:
        super().__enter__()
        at = self.run.checkpoint
        kept = tuple(p for p in self._trial.points if at and p.step <= at.epoch)
        if not self._pruned:
            self._note(state=TrialState.RUNNING, run_id=self.run.id, points=kept)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, TrialPrunedError):
            with suppress(LeaseLostError, StorageError):
                self._end(RunState.PRUNED, None)
        else:
            super().__exit__(kind, error, trace)

    def check(self) -> None:
        super().check()
        if self._pruned:
            raise TrialPrunedError("The trial was given up: others did better.")

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        super().record(step, epoch, values)
        value = values.get(self._series)
        if value is not None and math.isfinite(value) and self._study.pruner is not Pruner.NONE:
            self._compare(TrialPoint(step=max(1, round(epoch)), value=value))

    def succeed_as_trial(self, learned: "Learned") -> Run:
        """The run's end and the trial's in one transaction; nothing is registered. What it scores on the test part is not
        told: who picked the best of many by that would believe it too much."""
        self._context.flush()
        self._context.check()
        # a stream is validated as it goes: the best of its epochs is what it keeps
        value = learned.validation.get(self._study.metric, self.best.get(self._series))
        if value is None or not math.isfinite(value):
            raise TrainingError(
                f"The validation part does not define {self._study.metric!r}.", "Search by another metric."
            )
        self._finish(
            RunState.SUCCEEDED,
            {"value": value},
            validation=learned.validation,
            rows=learned.rows,
        )
        return self.run

    def _compare(self, point: TrialPoint) -> None:
        from driftdesk.core.training.search.sampling import should_prune

        others = [p for p in self._trial.points if p.step != point.step]
        points = tuple(sorted([*others, point], key=lambda p: p.step))
        trials = self._store.trials.find(study_id=self._study.id, sort="number")
        mine = self._trial.model_copy(update={"points": points, "state": TrialState.RUNNING})
        seen = [mine if t.number == mine.number else t for t in trials]
        self._pruned, notes = should_prune(self._study, seen, mine.number)
        state = TrialState.PRUNED if self._pruned else TrialState.RUNNING
        # the decision is stored before it is followed: a trial whose process dies now is pruned all the same
        self._note(points=points, notes=notes, state=state, value=point.value if self._pruned else None)

    def _note(self, **fields: Any) -> None:
        def write(session: Session) -> Trial:
            return self._store.trials.update(self._trial.id, session, **fields)

        self._trial = self._store.run_in_transaction(write, self._context.fence)

    def _end(self, state: RunState, cause: ErrorInfo | None) -> None:
        if state not in _ENDS:
            super()._end(state, cause)
            return
        self._context.flush()
        self._finish(state, {"error": cause.message if cause else ""}, error=cause)

    def _finish(self, state: RunState, of_trial: dict[str, Any], **of_run: Any) -> None:
        ended = {**self._figures(), **of_run, "state": state, "checkpoint": None, "finished_at": now()}
        noted = {**of_trial, "state": _ENDS[state], "seconds": self.seconds, "finished_at": now()}

        def write(session: Session) -> Run:
            self._store.trials.update(self._trial.id, session, **noted)
            return self._store.runs.update(self.run.id, session, **ended)

        self._now(self._store.run_in_transaction(write, self._context.fence))


def of_trial(store: Store, run: Run) -> tuple[Study, Trial]:
    """The study and trial of a run. Raises JobCancelledError where its study has ended: nobody waits for it."""
    study = store.studies.get(run.study_id or "")
    trial = store.trials.first(study_id=study.id, number=run.trial)
    job = store.jobs.first(id=study.job_id)
    if trial is None or job is None or job.state.is_final:
        raise JobCancelledError("The study of this trial has ended.")
    return study, trial
