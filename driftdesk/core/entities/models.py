"""Models, runs, model versions."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field, field_validator

from driftdesk.core.entities.base import Record, new_id, now
from driftdesk.core.entities.data import Operation, Schema, Task
from driftdesk.core.entities.jobs import ErrorInfo


class RunState(StrEnum):
    """The last two stand in no stored run: they follow from its job when it is read."""

    RUNNING = "running"
    PAUSED = "paused"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ABORTED = "aborted"
    PRUNED = "pruned"
    """A trial of a study that was given up: others did better."""
    QUEUED = "queued"
    """Its job waits to go on."""
    LOST = "lost"
    """Contact with its worker is lost: its lease ran out. Another worker will go on, or the same one."""

    @property
    def is_final(self) -> bool:
        return self in (RunState.SUCCEEDED, RunState.FAILED, RunState.ABORTED, RunState.PRUNED)


class AliasMove(Record):
    """One entry of an alias' history; rollback is moving it back."""

    alias: str
    version: int | None
    at: datetime = Field(default_factory=now)
    who: str = ""
    why: str = ""
    rolled_back: bool = False
    """Back to what the alias was before, not on to something new."""


class Origin(Record):
    """The model version that a fork was made from, as it was called then."""

    model_id: str
    model: str
    version: int


class Imported(Record):
    """The bundle that a model version came in, and what it was called where it was exported."""

    model: str
    version: int
    signer: str = ""
    """Fingerprint of the key that signed it; empty: nobody did."""
    sha256: str
    """Of the bundle's manifest, which holds those of all its entries."""
    job_id: str = ""


class Model(Record):
    """What is to be learned: a task on a dataset's target."""

    id: str = Field(default_factory=new_id)
    name: str
    task: Task
    dataset_id: str
    target: str
    trainer: str = ""
    """The trainer that its next run uses unless told otherwise."""
    params: dict[str, Any] = Field(default_factory=dict)
    head: int = 0
    """Number of the latest model version."""
    champion: int | None = None
    challenger: int | None = None
    aliases: dict[str, int] = Field(default_factory=dict)
    """Movable names of versions beside champion and challenger, such as ``staging``."""
    history: tuple[AliasMove, ...] = ()
    notes: str = ""
    tags: tuple[str, ...] = ()
    forked_from: Origin | None = None
    last_run: int = 0
    """The highest number of a run that was deleted: numbers are never given twice."""
    trashed_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""


class PresetVersion(Record):
    """A preset as it was saved once."""

    number: int
    params: dict[str, Any]
    note: str = ""
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""


class Preset(Record):
    """A named set of a trainer's parameters. Saved again it gets the next number; the older ones stay in ``history``."""

    id: str = Field(default_factory=new_id)
    name: str
    trainer: str
    params: dict[str, Any]
    """What differs from the trainer's defaults, so that it follows them."""
    number: int = 1
    note: str = ""
    history: tuple[PresetVersion, ...] = ()
    """Older versions, the first one first."""
    built_in: bool = False
    """Comes with the trainer; such are not stored."""
    removed_at: datetime | None = None
    """It is no longer offered, but its versions can be read by ``name@number``."""
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""


class Checkpoint(Record):
    """A resumable state of a run, stored in ``artifacts``: the last one, which holds the best weights too."""

    artifact_id: str
    epoch: int
    step: int
    best_epoch: int | None = None
    """Epoch of the best weights in it; None: they are not told apart from the last."""
    at: datetime = Field(default_factory=now)


class Streaming(Record):
    """How a run is fed straight from the store, where its rows are not all in memory."""

    memory_mb: int
    """What its data may take, in all processes together."""
    processes: int = 1
    buffer_rows: int = 0
    """Rows among which the next ones are drawn, in each process."""
    correlation: float = 0.0
    """Of the places of rows in the store and in the first epoch; a full shuffle: 0."""
    distance: float = 1.0
    """How far neighbours in the store get apart, in shares of what a full shuffle gives."""
    spread: float = 1.0
    """How much batches differ in their mean place in the store, in shares of what a full shuffle gives."""


class Run(Record):
    """One training."""

    id: str = Field(default_factory=new_id)
    number: int
    """Counts within the model."""
    model_id: str
    dataset_id: str
    dataset_version: int
    trainer: str
    params: dict[str, Any]
    seed: int
    split: str = ""
    """The stored split of the data version that it learned by; empty: the usual one, by row ids."""
    preset: str = ""
    """The preset that its parameters came from, as ``name@2``."""
    study_id: str | None = None
    """The study that it is a trial of."""
    trial: int | None = None
    start_version: int | None = None
    """The model version that it began with (fine-tuning); None: it began from nothing."""
    streaming: Streaming | None = None
    """None: all rows were in memory."""
    sample_rows: int = 0
    """It learned from a seeded sample of about so many rows; 0: from all."""
    state: RunState = RunState.RUNNING
    checkpoint: Checkpoint | None = None
    metrics: dict[str, float] = Field(default_factory=dict)
    """On the held-out test part, when it succeeded."""
    validation: dict[str, float] = Field(default_factory=dict)
    """On the validation part, at the end: what a study compares."""
    best: dict[str, float] = Field(default_factory=dict)
    last: dict[str, float] = Field(default_factory=dict)
    epochs: float = 0
    rows: int = 0
    model_version: int | None = None
    error: ErrorInfo | None = None
    """Why it failed."""
    job_id: str | None = None
    """The job that does it now, or did it last."""
    heard_at: datetime | None = None
    """When contact with its worker was lost; stands in no stored run (see RunState)."""
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""
    finished_at: datetime | None = None
    seconds: float = 0.0

    @field_validator("error", mode="before")
    @classmethod
    def _error_of_old(cls, value: Any) -> Any:
        """It was a text once."""
        if isinstance(value, str):
            return {"code": "error", "message": value} if value else None
        return value

    notes: str = ""
    tags: tuple[str, ...] = ()
    trashed_at: datetime | None = None


class MetricPoint(Record):
    """A point of a run's series; ``step`` counts optimiser steps (or trees), ``values`` by series name such as
    ``train_loss``, ``validation_loss``, ``validation_accuracy``."""

    run_id: str
    step: int
    epoch: float
    seconds: float
    values: dict[str, float]


class ModelVersion(Record):
    """A registered result of a run, with all that is needed to use it."""

    id: str = Field(default_factory=new_id)
    model_id: str
    number: int
    run_id: str
    dataset_id: str
    dataset_version: int
    columns: Schema
    """Of the data it was trained on."""
    trainer: str
    params: dict[str, Any]
    seed: int
    metrics: dict[str, float]
    classes: tuple[str, ...] = ()
    importance: dict[str, float] = Field(default_factory=dict)
    artifact_id: str
    test_row_ids_artifact: str | None = None
    """Row ids of the held-out test part, packed (``training/row_ids.py``)."""
    seen_row_ids_artifact: str | None = None
    """Row ids of the training and validation parts, packed: what an evaluation leaves out."""
    operation: Operation | None = None
    """What made its data version: an import, a recomposition with its recipe; None: of versions made before this was kept."""
    code_version: str = ""
    """Of DriftDesk, with the commit where it ran from a checkout: ``0.1.0+6572907c3c1a``, ``.changed`` where files differed."""
    environment: dict[str, str] = Field(default_factory=dict)
    """Where it was trained: ``python``, ``platform``, ``cpu``, ``threads``, ``device``, and each library's version."""
    notes: str = ""
    tags: tuple[str, ...] = ()
    forked_from: Origin | None = None
    imported_from: Imported | None = None
    """Where it was not trained here: it has no run then, and its data version is the one that it was found to fit."""
    trashed_at: datetime | None = None
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""


PRIMARY_METRIC: dict[Task, str] = {
    Task.BINARY: "roc_auc",
    Task.MULTICLASS: "accuracy",
    Task.TEXT: "accuracy",
    Task.REGRESSION: "rmse",
}
"""What a task is judged by unless a gate says otherwise; ``rmse`` and ``mae`` are better when lower."""

LOWER_IS_BETTER = frozenset({"rmse", "mae", "loss", "log_loss", "brier", "calibration_error"})
