"""The services, wired: each is made when it is first asked for, so that opening a desk is fast."""

from functools import cached_property
from typing import TYPE_CHECKING

from driftdesk.core.jobs.service import JobService
from driftdesk.core.settings import Settings

if TYPE_CHECKING:
    from driftdesk.core.automation.service import AutomationService
    from driftdesk.core.cleaning.service import CleaningService
    from driftdesk.core.datasets.originals import OriginalService
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.detection.service import DetectionServices
    from driftdesk.core.detection.thresholds import ThresholdService
    from driftdesk.core.drafts.service import DraftService
    from driftdesk.core.drift.expectations import ExpectationService
    from driftdesk.core.drift.service import DriftService
    from driftdesk.core.drift.timeline.service import TimelineService
    from driftdesk.core.drift.why.service import WhyService
    from driftdesk.core.ingest.service import IngestService
    from driftdesk.core.labels.service import LabelService
    from driftdesk.core.performance.service import PerformanceService
    from driftdesk.core.profiles.service import ProfileService
    from driftdesk.core.recomposition.service import RecompositionService
    from driftdesk.core.retention.service import RetentionService
    from driftdesk.core.splits.service import SplitService
    from driftdesk.core.storage.store import Store
    from driftdesk.core.streams.service import StreamService
    from driftdesk.core.tables.service import TableService
    from driftdesk.core.training.asking.service import AskingService
    from driftdesk.core.training.evaluation.service import EvaluationService
    from driftdesk.core.training.export.service import ExportService
    from driftdesk.core.training.presets import TrainerPresets
    from driftdesk.core.training.registry import Registry
    from driftdesk.core.training.search.service import SearchService
    from driftdesk.core.training.service import TrainingService
    from driftdesk.core.training.trash import ModelTrash


class Services:
    """Of one store. All of them may be used from any thread."""

    def __init__(self, settings: Settings, store: "Store") -> None:
        self.settings = settings
        self.store = store
        self.jobs = JobService(store, settings.user)

    @cached_property
    def datasets(self) -> "DatasetService":
        from driftdesk.core.datasets.service import DatasetService

        return DatasetService(self.store, self.settings.user)

    @cached_property
    def originals(self) -> "OriginalService":
        from driftdesk.core.datasets.originals import OriginalService

        return OriginalService(self.store, self.datasets, self.settings.user)

    @cached_property
    def retention(self) -> "RetentionService":
        from driftdesk.core.retention.service import RetentionService

        return RetentionService(self.store, self.datasets, self.settings.user)

    @cached_property
    def tables(self) -> "TableService":
        from driftdesk.core.tables.service import TableService

        return TableService(self.store, self.settings.cache_dir, int(self.settings.cache_gb * 1e9))

    @cached_property
    def drafts(self) -> "DraftService":
        from driftdesk.core.drafts.service import DraftService

        return DraftService(self.store, self.datasets, self.tables, self.settings.user)

    @cached_property
    def splits(self) -> "SplitService":
        from driftdesk.core.splits.service import SplitService

        return SplitService(self.store, self.datasets, self.tables, self.settings.user)

    @cached_property
    def profiles(self) -> "ProfileService":
        from driftdesk.core.profiles.service import ProfileService

        return ProfileService(self.store)

    @cached_property
    def ingest(self) -> "IngestService":
        from driftdesk.core.ingest.service import IngestService

        return IngestService(self.store, self.datasets, self.settings.user)

    @cached_property
    def cleaning(self) -> "CleaningService":
        from driftdesk.core.cleaning.service import CleaningService

        return CleaningService(self.store, self.datasets, self.tables, self.profiles, self.settings.user)

    @cached_property
    def drift(self) -> "DriftService":
        from driftdesk.core.drift.service import DriftService

        return DriftService(self.store, self.profiles, self.tables, self.settings.user)

    @cached_property
    def expectations(self) -> "ExpectationService":
        from driftdesk.core.drift.expectations import ExpectationService

        return ExpectationService(self.store, self.datasets, self.settings.user)

    @cached_property
    def why(self) -> "WhyService":
        from driftdesk.core.drift.why.service import WhyService

        return WhyService(self.store, self.datasets, self.tables, self.ingest)

    @cached_property
    def timelines(self) -> "TimelineService":
        from driftdesk.core.drift.timeline.service import TimelineService

        return TimelineService(
            self.store,
            datasets=self.datasets,
            splits=self.splits,
            profiles=self.profiles,
            tables=self.tables,
        )

    @cached_property
    def detection(self) -> "DetectionServices":
        from driftdesk.core.detection.service import DetectionServices

        return DetectionServices(self.store, self.settings, self.drift, self.tables)

    @cached_property
    def service_thresholds(self) -> "ThresholdService":
        from driftdesk.core.detection.thresholds import ThresholdService

        return ThresholdService(self.store, self.tables, self.detection.scored, self.settings.user)

    @cached_property
    def recomposition(self) -> "RecompositionService":
        from driftdesk.core.recomposition.service import RecompositionService

        return RecompositionService(self.store, self.datasets, self.tables)

    @cached_property
    def training(self) -> "TrainingService":
        from driftdesk.core.training.service import TrainingService

        return TrainingService(self.store, self.tables, self.settings.training_memory_mb)

    @cached_property
    def presets(self) -> "TrainerPresets":
        from driftdesk.core.training.presets import TrainerPresets

        return TrainerPresets(self.store, self.settings.user)

    @cached_property
    def studies(self) -> "SearchService":
        from driftdesk.core.training.search.service import SearchService

        return SearchService(self.store, self.settings.user)

    @cached_property
    def registry(self) -> "Registry":
        from driftdesk.core.training.registry import Registry

        return Registry(self.store)

    @cached_property
    def evaluations(self) -> "EvaluationService":
        from driftdesk.core.training.evaluation.service import EvaluationService

        return EvaluationService(self.store, self.tables, self.training, self.registry)

    @cached_property
    def asking(self) -> "AskingService":
        from driftdesk.core.training.asking.service import AskingService

        return AskingService(self.training, self.datasets, self.tables)

    @cached_property
    def exports(self) -> "ExportService":
        from driftdesk.core.training.export.service import ExportService

        return ExportService(self.store, self.training, self.datasets, self.tables)

    @cached_property
    def model_trash(self) -> "ModelTrash":
        from driftdesk.core.training.trash import ModelTrash

        return ModelTrash(self.store, self.settings.user)

    @cached_property
    def performance(self) -> "PerformanceService":
        from driftdesk.core.performance.service import PerformanceService

        return PerformanceService(
            self.store,
            datasets=self.datasets,
            tables=self.tables,
            splits=self.splits,
            training=self.training,
            registry=self.registry,
        )

    @cached_property
    def streams(self) -> "StreamService":
        from driftdesk.core.streams.service import StreamService

        return StreamService(
            self.store,
            datasets=self.datasets,
            tables=self.tables,
            training=self.training,
            registry=self.registry,
            user=self.settings.user,
        )

    @cached_property
    def labels(self) -> "LabelService":
        from driftdesk.core.labels.service import LabelService

        return LabelService(
            self.store,
            datasets=self.datasets,
            tables=self.tables,
            drafts=self.drafts,
            training=self.training,
            registry=self.registry,
        )

    @cached_property
    def automation(self) -> "AutomationService":
        from driftdesk.core.automation.service import AutomationService

        return AutomationService(
            self.store,
            datasets=self.datasets,
            drift=self.drift,
            recomposition=self.recomposition,
            training=self.training,
            evaluations=self.evaluations,
            registry=self.registry,
            jobs=self.jobs,
            user=self.settings.user,
        )
