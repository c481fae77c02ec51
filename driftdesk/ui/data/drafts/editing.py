"""The user's draft of the open dataset: edits go to it one after the other, none waits for the screen, none is lost."""

from __future__ import annotations

import asyncio
from collections.abc import Awaitable, Callable
from typing import TYPE_CHECKING, Any

from PySide6.QtCore import QObject, Signal

from driftdesk.core.errors import ConflictError
from driftdesk.ui.workspace import Workspace

if TYPE_CHECKING:
    from driftdesk.core.drafts.edits import DraftChanges, Edit
    from driftdesk.core.entities import Dataset, Draft
    from driftdesk.desk import Desk

ROWS_STAY = frozenset(
    {
        "set_cells",
        "add_column",
        "rename_column",
        "remove_column",
        "retype",
        "set_role",
        "compute",
        "fill",
        "replace",
    }
)
"""Kinds of edits after which the same rows are there."""


def read_draft(desk: Desk, name: str) -> tuple[Draft | None, DraftChanges | None, list[Draft]]:
    """The user's draft, what it comes to, and others' drafts; runs in a thread."""
    draft = desk.drafts.find(name)
    return draft, desk.drafts.changes(draft) if draft is not None else None, desk.drafts.others(name)


class Editing(QObject):
    """``changed``: the draft is another one, or none; its argument says whether all rows stayed where they are.
    ``read``: it was looked for. ``failed`` carries what an edit was refused for,
    ``unreadable`` why the draft cannot be read."""

    read = Signal()
    changed = Signal(bool)
    failed = Signal(object)
    unreadable = Signal(object)

    def __init__(self, workspace: Workspace, parent: QObject | None = None) -> None:
        super().__init__(parent)
        self._workspace = workspace
        self._turn = asyncio.Lock()
        self.dataset: Dataset | None = None
        self.draft: Draft | None = None
        self.changes: DraftChanges | None = None
        self.others: list[Draft] = []
        self.base = 0
        """The version on which a first edit makes a draft."""

    def open(self, dataset: Dataset | None, base: int) -> None:
        """Another dataset, or the same one anew."""
        if dataset is None or self.dataset is None or dataset.id != self.dataset.id:
            self.draft = self.changes = None
            self.others = []
        self.dataset, self.base = dataset, base
        if dataset is not None:
            self._workspace.tasks.start(self._read(dataset), owner=self)

    def look_again(self) -> None:
        """Somebody's draft has changed, be it in another window of the user."""
        if self.dataset is not None:
            self._workspace.tasks.start(self._read(self.dataset), owner=self)

    @property
    def done(self) -> list[str]:
        """The edits that count, in words, oldest first."""
        return [e.text for e in self.changes.edits if e.is_done] if self.changes else []

    @property
    def undone(self) -> list[str]:
        """The edits that can be done again, the next first."""
        return [e.text for e in self.changes.edits if not e.is_done] if self.changes else []

    async def _read(self, dataset: Dataset) -> None:
        async with self._turn:
            try:
                found = await self._workspace.tasks.call(read_draft, self._workspace.desk, dataset.name)
            except Exception as error:  # noqa: BLE001  (shown in place of the rows)
                self.unreadable.emit(error)
                return
            if self.dataset is None or self.dataset.id != dataset.id:
                return
            before, (self.draft, self.changes, self.others) = self.draft, found
        if _state(before) != _state(self.draft):
            self.changed.emit(False)
        self.read.emit()

    # Edits.

    def apply(
        self,
        edit: Edit | Callable[[], Edit],
        then: Callable[[bool], object] | None = None,
    ) -> None:
        """Do an edit after those that are under way. A function makes it first, in a thread. ``then`` hears whether it
        was stored, before ``changed`` or ``failed``."""
        desk, dataset, base = self._workspace.desk, self.dataset, self.base
        assert dataset is not None

        def work() -> tuple[Draft, bool]:
            made = edit() if callable(edit) else edit
            draft = self.draft if self._is_open(dataset) else desk.drafts.find(dataset.name)
            draft = draft or desk.drafts.open(dataset.name, base)
            return desk.drafts.apply(draft, made), made.kind in ROWS_STAY

        self._workspace.tasks.start(self._do(dataset, work, then), owner=self, writes=True)

    def undo(self) -> None:
        self._move(lambda desk, draft: desk.drafts.undo(draft))

    def redo(self) -> None:
        self._move(lambda desk, draft: desk.drafts.redo(draft))

    def _move(self, step: Callable[[Desk, Draft], Draft]) -> None:
        desk, dataset = self._workspace.desk, self.dataset

        def work() -> tuple[Draft, bool]:
            draft = self.draft if dataset is not None and self._is_open(dataset) else None
            if draft is None:
                raise ConflictError("The draft is not open any more.", "Open its dataset again.")
            return step(desk, draft), False

        if dataset is not None and self.draft is not None:
            self._workspace.tasks.start(self._do(dataset, work, None), owner=self, writes=True)

    async def discard(self) -> None:
        """Remove the draft. Raises what the service raises."""
        async with self._turn:
            if self.draft is not None:
                await self._workspace.tasks.call(self._workspace.desk.drafts.discard, self.draft)
                self.draft = self.changes = None
        self.changed.emit(False)

    async def settled(self) -> Draft | None:
        """The draft when all edits under way are done."""
        async with self._turn:
            return self.draft

    def _is_open(self, dataset: Dataset) -> bool:
        return self.dataset is not None and self.dataset.id == dataset.id

    async def _do(
        self,
        dataset: Dataset,
        work: Callable[[], tuple[Draft, bool]],
        then: Callable[[bool], object] | None,
    ) -> None:
        """Also where another dataset was opened meanwhile: what was done to the one before is not lost."""
        desk = self._workspace.desk
        async with self._turn:
            keeps, error = await self._step(desk, dataset, work)
        if then is not None:
            then(error is None)
        if error is not None:
            self.failed.emit(error)
            if isinstance(error, ConflictError):  # changed in another window: read it
                await self._read(dataset)
        elif self._is_open(dataset):
            self.changed.emit(keeps)

    async def _step(
        self, desk: Desk, dataset: Dataset, work: Callable[[], tuple[Draft, bool]]
    ) -> tuple[bool, Exception | None]:
        call: Callable[..., Awaitable[Any]] = self._workspace.tasks.call
        before = self.changes

        def both() -> tuple[Draft, bool, DraftChanges]:
            draft, keeps = work()
            return draft, keeps, desk.drafts.changes(draft)

        try:
            draft, keeps, after = await call(both)
        except Exception as error:  # noqa: BLE001  (told to whoever shows the draft)
            return False, error
        if self._is_open(dataset):
            self.draft, self.changes = draft, after
        return keeps or (before is not None and before.rows == after.rows and _same_ends(before, after)), None


def _same_ends(a: DraftChanges, b: DraftChanges) -> bool:
    """Whether an undo or redo neither brought nor took rows."""
    return (a.added_rows, a.deleted_rows) == (b.added_rows, b.deleted_rows)


def _state(draft: Draft | None) -> tuple[str, int] | None:
    return (draft.id, draft.revision) if draft is not None else None
