"""How well models do, and their predictions: looked at, stored, and looked back on."""

from __future__ import annotations

import time
from typing import TYPE_CHECKING

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    Dataset,
    DatasetVersion,
    Model,
    ModelVersion,
    OperationKind,
    PerformanceReport,
    Role,
    Severity,
    Task,
)
from driftdesk.core.errors import NotFoundError, ParameterError
from driftdesk.core.jobs.params import PerformanceJob
from driftdesk.core.performance.params import PerformanceParams, chosen_metrics

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.performance.analysis import Analysed, Subject
    from driftdesk.core.splits.service import SplitService
    from driftdesk.core.storage.store import Session, Store
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.registry import Registry
    from driftdesk.core.training.service import TrainingService


class PerformanceService:
    """May be used from any thread."""

    def __init__(
        self,
        store: Store,
        *,
        datasets: DatasetService,
        tables: TableService,
        splits: SplitService,
        training: TrainingService,
        registry: Registry,
    ) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._splits = splits
        self._training = training
        self._registry = registry

    def plan(self, ref: str, model: str, params: PerformanceParams) -> PerformanceJob:
        """What is asked for, with everything resolved, and all found wrong that can be before it is begun. Raises
        NotFoundError, ParameterError, SchemaError."""
        from driftdesk.core.drift.timeline.planning import stamp_column
        from driftdesk.core.performance.chunks import every_of
        from driftdesk.core.performance.predictions import StoredPredictions
        from driftdesk.core.performance.reference import resolved

        dataset, version = self._datasets.resolve(ref)
        found, made = self._registry.resolve(model) if model else (None, None)
        if found is not None and found.dataset_id != dataset.id:
            raise ParameterError(
                f"The model {found.name!r} learns from another dataset than {dataset.name!r}.",
                "Choose a model of this dataset.",
            )
        every = every_of(params.every)
        if every.unit == "period":
            stamp_column(version)
        task = found.task if found else StoredPredictions(version.columns, dataset.task, dataset.name).task
        if task is Task.REGRESSION or task is Task.BINARY:
            chosen_metrics(params.metrics, task)
        reference = resolved(
            params.reference, dataset, version, made, datasets=self._datasets, splits=self._splits
        )
        chosen = params.model_copy(update={"reference": reference, "every": str(every)})
        return PerformanceJob(
            dataset_id=dataset.id,
            version=version.number,
            model_id=found.id if found else None,
            number=made.number if made else None,
            params=chosen.model_dump(mode="json"),
        )

    def analyse(self, asked: PerformanceJob, context: Context | None = None) -> PerformanceReport:
        """Do what ``plan`` made, store the report and return it. Raises InputError, SchemaError, ParameterError."""
        from driftdesk.core.performance.analysis import analyse
        from driftdesk.core.performance.series import summary
        from driftdesk.core.performance.words import metric_title

        context = context or Context()
        began = time.perf_counter()
        dataset = self._datasets.by_id(asked.dataset_id)
        version = self._datasets.version(dataset, asked.version)
        params = PerformanceParams.model_validate(asked.params)
        model = self._store.models.get(asked.model_id) if asked.model_id else None
        made = self._registry.version(model, asked.number) if model and asked.number else None
        subject = self._subject(dataset, version, made, params)
        found = analyse(self._tables, subject, params, context)
        for warning in found.warnings:
            context.warn(warning)
        first = found.series[0] if found.series else None
        report = _report(dataset, version, model, made, found).model_copy(
            update={
                "summary": summary(first, found.chunks, metric_title),
                "seconds": round(time.perf_counter() - began, 3),
                "job_id": context.job_id,
                "created_by": context.user,
            }
        )

        def insert(session: Session) -> None:
            self._store.performance.insert(report, session)

        context.check()
        self._store.run_in_transaction(insert, context.fence)
        return report

    def reports(self, model: Model, limit: int = 0) -> list[PerformanceReport]:
        """Of a model, newest first."""
        return self._store.performance.find(model_id=model.id, sort="-created_at", limit=limit)

    def reports_of_predictions(self, dataset: Dataset, limit: int = 0) -> list[PerformanceReport]:
        """Of the predictions that stand in a dataset, newest first."""
        return self._store.performance.find(
            dataset_id=dataset.id, model_id=None, sort="-created_at", limit=limit
        )

    def report(self, id: str) -> PerformanceReport:
        """Raises NotFoundError."""
        return self._store.performance.get(id)

    def latest(self, model: Model, number: int | None = None) -> PerformanceReport | None:
        """Of a model, or of one of its versions."""
        which = {} if number is None else {"model_version": number}
        return self._store.performance.first(model_id=model.id, sort="-created_at", **which)

    def _subject(
        self, dataset: Dataset, version: DatasetVersion, made: ModelVersion | None, params: PerformanceParams
    ) -> Subject:
        import numpy as np

        from driftdesk.core.drift.timeline.planning import stamp_column
        from driftdesk.core.performance.analysis import Subject
        from driftdesk.core.performance.chunks import every_of
        from driftdesk.core.performance.predictions import ModelPredictions, Predictions, StoredPredictions
        from driftdesk.core.performance.reference import TEST, choose
        from driftdesk.core.training.row_ids import unpack_row_ids

        predictions: Predictions
        test = None
        if made is None:
            predictions = StoredPredictions(version.columns, dataset.task, dataset.name)
            predicted_by = self._predicted_by(dataset, version)
        else:
            predictions, predicted_by = ModelPredictions(self._training.predictor(made)), made
        files = self._store.artifacts
        seen = np.zeros(0, np.int64)
        if predicted_by is not None and predicted_by.dataset_id == dataset.id:
            if predicted_by.seen_row_ids_artifact is not None:
                seen = unpack_row_ids(files.read_bytes(predicted_by.seen_row_ids_artifact))
            if made and params.reference == TEST and made.test_row_ids_artifact is not None:
                ids = unpack_row_ids(files.read_bytes(made.test_row_ids_artifact))
                test = (self._home(dataset, version, made), ids)
        every = every_of(params.every)
        stamp = version.columns.timestamp
        if every.unit == "period":
            stamp = stamp_column(version)
        return Subject(
            predictions=predictions,
            version=version,
            reference=choose(
                params.reference, dataset, version, test, datasets=self._datasets, splits=self._splits
            ),
            seen=seen,
            every=every,
            stamp=stamp.name if stamp else None,
            lineage=self._lineage(dataset, version) if every.unit == "version" else (),
        )

    def _predicted_by(self, dataset: Dataset, version: DatasetVersion) -> ModelVersion | None:
        """The model version whose predictions stand in ``version``, where DriftDesk wrote them and still has it: the rows that
        it was trained on tell nothing of it."""
        written = {c.id for c in version.columns.columns if c.role is Role.PREDICTION}
        for before in reversed(self._lineage(dataset, version)):
            made = before.operation
            if made.kind is OperationKind.PREDICT and written & {c.id for c in before.columns.columns}:
                return self._store.model_versions.first(
                    model_id=made.params["model_id"], number=made.params["model_version"]
                )
        return None

    def _home(self, dataset: Dataset, version: DatasetVersion, made: ModelVersion) -> DatasetVersion:
        """The version that the model was trained on; where it was removed, the one that is looked at."""
        try:
            return self._datasets.version(dataset, made.dataset_version)
        except NotFoundError:
            return version

    def _lineage(self, dataset: Dataset, version: DatasetVersion) -> tuple[DatasetVersion, ...]:
        """The versions that ``version`` was made of, oldest first, and itself."""
        numbered = {v.number: v for v in self._store.versions.find(dataset_id=dataset.id)}
        line = [version]
        while line[-1].parent is not None and line[-1].parent in numbered:
            line.append(numbered[line[-1].parent])
        return tuple(reversed(line))


def _report(
    dataset: Dataset,
    version: DatasetVersion,
    model: Model | None,
    made: ModelVersion | None,
    found: Analysed,
) -> PerformanceReport:
    return PerformanceReport(
        dataset_id=dataset.id,
        dataset_name=dataset.name,
        version=version.number,
        model_id=model.id if model else None,
        model_name=model.name if model else "",
        model_version=made.number if made else None,
        task=found.task,
        reference=found.reference,
        reference_rows=found.reference_rows,
        every=found.every,
        method=found.method,
        calibrated=found.calibration is not None and found.calibration.helps,
        calibration_before=found.calibration.before if found.calibration else None,
        calibration_after=found.calibration.after if found.calibration else None,
        classes=found.classes,
        severity=found.series[0].severity if found.series else Severity.INSUFFICIENT_DATA,
        chunks=found.chunks,
        series=found.series,
        excluded_training_rows=found.excluded,
        warnings=found.warnings,
    )
