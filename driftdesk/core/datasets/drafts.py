"""Drafts: edits upon a version that are stored one by one, undone, redone, and committed as the next version."""

from __future__ import annotations

from typing import TYPE_CHECKING, Literal

from driftdesk.core.context import Context

if TYPE_CHECKING:
    from driftdesk.core.datasets.draft_source import DraftSource
    from driftdesk.core.datasets.edits import DraftChanges, DraftConflict, Edit
    from driftdesk.core.datasets.service import DatasetService
    from driftdesk.core.entities import DatasetVersion, Draft
    from driftdesk.core.jobs.params import CommitJob
    from driftdesk.core.storage.store import Store
    from driftdesk.core.tables.service import TableService

OnConflict = Literal["refuse", "mine", "theirs"]


class DraftService:
    """The drafts of ``user``. May be used from any thread."""

    def __init__(self, store: Store, datasets: DatasetService, tables: TableService, user: str) -> None:
        self._store = store
        self._datasets = datasets
        self._tables = tables
        self._user = user

    def open(self, name: str, version: int | str | None = None) -> Draft:
        """The user's draft of a dataset, made upon ``version`` (None: the latest) where there is none."""
        raise NotImplementedError

    def find(self, name: str) -> Draft | None:
        """The user's draft of a dataset, where there is one."""
        raise NotImplementedError

    def existing(self, name: str) -> Draft:
        """As ``find``. Raises NotFoundError where there is none."""
        raise NotImplementedError

    def others(self, name: str) -> list[Draft]:
        """Drafts of the same dataset by others, the one that was changed last first."""
        raise NotImplementedError

    def apply(self, draft: Draft, edit: Edit, context: Context | None = None) -> Draft:
        """Do one edit and store it. What was undone before it is gone then. Where it would change nothing, the draft
        is returned as it is. Raises InputError (nothing is changed then); ConflictError where the draft was changed
        elsewhere since ``draft`` was read."""
        raise NotImplementedError

    def undo(self, draft: Draft) -> Draft:
        """Take the last edit back. Raises ParameterError where there is none, ConflictError."""
        raise NotImplementedError

    def redo(self, draft: Draft) -> Draft:
        """Do again what was undone last. Raises ParameterError where there is none, ConflictError."""
        raise NotImplementedError

    def changes(self, draft: Draft) -> DraftChanges:
        """The edits, and what they come to."""
        raise NotImplementedError

    def source(self, draft: Draft) -> DraftSource:
        """The rows as the edits leave them."""
        raise NotImplementedError

    def difference(self, draft: Draft, context: Context | None = None) -> DraftConflict:
        """What others committed since the draft's base, and which of its edits meet that."""
        raise NotImplementedError

    def commit(
        self,
        draft: Draft,
        message: str = "",
        on_conflict: OnConflict = "refuse",
        context: Context | None = None,
    ) -> DatasetVersion:
        """Make the next version of the draft; the draft is gone then. Raises ConflictError."""
        raise NotImplementedError

    def commit_as_asked(self, job: CommitJob, context: Context) -> DatasetVersion:
        """As ``commit``, for a job: the version that an earlier attempt made, where there is one."""
        raise NotImplementedError

    def discard(self, draft: Draft) -> None:
        """Remove the draft and its edits."""
        raise NotImplementedError
