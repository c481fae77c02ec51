"""Jobs, what they say while they run, and who runs them."""

from datetime import datetime
from enum import StrEnum
from typing import Annotated, Any, Literal

from pydantic import Field, TypeAdapter

from driftdesk.core.entities.base import Record, new_id, now
from driftdesk.core.entities.drift import ColumnDrift


class JobKind(StrEnum):
    IMPORT = "import"
    PROFILE = "profile"
    DRIFT = "drift"
    EXPLAIN = "explain"
    STREAM = "stream"
    WATCH = "watch"
    CLEAN = "clean"
    COMMIT = "commit"
    SWEEP = "sweep"
    RECOMPOSE = "recompose"
    TRAIN = "train"
    SEARCH = "search"
    EVALUATE = "evaluate"
    COMPARE = "compare"
    PREDICT = "predict"
    RETRAIN = "retrain"
    SPLIT = "split"
    SUGGEST = "suggest"
    TIMELINE = "timeline"
    LEARN = "learn"
    LEARN_SERVICE = "learn_service"
    PERFORMANCE = "performance"
    SCORE = "score"
    ASK = "ask"
    EXPORT_MODEL = "export_model"
    IMPORT_MODEL = "import_model"


class JobState(StrEnum):
    QUEUED = "queued"
    RUNNING = "running"
    PAUSED = "paused"
    """No worker takes it until somebody resumes it; then its next attempt goes on."""
    WAITING = "waiting"
    """Its children work, and it holds no slot; when one of them ends, its next attempt goes on."""
    SUCCEEDED = "succeeded"
    FAILED = "failed"
    CANCELLED = "cancelled"
    """Stopped before it started."""
    ABORTED = "aborted"
    """Stopped while it ran."""

    @property
    def is_final(self) -> bool:
        return self not in (JobState.QUEUED, JobState.RUNNING, JobState.PAUSED, JobState.WAITING)


UNFINISHED = tuple(state for state in JobState if not state.is_final)
"""Jobs in these states still need what they work on."""


class Stop(StrEnum):
    """The ladder of stopping. The first two let the work go on, later or for a little while; of them the later wish
    holds. The last two end it, each harder than all before."""

    PAUSE = "pause"
    """Leave all as it is, and free the slot."""
    FINISH = "finish"
    """Come to a good end soon: a training ends with its epoch, and registers the best that it has."""
    ASK = "ask"
    """End at the next good moment, without a result."""
    KILL = "kill"
    """End the process."""

    @property
    def ends(self) -> bool:
        """Whether the job is to end without a result."""
        return self in (Stop.ASK, Stop.KILL)


class ErrorInfo(Record):
    code: str
    message: str
    hint: str = ""
    exit_code: int = 1
    error_id: str = ""
    """Also written to the log beside the traceback."""


class Progress(Record):
    """``done`` of ``total`` (numeric), or only ``stage`` (staged), or neither (unknown)."""

    stage: str = ""
    done: float = 0.0
    total: float | None = None
    seconds_left: float | None = None
    unit: str = ""
    """Of ``done``: ``bytes``; empty: steps or whatever the stage counts."""
    per_second: float | None = None
    """Units of ``done``."""
    rows_per_second: float | None = None


class Job(Record):
    id: str = Field(default_factory=new_id)
    kind: JobKind
    title: str
    params: dict[str, Any] = Field(default_factory=dict)
    state: JobState = JobState.QUEUED
    attempt: int = 0
    """Raised by every claim; what an older attempt writes is refused."""
    subject: str = ""
    """Name of the dataset or model it works on."""
    dedupe: str | None = None
    """Unique where set: enqueueing the same work twice gives the job that is there."""
    parent: str | None = None
    """The job that enqueued it and waits for it."""
    children_seen: int = 0
    """How many of its children had ended when it went to wait; one more wakes it."""
    steps: dict[str, Any] = Field(default_factory=dict)
    """Results of the steps done so far, so that a resumed job does not repeat them."""
    progress: Progress = Progress()
    result: dict[str, Any] | None = None
    error: ErrorInfo | None = None
    stop: Stop | None = None
    worker: str | None = None
    lease_until: datetime | None = None
    """After that, contact with its worker counts as lost, and another may claim it."""
    heard_at: datetime | None = None
    """When its worker was last heard of."""
    crashes: int = 0
    """How often its process died under it; the job fails after five."""
    created_by: str = ""
    created_at: datetime = Field(default_factory=now)
    started_at: datetime | None = None
    finished_at: datetime | None = None
    reserved_for: str | None = None
    """Only this worker may claim it (a command that runs its own job); None: anyone."""


class Fence(Record):
    """What a write made for a job must show: the job still belongs to this attempt and its lease holds."""

    job_id: str
    attempt: int


class Event(Record):
    """``number`` counts from 0 within the attempt."""

    job_id: str
    attempt: int
    number: int
    at: datetime = Field(default_factory=now)


class JobStarted(Event):
    type: Literal["job_started"] = "job_started"
    worker: str


class JobProgressed(Event):
    type: Literal["job_progressed"] = "job_progressed"
    progress: Progress


class MetricsRecorded(Event):
    """New points of a run's series stand in ``run_metrics`` up to ``step``; ``values`` are the latest."""

    type: Literal["metrics_recorded"] = "metrics_recorded"
    run_id: str
    step: int
    epoch: float
    values: dict[str, float]


class ColumnAnalysed(Event):
    type: Literal["column_analysed"] = "column_analysed"
    column: ColumnDrift


class JobWarned(Event):
    type: Literal["job_warned"] = "job_warned"
    message: str
    hint: str = ""


class JobPaused(Event):
    """The attempt left all as it is; the next one begins when somebody resumes the job."""

    type: Literal["job_paused"] = "job_paused"


class JobFinished(Event):
    type: Literal["job_finished"] = "job_finished"
    state: JobState
    result: dict[str, Any] | None = None
    error: ErrorInfo | None = None


JobEvent = Annotated[
    JobStarted | JobProgressed | MetricsRecorded | ColumnAnalysed | JobWarned | JobPaused | JobFinished,
    Field(discriminator="type"),
]
JOB_EVENT: TypeAdapter[JobEvent] = TypeAdapter(JobEvent)


class Worker(Record):
    id: str
    """``host:pid:slot``-like; unique."""
    host: str
    pid: int
    slots: int
    version: str
    busy: tuple[str, ...] = ()
    """Ids of the jobs it runs."""
    place: Literal["window", "headless", "command"] = "headless"
    started_at: datetime = Field(default_factory=now)
    seen_at: datetime = Field(default_factory=now)


class AuditEntry(Record):
    """Append-only: who did what, when, to what."""

    id: str = Field(default_factory=new_id)
    at: datetime = Field(default_factory=now)
    who: str
    action: str
    """Verb in the past tense, such as ``version committed``, ``model promoted``."""
    what: str
    details: dict[str, Any] = Field(default_factory=dict)
