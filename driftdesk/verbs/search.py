"""Search for the parameters with which a model learns best."""

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.services import Services

if TYPE_CHECKING:
    from driftdesk.core.entities import Dimension, Job, Study


class SearchVerbs(Services):
    """Each enqueues a job."""

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
        what is worth varying of the trainers. ``params``: by trainer, what is set and not varied. Raises ParameterError."""
        from driftdesk.core.training.params import default_trainer, trainer_info
        from driftdesk.core.training.search.space import parse_vary

        dataset, version = self.datasets.resolve(ref)
        if split:
            self.training.stored_split(version, split)
        there = self.store.models.first(name=model)
        task = there.task if there else dataset.task
        space: list[Dimension] = []
        if task is not None:  # before a model is made, see that it can be searched so
            own = there.trainer if there else ""
            trainers = tuple(trainers) or (own or default_trainer(task),)
            for name in trainers:
                trainer_info(name, task)
            space = [parse_vary(v, trainers) if isinstance(v, str) else v for v in vary]
        found = self.training.model_for(model, dataset, version, self.settings.user)
        return self.studies.begin(
            found,
            version,
            trainers=trainers,
            space=space,
            fixed=params,
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
