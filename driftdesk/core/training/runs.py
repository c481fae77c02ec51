"""A run on the store: what a trainer says becomes metrics, checkpoints, and in the end a model version.

All of it is written behind the fence of the job: an attempt that lost its lease writes nothing.
"""

import time
from collections.abc import Callable, Mapping
from contextlib import suppress
from types import TracebackType
from typing import Any, Self

import structlog

from driftdesk.core.context import Context
from driftdesk.core.entities import (
    LOWER_IS_BETTER,
    Checkpoint,
    ErrorInfo,
    ModelVersion,
    Run,
    RunState,
    now,
)
from driftdesk.core.errors import (
    ConflictError,
    CorruptDataError,
    DatabaseUnavailableError,
    DriftDeskError,
    JobCancelledError,
    JobPausedError,
    LeaseLostError,
    NotFoundError,
    StorageError,
    StorageFullError,
)
from driftdesk.core.storage.store import Session, Store
from driftdesk.core.training.monitor import Monitor
from driftdesk.core.training.registering import add_version

_log = structlog.get_logger(__name__)
_TRIES = 5
_NOT_COMPARED = frozenset({"learning_rate", "rows_per_second", "gradient_norm", "memory", "gpu_memory"})


def begin_run(store: Store, wanted: Run, context: Context) -> Run:
    """``wanted`` with the next number, stored; or the run that an earlier attempt of the same job began."""
    begun = store.runs.first(job_id=wanted.job_id, model_id=wanted.model_id) if wanted.job_id else None
    if begun is not None:
        return (
            begun
            if begun.state in (RunState.SUCCEEDED, RunState.RUNNING)
            else _begin_again(store, begun, context)
        )

    def write(session: Session) -> Run:
        last = store.runs.first(model_id=wanted.model_id, sort="-number")
        model = next(iter(store.models.find(id=wanted.model_id, session=session)), None)
        deleted = (model or store.models.get(wanted.model_id)).last_run
        store.models.touch(wanted.model_id, session)  # it is not deleted meanwhile
        run = wanted.model_copy(update={"number": max(last.number if last else 0, deleted) + 1})
        store.runs.insert(run, session)
        return run

    return _persistently(store, write, context)


def _begin_again(store: Store, begun: Run, context: Context) -> Run:
    def write(session: Session) -> Run:
        return store.runs.update(begun.id, session, state=RunState.RUNNING, error=None, finished_at=None)

    return store.run_in_transaction(write, context.fence)


def _persistently(store: Store, write: Callable[[Session], Run], context: Context) -> Run:
    """Run a transaction that takes the next number, again where another one took it first."""
    for _ in range(_TRIES - 1):
        with suppress(ConflictError):
            return store.run_in_transaction(write, context.fence)
    return store.run_in_transaction(write, context.fence)


def cause_of(error: Exception) -> ErrorInfo:
    """What a run keeps of the error that ended it."""
    if isinstance(error, DriftDeskError):
        return ErrorInfo(code=error.code, message=error.message, hint=error.hint, exit_code=error.exit_code)
    code = "out_of_memory" if isinstance(error, MemoryError) else "unexpected"
    return ErrorInfo(code=code, message=f"{type(error).__name__}: {error}")


class RunMonitor(Monitor):
    """``with RunMonitor(...) as monitor``: on an error the run is marked failed, on a cancellation aborted, with the
    cause; its checkpoint stays, so that it can be taken up again. Where the lease is lost, or the database, nothing is
    written: the job's next attempt goes on."""

    def __init__(self, store: Store, run: Run, context: Context) -> None:
        self.run = run
        self._store = store
        self._context = context
        self._before = run.seconds
        self._began = time.monotonic()
        self._said_full = False
        goes_on = run.checkpoint is not None
        self.best: dict[str, float] = dict(run.best) if goes_on else {}
        self.last: dict[str, float] = dict(run.last) if goes_on else {}
        self.epochs = run.epochs if goes_on else 0.0

    def __enter__(self) -> Self:
        """Forget the points that an earlier attempt made after its checkpoint."""
        at = self.run.checkpoint
        if at is None and (self._before or self._store.metrics.series(self.run.id, limit=1)):
            self.warn("There is no checkpoint: the run begins again from its seed.")
        self._store.metrics.truncate(self.run.id, at.step if at else -1)
        return self

    def __exit__(
        self, kind: type[BaseException] | None, error: BaseException | None, trace: TracebackType | None
    ) -> None:
        if isinstance(error, JobPausedError):
            with suppress(LeaseLostError, StorageError):
                self.write(state=RunState.PAUSED)
        elif isinstance(error, Exception) and not isinstance(
            error, LeaseLostError | DatabaseUnavailableError
        ):
            aborted = isinstance(error, JobCancelledError)
            with suppress(LeaseLostError, StorageError):
                self._end(
                    RunState.ABORTED if aborted else RunState.FAILED, None if aborted else cause_of(error)
                )

    @property
    def seconds(self) -> float:
        """Spent on this run, over all attempts."""
        return self._before + time.monotonic() - self._began

    def check(self) -> None:
        self._context.check()

    @property
    def finishing(self) -> bool:
        return self._context.finishing

    def record(self, step: int, epoch: float, values: Mapping[str, float]) -> None:
        self.epochs = epoch
        for name, value in values.items():
            self.last[name] = value
            if name not in _NOT_COMPARED:
                better = min if name.removeprefix("validation_") in LOWER_IS_BETTER | {"train_loss"} else max
                self.best[name] = better(self.best.get(name, value), value)
        self._context.metrics(self.run.id, step, epoch, values)

    def progress(self, done: float, total: float) -> None:
        self._context.progress(done, total, "training")

    def warn(self, message: str, hint: str = "") -> None:
        self._context.warn(message, hint)

    def save(self, state: bytes, epoch: int, step: int, best_epoch: int | None = None) -> None:
        """A checkpoint that cannot be stored now is no reason to end: the next one may be. Raises LeaseLostError."""
        try:
            self._context.flush()  # the points up to here: a resumed run will not make them again
            stored = self._store.artifacts.put_bytes(state, f"checkpoint of run {self.run.id} at step {step}")
            try:
                self.write(
                    checkpoint=Checkpoint(
                        artifact_id=stored.id, epoch=epoch, step=step, best_epoch=best_epoch
                    )
                )
            except (LeaseLostError, StorageError):
                self._store.artifacts.delete(stored.id)
                raise
        except StorageError as error:
            _log.warning("checkpoint not stored", run=self.run.id, step=step, error=error.message)
            if isinstance(error, StorageFullError) and not self._said_full:
                self._said_full = True
                self.warn(
                    "The disk of the database is full: the run goes on without checkpoints.", error.hint
                )

    def saved(self) -> bytes | None:
        """The checkpoint; a damaged one is given up and the run begins again from its seed."""
        if self.run.checkpoint is None:
            return None
        try:
            return self._store.artifacts.read_bytes(self.run.checkpoint.artifact_id)
        except (CorruptDataError, NotFoundError):
            self.warn("The checkpoint cannot be read; the run begins again from its seed.")
            self._store.metrics.truncate(self.run.id, -1)
            self.best, self.last, self.epochs = {}, {}, 0.0
            self.write(checkpoint=None)
            return None

    def write(self, **fields: Any) -> None:
        """Update the run behind the fence, and drop the checkpoint that it no longer names."""
        fields = {**self._figures(), **fields}
        self._now(
            self._store.run_in_transaction(
                lambda session: self._store.runs.update(self.run.id, session, **fields), self._context.fence
            )
        )

    def succeed(self, made: ModelVersion, rows: int) -> Run:
        """Register ``made``: the run's end, the version and the model's aliases in one transaction, once a run."""
        self._context.flush()
        self._context.check()
        ended = {
            **self._figures(),
            "metrics": made.metrics,
            "rows": rows,
            "checkpoint": None,
            "finished_at": now(),
        }

        def write(session: Session) -> Run:
            stored = self._store.runs.get(self.run.id)
            if stored.state is RunState.SUCCEEDED:  # by a commit whose answer was lost
                return stored
            version = add_version(self._store, made, f"run {self.run.number}", session)
            fields = {**ended, "state": RunState.SUCCEEDED, "model_version": version.number}
            return self._store.runs.update(self.run.id, session, expect={"state": RunState.RUNNING}, **fields)

        self._now(_persistently(self._store, write, self._context))
        self._compact()
        return self.run

    def _compact(self) -> None:
        """The series of a run that has ended are read at once; where that cannot be now, they are read as they are."""
        with suppress(StorageError):
            self._store.metrics.compact(self.run.id)

    def _figures(self) -> dict[str, Any]:
        return {"best": self.best, "last": self.last, "epochs": self.epochs, "seconds": self.seconds}

    def _now(self, run: Run) -> None:
        """``run`` is the stored state; a checkpoint that it no longer names is deleted."""
        old, self.run = self.run.checkpoint, run
        if old is not None and old != run.checkpoint:
            self._store.artifacts.delete(old.artifact_id)

    def _end(self, state: RunState, cause: ErrorInfo | None) -> None:
        self._context.flush()
        given_up = {"checkpoint": None} if state is RunState.PRUNED else {}
        self.write(state=state, error=cause, finished_at=now(), **given_up)
        self._compact()
