"""What each kind of job is asked to do.

References are resolved when the job is enqueued (ids and numbers, never ``latest``), so that a job that waits or
is resumed works on what its author saw.
"""

from typing import Any, Literal

from pydantic import Field

from driftdesk.core.entities import (
    CollectionSource,
    Informativeness,
    JobKind,
    Recipe,
    Record,
    SplitSpec,
    StreamSource,
    Timeline,
)
from driftdesk.core.settings import BUILT_IN, ServiceConfig


class ImportJob(Record):
    """The rows of stored files, or of a collection of another MongoDB, become a version of ``dataset``, which is made
    when there is none."""

    dataset: str
    files: tuple[str, ...] = ()
    """Ids of uploaded files."""
    collection: CollectionSource | None = None
    """Instead of files."""
    options: dict[str, Any] = Field(default_factory=dict)
    """An ``ImportOptions``."""


class ProfileJob(Record):
    """Statistics of a version: what its writing left to be computed."""

    dataset_id: str
    version: int


class DriftJob(Record):
    """Exactly one of ``current`` (a version) and ``file`` (a stored file that is not imported)."""

    dataset_id: str
    reference: int
    current: int | None = None
    file: str | None = None
    exact: bool = False
    service: str = BUILT_IN
    service_config: ServiceConfig | None = None
    """The external service as its author had set it up: a worker elsewhere, or one that started earlier, need not
    know it. Its API key is not here: that is in the worker's keyring or environment."""
    params: dict[str, Any] = Field(default_factory=dict)
    """A ``DriftParams``: thresholds and so on; empty: the defaults."""


class ExplainJob(Record):
    """``file``: the stored file that was the report's current side."""

    report_id: str
    file: str | None = None


class LearnServiceJob(Record):
    """Thresholds for the score of ``service`` from a version against itself: ``splits`` times, ``rows`` of its rows (None:
    half of them) against the others."""

    dataset_id: str
    version: int
    service_config: ServiceConfig
    splits: int = Field(19, ge=5, le=1000)
    quantile: float = Field(0.95, gt=0.5, lt=1.0)
    rows: int | None = Field(None, ge=1)
    seed: int = 0


class StreamJob(Record):
    """``detectors``: by name, their parameters."""

    dataset_id: str
    version: int
    source: StreamSource
    detectors: dict[str, dict[str, Any]]


class WatchJob(Record):
    """Let the watches of a dataset see the versions that they have not seen."""

    dataset_id: str


class CleanJob(Record):
    """``rules`` as on the command line: ``duplicates``, ``missing=median``, ``constant``."""

    dataset_id: str
    version: int
    rules: tuple[str, ...]


class CommitJob(Record):
    """The draft as it was at ``revision`` becomes a version; ``on_conflict``: what wins where others committed first."""

    draft_id: str
    revision: int
    message: str = ""
    on_conflict: Literal["refuse", "mine", "theirs"] = "refuse"


class SweepJob(Record):
    """Delete what nothing refers to and nothing touched for ``grace_minutes``."""

    grace_minutes: float = 60.0
    dry_run: bool = False


class RecomposeJob(Record):
    """A new training version by ``recipe``; ``reference`` and ``current`` are versions."""

    dataset_id: str
    recipe: Recipe
    reference: int
    current: int


class TrainJob(Record):
    """A run on a version. ``params`` empty: the model's own, or the trainer's defaults."""

    model_id: str
    dataset_id: str
    version: int
    trainer: str
    params: dict[str, Any] = Field(default_factory=dict)
    seed: int = 0
    split: str = ""
    """A stored split of the version; empty: the usual one, by row ids."""
    preset: str = ""
    """The preset that the parameters came from, as ``name@2``."""
    start: int | None = None
    """The model version to begin with; None: from nothing."""
    stream: bool | None = None
    """Learn from a stream of rows; None: where they do not fit into ``memory_mb``."""
    memory_mb: int = 0
    """What the data may take; 0: half of the worker's memory."""
    processes: int = 1
    sample_rows: int = 0
    """Learn from a seeded sample of about so many rows; 0: from all."""
    run_id: str | None = None
    """The run to take up again, as it was asked for; None: a new one."""
    study_id: str | None = None
    """The study that it is a trial of: it is then not registered."""
    trial: int | None = None


class SearchJob(Record):
    """The trials of a study, until as many are done as it wants."""

    study_id: str


class SplitJob(Record):
    """Split a version into parts, stored under a name."""

    dataset_id: str
    version: int
    name: str
    spec: SplitSpec


class EvaluateJob(Record):
    """A test of the model version ``number`` on a data version."""

    model_id: str
    number: int
    dataset_id: str
    version: int
    slices: tuple[str, ...] = ()
    """Columns whose values (bins, where there are many) are slices, and filters."""
    find_slices: bool = True
    """Look for the worst slices, too."""
    every: str = ""
    """``period:month`` or ``parts:10`` of the timestamp column; empty: what suits it."""


class CompareJob(Record):
    """Tests of several model versions on the same rows of a data version; ``members``: (model id, number)."""

    members: tuple[tuple[str, int], ...] = Field(min_length=2, max_length=10)
    dataset_id: str
    version: int


class PredictJob(Record):
    """Predictions for the rows of a stored file become a stored file of ``format``."""

    model_id: str
    number: int
    file: str
    format: Literal["csv", "jsonl", "parquet"] = "csv"


class ScoreJob(Record):
    """Predictions for the rows of a version become columns of the dataset's next version."""

    model_id: str
    number: int
    dataset_id: str
    version: int


class AskJob(Record):
    """A model version asked about rows that somebody typed: values or texts by column."""

    model_id: str
    number: int
    rows: tuple[dict[str, Any], ...]
    why: bool


class ExportModelJob(Record):
    """A model version becomes a stored file; of the format ``mlflow`` a zip of the folder."""

    model_id: str
    number: int
    format: Literal["bundle", "onnx", "mlflow"]


class ImportModelJob(Record):
    """A stored bundle becomes a version of ``model``, which is made, on the dataset, when there is none."""

    file: str
    model: str
    dataset_id: str
    signer: str
    """The fingerprint that its author accepted; empty: unsigned bundles too."""


class SuggestJob(Record):
    """Labels that a model version suggests for the rows of a version that have none; the most informative ones are
    kept as the dataset's queue of labels."""

    dataset_id: str
    version: int
    model_id: str
    number: int
    by: Informativeness = Informativeness.MARGIN


class PerformanceJob(Record):
    """How well a model does on the rows of a version, chunk by chunk."""

    dataset_id: str
    version: int
    model_id: str | None = None
    """None: the predictions stand in the data."""
    number: int | None = None
    params: dict[str, Any] = Field(default_factory=dict)
    """A ``PerformanceParams``."""


class TimelineJob(Record):
    """The drift of a timeline's chunks: what is asked stands in it, its points are what is wanted."""

    timeline: Timeline


class LearnJob(Record):
    """Thresholds of drift from the chunks of a version."""

    dataset_id: str
    version: int
    every: str
    by: str = ""
    deviations: float = 3.0
    params: dict[str, Any] = Field(default_factory=dict)
    """A ``DriftParams``."""


class RetrainJob(Record):
    """The loop: drift, recompose, retrain, gate, promote. ``report_id`` is the report that set it off."""

    model_id: str
    policy_id: str | None = None
    report_id: str | None = None
    force: bool = False


_PARAMS: dict[JobKind, type[Record]] = {
    JobKind.IMPORT: ImportJob,
    JobKind.PROFILE: ProfileJob,
    JobKind.DRIFT: DriftJob,
    JobKind.CLEAN: CleanJob,
    JobKind.COMMIT: CommitJob,
    JobKind.SWEEP: SweepJob,
    JobKind.RECOMPOSE: RecomposeJob,
    JobKind.TRAIN: TrainJob,
    JobKind.SEARCH: SearchJob,
    JobKind.EVALUATE: EvaluateJob,
    JobKind.COMPARE: CompareJob,
    JobKind.PREDICT: PredictJob,
    JobKind.SCORE: ScoreJob,
    JobKind.ASK: AskJob,
    JobKind.EXPORT_MODEL: ExportModelJob,
    JobKind.IMPORT_MODEL: ImportModelJob,
    JobKind.RETRAIN: RetrainJob,
    JobKind.SPLIT: SplitJob,
    JobKind.SUGGEST: SuggestJob,
    JobKind.TIMELINE: TimelineJob,
    JobKind.LEARN: LearnJob,
    JobKind.LEARN_SERVICE: LearnServiceJob,
    JobKind.PERFORMANCE: PerformanceJob,
    JobKind.EXPLAIN: ExplainJob,
    JobKind.STREAM: StreamJob,
    JobKind.WATCH: WatchJob,
}


def params_type(kind: JobKind) -> type[Record]:
    """The params record of a kind of job."""
    return _PARAMS[kind]
