"""Studies on the store: begun, brought on trial by trial, gone on with.

A study's job holds a slot only for the moments in which it asks for the next trials; while these train, it waits for its
children, whatever becomes of it: all that it must know stands in the store. optuna is imported when work begins.
"""

import builtins
from collections.abc import Mapping, Sequence
from contextlib import suppress
from datetime import timedelta
from typing import Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    DatasetVersion,
    Dimension,
    Job,
    JobKind,
    JobState,
    Model,
    Pruner,
    Sampler,
    Study,
    StudyState,
    Trial,
    TrialState,
    now,
)
from driftdesk.core.errors import ConflictError, NotFoundError, ParameterError, TrainingError
from driftdesk.core.jobs.context import WaitForChildren
from driftdesk.core.jobs.params import SearchJob, TrainJob
from driftdesk.core.storage.store import Session, Store
from driftdesk.core.training.params import default_trainer, parse_params, trainer_info
from driftdesk.core.training.search.asked import MOST_TRIALS, chosen_metric, fixed_params, one_of, within
from driftdesk.core.training.search.space import check, suggested

_TRIES = 5
_HOPELESS = 3
"""A study whose first trials all fail, so many of them, is not gone on with."""


class SearchService:
    """May be used from any thread."""

    def __init__(self, store: Store, user: str = "") -> None:
        self._store = store
        self._user = user

    def begin(
        self,
        model: Model,
        version: DatasetVersion,
        *,
        trainers: Sequence[str] = (),
        space: Sequence[Dimension] = (),
        fixed: Mapping[str, Mapping[str, Any]] | None = None,
        metric: str = "",
        trials: int = 20,
        parallel: int = 1,
        minutes: float | None = None,
        sampler: str = Sampler.TPE,
        pruner: str = Pruner.MEDIAN,
        seed: int = 0,
        split: str = "",
        register_best: bool = False,
    ) -> Job:
        """A new study of ``model`` on ``version``, and its job in the queue. ``trainers`` empty: the model's own; ``space``
        empty: what is worth varying of them; ``fixed``: by trainer, parameters that are not varied; ``metric`` empty: the
        task's first. Raises ParameterError."""
        names = tuple(trainers) or (model.trainer or default_trainer(model.task),)
        for name in names:
            trainer_info(name, model.task)
        chosen = tuple(check(d) for d in space) or tuple(d for name in names for d in suggested(name))
        study = Study(
            number=0,
            model_id=model.id,
            dataset_id=version.dataset_id,
            dataset_version=version.number,
            trainers=names,
            fixed=fixed_params(names, chosen, fixed or {}),
            space=chosen,
            metric=chosen_metric(model.task, metric),
            seed=seed,
            split=split,
            sampler=one_of(Sampler, sampler, "sampler"),
            pruner=one_of(Pruner, pruner, "pruner"),
            trials=within(trials, 1, MOST_TRIALS, "trials"),
            parallel=within(parallel, 1, 64, "trials at once"),
            minutes=minutes,
            register_best=register_best,
            created_by=self._user,
        )
        if not chosen and len(names) == 1:
            raise ParameterError(f"It is not known what to vary of {names[0]!r}.", "Name what is to vary.")
        if minutes is not None and not minutes > 0:
            raise ParameterError(f"{minutes:g} minutes are no time to search in.", "Give a number above 0.")
        return self._enqueue_new(model, study)

    def more(self, study: Study, trials: int) -> Job:
        """Let a study that has ended go on with so many further trials. Raises ConflictError where it has not ended,
        or some of its trials have not; ParameterError."""
        total = len(self.trials(study)) + within(trials, 1, MOST_TRIALS, "trials")
        if study.state is StudyState.RUNNING:
            raise ConflictError("This study is still under way.", "Wait until it has ended, or stop it.")
        model = self._store.models.get(study.model_id)
        job = self._job(model, study)
        work = [t.job_id for t in self._store.trials.find(study_id=study.id, job_id__ne=None)]
        if any(not j.state.is_final for j in self._store.jobs.find(id__in=work)):
            raise ConflictError("Trials of this study are still being stopped.", "Try again in a moment.")

        def write(session: Session) -> None:
            self._store.studies.update(
                study.id,
                session,
                expect={"job_id": study.job_id},
                trials=total,
                state=StudyState.RUNNING,
                error="",
                job_id=job.id,
                began_at=now(),
                finished_at=None,
            )
            self._store.jobs.insert(job, session)

        self._store.run_in_transaction(write)
        return job

    def list(self, model: Model) -> list[Study]:
        """Newest first."""
        return [self._seen(s) for s in self._store.studies.find(model_id=model.id, sort="-number")]

    def get(self, study_id: str) -> Study:
        """Raises NotFoundError."""
        return self._seen(self._store.studies.get(study_id))

    def numbered(self, model: Model, number: int) -> Study:
        """The model's study of that number. Raises NotFoundError."""
        found = self._store.studies.first(model_id=model.id, number=number)
        if found is None:
            known = ", ".join(str(s.number) for s in self.list(model)[:20]) or "none yet"
            raise NotFoundError(f"{model.name} has no study {number}.", f"Its studies: {known}.")
        return self._seen(found)

    def trials(self, study: Study) -> builtins.list[Trial]:
        """In order of their numbers. One whose job ended without a word is shown as its job is."""
        found = self._store.trials.find(study_id=study.id, sort="number")
        open_ = [t.job_id for t in found if not t.state.is_final]
        ended = {j.id: j for j in self._store.jobs.find(id__in=open_) if j.state.is_final} if open_ else {}
        return [_as_its_job(t, ended.get(t.job_id or "")) for t in found]

    def best_params(self, study: Study) -> tuple[str, dict[str, Any]]:
        """Trainer and all parameters of the best trial so far. Raises NotFoundError where there is none."""
        best = next((t for t in self.trials(study) if t.number == study.best), None)
        if best is None:
            raise NotFoundError(f"Study {study.number} has no best trial yet.", "Wait until one has ended.")
        return best.trainer, best.params

    def train_best(self, study: Study) -> Job:
        """A training with the best trial's parameters, seed and data, in the queue; it registers what it learns. Raises
        NotFoundError."""
        trainer, params = self.best_params(study)
        model = self._store.models.get(study.model_id)
        job = Job(
            kind=JobKind.TRAIN,
            title=f"Train {model.name} as trial {study.best} of study {study.number}",
            params=_train_job(study, trainer, params).model_dump(mode="json"),
            subject=model.name,
            created_by=self._user,
        )
        return self._store.jobs.enqueue(job)

    def advance(self, study_id: str, context: Context) -> dict[str, Any]:
        """What is due: settle what ended, say what is best, begin the next trials; at the end, register if that is
        wanted. Raises WaitForChildren while trials are under way, TrainingError where all fail."""
        from driftdesk.core.training.search.sampling import best_of, importances

        job_id = context.job_id or ""
        seen = self._store.jobs.count_ended(
            job_id
        )  # before the look at the trials: what ends now will wake us
        study = self._store.studies.get(study_id)
        model = self._store.models.get(study.model_id)
        trials = self._settled(study, context)
        _refuse_hopeless(trials)
        best = best_of(study, trials)
        study = self._write(
            study,
            context,
            best=best.number if best else None,
            importances=importances(study, trials) or study.importances,
        )
        ended = sum(t.state.is_final for t in trials)
        context.progress(ended, study.trials, "searching")
        while len(trials) < study.trials and len(trials) - ended < study.parallel and _in_time(study):
            context.check()
            trials.append(self._begin_trial(model, study, trials, context))
        if any(not t.state.is_final for t in trials):
            raise WaitForChildren(seen)
        if study.register_best and best is not None:
            study = self._register(model, study, best, context, seen)
        study = self._write(study, context, state=StudyState.SUCCEEDED, finished_at=now())
        return _outcome(model, study, trials, best)

    def _begin_trial(self, model: Model, study: Study, trials: Sequence[Trial], context: Context) -> Trial:
        """The next trial and its job, both or none of them."""
        from driftdesk.core.training.search.sampling import ask

        trainer, values = ask(study, trials)
        own = {key.rpartition(".")[2]: v for key, v in values.items() if key != "trainer"}
        params = parse_params(trainer, {**study.fixed.get(trainer, {}), **own}).model_dump(mode="json")
        trial = Trial(study_id=study.id, number=len(trials), trainer=trainer, values=values, params=params)
        asked = _train_job(study, trainer, params, study_id=study.id, trial=trial.number)
        title = f"Trial {trial.number} of study {study.number} of {model.name}"
        job = self._child(model, title, asked, context)
        trial = trial.model_copy(update={"job_id": job.id})

        def write(session: Session) -> None:
            self._store.trials.insert(trial, session)
            self._store.jobs.insert(job, session)

        self._store.run_in_transaction(write, context.fence)
        return trial

    def _register(self, model: Model, study: Study, best: Trial, context: Context, seen: int) -> Study:
        """Train as the best trial did, this time to be registered: the same data, seed and parameters give the same
        model. Raises WaitForChildren, TrainingError."""
        dedupe = f"best:{context.job_id}:{best.number}"
        job = self._store.jobs.first(dedupe=dedupe)
        if job is None:
            title = f"Train {model.name} as trial {best.number} of study {study.number}"
            asked = _train_job(study, best.trainer, best.params)
            self._store.jobs.enqueue(self._child(model, title, asked, context, dedupe))
            raise WaitForChildren(seen)
        if not job.state.is_final:
            raise WaitForChildren(seen)
        if job.state is not JobState.SUCCEEDED or job.result is None:
            cause = job.error.message if job.error else "It was stopped."
            raise TrainingError(
                f"The best parameters were not registered: {cause}", "Train with them by hand."
            )
        return self._write(study, context, model_version=job.result["model_version"])

    def _settled(self, study: Study, context: Context) -> builtins.list[Trial]:
        """The trials; those whose job ended without a word get their end in the store."""
        found = self.trials(study)
        stored = {t.id: t.state for t in self._store.trials.find(study_id=study.id)}
        silent = [t for t in found if t.state.is_final and not stored[t.id].is_final]

        def write(session: Session) -> None:
            for trial in silent:
                self._store.trials.update(
                    trial.id, session, state=trial.state, error=trial.error, finished_at=now()
                )

        if silent:
            self._store.run_in_transaction(write, context.fence)
        return found

    def _write(self, study: Study, context: Context, **fields: Any) -> Study:
        if all(getattr(study, name) == value for name, value in fields.items()):
            return study
        return self._store.run_in_transaction(
            lambda session: self._store.studies.update(study.id, session, **fields), context.fence
        )

    def _enqueue_new(self, model: Model, study: Study) -> Job:
        """The study with the next number, and its job; again where another one took the number first."""

        def write(session: Session) -> Job:
            last = self._store.studies.first(model_id=model.id, sort="-number")
            numbered = study.model_copy(update={"number": last.number + 1 if last else 1})
            job = self._job(model, numbered)
            self._store.studies.insert(numbered.model_copy(update={"job_id": job.id}), session)
            self._store.jobs.insert(job, session)
            return job

        for _ in range(_TRIES - 1):
            with suppress(ConflictError):
                return self._store.run_in_transaction(write)
        return self._store.run_in_transaction(write)

    def _job(self, model: Model, study: Study) -> Job:
        return Job(
            kind=JobKind.SEARCH,
            title=f"Search for parameters of {model.name}: study {study.number}",
            params=SearchJob(study_id=study.id).model_dump(mode="json"),
            subject=model.name,
            created_by=self._user,
        )

    def _child(
        self, model: Model, title: str, asked: TrainJob, context: Context, dedupe: str | None = None
    ) -> Job:
        return Job(
            kind=JobKind.TRAIN,
            title=title,
            params=asked.model_dump(mode="json"),
            subject=model.name,
            parent=context.job_id,
            dedupe=dedupe,
            created_by=context.user,
        )

    def _seen(self, study: Study) -> Study:
        """A study whose job ended without a word is shown as its job is."""
        if study.state is not StudyState.RUNNING:
            return study
        job = self._store.jobs.first(id=study.job_id)
        if job is not None and not job.state.is_final:
            return study
        failed = job is None or job.error is not None
        cause = job.error.message if job is not None and job.error is not None else ""
        state = StudyState.FAILED if failed else StudyState.ABORTED
        return study.model_copy(update={"state": state, "error": cause})


def _train_job(
    study: Study, trainer: str, params: dict[str, Any], study_id: str | None = None, trial: int | None = None
) -> TrainJob:
    return TrainJob(
        model_id=study.model_id,
        dataset_id=study.dataset_id,
        version=study.dataset_version,
        trainer=trainer,
        params=params,
        seed=study.seed,
        split=study.split,
        study_id=study_id,
        trial=trial,
    )


def _as_its_job(trial: Trial, job: Job | None) -> Trial:
    if job is None:
        return trial
    failed = job.error is not None
    state = TrialState.FAILED if failed else TrialState.ABORTED
    return trial.model_copy(update={"state": state, "error": job.error.message if job.error else ""})


def _in_time(study: Study) -> bool:
    return study.minutes is None or now() < study.began_at + timedelta(minutes=study.minutes)


def _refuse_hopeless(trials: Sequence[Trial]) -> None:
    failed = [t for t in trials if t.state is TrialState.FAILED]
    if len(failed) >= _HOPELESS and all(t.state is TrialState.FAILED for t in trials if t.state.is_final):
        raise TrainingError(
            f"The first {len(failed)} trials failed: {failed[0].error}", "Mend that, and search again."
        )


def _outcome(model: Model, study: Study, trials: Sequence[Trial], best: Trial | None) -> dict[str, Any]:
    counted = {state.value: sum(t.state is state for t in trials) for state in TrialState}
    return {
        "model": model.name,
        "study": study.number,
        "study_id": study.id,
        "trials": len(trials),
        **{k: v for k, v in counted.items() if v},
        "metric": study.metric,
        "best": best.number if best else None,
        "value": best.value if best else None,
        "trainer": best.trainer if best else None,
        "values": best.values if best else {},
        "importances": study.importances,
        "model_version": study.model_version,
    }
