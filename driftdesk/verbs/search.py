"""Train again as a run did; search for the parameters with which a model learns best."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.core.errors import NotFoundError
from driftdesk.services import Services

if TYPE_CHECKING:
    from driftdesk.core.entities import Dimension, Job, Run, Study


class SearchVerbs(Services):
    """Each that trains enqueues a job."""

    def like_run(
        self,
        model: str,
        number: int,
        ref: str = "",
        *,
        trainer: str = "",
        params: Mapping[str, Any] | None = None,
        preset: str = "",
        seed: int | None = None,
        split: str = "",
    ) -> "tuple[str, Run]":
        """What to train on and with, to do again what a run did, but for what is given: ``name@version``, and the run
        with its trainer, params, preset, seed and split as they are to be. Another trainer or a preset takes the place of
        the run's parameters. Raises NotFoundError, ParameterError."""
        from driftdesk.core.training.params import parse_params

        found = self.training.model(model)
        run = next((r for r in self.training.runs(found) if r.number == number), None)
        if run is None:
            raise NotFoundError(f"{model} has no run {number}.", f"`driftdesk runs {model}` lists them.")
        dataset = self.datasets.by_id(run.dataset_id)
        keeps = not preset and trainer in ("", run.trainer)
        asked = {**(run.params if keeps else {}), **(params or {})}
        parse_params(trainer or run.trainer, asked)
        changes = {
            "trainer": trainer or run.trainer,
            "params": asked,
            "preset": preset,
            "seed": run.seed if seed is None else seed,
            "split": split or ("" if ref else run.split),
        }
        return ref or f"{dataset.name}@{run.dataset_version}", run.model_copy(update=changes)

    def search(
        self,
        model: str,
        ref: str,
        *,
        trainers: Sequence[str] = (),
        vary: Sequence["str | Dimension"] = (),
        params: Mapping[str, Mapping[str, Any]] | None = None,
        metric: str = "",
        trials: int = 20,
        parallel: int = 1,
        minutes: float | None = None,
        sampler: str = "tpe",
        pruner: str = "median",
        seed: int = 0,
        split: str = "",
        register_best: bool = False,
    ) -> "Job":
        """A new study of a model on ``name[@version]``; the model is made when there is none. ``trainers`` empty: the
        model's own, or the task's first. ``vary``: ``learning_rate=1e-4..1e-1:log``, ``dropout``, or a Dimension; empty:
        what is worth varying of the trainers. ``params``: by trainer (or "" for the only one), what is set and
        not varied. Raises ParameterError."""
        from driftdesk.core.training.params import default_trainer, trainer_info
        from driftdesk.core.training.search.space import parse_vary

        dataset, version = self.datasets.resolve(ref)
        if split:
            self.training.stored_split(version, split)
        there = self.store.models.first(name=model)
        task = there.task if there else dataset.task
        space: list[Dimension] = []
        fixed = dict(params or {})
        if task is not None:  # before a model is made, see that it can be searched so
            own = there.trainer if there else ""
            trainers = tuple(trainers) or (own or default_trainer(task),)
            for name in trainers:
                trainer_info(name, task)
            if "" in fixed and len(trainers) == 1:
                fixed[trainers[0]] = fixed.pop("")
            space = [parse_vary(v, trainers) if isinstance(v, str) else v for v in vary]
        found = self.training.model_for(model, dataset, version, self.settings.user)
        return self.studies.begin(
            found,
            version,
            trainers=trainers,
            space=space,
            fixed=fixed,
            metric=metric,
            trials=trials,
            parallel=parallel,
            minutes=minutes,
            sampler=sampler,
            pruner=pruner,
            seed=seed,
            split=split,
            register_best=register_best,
        )

    def search_more(self, study: "Study", trials: int) -> "Job":
        """Let a study that has ended go on with so many further trials. Raises ConflictError, ParameterError."""
        return self.studies.more(study, trials)

    def train_best(self, study: "Study") -> "Job":
        """Train with the best parameters of a study so far, on its data and with its seed, and register the model.
        Raises NotFoundError where no trial has ended."""
        return self.studies.train_best(study)
