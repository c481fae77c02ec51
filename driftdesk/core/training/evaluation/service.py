"""Evaluations and comparisons on the store: read, judged, kept."""

from __future__ import annotations

from collections.abc import Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    Compared,
    Comparison,
    Dataset,
    DatasetVersion,
    Evaluation,
    Kind,
    LeakageWarning,
    Model,
    ModelVersion,
    Role,
)
from driftdesk.core.errors import ParameterError

if TYPE_CHECKING:
    from driftdesk.core.storage.store import Session, Store
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.evaluation.judging import Looked, Wanted
    from driftdesk.core.training.registry import Registry
    from driftdesk.core.training.service import TrainingService
    from driftdesk.core.training.trainers.base import Predictor

_LARGE = frozenset(
    {"confusion", "by_class", "curves", "roc", "residuals", "errors", "slices", "over_time", "warnings"}
)
SLICED_COLUMNS = 60
"""Among so many columns the worst slices are looked for."""


class EvaluationService:
    """May be used from any thread."""

    def __init__(
        self, store: Store, tables: TableService, training: TrainingService, registry: Registry
    ) -> None:
        self._store = store
        self._tables = tables
        self._training = training
        self._registry = registry

    def evaluate(
        self,
        model: Model,
        number: int,
        dataset: Dataset,
        version: DatasetVersion,
        context: Context,
        *,
        slices: Sequence[str] = (),
        find_slices: bool = True,
        every: str = "",
    ) -> Evaluation:
        """Test a model version on the rows of ``version`` that it was not trained on, and store the result.

        Rows are told apart by identity, so this holds for every later version of the dataset too. ``slices``: columns and
        filters; ``every``: how to cut by the timestamp column. Raises SchemaError, InputError (no row left),
        ParameterError, NotFoundError.
        """
        from driftdesk.core.training.evaluation.bootstrap import draw
        from driftdesk.core.training.evaluation.judging import told
        from driftdesk.core.training.evaluation.over_time import chosen_every, chunks_of

        made = self._registry.version(model, number)
        predictor = self._training.predictor(made)
        wanted = self._wanted(predictor, version, slices, find_slices=find_slices)
        cut = chosen_every(every)
        if every and not wanted.stamp:
            raise ParameterError(
                f"Version {version.number} has no timestamp column to cut by.",
                "Give a datetime column the role timestamp.",
            )
        looked = self._look(
            [made], [predictor], dataset=dataset, version=version, wanted=wanted, context=context
        )
        outcome = looked.outcomes[0]
        context.progress(0, None, "drawing samples")
        fields = told(outcome, draw([outcome], check=context.check)[0])
        context.progress(0, None, "looking for segments")
        if looked.stamps is not None:
            fields["over_time"] = chunks_of(looked.stamps, outcome, cut, context.check)
            fields["time_column"] = wanted.stamp
        fields["slices"] = _slices(slices, version, looked, context, find=find_slices)
        warnings, duplicates = self._leaks(made, predictor, wanted, looked, context)
        warnings = [*fields["warnings"], *warnings]
        for warning in warnings:
            context.warn(warning.text, warning.hint)
        fields |= {"warnings": tuple(warnings), "duplicate_training_rows": duplicates}
        found = self._record(made, version, looked, fields, context)
        self._store.run_in_transaction(lambda s: self._store.evaluations.insert(found, s), context.fence)
        return found

    def compare(
        self,
        members: Sequence[tuple[Model, int]],
        dataset: Dataset,
        version: DatasetVersion,
        context: Context,
    ) -> Comparison:
        """Hold model versions against each other on the same rows, those that none of them was trained on; an evaluation
        of each is stored with the comparison. Raises what ``evaluate`` raises, and ParameterError where the models do
        not learn the same target."""
        from driftdesk.core.training.evaluation import paired
        from driftdesk.core.training.evaluation.judging import Wanted, told

        versions = [self._registry.version(model, number) for model, number in members]
        predictors = [self._training.predictor(v) for v in versions]
        looked = self._look(
            versions, predictors, dataset=dataset, version=version, wanted=Wanted(), context=context
        )
        context.progress(0, None, "drawing samples")
        drawn, differences, agreements = paired.compare(looked.outcomes, check=context.check)
        evaluations = [
            self._record(made, version, looked, told(outcome, of), context)
            for made, outcome, of in zip(versions, looked.outcomes, drawn, strict=True)
        ]
        comparison = Comparison(
            members=tuple(
                Compared(
                    model_id=model.id,
                    model=model.name,
                    version=number,
                    evaluation_id=evaluation.id,
                    metrics=evaluation.metrics,
                    intervals=evaluation.intervals,
                )
                for (model, number), evaluation in zip(members, evaluations, strict=True)
            ),
            dataset_id=dataset.id,
            dataset_version=version.number,
            rows=len(looked.outcomes[0]),
            excluded_training_rows=looked.excluded,
            differences=tuple(differences),
            agreements=tuple(agreements),
            job_id=context.job_id,
            created_by=context.user,
        )

        def save(session: Session) -> None:
            self._store.evaluations.insert_many(evaluations, session)
            self._store.comparisons.insert(comparison, session)

        self._store.run_in_transaction(save, context.fence)
        return comparison

    def summaries(self, model: Model) -> list[Evaluation]:
        """The evaluations of a model without what makes them large, newest first."""
        fields = [name for name in Evaluation.model_fields if name not in _LARGE]
        found = [
            Evaluation.model_validate(e) for e in self._store.evaluations.select(*fields, model_id=model.id)
        ]
        return sorted(found, key=lambda e: (e.created_at, e.id), reverse=True)

    def whole(self, ids: Sequence[str]) -> list[Evaluation]:
        """Those of these evaluations that are there, with all that they have."""
        return self._store.evaluations.find(id__in=[*ids])

    def comparisons(self, model: Model) -> list[Comparison]:
        """Those in which a version of the model takes part, newest first."""
        takes_part: dict[str, Any] = {"members.model_id": model.id}
        return self._store.comparisons.find(sort="-created_at", **takes_part)

    def _look(
        self,
        versions: Sequence[ModelVersion],
        predictors: Sequence[Predictor],
        *,
        dataset: Dataset,
        version: DatasetVersion,
        wanted: Wanted,
        context: Context,
    ) -> Looked:
        import numpy as np

        from driftdesk.core.training.evaluation.judging import look

        seen = np.unique(np.concatenate([self._seen_rows(v, dataset) for v in versions]))
        needed = {c.name for p in predictors for c in (*p.problem.features, p.problem.target)}
        needed |= {*wanted.whole, *wanted.sample, wanted.stamp}
        columns = [name for name in version.columns.names if name in needed]
        tables = self._tables.batches(version, columns, with_row_ids=True)
        looked = look(predictors, tables, seen=seen, rows=version.rows, wanted=wanted, context=context)
        if looked.skipped:
            context.warn(
                f"{looked.skipped:,} rows were left out at random: with so many classes there are too many predictions.",
                "The figures are of a sample of the rows.",
            )
        return looked

    def _wanted(
        self, predictor: Predictor, version: DatasetVersion, slices: Sequence[str], *, find_slices: bool
    ) -> Wanted:
        from driftdesk.core.training.evaluation.judging import Wanted
        from driftdesk.core.training.evaluation.slices import asked_columns

        schema, problem = version.columns, predictor.problem
        features = [c.name for c in problem.features if c.name in schema.names]
        usable = [
            c.name
            for c in schema.columns
            if c.kind is not Kind.TEXT and (c.name in features or c.role is Role.IGNORED)
        ]
        usable.sort(key=lambda name: name not in features)
        stamp = schema.timestamp
        has_all = len(features) == len(problem.features) and problem.target.name in schema.names
        return Wanted(
            whole=asked_columns(slices, schema),
            sample=tuple(usable[:SLICED_COLUMNS] if find_slices else [n for n in usable if n in features]),
            stamp=stamp.name if stamp is not None else "",
            hashed=(*features, problem.target.name) if has_all else (),
        )

    def _leaks(
        self,
        made: ModelVersion,
        predictor: Predictor,
        wanted: Wanted,
        looked: Looked,
        context: Context,
    ) -> tuple[list[LeakageWarning], int | None]:
        import pyarrow as pa

        from driftdesk.core.training.evaluation import leakage

        outcome = looked.outcomes[0]
        features = [c for c in predictor.problem.features if c.name in wanted.sample]
        stamps = None if looked.stamps is None else looked.stamps.take(pa.array(looked.sample))
        truth = outcome.truth[looked.sample]
        found = leakage.of_columns(looked.sample_table, features, truth, len(outcome.classes), stamps)
        duplicates = self._duplicates(made, wanted, looked, context)
        return leakage.of_duplicates(duplicates or 0, len(outcome)) + found, duplicates

    def _duplicates(self, made: ModelVersion, wanted: Wanted, looked: Looked, context: Context) -> int | None:
        """Evaluated rows that equal a training row in all features and target; None where that cannot be looked at."""
        import numpy as np
        import pyarrow as pa

        from driftdesk.core.training.evaluation.leakage import RowSet, hashed
        from driftdesk.core.training.row_ids import contains, unpack_row_ids

        learned = self._store.versions.first(dataset_id=made.dataset_id, number=made.dataset_version)
        if looked.hashes is None or learned is None or made.seen_row_ids_artifact is None:
            return None
        seen = unpack_row_ids(self._store.artifacts.read_bytes(made.seen_row_ids_artifact))
        parts = []
        done = 0
        for table in self._tables.batches(learned, list(wanted.hashed), with_row_ids=True):
            context.check()
            row_ids = np.asarray(table.column(len(wanted.hashed)).combine_chunks())
            parts.append(hashed(table.filter(pa.array(contains(seen, row_ids))), wanted.hashed))
            done += len(table)
            context.progress(done, learned.rows, "looking for duplicates")
        return int(RowSet.of(parts).holds(*looked.hashes).sum())

    def _record(
        self,
        made: ModelVersion,
        version: DatasetVersion,
        looked: Looked,
        fields: dict[str, Any],
        context: Context,
    ) -> Evaluation:
        return Evaluation(
            model_id=made.model_id,
            model_version=made.number,
            dataset_id=version.dataset_id,
            dataset_version=version.number,
            excluded_training_rows=looked.excluded,
            sampled_out=looked.skipped,
            job_id=context.job_id,
            created_by=context.user,
            **fields,
        )

    def _seen_rows(self, version: ModelVersion, dataset: Dataset) -> Any:
        """Ascending row ids of ``dataset`` that the model version was trained on."""
        import numpy as np

        from driftdesk.core.training.row_ids import unpack_row_ids

        if version.dataset_id != dataset.id or version.seen_row_ids_artifact is None:
            return np.zeros(0, np.int64)
        return unpack_row_ids(self._store.artifacts.read_bytes(version.seen_row_ids_artifact))


def _slices(
    asked: Sequence[str],
    version: DatasetVersion,
    looked: Looked,
    context: Context,
    *,
    find: bool,
) -> tuple[Any, ...]:
    from driftdesk.core.training.evaluation.slices import asked_slices, worst_slices

    outcome, schema = looked.outcomes[0], version.columns
    found = asked_slices(asked, schema, looked.whole, outcome, context.check)
    if find:
        columns = [schema.column(name) for name in looked.sample_table.column_names]
        sampled = outcome.take(looked.sample)
        found += worst_slices(columns, looked.sample_table, sampled, context.check)
    return found
