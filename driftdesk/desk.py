"""Desk: opens the store and hands out the services; used alike by the window, the commands, the workers and notebooks.

Its own verbs enqueue a job and return it; who wants the result waits (``desk.jobs.wait``) or lets a local runner do
it (``driftdesk.workers.local.run_here``).
"""

import tempfile
from collections.abc import Callable, Mapping, Sequence
from datetime import timedelta
from pathlib import Path
from types import TracebackType
from typing import TYPE_CHECKING, Any, Literal, Self

from driftdesk.core.entities import CollectionSource, Informativeness, JobKind, Recipe
from driftdesk.core.errors import ParameterError
from driftdesk.core.jobs import params as jobs
from driftdesk.core.settings import BUILT_IN, Settings, load_settings
from driftdesk.services import Services

if TYPE_CHECKING:
    from driftdesk.core.drafts.service import OnConflict
    from driftdesk.core.entities import Dataset, Job, StreamSource
    from driftdesk.core.ingest.options import ImportOptions

Version = int | str
"""A version's number or tag."""


class Desk(Services):
    """``with Desk.open() as desk:``. All of it may be used from any thread."""

    @classmethod
    def open(cls, data_dir: Path | str | None = None, uri: str | None = None, **overrides: Any) -> Self:
        """Open the store of ``data_dir`` (its embedded database), or the shared one at ``uri``.

        Raises StorageError where the database cannot be used.
        """
        return cls.open_with(
            load_settings(Path(data_dir) if data_dir else None, mongodb_uri=uri, **overrides)
        )

    @classmethod
    def open_with(cls, settings: Settings) -> Self:
        """Open the store that ``settings`` name. Raises StorageError."""
        from driftdesk.core.storage.connection import open_store
        from driftdesk.core.storage.passwords import with_kept_password

        if settings.mongodb_uri is not None:
            uri = with_kept_password(settings.mongodb_uri)
            settings = settings.model_copy(update={"mongodb_uri": uri})
        return cls(settings, open_store(settings))

    def close(self) -> None:
        """Leave the store. The embedded database ends a while after its last client."""
        self.store.close()

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        self.close()

    # Verbs that enqueue a job.

    def import_files(
        self,
        dataset: str,
        paths: Sequence[Path],
        options: "ImportOptions | None" = None,
        *,
        on_uploaded: Callable[[int], None] | None = None,
    ) -> "Job":
        """Upload files and import their rows into ``dataset``, which is made when there is none; a folder stands for the
        data files in it. ``on_uploaded`` gets the bytes uploaded so far. Raises FileError, and TrashedError before
        anything is uploaded."""
        self.datasets.find(dataset)
        files = self.ingest.upload_all(paths, on_uploaded)
        params = jobs.ImportJob(
            dataset=dataset,
            files=tuple(f.id for f in files),
            options=options.model_dump(mode="json") if options else {},
        )
        names = ", ".join(f.name for f in files[:3]) + (" ..." if len(files) > 3 else "")
        return self.jobs.enqueue(JobKind.IMPORT, f"Import {names} into {dataset}", params, subject=dataset)

    def import_collection(
        self, dataset: str, wanted: CollectionSource, options: "ImportOptions | None" = None
    ) -> "Job":
        """Import a collection of another MongoDB into ``dataset``, which is made when there is none. The password comes
        from the environment or the keyring of the worker that does it. Raises ParameterError where the address holds
        one, TrashedError."""
        from driftdesk.core.storage.foreign import check_address

        check_address(wanted.address)
        self.datasets.find(dataset)
        given = options.model_dump(mode="json") if options else {}
        params = jobs.ImportJob(dataset=dataset, collection=wanted, options=given)
        return self.jobs.enqueue(
            JobKind.IMPORT, f"Import {wanted.shown} into {dataset}", params, subject=dataset
        )

    def profile(self, ref: str) -> "Job":
        """Statistics of ``name[@version]``."""
        dataset, version = self.datasets.resolve(ref)
        params = jobs.ProfileJob(dataset_id=dataset.id, version=version.number)
        title = f"Profile {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.PROFILE, title, params, subject=dataset.name)

    def analyse_drift(
        self,
        name: str,
        *,
        reference: Version = "latest",
        current: Version | None = None,
        current_file: Path | None = None,
        exact: bool = False,
        service: str = BUILT_IN,
        params: Mapping[str, Any] | None = None,
    ) -> "Job":
        """Compare a version with another one (``latest`` where none is given) or with a file. Raises NotFoundError
        where something is not there, be it the ``service``."""
        if current is not None and current_file is not None:
            raise ParameterError("There can be only one current side.", "Give a version or a file, not both.")
        service_config = self.detection.config(service)
        if service == BUILT_IN:
            from driftdesk.core.drift.params import parse_params

            parse_params(params or {})
        dataset = self.datasets.get(name)
        before = self.datasets.version(dataset, reference).number
        after = file = None
        if current_file is not None:
            file = self.ingest.upload(current_file)
        else:
            after = self.datasets.version(dataset, "latest" if current is None else current).number
        if after == before:
            raise ParameterError(
                f"Reference and current are both version {before} of {name}.",
                f"Choose two versions: `driftdesk versions {name}` lists them.",
            )
        asked = jobs.DriftJob(
            dataset_id=dataset.id,
            reference=before,
            current=after,
            file=file.id if file else None,
            exact=exact,
            service=service,
            service_config=service_config,
            params=dict(params or {}),
        )
        title = f"Analyse drift of {name}: v{before} against {file.name if file else f'v{after}'}"
        return self.jobs.enqueue(JobKind.DRIFT, title, asked, subject=name)

    def explain_drift(self, report_id: str) -> "Job":
        """Find where the drift of a report concentrates, and rows typical of what is new. Raises NotFoundError,
        ParameterError where the report's columns are not known here."""
        report = self.drift.report(report_id)
        made_by = self.store.jobs.first(id=report.job_id) if report.current.version is None else None
        if report.current.version is None and (made_by is None or not made_by.params.get("file")):
            raise ParameterError(
                f"The file {report.current.label} is not here any more.",
                "Analyse it again, then explain that report.",
            )
        file = made_by.params["file"] if made_by is not None else None
        title = (
            f"Explain drift of {report.dataset_name}: {report.reference.label} against {report.current.label}"
        )
        asked = jobs.ExplainJob(report_id=report.id, file=file)
        return self.jobs.enqueue(JobKind.EXPLAIN, title, asked, subject=report.dataset_name)

    def timeline(
        self,
        ref: str,
        *,
        every: str,
        against: str = "pinned",
        reference: str = "",
        by: str = "",
        params: Mapping[str, Any] | None = None,
    ) -> "Job":
        """Drift over time: the rows of ``name[@version]`` in chunks, each against a reference.

        ``every``: ``rows:5000``, ``parts:20``, ``period:week`` (of the column ``by``; empty: the timestamp), or
        ``version``: all versions of ``name``. ``against``: ``pinned`` (to ``reference``: a version, ``part:SPLIT:PART``
        or ``chunks:1-5``; empty: the first tenth of the chunks), ``rolling:N``, ``expanding``, or ``seasonal:day``,
        ``week`` or ``year``. ``params``: fields of ``DriftParams``. What was made before is not made again. Raises
        NotFoundError, ParameterError, SchemaError."""
        planned = self.timelines.plan(
            ref, every=every, against=against, reference=reference, by=by, params=params
        )
        of = f"{planned.dataset_name} v{planned.version}" if planned.version else planned.dataset_name
        title = f"Timeline of {of}: {planned.every} against {planned.reference or planned.against}"
        asked = jobs.TimelineJob(timeline=planned)
        return self.jobs.enqueue(JobKind.TIMELINE, title, asked, subject=planned.dataset_name)

    def learn_thresholds(
        self,
        ref: str,
        *,
        every: str = "parts:10",
        by: str = "",
        deviations: float = 3.0,
        params: Mapping[str, Any] | None = None,
    ) -> "Job":
        """Thresholds by column from the chunks of ``name[@version]``, which has no drift: the mean of the chunks'
        statistics plus so many standard deviations. Its result is a ``LearnedThresholds``, whose ``params`` are fields of
        ``DriftParams``. Raises NotFoundError, ParameterError, SchemaError."""
        dataset, version = self.datasets.resolve(ref)
        self.timelines.check_learning(version, every=every, by=by, deviations=deviations, params=params)
        asked = jobs.LearnJob(
            dataset_id=dataset.id,
            version=version.number,
            every=every,
            by=by,
            deviations=deviations,
            params=dict(params or {}),
        )
        title = f"Learn thresholds from {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.LEARN, title, asked, subject=dataset.name)

    def learn_service(
        self,
        service: str,
        name: str,
        *,
        version: Version = "latest",
        splits: int = 19,
        quantile: float = 0.95,
        rows: int | None = None,
        seed: int = 0,
    ) -> "Job":
        """Thresholds for the score of an external ``service`` on a dataset, from a version against itself: ``splits`` times,
        ``rows`` of its rows (None: half of them) against the others. See ``core.detection.thresholds``. Raises NotFoundError,
        ParameterError."""
        config = self.detection.config(service)
        if config is None:
            raise ParameterError(
                "The built-in engine needs no thresholds for a score.",
                f"Thresholds by column: `driftdesk timeline learn {name}`.",
            )
        self.detection.scored(config)
        dataset = self.datasets.get(name)
        asked = jobs.LearnServiceJob(
            dataset_id=dataset.id,
            version=self.datasets.version(dataset, version).number,
            service_config=config,
            splits=splits,
            quantile=quantile,
            rows=rows,
            seed=seed,
        )
        self.service_thresholds.check(asked, self.datasets.version(dataset, asked.version))
        title = f"Learn thresholds of {service} for {name}"
        return self.jobs.enqueue(JobKind.LEARN_SERVICE, title, asked, subject=name)

    def study_stream(
        self, ref: str, source: "StreamSource", detectors: Mapping[str, Mapping[str, Any]]
    ) -> "Job":
        """Look back upon a stream of ``name[@version]`` by stream detectors (by name, with their parameters) and the
        dummies. Raises NotFoundError, ParameterError, ExpressionError."""
        from driftdesk.core.streams.detectors import parse_params

        for detector, given in detectors.items():
            parse_params(detector, given)
        dataset, version = self.datasets.resolve(ref)
        self.streams.check(version, source)
        asked = jobs.StreamJob(
            dataset_id=dataset.id,
            version=version.number,
            source=source,
            detectors={name: dict(given) for name, given in detectors.items()},
        )
        title = f"Watch {source.title} over {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.STREAM, title, asked, subject=dataset.name)

    def watch_streams(self, dataset: "Dataset") -> "Job | None":
        """Let the watches of a dataset see what arrived; None where it has none."""
        if not self.streams.watches(dataset):
            return None
        title = f"Watch the streams of {dataset.name}"
        asked = jobs.WatchJob(dataset_id=dataset.id)
        return self.jobs.enqueue(JobKind.WATCH, title, asked, subject=dataset.name)

    def clean(self, ref: str, rules: Sequence[str]) -> "Job":
        """Apply rules such as ``duplicates`` and ``missing=median`` to ``name[@version]``: a new version."""
        from driftdesk.core.cleaning.rules import parse_rule

        for rule in rules:
            parse_rule(rule)
        dataset, version = self.datasets.resolve(ref)
        params = jobs.CleanJob(dataset_id=dataset.id, version=version.number, rules=tuple(rules))
        title = f"Clean {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.CLEAN, title, params, subject=dataset.name)

    def commit_draft(self, name: str, message: str = "", on_conflict: "OnConflict" = "refuse") -> "Job":
        """Make the edits of the user's draft of a dataset its next version. Raises NotFoundError without a draft."""
        draft = self.drafts.existing(name)
        params = jobs.CommitJob(
            draft_id=draft.id, revision=draft.revision, message=message, on_conflict=on_conflict
        )
        return self.jobs.enqueue(JobKind.COMMIT, f"Commit edits of {name}", params, subject=name)

    def sweep(self, *, grace_minutes: float = 60.0, dry_run: bool = False) -> "Job":
        """Remove the versions that the retention policies let go, and all stored data that nothing refers to any more.
        Raises ParameterError for a grace of under 15 minutes, unless it is a dry run."""
        from driftdesk.core.retention.service import check_grace

        check_grace(timedelta(minutes=grace_minutes), dry_run=dry_run)
        params = jobs.SweepJob(grace_minutes=grace_minutes, dry_run=dry_run)
        return self.jobs.enqueue(JobKind.SWEEP, "Sweep unreferenced data", params)

    def recompose(
        self, name: str, recipe: Recipe, *, reference: Version = "latest", current: Version = "latest"
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
        seed: int = 0,
        split: str = "",
    ) -> "Job":
        """Train a model on ``name[@version]``. The model is made, with the dataset's task and target, when there is
        none. ``trainer`` empty: the model's own, or the task's first. ``split``: a stored split of
        the version to learn by; empty: the usual one, by row ids."""
        from driftdesk.core.training.params import default_trainer, parse_params, trainer_info

        dataset, version = self.datasets.resolve(ref)
        if split:
            self.training.stored_split(version, split)
        there = self.store.models.first(name=model)
        task = there.task if there else dataset.task
        if task is not None:  # before a model is made, see that it can be trained so
            trainer = trainer or (there.trainer if there else "") or default_trainer(task)
            trainer_info(trainer, task)
            parse_params(trainer, params or {})
        found = self.training.model_for(model, dataset, version, self.settings.user)
        asked = jobs.TrainJob(
            model_id=found.id,
            dataset_id=dataset.id,
            version=version.number,
            trainer=trainer,
            params=dict(params or {}),
            seed=seed,
            split=split,
        )
        title = f"Train {model} on {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.TRAIN, title, asked, subject=model)

    def split(
        self,
        ref: str,
        *,
        method: str = "random",
        shares: Mapping[str, float] | None = None,
        by: str = "",
        seed: int = 0,
        name: str = "",
    ) -> "Job":
        """Split ``name[@version]`` into parts, stored with it as ``name`` (empty: the method's). ``shares`` of the
        parts add up to 1; none: train 0.8, validation 0.1, test 0.1. Raises ParameterError, SchemaError, NotFoundError,
        ConflictError where the version has a split of this name."""
        from driftdesk.core.splits.service import make_spec

        dataset, version = self.datasets.resolve(ref)
        name = name or method
        spec = self.splits.check(version, name, make_spec(method, dict(shares or {}), by, seed))
        params = jobs.SplitJob(dataset_id=dataset.id, version=version.number, name=name, spec=spec)
        title = f"Split {dataset.name} v{version.number}: {name}"
        return self.jobs.enqueue(JobKind.SPLIT, title, params, subject=dataset.name)

    def evaluate(self, model_ref: str, ref: str) -> "Job":
        """Test ``model[@number or alias]`` on ``name[@version]``."""
        model, model_version = self.registry.resolve(model_ref)
        dataset, version = self.datasets.resolve(ref)
        params = jobs.EvaluateJob(
            model_id=model.id, number=model_version.number, dataset_id=dataset.id, version=version.number
        )
        title = f"Evaluate {model.name} v{model_version.number} on {dataset.name} v{version.number}"
        return self.jobs.enqueue(JobKind.EVALUATE, title, params, subject=model.name)

    def performance(self, ref: str, *, model: str = "", **params: Any) -> "Job":
        """How well ``model[@number or alias]`` does on ``name[@version]``, chunk by chunk; without a model: how well
        the predictions do that stand in the data. ``params``: fields of ``PerformanceParams``. Raises NotFoundError,
        ParameterError, SchemaError."""
        from driftdesk.core.performance.params import make_params

        asked = self.health.plan(ref, model, make_params(**params))
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

    def import_tasks_as_rows(
        self,
        dataset: str,
        path: Path,
        options: "ImportOptions | None" = None,
        *,
        target: str = "label",
        control: str = "",
    ) -> "Job":
        """Import the tasks of a file of Label Studio that name no row as rows of ``dataset``, which is made when there is
        none: their data, and their label as the target (of a dataset that is there its own). Raises FileError,
        NotFoundError where there are none."""
        from driftdesk.core.ingest.options import ImportOptions

        there = self.datasets.find(dataset)
        known = self.datasets.version(there).columns.target if there is not None and there.head else None
        target = known.name if known is not None else target
        options = options or ImportOptions()
        if known is None:
            options = options.model_copy(update={"target": target})
        with tempfile.TemporaryDirectory() as folder:
            rows = Path(folder, f"{path.stem}.jsonl")
            self.labels.rows_of_tasks(path, rows, target, control)
            return self.import_files(dataset, [rows], options)

    def retrain(self, model: str, *, force: bool = False) -> "Job":
        """The loop for one model: drift, recompose, retrain, gate, promote. ``force``: even without drift."""
        from driftdesk.core.datasets.registry import check_not_trashed

        found = self.training.model(model)
        check_not_trashed(self.datasets.by_id(found.dataset_id))
        params = jobs.RetrainJob(model_id=found.id, force=force)
        return self.jobs.enqueue(JobKind.RETRAIN, f"Retrain {model}", params, subject=model)
