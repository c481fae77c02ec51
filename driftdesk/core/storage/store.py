"""Everything DriftDesk keeps, by kind; and transactions over it."""

from collections.abc import Callable
from typing import TypeVar

from pydantic import SecretStr
from pymongo import MongoClient
from pymongo.errors import PyMongoError

from driftdesk.core.entities import (
    AuditEntry,
    Comparison,
    Dataset,
    DatasetVersion,
    DetectionRequest,
    Draft,
    DraftEdit,
    DriftPreset,
    DriftReport,
    Evaluation,
    Expectation,
    Fence,
    ImportCheckpoint,
    ImportChoices,
    Job,
    LabelQueue,
    ManifestPage,
    Model,
    ModelVersion,
    PackedPoint,
    PerformanceReport,
    Policy,
    Preset,
    RetentionPolicy,
    RuleSet,
    Run,
    ServiceThresholds,
    Split,
    StreamStudy,
    Study,
    Timeline,
    Trial,
    Watch,
    Worker,
)
from driftdesk.core.storage.availability import Availability
from driftdesk.core.storage.chunks import ChunkRepository, ProfileRepository, SweepResult
from driftdesk.core.storage.codec import Document
from driftdesk.core.storage.datasets import DatasetRepository
from driftdesk.core.storage.events import Change, EventRepository
from driftdesk.core.storage.faults import in_our_words, translate
from driftdesk.core.storage.files import FileRepository
from driftdesk.core.storage.jobs import JobRepository, touch_held
from driftdesk.core.storage.leases import LeaseRepository
from driftdesk.core.storage.metrics import MetricRepository
from driftdesk.core.storage.pages import PageRepository
from driftdesk.core.storage.repository import Repository, Session

T = TypeVar("T")


class Store:
    """One database. Made by ``driftdesk.core.storage.connection.open_store``; shared by all threads."""

    def __init__(
        self,
        client: MongoClient[Document],
        database: str,
        secret_uri: SecretStr,
        uri_shown: str,
        on_close: Callable[[], None] = lambda: None,
        *,
        availability: Availability | None = None,
    ) -> None:
        self.secret_uri = secret_uri
        """With the password: for a child process, through its pipe."""
        self.uri_shown = uri_shown
        """Without the password."""
        self.availability = availability or Availability()
        """Whether the database answers."""
        self._client = client
        self._on_close = on_close
        self._is_closed = False
        db = self._database = client[database]
        self.datasets = DatasetRepository(db.datasets, Dataset)
        self.versions = Repository(db.dataset_versions, DatasetVersion)
        self.pages = PageRepository(db.manifest_pages, ManifestPage)
        self.import_checkpoints = Repository(db.import_checkpoints, ImportCheckpoint)
        self.import_choices = Repository(db.import_choices, ImportChoices)
        self.drafts = Repository(db.drafts, Draft)
        self.draft_edits = Repository(db.draft_edits, DraftEdit)
        self.chunks = ChunkRepository(db.dataset_chunks)
        self.chunk_profiles = ProfileRepository(db.chunk_profiles)
        self.files = FileRepository(db, "files")
        self.reports = Repository(db.drift_reports, DriftReport)
        self.drift_presets = Repository(db.drift_presets, DriftPreset)
        self.expectations = Repository(db.expectations, Expectation)
        self.timelines = Repository(db.drift_timelines, Timeline)
        self.stream_studies = Repository(db.stream_studies, StreamStudy)
        self.watches = Repository(db.watches, Watch)
        self.timeline_points = Repository(db.timeline_points, PackedPoint)
        self.requests = Repository(db.detection_requests, DetectionRequest)
        self.service_thresholds = Repository(db.service_thresholds, ServiceThresholds)
        self.models = Repository(db.models, Model)
        self.presets = Repository(db.presets, Preset)
        self.runs = Repository(db.runs, Run)
        self.studies = Repository(db.studies, Study)
        self.trials = Repository(db.trials, Trial)
        self.metrics = MetricRepository(db.run_metrics)
        self.model_versions = Repository(db.model_versions, ModelVersion)
        self.evaluations = Repository(db.evaluations, Evaluation)
        self.comparisons = Repository(db.comparisons, Comparison)
        self.performance = Repository(db.performance_reports, PerformanceReport)
        self.retention = Repository(db.retention, RetentionPolicy)
        self.leases = LeaseRepository(db.writer_leases)
        self.artifacts = FileRepository(db, "artifacts")
        self.jobs = JobRepository(db.jobs, Job)
        self.events = EventRepository(db.job_events, db.jobs)
        self.workers = Repository(db.workers, Worker)
        self.policies = Repository(db.policies, Policy)
        self.splits = Repository(db.splits, Split)
        self.label_queues = Repository(db.label_queues, LabelQueue)
        self.rule_sets = Repository(db.rule_sets, RuleSet)
        self.audit = Repository(db.audit, AuditEntry)

    @property
    def database_name(self) -> str:
        """On the server."""
        return self._database.name

    def run_in_transaction(self, fn: Callable[[Session], T], fence: Fence | None = None) -> T:
        """Call ``fn`` in one transaction; all that it writes with its session is there afterwards, or nothing is.

        ``fn`` may be called again where another transaction came in between, so it must do nothing else. With a
        fence, the job must still belong to that attempt and its lease must hold: else LeaseLostError.
        """

        def guarded(session: Session) -> T:
            if fence is not None:
                touch_held(self._database.jobs, fence, session)
            return fn(session)

        try:
            with in_our_words(), self._client.start_session() as session:
                return session.with_transaction(guarded)
        except PyMongoError as error:
            raise translate(error) from error

    def server_version(self) -> str:
        """Such as ``6.0.5``. Raises DatabaseUnavailableError where the server does not answer."""
        with in_our_words():
            return str(self._client.server_info()["version"])

    def close(self) -> None:
        """Leave the server. An embedded one ends a while after its last client."""
        if not self._is_closed:
            self._is_closed = True
            self._client.close()
            self._on_close()


__all__ = ["Change", "Session", "Store", "SweepResult"]
