"""The registry: datasets, their chains of versions, and the one way in which a version comes to be."""

from __future__ import annotations

import builtins
from collections.abc import Sequence
from datetime import timedelta
from typing import TYPE_CHECKING, Any

from driftdesk.core.context import Context
from driftdesk.core.datasets.names import check_name, check_tag, no_such, split_ref
from driftdesk.core.entities import (
    AuditEntry,
    Dataset,
    DatasetVersion,
    Operation,
    OperationKind,
    Task,
    now,
)
from driftdesk.core.errors import ConflictError

if TYPE_CHECKING:
    from driftdesk.core.datasets.cleaning import CleanResult, CleanRule
    from driftdesk.core.datasets.columns import ColumnChange
    from driftdesk.core.datasets.retention import SweepReport
    from driftdesk.core.datasets.writer import WrittenVersion
    from driftdesk.core.storage.repository import Session
    from driftdesk.core.storage.store import Store


class DatasetService:
    """``user`` is who stands in the record where a context names nobody."""

    def __init__(self, store: Store, user: str = "") -> None:
        self._store = store
        self._user = user

    # Looking.

    def list(self) -> builtins.list[Dataset]:
        """All datasets, by name."""
        return self._store.datasets.find(sort="name")

    def get(self, name: str) -> Dataset:
        """Raises NotFoundError, with the nearest names."""
        found = self.find(name)
        if found is None:
            raise no_such("dataset", name, (d.name for d in self._store.datasets.find()))
        return found

    def find(self, name: str) -> Dataset | None:
        return self._store.datasets.first(name=name)

    def by_id(self, id: str) -> Dataset:
        return self._store.datasets.get(id)

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
        found = self._store.versions.first(dataset_id=dataset.id, number=number)
        if found is None:
            known = [str(n) for n in range(1, dataset.head + 1)]
            raise no_such(f"version of {dataset.name}", str(v), known)
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
    ) -> DatasetVersion:
        """Make what was written the next version of ``dataset``, or the first of ``new``, in one small transaction.

        ``parent`` None: the head. Raises ConflictError when the dataset got another version meanwhile (or the name
        of ``new`` is taken), LeaseLostError when the job is no longer ours; nothing is changed then.
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
        moved: dict[str, Any] = {
            "head": version.number,
            "next_row_id": max(base.next_row_id, written.next_row_id),
            "updated_at": now(),
        }

        def work(session: Session) -> None:
            if dataset is None:
                self._store.datasets.insert(base.model_copy(update={**moved, "created_by": author}), session)
            else:
                self._store.datasets.update(base.id, session, expect={"head": base.head}, **moved)
            pages = (p.model_copy(update={"dataset_id": base.id}) for p in written.pages)
            self._store.pages.insert_many(pages, session)
            self._store.versions.insert(version, session)
            what = f"{base.name}@{version.number}"
            details = {"operation": operation.kind.value, "rows": version.rows}
            self._audit("version committed", what, session, author, **details)

        self._store.run_in_transaction(work, context.fence)
        return version

    def made_by(self, context: Context, *kinds: OperationKind) -> DatasetVersion | None:
        """The version that an earlier attempt of this job committed, so that a job that runs twice makes one."""
        if context.job_id is None:
            return None
        made = self._store.versions.find(job_id=context.job_id)
        return next((v for v in made if v.operation.kind in kinds), None)

    def clean(self, ref: str, rules: Sequence[CleanRule], context: Context) -> CleanResult:
        """Apply rules to ``name[@version]``: a new version, unless there is nothing to do."""
        from driftdesk.core.datasets.cleaning import clean

        return clean(self._store, self, ref, rules, context)

    def set_columns(
        self, name: str, changes: Sequence[ColumnChange], context: Context | None = None
    ) -> DatasetVersion:
        """Rename columns, change kinds and roles: a new version of the head that rewrites only the chunks of columns
        whose values change. Raises SchemaError."""
        from driftdesk.core.datasets.columns import set_columns

        return set_columns(self._store, self, name, changes, context or Context())

    def revert(self, ref: str, message: str = "", context: Context | None = None) -> DatasetVersion:
        """Make the state of an older version the latest again: a new version that shares all its pages. What came in
        between stays in the history. Raises ParameterError for the latest version itself, ConflictError where the
        dataset got another version meanwhile."""
        from driftdesk.core.datasets.history import revert

        return revert(self, ref, message, context or Context())

    def sweep(
        self, context: Context | None = None, grace: timedelta = timedelta(hours=1), dry_run: bool = False
    ) -> SweepReport:
        """Delete chunks, profiles, pages and files that nothing refers to and nothing touched for ``grace``."""
        from driftdesk.core.datasets.retention import sweep

        return sweep(self._store, context or Context(), grace, dry_run)

    # Naming.

    def tag_version(self, name: str, v: int | str, tag: str) -> Dataset:
        """Let ``tag`` name a version; it moves when it named another."""
        dataset = self.get(name)
        tags = {**dataset.version_tags, check_tag(tag): self.version(dataset, v).number}
        return self._change(dataset, "version tagged", f"{name}@{tags[tag]}", version_tags=tags, tag=tag)

    def untag_version(self, name: str, tag: str) -> Dataset:
        dataset = self.get(name)
        if tag not in dataset.version_tags:
            raise no_such(f"tag of {name}", tag, dataset.version_tags)
        tags = {t: n for t, n in dataset.version_tags.items() if t != tag}
        return self._change(dataset, "version untagged", name, version_tags=tags, tag=tag)

    def rename(self, name: str, new_name: str) -> Dataset:
        """Raises ConflictError when the new name is taken."""
        dataset = self.get(name)
        new_name = check_name(new_name)
        if new_name != name and self.find(new_name):
            raise ConflictError(f"There is a dataset {new_name!r} already.", "Choose another name.")
        return self._change(dataset, "dataset renamed", name, name=new_name)

    def set_task(self, name: str, task: Task | None) -> Dataset:
        return self._change(self.get(name), "task set", name, task=task)

    def delete(self, name: str) -> None:
        """Remove the dataset, its versions and reports. Its chunks and files go with the next sweep. Raises
        ConflictError while a model was made on it."""
        dataset = self.get(name)
        models = self._store.models.find(dataset_id=dataset.id)
        if models:
            named = ", ".join(m.name for m in models[:5])
            raise ConflictError(f"{name} is used by the models {named}.", "Delete those models first.")

        def work(session: Session) -> None:
            self._store.datasets.delete(dataset.id, session)
            self._store.versions.delete_where(session, dataset_id=dataset.id)
            self._store.pages.delete_where(session, dataset_id=dataset.id)
            self._store.reports.delete_where(session, dataset_id=dataset.id)
            self._audit("dataset deleted", name, session, self._user, versions=dataset.head)

        self._store.run_in_transaction(work)

    def _number(self, dataset: Dataset, v: int | str) -> int:
        if isinstance(v, int) or v.isdecimal():
            return int(v)
        if v == "latest":
            return dataset.head
        if v not in dataset.version_tags:
            known = [*dataset.version_tags, "latest", *(str(n) for n in range(1, dataset.head + 1))]
            raise no_such(f"version of {dataset.name}", v, known)
        return dataset.version_tags[v]

    def _change(self, dataset: Dataset, action: str, what: str, tag: str = "", **fields: Any) -> Dataset:
        def work(session: Session) -> Dataset:
            changed = self._store.datasets.update(dataset.id, session, updated_at=now(), **fields)
            shown = {k: str(v) for k, v in fields.items() if k != "version_tags"} | (
                {"tag": tag} if tag else {}
            )
            self._audit(action, what, session, self._user, **shown)
            return changed

        return self._store.run_in_transaction(work)

    def _audit(self, action: str, what: str, session: Session, who: str, **details: Any) -> None:
        self._store.audit.insert(AuditEntry(who=who, action=action, what=what, details=details), session)
