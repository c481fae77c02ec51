"""What is done for and with models: data composed, trained, tested, measured over time, asked, retrained."""

from collections.abc import Mapping, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, Literal

from driftdesk.core.entities import Informativeness, JobKind, Recipe
from driftdesk.core.errors import ParameterError
from driftdesk.core.jobs import params as jobs
from driftdesk.services import Services

if TYPE_CHECKING:
    from driftdesk.core.entities import Job


class ModelVerbs(Services):
    """Each enqueues a job."""

    def recompose(
        self, name: str, recipe: Recipe, *, reference: int | str = "latest", current: int | str = "latest"
    ) -> "Job":
        """Compose a new training version of a dataset by a recipe."""
        dataset = self.datasets.get(name)
        params = jobs.RecomposeJob(
            dataset_id=dataset.id,
            recipe=recipe,
            reference=self.datasets.version(dataset, reference).number,
            current=self.datasets.version(dataset, current).number,
        )
        return self.jobs.enqueue(
            JobKind.RECOMPOSE, f"Recompose {name} by {recipe.kind}", params, subject=name
        )

    def train(
        self,
        model: str,
        ref: str,
        *,
        trainer: str = "",
        params: Mapping[str, Any] | None = None,
        preset: str = "",
        seed: int = 0,
        split: str = "",
        start: int | str | None = None,
        stream: bool | None = None,
        memory_mb: int = 0,
        processes: int = 1,
        sample_rows: int = 0,
    ) -> "Job":
        """Train a model on ``name[@version]``. The model is made, with the dataset's task and target, when there is
        none. ``trainer`` empty: the model's own, or the task's first. ``preset``: ``name[@number]``, whose parameters lie
        under ``params``. ``split``: a stored split of
        the version to learn by; empty: the usual one, by row ids. ``start``: fine-tune this version of the model (number
        or alias) instead of beginning from nothing.

        ``memory_mb``: what the data may take (0: as in the settings, or half of the worker's memory); a network learns
        from a stream of larger data. ``stream``: do, or do not, whatever the size. ``processes``: learn in so many, each
        from its own part of a stream. ``sample_rows``: learn from a seeded sample of about so many rows (0: from all)."""
        from driftdesk.core.training.params import default_trainer, parse_params, trainer_info
        from driftdesk.core.training.streaming.planning import plan

        dataset, version = self.datasets.resolve(ref)
        if split:
            self.training.stored_split(version, split)
        there = self.store.models.first(name=model)
        task = there.task if there else dataset.task
        number: int | None = None
        if start is not None:
            before = self.training.start_version(self.training.model(model), start, trainer)
            number, trainer = before.number, before.trainer
        if task is not None:  # before a model is made, see that it can be trained so
            trainer = trainer or (there.trainer if there else "") or default_trainer(task)
            info = trainer_info(trainer, task)
            if preset:
                preset, params = self.presets.resolve(trainer, preset, params or {})
            parse_params(trainer, params or {})
            plan(
                info,
                version,
                stream=stream,
                memory_mb=memory_mb or self.settings.training_memory_mb,
                processes=processes,
                sample_rows=sample_rows,
                fine_tunes=number is not None,
            )
        found = self.training.model_for(model, dataset, version, self.settings.user)
        asked = jobs.TrainJob(
            model_id=found.id,
            dataset_id=dataset.id,
            version=version.number,
            trainer=trainer,
            params=dict(params or {}),
            seed=seed,
            split=split,
            preset=preset,
            start=number,
            stream=stream,
            memory_mb=memory_mb or self.settings.training_memory_mb,
            processes=processes,
            sample_rows=sample_rows,
        )
        verb = "Train" if number is None else f"Fine-tune v{number} of"
        title = f"{verb} {model} on {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.TRAIN, title, asked, subject=model)

    def evaluate(
        self,
        model_ref: str,
        ref: str,
        *,
        slices: Sequence[str] = (),
        find_slices: bool = True,
        every: str = "",
    ) -> "Job":
        """Test ``model[@number or alias]`` on ``name[@version]``. ``slices``: columns and filters to judge by themselves;
        ``find_slices``: look for the worst ones, too; ``every``: ``period:month`` or ``parts:10`` of the timestamp column.
        Raises NotFoundError, ParameterError."""
        from driftdesk.core.training.evaluation.over_time import chosen_every
        from driftdesk.core.training.evaluation.slices import asked_columns

        model, model_version = self.registry.resolve(model_ref)
        dataset, version = self.datasets.resolve(ref)
        asked_columns(slices, version.columns)
        chosen_every(every)
        params = jobs.EvaluateJob(
            model_id=model.id,
            number=model_version.number,
            dataset_id=dataset.id,
            version=version.number,
            slices=tuple(slices),
            find_slices=find_slices,
            every=every,
        )
        title = f"Evaluate {model.name} v{model_version.number} on {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.EVALUATE, title, params, subject=model.name)

    def compare(self, model_refs: Sequence[str], ref: str) -> "Job":
        """Hold two to ten of ``model[@number or alias]`` against each other on the rows of ``name[@version]`` that none of
        them was trained on. Raises NotFoundError, ParameterError."""
        found = [self.registry.resolve(each) for each in model_refs]
        dataset, version = self.datasets.resolve(ref)
        named = [f"{model.name} v{made.number}" for model, made in found]
        if not 2 <= len(found) <= 10 or len(set(named)) < len(named):
            raise ParameterError(
                f"{len(set(named))} different model versions cannot be compared.",
                "Name two to ten, such as churn@champion churn@challenger.",
            )
        if len({model.target for model, _ in found}) > 1:
            raise ParameterError("The models do not learn the same target.", "Compare models of one target.")
        params = jobs.CompareJob(
            members=tuple((model.id, made.number) for model, made in found),
            dataset_id=dataset.id,
            version=version.number,
        )
        title = f"Compare {', '.join(named)} on {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.COMPARE, title, params, subject=found[0][0].name)

    def measure_performance(self, ref: str, *, model: str = "", **params: Any) -> "Job":
        """How well ``model[@number or alias]`` does on ``name[@version]``, chunk by chunk; without a model: how well
        the predictions do that stand in the data. ``params``: fields of ``PerformanceParams``. Raises NotFoundError,
        ParameterError, SchemaError."""
        from driftdesk.core.performance.params import make_params

        asked = self.performance.plan(ref, model, make_params(**params))
        dataset, found = self.datasets.by_id(asked.dataset_id), None
        if asked.model_id is not None:
            found = self.training.by_id(asked.model_id)
        who = f"{found.name} v{asked.number}" if found else "predictions"
        title = f"Performance of {who} on {dataset.name} v{asked.version}"
        subject = found.name if found else dataset.name
        return self.jobs.enqueue(JobKind.PERFORMANCE, title, asked, subject=subject)

    def predict(
        self,
        model_ref: str,
        path: Path,
        *,
        format: Literal["csv", "jsonl", "parquet"] = "csv",
    ) -> "Job":
        """Predict the rows of a file by ``model[@number or alias]``; the result names a stored file."""
        model, version = self.registry.resolve(model_ref)
        params = jobs.PredictJob(
            model_id=model.id, number=version.number, file=self.ingest.upload(path).id, format=format
        )
        title = f"Predict {path.name} by {model.name} v{version.number}"
        return self.jobs.enqueue(JobKind.PREDICT, title, params, subject=model.name)

    def score(self, model_ref: str, ref: str) -> "Job":
        """Predict the rows of ``name[@version]`` by ``model[@number or alias]``: the predictions become columns of the
        dataset's next version, with the roles prediction and prediction_score. Raises NotFoundError."""
        model, version = self.registry.resolve(model_ref)
        dataset, data = self.datasets.resolve(ref)
        params = jobs.ScoreJob(
            model_id=model.id, number=version.number, dataset_id=dataset.id, version=data.number
        )
        title = f"Predict {dataset.name} v{data.number} by {model.name} v{version.number}"
        return self.jobs.enqueue(JobKind.SCORE, title, params, subject=dataset.name)

    def ask(self, model_ref: str, rows: Sequence[Mapping[str, Any]], *, why: bool = True) -> "Job":
        """Ask ``model[@number or alias]`` about up to 1,000 rows, given as values or texts by column; the result holds
        ``answers`` (see ``AskingService.ask``). ``why``: with what led to each. Raises NotFoundError,
        ParameterError (too many rows, or too long ones)."""
        from driftdesk.core.training.asking.service import check_rows

        check_rows(rows)
        model, version = self.registry.resolve(model_ref)
        params = jobs.AskJob(
            model_id=model.id, number=version.number, rows=tuple(dict(r) for r in rows), why=why
        )
        title = f"Ask {model.name} v{version.number}"
        return self.jobs.enqueue(JobKind.ASK, title, params, subject=model.name)

    def export_model(
        self, model_ref: str, *, format: Literal["bundle", "onnx", "mlflow"] = "bundle"
    ) -> "Job":
        """Write ``model[@number or alias]`` for elsewhere; ``desk.exports.save`` brings the result to a path, where a
        bundle is signed. Raises NotFoundError, ParameterError (no ONNX of this trainer)."""
        model, version = self.registry.resolve(model_ref)
        self.exports.check(version, format)
        params = jobs.ExportModelJob(model_id=model.id, number=version.number, format=format)
        title = f"Export {model.name} v{version.number} ({format})"
        return self.jobs.enqueue(JobKind.EXPORT_MODEL, title, params, subject=model.name)

    def import_model(
        self, path: Path, name: str = "", *, dataset: str, trust: str = "", unsigned: bool = False
    ) -> "Job":
        """Register a bundle as a version of the model ``name`` (empty: as it was called), which is made on ``dataset``
        when there is none. ``trust``: the fingerprint of a signer that is accepted; ``unsigned``: one without a
        signature too. Raises FileError, CorruptDataError, ParameterError, NotFoundError."""
        found = self.exports.accept(path, trust, unsigned=unsigned)
        params = jobs.ImportModelJob(
            file=self.exports.upload(path, self.settings.user).id,
            model=name or str(found.manifest["model"]),
            dataset_id=self.datasets.get(dataset).id,
            signer=found.signer.fingerprint if found.signer else "",
        )
        title = f"Import {path.name} as {params.model}"
        return self.jobs.enqueue(JobKind.IMPORT_MODEL, title, params, subject=params.model)

    def suggest_labels(self, name: str, model: str = "", *, by: str = "margin") -> "Job":
        """Suggest labels for the rows of the latest version that have none, by ``model[@number or alias]`` (empty: the
        dataset's only one), the most informative first: by ``margin`` or ``entropy``. Raises NotFoundError,
        ParameterError, SchemaError."""
        if by not in list(Informativeness):
            raise ParameterError(
                f"{by!r} is no way to tell what is informative.", "Choose margin or entropy."
            )
        dataset, version = self.datasets.resolve(name)
        found, model_version = self.labels.model_for(dataset.name, model)
        params = jobs.SuggestJob(
            dataset_id=dataset.id,
            version=version.number,
            model_id=found.id,
            number=model_version.number,
            by=Informativeness(by),
        )
        title = f"Suggest labels of {dataset.name} by {found.name} v{model_version.number}"
        return self.jobs.enqueue(JobKind.SUGGEST, title, params, subject=dataset.name)

    def retrain(self, model: str, *, force: bool = False) -> "Job":
        """The loop for one model: drift, recompose, retrain, gate, promote. ``force``: even without drift."""
        from driftdesk.core.datasets.registry import check_not_trashed

        found = self.training.model(model)
        check_not_trashed(self.datasets.by_id(found.dataset_id))
        params = jobs.RetrainJob(model_id=found.id, force=force)
        return self.jobs.enqueue(JobKind.RETRAIN, f"Retrain {model}", params, subject=model)
