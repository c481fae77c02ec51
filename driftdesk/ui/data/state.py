"""What the panels of the Data tab share: the dataset that is open, its versions, reports and models."""

from dataclasses import dataclass
from typing import TYPE_CHECKING

from PySide6.QtCore import QObject, Signal

from driftdesk.core.entities import Dataset, DatasetVersion, DriftReport, Model
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.desk import Desk

_OF_INTEREST = {"*", "datasets", "dataset_versions", "drift_reports", "models"}


REPORTS_SHOWN = 30
"""The newest ones: a report of many columns holds megabytes of distributions."""


@dataclass(frozen=True)
class DatasetFacts:
    """All that is small about a dataset. Versions and reports are newest first."""

    dataset: Dataset
    versions: tuple[DatasetVersion, ...]
    reports: tuple[DriftReport, ...]
    models: tuple[Model, ...]

    @property
    def latest(self) -> DatasetVersion | None:
        return self.versions[0] if self.versions else None

    @property
    def last_report(self) -> DriftReport | None:
        return self.reports[0] if self.reports else None

    def version(self, number: int | None) -> DatasetVersion | None:
        return next((v for v in self.versions if v.number == number), None)

    @property
    def reference(self) -> int:
        """The version that others are compared with unless told otherwise: ``golden``, else what the champion of
        a model was trained against in the last report, else the first."""
        tags = self.dataset.version_tags
        if "golden" in tags:
            return tags["golden"]
        if self.last_report and self.last_report.reference.version:
            return self.last_report.reference.version
        return self.versions[-1].number if self.versions else 0


def read_facts(desk: "Desk", dataset_id: str) -> DatasetFacts:
    """Read them; runs in a thread."""
    dataset = desk.datasets.by_id(dataset_id)
    return DatasetFacts(
        dataset,
        tuple(desk.datasets.versions(dataset.name)),
        tuple(desk.drift.reports(dataset, limit=REPORTS_SHOWN)),
        tuple(m for m in desk.training.models() if m.dataset_id == dataset_id),
    )


class DatasetState(QObject):
    """``changed`` says that ``facts`` are new; ``opened`` that they are of another dataset (before ``changed``)."""

    opened = Signal()
    changed = Signal()
    failed = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._wanted = ""
        self._reading = False
        self._stale = False
        self.facts: DatasetFacts | None = None
        workspace.feed.changed.connect(self._on_changed)

    @property
    def dataset_id(self) -> str:
        """Of the dataset that is open or being opened; empty: none."""
        return self._wanted

    def open(self, dataset_id: str) -> None:
        """Show another dataset (or none, with an empty id)."""
        if dataset_id == self._wanted:
            return
        self._wanted = dataset_id
        self.facts = None
        self.opened.emit()
        self.refresh()

    def refresh(self) -> None:
        """Read everything anew; several wishes at once are one reading."""
        if not self._wanted:
            return
        if self._reading:
            self._stale = True
            return
        self._reading = True
        self._workspace.tasks.start(self._read(), owner=self)

    async def _read(self) -> None:
        try:
            while True:
                self._stale = False
                wanted = self._wanted
                try:
                    facts = await self._workspace.tasks.call(read_facts, self._workspace.desk, wanted)
                except Exception as error:  # noqa: BLE001  (shown in place of the dataset)
                    if wanted == self._wanted:
                        self.failed.emit(error)
                else:
                    if wanted == self._wanted:
                        self.facts = facts
                        self.changed.emit()
                if not self._stale and wanted == self._wanted:
                    return
        finally:
            self._reading = False

    def _on_changed(self, change: object) -> None:
        if getattr(change, "collection", "") in _OF_INTEREST:
            self.refresh()
