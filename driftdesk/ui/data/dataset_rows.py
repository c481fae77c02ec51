"""What the list of datasets shows of each: read in one go in a thread, then only filtered."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from driftdesk.core.entities import Dataset, Severity, Task

if TYPE_CHECKING:
    from driftdesk.desk import Desk


@dataclass(frozen=True)
class DatasetRow:
    """A dataset with the rows of its latest version and its last verdict (None: never analysed)."""

    dataset: Dataset
    rows: int
    severity: Severity | None


def read_rows(desk: "Desk") -> list[DatasetRow]:
    """All datasets, those that changed last first."""
    found = []
    for dataset in sorted(desk.datasets.list(), key=lambda d: d.updated_at, reverse=True):
        rows = desk.datasets.version(dataset).rows if dataset.head else 0
        report = desk.drift.latest(dataset)
        found.append(DatasetRow(dataset, rows, report.severity if report else None))
    return found


def of_task(rows: Sequence[DatasetRow], task: Task | None) -> list[DatasetRow]:
    """Only those of ``task``; None: all."""
    return [r for r in rows if task is None or r.dataset.task is task]
