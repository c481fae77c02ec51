"""All rows of a version predicted: a new version with the predictions as columns, everything else shared.

Of classes: ``prediction`` and what belongs to it, ``prediction_score`` of two classes (the probability of the second), else
``probability_<class>`` a class; of values ``prediction`` alone. Their roles say what they are, so that drift, measured and
estimated performance read them, and no model learns from them.
"""

from dataclasses import replace
from typing import TYPE_CHECKING

import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.entities import (
    ROW_ID,
    Column,
    Dataset,
    DatasetVersion,
    Kind,
    Model,
    ModelVersion,
    Operation,
    OperationKind,
    Role,
    Schema,
    StoredChunk,
    Task,
    new_id,
)
from driftdesk.core.errors import SchemaError
from driftdesk.core.storage.store import Store
from driftdesk.core.training.evaluation.predictions import PREDICTION, PROBABILITY, SCORE, prediction_columns
from driftdesk.core.training.problem import Problem
from driftdesk.core.training.threads import limited_threads
from driftdesk.core.training.trainers.base import Predictor

if TYPE_CHECKING:
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.tables.service import RowGroup, TableService

_ROLES = (Role.PREDICTION, Role.PREDICTION_SCORE)


class Scoring:
    """One version predicted by one model."""

    def __init__(
        self, store: Store, datasets: "DatasetService", tables: "TableService", predictor: Predictor
    ) -> None:
        self._store, self._datasets, self._tables = store, datasets, tables
        self._predictor = predictor
        self._problem = predictor.problem

    def write(
        self, model: Model, made: ModelVersion, dataset: Dataset, version: DatasetVersion, context: Context
    ) -> DatasetVersion:
        """Commit the next version of ``dataset``. A job that is resumed gets what its earlier attempt made. Raises
        SchemaError (a column is missing, or stands in the way), ConflictError."""
        before = self._datasets.made_by(context, OperationKind.PREDICT)
        if before is not None:
            return before
        self._check(version)
        columns, added = with_predictions(version.columns, self._problem)
        writer = VersionWriter(self._store, columns, first_row_id=dataset.next_row_id, context=context)
        try:
            self._add_groups(version, columns, added, writer, context)
            written = writer.finish()
        except BaseException:
            writer.abandon()
            raise
        written = replace(written, byte_count=version.byte_count + written.byte_count)
        params = {
            "model": model.name,
            "model_id": model.id,
            "model_version": made.number,
            "version": version.number,
        }
        return self._datasets.commit(
            dataset,
            written,
            operation=Operation(kind=OperationKind.PREDICT, params=params),
            message=f"Predicted by {model.name} v{made.number}",
            context=context,
            parent=version.number,
        )

    def _check(self, version: DatasetVersion) -> None:
        kinds = {c.name: c.kind for c in version.columns.columns}
        if absent := [c.name for c in self._problem.features if c.name not in kinds]:
            raise SchemaError(
                f"The data lacks columns that the model needs: {', '.join(absent[:20])}.",
                "Choose another version, or another model.",
            )

    def _add_groups(
        self,
        version: DatasetVersion,
        columns: Schema,
        added: dict[str, Column],
        writer: VersionWriter,
        context: Context,
    ) -> None:
        features = [version.columns.column(c.name) for c in self._problem.features]
        kept = {c.id for c in columns.columns} | {ROW_ID}
        done = 0
        for group in self._tables.groups(version):
            context.check()
            parts: dict[str, pa.Array | StoredChunk] = {
                cid: chunk
                for cid in group.page.column_ids
                if cid in kept and (chunk := group.chunk(cid)) is not None
            }
            for name, values in self._predicted(group, features).items():
                if name in added:
                    parts[added[name].id] = values
            writer.add_group(parts, group.rows)
            done += group.rows
            context.progress(done, version.rows, "predicting")

    def _predicted(self, group: "RowGroup", features: list[Column]) -> dict[str, pa.Array]:
        table = pa.table(self._tables.load(group, features), names=[c.name for c in features])
        with limited_threads():
            return prediction_columns(self._problem, self._predictor.predict(table))


def with_predictions(schema: Schema, problem: Problem) -> tuple[Schema, dict[str, Column]]:
    """``schema`` with the columns of predictions, which take the place of those of an earlier prediction; and those
    columns by name. Raises SchemaError where another column has such a name."""
    wanted = {PREDICTION: (problem.target.kind, Role.PREDICTION)}
    if problem.task is not Task.REGRESSION:
        scores = [SCORE] if len(problem.classes) == 2 else [f"{PROBABILITY}{c}" for c in problem.classes]
        wanted |= dict.fromkeys(scores, (Kind.NUMERIC, Role.PREDICTION_SCORE))
    others = [c for c in schema.columns if c.role not in _ROLES]
    if taken := [c.name for c in others if c.name in wanted]:
        raise SchemaError(
            f"The data has columns named as predictions are: {', '.join(taken)}.",
            "Rename them, or give them the role prediction (prediction_score), so that they are replaced.",
        )
    added = {
        name: Column(id=new_id(), name=name, kind=kind, role=role) for name, (kind, role) in wanted.items()
    }
    return Schema(columns=(*others, *added.values())), added
