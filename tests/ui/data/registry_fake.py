"""The registry and the retention service in memory, for tests of the window."""

from collections.abc import Callable
from typing import Any

from driftdesk.core.datasets.registry import RegistryPage, RegistryQuery
from driftdesk.core.entities import EVERYWHERE, Dataset, RetentionPolicy, now
from driftdesk.core.errors import ConflictError, NotFoundError
from driftdesk.core.retention.account import DatasetAccount, StorageAccount

_SORT: dict[str, Callable[[Dataset], Any]] = {
    "name": lambda d: d.name.lower(),
    "updated": lambda d: d.updated_at,
    "rows": lambda d: d.rows,
    "labelled": lambda d: -1 if d.labelled is None or not d.rows else d.labelled / d.rows,
    "size": lambda d: d.byte_count,
}


class FakeRegistry:
    """Over ``known``, datasets by id. ``asked`` holds the queries of pages."""

    user = "ada"

    def __init__(self, known: dict[str, Dataset]) -> None:
        self.known = known
        self.asked: list[RegistryQuery] = []

    def page(self, query: RegistryQuery | None = None) -> RegistryPage:
        q = query or RegistryQuery()
        self.asked.append(q)
        found = [self.shown(d) for d in self.known.values() if self._meets(d, q)]
        found.sort(key=_SORT[q.sort], reverse=q.descending)
        return RegistryPage(datasets=tuple(found[q.offset : q.offset + q.limit]), total=len(found))

    def shown(self, dataset: Dataset) -> Dataset:
        """As it stands in a page."""
        return dataset

    def _meets(self, d: Dataset, q: RegistryQuery) -> bool:
        text = " ".join((d.name, d.description, *d.tags)).lower()
        return (
            (d.trashed_at is not None) == q.trashed
            and (q.task is None or d.task is q.task)
            and (not q.tag or q.tag in d.tags)
            and (not q.favourites or self.user in d.favoured_by)
            and all(word in text for word in q.search.lower().split())
        )

    def tags(self) -> list[str]:
        return sorted({t for d in self.known.values() if d.trashed_at is None for t in d.tags})

    def create(self, name: str, task: Any = None, description: str = "") -> Dataset:
        if any(d.name == name for d in self.known.values()):
            raise ConflictError(f"There is a dataset {name!r} already.", "Choose another name.")
        made = Dataset(name=name, task=task, description=description)
        self.known[made.id] = made
        return made

    def rename(self, name: str, new_name: str) -> Dataset:
        if any(d.name == new_name for d in self.known.values()):
            raise ConflictError(f"There is a dataset {new_name!r} already.", "Choose another name.")
        return self.change(name, name=new_name)

    def set_task(self, name: str, task: Any) -> Dataset:
        return self.change(name, task=task)

    def describe(self, name: str, description: str) -> Dataset:
        return self.change(name, description=description)

    def set_tags(self, name: str, tags: Any) -> Dataset:
        return self.change(name, tags=tuple(tags))

    def favour(self, name: str, *, on: bool = True) -> Dataset:
        return self.change(name, favoured_by=(self.user,) if on else ())

    def trash(self, name: str) -> Dataset:
        return self.change(name, trashed_at=now())

    def restore(self, name: str) -> Dataset:
        return self.change(name, trashed_at=None)

    def delete(self, name: str) -> None:
        del self.known[self._named(name).id]

    def change(self, name: str, /, **fields: Any) -> Dataset:
        changed = self._named(name).model_copy(update=fields)
        self.known[changed.id] = changed
        return changed

    def _named(self, name: str) -> Dataset:
        for dataset in self.known.values():
            if dataset.name == name:
                return dataset
        raise NotFoundError(f"There is no dataset {name}.")


class FakeRetention:
    def __init__(self, known: dict[str, Dataset]) -> None:
        self._known = known
        self.policies: dict[str, RetentionPolicy] = {EVERYWHERE: RetentionPolicy()}

    def _id(self, name: str | None) -> str:
        return next((d.id for d in self._known.values() if d.name == name), EVERYWHERE)

    def policy(self, name: str | None = None) -> RetentionPolicy:
        return self.policies.get(self._id(name), self.policies[EVERYWHERE])

    def set_policy(self, name: str | None = None, **limits: Any) -> RetentionPolicy:
        made = RetentionPolicy(id=self._id(name), **limits)
        self.policies[made.id] = made
        return made

    def forget_policy(self, name: str) -> RetentionPolicy:
        self.policies.pop(self._id(name), None)
        return self.policy(name)

    def account(self) -> StorageAccount:
        found = tuple(
            DatasetAccount(
                dataset_id=d.id,
                name=d.name,
                in_trash=d.trashed_at is not None,
                versions=d.head,
                chunks=1_000_000 * d.head,
                profiles=30_000 * d.head,
                pages=700,
                files=2_500_000,
                shared=4000,
            )
            for d in self._known.values()
        )
        return StorageAccount(
            datasets=found, shared=4000, unreferenced=1_200_000, other_files=50_000, artifacts=300_000
        )
