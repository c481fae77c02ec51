"""The registry: which datasets there are, what they are called and described as, and the trash.

A dataset in the trash keeps its data and its name; nothing is done with it, and lists leave it out, until it is
restored or deleted for good.
"""

from __future__ import annotations

import builtins
from collections.abc import Iterable
from typing import TYPE_CHECKING, Any, Literal

from pydantic import Field

from driftdesk.core.datasets.names import check_description, check_labels, check_name, no_such
from driftdesk.core.datasets.usage import dataset_of
from driftdesk.core.entities import UNFINISHED, AuditEntry, Dataset, Record, Task, now
from driftdesk.core.errors import ConflictError, TrashedError

if TYPE_CHECKING:
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store

LARGEST_PAGE = 500


class RegistryQuery(Record):
    """Which datasets, in which order, and which page of them."""

    search: str = Field("", max_length=200)
    """Each word must stand, in whatever case, in the name, the description or a tag."""
    task: Task | None = None
    tag: str = ""
    favourites: bool = False
    """Only the user's own."""
    trashed: bool = False
    """Those in the trash, instead of all others."""
    sort: Literal["name", "updated", "rows", "labelled", "size"] = "name"
    """``labelled``: by the share of rows whose target is not missing."""
    descending: bool = False
    offset: int = Field(0, ge=0)
    limit: int = Field(50, ge=1, le=LARGEST_PAGE)


class RegistryPage(Record):
    """Some of the datasets that a query finds, in its order."""

    datasets: tuple[Dataset, ...]
    total: int
    """Of all that the query finds, on whatever page."""


class DatasetRegistry:
    """``user`` is who stands in the record where a context names nobody, and whose favourites are meant."""

    def __init__(self, store: Store, user: str = "") -> None:
        self._store = store
        self._user = user

    # Looking.

    def list(self) -> builtins.list[Dataset]:
        """All datasets but those in the trash, by name. For thousands of them see ``page``."""
        return self._store.datasets.find(sort="name", trashed_at=None)

    def page(self, query: RegistryQuery | None = None) -> RegistryPage:
        """A page of the datasets that ``query`` finds. One question to the server, whatever their number."""
        asked = query or RegistryQuery()
        found, total = self._store.datasets.page(
            search=asked.search,
            task=asked.task,
            tag=asked.tag,
            favoured_by=self._user if asked.favourites else "",
            trashed=asked.trashed,
            sort=asked.sort,
            descending=asked.descending,
            offset=asked.offset,
            limit=asked.limit,
        )
        return RegistryPage(datasets=tuple(found), total=total)

    def tags(self) -> builtins.list[str]:
        """All tags that datasets have, by name."""
        return self._store.datasets.tags()

    def get(self, name: str) -> Dataset:
        """Raises NotFoundError, with the nearest names, and TrashedError."""
        found = self.find(name)
        if found is None:
            raise no_such("dataset", name, self._store.datasets.names())
        return found

    def find(self, name: str) -> Dataset | None:
        """None where there is none. Raises TrashedError."""
        found = self._store.datasets.first(name=name)
        if found is not None:
            check_not_trashed(found)
        return found

    def by_id(self, id: str) -> Dataset:
        """Also one in the trash. Raises NotFoundError."""
        return self._store.datasets.get(id)

    # Making and naming.

    def create(self, name: str, task: Task | None = None, description: str = "") -> Dataset:
        """An empty dataset: its first import makes version 1. Raises ConflictError where the name is taken."""
        made = Dataset(
            name=check_name(name),
            task=task,
            description=check_description(description),
            created_by=self._user,
        )
        self._check_free(made.name)

        def work(session: Session) -> None:
            self._store.datasets.insert(made, session)
            self._audit("dataset created", made.name, session, self._user, task=str(task or ""))

        self._store.run_in_transaction(work)
        return made

    def rename(self, name: str, new_name: str) -> Dataset:
        """Raises ConflictError when the new name is taken."""
        dataset = self.get(name)
        new_name = check_name(new_name)
        if new_name == name:
            return dataset
        self._check_free(new_name)
        return self._change(dataset, "dataset renamed", name, name=new_name)

    def describe(self, name: str, description: str) -> Dataset:
        """Replace the description. Raises NotFoundError, ParameterError."""
        return self._change(
            self.get(name), "dataset described", name, description=check_description(description)
        )

    def set_tags(self, name: str, tags: Iterable[str]) -> Dataset:
        """Replace the dataset's tags. Raises ParameterError."""
        return self._change(self.get(name), "dataset tagged", name, tags=check_labels(tags))

    def set_task(self, name: str, task: Task | None) -> Dataset:
        """Say what is to be learned from it. Raises NotFoundError."""
        return self._change(self.get(name), "task set", name, task=task)

    def favour(self, name: str, *, on: bool = True) -> Dataset:
        """Let a dataset be among the user's favourites, or not."""
        return self._store.datasets.favour(self.get(name).id, self._user, on=on)

    # The trash.

    def trash(self, name: str) -> Dataset:
        """Put a dataset away: its name stays taken, and all can be restored."""
        return self._change(self.get(name), "dataset trashed", name, trashed_at=now())

    def restore(self, name: str) -> Dataset:
        """Take a dataset back out of the trash. One that is not there stays as it is. Raises NotFoundError."""
        dataset = self._anywhere(name)
        if dataset.trashed_at is None:
            return dataset
        return self._change(dataset, "dataset restored", name, trashed_at=None)

    def delete(self, name: str) -> None:
        """Remove a dataset in the trash for good, with its versions, reports and watches. Its chunks and files go with the
        next sweep. Raises ConflictError where it is not in the trash, or a model, policy or job needs it."""
        dataset = self._anywhere(name)
        if dataset.trashed_at is None:
            raise ConflictError(
                f"{name} is not in the trash.",
                f"Put it there first: driftdesk dataset {name} --trash. From the trash it can be deleted.",
            )
        self._check_unused(dataset)

        def work(session: Session) -> None:
            self._store.datasets.update(
                dataset.id, session, expect={"trashed_at": dataset.trashed_at}, updated_at=now()
            )
            self._store.datasets.delete(dataset.id, session)
            self._delete_all_of(dataset, session)
            self._audit("dataset deleted", name, session, self._user, versions=dataset.head)

        self._store.run_in_transaction(work)

    def _delete_all_of(self, dataset: Dataset, session: Session) -> None:
        """Remove the records that belong to one dataset."""
        store = self._store
        drafts = [d["id"] for d in store.drafts.select(session=session, dataset_id=dataset.id)]
        store.draft_edits.delete_where(session, draft_id__in=drafts)
        own = (
            store.versions,
            store.pages,
            store.splits,
            store.reports,
            store.performance,
            store.expectations,
            store.service_thresholds,
            store.timelines,
            store.timeline_points,
            store.stream_studies,
            store.watches,
            store.requests,
            store.drafts,
        )
        for each in own:
            each.delete_where(session, dataset_id=dataset.id)
        store.retention.delete(dataset.id, session)
        store.label_queues.delete(dataset.id, session)

    def _check_unused(self, dataset: Dataset) -> None:
        models = self._store.models.find(dataset_id=dataset.id)
        if models:
            raise ConflictError(
                f"{dataset.name} is used by {_listed('model', [m.name for m in models])}.",
                "It can only be deleted when no model was made on it; in the trash it does no harm.",
            )
        policies = self._store.policies.find(dataset_id=dataset.id)
        if policies:
            raise ConflictError(
                f"{dataset.name} is watched by {_listed('policy', [p.name for p in policies])}.",
                "Remove that first: driftdesk policy remove NAME.",
            )
        alive = self._store.jobs.find(state__in=UNFINISHED)
        jobs = [j.title for j in alive if dataset_of(self._store, j) == dataset.id]
        if jobs:
            raise ConflictError(
                f"{dataset.name} is worked on by {_listed('job', jobs)}.",
                "Wait for the end of it, or stop it: driftdesk jobs cancel JOB.",
            )

    def _anywhere(self, name: str) -> Dataset:
        found = self._store.datasets.first(name=name)
        if found is None:
            raise no_such("dataset", name, (d.name for d in self._store.datasets.find()))
        return found

    def _check_free(self, name: str) -> None:
        there = self._store.datasets.first(name=name)
        if there is None:
            return
        if there.trashed_at is not None:
            raise ConflictError(
                f"There is a dataset {name!r} in the trash, whose name stays taken.",
                f"Choose another name, or restore it (driftdesk dataset {name} --restore), or delete it for good "
                f"(driftdesk dataset {name} --delete).",
            )
        raise ConflictError(f"There is a dataset {name!r} already.", "Choose another name.")

    def _change(self, dataset: Dataset, action: str, what: str, tag: str = "", **fields: Any) -> Dataset:
        def work(session: Session) -> Dataset:
            changed = self._store.datasets.update(dataset.id, session, updated_at=now(), **fields)
            shown = {k: _said(v) for k, v in fields.items() if k not in ("version_tags", "trashed_at")}
            self._audit(action, what, session, self._user, **shown, **({"tag": tag} if tag else {}))
            return changed

        return self._store.run_in_transaction(work)

    def _audit(self, action: str, what: str, session: Session, who: str, **details: Any) -> None:
        self._store.audit.insert(AuditEntry(who=who, action=action, what=what, details=details), session)


def check_not_trashed(dataset: Dataset) -> None:
    """Raises TrashedError."""
    if dataset.trashed_at is not None:
        raise TrashedError(
            f"{dataset.name} is in the trash.",
            f"Restore it first: driftdesk dataset {dataset.name} --restore.",
        )


def _said(value: Any) -> str:
    return ", ".join(value) if isinstance(value, tuple) else str(value)


def _listed(what: str, names: builtins.list[str]) -> str:
    more = f" and {len(names) - 5} more" if len(names) > 5 else ""
    plural = {"policy": "policies"}.get(what, f"{what}s")
    return f"the {what if len(names) == 1 else plural} {', '.join(names[:5])}{more}"
