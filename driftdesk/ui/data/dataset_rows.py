"""What the list at the left shows: the user's favourites, then what changed last; or what is searched for."""

from collections.abc import Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

from driftdesk.core.datasets.registry import RegistryQuery
from driftdesk.core.entities import Dataset, Task
from driftdesk.ui.data import words
from driftdesk.ui.widgets import Thing

if TYPE_CHECKING:
    from driftdesk.desk import Desk

SHOWN = 100
"""Datasets in the list, besides favourites: the rest is found by searching, or among all."""


@dataclass(frozen=True)
class DatasetRows:
    """``total`` of all that the list might show."""

    datasets: tuple[Dataset, ...]
    favourites: frozenset[str]
    total: int

    @property
    def left_out(self) -> int:
        return self.total - len(self.datasets)


NO_ROWS = DatasetRows((), frozenset(), 0)


def read_rows(desk: "Desk", search: str = "", task: Task | None = None) -> DatasetRows:
    """Two questions to the server, whatever the number of datasets; runs in a thread."""
    asked = RegistryQuery(search=search, task=task, sort="updated", descending=True, limit=SHOWN)
    loved = desk.datasets.page(
        asked.model_copy(update={"favourites": True, "sort": "name", "descending": False})
    )
    recent = desk.datasets.page(asked)
    ids = frozenset(d.id for d in loved.datasets)
    shown = (*loved.datasets, *(d for d in recent.datasets if d.id not in ids))
    return DatasetRows(shown, ids, recent.total)


def things(rows: DatasetRows) -> Sequence[Thing]:
    """As the list shows them."""
    return [
        Thing(
            d.id,
            d.name,
            f"{words.task_short(d.task)} · {words.rows(d.rows)} · {words.versions(d.head)}",
            d.verdicts[-1] if d.verdicts else None,
            icon="favourite" if d.id in rows.favourites else "",
        )
        for d in rows.datasets
    ]
