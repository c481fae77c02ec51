"""Reports, expectations and presets in memory, for tests of the Drift tab."""

from collections.abc import Callable
from typing import Any

from driftdesk.core.drift.expectations import apply
from driftdesk.core.drift.params import DriftParams
from driftdesk.core.entities import (
    Dataset,
    DriftPreset,
    DriftReport,
    Expectation,
    StreamSource,
    StreamStudy,
    Watch,
)


class FakeExpectations:
    def __init__(self, reports: Any) -> None:
        self.reports = reports
        self.there: list[Expectation] = []

    def accept(self, name: str, column: str, note: str, *, report_id: str) -> None:
        report: DriftReport = self.reports.get(report_id)
        assert report.reference.version is not None
        number = report.reference.version
        self.there.append(
            Expectation(dataset_id=report.dataset_id, column=column, reference=number, note=note)
        )

    def withdraw(self, name: str, column: str, *, reference: int) -> None:
        self.there = [e for e in self.there if e.column != column]


class FakePresets:
    def __init__(self) -> None:
        self.there: dict[str, DriftParams] = {}

    def list(self) -> "list[DriftPreset]":
        return [DriftPreset(name=n, params=p.model_dump(mode="json")) for n, p in self.there.items()]

    def get(self, name: str) -> DriftParams:
        return self.there[name].model_copy(update={"preset": name})

    def save(self, name: str, params: DriftParams) -> None:
        self.there[name] = params


class FakeDrift:
    def __init__(self, reports: Any, expectations: FakeExpectations, timeline: Callable[..., Any]) -> None:
        self._reports, self._expectations = reports, expectations
        self.timeline = timeline
        self.presets = FakePresets()

    def reports(self, dataset: Dataset, limit: int = 0) -> list[DriftReport]:
        found = self._reports.find(sort="-created_at", dataset_id=dataset.id, limit=limit)
        return [apply(report, self._expectations.there) for report in found]

    def report(self, report_id: str) -> DriftReport:
        return apply(self._reports.get(report_id), self._expectations.there)

    def latest(self, dataset: Dataset) -> DriftReport | None:
        return next(iter(self.reports(dataset)), None)


class FakeStreams:
    """Newest study first; watches by name."""

    def __init__(self) -> None:
        self.made: list[StreamStudy] = []
        self.kept: list[Watch] = []

    def studies(self, dataset: Dataset, limit: int = 0) -> list[StreamStudy]:
        return [s for s in self.made if s.dataset_id == dataset.id]

    def watches(self, dataset: Dataset) -> list[Watch]:
        return [w for w in self.kept if w.dataset_id == dataset.id]

    def add_watch(
        self, dataset: Dataset, name: str, source: StreamSource, detector: str, params: dict[str, Any]
    ) -> Watch:
        made = Watch(name=name, dataset_id=dataset.id, source=source, detector=detector, params=params)
        self.kept.append(made)
        return made

    def remove_watch(self, watch: Watch) -> None:
        self.kept.remove(watch)
