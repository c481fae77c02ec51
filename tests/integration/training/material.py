"""Datasets in the store, and a context that is a running job's."""

from collections.abc import Mapping, Sequence
from datetime import timedelta
from typing import Any

import numpy as np
import pyarrow as pa

from driftdesk.core.context import Context
from driftdesk.core.datasets.service import DatasetService
from driftdesk.core.datasets.writer import VersionWriter
from driftdesk.core.entities import (
    ROW_ID,
    Dataset,
    DatasetVersion,
    Fence,
    Job,
    JobKind,
    MetricPoint,
    Operation,
    OperationKind,
    Schema,
    Task,
)
from driftdesk.core.errors import JobCancelledError
from driftdesk.core.storage.store import Store


def commit(
    store: Store,
    name: str,
    table: pa.Table,
    schema: Schema,
    task: Task,
    *,
    row_ids: Sequence[int] | None = None,
) -> tuple[Dataset, DatasetVersion]:
    """``table`` as the next version of the dataset ``name``. ``row_ids`` None: rows are new."""
    service = DatasetService(store, "tester")
    dataset = service.find(name)
    base = dataset or Dataset(name=name, task=task)
    writer = VersionWriter(store, schema, first_row_id=base.next_row_id, context=Context())
    ids = None if row_ids is None else np.asarray(row_ids, np.int64)
    writer.write(table.drop_columns([ROW_ID]) if ROW_ID in table.column_names else table, ids)
    version = service.commit(
        dataset,
        writer.finish(),
        operation=Operation(kind=OperationKind.IMPORT),
        context=Context(),
        new=None if dataset else base,
    )
    return service.get(name), version


class JobLike(Context):
    """The context of a real, claimed job. ``stop_at`` calls of ``check`` it is asked to stop, with ``error``."""

    def __init__(
        self, store: Store, job: Job, stop_at: int | None = None, error: Exception | None = None
    ) -> None:
        self.store = store
        self.job_id = job.id
        self.fence = Fence(job_id=job.id, attempt=job.attempt)
        self.user = "tester"
        self.checks = 0
        self.warnings: list[str] = []
        self._stop_at = stop_at
        self._error = error or JobCancelledError("Stopped by the test.")

    def metrics(self, run_id: str, step: int, epoch: float, values: Mapping[str, float]) -> None:
        self.store.metrics.append(
            [MetricPoint(run_id=run_id, step=step, epoch=epoch, seconds=0.0, values=dict(values))]
        )

    def warn(self, message: str, hint: str = "") -> None:
        self.warnings.append(message)

    def check(self) -> None:
        if self.checks == self._stop_at:
            raise self._error
        self.checks += 1


def enqueue(store: Store, **params: Any) -> Job:
    return store.jobs.enqueue(Job(kind=JobKind.TRAIN, title="Train", params=params))


def claim(store: Store, job: Job, seconds: float = 600) -> Job:
    """The job, running, as the next attempt."""
    claimed = store.jobs.claim("tester", timedelta(seconds=seconds), job_id=job.id)
    assert claimed is not None
    return claimed
