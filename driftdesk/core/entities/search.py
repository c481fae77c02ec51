"""Studies: searches for the parameters with which a model learns best, and their trials."""

from datetime import datetime
from enum import StrEnum
from typing import Any

from pydantic import Field

from driftdesk.core.entities.base import Record, new_id, now


class Sampler(StrEnum):
    """Who says what to try next."""

    TPE = "tpe"
    """Tree-structured Parzen estimator: more of what did well (Bergstra et al., NIPS 2011)."""
    RANDOM = "random"


class Pruner(StrEnum):
    """Who says which trials are given up before their end."""

    NONE = "none"
    MEDIAN = "median"
    """Worse, so far, than the median of the others at the same point."""
    HYPERBAND = "hyperband"
    """Of many short trials the better ones go on, in several brackets (Li et al., JMLR 2018)."""


class Dimension(Record):
    """What a study may change of one parameter of a trainer: numbers between ``low`` and ``high``, or ``choices``."""

    trainer: str
    name: str
    low: float | None = None
    high: float | None = None
    log: bool = False
    """Orders of magnitude are equally likely, not values."""
    whole: bool = False
    """Whole numbers only."""
    choices: tuple[Any, ...] = ()
    """Plain values; those of a list are written as text, such as ``128,64``."""


class TrialState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    PRUNED = "pruned"
    FAILED = "failed"
    ABORTED = "aborted"

    @property
    def is_final(self) -> bool:
        return self not in (TrialState.QUEUED, TrialState.RUNNING)


class TrialPoint(Record):
    """The metric at a point of validation; ``step`` is the epoch, or the number of trees."""

    step: int
    value: float


class Trial(Record):
    """One training of a study; ``values`` by key (see ``core/training/search/space.py``)."""

    id: str = Field(default_factory=new_id)
    study_id: str
    number: int
    """Counts from 0 within the study."""
    trainer: str
    values: dict[str, Any] = Field(default_factory=dict)
    """Only what the study varies."""
    params: dict[str, Any] = Field(default_factory=dict)
    """All parameters of the training."""
    state: TrialState = TrialState.QUEUED
    value: float | None = None
    """The metric on the validation part, at the end; of a pruned trial, its last point."""
    points: tuple[TrialPoint, ...] = ()
    notes: dict[str, Any] = Field(default_factory=dict)
    """What the pruner must remember of it; plain values."""
    job_id: str | None = None
    run_id: str | None = None
    error: str = ""
    seconds: float = 0.0
    created_at: datetime = Field(default_factory=now)
    finished_at: datetime | None = None


class StudyState(StrEnum):
    RUNNING = "running"
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    ABORTED = "aborted"


class Study(Record):
    """A search: what is varied, by whom, for how long, and what came of it so far."""

    id: str = Field(default_factory=new_id)
    number: int
    """Counts within the model."""
    model_id: str
    dataset_id: str
    dataset_version: int
    trainers: tuple[str, ...]
    fixed: dict[str, dict[str, Any]] = Field(default_factory=dict)
    """By trainer, parameters that differ from its defaults and are not varied."""
    space: tuple[Dimension, ...]
    metric: str
    """Of the validation part, such as ``accuracy`` or ``rmse``."""
    seed: int = 0
    """Of the sampler, and of every training."""
    split: str = ""
    sampler: Sampler = Sampler.TPE
    pruner: Pruner = Pruner.MEDIAN
    trials: int = 20
    """How many are wanted, of all states."""
    parallel: int = 1
    minutes: float | None = None
    """No trial begins after so many; None: no such limit."""
    register_best: bool = False
    """Train once more with the best parameters, and register that."""
    state: StudyState = StudyState.RUNNING
    error: str = ""
    best: int | None = None
    """Number of the best trial."""
    importances: dict[str, float] = Field(default_factory=dict)
    """By key, shares of the metric's variance; empty while there are too few trials."""
    model_version: int | None = None
    """What was registered with the best parameters."""
    job_id: str | None = None
    began_at: datetime = Field(default_factory=now)
    """When its last job was enqueued: ``minutes`` count from here."""
    created_at: datetime = Field(default_factory=now)
    created_by: str = ""
    finished_at: datetime | None = None
