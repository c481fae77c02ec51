"""Datasets: their chains of versions, and the one way in which a version comes to be."""

from __future__ import annotations

import builtins
from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.datasets.lease import lapsed
from driftdesk.core.datasets.names import check_tag, no_such, split_ref
from driftdesk.core.datasets.registry import DatasetRegistry, check_not_trashed
from driftdesk.core.entities import (
    Dataset,
    DatasetVersion,
    Operation,
    OperationKind,
    Task,
    now,
)
from driftdesk.core.errors import ConflictError, NotFoundError

if TYPE_CHECKING:
    from driftdesk.core.datasets.history import VersionGraph
    from driftdesk.core.datasets.writer import WrittenVersion
    from driftdesk.core.diff.version_diff import VersionDiff
    from driftdesk.core.storage.repository import Session


class DatasetService(DatasetRegistry):
    """All that is done with datasets but the reading and analysing of their rows."""

    # Looking.

    def versions(self, name: str) -> builtins.list[DatasetVersion]:
        """Newest first."""
        return self._store.versions.find(dataset_id=self.get(name).id, sort="-number")

    def resolve(self, ref: str) -> tuple[Dataset, DatasetVersion]:
        """``churn``, ``churn@3``, ``churn@latest`` or ``churn@golden``. Raises NotFoundError."""
        name, version = split_ref(ref)
        dataset = self.get(name)
        return dataset, self.version(dataset, version)

    def version(self, dataset: Dataset, v: int | str = "latest") -> DatasetVersion:
        """By number or tag. Raises NotFoundError."""
        number = self._number(dataset, v)
        if not dataset.head:
            raise NotFoundError(
                f"{dataset.name} is empty: it has no version yet.",
                f"Import a file into it first: driftdesk import FILE --dataset {dataset.name}.",
            )
        found = self._store.versions.first(dataset_id=dataset.id, number=number)
        if found is None:
            known = [v["number"] for v in self._store.versions.select("number", dataset_id=dataset.id)]
            if 0 < number < dataset.head:
                raise NotFoundError(
                    f"v{number} of {dataset.name} was removed.",
                    f"There are: {', '.join(map(str, sorted(known)[-20:]))}.",
                )
            raise no_such(f"version of {dataset.name}", str(v), map(str, known))
        return found

    # Versions.

    def commit(
        self,
        dataset: Dataset | None,
        written: WrittenVersion,
        *,
        operation: Operation,
        message: str = "",
        context: Context,
        new: Dataset | None = None,
        files: Sequence[str] = (),
        parent: int | None = None,
        task: Task | None = None,
        also: Callable[[Session], object] | None = None,
    ) -> DatasetVersion:
        """Make what was written the next version of ``dataset``, or the first of ``new``, in one small transaction.

        ``parent`` None: the head. ``task`` becomes that of a dataset that has none yet. ``also`` is done in the same
        transaction. Raises ConflictError when the dataset got another version meanwhile (or the name of ``new`` is
        taken, or what is shared was removed), TrashedError, LeaseLostError when the job is no longer ours; nothing
        is changed then.
        """
        base = dataset or new
        assert base is not None
        author = context.user or self._user
        version = DatasetVersion(
            dataset_id=base.id,
            number=base.head + 1,
            parent=(base.head or None) if parent is None else parent,
            columns=written.columns,
            operation=operation,
            rows=written.rows,
            pages=written.page_ids,
            page_rows=written.page_rows,
            files=tuple(files),
            byte_count=written.byte_count,
            author=author,
            message=message,
            job_id=context.job_id,
        )
        moved = self._moved(base, version, written)
        if task is not None and base.task is None:
            moved["task"] = task
        made = {p.id for p in written.pages}
        shared = [page_id for page_id in dict.fromkeys(written.page_ids) if page_id not in made]

        def work(session: Session) -> None:
            if written.lease and not self._store.leases.release(written.lease, session):
                raise lapsed()
            if dataset is None:
                self._store.datasets.insert(base.model_copy(update={**moved, "created_by": author}), session)
            else:
                expect = {"head": base.head, "trashed_at": None}
                self._store.datasets.update(base.id, session, expect=expect, **moved)
                self._check_there(version, shared, session)
            pages = (p.model_copy(update={"dataset_id": base.id}) for p in written.pages)
            self._store.pages.insert_many(pages, session)
            self._store.versions.insert(version, session)
            if also is not None:
                also(session)
            what = f"{base.name}@{version.number}"
            details = {"operation": operation.kind.value, "rows": version.rows}
            self._audit("version committed", what, session, author, **details)

        try:
            self._store.run_in_transaction(work, context.fence)
        except ConflictError:
            if dataset is not None:
                check_not_trashed(self.by_id(dataset.id))
            raise
        return version

    def _moved(self, base: Dataset, version: DatasetVersion, written: WrittenVersion) -> dict[str, Any]:
        """What changes in a dataset's record when ``version`` becomes its head."""
        from driftdesk.core.datasets.labelled import labelled_rows

        return {
            "head": version.number,
            "next_row_id": max(base.next_row_id, written.next_row_id),
            "updated_at": now(),
            "rows": version.rows,
            "columns": len(version.columns.columns),
            "labelled": labelled_rows(self._store, base, written),
            "byte_count": version.byte_count,
        }

    def _check_there(self, version: DatasetVersion, shared: Sequence[str], session: Session) -> None:
        """What the version is made of must not have been removed meanwhile: its parent keeps the chunks that it
        shares. Whoever removes versions or pages writes the dataset's record too, so this holds until the commit."""
        of_this = {"dataset_id": version.dataset_id}
        parents = self._store.versions.count(session, number=version.parent, **of_this)
        if (version.parent is not None and not parents) or (
            shared and self._store.pages.count(session, id__in=shared) != len(shared)
        ):
            raise ConflictError(
                f"What version {version.number} is made of was removed meanwhile.", "Look again, then retry."
            )

    def made_by(self, context: Context, *kinds: OperationKind) -> DatasetVersion | None:
        """The version that an earlier attempt of this job committed, so that a job that runs twice makes one."""
        if context.job_id is None:
            return None
        made = self._store.versions.find(job_id=context.job_id)
        return next((v for v in made if v.operation.kind in kinds), None)

    def diff(
        self,
        before: str,
        after: str,
        key: Sequence[str] = (),
        *,
        content: bool = False,
        context: Context | None = None,
    ) -> VersionDiff:
        """What ``after`` has that ``before`` has not, and the other way round.

        Rows are told apart by their row id; by the values of ``key`` columns; or, with ``content``, by all values of
        the columns that both have (then no row is changed: it is removed and added). Rows with equal keys are matched
        in their order. Versions of two datasets can be compared by key and content. Raises NotFoundError,
        ParameterError.
        """
        from driftdesk.core.diff.version_diff import diff

        versions = self.resolve(before)[1], self.resolve(after)[1]
        return diff(self._store, versions, key=key, content=content, context=context or Context())

    def revert(self, ref: str, message: str = "", context: Context | None = None) -> DatasetVersion:
        """Make the state of an older version the latest again: a new version that shares all its pages. What came in
        between stays in the history. Raises ParameterError for the latest version itself, ConflictError where the
        dataset got another version meanwhile."""
        from driftdesk.core.datasets.history import revert

        return revert(self, ref, message, context or Context())

    def remove_version(self, ref: str) -> None:
        """Remove a version that nothing uses (see ``uses``): its number is never given again, what was made from it
        stays. Raises ConflictError with the reasons where it must stay."""
        from driftdesk.core.datasets.history import remove_version

        remove_version(self._store, self, ref, self._user)

    def uses(self, ref: str) -> builtins.list[str]:
        """Why a version must stay, each in a few words; empty: it may be removed."""
        from driftdesk.core.datasets.usage import uses

        return uses(self._store, self.resolve(ref)[1])

    def graph(self, name: str) -> VersionGraph:
        """The versions of a dataset and what each was made from, laid out to be drawn."""
        from driftdesk.core.datasets.history import graph

        return graph(self.get(name), self.versions(name))

    # Naming.

    def tag_version(self, name: str, v: int | str, tag: str) -> Dataset:
        """Let ``tag`` name a version; it moves when it named another."""
        dataset = self.get(name)
        tags = {**dataset.version_tags, check_tag(tag): self.version(dataset, v).number}
        return self._change(dataset, "version tagged", f"{name}@{tags[tag]}", version_tags=tags, tag=tag)

    def untag_version(self, name: str, tag: str) -> Dataset:
        """Forget a tag; the version stays. Raises NotFoundError, with the tags that there are."""
        dataset = self.get(name)
        if tag not in dataset.version_tags:
            raise no_such(f"tag of {name}", tag, dataset.version_tags)
        tags = {t: n for t, n in dataset.version_tags.items() if t != tag}
        return self._change(dataset, "version untagged", name, version_tags=tags, tag=tag)

    def _number(self, dataset: Dataset, v: int | str) -> int:
        if isinstance(v, int) or v.isdecimal():
            return int(v)
        if v == "latest":
            return dataset.head
        if v not in dataset.version_tags:
            numbers = self._store.versions.select("number", dataset_id=dataset.id)
            known = [*dataset.version_tags, "latest", *(str(each["number"]) for each in numbers)]
            raise no_such(f"version of {dataset.name}", v, known)
        return dataset.version_tags[v]
